//! Variables in captions and templates: `{date}`, `{item}`, `{persons:left}` …, filled from what is known of a photo, in the words of
//! the field's language. What cannot be filled stays as it is, so that the check finds it.

use jiff::civil::DateTime;

use super::super::collection::Collection;
use super::super::notes::{Field, Key, Subject, Value};
use super::super::photo::{Photo, PhotoId};
use super::super::place::LocationPart;
use super::super::programme::ProgrammeItem;
use super::super::text::{LangTag, LangText};
use super::super::wording;
use super::people::PeopleIndex;
use super::rows::rows_of;
use super::{dates, phrase};

/// Every variable with what it stands for, for the list that people choose from.
pub const VARIABLES: &[(&str, &str)] = &[
    ("date", "the day: Jan. 5, 2026; {date:weekday}, {date:iso}"),
    ("time", "the time of day: 6:30 p.m.; {time:24}"),
    ("item", "the item of the programme"),
    ("item.place", "where the programme says the item is"),
    ("visit", "the title of the visit"),
    ("host", "the host of the visit"),
    ("guest", "the guest of the visit"),
    ("event", "the event"),
    ("place", "place within the city, city and country"),
    ("city", "the city"),
    ("country", "the country"),
    (
        "persons",
        "the persons shown, with titles; {persons:left} from left to right, by rows where marks show two",
    ),
    ("device", "the device"),
    ("device.owner", "whose device it is"),
    ("creator", "the creator"),
    ("credit", "the credit line"),
    ("filename", "the name of the file"),
    ("seq", "1, 2, 3 … through the selection; {seq:3} with zeros before it"),
];

/// What is known of one photo for its variables.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    photo: &'a Photo,
    collection: &'a Collection,
    people: &'a PeopleIndex<'a>,
    /// The photo's number in the selection, from 1.
    seq: usize,
}

/// A text with its variables filled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// The text.
    pub text: String,
    /// The variables that nothing is known for, as they stand in the text: `{item}`.
    pub unfilled: Vec<String>,
}

impl<'a> Known<'a> {
    /// What is known of a photo; `None` when it is not in the collection. `seq` counts from 1 through a selection.
    pub fn of(
        collection: &'a Collection,
        people: &'a PeopleIndex<'a>,
        photo: PhotoId,
        seq: usize,
    ) -> Option<Self> {
        Some(Self { photo: collection.photo(photo)?, collection, people, seq })
    }

    /// The time that dates it.
    pub fn taken(&self) -> Option<DateTime> {
        self.collection.captured(self.photo)?.for_order()
    }

