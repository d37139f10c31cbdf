//! Devices that are probably one body under two names, as phones are that name themselves by a model code here and by their name in the
//! shops there. It is offered with what speaks for it, and never done without a person.

use jiff::SignedDuration;

use super::arrange::n_photos;
use super::clock::lane::{Lane, PIECE_GAP, Tick};
use super::clock::words::length;
use super::collection::Collection;
use super::device::{Device, DeviceFacts, DeviceId};
use super::place::Position;

/// Nobody is faster than this, in metres a second: an airliner with the wind behind it.
const FASTEST_M_S: f64 = 350.0;
/// Positions are good to this, in metres, in the middle of a city and with an old fix.
const SLACK_M: f64 = 2_000.0;

/// Two devices that are probably one body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinOffer {
    /// The one that would be counted as the other.
    pub device: DeviceId,
    /// The one that would stay: with the name that people know.
    pub into: DeviceId,
    /// What speaks for it, each a sentence without its full stop.
    pub evidence: Vec<String>,
}

impl JoinOffer {
    /// The one of the two that is not this.
    pub fn other(&self, device: &DeviceId) -> &DeviceId {
        if self.device == *device { &self.into } else { &self.device }
    }
}

/// The devices that are probably the same body as this one. What a person refused is among them:
/// [`super::notes::Notes::refuses_join`] tells.
pub fn offers(collection: &Collection, device: &DeviceId) -> Vec<JoinOffer> {
    let devices = collection.devices();
    let Some(this) = devices.iter().find(|known| known.id == *device) else { return Vec::new() };
    devices
        .iter()
        .filter(|other| other.id != *device)
        .filter_map(|other| offer(collection, this, other))
        .collect()
}

/// Devices that name the same serial number as this one, but another make or model. Either they lie or the number does.
pub fn same_serial(collection: &Collection, device: &DeviceId) -> Vec<DeviceId> {
    let devices = collection.devices();
    let serial = |device: &Device| device.facts.serial.as_ref().map(|serial| serial.to_lowercase());
    let Some(wanted) = devices.iter().find(|known| known.id == *device).and_then(serial) else {
        return Vec::new();
    };
    devices
        .iter()
        .filter(|other| other.id != *device && serial(other).as_ref() == Some(&wanted))
        .map(|other| other.id.clone())
        .collect()
}

fn offer(collection: &Collection, a: &Device, b: &Device) -> Option<JoinOffer> {
    let differ = |of: fn(&DeviceFacts) -> Option<&String>| match (of(&a.facts), of(&b.facts)) {
        (Some(a), Some(b)) => !a.eq_ignore_ascii_case(b),
        _ => false,
    };
    if differ(|facts| facts.serial.as_ref()) || differ(|facts| facts.owner.as_ref()) {
        return None;
    }
    let name_a = a.facts.model.as_deref()?;
    let name_b = b.facts.model.as_deref()?;
    let (brand_a, brand_b) = (a.facts.make.as_deref().map(brand), b.facts.make.as_deref().map(brand));
    let same_make = brand_a.is_some() && brand_a == brand_b;
    if !same_make && brand_a.is_some() && brand_b.is_some() {
        return None;
    }
    let (a_is_code, b_is_code) = (is_model_code(name_a), is_model_code(name_b));
    let lane = |device: &Device| collection.timeline().lane(&device.id);
    let mut evidence = Vec::new();
    for (one, other) in [(a, name_b), (b, name_a)] {
        let n = lane(one).map_or(0, |lane| n_also_named(collection, lane, other));
        if n > 0 {
            let name = collection.device_name(&one.id);
            let (verb, them) = if n == 1 { ("names", "itself") } else { ("name", "themselves") };
            evidence.push(format!("{} of {name} {verb} {them} {other} as well", n_photos(n)));
        }
    }
    let is_said = !evidence.is_empty();
    if !is_said {
        // A model code and a name of one maker may be any two of its phones: only their photos can tell.
        if !same_make || a_is_code == b_is_code || is_one_lens_apart(a, b) {
            return None;
        }
        let (code, name) = if a_is_code { (name_a, name_b) } else { (name_b, name_a) };
        let make = a.facts.make.as_deref().unwrap_or_default();
        evidence.push(format!("{code} is a model code and {name} a name, both by {make}"));
    }
    match (lane(a), lane(b)) {
        (Some(one), Some(other)) => match meeting(collection, one, other) {
            Meeting::Impossible => return None,
            Meeting::Far if !is_said => return None,
            Meeting::Far => {}
            Meeting::Near { turns: 1, gap } => {
                evidence.push(format!(
                    "The photos of one follow those of the other within {}",
                    length(gap.as_secs())
                ));
            }
            Meeting::Near { turns, .. } => evidence.push(format!("Their photos take turns, {turns} times")),
        },
        _ if !is_said => return None,
        _ => {}
    }
    evidence.push(match (&a.facts.serial, &b.facts.serial) {
        (Some(serial), Some(_)) => format!("Both name the serial number {serial}"),
        _ => "No serial number speaks against it".to_owned(),
    });
    // The name that people know stays, else the one with more photos.
    let rank =
        |device: &Device, is_code: bool| (!is_code, device.n_photos, std::cmp::Reverse(device.id.clone()));
    let (from, into) = if rank(a, a_is_code) > rank(b, b_is_code) { (b, a) } else { (a, b) };
    Some(JoinOffer { device: from.id.clone(), into: into.id.clone(), evidence })
}

