//! What two writers do differently and what no comparison minds: capitals, accents, blanks. Korean is taken apart into its letters, so
//! that a syllable that is still being written fits those that it may become.

/// The first consonants of Korean syllables, in the order of Unicode (The Unicode Standard, section 3.12), as letters that stand alone.
const FIRST: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ',
    'ㅍ', 'ㅎ',
];

/// Their vowels, those of two strokes of the keyboard as two.
const MIDDLE: [&str; 21] = [
    "ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ", "ㅗ", "ㅗㅏ", "ㅗㅐ", "ㅗㅣ", "ㅛ", "ㅜ", "ㅜㅓ", "ㅜㅔ",
    "ㅜㅣ", "ㅠ", "ㅡ", "ㅡㅣ", "ㅣ",
];

/// Their last consonants, none the first of them.
const LAST: [&str; 28] = [
    "", "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ",
    "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
];

/// Places of first consonant, vowel and last consonant of a syllable.
fn parts(c: char) -> Option<(usize, usize, usize)> {
    let n = (c as u32).checked_sub(0xAC00).filter(|n| *n < 11_172)? as usize;
    Some((n / 588, n % 588 / 28, n % 28))
}

/// Whether it is a Korean syllable.
pub fn is_hangul(c: char) -> bool {
    parts(c).is_some()
}

/// Whether it is a Chinese character.
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

/// Whether it is a Korean consonant that stands alone.
pub const fn is_consonant(c: char) -> bool {
    matches!(c, 'ㄱ'..='ㅎ')
}

/// A text as it is compared.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| fold_char(c, &mut out));
    out
}

/// The same, with the places in bytes where its words begin, the first of them 0.
pub fn fold_words(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut starts = Vec::new();
    let mut before = ' ';
    for c in text.chars() {
        if c.is_alphanumeric() && !before.is_alphanumeric() {
            starts.push(out.len());
        }
        fold_char(c, &mut out);
        before = c;
    }
    match starts.first_mut() {
        // A mark before the first word belongs to it.
        Some(first) => *first = 0,
        None => starts.push(0),
    }
    starts.dedup();
    (out, starts)
}

/// The first consonants of a text's Korean syllables; other letters as they are compared.
pub fn initials(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match parts(c).and_then(|(first, ..)| FIRST.get(first)) {
            Some(first) => out.push(*first),
            None => fold_char(c, &mut out),
        }
    }
    out
}

fn fold_char(c: char, out: &mut String) {
    if let Some((first, middle, last)) = parts(c) {
        out.extend(FIRST.get(first));
        out.extend(MIDDLE.get(middle).into_iter().chain(LAST.get(last)).copied());
        return;
    }
    let dropped = c.is_whitespace()
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{652}' | '\u{640}' | '\u{200B}'..='\u{200F}' | '\'' | '’' | '-' | '·' | '・' | '‧');
    if dropped {
        return;
    }
    // Wide letters of East Asian typing are the ones of ASCII.
    let narrow = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        other => other,
    };
    for lower in narrow.to_lowercase() {
        match plain(lower) {
            Some(letters) => out.push_str(letters),
            None => out.push(lower),
        }
    }
}

/// The letters without accents that stand for a small one with; `None` for those that have none.
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ'..='ặ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' | 'ỉ' | 'ị' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ǒ' | 'ơ' | 'ọ'..='ợ' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ß' => "ss",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ǔ' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' | 'ụ'..='ự' => {
            "u"
        }
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'ё' => "е",
        'أ' | 'إ' | 'آ' | 'ٱ' => "ا",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_accents_and_blanks_do_not_count() {
        for (one, other) in [
            ("Élysée Palace", "elyseepalace"),
            ("Nguyễn Phú", "nguyen phu"),
            ("Łódź, Straße", "lodz, strasse"),
            ("Ｈａｌｌ", "hall"),
            ("E\u{301}lyse\u{301}e", "élysée"),
            ("أحمد", "احمد"),
        ] {
            assert_eq!(fold(one), fold(other), "{one}");
        }
        assert_eq!(fold_words("Great  Hall, of"), ("greathall,of".to_owned(), vec![0, 5, 10]));
        assert_eq!(fold_words("").1, [0]);
    }

    #[test]
    fn a_syllable_that_is_being_written_begins_what_it_becomes() {
        for typed in ["하", "한", "한ㅂ", "한벼", "한별"] {
            assert!(fold("한별 대통령").starts_with(&fold(typed)), "{typed}");
        }
        assert!(fold("과천").starts_with(&fold("고")));
        assert!(fold("값이").starts_with(&fold("갑")));
        assert_eq!(initials("국빈 만찬 2"), "ㄱㅂㅁㅊ2");
    }
}
