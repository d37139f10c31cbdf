//! What a sidecar says, laid over what the picture's own file says.
//!
//! Whoever writes a sidecar knew the file: what it says goes first, text by text. What the file says else is kept beside it.

use std::sync::Arc;

use super::notes::Field;
use super::photo::Embedded;
use super::place::{Location, LocationPart, Whereabouts};
use super::said::{OtherText, SidecarMark, TextSource, location_field, says_less, says_the_same};
use super::text::{LangTag, LangText};

/// What one sidecar says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sidecar {
    /// Its texts.
    pub texts: Embedded,
    /// The file that it says it belongs to, or the ending of that file, in lower case.
    pub of: Option<String>,
    /// Why the rest of it could not be read.
    pub fault: Option<String>,
}

impl Sidecar {
    /// Whether it says that it belongs to a file of this name; `None` when it says nothing of the kind.
    pub fn is_of(&self, file_name: &str) -> Option<bool> {
        let of = self.of.as_deref()?;
        let name = file_name.to_lowercase();
        Some(name == of || name.rsplit('.').next() == Some(of))
    }
}

/// Lays a sidecar over the texts of a photo. `mark`: which file it is, and which state of it.
pub fn lay_over(texts: &mut Embedded, sidecar: &Sidecar, mark: SidecarMark) {
    for (field, lang) in &sidecar.texts.removed {
        take_away(texts, *field, lang.as_ref());
    }
    let Embedded {
        title,
        headline,
        caption,
        alt,
        extended,
        event,
        creator,
        credit,
        copyright,
        keywords,
        persons,
        source,
        instructions,
        source_type,
        created,
        shown,
        rating,
        regions,
        taken,
        removed,
        sources,
    } = texts;
    let over = &sidecar.texts;
    removed.clone_from(&over.removed);
    let mut to = sources.take().unwrap_or_default();
    let from = TextSource::Sidecar(Arc::clone(&mark.name));
    let mut lay = Lay { sources: &mut to, from };
    lay.texts(Field::Title, title, &over.title);
    lay.texts(Field::Headline, headline, &over.headline);
    lay.texts(Field::Caption, caption, &over.caption);
    lay.texts(Field::AltText, alt, &over.alt);
    lay.texts(Field::ExtendedDescription, extended, &over.extended);
    lay.texts(Field::Event, event, &over.event);
    for (field, list, over) in [
        (Field::Creator, creator, &over.creator),
        (Field::Keywords, keywords, &over.keywords),
        (Field::Persons, persons, &over.persons),
    ] {
        if !over.is_empty() {
            lay.take(field, None, &list.join("; "), &over.join("; "));
            list.clone_from(over);
        }
    }
    for (field, line, over) in [
        (Field::Credit, credit, &over.credit),
        (Field::Copyright, copyright, &over.copyright),
        (Field::Source, source, &over.source),
        (Field::Instructions, instructions, &over.instructions),
        (Field::SourceType, source_type, &over.source_type),
    ] {
        if let Some(text) = over {
            lay.take(field, None, line.as_deref().unwrap_or_default(), text);
            *line = Some(text.clone());
        }
    }
    lay.location(Whereabouts::Created, created, over.created.as_deref());
    lay.location(Whereabouts::Shown, shown, over.shown.as_deref());
    if let Some(stars) = over.rating {
        lay.take(
            Field::Rating,
            None,
            &rating.map(|old| old.to_string()).unwrap_or_default(),
            &stars.to_string(),
        );
        *rating = Some(stars);
    }
    if let Some(marks) = &over.regions {
        // All marks of a picture were made together.
        *regions = Some(marks.clone());
    }
    if over.taken.is_some() {
        taken.clone_from(&over.taken);
    }
    to.sidecars.retain(|other| other.name != mark.name);
    to.sidecars.push(mark);
    *sources = Some(to);
}

