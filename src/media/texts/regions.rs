//! Who is where on the picture: the regions of the Metadata Working Group ("Guidelines for Handling Image Metadata" 2.0, 5.9), of IPTC
//! (IPTC Photo Metadata Standard 2025.1, "Image Region"), and the people tags of Windows ("People Tagging Overview").
//!
//! Only rectangles of persons are ours. Pets, bar codes, the focus of a camera, circles, polygons and whatever else a region holds stay
//! where they are, byte for byte: [`rewrite`] puts other values in the place of those that changed, and cuts or adds whole items.

use std::ops::Range;

use super::namespaces::{
    AREA, DIMENSIONS, IPTC_EXT, MICROSOFT, MICROSOFT_INFO, MICROSOFT_REGION, MWG_REGIONS, RDF, XMP,
};
use super::tree::{Node, Placed, properties};
use super::write::escape;
use crate::model::region::{Area, Region, StoredRegions, WHOLE};

/// Marks that are read of one picture.
const MAX_REGIONS: usize = 1_000;

/// In which of the two standards that we write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// mwg-rs:Regions.
    Mwg,
    /// Iptc4xmpExt:ImageRegion.
    Iptc,
}

/// A mark of a person in a text.
struct Found {
    region: Region,
    /// Where its name stands.
    names: Vec<Option<Range<usize>>>,
    /// Where its four numbers stand.
    numbers: [Option<Range<usize>>; 4],
    /// In front of what a name may be added, and with which prefix.
    name_before: Option<(usize, String)>,
    whole: Range<usize>,
}

impl Standard {
    const fn property(self) -> (&'static str, &'static str) {
        match self {
            Self::Mwg => (MWG_REGIONS, "Regions"),
            Self::Iptc => (IPTC_EXT, "ImageRegion"),
        }
    }

    /// What holds the list.
    fn holder(self, property: &Node) -> Option<&Node> {
        match self {
            Self::Mwg => property.part(MWG_REGIONS, "RegionList"),
            Self::Iptc => Some(property),
        }
    }

    fn found(self, item: &Node) -> Option<Found> {
        match self {
            Self::Mwg => mwg(item),
            Self::Iptc => iptc(item),
        }
    }

    /// The four numbers of an area, in the order of the names.
    fn numbers(self, area: Area) -> [String; 4] {
        let (x, y) = match self {
            Self::Mwg => (2 * u64::from(area.x), 2 * u64::from(area.y)),
            Self::Iptc => (
                (2 * u64::from(area.x)).saturating_sub(u64::from(area.w)),
                (2 * u64::from(area.y)).saturating_sub(u64::from(area.h)),
            ),
        };
        [x, y, 2 * u64::from(area.w), 2 * u64::from(area.h)].map(decimal)
    }

    /// A whole item, with namespaces of its own.
    fn item(self, region: &Region) -> String {
        let [x, y, w, h] = self.numbers(region.area);
        let name = escape(&region.name);
        match self {
            Self::Mwg => {
                let name = if name.is_empty() { name } else { format!("<mwg-rs:Name>{name}</mwg-rs:Name>") };
                format!(
                    "<rdf:li xmlns:rdf=\"{RDF}\" xmlns:mwg-rs=\"{MWG_REGIONS}\" xmlns:stArea=\"{AREA}\" rdf:parseType=\"Resource\">\
                     {name}<mwg-rs:Type>Face</mwg-rs:Type><mwg-rs:Area stArea:x=\"{x}\" stArea:y=\"{y}\" stArea:w=\"{w}\" \
                     stArea:h=\"{h}\" stArea:unit=\"normalized\"/></rdf:li>"
                )
            }
            Self::Iptc => format!(
                "<rdf:li xmlns:rdf=\"{RDF}\" xmlns:Iptc4xmpExt=\"{IPTC_EXT}\" xmlns:xmp=\"{XMP}\" rdf:parseType=\"Resource\">\
                 <Iptc4xmpExt:RegionBoundary rdf:parseType=\"Resource\"><Iptc4xmpExt:rbShape>rectangle</Iptc4xmpExt:rbShape>\
                 <Iptc4xmpExt:rbUnit>relative</Iptc4xmpExt:rbUnit><Iptc4xmpExt:rbX>{x}</Iptc4xmpExt:rbX>\
                 <Iptc4xmpExt:rbY>{y}</Iptc4xmpExt:rbY><Iptc4xmpExt:rbW>{w}</Iptc4xmpExt:rbW><Iptc4xmpExt:rbH>{h}</Iptc4xmpExt:rbH>\
                 </Iptc4xmpExt:RegionBoundary>\
                 <Iptc4xmpExt:Name><rdf:Alt><rdf:li xml:lang=\"x-default\">{name}</rdf:li></rdf:Alt></Iptc4xmpExt:Name>\
                 <Iptc4xmpExt:rCtype><rdf:Bag><rdf:li rdf:parseType=\"Resource\"><xmp:Identifier><rdf:Bag><rdf:li>\
                 http://cv.iptc.org/newscodes/imageregiontype/human</rdf:li></rdf:Bag></xmp:Identifier></rdf:li></rdf:Bag>\
                 </Iptc4xmpExt:rCtype>\
                 <Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>{name}</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage></rdf:li>"
            ),
        }
    }
}

