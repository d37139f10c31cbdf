//! Where every row of the sheet is. Worked out once for a width, a size and what is shown; a frame only looks up the rows
//! that it needs. Pure.

use std::ops::Range;

use super::data::Shown;

/// Distances and sizes that rows are made with, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    /// Width of the sheet between its margins.
    pub width: f32,
    /// Height of a thumbnail that rows aim at.
    pub target: f32,
    /// Between photos, and between rows.
    pub gap: f32,
    /// Height of the line under each thumbnail.
    pub badges: f32,
    /// Height of a section's heading.
    pub heading: f32,
    /// Height of the heading of an item without a picture.
    pub hole: f32,
    /// Height of a visit's title, where more than one visit is shown.
    pub banner: f32,
}

/// What a row holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The title of the visit that a group begins.
    Banner(usize),
    /// The heading of a group.
    Heading(usize),
    /// Photos: a part of the order.
    Photos(Range<usize>),
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its upper edge, from the top of the sheet. Double precision: a sheet may be millions of points long.
    pub top: f64,
    /// Its height, with the gap below it.
    pub height: f32,
    /// What it holds.
    pub what: What,
}

impl Row {
    /// Its lower edge.
    pub fn bottom(&self) -> f64 {
        self.top + f64::from(self.height)
    }
}

/// All rows.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    rows: Vec<Row>,
    height: f64,
    /// For every group the index of its heading.
    headings: Vec<usize>,
    /// For every row of photos its first place of the order, and its index.
    photo_rows: Vec<(usize, usize)>,
}

impl Layout {
    /// Lays out what is shown. Rows of photos are stretched or shrunk to the full width; the last row of a group is not.
    pub fn of(shown: &Shown, measures: &Measures, banners: bool) -> Self {
        let mut out = Self::default();
        for (n, group) in shown.groups.iter().enumerate() {
            if banners && group.begins_visit {
                out.push(measures.banner, What::Banner(n));
            }
            out.headings.push(out.rows.len());
            let is_hole = group.hole.is_some();
            out.push(if is_hole { measures.hole } else { measures.heading }, What::Heading(n));
            let mut start = group.range.start;
            while start < group.range.end {
                let (end, height) = next_row(&shown.aspects, start..group.range.end, measures);
                out.photo_rows.push((start, out.rows.len()));
                out.push(height + measures.badges + measures.gap, What::Photos(start..end));
                start = end;
            }
        }
        out
    }

    fn push(&mut self, height: f32, what: What) {
        self.rows.push(Row { top: self.height, height, what });
        self.height += f64::from(height);
    }

    /// The height of everything.
    pub const fn height(&self) -> f64 {
        self.height
    }

    /// All rows, from the top.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The rows that lie, even in part, between two heights.
    pub fn between(&self, top: f64, bottom: f64) -> &[Row] {
        let first = self.rows.partition_point(|row| row.bottom() <= top);
        let last = self.rows.partition_point(|row| row.top < bottom);
        self.rows.get(first..last.max(first)).unwrap_or_default()
    }

    /// The row that holds a place of the order.
    pub fn row_of(&self, n: usize) -> Option<&Row> {
        self.photo_rows.get(self.photo_row_of(n)?).and_then(|(_, index)| self.rows.get(*index))
    }

    fn photo_row_of(&self, n: usize) -> Option<usize> {
        let row = self.photo_rows.partition_point(|(first, _)| *first <= n).checked_sub(1)?;
        let (_, index) = self.photo_rows.get(row)?;
        matches!(&self.rows.get(*index)?.what, What::Photos(range) if range.contains(&n)).then_some(row)
    }

    /// The heading that stays at the top while its group is scrolled through: the last that begins above `top`.
    pub fn heading_at(&self, top: f64) -> Option<(usize, &Row)> {
        let after = self.headings.partition_point(|n| self.rows.get(*n).is_some_and(|row| row.top <= top));
        let group = after.checked_sub(1)?;
        Some((group, self.rows.get(*self.headings.get(group)?)?))
    }

    /// The heading of a group.
    pub fn heading_of(&self, group: usize) -> Option<&Row> {
        self.rows.get(*self.headings.get(group)?)
    }

    /// The photo some rows above (negative) or below that is nearest above or below the middle of the photo at `n`; in the
    /// first or last row when there are not so many.
    pub fn neighbour(&self, shown: &Shown, measures: &Measures, n: usize, rows: isize) -> Option<usize> {
        let row = self.photo_row_of(n)?;
        let target = row.saturating_add_signed(rows).min(self.photo_rows.len().saturating_sub(1));
        let row_at = |row: usize| self.photo_rows.get(row).and_then(|(_, index)| self.rows.get(*index));
        let middle = |cell: &Cell| cell.x + cell.width / 2.0;
        let at = cells(shown, measures, row_at(row)?).find(|cell| cell.n == n).map(|cell| middle(&cell))?;
        if target == row {
            return None;
        }
        cells(shown, measures, row_at(target)?)
            .min_by(|a, b| (middle(a) - at).abs().total_cmp(&(middle(b) - at).abs()))
            .map(|cell| cell.n)
    }
}

