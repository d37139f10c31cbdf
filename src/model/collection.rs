//! Photos, what people say of them, and where they are grouped: the state that the window shows and the command line prints.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::clock::pairs::Look;
use super::clock::propose::{Proposal, propose, to_compare};
use super::clock::{Clocked, Timeline, establish};
use super::device::{Device, DeviceId};
use super::edit::Edit;
use super::notes::{Field, Notes, Subject};
use super::order::Order;
use super::photo::{Photo, PhotoId};
use super::problem::Problem;
use super::programme::why;
use super::text::{LangTag, LangText};
use super::time::CaptureTime;
use super::visit::{Groupable, Grouping, Section, SectionId, Visit, VisitId, group_photos, own_offset};

/// All that is open. Cheap to clone, however much that is: what was made of it last is shared until one of them changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    photos: Arc<BTreeMap<PhotoId, Arc<Photo>>>,
    by_path: Arc<HashMap<PathBuf, PhotoId>>,
    notes: Arc<Notes>,
    previous: Arc<HashMap<PhotoId, VisitId>>,
    looks: Arc<HashMap<PhotoId, Look>>,
    arranged: Arc<Arranged>,
    regroupings: u64,
}

/// What grouping makes of the photos: never changed, only made anew.
#[derive(Debug, Default, PartialEq)]
struct Arranged {
    grouping: Arc<Grouping>,
    order: Arc<Order>,
    shapes: Arc<Vec<f32>>,
    /// Where in the order each section begins: that place, index of its visit, index of it there. The undated come last.
    starts: Vec<(usize, usize, usize)>,
    n_dated: usize,
    devices: Vec<Device>,
    timeline: Timeline,
    proposals: Vec<Proposal>,
}

impl Collection {
    /// An empty collection with what people said before, and the stretch that each photo was in last time.
    pub fn new(notes: Notes, previous: HashMap<PhotoId, VisitId>) -> Self {
        Self { notes: Arc::new(notes), previous: Arc::new(previous), ..Self::default() }
    }

    /// Adds photos, or renews what is known of them. A second file with the same bytes becomes a copy of the one photo:
    /// the path that sorts first is shown. Groups anew.
    pub fn insert(&mut self, photos: impl IntoIterator<Item = Photo>) {
        let (all, by_path) = (Arc::make_mut(&mut self.photos), Arc::make_mut(&mut self.by_path));
        for photo in photos {
            let path = photo.original.path.clone();
            // A file whose bytes changed is another photo now.
            if let Some(before) = by_path.insert(path.clone(), photo.id)
                && before != photo.id
                && let Some(old) = all.remove(&before)
                && let Some(rest) = without_paths(&old, &|other| other == path)
            {
                all.insert(before, rest);
            }
            let merged = match all.get(&photo.id) {
                Some(known) => merge_copies(known, photo),
                None => photo,
            };
            all.insert(merged.id, Arc::new(merged));
        }
        self.regroup();
    }

    /// Adds a fault to a photo that was found after it was read. False when it is not here or is known to have it.
    pub fn add_problem(&mut self, id: PhotoId, problem: &Problem) -> bool {
        if self.photos.get(&id).is_none_or(|photo| photo.problems.contains(problem)) {
            return false;
        }
        if let Some(photo) = Arc::make_mut(&mut self.photos).get_mut(&id) {
            Arc::make_mut(photo).problems.push(problem.clone());
        }
        true
    }

    /// The photo of a file.
    pub fn at_path(&self, path: &Path) -> Option<PhotoId> {
        self.by_path.get(path).copied()
    }

    /// Takes away every photo whose files all lie where `gone` says. Groups anew.
    pub fn remove_paths(&mut self, gone: impl Fn(&Path) -> bool) {
        Arc::make_mut(&mut self.by_path).retain(|path, _| !gone(path));
        let left = self.photos.iter().filter_map(|(id, photo)| Some((*id, without_paths(photo, &gone)?)));
        self.photos = Arc::new(left.collect());
        self.regroup();
    }

