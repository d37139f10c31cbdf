//! A small painter on tiny-skia: flat shapes, gradients, glows and layers out of focus.
//!
//! A scene is drawn on a *stage* of 1200 by 800 units (x to the right, y down) that goes on beyond its edges; a [`Frame`] says
//! which part of it the photo shows, so that two cameras can stand in different places before the same scene.

use tiny_skia::{
    BlendMode, Color as SkColor, FillRule, GradientStop, LineCap, LineJoin, LinearGradient, Paint, Path,
    PathBuilder, Pixmap, PixmapPaint, Point, RadialGradient, Rect, Shader, SpreadMode, Stroke, Transform,
};

/// sRGB with alpha.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Color {
    /// 0xRRGGBB.
    pub rgb: u32,
    /// 0 to 1.
    pub alpha: f32,
}

/// An opaque colour.
pub const fn hex(rgb: u32) -> Color {
    Color { rgb, alpha: 1.0 }
}

impl Color {
    /// The same colour, this much opaque.
    pub const fn a(self, alpha: f32) -> Self {
        Self { rgb: self.rgb, alpha }
    }

    /// Towards another colour: 0 stays, 1 is the other.
    pub fn mix(self, other: Self, share: f32) -> Self {
        let channel = |shift: u32| {
            let (from, to) = ((self.rgb >> shift & 255) as f32, (other.rgb >> shift & 255) as f32);
            ((from + (to - from) * share).round() as u32) << shift
        };
        Self {
            rgb: channel(16) | channel(8) | channel(0),
            alpha: self.alpha + (other.alpha - self.alpha) * share,
        }
    }

    /// Towards black, bluish as shadows are.
    pub fn dark(self, share: f32) -> Self {
        self.mix(hex(0x10182B).a(self.alpha), share)
    }

    /// Towards a warm white.
    pub fn light(self, share: f32) -> Self {
        self.mix(hex(0xFFF6E2).a(self.alpha), share)
    }

    fn sk(self) -> SkColor {
        let [_, r, g, b] = self.rgb.to_be_bytes();
        SkColor::from_rgba8(r, g, b, (self.alpha.clamp(0.0, 1.0) * 255.0).round() as u8)
    }
}

/// What a shape is filled with.
#[derive(Clone, Copy, Debug)]
pub enum Fill {
    /// One colour.
    Flat(Color),
    /// From the top of the shape to its bottom.
    Down(Color, Color),
    /// From its left to its right.
    Across(Color, Color),
    /// From its middle, fading out to its rim.
    Glow(Color),
}

impl From<Color> for Fill {
    fn from(color: Color) -> Self {
        Self::Flat(color)
    }
}

/// A gradient from top to bottom.
pub const fn down(top: Color, bottom: Color) -> Fill {
    Fill::Down(top, bottom)
}

/// A gradient from left to right.
pub const fn across(left: Color, right: Color) -> Fill {
    Fill::Across(left, right)
}

/// A soft light.
pub const fn glow(color: Color) -> Fill {
    Fill::Glow(color)
}

/// The part of the stage that a photo shows.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Stage coordinates of the middle of the photo.
    pub middle: (f32, f32),
    /// Stage units across the photo.
    pub across: f32,
    /// Degrees that the camera leans, clockwise.
    pub lean: f32,
}

/// Where a scene is painted.
pub struct Canvas {
    pixmap: Pixmap,
    view: Transform,
    mode: BlendMode,
}

impl Canvas {
    /// A canvas of this many pixels.
    pub fn new(width_px: u32, height_px: u32, frame: Frame) -> Self {
        let scale = width_px as f32 / frame.across;
        let view = Transform::from_translate(-frame.middle.0, -frame.middle.1)
            .post_concat(Transform::from_rotate(-frame.lean))
            .post_scale(scale, scale)
            .post_translate(width_px as f32 / 2.0, height_px as f32 / 2.0);
        let pixmap = Pixmap::new(width_px, height_px).expect("a size above zero");
        Self { pixmap, view, mode: BlendMode::SourceOver }
    }

    /// The pixels, 3 bytes each.
    pub fn into_rgb(self) -> Vec<u8> {
        self.pixmap.pixels().iter().flat_map(|p| [p.red(), p.green(), p.blue()]).collect()
    }

