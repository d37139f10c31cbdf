//! How well photos fall into the items of a programme: made-up visits whose truth is known, grouped by us and by the rules that other
//! programs use.
//!
//! `cargo bench --bench grouping` prints the table of the README; a number behind `--` is how many visits, another the first seed.
//!
//! A visit lasts three to five days. Each day has a programme of items that in truth begin late or early and overrun or end before their
//! time; at times two go on at once in two rooms. Two cameras without offsets, the principals' phones, those of the delegation and a
//! pool camera take photos at their own rates, in bursts, each with its own error of the clock; some are not there. Half of the pauses have something in them
//! that no programme lists, and phones photograph whatever they like. Positions and offsets are missing as in life.
//!
//! *Boundaries*: of two photos that a device took one after the other, whether they are in two sections, against whether they
//! were in truth taken at two things; F1 of that. *In their item*: the share of all photos whose section is the item at which they were
//! taken, or none where it was none. The rules without a programme get each of their parts named by the item in whose planned time most of it lies.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)] // an evaluation that cannot be set up should stop

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use attache::model::device::DeviceId;
use attache::model::made;
use attache::model::notes::{Field, Key, Notes, Subject, Value};
use attache::model::place::{Place, Position};
use attache::model::programme::{ItemTime, Programme, ProgrammeItem};
use attache::model::text::{LangTag, LangText};
use attache::model::visit::{Groupable, day_of, group_photos};
use jiff::SignedDuration;
use jiff::civil::{DateTime, date};
use jiff::tz::{Offset, offset};

/// What a photo was taken at: an item, or the n-th thing that no programme lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Truth {
    Item(usize),
    Other(usize),
}

struct Shot {
    civil: DateTime,
    utc: Option<DateTime>,
    own: Option<Offset>,
    device: usize,
    position: Option<Position>,
    truth: Truth,
}

struct MadeVisit {
    shots: Vec<Shot>,
    items: Vec<ProgrammeItem>,
}

/// SplitMix64: the same visits on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, from: f64, to: f64) -> f64 {
        self.unit().mul_add(to - from, from)
    }

    fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// Bell-shaped around 0 with a deviation of 1.
    fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// Mostly short, at times long, with this mean.
    fn waiting(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.unit()).ln()
    }
}

/// A body that takes photos.
struct Body {
    per_hour: f64,
    burst: f64,
    has_offset: bool,
    has_position: f64,
    clock_error_secs: f64,
    presence: f64,
    /// Which of two rooms it goes to: below a half the first.
    room: f64,
    strays_per_hour: f64,
}

fn bodies(random: &mut Random) -> Vec<Body> {
    let mut body = |per_hour: f64, burst, has_offset, has_position, presence, room, strays_per_hour| Body {
        per_hour: per_hour * random.between(0.6, 1.6),
        burst,
        has_offset,
        has_position,
        clock_error_secs: random.bell() * if has_offset { 1.0 } else { 25.0 },
        presence,
        room,
        strays_per_hour,
    };
    vec![
        body(70.0, 4.0, false, 0.0, 0.95, 0.1, 0.3),
        body(50.0, 4.0, false, 0.0, 0.8, 0.8, 0.3),
        body(90.0, 6.0, true, 0.0, 0.6, 0.2, 0.0),
        body(8.0, 1.5, true, 0.8, 0.7, 0.3, 0.4),
        body(8.0, 1.5, true, 0.6, 0.7, 0.9, 0.6),
        body(12.0, 2.0, false, 0.0, 0.5, 0.5, 0.8),
    ]
}

/// Something that in truth went on: from when to when in seconds since the visit began, what, which room of two, where.
struct Happening {
    from: f64,
    to: f64,
    truth: Truth,
    room: Option<bool>,
    place: Position,
}

fn time(begin: DateTime, secs: f64) -> DateTime {
    begin.checked_add(SignedDuration::from_millis((secs * 1_000.0) as i64)).unwrap()
}