/// What the property of a standard holds of these marks, to stand between its tags; `None` where that is nothing. IPTC's has names only.
pub fn inner(standard: Standard, regions: &StoredRegions) -> Option<String> {
    let items: String = regions
        .list
        .iter()
        .filter(|region| is_for(standard, region))
        .map(|region| standard.item(region))
        .collect();
    if items.is_empty() {
        return None;
    }
    Some(match standard {
        Standard::Iptc => format!("<rdf:Bag>{items}</rdf:Bag>"),
        Standard::Mwg => {
            let applied = regions.applied_px.map(|(w, h)| {
                format!(
                    "<mwg-rs:AppliedToDimensions xmlns:stDim=\"{DIMENSIONS}\" stDim:w=\"{w}\" stDim:h=\"{h}\" stDim:unit=\"pixel\"/>"
                )
            });
            let applied = applied.unwrap_or_default();
            format!("{applied}<mwg-rs:RegionList><rdf:Bag>{items}</rdf:Bag></mwg-rs:RegionList>")
        }
    })
}

fn is_for(standard: Standard, region: &Region) -> bool {
    standard == Standard::Mwg || !region.name.is_empty()
}

/// The marks of persons in a packet: those of the Metadata Working Group, those of IPTC that name somebody else, and where there are
/// neither the tags of Windows.
pub(in crate::media) fn read_regions(text: &str) -> Option<StoredRegions> {
    let names = ["Regions", "ImageRegion", "RegionInfo"];
    if !names.iter().any(|name| text.contains(name)) {
        return None;
    }
    let wanted = [Standard::Mwg.property(), Standard::Iptc.property(), (MICROSOFT, "RegionInfo")];
    let all = properties(text, &wanted);
    let of = |standard: Standard| {
        let (namespace, local) = standard.property();
        all.iter().filter(move |node| node.is(namespace, local))
    };
    let mut out = StoredRegions {
        applied_px: of(Standard::Mwg).find_map(|node| applied(node).map(|(size, _)| size)),
        list: Vec::new(),
    };
    for standard in [Standard::Mwg, Standard::Iptc] {
        for item in of(standard).filter_map(|node| standard.holder(node)).flat_map(Node::items) {
            let Some(Found { region, .. }) = standard.found(item) else { continue };
            let is_known = |known: &Region| known.name == region.name;
            if out.list.len() < MAX_REGIONS && !(standard == Standard::Iptc && out.list.iter().any(is_known))
            {
                out.list.push(region);
            }
        }
    }
    if out.list.is_empty() {
        out.list.extend(
            all.iter().filter(|node| node.namespace == MICROSOFT).flat_map(microsoft).take(MAX_REGIONS),
        );
    }
    (!out.list.is_empty()).then_some(out)
}

/// How a text was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rewritten {
    /// It has no such property.
    Absent,
    /// It was left as it is, as it holds what we could not write again.
    Kept,
    /// The new text.
    Text(String),
}

/// Puts these marks in the place of those that a text has in a property, and leaves every other byte.
pub fn rewrite(text: &str, standard: Standard, wanted: Option<&StoredRegions>) -> Rewritten {
    let none = StoredRegions::default();
    let wanted = wanted.unwrap_or(&none);
    let all = properties(text, &[standard.property()]);
    let [property] = all.as_slice() else {
        return if all.is_empty() { Rewritten::Absent } else { Rewritten::Kept };
    };
    let mut rewriting = Rewriting { standard, text, changes: Vec::new() };
    match rewriting.changes_of(property, wanted) {
        Some(()) => Rewritten::Text(rewriting.done()),
        None => Rewritten::Kept,
    }
}

struct Rewriting<'a> {
    standard: Standard,
    text: &'a str,
    changes: Vec<(Range<usize>, String)>,
}

