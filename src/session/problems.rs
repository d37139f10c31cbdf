//! The Problems list.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::model::problem::Problem;

/// Faults that were met, oldest first, each once.
#[derive(Debug, Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
    /// Where in the list those of a hash are: a folder that went away is a fault of each of its thousands of photos. Not a hash
    /// map, which moves all of its entries at once when it grows: at fifty thousand that is a frame that is seen to stick.
    known: BTreeMap<u64, Vec<usize>>,
}

fn hash_of(problem: &Problem) -> u64 {
    let mut hasher = DefaultHasher::new();
    problem.hash(&mut hasher);
    hasher.finish()
}

impl Problems {
    pub(super) fn all(&self) -> &[Problem] {
        &self.list
    }

    pub(super) fn add(&mut self, problem: Problem) {
        let same = self.known.entry(hash_of(&problem)).or_default();
        if !same.iter().any(|n| self.list.get(*n) == Some(&problem)) {
            same.push(self.list.len());
            self.list.push(problem);
        }
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn retain(&mut self, keep: impl Fn(&Problem) -> bool) {
        let list = std::mem::take(self).list;
        list.into_iter().filter(keep).for_each(|problem| self.add(problem));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::problem::ProblemKind;
    use std::path::Path;

    #[test]
    fn each_fault_stands_there_once_in_the_order_in_which_it_was_met() {
        let problem =
            |n: usize| Problem::new(ProblemKind::Unreadable, Path::new("/v").join(n.to_string()), "gone");
        let mut problems = Problems::default();
        for n in [2, 1, 2, 3, 1] {
            problems.add(problem(n));
        }
        assert_eq!(problems.all(), [problem(2), problem(1), problem(3)]);
        problems.retain(|of| *of != problem(2));
        problems.add(problem(3));
        problems.add(problem(2));
        assert_eq!(problems.all(), [problem(1), problem(3), problem(2)]);
    }
}
