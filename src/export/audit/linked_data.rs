//! What pages tell search engines: JSON-LD in the words of schema.org, of which only these pass.
//!
//! Sources: JSON-LD 1.1, section 7 "Embedding JSON-LD in HTML Documents"; schema.org, `ImageGallery`, `ImageObject`; IPTC, "Photo
//! metadata for Google Images".

use serde_json::Value;

use super::report::{FindingKind, Leak};
use super::strict;
use super::terms::{Reach, Terms};
use super::times::{is_to_the_minute, leaks_in_times};
use super::words::leaks_in_words;

/// Kinds of things.
const TYPES: [&str; 16] = [
    "ImageGallery",
    "ImageObject",
    "CollectionPage",
    "WebPage",
    "WebSite",
    "MediaGallery",
    "Person",
    "Organization",
    "GovernmentOrganization",
    "Place",
    "City",
    "Country",
    "PostalAddress",
    "BreadcrumbList",
    "ListItem",
    "Event",
];

/// Properties whose value is words.
const WORDS: [&str; 18] = [
    "name",
    "alternateName",
    "headline",
    "alternativeHeadline",
    "caption",
    "description",
    "abstract",
    "creditText",
    "copyrightNotice",
    "inLanguage",
    "encodingFormat",
    "accessibilitySummary",
    "keywords",
    "addressLocality",
    "addressRegion",
    "addressCountry",
    "text",
    "jobTitle",
];

/// Properties whose value is another thing, a list of them, or the words for it.
const THINGS: [&str; 20] = [
    "creator",
    "author",
    "copyrightHolder",
    "publisher",
    "contentLocation",
    "spatialCoverage",
    "locationCreated",
    "location",
    "address",
    "about",
    "image",
    "associatedMedia",
    "hasPart",
    "isPartOf",
    "itemListElement",
    "primaryImageOfPage",
    "thumbnail",
    "breadcrumb",
    "mainEntity",
    "item",
];

/// Properties whose value is an address of the album.
const ADDRESSES: [&str; 6] = ["@id", "url", "contentUrl", "thumbnailUrl", "mainEntityOfPage", "image"];

/// Properties whose value is an address that a person gave, on the web: who wants to know what may be done with a picture goes there.
const LICENCES: [&str; 3] = ["license", "acquireLicensePage", "usageInfo"];

/// Properties whose value is a day, or a day with a time to the minute; two of them with a slash between.
const DATES: [&str; 6] =
    ["dateCreated", "temporalCoverage", "startDate", "endDate", "datePublished", "temporal"];

/// Properties whose value is a whole number, or yes or no.
const NUMBERS: [&str; 6] =
    ["width", "height", "position", "numberOfItems", "representativeOfPage", "isFamilyFriendly"];

/// Everything in a block of JSON-LD that is not for publication.
pub fn leaks(block: &str, path: &str, terms: &Terms<'_>) -> Vec<Leak> {
    let mut reader = Reader { leaks: Vec::new(), path, terms };
    // Nothing that HTML could read as its own: writers put `\u003c`.
    if block.contains('<') {
        reader.odd("a sign < that a page may read as its own");
    }
    match strict::parse(block.as_bytes()) {
        Ok(Value::Object(mut top)) => {
            if top.remove("@context") != Some("https://schema.org".into()) {
                reader.odd("no @context of schema.org");
            }
            match top.remove("@graph") {
                Some(graph) if top.is_empty() => reader.thing("@graph", &graph),
                Some(_) => reader.odd("a @graph beside other words"),
                None => reader.thing("", &Value::Object(top)),
            }
        }
        Ok(_) => reader.odd("no thing in it"),
        Err(why) => reader.odd(&format!("a fault ({why})")),
    }
    reader.leaks
}

struct Reader<'a> {
    leaks: Vec<Leak>,
    path: &'a str,
    terms: &'a Terms<'a>,
}

impl Reader<'_> {
    fn odd(&mut self, what: &str) {
        let what: String = what.chars().filter(|c| !c.is_control()).take(120).collect();
        self.leaks
            .push(Leak::new(FindingKind::NotUnderstood, format!("has words for search engines with {what}")));
    }

    /// A thing, a list of things, or words in place of one. serde_json bounds the depth when it reads.
    fn thing(&mut self, property: &str, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.thing(property, value)),
            Value::String(text) => self.words(text),
            Value::Object(object) => {
                if !object.get("@type").and_then(Value::as_str).is_some_and(|kind| TYPES.contains(&kind)) {
                    let kind = object.get("@type").map(ToString::to_string).unwrap_or_default();
                    self.odd(&format!("a thing of kind {kind}"));
                }
                for (property, value) in object.iter().filter(|(property, _)| *property != "@type") {
                    self.property(property, value);
                }
            }
            _ => self.odd(&format!("a value of \"{property}\"")),
        }
    }

    fn property(&mut self, property: &str, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.property(property, value)),
            Value::String(text) if ADDRESSES.contains(&property) => {
                if let Err(leak) = self.terms.check(self.path, text, Reach::Followed) {
                    self.leaks.push(leak);
                }
            }
            Value::String(text) if LICENCES.contains(&property) => {
                if !is_web_address(text) || !self.terms.licences.contains(text) {
                    self.odd(&format!(
                        "an address in \"{property}\" that is none, or that its manifest does not name"
                    ));
                }
                self.words(text);
            }
            Value::String(text) if DATES.contains(&property) => {
                if !text.split('/').all(|date| date == ".." || is_to_the_minute(date, false)) {
                    let shown: String = text.chars().take(40).collect();
                    let reason = format!("has a time that is finer than the minute, or none: \"{shown}\"");
                    self.leaks.push(Leak::new(FindingKind::FineTime, reason));
                }
            }
            Value::String(text) if WORDS.contains(&property) => self.words(text),
            Value::Number(number) if NUMBERS.contains(&property) && number.is_u64() => {}
            Value::Bool(_) if NUMBERS.contains(&property) => {}
            _ if THINGS.contains(&property) => self.thing(property, value),
            _ => {
                self.odd(&format!("a property \"{property}\""));
                if let Value::String(text) = value {
                    self.words(text);
                }
            }
        }
    }

    fn words(&mut self, text: &str) {
        self.leaks.extend(leaks_in_words(text, self.terms.known));
        self.leaks.extend(leaks_in_times(text));
    }
}

/// An address on the web without words for entry.
fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty() && !host.contains('@') && !rest.contains(char::is_whitespace)
    })
}
