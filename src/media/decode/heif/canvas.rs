//! Where decoded tiles become one picture in red, green, blue; made smaller on the way where that is wanted.

use fast_image_resize as fir;

use super::matrix::{Coding, Matrix};
use super::yuv::{Chroma, Plane, Yuv};
use crate::media::container::heif::Crop;
use crate::media::decode::decoder::{Fault, Work};
use crate::media::picture::{DeepPicture, Picture, Pixels};
use crate::media::resize::resample;

/// A picture that is being made. What nothing was painted on is grey.
pub(super) struct Canvas {
    /// Pixels beside each other, after it was made smaller.
    width: usize,
    /// Pixels below each other.
    height: usize,
    factor: usize,
    /// Width and height in full.
    full: (usize, usize),
    rgba: Depth,
}

enum Depth {
    Eight(Vec<u8>),
    Sixteen(Vec<u16>),
}

/// Rows between two looks at whether anybody still waits.
const ROWS_A_LOOK: usize = 256;

impl Canvas {
    /// For a picture of some size in full, made `factor` times smaller. `None` without pixels.
    pub(super) fn new((width_px, height_px): (u32, u32), factor: u32, is_deep: bool) -> Option<Self> {
        let (width, height) = (width_px.div_ceil(factor) as usize, height_px.div_ceil(factor) as usize);
        let n = width.checked_mul(height)?.checked_mul(4).filter(|n| *n > 0)?;
        let rgba = if is_deep {
            Depth::Sixteen([GREY_DEEP, GREY_DEEP, GREY_DEEP, u16::MAX].repeat(n / 4))
        } else {
            Depth::Eight([GREY, GREY, GREY, u8::MAX].repeat(n / 4))
        };
        let full = (width_px as usize, height_px as usize);
        Some(Self { width, height, factor: factor as usize, full, rgba })
    }

    /// Paints a tile whose left upper corner is at some pixel of the full picture. What lies outside is left out.
    ///
    /// # Errors
    /// A [`Fault`] of `work`.
    pub(super) fn paint(
        &mut self,
        yuv: &Yuv,
        coding: Coding,
        (left_px, top_px): (u32, u32),
        work: &Work<'_>,
    ) -> Result<(), Fault> {
        let (left, top) = (left_px as usize, top_px as usize);
        // The last tiles may go on beyond the picture, with anything.
        let shown = (
            (yuv.width_px as usize).min(self.full.0.saturating_sub(left)),
            (yuv.height_px as usize).min(self.full.1.saturating_sub(top)),
        );
        let (left, top) = (left / self.factor, top / self.factor);
        let width = shown.0.div_ceil(self.factor).min(self.width.saturating_sub(left));
        let height = shown.1.div_ceil(self.factor).min(self.height.saturating_sub(top));
        let max = match &self.rgba {
            Depth::Eight(_) => f32::from(u8::MAX),
            Depth::Sixteen(_) => f32::from(u16::MAX),
        };
        let matrix = Matrix::new(coding, yuv.depth, max);
        let middle = (1_u32 << (yuv.depth - 1)) as f32;
        let mut rows = Rows::new(width, middle);
        for y in 0..height {
            if y % ROWS_A_LOOK == 0 {
                work.go_on()?;
            }
            rows.read(yuv, shown, y, self.factor);
            let start = ((top + y) * self.width + left) * 4;
            match &mut self.rgba {
                Depth::Eight(rgba) => {
                    let out = rgba.get_mut(start..start + width * 4).unwrap_or_default();
                    rows.convert(&matrix, max, out.as_chunks_mut().0, |bits| bits as u8);
                }
                Depth::Sixteen(rgba) => {
                    let out = rgba.get_mut(start..start + width * 4).unwrap_or_default();
                    rows.convert(&matrix, max, out.as_chunks_mut().0, |bits| bits as u16);
                }
            }
        }
        Ok(())
    }

