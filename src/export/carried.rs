//! What exported pictures carry of their texts: IPTC-IIM and XMP, as agencies and search engines read them.
//!
//! Profile `press` carries what a press picture needs; `public` carries creator, credit, copyright and alt text, and nothing else.
//! Texts are in the languages of the album only. Under an embargo a press picture says so: its release date and time in IPTC-IIM, and
//! in words before its instructions, which every agency reads. The audit reads it all again with a reader of its own ([`super::audit`]).

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::phrases::Phrases;
use super::settings::{ExportSettings, Profile};
use super::texts;
use crate::media::texts::write::{self, Content, Name};
use crate::media::texts::write_iim;
use crate::model::clearance::Embargo;
use crate::model::collection::Collection;
use crate::model::notes::{Field, Key, Notes, Subject};
use crate::model::photo::{Embedded, Photo};
use crate::model::place::{Location, LocationPart, Whereabouts};
use crate::model::said::location_field;
use crate::model::text::{LangTag, LangText};

/// What one picture carries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Segments of a JPEG, to stand behind its JFIF header; empty where there is nothing to say.
    pub segments: Vec<u8>,
    /// Fields that IPTC-IIM holds the beginning of, with the bytes that it has room for. XMP holds them whole.
    pub cut: Vec<(Field, usize)>,
    /// Properties of XMP that were left out, as all together were too long for a segment.
    pub too_long: Vec<&'static str>,
    /// Fields whose words a machine left in the file, and why they were left out.
    pub telling: Vec<(Field, String)>,
}

/// Texts that the pages of the album print too, cleaned already.
pub struct Printed<'a> {
    /// Headline of the photo, without its title.
    pub headline: &'a LangText,
    /// Caption.
    pub caption: &'a LangText,
    /// Alt text.
    pub alt: &'a LangText,
}

/// XMP in a JPEG begins with its namespace (XMP specification part 3, 1.1.3).
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
/// The property that an embargo is told in.
const INSTRUCTIONS: &str = "Instructions";
/// What a segment of a JPEG holds beside its length (T.81, B.1.1.4).
const MOST_BYTES: usize = 65_533;

/// What a photo carries in an album of these settings. `embargo`: the one that holds of it.
pub fn carried(
    photo: &Photo,
    collection: &Collection,
    settings: &ExportSettings,
    printed: &Printed<'_>,
    embargo: Option<Embargo>,
) -> Carried {
    let mut out = Carried::default();
    let first = settings.languages.first().cloned().unwrap_or_else(LangTag::en);
    let mut standing = Fit { notes: collection.notes(), photo, out: &mut out }.texts(settings, printed);
    let is_press = settings.profile == Profile::Press;
    let embargo = embargo.filter(|_| is_press);
    let embargo_words = embargo.map(|embargo| Phrases::new(&first).embargo(embargo));
    if let Some(words) = &embargo_words {
        let instructions = standing.instructions.take();
        standing.instructions = Some(match instructions {
            // Where there is room for the beginning only, it is the embargo that is read.
            Some(more) => format!("{words} {more}"),
            None => words.clone(),
        });
    }
    let release_day = embargo.map(|embargo| embargo.civil.strftime("%Y%m%d").to_string());
    let release_clock = embargo.map(|embargo| clock(embargo.civil, embargo.offset));
    let when = collection.captured(photo).filter(|captured| is_press && captured.dates_photo());
    let is_day_only = when.is_some_and(|when| when.best.uncertainty_secs >= 3_600);
    let civil = when.map(crate::model::time::CaptureTime::civil);
    let offset = when.and_then(|when| when.best.offset);
    let created = civil.map(|civil| if is_day_only { civil.date().to_string() } else { iso(civil, offset) });
    let day = civil.map(|civil| civil.strftime("%Y%m%d").to_string());
    // A time of IIM has its offset (2:60); one whose offset nobody knows is in XMP only.
    let taken_at = civil.zip(offset).filter(|_| !is_day_only).map(|(civil, offset)| clock(civil, offset));

    let taken = (day.as_deref(), taken_at.as_deref());
    let iim = write_iim::iim(&standing, &first, taken, (release_day.as_deref(), release_clock.as_deref()));
    out.cut = iim.cut;
    let all = write::properties(&standing, &first, created.as_deref());
    let mut properties: Vec<(Name, Content)> =
        all.into_iter().filter_map(|(name, content)| Some((name, content?))).collect();
    let mut packet = write::packet(&properties);
    while XMP.len() + packet.len() > MOST_BYTES {
        let length = |(name, content): &(Name, Content)| write::element(*name, content).len();
        let Some(longest) = (0..properties.len()).max_by_key(|n| properties.get(*n).map(length)) else {
            break;
        };
        let (name, _) = properties.remove(longest);
        out.too_long.push(name.local);
        // An embargo goes with the picture whatever else has no room.
        if let Some(words) = embargo_words.as_ref().filter(|_| name.local == INSTRUCTIONS) {
            properties.push((name, Content::Plain(words.clone())));
        }
        packet = write::packet(&properties);
    }
    if !properties.is_empty() {
        segment(&mut out.segments, 0xE1, &[XMP, packet.as_bytes()].concat());
    }
    // Keywords alone could fill more than a segment; XMP has what fits of them.
    if !iim.bytes.is_empty() && !segment(&mut out.segments, 0xED, &write_iim::app13(&iim.bytes)) {
        out.too_long.push("all of IPTC-IIM");
    }
    out
}