/// Takes a text out.
fn take_away(texts: &mut Embedded, field: Field, lang: Option<&LangTag>) {
    let of_field = match field {
        Field::Title => Some(&mut texts.title),
        Field::Headline => Some(&mut texts.headline),
        Field::Caption => Some(&mut texts.caption),
        Field::AltText => Some(&mut texts.alt),
        Field::ExtendedDescription => Some(&mut texts.extended),
        Field::Event => Some(&mut texts.event),
        _ => None,
    };
    if let (Some(text), Some(lang)) = (of_field, lang) {
        text.set(lang.clone(), "");
    }
    match field {
        Field::Creator => texts.creator.clear(),
        Field::Keywords => texts.keywords.clear(),
        Field::Persons => texts.persons.clear(),
        Field::Regions => texts.regions = None,
        Field::Credit => texts.credit = None,
        Field::Copyright => texts.copyright = None,
        Field::Source => texts.source = None,
        Field::Instructions => texts.instructions = None,
        Field::SourceType => texts.source_type = None,
        _ => {}
    }
    if let Some((which, part)) = field.location() {
        let location = match which {
            Whereabouts::Created => &mut texts.created,
            Whereabouts::Shown => &mut texts.shown,
        };
        if let Some(at) = location {
            at.set(part, "");
        }
        location.take_if(|at| at.is_empty());
    }
}

struct Lay<'a> {
    sources: &'a mut super::said::TextSources,
    from: TextSource,
}

