//! Draws the dialog of templates: fields with a box to tick, and what becomes of a text that is there.

use egui::{Id, ScrollArea, Ui, vec2};

use super::data::field_words;
use crate::model::caption::template::{Entry, Mode, Template};
use crate::model::caption::variables::VARIABLES;
use crate::model::caption::write::CaptionEdit;
use crate::model::notes::{Field, Subject};
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;
use crate::session::{Command, Revision};
use crate::ui::ask::{Ask, Scene, n_photos};
use crate::ui::icons;
use crate::ui::inspector::suggest_ui::{Place, SuggestState};
use crate::ui::overlay::dialog_ui;
use crate::ui::theme::{self, Type, space};
use crate::ui::widgets::{self, Kind, button, choice, icon_button, menu_gap, menu_row, wrapped};

/// The fields that a template may fill, in the order in which they are offered.
const FIELDS: [Field; 16] = [
    Field::Headline,
    Field::Caption,
    Field::AltText,
    Field::Title,
    Field::Event,
    Field::Persons,
    Field::Keywords,
    Field::Creator,
    Field::Credit,
    Field::Copyright,
    Field::Source,
    Field::Instructions,
    Field::ShownSublocation,
    Field::ShownCity,
    Field::ShownCountry,
    Field::ShownCountryCode,
];

/// What is being made.
#[derive(Default)]
pub struct TemplateForm {
    photos: Vec<PhotoId>,
    template: Template,
    /// How what is typed may go on.
    suggest: SuggestState,
    /// The template that was applied last, for the key that applies it again.
    pub last: Option<Template>,
}

impl TemplateForm {
    /// For these photos, with the first template that there is, or a new one.
    pub fn begin(&mut self, photos: Vec<PhotoId>, templates: &[Template], lang: &LangTag) {
        self.photos = photos;
        if self.template.entries.is_empty() {
            self.template =
                self.last.clone().or_else(|| templates.first().cloned()).unwrap_or_else(|| fresh(lang));
        }
    }
}

/// A template with the fields that are filled most.
fn fresh(lang: &LangTag) -> Template {
    let entry = |field: Field, text: &str| Entry {
        field,
        lang: field.has_languages().then(|| lang.clone()),
        text: text.to_owned(),
        mode: if field == Field::Caption { Mode::IfEmpty } else { Mode::Replace },
        is_on: true,
    };
    let caption = "{persons:left} at {item} in {place} on {date}.";
    let entries = vec![
        entry(
            Field::Caption,
            if lang.language() == "en" { caption } else { "{date} {place} {item} {persons:left}" },
        ),
        entry(Field::Credit, ""),
    ];
    Template { name: "Press".to_owned(), entries }
}

/// Draws the dialog.
pub fn template_ui(ctx: &egui::Context, form: &mut TemplateForm, scene: &mut Scene<'_>) {
    let closed = dialog_ui(ctx, "Template", 720.0, |ui| {
        let palette = theme::palette(ui);
        ui.spacing_mut().item_spacing.y = space::XS;
        wrapped(
            ui,
            "Codes (=code=) and variables ({date}) become the words of each photo and language. Only ticked fields are filled.",
            Type::Body,
            palette.soft,
        );
        ui.add_space(space::S);
        name_ui(ui, form, scene);
        ui.add_space(space::S);
        let height = (ui.ctx().content_rect().height() - 380.0).clamp(120.0, 520.0);
        ScrollArea::vertical().id_salt("template").max_height(height).auto_shrink([false, true]).show(
            ui,
            |ui| {
                let mut gone = None;
                for (n, entry) in form.template.entries.iter_mut().enumerate() {
                    let of = form.photos.first().copied().map(Subject::Photo);
                    if entry_ui(ui, (n, entry), (&mut form.suggest, of.as_ref()), scene) {
                        gone = Some(n);
                    }
                }
                if let Some(n) = gone {
                    form.template.entries.remove(n);
                }
            },
        );
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            ui.allocate_ui(vec2(180.0, 28.0), |ui| add_ui(ui, &mut form.template, scene));
            ui.allocate_ui(vec2(220.0, 28.0), variables_ui);
        });
        ui.add_space(space::M);
        end_ui(ui, form, scene);
    });
    if closed {
        scene.ask(Ask::Overlay(None));
    }
}

