//! The rows of the list of visits and devices. Pure.

use std::collections::{HashMap, HashSet};

use crate::model::clock::words as clock_words;
use crate::model::collection::Collection;
use crate::model::device::{Device, DeviceId};
use crate::model::notes::{Field, Subject};
use crate::model::photo::PhotoId;
use crate::model::text::{LangTag, LangText};
use crate::model::visit::{SectionId, VisitId};
use crate::ui::sheet::data::has_caption;
use crate::ui::visit_page::holes::{Part, parts};
use crate::ui::words;

/// What a row stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// Everything that is open.
    All,
    /// A visit or section.
    Heading(Subject),
    /// An item of the programme without a picture.
    Hole(Empty),
    /// Photos that nothing dates.
    Undated,
    /// All devices; it unfolds into them.
    Devices,
    /// One device.
    Device(Device),
}

/// An item of the programme without a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Empty {
    /// Of which visit.
    pub visit: VisitId,
    /// The section that its photos will be in.
    pub section: SectionId,
    /// What it is called.
    pub title: LangText,
    /// "18:00–20:00".
    pub time: String,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it stands for.
    pub of: Of,
    /// Photos in it; behind [`Of::Devices`] the devices.
    pub count: usize,
    /// Whether its sections or devices are shown; `None` where there is nothing to unfold.
    pub unfolded: Option<bool>,
}

/// The rows, with the sections of visits that are not folded, `with_holes` also their items without a picture, and the devices when
/// they are unfolded.
pub fn rows(
    collection: &Collection,
    folded: &HashSet<VisitId>,
    with_devices: bool,
    with_holes: bool,
) -> Vec<Row> {
    let grouping = collection.grouping();
    let mut rows = vec![Row { of: Of::All, count: collection.photos().len(), unfolded: None }];
    for visit in &grouping.visits {
        let several = visit.sections.len() + usize::from(!visit.unphotographed.is_empty()) > 1;
        let unfolded = !folded.contains(&visit.id);
        rows.push(Row {
            of: Of::Heading(Subject::Visit(visit.id.clone())),
            count: visit.n_photos(),
            unfolded: several.then_some(unfolded),
        });
        if !(several && unfolded) {
            continue;
        }
        for part in parts(collection, visit) {
            let (of, count) = match part {
                Part::Section(section) => {
                    let subject = Subject::Section(visit.id.clone(), section.id.clone());
                    (Of::Heading(subject), section.photos.len())
                }
                Part::Hole(_) if !with_holes => continue,
                Part::Hole(hole) => {
                    let (visit, section) = (visit.id.clone(), hole.section());
                    let (title, time) = (hole.item.title.clone(), words::item_time(hole.item));
                    (Of::Hole(Empty { visit, section, title, time }), 0)
                }
            };
            rows.push(Row { of, count, unfolded: None });
        }
    }
    if !grouping.undated.is_empty() {
        rows.push(Row { of: Of::Undated, count: grouping.undated.len(), unfolded: None });
    }
    let devices = collection.devices();
    if !devices.is_empty() {
        rows.push(Row { of: Of::Devices, count: devices.len(), unfolded: Some(with_devices) });
    }
    for device in devices.iter().filter(|_| with_devices) {
        rows.push(Row { count: device.n_photos, of: Of::Device(device.clone()), unfolded: None });
    }
    rows
}

/// What a device is called in the list: with the end of its serial number, which tells two bodies of one model apart.
/// A name that a person gave tells enough.
pub fn device_label(device: &Device, collection: &Collection) -> String {
    let name = collection.device_name(&device.id);
    let said = collection.notes().device_line(&device.id, Field::DeviceName);
    let Some(serial) = device.facts.serial.as_ref().filter(|_| said.is_none()) else { return name };
    let n = serial.chars().count();
    let end: String = serial.chars().skip(n.saturating_sub(4)).collect();
    format!("{name} · {}{end}", if n > 4 { "…" } else { "" })
}

/// How a device's clock stands where it surely seems wrong: "1 h ahead".
pub fn clock_fault(collection: &Collection, device: &DeviceId) -> Option<String> {
    let of_it = collection.proposals().iter().find(|p| p.is_sure && p.device == *device)?;
    Some(clock_words::standing(of_it.delta_secs))
}

/// Which of make, model and serial number its files tell, a line each.
pub fn device_facts(device: &Device) -> [String; 3] {
    let facts = &device.facts;
    [("Make", &facts.make), ("Model", &facts.model), ("Serial number", &facts.serial)]
        .map(|(what, told)| format!("{what}: {}", told.as_deref().unwrap_or("not known")))
}

