//! What the sheet keeps from frame to frame: what is shown, where its rows are, and how far it is scrolled.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use egui::Pos2;

use crate::model::collection::Collection;
use crate::model::notes::Subject;
use crate::model::photo::PhotoId;

use super::data::{Filter, Scope, Shown, Sieve};
use super::layout::{Layout, Measures, Row, What, cells};
use crate::ui::actions::Step;
use crate::ui::theme::{size, space};

/// How much of a frame the filter may take.
const SIFTING: Duration = Duration::from_millis(5);

/// The sheet's memory.
#[derive(Default)]
pub struct SheetState {
    /// What is shown.
    pub shown: Shown,
    /// Where its rows are.
    pub layout: Layout,
    /// With which distances they were laid out.
    pub measures: Option<Measures>,
    /// Whether titles of visits stand in the sheet.
    pub banners: bool,
    /// What is being found, and for which state of the collection.
    sieve: Option<(Sieve, (u64, u64))>,
    made_of: Option<((u64, u64), Scope, Filter)>,
    /// Points that are scrolled past.
    pub offset: f64,
    /// Whether it was last scrolled upwards.
    pub upwards: bool,
    /// Height of what is seen.
    pub seen: f32,
    /// Where to scroll to with the next frame.
    pub scroll_to: Option<f64>,
    /// A photo near the top and how far below the top its row begins, so that it stays there when rows change.
    held: Option<(PhotoId, f64)>,
    /// A rubber band: where it began, in the sheet.
    pub band: Option<Band>,
    /// A section or photo to scroll to when it is laid out.
    to: Option<Subject>,
    /// What the last frame did.
    pub work: Work,
}

/// A rubber band that is being drawn.
#[derive(Clone, Debug)]
pub struct Band {
    /// Where it began, from the top left of the sheet.
    pub from: Pos2,
    /// What was chosen before, when it adds to that.
    pub kept: HashSet<PhotoId>,
}

/// What one frame of the sheet did: for tests that see to it that work does not grow with the collection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Photos that were painted.
    pub n_cells: usize,
    /// Rows that were looked at.
    pub n_rows: usize,
    /// How often everything was laid out anew, since the beginning.
    pub n_layouts: usize,
}

impl SheetState {
    /// Brings what is shown and where it is up to date. `revision` changes whenever the collection may show otherwise.
    pub fn refresh(
        &mut self,
        collection: &Collection,
        revision: (u64, u64),
        scope: &Scope,
        filter: &Filter,
        measures: Measures,
    ) {
        let same_place = self.made_of.as_ref().is_some_and(|(_, s, f)| s == scope && f == filter);
        let is_new = self.sift(collection, revision, scope, filter);
        if is_new || self.measures != Some(measures) {
            self.layout = Layout::of(&self.shown, &measures, self.banners);
            self.measures = Some(measures);
            self.work.n_layouts += 1;
            if !same_place {
                self.held = None;
                self.scroll_to = self.scroll_to.or(Some(0.0));
            } else if self.offset > 1.0
                && self.scroll_to.is_none()
                && let Some((photo, below)) = self.held
                && let Some(row) = self.shown.order.position(photo).and_then(|n| self.layout.row_of(n))
            {
                self.scroll_to = Some((row.top - below).max(0.0));
            }
        }
        match self.to.take() {
            Some(Subject::Photo(photo)) => self.reveal(photo),
            Some(section) => {
                let is_it = |group: &super::data::Group| group.subject().as_ref() == Some(&section);
                let n = self.shown.groups.iter().position(is_it);
                if let Some(row) = n.and_then(|n| self.layout.heading_of(n)) {
                    let end = self.layout.height() + f64::from(space::XL - self.seen);
                    self.scroll_to = Some(row.top.min(end.max(0.0)));
                }
            }
            None => {}
        }
    }

