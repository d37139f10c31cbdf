//! Fills in what the templates of each page are given.

use super::data::{
    CardData, CellData, CoverData, Download, Fact, LanguageLink, PageData, PhotoData, PictureData,
    SectionData, Step, VisitData, Words,
};
use super::paths::{Page, relative};
use super::ratios::{ratio_class, width_class};
use super::{Site, VisitOrder};
use crate::export::phrases::{Phrases, language_name};
use crate::export::plan::{PlannedPhoto, PlannedVisit, Taken};
use crate::export::texts;
use crate::model::text::LangText;
use crate::model::wording;

/// Pictures of a page that are loaded at once; those after it when they come near.
const N_EARLY: usize = 12;

/// How a picture is used, which says how wide it will be.
#[derive(Clone, Copy)]
enum Use {
    /// In rows of about this height, in CSS pixels.
    Cell,
    /// A card of the cover; the first is as wide as the page.
    Card { is_first: bool },
    /// As wide as the page.
    Hero,
    /// As large as the window.
    Large,
}

/// A page in one language, on its way.
struct Writer<'a> {
    site: &'a Site<'a>,
    phrases: &'a Phrases,
    page: Page<'a>,
    path: String,
}

impl<'a> Writer<'a> {
    fn new(site: &'a Site<'a>, lang: usize, page: Page<'a>) -> Option<Self> {
        let phrases = site.phrases.get(lang)?;
        let folder = (lang > 0).then(|| phrases.reader.as_str());
        Some(Self { site, phrases, page, path: page.path(folder) })
    }

    /// The address of a page in this language.
    fn href(&self, page: Page<'_>) -> String {
        let first = self.site.phrases.first().map(|phrases| &phrases.reader);
        let folder = (first != Some(&self.phrases.reader)).then(|| self.phrases.reader.as_str());
        self.to(&page.path(folder))
    }

    fn to(&self, path: &str) -> String {
        relative(&self.path, path)
    }

    fn words(&self, text: &LangText) -> Option<Words> {
        Words::best(text, &self.phrases.reader, &self.phrases.lang)
    }

    /// Words of a text that is never empty.
    fn heading(&self, text: &LangText) -> Words {
        self.words(text).unwrap_or_else(|| self.own(self.phrases.say("undated")))
    }

    /// Words in the language of the page.
    fn own(&self, text: String) -> Words {
        Words { text, lang: None }
    }

