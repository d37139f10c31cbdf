//! Pages from a plan and its pictures. Pure but for the templates: the same plan gives the same bytes.
//!
//! [`paths`] says where pages lie, [`address`] what they are called on the web, [`ratios`] gives pictures their place before they load
//! and [`tints`] their colours; [`data`] is what templates are given, `pages` fills it; `linked` tells search engines, `feeds` those who
//! follow.

pub mod address;
pub mod data;
mod feeds;
mod linked;
mod pages;
pub mod paths;
mod picture;
pub mod ratios;
pub mod tints;

use std::collections::HashMap;

use minijinja::value::{Serde, Value};
use minijinja::{Environment, Output, State, UndefinedBehavior};
use serde::Serialize;

use self::tints::Tint;
use super::phrases::Phrases;
use super::plan::{Plan, PlannedPhoto, PlannedSection, PlannedVisit};
use super::theme::Theme;
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
#[error("{}", in_words(.page.as_deref(), .source))]
pub struct TemplateError {
    page: Option<String>,
    source: minijinja::Error,
}

/// Which template, which line, what is wrong, and what to do.
fn in_words(page: Option<&str>, source: &minijinja::Error) -> String {
    let template = source.name().unwrap_or("a template");
    let line = source.line().map(|line| format!(", line {line}")).unwrap_or_default();
    let page = page.map(|page| format!(" for the page {page}")).unwrap_or_default();
    if source.kind() == minijinja::ErrorKind::OutOfFuel {
        return format!(
            "the theme's template {template}{line} takes too many steps{page}; nothing was published. Look for a loop within a loop there, \
             or take the file out of the theme's folder so that ours stands in for it"
        );
    }
    let detail = source.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    format!(
        "the theme's template {template}{line} could not be used{page} ({}{detail}); nothing was published. Mend that line, or take the file out \
         of the theme's folder so that ours stands in for it",
        source.kind()
    )
}

/// A file of text, to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Its path within the album.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// A file beside the pages, to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetFile {
    /// Its path within the album.
    pub path: String,
    /// Its content.
    pub data: Vec<u8>,
}

impl From<TextFile> for AssetFile {
    fn from(file: TextFile) -> Self {
        Self { path: file.path, data: file.text.into_bytes() }
    }
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
    theme: &'a Theme,
    phrases: Vec<Phrases>,
    order: Vec<VisitOrder<'a>>,
    style: TextFile,
    /// The colours of the pictures, a style sheet for each visit.
    visit_styles: Vec<TextFile>,
    script_path: String,
    templates: Environment<'a>,
}

impl<'a> Site<'a> {
    /// Prepares the pages of a plan whose every photo has pictures. `tints` are the colours of pictures, where they are known.
    ///
    /// # Errors
    /// [`TemplateError`] when a template of the theme cannot be read.
    pub fn new(
        plan: &'a Plan,
        renditions: &'a HashMap<PhotoId, Vec<Rendition>>,
        tints: &HashMap<PhotoId, Tint>,
        theme: &'a Theme,
    ) -> Result<Self, TemplateError> {
        let mut templates = environment();
        for (name, source) in &theme.templates {
            let failed = |source| TemplateError { page: None, source };
            templates.add_template(name, source).map_err(failed)?;
        }
        let largest = |photo: &PhotoId| renditions.get(photo).and_then(|r| r.last());
        let sizes = plan.photos().filter_map(|photo| largest(&photo.id)).map(|r| (r.width_px, r.height_px));
        let mut text = format!("{}{}", theme.style, ratios::rules(sizes));
        let covers = plan.visits.iter().filter_map(PlannedVisit::cover);
        text.push_str(&ratios::focus_rules(covers.filter_map(|photo| photo.focus)));
        let rule = |class: String, photo: &PhotoId| {
            tints.get(photo).map(|tint| tints::rule(&class, tint)).unwrap_or_default()
        };
        for (n, visit) in plan.visits.iter().enumerate() {
            text.push_str(
                &visit.cover().map(|photo| rule(pages::cover_tint(n), &photo.id)).unwrap_or_default(),
            );
        }
        let visit_style = |visit: &PlannedVisit| {
            let rules = visit.photos().enumerate().map(|(n, photo)| rule(pages::tint(n), &photo.id));
            hashed("visit", "css", rules.collect())
        };
        Ok(Self {
            plan,
            renditions,
            downloads: HashMap::new(),
            theme,
            phrases: plan.settings.languages.iter().map(Phrases::new).collect(),
            order: plan.visits.iter().map(VisitOrder::of).collect(),
            style: hashed("album", "css", without_comments(&text)),
            visit_styles: plan.visits.iter().map(visit_style).collect(),
            script_path: hashed("album", "js", theme.script.clone()).path,
            templates,
        })
    }