/// One photo of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Its place in the order.
    pub n: usize,
    /// Its left edge from the left of the row.
    pub x: f32,
    /// Its width.
    pub width: f32,
    /// The height of its thumbnail.
    pub height: f32,
}

/// The photos of a row, from left to right.
pub fn cells<'a>(shown: &'a Shown, measures: &Measures, row: &Row) -> impl Iterator<Item = Cell> + 'a {
    let range = match &row.what {
        What::Photos(range) => range.clone(),
        What::Banner(_) | What::Heading(_) => 0..0,
    };
    let height = row.height - measures.badges - measures.gap;
    let gap = measures.gap;
    let mut x = 0.0;
    range.map(move |n| {
        let width = shown.aspects.get(n).copied().unwrap_or(1.0) * height;
        let cell = Cell { n, x, width, height };
        x += width + gap;
        cell
    })
}

/// How far a row that begins at `rest.start` goes, and how high its thumbnails are.
fn next_row(aspects: &[f32], rest: Range<usize>, measures: &Measures) -> (usize, f32) {
    let height_of =
        |aspects_sum: f32, n: usize| (measures.width - measures.gap * (n as f32 - 1.0)) / aspects_sum;
    let mut sum = 0.0;
    for n in rest.clone() {
        sum += aspects.get(n).copied().unwrap_or(1.0);
        let count = n + 1 - rest.start;
        let height = height_of(sum, count);
        if height > measures.target {
            continue;
        }
        // This photo made the row lower than it should be: whichever is nearer, with it or without it.
        let without = height_of(sum - aspects.get(n).copied().unwrap_or(1.0), count - 1);
        let leave_out = count > 1
            && (without / measures.target) < (measures.target / height)
            && without < 1.35 * measures.target;
        return if leave_out { (n, without) } else { (n + 1, height) };
    }
    (rest.end, measures.target.min(height_of(sum, rest.len())))
}

#[cfg(test)]
mod tests {
    use super::super::data::{Filter, Scope};
    use super::*;
    use crate::ui::made;

    const MEASURES: Measures = Measures {
        width: 900.0,
        target: 180.0,
        gap: 8.0,
        badges: 22.0,
        heading: 44.0,
        hole: 32.0,
        banner: 56.0,
    };

    fn laid(n: usize) -> (Shown, Layout) {
        let shown = Shown::of(&made::collection(n), &Scope::All, &Filter::default());
        let layout = Layout::of(&shown, &MEASURES, true);
        (shown, layout)
    }

    #[test]
    fn rows_fill_the_width_and_hold_every_photo_once() {
        let (shown, layout) = laid(200);
        let mut next = 0;
        for row in layout.rows() {
            let What::Photos(range) = &row.what else { continue };
            assert_eq!(range.start, next);
            next = range.end;
            let last = cells(&shown, &MEASURES, row).last().unwrap();
            assert!(last.x + last.width <= MEASURES.width + 0.5);
            assert!((90.0..=260.0).contains(&last.height), "{}", last.height);
            let ends_group = shown.groups.iter().any(|group| group.range.end == range.end);
            assert!(ends_group || last.x + last.width > MEASURES.width - 0.5, "the row is not full");
        }
        assert_eq!(next, 200);
    }

    #[test]
    fn the_rows_of_a_screen_are_found_wherever_it_is() {
        let (_, layout) = laid(500);
        let all = layout.rows();
        for top in [-50.0, 0.0, 333.0, 4000.0, layout.height() - 10.0, layout.height() + 10.0] {
            let found = layout.between(top, top + 800.0);
            let want: Vec<&Row> =
                all.iter().filter(|row| row.bottom() > top && row.top < top + 800.0).collect();
            assert_eq!(found.iter().collect::<Vec<_>>(), want);
        }
        let heading = layout.heading_of(1).unwrap();
        assert_eq!(layout.heading_at(heading.top - 1.0).unwrap().0, 0);
        assert_eq!(layout.heading_at(heading.top).unwrap().0, 1);
        assert_eq!(layout.heading_at(-1.0), None);
    }

    #[test]
    fn every_place_has_its_row_and_arrows_go_from_row_to_row() {
        let (shown, layout) = laid(120);
        for n in 0..120 {
            let What::Photos(range) = &layout.row_of(n).unwrap().what else { panic!("a heading") };
            assert!(range.contains(&n));
        }
        assert_eq!(layout.row_of(120), None);
        assert_eq!(layout.neighbour(&shown, &MEASURES, 0, -1), None);
        let down = layout.neighbour(&shown, &MEASURES, 0, 1).unwrap();
        assert!(down > 0);
        let up = layout.neighbour(&shown, &MEASURES, down, -1).unwrap();
        assert_eq!(layout.row_of(up), layout.row_of(0));
        let far = layout.neighbour(&shown, &MEASURES, 0, 1000).unwrap();
        let What::Photos(last) = &layout.rows().last().unwrap().what else { panic!("a heading") };
        assert!(last.contains(&far));
    }
}
