//! Whose certificate it is: the subject of an X.509 certificate in DER (RFC 5280, 4.1; ITU-T X.690).

/// organizationName, 2.5.4.10, and commonName, 2.5.4.3.
const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0A];
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];

/// The organization that the certificate is for; the common name where there is none.
pub(super) fn subject(certificate: &[u8]) -> Option<String> {
    let (_, certificate, _) = value(certificate)?;
    let (_, mut body, _) = value(certificate)?;
    // Version, where there is one, serial number, algorithm, issuer, validity; then the subject.
    if body.first() == Some(&0xA0) {
        body = value(body)?.2;
    }
    for _ in 0..4 {
        body = value(body)?.2;
    }
    let (_, mut names, _) = value(body)?;
    let (mut organization, mut common) = (None, None);
    // A sequence of sets of pairs: what it is, and the text.
    while let Some((_, set, rest)) = value(names) {
        names = rest;
        let Some((_, pair, _)) = value(set) else { continue };
        let Some((6, what, text)) = value(pair) else { continue };
        let text = value(text).and_then(|(kind, text, _)| string(kind, text));
        if what == ORGANIZATION {
            organization = organization.or(text);
        } else if what == COMMON_NAME {
            common = common.or(text);
        }
    }
    organization.or(common)
}

/// UTF8String, PrintableString, T61String, IA5String; BMPString in two bytes a letter.
fn string(kind: u8, bytes: &[u8]) -> Option<String> {
    match kind {
        0x0C | 0x13 | 0x14 | 0x16 => Some(String::from_utf8_lossy(bytes).into_owned()),
        0x1E => {
            let units = bytes
                .chunks_exact(2)
                .map(|pair| pair.iter().fold(0, |sum, byte| sum << 8 | u16::from(*byte)));
            Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        }
        _ => None,
    }
}

/// Tag, content and what follows, of the value that the bytes begin with.
fn value(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    let (length, rest) = rest.split_first()?;
    let (length, rest) = match *length {
        short @ 0..=0x7F => (usize::from(short), rest),
        long @ 0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(long & 0x7F))?;
            (digits.iter().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}
