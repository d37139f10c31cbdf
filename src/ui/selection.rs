//! Which photos are chosen: a set, the photo that has the keyboard, and where a range began.

use std::collections::HashSet;

use crate::model::photo::PhotoId;

use super::sheet::data::Order;

/// The chosen photos.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    chosen: HashSet<PhotoId>,
    /// The photo that has the keyboard: the one that the large view shows and arrows start from.
    lead: Option<PhotoId>,
    /// Where a range that Shift extends began.
    anchor: Option<PhotoId>,
    /// Counts changes, so that what is made of it can be kept until the next.
    revision: u64,
}

/// How a click or key chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Only this.
    Only,
    /// This one too, or no longer (Ctrl).
    Toggle,
    /// Everything from where the range began to this (Shift).
    Extend,
}

impl Selection {
    /// Whether a photo is chosen.
    pub fn contains(&self, photo: PhotoId) -> bool {
        self.chosen.contains(&photo)
    }

    /// How many are.
    pub fn len(&self) -> usize {
        self.chosen.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// The photo that has the keyboard.
    pub const fn lead(&self) -> Option<PhotoId> {
        self.lead
    }

    /// Changes with every change.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// The chosen photos in the order of the sheet; those that it does not show come last, by identity.
    pub fn in_order(&self, order: &Order) -> Vec<PhotoId> {
        let mut photos: Vec<PhotoId> = self.chosen.iter().copied().collect();
        photos.sort_by_key(|photo| (order.position(*photo).unwrap_or(usize::MAX), *photo));
        photos
    }

    /// Chooses by a click or key.
    pub fn choose(&mut self, photo: PhotoId, how: How, order: &Order) {
        self.revision += 1;
        let from = self.anchor.and_then(|anchor| order.position(anchor));
        match (how, from, order.position(photo)) {
            (How::Extend, Some(from), Some(to)) => {
                self.chosen = order.photos(from.min(to)..from.max(to) + 1).iter().copied().collect();
            }
            (How::Toggle, ..) => {
                if !self.chosen.remove(&photo) {
                    self.chosen.insert(photo);
                }
                self.anchor = Some(photo);
            }
            _ => {
                self.chosen = HashSet::from([photo]);
                self.anchor = Some(photo);
            }
        }
        self.lead = Some(photo);
    }

    /// Chooses several at once; `keep` adds them to what was chosen.
    pub fn choose_many(&mut self, photos: &[PhotoId], keep: bool) {
        self.revision += 1;
        if !keep {
            self.chosen.clear();
        }
        self.chosen.extend(photos);
        self.lead = photos.first().copied().or(self.lead);
        self.anchor = self.lead;
    }

    /// Chooses none; the keyboard stays where it is.
    pub fn clear(&mut self) {
        self.revision += 1;
        self.chosen.clear();
    }

    /// Forgets photos that are no longer there.
    pub fn keep_only(&mut self, is_there: impl Fn(PhotoId) -> bool) {
        let before = self.chosen.len();
        self.chosen.retain(|photo| is_there(*photo));
        self.lead = self.lead.filter(|photo| is_there(*photo));
        self.anchor = self.anchor.filter(|photo| is_there(*photo));
        if self.chosen.len() != before {
            self.revision += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> PhotoId {
        PhotoId([n; 32])
    }

    #[test]
    fn shift_extends_from_where_the_range_began_and_ctrl_toggles() {
        let order = Order::of((1..=9).map(id).collect());
        let mut selection = Selection::default();
        selection.choose(id(3), How::Only, &order);
        selection.choose(id(6), How::Extend, &order);
        assert_eq!(selection.in_order(&order), [3, 4, 5, 6].map(id));
        selection.choose(id(2), How::Extend, &order);
        assert_eq!(selection.in_order(&order), [2, 3].map(id));
        selection.choose(id(8), How::Toggle, &order);
        selection.choose(id(2), How::Toggle, &order);
        assert_eq!(selection.in_order(&order), [3, 8].map(id));
        assert_eq!(selection.lead(), Some(id(2)));
        selection.keep_only(|photo| photo != id(8) && photo != id(2));
        assert_eq!((selection.in_order(&order), selection.lead()), (vec![id(3)], None));
    }
}
