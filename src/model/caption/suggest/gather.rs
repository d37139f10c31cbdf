//! Where what is offered comes from: the delegation list, the programmes, places, and every photo's texts.

use std::collections::HashMap;

use super::Suggestions;
use super::pool::{Filling, OfferKind};
use crate::model::caption::people::PeopleIndex;
use crate::model::collection::Collection;
use crate::model::notes::{Field, Subject};
use crate::model::photo::Photo;
use crate::model::programme::Programme;
use crate::model::text::{LangTag, LangText};
use crate::model::wording;

/// Fields without a language whose values are offered again.
const LINES: [Field; 10] = [
    Field::Creator,
    Field::Credit,
    Field::Copyright,
    Field::Source,
    Field::Instructions,
    Field::ShownSublocation,
    Field::ShownCity,
    Field::ShownRegion,
    Field::ShownCountry,
    Field::ShownCountryCode,
];

/// Parts of where a photo was taken, which are places like any other.
const CREATED: [Field; 3] = [Field::CreatedSublocation, Field::CreatedCity, Field::CreatedRegion];

struct Gathered<'a> {
    collection: &'a Collection,
    index: PeopleIndex<'a>,
    texts: HashMap<(Field, Option<LangTag>), Filling>,
    places: Filling,
    persons: Filling,
    /// For each person on the list, the names that were offered, by language.
    names: Vec<Vec<(String, LangTag)>>,
}

/// Gathers everything that may be offered in a collection.
pub(super) fn gather(collection: &Collection) -> Suggestions {
    let notes = collection.notes();
    let people = notes.people();
    let mut all = Gathered {
        collection,
        index: people.index(),
        texts: HashMap::new(),
        places: Filling::default(),
        persons: Filling::default(),
        names: Vec::new(),
    };
    for (n, person) in people.iter().enumerate() {
        let names: Vec<(String, LangTag)> =
            person.name.iter().map(|(lang, name)| (name.to_owned(), lang.clone())).collect();
        for (name, lang) in &names {
            if let Some(entry) = all.persons.offer(name, Some(lang), OfferKind::Person) {
                entry.person = u32::try_from(n).ok();
            }
        }
        all.names.push(names);
    }
    let grouping = collection.grouping();
    let mut visits = HashMap::new();
    let mut at = 0;
    for (n, visit) in grouping.visits.iter().enumerate() {
        let n = u32::try_from(n).ok();
        visits.extend(n.map(|n| (visit.id.clone(), n)));
        if let Some(programme) = visit.programme.and_then(|programme| notes.programmes().get(programme)) {
            all.programme(programme, n);
        }
        let sections = visit.sections.iter().map(|it| Subject::Section(visit.id.clone(), it.id.clone()));
        for subject in std::iter::once(Subject::Visit(visit.id.clone())).chain(sections) {
            all.heading(&subject, (n, at));
        }
        for id in visit.sections.iter().flat_map(|section| &section.photos) {
            at += 1;
            if let Some(photo) = collection.photo(*id) {
                all.photo(photo, (n, at));
            }
        }
    }
    for photo in grouping.undated.iter().filter_map(|id| collection.photo(*id)) {
        all.photo(photo, (None, 0));
    }
    Suggestions {
        visits,
        texts: all.texts.into_iter().map(|(of, filling)| (of, filling.pool())).collect(),
        places: all.places.pool(),
        persons: all.persons.pool(),
        people: std::sync::Arc::clone(&people),
    }
}

impl Gathered<'_> {
    fn programme(&mut self, programme: &Programme, visit: Option<u32>) {
        for item in programme.items.iter() {
            for (texts, kind) in [(&item.place, OfferKind::Place), (&item.title, OfferKind::Item)] {
                for (lang, text) in texts.iter() {
                    let lang = Some(lang).filter(|lang| **lang != LangTag::und());
                    if let Some(entry) = self.places.offer(text, lang, kind) {
                        entry.be_of(visit);
                    }
                }
            }
            for name in &item.persons {
                if let (None, Some(entry)) =
                    (self.index.find(name), self.persons.offer(name, None, OfferKind::Person))
                {
                    entry.be_of(visit);
                }
            }
        }
    }

    /// What people said of a visit or section.
    fn heading(&mut self, subject: &Subject, at: (Option<u32>, u32)) {
        for field in [Field::Title, Field::Caption] {
            for (lang, text) in self.collection.notes().texts(subject, field).iter() {
                let of = (field, Some(lang.clone()));
                self.texts.entry(of).or_default().used(text, Some(lang), OfferKind::Earlier, at);
            }
        }
    }

    fn photo(&mut self, photo: &Photo, at: (Option<u32>, u32)) {
        let notes = self.collection.notes();
        for field in Field::ALL.iter().copied().filter(|field| field.is_text() && field.has_languages()) {
            let texts: LangText = notes.photo_texts(photo, field);
            for (lang, text) in texts.iter() {
                let of = (field, Some(lang.clone()));
                self.texts.entry(of).or_default().used(text, Some(lang), OfferKind::Earlier, at);
            }
        }
        for field in LINES {
            if let Some(line) = notes.photo_line(photo, field) {
                self.texts.entry((field, None)).or_default().used(&line, None, OfferKind::Earlier, at);
                if field.location().is_some() && field != Field::ShownCountryCode {
                    self.places.used(&line, None, OfferKind::Place, at);
                }
            }
        }
        for field in CREATED {
            if let Some(line) = notes.photo_line(photo, field) {
                self.places.used(&line, None, OfferKind::Place, at);
            }
        }
        if let Some(place) = &photo.place {
            self.places.used(&place.name, None, OfferKind::Place, at);
            for lang in wording::LANGUAGES.iter().filter_map(|lang| LangTag::parse(lang).ok()) {
                let name = wording::country_name(&place.country, &lang);
                self.places.used(&name, Some(&lang), OfferKind::Place, at);
            }
        }
        let keywords = self.texts.entry((Field::Keywords, None)).or_default();
        for keyword in notes.photo_list(photo, Field::Keywords) {
            keywords.used(keyword, None, OfferKind::Earlier, at);
        }
        for name in notes.photo_list(photo, Field::Persons) {
            self.person(name, at);
        }
    }

    /// Somebody who is shown: by all of their names where they are on the list.
    fn person(&mut self, name: &str, at: (Option<u32>, u32)) {
        let n = self
            .index
            .find(name)
            .and_then(|found| self.index.people().iter().position(|person| std::ptr::eq(person, found)));
        match n.and_then(|n| self.names.get(n)) {
            Some(names) => {
                for (name, lang) in names {
                    self.persons.used(name, Some(lang), OfferKind::Person, at);
                }
            }
            None => self.persons.used(name, None, OfferKind::Person, at),
        }
    }
}
