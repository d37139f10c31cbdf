//! What IPTC-IIM says (IPTC-NAA Information Interchange Model, version 4.2).

use super::bytes::{some_text, tidy};

/// What one block of datasets says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct IptcFacts {
    /// 2:05 Object Name.
    pub(super) title: Option<String>,
    /// 2:25 Keywords.
    pub(super) keywords: Vec<String>,
    /// 2:55 Date Created and 2:60 Time Created as one ISO 8601 text.
    pub(super) created: Option<String>,
    /// 2:80 By-line.
    pub(super) creator: Vec<String>,
    /// 2:105 Headline.
    pub(super) headline: Option<String>,
    /// 2:110 Credit.
    pub(super) credit: Option<String>,
    /// 2:116 Copyright Notice.
    pub(super) copyright: Option<String>,
    /// 2:120 Caption/Abstract.
    pub(super) caption: Option<String>,
}

/// Datasets that are looked at.
const MAX_DATASETS: usize = 4096;

/// 1:90 Coded Character Set for UTF-8: `ESC % G`.
const UTF8_MARK: &[u8] = b"\x1b%G";

/// Reads datasets until the block ends or makes no sense any more.
pub(super) fn read_iptc(block: &[u8]) -> IptcFacts {
    let mut facts = IptcFacts::default();
    let (mut date, mut time) = (None, None);
    let mut marked_utf8 = false;
    let mut rest = block;
    for _ in 0..MAX_DATASETS {
        let Some((record, number, data, after)) = dataset(rest) else { break };
        rest = after;
        let text = || some_text(text_of(data, marked_utf8));
        match (record, number) {
            (1, 90) => marked_utf8 = data == UTF8_MARK,
            (2, 5) => facts.title = facts.title.or_else(text),
            (2, 25) => facts.keywords.extend(text()),
            (2, 55) => date = text(),
            (2, 60) => time = text(),
            (2, 80) => facts.creator.extend(text()),
            (2, 105) => facts.headline = facts.headline.or_else(text),
            (2, 110) => facts.credit = facts.credit.or_else(text),
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

/// Marked or not, UTF-8 where the bytes are; else Latin-1, the usual guess for programs that said nothing.
fn text_of(data: &[u8], marked_utf8: bool) -> String {
    let text = match std::str::from_utf8(data) {
        Ok(text) => text.to_owned(),
        Err(_) if marked_utf8 => String::from_utf8_lossy(data).into_owned(),
        Err(_) => data.iter().map(|b| char::from(*b)).collect(),
    };
    tidy(&text.replace('\0', "").replace("\r\n", "\n").replace('\r', "\n"))
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
