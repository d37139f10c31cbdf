//! Reads a page and lets pass only markup that is known to load and tell nothing.
//!
//! The reader is stricter than HTML: lower-case tags, attributes in double quotes, no comments. What it does not understand
//! is a finding, so a page that a browser reads otherwise than this reader does not pass.
//! Source of what a browser does: WHATWG HTML, 13.2.5 "Tokenization".

use super::report::{FindingKind, Leak};
use super::urls::Folder;
use super::words::{Known, leaks_in_words};

/// Elements that neither load nor run anything by themselves, and those whose attributes are looked at below.
const TAGS: [&str; 46] = [
    "html",
    "head",
    "meta",
    "title",
    "link",
    "script",
    "body",
    "header",
    "nav",
    "main",
    "footer",
    "section",
    "article",
    "aside",
    "div",
    "span",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "a",
    "img",
    "figure",
    "figcaption",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "time",
    "strong",
    "em",
    "b",
    "i",
    "bdi",
    "br",
    "hr",
    "small",
    "abbr",
    "cite",
    "blockquote",
    "sup",
    "sub",
    "picture",
];

/// Attributes that hold no address and run nothing.
const PLAIN_ATTRIBUTES: [&str; 24] = [
    "class",
    "id",
    "lang",
    "dir",
    "width",
    "height",
    "alt",
    "title",
    "sizes",
    "loading",
    "decoding",
    "fetchpriority",
    "rel",
    "hreflang",
    "type",
    "name",
    "charset",
    "datetime",
    "role",
    "tabindex",
    "defer",
    "media",
    "translate",
    "hidden",
];

/// What a `<meta>` may say besides the character set and the policy.
const META_NAMES: [&str; 6] =
    ["viewport", "color-scheme", "theme-color", "referrer", "description", "robots"];

/// Everything in this page that is not for publication.
pub fn leaks(page: &[u8], path: &str, folder: &Folder, known: &Known) -> Vec<Leak> {
    let mut reader = Reader { leaks: Vec::new(), path, folder, known, has_policy: false };
    match std::str::from_utf8(page) {
        Ok(text) => reader.page(text),
        Err(_) => reader.add(FindingKind::NotUnderstood, "is not UTF-8"),
    }
    if !reader.has_policy {
        reader.add(
            FindingKind::WeakPolicy,
            "has no Content-Security-Policy that forbids everything from outside",
        );
    }
    reader.leaks
}

struct Reader<'a> {
    leaks: Vec<Leak>,
    path: &'a str,
    folder: &'a Folder,
    known: &'a Known,
    has_policy: bool,
}

