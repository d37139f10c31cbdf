//! Which of several programmes a photo belongs to, where two delegations travel at the same time.
//!
//! Where one programme is on, its time decides. Where several are, a photo is asked in this order:
//!
//! 1. its own *place*: near an item of one of them and not of the others, or in the country of one alone;
//! 2. its *device*: with which delegation that was, by place, when it last or next told so;
//! 3. its *clock*: its own offset is that of the items of one of them alone; then that of its device's other photos;
//! 4. the *items*: with whose items most of its device's photos go that lie in items of one programme alone, and then its own;
//! 5. the order of the programmes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::super::device::DeviceId;
use super::super::photo::PhotoId;
use super::super::place::Position;
use super::super::programme::Programme;
use super::super::programme::place::{Placeable, metres, place};
use super::Groupable;
use super::stretches::span_of;

/// Who is within this of an item of a programme is with its delegation.
const WITH_METRES: f64 = 50_000.0;

/// Who is further than this from all items of a programme is not.
const NOT_WITH_METRES: f64 = 150_000.0;

/// No more places of a programme than so many are compared.
const MAX_PLACES: usize = 200;

/// What told to which of several programmes a photo belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartyBy {
    /// There was only one at that time.
    Time,
    /// Where it was taken.
    Place,
    /// Where its device was before or after.
    Device,
    /// The offset of its clock.
    Clock,
    /// In whose items it and its device's other photos lie.
    Items,
    /// Nothing: the first of them.
    Order,
}

impl PartyBy {
    /// What told, in a sentence of a person; `None` where nothing had to be told.
    pub const fn words(self) -> Option<&'static str> {
        Some(match self {
            Self::Time => return None,
            Self::Place => "of two programmes at that time the one at whose place it was taken",
            Self::Device => "of two programmes at that time the one with which its camera was",
            Self::Clock => "of two programmes at that time the one whose time its clock showed",
            Self::Items => "of two programmes at that time the one in whose items its camera was",
            Self::Order => "of two programmes at that time the first; nothing tells which",
        })
    }
}

/// What of a programme tells its delegation from another.
struct Ground {
    places: Vec<Position>,
    offsets: BTreeSet<Offset>,
    country: Option<String>,
}

/// The programme of each photo, by its place in the order, and what told so.
pub(super) fn parties(programmes: &[Programme], dated: &[&Groupable<'_>]) -> Vec<Option<(usize, PartyBy)>> {
    let spans: Vec<Option<(DateTime, DateTime)>> = programmes.iter().map(span_of).collect();
    let on = |photo: &Groupable<'_>| -> Vec<usize> {
        let is_on = |span: &Option<(DateTime, DateTime)>| {
            photo.civil.zip(*span).is_some_and(|(civil, (from, to))| from <= civil && civil <= to)
        };
        spans.iter().enumerate().filter(|(_, span)| is_on(span)).map(|(n, _)| n).collect()
    };
    let mut out = vec![None; dated.len()];
    let mut contested: Vec<Contested> = Vec::new();
    for (n, photo) in dated.iter().enumerate() {
        match on(photo).as_slice() {
            [] => {}
            [one] => {
                if let Some(party) = out.get_mut(n) {
                    *party = Some((*one, PartyBy::Time));
                }
            }
            several => contested.push(Contested { n, among: several.to_vec(), found: None }),
        }
    }
    if !contested.is_empty() {
        Contest { programmes, dated, contested }.settle(&mut out);
    }
    out
}

/// A photo at whose time several programmes are on.
struct Contested {
    n: usize,
    among: Vec<usize>,
    found: Option<(usize, PartyBy)>,
}

struct Contest<'a> {
    programmes: &'a [Programme],
    dated: &'a [&'a Groupable<'a>],
    contested: Vec<Contested>,
}

