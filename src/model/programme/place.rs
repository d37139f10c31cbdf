//! Which item of a programme a photo belongs to, and why: a pure function of times, devices and places.
//!
//! A photo that was taken inside one item belongs to it. Photos shortly before an item begins are its lead-in. Those after it has ended
//! are its overrun while the cameras go on: as long as photo follows on photo since the end, with pauses no longer than those in the item. Where one item
//! follows another, a pause near the planned time tells where the one ended and the other began (`pauses`). Where items overlap (two parties in two rooms), the item whose place the photo is at is taken, then that in which the same device is
//! around that time, then the nearer place, then the shorter item; then the choice is marked as open, so that a person is asked.

use std::collections::HashMap;

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::super::device::DeviceId;
use super::super::photo::PhotoId;
use super::super::place::Position;
use super::pauses::{GOES_ON_SECS, Pauses, TURN_WITHIN};
use super::{ItemTime, Programme};

/// How long before its beginning an item gathers photos, in seconds.
pub const LEAD_IN_SECS: i64 = 10 * 60;

/// How long after its end an item gathers photos at most, in seconds.
pub const OVERRUN_SECS: i64 = 45 * 60;

/// An overrun of so many seconds strains an item as much as the whole of [`LEAD_IN_SECS`] does.
const USUAL_OVERRUN_SECS: i64 = 25 * 60;

/// An item follows another when no more than this lies between them by the plan.
const FOLLOWS: SignedDuration = SignedDuration::from_mins(35);

/// Who is further from an item than this, in metres, is not at it.
const AT_PLACE_METRES: f64 = 1_000.0;

/// A time that is less sure than this places no photo, in seconds.
pub const MAX_UNCERTAINTY_SECS: u32 = 2 * 3_600;

/// How far around in time a device's other photos tell in which room it is.
const SAME_ROOM: SignedDuration = SignedDuration::from_mins(45);

/// The same where nothing nearer tells.
const SAME_PARTY: SignedDuration = SignedDuration::from_hours(3);

/// A photo that strains an item by more than this is likelier at another one that it lies within.
const UNLIKELY_STRAIN: f64 = 0.3;

/// What has to be known of a photo to place it.
#[derive(Clone, Copy, Debug)]
pub struct Placeable<'a> {
    /// Which photo.
    pub id: PhotoId,
    /// When it was taken, on the wall.
    pub civil: DateTime,
    /// The same in UTC, where the offset is known.
    pub utc: Option<DateTime>,
    /// How far off the time may be, in seconds.
    pub uncertainty_secs: u32,
    /// The body that took it.
    pub device: Option<&'a DeviceId>,
    /// Where it was taken.
    pub position: Option<Position>,
}

/// The item of a photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Index into [`Programme::items`].
    pub item: usize,
    /// How its time lies to the item's.
    pub when: When,
    /// Whether a pause of the cameras says against the plan that the item was still, or already, going on.
    pub by_pause: bool,
    /// Other items that speak for themselves as much: a person may choose.
    pub rivals: Vec<usize>,
}

/// How a time lies to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Inside, so many seconds after its start and before its end.
    Inside {
        /// Since its start.
        since_secs: i64,
        /// Until its end.
        until_secs: i64,
    },
    /// So many seconds before its start.
    Before(i64),
    /// So many seconds after its end.
    After(i64),
}

impl When {
    /// How far outside the item, as a share of what is usual: 0 inside.
    fn strain(self) -> f64 {
        match self {
            Self::Inside { .. } => 0.0,
            Self::Before(secs) => secs as f64 / LEAD_IN_SECS as f64,
            Self::After(secs) => secs as f64 / USUAL_OVERRUN_SECS as f64,
        }
    }

    const fn is_borne(self) -> bool {
        match self {
            Self::Inside { .. } => true,
            Self::Before(secs) => secs <= LEAD_IN_SECS,
            Self::After(secs) => secs <= OVERRUN_SECS,
        }
    }
}

/// Items by one of the two ways to tell their time.
struct Index {
    /// Start, end, and which item; by start.
    spans: Vec<(DateTime, DateTime, usize)>,
    /// The latest end of all spans up to each.
    latest: Vec<DateTime>,
}

