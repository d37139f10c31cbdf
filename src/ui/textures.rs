//! Pictures on the graphics card: bounded in bytes, those used longest ago go first. Panels ask for what they show, in the
//! order in which they show it; what is not asked for any more is not waited for.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use egui::{Color32, ColorImage, Context, Rect, Shape, TextureHandle, TextureOptions, Vec2, pos2, vec2};

use crate::model::photo::PhotoId;
use crate::session::{LoadedPicture, Picture as Pixels, Session, Wanted};

/// Bytes that stay on the card, at most, beside what a single frame shows.
pub const LIMIT_BYTES: usize = 256 << 20;

/// Bytes that one frame hands to the card: a large picture goes up in parts.
const UPLOAD_BYTES: usize = 12 << 20;

/// Edge of the parts that a large picture is cut into.
const TILE_PX: u32 = 2048;

/// For which place a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Slot {
    Thumbnail,
    Large,
}

/// A picture that can be painted.
#[derive(Clone, Default)]
pub struct Picture {
    tiles: Vec<(Rect, TextureHandle)>,
    /// Width and height in pixels.
    pub size: Vec2,
}

/// What is there of a picture.
#[derive(Clone, Copy)]
pub enum State<'a> {
    /// It is on its way.
    Pending,
    /// Here it is.
    Ready(&'a Picture),
    /// It cannot be shown; the Problems list says why.
    Failed,
}

#[derive(Default)]
struct Entry {
    picture: Option<Picture>,
    failed: bool,
    /// What was asked for and has not come.
    pending: Option<Wanted>,
    /// The largest edge that was asked for; `u32::MAX` is the full picture.
    asked_px: u32,
    bytes: usize,
    used: u64,
}

/// A part of a picture that waits for its turn.
struct Upload {
    slot: (PhotoId, Slot),
    name: String,
    part: Rect,
    /// The whole picture: the part is cut out of it when its turn comes, so that no frame cuts up all of a large one.
    pixels: Arc<Pixels>,
    /// The picture that these parts make is complete with this one, which then takes the place of the older.
    last: bool,
}

/// All pictures.
pub struct Textures {
    entries: HashMap<(PhotoId, Slot), Entry>,
    uploads: VecDeque<Upload>,
    half_done: HashMap<(PhotoId, Slot), Picture>,
    wanted: Vec<(PhotoId, Wanted)>,
    frame: u64,
    bytes: usize,
    limit_bytes: usize,
}

impl Default for Textures {
    fn default() -> Self {
        Self::with_limit(LIMIT_BYTES)
    }
}

impl Textures {
    /// Holds so many bytes.
    pub fn with_limit(limit_bytes: usize) -> Self {
        Self {
            entries: HashMap::new(),
            uploads: VecDeque::new(),
            half_done: HashMap::new(),
            wanted: Vec::new(),
            frame: 0,
            bytes: 0,
            limit_bytes,
        }
    }

