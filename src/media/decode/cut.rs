//! Pictures whose end is missing, of codecs that give all or nothing: they are given something in place of what is missing. What comes
//! out the same whatever that is, was there.

/// Bytes in place of those that are missing. More than two, as a picture that resembles itself may come out the same by chance.
pub(super) const FILLERS: [u8; 4] = [0x00, 0x55, 0xaa, 0xff];

/// Rows above the first one that differs into which filters of the codecs may carry it.
const FILTERED_ROWS: usize = 8;

/// How many bytes are put in place of `n_missing`: bits that are made up take more room than real ones, and a decoder that runs out of
/// them gives nothing. `None` when too much is missing: nobody has to make room for what a header only promises.
pub(super) fn n_added(n_there: usize, n_missing: usize) -> Option<usize> {
    let n_said = n_there.checked_add(n_missing).filter(|n| n / 16 <= n_there)?;
    n_said.checked_mul(4)?.checked_add(64 << 10)
}

/// How many rows are sound, when so many of `height` came out the same; and which share that is, which is never all: something is
/// missing, if nothing that can be seen.
pub(super) fn sound(n_alike: usize, height: usize) -> (usize, f64) {
    let n_rows = if n_alike >= height { height } else { n_alike.saturating_sub(FILTERED_ROWS) };
    (n_rows, (n_rows as f64 / height.max(1) as f64).min(1.0 - f64::EPSILON))
}
