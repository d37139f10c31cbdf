//! What XMP says (ISO 16684-1): texts by language, names, dates, rating.

use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, QName, ResolveResult};

use super::namespaces::{
    ATTACHE, CAMERA_RAW, DC, EXIF, IPTC_CORE, IPTC_EXT, PHOTOSHOP, RDF, TIFF, XMP, XMP_MM,
};
use super::regions::read_regions;
use crate::media::bytes::tidy;
use crate::model::place::{LocationPart, Whereabouts};
use crate::model::region::StoredRegions;

/// Texts with the language each is marked with, in the order of the packet; `None` where the property has no languages.
pub(in crate::media) type Texts = Vec<(Option<String>, String)>;

/// What one packet says of the properties that are read here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::media) struct XmpFacts {
    found: Vec<(Property, Option<String>, String)>,
    /// Where persons are.
    pub(in crate::media) regions: Option<StoredRegions>,
    /// Why the rest of the packet could not be read.
    pub(in crate::media) fault: Option<String>,
}

macro_rules! properties {
    ($($name:ident = $namespace:ident, $local:literal;)*) => {
        /// The properties that are read.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::media) enum Property {
            $($name,)*
            /// A part of Iptc4xmpExt:LocationCreated or LocationShown; of the first where there are several.
            Location(Whereabouts, LocationPart),
        }

        impl Property {
            /// The property of a namespace and a name (XMP specification part 1, 8.3 to 8.7; IPTC Photo Metadata Standard 2025.1).
            fn of(namespace: &str, name: &str) -> Option<Self> {
                Some(match (namespace, name) {
                    $(($namespace, $local) => Self::$name,)*
                    _ => return None,
                })
            }
        }
    };
}

properties! {
    Title = DC, "title";
    Description = DC, "description";
    Rights = DC, "rights";
    Creator = DC, "creator";
    Subject = DC, "subject";
    Headline = PHOTOSHOP, "Headline";
    Headlines = ATTACHE, "Headline";
    Removed = ATTACHE, "Removed";
    Corrected = ATTACHE, "Corrected";
    Credit = PHOTOSHOP, "Credit";
    Source = PHOTOSHOP, "Source";
    Instructions = PHOTOSHOP, "Instructions";
    DateCreated = PHOTOSHOP, "DateCreated";
    City = PHOTOSHOP, "City";
    Region = PHOTOSHOP, "State";
    Country = PHOTOSHOP, "Country";
    SidecarFor = PHOTOSHOP, "SidecarForExtension";
    CreateDate = XMP, "CreateDate";
    Rating = XMP, "Rating";
    DerivedFrom = XMP_MM, "DerivedFrom";
    Model = TIFF, "Model";
    DateTimeOriginal = EXIF, "DateTimeOriginal";
    AltText = IPTC_CORE, "AltTextAccessibility";
    Extended = IPTC_CORE, "ExtDescrAccessibility";
    Sublocation = IPTC_CORE, "Location";
    CountryCode = IPTC_CORE, "CountryCode";
    Event = IPTC_EXT, "Event";
    PersonInImage = IPTC_EXT, "PersonInImage";
    SourceType = IPTC_EXT, "DigitalSourceType";
    LocationCreated = IPTC_EXT, "LocationCreated";
    LocationShown = IPTC_EXT, "LocationShown";
    RawFileName = CAMERA_RAW, "RawFileName";
}

impl Property {
    /// Which location it is, if it is a whole one.
    const fn whereabouts(self) -> Option<Whereabouts> {
        match self {
            Self::LocationCreated => Some(Whereabouts::Created),
            Self::LocationShown => Some(Whereabouts::Shown),
            _ => None,
        }
    }
}

/// The part of a location that a member of its structure is.
fn location_part(namespace: &str, name: &str) -> Option<LocationPart> {
    Some(match (namespace, name) {
        (IPTC_EXT, "Sublocation") => LocationPart::Sublocation,
        (IPTC_EXT, "City") => LocationPart::City,
        (IPTC_EXT, "ProvinceState") => LocationPart::Region,
        (IPTC_EXT, "CountryName") => LocationPart::Country,
        (IPTC_EXT, "CountryCode") => LocationPart::CountryCode,
        _ => return None,
    })
}

/// Deeper than any real packet nests.
const MAX_DEPTH: usize = 64;
/// More values than any real packet has.
const MAX_VALUES: usize = 10_000;

impl XmpFacts {
    /// All texts of a property, with their languages.
    pub(in crate::media) fn texts(&self, property: Property) -> Texts {
        let of_it = self.found.iter().filter(|found| found.0 == property);
        of_it.map(|(_, lang, text)| (lang.clone(), text.clone())).collect()
    }

    /// All values of a list, in order.
    pub(in crate::media) fn list(&self, property: Property) -> Vec<String> {
        self.found.iter().filter(|found| found.0 == property).map(|found| found.2.clone()).collect()
    }

    /// The first value of a property.
    pub(in crate::media) fn first(&self, property: Property) -> Option<&str> {
        self.found.iter().find(|found| found.0 == property).map(|found| found.2.as_str())
    }

    /// The date of taking as written: photoshop:DateCreated, else exif:DateTimeOriginal, else xmp:CreateDate.
    pub(in crate::media) fn date(&self) -> Option<&str> {
        [Property::DateCreated, Property::DateTimeOriginal, Property::CreateDate]
            .into_iter()
            .find_map(|property| self.first(property))
    }
}