impl Reader<'_> {
    fn add(&mut self, kind: FindingKind, reason: impl Into<String>) {
        self.leaks.push(Leak::new(kind, reason));
    }

    fn page(&mut self, text: &str) {
        let Some(mut rest) = text.strip_prefix("<!doctype html>") else {
            self.add(FindingKind::NotUnderstood, "does not begin with <!doctype html>");
            return;
        };
        while let Some(at) = rest.find('<') {
            let (words, tag) = rest.split_at(at);
            self.words(words);
            let Some(end) = end_of_tag(tag) else {
                self.add(FindingKind::NotUnderstood, "ends within a tag");
                return;
            };
            let (tag, after) = tag.split_at(end);
            let inside = tag.trim_start_matches('<').trim_end_matches('>');
            rest = after;
            if let Some(name) = inside.strip_prefix('/') {
                if !TAGS.contains(&name) {
                    self.add(FindingKind::NotUnderstood, format!("has an end tag </{}>", shown(name)));
                }
                continue;
            }
            self.tag(inside);
            if inside.split_ascii_whitespace().next() == Some("script") && !rest.starts_with("</script>") {
                self.add(FindingKind::ActiveContent, "has a script within the page");
                // What follows is read as markup all the same: it can only give more findings.
            }
        }
        self.words(rest);
    }

    fn tag(&mut self, inside: &str) {
        let name = inside.split_ascii_whitespace().next().unwrap_or_default();
        if name.starts_with('!') || name.starts_with('?') {
            let reason = format!("has a comment or an instruction: <{}>", shown(inside));
            self.add(FindingKind::NotUnderstood, reason);
            // A comment may hold anything; its words are looked at too.
            self.words(inside);
            return;
        }
        if !TAGS.contains(&name) {
            let kind = match name {
                "style" | "iframe" | "object" | "embed" | "svg" | "form" | "base" | "applet" => {
                    FindingKind::ActiveContent
                }
                _ => FindingKind::NotUnderstood,
            };
            self.add(kind, format!("has an element <{}>", shown(name)));
        }
        let Some(attributes) = attributes(inside.get(name.len()..).unwrap_or_default()) else {
            self.add(
                FindingKind::NotUnderstood,
                format!("has a tag that cannot be read: <{}>", shown(inside)),
            );
            self.words(inside);
            return;
        };
        for (attribute, value) in &attributes {
            self.attribute(name, attribute, value);
        }
        if name == "meta" {
            self.meta(&attributes);
        }
    }

    fn attribute(&mut self, tag: &str, name: &str, value: &str) {
        match name {
            "href" | "src" => {
                if name == "src" && tag != "img" && tag != "script" {
                    self.add(FindingKind::ActiveContent, format!("loads something with <{tag}>"));
                }
                self.address(value);
            }
            "srcset" => {
                for candidate in value.split(',') {
                    self.address(candidate.split_ascii_whitespace().next().unwrap_or_default());
                }
            }
            "content" | "http-equiv" if tag == "meta" => self.words(value),
            _ if name.starts_with("on") => {
                self.add(FindingKind::ActiveContent, format!("has an event handler {}", shown(name)));
            }
            "style" => self.add(FindingKind::ActiveContent, "has a style within the page"),
            _ if PLAIN_ATTRIBUTES.contains(&name) || name.starts_with("aria-") => self.words(value),
            _ => {
                self.add(FindingKind::NotUnderstood, format!("has an attribute {}", shown(name)));
                self.words(value);
            }
        }
    }

    fn address(&mut self, value: &str) {
        let value = unescaped(value);
        if let Err(leak) = self.folder.check(self.path, &value) {
            self.leaks.push(leak);
        }
        if self.known.names_user(&value) {
            self.add(FindingKind::UserName, format!("has a link with the account's name: {}", shown(&value)));
        }
    }

    fn meta(&mut self, attributes: &[(&str, &str)]) {
        let get = |wanted: &str| attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
        let content = unescaped(get("content").unwrap_or_default());
        match (get("charset"), get("name"), get("http-equiv")) {
            (Some(_), None, None) => {}
            (None, Some(name), None) if META_NAMES.contains(&name) => {}
            (None, None, Some("Content-Security-Policy")) => {
                self.has_policy |= policy_is_strict(&content);
                if !policy_is_strict(&content) {
                    self.add(FindingKind::WeakPolicy, format!("has a weaker policy: {}", shown(&content)));
                }
            }
            _ => {
                let what: Vec<&str> = attributes.iter().map(|(_, value)| *value).collect();
                self.add(FindingKind::NotUnderstood, format!("has <meta> with {}", shown(&what.join(" "))));
            }
        }
    }

    fn words(&mut self, escaped: &str) {
        if escaped.trim().is_empty() {
            return;
        }
        let text = unescaped(escaped);
        self.leaks.extend(leaks_in_words(&text, self.known));
    }
}

/// A policy passes when it forbids by default and allows nothing but the folder itself.
fn policy_is_strict(policy: &str) -> bool {
    let mut by_default = false;
    let sound = policy.split(';').map(str::trim).filter(|part| !part.is_empty()).all(|part| {
        let mut words = part.split_ascii_whitespace();
        let name = words.next().unwrap_or_default();
        let values: Vec<&str> = words.collect();
        by_default |= name == "default-src" && values == ["'none'"];
        values == ["'none'"]
            || (values == ["'self'"] && matches!(name, "img-src" | "style-src" | "script-src"))
    });
    sound && by_default && policy.contains("base-uri 'none'") && policy.contains("form-action 'none'")
}

/// Where a tag that begins at 0 ends: behind the first `>` outside double quotes.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Attributes as `name="value"` or a bare `name`; `None` where they are written in any other way.
fn attributes(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut out = Vec::new();
    let mut rest = text.trim_ascii();
    while !rest.is_empty() {
        let n = rest.find(|c: char| !(c.is_ascii_lowercase() || c == '-')).unwrap_or(rest.len());
        if n == 0 {
            return None;
        }
        let (name, after) = rest.split_at(n);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => {
                let (value, after) = quoted.split_once('"')?;
                (value, after)
            }
            None => ("", after),
        };
        if !after.is_empty() && !after.starts_with(|c: char| c.is_ascii_whitespace()) {
            return None;
        }
        out.push((name, value));
        rest = after.trim_ascii_start();
    }
    Some(out)
}

/// Character references resolved: the five of XML, the blank, and numbers (WHATWG HTML, 13.5).
pub fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let resolved = after.split_once(';').filter(|(name, _)| name.len() <= 8).and_then(|(name, next)| {
            let c = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                "nbsp" => ' ',
                _ => {
                    let digits = name.strip_prefix('#')?;
                    let hex = digits.strip_prefix(['x', 'X']);
                    let n =
                        hex.map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
                    char::from_u32(n)?
                }
            };
            Some((c, next))
        });
        match resolved {
            Some((c, next)) => {
                out.push(c);
                rest = next;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// At most 80 characters in one line, for a message.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}
