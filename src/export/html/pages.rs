//! Fills in what the templates of each page are given.

use super::address::absolute;
use super::data::{
    CardData, CellData, CoverData, Download, Fact, LanguageLink, PageData, PhotoData, PictureData,
    SectionData, Step, VisitData, WebData, WebImage, Words,
};
use super::linked;
use super::paths::{Page, relative};
use super::picture::{Use, picture};
use super::{Site, VisitOrder};
use crate::export::phrases::{Phrases, language_name};
use crate::export::plan::{PlannedPhoto, PlannedVisit, Taken};
use crate::export::texts;
use crate::model::photo::PhotoId;
use crate::model::text::LangText;
use crate::model::wording;

/// Pictures of a page that are loaded at once; those after it when they come near.
const N_EARLY: usize = 8;

/// A picture that a card in social media shows is about this wide.
const CARD_WIDTH_PX: u32 = 1280;

/// The class of the colours of a visit's `n`th photo, on the pages of the visit.
pub fn tint(n: usize) -> String {
    format!("c{n}")
}

/// The class of the colours of the `n`th visit's cover photo.
pub fn cover_tint(n: usize) -> String {
    format!("v{n}")
}

/// A page in one language, on its way.
pub struct Writer<'a> {
    pub site: &'a Site<'a>,
    pub phrases: &'a Phrases,
    page: Page<'a>,
    /// Where the page lies within the album.
    pub path: String,
}

impl<'a> Writer<'a> {
    /// A page of the site in its `lang`th language.
    pub fn new(site: &'a Site<'a>, lang: usize, page: Page<'a>) -> Option<Self> {
        let phrases = site.phrases.get(lang)?;
        let folder = (lang > 0).then(|| phrases.reader.as_str());
        Some(Self { site, phrases, page, path: page.path(folder) })
    }

    /// The path of a page in this language within the album.
    pub fn path_of(&self, page: Page<'_>) -> String {
        let first = self.site.phrases.first().map(|phrases| &phrases.reader);
        let folder = (first != Some(&self.phrases.reader)).then(|| self.phrases.reader.as_str());
        page.path(folder)
    }

    /// The address of a page in this language.
    fn href(&self, page: Page<'_>) -> String {
        self.to(&self.path_of(page))
    }

    /// The relative address of what lies at a path within the album.
    fn to(&self, path: &str) -> String {
        relative(&self.path, path)
    }

    /// The whole address of what lies at a path within the album where a base URL is known, or else the relative one.
    pub fn web(&self, path: &str) -> String {
        self.site.plan.settings.base_url.as_deref().map_or_else(|| self.to(path), |base| absolute(base, path))
    }

    /// The best words of a text for the reader.
    pub fn words(&self, text: &LangText) -> Option<Words> {
        Words::best(text, &self.phrases.reader, &self.phrases.lang)
    }

    /// Words of a text that is never empty.
    pub fn heading(&self, text: &LangText) -> Words {
        self.words(text).unwrap_or_else(|| self.own(self.phrases.say("undated")))
    }

    /// Words in the language of the page.
    fn own(&self, text: String) -> Words {
        Words { text, lang: None }
    }

    /// What the whole album is called.
    pub fn album_title(&self) -> Words {
        let plan = self.site.plan;
        if let Some(title) = &plan.settings.title {
            return Words::new(
                &crate::model::text::LangTag::und(),
                &texts::clean_line(title),
                &self.phrases.lang,
            );
        }
        match plan.visits.as_slice() {
            [only] => self.heading(&self.phrases.visit_heading(only).0),
            _ => self.own(self.phrases.say("default-title")),
        }
    }

