//! What several photos have in common, and what is known of one, in words. Pure.

use crate::model::caption::template::list_text;
use crate::model::collection::Collection;
use crate::model::motion::MotionPlace;
use crate::model::notes::{Field, Flag, Subject};
use crate::model::photo::{Photo, PhotoId};
use crate::model::text::LangTag;
use crate::model::wording;
use crate::ui::words;

use super::when::when_fact;

/// A value of several things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shared<T> {
    /// All have this.
    Same(T),
    /// They differ.
    Differs,
}

impl<T> Shared<T> {
    /// What all have.
    pub fn same(&self) -> Option<&T> {
        match self {
            Self::Same(value) => Some(value),
            Self::Differs => None,
        }
    }
}

/// What all have, if they have the same; of nothing, the default.
pub fn shared<T: PartialEq + Default>(mut values: impl Iterator<Item = T>) -> Shared<T> {
    let Some(first) = values.next() else { return Shared::Same(T::default()) };
    if values.all(|value| value == first) { Shared::Same(first) } else { Shared::Differs }
}

/// A text of photos, visits or sections in one language (`None` for lines without one).
pub fn text_of(
    collection: &Collection,
    subjects: &[Subject],
    field: Field,
    lang: Option<&LangTag>,
) -> Shared<String> {
    let notes = collection.notes();
    shared(subjects.iter().map(|subject| {
        match (subject, lang) {
            (Subject::Photo(photo), Some(lang)) => collection
                .photo(*photo)
                .and_then(|photo| notes.photo_texts(photo, field).get(lang).map(str::to_owned))
                .unwrap_or_default(),
            (Subject::Photo(photo), None) if field.is_list() => {
                let photo = collection.photo(*photo);
                photo.map(|photo| list_text(notes.photo_list(photo, field))).unwrap_or_default()
            }
            (Subject::Photo(photo), None) => {
                collection.photo(*photo).and_then(|photo| notes.photo_line(photo, field)).unwrap_or_default()
            }
            (Subject::Device(device), _) => notes.device_line(device, field).unwrap_or_default().to_owned(),
            (_, Some(lang)) => notes.texts(subject, field).get(lang).map(str::to_owned).unwrap_or_default(),
            (_, None) => String::new(),
        }
    }))
}

/// What is shown of the chosen photos besides their texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Stars.
    pub stars: Shared<u8>,
    /// Picked or rejected.
    pub flag: Shared<Flag>,
}

/// Stars and flags of photos.
pub fn marks(collection: &Collection, photos: &[PhotoId]) -> Marks {
    let notes = collection.notes();
    let each = || photos.iter().filter_map(|photo| collection.photo(*photo));
    Marks {
        stars: shared(each().map(|photo| notes.rating(photo))),
        flag: shared(each().map(|photo| notes.flag(photo))),
    }
}

/// One fact: what it is, in a line, and how it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The icon before it.
    pub icon: &'static str,
    /// What is known.
    pub value: String,
    /// How, and what else there is to say; each a line.
    pub how: Vec<String>,
    /// Whether it is doubtful.
    pub doubtful: bool,
}

