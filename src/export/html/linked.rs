//! What pages tell search engines: JSON-LD in the words of schema.org, with IPTC's fields for who made a picture and who may use it.
//!
//! Sources: schema.org `ImageGallery`, `ImageObject`; IPTC, "Quick guide to IPTC photo metadata and Google Images"; Google Search Central,
//! "Image metadata". Only what the pages say is said here: the profile has decided that before.

use serde_json::{Map, Value, json};

use super::data::PageData;
use super::pages::{Writer, machine_time};
use super::paths::Page;
use crate::export::plan::{PlannedPhoto, PlannedVisit};
use crate::export::texts;
use crate::model::place::Place;
use crate::model::wording;

/// The cover: the album as a collection of galleries.
pub fn cover(writer: &Writer<'_>, title: &str, description: &str) -> String {
    let parts = writer.site.plan.visits.iter().map(|visit| {
        let name = writer.heading(&writer.phrases.visit_heading(visit).0).text;
        thing(
            "ImageGallery",
            [
                ("name", Some(name.into())),
                ("url", Some(writer.web(&writer.path_of(Page::Visit(&visit.folder))).into())),
            ],
        )
    });
    let parts: Vec<Value> = parts.collect();
    written(thing(
        "CollectionPage",
        [
            ("name", Some(title.into())),
            ("description", some(description)),
            ("inLanguage", Some(writer.phrases.lang.as_str().into())),
            ("url", Some(writer.web(&writer.path).into())),
            ("hasPart", Some(parts.into())),
        ],
    ))
}

/// A visit: a gallery. Its pictures speak for themselves, each on its page.
pub fn visit(writer: &Writer<'_>, visit: &PlannedVisit, heading: &str, description: &str) -> String {
    let days =
        visit.days.map(|(from, to)| if from == to { from.to_string() } else { format!("{from}/{to}") });
    written(thing(
        "ImageGallery",
        [
            ("name", Some(heading.into())),
            ("description", some(description)),
            ("inLanguage", Some(writer.phrases.lang.as_str().into())),
            ("url", Some(writer.web(&writer.path).into())),
            ("temporalCoverage", days.map(Into::into)),
            ("contentLocation", visit.place.as_ref().and_then(|at| place(writer, at))),
            ("numberOfItems", Some(visit.photos().count().into())),
            ("isPartOf", Some(album(writer))),
        ],
    ))
}

/// A photo: an image, with who made it and to whom it belongs.
pub fn photo(writer: &Writer<'_>, photo: &PlannedPhoto, name: &str, page: &PageData) -> String {
    let renditions = writer.site.renditions.get(&photo.id).map(Vec::as_slice).unwrap_or_default();
    let settings = &writer.site.plan.settings;
    let (smallest, largest) = (renditions.first(), renditions.last());
    let caption = writer.words(&photo.caption).map(|words| texts::shortened(&words.text, 300));
    let creator = photo.creator.as_deref().map(|name| thing("Person", [("name", Some(name.into()))]));
    written(thing(
        "ImageObject",
        [
            ("name", Some(name.into())),
            ("caption", caption.map(Into::into)),
            ("description", some(&writer.phrases.alt(photo).1)),
            ("inLanguage", Some(writer.phrases.lang.as_str().into())),
            ("url", Some(writer.web(&writer.path).into())),
            ("contentUrl", largest.map(|r| writer.web(&r.path).into())),
            ("thumbnailUrl", smallest.map(|r| writer.web(&r.path).into())),
            ("width", largest.map(|r| r.width_px.into())),
            ("height", largest.map(|r| r.height_px.into())),
            ("encodingFormat", largest.map(|_| "image/jpeg".into())),
            ("representativeOfPage", Some(true.into())),
            ("dateCreated", photo.taken.map(|taken| machine_time(taken).into())),
            ("contentLocation", photo.place.as_ref().and_then(|at| place(writer, at))),
            ("creator", creator),
            ("creditText", photo.credit.as_deref().map(Into::into)),
            ("copyrightNotice", photo.copyright.as_deref().map(Into::into)),
            ("license", settings.license.as_deref().map(Into::into)),
            ("acquireLicensePage", settings.acquire_license.as_deref().map(Into::into)),
            (
                "isPartOf",
                page.trail
                    .last()
                    .map(|step| thing("ImageGallery", [("name", Some(step.words.text.clone().into()))])),
            ),
        ],
    ))
}

fn album(writer: &Writer<'_>) -> Value {
    let url = writer.web(&writer.path_of(Page::Cover));
    thing("CollectionPage", [("name", Some(writer.album_title().text.into())), ("url", Some(url.into()))])
}

fn place(writer: &Writer<'_>, place: &Place) -> Option<Value> {
    some(&wording::place_name(place, &writer.phrases.lang)).map(|name| thing("Place", [("name", Some(name))]))
}

fn some(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| text.into())
}

fn thing<const N: usize>(kind: &str, properties: [(&str, Option<Value>); N]) -> Value {
    let mut out = Map::new();
    out.insert("@type".to_owned(), kind.into());
    out.extend(properties.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
    Value::Object(out)
}

/// The block as it stands in a page: nothing in it that HTML could read as its own (JSON-LD 1.1, 7.1).
fn written(mut thing: Value) -> String {
    if let Value::Object(properties) = &mut thing {
        properties.insert("@context".to_owned(), json!("https://schema.org"));
    }
    thing.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_it_is_markup() {
        let out = written(thing("Place", [("name", Some("</script><!-- & x".into())), ("url", None)]));
        assert!(!out.contains(['<', '>', '&']) && !out.contains("url"), "{out}");
        let back: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(back["name"], "</script><!-- & x");
        assert_eq!(back["@context"], "https://schema.org");
    }
}
