//! Pictures within pages and style sheets, as `data:` addresses: each is taken out and audited as a file of its own.
//!
//! Source: RFC 2397 (`data:`), RFC 4648, section 4 (base64).

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
    if text.is_empty() || !text.len().is_multiple_of(4) {
        return None;
    }
    let body = text.trim_end_matches('=');
    let n_padding = text.len() - body.len();
    if n_padding > 2 {
        return None;
    }
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0_u32, 0_u32);
    for c in body.bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            out.push(u8::try_from((bits >> n_bits) & 0xFF).ok()?);
            bits &= (1 << n_bits) - 1;
        }
    }
    (bits == 0 && n_bits as usize == 2 * n_padding).then_some(out)
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
