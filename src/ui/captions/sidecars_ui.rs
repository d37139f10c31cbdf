//! Says how many sidecars will be written where, before they are: this is not undone.

use egui::Key;

use crate::model::photo::PhotoId;
use crate::model::text::LangTag;
use crate::session::{Command, SidecarPreview};
use crate::ui::actions::Action;
use crate::ui::ask::{Ask, Scene, grouped};
use crate::ui::overlay::dialog_ui;
use crate::ui::theme::{self, Type, space};
use crate::ui::widgets::{Kind, button, text_button, wrapped};

/// Folders that are named; the others are counted.
const MOST: usize = 6;

/// What waits for a word.
#[derive(Clone, Debug)]
pub struct SidecarsForm {
    /// Of which photos.
    pub photos: Vec<PhotoId>,
    /// The language that stands for all.
    pub first: LangTag,
    /// What would be written.
    pub preview: SidecarPreview,
}

/// Draws the dialog.
pub fn sidecars_ui(ctx: &egui::Context, form: Option<&SidecarsForm>, scene: &mut Scene<'_>) {
    let Some(form) = form else { return scene.ask(Ask::Overlay(None)) };
    let mut write = false;
    let closed = dialog_ui(ctx, "Write sidecars", 520.0, |ui| {
        let palette = theme::palette(ui);
        for line in words(&form.preview) {
            wrapped(ui, &line, Type::Body, palette.text);
        }
        for line in places(&form.preview) {
            wrapped(ui, &line, Type::Small, palette.soft);
        }
        ui.add_space(space::S);
        let note = "The photos themselves are not touched, and everything that other programs keep in a sidecar stays. Undo does not take \
            written files back.";
        wrapped(ui, note, Type::Small, palette.soft);
        ui.add_space(space::S);
        let n = form.preview.n_new + form.preview.n_changed;
        let label = format!("Write {}", files(n));
        write = button(ui, Kind::Main, "", &label).clicked() || ui.input(|i| i.key_pressed(Key::Enter));
        if !scene.facts.in_step && text_button(ui, "Keep sidecars in step from now on").clicked() {
            scene.ask(Ask::Do(Action::SidecarsInStep));
        }
    });
    if write {
        let command = Command::WriteSidecars(form.photos.clone(), form.first.clone());
        scene.ask(Ask::Command(command));
    }
    if closed || write {
        scene.ask(Ask::Overlay(None));
    }
}

/// "8 new files, 4 changed".
fn words(preview: &SidecarPreview) -> Vec<String> {
    let SidecarPreview { n_new, n_changed, .. } = preview;
    let mut out = Vec::new();
    if *n_new > 0 {
        out.push(format!(
            "{} beside photos that have no sidecar yet",
            files(*n_new).replace("file", "new file")
        ));
    }
    if *n_changed > 0 {
        out.push(format!("{} changed where the library says otherwise", files(*n_changed)));
    }
    out
}

fn places(preview: &SidecarPreview) -> Vec<String> {
    let named = preview.folders.iter().take(MOST);
    let mut out: Vec<String> =
        named.map(|(folder, n)| format!("{} in {}", files(*n), folder.display())).collect();
    let rest = preview.folders.len().saturating_sub(MOST);
    if rest > 0 {
        let folders = if rest == 1 { "1 folder".to_owned() } else { format!("{} folders", grouped(rest)) };
        out.push(format!("and in {folders} more"));
    }
    out
}

fn files(n: usize) -> String {
    if n == 1 { "1 file".to_owned() } else { format!("{} files", grouped(n)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_how_many_files_and_where() {
        let folders = (0..8).map(|n| (std::path::PathBuf::from(format!("/v/{n}")), 1)).collect();
        let preview = SidecarPreview { n_new: 1, n_changed: 1_204, folders };
        let told = words(&preview);
        assert_eq!(told[0], "1 new file beside photos that have no sidecar yet");
        assert!(told[1].starts_with("1,204 files changed"));
        let places = places(&preview);
        assert_eq!(
            (places.len(), places[0].as_str(), places[6].as_str()),
            (7, "1 file in /v/0", "and in 2 folders more")
        );
    }
}