    /// Takes another picture's luma for alpha, stretched where its size is another. The colours of what is premultiplied are
    /// divided by it.
    pub(super) fn set_alpha(&mut self, alpha: &Self, is_premultiplied: bool) {
        let (width, height) = (self.width, self.height);
        let at = |x: usize, y: usize| {
            let index = ((y * alpha.height / height) * alpha.width + x * alpha.width / width) * 4;
            match &alpha.rgba {
                Depth::Eight(rgba) => rgba.get(index).map_or(u16::MAX, |alpha| u16::from(*alpha) * 257),
                Depth::Sixteen(rgba) => rgba.get(index).copied().unwrap_or(u16::MAX),
            }
        };
        match &mut self.rgba {
            Depth::Eight(rgba) => {
                for (n, pixel) in rgba.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                    pixel[3] = u8::try_from((u32::from(at(n % width, n / width)) + 128) / 257).unwrap_or(255);
                    let [r, g, b, a] = *pixel;
                    if is_premultiplied && a > 0 {
                        let whole = |c: u8| u8::try_from(u32::from(c) * 255 / u32::from(a)).unwrap_or(255);
                        *pixel = [whole(r), whole(g), whole(b), a];
                    }
                }
            }
            Depth::Sixteen(rgba) => {
                for (n, pixel) in rgba.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                    pixel[3] = at(n % width, n / width);
                    let [r, g, b, a] = *pixel;
                    if is_premultiplied && a > 0 {
                        let whole =
                            |c: u16| u16::try_from(u32::from(c) * 65535 / u32::from(a)).unwrap_or(u16::MAX);
                        *pixel = [whole(r), whole(g), whole(b), a];
                    }
                }
            }
        }
    }

    /// The part of the picture that is shown, given in pixels of the full one, at some size where it was made smaller.
    pub(super) fn into_pixels(self, crop: Crop, size: (u32, u32)) -> Option<Pixels> {
        let (width_px, height_px) = (u32::try_from(self.width).ok()?, u32::try_from(self.height).ok()?);
        let pixels = match self.rgba {
            Depth::Eight(rgba) => Picture::new(width_px, height_px, rgba).map(Pixels::Eight),
            Depth::Sixteen(rgba) => DeepPicture::new(width_px, height_px, rgba).map(Pixels::Sixteen),
        }?;
        if self.factor == 1 { cut(pixels, crop) } else { shrunk(&pixels, self.factor as f64, crop, size) }
    }
}

/// A part of a picture.
fn cut(pixels: Pixels, crop: Crop) -> Option<Pixels> {
    let Crop { width_px, height_px, .. } = crop;
    match pixels {
        Pixels::Eight(picture) if (picture.width_px, picture.height_px) != (width_px, height_px) => {
            let rgba = cut_rows(picture.rgba, picture.width_px, crop);
            Picture::new(width_px, height_px, rgba).map(Pixels::Eight)
        }
        Pixels::Sixteen(deep) if (deep.width_px, deep.height_px) != (width_px, height_px) => {
            let rgba = cut_rows(deep.rgba, deep.width_px, crop);
            DeepPicture::new(width_px, height_px, rgba).map(Pixels::Sixteen)
        }
        whole => Some(whole),
    }
}

/// A part of a picture that was made `factor` times smaller, at some size. Where its sides are no multiples of the factor, the part
/// ends between two pixels.
fn shrunk(pixels: &Pixels, factor: f64, crop: Crop, (width_px, height_px): (u32, u32)) -> Option<Pixels> {
    let scaled = |px: u32| f64::from(px) / factor;
    let options = fir::ResizeOptions::new().crop(
        scaled(crop.left_px),
        scaled(crop.top_px),
        scaled(crop.width_px),
        scaled(crop.height_px),
    );
    let n = width_px as usize * height_px as usize * 4;
    let mut resizer = fir::Resizer::new();
    match pixels {
        Pixels::Eight(picture) => {
            let mut rgba = vec![0_u8; n];
            let from = (picture.rgba.as_slice(), (picture.width_px, picture.height_px));
            let to = (rgba.as_mut_slice(), (width_px, height_px));
            let options = options.use_alpha(picture.has_transparency());
            resample::<fir::pixels::U8x4>(&mut resizer, from, to, &options)?;
            Picture::new(width_px, height_px, rgba).map(Pixels::Eight)
        }
        Pixels::Sixteen(deep) => {
            let mut rgba = vec![0_u16; n];
            let from = (bytemuck::cast_slice(&deep.rgba), (deep.width_px, deep.height_px));
            let to = (bytemuck::cast_slice_mut(&mut rgba), (width_px, height_px));
            resample::<fir::pixels::U16x4>(&mut resizer, from, to, &options)?;
            DeepPicture::new(width_px, height_px, rgba).map(Pixels::Sixteen)
        }
    }
}

const GREY: u8 = 128;
const GREY_DEEP: u16 = 0x8080;

/// Moves the rows of a part to the beginning and forgets the rest.
fn cut_rows<T: Copy>(mut rgba: Vec<T>, row_px: u32, crop: Crop) -> Vec<T> {
    let (left, top, row) = (crop.left_px as usize, crop.top_px as usize, row_px as usize);
    let (width, height) = (crop.width_px as usize, crop.height_px as usize);
    for y in 0..height {
        let start = ((top + y) * row + left) * 4;
        if start + width * 4 <= rgba.len() {
            rgba.copy_within(start..start + width * 4, y * width * 4);
        }
    }
    rgba.truncate(width * height * 4);
    rgba.shrink_to_fit();
    rgba
}

/// One row of the canvas on its way: luma and chroma at its width.
struct Rows {
    y: Vec<f32>,
    chroma: [Vec<f32>; 2],
    /// A row as it is stored, and the sum of several.
    stored: Vec<f32>,
    sum: Vec<f32>,
}

