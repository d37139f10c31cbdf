//! The few seconds of video that a phone keeps with a photo: motion photos and Live Photos.
//!
//! A claim is not a fact: many programs take the video away and leave what the file says of it. A [`Motion`] is a video that was
//! found and looked into; a [`MotionClaim`] is what a file says of a video that is not in it.

use std::path::PathBuf;
use std::time::Duration;

/// A video that belongs to a photo, found and looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motion {
    /// Where it is.
    pub place: MotionPlace,
    /// What says that it belongs to the photo.
    pub scheme: MotionScheme,
    /// How long it lasts, to a millisecond; `None` where the video does not say.
    pub duration: Option<Duration>,
    /// Whether it has sound; `None` where the video does not say.
    pub sound: Option<bool>,
}

/// What a video says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Movie {
    /// How long it lasts, to a millisecond; `None` where it does not say.
    pub duration: Option<Duration>,
    /// Whether it has sound; `None` where it does not say.
    pub sound: Option<bool>,
    /// Apple's content identifier, which the picture of a Live Photo has too.
    pub content_id: Option<String>,
}

/// Where the video of a photo is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MotionPlace {
    /// In the photo's own file.
    Embedded {
        /// From the beginning of the file, in bytes.
        offset: u64,
        /// Length in bytes.
        bytes: u64,
        /// Whether the file says that it is here; `false` where it says something else or nothing, and it was searched for.
        is_where_said: bool,
    },
    /// In a file of its own, which is one of the photo's companions.
    Companion {
        /// That file.
        path: PathBuf,
        /// Length of that file in bytes.
        bytes: u64,
    },
}

/// What says that a photo has a video.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MotionScheme {
    /// `GCamera:MicroVideo` of Google's and Xiaomi's older cameras.
    MicroVideo,
    /// `GCamera:MotionPhoto` of the Motion Photo format 1.0: Google, Samsung, Xiaomi, Honor, vivo and others.
    MotionPhoto,
    /// `MotionPhoto_Data` of Samsung's trailer.
    Samsung,
    /// The box `mpvd` of a HEIC or AVIF file.
    MotionBox,
    /// `OpCamera:OLivePhotoVersion` of OPPO, OnePlus and realme.
    OLivePhoto,
    /// The mark `LIVE_` at the end of the file of Huawei and Honor.
    Huawei,
    /// Nothing says so, and yet a video lies behind the picture: some messengers take the words away and leave the video.
    Unsaid,
    /// The content identifier that Apple writes into the picture and into its video.
    LivePhoto,
    /// A short video beside the picture with the same name.
    SameName,
}

impl MotionScheme {
    /// Every scheme.
    pub const ALL: [Self; 9] = [
        Self::MicroVideo,
        Self::MotionPhoto,
        Self::Samsung,
        Self::MotionBox,
        Self::OLivePhoto,
        Self::Huawei,
        Self::Unsaid,
        Self::LivePhoto,
        Self::SameName,
    ];

    /// The stable word for JSON and for the library.
    pub const fn code(self) -> &'static str {
        match self {
            Self::MicroVideo => "micro-video",
            Self::MotionPhoto => "motion-photo",
            Self::Samsung => "samsung",
            Self::MotionBox => "motion-box",
            Self::OLivePhoto => "olive-photo",
            Self::Huawei => "huawei",
            Self::Unsaid => "unsaid",
            Self::LivePhoto => "live-photo",
            Self::SameName => "same-name",
        }
    }

    /// The scheme that a stored word names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.code() == code)
    }

    /// What to call it in a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MicroVideo => "MicroVideo",
            Self::MotionPhoto => "Motion Photo",
            Self::Samsung => "Samsung motion photo",
            Self::MotionBox => "motion photo box",
            Self::OLivePhoto => "OPPO live photo",
            Self::Huawei => "Huawei moving picture",
            Self::Unsaid => "the file does not say so",
            Self::LivePhoto => "Apple Live Photo",
            Self::SameName => "by its name",
        }
    }
}

impl Motion {
    /// "2.8 s of video with sound, inside the file (Samsung motion photo)".
    pub fn words(&self) -> String {
        format!("{}, {} ({})", self.length_words(), self.place_words(), self.scheme.name())
    }

    /// "2.8 s of video with sound".
    pub fn length_words(&self) -> String {
        let length = self.duration_words().map_or_else(|| "a video".to_owned(), |s| format!("{s} of video"));
        format!("{length} {}", self.sound_words())
    }

    /// "inside the file", or the name of the file that it is in.
    pub fn place_words(&self) -> String {
        match &self.place {
            MotionPlace::Embedded { .. } => "inside the file".to_owned(),
            MotionPlace::Companion { path, .. } => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                format!("in {name}")
            }
        }
    }

    /// "2.8 s"; nothing where it is not known.
    pub fn duration_words(&self) -> Option<String> {
        self.duration.map(|duration| format!("{:.1} s", duration.as_secs_f64()))
    }

    /// "with sound", "without sound", or that it is not known.
    pub const fn sound_words(&self) -> &'static str {
        match self.sound {
            Some(true) => "with sound",
            Some(false) => "without sound",
            None => "perhaps with sound",
        }
    }
}

/// What a file says of its video, beside the video itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MotionClaim {
    /// That it lies in the file itself, where there is none.
    Embedded(MotionScheme),
    /// That it is in a file of its own with this content identifier (Apple's maker note, tag 0x0011).
    Live(String),
}

impl MotionClaim {
    /// What says so.
    pub const fn scheme(&self) -> MotionScheme {
        match self {
            Self::Embedded(scheme) => *scheme,
            Self::Live(_) => MotionScheme::LivePhoto,
        }
    }

    /// The claim and what became of it, as a sentence.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Embedded(_) => "It says that it is a motion photo, but it holds no video",
            Self::Live(_) => "It was taken as a Live Photo; its video is not here",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_come_back() {
        for scheme in MotionScheme::ALL {
            assert_eq!(MotionScheme::from_code(scheme.code()), Some(scheme));
        }
    }

    #[test]
    fn words_say_length_sound_and_place() {
        let mut motion = Motion {
            place: MotionPlace::Embedded { offset: 1, bytes: 2, is_where_said: true },
            scheme: MotionScheme::Samsung,
            duration: Some(Duration::from_millis(2_840)),
            sound: Some(true),
        };
        assert_eq!(motion.words(), "2.8 s of video with sound, inside the file (Samsung motion photo)");
        motion.duration = None;
        motion.sound = None;
        motion.place = MotionPlace::Companion { path: "/a/IMG_1.MOV".into(), bytes: 3 };
        motion.scheme = MotionScheme::LivePhoto;
        assert_eq!(motion.words(), "a video perhaps with sound, in IMG_1.MOV (Apple Live Photo)");
    }
}