impl Index {
    fn of(mut spans: Vec<(DateTime, DateTime, usize)>) -> Self {
        spans.sort();
        let mut latest: Vec<DateTime> = Vec::with_capacity(spans.len());
        for (_, end, _) in &spans {
            latest.push(latest.last().map_or(*end, |last| *last.max(end)));
        }
        Self { spans, latest }
    }

    /// Every item around a time, and how it lies to it.
    fn around(&self, time: DateTime, out: &mut Vec<(usize, When)>) {
        let secs = |a: DateTime, b: DateTime| b.duration_since(a).as_secs();
        let begin = time.checked_add(SignedDuration::from_secs(LEAD_IN_SECS)).unwrap_or(time);
        let ended = time.checked_sub(SignedDuration::from_secs(OVERRUN_SECS)).unwrap_or(time);
        let n = self.spans.partition_point(|(start, ..)| *start <= begin);
        for at in (0..n).rev() {
            if self.latest.get(at).is_none_or(|latest| *latest < ended) {
                break;
            }
            let Some((start, end, item)) = self.spans.get(at) else { break };
            let when = if time < *start {
                When::Before(secs(time, *start))
            } else if time <= *end {
                When::Inside { since_secs: secs(*start, time), until_secs: secs(time, *end) }
            } else {
                When::After(secs(*end, time))
            };
            if when.is_borne() {
                out.push((*item, when));
            }
        }
    }
}

/// Photos and items on one line of time: UTC where the programme names zones, else the walls.
struct Line<'p> {
    programme: &'p Programme,
    /// Wall and offset of the items that have one, in order.
    zones: Vec<(DateTime, Offset)>,
}

impl<'p> Line<'p> {
    fn of(programme: &'p Programme) -> Self {
        let mut zones: Vec<(DateTime, Offset)> =
            programme.items.iter().filter_map(|item| Some((item.start.civil, item.start.offset?))).collect();
        zones.sort_by_key(|(wall, _)| *wall);
        Self { programme, zones }
    }

    /// A wall as the items around that time have it.
    fn at_wall(&self, wall: DateTime) -> DateTime {
        let before = self.zones.partition_point(|(start, _)| *start <= wall).saturating_sub(1);
        let secs = self.zones.get(before).map_or(0, |(_, offset)| i64::from(offset.seconds()));
        wall.checked_sub(SignedDuration::from_secs(secs)).unwrap_or(wall)
    }

    fn of_photo(&self, photo: &Placeable<'_>) -> DateTime {
        photo.utc.filter(|_| !self.zones.is_empty()).unwrap_or_else(|| self.at_wall(photo.civil))
    }

    fn of_item(&self, item: usize) -> Option<(DateTime, DateTime)> {
        let item = self.programme.items.get(item)?;
        let at = |time: &ItemTime| time.utc().unwrap_or_else(|| self.at_wall(time.civil));
        Some((at(&item.start), at(&item.end)))
    }
}

/// When items really were, as the cameras tell.
struct Course<'p> {
    line: Line<'p>,
    /// Of each item until when photos went on after its end.
    until: HashMap<usize, DateTime>,
    /// Of an item the one that follows it, and the first photo of that.
    turn_from: HashMap<usize, (usize, DateTime)>,
    /// Of an item the one before it, and the first photo of its own.
    turn_to: HashMap<usize, (usize, DateTime)>,
}

