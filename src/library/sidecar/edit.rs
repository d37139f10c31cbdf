//! Changes properties in the text of a sidecar and leaves every other byte where it is.
//!
//! What goes is cut out of the text; what comes is put into an rdf:Description of its own at the end, with its own namespaces: several
//! of them are one to every reader (XMP specification part 1, 7.4). So whatever other programs keep there stays as they wrote it.

use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, QName, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use crate::media::texts::namespaces::{DC, IPTC_EXT, MWG_REGIONS, RDF};
use crate::media::texts::regions::{Rewritten, Standard, rewrite};
use crate::media::texts::write::{Content, Name, description};

/// A text with its changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The new text.
    pub text: String,
    /// Properties that were left as they are, as they hold more than we could write again.
    pub kept: Vec<&'static str>,
}

/// Deeper than any real sidecar nests.
const MAX_DEPTH: usize = 128;
/// Members of a location that we write.
const MEMBERS: [&str; 5] = ["Sublocation", "City", "ProvinceState", "CountryName", "CountryCode"];

/// Puts properties into a sidecar, or takes them out; of marks of persons only those that changed, where they stand.
///
/// # Errors
/// As of [`edit`].
pub fn edit_all(text: &str, changes: &[(Name, Option<Content>)]) -> Result<Edited, String> {
    let (mut marked, mut kept, mut rest) = (text.to_owned(), Vec::new(), Vec::new());
    for (name, content) in changes {
        let standard = match (name.namespace, name.local) {
            (MWG_REGIONS, "Regions") => Standard::Mwg,
            (IPTC_EXT, "ImageRegion") => Standard::Iptc,
            _ => {
                rest.push((*name, content.clone()));
                continue;
            }
        };
        let regions = match content {
            Some(Content::Marks(_, regions)) => Some(regions),
            _ => None,
        };
        match rewrite(&marked, standard, regions) {
            Rewritten::Text(text) => marked = text,
            Rewritten::Kept => kept.push(name.local),
            Rewritten::Absent if content.is_some() => rest.push((*name, content.clone())),
            Rewritten::Absent => {}
        }
    }
    let mut edited = edit(&marked, &rest)?;
    edited.kept.extend(kept);
    Ok(edited)
}

/// Puts properties into a sidecar, or takes them out.
///
/// # Errors
/// Why the text is no sidecar that can be changed without risk, in words to follow "it".
pub fn edit(text: &str, changes: &[(Name, Option<Content>)]) -> Result<Edited, String> {
    let body = text.trim_start_matches('\u{feff}');
    let kept = Walk::of(body, changes)?.kept;
    // What is to be left as it is anywhere is left everywhere.
    let changes: Vec<(Name, Option<Content>)> =
        changes.iter().filter(|(name, _)| !kept.contains(name)).cloned().collect();
    let Walk { cuts, about, end_of_rdf, .. } = Walk::of(body, &changes)?;
    let end = end_of_rdf.ok_or_else(|| "has no rdf:RDF element".to_owned())?;
    let new: Vec<(Name, Content)> =
        changes.iter().filter_map(|(name, content)| Some((*name, content.clone()?))).collect();
    let mut out = String::with_capacity(text.len() + 1024);
    out.push_str(text.get(..text.len() - body.len()).unwrap_or_default());
    let mut from = 0;
    let inserted = if new.is_empty() { String::new() } else { description(&about.unwrap_or_default(), &new) };
    for (cut, with) in cuts.iter().map(|cut| (cut.clone(), "")).chain([(end..end, inserted.as_str())]) {
        out.push_str(body.get(from..cut.start).unwrap_or_default());
        out.push_str(with);
        from = cut.end;
    }
    out.push_str(body.get(from..).unwrap_or_default());
    Ok(Edited { text: out, kept: kept.into_iter().map(|name| name.local).collect() })
}

/// An rdf:Description at the top that is open.
struct Open {
    from: usize,
    depth: usize,
    /// What is cut out of it.
    cuts: Vec<Range<usize>>,
    /// Whether it holds anything of others.
    holds_more: bool,
}

/// One of our properties that is open.
struct Property {
    from: usize,
    depth: usize,
    name: Name,
    /// Items of its list.
    n_items: usize,
    /// Whether it holds what we could not write again.
    is_more: bool,
}

struct Walk<'a> {
    text: &'a str,
    changes: &'a [(Name, Option<Content>)],
    depth: usize,
    /// Depth of rdf:RDF.
    rdf: Option<usize>,
    description: Option<Open>,
    property: Option<Property>,
    /// In order, and apart.
    cuts: Vec<Range<usize>>,
    about: Option<String>,
    end_of_rdf: Option<usize>,
    kept: Vec<Name>,
}

