//! Memory that one picture leaves for the next: asking the system for new pages costs a photo of 12 megapixels 2 to 3 ms.

/// More than this is given back to the system: planes of 40 megapixels and what is made of them.
const MAX_BYTES: usize = 96 << 20;

/// Buffers for who makes many pictures, one after the other.
#[derive(Debug, Default)]
pub(super) struct Spare {
    buffers: Vec<Vec<u8>>,
}

impl Spare {
    /// `n` bytes of any value: of the smallest buffer that has as many, or a new one.
    pub(super) fn take(&mut self, n: usize) -> Vec<u8> {
        let fits = self.buffers.iter().enumerate().filter(|(_, buffer)| buffer.len() >= n);
        let Some(at) = fits.min_by_key(|(_, buffer)| buffer.len()).map(|(at, _)| at) else {
            return vec![0; n];
        };
        let mut buffer = self.buffers.swap_remove(at);
        // What lies behind is not cleared again when the next one needs more: that one is new.
        buffer.truncate(n);
        buffer
    }

    /// Keeps a buffer that is not needed any more, if there is room.
    pub(super) fn give(&mut self, buffer: Vec<u8>) {
        let kept: usize = self.buffers.iter().map(Vec::capacity).sum();
        if buffer.capacity().saturating_add(kept) <= MAX_BYTES {
            self.buffers.push(buffer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_is_taken_again_if_it_is_large_enough() {
        let mut spare = Spare::default();
        spare.give(vec![1; 100]);
        spare.give(vec![2; 50]);
        assert_eq!(spare.take(40), [2; 40]);
        assert_eq!(spare.take(40), [1; 40]);
        assert_eq!(spare.take(40), [0; 40]);
    }

    #[test]
    fn it_keeps_no_more_than_its_bound() {
        let mut spare = Spare::default();
        spare.give(vec![1; MAX_BYTES - 10]);
        spare.give(vec![2; 11]);
        assert_eq!(spare.buffers.len(), 1);
        spare.give(vec![2; 10]);
        assert_eq!(spare.buffers.len(), 2);
    }
}
