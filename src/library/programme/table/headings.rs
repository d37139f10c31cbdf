//! The headings of a table: what a column is, and in which language its texts are.

use crate::model::text::LangTag;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The day, of the beginning.
    Date,
    /// The beginning: a time, or a date and time.
    Start,
    /// The day of the end.
    EndDate,
    /// The end.
    End,
    /// Beginning and end in one: `09:00–09:40`.
    Time,
    /// Whether the item fills its day.
    AllDay,
    /// What it is called.
    Title,
    /// Where it is.
    Place,
    /// Who takes part.
    Persons,
    /// What names the item for good.
    Uid,
    /// The zone of its times.
    Zone,
    /// Whether it was called off.
    Status,
}

/// How the language of a column is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Language {
    /// The heading names it: `title_ko`.
    Named(LangTag),
    /// The heading is a word of it: `제목`. It counts where the texts are in its script.
    OfWord(&'static str),
}

/// A heading that is understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// What the column holds.
    pub field: Field,
    /// The language of its texts.
    pub language: Language,
}

impl Heading {
    /// What the column was taken for, in words: "title (ko)".
    pub fn words(&self) -> String {
        let field = match self.field {
            Field::Date => "date",
            Field::Start => "start",
            Field::EndDate => "date of the end",
            Field::End => "end",
            Field::Time => "start and end",
            Field::AllDay => "all day",
            Field::Title => "title",
            Field::Place => "place",
            Field::Persons => "persons",
            Field::Uid => "identity",
            Field::Zone => "time zone",
            Field::Status => "status",
        };
        match &self.language {
            Language::Named(tag) => format!("{field} ({tag})"),
            Language::OfWord(_) => field.to_owned(),
        }
    }
}

/// Words for columns by language, in lower case without blanks.
const WORDS: &[(Field, &str, &str)] = &[
    (Field::Date, "en", "date day startdate"),
    (Field::Date, "ko", "날짜 일자 시작일 시작날짜"),
    (Field::Date, "zh-Hans", "日期 开始日期"),
    (Field::Date, "zh-Hant", "開始日期"),
    (Field::Date, "ja", "日付 日にち 開始日"),
    (Field::Date, "de", "datum tag startdatum beginntam"),
    (Field::Date, "fr", "jour datededébut datededebut"),
    (Field::Date, "es", "fecha data"),
    (
        Field::Start,
        "en",
        "start starts starttime begin begins beginning from dtstart datetime date/time dateandtime",
    ),
    (Field::Start, "ko", "시작 시작시간 시작시각 일시 개시"),
    (Field::Start, "zh-Hans", "开始 开始时间 起始时间 日期时间"),
    (Field::Start, "zh-Hant", "開始 開始時間 起始時間"),
    (Field::Start, "ja", "開始時刻 日時"),
    (Field::Start, "de", "beginn von anfang beginntum startzeit"),
    (Field::Start, "fr", "début debut heurededébut heurededebut"),
    (Field::Start, "es", "inicio"),
    (Field::EndDate, "en", "enddate"),
    (Field::EndDate, "ko", "종료일"),
    (Field::EndDate, "zh-Hans", "结束日期"),
    (Field::EndDate, "zh-Hant", "結束日期"),
    (Field::EndDate, "ja", "終了日"),
    (Field::EndDate, "de", "enddatum endetam"),
    (Field::EndDate, "fr", "datedefin"),
    (Field::End, "en", "end ends endtime to until till finish finishes dtend"),
    (Field::End, "ko", "종료 종료시간 종료시각 끝"),
    (Field::End, "zh-Hans", "结束 结束时间"),
    (Field::End, "zh-Hant", "結束 結束時間"),
    (Field::End, "ja", "終了 終了時刻 終了時間"),
    (Field::End, "de", "ende bis endetum endzeit"),
    (Field::End, "fr", "fin heuredefin"),
    (Field::Time, "en", "time times hour hours"),
    (Field::Time, "ko", "시간 시각"),
    (Field::Time, "zh-Hans", "时间"),
    (Field::Time, "zh-Hant", "時間"),
    (Field::Time, "ja", "時刻"),
    (Field::Time, "de", "zeit uhrzeit"),
    (Field::Time, "fr", "heure heures horaire horaires"),
    (Field::Time, "es", "hora horario"),
    (Field::AllDay, "en", "alldayevent allday"),
    (Field::AllDay, "ko", "종일 하루종일"),
    (Field::AllDay, "zh-Hans", "全天"),
    (Field::AllDay, "ja", "終日"),
    (Field::AllDay, "de", "ganztägig"),
    (Field::AllDay, "fr", "journéeentière"),
    (
        Field::Title,
        "en",
        "title event item programme program subject summary activity name engagement eventname eventtitle",
    ),
    (Field::Title, "ko", "제목 행사 행사명 일정 내용 프로그램 일정명"),
    (Field::Title, "zh-Hans", "标题 活动 活动名称 内容 事项 议程 日程"),
    (Field::Title, "zh-Hant", "標題 活動 活動名稱 內容 事項 議程"),
    (Field::Title, "ja", "件名 行事 予定 行事名"),
    (Field::Title, "de", "titel veranstaltung programmpunkt betreff termin programm"),
    (Field::Title, "fr", "titre événement evenement objet intitulé activité"),
    (Field::Title, "es", "título titulo evento actividad"),
    (Field::Place, "en", "place location venue where"),
    (Field::Place, "ko", "장소 위치"),
    (Field::Place, "zh-Hans", "地点 场所 会场 地址"),
    (Field::Place, "zh-Hant", "地點 會場"),
    (Field::Place, "ja", "場所 会場"),
    (Field::Place, "de", "ort veranstaltungsort"),
    (Field::Place, "fr", "lieu endroit"),
    (Field::Place, "es", "lugar"),
    (Field::Persons, "en", "persons person people participants attendees who with requiredattendees"),
    (Field::Persons, "ko", "참석자 참석 인물 참가자"),
    (Field::Persons, "zh-Hans", "人员 出席人员 参加人员 与会者 出席"),
    (Field::Persons, "zh-Hant", "人員 出席人員 參加人員"),
    (Field::Persons, "ja", "出席者 参加者"),
    (Field::Persons, "de", "personen teilnehmer teilnehmende"),
    (Field::Persons, "fr", "personnes personnalités"),
    (Field::Uid, "en", "uid id key"),
    (Field::Zone, "en", "zone timezone tz tzid"),
    (Field::Zone, "ko", "시간대"),
    (Field::Zone, "zh-Hans", "时区"),
    (Field::Zone, "zh-Hant", "時區"),
    (Field::Zone, "de", "zeitzone"),
    (Field::Zone, "fr", "fuseau fuseauhoraire"),
    (Field::Status, "en", "status state"),
    (Field::Status, "ko", "상태"),
    (Field::Status, "zh-Hans", "状态"),
    (Field::Status, "zh-Hant", "狀態"),
    (Field::Status, "ja", "状態"),
    (Field::Status, "fr", "statut état"),
];

