//! What an album will hold: a pure function of the collection and of what a person chose.
//!
//! The plan names every page and every picture before a single file is read. What cannot be read later leaves the plan through
//! [`Plan::without`] before pages are written, so that "next" and "previous" always lead somewhere.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;

use jiff::civil::{Date, DateTime};

use super::carried::{Carried, Printed, carried};
use super::clearing::{Fate, Gate};
use super::settings::ExportSettings;
use super::texts;
use crate::model::clearance::{Embargo, Tally};
use crate::model::collection::Collection;
use crate::model::notes::{Field, Flag, Key, Subject};
use crate::model::photo::{Photo, PhotoId};
use crate::model::place::Place;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::region::focus;
use crate::model::text::{LangTag, LangText};
use crate::model::visit::{Section, SectionId, Visit, VisitId};
use crate::model::wording;

/// A whole album: its visits with their photos, and how it is to look.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What was chosen; the languages are without doubles and not empty.
    pub settings: ExportSettings,
    /// Visits that have at least one photo to show, in order of time.
    pub visits: Vec<PlannedVisit>,
    /// Photos that were chosen and are not cleared.
    pub behind: Tally,
    /// Photos that nothing dates and that were not asked for.
    pub n_undated_left_out: usize,
    /// What was asked for and is not there, and words that were left out.
    pub problems: Vec<Problem>,
}

/// One visit of the album, or the photos that nothing dates.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedVisit {
    /// Which visit; `None` for the undated photos.
    pub id: Option<VisitId>,
    /// The name of its folder.
    pub folder: String,
    /// What people call it; empty where nobody named it.
    pub title: LangText,
    /// What people say of it.
    pub caption: LangText,
    /// Who receives.
    pub host: LangText,
    /// Who is received.
    pub guest: LangText,
    /// Where most of it was.
    pub place: Option<Place>,
    /// First and last day.
    pub days: Option<(Date, Date)>,
    /// Until when it may not be public.
    pub embargo: Option<Embargo>,
    /// The photo that a person chose to stand for it.
    pub chosen_cover: Option<PhotoId>,
    /// Its parts, each with at least one photo.
    pub sections: Vec<PlannedSection>,
}

/// A part of a visit.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedSection {
    /// Where links within the page lead: `s1`, `s2`, ….
    pub anchor: String,
    /// What people call it; empty where nobody named it.
    pub title: LangText,
    /// What people say of it.
    pub caption: LangText,
    /// The day it begins, by the clock on the wall and with days that begin at 04:00.
    pub day: Option<Date>,
    /// Its photos, in order.
    pub photos: Vec<PlannedPhoto>,
}

/// One photo of the album. Its texts hold only what may be printed.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedPhoto {
    /// Which photo.
    pub id: PhotoId,
    /// Where it is read from.
    pub original: PathBuf,
    /// The name of its page, without folder and ending. The same in every export.
    pub page: String,
    /// Headline, or else the title.
    pub headline: LangText,
    /// Caption.
    pub caption: LangText,
    /// Text for who cannot see it.
    pub alt: LangText,
    /// Persons shown: those that a person named, and in the press profile also those that the file names.
    pub persons: Vec<String>,
    /// Creator, in the press profile.
    pub creator: Option<String>,
    /// Credit line, in the press profile.
    pub credit: Option<String>,
    /// Copyright notice, in the press profile.
    pub copyright: Option<String>,
    /// The texts that its pictures carry, as segments of a JPEG.
    pub segments: Vec<u8>,
    /// When it was taken, if anything but the file's own time says so.
    pub taken: Option<Taken>,
    /// Where, if that is to be told.
    pub place: Option<Place>,
    /// Width and height as people see it, as the file's head says; 0 when it does not.
    pub upright_px: (u32, u32),
    /// The middle of the persons marked on it, in percent from the left and the top.
    pub focus: Option<(u8, u8)>,
    /// How well it stands for its visit: picked, stars, lying format.
    pub cover_rank: (bool, u8, bool),
}

/// A time for readers: to the minute at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Only the day is known.
    Day(Date),
    /// The clock on the wall of the place.
    Minute(DateTime),
}

impl Plan {
    /// Every photo, in the order of the pages.
    pub fn photos(&self) -> impl Iterator<Item = &PlannedPhoto> {
        self.visits.iter().flat_map(PlannedVisit::photos)
    }

    /// Until when it may not be public: the latest embargo of its visits.
    pub fn embargo(&self) -> Option<Embargo> {
        self.visits.iter().fold(None, |latest, visit| Embargo::later(latest, visit.embargo))
    }

    /// How many photos.
    pub fn n_photos(&self) -> usize {
        self.photos().count()
    }