impl Rows {
    fn new(width: usize, middle: f32) -> Self {
        let chroma = [vec![middle; width], vec![middle; width]];
        Self { y: vec![0.0; width], chroma, stored: Vec::new(), sum: Vec::new() }
    }

    /// Reads row `y` of the canvas.
    fn read(&mut self, yuv: &Yuv, shown: (usize, usize), y: usize, factor: usize) {
        let boxes = Boxes { shown, columns: factor, rows: factor };
        boxes.mean(&yuv.y, y, &mut self.y, (&mut self.stored, &mut self.sum));
        let Some(Chroma { planes, sub_x, sub_y, is_left }) = &yuv.chroma else { return };
        for (plane, out) in planes.iter().zip(&mut self.chroma) {
            if factor >= *sub_x && factor >= *sub_y {
                let shown = (shown.0.div_ceil(*sub_x), shown.1.div_ceil(*sub_y));
                let boxes = Boxes { shown, columns: factor / sub_x, rows: factor / sub_y };
                boxes.mean(plane, y, out, (&mut self.stored, &mut self.sum));
            } else {
                between(plane, y, (*sub_x, *sub_y), *is_left, out, (&mut self.stored, &mut self.sum));
            }
        }
    }

    /// Turns the row into colours.
    fn convert<T>(&self, matrix: &Matrix, max: f32, out: &mut [[T; 4]], number: impl Fn(u32) -> T) {
        // Adding 2^23 leaves the rounded number in the low bits: unlike a cast it is done for many pixels at a time.
        const ROUND: f32 = 8_388_608.0;
        let [cb, cr] = &self.chroma;
        for (((out, y), cb), cr) in out.iter_mut().zip(&self.y).zip(cb).zip(cr) {
            let colour = |[by_y, by_cb, by_cr]: [f32; 3], add: f32| {
                let sum = by_y * y + by_cb * cb + by_cr * cr + add;
                number((sum.max(0.0).min(max) + ROUND).to_bits() & 0xffff)
            };
            let [r, g, b] = matrix.by;
            out[0] = colour(r, matrix.add[0]);
            out[1] = colour(g, matrix.add[1]);
            out[2] = colour(b, matrix.add[2]);
        }
    }
}

/// How a plane is made smaller: means over boxes, which are smaller at the edges of what is shown of it.
struct Boxes {
    shown: (usize, usize),
    columns: usize,
    rows: usize,
}

impl Boxes {
    /// Row `y` of the smaller plane.
    fn mean(&self, plane: &Plane, y: usize, out: &mut [f32], (stored, sum): (&mut Vec<f32>, &mut Vec<f32>)) {
        if (self.columns, self.rows) == (1, 1) {
            return plane.row(y, out);
        }
        let (width, height) = (self.shown.0.min(plane.width), self.shown.1.min(plane.height));
        let top = (y * self.rows).min(height.saturating_sub(1));
        let n_rows = self.rows.min(height - top);
        stored.resize(width, 0.0);
        sum.clear();
        sum.resize(width, 0.0);
        for row in top..top + n_rows {
            plane.row(row, stored);
            sum.iter_mut().zip(stored.iter()).for_each(|(sum, sample)| *sum += sample);
        }
        for (out, part) in out.iter_mut().zip(sum.chunks(self.columns)) {
            *out = part.iter().sum::<f32>() / (part.len() * n_rows) as f32;
        }
    }
}

/// Row `y` of luma in a plane of chroma that has fewer columns or rows: between the samples that are near.
fn between(
    plane: &Plane,
    y: usize,
    (sub_x, sub_y): (usize, usize),
    is_left: bool,
    out: &mut [f32],
    (stored, row): (&mut Vec<f32>, &mut Vec<f32>),
) {
    row.resize(plane.width, 0.0);
    plane.row(y / sub_y, row);
    if sub_y == 2 {
        // Chroma stands between two rows of luma: three quarters of the nearer, one of the other.
        let other = if y.is_multiple_of(2) { (y / 2).saturating_sub(1) } else { y / 2 + 1 };
        stored.resize(plane.width, 0.0);
        plane.row(other, stored);
        row.iter_mut().zip(stored.iter()).for_each(|(near, far)| *near = *near * 0.75 + far * 0.25);
    }
    if sub_x == 1 {
        out.iter_mut().zip(row.iter()).for_each(|(out, sample)| *out = *sample);
        return;
    }
    let last = row.last().copied().unwrap_or(0.0);
    let next = row.iter().skip(1).chain(std::iter::once(&last));
    let before = row.first().into_iter().chain(row.iter());
    for (((two, here), before), next) in out.chunks_mut(2).zip(row.iter()).zip(before).zip(next) {
        let both = if is_left {
            [*here, (here + next) * 0.5]
        } else {
            [here * 0.75 + before * 0.25, here * 0.75 + next * 0.25]
        };
        two.iter_mut().zip(both).for_each(|(out, sample)| *out = sample);
    }
}
