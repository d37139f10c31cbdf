//! An album as one page to be sent by mail: pictures and style in it, no script, nothing beside it. All languages stand on the one page,
//! below each picture: a picture within a page cannot be shown in two places without being there twice.
//!
//! It is made of a finished, audited album, and audited itself as a page that stands alone, each picture in it as a file.

use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::audit::carried::Audience;
use super::audit::{Known, page_leaks};
use super::html::data::Words;
use super::html::{Rendition, rendered_alone};
use super::phrases::Phrases;
use super::plan::{Plan, PlannedPhoto, PlannedSection, PlannedVisit};
use super::settings::Profile;
use super::texts;
use super::zipped::{self, ZippedError};
use crate::export::audit::report::Finding;
use crate::model::photo::PhotoId;
use crate::model::text::{LangTag, LangText};
use crate::model::wording;

/// Long edge of the pictures in pixels, at most.
const EDGE_PX: u32 = 1280;

/// A page of ours says so, in these words; only such a page is replaced.
const MADE_BY: &str = "Attach\u{e9} (one page)";

/// Where [`MADE_BY`] stands in a page of ours, in bytes from its begin.
const HEAD_BYTES: usize = 2048;

/// The style of the page: a column of pictures with their words, light or dark as the reader's system is, plain on paper.
const STYLE: &str = "\
:root{color-scheme:light dark;--paper:#fff;--ink:#1a1a1a;--soft:#5c5c5c;--line:#ddd}\
@media (prefers-color-scheme:dark){:root{--paper:#141414;--ink:#eee;--soft:#a8a8a8;--line:#333}}\
*{box-sizing:border-box}\
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}\
main{max-width:60rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}\
h1{font-size:2rem;line-height:1.2;margin:0 0 .25rem}\
h2{font-size:1.5rem;line-height:1.25;margin:3.5rem 0 .25rem;border-top:1px solid var(--line);padding-top:1.5rem}\
h3{font-size:1.1rem;margin:2.5rem 0 .25rem}\
p{margin:.25rem 0;max-width:42rem}\
.soft{color:var(--soft)}\
.embargo{border:2px solid currentcolor;padding:.5rem .75rem;font-weight:600}\
figure{margin:1.75rem 0;break-inside:avoid}\
img{display:block;max-width:100%;max-height:90vh;height:auto;margin:0}\
figcaption{margin-top:.5rem;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,14rem),1fr));gap:.75rem 1.75rem}\
figcaption strong{display:block}\
.also{color:var(--soft)}\
.also,.soft{text-align:match-parent}\
.also.h1{font-size:1.35rem;line-height:1.3}\
.also.h2{font-size:1.15rem}\
:lang(ko){word-break:keep-all}\
nav ul{padding-inline-start:1.25rem}\
a{color:inherit}\
@media print{img{max-height:16cm}}";

/// The page, with all that a template of ours prints.
const TEMPLATE: &str = include_str!("../../assets/themes/base/single.html");

/// What a page says, and how long it will be.
#[derive(Debug)]
pub struct Single {
    page: String,
    /// Photos in it.
    pub n_photos: usize,
}

/// What the template is given.
#[derive(Serialize)]
struct SinglePage {
    made_by: &'static str,
    style: &'static str,
    lang: String,
    dir: &'static str,
    title: String,
    album: Head,
    embargo: Vec<Words>,
    visits: Vec<SingleVisit>,
}

/// A heading in each language, and what stands below it.
#[derive(Default, Serialize)]
struct Head {
    headings: Vec<Words>,
    lines: Vec<Words>,
    said: Vec<Words>,
}

#[derive(Serialize)]
struct SingleVisit {
    head: Head,
    sections: Vec<SingleSection>,
}

#[derive(Serialize)]
struct SingleSection {
    head: Head,
    photos: Vec<SinglePhoto>,
}

#[derive(Serialize)]
struct SinglePhoto {
    alt: Words,
    width: u32,
    height: u32,
    /// The picture as a `data:` address.
    src: String,
    texts: Vec<SingleText>,
}

/// What is said of a photo in one language.
#[derive(Serialize)]
struct SingleText {
    headline: Option<Words>,
    said: Vec<Words>,
    facts: Vec<Words>,
}

impl Single {
    /// The page of a finished album that lies in this folder, with these pictures.
    ///
    /// # Errors
    /// [`ZippedError::Write`] when a file of the album cannot be read, [`ZippedError::Template`] when the page cannot be made.
    pub fn of(
        plan: &Plan,
        album: &Path,
        renditions: &HashMap<PhotoId, Vec<Rendition>>,
    ) -> Result<Self, ZippedError> {
        let english = [LangTag::en()];
        let languages = plan.settings.languages.as_slice();
        let languages = if languages.is_empty() { &english } else { languages };
        let phrases: Vec<Phrases> = languages.iter().map(Phrases::new).collect();
        let mut writer = Writer { phrases: &phrases, album, renditions, n_photos: 0 };
        let page = writer.page(plan)?;
        let page = rendered_alone("single.html", TEMPLATE, &page).map_err(ZippedError::Template)?;
        Ok(Self { page, n_photos: writer.n_photos })
    }

