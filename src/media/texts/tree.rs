//! A property of XMP with everything that it holds, and where each part of it stands in the text.

use std::ops::Range;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::{NsReader, XmlVersion};

use super::namespaces::RDF;
use super::xmp::bound;

/// Deeper than any real packet nests.
const MAX_DEPTH: usize = 64;
/// More parts than any real property has.
const MAX_NODES: usize = 50_000;

/// An element within a property, or the property itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub(super) namespace: String,
    pub(super) local: String,
    /// As it is written there; empty for none.
    pub(super) prefix: String,
    pub(super) attributes: Vec<Attribute>,
    pub(super) children: Vec<Self>,
    /// Its own text.
    pub(super) text: String,
    /// From the first byte of its start tag to the last of its end tag.
    pub(super) whole: Range<usize>,
    /// What is between the tags; `None` for an element without an end tag.
    pub(super) inside: Option<Range<usize>>,
}

/// An attribute.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    namespace: String,
    local: String,
    value: String,
    /// Of its value, between the quotes; `None` if it could not be found again.
    place: Option<Range<usize>>,
}

/// A text and its place; `None` where there is no room for another one.
pub(super) type Placed = (String, Option<Range<usize>>);

impl Node {
    pub(super) fn is(&self, namespace: &str, local: &str) -> bool {
        self.namespace == namespace && self.local == local
    }

    /// The parts of a structure: they may stand in an rdf:Description of their own (XMP specification part 1, 7.6).
    fn frames(&self) -> impl Iterator<Item = &Self> {
        let inner = self.children.iter().filter(|child| child.is(RDF, "Description"));
        std::iter::once(self).chain(inner)
    }

    /// A part of a structure that is an element.
    pub(super) fn part(&self, namespace: &str, local: &str) -> Option<&Self> {
        self.frames().flat_map(|frame| &frame.children).find(|child| child.is(namespace, local))
    }

    /// A part of a structure that is a text: an attribute or an element.
    pub(super) fn value(&self, namespace: &str, local: &str) -> Option<Placed> {
        let attributes = || self.frames().flat_map(|frame| &frame.attributes);
        let attribute = attributes().find(|it| it.namespace == namespace && it.local == local);
        attribute
            .map(|it| (it.value.trim().to_owned(), it.place.clone()))
            .or_else(|| self.part(namespace, local).map(Self::plain))
    }

    /// Its own text, if it holds nothing else.
    pub(super) fn plain(&self) -> Placed {
        (self.text.trim().to_owned(), self.inside.clone().filter(|_| self.children.is_empty()))
    }

    /// The list that it is.
    pub(super) fn list(&self) -> Option<&Self> {
        self.children
            .iter()
            .find(|child| child.namespace == RDF && matches!(child.local.as_str(), "Bag" | "Seq" | "Alt"))
    }

    /// The items of the list that it is.
    pub(super) fn items(&self) -> impl Iterator<Item = &Self> {
        self.list().into_iter().flat_map(|list| &list.children).filter(|item| item.is(RDF, "li"))
    }
}

