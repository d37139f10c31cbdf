//! The items of a `meta` box (ISO/IEC 14496-12, 8.11): what they are, what they refer to, where their bytes lie.

use std::collections::BTreeMap;
use std::ops::Range;

use super::fields::Fields;
use crate::media::container::boxes::{Boxes, boxes_in};
use crate::media::limits::MAX_PARTS;
use crate::media::source::Source;

/// The greatest `meta` box that is read: 65,536 tiles need two.
const MAX_META_BYTES: usize = 6 * 1024 * 1024;

/// How many references are followed one behind the other: what goes deeper goes round.
pub(in crate::media) const MAX_REFERENCES_DEEP: usize = 8;

/// The items of one file.
#[derive(Debug, Default)]
pub(in crate::media) struct Items {
    primary: u32,
    items: BTreeMap<u32, Item>,
    references: BTreeMap<([u8; 4], u32), Vec<u32>>,
    /// Properties of `ipco`, by their order.
    properties: Vec<([u8; 4], Vec<u8>)>,
    idat: Range<u64>,
}

#[derive(Debug, Default)]
struct Item {
    kind: [u8; 4],
    content_type: Vec<u8>,
    /// Indexes into `ipco`, from 1, in the order in which they apply.
    properties: Vec<u16>,
    base: Base,
    extents: Vec<Extent>,
}

/// What the offsets of an item's extents are counted from (8.11.3.1, construction_method).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Base {
    #[default]
    File,
    Idat,
    Item,
}

#[derive(Clone, Copy, Debug)]
struct Extent {
    /// Which of the items that are referred to, from 1.
    index: u64,
    offset: u64,
    /// 0: up to the end.
    len: u64,
}

