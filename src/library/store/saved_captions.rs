//! The shapes in which the delegation list and templates are saved. They must be understood forever.

use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};

use super::saved_texts::{Texts, lang_text, texts};
use crate::model::caption::people::{Person, Title};
use crate::model::caption::template::{Entry, Mode, Template};
use crate::model::notes::Field;
use crate::model::text::LangTag;

/// Version 1 of a person on the delegation list.
#[derive(Serialize, Deserialize)]
pub(super) struct PersonV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rank: Option<u32>,
    name: Texts,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    titles: Vec<TitleV1>,
}

/// Days as ISO 8601.
#[derive(Serialize, Deserialize)]
struct TitleV1 {
    text: Texts,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<String>,
}

/// Version 1 of a template.
#[derive(Serialize, Deserialize)]
pub(super) struct TemplateV1 {
    name: String,
    entries: Vec<EntryV1>,
}

/// Field and mode by their codes.
#[derive(Serialize, Deserialize)]
struct EntryV1 {
    field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    text: String,
    mode: String,
    on: bool,
}

impl PersonV1 {
    pub(super) fn of(person: &Person) -> Self {
        let title = |title: &Title| TitleV1 {
            text: texts(&title.text),
            from: title.from.map(|day| day.to_string()),
            to: title.to.map(|day| day.to_string()),
        };
        Self {
            code: person.code.clone(),
            rank: person.rank,
            name: texts(&person.name),
            titles: person.titles.iter().map(title).collect(),
        }
    }

    pub(super) fn restore(self) -> Result<Person, serde_json::Error> {
        let day = |text: Option<String>| -> Result<Option<Date>, serde_json::Error> {
            text.map(|text| text.parse().map_err(serde_json::Error::custom)).transpose()
        };
        let title = |title: TitleV1| {
            Ok(Title { text: lang_text(title.text), from: day(title.from)?, to: day(title.to)? })
        };
        let titles = self.titles.into_iter().map(title).collect::<Result<_, serde_json::Error>>()?;
        Ok(Person { code: self.code, rank: self.rank, name: lang_text(self.name), titles })
    }
}

impl TemplateV1 {
    pub(super) fn of(template: &Template) -> Self {
        let entry = |entry: &Entry| EntryV1 {
            field: entry.field.code().to_owned(),
            lang: entry.lang.as_ref().map(|lang| lang.as_str().to_owned()),
            text: entry.text.clone(),
            mode: entry.mode.code().to_owned(),
            on: entry.is_on,
        };
        Self { name: template.name.clone(), entries: template.entries.iter().map(entry).collect() }
    }

    pub(super) fn restore(self) -> Result<Template, serde_json::Error> {
        let odd = |what: &str, found: &str| serde_json::Error::custom(format!("unknown {what} {found}"));
        let entry = |entry: EntryV1| {
            let lang = entry.lang.map(|lang| LangTag::parse(&lang).map_err(serde_json::Error::custom));
            Ok(Entry {
                field: Field::from_code(&entry.field).ok_or_else(|| odd("field", &entry.field))?,
                lang: lang.transpose()?,
                text: entry.text,
                mode: Mode::from_code(&entry.mode).ok_or_else(|| odd("mode", &entry.mode))?,
                is_on: entry.on,
            })
        };
        let entries = self.entries.into_iter().map(entry).collect::<Result<_, serde_json::Error>>()?;
        Ok(Template { name: self.name, entries })
    }
}