/// What is known of one photo.
pub fn facts(photo: &Photo, collection: &Collection) -> Vec<Fact> {
    use crate::ui::icons;
    let fact = |icon, value: String, how: Vec<String>, doubtful| Fact { icon, value, how, doubtful };
    let mut facts = Vec::new();
    facts.push(when_fact(photo, collection.captured(photo)));
    facts.push(match (&photo.place, photo.position) {
        (Some(place), Some(position)) => {
            let how = [
                Some(words::position(position.lat, position.lon)),
                Some("GPS position in the file; nearest town".to_owned()),
                photo.zone.as_ref().map(|zone| format!("Time zone {zone}")),
            ];
            let how = how.into_iter().flatten().collect();
            fact(icons::PLACE, wording::place_name(place, &LangTag::en()), how, false)
        }
        (None, Some(position)) => {
            let how = vec!["GPS position in the file".to_owned()];
            fact(icons::PLACE, words::position(position.lat, position.lon), how, false)
        }
        (Some(place), None) => {
            fact(icons::PLACE, wording::place_name(place, &LangTag::en()), Vec::new(), false)
        }
        (None, None) => fact(
            icons::PLACE,
            "Where is not known".to_owned(),
            vec!["No GPS position in the file".to_owned()],
            true,
        ),
    });
    facts.push(device_fact(photo, collection));
    facts.extend(motion_fact(photo));
    facts.extend(credentials_fact(photo));
    facts.extend(hidden_fact(photo));
    facts.push(file_fact(photo));
    if !photo.remarks.is_empty() {
        let how = photo.remarks.iter().map(|remark| words::sentence(remark)).collect();
        facts.push(fact(icons::INFO, "Read and not used".to_owned(), how, false));
    }
    facts
}

fn device_fact(photo: &Photo, collection: &Collection) -> Fact {
    let device = &photo.device;
    let mut how = Vec::new();
    how.extend(device.lens.clone());
    if let Some(serial) = &device.serial {
        how.push(format!("Serial number {serial}"));
    }
    if let Some(software) = &device.software {
        how.push(format!("Software {software}"));
    }
    let name = collection.notes().device_of(device).map(|id| collection.device_name(&id));
    if let Some(filed) = device.name().filter(|filed| name.as_ref().is_some_and(|name| name != filed)) {
        how.insert(0, format!("{filed}, as the file says"));
    }
    let doubtful = name.is_none();
    let value = name.unwrap_or_else(|| "Device is not known".to_owned());
    if doubtful && how.is_empty() {
        how.push("The file names no make or model".to_owned());
    }
    Fact { icon: crate::ui::icons::CAMERA, value, how, doubtful }
}

/// The video of the photo, or that it has lost its own.
fn motion_fact(photo: &Photo) -> Option<Fact> {
    let icon = crate::ui::icons::MOTION;
    if let Some(claim) = photo.missing_motion() {
        let value = "Its video is missing".to_owned();
        let how = vec![claim.words().to_owned(), claim.scheme().name().to_owned()];
        return Some(Fact { icon, value, how, doubtful: true });
    }
    let motion = photo.motion.as_ref()?;
    let mut how = vec![words::sentence(&format!("{} ({})", motion.place_words(), motion.scheme.name()))];
    if matches!(motion.place, MotionPlace::Embedded { .. }) {
        how.push("It goes wherever the file goes; albums never hold it".to_owned());
    }
    Some(Fact { icon, value: format!("Motion: {}", motion.length_words()), how, doubtful: false })
}

/// Content Credentials: that they are there is no proof of anything yet.
fn credentials_fact(photo: &Photo) -> Option<Fact> {
    let found = photo.hidden.credentials.as_ref()?;
    let mut how = vec![words::sentence(&found.words())];
    how.extend(found.source_words().map(|source| format!("They say: {source}")));
    if !found.actions.is_empty() {
        how.push(format!("Steps: {}", found.actions.join(", ")));
    }
    how.push("Albums do not carry them: give out the original where they are asked for".to_owned());
    let doubtful = found.says_made_by_model();
    let value = if doubtful { "Content Credentials: made by a model" } else { "Content Credentials" };
    Some(Fact { icon: crate::ui::icons::CHECK, value: value.to_owned(), how, doubtful })
}

/// What goes out with the file and nobody sees.
fn hidden_fact(photo: &Photo) -> Option<Fact> {
    let hidden = photo.hidden.words();
    let is_telling = photo.hidden.thumbnail == Some(crate::model::hidden::Thumbnail::OtherShape);
    let how = vec![words::sentence(&hidden.join(", ")), "Albums hold none of it".to_owned()];
    (!hidden.is_empty()).then(|| Fact {
        icon: crate::ui::icons::EYE,
        value: "Hidden in the file".to_owned(),
        how,
        doubtful: is_telling,
    })
}

