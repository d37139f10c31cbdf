//! CBOR (RFC 8949), as far as claims need it: bounded in depth and in the number of its values; lengths that are not told beforehand
//! are read too.

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cbor {
    Number(u64),
    Bytes(Vec<u8>),
    Text(String),
    Array(Vec<Self>),
    Map(Vec<(Self, Self)>),
    /// Negative numbers, fractions, true, false, null.
    Other,
}

const MAX_DEPTH: usize = 16;
const MAX_VALUES: usize = 20_000;

/// The value that these bytes begin with; `None` where they are none or too many.
pub(super) fn read(bytes: &[u8]) -> Option<Cbor> {
    let mut reader = Reader { rest: bytes, n_left: MAX_VALUES };
    match reader.value(0)? {
        Item::Value(value) => Some(value),
        Item::Break => None,
    }
}

enum Item {
    Value(Cbor),
    /// The end of what had no length.
    Break,
}

struct Reader<'a> {
    rest: &'a [u8],
    n_left: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(n)?;
        self.rest = rest;
        Some(taken)
    }

    /// Major type, and argument; no argument where the length is not told (3, "Specification of the CBOR Encoding").
    fn head(&mut self) -> Option<(u8, Option<u64>)> {
        let [first] = *self.take(1)? else { return None };
        let n_bytes = match first & 0x1F {
            small @ 0..=23 => return Some((first >> 5, Some(u64::from(small)))),
            24 => 1,
            25 => 2,
            26 => 4,
            27 => 8,
            31 => return Some((first >> 5, None)),
            _ => return None,
        };
        let argument = self.take(n_bytes)?.iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        Some((first >> 5, Some(argument)))
    }

    fn value(&mut self, depth: usize) -> Option<Item> {
        self.n_left = self.n_left.checked_sub(1)?;
        if depth > MAX_DEPTH {
            return None;
        }
        let (major, argument) = self.head()?;
        let length = argument.map(|n| usize::try_from(n).unwrap_or(usize::MAX));
        Some(Item::Value(match major {
            0 => Cbor::Number(argument?),
            1 => Cbor::Other,
            2 => Cbor::Bytes(self.string(2, length)?),
            3 => Cbor::Text(String::from_utf8(self.string(3, length)?).ok()?),
            4 => {
                let mut out = Vec::new();
                while length.is_none_or(|length| out.len() < length) {
                    match self.value(depth + 1)? {
                        Item::Value(value) => out.push(value),
                        Item::Break if length.is_none() => break,
                        Item::Break => return None,
                    }
                }
                Cbor::Array(out)
            }
            5 => {
                let mut out = Vec::new();
                while length.is_none_or(|length| out.len() < length) {
                    match self.value(depth + 1)? {
                        Item::Value(key) => match self.value(depth + 1)? {
                            Item::Value(value) => out.push((key, value)),
                            Item::Break => return None,
                        },
                        Item::Break if length.is_none() => break,
                        Item::Break => return None,
                    }
                }
                Cbor::Map(out)
            }
            // A tag says what the value behind it is; COSE_Sign1 is 18.
            6 => return self.value(depth + 1),
            7 if argument.is_none() => return Some(Item::Break),
            _ => Cbor::Other,
        }))
    }

    /// A string of bytes or text; in pieces of its own type where its length is not told.
    fn string(&mut self, of: u8, length: Option<usize>) -> Option<Vec<u8>> {
        if let Some(length) = length {
            return Some(self.take(length)?.to_vec());
        }
        let mut out = Vec::new();
        loop {
            self.n_left = self.n_left.checked_sub(1)?;
            match self.head()? {
                (7, None) => return Some(out),
                (major, Some(length)) if major == of => {
                    out.extend_from_slice(self.take(usize::try_from(length).ok()?)?);
                }
                _ => return None,
            }
        }
    }
}

impl Cbor {
    /// The value of a key that is text.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.find(|found| matches!(found, Self::Text(text) if text == key))
    }

    /// The value of a key that is a number.
    pub(super) fn get_number(&self, key: u64) -> Option<&Self> {
        self.find(|found| *found == Self::Number(key))
    }

    fn find(&self, wanted: impl Fn(&Self) -> bool) -> Option<&Self> {
        let Self::Map(pairs) = self else { return None };
        pairs.iter().find(|(key, _)| wanted(key)).map(|(_, value)| value)
    }

    /// The values of a list; none of anything else.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read() {
        // {"a": [1, h'02'], "b": "x"}; the same without lengths.
        let want = read(b"\xa2\x61a\x82\x01\x41\x02\x61b\x61x").unwrap();
        assert_eq!(read(b"\xbf\x61a\x9f\x01\x5f\x41\x02\xff\xff\x61b\x7f\x61x\xff\xff"), Some(want.clone()));
        assert_eq!(want.get("a").unwrap().items().len(), 2);
        assert_eq!(want.get("b").and_then(Cbor::text), Some("x"));
        assert_eq!(read(b"\xd2\x18\xff"), Some(Cbor::Number(255)));
        assert_eq!(read(b"\x39\x01\x00"), Some(Cbor::Other));
    }

    #[test]
    fn what_lies_of_its_length_is_none() {
        for bytes in [
            &b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff"[..],
            b"\x5a\xff\xff\xff\xff\x00",
            b"\xff",
            b"",
            b"\x81",
            b"\x1c",
        ] {
            assert_eq!(read(bytes), None, "{bytes:x?}");
        }
        assert_eq!(read(&[0x81; 1000]), None);
        assert_eq!(read(&[0xC0; 1000]), None);
        let many = [&[0x9F][..], &[0; 30_000]].concat();
        assert_eq!(read(&many), None);
    }
}
