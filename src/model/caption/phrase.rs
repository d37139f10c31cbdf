//! Persons in a sentence: joined as the language joins them, and from left to right.

use jiff::civil::Date;

use super::super::text::{ChineseForm, LangTag};
use super::people::PeopleIndex;
use super::rows::Rows;

/// The persons as the language lists them, with their titles on that day: `President Han Byeol and Queen Mira Orsa`. Who is not on the
/// list stays as written.
pub fn persons(names: &[String], people: &PeopleIndex<'_>, lang: &LangTag, day: Option<Date>) -> String {
    let styled =
        |name: &String| people.find(name).map_or_else(|| name.clone(), |person| person.styled(lang, day));
    joined(&names.iter().map(styled).collect::<Vec<_>>(), lang)
}

/// The same as people stand, from left to right: `From left: …`, `왼쪽부터 …`, `左起：…`. One person stands alone and has no left.
pub fn from_left(names: &[String], people: &PeopleIndex<'_>, lang: &LangTag, day: Option<Date>) -> String {
    let list = persons(names, people, lang, day);
    if names.len() < 2 {
        return list;
    }
    match lang.language() {
        "en" => format!("From left: {list}"),
        "ko" => format!("왼쪽부터 {list}"),
        "zh" => format!("左起：{list}"),
        "ja" => format!("左から{list}"),
        "ar" => format!("من اليسار: {list}"),
        "fr" => format!("De gauche à droite : {list}"),
        "de" => format!("Von links: {list}"),
        "es" => format!("De izquierda a derecha: {list}"),
        "pt" => format!("Da esquerda para a direita: {list}"),
        "ru" => format!("Слева направо: {list}"),
        // We know no words of this language for it, and a wrong word is worse than none.
        _ => list,
    }
}

/// Two rows as they stand, each from left to right: `Front row, from left: …; back row, from left: …`. `None` for languages that we know
/// no words of for it.
pub fn in_rows(rows: &Rows, people: &PeopleIndex<'_>, lang: &LangTag, day: Option<Date>) -> Option<String> {
    let front = persons(&rows.front, people, lang, day);
    let back = persons(&rows.back, people, lang, day);
    Some(match lang.language() {
        "en" => format!("Front row, from left: {front}; back row, from left: {back}"),
        "ko" => format!("앞줄 왼쪽부터 {front}, 뒷줄 왼쪽부터 {back}"),
        "zh" if lang.chinese_form() == Some(ChineseForm::Traditional) => {
            format!("前排左起：{front}；後排左起：{back}")
        }
        "zh" => format!("前排左起：{front}；后排左起：{back}"),
        "ja" => format!("前列左から{front}、後列左から{back}"),
        "ar" => format!("الصف الأمامي من اليسار: {front}؛ الصف الخلفي من اليسار: {back}"),
        "fr" => format!(
            "Au premier rang, de gauche à droite : {front} ; au second rang, de gauche à droite : {back}"
        ),
        "de" => format!("Vordere Reihe, von links: {front}; hintere Reihe, von links: {back}"),
        "es" => format!(
            "En primera fila, de izquierda a derecha: {front}; en segunda fila, de izquierda a derecha: {back}"
        ),
        "pt" => format!(
            "Na primeira fila, da esquerda para a direita: {front}; na segunda fila, da esquerda para a direita: {back}"
        ),
        "ru" => format!("В первом ряду слева направо: {front}; во втором ряду слева направо: {back}"),
        _ => return None,
    })
}

/// How each language says that persons are named from left to right, for the check of captions.
pub(super) const FROM_LEFT: [&str; 19] = [
    "from left",
    "left to right",
    "from l",
    "l-r",
    "왼쪽부터",
    "왼쪽에서부터",
    "왼쪽에서",
    "좌로부터",
    "左起",
    "从左",
    "自左",
    "從左",
    "左から",
    "من اليسار",
    "de gauche à droite",
    "von links",
    "de izquierda a derecha",
    "da esquerda para a direita",
    "слева направо",
];

