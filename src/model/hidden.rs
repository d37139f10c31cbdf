//! What a file carries beside its picture and its texts, and that no viewer shows: what must not go out with it unseen.

/// What is hidden in one file. Position, serial number, owner and video are in [`super::photo::Photo`] itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// The maker's own notes (EXIF MakerNote, 0x927C), which nobody but the maker can read whole.
    pub maker_note: bool,
    /// Blocks that a phone or a program adds (JPEG APP3 and above, tags 0x8890 to 0x8895 and 0x9999 of Xiaomi).
    pub vendor: bool,
    /// A small picture in EXIF.
    pub thumbnail: Option<Thumbnail>,
    /// A gain map: a second picture that says how bright the first one is on a better screen.
    pub gain_map: bool,
    /// Further pictures behind the first (CIPA DC-007, MPF): previews, depth, what the other lens saw.
    pub more_pictures: bool,
    /// Content Credentials.
    pub credentials: Option<Box<Credentials>>,
}

impl Hidden {
    /// What is hidden, but for credentials, in a few words each.
    pub fn words(&self) -> Vec<&'static str> {
        let thumbnail = match self.thumbnail {
            Some(Thumbnail::SameShape) => Some("a thumbnail"),
            Some(Thumbnail::OtherShape) => Some("a thumbnail that shows more than the picture"),
            None => None,
        };
        let marks = [
            (self.maker_note, "maker notes"),
            (self.vendor, "blocks of the maker's own"),
            (self.gain_map, "a gain map"),
            (self.more_pictures, "further pictures behind the first"),
        ];
        let marks = marks.into_iter().filter(|(is, _)| *is).map(|(_, words)| words);
        thumbnail.into_iter().chain(marks).collect()
    }
}

/// The small picture that cameras put beside the large one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Thumbnail {
    /// In the shape of the picture, or in the one that the standard for cameras asks for.
    SameShape,
    /// In another shape: the picture was cropped, and the thumbnail still shows what was cropped away.
    OtherShape,
}

impl Thumbnail {
    /// The stable word for JSON and for the library.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SameShape => "same-shape",
            Self::OtherShape => "other-shape",
        }
    }

    /// The thumbnail that a stored word names.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::SameShape, Self::OtherShape].into_iter().find(|thumbnail| thumbnail.code() == code)
    }
}

/// What Content Credentials (C2PA) say of themselves. They were found and read, and their signature was not verified: anybody could have
/// written this.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credentials {
    /// What made the claim: "Leica M11-P 2.0", "Adobe Photoshop 26.0".
    pub generator: Option<String>,
    /// Who signed it, by the name in its certificate.
    pub signer: Option<String>,
    /// How the picture came to be, as IPTC calls it: the last word of its digital source type, such as `digitalCapture`
    /// or `trainedAlgorithmicMedia`.
    pub source: Option<String>,
    /// What was done, in order, without its prefix: `created`, `cropped`, `color_adjustments`.
    pub actions: Vec<String>,
}

/// Digital source types of pictures that a model made, wholly or in part (IPTC NewsCodes, digitalsourcetype).
const MADE_BY_MODELS: [&str; 3] =
    ["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "algorithmicallyEnhanced"];

impl Credentials {
    /// Whether they say that a model made the picture or a part of it.
    pub fn says_made_by_model(&self) -> bool {
        self.source.as_deref().is_some_and(|source| MADE_BY_MODELS.contains(&source))
    }

    /// "by Adobe Photoshop 26.0, signed by Adobe Inc.; present, not verified".
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.generator.as_ref().map(|name| format!("by {name}")));
        parts.extend(self.signer.as_ref().map(|name| format!("signed by {name}")));
        let mut out = parts.join(", ");
        out.push_str(if out.is_empty() { "present, not verified" } else { "; present, not verified" });
        out
    }

    /// How the picture came to be, in words, where it is said.
    pub fn source_words(&self) -> Option<String> {
        let source = self.source.as_deref()?;
        Some(match source {
            "digitalCapture" => "taken by a camera".to_owned(),
            "computationalCapture" => "taken by a phone that computes".to_owned(),
            "trainedAlgorithmicMedia" => "made by a generative model".to_owned(),
            "compositeWithTrainedAlgorithmicMedia" => "made in part by a generative model".to_owned(),
            "algorithmicallyEnhanced" => "enhanced by a program".to_owned(),
            "composite" | "compositeCapture" => "put together of several pictures".to_owned(),
            "screenCapture" => "a picture of a screen".to_owned(),
            other => other.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_never_say_more_than_is_known() {
        let mut found = Credentials::default();
        assert_eq!(found.words(), "present, not verified");
        found.generator = Some("Editor 1.0".into());
        found.signer = Some("Office".into());
        assert_eq!(found.words(), "by Editor 1.0, signed by Office; present, not verified");
        assert!(!found.says_made_by_model());
        found.source = Some("trainedAlgorithmicMedia".into());
        assert!(found.says_made_by_model());
        assert_eq!(found.source_words().as_deref(), Some("made by a generative model"));
    }
}
