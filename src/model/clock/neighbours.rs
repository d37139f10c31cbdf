//! Times for photos that have none, from the numbering of the folder: `IMG_1234` was taken between `IMG_1233` and `IMG_1235`.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::SignedDuration;

use super::super::time::{TimeClaim, TimeSource};
use super::Settled;

/// Neighbours that lie further apart than this say nothing of what is between them.
const MAX_APART: SignedDuration = SignedDuration::from_hours(2);

/// A neighbour that is further away in the numbering says nothing either.
const MAX_STEPS: u64 = 20;

/// Gives undated photos the time between their dated neighbours.
pub(super) fn fill(settled: &mut [Settled<'_>]) {
    let mut series: BTreeMap<(&Path, &str, usize), Vec<(u64, usize)>> = BTreeMap::new();
    for (n, photo) in settled.iter().enumerate() {
        if let Some((folder, prefix, width, number)) = numbered(photo.from.path) {
            series.entry((folder, prefix, width)).or_default().push((number, n));
        }
    }
    let mut found: Vec<(usize, TimeClaim)> = Vec::new();
    for numbers in series.values_mut() {
        numbers.sort_unstable();
        for (at, (number, n)) in numbers.iter().enumerate() {
            if settled.get(*n).is_none_or(Settled::dates) {
                continue;
            }
            let dated = |(other, m): &(u64, usize)| {
                let claim = settled.get(*m).filter(|photo| photo.dates())?.best.as_ref()?;
                let near = other.abs_diff(*number) <= MAX_STEPS && claim.uncertainty_secs <= 60;
                near.then_some((*other, claim))
            };
            let before = numbers.get(..at).into_iter().flatten().rev().find_map(dated);
            let after = numbers.get(at + 1..).into_iter().flatten().find_map(dated);
            if let (Some(before), Some(after)) = (before, after) {
                found.extend(between(*number, before, after).map(|claim| (*n, claim)));
            }
        }
    }
    for (n, claim) in found {
        if let Some(photo) = settled.get_mut(n) {
            photo.best = Some(claim);
        }
    }
}

/// The time of a number between two others.
fn between(number: u64, before: (u64, &TimeClaim), after: (u64, &TimeClaim)) -> Option<TimeClaim> {
    let apart = after.1.civil.duration_since(before.1.civil);
    let one_clock = before.1.offset == after.1.offset;
    if apart.is_negative() || apart > MAX_APART || !one_clock || after.0 <= before.0 {
        return None;
    }
    let share = (number - before.0) as f64 / (after.0 - before.0) as f64;
    let secs = (apart.as_secs() as f64 * share).round() as i64;
    Some(TimeClaim {
        source: TimeSource::Neighbours,
        civil: before.1.civil.checked_add(SignedDuration::from_secs(secs)).ok()?,
        offset: before.1.offset,
        offset_source: before.1.offset_source,
        uncertainty_secs: u32::try_from(apart.as_secs()).unwrap_or(u32::MAX).max(1),
    })
}

/// Folder, the name before the number, how many digits, and the number, where a name ends with one of three to six digits.
fn numbered(path: &Path) -> Option<(&Path, &str, usize, u64)> {
    let stem = path.file_stem()?.to_str()?;
    let prefix = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = stem.get(prefix.len()..)?;
    // A day in the name is a number as well, but counts nothing.
    if !(3..=6).contains(&digits.len()) || prefix.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some((path.parent()?, prefix, digits.len(), digits.parse().ok()?))
}
