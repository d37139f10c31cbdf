//! The texts of EXIF, IPTC-IIM and XMP as one, by the preference of the Metadata Working Group ("Guidelines for Handling Image
//! Metadata" 2.0, chapters 3.2 and 5): EXIF where it speaks; XMP; IIM before XMP only where its digest says that a program without
//! XMP changed it. What says the same is said once, what was cut off or mangled gives way to what is whole, and what differs is kept.

use super::iptc::IptcFacts;
use super::xmp::{Property, Texts, XmpFacts};
use crate::media::exif::ExifFacts;
use crate::model::notes::Field;
use crate::model::photo::{Embedded, Removed};
use crate::model::place::{Location, LocationPart, Whereabouts};
use crate::model::said::{OtherText, TextSource, TextSources, location_field, says_less, says_the_same};
use crate::model::text::{LangTag, LangText};

/// Puts the three together. `iim_changed`: IIM goes before XMP.
pub(in crate::media) fn merge(
    xmp: &XmpFacts,
    iptc: &IptcFacts,
    exif: &ExifFacts,
    iim_changed: bool,
) -> Embedded {
    let mut merge = Merge { iim_changed, sources: TextSources::default() };
    let description = exif.description.as_deref().filter(|text| !is_filling(text));
    let texts = |property| xmp.texts(property);
    let only_xmp = [None; 3];
    let mut embedded = Embedded {
        title: merge.texts(
            Field::Title,
            &texts(Property::Title),
            [None, iptc.title.as_deref(), exif.xp_title.as_deref()],
        ),
        headline: merge.texts(Field::Headline, &headlines(xmp), [None, iptc.headline.as_deref(), None]),
        caption: merge.texts(
            Field::Caption,
            &texts(Property::Description),
            [description, iptc.caption.as_deref(), exif.xp_comment.as_deref()],
        ),
        alt: merge.texts(Field::AltText, &texts(Property::AltText), only_xmp),
        extended: merge.texts(Field::ExtendedDescription, &texts(Property::Extended), only_xmp),
        event: merge.texts(Field::Event, &texts(Property::Event), only_xmp),
        creator: merge.list(
            Field::Creator,
            [names(exif.artist.as_deref()), iptc.creator.clone(), xmp.list(Property::Creator), Vec::new()],
        ),
        credit: merge.line(Field::Credit, [None, iptc.credit.as_deref(), xmp.first(Property::Credit), None]),
        copyright: merge.line(
            Field::Copyright,
            [
                exif.copyright.as_deref(),
                iptc.copyright.as_deref(),
                default_of(&xmp.texts(Property::Rights)),
                None,
            ],
        ),
        source: merge.line(Field::Source, [None, iptc.source.as_deref(), xmp.first(Property::Source), None]),
        instructions: merge.line(
            Field::Instructions,
            [None, iptc.instructions.as_deref(), xmp.first(Property::Instructions), None],
        ),
        keywords: merge.list(
            Field::Keywords,
            [
                Vec::new(),
                iptc.keywords.clone(),
                xmp.list(Property::Subject),
                names(exif.xp_keywords.as_deref()),
            ],
        ),
        persons: once(xmp.list(Property::PersonInImage)),
        source_type: xmp.first(Property::SourceType).map(last_word),
        created: location(|part| {
            xmp.first(Property::Location(Whereabouts::Created, part)).map(str::to_owned)
        }),
        rating: xmp.first(Property::Rating).and_then(rating),
        regions: xmp.regions.clone().map(Box::new),
        removed: xmp.list(Property::Removed).iter().filter_map(|word| removed(word)).collect(),
        ..Embedded::default()
    };
    embedded.shown = location(|part| {
        let created = embedded.created.as_deref().and_then(|created| created.get(part));
        merge.shown(part, xmp, iptc.location.get(part), created)
    });
    embedded.sources = (!merge.sources.is_empty()).then(|| Box::new(merge.sources));
    embedded
}

/// What gathers, beside the values, where they are from.
struct Merge {
    iim_changed: bool,
    sources: TextSources,
}

/// A text and where it is.
type Candidate<'a> = (TextSource, &'a str);