    /// What every page has.
    fn page(&self, kind: &'static str, (title, description): (&[&str], &str), trail: Vec<Step>) -> PageData {
        let base = self.site.plan.settings.base_url.as_deref();
        let languages = self.site.phrases.iter().enumerate().map(|(n, other)| {
            let folder = (n > 0).then(|| other.reader.as_str());
            let path = self.page.path(folder);
            LanguageLink {
                tag: other.reader.to_string(),
                name: language_name(&other.reader),
                href: self.to(&path),
                url: base.map(|base| absolute(base, &path)),
                is_this: other.reader == self.phrases.reader,
            }
        });
        let feed = self.path_of(Page::Cover).replace("index.html", "feed.xml");
        PageData {
            kind,
            theme: self.site.theme.code,
            lang: self.phrases.lang.to_string(),
            dir: if self.phrases.lang.is_right_to_left() { "rtl" } else { "ltr" },
            title: texts::shortened(&title.join(" · "), 120),
            description: texts::shortened(description, 200),
            site: self.album_title().text,
            styles: vec![self.to(&self.site.style.path)],
            script: self.to(&self.site.script_path),
            icon: self.to(super::ICON_PATH),
            trail,
            languages: languages.collect(),
            embargo: self.site.plan.embargo().map(|embargo| self.phrases.embargo(embargo)),
            web: base.map(|base| WebData {
                url: absolute(base, &self.path),
                feed: absolute(base, &feed),
                feed_href: self.to(&feed),
                image: None,
            }),
            linked_data: String::new(),
        }
    }

    /// The same on a page of a visit: with the colours of its pictures, and this photo on cards.
    fn page_of_visit(&self, page: &mut PageData, n_visit: usize, photo: &PlannedPhoto) {
        let style = self.site.visit_styles.get(n_visit).filter(|style| !style.text.is_empty());
        page.styles.extend(style.map(|style| self.to(&style.path)));
        self.card(page, photo);
    }

    fn card(&self, page: &mut PageData, photo: &PlannedPhoto) {
        let Some(web) = &mut page.web else { return };
        let renditions = self.site.renditions.get(&photo.id).map(Vec::as_slice).unwrap_or_default();
        let fitting = renditions.iter().find(|r| r.width_px >= CARD_WIDTH_PX.min(1024)).or(renditions.last());
        web.image = fitting.map(|r| WebImage {
            url: self.web(&r.path),
            width: r.width_px,
            height: r.height_px,
            alt: self.phrases.alt(photo).1,
        });
    }

    fn picture(&self, photo: &PlannedPhoto, used: Use, tint: String) -> Option<PictureData> {
        let renditions = self.site.renditions.get(&photo.id)?;
        let (lang, alt) = self.phrases.alt(photo);
        let alt = Words::new(&lang, &alt, &self.phrases.lang);
        picture(renditions, |path| self.to(path), used, alt, (tint, photo.focus))
    }
}

/// The cover in a language, and where it lies.
pub fn cover<'a>(site: &'a Site<'a>, lang: usize) -> Option<(String, CoverData)> {
    let writer = Writer::new(site, lang, Page::Cover)?;
    let title = writer.album_title();
    let visits: Vec<CardData> = site
        .plan
        .visits
        .iter()
        .enumerate()
        .filter_map(|(n, visit)| {
            let lead = writer.words(&visit.caption).map(|words| Words {
                text: words.text.lines().next().map(|line| texts::shortened(line, 400)).unwrap_or_default(),
                ..words
            });
            let (heading, line) = writer.phrases.visit_heading(visit);
            Some(CardData {
                href: writer.href(Page::Visit(&visit.folder)),
                picture: writer.picture(visit.cover()?, Use::Card { is_first: n == 0 }, cover_tint(n))?,
                heading: writer.heading(&heading),
                line,
                count: writer.phrases.n_photos(visit.photos().count()),
                lead,
            })
        })
        .collect();
    let n_photos = writer.phrases.n_photos(site.plan.n_photos());
    let counts = match visits.len() {
        1 => n_photos,
        n => format!("{} · {n_photos}", writer.phrases.n_visits(n)),
    };
    let dates = match visits.as_slice() {
        [only] if only.heading.text == title.text => only.line.clone(),
        _ => None,
    };
    let described: Vec<&str> = visits
        .iter()
        .flat_map(|card| [Some(card.heading.text.as_str()), card.line.as_deref()])
        .flatten()
        .take(8)
        .collect();
    let mut page = writer.page("cover", (&[&title.text], &described.join(" · ")), Vec::new());
    if let Some(photo) = site.plan.visits.first().and_then(PlannedVisit::cover) {
        writer.card(&mut page, photo);
    }
    page.linked_data = linked::cover(&writer, &title.text, &page.description);
    let words = writer.phrases.labels();
    Some((writer.path, CoverData { page, words, title, dates, counts, visits }))
}

