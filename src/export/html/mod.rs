//! Pages from a plan and its pictures. Pure but for the templates: the same plan gives the same bytes.
//!
//! [`paths`] says where pages lie, [`ratios`] gives pictures their place before they load, `data` is what templates are given,
//! `pages` fills it.

mod data;
mod pages;
pub mod paths;
pub mod ratios;

use std::collections::HashMap;

use minijinja::value::{Serde, Value};
use minijinja::{Environment, Output, State, UndefinedBehavior};
use serde::Serialize;

use super::phrases::Phrases;
use super::plan::{Plan, PlannedPhoto, PlannedSection, PlannedVisit};
use super::theme;
use crate::model::photo::PhotoId;

/// Where the picture in the browser's tab lies.
pub const ICON_PATH: &str = "assets/icon.png";

/// A picture that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendition {
    /// Its path within the album.
    pub path: String,
    /// Its width.
    pub width_px: u32,
    /// Its height.
    pub height_px: u32,
    /// The same picture as WebP, where that saves bytes: its path within the album.
    pub webp: Option<String>,
}

/// The file of a photo that readers may keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DownloadFile {
    /// Its path within the album.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its width.
    pub width_px: u32,
    /// Its height.
    pub height_px: u32,
}

/// A template that does not fit what it is given: a fault of the program or of a theme, never of a photo.
#[derive(Debug, thiserror::Error)]
#[error("the page {page} could not be made from the theme: {source}")]
pub struct TemplateError {
    page: String,
    source: minijinja::Error,
}

/// A file of text, to be written.
#[derive(Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Its path within the album.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// One page to be made, by its place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageJob {
    lang: usize,
    visit: Option<usize>,
    photo: Option<usize>,
}

/// The photos of a visit in one line, as "next" goes.
#[derive(Debug)]
struct VisitOrder<'a> {
    visit: &'a PlannedVisit,
    photos: Vec<(&'a PlannedSection, &'a PlannedPhoto)>,
}

impl<'a> VisitOrder<'a> {
    fn of(visit: &'a PlannedVisit) -> Self {
        let photos =
            visit.sections.iter().flat_map(|s| s.photos.iter().map(move |photo| (s, photo))).collect();
        Self { visit, photos }
    }
}

/// An album whose pictures are there, ready to give its pages.
#[derive(Debug)]
pub struct Site<'a> {
    plan: &'a Plan,
    /// Pictures of each photo of the plan, smallest first.
    renditions: &'a HashMap<PhotoId, Vec<Rendition>>,
    /// Files to keep, by photo.
    downloads: HashMap<PhotoId, DownloadFile>,
    phrases: Vec<Phrases>,
    order: Vec<VisitOrder<'a>>,
    style: TextFile,
    templates: Environment<'static>,
}

impl<'a> Site<'a> {
    /// Prepares the pages of a plan whose every photo has pictures.
    ///
    /// # Errors
    /// [`TemplateError`] when a template of the theme cannot be read.
    pub fn new(
        plan: &'a Plan,
        renditions: &'a HashMap<PhotoId, Vec<Rendition>>,
    ) -> Result<Self, TemplateError> {
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        templates.set_formatter(write_value);
        for (name, source) in theme::TEMPLATES {
            let failed = |source| TemplateError { page: name.to_owned(), source };
            templates.add_template(name, source).map_err(failed)?;
        }
        let largest = |photo: &PhotoId| renditions.get(photo).and_then(|r| r.last());
        let sizes = plan.photos().filter_map(|photo| largest(&photo.id)).map(|r| (r.width_px, r.height_px));
        let text = without_comments(&format!("{}{}", theme::STYLE, ratios::rules(sizes)));
        // The hash in the name makes browsers take the new style sheet after a new export.
        let hash = blake3::hash(text.as_bytes()).to_hex();
        let path = format!("assets/album-{}.css", hash.get(..8).unwrap_or_default());
        Ok(Self {
            plan,
            renditions,
            downloads: HashMap::new(),
            phrases: plan.settings.languages.iter().map(Phrases::new).collect(),
            order: plan.visits.iter().map(VisitOrder::of).collect(),
            style: TextFile { path, text },
            templates,
        })
    }

    /// The same, with files to keep on the pages of their photos.
    #[must_use]
    pub fn with_downloads(mut self, downloads: HashMap<PhotoId, DownloadFile>) -> Self {
        self.downloads = downloads;
        self
    }

    /// The style sheet and the script.
    pub fn assets(&self) -> [TextFile; 2] {
        let style = TextFile { path: self.style.path.clone(), text: self.style.text.clone() };
        [style, TextFile { path: script_path(), text: theme::SCRIPT.to_owned() }]
    }

    /// Every page of the album, in order.
    pub fn jobs(&self) -> Vec<PageJob> {
        let mut jobs = Vec::new();
        for lang in 0..self.phrases.len() {
            jobs.push(PageJob { lang, visit: None, photo: None });
            for (n, of) in self.order.iter().enumerate() {
                jobs.push(PageJob { lang, visit: Some(n), photo: None });
                jobs.extend((0..of.photos.len()).map(|photo| PageJob {
                    lang,
                    visit: Some(n),
                    photo: Some(photo),
                }));
            }
        }
        jobs
    }

    /// One page; `None` where a picture that it needs is not there.
    ///
    /// # Errors
    /// [`TemplateError`] when the theme's template does not fit.
    pub fn page(&self, job: PageJob) -> Result<Option<TextFile>, TemplateError> {
        let of = job.visit.and_then(|n| self.order.get(n));
        match (of, job.photo) {
            (None, _) => {
                pages::cover(self, job.lang).map(|(path, data)| self.render("cover.html", path, data))
            }
            (Some(of), None) => pages::visit(self, job.lang, of.visit)
                .map(|(path, data)| self.render("visit.html", path, data)),
            (Some(of), Some(n)) => {
                pages::photo(self, job.lang, of, n).map(|(path, data)| self.render("photo.html", path, data))
            }
        }
        .transpose()
    }

    fn render(&self, template: &str, path: String, data: impl Serialize) -> Result<TextFile, TemplateError> {
        let rendered =
            self.templates.get_template(template).and_then(|template| template.render(Serde(data)));
        match rendered {
            Ok(text) => Ok(TextFile { path, text }),
            Err(source) => Err(TemplateError { page: path, source }),
        }
    }
}

/// Where the script lies, with its hash like the style sheet's.
fn script_path() -> String {
    let hash = blake3::hash(theme::SCRIPT.as_bytes()).to_hex();
    format!("assets/album-{}.js", hash.get(..8).unwrap_or_default())
}

/// Escapes every text: the five characters of HTML, and not `/`, which minijinja would, and which all our addresses have.
fn write_value(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), minijinja::Error> {
    let Some(text) = value.as_str().filter(|_| !value.is_safe()) else {
        return minijinja::escape_formatter(out, state, value);
    };
    for part in text.split_inclusive(['&', '<', '>', '"', '\'']) {
        let escaped = match part.chars().next_back() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            Some('\'') => "&#39;",
            _ => {
                out.write_str(part)?;
                continue;
            }
        };
        out.write_str(part.get(..part.len() - 1).unwrap_or_default())?;
        out.write_str(escaped)?;
    }
    Ok(())
}

/// A style sheet without its comments: readers do not need them, and what people write in them is nobody's business. A sheet with `/*`
/// in a string is none of ours.
fn without_comments(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, next)| next);
    }
    out.push_str(rest);
    out
}
