//! Texts of a photo as IPTC-IIM (version 4.2), in UTF-8, each within the length that its dataset may have.

use crate::model::notes::Field;
use crate::model::photo::Embedded;
use crate::model::place::{Location, LocationPart};
use crate::model::text::LangTag;

use super::write::default_of;

/// Datasets and what of them is not whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Iim {
    /// The records; empty where there is nothing to say.
    pub bytes: Vec<u8>,
    /// Fields that were cut, with the bytes that their dataset holds.
    pub cut: Vec<(Field, usize)>,
}

/// A moment as IIM writes it: the day as `CCYYMMDD` and the time as `HHMMSS±HHMM`, where they are known.
pub type Moment<'a> = (Option<&'a str>, Option<&'a str>);

/// The datasets of a photo's texts. `created`: when it was taken; `release`: before when it is not to be used.
pub fn iim(texts: &Embedded, first: &LangTag, created: Moment<'_>, release: Moment<'_>) -> Iim {
    let mut out = Iim::default();
    let shown = |part| texts.shown.as_deref().and_then(|shown: &Location| shown.get(part)).map(str::to_owned);
    // Three letters, or it is no code of this standard.
    let code = shown(LocationPart::CountryCode).filter(|code| code.len() == 3);
    let one = |text: Option<String>| text.into_iter().collect::<Vec<_>>();
    // Numbers and most bytes: IIM 4.2, chapter 6.
    let datasets: [(u8, Field, usize, Vec<String>); 14] = [
        (5, Field::Title, 64, one(default_of(&texts.title, first))),
        (25, Field::Keywords, 64, texts.keywords.clone()),
        (40, Field::Instructions, 256, one(texts.instructions.clone())),
        (80, Field::Creator, 32, texts.creator.clone()),
        (90, Field::ShownCity, 32, one(shown(LocationPart::City))),
        (92, Field::ShownSublocation, 32, one(shown(LocationPart::Sublocation))),
        (95, Field::ShownRegion, 32, one(shown(LocationPart::Region))),
        (100, Field::ShownCountryCode, 3, one(code)),
        (101, Field::ShownCountry, 64, one(shown(LocationPart::Country))),
        (105, Field::Headline, 256, one(default_of(&texts.headline, first))),
        (110, Field::Credit, 32, one(texts.credit.clone())),
        (115, Field::Source, 32, one(texts.source.clone())),
        (116, Field::Copyright, 128, one(texts.copyright.clone())),
        (120, Field::Caption, 2000, one(default_of(&texts.caption, first))),
    ];
    let mut body = Vec::new();
    for (number, field, most, values) in datasets {
        // Release date and time (2:30, 2:35) come before the instructions, those of taking (2:55, 2:60) before who took it.
        let moment = match number {
            40 => [(30, release.0), (35, release.1)],
            80 => [(55, created.0), (60, created.1)],
            _ => [(0, None), (0, None)],
        };
        for (number, text) in moment {
            text.into_iter().for_each(|text| put(&mut body, 2, number, text.as_bytes()));
        }
        for value in values {
            let text = value.replace('\0', "");
            let kept = cut(&text, most);
            if kept.len() < text.len() && !out.cut.contains(&(field, most)) {
                out.cut.push((field, most));
            }
            put(&mut body, 2, number, kept.as_bytes());
        }
    }
    if !body.is_empty() {
        // 1:90 says UTF-8, 2:00 the version of the record.
        put(&mut out.bytes, 1, 90, b"\x1b%G");
        put(&mut out.bytes, 2, 0, &[0, 4]);
        out.bytes.extend(body);
    }
    out
}

fn put(out: &mut Vec<u8>, record: u8, number: u8, data: &[u8]) {
    // No dataset here is longer than 2000 bytes; the length of a standard dataset goes to 32,767.
    let Ok(len) = u16::try_from(data.len()) else { return };
    out.extend([0x1c, record, number]);
    out.extend(len.to_be_bytes());
    out.extend(data);
}

/// The beginning of a text that fits, ending between characters as people see them.
fn cut(text: &str, most_bytes: usize) -> &str {
    if text.len() <= most_bytes {
        return text;
    }
    // Marks, joiners and colours of skin belong to the character before them.
    let joins = |c: char| matches!(c, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{300}'..='\u{36f}');
    let mut end = most_bytes;
    loop {
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let (before, after) = text.split_at(end);
        if end == 0 || !(after.starts_with(joins) || before.ends_with('\u{200d}')) {
            return before;
        }
        end -= 1;
    }
}

/// The body of a JPEG's APP13 segment with these records (Adobe Photoshop File Formats, Image Resource Blocks).
pub fn app13(iim: &[u8]) -> Vec<u8> {
    let mut out = b"Photoshop 3.0\x008BIM\x04\x04\0\0".to_vec();
    out.extend(u32::try_from(iim.len()).unwrap_or(0).to_be_bytes());
    out.extend(iim);
    if iim.len() % 2 == 1 {
        out.push(0);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::iptc::read_iptc;
    use super::*;
    use crate::model::text::LangText;

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("회담회", 8), "회담");
        assert_eq!(cut("ae\u{301}", 3), "a");
        assert_eq!(cut("x👩🏽‍🚀", 9), "x");
        assert_eq!(cut("\u{301}\u{301}", 3), "");
    }

    #[test]
    fn what_is_written_is_read_within_its_length() {
        let long = "한중 정상회담 공동취재단 사진기자".to_owned();
        let texts = Embedded {
            caption: LangText::of(LangTag::en(), "Talks\nin Seoul"),
            credit: Some(long.clone()),
            keywords: vec!["a".into(), "b".into()],
            ..Embedded::default()
        };
        let written =
            iim(&texts, &LangTag::en(), (Some("20260105"), Some("183012+0800")), (Some("20260106"), None));
        let has = |part: &[u8]| written.bytes.windows(part.len()).any(|window| window == part);
        assert!(has(b"\x1c\x02\x1e\0\x0820260106") && !has(b"\x1c\x02\x23"));
        assert_eq!(written.cut, [(Field::Credit, 32)]);
        let read = read_iptc(&written.bytes);
        assert_eq!(read.caption.as_deref(), Some("Talks\nin Seoul"));
        assert_eq!(read.keywords, ["a", "b"]);
        assert_eq!(read.created.as_deref(), Some("2026-01-05T18:30:12+0800"));
        let credit = read.credit.unwrap();
        assert!(long.starts_with(&credit) && credit.len() <= 32 && credit.len() > 28);
        assert_eq!(iim(&Embedded::default(), &LangTag::en(), (None, None), (None, None)), Iim::default());
    }
}