impl Rewriting<'_> {
    /// Finds what is to be changed; `None` where there is no place for it.
    fn changes_of(&mut self, property: &Node, wanted: &StoredRegions) -> Option<()> {
        let list = self.standard.holder(property)?.list()?;
        let items: Vec<&Node> = list.children.iter().collect();
        let found: Vec<Found> = items.iter().filter_map(|item| self.standard.found(item)).collect();
        let n_others = items.len() - found.len();
        let mut left: Vec<&Region> =
            wanted.list.iter().filter(|region| is_for(self.standard, region)).collect();
        let mut pairs: Vec<(&Found, Option<&Region>)> = found.iter().map(|found| (found, None)).collect();
        // The same mark; then the same person elsewhere; then another name for the same place.
        let alike: [fn(&Region, &Region) -> bool; 3] =
            [|a, b| a == b, |a, b| a.name == b.name && !a.name.is_empty(), |a, b| a.area == b.area];
        for alike in alike {
            for (found, to) in pairs.iter_mut().filter(|(_, to)| to.is_none()) {
                if let Some(n) = left.iter().position(|region| alike(&found.region, region)) {
                    *to = Some(left.remove(n));
                }
            }
        }
        let nothing_left = n_others == 0 && left.is_empty() && pairs.iter().all(|(_, to)| to.is_none());
        if nothing_left && self.is_all_ours(property) {
            self.changes.push((with_indentation(self.text, property.whole.clone()), String::new()));
            return Some(());
        }
        for (found, to) in pairs {
            match to {
                Some(region) => self.change(found, region)?,
                None => {
                    self.changes.push((with_indentation(self.text, found.whole.clone()), String::new()));
                }
            }
        }
        if !left.is_empty() {
            let end = list.inside.clone()?.end;
            let new: String = left.iter().map(|region| self.standard.item(region)).collect();
            self.changes.push((end..end, new));
        }
        if let (Standard::Mwg, Some((w, h)), Some((was, places))) =
            (self.standard, wanted.applied_px, applied(property))
            && was != (w, h)
        {
            for (place, px) in places.into_iter().zip([w, h]) {
                self.changes.push((place?, px.to_string()));
            }
        }
        Some(())
    }

    /// Whether the property holds nothing beside its list and the size of the picture.
    fn is_all_ours(&self, property: &Node) -> bool {
        self.standard == Standard::Iptc
            || property
                .children
                .iter()
                .all(|part| part.is(MWG_REGIONS, "RegionList") || part.is(MWG_REGIONS, "AppliedToDimensions"))
    }

    fn change(&mut self, found: &Found, to: &Region) -> Option<()> {
        let Found { region, names, numbers, name_before, .. } = found;
        if region.name != to.name {
            // The text may stand between either kind of quotes.
            let name = escape(&to.name).replace('\'', "&apos;");
            if names.is_empty() {
                let (at, prefix) = name_before.clone()?;
                self.changes.push((at..at, format!("<{prefix}:Name>{name}</{prefix}:Name>")));
            }
            for place in names {
                self.changes.push((place.clone()?, name.clone()));
            }
        }
        if region.area != to.area {
            let (old, new) = (self.standard.numbers(region.area), self.standard.numbers(to.area));
            for ((place, old), new) in numbers.iter().zip(old).zip(new) {
                if old != new {
                    self.changes.push((place.clone()?, new));
                }
            }
        }
        Some(())
    }

    fn done(mut self) -> String {
        self.changes.sort_by_key(|(place, _)| (place.start, place.end));
        let mut out = String::with_capacity(self.text.len() + 1024);
        let mut from = 0;
        for (place, with) in self.changes {
            out.push_str(self.text.get(from..place.start).unwrap_or_default());
            out.push_str(&with);
            from = place.end;
        }
        out.push_str(self.text.get(from..).unwrap_or_default());
        out
    }
}

/// The same with the blanks before it on its line, and the line's beginning.
fn with_indentation(text: &str, of: Range<usize>) -> Range<usize> {
    let before = text.get(..of.start).unwrap_or_default().trim_end_matches([' ', '\t']);
    let line = before.strip_suffix("\r\n").or_else(|| before.strip_suffix('\n'));
    line.map_or(of.clone(), |line| line.len()..of.end)
}