fn make(seed: u64) -> MadeVisit {
    let mut random = Random(seed);
    let begin = date(2026, 1, 5).at(0, 0, 0, 0);
    let zone = offset(8);
    let mut happenings: Vec<Happening> = Vec::new();
    let mut planned: Vec<(f64, f64, Option<Position>)> = Vec::new();
    let mut n_other = 0;
    for day in 0..3 + (random.next() % 3) {
        let mut clock = day as f64 * 86_400.0 + random.between(7.5, 9.5) * 3_600.0;
        let day_ends = day as f64 * 86_400.0 + random.between(20.5, 23.5) * 3_600.0;
        // When what went before was over in truth.
        let mut over = clock - 3_600.0;
        while clock < day_ends {
            // Programmes are made in steps of five minutes.
            let length = (random.between(20.0, 130.0) / 5.0).round() * 300.0;
            let place = Position::new(39.9 + random.bell() * 0.03, 116.4 + random.bell() * 0.03).unwrap();
            let late = if random.chance(0.12) {
                random.between(10.0, 30.0)
            } else {
                random.bell().mul_add(3.0, 2.0)
            };
            let overrun = if random.chance(0.2) { -random.waiting(6.0) } else { random.waiting(8.0) };
            let from = (clock + late * 60.0).max(over + 120.0);
            let to = (clock + length + overrun * 60.0).max(from + 480.0);
            let mut add =
                |(from, to), (begin, end), room: Option<bool>, place: Position, random: &mut Random| {
                    let known = random.chance(0.5).then_some(place);
                    happenings.push(Happening { from, to, truth: Truth::Item(planned.len()), room, place });
                    planned.push((begin, end, known));
                };
            if random.chance(0.2) {
                let other = Position::new(place.lat + 0.02, place.lon - 0.02).unwrap();
                add((from, to), (clock, clock + length), Some(false), place, &mut random);
                // The other party's is planned for the same time, or for another beginning and end.
                let shift = |random: &mut Random| {
                    f64::from(random.chance(0.6)) * (random.bell() * 3.0).round() * 300.0
                };
                let (begin, end) = (shift(&mut random), shift(&mut random));
                let (from, to) = (from + begin + random.bell() * 180.0, to + end + random.bell() * 300.0);
                let planned = (clock + begin, (clock + length + end).max(clock + begin + 900.0));
                add((from, to.max(from + 600.0)), planned, Some(true), other, &mut random);
            } else {
                add((from, to), (clock, clock + length), None, place, &mut random);
            }
            over = happenings.iter().rev().take(2).map(|happening| happening.to).fold(to, f64::max);
            let pause = (random.between(5.0, 120.0) / 5.0).round() * 300.0;
            // A walk, a lunch, a view from the bus: what nobody put into the programme.
            let left = clock + length + pause - over;
            if left > 2_400.0 && random.chance(0.5) {
                let from = over + random.between(600.0, left * 0.5);
                let to = (from + random.between(300.0, 2_400.0)).min(clock + length + pause - 600.0);
                happenings.push(Happening { from, to, truth: Truth::Other(n_other), room: None, place });
            }
            n_other += 1;
            clock += length + pause;
        }
    }
    let mut shots = Vec::new();
    for (device, body) in bodies(&mut random).iter().enumerate() {
        let mut shoot = |at: f64, truth: Truth, place: Position, random: &mut Random| {
            let civil = time(begin, at + body.clock_error_secs);
            // A phone without a fix at times loses its offset in a messenger.
            let own = (body.has_offset && random.chance(0.93)).then_some(zone);
            let utc = own.map(|own| civil - SignedDuration::from_secs(i64::from(own.seconds())));
            let near = |degrees: f64, random: &mut Random| random.bell().mul_add(0.0004, degrees);
            let (lat, lon) = (near(place.lat, random), near(place.lon, random));
            let position = random.chance(body.has_position).then(|| Position::new(lat, lon)).flatten();
            shots.push(Shot { civil, utc, own, device, position, truth });
        };
        for happening in &happenings {
            let there = match happening.room {
                Some(second) => second == (body.room > 0.5),
                None => true,
            };
            if !there || !random.chance(body.presence) {
                continue;
            }
            // Something to see is not there all the time: arrivals and handshakes at the beginning, toasts, farewells.
            let length = happening.to - happening.from;
            let per_secs = body.per_hour / 3_600.0 / body.burst;
            let mut at = happening.from + random.waiting(60.0);
            while at < happening.to {
                let into = (at - happening.from) / length;
                let eager = if !(0.25..0.85).contains(&into) { 1.0 } else { 0.35 };
                if random.chance(eager) {
                    for n in 0..1 + random.waiting(body.burst - 1.0) as usize {
                        let within = at + n as f64 * 1.5;
                        if within < happening.to {
                            shoot(within, happening.truth, happening.place, &mut random);
                        }
                    }
                }
                at += random.waiting(1.0 / per_secs).max(2.0);
            }
        }
        // And what is photographed on the way. In a pause with something unlisted it belongs to that.
        let mut order: Vec<&Happening> = happenings.iter().collect();
        order.sort_by(|a, b| a.from.total_cmp(&b.from));
        for (n, (a, b)) in order.iter().zip(order.iter().skip(1)).enumerate() {
            let free = b.from - a.to;
            if !(300.0..6.0 * 3_600.0).contains(&free) || a.room.is_some() && b.room.is_some() {
                continue;
            }
            let truth = match (a.truth, b.truth) {
                (Truth::Other(other), _) | (_, Truth::Other(other)) => Truth::Other(other),
                _ => Truth::Other(100_000 + n),
            };
            let mut at = a.to + random.waiting(3_600.0 / body.strays_per_hour.max(0.001));
            while at < b.from {
                shoot(at, truth, b.place, &mut random);
                at += random.waiting(3_600.0 / body.strays_per_hour);
            }
        }
    }
    shots.sort_by_key(|shot| (shot.civil, shot.device));
    let items = planned.iter().enumerate().map(|(n, (from, to, position))| {
        let at = |secs| ItemTime { civil: time(begin, secs), offset: Some(zone) };
        let mut title = LangText::default();
        title.set(LangTag::en(), format!("Item {n}"));
        ProgrammeItem {
            uid: format!("{n:03}").into(),
            start: at(*from),
            end: at(*to),
            is_all_day: false,
            is_cancelled: false,
            title,
            place: LangText::default(),
            position: *position,
            persons: Vec::new(),
        }
    });
    MadeVisit { shots, items: items.collect() }
}

