//! Pictures on the graphics card: bounded in bytes, those used longest ago go first. Panels ask for what they show, in the
//! order in which they show it; what is not asked for any more is not waited for.
//!
//! `picture`: one that is shown as a whole; `full`: the tiles of one that is looked at closely.

mod full;
mod picture;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use egui::{Context, Painter, Rect, TextureOptions, vec2};

pub use full::{Full, View};
pub use picture::Picture;

use crate::model::photo::PhotoId;
use crate::session::{FullPicture, LoadedPicture, Picture as Pixels, Session, Wanted};
use full::FullSize;

/// Bytes that stay on the card, at most, beside what a single frame shows.
pub const LIMIT_BYTES: usize = 256 << 20;

/// Bytes that one frame hands to the card: a large picture goes up in parts.
const UPLOAD_BYTES: usize = 12 << 20;

/// Of these, what tiles get even when other pictures wait.
const TILE_BYTES: usize = 4 << 20;

/// For which place a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Slot {
    Thumbnail,
    Large,
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

impl State<'_> {
    /// Whether a part of the picture that is there is missing.
    pub const fn is_incomplete(self) -> bool {
        matches!(self, State::Ready(picture) if picture.incomplete)
    }
}

#[derive(Default)]
struct Entry {
    picture: Option<Picture>,
    failed: bool,
    /// What was asked for and has not come.
    pending: Option<Wanted>,
    /// The edge that was asked for last.
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
    full: FullSize,
    frame: u64,
    bytes: usize,
    limit_bytes: usize,
    /// Bytes that this frame's thumbnails need, about.
    seen_bytes: usize,
    /// What is left of the bytes that this frame may hand to the card.
    room_bytes: usize,
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
            full: FullSize::default(),
            frame: 0,
            bytes: 0,
            limit_bytes,
            seen_bytes: 0,
            room_bytes: UPLOAD_BYTES,
        }
    }

    /// Bytes on the card.
    pub const fn bytes(&self) -> usize {
        self.bytes + self.full.bytes()
    }

    /// The thumbnail of a photo for a long edge of `edge_px`; asks for it when it is not there.
    pub fn thumbnail(&mut self, photo: PhotoId, edge_px: u32) -> State<'_> {
        self.get(photo, Slot::Thumbnail, Wanted::Thumbnail { edge_px: thumbnail_px(edge_px) })
    }

    /// Has the thumbnail of a photo made that will probably be seen soon, as far as there is room for it beside what is seen.
    pub fn ahead(&mut self, photo: PhotoId, edge_px: u32) {
        if self.seen_bytes < self.limit_bytes {
            self.get(photo, Slot::Thumbnail, Wanted::Ahead { edge_px: thumbnail_px(edge_px) });
        }
    }

    /// The thumbnail that happens to be there, without asking for another.
    pub fn any_thumbnail(&self, photo: PhotoId) -> Option<&Picture> {
        self.entries.get(&(photo, Slot::Thumbnail))?.picture.as_ref()
    }

    /// Whether better pictures of what is shown are still to come.
    pub fn awaits_pictures(&self) -> bool {
        !self.uploads.is_empty()
            || self.full.is_pending()
            || self.entries.values().any(|entry| entry.pending.is_some())
    }

    /// The picture of a photo for the large view, its long edge of `edge_px`; asks for it when it is not there. A picture that was made for
    /// another edge stands in until then.
    pub fn large(&mut self, photo: PhotoId, edge_px: u32) -> State<'_> {
        self.get(photo, Slot::Large, Wanted::Large { edge_px })
    }

    /// The large picture that happens to be there.
    pub fn any_large(&self, photo: PhotoId) -> Option<&Picture> {
        self.entries.get(&(photo, Slot::Large))?.picture.as_ref()
    }

    /// Whether the large picture is there with this edge.
    pub fn has_large(&self, photo: PhotoId, edge_px: u32) -> bool {
        let key = (photo, Slot::Large);
        let is_there =
            |entry: &Entry| entry.picture.is_some() && entry.pending.is_none() && entry.asked_px == edge_px;
        self.entries.get(&key).is_some_and(is_there) && !self.half_done.contains_key(&key)
    }

    /// Has the large picture of a neighbour made while there is nothing better to do.
    pub fn prepare(&mut self, photo: PhotoId, edge_px: u32) {
        self.get(photo, Slot::Large, Wanted::Neighbour { edge_px });
    }

    /// The full picture of a photo that is looked at closely, in tiles; asks for it when it is not there. There is one at a time.
    pub fn full(&mut self, photo: PhotoId) -> &Full {
        self.full.get(photo)
    }

    /// Keeps the full picture of a photo if it is there: it may be looked at closely again.
    pub fn keep_full(&mut self, photo: PhotoId) {
        self.full.keep(photo);
    }

    /// Paints the full picture of the photo that was asked for last, and `under` where it is not there yet. True when all that
    /// is seen is sharp; otherwise more comes with the next frame.
    pub fn paint_full(&mut self, painter: &Painter, view: &View, under: impl FnOnce()) -> bool {
        let mut room_bytes = self.room_bytes.max(TILE_BYTES);
        let is_sharp = self.full.paint(painter, view, &mut room_bytes, under);
        self.room_bytes = self.room_bytes.min(room_bytes);
        is_sharp
    }

    fn get(&mut self, photo: PhotoId, slot: Slot, wanted: Wanted) -> State<'_> {
        let entry = self.entries.entry((photo, slot)).or_default();
        entry.used = self.frame;
        let edge_px = edge_of(wanted);
        let upgrade = matches!(
            (wanted, entry.pending),
            (Wanted::Large { .. }, Some(Wanted::Neighbour { .. }))
                | (Wanted::Thumbnail { .. }, Some(Wanted::Ahead { .. }))
        );
        if slot == Slot::Thumbnail {
            // At most: most pictures are not square.
            self.seen_bytes += (edge_px * edge_px * 3) as usize;
        }
        // Thumbnails may be larger than needed; the large picture is sharpest with a pixel for each of the screen.
        let fits = match slot {
            Slot::Thumbnail => entry.asked_px >= edge_px,
            Slot::Large => entry.asked_px == edge_px,
        };
        if !entry.failed && (!fits || upgrade) {
            entry.asked_px = edge_px;
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
        self.full.end_frame(session);
        self.keep_to_limit();
        self.frame += 1;
        self.seen_bytes = 0;
    }

    /// Takes in pictures that arrived and hands some to the card. True when more wait for the next frame.
    pub fn receive(
        &mut self,
        ctx: &Context,
        pictures: Vec<LoadedPicture>,
        full: Option<FullPicture>,
    ) -> bool {
        if let Some(full) = full {
            self.full.receive(full);
        }
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
            let is_seen = matches!(loaded.wanted, Wanted::Large { .. });
            match loaded.picture {
                Some(pixels) => self.cut(key, pixels, is_seen),
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

    /// Puts the parts of a picture among those that wait: first when the whole window waits for it.
    fn cut(&mut self, slot: (PhotoId, Slot), pixels: Pixels, is_first: bool) {
        let (width_px, height_px) = (pixels.width_px, pixels.height_px);
        let n_bytes = width_px as usize * height_px as usize * 4;
        if n_bytes == 0 || pixels.rgba.len() != n_bytes {
            return;
        }
        self.uploads.retain(|upload| upload.slot != slot);
        let size = vec2(width_px as f32, height_px as f32);
        self.half_done.insert(slot, Picture { size, incomplete: pixels.incomplete, parts: Vec::new() });
        let name = format!("{:?}", slot.0);
        let pixels = Arc::new(pixels);
        let mut parts = picture::parts(width_px, height_px);
        let last = parts.last().copied();
        if is_first {
            parts.reverse();
        }
        for part in parts {
            let (name, pixels) = (name.clone(), Arc::clone(&pixels));
            let upload = Upload { slot, name, part, pixels, last: Some(part) == last };
            if is_first {
                self.uploads.push_front(upload);
            } else {
                self.uploads.push_back(upload);
            }
        }
    }

    fn upload(&mut self, ctx: &Context) {
        self.room_bytes = UPLOAD_BYTES;
        while self.room_bytes > 0
            && let Some(upload) = self.uploads.pop_front()
        {
            let image = picture::cut(&upload.pixels, upload.part);
            let bytes = image.pixels.len() * 4;
            let texture = ctx.load_texture(upload.name, image, TextureOptions::LINEAR);
            if let Some(picture) = self.half_done.get_mut(&upload.slot) {
                picture.parts.push((upload.part, texture));
            }
            if upload.last
                && let Some(picture) = self.half_done.remove(&upload.slot)
                && let Some(entry) = self.entries.get_mut(&upload.slot)
            {
                self.bytes -= entry.bytes;
                entry.bytes = picture.bytes();
                self.bytes += entry.bytes;
                entry.picture = Some(picture);
                entry.failed = false;
            }
            self.room_bytes = self.room_bytes.saturating_sub(bytes);
        }
    }

    fn keep_to_limit(&mut self) {
        if self.bytes() <= self.limit_bytes {
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
            if self.bytes() <= self.limit_bytes {
                break;
            }
            if let Some(entry) = self.entries.remove(&key) {
                self.bytes -= entry.bytes;
            }
        }
    }
}

/// Three sizes serve all positions of the size slider, so that moving it does not read everything anew, and a large screen full
/// of small ones does not fill the card.
const fn thumbnail_px(edge_px: u32) -> u32 {
    match edge_px {
        0..=128 => 128,
        129..=256 => 256,
        _ => 512,
    }
}

const fn edge_of(wanted: Wanted) -> u32 {
    match wanted {
        Wanted::Thumbnail { edge_px }
        | Wanted::Ahead { edge_px }
        | Wanted::Large { edge_px }
        | Wanted::Neighbour { edge_px } => edge_px,
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
            textures.receive(&ctx, vec![arrived(n, 256)], None);
            assert!(matches!(textures.thumbnail(id(n), 200), State::Ready(_)));
            textures.end_frame(&mut session);
            assert!(textures.bytes() <= 3 * one);
        }
        assert!(textures.any_thumbnail(id(0)).is_none());
        assert!(textures.any_thumbnail(id(9)).is_some());
        textures.thumbnail(id(50), 200);
        textures.end_frame(&mut session);
        textures.end_frame(&mut session);
        textures.receive(&ctx, vec![arrived(50, 256)], None);
        assert!(textures.any_thumbnail(id(50)).is_none(), "it was no longer asked for");
    }

    #[test]
    fn a_failure_is_told_and_not_asked_for_again() {
        let ctx = Context::default();
        let mut textures = Textures::default();
        textures.thumbnail(id(1), 200);
        let failed = LoadedPicture { picture: None, ..arrived(1, 256) };
        textures.receive(&ctx, vec![failed], None);
        assert!(matches!(textures.thumbnail(id(1), 500), State::Failed));
    }

    #[test]
    fn a_picture_larger_than_a_texture_goes_up_in_parts() {
        let ctx = Context::default();
        let mut textures = Textures::default();
        textures.large(id(1), 5_000);
        let pixels =
            Pixels { width_px: 5000, height_px: 3000, rgba: vec![9; 5000 * 3000 * 4], incomplete: false };
        let wanted = Wanted::Large { edge_px: 5_000 };
        let loaded =
            LoadedPicture { photo: id(1), wanted, provisional: false, dropped: false, picture: Some(pixels) };
        let mut more = textures.receive(&ctx, vec![loaded], None);
        let mut frames = 1;
        while more {
            assert!(matches!(textures.large(id(1), 5_000), State::Pending), "no half picture is shown");
            more = textures.receive(&ctx, Vec::new(), None);
            frames += 1;
        }
        assert!(frames > 2);
        let State::Ready(picture) = textures.large(id(1), 5_000) else { panic!("not there") };
        assert_eq!((picture.parts.len(), picture.size), (6, vec2(5000.0, 3000.0)));
    }
}
