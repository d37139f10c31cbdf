//! Raw files made in code: directories, headers and boxes around JPEGs of known sizes.

use super::*;
use crate::media::encode_jpeg;
use crate::media::picture::Picture;
use crate::model::orientation::Orientation;

fn jpeg_of(width_px: u32, height_px: u32) -> Vec<u8> {
    let rgba = [90, 60, 30, 255].repeat(width_px as usize * height_px as usize);
    encode_jpeg(&Picture::new(width_px, height_px, rgba).unwrap(), 90).unwrap()
}

/// A value of a made directory.
#[derive(Clone)]
enum Value {
    Short(u16),
    Long(u32),
    Text(&'static str),
    /// Offset in this entry, length in the entry of the other tag.
    Bytes(Vec<u8>, u16),
    /// As a value of type undefined.
    Blob(Vec<u8>),
    Dirs(Vec<Dir>),
}

type Dir = Vec<(u16, Value)>;

/// A little-endian TIFF of a chain of directories.
fn tiff(magic: &[u8; 4], chain: &[Dir]) -> Vec<u8> {
    let mut out = magic.to_vec();
    let mut pointer_at = 4;
    out.extend([0; 4]);
    for dir in chain {
        let here = out.len() as u32;
        out[pointer_at..pointer_at + 4].copy_from_slice(&here.to_le_bytes());
        pointer_at = write(&mut out, dir);
    }
    out
}

/// Where the pointer to the next directory lies.
fn write(out: &mut Vec<u8>, dir: &Dir) -> usize {
    let mut rows: Vec<(u16, u16, u32, u32)> = Vec::new();
    let n_rows =
        dir.iter().map(|(_, value)| 1 + usize::from(matches!(value, Value::Bytes(..)))).sum::<usize>();
    let table_at = out.len();
    let next_at = table_at + 2 + n_rows * 12;
    out.resize(next_at + 4, 0);
    for (tag, value) in dir {
        let here = out.len() as u32;
        match value.clone() {
            Value::Short(n) => rows.push((*tag, 3, 1, n.into())),
            Value::Long(n) => rows.push((*tag, 4, 1, n)),
            Value::Text(text) => {
                rows.push((*tag, 2, text.len() as u32 + 1, here));
                out.extend([text.as_bytes(), b"\0\0\0\0"].concat());
            }
            Value::Bytes(bytes, len_tag) => {
                rows.push((*tag, 4, 1, here));
                rows.push((len_tag, 4, 1, bytes.len() as u32));
                out.extend(bytes);
            }
            Value::Blob(bytes) => {
                rows.push((*tag, 7, bytes.len() as u32, here));
                out.extend(bytes);
            }
            Value::Dirs(dirs) => {
                let places: Vec<u32> = dirs
                    .iter()
                    .map(|dir| {
                        let here = out.len() as u32;
                        write(out, dir);
                        here
                    })
                    .collect();
                let value = if let [one] = places[..] { one } else { out.len() as u32 };
                rows.push((*tag, 4, places.len() as u32, value));
                if places.len() > 1 {
                    out.extend(places.iter().flat_map(|place| place.to_le_bytes()));
                }
            }
        }
    }
    rows.sort_by_key(|row| row.0);
    out[table_at..table_at + 2].copy_from_slice(&(rows.len() as u16).to_le_bytes());
    for (n, (tag, kind, count, value)) in rows.into_iter().enumerate() {
        let row = [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()];
        let at = table_at + 2 + n * 12;
        out[at..at + 12].copy_from_slice(&row.concat());
    }
    next_at
}

fn raw_dir(width: u32, height: u32) -> Dir {
    vec![
        (0x00FE, Value::Long(0)),
        (0x0100, Value::Long(width)),
        (0x0101, Value::Long(height)),
        (0x0106, Value::Short(32803)),
    ]
}

fn sizes(raw: &Raw) -> Vec<(u32, u32)> {
    raw.previews.iter().map(|preview| (preview.width_px, preview.height_px)).collect()
}

fn size(raw: &Raw) -> (u32, u32) {
    (raw.blocks.width_px, raw.blocks.height_px)
}

#[test]
fn previews_of_sub_directories_and_of_the_chain() {
    // As NEF: a small picture in front, the raw data and a whole JPEG in sub-directories, a thumbnail behind.
    let lossless =
        [b"\xff\xd8\xff\xc3\0\x0b\x08\x0f\xa0\x17\x70\x01\x01\x11\0".as_slice(), &[7; 2000]].concat();
    let mut raw_data = raw_dir(6000, 4000);
    raw_data.extend([(0x0103, Value::Short(7)), (0x0111, Value::Bytes(lossless, 0x0117))]);
    let main: Dir = vec![
        (0x00FE, Value::Long(1)),
        (0x0100, Value::Long(4)),
        (0x0101, Value::Long(2)),
        (0x0102, Value::Short(8)),
        (0x010F, Value::Text("NIKON CORPORATION")),
        (0x0112, Value::Short(6)),
        (
            0x014A,
            Value::Dirs(vec![
                vec![(0x00FE, Value::Long(1)), (0x0201, Value::Bytes(jpeg_of(1200, 800), 0x0202))],
                raw_data,
            ]),
        ),
        (0x8769, Value::Dirs(vec![vec![(0x9003, Value::Text("2026:01:05 10:30:00"))]])),
    ];
    let thumbnail: Dir = vec![(0x0201, Value::Bytes(jpeg_of(160, 120), 0x0202))];
    let raw = read_raw(&Source::from_bytes(tiff(b"II*\0", &[main, thumbnail])));
    assert_eq!(sizes(&raw), [(1200, 800), (160, 120)]);
    assert_eq!(size(&raw), (6000, 4000));
    assert!(!raw.is_cut);
    let facts = crate::media::exif::read_exif(raw.blocks.exif.unwrap());
    assert_eq!(facts.device.make.as_deref(), Some("NIKON CORPORATION"));
    assert_eq!(facts.orientation, Some(Orientation::Rotate90));
    assert_eq!(facts.original.date_time.as_deref(), Some("2026:01:05 10:30:00"));
}

#[test]
fn a_preview_that_only_nikons_note_names() {
    // The note is a TIFF structure of its own behind ten bytes, whose offsets count from there.
    let inner = tiff(
        b"II*\0",
        &[vec![(
            0x0011,
            Value::Dirs(vec![vec![
                (0x0103, Value::Short(6)),
                (0x0201, Value::Bytes(jpeg_of(570, 375), 0x0202)),
            ]]),
        )]],
    );
    let note = [b"Nikon\0\x02\x11\0\0".as_slice(), &inner].concat();
    let mut main = raw_dir(3000, 2000);
    main.extend([
        (0x010F, Value::Text("NIKON CORPORATION")),
        (0x8769, Value::Dirs(vec![vec![(0x927C, Value::Blob(note))]])),
    ]);
    let file = tiff(b"II*\0", &[main]);
    // Not by the scan for whole JPEGs.
    assert_eq!(sizes(&read_structure(&Source::from_bytes(file))), [(570, 375)]);
}

#[test]
fn magic_numbers_of_olympus_and_panasonic() {
    let notes = {
        // Offsets of Olympus's notes count from the note.
        let camera_settings = 26_u32;
        let mut note = b"OLYMPUS\0II\x03\0\x01\0\x20\x20\x0d\0\x01\0\0\0".to_vec();
        note.extend(camera_settings.to_le_bytes());
        let jpeg = jpeg_of(1024, 768);
        note.extend(b"\x02\0\x01\x01\x04\0\x01\0\0\0\x38\0\0\0\x02\x01\x04\0\x01\0\0\0");
        note.extend((jpeg.len() as u32).to_le_bytes());
        note.resize(0x38, 0);
        note.extend(jpeg);
        note
    };
    let orf: Dir = vec![
        (0x0100, Value::Long(4640)),
        (0x0101, Value::Long(3472)),
        (0x8769, Value::Dirs(vec![vec![(0x927C, Value::Blob(notes))]])),
    ];
    let raw = read_structure(&Source::from_bytes(tiff(b"IIRO", &[orf])));
    assert_eq!((sizes(&raw), size(&raw)), (vec![(1024, 768)], (4640, 3472)));

    let rw2: Dir = vec![
        (0x0001, Value::Long(0x3130_3330)),
        (0x0004, Value::Short(8)),
        (0x0005, Value::Short(8)),
        (0x0006, Value::Short(3896)),
        (0x0007, Value::Short(5192)),
        (0x002E, Value::Blob(jpeg_of(1920, 1440))),
    ];
    let raw = read_structure(&Source::from_bytes(tiff(b"IIU\0", &[rw2])));
    assert_eq!((sizes(&raw), size(&raw)), (vec![(1920, 1440)], (5184, 3888)));
}

#[test]
fn a_picture_without_compression_is_a_preview_too() {
    let strip = [1, 2, 3].repeat(48 * 32);
    let main = |strip: &[u8]| -> Dir {
        vec![
            (0x00FE, Value::Long(1)),
            (0x0100, Value::Long(48)),
            (0x0101, Value::Long(32)),
            (0x0102, Value::Blob(Vec::new())),
            (0x0103, Value::Short(1)),
            (0x0106, Value::Short(2)),
            (0x0111, Value::Bytes(strip.to_vec(), 0x0117)),
            (0x0115, Value::Short(3)),
        ]
    };
    // Three shorts do not fit into an entry: put behind the file.
    let with_depths = |mut bytes: Vec<u8>| {
        let at = bytes.windows(4).position(|row| row == b"\x02\x01\x07\0").unwrap();
        let here = bytes.len() as u32;
        bytes[at + 2] = 3;
        bytes[at + 4] = 3;
        bytes[at + 8..at + 12].copy_from_slice(&here.to_le_bytes());
        bytes.extend([8, 0, 8, 0, 8, 0]);
        bytes
    };
    let raw = read_raw(&Source::from_bytes(with_depths(tiff(b"II*\0", &[main(&strip)]))));
    assert_eq!(sizes(&raw), [(48, 32)]);
    assert!(matches!(raw.previews[0].form, Form::Rgb(_)));
    let short = read_raw(&Source::from_bytes(with_depths(tiff(b"II*\0", &[main(&strip[..60])]))));
    assert!(short.previews.is_empty());
}

#[test]
fn fujifilm() {
    let jpeg = jpeg_of(1600, 1200);
    let mut file = b"FUJIFILMCCD-RAW 0201FF000000X-TEST".to_vec();
    file.resize(84, 0);
    let table_at = 108 + jpeg.len() as u32;
    for n in [108, jpeg.len() as u32, table_at, 24, table_at + 24, 10_000] {
        file.extend(n.to_be_bytes());
    }
    file.extend(&jpeg);
    file.extend(b"\0\0\0\x02\x01\x00\0\x04\x0f\xb0\x17\x90\x01\x11\0\x04\x0f\xa0\x17\x70");
    file.resize(table_at as usize + 24, 0);
    let cut = read_raw(&Source::from_bytes(file.clone()));
    assert!(cut.is_cut);
    file.resize(file.len() + 10_000, 0);
    let raw = read_raw(&Source::from_bytes(file));
    assert_eq!((sizes(&raw), size(&raw), raw.is_cut), (vec![(1600, 1200)], (6000, 4000), false));
}

#[test]
fn hidden_pictures_are_found_and_those_cut_off_only_where_there_is_no_other() {
    let mut file = tiff(b"II*\0", &[raw_dir(3000, 2000)]);
    // Beginnings that lead nowhere, and raw data that are JPEG.
    file.extend(b"\xff\xd8\xff\xe0\0\x01 noise \xff\xd8\xff\xc3\0\x0b\x08\x0f\xa0\x17\x70\x01\x01\x11\0");
    file.extend(jpeg_of(320, 240));
    let large = jpeg_of(1200, 800);
    let whole = [&file[..], &large, &[0; 100]].concat();
    let raw = read_raw(&Source::from_bytes(whole));
    assert_eq!(sizes(&raw), [(1200, 800), (320, 240)]);
    let Form::Jpeg(span) = raw.previews[0].form else { panic!("a JPEG") };
    assert_eq!(span, Span { at: file.len() as u64, len: large.len() as u64 });
    let cut = [&file[..], &large[..large.len() / 2]].concat();
    assert_eq!(sizes(&read_raw(&Source::from_bytes(cut))), [(320, 240)]);
}

#[test]
fn loops_of_directories_end() {
    let mut file = tiff(b"II*\0", &[raw_dir(30, 20), raw_dir(40, 20)]);
    // The last directory's next is the first; and a sub-directory that is its own parent.
    let len = file.len();
    file[len - 4..].copy_from_slice(&8_u32.to_le_bytes());
    assert_eq!(size(&read_raw(&Source::from_bytes(file))), (40, 20));
    let own_parent = tiff(b"II*\0", &[vec![(0x0100, Value::Long(30)), (0x014A, Value::Long(8))]]);
    assert!(read_raw(&Source::from_bytes(own_parent)).previews.is_empty());
}

#[test]
fn nothing_that_is_cut_anywhere_panics() {
    let main: Dir = vec![
        (0x0100, Value::Long(300)),
        (0x0101, Value::Long(200)),
        (0x0201, Value::Bytes(jpeg_of(64, 48), 0x0202)),
    ];
    let file = tiff(b"II*\0", &[main, raw_dir(30, 20)]);
    for len in 0..file.len() {
        let raw = read_raw(&Source::from_bytes(file[..len].to_vec()));
        assert!(raw.previews.len() < 3);
    }
}

fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [&(8 + body.len() as u32).to_be_bytes()[..], kind, body].concat()
}

