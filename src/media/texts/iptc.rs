//! What IPTC-IIM says (IPTC-NAA Information Interchange Model, version 4.2).

use super::charset::Charset;
use crate::media::bytes::{some_text, tidy};
use crate::model::place::{Location, LocationPart};

/// What one block of datasets says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::media) struct IptcFacts {
    /// 2:05 Object Name.
    pub(in crate::media) title: Option<String>,
    /// 2:25 Keywords.
    pub(in crate::media) keywords: Vec<String>,
    /// 2:55 Date Created and 2:60 Time Created as one ISO 8601 text.
    pub(in crate::media) created: Option<String>,
    /// 2:80 By-line.
    pub(in crate::media) creator: Vec<String>,
    /// 2:105 Headline.
    pub(in crate::media) headline: Option<String>,
    /// 2:110 Credit.
    pub(in crate::media) credit: Option<String>,
    /// 2:116 Copyright Notice.
    pub(in crate::media) copyright: Option<String>,
    /// 2:120 Caption/Abstract.
    pub(in crate::media) caption: Option<String>,
    /// 2:40 Special Instructions.
    pub(in crate::media) instructions: Option<String>,
    /// 2:115 Source.
    pub(in crate::media) source: Option<String>,
    /// 2:92 Sublocation, 2:90 City, 2:95 Province/State, 2:101 Country Name and 2:100 its code.
    pub(in crate::media) location: Location,
}

/// Datasets that are looked at.
const MAX_DATASETS: usize = 4096;

/// Reads datasets until the block ends or makes no sense any more.
pub(in crate::media) fn read_iptc(block: &[u8]) -> IptcFacts {
    let mut datasets: Vec<(u8, u8, &[u8])> = Vec::new();
    let mut rest = block;
    while let Some((record, number, data, after)) = dataset(rest) {
        datasets.push((record, number, data));
        rest = after;
        if datasets.len() == MAX_DATASETS {
            break;
        }
    }
    // The mark belongs before the texts; some writers put it behind them.
    let mark = datasets.iter().find(|(record, number, _)| (*record, *number) == (1, 90));
    let texts: Vec<&[u8]> =
        datasets.iter().filter(|(record, ..)| *record == 2).map(|(.., data)| *data).collect();
    let charset = mark.map(|(.., data)| Charset::marked(data)).unwrap_or_default().guess(&texts);
    let mut facts = IptcFacts::default();
    let (mut date, mut time) = (None, None);
    for (record, number, data) in datasets {
        let text = || some_text(text_of(data, &charset));
        let mut part = |part| {
            if facts.location.get(part).is_none() {
                facts.location.set(part, &text().unwrap_or_default());
            }
        };
        match (record, number) {
            (2, 5) => facts.title = facts.title.or_else(text),
            (2, 25) => facts.keywords.extend(text()),
            (2, 40) => facts.instructions = facts.instructions.or_else(text),
            (2, 55) => date = text(),
            (2, 60) => time = text(),
            (2, 80) => facts.creator.extend(text()),
            (2, 90) => part(LocationPart::City),
            (2, 92) => part(LocationPart::Sublocation),
            (2, 95) => part(LocationPart::Region),
            (2, 100) => part(LocationPart::CountryCode),
            (2, 101) => part(LocationPart::Country),
            (2, 105) => facts.headline = facts.headline.or_else(text),
            (2, 110) => facts.credit = facts.credit.or_else(text),
            (2, 115) => facts.source = facts.source.or_else(text),
            (2, 116) => facts.copyright = facts.copyright.or_else(text),
            (2, 120) => facts.caption = facts.caption.or_else(text),
            _ => {}
        }
    }
    facts.created = date.map(|date| iso(&date, time.as_deref()));
    facts
}

/// The next dataset (1.5 of the specification): tag marker, record, number, length, data; and what follows it.
fn dataset(block: &[u8]) -> Option<(u8, u8, &[u8], &[u8])> {
    // Some writers pad with zeros between datasets.
    let start = block.iter().position(|b| *b != 0)?;
    let [0x1c, record, number, high, low, rest @ ..] = block.get(start..)? else { return None };
    let length = u16::from_be_bytes([*high, *low]);
    let (len, rest) = if length & 0x8000 == 0 {
        (usize::from(length), rest)
    } else {
        // An extended dataset: the length of the length, then the length.
        let (digits, rest) = rest.split_at_checked(usize::from(length & 0x7fff))?;
        let digits = (digits.len() <= 4).then_some(digits)?;
        (digits.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte)), rest)
    };
    // A block that is cut short still tells what is left of its last text.
    let (data, after) = rest.split_at_checked(len).unwrap_or((rest, &[]));
    Some((*record, *number, data, after))
}