    /// Brings what is shown up to date, as far as a frame has time for it; until that is done what was shown stays. True when it is done
    /// just now.
    fn sift(
        &mut self,
        collection: &Collection,
        revision: (u64, u64),
        scope: &Scope,
        filter: &Filter,
    ) -> bool {
        // One that has begun goes on although a photo changed meanwhile: otherwise it would never end while photos come.
        self.sieve.take_if(|(sieve, _)| !sieve.is_for(scope, filter));
        if self.sieve.is_none() {
            let is_fresh =
                |(r, s, f): &((u64, u64), Scope, Filter)| *r == revision && s == scope && f == filter;
            if self.made_of.as_ref().is_some_and(is_fresh) {
                return false;
            }
            self.sieve = Some((Sieve::new(collection, scope, filter), revision));
        }
        let until = Instant::now() + SIFTING;
        let Some((mut sieve, of)) = self.sieve.take() else { return false };
        if !sieve.run(collection, Some(until)) {
            self.sieve = Some((sieve, of));
            return false;
        }
        self.shown = sieve.take();
        self.banners = matches!(scope, Scope::All | Scope::Device(_));
        self.made_of = Some((of, scope.clone(), filter.clone()));
        if of != revision {
            self.sieve = Some((Sieve::new(collection, scope, filter), revision));
        }
        true
    }

    /// Whether more is to be found out with the next frame.
    pub const fn is_sifting(&self) -> bool {
        self.sieve.is_some()
    }

    /// Where the sheet is scrolled to now.
    pub fn scrolled_to(&mut self, offset: f64) {
        if offset != self.offset {
            self.upwards = offset < self.offset;
        }
        self.offset = offset;
    }

    /// The rows that scrolling on leads to: one screen of them, the nearest first.
    pub fn rows_ahead(&self) -> Vec<&Row> {
        let seen = f64::from(self.seen);
        let (from, to) = if self.upwards {
            ((self.offset - seen).max(0.0), self.offset)
        } else {
            (self.offset + seen, self.offset + 2.0 * seen)
        };
        let mut rows: Vec<&Row> = self.layout.between(from, to).iter().collect();
        if self.upwards {
            rows.reverse();
        }
        rows
    }

    /// Remembers what is at the top.
    pub fn hold(&mut self) {
        let rows = self.layout.between(self.offset, self.offset + f64::from(self.seen));
        self.held = rows.iter().find_map(|row| match &row.what {
            What::Photos(range) => Some((self.shown.order.get(range.start)?, row.top - self.offset)),
            What::Banner(_) | What::Heading(_) => None,
        });
    }

    /// Scrolls so far that a photo is in sight, and no farther.
    pub fn reveal(&mut self, photo: PhotoId) {
        let Some(row) = self.shown.order.position(photo).and_then(|n| self.layout.row_of(n)) else { return };
        let offset = self.scroll_to.unwrap_or(self.offset);
        let (top, bottom) = (row.top - f64::from(size::HEADING), row.bottom() + f64::from(space::S));
        if top < offset {
            self.scroll_to = Some(top.max(0.0));
        } else if bottom > offset + f64::from(self.seen) {
            self.scroll_to = Some(bottom - f64::from(self.seen));
        }
    }

    /// Scrolls to the heading of a section, or to a photo, with the next frame.
    pub fn reveal_later(&mut self, subject: Subject) {
        self.to = Some(subject);
    }

    /// Where a step of the keyboard leads from a place of the order.
    pub fn step(&self, from: Option<usize>, step: Step) -> Option<usize> {
        let last = self.shown.order.len().checked_sub(1)?;
        let Some(n) = from else { return Some(if step == Step::Last { last } else { 0 }) };
        let rows = |rows| {
            let measures = self.measures?;
            self.layout.neighbour(&self.shown, &measures, n, rows)
        };
        let page =
            || (self.seen / self.layout.row_of(n).map_or(200.0, |row| row.height)).floor().max(1.0) as isize;
        match step {
            Step::Left => Some(n.saturating_sub(1)),
            Step::Right => Some((n + 1).min(last)),
            Step::Up => rows(-1).or(Some(n)),
            Step::Down => rows(1).or(Some(n)),
            Step::PageUp => rows(-page()).or(Some(0)),
            Step::PageDown => rows(page()).or(Some(last)),
            Step::First => Some(0),
            Step::Last => Some(last),
        }
    }

