//! When a photo was taken, in the inspector's words. Pure.

use super::data::Fact;
use crate::model::photo::Photo;
use crate::model::text::LangTag;
use crate::model::time::explain::{Explanation, explain};
use crate::model::time::{CaptureTime, TimeClaim, TimeSource};
use crate::model::wording;
use crate::ui::{icons, words};

/// A time that is known to the day only is this uncertain, in seconds.
const DAY_SECS: u32 = 86_400;

/// When, how that is known, and how what else is said of it stands to that.
pub fn when_fact(photo: &Photo, captured: Option<&CaptureTime>) -> Fact {
    let Some(captured) = captured else {
        let value = "When is not known".to_owned();
        let how = vec!["Nothing in the file says".to_owned()];
        return Fact { icon: icons::CLOCK, value, how, doubtful: true };
    };
    let mut how = vec![words::sentence(&source_words(photo, captured.best.source))];
    how.push(match captured.best.offset_source {
        Some(source) => format!("Offset: {}", source.words()),
        None => "Offset from UTC not known".to_owned(),
    });
    how.extend(give_or_take(&captured.best));
    let (same, told): (Vec<Explanation>, Vec<Explanation>) =
        explain(captured, photo.zone.as_deref()).into_iter().partition(|said| said.same.is_some());
    if !same.is_empty() {
        let names: Vec<&str> = same.iter().filter_map(|said| said.same).collect();
        how.push(format!("The same is said by: {}", names.join(", ")));
    }
    // What cannot both be right comes first.
    let (against, beside): (Vec<Explanation>, Vec<Explanation>) =
        told.into_iter().partition(|said| said.disagrees);
    how.extend(against.into_iter().map(|said| format!("But {}", said.text)));
    how.extend(beside.into_iter().map(|said| words::sentence(&said.text)));
    Fact { icon: icons::CLOCK, value: value(captured), how, doubtful: !captured.dates_photo() }
}

/// Where the time is from; of a sidecar its name, where there is one alone.
fn source_words(photo: &Photo, source: TimeSource) -> String {
    match (source, photo.embedded.sidecars()) {
        (TimeSource::Sidecar, [only]) => format!("date created in the sidecar {}", only.name),
        _ => source.words().to_owned(),
    }
}

/// "Monday, 5 January 2026, 18:30:12 UTC+08:00".
pub fn value(captured: &CaptureTime) -> String {
    let civil = captured.civil();
    let day = wording::date_with_weekday(civil.date(), &LangTag::en());
    if captured.best.uncertainty_secs >= DAY_SECS {
        return day;
    }
    let clock = words::clock_with_seconds(civil);
    match words::offset(captured) {
        Some(offset) => format!("{day}, {clock} {offset}"),
        None => format!("{day}, {clock}"),
    }
}

fn give_or_take(claim: &TimeClaim) -> Option<String> {
    match claim.uncertainty_secs {
        0 | 1 => None,
        secs if secs < 120 => Some(format!("Give or take {secs} s")),
        secs if secs < 2 * 3_600 => Some(format!("Give or take {} min", secs / 60)),
        secs if secs < DAY_SECS => Some(format!("Give or take {} h", secs / 3_600)),
        _ => Some("Only the day is known".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::made;
    use crate::model::said::{SidecarMark, TextSources};
    use crate::model::time::OffsetSource;
    use jiff::civil::date;
    use jiff::tz::{Offset, offset};

    #[test]
    fn sources_that_lost_are_explained() {
        let mut photo = made::photo(0);
        let captured = photo.captured.as_mut().unwrap();
        (captured.best.offset, captured.best.offset_source) =
            (Some(offset(8)), Some(OffsetSource::ExifOffset));
        captured.others.push(TimeClaim {
            source: TimeSource::Gps,
            civil: date(2026, 1, 5).at(2, 0, 0, 0),
            offset: Some(Offset::UTC),
            offset_source: Some(OffsetSource::Utc),
            uncertainty_secs: 1,
        });
        photo.zone = Some("Asia/Seoul".into());
        let fact = when_fact(&photo, photo.captured.as_ref());
        assert_eq!(fact.value, "Monday, 5 January 2026, 09:00:00 UTC+08:00");
        let [.., gps, zone] = fact.how.as_slice() else { panic!("{fact:?}") };
        assert!(gps.starts_with("But GPS says 02:00:00 UTC: 1 h later"), "{gps}");
        assert!(zone.starts_with("But the position is in the zone Asia/Seoul, +09:00"), "{zone}");
    }

    #[test]
    fn a_sidecar_is_told_by_name() {
        let mut photo = made::photo(0);
        photo.captured.as_mut().unwrap().best.source = TimeSource::Sidecar;
        let mark = |name: &str| SidecarMark { name: name.into(), bytes: 1, modified_ns: None };
        let told = |photo: &Photo| when_fact(photo, photo.captured.as_ref()).how.first().cloned().unwrap();
        let one = TextSources { sidecars: vec![mark("a.jpg.xmp")], ..TextSources::default() };
        photo.embedded.sources = Some(Box::new(one.clone()));
        assert_eq!(told(&photo), "Date created in the sidecar a.jpg.xmp");
        photo.embedded.sources.as_mut().unwrap().sidecars.push(mark("a.xmp"));
        assert_eq!(told(&photo), "Date created in the sidecar beside it");
    }

    #[test]
    fn a_day_is_no_time_of_day() {
        let mut captured = made::photo(0).captured.unwrap();
        captured.best.uncertainty_secs = DAY_SECS;
        let fact = when_fact(&made::photo(0), Some(&captured));
        assert_eq!(fact.value, "Monday, 5 January 2026");
        assert_eq!(fact.how[2], "Only the day is known");
        assert!(when_fact(&made::photo(9), None).doubtful);
    }
}
