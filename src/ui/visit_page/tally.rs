//! What is counted on a visit's page. A hundred thousand photos take longer than a frame has time for: they are counted a part at a
//! time, and until that is done what was counted last stays. Pure.

use std::collections::BTreeMap;
use std::time::Instant;

use jiff::civil::{Date, DateTime};

use crate::model::collection::Collection;
use crate::model::device::DeviceId;
use crate::model::photo::{Photo, PhotoKind};
use crate::model::text::LangTag;
use crate::model::time::CaptureTime;
use crate::model::visit::{DAY_BEGINS_HOUR, Section, Visit, VisitId, day_of};
use crate::ui::sheet::data::{has_caption, is_undecided};

/// Minutes of a day that one bar of the density stands for.
pub const BIN_MINUTES: i64 = 10;
/// Bars of a day.
pub const N_BINS: usize = 24 * 60 / BIN_MINUTES as usize;

/// Photos within [`BIN_MINUTES`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bin {
    /// In an item of the programme, or in a visit that has none.
    pub placed: u32,
    /// In no item.
    pub unplaced: u32,
}

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Photos.
    pub n_photos: usize,
    /// In no item of the programme; 0 without a programme.
    pub n_unplaced: usize,
    /// In one of several items that speak for them alike.
    pub n_undecided: usize,
    /// By device, `None` for those of which none is known.
    pub devices: BTreeMap<Option<DeviceId>, usize>,
    /// By kind, in the order of [`PhotoKind::ALL`].
    pub kinds: [usize; PhotoKind::ALL.len()],
    /// Photos that lack a caption, by language, in the order in which the languages were given.
    pub lacks: Vec<usize>,
    /// When photos were taken, by day and within it from four in the morning.
    pub density: BTreeMap<Date, Vec<Bin>>,
}

/// Minutes since the day began, at four in the morning.
pub fn minute_of(day: Date, at: DateTime) -> i64 {
    at.duration_since(day.at(0, 0, 0, 0)).as_mins() - DAY_BEGINS_HOUR * 60
}

impl Tally {
    fn add(&mut self, photo: &Photo, section: &Section, has_programme: bool, of: &Of<'_>) {
        let (collection, notes) = (of.collection, of.collection.notes());
        self.n_photos += 1;
        let unplaced = has_programme && section.item.is_none();
        self.n_unplaced += usize::from(unplaced);
        self.n_undecided += usize::from(is_undecided(photo.id, collection));
        *self.devices.entry(notes.device_of(&photo.device)).or_default() += 1;
        let kind = notes.kind(photo);
        if let Some(at) = PhotoKind::ALL.iter().position(|known| *known == kind)
            && let Some(count) = self.kinds.get_mut(at)
        {
            *count += 1;
        }
        for (lang, count) in of.langs.iter().zip(&mut self.lacks) {
            *count += usize::from(!has_caption(photo, notes, lang));
        }
        let captured = collection.captured(photo).filter(|captured| captured.dates_photo());
        let Some(civil) = captured.map(CaptureTime::civil) else { return };
        let day = day_of(civil);
        let bins = self.density.entry(day).or_insert_with(|| vec![Bin::default(); N_BINS]);
        let at = usize::try_from(minute_of(day, civil) / BIN_MINUTES).unwrap_or(0);
        if let Some(bin) = bins.get_mut(at) {
            if unplaced {
                bin.unplaced += 1;
            } else {
                bin.placed += 1;
            }
        }
    }
}

/// What is counted, and in which languages captions are wanted.
struct Of<'a> {
    collection: &'a Collection,
    langs: &'a [LangTag],
}

/// For which state of what a tally is.
#[derive(Clone, Debug, PartialEq)]
struct State {
    visit: VisitId,
    regroupings: u64,
    changes: u64,
    langs: Vec<LangTag>,
}

/// A tally that is brought up to date a part at a time.
#[derive(Debug, Default)]
pub struct Counting {
    /// As last counted to the end.
    pub done: Tally,
    made_of: Option<State>,
    running: Option<(Tally, State, (usize, usize))>,
}

impl Counting {
    /// Photos between two looks at the clock.
    const PART: usize = 500;

