//! The bar at the top: open, search, filter, size, export.

use egui::{Align, Id, Layout, Popup, PopupCloseBehavior, ScrollArea, Ui};

use super::actions::Action;
use super::ask::{Ask, Scene};
use super::context_menu;
use super::icons;
use super::sheet::data::Filter;
use super::theme::{self, Type, size, space};
use super::widgets::{Kind, button, icon_button, menu_gap, menu_row, shortcut_words, slider};
use super::words;
use crate::model::clearance::Party;
use crate::model::notes::Flag;
use crate::model::photo::PhotoKind;
use crate::session::{Command, Revision};
use crate::ui::sheet::data::ClearanceIs;

/// Identity of the search field.
pub fn search_id() -> Id {
    Id::unique("search")
}

/// What the bar changes itself.
pub struct Bar<'a> {
    /// What is left out.
    pub filter: &'a mut Filter,
    /// Height of thumbnails that rows aim at.
    pub target: &'a mut f32,
    /// The search field is to have the keyboard.
    pub focus_search: &'a mut bool,
}

/// Draws the bar.
pub fn toolbar_ui(ui: &mut Ui, bar: &mut Bar<'_>, scene: &mut Scene<'_>) {
    let wide = ui.available_width() > 900.0;
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        menu_ui(ui, scene);
        let open = Action::OpenFolder.spec();
        if button(ui, Kind::Plain, open.icon, "Open…").on_hover_text(hover(ui, Action::OpenFolder)).clicked()
        {
            scene.ask(Ask::Do(Action::OpenFolder));
        }
        ui.add_space(space::S);
        icon_action(ui, Action::Undo, scene);
        icon_action(ui, Action::Redo, scene);
        captions_ui(ui, scene);
        ui.add_space(space::S);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            let enabled = Action::Export.is_enabled(scene.facts);
            ui.add_enabled_ui(enabled, |ui| {
                let export = Action::Export.spec();
                let response = button(ui, Kind::Main, export.icon, export.label);
                if response.on_hover_text(hover(ui, Action::Export)).clicked() {
                    scene.ask(Ask::Do(Action::Export));
                }
            });
            ui.add_space(space::S);
            icon_action(ui, Action::ToggleInspector, scene);
            if wide {
                size_ui(ui, bar.target);
            }
            ui.add_space(space::S);
            filter_ui(ui, bar.filter, scene);
            let width = ui.available_width().min(420.0);
            ui.add_space((ui.available_width() - width) / 2.0);
            ui.allocate_ui(egui::vec2(width, size::CONTROL), |ui| search_ui(ui, bar, width));
        });
    });
}

/// The menu of what can be done with captions.
fn captions_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let response = icon_button(ui, icons::CAPTION, "Captions", false).on_hover_text("Captions");
    Popup::menu(&response).show(|ui| {
        context_menu::actions_ui(
            ui,
            &[
                &[Action::EditCaption, Action::SideBySide, Action::DraftCaptions, Action::AcceptDrafts],
                &[Action::Template, Action::TemplateAgain, Action::CopyCaptions, Action::PasteCaptions],
                &[Action::Replace, Action::CheckCaptions, Action::History],
                &[Action::ExportCaptions, Action::TakeCaptions],
                &[Action::PickCodes, Action::PickPeople],
            ],
            scene,
        );
    });
}

fn icon_action(ui: &mut Ui, action: Action, scene: &mut Scene<'_>) {
    let enabled = action.is_enabled(scene.facts);
    ui.add_enabled_ui(enabled, |ui| {
        let label = action.label(scene.facts);
        let keys = action.shortcut().map(|key| shortcut_words(ui, &key)).unwrap_or_default();
        let response = icon_button(ui, action.spec().icon, &label, false);
        if response.on_hover_text(format!("{label}   {keys}")).clicked() {
            scene.ask(Ask::Do(action));
        }
    });
}

fn hover(ui: &Ui, action: Action) -> String {
    let keys = action.shortcut().map(|key| shortcut_words(ui, &key)).unwrap_or_default();
    format!("{}\n{keys}", action.spec().tooltip)
}

fn menu_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let response = icon_button(ui, icons::MENU, "Menu", false);
    Popup::menu(&response).show(|ui| {
        context_menu::actions_ui(
            ui,
            &[
                &[
                    Action::OpenFolder,
                    Action::Rescan,
                    Action::Export,
                    Action::WriteSidecars,
                    Action::SidecarsInStep,
                ],
                &[Action::Undo, Action::Redo],
                &[Action::SelectAll, Action::SelectNone],
                &[
                    Action::SplitSection,
                    Action::SplitVisit,
                    Action::NewVisit,
                    Action::ToUndated,
                    Action::PutBack,
                    Action::BelongTo,
                    Action::MergeUp,
                ],
                &[Action::TogglePage, Action::ToggleHoles],
                &[Action::ToggleVisits, Action::ToggleInspector, Action::Appearance, Action::FullScreen],
                &[Action::Problems, Action::Keys, Action::About],
            ],
            scene,
        );
        menu_gap(ui);
        gap_ui(ui, scene);
    });
}

/// Times without a photo that end a visit, in hours, as a person steps through them.
const GAPS_HOURS: [u32; 6] = [6, 12, 24, 36, 72, 168];

