//! One kept thumbnail as bytes.
//!
//! Numbers are little-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 0–3 | `AtTh` |
//! | 4 | version of this layout: 2 |
//! | 5 | flags: bit 0, a part of the picture is missing; all others 0 |
//! | 6–7 | width in pixels |
//! | 8–9 | height in pixels |
//! | 10–11 | 0 |
//! | 12–15 | length of the payload, which is all the rest |
//! | 16–31 | the first half of BLAKE3 of bytes 0–15 and the payload: a byte that the disk changed is noticed |
//! | 32– | payload: a JPEG of this size |

/// The first bytes of every entry.
const MAGIC: &[u8; 4] = b"AtTh";

/// Goes up when the layout changes, or when thumbnails are made differently.
pub(super) const VERSION: u8 = 2;

const INCOMPLETE: u8 = 1;

/// Length of what the checksum covers in front of the payload, and of the checksum.
const PART_BYTES: usize = 16;

/// Length of all that stands in front of the payload.
const HEADER_BYTES: usize = 2 * PART_BYTES;

/// What an entry may be long: the largest thumbnail at the worst JPEG is a fraction of it.
pub const MAX_BYTES: usize = 4 << 20;

/// A kept thumbnail whose bytes are those that were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Width in pixels, at least 1.
    pub width_px: u16,
    /// Height in pixels, at least 1.
    pub height_px: u16,
    /// Whether a part of the picture is missing because its Original is cut short or damaged.
    pub incomplete: bool,
    /// The picture as JPEG.
    pub jpeg: &'a [u8],
}

/// Why bytes are no entry. Whatever it is, the thumbnail is made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoEntry {
    /// It does not begin as one.
    #[error("it does not begin as one")]
    Magic,
    /// Written by another version of the program.
    #[error("its layout is version {0}")]
    Version(u8),
    /// Cut short, or something was added.
    #[error("its length is wrong")]
    Length,
    /// Its bytes are not those that were written.
    #[error("its bytes were changed")]
    Checksum,
    /// What was written makes no sense.
    #[error("it makes no sense")]
    Nonsense,
}

/// Reads an entry. Nothing is decoded or allocated.
///
/// # Errors
/// [`NoEntry`], for whatever is not exactly what [`write`] wrote.
pub fn parse(bytes: &[u8]) -> Result<Entry<'_>, NoEntry> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(NoEntry::Magic)?;
    match rest.first() {
        Some(&VERSION) => {}
        Some(&other) => return Err(NoEntry::Version(other)),
        None => return Err(NoEntry::Length),
    }
    let (head, rest) = bytes.split_first_chunk::<PART_BYTES>().ok_or(NoEntry::Length)?;
    let (sum, jpeg) = rest.split_first_chunk::<PART_BYTES>().ok_or(NoEntry::Length)?;
    let [_, _, _, _, _, flags, w0, w1, h0, h1, z0, z1, length @ ..] = *head;
    if jpeg.len() as u64 != u64::from(u32::from_le_bytes(length)) || bytes.len() > MAX_BYTES {
        return Err(NoEntry::Length);
    }
    if *sum != checksum(head, jpeg) {
        return Err(NoEntry::Checksum);
    }
    let (width_px, height_px) = (u16::from_le_bytes([w0, w1]), u16::from_le_bytes([h0, h1]));
    if width_px == 0 || height_px == 0 || flags & !INCOMPLETE != 0 || [z0, z1] != [0, 0] || jpeg.is_empty() {
        return Err(NoEntry::Nonsense);
    }
    Ok(Entry { width_px, height_px, incomplete: flags & INCOMPLETE != 0, jpeg })
}

/// An entry as bytes; `None` when it would be longer than [`MAX_BYTES`].
pub fn write(entry: &Entry<'_>) -> Option<Vec<u8>> {
    let n_bytes = HEADER_BYTES.checked_add(entry.jpeg.len()).filter(|n| *n <= MAX_BYTES)?;
    let mut head = [0; PART_BYTES];
    let parts: [&[u8]; 6] = [
        MAGIC,
        &[VERSION, if entry.incomplete { INCOMPLETE } else { 0 }],
        &entry.width_px.to_le_bytes(),
        &entry.height_px.to_le_bytes(),
        &[0, 0],
        &u32::try_from(entry.jpeg.len()).ok()?.to_le_bytes(),
    ];
    for (byte, part) in head.iter_mut().zip(parts.into_iter().flatten()) {
        *byte = *part;
    }
    let mut bytes = Vec::with_capacity(n_bytes);
    bytes.extend_from_slice(&head);
    bytes.extend_from_slice(&checksum(&head, entry.jpeg));
    bytes.extend_from_slice(entry.jpeg);
    Some(bytes)
}

fn checksum(head: &[u8; PART_BYTES], payload: &[u8]) -> [u8; PART_BYTES] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(head);
    hasher.update(payload);
    let mut sum = [0; PART_BYTES];
    hasher.finalize_xof().fill(&mut sum);
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ENTRY: Entry<'_> =
        Entry { width_px: 256, height_px: 171, incomplete: true, jpeg: b"\xff\xd8 jpeg" };

    #[test]
    fn what_was_written_is_read() {
        let bytes = write(&ENTRY).unwrap();
        assert_eq!(bytes.len(), HEADER_BYTES + ENTRY.jpeg.len());
        assert_eq!(parse(&bytes), Ok(ENTRY));
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_noticed() {
        let bytes = write(&ENTRY).unwrap();
        for at in 0..bytes.len() {
            assert!(parse(&bytes[..at]).is_err(), "cut at {at}");
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                assert!(parse(&flipped).is_err(), "bit {bit} of byte {at}");
            }
        }
        let longer = [bytes.as_slice(), b"x"].concat();
        assert_eq!(parse(&longer), Err(NoEntry::Length));
    }

    #[test]
    fn what_is_sealed_well_and_makes_no_sense_is_refused() {
        for entry in
            [Entry { width_px: 0, ..ENTRY }, Entry { height_px: 0, ..ENTRY }, Entry { jpeg: b"", ..ENTRY }]
        {
            assert_eq!(parse(&write(&entry).unwrap()), Err(NoEntry::Nonsense));
        }
        assert_eq!(write(&Entry { jpeg: &vec![0; MAX_BYTES], ..ENTRY }), None);
    }

    proptest! {
        #[test]
        fn anything_may_come(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes);
            let begun = [b"AtTh\x02".as_slice(), &bytes].concat();
            let _ = parse(&begun);
        }
    }
}
