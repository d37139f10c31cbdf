//! What the cameras say of when an item was really over: nobody photographs while people walk from one room to the next.
//!
//! A programme is a plan. Items overrun while photo follows on photo; how long a pause may be is told by the pauses of the item itself.
//! Between two items that follow each other the longest pause near the planned time is where the one ended and the other began,
//! unless it is so far from the plan that a lull is likelier ([`Pauses::turn`]).

use jiff::SignedDuration;
use jiff::civil::DateTime;

/// While photos follow on each other within so many seconds, what they show goes on, whatever was usual before.
pub const GOES_ON_SECS: i64 = 5 * 60;

/// A pause of more than this ends an item that is over by the plan, however long its own pauses were.
const MAX_PAUSE_SECS: i64 = 8 * 60;

/// How many of the last photos of an item tell how long its pauses are.
const N_TELLING: usize = 40;

/// A shorter pause between two items is none.
const MIN_TURN_SECS: f64 = 90.0;

/// Items begin late and end late by about so many seconds: a pause that is further from the plan has to be longer in proportion.
const USUAL_DELAY_SECS: f64 = 7.0 * 60.0;

/// How far before the planned end and after the planned beginning a turn is looked for.
pub(super) const TURN_WITHIN: SignedDuration = SignedDuration::from_mins(20);

/// No more photos than so many are looked through for one item.
const MAX_SEEN: usize = 4_000;

/// The times of all photos, in order.
pub(super) struct Pauses(Vec<DateTime>);

impl Pauses {
    pub(super) fn of(times: impl Iterator<Item = DateTime>) -> Self {
        let mut times: Vec<DateTime> = times.collect();
        times.sort_unstable();
        Self(times)
    }

    /// Until when photos followed on each other after an item was over by the plan.
    pub(super) fn goes_on_until(&self, start: DateTime, end: DateTime) -> DateTime {
        let over = self.0.partition_point(|time| *time <= end);
        let inside = self.0.get(over.saturating_sub(N_TELLING)..over).unwrap_or_default();
        let inside: Vec<DateTime> = inside.iter().copied().filter(|time| *time >= start).collect();
        let pauses = inside.iter().zip(inside.iter().skip(1)).map(|(a, b)| b.duration_since(*a).as_secs());
        let usual = pauses.max().unwrap_or(0).clamp(GOES_ON_SECS, MAX_PAUSE_SECS);
        let mut until = end;
        for time in self.0.iter().skip(over).take(MAX_SEEN) {
            if time.duration_since(until).as_secs() > usual {
                break;
            }
            until = *time;
        }
        until
    }

    /// The first photo of an item that follows another one, where a pause tells that it began then: the one ended by the plan at
    /// `end`, the other was to begin at `start`.
    pub(super) fn turn(&self, end: DateTime, start: DateTime) -> Option<DateTime> {
        let from = end.checked_sub(TURN_WITHIN).ok()?;
        let to = start.checked_add(TURN_WITHIN).ok()?;
        let first = self.0.partition_point(|time| *time < from);
        let near = || self.0.iter().skip(first).take(MAX_SEEN).take_while(|time| **time <= to);
        let mut best: Option<(f64, DateTime)> = None;
        for (a, b) in near().zip(near().skip(1)) {
            let pause = b.duration_since(*a).as_secs_f64();
            if pause < MIN_TURN_SECS {
                continue;
            }
            // Not at all where the pause lies over what the plan leaves free.
            let late = a.duration_since(start).as_secs_f64().max(0.0);
            let early = end.duration_since(*b).as_secs_f64().max(0.0);
            let off = late.max(early) / USUAL_DELAY_SECS;
            let weight = pause.ln() - off * off / 2.0;
            if best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, *b));
            }
        }
        best.map(|(_, turn)| turn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(minutes: f64) -> DateTime {
        date(2026, 1, 5).at(9, 0, 0, 0) + SignedDuration::from_secs((minutes * 60.0) as i64)
    }

    fn pauses(minutes: &[f64]) -> Pauses {
        Pauses::of(minutes.iter().map(|minutes| at(*minutes)))
    }

    #[test]
    fn an_item_goes_on_with_pauses_as_long_as_its_own() {
        let dense = pauses(&[50.0, 55.0, 58.0, 62.0, 66.0, 73.0]);
        assert_eq!(dense.goes_on_until(at(0.0), at(60.0)), at(66.0));
        let slow = pauses(&[44.0, 51.0, 58.0, 65.0, 72.0, 81.0]);
        assert_eq!(slow.goes_on_until(at(0.0), at(60.0)), at(72.0));
        assert_eq!(pauses(&[]).goes_on_until(at(0.0), at(60.0)), at(60.0));
    }

    #[test]
    fn the_next_item_begins_after_the_pause_that_is_nearest_to_the_plan_for_its_length() {
        let minutes = |from: i32, to: i32| (from..to).map(f64::from);
        // Ten minutes over, then five to walk.
        let over: Vec<f64> = minutes(40, 71).chain(minutes(76, 100)).collect();
        assert_eq!(pauses(&over).turn(at(60.0), at(62.0)), Some(at(76.0)));
        // By the plan, and a lull of the same length a quarter of an hour later.
        let lull: Vec<f64> = minutes(40, 60).chain(minutes(63, 79)).chain(minutes(83, 99)).collect();
        assert_eq!(pauses(&lull).turn(at(60.0), at(62.0)), Some(at(63.0)));
        // Nobody ever paused.
        assert_eq!(pauses(&minutes(40, 100).collect::<Vec<_>>()).turn(at(60.0), at(62.0)), None);
    }
}
