//! Days and countries in a text against those of the photo.

use jiff::civil::Date;

use super::super::super::notes::Field;
use super::super::super::text::LangTag;
use super::super::super::wording;
use super::super::dates;
use super::countries::{countries_in, names_country};
use super::days::{Days, days_in};
use super::{Case, FindingKind};

/// A time that is less sure than this contradicts nothing, in seconds.
const MAX_UNCERTAINTY_SECS: u32 = 12 * 3_600;

/// Compares what a text says with what is known.
pub(super) fn check_text(case: &mut Case<'_>, field: Field, lang: &LangTag, text: &str) {
    if let Some(day) = day_of(case) {
        let said = days_in(text, lang, day.year());
        // A text that names several days may speak of others as well; none of them the photo's is odd.
        if !said.is_empty() && !said.iter().any(|days| days.holds(day)) {
            let days: Vec<String> = said.iter().map(|days| words_of(days, lang)).collect();
            let words =
                format!("It says {}, and the photo was taken on {}", days.join(", "), dates::date(day, lang));
            case.find(FindingKind::Contradiction, field, Some(lang), words);
        }
    }
    if let Some(place) = &case.photo.place {
        let others = countries_in(text, lang);
        if !others.is_empty() && !text.contains(&place.name) && !names_own(case, &place.country, lang, text) {
            let own = wording::country_name(&place.country, lang);
            let names: Vec<String> = others.iter().map(|code| wording::country_name(code, lang)).collect();
            let words = format!("It names {}, and the photo was taken in {own}", names.join(", "));
            case.find(FindingKind::Contradiction, field, Some(lang), words);
        }
    }
}

/// Whether a text names the country where the photo was taken, or one that a person or the file says of it.
fn names_own(case: &Case<'_>, country: &str, lang: &LangTag, text: &str) -> bool {
    let line = |field| case.collection.notes().photo_line(case.photo, field);
    let codes = [Field::ShownCountryCode, Field::CreatedCountryCode].into_iter().filter_map(line);
    let is_named = |code: &str| names_country(text, &code.to_ascii_uppercase(), lang);
    let says = |name: String| text.contains(&name);
    is_named(country)
        || codes.into_iter().any(|code| is_named(&code))
        || [Field::ShownCountry, Field::CreatedCountry].into_iter().filter_map(line).any(says)
}

fn words_of(days: &Days, lang: &LangTag) -> String {
    let from = dates::date(days.from, lang);
    if days.from == days.to { from } else { format!("{from} – {}", dates::date(days.to, lang)) }
}

fn day_of(case: &Case<'_>) -> Option<Date> {
    let captured = case.collection.captured(case.photo)?;
    let sure = captured.best.uncertainty_secs <= MAX_UNCERTAINTY_SECS;
    captured.for_order().filter(|_| sure).map(jiff::civil::DateTime::date)
}
