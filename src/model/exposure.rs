//! What many photos would give away if they went out as they are, counted: for the moment before an export, in which all of it is removed.

use std::collections::BTreeSet;

use super::hidden::Thumbnail;
use super::motion::MotionPlace;
use super::photo::{Photo, PhotoId};

/// What is counted, in the order in which it is told: the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Secret {
    /// Where it was taken.
    Position,
    /// A video with sound, inside the file.
    VideoWithSound,
    /// A video without sound, inside the file.
    SilentVideo,
    /// The serial number of the device.
    Serial,
    /// The name of the device's owner.
    Owner,
    /// A thumbnail of another shape: it may show what was cropped away.
    CroppedThumbnail,
    /// A thumbnail.
    Thumbnail,
    /// Further pictures.
    MorePictures,
    /// A gain map.
    GainMap,
    /// The maker's notes.
    MakerNote,
    /// Blocks of the maker or of a program.
    Vendor,
    /// Captions, keywords, names, instructions.
    Texts,
    /// Content Credentials.
    Credentials,
    /// Content Credentials that say that a model made it.
    MadeByModel,
}

impl Secret {
    /// All, in order.
    pub const ALL: [Self; 14] = [
        Self::Position,
        Self::VideoWithSound,
        Self::SilentVideo,
        Self::Serial,
        Self::Owner,
        Self::CroppedThumbnail,
        Self::Thumbnail,
        Self::MorePictures,
        Self::GainMap,
        Self::MakerNote,
        Self::Vendor,
        Self::Texts,
        Self::Credentials,
        Self::MadeByModel,
    ];

    /// The stable word for JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Position => "position",
            Self::VideoWithSound => "video-with-sound",
            Self::SilentVideo => "video-without-sound",
            Self::Serial => "serial-number",
            Self::Owner => "owner-name",
            Self::CroppedThumbnail => "cropped-thumbnail",
            Self::Thumbnail => "thumbnail",
            Self::MorePictures => "more-pictures",
            Self::GainMap => "gain-map",
            Self::MakerNote => "maker-note",
            Self::Vendor => "vendor-data",
            Self::Texts => "texts",
            Self::Credentials => "content-credentials",
            Self::MadeByModel => "made-by-model",
        }
    }

    /// What it is, behind a number: "61 with position".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Position => "with position",
            Self::VideoWithSound => "with hidden video with sound",
            Self::SilentVideo => "with hidden video without sound",
            Self::Serial => "with the serial number of their device",
            Self::Owner => "with the name of their device's owner",
            Self::CroppedThumbnail => "with a thumbnail that shows more than the picture",
            Self::Thumbnail => "with a thumbnail",
            Self::MorePictures => "with further pictures behind the first",
            Self::GainMap => "with a gain map",
            Self::MakerNote => "with maker notes",
            Self::Vendor => "with blocks of the phone's or program's maker",
            Self::Texts => "with texts inside",
            Self::Credentials => "with Content Credentials (present, not verified)",
            Self::MadeByModel => "that say of themselves that a generative model made them",
        }
    }

    /// What becomes of it in an exported album.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::Texts => "Only the texts of the album's profile are published.",
            Self::Credentials => {
                "Album pictures are made anew and do not carry them. Give out the original where they are asked for."
            }
            Self::MadeByModel => "Look at these before they are published.",
            Self::GainMap => "Removed; the picture is shown as on any screen.",
            _ => "Removed: album pictures are made anew from what is seen.",
        }
    }

    /// Whether a photo has it.
    pub fn is_in(self, photo: &Photo) -> bool {
        let hidden = &photo.hidden;
        let embedded =
            photo.motion.as_ref().filter(|motion| matches!(motion.place, MotionPlace::Embedded { .. }));
        match self {
            Self::Position => photo.position.is_some(),
            // What does not say that it has none is taken to have some.
            Self::VideoWithSound => embedded.is_some_and(|motion| motion.sound != Some(false)),
            Self::SilentVideo => embedded.is_some_and(|motion| motion.sound == Some(false)),
            Self::Serial => photo.device.serial.is_some(),
            Self::Owner => photo.device.owner.is_some(),
            Self::CroppedThumbnail => hidden.thumbnail == Some(Thumbnail::OtherShape),
            Self::Thumbnail => hidden.thumbnail.is_some(),
            Self::MorePictures => hidden.more_pictures,
            Self::GainMap => hidden.gain_map,
            Self::MakerNote => hidden.maker_note,
            Self::Vendor => hidden.vendor,
            Self::Texts => has_texts(photo),
            Self::Credentials => hidden.credentials.is_some(),
            Self::MadeByModel => hidden.credentials.as_ref().is_some_and(|found| found.says_made_by_model()),
        }
    }
}

