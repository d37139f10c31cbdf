//! What may leave the house: who cleared a photo, who holds it back, and until when nothing of it may be published.
//!
//! Two parties rule, we and the host, of a photo or of a whole visit; what is said of the photo goes before what is said of its visit.
//! What a party *holds* goes nowhere. Once a party has *cleared* anything in a visit, only what it cleared there goes out: whoever begins
//! to clear does not have to remember what is left. An embargo is a moment, and the later one of photo and visit counts.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::clock::typed_time::{read_offset, read_taken};
use super::clock::words::offset as offset_words;
use super::notes::{Field, Key, Notes, Subject, Value};
use super::photo::PhotoId;
use super::visit::VisitId;

/// Who rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// The office that makes the album.
    Us,
    /// The host of the visit.
    Host,
}

impl Party {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Us, Self::Host];

    /// The field that its rulings are kept in.
    pub const fn field(self) -> Field {
        match self {
            Self::Us => Field::Clearance,
            Self::Host => Field::HostClearance,
        }
    }

    /// The stable word for the command line and JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Host => "host",
        }
    }
}

/// What a party says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ruling {
    /// It may go out.
    Cleared,
    /// It may not.
    Held,
}

impl Ruling {
    /// The stable word for the library and JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cleared => "cleared",
            Self::Held => "held",
        }
    }

    /// The ruling that a stored word names.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Cleared, Self::Held].into_iter().find(|ruling| ruling.code() == code)
    }
}

/// A moment before which nothing may be published, as it was said: by the clock of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Embargo {
    /// The time on the wall.
    pub civil: DateTime,
    /// The offset of that wall from UTC.
    pub offset: Offset,
}

impl Embargo {
    /// The moment. The end of time for a date beyond what can be counted, so that it never ends by mistake.
    pub fn until(self) -> Timestamp {
        self.offset.to_timestamp(self.civil).unwrap_or(Timestamp::MAX)
    }

    /// What a person typed: "2026-01-05 18:00 +08:00". Without an offset this one counts.
    ///
    /// # Errors
    /// What is wrong with it, in words for the person.
    pub fn read(text: &str, offset: Option<Offset>) -> Result<Self, &'static str> {
        let text = text.trim();
        let (time, typed) = match text.rsplit_once(' ') {
            Some((time, last)) if last.starts_with(['+', '-', '\u{2212}', 'Z', 'z', 'U']) => {
                (time, read_offset(last)?)
            }
            _ => (text, None),
        };
        let civil = read_taken(time)?;
        let offset =
            typed.or(offset).ok_or("Say also how far the clock is from UTC: 2026-01-05 18:00 +08:00")?;
        Ok(Self { civil, offset })
    }

    /// The later of two.
    pub fn later(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        one.into_iter().chain(other).max_by_key(|embargo| embargo.until())
    }
}

impl std::fmt::Display for Embargo {
    /// "2026-01-05 18:00 +08:00", as [`Self::read`] takes it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (date, time) = (self.civil.date(), self.civil.time());
        write!(f, "{date} {:02}:{:02} {}", time.hour(), time.minute(), offset_words(self.offset))
    }
}

/// What holds of one photo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clearance {
    /// Our ruling.
    pub us: Option<Ruling>,
    /// The host's.
    pub host: Option<Ruling>,
    /// Until when it may not be published.
    pub embargo: Option<Embargo>,
}

impl Clearance {
    /// The ruling of a party.
    pub const fn by(&self, party: Party) -> Option<Ruling> {
        match party {
            Party::Us => self.us,
            Party::Host => self.host,
        }
    }

    /// Whether a party holds it.
    pub fn is_held(&self) -> bool {
        Party::ALL.iter().any(|party| self.by(*party) == Some(Ruling::Held))
    }
}

/// Why a photo stays behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Behind {
    /// This party holds it.
    Held(Party),
    /// This party has to clear it and did not.
    NotCleared(Party),
}

