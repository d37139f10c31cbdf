//! Numbers one behind the other, most significant byte first.

/// What is left of a box.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number of so many bytes, at most eight; zero of none.
    pub(super) fn uint(&mut self, n_bytes: usize) -> Option<u64> {
        Some(self.take(n_bytes.min(8))?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.uint(1)?.try_into().ok()
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.uint(2)?.try_into().ok()
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.uint(4)?.try_into().ok()
    }

    /// Version and flags of a full box.
    pub(super) fn version(&mut self) -> Option<(u8, u32)> {
        let both = self.u32()?;
        Some((u8::try_from(both >> 24).ok()?, both & 0xff_ffff))
    }

    /// The number of an item: of 16 bits, or of 32 in later versions of a box.
    pub(super) fn id(&mut self, is_long: bool) -> Option<u32> {
        self.uint(if is_long { 4 } else { 2 })?.try_into().ok()
    }

    /// Bytes up to a NUL, which is passed.
    pub(super) fn text(&mut self) -> Option<&'a [u8]> {
        let end = self.0.iter().position(|byte| *byte == 0)?;
        let text = self.take(end)?;
        self.take(1)?;
        Some(text)
    }
}
