//! Which photos the sheet shows, in which order and under which headings. Pure.

use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use crate::model::clearance::{Party, Ruling};
use crate::model::collection::Collection;
use crate::model::device::DeviceId;
use crate::model::notes::{Field, Flag, Notes, Subject};
pub use crate::model::order::Order;
use crate::model::photo::{Photo, PhotoId, PhotoKind};
use crate::model::text::LangTag;
use crate::model::visit::{SectionId, VisitId};
use crate::model::wording;
use crate::ui::visit_page::holes::{Part, parts};

/// Which part of the collection is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    #[default]
    All,
    /// One visit.
    Visit(VisitId),
    /// Photos that nothing dates.
    Undated,
    /// What one device took, under the headings of its visits.
    Device(DeviceId),
}

/// What can be looked for in the clearance of photos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClearanceIs {
    /// A party holds it.
    Held,
    /// This party did not clear it.
    NotClearedBy(Party),
    /// It has an embargo, over or not.
    Embargoed,
}

impl ClearanceIs {
    fn true_of(self, photo: PhotoId, collection: &Collection) -> bool {
        let visit = collection.whereabouts(photo).map(|(visit, _)| &visit.id);
        let clearance = collection.notes().clearance(photo, visit);
        match self {
            Self::Held => clearance.is_held(),
            Self::NotClearedBy(party) => clearance.by(party) != Some(Ruling::Cleared),
            Self::Embargoed => clearance.embargo.is_some(),
        }
    }
}

/// What is left out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that must all occur in name, texts, place or device.
    pub search: String,
    /// At least so many stars.
    pub stars: u8,
    /// Only photos marked so.
    pub flag: Option<Flag>,
    /// Only photos that lack a caption in this language.
    pub lacks: Option<LangTag>,
    /// Only photos that have a video.
    pub motion: bool,
    /// Only photos of this kind.
    pub kind: Option<PhotoKind>,
    /// Only photos of which this is true of their clearance.
    pub clearance: Option<ClearanceIs>,
    /// Only photos of a visit with a programme that lie in none of its items.
    pub unplaced: bool,
    /// Only photos that would fit into several items alike, and of which nobody said where they belong.
    pub undecided: bool,
    /// Items without a picture stand among the photos of a visit. Leaves nothing out.
    pub holes: bool,
}

impl Filter {
    /// Whether nothing is left out.
    pub fn is_open(&self) -> bool {
        self.search.trim().is_empty() && !self.is_set()
    }

    /// Whether something beside the search leaves photos out.
    pub const fn is_set(&self) -> bool {
        self.stars > 0
            || self.flag.is_some()
            || self.lacks.is_some()
            || self.motion
            || self.kind.is_some()
            || self.clearance.is_some()
            || self.unplaced
            || self.undecided
    }

    /// Whether what people write can change what is shown.
    pub fn reads_notes(&self) -> bool {
        !self.is_open()
    }

    /// Whether a photo is shown.
    pub fn admits(&self, photo: &Photo, collection: &Collection) -> bool {
        let notes = collection.notes();
        notes.rating(photo) >= self.stars
            && self.flag.is_none_or(|flag| notes.flag(photo) == flag)
            && self.lacks.as_ref().is_none_or(|lang| !has_caption(photo, notes, lang))
            && (!self.motion || photo.motion.is_some())
            && self.kind.is_none_or(|kind| notes.kind(photo) == kind)
            && self.clearance.is_none_or(|is| is.true_of(photo.id, collection))
            && (!self.unplaced || is_unplaced(photo.id, collection))
            && (!self.undecided || is_undecided(photo.id, collection))
            && matches_search(&self.search, photo, collection)
    }
}

/// Whether a photo has a caption in exactly this language.
pub fn has_caption(photo: &Photo, notes: &Notes, lang: &LangTag) -> bool {
    notes.photo_texts(photo, Field::Caption).get(lang).is_some()
}

/// Whether a photo lies in no item of its visit's programme.
fn is_unplaced(photo: PhotoId, collection: &Collection) -> bool {
    let whereabouts = collection.whereabouts(photo);
    whereabouts.is_some_and(|(visit, section)| visit.programme.is_some() && section.item.is_none())
}

