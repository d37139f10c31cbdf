//! Photos into visits, visits into sections: a pure function of photos and of what people said.
//!
//! Photos are put in the order of the clock on the wall, and cut where a visit ends:
//!
//! - at a *gap* without a photo: [`DEFAULT_GAP_HOURS`], or what a person says. Where both sides of it are in the same country that is not
//!   home, the visit goes on over [`SAME_COUNTRY_HOURS`]; where only clocks tell, and tell the same, over [`SAME_OFFSET_HOURS`];
//! - at a *border*: where the devices that are on both sides went over to another country (by position), or else their clocks to another
//!   offset, with time to travel between. A day trip has two borders. Countries within an hour's drive are one visit unless one sleeps in
//!   between and does not come back; a stopover goes with its journey; cameras left on the time of home, forwarded photos and wrong fixes
//!   have no say (`borders` tells how);
//! - where one *programme* ends and another begins. Within its programme a visit holds together whatever lies between.
//!
//! Where two delegations travel at the same time, [`mod@parties`] tells them apart. [`Boundary`] keeps for each visit which of these it was. Inside a visit each item of the programme is a section; what lies in no
//! item is gathered by day, which begins at 04:00, and by the item before it, and cut into parts at pauses that are long for their
//! surroundings (`gathered`). Over that lie a person's words: *breaks* (a visit or section begins at this photo),
//! *joins* (this visit or section belongs to that one) and *placements* (this photo belongs there). They always win, and
//! survive whatever photos come later. A visit keeps its identity through rescans because the photos remember which
//! visit they were in.

mod borders;
pub mod boundary;
mod gathered;
mod order;
pub mod parties;
mod sections;
mod stretches;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use super::device::DeviceId;
use super::notes::{Field, Notes, Subject, Value};
use super::photo::PhotoId;
use super::place::{Place, Position};
use super::programme::Programme;
use super::programme::place::{Placeable, Placed, place};
use super::text::LangText;
use super::time::{CaptureTime, OffsetSource};
pub use boundary::Boundary;
use order::in_order;
use parties::{PartyBy, parties};
use stretches::{find_stretches, name_stretches};

/// Hours without a photo that end a visit, unless a person says otherwise.
pub const DEFAULT_GAP_HOURS: u32 = 36;

/// A longer gap does not end a visit while both sides of it are in the same country, up to so many hours: a week. At home it does: home
/// is where photos were taken on the most days, if they are thirty or more.
pub const SAME_COUNTRY_HOURS: i64 = 7 * 24;

/// The same where only clocks tell: one whole day without a photo may lie between. People at home have the same offset on all their days.
pub const SAME_OFFSET_HOURS: i64 = 60;

/// The hour at which a day of a visit begins: banquets end after midnight.
pub const DAY_BEGINS_HOUR: i64 = 4;

macro_rules! identity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The identity that this text names.
            pub fn new(text: &str) -> Self {
                Self(Arc::from(text))
            }

            /// The identity as text: letters, digits and hyphens.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identity! {
    /// Names a visit for good: the day of its first photo when it was first seen, `2026-01-04`, with `-2`, `-3` for further ones.
    VisitId
}
identity! {
    /// Names a section within its visit: the item, or the day, `2026-01-05`, with `-2`, `-3` for those that a person made, and `-1540` for
    /// further parts by the time at which they began when they were first spoken of.
    SectionId
}

/// Where a person put a photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The visit; `None` puts it among the undated.
    pub visit: Option<VisitId>,
    /// The section of that visit; `None` leaves it to the photo's day.
    pub section: Option<SectionId>,
}

/// One visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// Its identity.
    pub id: VisitId,
    /// Its title as found from place and dates, in the languages of [`wording::LANGUAGES`]; a person's title is in the notes.
    pub title: LangText,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// Where most of its photos with a position were taken.
    pub place: Option<Place>,
    /// Why it begins where it does: why its first stretch does.
    pub begins: Boundary,
    /// Its parts, in order of time.
    pub sections: Vec<Section>,
    /// The stretches found by gaps and breaks that make it up: identity and first photo, in order of time.
    pub stretches: Vec<(VisitId, PhotoId)>,
    /// Its programme: index into [`Notes::programmes`].
    pub programme: Option<usize>,
    /// Items of its programme that should have gathered photos and have none, by their uid, in order of time.
    pub unphotographed: Vec<Arc<str>>,
}

impl Visit {
    /// All its photos, in order.
    pub fn photos(&self) -> impl Iterator<Item = PhotoId> {
        self.sections.iter().flat_map(|section| section.photos.iter().copied())
    }

    /// How many photos.
    pub fn n_photos(&self) -> usize {
        self.sections.iter().map(|section| section.photos.len()).sum()
    }
}