fn has_texts(photo: &Photo) -> bool {
    let texts = &photo.embedded;
    let in_languages =
        [&texts.title, &texts.headline, &texts.caption, &texts.alt, &texts.extended, &texts.event];
    let lines = [&texts.credit, &texts.copyright, &texts.source, &texts.instructions];
    in_languages.iter().any(|text| !text.is_empty())
        || lines.iter().any(|line| line.is_some())
        || [&texts.creator, &texts.keywords, &texts.persons].iter().any(|list| !list.is_empty())
        || texts.created.is_some()
        || texts.shown.is_some()
}

/// What these photos would give away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exposure {
    /// Photos that were looked at.
    pub n_photos: usize,
    /// What was found, worst first, each with its photos in the order in which they came.
    pub found: Vec<(Secret, Vec<PhotoId>)>,
    /// Different serial numbers.
    pub n_devices: usize,
}

impl Exposure {
    /// Counts.
    pub fn of<'a>(photos: impl IntoIterator<Item = &'a Photo>) -> Self {
        let mut found: Vec<(Secret, Vec<PhotoId>)> = Secret::ALL.map(|secret| (secret, Vec::new())).into();
        let mut serials = BTreeSet::new();
        let mut n_photos = 0;
        for photo in photos {
            n_photos += 1;
            for (secret, ids) in &mut found {
                if secret.is_in(photo) {
                    ids.push(photo.id);
                }
            }
            if let Some(serial) = photo.device.serial.as_deref() {
                serials.insert((photo.device.model.as_deref(), serial));
            }
        }
        let n_devices = serials.len();
        found.retain(|(_, ids)| !ids.is_empty());
        Self { n_photos, found, n_devices }
    }

    /// How many photos have it.
    pub fn count(&self, secret: Secret) -> usize {
        self.found.iter().find(|(of, _)| *of == secret).map_or(0, |(_, ids)| ids.len())
    }

    /// "In these 312 photos: 61 with position, 9 with hidden video with sound, 4 devices with serial number": what a person should know
    /// before all of it is removed. The rest is told on request.
    pub fn sentence(&self) -> String {
        let mut parts = Vec::new();
        for secret in [Secret::Position, Secret::VideoWithSound, Secret::SilentVideo] {
            let n = self.count(secret);
            if n > 0 {
                parts.push(format!("{n} {}", secret.words()));
            }
        }
        match self.n_devices {
            0 => {}
            1 => parts.push("1 device with serial number".to_owned()),
            n => parts.push(format!("{n} devices with serial number")),
        }
        for secret in [Secret::Owner, Secret::CroppedThumbnail, Secret::Credentials, Secret::MadeByModel] {
            let n = self.count(secret);
            if n > 0 {
                parts.push(format!("{n} {}", secret.words()));
            }
        }
        let photos = if self.n_photos == 1 {
            "this photo".to_owned()
        } else {
            format!("these {} photos", self.n_photos)
        };
        if parts.is_empty() {
            return format!("In {photos}: no position, no serial number, no hidden video.");
        }
        format!("In {photos}: {}.", parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hidden::{Credentials, Hidden};
    use crate::model::made;
    use crate::model::place::Position;

    #[test]
    fn photos_are_counted_by_what_they_hide() {
        let plain = made::photo(1);
        let mut told = made::photo(2);
        told.position = Position::new(39.9, 116.4);
        told.motion = Some(made::motion());
        told.device.serial = Some("123".into());
        told.hidden = Hidden {
            thumbnail: Some(Thumbnail::OtherShape),
            credentials: Some(Box::new(Credentials {
                source: Some("trainedAlgorithmicMedia".into()),
                ..Credentials::default()
            })),
            ..Hidden::default()
        };
        let mut same = made::photo(3);
        same.device = told.device.clone();
        let found = Exposure::of([&plain, &told, &same]);
        assert_eq!((found.n_photos, found.n_devices), (3, 1));
        assert_eq!(found.count(Secret::Serial), 2);
        assert_eq!(found.count(Secret::Thumbnail), 1);
        assert_eq!(
            found.sentence(),
            "In these 3 photos: 1 with position, 1 with hidden video with sound, 1 device with serial number, 1 with a thumbnail that shows more \
             than the picture, 1 with Content Credentials (present, not verified), 1 that say of themselves that a generative model made them."
        );
        assert_eq!(
            Exposure::of([&made::photo(4)]).sentence(),
            "In this photo: no position, no serial number, no hidden video."
        );
    }

    #[test]
    fn codes_are_distinct() {
        let codes: BTreeSet<&str> = Secret::ALL.iter().map(|secret| secret.code()).collect();
        assert_eq!(codes.len(), Secret::ALL.len());
    }
}