/// The page of a visit in a language, and where it lies.
pub fn visit<'a>(site: &'a Site<'a>, lang: usize, n_visit: usize) -> Option<(String, VisitData)> {
    let visit = site.plan.visits.get(n_visit)?;
    let writer = Writer::new(site, lang, Page::Visit(&visit.folder))?;
    let (heading, line) = writer.phrases.visit_heading(visit);
    let heading = writer.heading(&heading);
    let mut n_seen = 0;
    let mut sections = Vec::new();
    for section in &visit.sections {
        let (heading, line) = writer.phrases.section_heading(section);
        let mut photos = Vec::with_capacity(section.photos.len());
        for photo in &section.photos {
            let n = n_seen;
            n_seen += 1;
            let Some(picture) =
                writer.picture(photo, Use::Cell { is_alone: section.photos.len() == 1 }, tint(n))
            else {
                continue;
            };
            photos.push(CellData {
                href: writer.href(Page::Photo(&visit.folder, &photo.page)),
                anchor: anchor(photo),
                picture,
                headline: writer.words(&photo.headline),
                is_late: n >= N_EARLY,
            });
        }
        sections.push(SectionData {
            anchor: section.anchor.clone(),
            heading: writer.heading(&heading),
            line,
            count: writer.phrases.n_photos(photos.len()),
            n_photos: photos.len(),
            caption: writer.words(&section.caption),
            photos,
        });
    }
    let album = writer.album_title();
    let trail = vec![Step { href: writer.href(Page::Cover), words: album.clone() }];
    let titles: &[&str] =
        if album.text == heading.text { &[&heading.text] } else { &[&heading.text, &album.text] };
    let cover = visit.cover()?;
    let n_cover = visit.photos().position(|photo| photo.id == cover.id).unwrap_or_default();
    let caption = writer.words(&visit.caption);
    let described = match (&caption, &line) {
        (Some(caption), _) => caption.text.clone(),
        (None, line) => line.clone().unwrap_or_default(),
    };
    let mut page = writer.page("visit", (titles, &described), trail);
    writer.page_of_visit(&mut page, n_visit, cover);
    page.linked_data = linked::visit(&writer, visit, &heading.text, &page.description);
    let data = VisitData {
        page,
        words: writer.phrases.labels(),
        hero: writer.picture(cover, Use::Hero, tint(n_cover))?,
        hero_href: writer.href(Page::Photo(&visit.folder, &cover.page)),
        heading,
        line,
        count: writer.phrases.n_photos(visit.photos().count()),
        host: writer.words(&visit.host),
        guest: writer.words(&visit.guest),
        caption,
        sections,
        first: visit.photos().next().map(|photo| writer.href(Page::Photo(&visit.folder, &photo.page)))?,
    };
    Some((writer.path, data))
}

/// Where the page of a visit shows a photo.
fn anchor(photo: &PlannedPhoto) -> String {
    format!("p{}", photo.page)
}

