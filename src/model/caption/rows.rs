//! Persons who stand in two rows, by their marks on the photo.

use super::super::region::{Area, Region};
use super::marks::is_one;
use super::people::PeopleIndex;

/// Persons in two rows, each from left to right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// Who stands in front: lower in the picture.
    pub front: Vec<String>,
    /// Who stands behind.
    pub back: Vec<String>,
}

/// So many are a row.
const LEAST: usize = 2;

/// A mark of a person.
struct Mark<'a> {
    name: &'a String,
    area: Area,
}

/// The persons in two rows where their marks clearly stand in two; `None` for one row, for three, for people here and there, and where
/// anybody has no mark.
pub fn rows_of(persons: &[String], regions: &[Region], people: &PeopleIndex<'_>) -> Option<Rows> {
    let mark_of = |name| regions.iter().find(|region| is_one(&region.name, name, people));
    let marks = persons.iter().map(|name| Some(Mark { name, area: mark_of(name)?.area }));
    let mut marks: Vec<Mark<'_>> = marks.collect::<Option<_>>()?;
    if marks.len() < 2 * LEAST {
        return None;
    }
    marks.sort_by_key(|mark| mark.area.y);
    // Where the widest gap is between two heights.
    let gaps = marks.windows(2).enumerate().map(|(n, pair)| match pair {
        [above, below] => (below.area.y - above.area.y, n + 1),
        _ => (0, n + 1),
    });
    let (gap, at) = gaps.max()?;
    let (back, front) = marks.split_at_checked(at)?;
    let is_row = back.len() >= LEAST && front.len() >= LEAST;
    // A third row among one of the two would lie about as far from it as they do from each other.
    let is_clear = gap / 2 >= spread(back).max(spread(front)) && gap >= height(&marks) / 4 * 3;
    (is_row && is_clear && are_behind_each_other(back, front))
        .then(|| Rows { front: from_left(front), back: from_left(back) })
}

/// From the highest to the lowest.
fn spread(row: &[Mark<'_>]) -> u32 {
    let ys = row.iter().map(|mark| mark.area.y);
    ys.clone().max().unwrap_or(0) - ys.min().unwrap_or(0)
}

/// The height of most marks.
fn height(marks: &[Mark<'_>]) -> u32 {
    let mut heights: Vec<u32> = marks.iter().map(|mark| mark.area.h).collect();
    heights.sort_unstable();
    heights.get(heights.len() / 2).copied().unwrap_or(0)
}

/// Whether two rows stand in one place, and are not two groups of which one is on a stage beside the other: half of the shorter one.
fn are_behind_each_other(a: &[Mark<'_>], b: &[Mark<'_>]) -> bool {
    let reach = |row: &[Mark<'_>]| {
        let xs = row.iter().map(|mark| mark.area.x);
        (xs.clone().min().unwrap_or(0), xs.max().unwrap_or(0))
    };
    let ((a_from, a_to), (b_from, b_to)) = (reach(a), reach(b));
    let shared = a_to.min(b_to).saturating_sub(a_from.max(b_from));
    shared >= (a_to - a_from).min(b_to - b_from) / 2
}

fn from_left(row: &[Mark<'_>]) -> Vec<String> {
    let mut row: Vec<&Mark<'_>> = row.iter().collect();
    row.sort_by_key(|mark| mark.area.x);
    row.into_iter().map(|mark| mark.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::people::People;
    use super::*;

    /// Marks by name, with the middle in hundredths of the picture; faces are a tenth of it high.
    fn rows(marks: &[(&str, u32, u32)]) -> Option<(String, String)> {
        let persons: Vec<String> = marks.iter().map(|(name, ..)| (*name).to_owned()).collect();
        let regions: Vec<Region> = marks
            .iter()
            .map(|(name, x, y)| Region {
                name: (*name).to_owned(),
                area: Area { x: x * 10_000, y: y * 10_000, w: 80_000, h: 100_000 },
            })
            .collect();
        let people = People::default();
        let rows = rows_of(&persons, &regions, &people.index())?;
        Some((rows.front.join(" "), rows.back.join(" ")))
    }

    #[test]
    fn two_rows_are_told_from_one_and_from_none() {
        let two = [("D", 60, 31), ("A", 20, 60), ("C", 30, 30), ("B", 70, 62), ("E", 45, 29)];
        assert_eq!(rows(&two), Some(("A B".into(), "C E D".into())));
        for (what, marks) in [
            ("one row of tall and short", &[("A", 10, 40), ("B", 30, 44), ("C", 50, 41), ("D", 70, 46)][..]),
            ("one in front", &[("A", 40, 60), ("B", 30, 30), ("C", 50, 31), ("D", 70, 29)]),
            (
                "three rows",
                &[("A", 20, 20), ("B", 60, 20), ("C", 20, 45), ("D", 60, 45), ("E", 20, 70), ("F", 60, 70)],
            ),
            ("beside each other", &[("A", 5, 20), ("B", 15, 20), ("C", 60, 60), ("D", 90, 60)]),
            ("stairs", &[("A", 10, 10), ("B", 30, 30), ("C", 50, 50), ("D", 70, 70)]),
            ("two and one", &[("A", 10, 60), ("B", 30, 60), ("C", 20, 30)]),
        ] {
            assert_eq!(rows(marks), None, "{what}");
        }
    }

    #[test]
    fn everybody_has_to_be_marked() {
        let persons = ["A", "B", "C", "D", "E"].map(str::to_owned);
        let at = |name: &str, x, y| Region { name: name.into(), area: Area { x, y, w: 80_000, h: 100_000 } };
        let regions = [
            at("A", 200_000, 600_000),
            at("B", 600_000, 600_000),
            at("C", 200_000, 300_000),
            at("D", 600_000, 300_000),
        ];
        let people = People::default();
        assert_eq!(rows_of(&persons, &regions, &people.index()), None);
        assert!(rows_of(&persons[..4], &regions, &people.index()).is_some());
    }
}