/// A part of a visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its identity within the visit.
    pub id: SectionId,
    /// Its title as found, in the languages of [`wording::LANGUAGES`].
    pub title: LangText,
    /// The item of the programme that it is, by its uid.
    pub item: Option<Arc<str>>,
    /// When the item begins; without one the civil time of its first photo that has one.
    pub start: Option<DateTime>,
    /// When the item ends; without one the civil time of its last photo that has one.
    pub end: Option<DateTime>,
    /// Its photos, in order.
    pub photos: Vec<PhotoId>,
    /// The days and breaks that make it up: identity and first photo, in order of time.
    pub parts: Vec<(SectionId, PhotoId)>,
}

/// Where everything went.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grouping {
    /// Visits in order of their first photo.
    pub visits: Vec<Visit>,
    /// Photos that nothing dates, by path.
    pub undated: Vec<PhotoId>,
    /// Which stretch each photo was found in, to be given back as [`Groupable::previous`] next time. Stretches that a person's
    /// break names are left out: when the break is taken back, the photos go home.
    pub stretch_of: HashMap<PhotoId, VisitId>,
    /// The item of a programme in which time put a photo: index of the programme, and how.
    pub placed: HashMap<PhotoId, (usize, Placed)>,
    /// Of photos at whose time several programmes are on: the one that they belong to, and what told so.
    pub parties: HashMap<PhotoId, (usize, PartyBy)>,
}

/// What grouping needs to know of a photo.
#[derive(Clone, Copy, Debug)]
pub struct Groupable<'a> {
    /// Which photo.
    pub id: PhotoId,
    /// Its civil time, if something other than the file's own time dates it.
    pub civil: Option<DateTime>,
    /// The same in UTC, where the offset is known.
    pub utc: Option<DateTime>,
    /// The offset that the photo itself knows, by its file, its position or a person: not what others lent it.
    pub own_offset: Option<Offset>,
    /// How far off the time may be, in seconds.
    pub uncertainty_secs: u32,
    /// Its path: the order of equal times and of the undated.
    pub path: &'a Path,
    /// The body that took it.
    pub device: Option<&'a DeviceId>,
    /// Where it was taken.
    pub position: Option<Position>,
    /// The nearest named place.
    pub place: Option<&'a Place>,
    /// The stretch it was in last time.
    pub previous: Option<&'a VisitId>,
}

impl<'a> Groupable<'a> {
    fn placeable(&self) -> Option<Placeable<'a>> {
        let Self { id, civil, utc, uncertainty_secs, device, position, .. } = *self;
        Some(Placeable { id, civil: civil?, utc, uncertainty_secs, device, position })
    }
}

/// The offset of a time that its photo knows by itself.
pub fn own_offset(captured: &CaptureTime) -> Option<Offset> {
    use OffsetSource as O;
    let is_own = |source| match source {
        O::Person | O::ExifOffset | O::Embedded | O::OwnUtc | O::GpsTime | O::Zone => true,
        O::Device | O::Programme | O::Visit | O::Utc => false,
    };
    captured.best.offset.filter(|_| captured.best.offset_source.is_some_and(is_own))
}

/// The day that a time belongs to.
pub fn day_of(civil: DateTime) -> Date {
    civil.checked_sub(DAY_BEGINS_HOUR.hours()).unwrap_or(civil).date()
}

/// Groups photos into visits and sections. The order of `photos` does not matter.
pub fn group_photos(photos: &[Groupable<'_>], notes: &Notes) -> Grouping {
    let dated = in_order(photos);
    let programmes = notes.programmes();
    let parties = parties(programmes, &dated);
    let of_programme: Vec<Option<usize>> = parties.iter().map(|party| Some((*party)?.0)).collect();
    let placed = place_all(programmes, &dated, &of_programme);
    let mut stretches = find_stretches(&dated, notes, &of_programme);
    name_stretches(&mut stretches, photos, notes);

    // Which visit each photo belongs to: its stretch, followed through joins, unless a person placed it.
    let mut members: BTreeMap<VisitId, Vec<Member<'_>>> = BTreeMap::new();
    let mut rank = 0_usize;
    let mut made_of: HashMap<VisitId, Vec<(VisitId, PhotoId)>> = HashMap::new();
    let mut begins: HashMap<VisitId, Boundary> = HashMap::new();
    let mut stretch_of = HashMap::with_capacity(photos.len());
    for stretch in &stretches {
        let Some(id) = &stretch.id else { continue };
        let visit = join_target(Subject::Visit(id.clone()), notes).map_or_else(|| id.clone(), VisitId::new);
        if let Some(first) = stretch.photos.first() {
            made_of.entry(visit.clone()).or_default().push((id.clone(), first.id));
            begins.entry(visit.clone()).or_insert_with(|| stretch.begins.clone());
        }
        for photo in &stretch.photos {
            rank += 1;
            if !stretch.is_broken_off() {
                stretch_of.insert(photo.id, id.clone());
            }
            let target = match notes.placement(photo.id) {
                Some(placement) => placement.visit.clone(),
                None => Some(visit.clone()),
            };
            if let Some(target) = target {
                members.entry(target).or_default().push(Member { rank, path: photo.path, photo });
            }
        }
    }
    let mut undated_photos: Vec<&Groupable<'_>> = Vec::new();
    for photo in photos {
        let placement = notes.placement(photo.id);
        match (photo.civil, placement.and_then(|p| p.visit.as_ref())) {
            (None, Some(visit)) => {
                let member = Member { rank: usize::MAX, path: photo.path, photo };
                members.entry(visit.clone()).or_default().push(member);
            }
            (None, None) => undated_photos.push(photo),
            (Some(_), None) if placement.is_some() => undated_photos.push(photo),
            (Some(_), _) => {}
        }
    }
    undated_photos.sort_by_key(|photo| photo.path);

    let spoken = sections::spoken(notes);
    let mut visits: Vec<(Option<usize>, Visit)> = members
        .into_iter()
        .map(|(id, mut members)| {
            members.sort_by_key(|member| (member.rank, member.path));
            let first = members.first().filter(|member| member.photo.civil.is_some());
            let first = first.map(|member| member.rank);
            let photos: Vec<&Groupable<'_>> = members.iter().map(|member| member.photo).collect();
            let stretches = made_of.remove(&id).unwrap_or_default();
            let begins = begins.remove(&id).unwrap_or(Boundary::Person);
            (first, sections::build_visit(id, &photos, (stretches, begins), notes, &placed, &spoken))
        })
        .collect();
    visits.sort_by(|(a, x), (b, y)| (a, &x.id).cmp(&(b, &y.id)));
    let visits = visits.into_iter().map(|(_, visit)| visit).collect();
    let contested = dated.iter().zip(parties).filter_map(|(photo, party)| Some((photo.id, party?)));
    let parties = contested.filter(|(_, (_, by))| *by != PartyBy::Time).collect();
    let undated = undated_photos.iter().map(|p| p.id).collect();
    Grouping { visits, undated, stretch_of, placed, parties }
}

/// A photo of a visit: where it is in the order of all; those without a time last, by path.
struct Member<'a> {
    rank: usize,
    path: &'a Path,
    photo: &'a Groupable<'a>,
}

