//! Reads the news feed and the map of an album: XML of which only these elements pass, with addresses of the album alone.
//!
//! Sources: RFC 4287 (Atom); sitemaps.org, "Sitemaps XML format" 0.9, with Google's pictures and other languages.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, QName, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use super::report::{FindingKind, Leak};
use super::terms::{Reach, Terms};
use super::times::{is_to_the_minute, leaks_in_times};
use super::words::leaks_in_words;

const ATOM: &str = "http://www.w3.org/2005/Atom";
const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const IMAGE: &str = "http://www.google.com/schemas/sitemap-image/1.1";

/// What an element holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Elements,
    Words,
    Time,
    Address,
    /// An address of the album, or a name that is no address (RFC 8141).
    Id,
    /// The program's name.
    Generator,
}

/// Elements by namespace and name.
const ELEMENTS: [(&str, &str, Holds); 28] = [
    (ATOM, "feed", Holds::Elements),
    (ATOM, "entry", Holds::Elements),
    (ATOM, "author", Holds::Elements),
    (ATOM, "contributor", Holds::Elements),
    (ATOM, "name", Holds::Words),
    (ATOM, "title", Holds::Words),
    (ATOM, "subtitle", Holds::Words),
    (ATOM, "summary", Holds::Words),
    (ATOM, "content", Holds::Words),
    (ATOM, "rights", Holds::Words),
    (ATOM, "category", Holds::Elements),
    (ATOM, "generator", Holds::Generator),
    (ATOM, "updated", Holds::Time),
    (ATOM, "published", Holds::Time),
    (ATOM, "id", Holds::Id),
    (ATOM, "icon", Holds::Address),
    (ATOM, "logo", Holds::Address),
    (ATOM, "link", Holds::Elements),
    (SITEMAP, "urlset", Holds::Elements),
    (SITEMAP, "url", Holds::Elements),
    (SITEMAP, "loc", Holds::Address),
    (SITEMAP, "lastmod", Holds::Time),
    (XHTML, "link", Holds::Elements),
    (IMAGE, "image", Holds::Elements),
    (IMAGE, "loc", Holds::Address),
    (IMAGE, "title", Holds::Words),
    (IMAGE, "caption", Holds::Words),
    (IMAGE, "license", Holds::Words),
];

/// Attributes whose value is words; those with addresses are `href` and the declarations of the namespaces above.
const WORDS: [&str; 9] =
    ["rel", "type", "hreflang", "xml:lang", "term", "label", "title", "version", "length"];

/// Kinds of text that are no markup (RFC 4287, 3.1.1), and kinds of what a link leads to.
const KINDS: [&str; 8] = [
    "text",
    "text/html",
    "application/atom+xml",
    "image/jpeg",
    "image/webp",
    "image/png",
    "text/css",
    "application/xml",
];

/// Everything in this feed or map that is not for publication.
pub fn leaks(data: &[u8], path: &str, terms: &Terms<'_>) -> Vec<Leak> {
    let mut reader = Reader { leaks: Vec::new(), path, terms, open: Vec::new() };
    let done =
        std::str::from_utf8(data).map_err(|_| "is not UTF-8".to_owned()).and_then(|text| reader.read(text));
    if let Err(why) = done {
        reader.leaks.push(Leak::new(FindingKind::NotUnderstood, why));
    }
    reader.leaks
}

struct Reader<'a> {
    leaks: Vec<Leak>,
    path: &'a str,
    terms: &'a Terms<'a>,
    /// Open elements, each with its text so far.
    open: Vec<(Holds, String)>,
}

