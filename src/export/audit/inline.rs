//! Pictures within pages and style sheets, as `data:` addresses: each is taken out and audited as a file of its own.
//!
//! Source: RFC 2397 (`data:`), RFC 4648, section 4 (base64).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::report::{FindingKind, Leak};
use super::terms::Terms;
use super::{jpeg, png, webp};

/// What stands for a picture until it is there has no more bytes than this.
pub const MOST_BYTES: usize = 1024;
/// A page that stands alone has whole pictures in it, none larger than this.
const MOST_BYTES_ALONE: usize = 16 << 20;

/// How an address of a picture within a page begins.
pub fn is_inline(address: &str) -> bool {
    address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// Everything in this `data:` address that is not a bare, small picture.
pub fn leaks(address: &str, terms: &Terms<'_>) -> Vec<Leak> {
    let outside = |why: &str| {
        let shown: String = address.chars().filter(|c| !c.is_control()).take(40).collect();
        vec![Leak::new(FindingKind::OutsideUrl, format!("has a data: address {why}: \"{shown}…\""))]
    };
    let kinds = ["data:image/jpeg;base64,", "data:image/png;base64,", "data:image/webp;base64,"];
    let Some((kind, text)) =
        kinds.iter().zip(0_usize..).find_map(|(head, n)| Some((n, address.strip_prefix(head)?)))
    else {
        return outside("that is no picture");
    };
    let Some(data) = base64_decoded(text) else { return outside("that cannot be read") };
    if data.len() > if terms.is_single_file { MOST_BYTES_ALONE } else { MOST_BYTES } {
        return outside("that is larger than a placeholder");
    }
    let found = match kind {
        0 => jpeg::leaks(&data, terms.audience, terms.known),
        1 => png::leaks(&data),
        _ => webp::leaks(&data, terms.audience, terms.known),
    };
    found
        .into_iter()
        .map(|leak| Leak::new(leak.kind, format!("has a picture within it that {}", leak.reason)))
        .collect()
}

/// The bytes of base64 in its one canonical form: padded, no blanks, no bits left over that could hold anything.
pub(super) fn base64_decoded(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok().filter(|data| !data.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_has_one_form() {
        for (text, want) in [("TWFu", "Man"), ("TWE=", "Ma"), ("TQ==", "M")] {
            assert_eq!(base64_decoded(text).as_deref(), Some(want.as_bytes()), "{text}");
        }
        // Blanks, no padding, padding within, bits left over, other alphabets.
        for bad in ["", "TWE", "TW E=", "T===", "TQ==TQ==", "TR==", "TWF=", "TWF_", "===="] {
            assert_eq!(base64_decoded(bad), None, "{bad}");
        }
    }
}
