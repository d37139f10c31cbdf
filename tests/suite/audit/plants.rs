//! A clean album with every kind of file that albums have, and what is planted into it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use attache::export::ExportSettings;
use attache::export::audit::{audit_folder, report::FindingKind};
use attache::export::files::sha256;
use tempfile::TempDir;

use super::super::export::{Album, files, tag};
use crate::support::photo_maker::TestPhoto;

pub type Files = BTreeMap<String, Vec<u8>>;

/// Where the album is going to stand.
pub const BASE: &str = "https://example.org/visit/";

/// One leak in one file.
#[derive(Clone)]
pub struct Plant {
    pub name: &'static str,
    /// The file it is put into.
    pub path: String,
    /// As what it must be found.
    pub kind: FindingKind,
    /// Changes the file; a file that is not there yet is empty.
    pub change: Arc<dyn Fn(&mut Vec<u8>)>,
}

impl Plant {
    pub fn new(
        name: &'static str,
        path: &str,
        kind: FindingKind,
        change: impl Fn(&mut Vec<u8>) + 'static,
    ) -> Self {
        Self { name, path: path.to_owned(), kind, change: Arc::new(change) }
    }
}

/// An album on the disk in which nothing leaks.
pub struct Clean {
    folder: TempDir,
    pub files: Files,
}

impl Clean {
    pub fn new() -> Self {
        let photo = TestPhoto::new().size(90, 60).taken("2026-01-04 09:00:12", Some("+08:00"));
        let album = Album::of([("IMG_0001.jpg", photo)]);
        let languages = vec![tag("en"), tag("ko")];
        album.export_with(&ExportSettings { languages, ..album.settings() }).unwrap();
        let mut files = files(&album.out());
        let webp = TestPhoto::new().size(40, 30).webp();
        files.insert("media/0123456789abcdef-640.webp".to_owned(), webp.clone());
        let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
        let small = TestPhoto::new().size(6, 4).webp();
        let index = text("index.html")
            .replace("img-src 'self'", "img-src 'self' data:")
            .replace("</head>", &format!("{SOCIAL}{LINKED}</head>"))
            .replace(
                "<main id=\"content\">",
                &format!(
                    "<main id=\"content\"><img src=\"data:image/webp;base64,{}\" alt=\"\">",
                    base64(&small)
                ),
            );
        files.insert("index.html".to_owned(), index.into_bytes());
        files.insert("feed.xml".to_owned(), FEED.into());
        files.insert("sitemap.xml".to_owned(), SITEMAP.into());
        let mut manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
        manifest["settings"]["base_url"] = BASE.into();
        manifest["settings"]["license"] = "https://example.net/licence".into();
        files.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
        let folder = tempfile::tempdir().unwrap();
        files.insert("manifest.json".to_owned(), manifest_of(&files));
        write_album(folder.path(), &files);
        assert_eq!(audit_folder(folder.path()).unwrap().findings, [], "clean");
        Self { folder, files }
    }

    /// What is found when this is planted. The album is clean again afterwards.
    pub fn with(&self, plant: &Plant) -> Vec<(FindingKind, String)> {
        let mut files = self.files.clone();
        (plant.change)(files.entry(plant.path.clone()).or_default());
        let at = self.folder.path();
        let manifest = match plant.path.as_str() {
            "manifest.json" => files["manifest.json"].clone(),
            _ => manifest_of(&files),
        };
        write(at, &plant.path, &files[&plant.path]);
        write(at, "manifest.json", &manifest);
        let found = audit_folder(at).unwrap().findings;
        match self.files.get(&plant.path) {
            Some(clean) => write(at, &plant.path, clean),
            None => {
                std::fs::remove_file(at.join(&plant.path)).unwrap();
                // A folder of its own goes, too; one that holds other files stays.
                let _ = std::fs::remove_dir(at.join(&plant.path).parent().unwrap());
            }
        }
        found.into_iter().map(|f| (f.kind, f.path)).collect()
    }
}

fn write(folder: &Path, path: &str, data: &[u8]) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, data).unwrap();
}

/// The manifest that tells the truth about these files.
pub fn manifest_of(files: &Files) -> Vec<u8> {
    let mut manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let listed = files.iter().filter(|(path, _)| *path != "manifest.json");
    let list: Vec<serde_json::Value> = listed
        .map(|(path, data)| serde_json::json!({"path": path, "bytes": data.len(), "sha256": sha256(data)}))
        .collect();
    manifest["files"] = list.into();
    serde_json::to_vec(&manifest).unwrap()
}

/// Writes files as an album whose manifest tells the truth about them.
pub fn write_album(folder: &Path, files: &Files) {
    files.iter().for_each(|(path, data)| write(folder, path, data));
    write(folder, "manifest.json", &manifest_of(files));
}

/// Puts bytes into a file at a place.
pub fn insert(data: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    data.splice(at..at, bytes.iter().copied());
}

/// Replaces words that must be there.
pub fn replace(data: &mut Vec<u8>, from: &str, to: &str) {
    let text = String::from_utf8(std::mem::take(data)).unwrap();
    assert!(text.contains(from), "{from} is not in {text}");
    *data = text.replacen(from, to, 1).into_bytes();
}

/// RFC 4648, section 4.
pub fn base64(data: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    data.chunks(3)
        .flat_map(|chunk| {
            let bits =
                chunk.iter().enumerate().fold(0_u32, |bits, (n, b)| bits | u32::from(*b) << (16 - 8 * n));
            (0..4_usize).map(move |n| match n <= chunk.len() {
                true => char::from(LETTERS[(bits >> (18 - 6 * n)) as usize & 63]),
                false => '=',
            })
        })
        .collect()
}

const SOCIAL: &str = "<meta property=\"og:title\" content=\"A visit\">\
    <meta property=\"og:url\" content=\"https://example.org/visit/\">\
    <meta name=\"twitter:card\" content=\"summary_large_image\">\
    <link rel=\"canonical\" href=\"https://example.org/visit/index.html\">";

const LINKED: &str = r#"<script type="application/ld+json">{"@context":"https://schema.org","@type":"ImageGallery","name":"A visit","url":"https://example.org/visit/","hasPart":[{"@type":"ImageObject","contentUrl":"https://example.org/visit/media/0123456789abcdef-640.webp","width":40,"height":30,"creator":{"@type":"Person","name":"Kim"},"creditText":"Office","copyrightNotice":"2026","license":"https://example.net/licence","dateCreated":"2026-01-04T09:00"}]}</script>"#;

const FEED: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>https://example.org/visit/</id>
<title>A visit</title>
<updated>2026-01-04T09:00:00Z</updated>
<link rel="self" type="application/atom+xml" href="https://example.org/visit/feed.xml"/>
<entry>
<id>urn:uuid:7c1d8a52-3f0e-4b6f-9c55-2e0a4d9b7f16</id>
<title>Talks &amp; banquet</title>
<updated>2026-01-04T09:00:00Z</updated>
<link rel="alternate" type="text/html" href="https://example.org/visit/index.html"/>
<author><name>Press office</name></author>
<summary type="text">Words</summary>
</entry>
</feed>
"#;

const SITEMAP: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>https://example.org/visit/</loc><lastmod>2026-01-04</lastmod><xhtml:link rel="alternate" hreflang="ko" href="https://example.org/visit/ko/"/></url>
</urlset>
"#;