impl Behind {
    /// "held by us", "not cleared by the host".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Held(Party::Us) => "held by us",
            Self::Held(Party::Host) => "held by the host",
            Self::NotCleared(Party::Us) => "not cleared by us",
            Self::NotCleared(Party::Host) => "not cleared by the host",
        }
    }
}

/// Whose clearance the photos of a visit need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Ours.
    pub us: bool,
    /// The host's.
    pub host: bool,
}

impl Needs {
    /// Whether this party has to clear.
    pub const fn of(self, party: Party) -> bool {
        match party {
            Party::Us => self.us,
            Party::Host => self.host,
        }
    }

    /// What both ask for.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self { us: self.us || other.us, host: self.host || other.host }
    }

    /// Why a photo stays behind, if it does. A hold is told before a clearance that is missing.
    pub fn behind(self, clearance: &Clearance) -> Option<Behind> {
        let held = Party::ALL.into_iter().find(|party| clearance.by(*party) == Some(Ruling::Held));
        let missing = |party: &Party| self.of(*party) && clearance.by(*party) != Some(Ruling::Cleared);
        held.map(Behind::Held).or_else(|| Party::ALL.into_iter().find(missing).map(Behind::NotCleared))
    }
}

/// How many photos stay behind, and why.
pub type Tally = BTreeMap<Behind, usize>;

/// "9 not cleared by us, 3 held by the host"; empty when none stays behind.
pub fn tally_words(tally: &Tally) -> String {
    let parts: Vec<String> = tally.iter().map(|(behind, n)| format!("{n} {}", behind.words())).collect();
    parts.join(", ")
}

impl Notes {
    /// What a party said of this photo or visit itself.
    pub fn ruling(&self, subject: &Subject, party: Party) -> Option<Ruling> {
        match self.get(&Key { subject: subject.clone(), field: party.field(), lang: None })? {
            Value::Text(code) => Ruling::from_code(code),
            _ => None,
        }
    }

    /// The embargo that was said of this photo or visit itself.
    pub fn embargo(&self, subject: &Subject) -> Option<Embargo> {
        match self.get(&Key { subject: subject.clone(), field: Field::Embargo, lang: None })? {
            Value::Time { civil, offset } => {
                Some(Embargo { civil: *civil, offset: offset.unwrap_or(Offset::UTC) })
            }
            _ => None,
        }
    }

    /// What holds of a photo in its visit.
    pub fn clearance(&self, photo: PhotoId, visit: Option<&VisitId>) -> Clearance {
        let photo = Subject::Photo(photo);
        let visit = visit.map(|visit| Subject::Visit(visit.clone()));
        let ruling = |party| {
            self.ruling(&photo, party).or_else(|| visit.as_ref().and_then(|visit| self.ruling(visit, party)))
        };
        let of_visit = visit.as_ref().and_then(|visit| self.embargo(visit));
        Clearance {
            us: ruling(Party::Us),
            host: ruling(Party::Host),
            embargo: Embargo::later(self.embargo(&photo), of_visit),
        }
    }

