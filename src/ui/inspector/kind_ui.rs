//! Draws what sort of picture the chosen photos are, how that is known, and the choice of another.

use egui::Ui;

use super::data::{Shared, shared};
use super::inspector_ui::part_ui;
use crate::model::collection::Collection;
use crate::model::photo::{PhotoId, PhotoKind};
use crate::ui::ask::Scene;
use crate::ui::context_menu;
use crate::ui::theme::{self, Type, space};
use crate::ui::widgets::{choice, wrapped};
use crate::ui::words;

/// What sort of picture, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindWords {
    /// "Selfie", or that the photos differ.
    pub value: String,
    /// How that is known; each a line.
    pub how: Vec<String>,
}

/// What is said of the kind of photos.
pub fn kind_words(collection: &Collection, photos: &[PhotoId]) -> KindWords {
    let notes = collection.notes();
    let known = || photos.iter().filter_map(|photo| collection.photo(*photo));
    let value = match shared(known().map(|photo| notes.kind(photo))) {
        Shared::Same(kind) => words::kind_choice(kind),
        Shared::Differs => "These photos differ".to_owned(),
    };
    let mut how = Vec::new();
    if let [photo] = photos
        && let Some(photo) = collection.photo(*photo)
    {
        let mut why: Vec<String> = photo.kind_evidence.iter().map(|why| words::sentence(why)).collect();
        if notes.said_kind(photo.id).is_some() {
            how.push("A person said so".to_owned());
            if photo.kind != PhotoKind::Unknown {
                let filed = words::kind_choice(photo.kind).to_lowercase();
                how.push(format!("The file says {filed}: {}", photo.kind_evidence.join("; ")));
            }
        } else if why.is_empty() {
            how.push("Nothing in the file says".to_owned());
        } else {
            how.append(&mut why);
        }
    }
    KindWords { value, how }
}

/// Draws the choice, and below it how it is known.
pub fn kind_ui(ui: &mut Ui, photos: &[PhotoId], scene: &mut Scene<'_>) {
    let KindWords { value, how } = kind_words(scene.collection(), photos);
    ui.add_space(space::S);
    part_ui(ui, "Kind");
    choice(ui, "Kind", &value, |ui| context_menu::kinds_ui(ui, photos, scene));
    let palette = theme::palette(ui);
    for line in how {
        wrapped(ui, &line, Type::Small, palette.soft);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::collection::Collection;
    use crate::model::made;
    use crate::model::notes::Field;
    use crate::model::photo::Photo;

    #[test]
    fn a_person_goes_above_the_file_and_both_are_told() {
        let mut collection = Collection::default();
        let front = Photo {
            kind: PhotoKind::Selfie,
            kind_evidence: vec!["the lens is \"iPhone 15 front camera\"".into()],
            ..made::photo(0)
        };
        collection.insert([front, made::photo(1)]);
        let words = |collection: &Collection, photos: &[PhotoId]| kind_words(collection, photos);
        let one = words(&collection, &[made::id(0)]);
        assert_eq!((one.value.as_str(), one.how.len()), ("Selfie", 1));
        assert!(one.how[0].starts_with("The lens is"), "{one:?}");
        assert_eq!(words(&collection, &[made::id(1)]).how, ["Nothing in the file says"]);
        assert_eq!(words(&collection, &[made::id(0), made::id(1)]).value, "These photos differ");
        crate::ui::made::say(&mut collection, made::id(0), Field::Kind, None, "event");
        let said = words(&collection, &[made::id(0)]);
        assert_eq!(said.value, "Event photo");
        assert!(said.how[1].starts_with("The file says selfie: the lens"), "{said:?}");
    }
}