/// The row that steps through the gaps. Each step is undone like anything else.
fn gap_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let hours = scene.collection().notes().gap_hours();
    let right = if hours > 48 && hours.is_multiple_of(24) {
        format!("{} days", hours / 24)
    } else {
        format!("{hours} h")
    };
    let row = menu_row(ui, icons::CLOCK, "A visit ends after a gap of", &right, false);
    if row.on_hover_text("Click for the next: 6, 12, 24 or 36 hours, 3 or 7 days without a photo").clicked() {
        let next = GAPS_HOURS.into_iter().find(|gap| *gap > hours).unwrap_or(GAPS_HOURS[0]);
        scene.ask(Ask::Command(Command::Revise(Revision::SetGapHours(next))));
    }
}

fn search_ui(ui: &mut Ui, bar: &mut Bar<'_>, width: f32) {
    let palette = theme::palette(ui);
    ui.set_width(width);
    let search = &mut bar.filter.search;
    let edit = egui::TextEdit::singleline(search)
        .id(search_id())
        .font(Type::Body.font())
        .hint_text(egui::RichText::new("Search names, captions, places, devices").color(palette.faint))
        .prefix(egui::RichText::new(icons::SEARCH).font(Type::Icon.font()).color(palette.soft))
        .margin(egui::Margin::symmetric(8, 5))
        .desired_width(f32::INFINITY);
    if std::mem::take(bar.focus_search) {
        ui.ctx().memory_mut(|memory| memory.request_focus(search_id()));
    }
    let response = ui.add(edit).accessible_name("Search");
    if response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Escape)) {
        bar.filter.search.clear();
    }
}

fn filter_ui(ui: &mut Ui, filter: &mut Filter, scene: &Scene<'_>) {
    let on = filter.is_set();
    let response = icon_button(ui, icons::FILTER, "Filter", on);
    if on {
        let palette = theme::palette(ui);
        ui.painter().circle_filled(response.rect.right_top() + egui::vec2(-7.0, 7.0), 3.0, palette.accent);
    }
    let response = response.on_hover_text("Show only some photos");
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        context_menu::prepare(ui);
        let height = (ui.ctx().content_rect().height() - size::TOOLBAR - space::XL).max(120.0);
        ScrollArea::vertical().max_height(height).show(ui, |ui| filter_rows_ui(ui, filter, scene));
    });
}

fn filter_rows_ui(ui: &mut Ui, filter: &mut Filter, scene: &Scene<'_>) {
    let mut flag = |ui: &mut Ui, icon: &str, label: &str, flag: Flag| {
        if menu_row(ui, icon, label, "", filter.flag == Some(flag)).clicked() {
            filter.flag = if filter.flag == Some(flag) { None } else { Some(flag) };
        }
    };
    flag(ui, icons::PICKED, "Only picks", Flag::Pick);
    flag(ui, icons::REJECT, "Only rejects", Flag::Reject);
    menu_gap(ui);
    for stars in 1..=5_u8 {
        let label = match stars {
            1 => "1 star or more".to_owned(),
            5 => "5 stars".to_owned(),
            n => format!("{n} stars or more"),
        };
        if menu_row(ui, icons::STAR, &label, "", filter.stars == stars).clicked() {
            filter.stars = if filter.stars == stars { 0 } else { stars };
        }
    }
    menu_gap(ui);
    for lang in scene.langs {
        let label = format!("No caption in {}", words::language_name(lang));
        let on = filter.lacks.as_ref() == Some(lang);
        if menu_row(ui, icons::CAPTION, &label, "", on).clicked() {
            filter.lacks = (!on).then(|| lang.clone());
        }
    }
    menu_gap(ui);
    kinds_ui(ui, &mut filter.kind);
    menu_gap(ui);
    for (is, icon, label) in [
        (ClearanceIs::NotClearedBy(Party::Us), icons::CHECK, "Not cleared by us"),
        (ClearanceIs::NotClearedBy(Party::Host), icons::CHECK, "Not cleared by the host"),
        (ClearanceIs::Held, icons::ALERT, "Held back"),
        (ClearanceIs::Embargoed, icons::CLOCK, "With an embargo"),
    ] {
        let on = filter.clearance == Some(is);
        if menu_row(ui, icon, label, "", on).clicked() {
            filter.clearance = (!on).then_some(is);
        }
    }
    menu_gap(ui);
    if menu_row(ui, icons::CALENDAR, "Only pictures without an item", "", filter.unplaced).clicked() {
        filter.unplaced = !filter.unplaced;
    }
    if menu_row(ui, icons::MOTION, "Motion photos", "", filter.motion).clicked() {
        filter.motion = !filter.motion;
    }
    menu_gap(ui);
    if menu_row(ui, icons::CLOSE, "Show all", "", false).clicked() {
        *filter = Filter { search: std::mem::take(&mut filter.search), ..Filter::default() };
    }
}

fn kinds_ui(ui: &mut Ui, chosen: &mut Option<PhotoKind>) {
    for (kind, label) in [
        (PhotoKind::Selfie, "Only selfies"),
        (PhotoKind::Event, "Only event photos"),
        (PhotoKind::Screenshot, "Only screenshots"),
        (PhotoKind::Document, "Only documents"),
        (PhotoKind::Unknown, "Only photos of no known kind"),
    ] {
        let icon = words::kind_mark(kind).map_or(icons::HELP, |(icon, _)| icon);
        if menu_row(ui, icon, label, "", *chosen == Some(kind)).clicked() {
            *chosen = (*chosen != Some(kind)).then_some(kind);
        }
    }
}

fn size_ui(ui: &mut Ui, target: &mut f32) {
    let (min, max, _) = size::THUMBNAIL;
    slider(ui, "Thumbnail size", target, min, max).on_hover_text("Size of thumbnails   +  −");
}