    /// Applies an edit, and groups anew where it may have moved photos.
    pub fn apply(&mut self, edit: &Edit) {
        self.note(edit);
        if edit.changes.iter().any(|change| change.key.field.regroups()) {
            self.regroup();
        }
    }

    /// Applies an edit and leaves photos where they are: group anew later where it may have moved some.
    pub fn note(&mut self, edit: &Edit) {
        edit.apply(Arc::make_mut(&mut self.notes));
    }

    /// Groups anew.
    pub fn regroup(&mut self) {
        let devices: Vec<Option<DeviceId>> =
            self.photos.values().map(|photo| self.notes.device_of(&photo.device)).collect();
        let clocked: Vec<Clocked<'_>> = self
            .photos
            .values()
            .zip(&devices)
            .map(|(photo, device)| Clocked::of(photo, device.as_ref()))
            .collect();
        let timeline = establish(&clocked, &self.notes);
        let proposals = propose(&timeline, &self.notes, &self.looks);
        let groupable: Vec<Groupable<'_>> = self
            .photos
            .values()
            .zip(&devices)
            .map(|(photo, device)| Groupable {
                id: photo.id,
                civil: captured_of(photo, &timeline).and_then(CaptureTime::for_order),
                utc: captured_of(photo, &timeline).and_then(CaptureTime::utc),
                own_offset: captured_of(photo, &timeline).and_then(own_offset),
                uncertainty_secs: captured_of(photo, &timeline).map_or(0, |c| c.best.uncertainty_secs),
                path: &photo.original.path,
                device: device.as_ref(),
                position: photo.position,
                place: photo.place.as_ref(),
                previous: self.previous.get(&photo.id),
            })
            .collect();
        let grouping = group_photos(&groupable, &self.notes);
        let previous = Arc::make_mut(&mut self.previous);
        previous.extend(grouping.stretch_of.iter().map(|(photo, visit)| (*photo, visit.clone())));
        let devices = count_devices(self.photos.values().zip(&devices));
        self.arranged = Arc::new(Arranged::of(grouping, &self.photos, devices, timeline, proposals));
        self.regroupings += 1;
    }

    /// Takes in what photos look like. Groups anew.
    pub fn add_looks(&mut self, looks: impl IntoIterator<Item = (PhotoId, Look)>) {
        Arc::make_mut(&mut self.looks).extend(looks);
        self.regroup();
    }

    /// The photos and their files of which it is worth knowing what they look like, and is not known.
    pub fn to_compare(&self) -> Vec<(PhotoId, PathBuf)> {
        let photos = to_compare(&self.arranged.timeline, &self.looks).into_iter();
        photos.filter_map(|id| Some((id, self.photo(id)?.original.path.clone()))).collect()
    }

    /// What photos look like, as far as that is known.
    pub fn looks(&self) -> &Arc<HashMap<PhotoId, Look>> {
        &self.looks
    }

    /// This collection with what was said meanwhile of another that has the same photos.
    pub fn with_notes_of(self, other: &Self) -> Self {
        Self { notes: Arc::clone(&other.notes), ..self }
    }

    /// One photo.
    pub fn photo(&self, id: PhotoId) -> Option<&Arc<Photo>> {
        self.photos.get(&id)
    }

    /// All photos, by identity.
    pub fn photos(&self) -> impl ExactSizeIterator<Item = &Arc<Photo>> {
        self.photos.values()
    }

    /// What people say.
    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    /// Visits and undated photos.
    pub fn grouping(&self) -> &Arc<Grouping> {
        &self.arranged.grouping
    }

    /// Every photo in the order of visits and sections, the undated last.
    pub fn order(&self) -> &Arc<Order> {
        &self.arranged.order
    }

    /// [`Photo::shape`] of every photo of [`Collection::order`].
    pub fn shapes(&self) -> &Arc<Vec<f32>> {
        &self.arranged.shapes
    }