/// Whether several items of the programme speak for a photo alike, and nobody said where it belongs.
pub fn is_undecided(photo: PhotoId, collection: &Collection) -> bool {
    let placed = collection.grouping().placed.get(&photo);
    placed.is_some_and(|(_, placed)| !placed.rivals.is_empty())
        && collection.notes().placement(photo).is_none()
}

/// Whether every word of the search occurs somewhere in what is known of the photo; capitals do not matter.
fn matches_search(search: &str, photo: &Photo, collection: &Collection) -> bool {
    let notes = collection.notes();
    let mut words = search.split_whitespace().map(str::to_lowercase).peekable();
    if words.peek().is_none() {
        return true;
    }
    let mut text = photo.file_name();
    let mut add = |part: &str| {
        text.push('\n');
        text.push_str(part);
    };
    for field in [Field::Title, Field::Headline, Field::Caption, Field::AltText, Field::Event] {
        for (_, words) in notes.photo_texts(photo, field).iter() {
            add(words);
        }
    }
    for field in [Field::Creator, Field::Credit] {
        if let Some(line) = notes.photo_line(photo, field) {
            add(&line);
        }
    }
    for part in [Field::Keywords, Field::Persons].iter().flat_map(|field| notes.photo_list(photo, *field)) {
        add(part);
    }
    if let Some(device) = photo.device.name() {
        add(&device);
    }
    if let Some(device) = notes.device_of(&photo.device) {
        // A person's name for it, or that of the body that it was joined to.
        add(&collection.device_name(&device));
        if let Some(owner) = notes.device_line(&device, Field::Owner) {
            add(owner);
        }
    }
    if let Some(place) = &photo.place {
        for lang in wording::LANGUAGES.iter().filter_map(|lang| LangTag::parse(lang).ok()) {
            add(&wording::place_name(place, &lang));
        }
    }
    let text = text.to_lowercase();
    words.all(|word| text.contains(&word))
}

/// Photos under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The visit; `None` for undated photos.
    pub visit: Option<VisitId>,
    /// Its section; `None` for undated photos.
    pub section: Option<SectionId>,
    /// Whether it is the first of its visit.
    pub begins_visit: bool,
    /// Which part of the order.
    pub range: Range<usize>,
    /// The item of the programme, by its uid, of which there is no picture: then the range is empty.
    pub hole: Option<Arc<str>>,
}

impl Group {
    /// The section that it is; `None` for undated photos.
    pub fn subject(&self) -> Option<Subject> {
        Some(Subject::Section(self.visit.clone()?, self.section.clone()?))
    }
}

/// What the sheet shows.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// The photos.
    pub order: Arc<Order>,
    /// Their headings, in order; empty are only those of items without a picture.
    pub groups: Vec<Group>,
    /// Width by height of each photo in order.
    pub aspects: Arc<Vec<f32>>,
}

impl Shown {
    /// What a scope shows through a filter.
    pub fn of(collection: &Collection, scope: &Scope, filter: &Filter) -> Self {
        let mut sieve = Sieve::new(collection, scope, filter);
        sieve.run(collection, None);
        sieve.take()
    }

    /// Everything: nothing is looked at but the headings, so that this takes no time while many photos stream in.
    fn all(collection: &Collection) -> Self {
        let grouping = collection.grouping();
        let mut groups: Vec<Group> = Vec::new();
        let mut start = 0;
        let mut push =
            |visit: Option<&VisitId>, section: Option<&SectionId>, begins_visit, n_photos: usize| {
                let range = start..start + n_photos;
                start = range.end;
                if n_photos > 0 {
                    let (visit, section) = (visit.cloned(), section.cloned());
                    groups.push(Group { visit, section, begins_visit, range, hole: None });
                }
            };
        for visit in &grouping.visits {
            for (n, section) in visit.sections.iter().enumerate() {
                push(Some(&visit.id), Some(&section.id), n == 0, section.photos.len());
            }
        }
        push(None, None, true, grouping.undated.len());
        Self { order: Arc::clone(collection.order()), groups, aspects: Arc::clone(collection.shapes()) }
    }

    /// The group that holds a place of the order.
    pub fn group_at(&self, n: usize) -> Option<usize> {
        let after = self.groups.partition_point(|group| group.range.start <= n);
        after.checked_sub(1)
    }
}

