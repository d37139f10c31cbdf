//! Clocks in words for a person.

use jiff::tz::Offset;

use super::super::collection::Collection;
use super::super::time::TimeSource;
use super::evidence::Evidence;
use super::propose::Proposal;

/// "1 h", "7 h 30 min", "1 day 1 h", "90 s": how long, without a sign; the largest unit and those below it that are not zero.
pub fn length(secs: i64) -> String {
    let secs = secs.unsigned_abs();
    if secs < 120 {
        return format!("{secs} s");
    }
    let day = match secs / 86_400 {
        1 => "1 day".to_owned(),
        n => format!("{n} days"),
    };
    let parts = [
        (secs / 86_400, day),
        (secs / 3_600 % 24, format!("{} h", secs / 3_600 % 24)),
        (secs / 60 % 60, format!("{} min", secs / 60 % 60)),
        (secs % 60, format!("{} s", secs % 60)),
    ];
    let told: Vec<String> = parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, text)| text).collect();
    told.join(" ")
}

/// "1 h ahead", "90 s behind", "right": how a clock stands to which so many seconds have to be added.
pub fn standing(shift_secs: i64) -> String {
    match shift_secs {
        0 => "right".to_owned(),
        1.. => format!("{} behind", length(shift_secs)),
        _ => format!("{} ahead", length(shift_secs)),
    }
}

/// "+1 h", "−7 h 30 min": what is added to a clock.
pub fn shift(shift_secs: i64) -> String {
    let sign = if shift_secs < 0 { '\u{2212}' } else { '+' };
    format!("{sign}{}", length(shift_secs))
}

/// "+08:00".
pub fn offset(offset: Offset) -> String {
    let secs = offset.seconds();
    let sign = if secs < 0 { '\u{2212}' } else { '+' };
    format!("{sign}{:02}:{:02}", secs.unsigned_abs() / 3_600, secs.unsigned_abs() / 60 % 60)
}

/// A reason, in a sentence without its full stop.
pub fn evidence(evidence: &Evidence, collection: &Collection) -> String {
    let photos = super::super::arrange::n_photos;
    let within = |secs: i64| {
        if secs == 0 { String::new() } else { format!(", within {} of each other", length(secs)) }
    };
    match evidence {
        Evidence::Reference { source, n_photos, spread_secs } => {
            let who = if *source == TimeSource::Gps { "GPS time" } else { "the phone's own UTC time" };
            format!("{who} in {} says so{}", photos(*n_photos), within(*spread_secs))
        }
        Evidence::HomeTime { set_to, place, n_photos } => format!(
            "it is set to UTC{} where the clocks were at UTC{}, by the position of {}",
            offset(*set_to),
            offset(*place),
            photos(*n_photos)
        ),
        Evidence::ShownClock { shown, photo } => {
            let name = collection.photo(*photo).map(|photo| photo.file_name()).unwrap_or_default();
            format!("a clock in {name} shows {:02}:{:02}:{:02}", shown.hour(), shown.minute(), shown.second())
        }
        Evidence::Pairs { with, n_pairs, spread_secs, .. } => format!(
            "{n_pairs} scenes that {} saw as well{}",
            collection.device_name(with),
            within(*spread_secs)
        ),
    }
}

/// What is proposed, in one sentence: "Sony ILCE-6400 is 1 h ahead".
pub fn proposal(proposal: &Proposal, collection: &Collection) -> String {
    format!("{} is {}", collection.device_name(&proposal.device), standing(proposal.delta_secs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_standings() {
        for (secs, want) in [
            (90, "90 s behind"),
            (-3_600, "1 h ahead"),
            (27_000, "7 h 30 min behind"),
            (-86_400, "1 day ahead"),
            (90_061, "1 day 1 h 1 min 1 s behind"),
            (0, "right"),
        ] {
            assert_eq!(standing(secs), want);
        }
        assert_eq!(shift(-90), "\u{2212}90 s");
        assert_eq!(offset(Offset::from_seconds(-12_600).unwrap()), "\u{2212}03:30");
    }
}