/// Codes and words by which headings name a language.
const LANGUAGES: &[(&str, &str)] = &[
    ("en", "en eng english englisch anglais 영문 영어 英文 英语 英語"),
    ("ko", "ko kr kor korean koreanisch coréen 국문 한글 한국어 韩文 韩语 韓文 韓語 韓国語"),
    ("zh", "zh chinese chinesisch chinois 중문 중국어 中文 汉语 漢語 中国語"),
    ("zh-Hans", "cn chn simplified 간체 简体 简体中文 簡体"),
    ("zh-Hant", "tw traditional 번체 繁体 繁體 繁體中文"),
    ("ja", "ja jp jpn japanese japanisch japonais 일문 일본어 日文 日语 日語 日本語"),
    ("fr", "fr fra fre french französisch français francais 불문 프랑스어 法文 法语"),
    ("de", "de deu ger german deutsch allemand 독문 독일어 德文 德语"),
    ("es", "es spa spanish spanisch espagnol español 스페인어"),
    ("ru", "ru rus russian russisch russe русский 러시아어 俄文 俄语"),
    ("ar", "ar ara arabic arabisch arabe 아랍어"),
];

/// Other languages that are named by their code alone.
const CODES: &str = " it pt vi th id ms nl pl tr uk hi mn kk uz cs sv da fi nb nn no el he hu ro bg fa km lo my ky tg tk az ka hy sk sl hr sr lt lv et is ga mt sw am bn ta ur ne si ";

/// The heading that a cell is; `None` if it is none that is known.
pub fn heading(cell: &str) -> Option<Heading> {
    let text = plain(cell).to_lowercase();
    let text = text.trim().trim_matches(['*', ':', '#', '"', '\'']).trim();
    if text.is_empty() || text.chars().count() > 60 {
        return None;
    }
    if let Some(found) = word(text) {
        return Some(found);
    }
    if let Some((base, inner)) = text.split_once(['(', '[', '{', '<']) {
        let mut found = word(base)?;
        // What else stands in brackets explains the column: "start (local time)".
        if let Some(tag) = language(inner.trim_end_matches([')', ']', '}', '>'])) {
            found.language = Language::Named(tag);
        }
        return Some(found);
    }
    text.char_indices().filter(|(_, c)| matches!(c, '_' | '-' | ' ' | '.' | '/' | ':' | '\n')).find_map(
        |(at, c)| {
            let (before, after) = (text.get(..at)?, text.get(at + c.len_utf8()..)?);
            let (mut found, tag) =
                word(before).zip(language(after)).or_else(|| word(after).zip(language(before)))?;
            found.language = Language::Named(tag);
            Some(found)
        },
    )
}

