//! What XMP says of a video in the file.
//!
//! - Google MicroVideo: `GCamera:MicroVideo` and `MicroVideoOffset`, bytes from the end of the file. Xiaomi's older phones write the
//!   same names, with a `MiCamera` namespace beside them that says nothing of the video.
//! - Motion Photo format 1.0: `GCamera:MotionPhoto` and a `Container:Directory` of the files that lie one behind the other in the
//!   file, each with its length; the video is the item with the semantic `MotionPhoto`. Newer Xiaomi, Samsung, Honor and vivo phones
//!   follow it. Some writers put `GCamera:MotionPhotoOffset` in place of the directory, bytes from the end as before.
//! - OPPO, OnePlus, realme: the same, and `OpCamera:OLivePhotoVersion` with `OpCamera:VideoLength`.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::{NsReader, XmlVersion};

use crate::media::texts::xmp::{as_utf8, bound};
use crate::model::motion::MotionScheme;

const CAMERA: &str = "http://ns.google.com/photos/1.0/camera/";
const ITEM: &str = "http://ns.google.com/photos/1.0/container/item/";
const OPLUS: &str = "http://ns.oplus.com/photos/1.0/camera/";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// Part of the names of all these namespaces: a packet without it says nothing of a video.
const TELLTALES: [&str; 2] = ["ns.google.com/photos/1.0/", "ns.oplus.com/photos/1.0/"];
/// Files in one; real ones have up to five.
const MAX_ITEMS: usize = 64;
/// Events of the packet that are looked at.
const MAX_EVENTS: usize = 100_000;

/// What one packet says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Claims {
    is_motion_photo: bool,
    is_micro_video: bool,
    is_olive_photo: bool,
    motion_photo_offset: Option<u64>,
    micro_video_offset: Option<u64>,
    olive_length: Option<u64>,
    items: Vec<Item>,
}

/// One of the files that lie one behind the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Item {
    is_video: bool,
    length: u64,
    padding: u64,
}

impl Claims {
    /// The scheme that claims a video. `GCamera:MotionPhoto` of 0 claims none.
    pub(super) fn scheme(&self) -> Option<MotionScheme> {
        [
            (self.is_motion_photo, MotionScheme::MotionPhoto),
            (self.is_micro_video, MotionScheme::MicroVideo),
            (self.is_olive_photo, MotionScheme::OLivePhoto),
        ]
        .into_iter()
        .find_map(|(claims, scheme)| claims.then_some(scheme))
    }

    /// Where in a file of this length the video may begin, the likeliest first. All places count from the end.
    pub(super) fn places(&self, file_len: u64) -> Vec<(MotionScheme, u64)> {
        let behind = self.items.iter().position(|item| item.is_video).and_then(|n| self.items.get(n..));
        let sum = |part: fn(&Item) -> u64| {
            behind.map(|items| items.iter().map(part).fold(0_u64, u64::saturating_add)).filter(|sum| *sum > 0)
        };
        let lengths = sum(|item| item.length);
        let all = sum(|item| item.length.saturating_add(item.padding));
        let mut out = Vec::new();
        for (scheme, from_end) in [
            (MotionScheme::MotionPhoto, lengths),
            (MotionScheme::MotionPhoto, all),
            (MotionScheme::MotionPhoto, self.motion_photo_offset),
            (MotionScheme::MicroVideo, self.micro_video_offset),
            (MotionScheme::OLivePhoto, self.olive_length),
        ] {
            let at = from_end.filter(|n| *n > 0).and_then(|n| file_len.checked_sub(n));
            if let Some(at) = at.filter(|at| *at > 0 && !out.iter().any(|(_, other)| other == at)) {
                out.push((scheme, at));
            }
        }
        out
    }
}

/// Reads the claims of a packet. What is malformed ends the reading; what came before it counts.
pub(super) fn read_claims(packet: &[u8]) -> Claims {
    let mut walk = Walk::default();
    let text = as_utf8(packet);
    if TELLTALES.iter().any(|name| text.contains(name)) {
        walk.read(text.trim_matches('\0'));
    }
    walk.claims
}

#[derive(Default)]
struct Walk {
    claims: Claims,
    /// Whether the next property of an item is the first of a new one.
    next_item: bool,
    /// The text of the element that was opened last, while it may be a property.
    text: String,
}

impl Walk {
    fn read(&mut self, text: &str) {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().check_end_names = false;
        for _ in 0..MAX_EVENTS {
            let Ok(event) = reader.read_event() else { return };
            match event {
                Event::Start(start) | Event::Empty(start) => self.open(&reader, &start),
                Event::Text(text) => self.text.push_str(&text.xml10_content()),
                Event::End(end) => {
                    let (namespace, name) = reader.resolver().resolve_element(end.name());
                    let text = std::mem::take(&mut self.text);
                    self.property(bound(&namespace), name.as_ref(), text.trim());
                }
                Event::Eof | Event::DocType(_) => return,
                _ => {}
            }
        }
    }

    fn open(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) {
        self.text.clear();
        let (namespace, name) = reader.resolver().resolve_element(start.name());
        self.next_item |= (bound(&namespace), name.as_ref()) == (RDF, "li");
        for attribute in start.attributes().with_checks(false).flatten() {
            let (namespace, name) = reader.resolver().resolve_attribute(QName(attribute.key.as_ref()));
            if let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) {
                self.property(bound(&namespace), name.as_ref(), value.trim());
            }
        }
    }

    /// A property, written as an attribute or as an element.
    fn property(&mut self, namespace: &str, name: &str, value: &str) {
        let number = || value.parse::<u64>().ok();
        let is_set = number().is_some_and(|n| n > 0);
        match (namespace, name) {
            (CAMERA, "MotionPhoto") => self.claims.is_motion_photo |= is_set,
            (CAMERA, "MicroVideo") => self.claims.is_micro_video |= is_set,
            (CAMERA, "MotionPhotoOffset") => self.claims.motion_photo_offset = number(),
            (CAMERA, "MicroVideoOffset") => self.claims.micro_video_offset = number(),
            (OPLUS, "OLivePhotoVersion") => self.claims.is_olive_photo |= is_set,
            (OPLUS, "VideoLength") => self.claims.olive_length = number(),
            (ITEM, _) => {
                if std::mem::take(&mut self.next_item) && self.claims.items.len() < MAX_ITEMS {
                    self.claims.items.push(Item::default());
                }
                let Some(item) = self.claims.items.last_mut() else { return };
                match name {
                    "Semantic" => item.is_video |= value == "MotionPhoto",
                    "Mime" => item.is_video |= value.starts_with("video/"),
                    "Length" => item.length = number().unwrap_or(0),
                    "Padding" => item.padding = number().unwrap_or(0),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}
