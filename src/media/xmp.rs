//! What XMP says (ISO 16684-1): texts by language, names, dates, rating.

use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, QName, ResolveResult};

use super::bytes::tidy;

/// Texts with the language each is marked with, in the order of the packet; `None` where the property has no languages.
pub(super) type Texts = Vec<(Option<String>, String)>;

/// What one packet says of the properties that are read here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct XmpFacts {
    found: Vec<(Property, Option<String>, String)>,
    /// Why the rest of the packet could not be read.
    pub(super) fault: Option<String>,
}

/// The properties that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Property {
    Title,
    Description,
    Rights,
    Creator,
    Subject,
    Headline,
    Credit,
    DateCreated,
    CreateDate,
    DateTimeOriginal,
    Rating,
    AltText,
    PersonInImage,
    Model,
}

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// Deeper than any real packet nests.
const MAX_DEPTH: usize = 64;
/// More values than any real packet has.
const MAX_VALUES: usize = 10_000;

impl Property {
    /// The property of a namespace and a name (XMP specification part 1, 8.3 to 8.7; IPTC Photo Metadata Standard 2025.1).
    fn of(namespace: &str, name: &str) -> Option<Self> {
        Some(match (namespace, name) {
            ("http://purl.org/dc/elements/1.1/", "title") => Self::Title,
            ("http://purl.org/dc/elements/1.1/", "description") => Self::Description,
            ("http://purl.org/dc/elements/1.1/", "rights") => Self::Rights,
            ("http://purl.org/dc/elements/1.1/", "creator") => Self::Creator,
            ("http://purl.org/dc/elements/1.1/", "subject") => Self::Subject,
            ("http://ns.adobe.com/photoshop/1.0/", "Headline") => Self::Headline,
            ("http://ns.adobe.com/photoshop/1.0/", "Credit") => Self::Credit,
            ("http://ns.adobe.com/photoshop/1.0/", "DateCreated") => Self::DateCreated,
            ("http://ns.adobe.com/xap/1.0/", "CreateDate") => Self::CreateDate,
            ("http://ns.adobe.com/xap/1.0/", "Rating") => Self::Rating,
            ("http://ns.adobe.com/tiff/1.0/", "Model") => Self::Model,
            ("http://ns.adobe.com/exif/1.0/", "DateTimeOriginal") => Self::DateTimeOriginal,
            ("http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/", "AltTextAccessibility") => Self::AltText,
            ("http://iptc.org/std/Iptc4xmpExt/2008-02-29/", "PersonInImage") => Self::PersonInImage,
            _ => return None,
        })
    }
}

impl XmpFacts {
    /// All texts of a property, with their languages.
    pub(super) fn texts(&self, property: Property) -> Texts {
        let of_it = self.found.iter().filter(|found| found.0 == property);
        of_it.map(|(_, lang, text)| (lang.clone(), text.clone())).collect()
    }

    /// All values of a list, in order.
    pub(super) fn list(&self, property: Property) -> Vec<String> {
        self.found.iter().filter(|found| found.0 == property).map(|found| found.2.clone()).collect()
    }

    /// The first value of a property.
    pub(super) fn first(&self, property: Property) -> Option<&str> {
        self.found.iter().find(|found| found.0 == property).map(|found| found.2.as_str())
    }

    /// The date of taking as written: photoshop:DateCreated, else exif:DateTimeOriginal, else xmp:CreateDate.
    pub(super) fn date(&self) -> Option<&str> {
        [Property::DateCreated, Property::DateTimeOriginal, Property::CreateDate]
            .into_iter()
            .find_map(|property| self.first(property))
    }
}

/// Reads a packet, and after it its extension. What is malformed ends the reading; what came before it counts.
/// Entities are not expanded, except those of XML itself; a document type declaration ends the reading.
pub(super) fn read_xmp(packet: &[u8], extended: Option<&[u8]>) -> XmpFacts {
    let mut facts = XmpFacts::default();
    for part in std::iter::once(packet).chain(extended) {
        let text = as_utf8(part);
        let mut walk = Walk { facts: &mut facts, depth: 0, description: None, property: None, item: None };
        if let Err(why) = walk.read(text.trim_matches('\0')) {
            facts.fault.get_or_insert(why);
        }
    }
    facts
}

