//! Memory that one picture leaves for the next: asking the system for new pages costs a photo of 12 megapixels 2 to 3 ms.

/// More than this is given back to the system: planes of 40 megapixels and what is made of them.
const MAX_BYTES: usize = 96 << 20;

/// Buffers for who makes many pictures, one after the other.
#[derive(Debug, Default)]
pub(super) struct Spare {
    buffers: Vec<Vec<u8>>,
}

impl Spare {
    /// `n` bytes of any value: of the smallest buffer that holds as many, if it does not hold more than twice as many, or a new one.
    pub(super) fn take(&mut self, n: usize) -> Vec<u8> {
        let holds = self.buffers.iter().map(Vec::capacity).enumerate();
        let fits = holds.filter(|(_, capacity)| (n..=n.saturating_mul(2)).contains(capacity));
        let Some((at, _)) = fits.min_by_key(|(_, capacity)| *capacity) else {
            return vec![0; n];
        };
        let mut buffer = self.buffers.remove(at);
        // What the last one did not need is cleared: between photos of one size that is nothing.
        buffer.resize(n, 0);
        buffer
    }

    /// Keeps a buffer that is not needed any more, in place of those that were not taken for longest.
    pub(super) fn give(&mut self, buffer: Vec<u8>) {
        if buffer.capacity() > MAX_BYTES {
            return;
        }
        self.buffers.push(buffer);
        while self.buffers.iter().map(Vec::capacity).sum::<usize>() > MAX_BYTES {
            self.buffers.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_is_taken_again_where_it_fits() {
        let mut spare = Spare::default();
        spare.give(vec![1; 100]);
        spare.give(vec![2; 60]);
        assert_eq!(spare.take(55), [2; 55]);
        assert_eq!(spare.take(55), [1; 55]);
        assert_eq!(spare.take(55), [0; 55]);
        // A large one is not given away for a little, nor one grown that is too small.
        spare.give(vec![3; 100]);
        assert_eq!(spare.take(49), [0; 49]);
        assert_eq!(spare.take(101), [0; 101]);
        // One that was shortened counts as what it was.
        let mut shortened = spare.take(60);
        assert_eq!(shortened, [3; 60]);
        shortened.truncate(60);
        spare.give(shortened);
        assert_eq!(spare.take(100).len(), 100);
        assert!(spare.buffers.is_empty());
    }

    #[test]
    fn it_keeps_no_more_than_its_bound() {
        let mut spare = Spare::default();
        spare.give(vec![1; MAX_BYTES - 10]);
        spare.give(vec![2; 10]);
        assert_eq!(spare.buffers.len(), 2);
        spare.give(vec![3; 1]);
        assert_eq!(spare.buffers.len(), 2, "the oldest went");
        spare.give(vec![4; MAX_BYTES + 1]);
        assert_eq!(spare.buffers.len(), 2);
    }
}