impl Contest<'_> {
    fn settle(mut self, out: &mut [Option<(usize, PartyBy)>]) {
        let mut grounds: Vec<Ground> = self.programmes.iter().map(Ground::of).collect();
        self.each(PartyBy::Place, |photo, among| {
            only(among, |programme| Some(grounds.get(programme)?.is_with(photo.position?)))
        });
        self.name_countries(&mut grounds);
        self.each(PartyBy::Place, |photo, among| {
            let here = photo.place.map(|place| place.country.as_str())?;
            only(among, |programme| Some(Some(grounds.get(programme)?.country.as_deref()? == here)))
        });
        self.by_device(PartyBy::Place, PartyBy::Device);
        self.each(PartyBy::Clock, |photo, among| {
            let own = photo.own_offset?;
            let shown = |programme: usize| {
                let offsets = &grounds.get(programme)?.offsets;
                Some((!offsets.is_empty()).then(|| offsets.contains(&own)))
            };
            only(among, shown)
        });
        self.by_device(PartyBy::Clock, PartyBy::Clock);
        self.by_items();
        for contested in self.contested {
            let first = contested.among.first().map(|first| (*first, PartyBy::Order));
            if let Some(party) = out.get_mut(contested.n) {
                *party = contested.found.or(first);
            }
        }
    }

    /// Asks each photo that is still open.
    fn each(&mut self, by: PartyBy, ask: impl Fn(&Groupable<'_>, &[usize]) -> Option<usize>) {
        for contested in self.contested.iter_mut().filter(|contested| contested.found.is_none()) {
            let Some(photo) = self.dated.get(contested.n) else { continue };
            contested.found = ask(photo, &contested.among).map(|programme| (programme, by));
        }
    }

    /// The country in which most photos at the places of a programme were taken.
    fn name_countries(&self, grounds: &mut [Ground]) {
        let mut counts: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
        for contested in &self.contested {
            let place = self.dated.get(contested.n).and_then(|photo| photo.place);
            if let (Some((programme, _)), Some(place)) = (contested.found, place) {
                *counts.entry(programme).or_default().entry(place.country.as_str()).or_default() += 1;
            }
        }
        for (programme, counts) in counts {
            let most = counts.into_iter().max_by_key(|(_, n)| *n).map(|(country, _)| country.to_owned());
            if let Some(ground) = grounds.get_mut(programme) {
                ground.country = most;
            }
        }
    }

    /// Gives open photos the programme of their device's photo that is nearest in time, of those that `told` decided.
    fn by_device(&mut self, told: PartyBy, by: PartyBy) {
        let mut known: HashMap<&DeviceId, Vec<(DateTime, usize)>> = HashMap::new();
        for contested in &self.contested {
            if let (Some((programme, how)), Some(photo)) = (contested.found, self.dated.get(contested.n))
                && how == told
                && let (Some(device), Some(civil)) = (photo.device, photo.civil)
            {
                known.entry(device).or_default().push((civil, programme));
            }
        }
        known.values_mut().for_each(|seen| seen.sort_unstable());
        self.each(by, |photo, among| {
            let (seen, civil) = (known.get(photo.device?)?, photo.civil?);
            let after = seen.partition_point(|(at, _)| *at < civil);
            let around =
                [after.checked_sub(1), Some(after)].into_iter().flatten().filter_map(|n| seen.get(n));
            let fits = around.filter(|(_, programme)| among.contains(programme));
            fits.min_by_key(|(at, _)| at.duration_since(civil).abs()).map(|(_, programme)| *programme)
        });
    }

    /// By items of one programme alone: first as most photos of the device, then as the photo itself.
    fn by_items(&mut self) {
        let open: Vec<(usize, &Groupable<'_>)> = self
            .contested
            .iter()
            .filter(|contested| contested.found.is_none())
            .filter_map(|contested| Some((contested.n, *self.dated.get(contested.n)?)))
            .collect();
        if open.is_empty() {
            return;
        }
        let photos: Vec<Placeable<'_>> = open.iter().filter_map(|(_, photo)| photo.placeable()).collect();
        let mut alone: HashMap<PhotoId, Vec<usize>> = HashMap::new();
        for (n, programme) in self.programmes.iter().enumerate() {
            for photo in place(programme, &photos).into_keys() {
                alone.entry(photo).or_default().push(n);
            }
        }
        alone.retain(|_, programmes| programmes.len() == 1);
        let mut counts: HashMap<&DeviceId, BTreeMap<usize, usize>> = HashMap::new();
        for (_, photo) in &open {
            if let (Some(device), Some([programme])) = (photo.device, alone.get(&photo.id).map(Vec::as_slice))
            {
                *counts.entry(device).or_default().entry(*programme).or_default() += 1;
            }
        }
        self.each(PartyBy::Items, |photo, among| {
            let counts = photo.device.and_then(|device| counts.get(device));
            let mut most: Vec<(usize, usize)> = counts
                .into_iter()
                .flatten()
                .filter(|(programme, _)| among.contains(programme))
                .map(|(programme, count)| (*count, *programme))
                .collect();
            most.sort_unstable();
            let own = || alone.get(&photo.id)?.first().copied().filter(|own| among.contains(own));
            match most.as_slice() {
                [] => own(),
                [.., (a, _), (b, _)] if a == b => own(),
                [.., (_, programme)] => Some(*programme),
            }
        });
    }
}

/// The only one of several for which something holds, or for which alone it is not excluded. `test` says yes, no or, with `None` inside,
/// that it cannot tell; without any answer it says nothing at all.
fn only(among: &[usize], test: impl Fn(usize) -> Option<Option<bool>>) -> Option<usize> {
    let answers: Vec<(usize, Option<bool>)> =
        among.iter().map(|programme| (*programme, test(*programme).flatten())).collect();
    let single = |wanted: &dyn Fn(Option<bool>) -> bool| {
        let mut fit = answers.iter().filter(|(_, answer)| wanted(*answer)).map(|(programme, _)| *programme);
        fit.next().filter(|_| fit.next().is_none())
    };
    let is_yes = answers.iter().any(|(_, answer)| *answer == Some(true));
    if is_yes { single(&|answer| answer == Some(true)) } else { single(&|answer| answer != Some(false)) }
}

impl Ground {
    fn of(programme: &Programme) -> Self {
        let items = || programme.items.iter().filter(|item| item.gathers());
        let mut places: Vec<Position> = Vec::new();
        for place in items().filter_map(|item| item.position) {
            if places.len() < MAX_PLACES && places.iter().all(|known| metres(*known, place) > 1_000.0) {
                places.push(place);
            }
        }
        let offsets = items().flat_map(|item| [item.start.offset, item.end.offset]).flatten().collect();
        Self { places, offsets, country: None }
    }

    /// Whether somebody at this position is with the delegation; `None` where that cannot be told.
    fn is_with(&self, here: Position) -> Option<bool> {
        let nearest = self.places.iter().map(|place| metres(*place, here)).min_by(f64::total_cmp)?;
        if nearest <= WITH_METRES {
            return Some(true);
        }
        (nearest > NOT_WITH_METRES).then_some(false)
    }
}