/// The part of each photo, and the item that it is, if any.
type Parts = Vec<(usize, Option<usize>)>;

fn ours(visit: &MadeVisit, with_programme: bool) -> Parts {
    let devices: Vec<DeviceId> = (0..10).map(|n| DeviceId::from_stored(&format!("device-{n}"))).collect();
    let paths: Vec<PathBuf> =
        visit.shots.iter().enumerate().map(|(n, _)| PathBuf::from(format!("/{n:06}"))).collect();
    let place = Place { name: "Beijing".to_owned(), country: "CN".to_owned() };
    let photos: Vec<Groupable<'_>> = visit
        .shots
        .iter()
        .enumerate()
        .map(|(n, shot)| Groupable {
            id: made::id(n),
            civil: Some(shot.civil),
            utc: shot.utc,
            own_offset: shot.own,
            uncertainty_secs: 1,
            path: &paths[n],
            device: Some(&devices[shot.device]),
            position: shot.position,
            place: shot.position.map(|_| &place),
            previous: None,
        })
        .collect();
    let mut notes = Notes::default();
    if with_programme {
        let key = Key { subject: Subject::Library, field: Field::Programmes, lang: None };
        let programme = Programme::new(LangText::default(), visit.items.iter().cloned());
        notes.put(key, Some(Value::Programmes(vec![programme])));
    }
    let grouping = group_photos(&photos, &notes);
    let sections = grouping.visits.iter().flat_map(|visit| &visit.sections).enumerate();
    let of: HashMap<_, _> = sections
        .flat_map(|(n, section)| {
            let item = section.item.as_deref().map(|uid| uid.parse::<usize>().unwrap());
            section.photos.iter().map(move |photo| (*photo, (n, item)))
        })
        .collect();
    let parts: Parts = (0..photos.len()).map(|n| of[&made::id(n)]).collect();
    if with_programme {
        parts
    } else {
        named(visit, &parts.iter().map(|(part, _)| *part).collect::<Vec<_>>())
    }
}

/// Parts by a rule that says before which photos one begins.
fn by_rule(visit: &MadeVisit, begins: impl Fn(usize) -> bool) -> Parts {
    let mut part = 0;
    let parts: Vec<usize> = (0..visit.shots.len())
        .map(|n| {
            part += usize::from(n > 0 && begins(n));
            part
        })
        .collect();
    named(visit, &parts)
}