#[test]
fn canon_cr3() {
    let main: Dir = vec![
        (0x0100, Value::Long(6720)),
        (0x0101, Value::Long(4480)),
        (0x0110, Value::Text("Canon EOS R")),
        (0x0112, Value::Short(8)),
    ];
    let exif: Dir =
        vec![(0x9003, Value::Text("2026:01:05 10:30:00")), (0xA434, Value::Text("RF24-105mm F4 L"))];
    let canon = [
        &b"\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48"[..],
        &boxed(b"CMT1", &tiff(b"II*\0", &[main])),
        &boxed(b"CMT2", &tiff(b"II*\0", &[exif])),
        &boxed(b"THMB", &[&[0; 16], &jpeg_of(160, 120)[..]].concat()),
    ]
    .concat();
    let preview = [
        &b"\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16"[..],
        &[0; 8],
        &boxed(b"PRVW", &[&[0; 16], &jpeg_of(1620, 1080)[..]].concat()),
    ]
    .concat();
    let large = jpeg_of(3360, 2240);
    let file = |large_at: u64| {
        let sizes = [&[0; 7][..], &[1], &(large.len() as u32).to_be_bytes()].concat();
        let table = [
            boxed(b"stsz", &[&[0; 4], &sizes[..]].concat()),
            boxed(b"co64", &[&[0, 0, 0, 0, 0, 0, 0, 1], &large_at.to_be_bytes()[..]].concat()),
        ];
        let track = boxed(b"mdia", &boxed(b"minf", &boxed(b"stbl", &table.concat())));
        [
            boxed(b"ftyp", b"crx \0\0\0\x01crx isom"),
            boxed(b"moov", &[boxed(b"uuid", &canon), boxed(b"trak", &track)].concat()),
            boxed(b"uuid", &preview),
            boxed(b"mdat", &large),
        ]
        .concat()
    };
    let whole = file(file(0).len() as u64 - large.len() as u64);
    let raw = read_raw(&Source::from_bytes(whole.clone()));
    assert_eq!(sizes(&raw), [(3360, 2240), (1620, 1080), (160, 120)]);
    assert_eq!((size(&raw), raw.is_cut), ((6720, 4480), false));
    let facts = crate::media::exif::read_exif(raw.blocks.exif.unwrap());
    assert_eq!(facts.device.model.as_deref(), Some("Canon EOS R"));
    assert_eq!(facts.device.lens.as_deref(), Some("RF24-105mm F4 L"));
    assert_eq!(facts.orientation, Some(Orientation::Rotate270));
    assert_eq!(facts.original.date_time.as_deref(), Some("2026:01:05 10:30:00"));

    let cut = read_raw(&Source::from_bytes(whole[..whole.len() - 100].to_vec()));
    assert_eq!((sizes(&cut), cut.is_cut), (vec![(1620, 1080), (160, 120)], true));
}

