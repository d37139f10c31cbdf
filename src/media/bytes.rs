//! Whole numbers out of bytes, where both may be missing.

/// The order of the bytes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Endian {
    /// Least significant byte first, `II` in TIFF.
    Little,
    /// Most significant byte first, `MM` in TIFF.
    Big,
}

impl Endian {
    /// Two bytes at an index.
    pub(super) fn u16(self, bytes: &[u8], at: usize) -> Option<u16> {
        let array = *bytes.get(at..)?.first_chunk()?;
        Some(match self {
            Self::Little => u16::from_le_bytes(array),
            Self::Big => u16::from_be_bytes(array),
        })
    }

    /// Four bytes at an index.
    pub(super) fn u32(self, bytes: &[u8], at: usize) -> Option<u32> {
        let array = *bytes.get(at..)?.first_chunk()?;
        Some(match self {
            Self::Little => u32::from_le_bytes(array),
            Self::Big => u32::from_be_bytes(array),
        })
    }

    /// Two bytes of a number.
    pub(super) const fn bytes_u16(self, n: u16) -> [u8; 2] {
        match self {
            Self::Little => n.to_le_bytes(),
            Self::Big => n.to_be_bytes(),
        }
    }

    /// Four bytes of a number.
    pub(super) const fn bytes_u32(self, n: u32) -> [u8; 4] {
        match self {
            Self::Little => n.to_le_bytes(),
            Self::Big => n.to_be_bytes(),
        }
    }
}

/// Bytes as text: UTF-8 where they are, else Latin-1; without control characters at the ends and what follows a NUL.
pub(super) fn text_of(bytes: &[u8]) -> String {
    let bytes = bytes.split(|b| *b == 0).next().unwrap_or_default();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|b| char::from(*b)).collect(),
    };
    tidy(&text)
}

/// A text without blanks and control characters at its ends.
pub(super) fn tidy(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || c.is_control()).to_owned()
}

/// A text that says something, or nothing.
pub(super) fn some_text(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