impl Merge {
    /// Those of four that speak, best first.
    fn ranked<'a, T>(&self, [exif, iim, xmp, windows]: [Option<T>; 4]) -> Vec<(TextSource, T)>
    where
        T: 'a,
    {
        let (iim, xmp) = (iim.map(|it| (TextSource::Iim, it)), xmp.map(|it| (TextSource::Xmp, it)));
        let (first, second) = if self.iim_changed { (iim, xmp) } else { (xmp, iim) };
        [exif.map(|it| (TextSource::Exif, it)), first, second, windows.map(|it| (TextSource::Windows, it))]
            .into_iter()
            .flatten()
            .collect()
    }

    /// The best of the candidates; the others are kept where they say something else.
    fn pick(&mut self, field: Field, lang: Option<&LangTag>, candidates: &[Candidate<'_>]) -> Option<String> {
        let spoken: Vec<&Candidate<'_>> =
            candidates.iter().filter(|(_, text)| !text.trim().is_empty()).collect();
        let mut best: &Candidate<'_> = spoken.first()?;
        for other in &spoken {
            if says_less(best.1, other.1) {
                best = other;
            }
        }
        for (from, text) in spoken {
            if !is_one(field, text, best.1) {
                self.keep(field, lang, text, from);
            }
        }
        if best.0 != TextSource::Xmp {
            self.sources.not_xmp.push((field, lang.cloned(), best.0.clone()));
        }
        Some(best.1.to_owned())
    }

    fn keep(&mut self, field: Field, lang: Option<&LangTag>, text: &str, from: &TextSource) {
        let other = OtherText { field, lang: lang.cloned(), text: text.into(), from: from.clone() };
        let is_new = |kept: &OtherText| kept.field != field || !says_the_same(&kept.text, text);
        if self.sources.others.iter().all(is_new) {
            self.sources.others.push(other);
        }
    }

    /// A line without language, from EXIF, IIM, XMP and Windows.
    fn line(&mut self, field: Field, from: [Option<&str>; 4]) -> Option<String> {
        let ranked = self.ranked(from);
        self.pick(field, None, &ranked)
    }

    /// A list from EXIF, IIM, XMP and Windows, without what it says twice.
    fn list(&mut self, field: Field, from: [Vec<String>; 4]) -> Vec<String> {
        let ranked = self.ranked(from.map(|list| Some(once(list)).filter(|list| !list.is_empty())));
        let mut lists = ranked.iter();
        let Some(mut best) = lists.next() else { return Vec::new() };
        let is_less = |less: &[String], more: &[String]| {
            let mut pairs = less.iter().zip(more);
            less.len() == more.len()
                && pairs.clone().any(|(a, b)| says_less(a, b))
                && pairs.all(|(a, b)| says_less(a, b) || says_the_same(a, b))
        };
        for other in lists {
            if is_less(&best.1, &other.1) {
                best = other;
            }
        }
        for (from, list) in &ranked {
            let is_same = list.iter().all(|a| best.1.iter().any(|b| says_the_same(a, b) || says_less(a, b)));
            if !(is_same && list.len() == best.1.len()) {
                self.keep(field, None, &list.join("; "), from);
            }
        }
        if best.0 != TextSource::Xmp {
            self.sources.not_xmp.push((field, None, best.0.clone()));
        }
        best.1.clone()
    }

    /// XMP's texts by language. Those of EXIF, IIM and Windows are in a language that nobody knows, as XMP's default is: they stand for
    /// one of XMP's languages, or for one of their own.
    fn texts(&mut self, field: Field, xmp: &Texts, [exif, iim, windows]: [Option<&str>; 3]) -> LangText {
        let mut out = LangText::default();
        let mut default: Option<&str> = None;
        for (lang, text) in xmp {
            match lang
                .as_deref()
                .and_then(|lang| LangTag::parse(lang).ok())
                .filter(|tag| *tag != LangTag::und())
            {
                Some(tag) if out.get(&tag).is_none() => out.set(tag, text),
                Some(_) => {}
                None => {
                    default.get_or_insert(text);
                }
            }
        }
        let ranked = self.ranked([exif, iim, default, windows]);
        let is_in = |out: &LangText, text: &str| {
            out.iter().any(|(_, said)| says_the_same(text, said) || says_less(text, said))
        };
        // The language itself stands for them, wherever they are.
        if ranked.iter().all(|(_, text)| is_in(&out, text)) {
            return out;
        }
        if let Some(best) = self.pick(field, Some(&LangTag::und()), &ranked) {
            if is_in(&out, &best) {
                self.sources.not_xmp.retain(|(of, ..)| *of != field);
            } else {
                out.set(LangTag::und(), best);
            }
        }
        out
    }

    /// A part of the location that is shown.
    fn shown(
        &mut self,
        part: LocationPart,
        xmp: &XmpFacts,
        iim: Option<&str>,
        created: Option<&str>,
    ) -> Option<String> {
        let core = xmp.first(match part {
            LocationPart::Sublocation => Property::Sublocation,
            LocationPart::City => Property::City,
            LocationPart::Region => Property::Region,
            LocationPart::Country => Property::Country,
            LocationPart::CountryCode => Property::CountryCode,
        });
        let field = location_field(Whereabouts::Shown, part)?;
        let shown =
            xmp.first(Property::Location(Whereabouts::Shown, part)).map(|text| (TextSource::Xmp, text));
        // The older fields may speak of the other location; then they do not disagree with this one.
        let is_created = |text: &str| created.is_some_and(|created| says_the_same(text, created));
        let legacy = |text: &&str| shown.is_none() || !is_created(text);
        let core = core.filter(legacy).map(|text| (TextSource::XmpCore, text));
        let iim = iim.filter(legacy).map(|text| (TextSource::Iim, text));
        let ranked: Vec<Candidate<'_>> =
            if self.iim_changed { [iim, shown, core] } else { [shown, core, iim] }
                .into_iter()
                .flatten()
                .collect();
        self.pick(field, None, &ranked)
    }
}

/// The headline in its languages, which are in a property of ours: the standard's has none.
fn headlines(xmp: &XmpFacts) -> Texts {
    let plain = xmp.first(Property::Headline).map(|text| (None, text.to_owned()));
    let in_languages =
        xmp.texts(Property::Headlines).into_iter().filter(|(lang, _)| lang.as_deref() != Some("x-default"));
    plain.into_iter().chain(in_languages).collect()
}

/// The text without language, or else the first.
fn default_of(texts: &Texts) -> Option<&str> {
    let is_default =
        |lang: &Option<String>| lang.as_deref().is_none_or(|lang| lang.eq_ignore_ascii_case("x-default"));
    let default = texts.iter().find(|(lang, _)| is_default(lang)).or(texts.first());
    default.map(|(_, text)| text.as_str())
}

/// Whether a text adds nothing to the one that was taken.
fn is_one(field: Field, text: &str, taken: &str) -> bool {
    // Codes of two letters and of three are not compared.
    let are_other_codes =
        matches!(field, Field::ShownCountryCode | Field::CreatedCountryCode) && text.len() != taken.len();
    are_other_codes || says_the_same(text, taken) || says_less(text, taken)
}

/// A location of what is said of each of its parts.
fn location(mut said: impl FnMut(LocationPart) -> Option<String>) -> Option<Box<Location>> {
    let mut out = Location::default();
    for part in LocationPart::ALL {
        out.set(part, &said(part).unwrap_or_default());
    }
    (!out.is_empty()).then(|| Box::new(out))
}

/// A text that a person took away, by the word of its field and its language: `caption ko`.
fn removed(word: &str) -> Option<Removed> {
    let (field, lang) = word.split_once(' ').map_or((word, None), |(field, lang)| (field, Some(lang)));
    Some((Field::from_code(field)?, lang.map(LangTag::parse).transpose().ok()?))
}

/// A list without what it says twice.
fn once(list: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(list.len());
    for item in list {
        if !out.contains(&item) {
            out.push(item);
        }
    }
    out
}

/// The word of a vocabulary, which is written as an address: `.../digitalsourcetype/digitalCapture`.
fn last_word(address: &str) -> String {
    address.trim_end_matches('/').rsplit('/').next().unwrap_or(address).to_owned()
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
    let says_nothing = text.chars().all(|c| c == '?' || c.is_whitespace());
    says_nothing
        || WHOLE.contains(&upper.as_str())
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

    /// XMP's texts, EXIF's and IIM's; what is taken, and what is kept beside it.
    fn check(
        iim_changed: bool,
        xmp: &[(&str, &str)],
        exif: &str,
        iim: &str,
        want: &[(&str, &str)],
        kept: &[&str],
    ) {
        let mut merge = Merge { iim_changed, sources: TextSources::default() };
        let some = |text| Some(text).filter(|text: &&str| !text.is_empty());
        let out = merge.texts(Field::Caption, &texts(xmp), [some(exif), some(iim), None]);
        let got: Vec<(&str, &str)> = out.iter().map(|(lang, text)| (lang.as_str(), text)).collect();
        assert_eq!(got, want);
        let others: Vec<String> = merge
            .sources
            .others
            .iter()
            .map(|other| format!("{}={}", other.from.code(), other.text))
            .collect();
        assert_eq!(others, kept);
    }

    #[test]
    fn default_is_dropped_where_a_language_says_the_same() {
        check(
            false,
            &[("x-default", "Tea"), ("en", "Tea"), ("ko", "차")],
            "",
            "",
            &[("en", "Tea"), ("ko", "차")],
            &[],
        );
        check(false, &[("x-default", "Thé"), ("en", "Tea")], "", "", &[("en", "Tea"), ("und", "Thé")], &[]);
        check(false, &[("x-default", "Tea")], "", "", &[("und", "Tea")], &[]);
        check(
            false,
            &[("zh-hans", "茶"), ("not a tag", "x")],
            "",
            "",
            &[("und", "x"), ("zh-Hans", "茶")],
            &[],
        );
        check(false, &[("en", "first"), ("en", "twice")], "", "", &[("en", "first")], &[]);
    }

    #[test]
    fn exif_then_xmp_then_iim_and_what_differs_is_kept() {
        check(false, &[], "EXIF", "", &[("und", "EXIF")], &[]);
        check(false, &[("x-default", "XMP")], "", "IIM", &[("und", "XMP")], &["iim=IIM"]);
        check(false, &[("x-default", "XMP")], "EXIF", "XMP", &[("und", "EXIF")], &["xmp=XMP"]);
        check(false, &[("en", "Tea")], "", "Tea ", &[("en", "Tea")], &[]);
        check(false, &[("ko", "차")], "", "Tea", &[("ko", "차"), ("und", "Tea")], &[]);
    }

    #[test]
    fn iim_that_was_changed_goes_before_xmp() {
        check(
            true,
            &[("x-default", "XMP"), ("en", "XMP")],
            "",
            "IIM",
            &[("en", "XMP"), ("und", "IIM")],
            &["xmp=XMP"],
        );
        let long = "The delegation drinks tea in the garden of the guest house";
        check(true, &[("x-default", long)], "", &long[..40], &[("und", long)], &[]);
        check(true, &[("x-default", "XMP")], "", "", &[("und", "XMP")], &[]);
    }

    #[test]
    fn what_lost_letters_gives_way() {
        check(false, &[("x-default", "회담 in Seoul")], "?? in Seoul", "", &[("und", "회담 in Seoul")], &[]);
        let long = "The delegation drinks tea in the garden of the guest house";
        check(false, &[("en", long)], "", &long[..40], &[("en", long)], &[]);
        check(false, &[], &long[..35], long, &[("und", long)], &[]);
    }

    #[test]
    fn lists_differ_by_what_they_hold() {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let mut merge = Merge { iim_changed: false, sources: TextSources::default() };
        let xmp = list(&["tea", "talks", "tea"]);
        let got = merge.list(Field::Keywords, [Vec::new(), list(&["talks", "tea"]), xmp.clone(), Vec::new()]);
        assert_eq!(got, ["tea", "talks"]);
        assert!(merge.sources.is_empty());
        merge.list(Field::Keywords, [Vec::new(), list(&["talks"]), xmp, Vec::new()]);
        assert_eq!(&*merge.sources.others[0].text, "talks");
        let cut = "A photographer of a very long name";
        let whole = [cut, " indeed"].concat();
        let got = merge.list(Field::Creator, [Vec::new(), list(&[cut]), list(&[&whole]), Vec::new()]);
        assert_eq!((got, merge.sources.others.len()), (vec![whole], 1));
    }

    #[test]
    fn fillings_ratings_and_names() {
        for text in ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "DCIM\\100GOPRO", "oplus_32", "cof_soft", "??? ??"]
        {
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
        assert_eq!(
            last_word("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"),
            "digitalCapture"
        );
    }
}
