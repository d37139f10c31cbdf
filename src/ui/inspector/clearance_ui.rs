//! Who lets photos or a visit out, who holds them, and until when nothing of them may be public.

use egui::Ui;

use super::data::{Shared, shared};
use super::inspector_ui::part_ui;
use crate::model::clearance::{Clearance, Embargo, Party, Ruling};
use crate::model::collection::Collection;
use crate::model::notes::Subject;
use crate::session::{Command, Revision};
use crate::ui::actions::Action;
use crate::ui::ask::{Ask, Scene};
use crate::ui::icons;
use crate::ui::theme::{self, Type, space};
use crate::ui::widgets::{Kind, button, choice, menu_gap, menu_row, wrapped};

/// What holds of the subjects that are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rulings {
    us: Shared<Option<Ruling>>,
    host: Shared<Option<Ruling>>,
    embargo: Shared<Option<Embargo>>,
    /// What of it was said of the visit, and not of the one photo that is shown.
    of_visit: Vec<&'static str>,
}

/// What holds of a photo in its visit, or of a visit.
fn clearance_of(subject: &Subject, collection: &Collection) -> Clearance {
    let notes = collection.notes();
    match subject {
        Subject::Photo(photo) => {
            notes.clearance(*photo, collection.whereabouts(*photo).map(|(visit, _)| &visit.id))
        }
        _ => Clearance {
            us: notes.ruling(subject, Party::Us),
            host: notes.ruling(subject, Party::Host),
            embargo: notes.embargo(subject),
        },
    }
}

/// What holds of photos, or of a visit.
pub fn rulings(collection: &Collection, subjects: &[Subject]) -> Rulings {
    let notes = collection.notes();
    let all: Vec<Clearance> = subjects.iter().map(|subject| clearance_of(subject, collection)).collect();
    let mut of_visit = Vec::new();
    if let ([subject @ Subject::Photo(_)], [holds]) = (subjects, all.as_slice()) {
        let own = |party| notes.ruling(subject, party);
        let inherits = |party| holds.by(party).is_some() && own(party).is_none();
        of_visit.extend(inherits(Party::Us).then_some("our word"));
        of_visit.extend(inherits(Party::Host).then_some("the host's"));
        of_visit.extend(
            (holds.embargo.is_some() && notes.embargo(subject) != holds.embargo).then_some("the embargo"),
        );
    }
    Rulings {
        us: shared(all.iter().map(|clearance| clearance.us)),
        host: shared(all.iter().map(|clearance| clearance.host)),
        embargo: shared(all.iter().map(|clearance| clearance.embargo)),
        of_visit,
    }
}

/// A party's word.
fn words(ruling: &Shared<Option<Ruling>>) -> &'static str {
    match ruling {
        Shared::Same(Some(Ruling::Cleared)) => "Cleared",
        Shared::Same(Some(Ruling::Held)) => "Held back",
        Shared::Same(None) => "Nothing said",
        Shared::Differs => "These differ",
    }
}

/// Draws the choices, and the embargo below them.
pub fn clearance_ui(ui: &mut Ui, rulings: &Rulings, subjects: &[Subject], scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    ui.add_space(space::S);
    part_ui(ui, "Clearance");
    for (party, name, ruling) in
        [(Party::Us, "By us", &rulings.us), (Party::Host, "By the host", &rulings.host)]
    {
        let value = format!("{name}: {}", words(ruling).to_lowercase());
        choice(ui, &format!("Clearance {}", name.to_lowercase()), &value, |ui| {
            let mut chosen = None;
            for (icon, label, of) in
                [(icons::CHECK, "Cleared", Ruling::Cleared), (icons::ALERT, "Held back", Ruling::Held)]
            {
                if menu_row(ui, icon, label, "", ruling.same() == Some(&Some(of))).clicked() {
                    chosen = Some(Some(of));
                }
            }
            menu_gap(ui);
            if menu_row(ui, icons::UNDO, "Nothing said", "", ruling.same() == Some(&None)).clicked() {
                chosen = Some(None);
            }
            if let Some(ruling) = chosen {
                let subjects = subjects.to_vec();
                let revision = Revision::SetClearance { subjects, party, ruling };
                scene.ask(Ask::Command(Command::Revise(revision)));
                ui.close();
            }
        });
    }
    let embargo = match &rulings.embargo {
        Shared::Same(Some(embargo)) => format!("Under embargo until {embargo}"),
        Shared::Same(None) => String::new(),
        Shared::Differs => "Their embargoes differ".to_owned(),
    };
    if !embargo.is_empty() {
        wrapped(ui, &embargo, Type::Body, palette.text);
    }
    if !rulings.of_visit.is_empty() {
        let text = format!("Said of the visit: {}", rulings.of_visit.join(", "));
        wrapped(ui, &text, Type::Small, palette.soft);
    }
    if button(ui, Kind::Quiet, icons::CLOCK, "Embargo…").clicked() {
        scene.ask(Ask::Do(Action::Embargo));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::made;
    use crate::model::notes::{Key, Value};

    #[test]
    fn what_is_said_of_the_visit_is_told_of_its_photo() {
        let mut collection = Collection::default();
        collection.insert([made::photo(0), made::photo(1)]);
        let visit = collection.grouping().visits[0].id.clone();
        let photo = Subject::Photo(made::id(0));
        let mut say = |subject: Subject, party: Party, ruling: Ruling| {
            let key = Key { subject, field: party.field(), lang: None };
            let value = Some(Value::Text(ruling.code().to_owned()));
            let edit = crate::model::edit::Edit::against(collection.notes(), "test", [(key, value)]);
            collection.apply(&edit);
        };
        say(Subject::Visit(visit), Party::Us, Ruling::Cleared);
        say(photo.clone(), Party::Host, Ruling::Held);
        let one = rulings(&collection, std::slice::from_ref(&photo));
        assert_eq!((words(&one.us), words(&one.host)), ("Cleared", "Held back"));
        assert_eq!(one.of_visit, ["our word"]);
        let both = rulings(&collection, &[photo, Subject::Photo(made::id(1))]);
        assert_eq!((words(&both.us), words(&both.host)), ("Cleared", "These differ"));
    }
}