/// Whether something lacks a caption in some language; worked out for rows that are seen, kept until something changes.
#[derive(Debug, Default)]
pub struct Missing {
    of: HashMap<Subject, bool>,
    revision: Option<(u64, usize)>,
}

impl Missing {
    /// Whether a photo of this visit or section lacks a caption in one of these languages. `revision` changes with the
    /// collection.
    pub fn in_subject(
        &mut self,
        collection: &Collection,
        subject: &Subject,
        langs: &[LangTag],
        revision: u64,
    ) -> bool {
        if self.revision != Some((revision, langs.len())) {
            self.of.clear();
            self.revision = Some((revision, langs.len()));
        }
        if let Some(known) = self.of.get(subject) {
            return *known;
        }
        let lacks = |photo: &PhotoId| {
            let Some(photo) = collection.photo(*photo) else { return false };
            langs.iter().any(|lang| !has_caption(photo, collection.notes(), lang))
        };
        let found = match subject {
            Subject::Visit(id) => collection.visit(id).is_some_and(|visit| visit.photos().any(|p| lacks(&p))),
            Subject::Section(visit, id) => {
                collection.section(visit, id).is_some_and(|section| section.photos.iter().any(lacks))
            }
            Subject::Photo(photo) => lacks(photo),
            Subject::Library | Subject::Device(_) => false,
        };
        self.of.insert(subject.clone(), found);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::edit::Edit;
    use crate::model::notes::{Key, Value};
    use crate::ui::made;

    #[test]
    fn visits_unfold_into_sections() {
        let collection = made::collection(200);
        let all = rows(&collection, &HashSet::new(), false, true);
        assert_eq!(all[0], Row { of: Of::All, count: 200, unfolded: None });
        let [.., undated, devices] = all.as_slice() else { panic!("too few") };
        assert_eq!(undated.of, Of::Undated);
        assert_eq!(*devices, Row { of: Of::Devices, count: 1, unfolded: Some(false) });
        let folded: HashSet<_> = collection.grouping().visits.iter().map(|v| v.id.clone()).collect();
        assert_eq!(rows(&collection, &folded, false, true).len(), 3 + folded.len());
        let sections: usize = collection.grouping().visits.iter().map(|v| v.sections.len()).sum();
        assert!(all.len() > 3 + folded.len() && all.len() <= 3 + folded.len() + sections);
    }

    #[test]
    fn devices_unfold_and_two_bodies_of_a_model_are_told_apart() {
        let collection = made::collection(20);
        let all = rows(&collection, &HashSet::new(), true, true);
        let Some(Row { of: Of::Device(device), count: 20, .. }) = all.last() else { panic!("{all:?}") };
        assert_eq!(device_label(device, &collection), "Canon EOS R5");
        assert_eq!(device_facts(device)[2], "Serial number: not known");
        let mut body = device.clone();
        body.facts.serial = Some("082024001337".into());
        assert_eq!(device_label(&body, &collection), "Canon EOS R5 · …1337");
        body.facts.serial = Some("7".into());
        assert_eq!(device_label(&body, &collection), "Canon EOS R5 · 7");
        let mut collection = collection;
        let key = Key { subject: Subject::Device(body.id.clone()), field: Field::DeviceName, lang: None };
        let said = [(key, Some(Value::Text("공보실 카메라".into())))];
        collection.apply(&Edit::against(collection.notes(), "name", said));
        assert_eq!(device_label(&body, &collection), "공보실 카메라");
    }

    #[test]
    fn a_section_lacks_captions_until_every_photo_has_one_in_every_language() {
        let mut collection = made::collection(5);
        let visit = collection.grouping().visits[0].clone();
        let section = Subject::Section(visit.id.clone(), visit.sections[0].id.clone());
        let langs = [LangTag::en(), LangTag::parse("ko").unwrap()];
        let mut missing = Missing::default();
        assert!(missing.in_subject(&collection, &section, &langs, 1));
        for n in 0..5 {
            for lang in ["en", "ko"] {
                made::say(&mut collection, made::id(n), Field::Caption, Some(lang), "환영식");
            }
        }
        assert!(missing.in_subject(&collection, &section, &langs, 1), "kept until something changes");
        assert!(!missing.in_subject(&collection, &section, &langs, 2));
    }
}