    /// The photos whose thumbnails a rectangle of the sheet touches, in order.
    pub fn touched(&self, from: Pos2, to: Pos2) -> Vec<PhotoId> {
        let Some(measures) = self.measures else { return Vec::new() };
        let (left, right) = (from.x.min(to.x), from.x.max(to.x));
        let (top, bottom) = (f64::from(from.y.min(to.y)), f64::from(from.y.max(to.y)));
        let mut photos = Vec::new();
        for row in self.layout.between(top, bottom) {
            for cell in cells(&self.shown, &measures, row) {
                let low = row.top + f64::from(cell.height);
                if cell.x < right && cell.x + cell.width > left && low > top {
                    photos.extend(self.shown.order.get(cell.n));
                }
            }
        }
        photos
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::made;

    fn measures(width: f32) -> Measures {
        Measures { width, target: 180.0, gap: 8.0, badges: 22.0, heading: 44.0, hole: 32.0, banner: 56.0 }
    }

    #[test]
    fn what_was_at_the_top_stays_there_when_the_window_grows() {
        let collection = made::collection(400);
        let mut state = SheetState { seen: 700.0, ..SheetState::default() };
        let (scope, filter) = (Scope::All, Filter::default());
        state.refresh(&collection, (1, 0), &scope, &filter, measures(900.0));
        state.offset = state.layout.row_of(200).unwrap().top + 30.0;
        state.hold();
        let held = state.held.unwrap();
        state.scroll_to = None;
        state.refresh(&collection, (1, 0), &scope, &filter, measures(1400.0));
        let row = state.layout.row_of(state.shown.order.position(held.0).unwrap()).unwrap();
        assert_eq!(state.scroll_to, Some(row.top - held.1));
        assert_eq!(state.work.n_layouts, 2);
        state.refresh(&collection, (1, 0), &scope, &filter, measures(1400.0));
        assert_eq!(state.work.n_layouts, 2, "nothing changed");
    }

    #[test]
    fn what_comes_next_lies_where_scrolling_leads() {
        let collection = made::collection(400);
        let mut state = SheetState { seen: 700.0, ..SheetState::default() };
        state.refresh(&collection, (1, 0), &Scope::All, &Filter::default(), measures(900.0));
        let tops = |state: &SheetState| state.rows_ahead().iter().map(|row| row.top).collect::<Vec<_>>();
        state.scrolled_to(2_000.0);
        let below = tops(&state);
        assert!(below.is_sorted() && below.last().is_some_and(|top| *top > 3_000.0 && *top <= 3_400.0));
        state.scrolled_to(1_900.0);
        state.scrolled_to(1_900.0);
        let above = tops(&state);
        assert!(above.is_sorted_by(|a, b| a > b) && above[0] <= 1_900.0 && above.len() > 2);
    }

    #[test]
    fn a_rubber_band_touches_what_it_covers() {
        let collection = made::collection(60);
        let mut state = SheetState { seen: 700.0, ..SheetState::default() };
        state.refresh(&collection, (1, 0), &Scope::All, &Filter::default(), measures(900.0));
        let all = state.touched(Pos2::ZERO, egui::pos2(900.0, state.layout.height() as f32));
        assert_eq!(all, state.shown.order.all());
        let first = state.layout.row_of(0).unwrap().top as f32;
        let one = state.touched(egui::pos2(1.0, first + 1.0), egui::pos2(2.0, first + 2.0));
        assert_eq!(one, [state.shown.order.get(0).unwrap()]);
        assert_eq!(state.touched(egui::pos2(1.0, 1.0), egui::pos2(5.0, 5.0)), []);
    }
}