/// The JPEG with these segments behind its JFIF header (JFIF 1.02: APP0 comes right behind SOI).
pub fn with_segments(jpeg: Vec<u8>, segments: &[u8]) -> Vec<u8> {
    let [0xFF, 0xD8, 0xFF, 0xE0, high, low, ..] = *jpeg.as_slice() else { return jpeg };
    let at = 4 + usize::from(u16::from_be_bytes([high, low]));
    match jpeg.split_at_checked(at) {
        Some((head, rest)) if !segments.is_empty() => [head, segments, rest].concat(),
        _ => jpeg,
    }
}

/// The XMP packet among segments of a JPEG.
pub fn xmp_of(mut segments: &[u8]) -> Option<&[u8]> {
    while let [0xFF, marker, high, low, rest @ ..] = segments {
        let length = usize::from(u16::from_be_bytes([*high, *low])).checked_sub(2)?;
        let (body, next) = rest.split_at_checked(length)?;
        if *marker == 0xE1
            && let Some(packet) = body.strip_prefix(XMP)
        {
            return Some(packet);
        }
        segments = next;
    }
    None
}

/// Adds a segment; false when it is too long for one.
fn segment(out: &mut Vec<u8>, marker: u8, body: &[u8]) -> bool {
    let Some(length) = u16::try_from(body.len() + 2).ok() else { return false };
    out.extend([0xFF, marker]);
    out.extend(length.to_be_bytes());
    out.extend(body);
    true
}

/// ISO 8601 to the second, with the offset where it is known (XMP specification part 1, 8.2.1.2).
fn iso(civil: DateTime, offset: Option<Offset>) -> String {
    let clock = civil.strftime("%Y-%m-%dT%H:%M:%S");
    let offset = offset.map(|offset| {
        let short = short_offset(offset);
        short.split_at_checked(3).map(|(hours, minutes)| format!("{hours}:{minutes}")).unwrap_or_default()
    });
    format!("{clock}{}", offset.unwrap_or_default())
}

/// `HHMMSS±HHMM` (IIM 4.2, 2:35 and 2:60).
fn clock(civil: DateTime, offset: Offset) -> String {
    format!("{}{}", civil.strftime("%H%M%S"), short_offset(offset))
}

/// `+0800`.
fn short_offset(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// Makes texts fit to be published.
struct Fit<'a> {
    notes: &'a Notes,
    photo: &'a Photo,
    out: &'a mut Carried,
}

