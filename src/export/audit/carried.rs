//! Reads the texts that a picture carries, in XMP and IPTC-IIM, and lets pass only those of its profile.
//!
//! Nothing here is shared with what writes them. Sources: XMP specification parts 1 and 3; IIM 4.2; Adobe Photoshop File Formats.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, QName, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use super::report::{FindingKind, Leak};
use super::times::leaks_in_times;
use super::words::{Known, leaks_in_words};

/// For whom an album is, as its manifest says. What does not say is taken for the strictest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Creator, credit, copyright and alt text.
    #[default]
    Public,
    /// All texts of a press picture.
    Press,
}

/// How a property is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Plain,
    Alt,
    Bag,
    Seq,
    Places,
}

const META: &str = "adobe:ns:meta/";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
const CORE: &str = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";
const EXT: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const OURS: &str = "urn:uuid:7c1d8a52-3f0e-4b6f-9c55-2e0a4d9b7f16#";
/// Prefixes are words too: only the usual ones are let pass.
const PREFIXES: [(&str, &str); 7] = [
    ("xmlns:x", META),
    ("xmlns:rdf", RDF),
    ("xmlns:dc", DC),
    ("xmlns:photoshop", PHOTOSHOP),
    ("xmlns:Iptc4xmpCore", CORE),
    ("xmlns:Iptc4xmpExt", EXT),
    ("xmlns:attache", OURS),
];

/// What everybody may see.
const PUBLIC: [(&str, &str, Shape); 4] = [
    (DC, "creator", Shape::Seq),
    (PHOTOSHOP, "Credit", Shape::Plain),
    (DC, "rights", Shape::Alt),
    (CORE, "AltTextAccessibility", Shape::Alt),
];

/// What the press gets beside it.
const PRESS: [(&str, &str, Shape); 19] = [
    (DC, "title", Shape::Alt),
    (PHOTOSHOP, "Headline", Shape::Plain),
    (OURS, "Headline", Shape::Alt),
    (DC, "description", Shape::Alt),
    (CORE, "ExtDescrAccessibility", Shape::Alt),
    (EXT, "Event", Shape::Alt),
    (PHOTOSHOP, "Source", Shape::Plain),
    (PHOTOSHOP, "Instructions", Shape::Plain),
    (DC, "subject", Shape::Bag),
    (EXT, "PersonInImage", Shape::Bag),
    (EXT, "DigitalSourceType", Shape::Plain),
    (EXT, "LocationCreated", Shape::Places),
    (EXT, "LocationShown", Shape::Places),
    (CORE, "Location", Shape::Plain),
    (PHOTOSHOP, "City", Shape::Plain),
    (PHOTOSHOP, "State", Shape::Plain),
    (PHOTOSHOP, "Country", Shape::Plain),
    (CORE, "CountryCode", Shape::Plain),
    (PHOTOSHOP, "DateCreated", Shape::Plain),
];

/// Members of a location.
const MEMBERS: [&str; 5] = ["Sublocation", "City", "ProvinceState", "CountryName", "CountryCode"];

/// The processing instructions around a packet.
const WRAPPERS: [&str; 2] =
    ["xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"", "xpacket end=\"r\""];

/// Datasets of record 2 with their greatest length, and whether everybody may see them.
const DATASETS: [(u8, usize, bool); 18] = [
    (5, 64, false),
    (25, 64, false),
    (30, 8, false),
    (35, 11, false),
    (40, 256, false),
    (55, 8, false),
    (60, 11, false),
    (80, 32, true),
    (90, 32, false),
    (92, 32, false),
    (95, 32, false),
    (100, 3, false),
    (101, 64, false),
    (105, 256, false),
    (110, 32, true),
    (115, 32, false),
    (116, 128, true),
    (120, 2000, false),
];

/// Everything in an XMP packet that its audience must not get.
pub fn xmp_leaks(packet: &[u8], audience: Audience, known: &Known) -> Vec<Leak> {
    let mut leaks = Vec::new();
    match Packet::read(packet, audience) {
        Ok(texts) => {
            for (property, text) in texts {
                leaks.extend(leaks_in_words(&text, known));
                // The press is told the second at which a picture was taken.
                if property != "DateCreated" {
                    leaks.extend(leaks_in_times(&text));
                }
            }
        }
        Err(what) => leaks.push(Leak::new(FindingKind::Metadata, format!("holds an XMP block with {what}"))),
    }
    leaks
}