impl<'p> Course<'p> {
    fn of(programme: &'p Programme, photos: &[Placeable<'_>]) -> Self {
        let line = Line::of(programme);
        let pauses = Pauses::of(photos.iter().map(|photo| line.of_photo(photo)));
        let gathering = programme.items.iter().enumerate().filter(|(_, item)| item.gathers());
        let mut items: Vec<(DateTime, DateTime, usize)> = gathering
            .filter_map(|(n, _)| {
                let (start, end) = line.of_item(n)?;
                Some((start, end, n))
            })
            .collect();
        items.sort_unstable();
        let until = items.iter().map(|(start, end, n)| (*n, pauses.goes_on_until(*start, *end))).collect();
        let (mut turn_from, mut turn_to) = (HashMap::new(), HashMap::new());
        // The latest end of all items before the last one: where another party is on, the pauses of both lie over each other.
        let mut others: Option<DateTime> = None;
        for (n, ((_, end, a), (start, _, b))) in items.iter().zip(items.iter().skip(1)).enumerate() {
            let free = start.duration_since(*end);
            let alone = others.is_none_or(|others| end.duration_since(others) >= TURN_WITHIN)
                && items.get(n + 2).is_none_or(|(next, ..)| next.duration_since(*start) >= TURN_WITHIN);
            if alone
                && (SignedDuration::ZERO..=FOLLOWS).contains(&free)
                && let Some(turn) = pauses.turn(*end, *start)
            {
                turn_from.insert(*a, (*b, turn));
                turn_to.insert(*b, (*a, turn));
            }
            others = others.max(Some(*end));
        }
        Self { line, until, turn_from, turn_to }
    }

    /// Whether the cameras went on until this photo after an item was over.
    fn goes_on(&self, item: usize, photo: DateTime) -> bool {
        self.until.get(&item).is_some_and(|until| photo <= *until)
    }

    /// The item in which a pause puts a photo that the plan puts into, or between, those that were found.
    fn by_pause(&self, found: &[(usize, When)], photo: DateTime) -> Option<(usize, When)> {
        let mut inside = found.iter().filter(|(_, when)| matches!(when, When::Inside { .. }));
        let secs = |from: DateTime, to: DateTime| to.duration_since(from).as_secs();
        match (inside.next(), inside.next()) {
            (Some((item, _)), None) => {
                if let Some((before, turn)) = self.turn_to.get(item)
                    && photo < *turn
                    && self.goes_on(*before, photo)
                {
                    let (_, end) = self.line.of_item(*before)?;
                    let when = When::After(secs(end, photo));
                    return Some((*before, when)).filter(|(_, when)| when.is_borne());
                }
                let (next, turn) = self.turn_from.get(item)?;
                let (start, _) = self.line.of_item(*next)?;
                (photo >= *turn && photo < start).then(|| (*next, When::Before(secs(photo, start))))
            }
            (None, _) => {
                let ended = |(item, when): &&(usize, When)| {
                    matches!(when, When::After(_)) && self.turn_from.contains_key(item)
                };
                let (item, when) = found.iter().find(ended)?;
                let (next, turn) = self.turn_from.get(item)?;
                let next = found.iter().find(|(item, _)| item == next)?;
                Some(if photo < *turn { (*item, *when) } else { *next })
            }
            _ => None,
        }
    }
}

