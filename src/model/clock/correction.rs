//! A device's clock set right over a stretch of time.

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// What is added to the time that a device's clock showed. Kept in the library; no file is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockCorrection {
    /// The first time on the device's own clock for which it holds; `None` from the beginning.
    pub from: Option<DateTime>,
    /// The time on the device's own clock up to which it holds, without that itself; `None` for good.
    pub to: Option<DateTime>,
    /// Seconds to add: positive where the clock was behind.
    pub shift_secs: i64,
    /// The offset from UTC of the corrected time; `None` leaves it to what the photos say.
    pub offset: Option<Offset>,
}

/// No clock is further off than this: a hundred years, in seconds.
pub const MAX_SHIFT_SECS: i64 = 100 * 366 * 86_400;

impl ClockCorrection {
    /// Whether it holds for what the device's clock showed.
    pub fn covers(&self, clock: DateTime) -> bool {
        self.from.is_none_or(|from| from <= clock) && self.to.is_none_or(|to| clock < to)
    }

    /// The time on the wall when the device's clock showed `clock`. A time that no calendar has stays as it was.
    pub fn apply(&self, clock: DateTime) -> DateTime {
        clock.checked_add(SignedDuration::from_secs(self.shift_secs)).unwrap_or(clock)
    }

    /// Whether it changes nothing.
    pub const fn is_nothing(&self) -> bool {
        self.shift_secs == 0 && self.offset.is_none()
    }
}

/// The corrections of a device after `new` is laid over those that stand: where two would hold, the new one does.
pub fn laid_over(standing: &[ClockCorrection], new: ClockCorrection) -> Vec<ClockCorrection> {
    let mut out = Vec::with_capacity(standing.len() + 2);
    for old in standing {
        // What is left of the old one before and after the new one.
        let before = ClockCorrection { to: earlier_end(old.to, new.from), ..old.clone() };
        let after = ClockCorrection { from: later_start(old.from, new.to), ..old.clone() };
        out.extend((new.from.is_some() && is_some_time(&before)).then_some(before));
        out.extend((new.to.is_some() && is_some_time(&after)).then_some(after));
    }
    if !new.is_nothing() {
        out.push(new);
    }
    out.sort_by_key(|c| c.from);
    out
}

fn is_some_time(correction: &ClockCorrection) -> bool {
    match (correction.from, correction.to) {
        (Some(from), Some(to)) => from < to,
        _ => true,
    }
}

fn earlier_end(a: Option<DateTime>, b: Option<DateTime>) -> Option<DateTime> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, None) | (None, one) => one,
    }
}

fn later_start(a: Option<DateTime>, b: Option<DateTime>) -> Option<DateTime> {
    a.max(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn hour(n: i64) -> DateTime {
        date(2026, 1, 5).at(0, 0, 0, 0).checked_add(SignedDuration::from_hours(n)).unwrap()
    }

    fn correction(from: Option<i64>, to: Option<i64>, shift_secs: i64) -> ClockCorrection {
        ClockCorrection { from: from.map(hour), to: to.map(hour), shift_secs, offset: None }
    }

    /// What a list of corrections does to a time.
    fn shift_at(list: &[ClockCorrection], at: DateTime) -> i64 {
        assert!(list.iter().filter(|c| c.covers(at)).count() <= 1, "two hold at {at}: {list:?}");
        list.iter().find(|c| c.covers(at)).map_or(0, |c| c.shift_secs)
    }

    prop_compose! {
        fn any_correction()(from in prop::option::of(0_i64..48), len in prop::option::of(1_i64..24), shift in -7_200_i64..7_200)
            -> ClockCorrection {
            correction(from, len.map(|len| from.unwrap_or(0) + len), shift)
        }
    }

    proptest! {
        #[test]
        fn the_newest_holds_and_the_rest_stays(old in prop::collection::vec(any_correction(), 0..5), new in any_correction()) {
            let standing = old.into_iter().fold(Vec::new(), |list, c| laid_over(&list, c));
            let after = laid_over(&standing, new.clone());
            for n in -2..60 {
                let want = if new.covers(hour(n)) { new.shift_secs } else { shift_at(&standing, hour(n)) };
                prop_assert_eq!(shift_at(&after, hour(n)), want);
            }
        }

        #[test]
        fn a_correction_and_its_inverse_is_the_identity(shift in -MAX_SHIFT_SECS..MAX_SHIFT_SECS, n in 0_i64..100_000) {
            let forth = correction(None, None, shift);
            let back = correction(None, None, -shift);
            prop_assert_eq!(back.apply(forth.apply(hour(n))), hour(n));
        }
    }

    #[test]
    fn a_stretch_has_its_first_moment_and_not_its_last() {
        let c = correction(Some(9), Some(12), 60);
        assert!(c.covers(hour(9)) && !c.covers(hour(12)) && !c.covers(hour(8)));
        assert_eq!(laid_over(std::slice::from_ref(&c), correction(Some(9), Some(12), 0)), []);
    }
}