/// XMP may be in UTF-16 (XMP specification part 1, 7.3.1), although hardly any writer does it.
pub(super) fn as_utf8(packet: &[u8]) -> String {
    let units = |from: fn([u8; 2]) -> u16| {
        let units = packet.as_chunks::<2>().0.iter().map(|pair| from(*pair));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match packet {
        [0xfe, 0xff, ..] | [0, b'<', ..] => units(u16::from_be_bytes),
        [0xff, 0xfe, ..] | [b'<', 0, ..] => units(u16::from_le_bytes),
        _ => String::from_utf8_lossy(packet).into_owned(),
    }
}

/// An rdf:li or a plain property whose text is being gathered.
#[derive(Default)]
struct Item {
    lang: Option<String>,
    text: String,
}

struct Walk<'a> {
    facts: &'a mut XmpFacts,
    /// How many elements are open.
    depth: usize,
    /// Depth of the rdf:Description at the top of the packet that is open.
    description: Option<usize>,
    /// The property that is open, its depth, whether it has had items, and its text if it is plain.
    property: Option<(Property, usize, bool, String)>,
    /// The item of a list that is open.
    item: Option<Item>,
}

impl Walk<'_> {
    fn read(&mut self, text: &str) -> Result<(), String> {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().check_end_names = false;
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(start) => {
                    self.depth += 1;
                    self.open(&reader, &start);
                }
                Event::Empty(start) => {
                    self.depth += 1;
                    self.open(&reader, &start);
                    self.close();
                }
                Event::End(_) => self.close(),
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(reference) => self.text(&character(&reference)),
                Event::DocType(_) => return Err("it has a document type declaration".to_owned()),
                Event::Eof => return Ok(()),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
            if self.depth > MAX_DEPTH || self.facts.found.len() > MAX_VALUES {
                return Err("it is too deep or too long".to_owned());
            }
        }
    }

    fn open(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) {
        let (namespace, name) = reader.resolver().resolve_element(start.name());
        let namespace = bound(&namespace);
        match (&self.property, self.description) {
            (None, None) if (namespace, name.as_ref()) == (RDF, "Description") => {
                self.description = Some(self.depth);
                self.attributes(reader, start);
            }
            (None, Some(at)) if self.depth == at + 1 => {
                let property = Property::of(namespace, name.as_ref());
                self.property = property.map(|property| (property, self.depth, false, String::new()));
            }
            (Some((_, at, ..)), _) if self.depth == at + 2 && (namespace, name.as_ref()) == (RDF, "li") => {
                let lang = start.try_get_attribute("xml:lang").ok().flatten();
                let lang = lang
                    .and_then(|lang| Some(lang.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned()));
                self.item = Some(Item { lang, text: String::new() });
            }
            _ => {}
        }
    }

    /// Plain properties may be written as attributes of rdf:Description (XMP specification part 1, 7.9.2.2).
    fn attributes(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) {
        for attribute in start.attributes().with_checks(false).flatten() {
            let (namespace, name) = reader.resolver().resolve_attribute(QName(attribute.key.as_ref()));
            if let Some(property) = Property::of(bound(&namespace), name.as_ref())
                && let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0)
            {
                self.found(property, None, &value);
            }
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(item) = &mut self.item {
            item.text.push_str(text);
        } else if let Some((_, at, _, plain)) = &mut self.property
            && self.depth == *at
        {
            plain.push_str(text);
        }
    }

    fn close(&mut self) {
        if let Some((property, at, has_items, _)) = &mut self.property {
            let property = *property;
            if self.depth == *at + 2
                && let Some(item) = self.item.take()
            {
                *has_items = true;
                self.found(property, item.lang, &item.text);
            } else if self.depth == *at
                && let Some((_, _, has_items, plain)) = self.property.take()
            {
                self.item = None;
                if !has_items {
                    self.found(property, None, &plain);
                }
            }
        } else if self.description == Some(self.depth) {
            self.description = None;
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn found(&mut self, property: Property, lang: Option<String>, text: &str) {
        let text = tidy(text);
        if !text.is_empty() {
            self.facts.found.push((property, lang, text));
        }
    }
}

/// The name of a namespace; empty where there is none.
pub(super) fn bound<'a>(namespace: &ResolveResult<'a>) -> &'a str {
    match namespace {
        ResolveResult::Bound(Namespace(uri)) => uri,
        _ => "",
    }
}

