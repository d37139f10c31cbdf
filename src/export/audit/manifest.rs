//! Reads the manifest of an album with nothing of the code that wrote it.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::carried::Audience;
use super::report::{FindingKind, Leak};
use super::strict;
use super::terms::is_sound_base;
use super::times::leaks_in_times;
use super::words::{Known, leaks_in_words};

/// What a manifest says of the files.
#[derive(Debug, Default)]
pub struct Listed {
    /// Length in bytes and SHA-256 in hexadecimal digits, by path within the album.
    pub files: BTreeMap<String, (u64, String)>,
    /// For whom the album is.
    pub audience: Audience,
    /// Where the album is going to stand, with a slash at its end.
    pub base_url: Option<String>,
    /// Addresses on the web that say what may be done with its pictures.
    pub licences: Vec<String>,
    /// What it calls the album.
    pub title: Option<String>,
    /// SHA-256 of the manifest itself in hexadecimal digits.
    pub sha256: Option<String>,
    /// What is wrong with the manifest itself.
    pub leaks: Vec<Leak>,
}

/// Keys that a manifest has, by where they stand.
const TOP: [&str; 4] = ["schema", "generator", "settings", "files"];
const SETTINGS: [&str; 14] = [
    "title",
    "languages",
    "visits",
    "undated",
    "only_picks",
    "places",
    "profile",
    "edges_px",
    "jpeg_quality",
    "theme",
    "base_url",
    "license",
    "acquire_license",
    "webp",
];
const FILE: [&str; 3] = ["path", "bytes", "sha256"];

/// Reads a manifest.
pub fn read(data: &[u8], known: &Known) -> Listed {
    let mut listed = Listed { sha256: Some(super::hex(&Sha256::digest(data))), ..Listed::default() };
    let top = match strict::parse(data) {
        Ok(Value::Object(top)) => top,
        Ok(_) => {
            listed.leaks.push(Leak::new(FindingKind::NotUnderstood, "is not a JSON object"));
            return listed;
        }
        Err(why) => {
            let reason = format!("cannot be read as JSON ({why})");
            listed.leaks.push(Leak::new(FindingKind::NotUnderstood, reason));
            return listed;
        }
    };
    if top.get("schema").and_then(Value::as_str) != Some("attache.album/1") {
        listed.leaks.push(Leak::new(FindingKind::NotUnderstood, "is not of schema attache.album/1"));
    }
    listed.check_keys(top.keys(), &TOP);
    if let Some(Value::Object(settings)) = top.get("settings") {
        listed.check_keys(settings.keys(), &SETTINGS);
        if settings.get("profile").and_then(Value::as_str) == Some("press") {
            listed.audience = Audience::Press;
        }
        listed.title = settings.get("title").and_then(Value::as_str).map(str::to_owned);
        let licences =
            ["license", "acquire_license"].into_iter().filter_map(|key| settings.get(key)?.as_str());
        listed.licences = licences.map(str::to_owned).collect();
        let base_url = settings.get("base_url").and_then(Value::as_str);
        match base_url.map(|url| format!("{}/", url.trim_end_matches('/'))) {
            Some(url) if is_sound_base(&url) => listed.base_url = Some(url),
            Some(_) => listed.leaks.push(Leak::new(
                FindingKind::OutsideUrl,
                "names an address for the album that is none of the web, or that holds words for entry",
            )),
            None => {}
        }
    }
    for file in top.get("files").and_then(Value::as_array).into_iter().flatten() {
        let Value::Object(file) = file else { continue };
        listed.check_keys(file.keys(), &FILE);
        let text = |key: &str| file.get(key).and_then(Value::as_str);
        match (text("path"), file.get("bytes").and_then(Value::as_u64), text("sha256")) {
            (Some(path), Some(bytes), Some(sha256)) => {
                listed.files.insert(path.to_owned(), (bytes, sha256.to_owned()));
            }
            _ => listed
                .leaks
                .push(Leak::new(FindingKind::NotUnderstood, "lists a file without path, bytes or sha256")),
        }
    }
    let without_files = top.iter().filter(|(key, _)| *key != "files").map(|(_, value)| value);
    let mut words = Vec::new();
    without_files.for_each(|value| strings(value, &mut words));
    for text in words {
        listed.leaks.extend(leaks_in_words(text, known));
        listed.leaks.extend(leaks_in_times(text));
    }
    listed
}

impl Listed {
    fn check_keys<'a>(&mut self, keys: impl Iterator<Item = &'a String>, allowed: &[&str]) {
        for key in keys.filter(|key| !allowed.contains(&key.as_str())) {
            let key: String = key.chars().take(60).collect();
            self.leaks.push(Leak::new(FindingKind::NotUnderstood, format!("has an entry \"{key}\"")));
        }
    }
}

/// Every string in a value. serde_json bounds the depth when it reads.
fn strings<'a>(value: &'a Value, out: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => out.push(text),
        Value::Array(values) => values.iter().for_each(|value| strings(value, out)),
        Value::Object(values) => values.values().for_each(|value| strings(value, out)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
