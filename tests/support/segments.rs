//! Puts metadata segments into a JPEG: EXIF and XMP (APP1), IPTC-IIM (APP13); and writes the last two.

/// Texts for an XMP packet. A language is a BCP 47 tag or `x-default`.
#[derive(Clone, Debug, Default)]
pub struct Xmp {
    /// dc:title.
    pub title: Vec<(String, String)>,
    /// photoshop:Headline, which has no languages.
    pub headline: Option<String>,
    /// dc:description.
    pub caption: Vec<(String, String)>,
    /// Iptc4xmpCore:AltTextAccessibility.
    pub alt: Vec<(String, String)>,
    /// dc:creator.
    pub creator: Vec<String>,
    /// dc:rights, as `x-default`.
    pub rights: Option<String>,
    /// photoshop:Credit.
    pub credit: Option<String>,
    /// dc:subject.
    pub keywords: Vec<String>,
    /// Iptc4xmpExt:PersonInImage.
    pub persons: Vec<String>,
    /// xmp:Rating.
    pub rating: Option<i8>,
    /// photoshop:DateCreated.
    pub date_created: Option<String>,
}

impl Xmp {
    /// The packet (XMP part 1, section 7), without its JPEG header.
    pub fn to_packet(&self) -> String {
        let mut attributes = String::new();
        let mut attribute = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                attributes += &format!("\n   {name}=\"{}\"", escape(&value));
            }
        };
        attribute("xmp:Rating", self.rating.map(|n| n.to_string()));
        attribute("photoshop:Headline", self.headline.clone());
        attribute("photoshop:Credit", self.credit.clone());
        attribute("photoshop:DateCreated", self.date_created.clone());
        let mut body = String::new();
        let mut lang_alt = |name: &str, texts: &[(String, String)]| {
            if !texts.is_empty() {
                let items: String = texts
                    .iter()
                    .map(|(lang, text)| {
                        format!("<rdf:li xml:lang=\"{}\">{}</rdf:li>", escape(lang), escape(text))
                    })
                    .collect();
                body += &format!("   <{name}><rdf:Alt>{items}</rdf:Alt></{name}>\n");
            }
        };
        lang_alt("dc:title", &self.title);
        lang_alt("dc:description", &self.caption);
        lang_alt("Iptc4xmpCore:AltTextAccessibility", &self.alt);
        let rights: Vec<_> = self.rights.iter().map(|text| ("x-default".to_owned(), text.clone())).collect();
        lang_alt("dc:rights", &rights);
        let mut list = |name: &str, kind: &str, texts: &[String]| {
            if !texts.is_empty() {
                let items: String = texts.iter().map(|t| format!("<rdf:li>{}</rdf:li>", escape(t))).collect();
                body += &format!("   <{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>\n");
            }
        };
        list("dc:creator", "Seq", &self.creator);
        list("dc:subject", "Bag", &self.keywords);
        list("Iptc4xmpExt:PersonInImage", "Bag", &self.persons);
        format!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
             <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
             <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n  \
             <rdf:Description rdf:about=\"\"\n   \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n   \
             xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n   \
             xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\"\n   \
             xmlns:Iptc4xmpCore=\"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/\"\n   \
             xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\"{attributes}>\n{body}  \
             </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>"
        )
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// IPTC-IIM datasets of record 2 in order, such as `(120, "Caption")`; text in UTF-8, and record 1 says so (1:90 `ESC % G`).
#[derive(Clone, Debug, Default)]
pub struct Iptc(pub Vec<(u8, String)>);

impl Iptc {
    /// Photoshop's image resource 0x0404 with the datasets (IIM 4.2, section 1.5), as the body of an APP13.
    pub fn to_app13(&self) -> Vec<u8> {
        let mut iim = Vec::new();
        let mut dataset = |record: u8, number: u8, data: &[u8]| {
            iim.extend([0x1C, record, number]);
            iim.extend((data.len() as u16).to_be_bytes());
            iim.extend(data);
        };
        dataset(1, 90, b"\x1b%G");
        dataset(2, 0, &[0, 4]);
        for (number, text) in &self.0 {
            dataset(2, *number, text.as_bytes());
        }
        let mut out = b"Photoshop 3.0\x008BIM\x04\x04\0\0".to_vec();
        out.extend((iim.len() as u32).to_be_bytes());
        out.extend(&iim);
        if iim.len() % 2 == 1 {
            out.push(0);
        }
        out
    }
}

/// One marker segment: marker byte and body. Panics on a body that is too long for one.
pub fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("a segment holds 65,533 bytes at most");
    let mut out = vec![0xFF, marker];
    out.extend(length.to_be_bytes());
    out.extend(body);
    out
}

/// The body of an APP1 with this EXIF block.
pub fn exif_app1(tiff: &[u8]) -> Vec<u8> {
    [b"Exif\0\0", tiff].concat()
}

/// The body of an APP1 with this XMP packet.
pub fn xmp_app1(packet: &str) -> Vec<u8> {
    [b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat()
}

/// The JPEG with these segments behind its SOI, in place of the JFIF header that encoders write and cameras do not.
pub fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    assert_eq!(jpeg[..2], [0xFF, 0xD8], "not a JPEG");
    let mut rest = &jpeg[2..];
    if !segments.is_empty() && rest[..2] == [0xFF, 0xE0] {
        rest = &rest[2 + usize::from(u16::from_be_bytes([rest[2], rest[3]]))..];
    }
    [&jpeg[..2], &segments.concat(), rest].concat()
}