/// The items of photos, each by its programme.
fn place_all(
    programmes: &[Programme],
    dated: &[&Groupable<'_>],
    parties: &[Option<usize>],
) -> HashMap<PhotoId, (usize, Placed)> {
    let mut of_programme: Vec<Vec<Placeable<'_>>> = vec![Vec::new(); programmes.len()];
    for (photo, party) in dated.iter().zip(parties) {
        if let Some(photos) = party.and_then(|party| of_programme.get_mut(party)) {
            photos.extend(photo.placeable());
        }
    }
    let mut placed = HashMap::new();
    for (n, (programme, photos)) in programmes.iter().zip(of_programme).enumerate() {
        placed.extend(place(programme, &photos).into_iter().map(|(photo, found)| (photo, (n, found))));
    }
    placed
}

/// Every visit that people speak of, whether or not its photos are here today.
pub(crate) fn named_visits(notes: &Notes) -> impl Iterator<Item = VisitId> {
    notes.iter().flat_map(|(key, value)| {
        let spoken = match (&key.subject, key.field, value) {
            (_, Field::Placement, Value::Placement(placement)) => placement.visit.clone(),
            (_, Field::VisitBreak, Value::Text(id)) => Some(VisitId::new(id)),
            (Subject::Visit(_), Field::JoinedTo, Value::Text(id)) => Some(VisitId::new(id)),
            _ => None,
        };
        let subject = match key.subject {
            Subject::Visit(id) | Subject::Section(id, _) => Some(id),
            _ => None,
        };
        [spoken, subject].into_iter().flatten()
    })
}

/// `2026-01-04`, or the first of `2026-01-04-2`, `-3` … that is not taken.
pub(crate) fn free_name(day: Option<Date>, is_taken: impl Fn(&str) -> bool) -> String {
    let base = day.map_or_else(|| "undated".to_owned(), |day| day.to_string());
    if !is_taken(&base) {
        return base;
    }
    let mut n = 2_u64;
    loop {
        let name = format!("{base}-{n}");
        if !is_taken(&name) {
            return name;
        }
        n += 1;
    }
}

/// The identity that a person's break at this photo gives, if there is one.
fn break_at(photo: PhotoId, field: Field, notes: &Notes) -> Option<String> {
    let key = super::notes::Key { subject: Subject::Photo(photo), field, lang: None };
    match notes.get(&key) {
        Some(Value::Text(id)) if !id.is_empty() => Some(id.clone()),
        _ => None,
    }
}

/// Where a person's join takes a stretch or a day. One step only: a merge writes the final target on every part, so that
/// a later split can send each part elsewhere.
fn join_target(subject: Subject, notes: &Notes) -> Option<&str> {
    let key = super::notes::Key { subject, field: Field::JoinedTo, lang: None };
    match notes.get(&key) {
        Some(Value::Text(id)) if !id.is_empty() => Some(id),
        _ => None,
    }
}

#[cfg(test)]
mod borders_tests;
#[cfg(test)]
mod parties_tests;
#[cfg(test)]
mod sections_tests;
#[cfg(test)]
mod tests;
