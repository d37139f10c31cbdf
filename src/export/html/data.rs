//! What templates are given. Their names are the contract with themes; `assets/themes/README.md` tells it to those who write one.
//!
//! Every page has `page`, [`PageData`], and `words`, the labels in its language (`words.next`, `words.back_to`, …). Beside them stand
//! the fields of [`CoverData`] in `cover.html`, of [`VisitData`] in `visit.html` and of [`PhotoData`] in `photo.html`. Addresses are relative to the
//! page. Texts are escaped where they are printed, but for [`PageData::linked_data`], which is made safe here.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::text::{LangTag, LangText};

/// A text, and its language where it is not the page's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Words {
    /// The text.
    pub text: String,
    /// BCP 47; empty where nobody knows it; none where it is the page's.
    pub lang: Option<String>,
}

impl Words {
    /// The best text for a reader, on a page whose own words are in `page_lang`.
    pub fn best(text: &LangText, reader: &LangTag, page_lang: &LangTag) -> Option<Self> {
        text.best(reader).map(|(lang, text)| Self::new(lang, text, page_lang))
    }

    /// A text in a language, on a page whose own words are in `page_lang`.
    pub fn new(lang: &LangTag, text: &str, page_lang: &LangTag) -> Self {
        // A language that nobody named is marked as such (WHATWG HTML, 3.2.6.2: the empty tag), unless the script tells it.
        let lang = match lang.as_str() {
            "und" => language_by_script(text).unwrap_or_default().to_owned(),
            tag => tag.to_owned(),
        };
        Self { text: text.to_owned(), lang: (lang != page_lang.as_str()).then_some(lang) }
    }
}

/// The language of a text whose script is used by one language only.
fn language_by_script(text: &str) -> Option<&'static str> {
    let has = |range: std::ops::RangeInclusive<char>| text.chars().any(|c| range.contains(&c));
    if has('\u{AC00}'..='\u{D7A3}') {
        Some("ko")
    } else if has('\u{3041}'..='\u{30FF}') {
        Some("ja")
    } else {
        None
    }
}

/// What every page has.
#[derive(Debug, Serialize)]
pub struct PageData {
    /// `cover`, `visit` or `photo`.
    pub kind: &'static str,
    /// `gazette`, `evening` or `own`.
    pub theme: &'static str,
    /// The language of the page's own words.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// What the browser calls it.
    pub title: String,
    /// One line of what is on it, at most 200 characters; may be empty.
    pub description: String,
    /// The name of the whole album.
    pub site: String,
    /// Style sheets, in order.
    pub styles: Vec<String>,
    /// The script.
    pub script: String,
    /// The picture in the browser's tab.
    pub icon: String,
    /// The way from the cover to here, without here.
    pub trail: Vec<Step>,
    /// The same page in every language of the album.
    pub languages: Vec<LanguageLink>,
    /// That the album is under embargo, and until when.
    pub embargo: Option<String>,
    /// What only a base URL makes possible.
    pub web: Option<WebData>,
    /// JSON-LD for search engines, with `<`, `>` and `&` written as `\u003c`, `\u003e`, `\u0026`: print it with `|safe`.
    pub linked_data: String,
}

/// Whole addresses: there when a base URL was given.
#[derive(Debug, Serialize)]
pub struct WebData {
    /// The page's own address.
    pub url: String,
    /// The feed of the page's language.
    pub feed: String,
    /// The feed as an address relative to the page.
    pub feed_href: String,
    /// The picture of a card in social media.
    pub image: Option<WebImage>,
}

/// The picture of a card.
#[derive(Debug, Serialize)]
pub struct WebImage {
    /// Its address.
    pub url: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// What it shows, for who cannot see it.
    pub alt: String,
}

/// A step of the way from the cover to here.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub words: Words,
}

/// The same page in a language.
#[derive(Debug, Serialize)]
pub struct LanguageLink {
    /// BCP 47.
    pub tag: String,
    /// The language in itself: "한국어".
    pub name: String,
    /// Where it leads.
    pub href: String,
    /// The same as a whole address, where a base URL was given.
    pub url: Option<String>,
    /// Whether it is this page.
    pub is_this: bool,
}