/// A heap of CIFF: values, then the directory, then where it lies.
fn heap(values: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut table = (values.len() as u16).to_le_bytes().to_vec();
    for (tag, bytes) in values {
        table.extend(tag.to_le_bytes());
        table.extend((bytes.len() as u32).to_le_bytes());
        table.extend((out.len() as u32).to_le_bytes());
        out.extend(bytes);
    }
    let directory = (out.len() as u32).to_le_bytes();
    [out, table, directory.to_vec()].concat()
}

#[test]
fn canon_crw() {
    let spec = [2080_u32, 1542, 0, 90].iter().flat_map(|n| n.to_le_bytes()).collect();
    let seconds = 1_000_000_000_u32.to_le_bytes().to_vec();
    let inner = heap(&[(0x080A, b"Canon\0Canon EOS 10D\0".to_vec()), (0x1810, spec), (0x180E, seconds)]);
    let root = heap(&[(0x2007, jpeg_of(2048, 1360)), (0x300A, inner), (0x2008, jpeg_of(160, 120))]);
    let mut file = b"II\x1a\0\0\0HEAPCCDR\x02\0\x01\0".to_vec();
    file.resize(26, 0);
    file.extend(root);
    let raw = read_raw(&Source::from_bytes(file.clone()));
    assert_eq!((sizes(&raw), size(&raw)), (vec![(2048, 1360), (160, 120)], (2080, 1542)));
    assert_eq!((raw.blocks.orientation, raw.is_cut), (Some(Orientation::Rotate90), false));
    let facts = crate::media::exif::read_exif(raw.blocks.exif.unwrap());
    assert_eq!(facts.device.model.as_deref(), Some("Canon EOS 10D"));
    assert_eq!(facts.original.date_time.as_deref().map(|text| &text[..19]), Some("2001:09:09 01:46:40"));
    for len in (0..file.len()).step_by(997) {
        assert!(read_raw(&Source::from_bytes(file[..len].to_vec())).previews.len() < 3);
    }
    // A heap that is its own parent.
    let mut own = heap(&[(0x300A, Vec::new())]);
    own[4..8].copy_from_slice(&16_u32.to_le_bytes());
    let file = [b"II\x1a\0\0\0HEAPCCDR\0\0\0\0\0\0\0\0\0\0\0\0", &own[..]].concat();
    assert!(read_raw(&Source::from_bytes(file)).previews.is_empty());
}