/// How many photos of a lane call their model so elsewhere in the file.
fn n_also_named(collection: &Collection, lane: &Lane, model: &str) -> usize {
    let photos = lane.ticks.iter().filter_map(|tick| collection.photo(tick.photo));
    photos
        .filter(|photo| photo.device.also_named.as_deref().is_some_and(|name| is_same_name(name, model)))
        .count()
}

/// Whether two names of a model are the same, one perhaps with the maker before it.
fn is_same_name(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim().to_lowercase(), b.trim().to_lowercase());
    let ends = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '));
    !a.is_empty() && !b.is_empty() && (a == b || ends(&a, &b) || ends(&b, &a))
}

/// The first word of the make, with the maker of brands that are also written there.
fn brand(make: &str) -> String {
    let word = make.split_whitespace().next().unwrap_or(make).to_lowercase();
    match word.as_str() {
        "redmi" | "poco" => "xiaomi".to_owned(),
        "lge" => "lg".to_owned(),
        _ => word,
    }
}

/// Whether it is a code such as 23113RKC6C or SM-S928N, and no name such as Redmi K70.
fn is_model_code(model: &str) -> bool {
    let digits = model.bytes().filter(u8::is_ascii_digit).count();
    let letters = model.bytes().filter(u8::is_ascii_uppercase).count();
    let is_plain =
        model.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'-' || b == b'_');
    model.len() >= 5 && is_plain && digits >= 2 && letters >= 1
}

/// Whether both name a lens, and not the same: then one of them is no phone, or they are two.
fn is_one_lens_apart(a: &Device, b: &Device) -> bool {
    matches!((&a.facts.lens, &b.facts.lens), (Some(a), Some(b)) if a != b)
}

/// How the photos of two devices lie to each other in time.
enum Meeting {
    /// One body cannot have been in both places.
    Impossible,
    /// They are never within [`PIECE_GAP`] of each other.
    Far,
    /// They go over into each other so often, the nearest two so long apart.
    Near { turns: usize, gap: SignedDuration },
}

fn meeting(collection: &Collection, a: &Lane, b: &Lane) -> Meeting {
    let key = |tick: &Tick| tick.utc().unwrap_or(tick.civil);
    let of = |lane, is_a| {
        let lane: &Lane = lane;
        lane.ticks.iter().map(move |tick| (key(tick), tick, is_a))
    };
    let mut all: Vec<_> = of(a, true).chain(of(b, false)).collect();
    all.sort_by_key(|(at, tick, _)| (*at, tick.photo));
    let position = |tick: &Tick| collection.photo(tick.photo)?.position;
    let (mut turns, mut nearest) = (0, SignedDuration::MAX);
    let mut previous: Option<(&Tick, bool)> = None;
    for (at, tick, is_a) in all {
        if let Some((before, _)) = previous.filter(|(_, was_a)| *was_a != is_a) {
            let gap = at.duration_since(key(before)).abs();
            if gap <= PIECE_GAP {
                turns += 1;
                nearest = nearest.min(gap);
            }
            if let (Some(from), Some(to)) = (position(before), position(tick))
                && metres(from, to) > SLACK_M + FASTEST_M_S * gap.as_secs_f64()
            {
                return Meeting::Impossible;
            }
        }
        previous = Some((tick, is_a));
    }
    if turns == 0 { Meeting::Far } else { Meeting::Near { turns, gap: nearest } }
}