    /// How often everything was grouped: what was laid out for another number is out of date.
    pub const fn regroupings(&self) -> u64 {
        self.regroupings
    }

    /// Why a photo is in its item of the programme, or between which it lies, in English: "inside 10:00–11:30 Talks; 4 min before its end",
    /// "between Talks (ended 11:30) and Banquet (18:00)".
    pub fn why_placed(&self, photo: PhotoId) -> Option<String> {
        let grouping = self.grouping();
        let party = grouping.parties.get(&photo);
        let programmes = self.notes.programmes();
        let words = match grouping.placed.get(&photo) {
            Some((programme, placed)) => why::placed(placed, programmes.get(*programme)?, &LangTag::en())?,
            None => {
                let of_visit = || self.whereabouts(photo)?.0.programme;
                let programme = party.map(|(programme, _)| *programme).or_else(of_visit)?;
                let captured = self.captured(self.photo(photo)?)?;
                why::between(
                    programmes.get(programme)?,
                    captured.for_order()?,
                    captured.utc(),
                    &LangTag::en(),
                )?
            }
        };
        let party = party.and_then(|(_, by)| by.words());
        Some(party.map_or_else(|| words.clone(), |party| format!("{words}; {party}")))
    }

    /// One visit.
    pub fn visit(&self, id: &VisitId) -> Option<&Visit> {
        self.grouping().visits.iter().find(|visit| visit.id == *id)
    }

    /// One section of a visit.
    pub fn section(&self, visit: &VisitId, section: &SectionId) -> Option<&Section> {
        self.visit(visit)?.sections.iter().find(|s| s.id == *section)
    }

    /// The visit and section that a photo is in; `None` for undated ones.
    pub fn whereabouts(&self, photo: PhotoId) -> Option<(&Visit, &Section)> {
        let arranged = &self.arranged;
        let n = arranged.order.position(photo).filter(|n| *n < arranged.n_dated)?;
        let after = arranged.starts.partition_point(|(start, ..)| *start <= n);
        let (_, v, s) = *arranged.starts.get(after.checked_sub(1)?)?;
        let visit = arranged.grouping.visits.get(v)?;
        Some((visit, visit.sections.get(s)?))
    }

    /// The title of a visit as it stands: the found one with a person's laid over it. Where a person gave any title,
    /// found titles of other languages step back.
    pub fn visit_title(&self, visit: &Visit) -> LangText {
        self.title_over(&Subject::Visit(visit.id.clone()), &visit.title)
    }

    /// The title of a section as it stands.
    pub fn section_title(&self, visit: &VisitId, section: &Section) -> LangText {
        self.title_over(&Subject::Section(visit.clone(), section.id.clone()), &section.title)
    }

    fn title_over(&self, subject: &Subject, found: &LangText) -> LangText {
        let said = self.notes.texts(subject, Field::Title);
        if said.is_empty() { found.clone() } else { said }
    }

    /// When a photo was taken, as it stands: a person's word, its device's corrected clock, the offset that others lend it.
    pub fn captured<'a>(&'a self, photo: &'a Photo) -> Option<&'a CaptureTime> {
        captured_of(photo, &self.arranged.timeline)
    }

    /// The lanes of all devices.
    pub fn timeline(&self) -> &Timeline {
        &self.arranged.timeline
    }

    /// Corrections of clocks that evidence speaks for, by device and time.
    pub fn proposals(&self) -> &[Proposal] {
        &self.arranged.proposals
    }

    /// The photos of a device, in order.
    pub fn photos_of_device(&self, device: &DeviceId) -> Vec<PhotoId> {
        let is_of = |photo: &Photo| self.notes.device_of(&photo.device).as_ref() == Some(device);
        let all = self.order().all().iter().copied();
        all.filter(|id| self.photo(*id).is_some_and(|photo| is_of(photo))).collect()
    }

