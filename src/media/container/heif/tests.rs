use super::*;
use crate::model::orientation::Orientation;

fn boxed(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    [&(8 + body.len() as u32).to_be_bytes()[..], kind, &body].concat()
}

/// A file with a picture of 40 x 30 (item 1), and whatever else is wanted.
#[derive(Default)]
struct Made {
    /// Further items: number, type, content type, bytes; they lie in `idat`.
    items: Vec<(u16, &'static [u8; 4], &'static [u8], Vec<u8>)>,
    references: Vec<(&'static [u8; 4], u16, Vec<u16>)>,
    /// Properties of item 1 behind its size.
    properties: Vec<Vec<u8>>,
    /// Bytes between `ftyp` and `meta`, and an item of `Exif` (9) whose extents they are: offset and length.
    far: Option<(Vec<u8>, Vec<(u32, u32)>)>,
    primary_kind: Option<&'static [u8; 4]>,
}

impl Made {
    fn source(&self) -> Source {
        let mut infe =
            boxed(b"infe", &[&[2, 0, 0, 0, 0, 1, 0, 0], self.primary_kind.unwrap_or(b"hvc1"), b"\0"]);
        let mut iloc: Vec<u8> = Vec::new();
        let mut idat: Vec<u8> = Vec::new();
        for (id, kind, content_type, bytes) in &self.items {
            let head = [&[2, 0, 0, 0][..], &id.to_be_bytes(), &[0, 0], &kind[..], b"\0", content_type, b"\0"]
                .concat();
            infe.extend(boxed(b"infe", &[&head]));
            // Construction method 1, one extent.
            iloc.extend([&id.to_be_bytes()[..], &[0, 1, 0, 0, 0, 1]].concat());
            iloc.extend((idat.len() as u32).to_be_bytes());
            iloc.extend((bytes.len() as u32).to_be_bytes());
            idat.extend(bytes);
        }
        let mut n_items = self.items.len() as u16;
        let ftyp = boxed(b"ftyp", &[b"heic\0\0\0\0mif1heic"]);
        let mut between = Vec::new();
        if let Some((bytes, extents)) = &self.far {
            infe.extend(boxed(b"infe", &[&[2, 0, 0, 0, 0, 9, 0, 0], b"Exif", b"\0"]));
            iloc.extend([0, 9, 0, 0, 0, 0, 0, extents.len() as u8]);
            for (offset, len) in extents {
                iloc.extend((ftyp.len() as u32 + 8 + offset).to_be_bytes());
                iloc.extend(len.to_be_bytes());
            }
            n_items += 1;
            between = boxed(b"mdat", &[bytes]);
        }
        let references: Vec<u8> = self
            .references
            .iter()
            .flat_map(|(kind, from, to)| {
                let targets: Vec<u8> = to.iter().flat_map(|id| id.to_be_bytes()).collect();
                boxed(kind, &[&from.to_be_bytes(), &(to.len() as u16).to_be_bytes(), &targets])
            })
            .collect();
        let ispe = boxed(b"ispe", &[&[0; 4], &40_u32.to_be_bytes(), &30_u32.to_be_bytes()]);
        let ipco = boxed(b"ipco", &[&ispe, &self.properties.concat()]);
        let n = 1 + self.properties.len() as u8;
        let ipma = boxed(b"ipma", &[&[0; 4], &[0, 0, 0, 1], &[0, 1, n], &(1..=n).collect::<Vec<_>>()]);
        let meta = boxed(
            b"meta",
            &[
                &[0; 4],
                &boxed(b"pitm", &[&[0, 0, 0, 0, 0, 1]]),
                &boxed(b"iinf", &[&[0; 4], &(n_items + 1).to_be_bytes(), &infe]),
                &boxed(b"iref", &[&[0; 4], &references]),
                &boxed(b"iprp", &[&ipco, &ipma]),
                &boxed(b"idat", &[&idat]),
                &boxed(b"iloc", &[&[1, 0, 0, 0, 0x44, 0], &n_items.to_be_bytes(), &iloc]),
            ],
        );
        Source::from_bytes([ftyp, between, meta].concat())
    }
}

const TIFF: &[u8] = b"MM\0*\0\0\0\x08\0\0";

fn exif(offset: u32, before: &[u8], marked: u8) -> Vec<u8> {
    [&offset.to_be_bytes()[..], before, TIFF, &[marked]].concat()
}

#[test]
fn the_metadata_of_the_picture_that_is_meant() {
    let xmp: &[u8] = b"application/rdf+xml";
    let made = Made {
        items: vec![
            (2, b"Exif", b"", exif(0, b"", 2)),
            (3, b"Exif", b"", exif(6, b"Exif\0\0", 3)),
            (4, b"mime", b"text/plain", b"no".to_vec()),
            (5, b"mime", xmp, b"<other/>".to_vec()),
            (6, b"mime", xmp, b"<ours/>".to_vec()),
        ],
        references: vec![
            (b"cdsc", 2, vec![7]),
            (b"cdsc", 3, vec![1]),
            (b"cdsc", 5, vec![7]),
            (b"cdsc", 6, vec![8, 1]),
        ],
        ..Made::default()
    };
    let blocks = walk(&made.source());
    assert_eq!(blocks.exif.unwrap().last(), Some(&3));
    assert_eq!(blocks.xmp.unwrap(), b"<ours/>");
    assert_eq!((blocks.width_px, blocks.height_px, blocks.fault), (40, 30, None));
    // One that describes another picture is not taken for ours where there is one that describes nothing.
    let made = Made {
        items: vec![(2, b"Exif", b"", exif(0, b"", 2)), (3, b"Exif", b"", exif(0, b"", 3))],
        references: vec![(b"cdsc", 2, vec![7])],
        ..Made::default()
    };
    assert_eq!(walk(&made.source()).exif.unwrap().last(), Some(&3));
}

#[test]
fn an_exif_offset_that_is_wrong_is_looked_for() {
    for (offset, before) in
        [(0, &b""[..]), (6, b"Exif\0\0"), (0, b"Exif\0\0"), (u32::MAX, b"Exif\0\0"), (99, b"")]
    {
        let made = Made { items: vec![(2, b"Exif", b"", exif(offset, before, 7))], ..Made::default() };
        assert_eq!(walk(&made.source()).exif, Some([TIFF, &[7]].concat()), "{offset}");
    }
}

#[test]
fn extents_anywhere_in_the_file_are_put_together() {
    let bytes = [&[0; 4][..], TIFF, &[7], b"between"].concat();
    let extents = vec![(0, 6), (6, 9)];
    let made = Made { far: Some((bytes.clone(), extents)), ..Made::default() };
    assert_eq!(walk(&made.source()).exif, Some([TIFF, &[7]].concat()));
    // Beyond the end of the file there is nothing: what is before it is kept.
    let made = Made { far: Some((bytes, vec![(0, 6), (6, u32::MAX)])), ..Made::default() };
    assert!(walk(&made.source()).exif.unwrap().starts_with(TIFF));
}

#[test]
fn turns_and_mirrors_come_one_after_the_other() {
    let rotate = |n: u8| boxed(b"irot", &[&[n]]);
    let mirror = |axis: u8| boxed(b"imir", &[&[axis]]);
    for (properties, want) in [
        (vec![], Orientation::Upright),
        (vec![rotate(1)], Orientation::Rotate270),
        (vec![rotate(2)], Orientation::Rotate180),
        (vec![rotate(3)], Orientation::Rotate90),
        (vec![mirror(0)], Orientation::MirrorVertical),
        (vec![mirror(1)], Orientation::MirrorHorizontal),
        (vec![rotate(1), mirror(1)], Orientation::Transverse),
        (vec![rotate(1), mirror(0)], Orientation::Transpose),
        (vec![rotate(2), mirror(0), mirror(1)], Orientation::Upright),
    ] {
        let made = Made { properties, ..Made::default() };
        assert_eq!(walk(&made.source()).orientation, Some(want));
    }
}

#[test]
fn a_cut_after_a_turn_is_found_in_what_is_stored() {
    let numbers = |numbers: [i32; 8]| numbers.iter().flat_map(|n| n.to_be_bytes()).collect::<Vec<u8>>();
    let clap = boxed(b"clap", &[&numbers([10, 1, 20, 1, 0, 1, 0, 1])]);
    let made = Made { properties: vec![clap.clone()], ..Made::default() };
    let blocks = walk(&made.source());
    assert_eq!((blocks.width_px, blocks.height_px), (10, 20));
    let made = Made { properties: vec![boxed(b"irot", &[&[1]]), clap], ..Made::default() };
    let blocks = walk(&made.source());
    assert_eq!((blocks.width_px, blocks.height_px), (20, 10));
}

#[test]
fn colours_are_said_where_they_are_not_srgb() {
    let nclx = |p: u8, t: u8| boxed(b"colr", &[b"nclx", &[0, p, 0, t, 0, 9, 0x80]]);
    let prof = || boxed(b"colr", &[b"prof", b"a profile"]);
    let colours = |properties: Vec<Vec<u8>>| {
        let blocks = walk(&Made { properties, ..Made::default() }.source());
        (blocks.cicp.map(|cicp| (cicp.primaries, cicp.transfer)), blocks.icc.is_some())
    };
    assert_eq!(colours(vec![nclx(1, 13)]), (None, false));
    assert_eq!(colours(vec![nclx(2, 2)]), (None, false));
    assert_eq!(colours(vec![nclx(12, 13)]), (Some((12, 13)), false));
    assert_eq!(colours(vec![nclx(12, 13), prof()]), (None, true));
    assert_eq!(colours(vec![prof(), nclx(9, 16)]), (Some((9, 16)), true));
}

#[test]
fn references_that_go_round_end() {
    let made =
        Made { primary_kind: Some(b"iden"), references: vec![(b"dimg", 1, vec![1])], ..Made::default() };
    assert!(walk(&made.source()).fault.is_some());
    // A grid in its own tiles, and one that lacks them.
    for tiles in [vec![1; 4], vec![2; 3]] {
        let references = vec![(b"dimg", 1, tiles)];
        let made = Made { primary_kind: Some(b"grid"), references, ..Made::default() };
        assert!(walk(&made.source()).fault.is_some());
    }
}