/// The page of the photo that is `n`th in its visit, in a language, and where it lies.
pub fn photo<'a>(site: &'a Site<'a>, lang: usize, n_visit: usize, n: usize) -> Option<(String, PhotoData)> {
    let of: &VisitOrder<'_> = site.order.get(n_visit)?;
    let (section, photo) = *of.photos.get(n)?;
    let folder = of.visit.folder.as_str();
    let writer = Writer::new(site, lang, Page::Photo(folder, &photo.page))?;
    let page_of = |n: usize| of.photos.get(n).map(|(_, photo)| writer.href(Page::Photo(folder, &photo.page)));
    let heading = writer.heading(&writer.phrases.visit_heading(of.visit).0);
    let position = writer.phrases.photo_of(n + 1, of.photos.len());
    let headline = writer.words(&photo.headline);
    let first = headline.as_ref().map_or(position.as_str(), |words| words.text.as_str());
    let album = writer.album_title();
    let visit_href = writer.href(Page::Visit(folder));
    let mut trail = vec![Step { href: writer.href(Page::Cover), words: album.clone() }];
    if album.text != heading.text {
        trail.push(Step { href: visit_href.clone(), words: heading.clone() });
    }
    let caption = writer.words(&photo.caption);
    let in_section = section.photos.iter().position(|other| other.id == photo.id).unwrap_or_default() + 1;
    let described =
        caption.as_ref().map_or_else(|| writer.phrases.alt(photo).1, |caption| caption.text.clone());
    let mut page = writer.page("photo", (&[first, &heading.text], &described), trail);
    writer.page_of_visit(&mut page, n_visit, photo);
    page.linked_data = linked::photo(&writer, photo, first, &page);
    let data = PhotoData {
        page,
        words: writer.phrases.labels(),
        photo: writer.picture(photo, Use::Large, tint(n))?,
        caption,
        counter: format!("{} / {}", n + 1, of.photos.len()),
        facts: facts(&writer, photo),
        previous: n.checked_sub(1).and_then(page_of),
        next: page_of(n + 1),
        up: format!("{visit_href}#{}", anchor(photo)),
        section: writer.heading(&writer.phrases.section_heading(section).0),
        section_counter: format!("{in_section} / {}", section.photos.len()),
        permalink: writer.href(Page::Photo(folder, &photo.page)),
        download: download(&writer, photo.id),
        headline,
        position,
    };
    Some((writer.path, data))
}

/// The file of a photo that readers may keep.
fn download(writer: &Writer<'_>, photo: PhotoId) -> Option<Download> {
    writer.site.downloads.get(&photo).map(|file| Download {
        href: writer.to(&file.path),
        size: match file.bytes {
            0..1_000_000 => format!("{} kB", file.bytes.div_ceil(1_000)),
            bytes => format!("{:.1} MB", bytes as f64 / 1e6),
        },
        width: file.width_px,
        height: file.height_px,
    })
}

/// What is known of a photo and may be told, in order.
fn facts(writer: &Writer<'_>, photo: &PlannedPhoto) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |kind: &'static str, text: Option<String>, datetime: Option<String>| {
        if let Some(text) = text {
            facts.push(Fact { kind, name: writer.phrases.say(kind), text, datetime });
        }
    };
    add("date", photo.taken.map(|taken| writer.phrases.taken(taken)), photo.taken.map(machine_time));
    add("place", photo.place.as_ref().map(|place| wording::place_name(place, &writer.phrases.lang)), None);
    let persons = photo.persons.join(&writer.phrases.say("list-comma"));
    add("persons", (!persons.is_empty()).then_some(persons), None);
    add("creator", photo.creator.clone(), None);
    add("credit", photo.credit.clone(), None);
    add("copyright", photo.copyright.clone(), None);
    facts
}

/// A time as machines read it, to the minute.
pub fn machine_time(taken: Taken) -> String {
    match taken {
        Taken::Day(day) => day.to_string(),
        Taken::Minute(civil) => civil.strftime("%Y-%m-%dT%H:%M").to_string(),
    }
}