/// Reads a packet, and after it its extension. What is malformed ends the reading; what came before it counts.
/// Entities are not expanded, except those of XML itself; a document type declaration ends the reading.
pub(in crate::media) fn read_xmp(packet: &[u8], extended: Option<&[u8]>) -> XmpFacts {
    let mut facts = XmpFacts::default();
    for part in std::iter::once(packet).chain(extended) {
        let text = as_utf8(part);
        if facts.regions.is_none() {
            facts.regions = read_regions(text.trim_matches('\0'));
        }
        let mut walk = Walk {
            facts: &mut facts,
            depth: 0,
            description: None,
            property: None,
            item: None,
            n_items: 0,
            part: None,
        };
        if let Err(why) = walk.read(text.trim_matches('\0')) {
            facts.fault.get_or_insert(why);
        }
    }
    facts
}

/// XMP may be in UTF-16 (XMP specification part 1, 7.3.1), although hardly any writer does it.
pub(in crate::media) fn as_utf8(packet: &[u8]) -> String {
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
    /// Items of the open property so far.
    n_items: usize,
    /// The part of a location that is open, its depth and its text.
    part: Option<(LocationPart, usize, String)>,
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
                // A value that is an address may be written as one (XMP specification part 1, 7.5).
                let resource = property.and_then(|_| attribute_of(reader, start, RDF, "resource"));
                self.property =
                    property.map(|property| (property, self.depth, false, resource.unwrap_or_default()));
                self.n_items = 0;
                self.location(reader, start, None);
            }
            (Some((property, at, ..)), _) if property.whereabouts().is_some() => {
                if self.depth == at + 2 && (namespace, name.as_ref()) == (RDF, "li") {
                    self.n_items += 1;
                }
                self.location(reader, start, location_part(namespace, name.as_ref()));
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

    /// Parts of a location: the element that opens may be one, and may have some as attributes. Only the first location counts.
    fn location(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>, is: Option<LocationPart>) {
        let Some(which) = self.property.as_ref().and_then(|property| property.0.whereabouts()) else {
            return;
        };
        if self.n_items > 1 {
            return;
        }
        for attribute in start.attributes().with_checks(false).flatten() {
            let (namespace, name) = reader.resolver().resolve_attribute(QName(attribute.key.as_ref()));
            if let Some(part) = location_part(bound(&namespace), name.as_ref())
                && let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0)
            {
                self.found(Property::Location(which, part), None, &value);
            }
        }
        if let (Some(part), None) = (is, &self.part) {
            self.part = Some((part, self.depth, String::new()));
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
        if let Some((_, _, part)) = &mut self.part {
            part.push_str(text);
        } else if let Some(item) = &mut self.item {
            item.text.push_str(text);
        } else if let Some((_, at, _, plain)) = &mut self.property
            && self.depth == *at
        {
            plain.push_str(text);
        }
    }

    fn close(&mut self) {
        if let Some((part, _, text)) = self.part.take_if(|part| part.1 == self.depth)
            && let Some(which) = self.property.as_ref().and_then(|property| property.0.whereabouts())
        {
            self.found(Property::Location(which, part), None, &text);
        }
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
                self.part = None;
                if !has_items && property.whereabouts().is_none() {
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

/// The value of an attribute of an element.
fn attribute_of(
    reader: &NsReader<&[u8]>,
    start: &BytesStart<'_>,
    in_namespace: &str,
    named: &str,
) -> Option<String> {
    let found = start.attributes().with_checks(false).flatten().find(|attribute| {
        let (namespace, name) = reader.resolver().resolve_attribute(QName(attribute.key.as_ref()));
        (bound(&namespace), name.as_ref()) == (in_namespace, named)
    })?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// The name of a namespace; empty where there is none.
pub(in crate::media) fn bound<'a>(namespace: &ResolveResult<'a>) -> &'a str {
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
    fn the_first_location_in_every_form() {
        let part = |facts: &XmpFacts, part| {
            facts.first(Property::Location(Whereabouts::Created, part)).map(str::to_owned)
        };
        let parts = "<e:City>Seoul</e:City><e:CountryCode>KR</e:CountryCode>";
        let list =
            |items: &str| read("", &format!("<e:LocationCreated><r:Bag>{items}</r:Bag></e:LocationCreated>"));
        for facts in [
            list(&format!("<r:li r:parseType=\"Resource\">{parts}</r:li><r:li e:City=\"Other\"/>")),
            list(&format!(
                "<r:li><r:Description>{parts}</r:Description></r:li><r:li><r:Description>{parts}</r:Description></r:li>"
            )),
            list("<r:li e:City=\"Seoul\" e:CountryCode=\"KR\"/>"),
            list(
                "<r:li><r:Description e:City=\"Seoul\"><e:CountryCode>KR</e:CountryCode></r:Description></r:li>",
            ),
            read("", "<e:LocationCreated e:City=\"Seoul\" e:CountryCode=\"KR\"/>"),
            read("", &format!("<e:LocationCreated r:parseType=\"Resource\">{parts}</e:LocationCreated>")),
        ] {
            assert_eq!(part(&facts, LocationPart::City).as_deref(), Some("Seoul"));
            assert_eq!(part(&facts, LocationPart::CountryCode).as_deref(), Some("KR"));
            assert_eq!(facts.first(Property::Location(Whereabouts::Shown, LocationPart::City)), None);
        }
        let second = list("<r:li e:City=\"Seoul\"/><r:li e:CountryCode=\"CN\"/>");
        assert_eq!(part(&second, LocationPart::CountryCode), None);
    }

    #[test]
    fn an_address_may_be_a_resource() {
        let facts =
            read("", "<e:DigitalSourceType r:resource=\"http://a/b/digitalCapture\"/><p:Credit>A</p:Credit>");
        assert_eq!(facts.first(Property::SourceType), Some("http://a/b/digitalCapture"));
        assert_eq!(facts.first(Property::Credit), Some("A"));
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
