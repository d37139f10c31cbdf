//! Says what is in a block that may not be there, so that a person knows what would have been told. Nothing depends on it: a block
//! that this does not know is a finding all the same.
//!
//! Sources: EXIF 3.0 (CIPA DC-008), tags; TIFF 6.0; CIPA DC-007 (MPF); ISO 21496-1 and Adobe's gain maps; C2PA 2.1, A.3 "Embedding
//! manifests"; ExifTool, "Samsung trailer tags".

/// The longest block of EXIF that is looked through.
const MOST_ENTRIES: u16 = 512;

/// Tags that tell of a person, a device or a place, with the words for them.
const TELLING: [(u16, &str); 17] = [
    (0x8825, "position"),
    (0x927C, "maker notes"),
    (0xA430, "owner's name"),
    (0xA431, "serial number"),
    (0xA435, "serial number of the lens"),
    (0xA420, "identifier of the picture"),
    (0x010F, "maker of the device"),
    (0x0110, "model of the device"),
    (0x0131, "software"),
    (0x013B, "artist"),
    (0x013C, "name of a computer"),
    (0x8890, "marks of Xiaomi"),
    (0x8891, "marks of Xiaomi"),
    (0x9999, "marks of Xiaomi"),
    (0x9286, "comment"),
    (0x9003, "time"),
    (0x02BC, "XMP"),
];

/// ": with position, serial number", or nothing where the block cannot be read.
pub(super) fn exif(block: &[u8]) -> String {
    let mut found: Vec<&str> = Vec::new();
    // Some writers keep JPEG's header in front (Exif, two zeros).
    let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    if directories(block, &mut found).is_none() || found.is_empty() {
        return String::new();
    }
    found.dedup();
    format!(": with {}", found.join(", "))
}

/// The first directory, the one of EXIF, and whether there is one for a thumbnail.
fn directories(block: &[u8], found: &mut Vec<&'static str>) -> Option<()> {
    let is_little = block.starts_with(b"II");
    let uint = |at: usize, n: usize| -> Option<u32> {
        let bytes = block.get(at..at.checked_add(n)?)?;
        let fold = |sum: u32, byte: &u8| (sum << 8) | u32::from(*byte);
        Some(if is_little { bytes.iter().rev().fold(0, fold) } else { bytes.iter().fold(0, fold) })
    };
    let mut next = uint(4, 4);
    let mut in_exif = None;
    for turn in 0..3 {
        let Some(at) = next.take().filter(|at| *at > 0).and_then(|at| usize::try_from(at).ok()) else {
            // No thumbnail: on to the directory of EXIF.
            next = in_exif.take();
            if next.is_none() { break } else { continue }
        };
        let n_entries = u16::try_from(uint(at, 2)?).ok()?.min(MOST_ENTRIES);
        for n in 0..usize::from(n_entries) {
            let entry = at.checked_add(2 + 12 * n)?;
            let Some(tag) = uint(entry, 2).and_then(|tag| u16::try_from(tag).ok()) else { break };
            if tag == 0x8769 {
                in_exif = uint(entry + 8, 4);
            }
            // JPEGInterchangeFormat.
            if tag == 0x0201 {
                found.push("a thumbnail, which may show what was cropped away");
            }
            let words = TELLING.iter().find(|(of, _)| *of == tag).map(|(_, words)| *words);
            found.extend(words.filter(|words| !found.contains(words)));
        }
        let behind = at.checked_add(2 + 12 * usize::from(n_entries))?;
        next = if turn == 0 {
            uint(behind, 4).filter(|at| *at > 0).or_else(|| in_exif.take())
        } else {
            in_exif.take()
        };
    }
    Some(())
}

/// What a segment APPn of a JPEG is.
pub(super) fn application(n: u8, body: &[u8]) -> String {
    let what = match (n, body) {
        (0, [b'J', b'F', b'X', b'X', ..]) => "a thumbnail within JFIF",
        (2, body) if body.starts_with(b"ICC_PROFILE\0") => "a colour profile, which may name a device",
        (2, body) if body.starts_with(b"MPF\0") => "an index of further pictures (MPF)",
        (2, body) if body.starts_with(b"urn:iso:std:iso:ts:21496:-1") => "a gain map's description",
        (2, body) if body.starts_with(b"FPXR\0") => "FlashPix data, which may hold previews and sound",
        (11, body) if find(body, b"c2pa") || body.starts_with(b"JP") => {
            "Content Credentials (C2PA), which tell its history"
        }
        (12, body) if body.starts_with(b"Ducky") => "settings of the program that saved it",
        _ => return format!("an application block (APP{n}) of the device or program that made it"),
    };
    what.to_owned()
}

/// What bytes after the end of a picture are, as far as they say so: ": a video with sound".
pub(super) fn behind(rest: &[u8]) -> &'static str {
    let has_movie = rest.get(4..8) == Some(b"ftyp")
        || find(rest, b"ftypmp4")
        || find(rest, b"ftypisom")
        || find(rest, b"ftypqt");
    // The handler of a track of sound (ISO/IEC 14496-12, 8.4.3).
    let has_sound = find(rest, b"hdlr\0\0\0\0\0\0\0\0soun");
    if has_movie && has_sound {
        ": a video with sound"
    } else if has_movie {
        ": a video"
    } else if rest.ends_with(b"SEFT") {
        ": what a Samsung phone keeps of the picture"
    } else if rest.starts_with(&[0xFF, 0xD8]) {
        ": another picture"
    } else if rest.starts_with(b"PK\x03\x04") {
        ": an archive (zip)"
    } else {
        ""
    }
}

fn find(data: &[u8], words: &[u8]) -> bool {
    data.windows(words.len()).any(|window| window == words)
}
