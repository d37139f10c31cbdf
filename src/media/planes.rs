//! Pictures as JPEG keeps them: a plane of brightness and two of colour (ITU-T T.871), which mostly have half its resolution.
//!
//! Making a JPEG smaller needs no colours: decoding to planes, shrinking each, and encoding them saves turning every pixel to light and
//! back, and two thirds of the memory. A 12-megapixel phone photo to 2048 and 512 px takes 67 ms of processor time this way, 103 ms
//! through RGBA, of which 43 ms are decoding and cannot be saved.

use std::borrow::Cow;

use fast_image_resize as fir;
use turbojpeg::Subsamp;

use super::orient::turned;
use super::picture::Picture;
use super::resize::{fitted, resample};
use super::spare::Spare;
use crate::model::orientation::Orientation;

/// More pixels than this are shrunk by Catmull-Rom, which takes two thirds of the time of Lanczos: twelve megapixels to 2048 px are
/// then like Lanczos' to a structural similarity of 0.998, and what is made smaller again from it to more.
const MANY_PIXELS: u64 = 6_000_000;

/// How much more than wanted there must be for it: closer by, both take the same time.
const FAR: f64 = 1.5;

/// Planes as the decoder gives them, one behind the other: brightness first.
pub(super) struct StoredPlanes {
    /// Width of the picture in pixels; the planes may be wider by what their sampling does not divide.
    pub(super) width: usize,
    /// Its height.
    pub(super) height: usize,
    /// Width and height of what shows the picture: a scaled decode rounds up to whole pixels.
    pub(super) shown: (f64, f64),
    /// How large the planes of colour are.
    pub(super) subsamp: Subsamp,
    /// All levels.
    pub(super) levels: Vec<u8>,
}

/// Numbers of 8 bits in rows without gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plane {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) levels: Vec<u8>,
}

/// A picture whose colour has half the resolution of its brightness, rounded up (4:2:0), or that has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Planes {
    /// Y, of the size of the picture.
    pub(super) luma: Plane,
    /// Cb and Cr.
    pub(super) chroma: Option<[Plane; 2]>,
}

/// A plane to be read, and how much of it shows the picture.
struct View<'a> {
    width: usize,
    height: usize,
    levels: &'a [u8],
    shown: (f64, f64),
}

impl StoredPlanes {
    /// Bytes of the planes of a picture of that size.
    pub(super) fn n_bytes(width: usize, height: usize, subsamp: Subsamp) -> Option<usize> {
        turbojpeg::yuv_pixels_len(width, 1, height, subsamp).ok()
    }

    /// Whether planes of this sampling are worked with; others (4:1:1, 4:1:0) are too rare.
    pub(super) fn serves(subsamp: Subsamp) -> bool {
        matches!(subsamp, Subsamp::None | Subsamp::Sub2x1 | Subsamp::Sub2x2 | Subsamp::Sub1x2 | Subsamp::Gray)
    }

    fn views(&self) -> Option<(View<'_>, Option<[View<'_>; 2]>)> {
        let (across, down) = match self.subsamp {
            Subsamp::Gray => (1, 1),
            subsamp => subsamp.size(),
        };
        let (width, height) = (self.width.div_ceil(across), self.height.div_ceil(down));
        let (luma, rest) = self.levels.split_at_checked(width * across * height * down)?;
        let luma = View { width: width * across, height: height * down, levels: luma, shown: self.shown };
        if self.subsamp == Subsamp::Gray {
            return Some((luma, None));
        }
        let (cb, cr) = rest.split_at_checked(width * height)?;
        let shown = (self.shown.0 / across as f64, self.shown.1 / down as f64);
        Some((luma, Some([cb, cr].map(|levels| View { width, height, levels, shown }))))
    }

    /// The planes at that size, which is no larger than theirs, the colour at half of it. `None` when that cannot be.
    pub(super) fn shrunk_to(&self, size: (u32, u32), tools: &mut Tools) -> Option<Planes> {
        let (luma, chroma) = self.views()?;
        shrink(&luma, chroma.as_ref(), size, self.filter(size), tools)
    }

    /// The picture at that size, which is no larger than theirs, the colour in as many pixels. `None` when that cannot be.
    pub(super) fn picture(&self, size: (u32, u32)) -> Option<Picture> {
        let (luma, chroma) = self.views()?;
        let mut tools = Tools::default();
        let y = tools.resized(&luma, size, (1.0, 1.0), self.filter(size))?;
        let chroma = match &chroma {
            None => None,
            Some([cb, cr]) => {
                let mut colour = |view| tools.resized(view, size, (1.0, 1.0), fir::FilterType::CatmullRom);
                Some([colour(cb)?, colour(cr)?])
            }
        };
        let mut rgba = Vec::with_capacity(y.levels.len() * 4);
        match &chroma {
            None => rgba.extend(y.levels.iter().flat_map(|level| [*level, *level, *level, 255])),
            Some([cb, cr]) => push_light(&mut rgba, &y.levels, &cb.levels, &cr.levels),
        }
        Picture::new(size.0, size.1, rgba)
    }

    /// How the brightness is shrunk to that size.
    fn filter(&self, size: (u32, u32)) -> fir::FilterType {
        let is_far = self.shown.0 > f64::from(size.0) * FAR;
        if is_far && (self.width * self.height) as u64 > MANY_PIXELS {
            fir::FilterType::CatmullRom
        } else {
            fir::FilterType::Lanczos3
        }
    }
}

