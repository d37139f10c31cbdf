//! How stored pixels are turned to stand upright.

/// EXIF Orientation (CIPA DC-008-2023, 4.6.5.1.5, tag 0x0112): where the stored first row and column are in the upright picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Orientation {
    /// 1: as stored.
    #[default]
    Upright = 1,
    /// 2: mirrored left to right.
    MirrorHorizontal = 2,
    /// 3: turned by half a turn.
    Rotate180 = 3,
    /// 4: mirrored top to bottom.
    MirrorVertical = 4,
    /// 5: mirrored along the main diagonal (transposed).
    Transpose = 5,
    /// 6: to be turned a quarter clockwise.
    Rotate90 = 6,
    /// 7: mirrored along the other diagonal (transversed).
    Transverse = 7,
    /// 8: to be turned a quarter counter-clockwise.
    Rotate270 = 8,
}

impl Orientation {
    /// All eight, by value.
    pub const ALL: [Self; 8] = [
        Self::Upright,
        Self::MirrorHorizontal,
        Self::Rotate180,
        Self::MirrorVertical,
        Self::Transpose,
        Self::Rotate90,
        Self::Transverse,
        Self::Rotate270,
    ];

    /// The orientation of an EXIF value; `None` for 0 and for anything over 8.
    pub fn from_exif(value: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|o| u32::from(o.exif()) == value)
    }

    /// The EXIF value, 1 to 8.
    pub const fn exif(self) -> u8 {
        self as u8
    }

    /// Whether width and height change places.
    pub const fn swaps_sides(self) -> bool {
        (self as u8) >= 5
    }

    /// The size in pixels after turning, of a picture stored as `width_px` x `height_px`.
    pub const fn upright_size(self, width_px: u32, height_px: u32) -> (u32, u32) {
        if self.swaps_sides() { (height_px, width_px) } else { (width_px, height_px) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exif_values_round_trip_and_others_are_refused() {
        for value in 1..=8 {
            assert_eq!(Orientation::from_exif(value).map(|o| u32::from(o.exif())), Some(value));
        }
        assert_eq!(Orientation::from_exif(0), None);
        assert_eq!(Orientation::from_exif(9), None);
    }

    #[test]
    fn quarter_turns_swap_sides() {
        assert_eq!(Orientation::Rotate90.upright_size(4000, 3000), (3000, 4000));
        assert_eq!(Orientation::Rotate180.upright_size(4000, 3000), (4000, 3000));
    }
}
