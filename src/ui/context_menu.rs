//! The menus that open with the secondary button.

use egui::{Ui, vec2};

use super::actions::Action;
use super::ask::{Ask, Scene};
use super::widgets::{MENU_WIDTH, menu_gap, menu_item, menu_row};
use super::{icons, words};
use crate::model::notes::Subject;
use crate::model::photo::{PhotoId, PhotoKind};
use crate::session::{Command, Revision};

/// Menus are rows without space between them.
pub fn prepare(ui: &mut Ui) {
    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
    ui.set_width(MENU_WIDTH);
}

/// Shows actions; 0 rows between groups.
pub fn actions_ui(ui: &mut Ui, groups: &[&[Action]], scene: &mut Scene<'_>) {
    prepare(ui);
    for (n, group) in groups.iter().enumerate() {
        if n > 0 {
            menu_gap(ui);
        }
        for action in *group {
            if menu_item(ui, *action, scene.facts) {
                scene.ask(Ask::Do(*action));
            }
        }
    }
}

/// The menu of photos.
pub fn photo_ui(ui: &mut Ui, photos: &[PhotoId], scene: &mut Scene<'_>) {
    actions_ui(
        ui,
        &[
            &[Action::Large, Action::EditCaption],
            &[Action::Pick, Action::Reject, Action::Unmark],
            &[Action::Clear, Action::ClearByHost, Action::Hold, Action::Embargo],
            &[Action::BelongTo, Action::UseAsCover],
            &[Action::SplitSection, Action::SplitVisit],
            &[Action::NewVisit, Action::ToUndated, Action::PutBack],
            &[Action::SetTime, Action::ShownTime],
        ],
        scene,
    );
    let kind = menu_row(ui, icons::IMAGE, "Kind", "▸", false);
    egui::containers::menu::SubMenu::new().show(ui, &kind, |ui| {
        prepare(ui);
        kinds_ui(ui, photos, scene);
    });
    menu_gap(ui);
    actions_ui(ui, &[&[Action::CopyPath]], scene);
}

/// The kinds that photos can be said to be, and the way back to what their files say.
pub fn kinds_ui(ui: &mut Ui, photos: &[PhotoId], scene: &mut Scene<'_>) {
    let notes = scene.collection().notes();
    let said = crate::ui::inspector::data::shared(photos.iter().map(|photo| notes.said_kind(*photo)));
    let mut chosen = None;
    for kind in PhotoKind::ALL {
        let icon = words::kind_mark(kind).map_or(icons::HELP, |(icon, _)| icon);
        let on = said.same() == Some(&Some(kind));
        if menu_row(ui, icon, &words::kind_choice(kind), "", on).clicked() {
            chosen = Some(Some(kind));
        }
    }
    menu_gap(ui);
    if menu_row(ui, icons::UNDO, "As the file says", "", said.same() == Some(&None)).clicked() {
        chosen = Some(None);
    }
    if let Some(kind) = chosen {
        let photos = photos.to_vec();
        scene.ask(Ask::Command(Command::Revise(Revision::SetKind { photos, kind })));
        ui.close();
    }
}

/// The menu of a visit or section.
pub fn heading_ui(ui: &mut Ui, subject: &Subject, scene: &mut Scene<'_>) {
    prepare(ui);
    let what = if matches!(subject, Subject::Visit(_)) { "visit" } else { "section" };
    if row(ui, icons::RENAME, "Rename") {
        scene.ask(Ask::Rename(subject.clone()));
    }
    if row(ui, icons::CAPTION, &format!("Write the {what}'s caption")) {
        scene.ask(Ask::Heading(subject.clone()));
    }
    menu_gap(ui);
    if row(ui, icons::GRID, &format!("Choose all photos of the {what}")) {
        let photos = photos_of(subject, scene);
        scene.ask(Ask::ChooseMany(photos, false));
    }
    if row(ui, icons::MERGE, &format!("Merge with the {what} above")) {
        scene.ask(Ask::MergeUp(subject.clone()));
    }
    if matches!(subject, Subject::Section(..)) && row(ui, icons::PLUS, "Make it a visit of its own") {
        let photos = photos_of(subject, scene);
        scene.ask(Ask::Command(Command::Revise(Revision::MoveToNewVisit(photos))));
    }
}

fn row(ui: &mut Ui, icon: &str, label: &str) -> bool {
    let clicked = menu_row(ui, icon, label, "", false).clicked();
    if clicked {
        ui.close();
    }
    clicked
}

/// The photos of a visit or section.
pub fn photos_of(subject: &Subject, scene: &Scene<'_>) -> Vec<PhotoId> {
    let collection = scene.collection();
    match subject {
        Subject::Visit(visit) => collection.visit(visit).map(|v| v.photos().collect()).unwrap_or_default(),
        Subject::Section(visit, section) => {
            collection.section(visit, section).map(|s| s.photos.clone()).unwrap_or_default()
        }
        Subject::Photo(photo) => vec![*photo],
        Subject::Device(device) => collection.photos_of_device(device),
        Subject::Library => Vec::new(),
    }
}