/// Finds what a scope shows through a filter, a part at a time: to look into every caption of a hundred thousand photos takes longer than a
/// frame has time for.
#[derive(Debug)]
pub struct Sieve {
    scope: Scope,
    filter: Filter,
    /// Everything, as it was when this began.
    all: Shown,
    /// The group that is looked through, and the place of the order to go on from.
    at: (usize, usize),
    photos: Vec<PhotoId>,
    aspects: Vec<f32>,
    groups: Vec<Group>,
}

impl Sieve {
    /// Photos between two looks at the clock; so many are looked at in any case.
    const PART: usize = 1_000;

    /// At the beginning.
    pub fn new(collection: &Collection, scope: &Scope, filter: &Filter) -> Self {
        Self {
            scope: scope.clone(),
            filter: filter.clone(),
            all: Shown::all(collection),
            at: (0, 0),
            photos: Vec::new(),
            aspects: Vec::new(),
            groups: Vec::new(),
        }
    }

    /// Whether it finds what these show.
    pub fn is_for(&self, scope: &Scope, filter: &Filter) -> bool {
        self.scope == *scope && self.filter == *filter
    }

    /// Goes on, at least for a part, and until this moment. True when it is done.
    pub fn run(&mut self, collection: &Collection, until: Option<Instant>) -> bool {
        if self.scope == Scope::All && self.filter.is_open() {
            return true;
        }
        let mut left = Self::PART;
        while let Some(group) = self.all.groups.get(self.at.0) {
            let from = self.at.1.max(group.range.start);
            if from >= group.range.end || !self.is_in_scope(group) {
                self.at.0 += 1;
                continue;
            }
            let to = group.range.end.min(from + left);
            self.sift(collection, &group.clone(), from..to);
            self.at.1 = to;
            left -= to - from;
            if left == 0 {
                if until.is_some_and(|until| Instant::now() >= until) {
                    return false;
                }
                left = Self::PART;
            }
        }
        self.add_holes(collection);
        true
    }

    /// Puts items without a picture among the sections of the visit that is shown whole.
    fn add_holes(&mut self, collection: &Collection) {
        let Scope::Visit(id) = &self.scope else { return };
        let Some(visit) = collection.visit(id).filter(|_| self.filter.holes && self.filter.is_open()) else {
            return;
        };
        let mut there = std::mem::take(&mut self.groups).into_iter().peekable();
        let mut start = 0;
        for part in parts(collection, visit) {
            match part {
                Part::Section(section) => {
                    if let Some(group) = there.next_if(|group| group.section.as_ref() == Some(&section.id)) {
                        start = group.range.end;
                        self.groups.push(group);
                    }
                }
                Part::Hole(hole) => self.groups.push(Group {
                    visit: Some(id.clone()),
                    section: Some(hole.section()),
                    begins_visit: false,
                    range: start..start,
                    hole: Some(Arc::clone(&hole.item.uid)),
                }),
            }
        }
        self.groups.extend(there);
    }

    fn is_in_scope(&self, group: &Group) -> bool {
        match &self.scope {
            Scope::All | Scope::Device(_) => true,
            Scope::Visit(visit) => group.visit.as_ref() == Some(visit),
            Scope::Undated => group.visit.is_none(),
        }
    }

    /// Looks through a part of a group.
    fn sift(&mut self, collection: &Collection, group: &Group, part: Range<usize>) {
        let (notes, open) = (collection.notes(), self.filter.is_open());
        let start = self.photos.len();
        for photo in self.all.order.photos(part).iter().filter_map(|id| collection.photo(*id)) {
            let of_device = match &self.scope {
                Scope::Device(device) => notes.device_of(&photo.device).as_ref() == Some(device),
                Scope::All | Scope::Visit(_) | Scope::Undated => true,
            };
            if of_device && (open || self.filter.admits(photo, collection)) {
                self.photos.push(photo.id);
                self.aspects.push(photo.shape());
            }
        }
        let end = self.photos.len();
        match self.groups.last_mut() {
            _ if start == end => {}
            Some(last) if last.visit == group.visit && last.section == group.section => last.range.end = end,
            last => {
                let begins_visit = last.is_none_or(|last| last.visit != group.visit);
                self.groups.push(Group { begins_visit, range: start..end, ..group.clone() });
            }
        }
    }