/// Places photos into the items of a programme. The order of `photos` does not matter; those that belong to none are left out.
pub fn place(programme: &Programme, photos: &[Placeable<'_>]) -> HashMap<PhotoId, Placed> {
    let gathering = || programme.items.iter().enumerate().filter(|(_, item)| item.gathers());
    let by_wall = Index::of(gathering().map(|(n, item)| (item.start.civil, item.end.civil, n)).collect());
    let unzoned = gathering().filter(|(_, item)| item.start.utc().is_none());
    let by_wall_only = Index::of(unzoned.map(|(n, item)| (item.start.civil, item.end.civil, n)).collect());
    let by_instant = Index::of(
        gathering().filter_map(|(n, item)| Some((item.start.utc()?, item.end.utc()?, n))).collect(),
    );

    let course = Course::of(programme, photos);
    let mut placed: HashMap<PhotoId, Placed> = HashMap::with_capacity(photos.len());
    let mut open: Vec<(&Placeable<'_>, Vec<(usize, When)>)> = Vec::new();
    let mut sure: HashMap<&DeviceId, Vec<(DateTime, usize)>> = HashMap::new();
    for photo in photos.iter().filter(|photo| photo.uncertainty_secs <= MAX_UNCERTAINTY_SECS) {
        let mut found = Vec::new();
        match photo.utc {
            Some(utc) => {
                by_instant.around(utc, &mut found);
                by_wall_only.around(photo.civil, &mut found);
            }
            None => by_wall.around(photo.civil, &mut found),
        }
        let time = course.line.of_photo(photo);
        found.retain(|(item, when)| match when {
            When::After(secs) => *secs <= GOES_ON_SECS || course.goes_on(*item, time),
            When::Inside { .. } | When::Before(_) => true,
        });
        let turned = course.by_pause(&found, time);
        let inside = |found: &(usize, When)| matches!(found.1, When::Inside { .. });
        let by_plan = found.iter().any(inside);
        if let Some(turned) = turned {
            found = vec![turned];
        } else if by_plan {
            // Of another party's item that is on at the same time this may be the overrun all the same.
            let on: Vec<usize> = found.iter().filter(|found| inside(found)).map(|(item, _)| *item).collect();
            found.retain(|found| inside(found) || on.iter().any(|item| overlap(programme, found.0, *item)));
        } else if let Some(least) = found.iter().map(|(_, when)| when.strain()).min_by(f64::total_cmp) {
            // Before one and after another: the one that bears it more easily.
            found.retain(|(_, when)| when.strain() <= least);
        }
        // At one of their places and not at the others': as good as if there were only that.
        if found.len() > 1 {
            let at: Vec<usize> = found.iter().map(|(item, _)| nearness(programme, photo, *item)).collect();
            let least = at.iter().copied().min().unwrap_or_default();
            let mut at = at.into_iter();
            found.retain(|_| at.next() == Some(least));
        }
        match found.as_slice() {
            [] => {}
            [(item, when)] => {
                if let Some(device) = photo.device {
                    sure.entry(device).or_default().push((photo.civil, *item));
                }
                let by_pause = turned.is_some() && by_plan;
                placed.insert(photo.id, Placed { item: *item, when: *when, by_pause, rivals: Vec::new() });
            }
            _ => {
                // Well within the one and long after the other: most who are there are at the one.
                let likely = |found: &&(usize, When)| found.1.strain() <= UNLIKELY_STRAIN;
                let mut likely = found.iter().filter(likely);
                if let (Some((item, _)), None, Some(device)) = (likely.next(), likely.next(), photo.device) {
                    sure.entry(device).or_default().push((photo.civil, *item));
                }
                open.push((photo, found));
            }
        }
    }
    sure.values_mut().for_each(|seen| seen.sort_unstable());
    for (photo, found) in open {
        let seen = photo.device.and_then(|device| sure.get(device)).map(Vec::as_slice).unwrap_or_default();
        placed.extend(choose(programme, photo, found, seen).map(|choice| (photo.id, choice)));
    }
    placed
}

/// Whether two items are on at the same time for longer than one waits for the other.
fn overlap(programme: &Programme, a: usize, b: usize) -> bool {
    let (Some(a), Some(b)) = (programme.items.get(a), programme.items.get(b)) else { return false };
    let (from, to) = (a.start.civil.max(b.start.civil), a.end.civil.min(b.end.civil));
    to.duration_since(from).as_secs() >= LEAD_IN_SECS
}

/// 0 where a photo was taken at the place of an item, 2 where it was not, 1 where that is not known.
fn nearness(programme: &Programme, photo: &Placeable<'_>, item: usize) -> usize {
    match photo.position.zip(programme.items.get(item).and_then(|item| item.position)) {
        Some((here, there)) if metres(here, there) <= AT_PLACE_METRES => 0,
        Some(_) => 2,
        None => 1,
    }
}

/// Chooses among several items at the same time.
fn choose(
    programme: &Programme,
    photo: &Placeable<'_>,
    mut found: Vec<(usize, When)>,
    seen: &[(DateTime, usize)],
) -> Option<Placed> {
    found.sort_by_key(|(item, _)| *item);
    let from = seen.partition_point(|(at, _)| photo.civil.duration_since(*at) > SAME_ROOM);
    let around = || seen.iter().skip(from).take_while(|(at, _)| at.duration_since(photo.civil) <= SAME_ROOM);
    let near = |item: usize| around().filter(|(_, of)| *of == item).count();
    // Who was there an hour ago is likelier there than anywhere else.
    let far = |item: usize| {
        let apart = |at: &DateTime| at.duration_since(photo.civil).abs();
        seen.iter().filter(|(at, of)| *of == item && apart(at) <= SAME_PARTY).count()
    };
    let is_near = found.iter().any(|(item, _)| near(*item) > 0);
    let votes = |item: usize| if is_near { near(item) } else { far(item) };
    let item_of = |item: usize| programme.items.get(item);
    // Hundreds of metres: positions in halls are no better.
    let away = |item: usize| -> Option<u64> {
        let (here, there) = (photo.position?, item_of(item)?.position?);
        Some((metres(here, there) / 200.0) as u64)
    };
    let length = |item: usize| item_of(item).map(|of| of.end.civil.duration_since(of.start.civil));
    let is_outside = |when: When| !matches!(when, When::Inside { .. });
    let rank = |item: usize, when: When| {
        (std::cmp::Reverse(votes(item)), is_outside(when), away(item).unwrap_or(u64::MAX))
    };
    let (best, when) = *found.iter().min_by_key(|(item, when)| (rank(*item, *when), length(*item), *item))?;
    // Who is told apart by device or place is told apart; by length alone a person may see it otherwise.
    let is_rival = |(item, of): &&(usize, When)| *item != best && rank(*item, *of) == rank(best, when);
    let rivals = found.iter().filter(is_rival).map(|(item, _)| *item).collect();
    Some(Placed { item: best, when, by_pause: false, rivals })
}

/// How far apart two positions are, near enough for halls and cities.
pub(crate) fn metres(a: Position, b: Position) -> f64 {
    const DEGREE: f64 = 111_320.0;
    let north = (a.lat - b.lat) * DEGREE;
    let east = (a.lon - b.lon) * DEGREE * ((a.lat + b.lat) / 2.0).to_radians().cos();
    north.hypot(east)
}

#[cfg(test)]
mod tests {
    use super::super::why::placed as words;
    use super::*;
    use crate::model::made;
    use crate::model::programme::ProgrammeItem;
    use crate::model::text::{LangTag, LangText};
    use jiff::civil::date;
    use jiff::tz::offset;

    fn at(minutes: i64) -> DateTime {
        date(2026, 1, 5).at(9, 0, 0, 0).checked_add(SignedDuration::from_mins(minutes)).unwrap()
    }

    fn item(uid: &str, from: i64, to: i64) -> ProgrammeItem {
        let time = |minutes| ItemTime { civil: at(minutes), offset: Some(offset(8)) };
        let mut title = LangText::default();
        title.set(LangTag::en(), uid);
        ProgrammeItem {
            uid: uid.into(),
            start: time(from),
            end: time(to),
            is_all_day: false,
            is_cancelled: false,
            title,
            place: LangText::default(),
            position: None,
            persons: Vec::new(),
        }
    }

    fn programme(items: impl IntoIterator<Item = ProgrammeItem>) -> Programme {
        Programme::new(LangText::default(), items)
    }

    fn photo(n: usize, minutes: i64) -> Placeable<'static> {
        let utc = at(minutes).checked_sub(SignedDuration::from_hours(8)).ok();
        Placeable {
            id: made::id(n),
            civil: at(minutes),
            utc,
            uncertainty_secs: 1,
            device: None,
            position: None,
        }
    }

    fn uids(programme: &Programme, photos: &[Placeable<'_>]) -> Vec<Option<String>> {
        let placed = place(programme, photos);
        let uid =
            |photo: &Placeable<'_>| Some(programme.items.get(placed.get(&photo.id)?.item)?.uid.to_string());
        photos.iter().map(uid).collect()
    }

    #[test]
    fn inside_a_little_before_a_little_after_and_between() {
        let day = programme([item("talks", 60, 150), item("lunch", 160, 240)]);
        let want = [
            (0, None),
            (51, Some("talks")),
            (60, Some("talks")),
            (150, Some("talks")),
            // Two minutes after the talks and eight before lunch; then the other way round.
            (152, Some("talks")),
            (158, Some("lunch")),
            (244, Some("lunch")),
            (264, None),
        ];
        let photos: Vec<_> = want.iter().enumerate().map(|(n, (minutes, _))| photo(n, *minutes)).collect();
        let want: Vec<_> = want.iter().map(|(_, uid)| uid.map(str::to_owned)).collect();
        assert_eq!(uids(&day, &photos), want);
        let placed = place(&day, &photos);
        let why = words(&placed[&made::id(3)], &day, &LangTag::en()).unwrap();
        assert_eq!(why, "inside 10:00\u{2013}11:30 talks; 0 s before its end");
    }

    #[test]
    fn an_item_overruns_while_the_cameras_go_on() {
        let day = programme([item("talks", 0, 60)]);
        let going = [58, 62, 66, 71, 76, 81, 85, 90, 95, 100, 105, 110]
            .map(|minutes| photo(minutes as usize, minutes));
        let placed = place(&day, &going);
        assert_eq!(placed.len(), 11, "until 45 minutes after the end");
        let later = [58, 62, 75].map(|minutes| photo(minutes as usize, minutes));
        assert_eq!(place(&day, &later).len(), 2, "after a pause it is something else");
    }

    #[test]
    fn a_pause_tells_where_one_item_ended_and_the_next_began() {
        let day = programme([item("talks", 0, 60), item("signing", 65, 120)]);
        // The talks overrun by ten minutes, and six are spent on the way.
        let minutes = (40..71).chain(77..100);
        let photos: Vec<_> = minutes.map(|minutes| photo(minutes as usize, minutes)).collect();
        let placed = place(&day, &photos);
        let of = |minutes: usize| &*day.items[placed[&made::id(minutes)].item].uid;
        assert_eq!(
            [59, 63, 68, 70, 77, 90].map(of),
            ["talks", "talks", "talks", "talks", "signing", "signing"]
        );
        let why = words(&placed[&made::id(68)], &day, &LangTag::en()).unwrap();
        assert_eq!(
            why,
            "8 min after the end of 09:00\u{2013}10:00 talks; nobody paused before, so it was still going on"
        );
        // And they may be over sooner.
        let minutes = (20..50).chain(56..100);
        let photos: Vec<_> = minutes.map(|minutes| photo(minutes as usize, minutes)).collect();
        let placed = place(&day, &photos);
        let of = |minutes: usize| &*day.items[placed[&made::id(minutes)].item].uid;
        assert_eq!([49, 57, 70].map(of), ["talks", "signing", "signing"]);
    }

    #[test]
    fn two_parties_in_two_rooms_are_told_by_device_and_place() {
        let mut spouses = item("spouses", 60, 180);
        spouses.position = Position::new(39.90, 116.40);
        let mut talks = item("talks", 60, 150);
        talks.position = Position::new(39.99, 116.30);
        let day = programme([item("welcome", 0, 50), talks, spouses, item("museum", 185, 240)]);
        // Nothing tells: the shorter one, and the person is asked.
        let alone = place(&day, &[photo(0, 100)]);
        let unsure = &alone[&made::id(0)];
        assert_eq!((&*day.items[unsure.item].uid, unsure.rivals.len()), ("talks", 1));
        // A position does.
        let near = Placeable { position: Position::new(39.9001, 116.4001), ..photo(0, 100) };
        let told = place(&day, &[near]);
        assert_eq!(
            (&*day.items[told[&made::id(0)].item].uid, told[&made::id(0)].rivals.len()),
            ("spouses", 0)
        );
        // So does where the same camera was when only one of them was on.
        let camera = DeviceId::from_stored("camera");
        let of = |n, minutes| Placeable { device: Some(&camera), ..photo(n, minutes) };
        let photos = [of(0, 140), of(1, 165), of(2, 170)];
        let told = place(&day, &photos);
        assert_eq!(&*day.items[told[&made::id(0)].item].uid, "spouses");
    }

    #[test]
    fn instants_are_compared_where_both_are_known_and_walls_where_not() {
        let day = programme([item("talks", 60, 150)]);
        // A camera on the time of home, an hour ahead, that says so.
        let home = Placeable { civil: at(150 + 50), utc: photo(0, 140).utc, ..photo(0, 0) };
        // One that does not say so is read as the wall.
        let bare = Placeable { civil: at(100), utc: None, ..photo(1, 0) };
        let vague = Placeable { uncertainty_secs: 86_400, ..photo(2, 100) };
        assert_eq!(
            uids(&day, &[home, bare, vague]),
            [Some("talks".to_owned()), Some("talks".to_owned()), None]
        );
    }

    #[test]
    fn what_was_called_off_or_fills_the_day_gathers_nothing() {
        let off = ProgrammeItem { is_cancelled: true, ..item("off", 0, 60) };
        let day = ProgrammeItem { is_all_day: true, ..item("day", -540, 900) };
        assert_eq!(uids(&programme([off, day]), &[photo(0, 30)]), [None]);
    }

    #[test]
    fn ten_thousand_items_and_a_hundred_thousand_photos_take_no_product() {
        let long = programme((0..10_000).map(|n| item(&format!("{n:05}"), n * 30, n * 30 + 25)));
        let photos: Vec<_> = (0..100_000).map(|n| photo(n, 3 * n as i64)).collect();
        assert_eq!(place(&long, &photos).len(), 100_000);
    }
}
