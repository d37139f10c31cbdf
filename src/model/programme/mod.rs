//! The official programme of a visit: what was to happen when and where. Items give photos their section, and show what was not
//! photographed.
//!
//! - [`changes`]: what is new in a programme that was read again
//! - [`effect`](mod@effect): what taking a programme over would do to the photos that are there
//! - [`place`](mod@place): which item a photo belongs to, and why
//! - [`reconsider`]: photos that a person moved and that time would by now put into another item
//! - [`why`]: all of it in words

pub mod changes;
pub mod effect;
mod pauses;
pub mod place;
pub mod reconsider;
pub mod why;

use std::collections::HashSet;
use std::sync::Arc;

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::place::Position;
use super::text::LangText;
use super::visit::SectionId;

/// The programme of one visit. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Programme {
    /// What the visit is called: the calendar's name (RFC 7986, 5.1; `X-WR-CALNAME` before). Empty where it has none; the name of a
    /// file is none.
    pub name: LangText,
    /// Its items by start, then by [`ProgrammeItem::uid`]; no two have the same uid.
    pub items: Arc<Vec<ProgrammeItem>>,
}

/// One item of a programme.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgrammeItem {
    /// Names it for good, also when its time or title changes (RFC 5545, 3.8.4.7). Of a repeating item each time has its own,
    /// with the date behind it.
    pub uid: Arc<str>,
    /// When it begins.
    pub start: ItemTime,
    /// When it ends: not before it begins.
    pub end: ItemTime,
    /// It fills days, not hours: it says what a day is about, and gathers no photos.
    pub is_all_day: bool,
    /// It was called off, and gathers no photos (RFC 5545, 3.8.1.11).
    pub is_cancelled: bool,
    /// What it is called.
    pub title: LangText,
    /// Where it is, in words.
    pub place: LangText,
    /// Where it is on the globe (RFC 5545, 3.8.1.6).
    pub position: Option<Position>,
    /// Who takes part, in the order in which they are named.
    pub persons: Vec<String>,
}

/// A time as the programme says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemTime {
    /// On the wall of the place.
    pub civil: DateTime,
    /// The offset of that wall, where the programme names a zone that is known or UTC.
    pub offset: Option<Offset>,
}

impl ItemTime {
    /// The instant as civil time in UTC, where the offset is known.
    pub fn utc(&self) -> Option<DateTime> {
        self.civil.checked_sub(SignedDuration::from_secs(i64::from(self.offset?.seconds()))).ok()
    }
}

impl ProgrammeItem {
    /// Whether photos are gathered in it.
    pub const fn gathers(&self) -> bool {
        !self.is_all_day && !self.is_cancelled
    }

    /// The section that gathers its photos: the same for the same uid, on every machine.
    pub fn section(&self) -> SectionId {
        section_of(&self.uid)
    }
}

/// The section that gathers the photos of the item with this uid.
pub fn section_of(uid: &str) -> SectionId {
    let hash = blake3::hash(uid.as_bytes()).to_hex();
    SectionId::new(&format!("item-{}", hash.get(..12).unwrap_or_default()))
}

impl Programme {
    /// A programme of these items, in order, of several with one uid the last.
    pub fn new(name: LangText, items: impl IntoIterator<Item = ProgrammeItem>) -> Self {
        let mut by_uid = std::collections::BTreeMap::new();
        by_uid.extend(items.into_iter().map(|item| (Arc::clone(&item.uid), item)));
        let mut items: Vec<ProgrammeItem> = by_uid.into_values().collect();
        items.sort_by(|a, b| (a.start.civil, &a.uid).cmp(&(b.start.civil, &b.uid)));
        Self { name, items: Arc::new(items) }
    }

    /// Whether this is another reading of the same programme: it has its name, or shares an item with it.
    pub fn is_of(&self, other: &Self) -> bool {
        let shares = || {
            let known: HashSet<&str> = other.items.iter().map(|item| &*item.uid).collect();
            self.items.iter().any(|item| known.contains(&*item.uid))
        };
        (!self.name.is_empty() && self.name == other.name) || shares()
    }

    /// The item with this uid.
    pub fn item(&self, uid: &str) -> Option<&ProgrammeItem> {
        self.items.iter().find(|item| *item.uid == *uid)
    }
}