    /// What was found; nothing is left to be found.
    pub fn take(&mut self) -> Shown {
        if self.scope == Scope::All && self.filter.is_open() {
            return std::mem::take(&mut self.all);
        }
        Shown {
            order: Arc::new(Order::of(std::mem::take(&mut self.photos))),
            groups: std::mem::take(&mut self.groups),
            aspects: Arc::new(std::mem::take(&mut self.aspects)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::made::{self, id};

    #[test]
    fn sections_become_groups_and_undated_photos_come_last() {
        let collection = made::collection(30);
        let shown = Shown::of(&collection, &Scope::All, &Filter::default());
        assert_eq!(shown.order.len(), 30);
        assert!(shown.groups.len() >= 2);
        assert!(shown.groups[0].begins_visit);
        assert_eq!(shown.groups.iter().map(|g| g.range.len()).sum::<usize>(), 30);
        for (n, group) in shown.groups.iter().enumerate() {
            assert_eq!(shown.group_at(group.range.start), Some(n));
            assert_eq!(shown.group_at(group.range.end - 1), Some(n));
        }
        let undated = Shown::of(&collection, &Scope::Undated, &Filter::default());
        assert_eq!(undated.order.len(), collection.grouping().undated.len());
    }

    #[test]
    fn a_sieve_that_pauses_finds_the_same() {
        let collection = made::collection(5_200);
        let scopes = [Scope::All, Scope::Undated, Scope::Visit(collection.grouping().visits[0].id.clone())];
        for scope in scopes {
            for search in ["", "7"] {
                let filter = Filter { search: search.into(), ..Filter::default() };
                let at_once = Shown::of(&collection, &scope, &filter);
                let mut sieve = Sieve::new(&collection, &scope, &filter);
                let mut n_parts = 1;
                while !sieve.run(&collection, Some(Instant::now())) {
                    n_parts += 1;
                }
                let found = sieve.take();
                assert_eq!((&found.order, &found.groups), (&at_once.order, &at_once.groups));
                assert_eq!(found.aspects, at_once.aspects);
                assert!(scope != Scope::All || filter.is_open() || n_parts == 6, "{n_parts}");
            }
        }
    }

    #[test]
    fn search_looks_at_every_word_in_names_captions_places_and_devices() {
        let collection = made::collection(12);
        let count = |search: &str| {
            let filter = Filter { search: search.into(), ..Filter::default() };
            Shown::of(&collection, &Scope::All, &filter).order.len()
        };
        assert_eq!(count("  "), 12);
        assert_eq!(count("img_0003.jpg"), 1);
        assert_eq!(count("IMG_0003 canon"), 1);
        assert_eq!(count("IMG_0003 leica"), 0);
        assert_eq!(count("평양냉면"), 0);
        assert!(count("세울") == 0 && count("베이징") == 0, "names of towns are in the spelling of GeoNames");
        assert!(count("중국") > 0, "countries are known in every language");
    }

    #[test]
    fn filters_leave_out_what_is_not_asked_for() {
        let mut collection = made::collection(10);
        made::say(&mut collection, id(1), Field::Rating, None, "4");
        made::say(&mut collection, id(2), Field::Caption, Some("ko"), "환영식");
        made::say(&mut collection, id(4), Field::Kind, None, "selfie");
        let count = |filter: Filter| Shown::of(&collection, &Scope::All, &filter).order.len();
        assert_eq!(count(Filter { stars: 3, ..Filter::default() }), 1);
        let ko = LangTag::parse("ko").ok();
        assert_eq!(count(Filter { lacks: ko, ..Filter::default() }), 9);
        assert_eq!(count(Filter { search: "환영식".into(), ..Filter::default() }), 1);
        assert_eq!(count(Filter { flag: Some(Flag::Pick), ..Filter::default() }), 0);
        let of_kind = |kind| Filter { kind: Some(kind), ..Filter::default() };
        assert!(of_kind(PhotoKind::Selfie).is_set());
        assert_eq!(count(of_kind(PhotoKind::Selfie)), 1);
        assert_eq!(count(of_kind(PhotoKind::Unknown)), 9);
        let motion = Filter { motion: true, ..Filter::default() };
        assert!(motion.is_set() && !motion.is_open());
        assert_eq!(count(motion.clone()), 0);
        let with_video =
            Photo { motion: Some(crate::model::made::motion()), ..crate::model::made::photo(11) };
        collection.insert([with_video]);
        assert_eq!(Shown::of(&collection, &Scope::All, &motion).order.len(), 1);
    }
}