/// The character of `&amp;`, `&#x26;` and their like; nothing for entities that a document would have to define.
fn character(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => c.to_string(),
        _ => quick_xml::escape::resolve_xml_entity(reference).unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(attributes: &str, body: &str) -> String {
        format!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
             <r:RDF xmlns:r=\"{RDF}\"><r:Description r:about=\"\" xmlns:d=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:p=\"http://ns.adobe.com/photoshop/1.0/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" \
             xmlns:e=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" {attributes}>{body}</r:Description></r:RDF>\
             </x:xmpmeta><?xpacket end=\"w\"?>"
        )
    }

    fn read(attributes: &str, body: &str) -> XmpFacts {
        read_xmp(packet(attributes, body).as_bytes(), None)
    }

    #[test]
    fn both_forms_any_prefix_and_all_languages() {
        let facts = read(
            "xmp:Rating=\"4\" p:Headline=\"Talks &amp; tea\"",
            "<d:description><r:Alt><r:li xml:lang=\"x-default\">Tea</r:li><r:li xml:lang=\"ko\">차 &lt;1&gt; &#x2615;</r:li>\
             </r:Alt></d:description><p:Credit> Press Office </p:Credit>\
             <d:subject><r:Bag><r:li>a</r:li><r:li/><r:li><![CDATA[b<c]]></r:li></r:Bag></d:subject>",
        );
        assert_eq!(facts.first(Property::Rating), Some("4"));
        assert_eq!(facts.first(Property::Headline), Some("Talks & tea"));
        assert_eq!(facts.first(Property::Credit), Some("Press Office"));
        assert_eq!(facts.list(Property::Subject), ["a", "b<c"]);
        let some = |lang: &str, text: &str| (Some(lang.to_owned()), text.to_owned());
        assert_eq!(facts.texts(Property::Description), [some("x-default", "Tea"), some("ko", "차 <1> ☕")]);
        assert_eq!(facts.fault, None);
    }

    #[test]
    fn structures_inside_do_not_leak_into_their_property() {
        let facts = read(
            "",
            "<e:Other><r:Bag><r:li><r:Description d:title=\"inner\"><d:title>x</d:title></r:Description></r:li></r:Bag></e:Other>\
             <d:title><r:Alt><r:li xml:lang=\"en\">outer</r:li></r:Alt></d:title>",
        );
        assert_eq!(facts.list(Property::Title), ["outer"]);
    }

    #[test]
    fn what_comes_before_the_damage_counts() {
        let whole = packet("xmp:Rating=\"3\"", "<p:Credit>A</p:Credit><p:Headline>B</p:Headline>");
        let cut = &whole[..whole.find("B</p").unwrap()];
        let facts = read_xmp(cut.as_bytes(), None);
        assert_eq!(facts.first(Property::Credit), Some("A"));
        assert_eq!(facts.first(Property::Headline), None);
    }

    #[test]
    fn no_entities_no_bombs() {
        let bomb = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>".to_owned()
            + &packet("", "<p:Credit>&b;</p:Credit>");
        let facts = read_xmp(bomb.as_bytes(), None);
        assert_eq!(facts.first(Property::Credit), None);
        assert!(facts.fault.is_some());
        assert_eq!(read("", "<p:Credit>a&b;c</p:Credit>").first(Property::Credit), Some("ac"));
        let deep = packet("", &"<p:x>".repeat(100_000));
        assert!(read_xmp(deep.as_bytes(), None).fault.is_some());
    }

    #[test]
    fn utf16_packets() {
        let bytes: Vec<u8> =
            packet("", "<p:Credit>차</p:Credit>").encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read_xmp(&bytes, None).first(Property::Credit), Some("차"));
    }
}