/// What shrinks planes, for one picture after the other.
#[derive(Debug, Default)]
pub(super) struct Tools {
    resizer: fir::Resizer,
    /// Where planes come from, and go when they are not needed any more.
    pub(super) spare: Spare,
}

impl Tools {
    /// `part` of what a view shows, at that size.
    fn resized(
        &mut self,
        view: &View<'_>,
        (width, height): (u32, u32),
        part: (f64, f64),
        filter: fir::FilterType,
    ) -> Option<Plane> {
        let from = (u32::try_from(view.width).ok()?, u32::try_from(view.height).ok()?);
        let mut levels = self.spare.take(width as usize * height as usize);
        let options = fir::ResizeOptions::new().resize_alg(fir::ResizeAlg::Convolution(filter)).crop(
            0.0,
            0.0,
            view.shown.0 * part.0,
            view.shown.1 * part.1,
        );
        let to = (levels.as_mut_slice(), (width, height));
        resample::<fir::pixels::U8>(&mut self.resizer, (view.levels, from), to, &options)?;
        Some(Plane { width: width as usize, height: height as usize, levels })
    }

    /// Keeps the memory of planes that are not needed any more.
    pub(super) fn give(&mut self, planes: Planes) {
        self.spare.give(planes.luma.levels);
        planes.chroma.into_iter().flatten().for_each(|plane| self.spare.give(plane.levels));
    }
}

impl Planes {
    /// The longer side in pixels.
    pub(super) fn long_edge_px(&self) -> u32 {
        u32::try_from(self.luma.width.max(self.luma.height)).unwrap_or(u32::MAX)
    }

    /// Width and height in pixels.
    pub(super) fn size(&self) -> (u32, u32) {
        let side = |n| u32::try_from(n).unwrap_or(u32::MAX);
        (side(self.luma.width), side(self.luma.height))
    }

    /// The same with its longer side at `long_edge_px`, by Lanczos with three lobes. Never enlarges.
    pub(super) fn shrunk(&self, long_edge_px: u32, tools: &mut Tools) -> Option<Self> {
        let (width, height) = (self.luma.width as f64, self.luma.height as f64);
        let luma = self.luma.view((width, height));
        let chroma =
            self.chroma.as_ref().map(|planes| planes.each_ref().map(|p| p.view((width / 2.0, height / 2.0))));
        let size = fitted(self.size(), long_edge_px);
        shrink(&luma, chroma.as_ref(), size, fir::FilterType::Lanczos3, tools)
    }

    /// Turned as the orientation says.
    pub(super) fn upright(self, orientation: Orientation) -> Self {
        if orientation == Orientation::Upright {
            return self;
        }
        let upright = |plane: Plane| {
            let (width, height) = if orientation.swaps_sides() {
                (plane.height, plane.width)
            } else {
                (plane.width, plane.height)
            };
            Plane { width, height, levels: turned(&plane.levels, plane.width, plane.height, orientation) }
        };
        Self { luma: upright(self.luma), chroma: self.chroma.map(|planes| planes.map(upright)) }
    }

    /// The colours of the planes (ITU-T T.871, 7).
    pub(super) fn into_picture(self) -> Option<Picture> {
        let (width_px, height_px) = self.size();
        let mut rgba = Vec::with_capacity(self.luma.levels.len() * 4);
        let mut rows = [Vec::new(), Vec::new()];
        for (y, luma) in self.luma.levels.chunks_exact(self.luma.width.max(1)).enumerate() {
            match &self.chroma {
                None => rgba.extend(luma.iter().flat_map(|level| [*level, *level, *level, 255])),
                Some(planes) => {
                    for (row, plane) in rows.iter_mut().zip(planes) {
                        plane.row_at_double(y, luma.len(), row);
                    }
                    let [cb, cr] = &rows;
                    push_light(&mut rgba, luma, cb, cr);
                }
            }
        }
        Picture::new(width_px, height_px, rgba)
    }
}