    /// The item of the programme in whose section it is, also where a person put it there.
    pub fn item(&self) -> Option<&'a ProgrammeItem> {
        let (visit, section) = self.collection.whereabouts(self.photo.id)?;
        self.collection.notes().programmes().get(visit.programme?)?.item(section.item.as_deref()?)
    }

    /// The persons shown.
    pub fn persons(&self) -> &'a [String] {
        self.collection.notes().photo_list(self.photo, Field::Persons)
    }

    /// The persons from left to right, in two rows where they clearly stand so.
    fn row_of(&self, lang: &LangTag, day: Option<jiff::civil::Date>) -> String {
        let regions = self.collection.notes().photo_regions(self.photo);
        let rows = rows_of(self.persons(), &regions, self.people);
        let in_rows = rows.and_then(|rows| phrase::in_rows(&rows, self.people, lang, day));
        in_rows.unwrap_or_else(|| phrase::from_left(self.persons(), self.people, lang, day))
    }

    /// City and country as words of a language, from what people and files say and then from the position.
    fn city_and_country(&self, lang: &LangTag) -> (Option<String>, Option<String>) {
        let said = |part| self.location(part);
        let country = said(LocationPart::CountryCode)
            .map(|code| wording::country_name(&code.to_ascii_uppercase(), lang))
            .or_else(|| said(LocationPart::Country));
        let place = self.photo.place.as_ref();
        let near = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
        (
            said(LocationPart::City).or_else(|| near(place.map(|place| place.name.as_str()))),
            country.or_else(|| place.map(|place| wording::country_name(&place.country, lang))),
        )
    }

    /// A part of the location that it shows, else of the one where it was taken.
    fn location(&self, part: LocationPart) -> Option<String> {
        let line = |of: &Field| self.collection.notes().photo_line(self.photo, *of);
        let fields = || Field::ALL.iter().filter(|field| field.location().is_some_and(|(_, p)| p == part));
        // The location shown stands behind the one of capture among the fields, and goes before it here.
        fields().rev().find_map(line)
    }

    /// Where it is, from the near to the far, in the order of the language.
    pub fn place(&self, lang: &LangTag) -> Option<String> {
        let hall = self.item().and_then(|item| exact(&item.place, lang));
        let (city, country) = self.city_and_country(lang);
        let parts: Vec<String> = [self.location(LocationPart::Sublocation).or(hall), city, country]
            .into_iter()
            .flatten()
            .collect();
        if parts.is_empty() {
            return None;
        }
        Some(match lang.language() {
            "ko" => parts.into_iter().rev().collect::<Vec<_>>().join(" "),
            "ja" => parts.into_iter().rev().collect::<Vec<_>>().join("・"),
            "ar" => parts.join("، "),
            "zh" => parts.into_iter().rev().collect(),
            _ => parts.join(", "),
        })
    }

    fn visit_texts(&self, field: Field) -> LangText {
        match self.collection.whereabouts(self.photo.id) {
            Some((visit, _)) => self.collection.notes().texts(&Subject::Visit(visit.id.clone()), field),
            None => LangText::default(),
        }
    }

    fn visit_title(&self, lang: &LangTag) -> Option<String> {
        let said = self.visit_texts(Field::Title);
        let (visit, _) = self.collection.whereabouts(self.photo.id)?;
        said.best(lang).or_else(|| visit.title.best(lang)).map(|(_, text)| text.to_owned())
    }

    fn owner(&self) -> Option<String> {
        let device = self.collection.notes().device_of(&self.photo.device)?;
        let key = Key { subject: Subject::Device(device), field: Field::Owner, lang: None };
        match self.collection.notes().get(&key) {
            Some(Value::Text(owner)) if !owner.is_empty() => Some(owner.clone()),
            _ => None,
        }
    }

    /// What one variable stands for, `date` or `date:iso`; `None` when it is none or nothing is known for it.
    pub fn value(&self, variable: &str, lang: &LangTag) -> Option<String> {
        let (name, form) = variable.split_once(':').unwrap_or((variable, ""));
        let line = |field| self.collection.notes().photo_line(self.photo, field);
        let day = self.taken().map(DateTime::date);
        let found = match (name, form) {
            ("date", "") => day.map(|day| dates::date(day, lang)),
            ("date", "weekday") => day.map(|day| dates::date_with_weekday(day, lang)),
            ("date", "iso") => day.map(|day| day.to_string()),
            ("time", "") => self.taken().map(|at| dates::time(at, lang)),
            ("time", "24") => self.taken().map(|at| format!("{:02}:{:02}", at.hour(), at.minute())),
            ("item", "") => self.item().and_then(|item| exact(&item.title, lang)),
            ("item.place", "") => self.item().and_then(|item| exact(&item.place, lang)),
            ("visit", "") => self.visit_title(lang),
            ("host", "") => exact(&self.visit_texts(Field::Host), lang),
            ("guest", "") => exact(&self.visit_texts(Field::Guest), lang),
            ("event", "") => exact(&self.collection.notes().photo_texts(self.photo, Field::Event), lang),
            ("place", "") => self.place(lang),
            ("city", "") => self.city_and_country(lang).0,
            ("country", "") => self.city_and_country(lang).1,
            ("persons", "") => Some(phrase::persons(self.persons(), self.people, lang, day)),
            ("persons", "left") => Some(self.row_of(lang, day)),
            ("device", "") => {
                let device = self.collection.notes().device_of(&self.photo.device)?;
                Some(self.collection.device_name(&device))
            }
            ("device.owner", "") => self.owner(),
            ("creator", "") => line(Field::Creator),
            ("credit", "") => line(Field::Credit),
            ("filename", "") => Some(self.photo.file_name()),
            ("seq", "") => Some(self.seq.to_string()),
            ("seq", width) => {
                let width = width.parse::<usize>().ok().filter(|width| (1..=9).contains(width))?;
                Some(format!("{:0width$}", self.seq))
            }
            _ => None,
        };
        found.filter(|text| !text.is_empty())
    }

    /// A text with its variables filled.
    pub fn fill(&self, text: &str, lang: &LangTag) -> Filled {
        let mut out = Filled::default();
        let mut rest = text;
        while let Some((before, from)) = rest.split_once('{') {
            out.text += before;
            match from.split_once('}').filter(|(name, _)| is_variable(name)) {
                Some((name, after)) => {
                    match self.value(name, lang) {
                        Some(value) => out.text += &value,
                        None => {
                            let whole = format!("{{{name}}}");
                            out.text += &whole;
                            out.unfilled.push(whole);
                        }
                    }
                    rest = after;
                }
                None => {
                    out.text.push('{');
                    rest = from;
                }
            }
        }
        out.text += rest;
        out
    }
}

