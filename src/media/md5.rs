//! MD5 (RFC 1321), which Photoshop's digest of IPTC records is. It guards nothing: it only tells whether they were changed.

/// Shifts of each round (RFC 1321, 3.4).
const SHIFTS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

/// The digest of some bytes.
pub(super) fn md5(bytes: &[u8]) -> [u8; 16] {
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    padded.resize((padded.len() + 8).next_multiple_of(64) - 8, 0);
    padded.extend((bytes.len() as u64).wrapping_mul(8).to_le_bytes());
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded.as_chunks::<64>().0 {
        let words: Vec<u32> = block.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)).collect();
        let [mut a, mut b, mut c, mut d] = state;
        for (round, shifts) in SHIFTS.iter().enumerate() {
            for step in 0..16 {
                let (mixed, word) = match round {
                    0 => (b & c | !b & d, step),
                    1 => (d & b | !d & c, 5 * step + 1),
                    2 => (b ^ c ^ d, 3 * step + 5),
                    _ => (c ^ (b | !d), 7 * step),
                };
                // The table of sines (RFC 1321, 3.4): the whole part of 2^32 times |sin(i)|, i in radians.
                let sine = ((16 * round + step + 1) as f64).sin().abs();
                let constant = (sine * 4_294_967_296.0) as u32;
                let sum = [mixed, constant, words.get(word % 16).copied().unwrap_or(0)]
                    .into_iter()
                    .fold(a, u32::wrapping_add);
                let shift = shifts.get(step % 4).copied().unwrap_or(0);
                (a, b, c, d) = (d, b.wrapping_add(sum.rotate_left(shift)), b, c);
            }
        }
        for (sum, word) in state.iter_mut().zip([a, b, c, d]) {
            *sum = sum.wrapping_add(word);
        }
    }
    let mut out = [0; 16];
    for (place, word) in out.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *place = word.to_le_bytes();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test suite of RFC 1321, A.5.
    #[test]
    fn digests_of_the_standard() {
        for (text, want) in [
            ("", "d41d8cd98f00b204e9800998ecf8427e"),
            ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
            (
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
                "57edf4a22be3c955ac49da2e2107b67a",
            ),
        ] {
            let digits: String = md5(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(digits, want);
        }
    }
}