    /// Whose clearance the photos of a visit need: that of every party that cleared the visit or one of them.
    pub fn needs(&self, visit: Option<&VisitId>, photos: impl IntoIterator<Item = PhotoId>) -> Needs {
        let mut needs = Needs::default();
        let visit = visit.map(|visit| Subject::Visit(visit.clone()));
        for subject in visit.into_iter().chain(photos.into_iter().map(Subject::Photo)) {
            let cleared = |party| self.ruling(&subject, party) == Some(Ruling::Cleared);
            needs = needs.and(Needs { us: cleared(Party::Us), host: cleared(Party::Host) });
            if needs.us && needs.host {
                break;
            }
        }
        needs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::made;

    fn notes(facts: &[(Subject, Party, Ruling)]) -> Notes {
        let mut notes = Notes::default();
        for (subject, party, ruling) in facts {
            let key = Key { subject: subject.clone(), field: party.field(), lang: None };
            notes.put(key, Some(Value::Text(ruling.code().to_owned())));
        }
        notes
    }

    fn photo(n: usize) -> Subject {
        Subject::Photo(made::id(n))
    }

    fn visit() -> VisitId {
        VisitId::new("2026-01-04")
    }

    fn behind(notes: &Notes, n: usize) -> Option<Behind> {
        let needs = notes.needs(Some(&visit()), [made::id(0), made::id(1), made::id(2)]);
        needs.behind(&notes.clearance(made::id(n), Some(&visit())))
    }

    #[test]
    fn nothing_said_lets_everything_out() {
        assert_eq!(behind(&Notes::default(), 0), None);
    }

    #[test]
    fn a_hold_alone_holds_only_what_it_names() {
        let notes = notes(&[(photo(0), Party::Host, Ruling::Held)]);
        assert_eq!(behind(&notes, 0), Some(Behind::Held(Party::Host)));
        assert_eq!(behind(&notes, 1), None);
    }

    #[test]
    fn one_clearance_makes_the_others_wait() {
        let notes = notes(&[(photo(0), Party::Us, Ruling::Cleared)]);
        assert_eq!(behind(&notes, 0), None);
        assert_eq!(behind(&notes, 1), Some(Behind::NotCleared(Party::Us)));
    }

    #[test]
    fn the_photo_goes_before_its_visit() {
        let of_visit = Subject::Visit(visit());
        let notes = notes(&[
            (of_visit, Party::Us, Ruling::Cleared),
            (photo(1), Party::Us, Ruling::Held),
            (photo(2), Party::Host, Ruling::Cleared),
        ]);
        assert_eq!(behind(&notes, 0), Some(Behind::NotCleared(Party::Host)));
        assert_eq!(behind(&notes, 1), Some(Behind::Held(Party::Us)));
        assert_eq!(behind(&notes, 2), None);
    }

    #[test]
    fn the_later_embargo_counts_whatever_its_offset() {
        let mut notes = Notes::default();
        let at = |hour, offset: i8| Value::Time {
            civil: jiff::civil::date(2026, 1, 5).at(hour, 0, 0, 0),
            offset: Some(jiff::tz::offset(offset)),
        };
        // 18:00 in Beijing is 10:00 UTC, before 12:00 in London.
        notes.put(Key { subject: photo(0), field: Field::Embargo, lang: None }, Some(at(18, 8)));
        let of_visit = Subject::Visit(visit());
        notes.put(Key { subject: of_visit, field: Field::Embargo, lang: None }, Some(at(12, 0)));
        let embargo = notes.clearance(made::id(0), Some(&visit())).embargo.expect("one was said");
        assert_eq!(embargo.until().to_string(), "2026-01-05T12:00:00Z");
        assert_eq!(notes.clearance(made::id(1), None).embargo, None);
    }

    #[test]
    fn an_embargo_is_read_as_it_is_told() {
        let eight = jiff::tz::offset(8);
        let embargo = Embargo::read("2026-01-05 18:00 +08:00", None).expect("it is one");
        assert_eq!(embargo, Embargo { civil: jiff::civil::date(2026, 1, 5).at(18, 0, 0, 0), offset: eight });
        assert_eq!(embargo.to_string(), "2026-01-05 18:00 +08:00");
        assert_eq!(Embargo::read(" 2026-01-05 18:00 ", Some(eight)), Ok(embargo));
        assert_eq!(Embargo::read("2026. 1. 5. 18:00 UTC+8", None), Ok(embargo));
        assert!(Embargo::read("2026-01-05 18:00", None).is_err(), "nobody knows when that is");
        assert!(Embargo::read("tomorrow", Some(eight)).is_err());
    }

    #[test]
    fn what_stays_behind_is_told_in_words() {
        let tally = Tally::from([(Behind::Held(Party::Host), 3), (Behind::NotCleared(Party::Us), 9)]);
        assert_eq!(tally_words(&tally), "3 held by the host, 9 not cleared by us");
        assert_eq!(tally_words(&Tally::new()), "");
    }
}