/// Everything in a Photoshop block that its audience must not get.
pub fn iptc_leaks(block: &[u8], audience: Audience, known: &Known) -> Vec<Leak> {
    let mut leaks = Vec::new();
    match datasets(block, audience) {
        Ok(texts) => texts.iter().for_each(|text| leaks.extend(leaks_in_words(text, known))),
        Err(what) => {
            leaks.push(Leak::new(
                FindingKind::Metadata,
                format!("holds an IPTC or Photoshop block with {what}"),
            ));
        }
    }
    leaks
}

/// A packet that is being read.
struct Packet {
    audience: Audience,
    /// Open elements.
    depth: usize,
    /// How the open property is written.
    shape: Option<Shape>,
    /// Properties that were there.
    seen: Vec<(&'static str, &'static str)>,
    /// Elements of each of the outer three, of which there is one.
    n_outer: [usize; 3],
    /// Whether the open element may have text, and that text.
    leaf: Option<String>,
    /// Texts, each with the local name of its property.
    texts: Vec<(&'static str, String)>,
}

impl Packet {
    /// All texts of a packet, each with its property; or what is in it that may not be.
    fn read(packet: &[u8], audience: Audience) -> Result<Vec<(&'static str, String)>, String> {
        let text = std::str::from_utf8(packet).map_err(|_| "bytes that are not UTF-8".to_owned())?;
        let mut reader = NsReader::from_str(text);
        let mut read = Self {
            audience,
            depth: 0,
            shape: None,
            seen: Vec::new(),
            n_outer: [0; 3],
            leaf: None,
            texts: Vec::new(),
        };
        loop {
            match reader.read_event().map_err(|error| format!("a fault ({error})"))? {
                Event::Start(start) => read.open(&reader, &start)?,
                Event::End(_) => read.close(),
                Event::Text(text) => read.text(&text.xml10_content())?,
                Event::GeneralRef(reference) => {
                    let c = reference.resolve_char_ref().ok().flatten().map(String::from);
                    let named = || quick_xml::escape::resolve_xml_entity(&reference).map(str::to_owned);
                    let c = c.or_else(named).ok_or_else(|| "an entity".to_owned())?;
                    read.text(&c)?;
                }
                Event::PI(instruction) if WRAPPERS.contains(&&*instruction) => {}
                Event::Eof if read.n_outer == [1; 3] && read.depth == 0 => return Ok(read.texts),
                Event::Eof => return Err("no whole description".to_owned()),
                other => return Err(format!("something that we never write ({})", kind_of(&other))),
            }
        }
    }

    fn open(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Result<(), String> {
        let (namespace, name) = reader.resolver().resolve_element(start.name());
        let namespace = bound(&namespace);
        let name = name.as_ref();
        let odd = || Err(format!("an element {}", excerpt(name)));
        if self.leaf.take_if(|text| !text.trim().is_empty()).is_some() {
            return odd();
        }
        self.leaf = None;
        let mut lang_allowed = false;
        let mut resource_allowed = false;
        let outer = [(META, "xmpmeta"), (RDF, "RDF"), (RDF, "Description")];
        match (self.depth, self.shape) {
            (depth @ 0..=2, _) if outer.get(depth) == Some(&(namespace, name)) => {
                if let Some(n) = self.n_outer.get_mut(depth) {
                    *n += 1;
                }
            }
            (3, _) => {
                let allowed = PUBLIC.iter().chain(PRESS.iter().filter(|_| self.audience == Audience::Press));
                let found = allowed.clone().find(|(of, local, _)| (*of, *local) == (namespace, name));
                let Some((of, local, shape)) = found else {
                    return Err(format!("a property {}", excerpt(name)));
                };
                if self.seen.contains(&(*of, *local)) {
                    return Err(format!("a property {local} twice"));
                }
                self.seen.push((of, local));
                self.shape = Some(*shape);
                self.leaf = (*shape == Shape::Plain).then(String::new);
            }
            (4, Some(shape)) if namespace == RDF => {
                let fits = matches!(
                    (shape, name),
                    (Shape::Alt, "Alt") | (Shape::Bag | Shape::Places, "Bag") | (Shape::Seq, "Seq")
                );
                if !fits {
                    return odd();
                }
            }
            (5, Some(shape)) if (namespace, name) == (RDF, "li") => {
                lang_allowed = shape == Shape::Alt;
                resource_allowed = shape == Shape::Places;
                self.leaf = (shape != Shape::Places).then(String::new);
            }
            (6, Some(Shape::Places)) if namespace == EXT && MEMBERS.contains(&name) => {
                self.leaf = Some(String::new());
            }
            _ => return odd(),
        }
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| format!("a fault ({error})"))?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| format!("a fault ({error})"))?;
            let (of, local) = reader.resolver().resolve_attribute(QName(attribute.key.as_ref()));
            let is_allowed = match (bound(&of), local.as_ref()) {
                _ if PREFIXES.contains(&(attribute.key.as_ref(), &*value)) => true,
                (RDF, "about") => self.depth == 2 && value.is_empty(),
                (RDF, "parseType") => resource_allowed && value == "Resource",
                (_, "lang") if attribute.key.as_ref() == "xml:lang" => lang_allowed && is_language(&value),
                _ => false,
            };
            if !is_allowed {
                return Err(format!("an attribute {}", excerpt(attribute.key.as_ref())));
            }
        }
        self.depth += 1;
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        match &mut self.leaf {
            Some(leaf) => leaf.push_str(text),
            // Indentation.
            None if text.trim().is_empty() && text.len() <= 16 => {}
            None => return Err("words between its properties".to_owned()),
        }
        Ok(())
    }

    fn close(&mut self) {
        let property = self.seen.last().map_or("", |(_, local)| *local);
        self.texts.extend(self.leaf.take().map(|text| (property, text)));
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 3 {
            self.shape = None;
        }
    }
}