    /// The same, with files to keep on the pages of their photos.
    #[must_use]
    pub fn with_downloads(mut self, downloads: HashMap<PhotoId, DownloadFile>) -> Self {
        self.downloads = downloads;
        self
    }

    /// All files beside pages and pictures: style sheets, the script, the icon, what the theme brings along, and where a base URL
    /// was given the feeds and the site map.
    pub fn assets(&self) -> Vec<AssetFile> {
        let script = TextFile { path: self.script_path.clone(), text: self.theme.script.clone() };
        let mut out = vec![AssetFile { path: ICON_PATH.to_owned(), data: self.theme.icon.clone() }];
        out.extend([self.style.clone(), script].map(AssetFile::from));
        // Visits of the same colours share a style sheet.
        let mut styles: Vec<&TextFile> = self.visit_styles.iter().collect();
        styles.sort_by(|a, b| a.path.cmp(&b.path));
        styles.dedup_by(|a, b| a.path == b.path);
        out.extend(styles.into_iter().cloned().map(AssetFile::from));
        out.extend(
            self.theme
                .files
                .iter()
                .map(|file| AssetFile { path: file.path.clone(), data: file.data.clone() }),
        );
        if let Some(base) = &self.plan.settings.base_url {
            out.extend(
                (0..self.phrases.len()).filter_map(|lang| feeds::feed(self, lang, base)).map(AssetFile::from),
            );
            out.push(feeds::site_map(self, base).into());
        }
        out
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
        match (job.visit, job.photo) {
            (None, _) => {
                pages::cover(self, job.lang).map(|(path, data)| self.render("cover.html", path, data))
            }
            (Some(visit), None) => {
                pages::visit(self, job.lang, visit).map(|(path, data)| self.render("visit.html", path, data))
            }
            (Some(visit), Some(n)) => pages::photo(self, job.lang, visit, n)
                .map(|(path, data)| self.render("photo.html", path, data)),
        }
        .transpose()
    }

    fn render(&self, template: &str, path: String, data: impl Serialize) -> Result<TextFile, TemplateError> {
        let rendered =
            self.templates.get_template(template).and_then(|template| template.render(Serde(data)));
        match rendered {
            Ok(text) => Ok(TextFile { path, text }),
            Err(source) => Err(TemplateError { page: Some(path), source }),
        }
    }
}

/// Steps that the making of one page may take, which is some seconds: a visit of 10,000 photos in a theme of ours was tried and passes. A
/// theme with loops in loops would go on for years.
const MOST_STEPS: u64 = 100_000_000;

/// A page of a template that stands alone, by the rules of the others.
///
/// # Errors
/// [`TemplateError`] when the template does not fit.
pub(super) fn rendered_alone(
    name: &str,
    template: &str,
    data: impl Serialize,
) -> Result<String, TemplateError> {
    let failed = |source| TemplateError { page: None, source };
    let mut templates = environment();
    templates.add_template(name, template).map_err(failed)?;
    templates.get_template(name).and_then(|template| template.render(Serde(data))).map_err(failed)
}

fn environment<'a>() -> Environment<'a> {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    templates.set_formatter(write_value);
    templates.set_fuel(Some(MOST_STEPS));
    templates
}

/// A file whose name holds its hash, so that browsers take the new one after a new export.
fn hashed(name: &str, kind: &str, text: String) -> TextFile {
    let hash = blake3::hash(text.as_bytes()).to_hex();
    TextFile { path: format!("assets/{name}-{}.{kind}", hash.get(..8).unwrap_or_default()), text }
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