    fn paint(&self, fill: Fill, bounds: Rect) -> Paint<'static> {
        let stops =
            |from: Color, to: Color| vec![GradientStop::new(0.0, from.sk()), GradientStop::new(1.0, to.sk())];
        let linear = |from: Color, to: Color, end: Point| {
            let start = Point::from_xy(bounds.left(), bounds.top());
            LinearGradient::new(start, end, stops(from, to), SpreadMode::Pad, Transform::identity())
                .unwrap_or(Shader::SolidColor(from.sk()))
        };
        let shader = match fill {
            Fill::Flat(color) => Shader::SolidColor(color.sk()),
            Fill::Down(from, to) => linear(from, to, Point::from_xy(bounds.left(), bounds.bottom())),
            Fill::Across(from, to) => linear(from, to, Point::from_xy(bounds.right(), bounds.top())),
            Fill::Glow(color) => {
                // A radial gradient over a circle, flattened to the shape's own proportions.
                let middle =
                    Point::from_xy(bounds.x() + bounds.width() / 2.0, bounds.y() + bounds.height() / 2.0);
                let squash = bounds.height() / bounds.width().max(0.001);
                let fit = Transform::from_translate(0.0, -middle.y)
                    .post_scale(1.0, squash)
                    .post_translate(0.0, middle.y);
                let stops = [(0.0, 1.0), (0.25, 0.66), (0.5, 0.32), (0.75, 0.1), (1.0, 0.0)]
                    .map(|(at, share)| GradientStop::new(at, color.a(color.alpha * share).sk()));
                let radius = bounds.width() / 2.0;
                RadialGradient::new(middle, 0.0, middle, radius, stops.to_vec(), SpreadMode::Pad, fit)
                    .unwrap_or(Shader::SolidColor(color.sk()))
            }
        };
        Paint { shader, blend_mode: self.mode, anti_alias: true, ..Paint::default() }
    }

    fn fill(&mut self, path: Option<Path>, fill: Fill) {
        if let Some(path) = path {
            let paint = self.paint(fill, path.bounds());
            self.pixmap.fill_path(&path, &paint, FillRule::Winding, self.view, None);
        }
    }

    /// A path in the letters of SVG, absolute only: `M L C Q Z`.
    pub fn path(&mut self, letters: &str, fill: impl Into<Fill>) {
        self.fill(parse(letters), fill.into());
    }

    /// The line along a path, with round ends.
    pub fn stroke(&mut self, letters: &str, width: f32, color: Color) {
        if let Some(path) = parse(letters) {
            let stroke =
                Stroke { width, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
            let paint = self.paint(Fill::Flat(color), path.bounds());
            self.pixmap.stroke_path(&path, &paint, &stroke, self.view, None);
        }
    }

    /// A straight line.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32, color: Color) {
        self.stroke(&format!("M{} {} L{} {}", from.0, from.1, to.0, to.1), width, color);
    }

    /// A rectangle.
    pub fn rect(&mut self, x: f32, y: f32, width: f32, height: f32, fill: impl Into<Fill>) {
        self.fill(Rect::from_xywh(x, y, width, height).map(PathBuilder::from_rect), fill.into());
    }

    /// A rectangle with round corners.
    pub fn round(&mut self, x: f32, y: f32, w: f32, h: f32, r: f32, fill: impl Into<Fill>) {
        let (r, x2, y2) = (r.min(w / 2.0).min(h / 2.0), x + w, y + h);
        self.path(
            &format!(
                "M{} {y} L{} {y} Q{x2} {y} {x2} {} L{x2} {} Q{x2} {y2} {} {y2} L{} {y2} Q{x} {y2} {x} {} L{x} {} Q{x} {y} {} {y} Z",
                x + r, x2 - r, y + r, y2 - r, x2 - r, x + r, y2 - r, y + r, x + r
            ),
            fill,
        );
    }

    /// An ellipse.
    pub fn ellipse(&mut self, x: f32, y: f32, rx: f32, ry: f32, fill: impl Into<Fill>) {
        let oval = Rect::from_xywh(x - rx, y - ry, 2.0 * rx, 2.0 * ry).and_then(PathBuilder::from_oval);
        self.fill(oval, fill.into());
    }

    /// A circle.
    pub fn disc(&mut self, x: f32, y: f32, r: f32, fill: impl Into<Fill>) {
        self.ellipse(x, y, r, r, fill);
    }

    /// A polygon.
    pub fn poly(&mut self, points: &[(f32, f32)], fill: impl Into<Fill>) {
        let letters: Vec<String> = points.iter().map(|(x, y)| format!("{x} {y}")).collect();
        self.path(&format!("M{} Z", letters.join(" L")), fill);
    }

    /// Draws with another place as origin, turned by degrees clockwise and scaled (a negative `sx` mirrors).
    pub fn at(&mut self, x: f32, y: f32, sx: f32, sy: f32, degrees: f32, draw: impl FnOnce(&mut Self)) {
        let before = self.view;
        self.view = before.pre_translate(x, y).pre_concat(Transform::from_rotate(degrees)).pre_scale(sx, sy);
        draw(self);
        self.view = before;
    }

    /// Draws what is added as light (lamps, glows, fireworks).
    pub fn lit(&mut self, draw: impl FnOnce(&mut Self)) {
        self.with_mode(BlendMode::Screen, draw);
    }

    /// Draws what takes light away (shadows, tints).
    pub fn shaded(&mut self, draw: impl FnOnce(&mut Self)) {
        self.with_mode(BlendMode::Multiply, draw);
    }

    fn with_mode(&mut self, mode: BlendMode, draw: impl FnOnce(&mut Self)) {
        let before = self.mode;
        self.mode = mode;
        draw(self);
        self.mode = before;
    }

    /// Draws out of focus: `blur` is the radius in thousandths of the photo's width.
    pub fn soft(&mut self, blur: f32, draw: impl FnOnce(&mut Self)) {
        let (width, height) = (self.pixmap.width(), self.pixmap.height());
        let layer = Pixmap::new(width, height).expect("the canvas has a size");
        let below = std::mem::replace(&mut self.pixmap, layer);
        draw(self);
        let mut layer = std::mem::replace(&mut self.pixmap, below);
        let radius = (blur * width as f32 / 1000.0).round() as usize;
        blur_pixmap(&mut layer, radius);
        let paint = PixmapPaint { blend_mode: self.mode, ..PixmapPaint::default() };
        self.pixmap.draw_pixmap(0, 0, layer.as_ref(), &paint, Transform::identity(), None);
    }

    /// A mirror image of what is drawn above stage line `y`, squeezed and faint: wet ground or water.
    pub fn reflected(&mut self, y: f32, squeeze: f32, blur: f32, draw: impl FnOnce(&mut Self)) {
        let before = self.view;
        self.view = before.pre_translate(0.0, y).pre_scale(1.0, -squeeze).pre_translate(0.0, -y);
        self.soft(blur, draw);
        self.view = before;
    }
}

