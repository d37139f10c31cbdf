//! Videos made in code, as far as their boxes go, and what phones put around them: MP4, QuickTime with Apple's identifier, Samsung's
//! trailer, Google's XMP, HEIC boxes.

/// A box of ISO/IEC 14496-12.
pub fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [&(8 + body.len() as u32).to_be_bytes()[..], kind, body].concat()
}

/// A box with version 0 and no flags.
fn full(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    boxed(kind, &[&[0; 4], body].concat())
}

fn numbers(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|n| n.to_be_bytes()).collect()
}

/// A video in the making.
#[derive(Clone, Debug)]
pub struct TestMovie {
    /// Brand in `ftyp`.
    pub brand: [u8; 4],
    /// Units a second and length in them.
    pub length: (u32, u32),
    /// Samples of each track by its handler.
    pub tracks: Vec<([u8; 4], u32)>,
    /// Apple's identifier.
    pub content_id: Option<String>,
    /// Bytes of pictures and sound.
    pub data: usize,
    /// `moov` before `mdat`, as for streaming.
    pub is_fast: bool,
}

impl TestMovie {
    /// Three seconds of pictures with sound.
    pub fn new() -> Self {
        Self {
            brand: *b"mp42",
            length: (1000, 2_800),
            tracks: vec![(*b"vide", 84), (*b"soun", 130)],
            content_id: None,
            data: 3000,
            is_fast: false,
        }
    }

    /// Without a track of sound.
    pub fn silent(mut self) -> Self {
        self.tracks.truncate(1);
        self
    }

    /// As an iPhone writes it beside a photo with this identifier.
    pub fn live(mut self, content_id: &str) -> Self {
        self.brand = *b"qt  ";
        self.content_id = Some(content_id.to_owned());
        self
    }

    /// The box `moov`.
    pub fn moov(&self) -> Vec<u8> {
        let (units, length) = self.length;
        let mvhd = full(b"mvhd", &[numbers(&[0, 0, units, length]), vec![0; 80]].concat());
        let mut body = mvhd;
        for (handler, n_samples) in &self.tracks {
            let mdhd = full(b"mdhd", &numbers(&[0, 0, units, length, 0]));
            let hdlr = full(b"hdlr", &[&[0; 4], &handler[..], &[0; 13]].concat());
            let stsz =
                full(b"stsz", &[numbers(&[0, *n_samples]), numbers(&vec![7; *n_samples as usize])].concat());
            let minf = boxed(b"minf", &boxed(b"stbl", &[full(b"stsd", &numbers(&[0])), stsz].concat()));
            body.extend(boxed(b"trak", &boxed(b"mdia", &[mdhd, hdlr, minf].concat())));
        }
        if let Some(id) = &self.content_id {
            body.extend(metadata(&[
                ("com.apple.quicktime.make", "Apple"),
                ("com.apple.quicktime.content.identifier", id),
            ]));
        }
        boxed(b"moov", &body)
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let ftyp = boxed(b"ftyp", &[&self.brand[..], &[0; 4], b"isom"].concat());
        let mdat = boxed(b"mdat", &vec![0x5A; self.data]);
        if self.is_fast { [ftyp, self.moov(), mdat].concat() } else { [ftyp, mdat, self.moov()].concat() }
    }
}

/// The box `meta` of QuickTime: keys and their values.
fn metadata(values: &[(&str, &str)]) -> Vec<u8> {
    let hdlr = full(b"hdlr", &[&[0; 4], &b"mdta"[..], &[0; 13]].concat());
    let (mut keys, mut items) = (numbers(&[values.len() as u32]), Vec::new());
    for (n, (key, value)) in values.iter().enumerate() {
        keys.extend(boxed(b"mdta", key.as_bytes()));
        let data = boxed(b"data", &[&numbers(&[1, 0]), value.as_bytes()].concat());
        items.extend(boxed(&(n as u32 + 1).to_be_bytes(), &data));
    }
    boxed(b"meta", &[hdlr, full(b"keys", &keys), boxed(b"ilst", &items)].concat())
}

/// Samsung's trailer with a block of text and then these.
pub fn samsung_trailer(blocks: &[(u16, &str, &[u8])]) -> Vec<u8> {
    let time = (0x0A01, "Image_UTC_Data", &b"1767609012345"[..]);
    let (mut out, mut ends) = (Vec::new(), Vec::new());
    for (kind, name, data) in [&[time], blocks].concat() {
        let at = out.len();
        out.extend([0, 0]);
        out.extend(kind.to_le_bytes());
        out.extend((name.len() as u32).to_le_bytes());
        out.extend(name.as_bytes());
        out.extend(data);
        ends.push((kind, at, out.len() - at));
    }
    let directory_at = out.len();
    let mut directory = b"SEFH\x6b\0\0\0".to_vec();
    directory.extend((ends.len() as u32).to_le_bytes());
    for (kind, at, len) in ends {
        directory.extend([0, 0]);
        directory.extend(kind.to_le_bytes());
        directory.extend(((directory_at - at) as u32).to_le_bytes());
        directory.extend((len as u32).to_le_bytes());
    }
    let len = directory.len() as u32;
    out.extend(directory);
    out.extend(len.to_le_bytes());
    out.extend(b"SEFT");
    out
}

/// A packet with these attributes of `rdf:Description` and, between its tags, this.
pub fn camera_xmp(attributes: &str, body: &str) -> String {
    format!(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:GCamera=\"http://ns.google.com/photos/1.0/camera/\" \
         xmlns:Container=\"http://ns.google.com/photos/1.0/container/\" \
         xmlns:Item=\"http://ns.google.com/photos/1.0/container/item/\" \
         xmlns:OpCamera=\"http://ns.oplus.com/photos/1.0/camera/\" \
         xmlns:MiCamera=\"http://ns.xiaomi.com/photos/1.0/camera/\" {attributes}>{body}</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
}

/// The packet of the Motion Photo format 1.0 for files of these lengths behind the picture, by semantic.
pub fn motion_photo_xmp(items: &[(&str, &str, usize)]) -> String {
    let item = |mime: &str, semantic: &str, length: usize| {
        format!(
            "<rdf:li rdf:parseType=\"Resource\"><Container:Item Item:Mime=\"{mime}\" Item:Semantic=\"{semantic}\" \
             Item:Length=\"{length}\" Item:Padding=\"0\"/></rdf:li>"
        )
    };
    let rest: String = items.iter().map(|(mime, semantic, length)| item(mime, semantic, *length)).collect();
    camera_xmp(
        "GCamera:MotionPhoto=\"1\" GCamera:MotionPhotoVersion=\"1\" GCamera:MotionPhotoPresentationTimestampUs=\"900000\"",
        &format!(
            "<Container:Directory><rdf:Seq>{}{rest}</rdf:Seq></Container:Directory>",
            item("image/jpeg", "Primary", 0)
        ),
    )
}

/// Apple's maker note with this identifier.
pub fn apple_note(content_id: &str) -> Vec<u8> {
    let mut note = b"Apple iOS\0\0\x01MM".to_vec();
    let text = [content_id.as_bytes(), b"\0"].concat();
    note.extend(2_u16.to_be_bytes());
    // MakerNoteVersion: type 9, one value; then the identifier, behind the directory.
    note.extend([0, 1, 0, 9, 0, 0, 0, 1, 0, 0, 0, 14]);
    note.extend([0, 0x11, 0, 2]);
    note.extend((text.len() as u32).to_be_bytes());
    note.extend(44_u32.to_be_bytes());
    note.extend([0; 4]);
    assert_eq!(note.len(), 44);
    note.extend(text);
    note
}