fn kind_of(event: &Event<'_>) -> &'static str {
    match event {
        Event::Comment(_) => "a comment",
        Event::CData(_) => "CDATA",
        Event::DocType(_) => "a document type",
        Event::PI(_) => "an instruction",
        Event::Empty(_) => "an empty element",
        _ => "a declaration",
    }
}

fn bound<'a>(namespace: &ResolveResult<'a>) -> &'a str {
    match namespace {
        ResolveResult::Bound(Namespace(uri)) => uri,
        _ => "",
    }
}

fn is_language(tag: &str) -> bool {
    tag.len() <= 35
        && tag
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()))
}

fn excerpt(name: &str) -> String {
    format!("\"{}\"", name.chars().take(40).collect::<String>())
}

/// `CCYYMMDD` (IIM 4.2, 2:30 and 2:55).
fn is_day(data: &[u8]) -> bool {
    data.len() == 8 && data.iter().all(u8::is_ascii_digit)
}

/// `HHMMSS±HHMM` (IIM 4.2, 2:35 and 2:60).
fn is_clock(data: &[u8]) -> bool {
    let sign_at = 6;
    let fits = |(n, byte): (usize, &u8)| {
        if n == sign_at { matches!(byte, b'+' | b'-') } else { byte.is_ascii_digit() }
    };
    data.len() == 11 && data.iter().enumerate().all(fits)
}

/// All texts of the datasets in a Photoshop block; or what is in it that may not be.
fn datasets(block: &[u8], audience: Audience) -> Result<Vec<String>, String> {
    let odd = || "something that we never write".to_owned();
    let rest = block.strip_prefix(b"Photoshop 3.0\x008BIM\x04\x04\0\0").ok_or_else(odd)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(odd)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| odd())?;
    let (records, padding) = rest.split_at_checked(length).ok_or_else(odd)?;
    if padding != [0_u8].get(..length % 2).unwrap_or_default() {
        return Err("bytes behind its records".to_owned());
    }
    let mut rest = records.strip_prefix(b"\x1c\x01\x5a\0\x03\x1b%G\x1c\x02\0\0\x02\0\x04").ok_or_else(odd)?;
    let mut texts = Vec::new();
    let mut seen: Vec<u8> = Vec::new();
    while let Some((head, after)) = rest.split_first_chunk::<5>() {
        let [0x1C, 2, number, high, low] = *head else { return Err(odd()) };
        let (data, after) =
            after.split_at_checked(usize::from(u16::from_be_bytes([high, low]))).ok_or_else(odd)?;
        rest = after;
        let allowed =
            DATASETS.iter().find(|(of, _, public)| *of == number && (*public || audience == Audience::Press));
        let Some((_, most, _)) = allowed else { return Err(format!("a dataset 2:{number:02}")) };
        let is_again = seen.contains(&number) && !matches!(number, 25 | 80);
        if data.len() > *most || is_again {
            return Err(format!("a dataset 2:{number:02} that is too long or there twice"));
        }
        if (matches!(number, 30 | 55) && !is_day(data)) || (matches!(number, 35 | 60) && !is_clock(data)) {
            return Err(format!("a dataset 2:{number:02} that is no date or time"));
        }
        seen.push(number);
        texts.push(String::from_utf8(data.to_vec()).map_err(|_| "bytes that are not UTF-8".to_owned())?);
    }
    if rest.is_empty() { Ok(texts) } else { Err(odd()) }
}