    /// Bytes on the card.
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// The thumbnail of a photo for a long edge of `edge_px`; asks for it when it is not there.
    pub fn thumbnail(&mut self, photo: PhotoId, edge_px: u32) -> State<'_> {
        // Two sizes serve all positions of the size slider, so that moving it does not read everything anew.
        let edge_px = if edge_px <= 256 { 256 } else { 512 };
        self.get(photo, Slot::Thumbnail, Wanted::Thumbnail { edge_px })
    }

    /// The thumbnail that happens to be there, without asking for another.
    pub fn any_thumbnail(&self, photo: PhotoId) -> Option<&Picture> {
        self.entries.get(&(photo, Slot::Thumbnail))?.picture.as_ref()
    }

    /// Whether better pictures of what is shown are still to come.
    pub fn awaits_pictures(&self) -> bool {
        !self.uploads.is_empty() || self.entries.values().any(|entry| entry.pending.is_some())
    }

    /// The large picture of a photo, `None` for its full size; asks for it when it is not there.
    pub fn large(&mut self, photo: PhotoId, edge_px: Option<u32>) -> State<'_> {
        self.get(photo, Slot::Large, Wanted::Large { edge_px })
    }

    /// Has the large picture of a neighbour made while there is nothing better to do.
    pub fn prepare(&mut self, photo: PhotoId, edge_px: Option<u32>) {
        self.get(photo, Slot::Large, Wanted::Neighbour { edge_px });
    }

    fn get(&mut self, photo: PhotoId, slot: Slot, wanted: Wanted) -> State<'_> {
        let entry = self.entries.entry((photo, slot)).or_default();
        entry.used = self.frame;
        let edge_px = edge_of(wanted);
        let upgrade =
            matches!(wanted, Wanted::Large { .. }) && matches!(entry.pending, Some(Wanted::Neighbour { .. }));
        if !entry.failed && (entry.asked_px < edge_px || upgrade) {
            entry.asked_px = entry.asked_px.max(edge_px);
            entry.pending = Some(wanted);
            self.wanted.push((photo, wanted));
        }
        match (&entry.picture, entry.failed) {
            (Some(picture), _) => State::Ready(picture),
            (None, true) => State::Failed,
            (None, false) => State::Pending,
        }
    }

    /// Passes on what this frame asked for, drops what it did not ask for again, and keeps to the limit. Call once, at the
    /// end of a frame.
    pub fn end_frame(&mut self, session: &mut Session) {
        let frame = self.frame;
        self.entries
            .retain(|_, entry| entry.used == frame || entry.pending.is_none() || entry.picture.is_some());
        for entry in self.entries.values_mut().filter(|entry| entry.used != frame && entry.pending.is_some())
        {
            // Something is shown already; the better one is asked for when the photo comes back into sight.
            entry.pending = None;
            entry.asked_px = entry.picture.as_ref().map_or(0, |p| p.size.max_elem() as u32);
        }
        let entries = &self.entries;
        let needed =
            |photo: PhotoId| entries.get(&(photo, Slot::Thumbnail)).is_some_and(|entry| entry.used == frame);
        session.retain_thumbnails(&needed);
        let needed =
            |photo: PhotoId| entries.get(&(photo, Slot::Large)).is_some_and(|entry| entry.used == frame);
        session.retain_large(&needed);
        for (photo, wanted) in self.wanted.drain(..) {
            session.want(photo, wanted);
        }
        self.keep_to_limit();
        self.frame += 1;
    }

    /// Takes in pictures that arrived and hands some to the card. True when more wait for the next frame.
    pub fn receive(&mut self, ctx: &Context, pictures: Vec<LoadedPicture>) -> bool {
        for loaded in pictures {
            let slot = match loaded.wanted {
                Wanted::Thumbnail { .. } | Wanted::Ahead { .. } => Slot::Thumbnail,
                Wanted::Large { .. } | Wanted::Neighbour { .. } => Slot::Large,
            };
            let key = (loaded.photo, slot);
            let Some(entry) = self.entries.get_mut(&key) else { continue };
            if !loaded.provisional && entry.asked_px <= edge_of(loaded.wanted) {
                entry.pending = None;
            }
            match loaded.picture {
                Some(pixels) => self.cut(key, pixels),
                None if loaded.dropped => {
                    entry.pending = None;
                    entry.asked_px = entry.picture.as_ref().map_or(0, |p| p.size.max_elem() as u32);
                }
                None if !loaded.provisional => {
                    entry.pending = None;
                    entry.failed = true;
                }
                None => {}
            }
        }
        self.upload(ctx);
        !self.uploads.is_empty()
    }

    /// Forgets a photo's pictures: its file changed or went away.
    pub fn forget(&mut self, is_gone: impl Fn(PhotoId) -> bool) {
        let bytes = &mut self.bytes;
        self.entries.retain(|(photo, _), entry| {
            let gone = is_gone(*photo);
            *bytes -= if gone { entry.bytes } else { 0 };
            !gone
        });
    }

    fn cut(&mut self, slot: (PhotoId, Slot), pixels: Pixels) {
        let (width_px, height_px) = (pixels.width_px, pixels.height_px);
        let n_bytes = width_px as usize * height_px as usize * 4;
        if n_bytes == 0 || pixels.rgba.len() != n_bytes {
            return;
        }
        self.uploads.retain(|upload| upload.slot != slot);
        let size = vec2(width_px as f32, height_px as f32);
        self.half_done.insert(slot, Picture { size, tiles: Vec::new() });
        let name = format!("{:?}", slot.0);
        let pixels = Arc::new(pixels);
        for y in (0..height_px).step_by(TILE_PX as usize) {
            for x in (0..width_px).step_by(TILE_PX as usize) {
                let (w, h) = (TILE_PX.min(width_px - x), TILE_PX.min(height_px - y));
                let part = Rect::from_min_size(pos2(x as f32, y as f32), vec2(w as f32, h as f32));
                let last = x + w == width_px && y + h == height_px;
                let (name, pixels) = (name.clone(), Arc::clone(&pixels));
                self.uploads.push_back(Upload { slot, name, part, pixels, last });
            }
        }
    }

    fn upload(&mut self, ctx: &Context) {
        let mut room = UPLOAD_BYTES;
        while let Some(upload) = self.uploads.pop_front() {
            let image = tile(&upload.pixels, upload.part);
            let bytes = image.pixels.len() * 4;
            let texture = ctx.load_texture(upload.name, image, TextureOptions::LINEAR);
            if let Some(picture) = self.half_done.get_mut(&upload.slot) {
                picture.tiles.push((upload.part, texture));
            }
            if upload.last
                && let Some(picture) = self.half_done.remove(&upload.slot)
                && let Some(entry) = self.entries.get_mut(&upload.slot)
            {
                self.bytes -= entry.bytes;
                entry.bytes = (picture.size.x * picture.size.y) as usize * 4;
                self.bytes += entry.bytes;
                entry.picture = Some(picture);
                entry.failed = false;
            }
            room = room.saturating_sub(bytes);
            if room == 0 {
                break;
            }
        }
    }

    fn keep_to_limit(&mut self) {
        if self.bytes <= self.limit_bytes {
            return;
        }
        let frame = self.frame;
        let mut by_age: Vec<(u64, (PhotoId, Slot))> = self
            .entries
            .iter()
            .filter(|(_, entry)| entry.used != frame && entry.picture.is_some())
            .map(|(key, entry)| (entry.used, *key))
            .collect();
        by_age.sort_unstable();
        for (_, key) in by_age {
            if self.bytes <= self.limit_bytes {
                break;
            }
            if let Some(entry) = self.entries.remove(&key) {
                self.bytes -= entry.bytes;
            }
        }
    }
}