    /// Goes on until this moment, at least for a part. True when nothing is left to be counted. `changes` grows with everything that
    /// people say.
    pub fn run(
        &mut self,
        collection: &Collection,
        visit: &Visit,
        langs: &[LangTag],
        changes: u64,
        until: Instant,
    ) -> bool {
        let regroupings = collection.regroupings();
        let state = State { visit: visit.id.clone(), regroupings, changes, langs: langs.to_vec() };
        if self.made_of.as_ref().is_some_and(|made_of| made_of.visit != state.visit) {
            *self = Self::default();
        }
        // One that has begun goes on although a caption changed meanwhile: otherwise it would never end while one is typed.
        let goes_on = |of: &State| of.visit == state.visit && of.regroupings == regroupings;
        self.running.take_if(|(_, of, _)| !goes_on(of));
        if self.running.is_none() {
            if self.made_of.as_ref() == Some(&state) {
                return true;
            }
            let tally = Tally { lacks: vec![0; langs.len()], ..Tally::default() };
            self.running = Some((tally, state.clone(), (0, 0)));
        }
        let Some((mut tally, of, (mut section_at, mut photo_at))) = self.running.take() else { return true };
        let what = Of { collection, langs: &of.langs };
        let mut left = Self::PART;
        while let Some(section) = visit.sections.get(section_at) {
            let Some(id) = section.photos.get(photo_at) else {
                (section_at, photo_at) = (section_at + 1, 0);
                continue;
            };
            if left == 0 {
                if Instant::now() >= until {
                    self.running = Some((tally, of, (section_at, photo_at)));
                    return false;
                }
                left = Self::PART;
            }
            if let Some(photo) = collection.photo(*id) {
                tally.add(photo, section, visit.programme.is_some(), &what);
            }
            photo_at += 1;
            left -= 1;
        }
        let is_fresh = of == state;
        (self.done, self.made_of) = (tally, Some(of));
        is_fresh
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notes::Field;
    use crate::ui::made;

    fn langs() -> Vec<LangTag> {
        ["en", "ko"].iter().map(|lang| LangTag::parse(lang).unwrap()).collect()
    }

    #[test]
    fn what_is_counted_in_parts_is_what_is_counted_at_once() {
        let mut collection = made::collection(4_000);
        let all: Vec<_> = collection.photos().map(|photo| photo.id).collect();
        let visits: Vec<_> = collection.grouping().visits.iter().skip(1).map(|v| v.id.clone()).collect();
        let first = collection.grouping().visits[0].id.clone();
        let merged: Vec<VisitId> = std::iter::once(first.clone()).chain(visits).collect();
        let merge = crate::model::arrange::merge_visits(&collection, &merged);
        collection.apply(&merge);
        made::say(&mut collection, all[0], Field::Caption, Some("ko"), "환영식");
        let visit = collection.visit(&first).unwrap().clone();
        let n = visit.n_photos();
        assert!(n > 3_500);
        let mut counting = Counting::default();
        let mut n_parts = 1;
        while !counting.run(&collection, &visit, &langs(), 1, Instant::now()) {
            assert_eq!(counting.done, Tally::default(), "what is half counted is not shown");
            n_parts += 1;
        }
        assert_eq!(n_parts, n.div_ceil(Counting::PART));
        let tally = &counting.done;
        assert_eq!((tally.n_photos, tally.n_unplaced), (n, 0));
        assert_eq!(tally.lacks, [n, n - 1]);
        assert_eq!(tally.devices.values().sum::<usize>(), n);
        assert_eq!(tally.kinds.iter().sum::<usize>(), n);
        assert_eq!(tally.density.len(), 100);
        // Nine o'clock is five hours after the day began.
        let bins = &tally.density.values().next().unwrap()[..];
        assert_eq!(bins.iter().position(|bin| bin.placed > 0), Some(30));

        assert!(counting.run(&collection, &visit, &langs(), 1, Instant::now()), "nothing has changed");
        assert!(!counting.run(&collection, &visit, &langs(), 2, Instant::now()));
        assert_eq!(counting.done.n_photos, n, "what was counted last stays meanwhile");
    }
}