impl Lay<'_> {
    /// Takes a text in place of another one, which is kept where it says something else.
    fn take(&mut self, field: Field, lang: Option<&LangTag>, old: &str, new: &str) {
        let mut old_from = TextSource::Xmp;
        self.sources.not_xmp.retain(|(of, in_lang, from)| {
            let is_it = *of == field && in_lang.as_ref() == lang;
            if is_it {
                old_from = from.clone();
            }
            !is_it
        });
        self.sources.not_xmp.push((field, lang.cloned(), self.from.clone()));
        // What was kept before and is what holds now disagrees no more.
        self.sources.others.retain(|other| other.field != field || !says_the_same(&other.text, new));
        if !old.is_empty() && !says_the_same(old, new) && !says_less(old, new) {
            self.sources.others.push(OtherText {
                field,
                lang: lang.cloned(),
                text: old.into(),
                from: old_from,
            });
        }
    }

    fn texts(&mut self, field: Field, texts: &mut LangText, over: &LangText) {
        for (lang, text) in over.iter() {
            self.take(field, Some(lang), texts.get(lang).unwrap_or_default(), text);
            texts.set(lang.clone(), text);
        }
        // A text without language that the sidecar has in a language now.
        let unmarked = LangTag::und();
        let is_in = |old: &str| over.iter().any(|(_, text)| says_the_same(old, text) || says_less(old, text));
        if over.get(&unmarked).is_none() && texts.get(&unmarked).is_some_and(is_in) {
            texts.set(unmarked, "");
        }
    }

    fn location(
        &mut self,
        which: Whereabouts,
        location: &mut Option<Box<Location>>,
        over: Option<&Location>,
    ) {
        let Some(over) = over else { return };
        let old = location.take().unwrap_or_default();
        for part in LocationPart::ALL {
            let (before, now) = (old.get(part).unwrap_or_default(), over.get(part).unwrap_or_default());
            if let Some(field) =
                location_field(which, part).filter(|_| !(before.is_empty() && now.is_empty()))
            {
                self.take(field, None, before, now);
            }
        }
        *location = Some(Box::new(over.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(name: &str) -> SidecarMark {
        SidecarMark { name: name.into(), bytes: 1, modified_ns: Some(1) }
    }

    #[test]
    fn the_sidecar_goes_first_and_the_rest_is_kept() {
        let ko = LangTag::parse("ko").unwrap();
        let mut caption = LangText::of(LangTag::und(), "Old");
        caption.set(ko.clone(), "옛");
        let mut texts = Embedded { caption, credit: Some("Office".into()), ..Embedded::default() };
        let mut caption = LangText::of(LangTag::und(), "New");
        caption.set(LangTag::en(), "New");
        let over =
            Embedded { caption, credit: Some("Office".into()), rating: Some(3), ..Embedded::default() };
        lay_over(&mut texts, &Sidecar { texts: over, ..Sidecar::default() }, mark("a.xmp"));
        assert_eq!(texts.caption.get(&LangTag::und()), Some("New"));
        assert_eq!(texts.caption.get(&ko), Some("옛"));
        let from = TextSource::Sidecar("a.xmp".into());
        assert_eq!(texts.source_of(Field::Caption, Some(&LangTag::und())), from);
        assert_eq!(texts.source_of(Field::Caption, Some(&ko)), TextSource::Xmp);
        assert_eq!(texts.source_of(Field::Credit, None), from);
        let kept: Vec<&str> = texts.disagreements().iter().map(|other| &*other.text).collect();
        assert_eq!((kept, texts.rating), (vec!["Old"], Some(3)));
        // A second sidecar, closer to the file.
        let over = Embedded { caption: LangText::of(LangTag::und(), "Old"), ..Embedded::default() };
        lay_over(&mut texts, &Sidecar { texts: over, ..Sidecar::default() }, mark("a.jpg.xmp"));
        let kept: Vec<(&str, String)> =
            texts.disagreements().iter().map(|other| (&*other.text, other.from.code())).collect();
        assert_eq!(kept, [("New", "sidecar:a.xmp".to_owned())]);
    }

    #[test]
    fn what_a_person_took_away_stays_away() {
        let ko = LangTag::parse("ko").unwrap();
        let mut caption = LangText::of(LangTag::und(), "Old");
        caption.set(ko.clone(), "옛");
        let mut place = Location::default();
        place.set(LocationPart::City, "Seoul");
        let mut texts = Embedded {
            caption,
            credit: Some("Office".into()),
            shown: Some(Box::new(place)),
            keywords: vec!["a".into()],
            ..Embedded::default()
        };
        let removed = vec![
            (Field::Caption, Some(LangTag::und())),
            (Field::Credit, None),
            (Field::Keywords, None),
            (Field::ShownCity, None),
        ];
        let over = Embedded { removed: removed.clone(), keywords: vec!["b".into()], ..Embedded::default() };
        lay_over(&mut texts, &Sidecar { texts: over, ..Sidecar::default() }, mark("a.xmp"));
        assert_eq!(texts.caption, LangText::of(ko, "옛"));
        assert_eq!((texts.credit, texts.shown, texts.keywords), (None, None, vec!["b".to_owned()]));
        assert_eq!(texts.removed, removed);
    }

    #[test]
    fn a_location_is_replaced_as_a_whole() {
        let location = |pairs: &[(LocationPart, &str)]| {
            let mut out = Location::default();
            pairs.iter().for_each(|(part, text)| out.set(*part, text));
            Some(Box::new(out))
        };
        let mut texts = Embedded {
            shown: location(&[(LocationPart::City, "Seoul"), (LocationPart::Region, "Jongno")]),
            ..Embedded::default()
        };
        let over = Embedded { shown: location(&[(LocationPart::City, "Beijing")]), ..Embedded::default() };
        lay_over(&mut texts, &Sidecar { texts: over.clone(), ..Sidecar::default() }, mark("a.xmp"));
        assert_eq!(texts.shown, over.shown);
        assert_eq!(texts.disagreements().len(), 2);
    }

    #[test]
    fn it_names_its_file_by_name_or_by_ending() {
        let of = |of: &str| Sidecar { of: Some(of.to_owned()), ..Sidecar::default() };
        assert_eq!(of("cr2").is_of("A.CR2"), Some(true));
        assert_eq!(of("cr2").is_of("A.jpg"), Some(false));
        assert_eq!(of("a.cr2").is_of("A.CR2"), Some(true));
        assert_eq!(of("b.cr2").is_of("A.CR2"), Some(false));
        assert_eq!(Sidecar::default().is_of("a.jpg"), None);
    }
}
