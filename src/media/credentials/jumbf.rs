//! JUMBF: superboxes `jumb` that begin with a description and hold boxes or further superboxes (ISO 19566-5, annex A).

use crate::media::container::boxes::boxes_in;

/// A superbox with its label.
pub(super) struct Labelled<'a> {
    pub(super) label: String,
    /// Its boxes behind the description.
    pub(super) content: &'a [u8],
}

/// A description: 16 bytes of type, toggles of which bit 1 says that a label follows, which ends with a NUL (A.3).
const HAS_LABEL: u8 = 0b10;

/// More superboxes beside each other are not looked at.
const MAX_BOXES: usize = 1024;

/// The superboxes beside each other in these bytes that have a label.
pub(super) fn superboxes(bytes: &[u8]) -> impl Iterator<Item = Labelled<'_>> {
    boxes_in(bytes).take(MAX_BOXES).filter(|(kind, _)| kind == b"jumb").filter_map(|(_, body)| {
        let (kind, description) = boxes_in(body).next()?;
        let (toggles, rest) = description.get(16..)?.split_first()?;
        if &kind != b"jumd" || toggles & HAS_LABEL == 0 {
            return None;
        }
        let label = rest.get(..rest.iter().position(|byte| *byte == 0)?)?;
        let length = usize::try_from(u32::from_be_bytes(*body.first_chunk()?)).ok()?;
        Some(Labelled { label: String::from_utf8_lossy(label).into_owned(), content: body.get(length..)? })
    })
}

/// The content of the first box of this type in a superbox.
pub(super) fn content<'a>(of: &Labelled<'a>, kind: &[u8; 4]) -> Option<&'a [u8]> {
    boxes_in(of.content).take(MAX_BOXES).find(|(found, _)| found == kind).map(|(_, body)| body)
}