impl Fit<'_> {
    fn texts(&mut self, settings: &ExportSettings, printed: &Printed<'_>) -> Embedded {
        let all = self.notes.standing_texts(self.photo);
        let chosen = |text: &LangText| in_languages(text, &settings.languages);
        let mut out = Embedded {
            alt: chosen(printed.alt),
            creator: self.list(Field::Creator, &all.creator),
            credit: self.line(Field::Credit, all.credit),
            copyright: self.line(Field::Copyright, all.copyright),
            ..Embedded::default()
        };
        if settings.profile == Profile::Public {
            return out;
        }
        out.title = chosen(&self.lang_text(Field::Title, &all.title));
        out.headline = chosen(printed.headline);
        out.caption = chosen(printed.caption);
        out.extended = chosen(&self.lang_text(Field::ExtendedDescription, &all.extended));
        out.event = chosen(&self.lang_text(Field::Event, &all.event));
        out.keywords = self.list(Field::Keywords, &all.keywords);
        out.persons = self.list(Field::Persons, &all.persons);
        out.source = self.line(Field::Source, all.source);
        out.instructions = self.line(Field::Instructions, all.instructions);
        out.source_type = self.line(Field::SourceType, all.source_type);
        if settings.places {
            out.created = self.location(Whereabouts::Created, all.created.as_deref());
            out.shown = self.location(Whereabouts::Shown, all.shown.as_deref());
        }
        out
    }

    fn is_said(&self, field: Field, lang: Option<&LangTag>) -> bool {
        self.notes.get(&Key { subject: Subject::Photo(self.photo.id), field, lang: lang.cloned() }).is_some()
    }

    /// A text that may be published; what a machine wrote into the file may not. A person's words are never touched here: the audit
    /// speaks of those.
    fn fit(&mut self, field: Field, lang: Option<&LangTag>, text: &str) -> Option<String> {
        let text = if field.has_languages() { texts::clean_text(text) } else { texts::clean_line(text) };
        if !self.is_said(field, lang)
            && let Some(reason) = texts::tells_too_much(&text)
        {
            // A title is the name of the file more often than not: nobody misses it.
            if field != Field::Title {
                self.out.telling.push((field, reason));
            }
            return None;
        }
        Some(text).filter(|text| !text.is_empty())
    }

    fn line(&mut self, field: Field, text: Option<String>) -> Option<String> {
        text.and_then(|text| self.fit(field, None, &text))
    }

    fn list(&mut self, field: Field, list: &[String]) -> Vec<String> {
        list.iter().filter_map(|text| self.fit(field, None, text)).collect()
    }

    fn lang_text(&mut self, field: Field, text: &LangText) -> LangText {
        let mut out = LangText::default();
        for (lang, words) in text.iter() {
            out.set(lang.clone(), self.fit(field, Some(lang), words).unwrap_or_default());
        }
        out
    }

    fn location(&mut self, which: Whereabouts, of: Option<&Location>) -> Option<Box<Location>> {
        let mut out = Location::default();
        for part in LocationPart::ALL {
            if let (Some(text), Some(field)) = (of.and_then(|of| of.get(part)), location_field(which, part)) {
                out.set(part, &self.fit(field, None, text).unwrap_or_default());
            }
        }
        (!out.is_empty()).then(|| Box::new(out))
    }
}

/// Those texts that the album is in; where it has none of them, the one that its pages show.
fn in_languages(text: &LangText, languages: &[LangTag]) -> LangText {
    let mut out = LangText::default();
    for lang in languages.iter().chain([&LangTag::und()]) {
        out.set(lang.clone(), text.get(lang).unwrap_or_default());
    }
    if out.is_empty()
        && let Some((lang, words)) = languages.first().and_then(|lang| text.best(lang))
    {
        out.set(lang.clone(), words);
    }
    out
}