/// Gives each part the item in whose planned time most of its photos lie.
fn named(visit: &MadeVisit, parts: &[usize]) -> Parts {
    let mut votes: HashMap<usize, BTreeMap<Option<usize>, usize>> = HashMap::new();
    for (shot, part) in visit.shots.iter().zip(parts) {
        let inside =
            visit.items.iter().position(|i| i.start.civil <= shot.civil && shot.civil <= i.end.civil);
        *votes.entry(*part).or_default().entry(inside).or_default() += 1;
    }
    let best = |part| votes[&part].iter().max_by_key(|(_, n)| **n).and_then(|(item, _)| *item);
    parts.iter().map(|part| (*part, best(*part))).collect()
}

fn gap_secs(visit: &MadeVisit, n: usize) -> f64 {
    visit.shots[n].civil.duration_since(visit.shots[n - 1].civil).as_secs_f64()
}

/// Platt and others, PhotoTOC (2003): a gap whose logarithm is ln 17 above the mean of those of the ten gaps on either side.
fn photo_toc(visit: &MadeVisit, n: usize) -> bool {
    let ln = |n: usize| gap_secs(visit, n).max(1.0).ln();
    let around: Vec<f64> =
        (n.saturating_sub(10).max(1)..=(n + 10).min(visit.shots.len() - 1)).map(ln).collect();
    ln(n) >= 17_f64.ln() + around.iter().sum::<f64>() / around.len() as f64
}

#[derive(Default)]
struct Score {
    hit: usize,
    missed: usize,
    wrong: usize,
    right_item: usize,
    photos: usize,
    parts: usize,
}

impl Score {
    fn count(&mut self, visit: &MadeVisit, parts: &Parts) {
        let mut last: HashMap<usize, usize> = HashMap::new();
        for (n, shot) in visit.shots.iter().enumerate() {
            let item = match shot.truth {
                Truth::Item(item) => Some(item),
                Truth::Other(_) => None,
            };
            self.right_item += usize::from(parts[n].1 == item);
            if let Some(before) = last.insert(shot.device, n) {
                match (visit.shots[before].truth != shot.truth, parts[before].0 != parts[n].0) {
                    (true, true) => self.hit += 1,
                    (true, false) => self.missed += 1,
                    (false, true) => self.wrong += 1,
                    (false, false) => {}
                }
            }
        }
        self.photos += visit.shots.len();
        let different: std::collections::BTreeSet<usize> = parts.iter().map(|(part, _)| *part).collect();
        self.parts += different.len();
    }

    fn line(&self, name: &str, n_visits: usize) {
        let share = |a: usize, b: usize| a as f64 / (a + b).max(1) as f64;
        let (precision, recall) = (share(self.hit, self.wrong), share(self.hit, self.missed));
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        println!(
            "| {name} | {f1:.3} | {precision:.3} | {recall:.3} | {:.1} % | {:.0} |",
            100.0 * self.right_item as f64 / self.photos.max(1) as f64,
            self.parts as f64 / n_visits.max(1) as f64
        );
    }
}

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|arg| arg.parse::<u64>().ok());
    let (n_visits, first) = (numbers.next().unwrap_or(200), numbers.next().unwrap_or(1));
    let mut scores: [Score; 5] = Default::default();
    let (mut n_photos, mut n_items) = (0, 0);
    for seed in first..first + n_visits {
        let visit = make(seed.wrapping_mul(0x2545_F491_4F6C_DD1D));
        (n_photos, n_items) = (n_photos + visit.shots.len(), n_items + visit.items.len());
        scores[0].count(&visit, &ours(&visit, true));
        scores[1].count(&visit, &ours(&visit, false));
        scores[2].count(&visit, &by_rule(&visit, |n| photo_toc(&visit, n)));
        scores[3].count(&visit, &by_rule(&visit, |n| gap_secs(&visit, n) > 7_200.0));
        let day = |n: usize| day_of(visit.shots[n].civil);
        scores[4].count(&visit, &by_rule(&visit, |n| day(n) != day(n - 1)));
    }
    println!("{n_visits} visits, {n_photos} photos, {n_items} items\n");
    println!(
        "| | F1 of boundaries | precision | recall | in their item | parts a visit |\n|---|---|---|---|---|---|"
    );
    let names = ["ours", "ours without the programme", "PhotoTOC", "gap of 2 h", "days"];
    for (score, name) in scores.iter().zip(names) {
        score.line(name, n_visits as usize);
    }
}