impl Plane {
    fn view(&self, shown: (f64, f64)) -> View<'_> {
        View { width: self.width, height: self.height, levels: &self.levels, shown }
    }

    /// With the last column and row said again up to this size. As it is where it has it.
    fn extended(self, (width, height): (usize, usize)) -> Self {
        if (self.width, self.height) == (width, height) {
            return self;
        }
        let mut levels = Vec::with_capacity(width * height);
        for row in self.levels.chunks_exact(self.width.max(1)) {
            levels.extend_from_slice(row);
            levels.extend(
                row.last().into_iter().flat_map(|last| std::iter::repeat_n(*last, width - self.width)),
            );
        }
        for _ in self.height..height {
            levels.extend_from_within(levels.len().saturating_sub(width)..);
        }
        Self { width, height, levels }
    }

    /// Its levels with an even number of columns and rows.
    pub(super) fn even(&self) -> Cow<'_, [u8]> {
        let even = (self.width.next_multiple_of(2), self.height.next_multiple_of(2));
        if even == (self.width, self.height) {
            return Cow::Borrowed(&self.levels);
        }
        Cow::Owned(self.clone().extended(even).levels)
    }

    /// Row `y` of the plane at twice its size, `width` levels of it: three parts of the nearer level and one of the farther, as decoders do.
    fn row_at_double(&self, y: usize, width: usize, out: &mut Vec<u8>) {
        let row = |y: usize| {
            let begin = y.min(self.height.saturating_sub(1)) * self.width;
            self.levels.get(begin..begin + self.width).unwrap_or_default()
        };
        let near = y / 2;
        let far = if y.is_multiple_of(2) { near.saturating_sub(1) } else { near + 1 };
        let blend = |near: u16, far: u16| near * 3 + far;
        let column: Vec<u16> =
            row(near).iter().zip(row(far)).map(|(n, f)| blend(u16::from(*n), u16::from(*f))).collect();
        out.clear();
        out.extend((0..width).map(|x| {
            let at = |x: usize| column.get(x).or(column.last()).copied().unwrap_or(128 * 4);
            let near = x / 2;
            let far = if x.is_multiple_of(2) { near.saturating_sub(1) } else { near + 1 };
            u8::try_from((blend(at(near), at(far)) + 8) / 16).unwrap_or(255)
        }));
    }
}

/// Adds red, green, blue and 255 of brightness and two colours, as many as there are of each (ITU-T T.871, 7), at most a level beside
/// what is exact: in numbers of 16 bits a processor does eight and more at a time.
fn push_light(rgba: &mut Vec<u8>, y: &[u8], cb: &[u8], cr: &[u8]) {
    rgba.extend(y.iter().zip(cb).zip(cr).flat_map(|((y, cb), cr)| light_of(*y, *cb, *cr)));
}

/// In fixed point: 1.402 is 1 + 103/256, 1.772 is 1 + 198/256, 0.344 is 88/256, 0.714 is 183/256.
fn light_of(y: u8, cb: u8, cr: u8) -> [u8; 4] {
    let (y, cb, cr) = (i16::from(y), i16::from(cb) - 128, i16::from(cr) - 128);
    let part = |colour: i16, of_256: i16| (colour * of_256 + 128) >> 8;
    let (r, g, b) = (y + cr + part(cr, 103), y - part(cb, 88) - part(cr, 183), y + cb + part(cb, 198));
    // Between 0 and 255 nothing is cut off.
    let [r, g, b] = [r, g, b].map(|light| light.clamp(0, 255) as u8);
    [r, g, b, 255]
}

fn shrink(
    luma: &View<'_>,
    chroma: Option<&[View<'_>; 2]>,
    (width_px, height_px): (u32, u32),
    filter: fir::FilterType,
    tools: &mut Tools,
) -> Option<Planes> {
    // `part` is how much of what is shown goes into the new plane.
    let mut plane = |view: &View<'_>, size, part| tools.resized(view, size, part, filter);
    let size = (width_px, height_px);
    let luma = plane(luma, size, (1.0, 1.0))?;
    let chroma = match chroma {
        None => None,
        Some([cb, cr]) => {
            // Each level of colour is for two pixels, save the last of a side that is odd: that says its neighbour's again.
            let half = ((width_px / 2).max(1), (height_px / 2).max(1));
            let part = |half: u32, whole: u32| (f64::from(half) * 2.0 / f64::from(whole)).min(1.0);
            let part = (part(half.0, width_px), part(half.1, height_px));
            let size = (width_px.div_ceil(2) as usize, height_px.div_ceil(2) as usize);
            Some([plane(cb, half, part)?.extended(size), plane(cr, half, part)?.extended(size)])
        }
    };
    Some(Planes { luma, chroma })
}