    /// The same plan without these photos; sections and visits that become empty go with them.
    #[must_use]
    pub fn without(&self, gone: &HashSet<PhotoId>) -> Self {
        let mut plan = self.clone();
        for visit in &mut plan.visits {
            for section in &mut visit.sections {
                section.photos.retain(|photo| !gone.contains(&photo.id));
            }
            visit.sections.retain(|section| !section.photos.is_empty());
        }
        plan.visits.retain(|visit| !visit.sections.is_empty());
        plan
    }
}

impl PlannedVisit {
    /// Its photos, in order.
    pub fn photos(&self) -> impl Iterator<Item = &PlannedPhoto> {
        self.sections.iter().flat_map(|section| &section.photos)
    }

    /// The photo that stands for it: the one that a person chose, or else the best ranked, the earliest among equals.
    pub fn cover(&self) -> Option<&PlannedPhoto> {
        let chosen = self.photos().find(|photo| Some(photo.id) == self.chosen_cover);
        chosen.or_else(|| self.best_ranked())
    }

    fn best_ranked(&self) -> Option<&PlannedPhoto> {
        self.photos().reduce(|best, photo| if photo.cover_rank > best.cover_rank { photo } else { best })
    }
}

/// Plans the album.
pub fn plan(collection: &Collection, settings: &ExportSettings) -> Plan {
    let mut problems = Vec::new();
    let mut languages: Vec<LangTag> = Vec::new();
    for lang in &settings.languages {
        if !languages.contains(lang) {
            languages.push(lang.clone());
        }
    }
    if languages.is_empty() {
        languages.push(LangTag::en());
    }
    let settings = ExportSettings { languages, ..settings.clone() };

    let grouping = collection.grouping();
    for id in settings.visits.iter().flatten() {
        if collection.visit(id).is_none() {
            let known: Vec<&str> = grouping.visits.iter().map(|v| v.id.as_str()).collect();
            problems.push(Problem::general(
                ProblemKind::Export,
                format!(
                    "Visit \"{id}\" was to be exported and is not among the open photos. The visits are: {}.",
                    if known.is_empty() { "none".to_owned() } else { known.join(", ") }
                ),
            ));
        }
    }
    let mut planner = Planner {
        collection,
        settings: &settings,
        pages: HashSet::new(),
        problems,
        cut: BTreeMap::new(),
        behind: Tally::new(),
    };
    let mut folders = reserved_folders(&settings.languages);
    let is_chosen = |id: &VisitId| settings.visits.as_ref().is_none_or(|chosen| chosen.contains(id));
    let mut visits: Vec<PlannedVisit> = Vec::new();
    for visit in grouping.visits.iter().filter(|visit| is_chosen(&visit.id)) {
        visits.extend(planner.visit(visit, &mut folders));
    }
    let mut n_undated_left_out = 0;
    if settings.undated {
        visits.extend(planner.undated(&grouping.undated, &mut folders));
    } else {
        n_undated_left_out = grouping.undated.len();
    }
    let (mut problems, behind) = (planner.problems, planner.behind);
    problems.extend(
        planner.cut.iter().map(|((field, most_bytes), photos)| cut_problem(*field, *most_bytes, photos)),
    );
    Plan { settings, visits, behind, n_undated_left_out, problems }
}

/// What IPTC-IIM cannot hold, said once for all photos.
fn cut_problem(field: Field, most_bytes: usize, photos: &[PathBuf]) -> Problem {
    let of = match photos {
        [_] => "this photo".to_owned(),
        _ => format!("{} photos, the first of them this,", photos.len()),
    };
    let message = format!(
        "The {} of {of} is longer than the {most_bytes} bytes that IPTC-IIM has for it: the pictures carry its beginning there, and all \
         of it in XMP. Shorten it if it is to be read by programs that know IPTC-IIM only.",
        field.words()
    );
    let path = photos.first().cloned().unwrap_or_default();
    Problem::new(ProblemKind::MetadataDamaged, path, message)
}

/// Names that a visit's folder cannot take, in lower case: some file systems do not tell case apart.
fn reserved_folders(languages: &[LangTag]) -> BTreeSet<String> {
    let ours = ["media", "assets", "index.html", "manifest.json"].map(str::to_owned);
    ours.into_iter().chain(languages.iter().map(|lang| lang.as_str().to_ascii_lowercase())).collect()
}

/// A folder name for a visit: letters, digits and hyphens, at most 64 of them, and not taken yet.
fn folder_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let mut base: String = wanted
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .take(64)
        .collect();
    if base.trim_matches('-').is_empty() {
        base = "visit".to_owned();
    }
    let mut name = base.clone();
    let mut n = 2_u64;
    while !taken.insert(name.clone()) {
        name = format!("{base}-{n}");
        n += 1;
    }
    name
}