    /// Its length in bytes.
    pub fn n_bytes(&self) -> u64 {
        self.page.len() as u64
    }

    /// Audits the page and puts it into place. Gives its length.
    ///
    /// # Errors
    /// [`ZippedError`]; then nothing was written.
    pub fn publish(&self, plan: &Plan, known: &Known, target: &Path) -> Result<u64, ZippedError> {
        let audience = match plan.settings.profile {
            Profile::Public => Audience::default(),
            Profile::Press => Audience::Press,
        };
        let leaks = page_leaks(self.page.as_bytes(), audience, known);
        if !leaks.is_empty() {
            let finding = |leak: super::audit::report::Leak| Finding {
                path: "the page".to_owned(),
                kind: leak.kind,
                message: leak.reason,
            };
            return Err(ZippedError::Leaks(leaks.into_iter().map(finding).collect()));
        }
        let mut draft = zipped::draft(target)?;
        let failed = zipped::write_error(target);
        draft.write_all(self.page.as_bytes()).map_err(&failed)?;
        draft.as_file().sync_all().map_err(&failed)?;
        zipped::place(draft, target)
    }
}

/// Whether a file is a page that [`Single`] wrote.
pub(super) fn is_ours(path: &Path) -> bool {
    let head = fs::read(path).unwrap_or_default();
    let head = head.get(..HEAD_BYTES.min(head.len())).unwrap_or_default();
    String::from_utf8_lossy(head).contains(&format!("content=\"{MADE_BY}\""))
}

/// Gathers what the page says.
struct Writer<'a> {
    /// Words of each language of the album, the page's own first. Never empty.
    phrases: &'a [Phrases],
    album: &'a Path,
    renditions: &'a HashMap<PhotoId, Vec<Rendition>>,
    n_photos: usize,
}