    /// What to call a device: a person's name for it, or what its files say, or its identity.
    pub fn device_name(&self, device: &DeviceId) -> String {
        let said = self.notes.device_line(device, Field::DeviceName).map(str::to_owned);
        let filed = || self.devices().iter().find(|known| known.id == *device)?.facts.name();
        said.or_else(filed).unwrap_or_else(|| device.to_string())
    }

    /// Devices with their counts, by identity.
    pub fn devices(&self) -> &[Device] {
        &self.arranged.devices
    }
}

impl Arranged {
    fn of(
        grouping: Grouping,
        photos: &BTreeMap<PhotoId, Arc<Photo>>,
        devices: Vec<Device>,
        timeline: Timeline,
        proposals: Vec<Proposal>,
    ) -> Self {
        let mut order = Vec::with_capacity(photos.len());
        let mut starts = Vec::new();
        for (v, visit) in grouping.visits.iter().enumerate() {
            for (s, section) in visit.sections.iter().enumerate() {
                starts.push((order.len(), v, s));
                order.extend_from_slice(&section.photos);
            }
        }
        let n_dated = order.len();
        order.extend_from_slice(&grouping.undated);
        let shapes = order.iter().map(|id| photos.get(id).map_or(1.0, |photo| photo.shape())).collect();
        Self {
            grouping: Arc::new(grouping),
            order: Arc::new(Order::of(order)),
            shapes: Arc::new(shapes),
            starts,
            n_dated,
            devices,
            timeline,
            proposals,
        }
    }
}

fn captured_of<'a>(photo: &'a Photo, timeline: &'a Timeline) -> Option<&'a CaptureTime> {
    timeline.time_of(photo.id).or(photo.captured.as_ref())
}

fn count_devices<'a>(photos: impl Iterator<Item = (&'a Arc<Photo>, &'a Option<DeviceId>)>) -> Vec<Device> {
    let mut devices: BTreeMap<&DeviceId, Device> = BTreeMap::new();
    for (photo, id) in photos {
        let Some(id) = id else { continue };
        let found = devices.entry(id).or_insert_with(|| Device {
            id: id.clone(),
            facts: photo.device.clone(),
            n_photos: 0,
        });
        // The facts of the body that others were joined to, not of those.
        if found.n_photos == 0
            || (found.facts.id().as_ref() != Some(id) && photo.device.id().as_ref() == Some(id))
        {
            found.facts = photo.device.clone();
        }
        found.n_photos += 1;
    }
    devices.into_values().collect()
}

/// The photo without the files that are gone; `None` when none is left.
fn without_paths(photo: &Arc<Photo>, gone: &dyn Fn(&Path) -> bool) -> Option<Arc<Photo>> {
    if !gone(&photo.original.path) && !photo.copies.iter().any(|path| gone(path)) {
        return Some(Arc::clone(photo));
    }
    let mut left =
        std::iter::once(&photo.original.path).chain(&photo.copies).filter(|path| !gone(path)).cloned();
    let mut changed = Photo::clone(photo);
    changed.original.path = left.next()?;
    changed.copies = left.collect();
    Some(Arc::new(changed))
}

/// One photo of two files with the same bytes.
fn merge_copies(known: &Photo, new: Photo) -> Photo {
    let mut paths: Vec<PathBuf> = [&known.original.path, &new.original.path]
        .into_iter()
        .chain(&known.copies)
        .chain(&new.copies)
        .cloned()
        .collect();
    paths.sort();
    paths.dedup();
    let mut merged = new;
    // The same file read again is news; another file with the same bytes is a copy.
    if merged.original.path != known.original.path {
        merged.companions.extend(known.companions.iter().cloned());
        merged.companions.sort();
        merged.companions.dedup();
        if paths.first() == Some(&known.original.path) {
            merged.original = known.original.clone();
        }
    }
    paths.retain(|path| *path != merged.original.path);
    merged.copies = paths;
    merged
}
