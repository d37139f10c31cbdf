//! Boxes of ISO media files: HEIF, AVIF, JPEG XL, CR3, the videos behind motion photos (ISO/IEC 14496-12, 4.2).

use std::borrow::Cow;
use std::ops::Range;

use crate::media::bytes::Endian;
use crate::media::limits::MAX_PARTS;
use crate::media::source::Source;

/// Where one box lies in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::media) struct BoxAt {
    /// Its type: four letters.
    pub(in crate::media) kind: [u8; 4],
    /// Its content, from the beginning of the file: behind size and type; the 16 bytes of a `uuid` box's name and the version and
    /// flags of a full box are still in it. Never reaches beyond what the box lies in.
    pub(in crate::media) body: Range<u64>,
    /// Whether its size says that it goes on beyond that.
    pub(in crate::media) is_cut: bool,
}

impl BoxAt {
    /// Length of the content in bytes.
    pub(in crate::media) fn len(&self) -> u64 {
        self.body.end.saturating_sub(self.body.start)
    }

    /// The content, or the first `max` bytes of it.
    pub(in crate::media) fn read<'a>(&self, source: &'a Source, max: usize) -> Cow<'a, [u8]> {
        source.at(self.body.start, usize::try_from(self.len()).unwrap_or(usize::MAX).min(max))
    }
}

/// The boxes that lie beside each other in a part of a file, at most [`MAX_PARTS`] of them. Ends at the first that is no box.
pub(in crate::media) struct Boxes<'a> {
    source: &'a Source,
    range: Range<u64>,
    n_left: usize,
}

impl<'a> Boxes<'a> {
    /// Those of the whole file.
    pub(in crate::media) fn of(source: &'a Source) -> Self {
        Self::within(source, 0..source.len())
    }

    /// Those in a part of the file, as the body of a box is.
    pub(in crate::media) fn within(source: &'a Source, range: Range<u64>) -> Self {
        Self { source, range: range.start..range.end.min(source.len()), n_left: MAX_PARTS }
    }
}

impl Iterator for Boxes<'_> {
    type Item = BoxAt;

    fn next(&mut self) -> Option<BoxAt> {
        self.n_left = self.n_left.checked_sub(1)?;
        let room = self.range.end.checked_sub(self.range.start)?;
        let header = header(&self.source.at(self.range.start, 16), room)?;
        let start = self.range.start;
        let end = start + header.size.min(room);
        self.range.start = end;
        Some(BoxAt { kind: header.kind, body: start + header.len..end, is_cut: header.size > room })
    }
}

/// The boxes that lie beside each other in bytes, by type and content, as [`Boxes`] gives them.
pub(in crate::media) fn boxes_in(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = bytes;
    let next = move || {
        let header = header(rest, rest.len() as u64)?;
        let end = usize::try_from(header.size).unwrap_or(usize::MAX).min(rest.len());
        let body = rest.get(usize::try_from(header.len).ok()?..end)?;
        rest = rest.get(end..)?;
        Some((header.kind, body))
    };
    std::iter::from_fn(next).take(MAX_PARTS)
}

struct Header {
    kind: [u8; 4],
    /// Length of the header itself.
    len: u64,
    /// Length of the box with its header.
    size: u64,
}

/// The header of a box that has `room` bytes: size 0 means all of them, size 1 that the size follows in 64 bits.
fn header(bytes: &[u8], room: u64) -> Option<Header> {
    let size = Endian::Big.u32(bytes, 0)?;
    let kind = *bytes.get(4..)?.first_chunk()?;
    let (len, size) = match size {
        0 => (8, room),
        1 => (16, u64::from_be_bytes(*bytes.get(8..)?.first_chunk()?)),
        size => (8, u64::from(size)),
    };
    (size >= len && room >= len).then_some(Header { kind, len, size })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
        [&(8 + body.len() as u32).to_be_bytes()[..], kind, body].concat()
    }

    fn found(bytes: &[u8]) -> Vec<(String, Vec<u8>, bool)> {
        let source = Source::from_bytes(bytes.to_vec());
        let name = |kind: [u8; 4]| String::from_utf8_lossy(&kind).into_owned();
        let all: Vec<_> = Boxes::of(&source)
            .map(|found| (name(found.kind), found.read(&source, 99).into_owned(), found.is_cut))
            .collect();
        let same: Vec<_> = boxes_in(bytes).map(|(kind, body)| (name(kind), body.to_vec())).collect();
        assert_eq!(same, all.iter().map(|(kind, body, _)| (kind.clone(), body.clone())).collect::<Vec<_>>());
        all
    }

    #[test]
    fn sizes_of_all_kinds() {
        let long = [&1_u32.to_be_bytes()[..], b"long", &19_u64.to_be_bytes(), b"xyz"].concat();
        let rest = [&0_u32.to_be_bytes()[..], b"rest", b"to the end"].concat();
        let bytes = [boxed(b"ftyp", b"heic"), boxed(b"free", b""), long, rest].concat();
        let got = found(&bytes);
        let want = [("ftyp", &b"heic"[..]), ("free", b""), ("long", b"xyz"), ("rest", b"to the end")];
        assert_eq!(got, want.map(|(kind, body)| (kind.to_owned(), body.to_vec(), false)));
    }

    #[test]
    fn sizes_that_lie_end_the_walk_or_are_cut() {
        let huge = [&1_u32.to_be_bytes()[..], b"huge", &u64::MAX.to_be_bytes(), b"ab"].concat();
        assert_eq!(found(&huge), [("huge".to_owned(), b"ab".to_vec(), true)]);
        let cut = [&100_u32.to_be_bytes()[..], b"mdat", b"ab"].concat();
        assert_eq!(found(&cut), [("mdat".to_owned(), b"ab".to_vec(), true)]);
        for bad in [
            &[0, 0, 0, 7, b'a', b'b', b'c', b'd', 1][..],
            &[0, 0, 0, 1, b'a', b'b', b'c', b'd', 0],
            b"\0\0\0",
        ] {
            assert_eq!(found(bad), []);
        }
        assert_eq!(
            Boxes::of(&Source::from_bytes(boxed(b"free", b"").repeat(MAX_PARTS + 9))).count(),
            MAX_PARTS
        );
    }
}