/// Properties of these names wherever they stand at the top of a packet. What is malformed ends the reading.
pub(super) fn properties(text: &str, wanted: &[(&str, &str)]) -> Vec<Node> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_end_names = false;
    let (mut out, mut open, mut depth, mut n_nodes) = (Vec::new(), Vec::<Node>::new(), 0_usize, 0_usize);
    // The depth of the rdf:Description at the top that is open.
    let mut description = None;
    loop {
        let from = place(&reader);
        let Ok(event) = reader.read_event() else { return out };
        let to = place(&reader);
        match event {
            Event::Start(start) | Event::Empty(start) => {
                let is_empty = text.get(..to).is_some_and(|before| before.ends_with("/>"));
                let (namespace, local) = reader.resolver().resolve_element(start.name());
                let (namespace, local) = (bound(&namespace), local.as_ref());
                let is_property = open.is_empty()
                    && description.is_some_and(|at| depth == at + 1)
                    && wanted.contains(&(namespace, local));
                if is_property || !open.is_empty() {
                    let tag = text.get(from..to).unwrap_or_default();
                    let mut node = Node {
                        attributes: attributes(&reader, &start, tag, from),
                        namespace: namespace.to_owned(),
                        local: local.to_owned(),
                        prefix: prefix_of(tag),
                        whole: from..to,
                        ..Node::default()
                    };
                    n_nodes += 1;
                    if n_nodes > MAX_NODES || depth > MAX_DEPTH {
                        return out;
                    }
                    if is_empty {
                        close(&mut out, &mut open, node);
                    } else {
                        node.inside = Some(to..to);
                        open.push(node);
                    }
                } else if description.is_none() && (namespace, local) == (RDF, "Description") && !is_empty {
                    description = Some(depth);
                }
                depth += usize::from(!is_empty);
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if let Some(mut node) = open.pop() {
                    node.whole.end = to;
                    node.inside = node.inside.map(|inside| inside.start..from);
                    close(&mut out, &mut open, node);
                } else if description == Some(depth) {
                    description = None;
                }
            }
            Event::Text(words) => say(&mut open, &words.xml10_content()),
            Event::CData(words) => say(&mut open, &words.xml10_content()),
            Event::GeneralRef(reference) => say(&mut open, &character(&reference)),
            Event::DocType(_) | Event::Eof => return out,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn close(out: &mut Vec<Node>, open: &mut [Node], node: Node) {
    match open.last_mut() {
        Some(parent) => parent.children.push(node),
        None => out.push(node),
    }
}

fn say(open: &mut [Node], words: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(words);
    }
}

/// The prefix of a start tag: `mwg-rs` of `<mwg-rs:Area …>`.
fn prefix_of(tag: &str) -> String {
    let name =
        tag.trim_start_matches('<').split([' ', '\t', '\r', '\n', '/', '>']).next().unwrap_or_default();
    name.split_once(':').map(|(prefix, _)| prefix).unwrap_or_default().to_owned()
}

fn attributes(reader: &NsReader<&[u8]>, start: &BytesStart<'_>, tag: &str, from: usize) -> Vec<Attribute> {
    let places = value_places(tag);
    let mut all = start.attributes();
    let all = all.with_checks(false).flatten();
    all.filter_map(|attribute| {
        let key = attribute.key.as_ref();
        let (namespace, local) = reader.resolver().resolve_attribute(QName(key));
        let place = places.iter().find(|(name, _)| *name == key).map(|(_, place)| place.clone());
        Some(Attribute {
            namespace: bound(&namespace).to_owned(),
            local: local.as_ref().to_owned(),
            value: attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned(),
            place: place.map(|place| from + place.start..from + place.end),
        })
    })
    .collect()
}

/// The values of a start tag's attributes by name: where each stands between its quotes.
fn value_places(tag: &str) -> Vec<(&str, Range<usize>)> {
    let mut out = Vec::new();
    let Some(mut at) = tag.find(char::is_whitespace) else { return out };
    while let Some(equals) = tag.get(at..).and_then(|rest| rest.find('=')).map(|n| at + n) {
        let name = tag.get(at..equals).unwrap_or_default().trim();
        let rest = tag.get(equals + 1..).unwrap_or_default();
        let quote_at = equals + 1 + (rest.len() - rest.trim_start().len());
        let quote = tag.get(quote_at..).and_then(|rest| rest.chars().next());
        let Some(quote) = quote.filter(|c| matches!(c, '"' | '\'')) else { break };
        let Some(len) = tag.get(quote_at + 1..).and_then(|rest| rest.find(quote)) else { break };
        out.push((name, quote_at + 1..quote_at + 1 + len));
        at = quote_at + len + 2;
    }
    out
}

/// Where the reader is, in bytes of the text.
fn place(reader: &NsReader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// The character of `&amp;`, `&#x26;` and their like; nothing for entities that a document would have to define.
fn character(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => c.to_string(),
        _ => quick_xml::escape::resolve_xml_entity(reference).unwrap_or_default().to_owned(),
    }
}
