//! Photos of the same scene by two devices: how far apart their clocks are.
//!
//! Two devices in one room see the same scenes in the same order. For each photo of one, the one of the other that looks most like it
//! is found; where many such pairs are apart by the same time, that is the difference of the clocks.

use jiff::civil::DateTime;

use super::super::photo::PhotoId;

/// What a photo looks like, coarsely: a difference hash of 64 comparisons along rows and 64 along columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Look(pub u128);

impl Look {
    /// How many of the 128 comparisons differ.
    pub const fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }

    /// Whether there is anything to compare: a black or even picture looks like every other.
    pub const fn is_telling(self) -> bool {
        let ones = self.0.count_ones();
        20 <= ones && ones <= 108
    }
}

/// A photo with its time and its look.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Which photo.
    pub photo: PhotoId,
    /// When, on a clock that both devices' photos are given by.
    pub at: DateTime,
    /// What it looks like.
    pub look: Look,
}

/// Pairs further apart in looks than this are not of one scene.
const MAX_DISTANCE: u32 = 30;

/// Pairs further apart in time than this are not looked at: a clock on the wrong day, and an hour.
pub const MAX_APART_SECS: i64 = 26 * 3_600;

/// Differences within so many seconds say the same: a scene lasts longer than one picture of it.
const WINDOW_SECS: i64 = 60;

/// Most clocks that are wrong are set to another zone: where a multiple of a quarter of an hour fits, it is that.
const QUARTER_SECS: i64 = 900;

/// So many pairs must agree.
const MIN_PAIRS: usize = 3;

/// How far apart two clocks are by what their devices saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairShift {
    /// Seconds to add to the times of the first device to have those of the second.
    pub shift_secs: i64,
    /// How many pairs say so.
    pub n_pairs: usize,
    /// How far the pairs differ among themselves, in seconds.
    pub spread_secs: i64,
    /// The pair that looks most alike.
    pub example: (PhotoId, PhotoId),
}

/// Compares what two devices saw; both in order of time. `None` where too few pairs agree.
pub fn shift_between(a: &[Seen], b: &[Seen]) -> Option<PairShift> {
    let mut pairs: Vec<(i64, u32, PhotoId, PhotoId)> = Vec::new();
    for seen in a.iter().filter(|seen| seen.look.is_telling()) {
        pairs.extend(best_partner(seen, b));
    }
    pairs.sort_unstable();
    // The densest window of differences.
    let mut best: Option<&[(i64, u32, PhotoId, PhotoId)]> = None;
    let mut from = 0;
    for (n, (apart, ..)) in pairs.iter().enumerate() {
        while pairs.get(from).is_some_and(|(first, ..)| apart - first > WINDOW_SECS) {
            from += 1;
        }
        let window = pairs.get(from..=n)?;
        if best.is_none_or(|best| window.len() > best.len()) {
            best = Some(window);
        }
    }
    let window = best.filter(|window| window.len() >= MIN_PAIRS && 2 * window.len() > pairs.len())?;
    let (first, last) = (window.first()?.0, window.last()?.0);
    let middle = window.get(window.len() / 2)?.0;
    let quarter = (middle + QUARTER_SECS / 2).div_euclid(QUARTER_SECS) * QUARTER_SECS;
    let alike = window.iter().min_by_key(|(_, distance, ..)| distance)?;
    Some(PairShift {
        shift_secs: if (first..=last).contains(&quarter) { quarter } else { middle },
        n_pairs: window.len(),
        spread_secs: last - first,
        example: (alike.2, alike.3),
    })
}

/// The photo of `b` that looks most like this one, unless another scene looks as much like it.
fn best_partner(seen: &Seen, b: &[Seen]) -> Option<(i64, u32, PhotoId, PhotoId)> {
    /// A series of one scene is one scene.
    const SCENE_SECS: i64 = 90;
    /// Another scene must look so much less alike.
    const MARGIN: u32 = 6;
    let apart = |other: &Seen| other.at.duration_since(seen.at).as_secs();
    let begin = b.partition_point(|other| apart(other) < -MAX_APART_SECS);
    let near = b.get(begin..)?.iter().take_while(|other| apart(other) <= MAX_APART_SECS);
    let mut best: Option<(u32, i64, PhotoId)> = None;
    let mut second = u32::MAX;
    for other in near.filter(|other| other.look.is_telling()) {
        let (distance, apart) = (seen.look.distance(other.look), apart(other));
        match best {
            Some((least, of, _)) if distance >= least => {
                if (apart - of).abs() > SCENE_SECS {
                    second = second.min(distance);
                }
            }
            _ => {
                if let Some((least, of, _)) = best
                    && (apart - of).abs() > SCENE_SECS
                {
                    second = second.min(least);
                }
                best = Some((distance, apart, other.photo));
            }
        }
    }
    let (distance, apart, other) = best?;
    let is_clear = distance <= MAX_DISTANCE && second.saturating_sub(distance) >= MARGIN;
    is_clear.then_some((apart, distance, seen.photo, other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use jiff::civil::date;

    /// A look of its own for every number, as different as chance.
    fn look(n: u64) -> Look {
        let mix = |n: u64| {
            u128::from(
                *blake3::hash(&n.to_le_bytes())
                    .as_bytes()
                    .first_chunk::<8>()
                    .map(|b| u64::from_le_bytes(*b))
                    .as_ref()
                    .unwrap(),
            )
        };
        Look(mix(n) << 64 | mix(n + 1_000_000))
    }

    fn seen(n: u64, secs: i64, look: Look) -> Seen {
        let at = date(2026, 1, 5).at(9, 0, 0, 0).checked_add(SignedDuration::from_secs(secs)).unwrap();
        Seen { photo: PhotoId([n as u8; 32]), at, look }
    }

    #[test]
    fn clocks_that_differ_are_told_by_what_was_seen() {
        for shift in [0, 90, 3_600, -27_000, 86_400] {
            let a: Vec<Seen> = (0..12).map(|n| seen(n, 300 * n as i64, look(n))).collect();
            // The other device is a few seconds earlier or later each time, and sees things of its own.
            let b: Vec<Seen> = (0..24)
                .map(|n| {
                    seen(
                        100 + n,
                        300 * (n / 2) as i64 + shift + (n % 3) as i64,
                        look(if n % 2 == 0 { n / 2 } else { 500 + n }),
                    )
                })
                .collect();
            let found = shift_between(&a, &b).unwrap();
            assert!((found.shift_secs - shift).abs() <= 2 && found.n_pairs == 12, "{shift}: {found:?}");
        }
    }

    #[test]
    fn chance_and_black_pictures_say_nothing() {
        let a: Vec<Seen> = (0..50).map(|n| seen(n, 60 * n as i64, look(n))).collect();
        let b: Vec<Seen> = (0..50).map(|n| seen(n, 60 * n as i64, look(9_000 + n))).collect();
        assert_eq!(shift_between(&a, &b), None);
        let dark: Vec<Seen> = (0..50).map(|n| seen(n, 60 * n as i64, Look(3))).collect();
        assert_eq!(shift_between(&dark, &dark), None);
        // The same stage all day long: every photo looks like every other.
        let stage: Vec<Seen> = (0..50).map(|n| seen(n, 600 * n as i64, look(7))).collect();
        assert_eq!(shift_between(&stage, &stage), None);
    }
}