/// Along the great circle, on a globe of 6,371 km.
fn metres(a: Position, b: Position) -> f64 {
    let (lat_a, lat_b) = (a.lat.to_radians(), b.lat.to_radians());
    let half = |x: f64| (x / 2.0).sin().powi(2);
    let h = half(lat_b - lat_a) + lat_a.cos() * lat_b.cos() * half((b.lon - a.lon).to_radians());
    2.0 * 6_371_000.0 * h.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::clock::revise::{join_devices, refuse_join};
    use crate::model::made;
    use crate::model::photo::Photo;

    /// Photos by turns: even ones of `a`, odd ones of `b`.
    fn by_turns(a: &DeviceFacts, b: &DeviceFacts) -> Vec<Photo> {
        let device = |n| if n % 2 == 0 { a.clone() } else { b.clone() };
        (0..8).map(|n| Photo { device: device(n), ..made::photo(n) }).collect()
    }

    fn facts(make: &str, model: &str) -> DeviceFacts {
        DeviceFacts { make: Some(make.into()), model: Some(model.into()), ..Default::default() }
    }

    fn of(photos: Vec<Photo>) -> Collection {
        let mut collection = Collection::default();
        collection.insert(photos);
        collection
    }

    fn code() -> DeviceFacts {
        facts("Xiaomi", "23113RKC6C")
    }

    fn name() -> DeviceFacts {
        facts("Redmi", "Redmi K70")
    }

    fn offers_of(a: &DeviceFacts, b: &DeviceFacts) -> Vec<JoinOffer> {
        let collection = of(by_turns(a, b));
        let (found, other) = (offers(&collection, &a.id().unwrap()), offers(&collection, &b.id().unwrap()));
        assert_eq!(found.len(), other.len(), "the same from both sides");
        found
    }

    #[test]
    fn a_phone_that_names_itself_in_two_ways_is_offered_and_keeps_its_name() {
        let found = offers_of(&code(), &name());
        let [offer] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((&offer.device, &offer.into), (&code().id().unwrap(), &name().id().unwrap()));
        assert_eq!(offer.other(&offer.into), &offer.device);
        assert_eq!(
            offer.evidence,
            [
                "23113RKC6C is a model code and Redmi K70 a name, both by Xiaomi",
                "Their photos take turns, 7 times",
                "No serial number speaks against it",
            ]
        );
    }

    #[test]
    fn the_file_itself_may_say_so() {
        let own = DeviceFacts { also_named: Some("Redmi K70".into()), ..code() };
        let found = offers_of(&own, &name());
        assert_eq!(found[0].evidence[0], "4 photos of Xiaomi 23113RKC6C name themselves Redmi K70 as well");
        // That does for devices whose photos are years apart, too.
        let mut photos = by_turns(&own, &name());
        photos.retain(|photo| photo.device == own);
        photos.push(Photo { device: name(), ..made::photo(400) });
        assert_eq!(offers(&of(photos), &name().id().unwrap()).len(), 1);
    }

    #[test]
    fn what_cannot_be_one_body_is_not_offered() {
        let serial = |facts: DeviceFacts, serial: &str| DeviceFacts { serial: Some(serial.into()), ..facts };
        for (a, b, why) in [
            (serial(code(), "12"), serial(name(), "13"), "two serial numbers"),
            (facts("Apple", "IPHONE15"), name(), "two makers"),
            (facts("Canon", "Canon EOS R5"), facts("Canon", "Canon EOS R3"), "two names"),
            (facts("SONY", "ILCE-6400"), facts("SONY", "DSC-RX100M7"), "two codes"),
            (
                DeviceFacts { owner: Some("Kim".into()), ..code() },
                DeviceFacts { owner: Some("Lee".into()), ..name() },
                "two owners",
            ),
        ] {
            assert_eq!(offers_of(&a, &b), [], "{why}");
        }
        // One of them in Seoul while the other is in Beijing.
        let mut photos = by_turns(&code(), &name());
        for (n, photo) in photos.iter_mut().enumerate() {
            photo.position =
                if n % 2 == 0 { Position::new(39.9, 116.4) } else { Position::new(37.57, 126.98) };
        }
        assert_eq!(offers(&of(photos.clone()), &code().id().unwrap()), []);
        for photo in &mut photos {
            photo.position = Position::new(39.9, 116.4);
        }
        assert_eq!(offers(&of(photos), &code().id().unwrap()).len(), 1);
        // A week between the last of one and the first of the other.
        let mut photos: Vec<Photo> = (0..4).map(|n| Photo { device: code(), ..made::photo(n) }).collect();
        photos.extend((400..404).map(|n| Photo { device: name(), ..made::photo(n) }));
        assert_eq!(offers(&of(photos), &code().id().unwrap()), []);
    }

    #[test]
    fn a_serial_number_alone_joins_nothing_but_is_told() {
        let serial = |facts: DeviceFacts| DeviceFacts { serial: Some("AB123".into()), ..facts };
        let (a, b) = (serial(facts("Canon", "Canon EOS R5")), serial(facts("NIKON", "NIKON Z 6")));
        let collection = of(by_turns(&a, &b));
        assert_eq!(offers(&collection, &a.id().unwrap()), []);
        assert_eq!(same_serial(&collection, &a.id().unwrap()), [b.id().unwrap()]);
        assert_eq!(same_serial(&of(by_turns(&code(), &name())), &code().id().unwrap()), []);
    }

    #[test]
    fn a_join_is_undone_and_a_refusal_remembered() {
        let mut collection = of(by_turns(&code(), &name()));
        let (a, b) = (code().id().unwrap(), name().id().unwrap());
        let edit = join_devices(&collection, &a, &b);
        collection.apply(&edit);
        assert_eq!((collection.devices().len(), offers(&collection, &b)), (1, Vec::new()));
        collection.apply(&edit.inverse());
        assert_eq!(offers(&collection, &b).len(), 1);
        assert!(!collection.notes().refuses_join(&a, &b));
        let edit = refuse_join(&collection, &a, &b);
        collection.apply(&edit);
        assert!(collection.notes().refuses_join(&a, &b) && collection.notes().refuses_join(&b, &a));
        assert!(refuse_join(&collection, &b, &a).is_empty(), "said once");
        collection.apply(&edit.inverse());
        assert!(!collection.notes().refuses_join(&a, &b));
    }
}