/// The text of a dataset, with line feeds for the carriage returns that IIM has.
fn text_of(data: &[u8], charset: &Charset) -> String {
    tidy(&charset.decode(data).replace('\0', "").replace("\r\n", "\n").replace('\r', "\n"))
}

/// `CCYYMMDD` and `HHMMSS±HHMM` as ISO 8601; whatever else it is stays as it is, to be judged where dates are.
fn iso(date: &str, time: Option<&str>) -> String {
    let cut = |text: &str, at: &[usize], with: &str| -> Option<String> {
        let mut out = String::new();
        let mut from = 0;
        for to in at {
            out += text.get(from..*to)?;
            out += with;
            from = *to;
        }
        Some(out + text.get(from..)?)
    };
    let day = if date.len() == 8 { cut(date, &[4, 6], "-") } else { None };
    let day = day.unwrap_or_else(|| date.to_owned());
    let clock = time.and_then(|time| {
        let (clock, offset) = time.split_at_checked(6)?;
        Some(format!("{}{offset}", cut(clock, &[2, 4], ":")?))
    });
    clock.map_or(day.clone(), |clock| format!("{day}T{clock}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(datasets: &[(u8, u8, &[u8])]) -> Vec<u8> {
        let mut out = Vec::new();
        for (record, number, data) in datasets {
            out.extend([0x1c, *record, *number]);
            out.extend((data.len() as u16).to_be_bytes());
            out.extend(*data);
        }
        out
    }

    #[test]
    fn texts_names_and_dates() {
        let facts = read_iptc(&block(&[
            (2, 0, &[0, 4]),
            (2, 5, b"Title"),
            (2, 25, b"one"),
            (2, 25, b"two"),
            (2, 55, b"20260105"),
            (2, 60, b"183012+0900"),
            (2, 80, b"A. Kim"),
            (2, 105, b"Headline"),
            (2, 110, b"Office"),
            (2, 116, b"(c)"),
            (2, 120, b"Line 1\rLine 2"),
        ]));
        assert_eq!(facts.title.as_deref(), Some("Title"));
        assert_eq!(facts.keywords, ["one", "two"]);
        assert_eq!(facts.created.as_deref(), Some("2026-01-05T18:30:12+0900"));
        assert_eq!(facts.caption.as_deref(), Some("Line 1\nLine 2"));
        assert_eq!(read_iptc(&block(&[(2, 55, b"20260105")])).created.as_deref(), Some("2026-01-05"));
        assert_eq!(read_iptc(&block(&[(2, 55, b"nonsense")])).created.as_deref(), Some("nons-en-se"));
    }

    #[test]
    fn utf8_marked_or_not_else_latin1() {
        let caption = |datasets: &[(u8, u8, &[u8])]| read_iptc(&block(datasets)).caption;
        assert_eq!(caption(&[(1, 90, b"\x1b%G"), (2, 120, "회담".as_bytes())]).as_deref(), Some("회담"));
        assert_eq!(caption(&[(2, 120, "회담".as_bytes())]).as_deref(), Some("회담"));
        assert_eq!(caption(&[(2, 120, b"Caf\xe9")]).as_deref(), Some("Café"));
    }

    #[test]
    fn damage_ends_the_reading() {
        let whole = block(&[(2, 5, b"Title"), (2, 120, b"A long caption")]);
        assert_eq!(read_iptc(&whole[..whole.len() - 8]).caption.as_deref(), Some("A long"));
        assert_eq!(read_iptc(&[0x1c, 2, 120, 0xff, 0xff, 1, 2]), IptcFacts::default());
        assert_eq!(read_iptc(b"rubbish"), IptcFacts::default());
        let extended = [&[0x1c, 2, 120, 0x80, 4, 0, 0, 0, 3][..], b"abc"].concat();
        assert_eq!(read_iptc(&extended).caption.as_deref(), Some("abc"));
    }
}
