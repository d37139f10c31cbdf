//! How the person likes the window: appearance, size of thumbnails, panels. Kept in the library, and no part of undo.

use std::collections::BTreeMap;

use super::app::UiState;
use super::theme::size;

/// What is kept. Sizes are in whole points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Dark rather than light.
    pub dark: bool,
    /// Height of thumbnails that rows aim at.
    pub thumbnail: i64,
    /// Width of the panel of visits where there is room for it.
    pub visits: i64,
    /// Width of the inspector where there is room for it.
    pub inspector: i64,
    /// The panel of visits is shown.
    pub show_visits: bool,
    /// The inspector is shown.
    pub show_inspector: bool,
    /// The page of a visit is folded to a line.
    pub fold_page: bool,
    /// Items without a picture are shown.
    pub show_holes: bool,
    /// The languages of a photo stand side by side.
    pub side_by_side: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            dark: true,
            thumbnail: size::THUMBNAIL.2 as i64,
            visits: size::VISITS as i64,
            inspector: size::INSPECTOR as i64,
            show_visits: true,
            show_inspector: true,
            fold_page: false,
            show_holes: true,
            side_by_side: false,
        }
    }
}

impl Look {
    /// What was kept, within sensible bounds: the file may say anything.
    pub fn restore(kept: &BTreeMap<String, i64>) -> Self {
        let usual = Self::default();
        let get = |name: &str, usual: i64| kept.get(name).copied().unwrap_or(usual);
        let is = |name: &str, usual: bool| get(name, i64::from(usual)) != 0;
        let within = |n: i64, (least, most): (f32, f32)| n.clamp(least as i64, most as i64);
        Self {
            dark: is("dark", usual.dark),
            thumbnail: within(get("thumbnail", usual.thumbnail), (size::THUMBNAIL.0, size::THUMBNAIL.1)),
            visits: within(get("visits", usual.visits), size::VISITS_RANGE),
            inspector: within(get("inspector", usual.inspector), size::INSPECTOR_RANGE),
            show_visits: is("show_visits", usual.show_visits),
            show_inspector: is("show_inspector", usual.show_inspector),
            fold_page: is("fold_page", usual.fold_page),
            show_holes: is("show_holes", usual.show_holes),
            side_by_side: is("side_by_side", usual.side_by_side),
        }
    }

    /// By name, as it is kept.
    pub fn named(&self) -> [(&'static str, i64); 9] {
        [
            ("dark", self.dark.into()),
            ("thumbnail", self.thumbnail),
            ("visits", self.visits),
            ("inspector", self.inspector),
            ("show_visits", self.show_visits.into()),
            ("show_inspector", self.show_inspector.into()),
            ("fold_page", self.fold_page.into()),
            ("show_holes", self.show_holes.into()),
            ("side_by_side", self.side_by_side.into()),
        ]
    }

    /// Makes the window so.
    pub fn give(&self, ctx: &egui::Context, state: &mut UiState) {
        ctx.set_theme(if self.dark { egui::Theme::Dark } else { egui::Theme::Light });
        state.target = self.thumbnail as f32;
        state.show_visits = self.show_visits;
        state.show_inspector = self.show_inspector;
        (state.fold_page, state.show_holes) = (self.fold_page, self.show_holes);
        state.inspector.side_by_side = self.side_by_side;
        state.panels = (self.visits as f32, self.inspector as f32);
    }

    /// How the window is now.
    pub fn of(ctx: &egui::Context, state: &UiState) -> Self {
        Self {
            dark: ctx.theme() == egui::Theme::Dark,
            thumbnail: state.target.round() as i64,
            visits: state.panels.0.round() as i64,
            inspector: state.panels.1.round() as i64,
            show_visits: state.show_visits,
            show_inspector: state.show_inspector,
            fold_page: state.fold_page,
            show_holes: state.show_holes,
            side_by_side: state.inspector.side_by_side,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_comes_back_and_nonsense_does_not() {
        let look = Look {
            dark: false,
            thumbnail: 240,
            visits: 200,
            show_inspector: false,
            side_by_side: true,
            ..Look::default()
        };
        let kept = look.named().map(|(name, value)| (name.to_owned(), value));
        assert_eq!(Look::restore(&BTreeMap::from(kept)), look);
        assert_eq!(Look::restore(&BTreeMap::new()), Look::default());
        let odd = [("thumbnail", i64::MAX), ("visits", -7), ("inspector", 0), ("later", 3)];
        let odd = Look::restore(&BTreeMap::from(odd.map(|(name, value)| (name.to_owned(), value))));
        assert_eq!((odd.thumbnail, odd.visits, odd.inspector), (360, 160, 240));
    }
}