/// A picture in its sizes.
#[derive(Debug, Serialize)]
pub struct PictureData {
    /// JPEG, for browsers that know no `srcset`.
    pub src: String,
    /// JPEG in all sizes.
    pub srcset: String,
    /// The same as WebP, where every size has it.
    pub webp: Option<String>,
    /// The class of the place around which it is cut where it is: `at-50-20`; empty where nobody is marked on it.
    pub focus: String,
    /// How wide it will be shown, for the browser's choice.
    pub sizes: String,
    /// Width of `src` in pixels.
    pub width: u32,
    /// Height of `src` in pixels.
    pub height: u32,
    /// For who cannot see it.
    pub alt: Words,
    /// Class that sets `--r`, width by height: `r150`.
    pub ratio: String,
    /// Class that sets `--w`, the largest width in pixels, where that is below 2048; or empty.
    pub cap: String,
    /// Class that sets `--a`, `--b` and `--c`, the colours of its upper, middle and lower third from left to right.
    pub tint: String,
}

/// `cover.html`.
#[derive(Debug, Serialize)]
pub struct CoverData {
    /// What every page has.
    pub page: PageData,
    /// Labels.
    pub words: BTreeMap<String, String>,
    /// The name of the album.
    pub title: Words,
    /// Where and when, on the cover of a single visit that gives the album its title.
    pub dates: Option<String>,
    /// "3 visits · 48 photos".
    pub counts: String,
    /// Visits in order of time.
    pub visits: Vec<CardData>,
}

/// A visit on the cover.
#[derive(Debug, Serialize)]
pub struct CardData {
    /// The page of the visit.
    pub href: String,
    /// Its cover photo.
    pub picture: PictureData,
    /// What it is called.
    pub heading: Words,
    /// Where and when.
    pub line: Option<String>,
    /// "48 photos".
    pub count: String,
    /// What people say of it, its first paragraph.
    pub lead: Option<Words>,
}

/// `visit.html`.
#[derive(Debug, Serialize)]
pub struct VisitData {
    /// What every page has.
    pub page: PageData,
    /// Labels.
    pub words: BTreeMap<String, String>,
    /// Its cover photo.
    pub hero: PictureData,
    /// The page of that photo.
    pub hero_href: String,
    /// What it is called.
    pub heading: Words,
    /// Where and when.
    pub line: Option<String>,
    /// "48 photos".
    pub count: String,
    /// Who receives.
    pub host: Option<Words>,
    /// Who is received.
    pub guest: Option<Words>,
    /// What people say of it.
    pub caption: Option<Words>,
    /// Its parts.
    pub sections: Vec<SectionData>,
    /// The page of its first photo.
    pub first: String,
}

/// A part of a visit.
#[derive(Debug, Serialize)]
pub struct SectionData {
    /// Its `id` on the page.
    pub anchor: String,
    /// What it is called.
    pub heading: Words,
    /// Its day.
    pub line: Option<String>,
    /// "24 photos".
    pub count: String,
    /// The same as a number.
    pub n_photos: usize,
    /// What people say of it.
    pub caption: Option<Words>,
    /// Its photos in order.
    pub photos: Vec<CellData>,
}

/// A photo on the page of its visit.
#[derive(Debug, Serialize)]
pub struct CellData {
    /// Its page.
    pub href: String,
    /// Its `id` on this page.
    pub anchor: String,
    /// The picture.
    pub picture: PictureData,
    /// Its headline.
    pub headline: Option<Words>,
    /// Whether it lies below what is seen first, and is to be loaded when it comes near.
    pub is_late: bool,
}

/// `photo.html`.
#[derive(Debug, Serialize)]
pub struct PhotoData {
    /// What every page has.
    pub page: PageData,
    /// Labels.
    pub words: BTreeMap<String, String>,
    /// The picture.
    pub photo: PictureData,
    /// Its headline.
    pub headline: Option<Words>,
    /// Its caption.
    pub caption: Option<Words>,
    /// "Photo 3 of 48".
    pub position: String,
    /// The same as `3 / 48`.
    pub counter: String,
    /// What is known of it and may be told.
    pub facts: Vec<Fact>,
    /// The page before, in the visit.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Its place on the page of the visit.
    pub up: String,
    /// Its part of the visit.
    pub section: Words,
    /// Its place in that part: `3 / 24`.
    pub section_counter: String,
    /// This page, for a link to keep.
    pub permalink: String,
    /// The whole picture as a file to keep, where the album offers it.
    pub download: Option<Download>,
}

/// A picture to keep.
#[derive(Clone, Debug, Serialize)]
pub struct Download {
    /// The file.
    pub href: String,
    /// "6.4 MB".
    pub size: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// One line of what is known of a photo.
#[derive(Debug, Serialize)]
pub struct Fact {
    /// `date`, `place`, `persons`, `creator`, `credit` or `copyright`.
    pub kind: &'static str,
    /// What it is called in the page's language.
    pub name: String,
    /// What it is.
    pub text: String,
    /// For a date, its form for machines.
    pub datetime: Option<String>,
}