/// Halves of millionths as a decimal number between 0 and 1.
fn decimal(halves: u64) -> String {
    let whole = u64::from(WHOLE) * 2;
    // Seven digits hold every half of a millionth.
    let text = format!("{}.{:07}", halves / whole, halves % whole * 5);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn number(value: &Option<Placed>) -> Option<f64> {
    value.as_ref()?.0.parse().ok()
}

/// The size of the picture that was marked, and where it stands.
fn applied(property: &Node) -> Option<((u32, u32), [Option<Range<usize>>; 2])> {
    let node = property.part(MWG_REGIONS, "AppliedToDimensions")?;
    let (w, h) = (node.value(DIMENSIONS, "w")?, node.value(DIMENSIONS, "h")?);
    // Some writers give sizes a fraction of zero.
    let px = |text: &str| {
        text.parse::<f64>().ok().filter(|px| (1.0..=1e9).contains(px)).map(|px| px.round() as u32)
    };
    Some(((px(&w.0)?, px(&h.0)?), [w.1, h.1]))
}

fn mwg(item: &Node) -> Option<Found> {
    let kind = item.value(MWG_REGIONS, "Type").map(|(kind, _)| kind);
    let name = item.value(MWG_REGIONS, "Name");
    let has_name = name.as_ref().is_some_and(|(name, _)| !name.is_empty());
    if !(kind.as_deref() == Some("Face") || kind.is_none() && has_name) {
        return None;
    }
    let area = item.part(MWG_REGIONS, "Area")?;
    if area.value(AREA, "unit").is_some_and(|(unit, _)| unit != "normalized") {
        return None;
    }
    let numbers = ["x", "y", "w", "h"].map(|name| area.value(AREA, name));
    let [x, y, w, h] = &numbers;
    let place = Area::of_middle(number(x)?, number(y)?, number(w)?, number(h)?)?;
    Some(Found {
        region: Region { name: name.clone().map(|(name, _)| name).unwrap_or_default(), area: place },
        names: name.into_iter().map(|(_, place)| place).collect(),
        numbers: numbers.map(|number| number.and_then(|(_, place)| place)),
        name_before: (!area.prefix.is_empty()).then(|| (area.whole.start, area.prefix.clone())),
        whole: item.whole.clone(),
    })
}

fn iptc(item: &Node) -> Option<Found> {
    let boundary = item.part(IPTC_EXT, "RegionBoundary")?;
    let is = |name: &str, want: &str| boundary.value(IPTC_EXT, name).is_some_and(|(is, _)| is == want);
    if !(is("rbShape", "rectangle") && is("rbUnit", "relative")) {
        return None;
    }
    let title = item.part(IPTC_EXT, "Name").and_then(|name| name.items().next()).map(Node::plain);
    let persons: Vec<Placed> = match item.part(IPTC_EXT, "PersonInImage") {
        Some(persons) => persons.items().map(Node::plain).collect(),
        None => Vec::new(),
    };
    let is_human = || {
        let kinds = item.part(IPTC_EXT, "rCtype").into_iter().flat_map(Node::items);
        let mut words = kinds.filter_map(|kind| kind.part(XMP, "Identifier")).flat_map(Node::items);
        words.any(|word| word.text.trim().ends_with("/imageregiontype/human"))
    };
    let (name, names) = match persons.as_slice() {
        [person] => {
            // The title of the region goes with the name where it was the same.
            let same = title.filter(|title| title.0 == person.0);
            (person.0.clone(), [Some(person.1.clone()), same.map(|title| title.1)])
        }
        [] if is_human() => {
            let title = title?;
            (title.0, [Some(title.1), None])
        }
        _ => return None,
    };
    let numbers = ["rbX", "rbY", "rbW", "rbH"].map(|name| boundary.value(IPTC_EXT, name));
    let [x, y, w, h] = &numbers;
    let area = Area::of_corner(number(x)?, number(y)?, number(w)?, number(h)?)?;
    Some(Found {
        region: Region { name, area },
        names: names.into_iter().flatten().collect(),
        numbers: numbers.map(|number| number.and_then(|(_, place)| place)),
        name_before: None,
        whole: item.whole.clone(),
    })
    .filter(|found| !found.region.name.is_empty())
}

fn microsoft(info: &Node) -> Vec<Region> {
    let list = info.part(MICROSOFT_INFO, "Regions");
    let region = |item: &Node| {
        let (rectangle, _) = item.value(MICROSOFT_REGION, "Rectangle")?;
        let numbers: Vec<f64> =
            rectangle.split(',').filter_map(|number| number.trim().parse().ok()).collect();
        let [x, y, w, h] = *numbers.as_slice() else { return None };
        let name =
            item.value(MICROSOFT_REGION, "PersonDisplayName").map(|(name, _)| name).unwrap_or_default();
        Some(Region { name, area: Area::of_corner(x, y, w, h)? })
    };
    list.into_iter().flat_map(Node::items).filter_map(region).collect()
}

#[cfg(test)]
mod tests;