fn name_ui(ui: &mut Ui, form: &mut TemplateForm, scene: &mut Scene<'_>) {
    let templates = scene.collection().notes().templates().to_vec();
    ui.horizontal(|ui| {
        ui.allocate_ui(vec2(220.0, 28.0), |ui| {
            let shown = form.template.name.clone();
            choice(ui, "Template", &shown, |ui| {
                for known in &templates {
                    if menu_row(ui, "", &known.name, "", known.name == form.template.name).clicked() {
                        form.template = known.clone();
                        ui.close();
                    }
                }
                if !templates.is_empty() {
                    menu_gap(ui);
                }
                if menu_row(ui, icons::PLUS, "New template", "", false).clicked() {
                    let name = format!("Template {}", templates.len() + 1);
                    form.template = Template { name, ..fresh(scene.lang) };
                    ui.close();
                }
            });
        });
        let field = widgets::Field {
            id: Id::unique("template name"),
            name: "Name of the template",
            hint: "Name",
            rows: 1,
        };
        ui.allocate_ui(vec2(ui.available_width() - 200.0, 28.0), |ui| {
            field.show(ui, &mut form.template.name)
        });
        let named = !form.template.name.trim().is_empty();
        ui.add_enabled_ui(named, |ui| {
            if button(ui, Kind::Plain, icons::CHECK, "Keep").on_hover_text("Keep it in the library").clicked()
            {
                let keep = CaptionEdit::SaveTemplate(form.template.clone());
                scene.ask(Ask::Command(Command::Revise(Revision::Caption(keep))));
                scene.ask(Ask::Notice(format!("Template \"{}\" is kept", form.template.name)));
            }
        });
        let is_kept = templates.iter().any(|known| known.name == form.template.name);
        ui.add_enabled_ui(is_kept, |ui| {
            if icon_button(ui, icons::REJECT, "Delete this template", false).clicked() {
                let delete = CaptionEdit::DeleteTemplate(form.template.name.clone());
                scene.ask(Ask::Command(Command::Revise(Revision::Caption(delete))));
            }
        });
    });
}

/// One field. True when it is to go.
fn entry_ui(
    ui: &mut Ui,
    (n, entry): (usize, &mut Entry),
    (suggest, of): (&mut SuggestState, Option<&Subject>),
    scene: &mut Scene<'_>,
) -> bool {
    let mut gone = false;
    let name = field_words(entry.field, entry.lang.as_ref());
    ui.horizontal(|ui| {
        ui.checkbox(&mut entry.is_on, name.as_str());
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            gone = icon_button(ui, icons::CLOSE, &format!("Remove {name}"), false).clicked();
            ui.allocate_ui(vec2(190.0, 28.0), |ui| {
                choice(ui, "What is there", mode_words(entry.mode), |ui| {
                    for mode in Mode::ALL {
                        if menu_row(ui, "", mode_words(mode), "", entry.mode == mode).clicked() {
                            entry.mode = mode;
                            ui.close();
                        }
                    }
                });
            });
        });
    });
    let rows = if matches!(entry.field, Field::Caption) { 3 } else { 1 };
    let id = Id::unique(("template entry", n));
    ui.add_enabled_ui(entry.is_on, |ui| {
        let was_taken = suggest.take(ui, id, &mut entry.text);
        let field = widgets::Field { id, name: &format!("Template for {name}"), hint: "", rows };
        let response = field.show(ui, &mut entry.text);
        let lang = entry.lang.as_ref();
        // What is offered does not depend on which of the photos it is typed for.
        let place = Place { id, field: entry.field, lang, of, is_template: true, version: n as u64 };
        suggest.follow(ui, &response, &place, (&entry.text, was_taken), scene);
    });
    ui.add_space(space::S);
    gone
}

const fn mode_words(mode: Mode) -> &'static str {
    match mode {
        Mode::Replace => "Replaces what is there",
        Mode::Append => "Stands behind it",
        Mode::Prepend => "Stands before it",
        Mode::IfEmpty => "Fills only what is empty",
    }
}

fn add_ui(ui: &mut Ui, template: &mut Template, scene: &Scene<'_>) {
    choice(ui, "Add a field", "Add a field", |ui| {
        ui.set_width(widgets::MENU_WIDTH);
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for field in FIELDS {
                let langs: Vec<Option<LangTag>> = if field.has_languages() {
                    scene.langs.iter().cloned().map(Some).collect()
                } else {
                    vec![None]
                };
                for lang in langs {
                    if template.entries.iter().any(|entry| entry.field == field && entry.lang == lang) {
                        continue;
                    }
                    if menu_row(ui, "", &field_words(field, lang.as_ref()), "", false).clicked() {
                        let (text, mode) = (String::new(), Mode::default());
                        template.entries.push(Entry { field, lang, text, mode, is_on: true });
                        ui.close();
                    }
                }
            }
        });
    });
}

/// The variables with what they stand for; a click copies one.
fn variables_ui(ui: &mut Ui) {
    choice(ui, "Variables", "Variables", |ui| {
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for (name, meaning) in VARIABLES {
                let name = format!("{{{name}}}");
                if menu_row(ui, icons::COPY, &name, "", false).on_hover_text(*meaning).clicked() {
                    ui.ctx().copy_text(name);
                    ui.close();
                }
            }
        });
    });
}

fn end_ui(ui: &mut Ui, form: &mut TemplateForm, scene: &mut Scene<'_>) {
    ui.add_enabled_ui(!form.photos.is_empty(), |ui| {
        let label = format!("Apply to {}", n_photos(form.photos.len()));
        let entered = ui.input_mut(|i| i.consume_key(egui::Modifiers::COMMAND, egui::Key::Enter));
        let response = button(ui, Kind::Main, "", &label).on_hover_text("Ctrl+Enter");
        if response.clicked() || (entered && !form.photos.is_empty()) {
            form.last = Some(form.template.clone());
            let apply = CaptionEdit::Apply { photos: form.photos.clone(), template: form.template.clone() };
            scene.ask(Ask::Command(Command::Revise(Revision::Caption(apply))));
            scene.ask(Ask::Overlay(None));
        }
    });
}