impl Reader<'_> {
    fn read(&mut self, text: &str) -> Result<(), String> {
        let mut reader = NsReader::from_str(text);
        let mut n_roots = 0;
        loop {
            let event = reader.read_event().map_err(|error| format!("cannot be read as XML ({error})"))?;
            match event {
                Event::Start(start) | Event::Empty(start) if self.open.is_empty() && n_roots > 0 => {
                    return Err(format!("has a second root <{}>", shown(start.name().as_ref())));
                }
                Event::Start(start) => {
                    n_roots += usize::from(self.open.is_empty());
                    let holds = self.element(&reader, &start)?;
                    self.open.push((holds, String::new()));
                    if self.open.len() > 16 {
                        return Err("has elements too deep within each other".to_owned());
                    }
                }
                Event::Empty(start) => {
                    self.element(&reader, &start)?;
                }
                Event::End(_) => self.close(),
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let c = reference.resolve_char_ref().ok().flatten().map(String::from);
                    let named = || quick_xml::escape::resolve_xml_entity(&reference).map(str::to_owned);
                    match c.or_else(named) {
                        Some(c) => self.text(&c),
                        None => return Err("has an entity".to_owned()),
                    }
                }
                Event::Decl(_) if n_roots == 0 => {}
                Event::Eof if n_roots == 1 && self.open.is_empty() => return Ok(()),
                Event::Eof => return Err("ends before its end".to_owned()),
                Event::Comment(comment) => {
                    self.words(&comment);
                    return Err("has a comment".to_owned());
                }
                _ => return Err("has a document type, an instruction or CDATA".to_owned()),
            }
        }
    }

    fn element(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Result<Holds, String> {
        let (namespace, name) = reader.resolver().resolve_element(start.name());
        let namespace = match namespace {
            ResolveResult::Bound(Namespace(uri)) => uri,
            _ => "",
        };
        let found = ELEMENTS.iter().find(|(of, local, _)| *of == namespace && *local == name.as_ref());
        let Some((_, _, holds)) = found else {
            return Err(format!("has an element <{}>", shown(name.as_ref())));
        };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| format!("cannot be read as XML ({error})"))?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| format!("cannot be read as XML ({error})"))?;
            let key = QName(attribute.key.as_ref());
            match key.as_ref() {
                name if name == "xmlns" || name.starts_with("xmlns:") => {
                    if ![ATOM, SITEMAP, XHTML, IMAGE].contains(&&*value) {
                        return Err(format!("has a namespace {}", shown(&value)));
                    }
                }
                "href" => self.address(&value),
                "type" if !KINDS.contains(&&*value) => {
                    return Err(format!("has text of a kind {}", shown(&value)));
                }
                name if WORDS.contains(&name) => self.words(&value),
                name => return Err(format!("has an attribute {}", shown(name))),
            }
        }
        Ok(*holds)
    }

    fn text(&mut self, text: &str) {
        match self.open.last_mut() {
            Some((Holds::Elements, _)) | None if text.trim().is_empty() => {}
            Some((Holds::Elements, _)) | None => {
                self.words(text);
                self.leaks.push(Leak::new(FindingKind::NotUnderstood, "has words between its elements"));
            }
            Some((_, so_far)) => so_far.push_str(text),
        }
    }

    fn close(&mut self) {
        let Some((holds, text)) = self.open.pop() else { return };
        let text = text.trim();
        match holds {
            Holds::Elements => {}
            Holds::Words => self.words(text),
            Holds::Address => self.address(text),
            Holds::Id if is_name(text) => {}
            Holds::Id => self.address(text),
            Holds::Generator => {
                self.words(text);
                if text.chars().any(|c| !(c.is_alphanumeric() || " .-".contains(c))) {
                    self.leaks
                        .push(Leak::new(FindingKind::NotUnderstood, "names an odd program as its maker"));
                }
            }
            Holds::Time if is_to_the_minute(text, true) => {}
            Holds::Time => {
                let reason =
                    format!("has a time that is finer than the minute, or none: \"{}\"", shown(text));
                self.leaks.push(Leak::new(FindingKind::FineTime, reason));
            }
        }
    }

    fn address(&mut self, address: &str) {
        if let Err(leak) = self.terms.check(self.path, address, Reach::Followed) {
            self.leaks.push(leak);
        }
    }

    fn words(&mut self, text: &str) {
        self.leaks.extend(leaks_in_words(text, self.terms.known));
        self.leaks.extend(leaks_in_times(text));
    }
}

/// `urn:uuid:` and a UUID, or `urn:sha256:` and 64 digits: names that say nothing.
fn is_name(text: &str) -> bool {
    let is_hex = |text: &str| text.chars().all(|c| c.is_ascii_hexdigit());
    text.strip_prefix("urn:uuid:").is_some_and(|id| id.len() == 36 && id.split('-').all(is_hex))
        || text.strip_prefix("urn:sha256:").is_some_and(|id| id.len() == 64 && is_hex(id))
}

/// At most 60 characters in one line, for a message.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}
