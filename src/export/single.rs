//! An album as one page to be sent by mail: pictures and style in it, no script, nothing beside it. In the first language alone: a
//! picture within a page cannot be shown in two places without being there twice.
//!
//! It is made of a finished, audited album, and audited itself as a page that stands alone, each picture in it as a file.

use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::audit::carried::Audience;
use super::audit::{Known, page_leaks};
use super::html::Rendition;
use super::phrases::Phrases;
use super::plan::{Plan, PlannedPhoto, PlannedVisit};
use super::settings::Profile;
use super::texts;
use super::zipped::{self, ZippedError};
use crate::export::audit::report::Finding;
use crate::model::photo::PhotoId;
use crate::model::text::{LangTag, LangText};

/// Long edge of the pictures in pixels, at most.
const EDGE_PX: u32 = 1280;

/// A page of ours says so, in these words; only such a page is replaced.
const MADE_BY: &str = "<meta name=\"generator\" content=\"Attach\u{e9} (one page)\">";

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
figcaption{margin-top:.5rem}\
figcaption strong{display:block}\
nav ul{padding-inline-start:1.25rem}\
a{color:inherit}\
@media print{img{max-height:16cm}}";

/// What a page says, and how long it will be.
#[derive(Debug)]
pub struct Single {
    page: String,
    /// Photos in it.
    pub n_photos: usize,
}

impl Single {
    /// The page of a finished album that lies in this folder, with these pictures.
    ///
    /// # Errors
    /// [`ZippedError::Write`] when a file of the album cannot be read.
    pub fn of(
        plan: &Plan,
        album: &Path,
        renditions: &HashMap<PhotoId, Vec<Rendition>>,
    ) -> Result<Self, ZippedError> {
        let reader = plan.settings.languages.first().cloned().unwrap_or_else(LangTag::en);
        let mut writer =
            Writer { phrases: Phrases::new(&reader), album, renditions, body: String::new(), n_photos: 0 };
        let title = writer.title(plan);
        writer.album(plan, &title)?;
        let page = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
             content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n{MADE_BY}\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <main>\n{}</main>\n</body>\n</html>\n",
            writer.phrases.lang,
            escaped(&texts::shortened(&title, 120)),
            writer.body,
        );
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
    String::from_utf8_lossy(head).contains(MADE_BY)
}

/// Writes the body.
struct Writer<'a> {
    phrases: Phrases,
    album: &'a Path,
    renditions: &'a HashMap<PhotoId, Vec<Rendition>>,
    body: String,
    n_photos: usize,
}

impl Writer<'_> {
    fn title(&self, plan: &Plan) -> String {
        if let Some(title) = &plan.settings.title {
            return texts::clean_line(title);
        }
        match plan.visits.as_slice() {
            [only] => self.best(&self.phrases.visit_heading(only).0),
            _ => self.phrases.say("default-title"),
        }
    }

    fn best(&self, text: &LangText) -> String {
        text.best(&self.phrases.reader).map(|(_, text)| text.to_owned()).unwrap_or_default()
    }

    fn album(&mut self, plan: &Plan, title: &str) -> Result<(), ZippedError> {
        self.element("h1", title, "");
        if let Some(embargo) = plan.embargo() {
            let words = self.phrases.embargo(embargo);
            self.element("p", &words, " class=\"embargo\"");
        }
        if let [_, _, ..] = plan.visits.as_slice() {
            self.body.push_str("<nav>\n<ul>\n");
            for (visit, n) in plan.visits.iter().zip(1..) {
                let heading = self.best(&self.phrases.visit_heading(visit).0);
                self.body.push_str(&format!(
                    "<li><a href=\"#v{n}\" dir=\"auto\">{}</a></li>\n",
                    escaped(&heading)
                ));
            }
            self.body.push_str("</ul>\n</nav>\n");
        }
        for (visit, n) in plan.visits.iter().zip(1..) {
            self.visit(visit, n, plan.visits.len() > 1 || plan.settings.title.is_some())?;
        }
        Ok(())
    }

    fn visit(&mut self, visit: &PlannedVisit, n: usize, has_heading: bool) -> Result<(), ZippedError> {
        let (heading, line) = self.phrases.visit_heading(visit);
        if has_heading {
            let heading = self.best(&heading);
            self.element("h2", &heading, &format!(" id=\"v{n}\""));
        }
        if let Some(line) = line {
            self.element("p", &line, " class=\"soft\"");
        }
        self.paragraphs(&visit.caption);
        for section in &visit.sections {
            let (heading, line) = self.phrases.section_heading(section);
            let heading = self.best(&heading);
            self.element("h3", &heading, "");
            if let Some(line) = line {
                self.element("p", &line, " class=\"soft\"");
            }
            self.paragraphs(&section.caption);
            for photo in &section.photos {
                self.photo(photo)?;
            }
        }
        Ok(())
    }

    fn photo(&mut self, photo: &PlannedPhoto) -> Result<(), ZippedError> {
        // A photo that could not be read has no picture, and is not in the album either.
        let Some(picture) = self.renditions.get(&photo.id).and_then(|all| picture_of(all)) else {
            return Ok(());
        };
        let path = self.album.join(&picture.path);
        let data = fs::read(&path).map_err(zipped::write_error(&path))?;
        let (lang, alt) = self.phrases.alt(photo);
        let lang = if lang == self.phrases.lang || lang.as_str() == "und" {
            String::new()
        } else {
            format!(" lang=\"{lang}\"")
        };
        self.body.push_str(&format!(
            "<figure>\n<img alt=\"{}\"{lang} src=\"data:image/jpeg;base64,",
            escaped(&alt)
        ));
        STANDARD.encode_string(&data, &mut self.body);
        self.body.push_str("\">\n<figcaption>\n");
        let headline = self.best(&photo.headline);
        if !headline.is_empty() {
            self.element("strong", &headline, "");
        }
        self.paragraphs(&photo.caption);
        let place = photo.place.as_ref().map(|place| place.name.clone()).filter(|name| !name.is_empty());
        let persons =
            (!photo.persons.is_empty()).then(|| photo.persons.join(&self.phrases.say("list-comma")));
        let taken = photo.taken.map(|taken| self.phrases.taken(taken));
        let lines = [photo.creator.clone(), photo.credit.clone(), photo.copyright.clone()];
        let facts: Vec<String> = [persons, taken, place].into_iter().chain(lines).flatten().collect();
        if !facts.is_empty() {
            self.element("p", &facts.join(" · "), " class=\"soft\"");
        }
        self.body.push_str("</figcaption>\n</figure>\n");
        self.n_photos = self.n_photos.saturating_add(1);
        Ok(())
    }

    fn paragraphs(&mut self, text: &LangText) {
        let text = self.best(text);
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            self.element("p", line, "");
        }
    }

    fn element(&mut self, name: &str, text: &str, attributes: &str) {
        self.body.push_str(&format!("<{name}{attributes} dir=\"auto\">{}</{name}>\n", escaped(text)));
    }
}

/// The largest picture that is not larger than is wanted.
fn picture_of(renditions: &[Rendition]) -> Option<&Rendition> {
    renditions.iter().rfind(|picture| picture.width_px.max(picture.height_px) <= EDGE_PX)
}

/// Text as HTML has it, within and outside of attributes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
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
