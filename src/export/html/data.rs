//! What templates are given. Their names are the contract with themes.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::text::{LangTag, LangText};

/// A text, and its language where it is not the page's.
#[derive(Clone, Debug, Serialize)]
pub struct Words {
    pub text: String,
    pub lang: Option<String>,
}

impl Words {
    /// The best text for a reader, on a page whose own words are in `page_lang`.
    pub fn best(text: &LangText, reader: &LangTag, page_lang: &LangTag) -> Option<Self> {
        text.best(reader).map(|(lang, text)| Self::new(lang, text, page_lang))
    }

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
    pub kind: &'static str,
    pub lang: String,
    pub title: String,
    pub style: String,
    pub script: String,
    pub icon: String,
    pub trail: Vec<Step>,
    pub languages: Vec<LanguageLink>,
    /// That the album is under embargo, and until when.
    pub embargo: Option<String>,
}

/// A step of the way from the cover to here.
#[derive(Debug, Serialize)]
pub struct Step {
    pub href: String,
    pub words: Words,
}

/// The same page in a language.
#[derive(Debug, Serialize)]
pub struct LanguageLink {
    pub tag: String,
    pub name: String,
    pub href: String,
    pub is_this: bool,
}

/// A picture in its sizes.
#[derive(Debug, Serialize)]
pub struct PictureData {
    pub src: String,
    pub srcset: String,
    pub sizes: String,
    pub width: u32,
    pub height: u32,
    pub alt: Words,
    pub ratio: String,
    pub cap: String,
}

#[derive(Debug, Serialize)]
pub struct CoverData {
    pub page: PageData,
    pub words: BTreeMap<String, String>,
    pub title: Words,
    /// Where and when, on the cover of a single visit that gives the album its title.
    pub dates: Option<String>,
    pub counts: String,
    pub visits: Vec<CardData>,
}

#[derive(Debug, Serialize)]
pub struct CardData {
    pub href: String,
    pub picture: PictureData,
    pub heading: Words,
    pub line: Option<String>,
    pub count: String,
}

#[derive(Debug, Serialize)]
pub struct VisitData {
    pub page: PageData,
    pub words: BTreeMap<String, String>,
    pub hero: PictureData,
    pub heading: Words,
    pub line: Option<String>,
    pub count: String,
    pub caption: Option<Words>,
    pub sections: Vec<SectionData>,
}

#[derive(Debug, Serialize)]
pub struct SectionData {
    pub anchor: String,
    pub heading: Words,
    pub line: Option<String>,
    pub count: String,
    pub n_photos: usize,
    pub caption: Option<Words>,
    pub photos: Vec<CellData>,
}

#[derive(Debug, Serialize)]
pub struct CellData {
    pub href: String,
    pub anchor: String,
    pub picture: PictureData,
    pub headline: Option<Words>,
    /// Whether it lies below what is seen first.
    pub is_late: bool,
}

#[derive(Debug, Serialize)]
pub struct PhotoData {
    pub page: PageData,
    pub words: BTreeMap<String, String>,
    pub photo: PictureData,
    pub headline: Option<Words>,
    pub caption: Option<Words>,
    /// "Photo 3 of 48", and `3 / 48`.
    pub position: String,
    pub counter: String,
    pub facts: Vec<Fact>,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub up: String,
    pub section: Words,
    /// The whole picture as a file to keep, where the album offers it.
    pub download: Option<Download>,
}

/// A picture to keep.
#[derive(Clone, Debug, Serialize)]
pub struct Download {
    pub href: String,
    /// "6.4 MB".
    pub size: String,
    pub width: u32,
    pub height: u32,
}

/// One line of what is known of a photo.
#[derive(Debug, Serialize)]
pub struct Fact {
    pub name: String,
    pub text: String,
    /// For a date, its form for machines.
    pub datetime: Option<String>,
}
