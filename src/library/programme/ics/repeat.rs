//! Items that repeat: RFC 5545, 3.3.10 and 3.8.5. The rule is worked out on the clocks of the item's own zone, as the RFC wants it:
//! nine o'clock stays nine o'clock when summer begins.

use icalendar::rrule::RRuleSet;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::time::{When, parse};

/// At most this many times of one item.
pub const MOST_TIMES: usize = 1_000;
/// At most this many days of an item that repeats in a programme without any other items.
pub const MOST_DAYS: i32 = 400;

/// What a rule takes from the budget by itself.
const RULE: usize = 500;
/// What one takes that was followed to the end of all years.
const FRUITLESS: usize = 5_000;

/// The times of a repeating item.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Within what was asked for, in order.
    pub starts: Vec<DateTime>,
    /// The rule goes on behind these, or was given up before its end.
    pub goes_on: bool,
}

/// The times of a rule from `from` to `to`, where the item first begins at `start`, which is its first time by definition.
/// `local` turns the UTC of an UNTIL into the clocks of the item's zone. Each time that the rule is asked for takes one from
/// `budget`, the rule itself 500, and a day that never comes 5,000: with none left it is given up.
///
/// # Errors
/// Why the rule cannot be followed, as the end of a sentence.
pub fn times(
    rule: &str,
    start: DateTime,
    (from, to): (DateTime, DateTime),
    local: impl Fn(DateTime) -> DateTime,
    budget: &mut usize,
) -> Result<Times, String> {
    let mut out = Times::default();
    if (from..=to).contains(&start) {
        out.starts.push(start);
    }
    let Some(rule) = sound_rule(rule, start, local)? else { return Ok(out) };
    // The rule is given times without a zone as if they were UTC: no clock changes then get in its way.
    if *budget < RULE {
        out.goes_on = true;
        return Ok(out);
    }
    *budget -= RULE;
    let text = format!("DTSTART:{}\nRRULE:{rule}", utc_text(start));
    let set: RRuleSet = text.parse().map_err(|fault| format!("is none that can be followed ({fault})"))?;
    let set = set.limit();
    let mut dates = set.into_iter();
    let mut met = 0;
    loop {
        let Some(at) = dates.next() else {
            let has_end = rule.contains("COUNT=") || rule.contains("UNTIL=");
            if met == 0 || !has_end {
                *budget = budget.saturating_sub(FRUITLESS);
            }
            break;
        };
        met += 1;
        if *budget == 0 {
            out.goes_on = true;
            break;
        }
        *budget -= 1;
        let Ok(at) = Timestamp::from_second(at.timestamp()).map(|at| Offset::UTC.to_datetime(at)) else {
            break;
        };
        if at > to {
            out.goes_on = true;
            break;
        }
        if at < from || at == start {
            continue;
        }
        if out.starts.len() >= MOST_TIMES {
            out.goes_on = true;
            break;
        }
        out.starts.push(at);
    }
    Ok(out)
}

/// The rule with only what can be followed in it, and UNTIL on the item's own clocks. `None` where it ends before it begins.
fn sound_rule(
    rule: &str,
    start: DateTime,
    local: impl Fn(DateTime) -> DateTime,
) -> Result<Option<String>, String> {
    let mut parts = Vec::new();
    for part in rule.trim().split(';').filter(|part| !part.trim().is_empty()) {
        let Some((key, value)) = part.split_once('=') else {
            return Err("has a part without a value".into());
        };
        let (key, value) = (key.trim().to_ascii_uppercase(), value.trim().to_ascii_uppercase());
        match key.as_str() {
            "FREQ" if matches!(value.as_str(), "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY") => {}
            "FREQ" => return Err("repeats more than once a day".into()),
            "INTERVAL" if value.parse().is_ok_and(|n: u16| (1..=1000).contains(&n)) => {}
            "COUNT" if value.parse().is_ok_and(|n: u32| (1..=1_000_000).contains(&n)) => {}
            "UNTIL" => {
                let until = match parse(&value, None) {
                    Some(When::Day(day)) => day.at(23, 59, 59, 0),
                    Some(When::Local(civil, _)) => civil,
                    Some(When::Utc(utc)) => local(utc),
                    None => return Err("has an end that is no date".into()),
                };
                if until < start {
                    return Ok(None);
                }
                parts.push(format!("UNTIL={}", utc_text(until)));
                continue;
            }
            "WKST" | "BYDAY" | "BYMONTHDAY" | "BYMONTH" | "BYSETPOS" | "BYYEARDAY" | "BYWEEKNO"
            | "BYHOUR" | "BYMINUTE" | "BYSECOND"
                if value.len() <= 200 => {}
            key if key.starts_with("X-") => continue,
            _ => return Err(format!("has {key}={value}, which is not understood")),
        }
        parts.push(format!("{key}={value}"));
    }
    if !parts.iter().any(|part| part.starts_with("FREQ=")) {
        return Err("does not say how often".into());
    }
    Ok(Some(parts.join(";")))
}