impl Items {
    /// Reads the `meta` box of a file.
    ///
    /// # Errors
    /// In words for a person, when there is none that names a picture.
    pub(in crate::media) fn read(source: &Source) -> Result<Self, &'static str> {
        let meta = Boxes::of(source).find(|found| &found.kind == b"meta").ok_or("it has no meta box")?;
        let bytes = meta.read(source, MAX_META_BYTES);
        let mut items = Self::default();
        let mut has_primary = false;
        let children = bytes.get(4..).unwrap_or_default();
        for (kind, body) in boxes_in(children) {
            let fields = Fields(body);
            // What is cut short says as much as there is of it.
            match &kind {
                b"pitm" => has_primary |= items.read_pitm(fields).is_some(),
                b"iinf" => _ = items.read_iinf(fields),
                b"iloc" => _ = items.read_iloc(fields),
                b"iref" => _ = items.read_iref(fields),
                b"iprp" => items.read_iprp(body),
                b"idat" => {
                    let at = body.as_ptr().addr().saturating_sub(bytes.as_ptr().addr()) as u64;
                    items.idat = meta.body.start + at..meta.body.start + at + body.len() as u64;
                }
                _ => {}
            }
        }
        if has_primary { Ok(items) } else { Err("it does not say which of its pictures is meant") }
    }

    /// The item that is the picture.
    pub(in crate::media) const fn primary(&self) -> u32 {
        self.primary
    }

    /// The type of an item.
    pub(in crate::media) fn kind(&self, id: u32) -> Option<[u8; 4]> {
        self.items.get(&id).map(|item| item.kind)
    }

    /// Whether one of them is a gain map: an item `tmap` (ISO 21496-1), or an auxiliary picture of Apple's by that name.
    pub(in crate::media) fn has_gain_map(&self) -> bool {
        let is_apples = |body: &[u8]| body.windows(10).any(|name| name.eq_ignore_ascii_case(b"hdrgainmap"));
        self.items.values().any(|item| item.kind == *b"tmap")
            || self.properties.iter().any(|(kind, body)| kind == b"auxC" && is_apples(body))
    }

    /// Type and content of an item's properties, in the order in which they apply.
    pub(in crate::media) fn properties(&self, id: u32) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
        let indexes = self.items.get(&id).map(|item| item.properties.as_slice()).unwrap_or_default();
        indexes.iter().filter_map(|index| {
            let (kind, body) = self.properties.get(usize::from(*index).checked_sub(1)?)?;
            Some((kind, body.as_slice()))
        })
    }

    /// What an item refers to.
    pub(in crate::media) fn references(&self, kind: [u8; 4], from: u32) -> &[u32] {
        self.references.get(&(kind, from)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The items that refer to an item.
    pub(in crate::media) fn referring(&self, kind: [u8; 4], to: u32) -> impl Iterator<Item = u32> {
        self.references
            .range((kind, 0)..=(kind, u32::MAX))
            .filter(move |(_, targets)| targets.contains(&to))
            .map(|((_, from), _)| *from)
    }

    /// An item and those that it is made of, itself first.
    pub(super) fn sources(&self, id: u32) -> Vec<u32> {
        let mut all = vec![id];
        all.extend(self.references(*b"dimg", id));
        all
    }

    /// The item of metadata that describes (`cdsc`) one of some pictures; the first of these counts most. Where no item says what it
    /// describes, or there is but one, that one. Of `mime` items only XMP counts.
    pub(super) fn describing(&self, kind: &[u8; 4], pictures: &[u32]) -> Option<u32> {
        let fits = |item: &Item| {
            &item.kind == kind && (kind != b"mime" || item.content_type == b"application/rdf+xml")
        };
        let all: Vec<u32> = self.items.iter().filter(|(_, item)| fits(item)).map(|(id, _)| *id).collect();
        let described = |id: &u32| self.references(*b"cdsc", *id);
        let primary =
            all.iter().find(|id| pictures.first().is_some_and(|first| described(id).contains(first)));
        let part = || all.iter().find(|id| described(id).iter().any(|target| pictures.contains(target)));
        let silent = || all.iter().find(|id| described(id).is_empty());
        let only = || all.first().filter(|_| all.len() == 1);
        primary.or_else(part).or_else(silent).or_else(only).copied()
    }

    /// Where the bytes of an item lie in the file, which may end earlier.
    pub(in crate::media) fn ranges(&self, id: u32) -> Option<Vec<Range<u64>>> {
        self.ranges_deep(id, MAX_REFERENCES_DEEP)
    }

    fn ranges_deep(&self, id: u32, depth: usize) -> Option<Vec<Range<u64>>> {
        let depth = depth.checked_sub(1)?;
        let item = self.items.get(&id)?;
        let mut ranges = Vec::new();
        for extent in &item.extents {
            let end = |start: u64, all: u64| {
                if extent.len == 0 { Some(all) } else { start.checked_add(extent.len) }
            };
            match item.base {
                Base::File => ranges.push(extent.offset..end(extent.offset, u64::MAX)?),
                Base::Idat => {
                    let start = self.idat.start.checked_add(extent.offset)?;
                    ranges.push(start..end(start, self.idat.end)?.min(self.idat.end));
                }
                Base::Item => {
                    let index = usize::try_from(extent.index.max(1) - 1).ok()?;
                    let target = *self.references(*b"iloc", id).get(index)?;
                    let all = self.ranges_deep(target, depth)?;
                    ranges.extend(part_of(&all, extent.offset..end(extent.offset, u64::MAX)?));
                }
            }
            if ranges.len() > MAX_PARTS {
                return None;
            }
        }
        (!ranges.is_empty()).then_some(ranges)
    }

    /// The bytes of an item, of which there may be `max`. Reads what no `source` has in memory; what the file lacks is lacking.
    pub(in crate::media) fn bytes(&self, source: &Source, id: u32, max: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        for range in self.ranges(id)? {
            let len = usize::try_from(range.end.min(source.len()).saturating_sub(range.start)).ok()?;
            if len > max - bytes.len() {
                return None;
            }
            bytes.extend_from_slice(&source.at(range.start, len));
        }
        Some(bytes)
    }

    fn read_pitm(&mut self, mut fields: Fields<'_>) -> Option<()> {
        let (version, _) = fields.version()?;
        self.primary = fields.id(version > 0)?;
        Some(())
    }

    /// 8.11.6: an `infe` box for each item.
    fn read_iinf(&mut self, mut fields: Fields<'_>) -> Option<()> {
        let (version, _) = fields.version()?;
        fields.take(if version == 0 { 2 } else { 4 })?;
        for (_, body) in boxes_in(fields.0).filter(|(kind, _)| kind == b"infe") {
            let mut entry = Fields(body);
            let Some((version @ 2..=3, _)) = entry.version() else { continue };
            let id = entry.id(version == 3)?;
            entry.take(2)?;
            let kind = *entry.take(4)?.first_chunk()?;
            let content_type = if &kind == b"mime" {
                entry.text()?;
                // The last text of a box may lack its NUL.
                entry.text().unwrap_or(entry.0).to_vec()
            } else {
                Vec::new()
            };
            let item = self.items.entry(id).or_default();
            (item.kind, item.content_type) = (kind, content_type);
        }
        Some(())
    }

    /// 8.11.3: extents of each item.
    fn read_iloc(&mut self, mut fields: Fields<'_>) -> Option<()> {
        let (version, _) = fields.version()?;
        let sizes = fields.u16()?;
        let size = |shift: u16| usize::from(sizes >> shift & 15);
        let (offset_size, length_size, base_size) = (size(12), size(8), size(4));
        let index_size = if version > 0 { size(0) } else { 0 };
        let n_items = fields.id(version > 1)?;
        let mut n_extents_left = MAX_PARTS;
        for _ in 0..n_items {
            let id = fields.id(version > 1)?;
            let method = if version > 0 { fields.u16()? & 15 } else { 0 };
            let is_elsewhere = fields.u16()? != 0;
            let base_offset = fields.uint(base_size)?;
            let mut extents = Vec::new();
            for _ in 0..fields.u16()? {
                n_extents_left = n_extents_left.checked_sub(1)?;
                let index = fields.uint(index_size)?;
                let offset = base_offset.checked_add(fields.uint(offset_size)?)?;
                extents.push(Extent { index, offset, len: fields.uint(length_size)? });
            }
            let base = match method {
                _ if is_elsewhere => continue,
                0 => Base::File,
                1 => Base::Idat,
                2 => Base::Item,
                _ => continue,
            };
            let item = self.items.entry(id).or_default();
            (item.base, item.extents) = (base, extents);
        }
        Some(())
    }

    /// 8.11.12: boxes named by the sort of reference.
    fn read_iref(&mut self, mut fields: Fields<'_>) -> Option<()> {
        let (version, _) = fields.version()?;
        for (kind, body) in boxes_in(fields.0) {
            let mut entry = Fields(body);
            let from = entry.id(version > 0)?;
            let n = usize::from(entry.u16()?);
            let targets: Vec<u32> = (0..n).map_while(|_| entry.id(version > 0)).collect();
            self.references.entry((kind, from)).or_insert(targets);
        }
        Some(())
    }

    /// ISO/IEC 23008-12, 9.3: properties, and which item has which.
    fn read_iprp(&mut self, body: &[u8]) {
        for (kind, body) in boxes_in(body) {
            match &kind {
                b"ipco" => {
                    self.properties.extend(boxes_in(body).map(|(kind, body)| (kind, body.to_vec())));
                }
                b"ipma" => _ = self.read_ipma(Fields(body)),
                _ => {}
            }
        }
    }

    fn read_ipma(&mut self, mut fields: Fields<'_>) -> Option<()> {
        let (version, flags) = fields.version()?;
        for _ in 0..fields.u32()? {
            let id = fields.id(version > 0)?;
            let n = usize::from(fields.u8()?);
            let indexes = |fields: &mut Fields<'_>| {
                let index =
                    if flags & 1 == 1 { fields.u16()? & 0x7fff } else { u16::from(fields.u8()? & 0x7f) };
                Some(index)
            };
            let properties = (0..n).map_while(|_| indexes(&mut fields)).collect();
            self.items.entry(id).or_default().properties = properties;
        }
        Some(())
    }
}

/// The parts of some ranges that a range counted over all of them covers.
fn part_of(ranges: &[Range<u64>], wanted: Range<u64>) -> Vec<Range<u64>> {
    let mut passed = 0_u64;
    let mut parts = Vec::new();
    for range in ranges {
        let len = range.end - range.start;
        let (from, to) = (wanted.start.max(passed), wanted.end.min(passed.saturating_add(len)));
        if from < to {
            parts.push(range.start + (from - passed)..range.start + (to - passed));
        }
        passed = passed.saturating_add(len);
    }
    parts
}