/// A part of a picture, cut out of it.
fn tile(pixels: &Pixels, part: Rect) -> ColorImage {
    let (x, y) = (part.left() as usize, part.top() as usize);
    let (w, h) = (part.width() as usize, part.height() as usize);
    let width = pixels.width_px as usize;
    if w == width {
        let rows = pixels.rgba.get(y * width * 4..(y + h) * width * 4).unwrap_or_default();
        return ColorImage::from_rgba_unmultiplied([w, h], rows);
    }
    let mut bytes = Vec::with_capacity(w * h * 4);
    for line in y..y + h {
        let from = (line * width + x) * 4;
        bytes.extend_from_slice(pixels.rgba.get(from..from + w * 4).unwrap_or_default());
    }
    ColorImage::from_rgba_unmultiplied([w, h], &bytes)
}

const fn edge_of(wanted: Wanted) -> u32 {
    match wanted {
        Wanted::Thumbnail { edge_px } | Wanted::Ahead { edge_px } => edge_px,
        Wanted::Large { edge_px } | Wanted::Neighbour { edge_px } => match edge_px {
            Some(edge_px) => edge_px,
            None => u32::MAX,
        },
    }
}

impl Picture {
    /// Paints the picture into a rectangle.
    pub fn paint(&self, painter: &egui::Painter, rect: Rect, rounding: u8, tint: Color32) {
        let scale = rect.size() / self.size;
        let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        for (part, texture) in &self.tiles {
            let at = Rect::from_min_size(rect.min + part.min.to_vec2() * scale, part.size() * scale);
            if let [_] = self.tiles.as_slice() {
                let shape =
                    egui::epaint::RectShape::filled(at, rounding, tint).with_texture(texture.id(), uv);
                painter.add(Shape::Rect(shape));
            } else if painter.clip_rect().intersects(at) {
                painter.image(texture.id(), at, uv, tint);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::made::id;

    fn arrived(n: usize, edge: u32) -> LoadedPicture {
        let pixels = Pixels {
            width_px: edge,
            height_px: edge,
            rgba: vec![200; (edge * edge * 4) as usize],
            incomplete: false,
        };
        let wanted = Wanted::Thumbnail { edge_px: edge };
        LoadedPicture { photo: id(n), wanted, provisional: false, dropped: false, picture: Some(pixels) }
    }

    #[test]
    fn what_scrolled_away_is_forgotten_and_the_limit_holds() {
        let ctx = Context::default();
        let mut session = Session::in_memory(|| {}).unwrap();
        let one = 256 * 256 * 4;
        let mut textures = Textures::with_limit(3 * one);
        for n in 0..10 {
            assert!(matches!(textures.thumbnail(id(n), 200), State::Pending));
            textures.receive(&ctx, vec![arrived(n, 256)]);
            assert!(matches!(textures.thumbnail(id(n), 200), State::Ready(_)));
            textures.end_frame(&mut session);
            assert!(textures.bytes() <= 3 * one);
        }
        assert!(textures.any_thumbnail(id(0)).is_none());
        assert!(textures.any_thumbnail(id(9)).is_some());
        textures.thumbnail(id(50), 200);
        textures.end_frame(&mut session);
        textures.end_frame(&mut session);
        textures.receive(&ctx, vec![arrived(50, 256)]);
        assert!(textures.any_thumbnail(id(50)).is_none(), "it was no longer asked for");
    }

    #[test]
    fn a_failure_is_told_and_not_asked_for_again() {
        let ctx = Context::default();
        let mut textures = Textures::default();
        textures.thumbnail(id(1), 200);
        let failed = LoadedPicture { picture: None, ..arrived(1, 256) };
        textures.receive(&ctx, vec![failed]);
        assert!(matches!(textures.thumbnail(id(1), 500), State::Failed));
    }

    #[test]
    fn a_picture_larger_than_a_texture_goes_up_in_parts() {
        let ctx = Context::default();
        let mut textures = Textures::default();
        textures.large(id(1), None);
        let pixels =
            Pixels { width_px: 5000, height_px: 3000, rgba: vec![9; 5000 * 3000 * 4], incomplete: false };
        let wanted = Wanted::Large { edge_px: None };
        let loaded =
            LoadedPicture { photo: id(1), wanted, provisional: false, dropped: false, picture: Some(pixels) };
        let mut more = textures.receive(&ctx, vec![loaded]);
        let mut frames = 1;
        while more {
            assert!(matches!(textures.large(id(1), None), State::Pending), "no half picture is shown");
            more = textures.receive(&ctx, Vec::new());
            frames += 1;
        }
        assert!(frames > 2);
        let State::Ready(picture) = textures.large(id(1), None) else { panic!("not there") };
        assert_eq!((picture.tiles.len(), picture.size), (6, vec2(5000.0, 3000.0)));
    }
}