    fn album_title(&self) -> Words {
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

    fn page(&self, kind: &'static str, title: &[&str], trail: Vec<Step>) -> PageData {
        let languages = self.site.phrases.iter().enumerate().map(|(n, other)| {
            let folder = (n > 0).then(|| other.reader.as_str());
            LanguageLink {
                tag: other.reader.to_string(),
                name: language_name(&other.reader),
                href: self.to(&self.page.path(folder)),
                is_this: other.reader == self.phrases.reader,
            }
        });
        PageData {
            kind,
            lang: self.phrases.lang.to_string(),
            title: texts::shortened(&title.join(" · "), 120),
            style: self.to(&self.site.style.path),
            script: self.to(&super::script_path()),
            icon: self.to(super::ICON_PATH),
            trail,
            languages: languages.collect(),
            embargo: self.site.plan.embargo().map(|embargo| self.phrases.embargo(embargo)),
        }
    }

    fn picture(&self, photo: &PlannedPhoto, used: Use) -> Option<PictureData> {
        let renditions = self.site.renditions.get(&photo.id)?;
        let largest = renditions.last()?;
        let ratio = f64::from(largest.width_px) / f64::from(largest.height_px.max(1));
        // What a browser without srcset takes, and whose size gives the place: the smallest in rows, the middle one elsewhere.
        let shown = match used {
            Use::Cell => renditions.first()?,
            _ => renditions.get(1).unwrap_or(largest),
        };
        let srcset: Vec<String> =
            renditions.iter().map(|r| format!("{} {}w", self.to(&r.path), r.width_px)).collect();
        let (lang, alt) = self.phrases.alt(photo);
        Some(PictureData {
            src: self.to(&shown.path),
            srcset: srcset.join(", "),
            sizes: sizes(used, ratio),
            width: shown.width_px,
            height: shown.height_px,
            alt: Words::new(&lang, &alt, &self.phrases.lang),
            ratio: ratio_class(largest.width_px, largest.height_px),
            cap: width_class(largest.width_px),
        })
    }
}

/// How wide a picture will be shown, for the browser's choice (WHATWG HTML, 4.8.4.2.2 "Sizes attributes"): the heights
/// of rows and the widths of cards are those of the theme's style sheet, rows grown by a sixth as they mostly are.
fn sizes(used: Use, ratio: f64) -> String {
    match used {
        Use::Cell => {
            let shown = ratio.clamp(0.5, 2.6);
            format!("(max-width: 48rem) {:.0}px, {:.0}px", 132.0 * 1.3 * shown, 240.0 * 1.17 * shown)
        }
        Use::Card { is_first: false } => "(max-width: 52rem) 92vw, 30rem".to_owned(),
        Use::Card { is_first: true } | Use::Hero => "100vw".to_owned(),
        Use::Large => format!("min(100vw, {:.0}vh)", (ratio * 100.0).clamp(10.0, 10_000.0)),
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
            let (heading, line) = writer.phrases.visit_heading(visit);
            Some(CardData {
                href: writer.href(Page::Visit(&visit.folder)),
                picture: writer.picture(visit.cover()?, Use::Card { is_first: n == 0 })?,
                heading: writer.heading(&heading),
                line,
                count: writer.phrases.n_photos(visit.photos().count()),
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
    let page = writer.page("cover", &[&title.text], Vec::new());
    let words = writer.phrases.labels();
    Some((writer.path, CoverData { page, words, title, dates, counts, visits }))
}

/// The page of a visit in a language, and where it lies.
pub fn visit<'a>(site: &'a Site<'a>, lang: usize, visit: &'a PlannedVisit) -> Option<(String, VisitData)> {
    let writer = Writer::new(site, lang, Page::Visit(&visit.folder))?;
    let (heading, line) = writer.phrases.visit_heading(visit);
    let heading = writer.heading(&heading);
    let mut n_seen = 0;
    let mut sections = Vec::new();
    for section in &visit.sections {
        let (heading, line) = writer.phrases.section_heading(section);
        let mut photos = Vec::with_capacity(section.photos.len());
        for photo in &section.photos {
            let Some(picture) = writer.picture(photo, Use::Cell) else { continue };
            n_seen += 1;
            photos.push(CellData {
                href: writer.href(Page::Photo(&visit.folder, &photo.page)),
                anchor: anchor(photo),
                picture,
                headline: writer.words(&photo.headline),
                is_late: n_seen > N_EARLY,
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
    let data = VisitData {
        page: writer.page("visit", titles, trail),
        words: writer.phrases.labels(),
        hero: writer.picture(visit.cover()?, Use::Hero)?,
        heading,
        line,
        count: writer.phrases.n_photos(visit.photos().count()),
        caption: writer.words(&visit.caption),
        sections,
    };
    Some((writer.path, data))
}

/// Where the page of a visit shows a photo.
fn anchor(photo: &PlannedPhoto) -> String {
    format!("p{}", photo.page)
}

/// The page of the photo that is `n`th in its visit, in a language, and where it lies.
pub fn photo<'a>(
    site: &'a Site<'a>,
    lang: usize,
    of: &'a VisitOrder<'a>,
    n: usize,
) -> Option<(String, PhotoData)> {
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
    let data = PhotoData {
        page: writer.page("photo", &[first, &heading.text], trail),
        words: writer.phrases.labels(),
        photo: writer.picture(photo, Use::Large)?,
        caption: writer.words(&photo.caption),
        counter: format!("{} / {}", n + 1, of.photos.len()),
        facts: facts(&writer, photo),
        previous: n.checked_sub(1).and_then(page_of),
        next: page_of(n + 1),
        up: format!("{visit_href}#{}", anchor(photo)),
        section: writer.heading(&writer.phrases.section_heading(section).0),
        download: site.downloads.get(&photo.id).map(|file| Download {
            href: writer.to(&file.path),
            size: format!("{:.1} MB", file.bytes as f64 / 1e6),
            width: file.width_px,
            height: file.height_px,
        }),
        headline,
        position,
    };
    Some((writer.path, data))
}

/// What is known of a photo and may be told, in order.
fn facts(writer: &Writer<'_>, photo: &PlannedPhoto) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |name: &str, text: Option<String>, datetime: Option<String>| {
        if let Some(text) = text {
            facts.push(Fact { name: writer.phrases.say(name), text, datetime });
        }
    };
    let datetime = photo.taken.map(|taken| match taken {
        Taken::Day(day) => day.to_string(),
        Taken::Minute(civil) => civil.strftime("%Y-%m-%dT%H:%M").to_string(),
    });
    add("date", photo.taken.map(|taken| writer.phrases.taken(taken)), datetime);
    add("place", photo.place.as_ref().map(|place| wording::place_name(place, &writer.phrases.lang)), None);
    add("creator", photo.creator.clone(), None);
    add("credit", photo.credit.clone(), None);
    add("copyright", photo.copyright.clone(), None);
    facts
}