fn file_fact(photo: &Photo) -> Fact {
    let (width, height) = photo.upright_size();
    let mut line = vec![photo.format.name().to_owned()];
    if width > 0 {
        line.push(format!("{width} × {height}"));
    }
    line.push(words::bytes(photo.original.bytes));
    let mut how = vec![line.join("  ·  ")];
    if let Some(folder) = photo.original.path.parent() {
        how.push(folder.display().to_string());
    }
    let names = |paths: &[std::path::PathBuf]| {
        let name = |path: &std::path::PathBuf| {
            path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
        };
        paths.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    if !photo.companions.is_empty() {
        how.push(format!("With {}", names(&photo.companions)));
    }
    if !photo.copies.is_empty() {
        how.push(format!("Also as {}", names(&photo.copies)));
    }
    Fact { icon: crate::ui::icons::FILE, value: photo.file_name(), how, doubtful: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::made::{self, id};

    #[test]
    fn photos_share_a_text_or_differ() {
        let mut collection = made::collection(3);
        let both = [Subject::Photo(id(0)), Subject::Photo(id(1))];
        let ko = LangTag::parse("ko").unwrap();
        let caption = |collection: &Collection| text_of(collection, &both, Field::Caption, Some(&ko));
        assert_eq!(caption(&collection), Shared::Same(String::new()));
        made::say(&mut collection, id(0), Field::Caption, Some("ko"), "만찬");
        assert_eq!(caption(&collection), Shared::Differs);
        made::say(&mut collection, id(1), Field::Caption, Some("ko"), "만찬");
        assert_eq!(caption(&collection), Shared::Same("만찬".to_owned()));
        assert_eq!(text_of(&collection, &[], Field::Caption, Some(&ko)), Shared::Same(String::new()));
        made::say(&mut collection, id(0), Field::Rating, None, "3");
        assert_eq!(marks(&collection, &[id(0), id(1)]).stars, Shared::Differs);
    }

    #[test]
    fn facts_say_how_they_are_known() {
        let collection = made::collection(10);
        let facts_of = |n: usize| facts(collection.photo(id(n)).unwrap(), &collection);
        let known = facts_of(0);
        assert_eq!(known[0].value, "Monday, 5 January 2026, 09:00:00");
        assert!(known[0].how[0].starts_with("Camera clock"));
        assert!(known[0].how[1].contains("not known"));
        assert_eq!(known[2].value, "Canon EOS R5");
        assert_eq!(known[3].how[0], "JPEG  ·  4000 × 3000  ·  4.0 MB");
        assert!(facts_of(9)[0].doubtful);
        let mut photo = crate::model::made::photo(0);
        photo.remarks.push("the serial number \"000\" is all zeros".to_owned());
        let last = facts(&photo, &collection).pop().unwrap();
        assert_eq!(last.how, ["The serial number \"000\" is all zeros"]);
    }

    #[test]
    fn the_video_of_a_photo_is_a_fact_and_so_is_a_lost_one() {
        use crate::model::made;
        use crate::model::motion::{MotionClaim, MotionScheme};
        let motion = |photo: &Photo| {
            facts(photo, &Collection::default())
                .into_iter()
                .find(|fact| fact.icon == crate::ui::icons::MOTION)
        };
        let mut photo = made::photo(0);
        assert_eq!(motion(&photo), None);
        photo.motion_claim = Some(MotionClaim::Embedded(MotionScheme::MicroVideo));
        let lost = motion(&photo).unwrap();
        assert_eq!((lost.value.as_str(), lost.doubtful), ("Its video is missing", true));
        photo.motion = Some(made::motion());
        let there = motion(&photo).unwrap();
        assert_eq!(there.value, "Motion: 2.8 s of video with sound");
        assert_eq!(there.how[0], "Inside the file (Samsung motion photo)");
    }
}
