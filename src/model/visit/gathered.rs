//! Photos in no item of a programme, in parts: where somebody paused for much longer than photos lie apart around there, something else began.
//!
//! The rule is that of PhotoTOC (Platt, Czerwinski, Field: *PhotoTOC: Automatic Clustering for Browsing Personal Photographs*, 2003): a part begins after a gap whose
//! logarithm lies by [`K`] above the mean of the logarithms of the gaps around it. Where photos come in bursts that is a matter
//! of minutes, so a pause also has to be of some length ([`MIN_PAUSE_SECS`]), and a part of some size ([`MIN_PART`]).

use std::collections::BTreeMap;

use jiff::civil::DateTime;

/// By how much the logarithm of a gap must lie above the mean around it: ln 17, from PhotoTOC.
const K: f64 = 2.833_213_344_056_216;

/// How many gaps on either side make the mean, from PhotoTOC.
const AROUND: usize = 10;

/// Nothing else begins after a shorter pause, however dense the photos are.
const MIN_PAUSE_SECS: f64 = 15.0 * 60.0;

/// Fewer photos than so many are no part of their own: they go with the part that is nearer in time.
const MIN_PART: usize = 4;

/// How far photos of a visit lie apart, in order.
pub(super) struct Pace {
    /// Sums of the logarithms of all gaps up to each photo.
    sums: Vec<f64>,
}

impl Pace {
    /// Of photos in order; those without a time come last and are left out.
    pub(super) fn of(times: impl Iterator<Item = Option<DateTime>>) -> Self {
        let times: Vec<DateTime> = times.map_while(|time| time).collect();
        let gaps = times.iter().zip(times.iter().skip(1)).map(|(a, b)| secs(*a, *b).ln());
        let sums = std::iter::once(0.0).chain(gaps.scan(0.0, |sum, gap| {
            *sum += gap;
            Some(*sum)
        }));
        Self { sums: sums.collect() }
    }

    /// Whether a gap that ends with photo `n` of the visit is long for its surroundings.
    fn is_pause(&self, secs: f64, n: usize) -> bool {
        let last = self.sums.len().saturating_sub(1);
        let (from, to) = (n.saturating_sub(AROUND + 1), n.saturating_add(AROUND).min(last));
        let sum = self.sums.get(to).zip(self.sums.get(from)).map_or(0.0, |(to, from)| to - from);
        let mean = sum / to.saturating_sub(from).max(1) as f64;
        secs >= MIN_PAUSE_SECS && secs.ln() >= mean + K
    }
}

fn secs(a: DateTime, b: DateTime) -> f64 {
    b.duration_since(a).as_secs_f64().abs().max(1.0)
}

/// Cuts a run of photos, each by its place in the visit and its time: tells for each in which part it is, from 0.
pub(super) fn parts(run: &[(usize, Option<DateTime>)], pace: &Pace) -> Vec<usize> {
    let mut begins = vec![0];
    for (n, ((_, a), (at, b))) in run.iter().zip(run.iter().skip(1)).enumerate() {
        if a.zip(*b).is_some_and(|(a, b)| pace.is_pause(secs(a, b), *at)) {
            begins.push(n + 1);
        }
    }
    keep_whole(&mut begins, run);
    let mut part = 0;
    (0..run.len())
        .map(|n| {
            part += usize::from(begins.get(part + 1) == Some(&n));
            part
        })
        .collect()
}

/// Takes away beginnings of parts until none is too small.
fn keep_whole(begins: &mut Vec<usize>, run: &[(usize, Option<DateTime>)]) {
    let gap = |n: usize| {
        let time = |n: usize| run.get(n).and_then(|(_, time)| *time);
        n.checked_sub(1).and_then(time).zip(time(n)).map_or(0.0, |(a, b)| secs(a, b))
    };
    // Every round takes away one of the beginnings, and small parts that are left get larger.
    while let Some(small) = (0..begins.len()).find(|part| {
        let (from, to) = (begins.get(*part), begins.get(part + 1));
        to.copied().unwrap_or(run.len()).saturating_sub(from.copied().unwrap_or(0)) < MIN_PART
    }) {
        let before = (small > 0).then(|| begins.get(small).copied()).flatten();
        let after = begins.get(small + 1).copied();
        let ways: BTreeMap<u64, usize> = [(before, small), (after, small + 1)]
            .into_iter()
            .filter_map(|(begin, which)| Some((gap(begin?) as u64, which)))
            .rev()
            .collect();
        let Some((_, nearer)) = ways.first_key_value() else { break };
        begins.remove(*nearer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use jiff::civil::date;

    /// The sizes of the parts of photos at these minutes.
    fn sizes(minutes: &[i64]) -> Vec<usize> {
        let noon = date(2026, 1, 5).at(12, 0, 0, 0);
        let times: Vec<_> = minutes.iter().map(|m| Some(noon + SignedDuration::from_mins(*m))).collect();
        let run: Vec<_> = times.iter().copied().enumerate().collect();
        let of = parts(&run, &Pace::of(times.into_iter()));
        of.chunk_by(|a, b| a == b).map(<[usize]>::len).collect()
    }

    #[test]
    fn a_pause_that_is_long_for_its_surroundings_begins_a_part() {
        assert_eq!(sizes(&[0, 1, 2, 3, 4, 60, 61, 62, 63, 64]), [5, 5]);
        // The same pause where photos come every half an hour is none.
        assert_eq!(sizes(&[0, 30, 60, 120, 150, 180, 240, 270, 300, 330]), [10]);
        // Dense photos, and a pause of minutes only.
        assert_eq!(sizes(&[0, 0, 0, 0, 0, 14, 14, 14, 14, 14]), [10]);
    }

    #[test]
    fn a_few_photos_go_with_their_nearer_neighbours() {
        assert_eq!(sizes(&[0, 1, 2, 3, 4, 100, 101, 102, 180, 181, 182, 183, 184]), [5, 8]);
        assert_eq!(sizes(&[0, 1, 100, 101]), [4]);
        assert_eq!(sizes(&[0]), [1]);
    }
}