impl Writer<'_> {
    fn page(&mut self, plan: &Plan) -> Result<SinglePage, ZippedError> {
        let album = self.album(plan);
        let lang = self.lang();
        let title = album.headings.first().map(|words| texts::shortened(&words.text, 120));
        // An only visit has said its name at the top, and so does the page.
        let is_only = plan.visits.len() == 1 && plan.settings.title.is_none();
        let mut visits = Vec::new();
        for visit in &plan.visits {
            let head = if is_only { Head::default() } else { self.visit_head(visit) };
            let sections =
                visit.sections.iter().map(|section| self.section(section)).collect::<Result<_, _>>()?;
            visits.push(SingleVisit { head, sections });
        }
        Ok(SinglePage {
            made_by: MADE_BY,
            style: STYLE,
            dir: if lang.is_right_to_left() { "rtl" } else { "ltr" },
            lang: lang.to_string(),
            title: title.unwrap_or_default(),
            album,
            embargo: self.in_each(|phrases| plan.embargo().map(|embargo| phrases.embargo(embargo))),
            visits,
        })
    }

    /// The language of the page's own words.
    fn lang(&self) -> LangTag {
        self.phrases.first().map_or_else(LangTag::en, |phrases| phrases.lang.clone())
    }

    /// Words of ours in each language; what two languages say alike is said once.
    fn in_each(&self, say: impl Fn(&Phrases) -> Option<String>) -> Vec<Words> {
        let page = self.lang();
        let said = self.phrases.iter().filter_map(|phrases| Some((phrases, say(phrases)?)));
        once(said.map(|(phrases, text)| Words::new(&phrases.lang, &text, &page)))
    }

    /// A person's words for the reader of each language.
    fn best_in_each(&self, of: impl Fn(&Phrases) -> LangText) -> Vec<Words> {
        let page = self.lang();
        once(self.phrases.iter().filter_map(|phrases| Words::best(&of(phrases), &phrases.reader, &page)))
    }

    fn album(&self, plan: &Plan) -> Head {
        if let Some(title) = &plan.settings.title {
            let headings = vec![Words { text: texts::clean_line(title), lang: None }];
            return Head { headings, ..Head::default() };
        }
        match plan.visits.as_slice() {
            [only] => self.visit_head(only),
            _ => Head {
                headings: self.in_each(|phrases| Some(phrases.say("default-title"))),
                ..Head::default()
            },
        }
    }

    fn visit_head(&self, visit: &PlannedVisit) -> Head {
        Head {
            headings: self.best_in_each(|phrases| phrases.visit_heading(visit).0),
            lines: self.in_each(|phrases| phrases.visit_heading(visit).1),
            said: self.best_in_each(|_| visit.caption.clone()).iter().flat_map(in_paragraphs).collect(),
        }
    }

    fn section(&mut self, section: &PlannedSection) -> Result<SingleSection, ZippedError> {
        let head = Head {
            headings: self.best_in_each(|phrases| phrases.section_heading(section).0),
            lines: self.in_each(|phrases| phrases.section_heading(section).1),
            said: self.best_in_each(|_| section.caption.clone()).iter().flat_map(in_paragraphs).collect(),
        };
        let mut photos = Vec::new();
        for photo in &section.photos {
            photos.extend(self.photo(photo)?);
        }
        Ok(SingleSection { head, photos })
    }

    /// `None` for a photo that could not be read: it has no picture, and is not in the album either.
    fn photo(&mut self, photo: &PlannedPhoto) -> Result<Option<SinglePhoto>, ZippedError> {
        let Some(picture) = self.renditions.get(&photo.id).and_then(|all| picture_of(all)) else {
            return Ok(None);
        };
        let path = self.album.join(&picture.path);
        let data = fs::read(&path).map_err(zipped::write_error(&path))?;
        let mut src = "data:image/jpeg;base64,".to_owned();
        STANDARD.encode_string(&data, &mut src);
        let page = self.lang();
        let alt = self.phrases.first().map(|phrases| phrases.alt(photo));
        let (lang, alt) = alt.unwrap_or_else(|| (LangTag::und(), String::new()));
        self.n_photos = self.n_photos.saturating_add(1);
        let (width, height) = (picture.width_px, picture.height_px);
        Ok(Some(SinglePhoto {
            alt: Words::new(&lang, &alt, &page),
            width,
            height,
            src,
            texts: self.texts(photo),
        }))
    }

    /// What is said in each language and in none before it.
    fn texts(&self, photo: &PlannedPhoto) -> Vec<SingleText> {
        let page = self.lang();
        let mut known: Vec<Words> = Vec::new();
        let mut new = |words: Option<Words>| {
            let words = words.filter(|words| !known.contains(words))?;
            known.push(words.clone());
            Some(words)
        };
        let mut out = Vec::new();
        for (phrases, n) in self.phrases.iter().zip(0..) {
            let best = |text: &LangText| Words::best(text, &phrases.reader, &page);
            let headline = new(best(&photo.headline));
            let said = new(best(&photo.caption)).iter().flat_map(in_paragraphs).collect();
            let facts = new(Some(Words::new(&phrases.lang, &facts(phrases, photo, n == 0), &page)));
            let text = SingleText {
                headline,
                said,
                facts: facts.into_iter().filter(|f| !f.text.is_empty()).collect(),
            };
            if text.headline.is_some() || !text.said.is_empty() || !text.facts.is_empty() {
                out.push(text);
            }
        }
        out
    }
}

/// Who, when and where; in the first language also by whom, which is the same in all.
fn facts(phrases: &Phrases, photo: &PlannedPhoto, is_first: bool) -> String {
    let place = photo.place.as_ref().map(|place| wording::place_name(place, &phrases.lang));
    let persons = photo.persons.join(&phrases.say("list-comma"));
    let taken = photo.taken.map(|taken| phrases.taken(taken));
    let lines = [photo.creator.clone(), photo.credit.clone(), photo.copyright.clone()];
    let facts = [is_first.then_some(persons), taken, place].into_iter();
    let facts = facts.chain(lines.into_iter().filter(|_| is_first)).flatten();
    facts.filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Each of these words once.
fn once(all: impl Iterator<Item = Words>) -> Vec<Words> {
    let mut out: Vec<Words> = Vec::new();
    for words in all.filter(|words| !words.text.is_empty()) {
        if !out.iter().any(|known| known.text == words.text) {
            out.push(words);
        }
    }
    out
}

fn in_paragraphs(words: &Words) -> Vec<Words> {
    let lines = words.text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| Words { text: line.to_owned(), lang: words.lang.clone() }).collect()
}

/// The largest picture that is not larger than is wanted.
fn picture_of(renditions: &[Rendition]) -> Option<&Rendition> {
    renditions.iter().rfind(|picture| picture.width_px.max(picture.height_px) <= EDGE_PX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_is_the_largest_that_fits() {
        let of = |edge: u32| Rendition {
            path: format!("media/a-{edge}.jpg"),
            width_px: edge / 2,
            height_px: edge,
            webp: None,
        };
        let all = [of(512), of(1280), of(2048)];
        assert_eq!(picture_of(&all), Some(&all[1]));
        assert_eq!(picture_of(&[of(2048)]), None);
    }
}
