//! In which encoding a block of IPTC-IIM is written: by its dataset 1:90 (IIM 4.2, 5.1.90: escape sequences of ISO 2022), or
//! guessed where it has none.

use encoding_rs::{self as codes, Encoding};

use crate::media::encoding;

/// Bytes of texts that are looked at for a guess.
const MAX_JUDGED: usize = 64 * 1024;

/// How the texts of a block are to be read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Charset {
    marked: Option<&'static Encoding>,
    guessed: Option<&'static Encoding>,
}

impl Charset {
    /// What 1:90 says. The sets are named by their registration (ISO-IR) through the final byte of a sequence.
    pub(super) fn marked(escapes: &[u8]) -> Self {
        let mut marked = None;
        for sequence in escapes.split(|b| *b == 0x1B).filter(|sequence| !sequence.is_empty()) {
            marked = match sequence {
                // UTF-8, returning or not, of any level.
                [b'%', b'G', ..] | [b'%', b'/', b'G' | b'H' | b'I', ..] => Some(codes::UTF_8),
                // A set of 96 characters into G1, G2 or G3: the right half of a part of ISO 8859.
                [b'-' | b'.' | b'/', last, ..] => part_of_8859(*last).or(marked),
                // A set of 94 x 94 characters: the countries' own, with a bit 8 as in their EUC.
                [b'$', b'(' | b')' | b'*' | b'+', b'A', ..] | [b'$', b'A', ..] => Some(codes::GB18030),
                [b'$', b'(' | b')' | b'*' | b'+', b'B' | b'@', ..] | [b'$', b'B' | b'@', ..] => {
                    Some(codes::EUC_JP)
                }
                [b'$', b'(' | b')' | b'*' | b'+', b'C', ..] => Some(codes::EUC_KR),
                _ => marked,
            };
        }
        Self { marked, guessed: None }
    }

    /// The same with a guess for texts that are not in the encoding of the mark, or have none.
    pub(super) fn guess(self, texts: &[&[u8]]) -> Self {
        let mut odd: Vec<u8> = Vec::new();
        for text in texts.iter().filter(|text| std::str::from_utf8(text).is_err()) {
            if odd.len() + text.len() < MAX_JUDGED {
                odd.extend(text.iter().filter(|b| **b != 0));
                odd.push(b'\n');
            }
        }
        if odd.is_empty() {
            return self;
        }
        let guessed = encoding::decode(&odd).and_then(|read| match read.name {
            "CP949" => Some(codes::EUC_KR),
            "GB18030" => Some(codes::GB18030),
            "Big5" => Some(codes::BIG5),
            "Shift_JIS" => Some(codes::SHIFT_JIS),
            _ => None,
        });
        Self { guessed, ..self }
    }

    /// The text of a dataset. UTF-8 where its bytes are, whatever the mark: nothing else is that by chance.
    pub(super) fn decode(&self, data: &[u8]) -> String {
        if let Ok(text) = std::str::from_utf8(data)
            && !(data.contains(&0x1B) && self.marked.is_some())
        {
            return text.to_owned();
        }
        let escaped = data.starts_with(b"\x1B$").then_some(codes::ISO_2022_JP);
        for encoding in [escaped, self.marked.filter(|marked| *marked != codes::UTF_8), self.guessed] {
            if let Some(text) =
                encoding.and_then(|e| e.decode_without_bom_handling_and_without_replacement(data))
            {
                return text.into_owned();
            }
        }
        if self.marked == Some(codes::UTF_8) {
            return String::from_utf8_lossy(data).into_owned();
        }
        // Latin-1, the usual guess for programs that said nothing, with the dashes and quotes of Windows; it has no wrong bytes.
        codes::WINDOWS_1252.decode_without_bom_handling(data).0.into_owned()
    }
}

/// Final bytes of the registered right halves (ISO-IR 100 to 226).
fn part_of_8859(last: u8) -> Option<&'static Encoding> {
    Some(match last {
        b'A' => codes::WINDOWS_1252,
        b'B' => codes::ISO_8859_2,
        b'C' => codes::ISO_8859_3,
        b'D' => codes::ISO_8859_4,
        b'F' => codes::ISO_8859_7,
        b'G' => codes::ISO_8859_6,
        b'H' => codes::ISO_8859_8,
        b'L' => codes::ISO_8859_5,
        b'M' => codes::WINDOWS_1254,
        b'T' => codes::WINDOWS_874,
        b'V' => codes::ISO_8859_10,
        b'Y' => codes::ISO_8859_13,
        b'_' => codes::ISO_8859_14,
        b'b' => codes::ISO_8859_15,
        b'f' => codes::ISO_8859_16,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (bytes, _, lost) = encoding.encode(text);
        assert!(!lost, "{text}");
        bytes.into_owned()
    }

    #[test]
    fn marks_name_their_encoding() {
        let cases: [(&[u8], &str, &'static Encoding); 9] = [
            (b"\x1b%G", "회담", codes::UTF_8),
            (b"\x1b.A", "Café", codes::WINDOWS_1252),
            (b"\x1b-B", "Łódź", codes::ISO_8859_2),
            (b"\x1b/L", "Приём", codes::ISO_8859_5),
            (b"\x1b-G", "مرحبا", codes::ISO_8859_6),
            (b"\x1b-F", "Τελετή", codes::ISO_8859_7),
            (b"\x1b$)A", "会谈", codes::GB18030),
            (b"\x1b$)C", "회담", codes::EUC_KR),
            (b"\x1b(B\x1b$)B", "会談", codes::EUC_JP),
        ];
        for (mark, text, encoding) in cases {
            assert_eq!(Charset::marked(mark).decode(&encode(text, encoding)), text);
        }
        let iso_2022 = encode("会談", codes::ISO_2022_JP);
        assert_eq!(Charset::marked(b"\x1b$B").decode(&iso_2022), "会談");
    }

    #[test]
    fn what_is_not_marked_is_guessed_by_all_texts_together() {
        let cases: [(&[&str], &'static Encoding); 5] = [
            (&["한중 정상회담", "청와대 제공", "베이징"], codes::EUC_KR),
            (&["中韩两国领导人会谈", "北京", "人民大会堂欢迎仪式"], codes::GB18030),
            (&["首脳会談のあとの共同記者発表", "迎賓館"], codes::SHIFT_JIS),
            (&["Cérémonie d’accueil", "Palais de l’Élysée"], codes::WINDOWS_1252),
            (&["Empfang im Schloß", "Straße"], codes::WINDOWS_1252),
        ];
        for (texts, encoding) in cases {
            let bytes: Vec<Vec<u8>> = texts.iter().map(|text| encode(text, encoding)).collect();
            let all: Vec<&[u8]> =
                bytes.iter().map(Vec::as_slice).chain([&b"plain"[..], "차".as_bytes()]).collect();
            let charset = Charset::default().guess(&all);
            for (text, bytes) in texts.iter().zip(&bytes) {
                assert_eq!(charset.decode(bytes), *text);
            }
            assert_eq!(charset.decode("차".as_bytes()), "차");
        }
    }

    #[test]
    fn a_wrong_mark_does_not_lose_the_text() {
        let korean = encode("한중 정상회담과 만찬", codes::EUC_KR);
        let charset = Charset::marked(b"\x1b%G").guess(&[&korean]);
        assert_eq!(charset.decode(&korean), "한중 정상회담과 만찬");
        assert_eq!(Charset::marked(b"\x1b-G\x1b").decode(b"\xff\xff"), "ÿÿ");
    }
}
