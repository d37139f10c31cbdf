//! The texts of XMP, IPTC-IIM and EXIF as one, by the preference of the Metadata Working Group ("Guidelines for Handling Image
//! Metadata" 2.0, chapter 5): XMP where it speaks, then IIM, then EXIF; what says the same is said once.

use super::exif::ExifFacts;
use super::iptc::IptcFacts;
use super::xmp::{Property, Texts, XmpFacts};
use crate::model::photo::Embedded;
use crate::model::text::{LangTag, LangText};

/// Puts the three together.
pub(super) fn merge(xmp: &XmpFacts, iptc: &IptcFacts, exif: &ExifFacts) -> Embedded {
    let description = exif.description.as_deref().filter(|text| !is_filling(text));
    let languages = |property, others: &[Option<&str>]| in_languages(&xmp.texts(property), others);
    Embedded {
        title: languages(Property::Title, &[iptc.title.as_deref(), exif.xp_title.as_deref()]),
        headline: languages(Property::Headline, &[iptc.headline.as_deref()]),
        caption: languages(
            Property::Description,
            &[iptc.caption.as_deref(), description, exif.xp_comment.as_deref()],
        ),
        alt: languages(Property::AltText, &[]),
        creator: first_list([
            xmp.list(Property::Creator),
            iptc.creator.clone(),
            names(exif.artist.as_deref()),
        ]),
        credit: xmp.first(Property::Credit).or(iptc.credit.as_deref()).map(str::to_owned),
        copyright: languages(Property::Rights, &[iptc.copyright.as_deref(), exif.copyright.as_deref()])
            .best(&LangTag::und())
            .map(|(_, text)| text.to_owned()),
        keywords: first_list([
            xmp.list(Property::Subject),
            iptc.keywords.clone(),
            names(exif.xp_keywords.as_deref()),
        ]),
        persons: first_list([xmp.list(Property::PersonInImage)]),
        rating: xmp.first(Property::Rating).and_then(rating),
        ..Embedded::default()
    }
}

/// XMP's texts by language; those of the others, whose language nobody knows, fill the place of a text without one.
fn in_languages(xmp: &Texts, others: &[Option<&str>]) -> LangText {
    let mut out = LangText::default();
    let mut default: Option<&str> = None;
    for (lang, text) in xmp {
        match lang.as_deref().and_then(|lang| LangTag::parse(lang).ok()).filter(|tag| *tag != LangTag::und())
        {
            Some(tag) if out.get(&tag).is_none() => out.set(tag, text),
            Some(_) => {}
            None => {
                default.get_or_insert(text);
            }
        }
    }
    // XMP's default stands for one of its languages or for a language of its own; only where it is silent do others speak.
    let default = default.or_else(|| others.iter().flatten().copied().find(|text| !text.is_empty()));
    if let Some(default) = default
        && !out.iter().any(|(_, text)| is_same(default, text))
    {
        out.set(LangTag::und(), default);
    }
    out
}

/// Whether two texts are one: equal but for blanks and line ends, or one cut off, as IIM's lengths demand.
fn is_same(short: &str, long: &str) -> bool {
    const LEAST_CUT_BYTES: usize = 30;
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (short, long) = (plain(short), plain(long));
    short == long || (short.len() >= LEAST_CUT_BYTES && long.starts_with(&short))
}

/// The first list that has anything, without what is said twice.
fn first_list<const N: usize>(lists: [Vec<String>; N]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for item in lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default() {
        if !out.contains(&item) {
            out.push(item);
        }
    }
    out
}

/// Names that EXIF writes into one text, with semicolons between them.
fn names(text: Option<&str>) -> Vec<String> {
    let parts = text.unwrap_or_default().split(';').map(str::trim);
    parts.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// xmp:Rating: -1 to 5, by some writers with a fraction (XMP specification part 1, 8.4).
fn rating(text: &str) -> Option<i8> {
    let value: f64 = text.parse().ok()?;
    (-1..=5).find(|stars| f64::from(*stars) == value.round())
}

/// What cameras write into ImageDescription by themselves: it describes nothing.
fn is_filling(text: &str) -> bool {
    const WHOLE: [&str; 6] = ["SONY DSC", "MINOLTA DSC", "DEFAULT", "UNTITLED", "IMAGE", "<KENOX"];
    // Modes of Huawei and Honor cameras.
    const MODES: [&str; 12] =
        ["cof", "edf", "dav", "dav_soft", "cof_soft", "hdr", "sdr", "rhdr", "bty", "nor", "ptr", "_cuva"];
    let upper = text.to_ascii_uppercase();
    WHOLE.contains(&upper.as_str())
        || MODES.contains(&text)
        || upper.ends_with("DIGITAL CAMERA")
        || upper.ends_with("DIGITAL STILL CAMERA")
        || upper.starts_with("DCIM\\")
        || text.strip_prefix("oplus_").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pairs: &[(&str, &str)]) -> Texts {
        pairs.iter().map(|(lang, text)| (Some((*lang).to_owned()), (*text).to_owned())).collect()
    }

    fn shown(text: &LangText) -> Vec<(String, String)> {
        text.iter().map(|(tag, text)| (tag.to_string(), text.to_owned())).collect()
    }

    fn check(xmp: &[(&str, &str)], others: &[Option<&str>], want: &[(&str, &str)]) {
        let want: Vec<_> = want.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(shown(&in_languages(&texts(xmp), others)), want);
    }

    #[test]
    fn default_is_dropped_where_a_language_says_the_same() {
        check(&[("x-default", "Tea"), ("en", "Tea"), ("ko", "차")], &[], &[("en", "Tea"), ("ko", "차")]);
        check(&[("x-default", "Thé"), ("en", "Tea")], &[], &[("en", "Tea"), ("und", "Thé")]);
        check(&[("x-default", "Tea")], &[], &[("und", "Tea")]);
        check(&[("zh-hans", "茶"), ("not a tag", "?")], &[], &[("und", "?"), ("zh-Hans", "茶")]);
    }

    #[test]
    fn others_speak_only_where_xmp_is_silent() {
        check(&[], &[None, Some("EXIF")], &[("und", "EXIF")]);
        check(&[("x-default", "XMP")], &[Some("IIM")], &[("und", "XMP")]);
        check(&[("en", "Tea")], &[Some("Tea ")], &[("en", "Tea")]);
        check(&[("ko", "차")], &[Some("Tea")], &[("ko", "차"), ("und", "Tea")]);
        let long = "The delegation drinks tea in the garden of the guest house";
        check(&[("en", long)], &[Some(&long[..40])], &[("en", long)]);
    }

    #[test]
    fn fillings_ratings_and_names() {
        for text in ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "DCIM\\100GOPRO", "oplus_32", "cof_soft"] {
            assert!(is_filling(text), "{text}");
        }
        for text in ["My digital camera on a table", "oplus_one", "Tea"] {
            assert!(!is_filling(text), "{text}");
        }
        assert_eq!(
            [rating("4"), rating("4.0"), rating("-1"), rating("6"), rating("x")],
            [Some(4), Some(4), Some(-1), None, None]
        );
        assert_eq!(names(Some("A. Kim; B. Li ;")), ["A. Kim", "B. Li"]);
    }
}
