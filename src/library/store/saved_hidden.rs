//! The shape in which what a file hides is saved.

use serde::{Deserialize, Serialize};

use crate::model::hidden::{Credentials, Hidden, Thumbnail};

/// Version 1 of [`Hidden`].
#[derive(Default, Serialize, Deserialize)]
pub(super) struct HiddenV1 {
    /// `maker-note`, `vendor`, `gain-map`, `more-pictures`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    marks: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    thumbnail: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    credentials: Option<Box<CredentialsV1>>,
}

#[derive(Serialize, Deserialize)]
struct CredentialsV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    generator: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    actions: Vec<String>,
}

impl HiddenV1 {
    pub(super) fn is_none(&self) -> bool {
        self.marks.is_empty() && self.thumbnail.is_none() && self.credentials.is_none()
    }

    pub(super) fn of(hidden: &Hidden) -> Self {
        let marks = [
            (hidden.maker_note, "maker-note"),
            (hidden.vendor, "vendor"),
            (hidden.gain_map, "gain-map"),
            (hidden.more_pictures, "more-pictures"),
        ];
        Self {
            marks: marks.iter().filter(|(is, _)| *is).map(|(_, word)| (*word).to_owned()).collect(),
            thumbnail: hidden.thumbnail.map(|thumbnail| thumbnail.code().to_owned()),
            credentials: hidden.credentials.as_deref().map(|found| {
                let Credentials { generator, signer, source, actions } = found.clone();
                Box::new(CredentialsV1 { generator, signer, source, actions })
            }),
        }
    }

    pub(super) fn restore(self) -> Hidden {
        let marked = |word: &str| self.marks.iter().any(|mark| mark == word);
        Hidden {
            maker_note: marked("maker-note"),
            vendor: marked("vendor"),
            gain_map: marked("gain-map"),
            more_pictures: marked("more-pictures"),
            thumbnail: self.thumbnail.as_deref().and_then(Thumbnail::from_code),
            credentials: self.credentials.map(|found| {
                let CredentialsV1 { generator, signer, source, actions } = *found;
                Box::new(Credentials { generator, signer, source, actions })
            }),
        }
    }
}