fn joined(names: &[String], lang: &LangTag) -> String {
    let (last, others) = match names.split_last() {
        None => return String::new(),
        Some((last, [])) => return last.clone(),
        Some(both) => both,
    };
    match lang.language() {
        "zh" | "ja" => names.join("、"),
        "en" => format!("{} and {last}", others.join(", ")),
        // The lists of CLDR 48.2.0 (listPatterns, standard): in Arabic each name has its "and".
        "ar" => names.join(" و"),
        "fr" => format!("{} et {last}", others.join(", ")),
        "de" => format!("{} und {last}", others.join(", ")),
        "pt" => format!("{} e {last}", others.join(", ")),
        "ru" => format!("{} и {last}", others.join(", ")),
        "es" => {
            // "y" is "e" before the sound of i, unless a vowel follows (Real Academia Española).
            let mut sound = last.chars().flat_map(char::to_lowercase).skip_while(|c| *c == 'h');
            let (first, second) = (sound.next(), sound.next());
            let is_i = matches!(first, Some('i' | 'í')) && !matches!(second, Some('a' | 'e' | 'o'));
            format!("{} {} {last}", others.join(", "), if is_i { "e" } else { "y" })
        }
        // Korean joins with commas, and so does whoever we know no better of.
        _ => names.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::super::people::made;
    use super::*;
    use jiff::civil::date;

    #[test]
    fn two_rows_are_said_in_every_language_of_drafts() {
        let people = made();
        let index = people.index();
        let rows = Rows {
            front: ["Han Byeol", "Mira Orsa"].map(str::to_owned).to_vec(),
            back: ["Tam", "Lee"].map(str::to_owned).to_vec(),
        };
        let got = |lang: &str| in_rows(&rows, &index, &LangTag::parse(lang).unwrap(), None);
        assert_eq!(
            got("en").unwrap(),
            "Front row, from left: President Han Byeol and Queen Mira Orsa; back row, from left: Tam and Lee"
        );
        assert_eq!(got("ko").unwrap(), "앞줄 왼쪽부터 한별 대통령, 미라 오르사 여왕, 뒷줄 왼쪽부터 Tam, Lee");
        assert_eq!(got("zh-Hans").unwrap(), "前排左起：总统韩星、女王米拉·奥尔萨；后排左起：Tam、Lee");
        assert!(got("zh-Hant").unwrap().contains("後排左起：Tam、Lee"));
        assert_eq!(got("sv"), None);
        for lang in super::super::draft::LANGUAGES {
            let text = got(lang).unwrap().to_lowercase();
            // The check of captions knows both rows for rows.
            assert!(FROM_LEFT.iter().any(|words| text.matches(words).count() == 2), "{text}");
        }
    }

    #[test]
    fn each_language_joins_in_its_own_way() {
        let people = made();
        let index = people.index();
        let names = ["Han Byeol", "미라 오르사", "Aide Tam"].map(str::to_owned);
        let got = |lang: &str, n: usize| {
            from_left(&names[..n], &index, &LangTag::parse(lang).unwrap(), Some(date(2026, 1, 5)))
        };
        assert_eq!(got("en", 3), "From left: President Han Byeol, Queen Mira Orsa and Aide Tam");
        assert_eq!(got("en", 2), "From left: President Han Byeol and Queen Mira Orsa");
        assert_eq!(got("en", 1), "President Han Byeol");
        assert_eq!(got("ko", 3), "왼쪽부터 한별 대통령, 미라 오르사 여왕, Aide Tam");
        assert_eq!(got("zh-Hans", 2), "左起：总统韩星、女王米拉·奥尔萨");
        assert_eq!(got("zh-Hant", 2), "左起：韩星、米拉·奥尔萨", "no titles in the other form");
        assert_eq!(got("ja", 2), "左からHan Byeol、Mira Orsa");
        assert_eq!(got("ar", 3), "من اليسار: Han Byeol وMira Orsa وAide Tam");
        assert_eq!(got("fr", 3), "De gauche à droite : Han Byeol, Mira Orsa et Aide Tam");
        assert_eq!(got("de", 2), "Von links: Han Byeol und Mira Orsa");
        assert_eq!(got("ru", 2), "Слева направо: Han Byeol и Mira Orsa");
        assert_eq!(got("sv", 2), "Han Byeol, Mira Orsa");
        let es = |last: &str| joined(&["Tam".to_owned(), last.to_owned()], &LangTag::parse("es").unwrap());
        assert_eq!([es("Isabel"), es("Hielo"), es("Ana")], ["Tam e Isabel", "Tam y Hielo", "Tam y Ana"]);
        assert_eq!(got("ko", 0), "");
    }
}