/// What planning carries along.
struct Planner<'a> {
    collection: &'a Collection,
    settings: &'a ExportSettings,
    /// Names of photo pages given so far.
    pages: HashSet<String>,
    problems: Vec<Problem>,
    /// Photos with a field that IPTC-IIM has no room for, by field and its most bytes.
    cut: BTreeMap<(Field, usize), Vec<PathBuf>>,
    behind: Tally,
}

impl Planner<'_> {
    fn visit(&mut self, visit: &Visit, folders: &mut BTreeSet<String>) -> Option<PlannedVisit> {
        let notes = self.collection.notes();
        let mut sections = Vec::new();
        let gate = Gate::of(self.collection, self.settings, Some(visit));
        let mut embargo = None;
        for section in &visit.sections {
            let photos = self.photos(&section.photos, &gate, &mut embargo);
            if photos.is_empty() {
                continue;
            }
            let subject = Subject::Section(visit.id.clone(), section.id.clone());
            sections.push(PlannedSection {
                anchor: format!("s{}", sections.len() + 1),
                title: texts::clean(&overlaid(
                    found_section_title(section),
                    &notes.texts(&subject, Field::Title),
                )),
                caption: texts::clean(&notes.texts(&subject, Field::Caption)),
                day: section.start.map(crate::model::visit::day_of).or_else(|| day_named(&section.id)),
                photos,
            });
        }
        let subject = Subject::Visit(visit.id.clone());
        let programme = visit.programme.and_then(|n| notes.programmes().get(n));
        let programme_name = programme.map(|programme| programme.name.clone()).unwrap_or_default();
        (!sections.is_empty()).then(|| PlannedVisit {
            id: Some(visit.id.clone()),
            folder: folder_name(visit.id.as_str(), folders),
            title: texts::clean(&overlaid(programme_name, &notes.texts(&subject, Field::Title))),
            caption: texts::clean(&notes.texts(&subject, Field::Caption)),
            host: texts::clean(&notes.texts(&subject, Field::Host)),
            guest: texts::clean(&notes.texts(&subject, Field::Guest)),
            place: visit.place.clone().filter(|_| self.settings.places),
            days: visit.from.zip(visit.to),
            embargo,
            chosen_cover: notes.cover(&visit.id),
            sections,
        })
    }

    fn undated(&mut self, photos: &[PhotoId], folders: &mut BTreeSet<String>) -> Option<PlannedVisit> {
        let gate = Gate::of(self.collection, self.settings, None);
        let mut embargo = None;
        let photos = self.photos(photos, &gate, &mut embargo);
        (!photos.is_empty()).then(|| PlannedVisit {
            id: None,
            folder: folder_name("undated", folders),
            title: LangText::default(),
            caption: LangText::default(),
            host: LangText::default(),
            guest: LangText::default(),
            place: None,
            days: None,
            embargo,
            chosen_cover: None,
            sections: vec![PlannedSection {
                anchor: "s1".to_owned(),
                title: LangText::default(),
                caption: LangText::default(),
                day: None,
                photos,
            }],
        })
    }

    /// Those of these photos that may be shown, and the latest of their embargoes.
    fn photos(
        &mut self,
        ids: &[PhotoId],
        gate: &Gate<'_>,
        embargo: &mut Option<Embargo>,
    ) -> Vec<PlannedPhoto> {
        let collection = self.collection;
        let mut out = Vec::with_capacity(ids.len());
        for photo in ids.iter().filter_map(|id| collection.photo(*id)) {
            match gate.fate(collection, photo) {
                Fate::Goes(until) => {
                    *embargo = Embargo::later(*embargo, until);
                    out.push(self.photo(photo, collection.notes().flag(photo), until));
                }
                Fate::Stays(behind) => *self.behind.entry(behind).or_default() += 1,
                Fate::NotChosen => {}
            }
        }
        out
    }

    fn photo(&mut self, photo: &Photo, flag: Flag, embargo: Option<Embargo>) -> PlannedPhoto {
        let notes = self.collection.notes();
        let mut headline = self.photo_text(photo, Field::Headline);
        let (caption, alt) = (self.photo_text(photo, Field::Caption), self.photo_text(photo, Field::AltText));
        let printed = Printed { headline: &headline, caption: &caption, alt: &alt };
        let carried = carried(photo, self.collection, self.settings, &printed, embargo);
        self.tell(photo, &carried);
        if headline.is_empty() {
            headline = self.photo_text(photo, Field::Title);
        }
        let line = |field| notes.photo_line(photo, field).map(|line| texts::clean_line(&line));
        let press = self.settings.profile == super::Profile::Press;
        let press_line = |field| line(field).filter(|text| press && !text.is_empty());
        let (width, height) = photo.upright_size();
        PlannedPhoto {
            id: photo.id,
            original: photo.original.path.clone(),
            headline,
            caption,
            alt,
            persons: self.persons(photo),
            segments: carried.segments,
            creator: press_line(Field::Creator),
            credit: press_line(Field::Credit),
            copyright: press_line(Field::Copyright),
            taken: taken(photo, self.collection),
            place: photo.place.clone().filter(|_| self.settings.places),
            upright_px: (width, height),
            focus: focus(&notes.photo_regions(photo)),
            cover_rank: (flag == Flag::Pick, notes.rating(photo), width > height && width < height * 2),
            page: self.page_name(photo.id),
        }
    }

    /// Persons shown. Names that a file carries may come from a phone that knows faces: those are for the press alone.
    fn persons(&self, photo: &Photo) -> Vec<String> {
        let notes = self.collection.notes();
        let key = Key { subject: Subject::Photo(photo.id), field: Field::Persons, lang: None };
        if self.settings.profile != super::Profile::Press && notes.get(&key).is_none() {
            return Vec::new();
        }
        let names = notes.photo_list(photo, Field::Persons).iter().map(|name| texts::clean_line(name));
        names.filter(|name| !name.is_empty()).collect()
    }

    /// What of a photo's texts its pictures do not carry.
    fn tell(&mut self, photo: &Photo, carried: &Carried) {
        let path = &photo.original.path;
        if let Some(found) = &photo.hidden.credentials {
            self.problems.push(Problem::new(
                ProblemKind::Credentials,
                path,
                format!(
                    "It carries Content Credentials ({}). The album's pictures are made anew and do not carry them; give out the \
                     original where they are asked for.",
                    found.words()
                ),
            ));
        }
        for (field, most_bytes) in &carried.cut {
            self.cut.entry((*field, *most_bytes)).or_default().push(path.clone());
        }
        let mut tell =
            |message| self.problems.push(Problem::new(ProblemKind::MetadataDamaged, path, message));
        for name in &carried.too_long {
            tell(format!(
                "All its texts together are too long for a picture to carry; {name} was left out of the pictures. Shorten them."
            ));
        }
        for (field, reason) in &carried.telling {
            tell(format!(
                "The {} that the file carries {reason}; it was left out of the pictures. Write one in its place.",
                field.words()
            ));
        }
    }

    /// A text of a photo as it may be printed. Words that a machine left in the file, such as its own name for the picture,
    /// are left out and reported; a person's words are never touched here: the audit speaks of those.
    fn photo_text(&mut self, photo: &Photo, field: Field) -> LangText {
        let notes = self.collection.notes();
        let mut out = LangText::default();
        let said = notes.texts(&Subject::Photo(photo.id), field);
        for (lang, text) in notes.photo_texts(photo, field).iter() {
            let text = texts::clean_text(text);
            if said.get(lang).is_none()
                && let Some(reason) = texts::tells_too_much(&text)
            {
                self.problems.push(Problem::new(
                    ProblemKind::MetadataDamaged,
                    &photo.original.path,
                    format!(
                        "The {} that the file carries {reason}; it was left out of the album. Write one in its place.",
                        field.words()
                    ),
                ));
                continue;
            }
            out.set(lang.clone(), text);
        }
        out
    }

    /// 12 hexadecimal digits that stay the same from export to export; the whole hash in the rare case that those are taken.
    fn page_name(&mut self, photo: PhotoId) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"attache page");
        hasher.update(&photo.0);
        let hash = hasher.finalize().to_hex();
        let short = hash.get(..12).unwrap_or_default().to_owned();
        if self.pages.insert(short.clone()) { short } else { hash.to_string() }
    }
}

/// When a photo was taken, as precisely as a reader may be told: what is known to a day only says no hour.
fn taken(photo: &Photo, collection: &Collection) -> Option<Taken> {
    let captured = collection.captured(photo).filter(|captured| captured.dates_photo())?;
    let civil = captured.civil();
    if captured.best.uncertainty_secs >= 3_600 {
        return Some(Taken::Day(civil.date()));
    }
    let time = jiff::civil::time(civil.hour(), civil.minute(), 0, 0);
    Some(Taken::Minute(civil.date().to_datetime(time)))
}

/// What a section is called by the programme: nothing for one that is only a day, which each language of the album names itself.
fn found_section_title(section: &Section) -> LangText {
    let is_day = section.title == wording::section_title(&section.id, section.start);
    if is_day { LangText::default() } else { section.title.clone() }
}

/// A found text with what people wrote laid over it.
fn overlaid(mut found: LangText, said: &LangText) -> LangText {
    for (lang, text) in said.iter() {
        found.set(lang.clone(), text);
    }
    found
}

/// The day that a section's identity begins with.
fn day_named(section: &SectionId) -> Option<Date> {
    section.as_str().get(..10)?.parse().ok()
}