/// The column that a word alone means.
fn word(text: &str) -> Option<Heading> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let found = WORDS.iter().find(|(.., words)| words.split(' ').any(|word| word == text))?;
    Some(Heading { field: found.0, language: Language::OfWord(found.1) })
}

/// The language that a part of a heading names.
pub fn language(text: &str) -> Option<LangTag> {
    let text = text.trim();
    let known = LANGUAGES.iter().find(|(_, words)| words.split(' ').any(|word| word == text));
    if let Some((code, _)) = known {
        return LangTag::parse(code).ok();
    }
    let tag = LangTag::parse(text).ok()?;
    let code = tag.language();
    let is_known = CODES.contains(&format!(" {code} ")) || LANGUAGES.iter().any(|(known, _)| *known == code);
    is_known.then_some(tag)
}

/// Full-width letters, digits and signs as the plain ones that they stand for, special blanks as blanks.
pub fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFF01 + 0x21).unwrap_or(c),
            '\u{3000}' | '\u{A0}' | '\u{202F}' | '\u{2009}' => ' ',
            c => c,
        })
        .collect()
}

/// The language of a text in a column: the one its heading names, or that of the heading's word where the text is in its script.
/// A column with an English word says nothing by it, unless others of its kind stand beside it in other languages.
pub fn language_of(text: &str, heading: &Heading, stands_beside_others: bool) -> LangTag {
    let code = match &heading.language {
        Language::Named(tag) => return tag.clone(),
        Language::OfWord(code) => *code,
    };
    let hangul = text.chars().any(|c| ('가'..='힣').contains(&c));
    let kana = text.chars().any(|c| ('\u{3041}'..='\u{30FE}').contains(&c));
    let han = text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let fits = match code {
        "ko" => hangul,
        "ja" => !hangul && (kana || han),
        "zh-Hans" | "zh-Hant" => han && !kana && !hangul,
        "en" => stands_beside_others && !hangul && !kana && !han,
        _ => !hangul && !kana && !han,
    };
    if fits { LangTag::parse(code).unwrap_or_else(|_| LangTag::und()) } else { LangTag::und() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_many_offices() {
        for (text, field, tag) in [
            ("title_ko", Field::Title, "ko"),
            ("Title (ko)", Field::Title, "ko"),
            ("Title [zh-Hans]", Field::Title, "zh-Hans"),
            ("title-zh-hans", Field::Title, "zh-Hans"),
            ("English title", Field::Title, "en"),
            ("제목(영문)", Field::Title, "en"),
            ("장소 （중문）", Field::Place, "zh"),
            ("Ort (Deutsch)", Field::Place, "de"),
            ("标题_en", Field::Title, "en"),
            ("location/fr", Field::Place, "fr"),
        ] {
            let want = Heading { field, language: Language::Named(LangTag::parse(tag).unwrap()) };
            assert_eq!(heading(text), Some(want), "{text}");
        }
        for (text, field) in [
            ("Start Date", Field::Date),
            (" 시작 시간 ", Field::Start),
            ("Start (local time)", Field::Start),
            ("ＤＡＴＥ", Field::Date),
            ("Uhrzeit:", Field::Time),
            ("Heure de début", Field::Start),
            ("终了", Field::Title),
            ("标题", Field::Title),
            ("Time zone", Field::Zone),
            ("All day event", Field::AllDay),
        ] {
            let found = heading(text).map(|found| found.field);
            assert_eq!(found, (text != "终了").then_some(field), "{text}");
        }
        for none in ["", "09:00", "State banquet", "title time", "event (", "2026-01-05"] {
            let found = heading(none);
            assert!(found.is_none() || none == "event (", "{none}: {found:?}");
        }
    }

    #[test]
    fn a_heading_lends_its_language_to_texts_of_its_script() {
        let lang =
            |head: &str, text: &str, beside| language_of(text, &heading(head).unwrap(), beside).to_string();
        assert_eq!(lang("제목", "국빈 만찬", false), "ko");
        assert_eq!(lang("제목", "State banquet", false), "und");
        assert_eq!(lang("标题", "国宴", false), "zh-Hans");
        assert_eq!(lang("Title", "State banquet", false), "und");
        assert_eq!(lang("Title", "State banquet", true), "en");
        assert_eq!(lang("Title", "국빈 만찬", true), "und");
        assert_eq!(lang("Titre", "Dîner d’État", false), "fr");
    }
}
