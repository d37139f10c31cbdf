//! What the tools show, worked out from the collection. Pure.

use crate::model::caption::check::{Finding, FindingKind};
use crate::model::caption::template::list_text;
use crate::model::notes::{Field, Flag, Value};
use crate::model::text::LangTag;
use crate::ui::words;

/// How many findings there are of each kind, the gravest first; kinds without any are left out.
pub fn counts(findings: &[Finding]) -> Vec<(FindingKind, usize)> {
    let count = |kind| findings.iter().filter(|finding| finding.kind == kind).count();
    FindingKind::ALL.into_iter().map(|kind| (kind, count(kind))).filter(|(_, n)| *n > 0).collect()
}

/// "12 findings in 5 of 40 photos. 2 must not go out like this."
pub fn summary(findings: &[Finding], n_checked: usize) -> String {
    let mut photos: Vec<_> = findings.iter().map(|finding| finding.photo).collect();
    photos.sort_unstable();
    photos.dedup();
    let checked = crate::ui::ask::n_photos(n_checked);
    if findings.is_empty() {
        return format!("{checked} checked: nothing to mend.");
    }
    let n = findings.len();
    let grave = findings.iter().filter(|finding| finding.kind.is_grave()).count();
    let of = if n == 1 { "1 finding".to_owned() } else { format!("{} findings", crate::ui::ask::grouped(n)) };
    let in_photos = crate::ui::ask::grouped(photos.len());
    let grave = match grave {
        0 => String::new(),
        n => format!(" {} must not go out like this.", crate::ui::ask::grouped(n)),
    };
    format!("{of} in {in_photos} of {checked}.{grave}")
}

/// "12 photos: 8 without 한국어, 3 placeholders": what goes out of these photos in these languages.
pub fn export_words(findings: &[Finding], n_checked: usize, langs: &[LangTag]) -> String {
    let checked = crate::ui::ask::n_photos(n_checked);
    if findings.is_empty() {
        return match n_checked {
            0 => "No photo would be in this album".to_owned(),
            _ => format!("{checked}: captions and alt texts are complete"),
        };
    }
    let n_photos = |kind: FindingKind, lang: Option<&LangTag>| {
        let fits =
            |finding: &&Finding| finding.kind == kind && (lang.is_none() || finding.lang.as_ref() == lang);
        let mut photos: Vec<_> = findings.iter().filter(fits).map(|finding| finding.photo).collect();
        photos.sort_unstable();
        photos.dedup();
        photos.len()
    };
    let mut parts = Vec::new();
    match n_placeholders(findings) {
        0 => {}
        1 => parts.push("1 placeholder".to_owned()),
        n => parts.push(format!("{} placeholders", crate::ui::ask::grouped(n))),
    }
    let mut tell = |n: usize, words: &str| {
        if n > 0 {
            parts.push(format!("{} {words}", crate::ui::ask::grouped(n)));
        }
    };
    for (kind, words) in [
        (FindingKind::TitleOutOfDate, "with a title out of date"),
        (FindingKind::WrongScript, "in the wrong language"),
        (FindingKind::Contradiction, "that say another day or place"),
        (FindingKind::RowDiffers, "with another row of persons"),
        (FindingKind::PersonUnknown, "with persons not on the list"),
        (FindingKind::TitleMissing, "with a title missing"),
        (FindingKind::Draft, "with drafts"),
    ] {
        tell(n_photos(kind, None), words);
    }
    for lang in langs {
        let n = n_photos(FindingKind::CaptionMissing, Some(lang));
        tell(n, &format!("without {}", words::language_name(lang)));
    }
    tell(n_photos(FindingKind::AltMissing, None), "without alt text");
    tell(n_photos(FindingKind::TooLong, None), "with a text that is too long");
    format!("{checked}: {}", parts.join(", "))
}

/// How many placeholders, codes and variables were left in.
pub fn n_placeholders(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| finding.kind == FindingKind::LeftOver).count()
}

/// "Caption, 한국어".
pub fn field_words(field: Field, lang: Option<&LangTag>) -> String {
    let name = words::sentence(field.words());
    lang.map_or_else(|| name.clone(), |lang| format!("{name}, {}", words::language_name(lang)))
}

/// A value in a line: the text itself, or what there is instead.
pub fn value_words(value: Option<&Value>) -> String {
    match value {
        None => "as the file says".to_owned(),
        Some(Value::Text(text)) if text.is_empty() => "nothing".to_owned(),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::List(list)) if list.is_empty() => "nobody and nothing".to_owned(),
        Some(Value::List(list)) => list_text(list),
        Some(Value::Regions(list)) if list.is_empty() => "nobody is marked".to_owned(),
        Some(Value::Regions(list)) => {
            let names: Vec<String> = list.iter().map(|region| region.name.clone()).collect();
            format!("{} marked", list_text(&names))
        }
        Some(Value::Number(n)) => n.to_string(),
        Some(Value::Flag(Flag::Pick)) => "picked".to_owned(),
        Some(Value::Flag(Flag::Reject)) => "rejected".to_owned(),
        Some(Value::Flag(Flag::None)) => "neither picked nor rejected".to_owned(),
        Some(Value::Placement(placement)) => match &placement.visit {
            Some(visit) => format!("in visit {visit}"),
            None => "among the undated".to_owned(),
        },
        Some(Value::Time { civil, .. }) => words::clock_with_seconds(*civil),
        Some(_) => "set".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::made;

    #[test]
    fn findings_are_counted_by_kind_and_photo() {
        let finding = |n, kind| Finding {
            photo: made::id(n),
            field: Field::Caption,
            lang: Some(LangTag::en()),
            kind,
            words: String::new(),
        };
        let all = [
            finding(0, FindingKind::AltMissing),
            finding(0, FindingKind::LeftOver),
            finding(1, FindingKind::AltMissing),
        ];
        assert_eq!(counts(&all), [(FindingKind::LeftOver, 1), (FindingKind::AltMissing, 2)]);
        assert_eq!(summary(&all, 40), "3 findings in 2 of 40 photos. 1 must not go out like this.");
        let langs = [LangTag::en()];
        assert_eq!(export_words(&all, 40, &langs), "40 photos: 1 placeholder, 2 without alt text");
        assert_eq!(
            export_words(&[finding(3, FindingKind::CaptionMissing)], 4, &langs),
            "4 photos: 1 without English"
        );
        assert_eq!(summary(&[], 1), "1 photo checked: nothing to mend.");
        assert_eq!(field_words(Field::AltText, LangTag::parse("ko").ok().as_ref()), "Alt text, 한국어");
    }
}