/// Whether a text between braces is written like a variable: `item.place`, `seq:3`.
pub(super) fn is_variable(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 32
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | ':'))
}

/// The text in this language or a form of it that can stand for it: a variable never puts one language into another's caption. Where the language
/// of a text is not known, it will do.
fn exact(text: &LangText, lang: &LangTag) -> Option<String> {
    let unmarked = || text.get(&LangTag::und());
    text.in_language(lang).map(|(_, text)| text).or_else(unmarked).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::people::made;
    use super::*;
    use crate::model::edit::Edit;
    use crate::model::made as photos;

    fn said(collection: &mut Collection, subject: Subject, field: Field, lang: Option<&str>, value: Value) {
        let lang = lang.map(|lang| LangTag::parse(lang).unwrap());
        let key = Key { subject, field, lang };
        collection.apply(&Edit::against(collection.notes(), "x", [(key, Some(value))]));
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn variables_speak_the_language_of_the_field() {
        let mut collection = photos::collection(3);
        let photo = Subject::Photo(photos::id(0));
        said(
            &mut collection,
            photo.clone(),
            Field::Persons,
            None,
            Value::List(vec!["한별".into(), "Mira Orsa".into()]),
        );
        said(&mut collection, photo, Field::ShownSublocation, None, text("Cloud Hall"));
        let people = made();
        let index = people.index();
        let known = Known::of(&collection, &index, photos::id(0), 7).unwrap();
        let fill = |text: &str, lang: &str| known.fill(text, &LangTag::parse(lang).unwrap());
        assert_eq!(
            fill("{persons:left} in {place} on {date} ({time}). {seq:3}", "en").text,
            "From left: President Han Byeol and Queen Mira Orsa in Cloud Hall, Beijing, China on Jan. 5, 2026 (9:00 a.m.). 007"
        );
        assert_eq!(
            fill("{date} {country}에서 {persons}", "ko").text,
            "2026년 1월 5일 중국에서 한별 대통령, 미라 오르사 여왕"
        );
        assert_eq!(fill("{date}，{country}", "zh-Hans").text, "2026年1月5日，中国");
        let odd = fill("{item} { } {x} {DATE} {seq:0} {unclosed", "en");
        assert_eq!(odd.text, "{item} { } {x} {DATE} {seq:0} {unclosed");
        assert_eq!(odd.unfilled, ["{item}", "{x}", "{seq:0}"]);
    }

    #[test]
    fn every_variable_of_the_list_is_one() {
        for (name, _) in VARIABLES {
            assert!(is_variable(name), "{name}");
        }
    }

    #[test]
    fn host_owner_and_creator_come_from_visit_device_and_photo() {
        let mut collection = photos::collection(2);
        let visit = collection.grouping().visits[0].id.clone();
        said(&mut collection, Subject::Visit(visit), Field::Host, Some("ko"), text("하늘나라"));
        let device = collection.devices()[0].id.clone();
        said(&mut collection, Subject::Device(device), Field::Owner, None, text("Press office"));
        let people = made();
        let index = people.index();
        let known = Known::of(&collection, &index, photos::id(1), 1).unwrap();
        let value = |name: &str, lang: &str| known.value(name, &LangTag::parse(lang).unwrap());
        assert_eq!(value("host", "ko").as_deref(), Some("하늘나라"));
        assert_eq!(value("host", "en"), None, "never a Korean name in an English caption");
        assert_eq!(value("device.owner", "en").as_deref(), Some("Press office"));
        assert_eq!(value("device", "en").as_deref(), Some("Canon EOS R5"));
        assert_eq!(value("filename", "en").as_deref(), Some("IMG_0001.JPG"));
        assert_eq!(value("persons", "en"), None, "nobody is known");
    }
}
