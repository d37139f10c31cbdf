//! What the files of a photo say in one field where they contradict each other. Pure.

use crate::model::caption::template::list_text;
use crate::model::notes::{Field, Notes};
use crate::model::photo::Photo;
use crate::model::said::says_the_same;
use crate::model::text::LangTag;

/// One of the values, to be taken or left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it says there.
    pub text: String,
    /// Where: `IIM 2:120`, `XMP dc:description in a.xmp`.
    pub from: String,
    /// Whether this is what holds.
    pub holds: bool,
}

/// Every value of a field in its files, the one first that holds as long as nobody says otherwise; nothing where they agree.
/// A text whose language no file names may be meant for any. `now`: what stands in the field.
pub fn choices(photo: &Photo, field: Field, lang: Option<&LangTag>, now: &str) -> Vec<Choice> {
    let und = LangTag::und();
    let is_here = |of: Option<&LangTag>| of == lang || (lang.is_some() && of == Some(&und));
    let others: Vec<_> =
        photo.embedded.others_of(field).filter(|other| is_here(other.lang.as_ref())).collect();
    let Some(first) = others.first() else { return Vec::new() };
    let nobody = Notes::default();
    let of = first.lang.as_ref();
    let taken = match of {
        Some(lang) => nobody.photo_texts(photo, field).get(lang).map(str::to_owned),
        None if field.is_list() => Some(list_text(nobody.photo_list(photo, field))),
        None => nobody.photo_line(photo, field),
    };
    let taken = taken.map(|text| (text, photo.embedded.source_of(field, of).words(field)));
    let said = others.iter().map(|other| (other.text.to_string(), other.from.words(field)));
    let choice = |(text, from): (String, String)| Choice { holds: says_the_same(&text, now), text, from };
    taken.into_iter().filter(|(text, _)| !text.is_empty()).chain(said).map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::made;
    use crate::model::said::{OtherText, TextSource, TextSources};
    use crate::model::text::LangText;

    #[test]
    fn each_value_stands_with_its_source_in_its_language() {
        let mut photo = made::photo(0);
        let other = |field, lang: Option<LangTag>, text: &str, from| OtherText {
            field,
            lang,
            text: text.into(),
            from,
        };
        photo.embedded.caption = LangText::of(LangTag::und(), "From EXIF");
        photo.embedded.credit = Some("Office".into());
        photo.embedded.sources = Some(Box::new(TextSources {
            not_xmp: vec![(Field::Caption, Some(LangTag::und()), TextSource::Exif)],
            others: vec![
                other(Field::Caption, Some(LangTag::und()), "From IIM", TextSource::Iim),
                other(Field::Credit, None, "Pool", TextSource::Sidecar("a.xmp".into())),
            ],
            sidecars: Vec::new(),
        }));
        let got = choices(&photo, Field::Caption, Some(&LangTag::en()), "From IIM ");
        let got: Vec<_> = got.iter().map(|it| (it.text.as_str(), it.from.as_str(), it.holds)).collect();
        assert_eq!(got, [("From EXIF", "EXIF ImageDescription", false), ("From IIM", "IIM 2:120", true)]);
        let credit = choices(&photo, Field::Credit, None, "Office");
        assert_eq!((credit.len(), credit[0].holds), (2, true));
        assert_eq!(credit[1].from, "XMP photoshop:Credit in a.xmp");
        assert_eq!(choices(&photo, Field::Headline, Some(&LangTag::en()), ""), []);
    }
}
