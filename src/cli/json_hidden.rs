//! What a file hides, as it stands in JSON.

use serde::Serialize;

use crate::model::hidden::{Credentials, Hidden};

/// [`Hidden`].
#[derive(Serialize)]
pub(super) struct HiddenShape {
    maker_note: bool,
    vendor_data: bool,
    gain_map: bool,
    more_pictures: bool,
    thumbnail: Option<&'static str>,
    content_credentials: Option<CredentialsShape>,
}

/// [`Credentials`]; never verified.
#[derive(Serialize)]
struct CredentialsShape {
    generator: Option<String>,
    signer: Option<String>,
    digital_source_type: Option<String>,
    actions: Vec<String>,
    verified: bool,
}

impl HiddenShape {
    pub(super) fn of(hidden: &Hidden) -> Self {
        let credentials = hidden.credentials.as_deref().cloned();
        Self {
            maker_note: hidden.maker_note,
            vendor_data: hidden.vendor,
            gain_map: hidden.gain_map,
            more_pictures: hidden.more_pictures,
            thumbnail: hidden.thumbnail.map(crate::model::hidden::Thumbnail::code),
            content_credentials: credentials.map(|Credentials { generator, signer, source, actions }| {
                CredentialsShape { generator, signer, digital_source_type: source, actions, verified: false }
            }),
        }
    }
}