impl<'a> Walk<'a> {
    /// Goes through a whole text.
    fn of(text: &'a str, changes: &'a [(Name, Option<Content>)]) -> Result<Self, String> {
        let mut walk = Self {
            text,
            changes,
            depth: 0,
            rdf: None,
            description: None,
            property: None,
            cuts: Vec::new(),
            about: None,
            end_of_rdf: None,
            kept: Vec::new(),
        };
        walk.read()?;
        Ok(walk)
    }

    fn read(&mut self) -> Result<(), String> {
        let mut reader = NsReader::from_str(self.text);
        loop {
            let from = place(&reader);
            let event = reader.read_event().map_err(|error| format!("is not well-formed XML ({error})"))?;
            let to = place(&reader);
            match event {
                Event::Start(start) => {
                    self.open(&reader, &start, from..to)?;
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err("is nested too deeply".to_owned());
                    }
                }
                Event::Empty(start) => {
                    if self.depth > 0 && self.rdf.is_none() && self.is_rdf(&reader, &start) {
                        return Err("has an rdf:RDF element without content".to_owned());
                    }
                    self.open(&reader, &start, from..to)?;
                    self.depth += 1;
                    self.close(from..to);
                }
                Event::End(_) => self.close(from..to),
                Event::Text(text) if text.xml10_content().trim().is_empty() => {}
                Event::Text(_)
                | Event::CData(_)
                | Event::GeneralRef(_)
                | Event::Comment(_)
                | Event::PI(_) => {
                    self.hold_more();
                }
                Event::DocType(_) => return Err("has a document type declaration".to_owned()),
                Event::Decl(_) => {}
                Event::Eof if self.depth == 0 => return Ok(()),
                Event::Eof => return Err("ends before its elements do".to_owned()),
            }
        }
    }

    fn is_rdf(&self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> bool {
        let (namespace, name) = reader.resolver().resolve_element(start.name());
        (bound(&namespace), name.as_ref()) == (RDF, "RDF")
    }

    /// Something that is not ours stands in an rdf:Description at the top.
    fn hold_more(&mut self) {
        match (&mut self.property, &mut self.description) {
            (Some(_), _) => {}
            (None, Some(open)) => open.holds_more = true,
            (None, None) => {}
        }
    }

    fn wanted(&self, namespace: &str, local: &str) -> Option<Name> {
        let names = self.changes.iter().map(|(name, _)| *name);
        names.into_iter().find(|name| (name.namespace, name.local) == (namespace, local))
    }

    fn open(
        &mut self,
        reader: &NsReader<&[u8]>,
        start: &BytesStart<'_>,
        tag: Range<usize>,
    ) -> Result<(), String> {
        let (namespace, name) = reader.resolver().resolve_element(start.name());
        let (namespace, name) = (bound(&namespace), name.as_ref());
        if let Some(property) = &mut self.property {
            property.look_at(reader, start, namespace, name, self.depth);
        } else if let Some(open) = &mut self.description {
            if self.depth == open.depth + 1 {
                match self.wanted(namespace, name) {
                    Some(name) => {
                        let property =
                            Property { from: tag.start, depth: self.depth, name, n_items: 0, is_more: false };
                        self.property.insert(property).look_at_itself(reader, start);
                    }
                    None => self.hold_more(),
                }
            }
        } else if self.rdf.is_none() && (namespace, name) == (RDF, "RDF") {
            self.rdf = Some(self.depth);
        } else if self.rdf.is_some_and(|rdf| self.depth == rdf + 1) && self.end_of_rdf.is_none() {
            if (namespace, name) != (RDF, "Description") {
                return Err("holds a typed node, which XMP does not have".to_owned());
            }
            self.describe(reader, start, tag)?;
        }
        Ok(())
    }

    /// An rdf:Description at the top: its attributes may be properties.
    fn describe(
        &mut self,
        reader: &NsReader<&[u8]>,
        start: &BytesStart<'_>,
        tag: Range<usize>,
    ) -> Result<(), String> {
        let places = attribute_places(self.text.get(tag.clone()).unwrap_or_default());
        let mut open = Open { from: tag.start, depth: self.depth, cuts: Vec::new(), holds_more: false };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| format!("is not well-formed XML ({error})"))?;
            let key = attribute.key.as_ref();
            let (namespace, local) = reader.resolver().resolve_attribute(QName(key));
            let (namespace, local) = (bound(&namespace), local.as_ref());
            if let Some(_name) = self.wanted(namespace, local) {
                let place = places.iter().find(|(name, _)| *name == key).map(|(_, place)| place.clone());
                let place =
                    place.ok_or_else(|| format!("has an attribute {key} that could not be found again"))?;
                open.cuts.push(tag.start + place.start..tag.start + place.end);
            } else if (namespace, local) == (RDF, "about") || key == "about" {
                let value =
                    attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
                self.about.get_or_insert_with(|| value.into_owned());
            } else if !(key == "xmlns" || key.starts_with("xmlns:")) {
                open.holds_more = true;
            }
        }
        self.description = Some(open);
        Ok(())
    }

    fn close(&mut self, tag: Range<usize>) {
        self.depth = self.depth.saturating_sub(1);
        if let Some(property) = self.property.take_if(|property| property.depth == self.depth)
            && let Some(open) = &mut self.description
        {
            if property.is_more || property.n_items > 1 && is_location(property.name) {
                open.holds_more = true;
                self.kept.push(property.name);
            } else {
                open.cuts.push(with_indentation(self.text, property.from..tag.end));
            }
        }
        if let Some(open) = self.description.take_if(|open| open.depth == self.depth) {
            // One that has become empty goes as a whole.
            if open.holds_more || open.cuts.is_empty() {
                self.cuts.extend(open.cuts);
            } else {
                self.cuts.push(with_indentation(self.text, open.from..tag.end));
            }
        }
        if self.rdf == Some(self.depth) && self.end_of_rdf.is_none() {
            let begin = self.text.get(..tag.start).unwrap_or_default();
            // In front of the indentation of the closing tag.
            self.end_of_rdf = Some(begin.trim_end_matches([' ', '\t']).len());
        }
    }
}

