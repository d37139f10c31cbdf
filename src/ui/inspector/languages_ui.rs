//! The languages in which captions are written.

use egui::{Id, Ui};

use super::inspector_ui::InspectorState;
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;
use crate::ui::actions::Action;
use crate::ui::ask::{Ask, Scene};
use crate::ui::sheet::data::has_caption;
use crate::ui::theme::{self, Type, space};
use crate::ui::widgets::{self, Kind, icon_button, tab, wrapped};
use crate::ui::{icons, words};

/// Tabs of languages, with a dot on those in which a chosen photo lacks its caption, and a field for further ones.
pub(super) fn languages_ui(
    ui: &mut Ui,
    state: &mut InspectorState,
    photos: &[PhotoId],
    scene: &mut Scene<'_>,
) {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(space::XS, space::XS);
        for lang in scene.langs {
            // Of very many photos the first few hundred tell enough for a dot.
            let lacks = photos.iter().take(300).filter_map(|photo| scene.collection().photo(*photo));
            let dot = lacks.into_iter().any(|photo| !has_caption(photo, scene.collection().notes(), lang));
            let name = words::language_name(lang);
            let on = lang == scene.lang;
            if tab(ui, &name, &format!("{name} ({lang})"), on, dot).on_hover_text(lang.as_str()).clicked() {
                chosen = Some(lang.clone());
            }
        }
        // What files say is often in no stated language: it has a tab of its own, but nobody is to write in it.
        let und = LangTag::und();
        let mut first = photos.iter().take(300).filter_map(|photo| scene.collection().photo(*photo));
        if *scene.lang == und || first.any(|photo| has_caption(photo, scene.collection().notes(), &und)) {
            let name = words::language_name(&und);
            if tab(ui, &name, &format!("{name} ({und})"), *scene.lang == und, false).clicked() {
                chosen = Some(und);
            }
        }
        // Visits and sections have two texts, and no need of columns.
        if !photos.is_empty() {
            let beside = icon_button(ui, icons::GRID, "Languages side by side", state.side_by_side);
            if beside.on_hover_text("Languages side by side   F6").clicked() {
                scene.ask(Ask::Do(Action::SideBySide));
            }
        }
        let more = icon_button(ui, icons::PLUS, "Another language", false).on_hover_text("Another language");
        egui::Popup::menu(&more)
            .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| new_language_ui(ui, &mut state.new_tag, &mut chosen));
    });
    ui.add_space(space::XS);
    if let Some(lang) = chosen {
        scene.ask(Ask::Language(lang));
    }
}

fn new_language_ui(ui: &mut Ui, tag: &mut String, chosen: &mut Option<LangTag>) {
    let palette = theme::palette(ui);
    egui::Frame::new().inner_margin(egui::Margin::same(8)).show(ui, |ui| {
        ui.set_width(220.0);
        wrapped(ui, "Language tag (BCP 47), such as fr, ja or zh-Hant", Type::Small, palette.soft);
        let field =
            widgets::Field { id: Id::unique("new language"), name: "Language tag", hint: "fr", rows: 1 };
        let response = field.show(ui, tag);
        let entered = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
        let parsed = LangTag::parse(tag);
        if let (Err(error), false) = (&parsed, tag.trim().is_empty()) {
            wrapped(ui, &error.to_string(), Type::Small, palette.danger);
        }
        ui.add_enabled_ui(parsed.is_ok(), |ui| {
            if (widgets::button(ui, Kind::Main, "", "Add language").clicked() || entered)
                && let Ok(lang) = parsed
            {
                *chosen = Some(lang);
                tag.clear();
                ui.close();
            }
        });
    });
}