/// The form of RFC 5545 for UTC, although these times are on other clocks.
fn utc_text(civil: DateTime) -> String {
    format!("{}Z", stamp(civil))
}

/// A time as `YYYYMMDDTHHMMSS`.
pub fn stamp(civil: DateTime) -> String {
    let (date, time) = (civil.date(), civil.time());
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn days(rule: &str) -> Result<Vec<i8>, String> {
        let start = date(2026, 1, 5).at(9, 0, 0, 0);
        let span = (start, date(2026, 1, 31).at(23, 59, 59, 0));
        let hours_east = |utc: DateTime| super::super::time::moved(utc, 8 * 3600);
        times(rule, start, span, hours_east, &mut 10_000)
            .map(|t| t.starts.iter().map(|at| at.day()).collect())
    }

    #[test]
    fn rules_of_a_visit() {
        assert_eq!(days("FREQ=DAILY;COUNT=4"), Ok(vec![5, 6, 7, 8]));
        assert_eq!(days("FREQ=DAILY;INTERVAL=2;UNTIL=20260109"), Ok(vec![5, 7, 9]));
        assert_eq!(days("FREQ=WEEKLY;BYDAY=MO,WE"), Ok(vec![5, 7, 12, 14, 19, 21, 26, 28]));
        // 01:00 UTC is nine o'clock there, so the seventh still counts; one second before it does not.
        assert_eq!(days("FREQ=DAILY;UNTIL=20260107T010000Z"), Ok(vec![5, 6, 7]));
        assert_eq!(days("FREQ=DAILY;UNTIL=20260107T005959Z"), Ok(vec![5, 6]));
        // The first time counts although the rule does not meet it.
        assert_eq!(days("FREQ=WEEKLY;BYDAY=FR;COUNT=2"), Ok(vec![5, 9, 16]));
        assert_eq!(days("FREQ=DAILY;UNTIL=20250101"), Ok(vec![5]));
        for bad in
            ["", "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ", "FREQ=DAILY;BYDAY=XX", "FREQ=DAILY;A=1"]
        {
            assert!(days(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_rule_without_end_stops() {
        let start = date(1990, 1, 1).at(8, 0, 0, 0);
        let all = (start, date(2200, 12, 31).at(0, 0, 0, 0));
        let endless = times("FREQ=DAILY", start, all, |utc| utc, &mut 1_000_000).unwrap();
        assert_eq!((endless.starts.len(), endless.goes_on), (MOST_TIMES, true));
        let poor = times("FREQ=DAILY", start, all, |utc| utc, &mut (RULE + 10)).unwrap();
        assert_eq!((poor.starts.len(), poor.goes_on), (10, true));
        // A day that never comes.
        let never = times("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", start, all, |utc| utc, &mut 1_000).unwrap();
        assert_eq!(never.starts, [start]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn no_rule_panics_or_hangs(
            freq in prop::sample::select(vec!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
            parts in prop::collection::vec(
                (prop::sample::select(vec![
                    "INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYYEARDAY", "BYWEEKNO", "BYHOUR",
                    "BYMINUTE", "BYSECOND", "WKST",
                ]), "(-?[0-9]{1,3}(,-?[0-9]{1,2})?|-?[1-5]?(MO|SU)|[+,A-Z0-9-]{0,6})"),
                0..4,
            ),
            month in 1i8..=12,
            day in 1i8..=28,
        ) {
            let start = date(2024, month, day).at(9, 30, 0, 0);
            let rule = parts.iter().fold(format!("FREQ={freq}"), |rule, (key, value)| format!("{rule};{key}={value}"));
            if let Ok(times) = times(&rule, start, (start, date(2026, 1, 1).at(0, 0, 0, 0)), |utc| utc, &mut 2_000) {
                prop_assert!(times.starts.len() <= MOST_TIMES);
                prop_assert!(times.starts.is_sorted(), "{:?}", times.starts);
            }
        }
    }
}