impl Property {
    /// Whether its own attributes hold what we could not write again.
    fn look_at_itself(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) {
        if is_location(self.name) {
            self.look_at_attributes(reader, start);
        }
    }

    /// An element within it.
    fn look_at(
        &mut self,
        reader: &NsReader<&[u8]>,
        start: &BytesStart<'_>,
        namespace: &str,
        name: &str,
        depth: usize,
    ) {
        let is_item = (namespace, name) == (RDF, "li") && depth == self.depth + 2;
        self.n_items += usize::from(is_item);
        if is_location(self.name) {
            let is_frame = namespace == RDF && matches!(name, "Bag" | "Seq" | "Alt" | "li" | "Description");
            self.is_more |= !(is_frame || namespace == IPTC_EXT && MEMBERS.contains(&name));
            self.look_at_attributes(reader, start);
        } else if is_item && (self.name.namespace, self.name.local) == (DC, "rights") {
            // We know a copyright notice in one language only.
            let lang = start.try_get_attribute("xml:lang").ok().flatten();
            let lang =
                lang.and_then(|lang| Some(lang.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned()));
            self.is_more |= self.n_items > 1 && lang.is_some_and(|lang| lang != "x-default");
        }
    }

    fn look_at_attributes(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) {
        for attribute in start.attributes().with_checks(false).flatten() {
            let key = attribute.key.as_ref();
            let (namespace, local) = reader.resolver().resolve_attribute(QName(key));
            let is_known = match bound(&namespace) {
                RDF => local.as_ref() == "parseType",
                IPTC_EXT => MEMBERS.contains(&local.as_ref()),
                _ => key == "xmlns" || key.starts_with("xmlns:"),
            };
            self.is_more |= !is_known;
        }
    }
}

fn is_location(name: Name) -> bool {
    name.namespace == IPTC_EXT && matches!(name.local, "LocationCreated" | "LocationShown")
}

/// Where the reader is, in bytes of the text.
fn place(reader: &NsReader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// The same with the blanks before it on its line, and the line's beginning.
fn with_indentation(text: &str, of: Range<usize>) -> Range<usize> {
    let before = text.get(..of.start).unwrap_or_default().trim_end_matches([' ', '\t']);
    let line = before.strip_suffix("\r\n").or_else(|| before.strip_suffix('\n'));
    line.map_or(of.clone(), |line| line.len()..of.end)
}

/// The attributes of a start tag by name, each with the place of the blanks before it and of itself.
fn attribute_places(tag: &str) -> Vec<(&str, Range<usize>)> {
    let mut out = Vec::new();
    let Some(mut at) = tag.find(char::is_whitespace) else { return out };
    while let Some(equals) = tag.get(at..).and_then(|rest| rest.find('=')) {
        let name = tag.get(at..at + equals).unwrap_or_default();
        let rest = tag.get(at + equals + 1..).unwrap_or_default();
        let quote_at = at + equals + 1 + (rest.len() - rest.trim_start().len());
        let Some(quote) =
            tag.get(quote_at..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '"' | '\''))
        else {
            break;
        };
        let Some(len) = tag.get(quote_at + 1..).and_then(|rest| rest.find(quote)) else { break };
        let end = quote_at + 1 + len + 1;
        out.push((name.trim(), at..end));
        at = end;
    }
    out
}

fn bound<'a>(namespace: &ResolveResult<'a>) -> &'a str {
    match namespace {
        ResolveResult::Bound(Namespace(uri)) => uri,
        _ => "",
    }
}

#[cfg(test)]
mod tests;