fn parse(letters: &str) -> Option<Path> {
    let mut out = PathBuilder::new();
    let spaced: String = letters
        .chars()
        .flat_map(|c| if c.is_ascii_alphabetic() && c != 'e' { vec![' ', c, ' '] } else { vec![c] })
        .collect();
    let mut words = spaced.split([' ', ',', '\n']).filter(|word| !word.is_empty()).peekable();
    let mut letter = "M";
    while let Some(word) = words.peek() {
        if word.chars().all(|c| c.is_ascii_alphabetic()) {
            letter = words.next()?;
            if letter == "Z" {
                out.close();
                continue;
            }
        }
        let mut number = || words.next()?.parse::<f32>().ok();
        match letter {
            "M" => out.move_to(number()?, number()?),
            "L" => out.line_to(number()?, number()?),
            "Q" => out.quad_to(number()?, number()?, number()?, number()?),
            "C" => out.cubic_to(number()?, number()?, number()?, number()?, number()?, number()?),
            other => panic!("no letter of ours: {other}"),
        }
    }
    out.finish()
}

/// Three box blurs, which come close to a Gaussian.
fn blur_pixmap(pixmap: &mut Pixmap, radius: usize) {
    if radius == 0 {
        return;
    }
    let (width, height) = (pixmap.width() as usize, pixmap.height() as usize);
    let data = pixmap.data_mut();
    for _ in 0..3 {
        for y in 0..height {
            blur_run(data, y * width * 4, 4, width, radius);
        }
        for x in 0..width {
            blur_run(data, x * 4, width * 4, height, radius);
        }
    }
}

fn blur_run(data: &mut [u8], start: usize, step: usize, n: usize, radius: usize) {
    let last = n - 1;
    let line: Vec<[u32; 4]> =
        (0..n).map(|i| std::array::from_fn(|c| u32::from(data[start + i * step + c]))).collect();
    let width = (2 * radius + 1) as u32;
    let mut sum = [0_u32; 4];
    for i in 0..=2 * radius {
        let from = line[i.saturating_sub(radius).min(last)];
        sum.iter_mut().zip(from).for_each(|(sum, value)| *sum += value);
    }
    for i in 0..n {
        for c in 0..4 {
            data[start + i * step + c] = ((sum[c] + width / 2) / width) as u8;
            sum[c] += line[(i + radius + 1).min(last)][c];
            sum[c] -= line[i.saturating_sub(radius)][c];
        }
    }
}

/// Numbers that look random and are always the same.
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Between these two.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        low + (high - low) * ((self.0 >> 40) as f32 / (1_u64 << 24) as f32)
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[(self.between(0.0, of.len() as f32) as usize).min(of.len() - 1)]
    }
}
