//! Reads a page and lets pass only markup that is known to load and tell nothing.
//!
//! The reader is stricter than HTML: lower-case tags, attributes in double quotes, no comments. What it does not understand
//! is a finding, so a page that a browser reads otherwise than this reader does not pass.
//! Source of what a browser does: WHATWG HTML, 13.2.5 "Tokenization".

use super::markup::{attributes, end_of_tag, shown, unescaped};
use super::report::{FindingKind, Leak};
use super::terms::{Reach, Terms};
use super::times::{is_to_the_minute, leaks_in_times};
use super::words::leaks_in_words;
use super::{inline, linked_data, style};

/// Elements that neither load nor run anything by themselves, and those whose attributes are looked at below.
const TAGS: [&str; 55] = [
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
    "source",
    "h5",
    "h6",
    "kbd",
    "button",
    "details",
    "summary",
    "dialog",
    "address",
];

/// Attributes that hold no address and run nothing.
const PLAIN_ATTRIBUTES: [&str; 32] = [
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
    "open",
    "disabled",
    "property",
    "download",
    "itemscope",
    "popover",
    "popovertarget",
    "accesskey",
];

/// What a `<meta>` may say besides the character set and the policy.
const META_NAMES: [&str; 13] = [
    "viewport",
    "color-scheme",
    "theme-color",
    "referrer",
    "description",
    "robots",
    "author",
    "generator",
    "twitter:card",
    "twitter:title",
    "twitter:description",
    "twitter:image",
    "twitter:image:alt",
];

/// What a `<meta>` with `property` may say (ogp.me): what a page looks like when somebody passes it on.
const META_PROPERTIES: [&str; 13] = [
    "og:title",
    "og:description",
    "og:type",
    "og:url",
    "og:image",
    "og:image:alt",
    "og:image:type",
    "og:image:width",
    "og:image:height",
    "og:site_name",
    "og:locale",
    "og:locale:alternate",
    "og:image:url",
];

/// Those of both whose content is an address.
const META_ADDRESSES: [&str; 4] = ["og:url", "og:image", "og:image:url", "twitter:image"];

/// What a `<link>` may lead to.
const RELATIONS: [&str; 12] = [
    "icon",
    "apple-touch-icon",
    "stylesheet",
    "alternate",
    "canonical",
    "prev",
    "next",
    "up",
    "start",
    "prefetch",
    "preload",
    "license",
];

/// The type of a `<script>` that no browser runs: words for search engines.
const LINKED_DATA: &str = "script type=\"application/ld+json\"";

/// Everything in this page that is not for publication.
pub fn leaks(page: &[u8], path: &str, terms: &Terms<'_>) -> Vec<Leak> {
    let mut reader = Reader { leaks: Vec::new(), path, terms, has_policy: false };
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
    terms: &'a Terms<'a>,
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
            if inside == LINKED_DATA
                && let Some((block, after)) = rest.split_once("</script>")
            {
                self.leaks.extend(linked_data::leaks(block, self.path, self.terms));
                rest = after;
                continue;
            }
            if inside == "style"
                && self.terms.is_single_file
                && let Some((sheet, after)) = rest.split_once("</style>")
            {
                self.leaks.extend(style::css_leaks(sheet, self.terms));
                self.words(sheet);
                rest = after;
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
        match name {
            "meta" => self.meta(&attributes),
            "link" => self.link(&attributes),
            // A button that sends a form would send it; there are no forms, and ours say what they are.
            "button" if !attributes.contains(&("type", "button")) => {
                self.add(FindingKind::NotUnderstood, "has a button of no type");
            }
            _ => {}
        }
    }

    fn attribute(&mut self, tag: &str, name: &str, value: &str) {
        match name {
            "href" | "src" => {
                if name == "src" && !matches!(tag, "img" | "script" | "source") {
                    self.add(FindingKind::ActiveContent, format!("loads something with <{tag}>"));
                }
                let reach = if matches!(tag, "a" | "link") { Reach::Followed } else { Reach::Loaded };
                self.address(tag, value, reach);
            }
            "srcset" if matches!(tag, "img" | "source") => {
                for candidate in value.split(',') {
                    let mut words = candidate.split_ascii_whitespace();
                    self.address(tag, words.next().unwrap_or_default(), Reach::Loaded);
                    let sound = words.next().is_none_or(|width| {
                        let digits = width.strip_suffix('w').or_else(|| width.strip_suffix('x'));
                        digits.is_some_and(|d| !d.is_empty() && d.chars().all(|c| c.is_ascii_digit()))
                    });
                    if !sound || words.next().is_some() {
                        self.add(
                            FindingKind::NotUnderstood,
                            format!("has odd sizes of a picture: {}", shown(candidate)),
                        );
                    }
                }
            }
            "datetime" => {
                if !is_to_the_minute(value, false) {
                    let reason =
                        format!("has a time that is finer than the minute, or none: {}", shown(value));
                    self.add(FindingKind::FineTime, reason);
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

    fn address(&mut self, tag: &str, value: &str, reach: Reach) {
        let value = unescaped(value);
        if matches!(tag, "img" | "source") && inline::is_inline(&value) {
            self.leaks.extend(inline::leaks(&value, self.terms));
        } else if let Err(leak) = self.terms.check(self.path, &value, reach) {
            self.leaks.push(leak);
        }
    }

    /// A style sheet is loaded; everything else that a `<link>` names is there to be followed.
    fn link(&mut self, attributes: &[(&str, &str)]) {
        let get = |wanted: &str| attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
        let rel = get("rel").unwrap_or_default();
        if !RELATIONS.contains(&rel) {
            self.add(FindingKind::NotUnderstood, format!("has a <link> of a kind \"{}\"", shown(rel)));
        }
        let is_loaded = matches!(rel, "stylesheet" | "icon" | "preload" | "prefetch" | "apple-touch-icon");
        if let Some(href) = get("href").filter(|_| is_loaded) {
            self.address("link", href, Reach::Loaded);
        }
    }

    fn meta(&mut self, attributes: &[(&str, &str)]) {
        let get = |wanted: &str| attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
        let content = unescaped(get("content").unwrap_or_default());
        let (name, property) = (get("name"), get("property"));
        if name.or(property).is_some_and(|key| META_ADDRESSES.contains(&key))
            && let Err(leak) = self.terms.check(self.path, &content, Reach::Followed)
        {
            self.leaks.push(leak);
        }
        match (get("charset"), name, property, get("http-equiv")) {
            (Some(_), None, None, None) => {}
            (None, Some(name), None, None) if META_NAMES.contains(&name) => {}
            (None, None, Some(property), None) if META_PROPERTIES.contains(&property) => {}
            (None, None, None, Some("Content-Security-Policy")) => {
                let is_strict = policy_is_strict(&content, self.terms.is_single_file);
                self.has_policy |= is_strict;
                if !is_strict {
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
        self.leaks.extend(leaks_in_words(&text, self.terms.known));
        self.leaks.extend(leaks_in_times(&text));
    }
}

/// A policy passes when it forbids by default and allows nothing but the folder itself, and pictures within the page. A page that
/// stands alone has its style in itself.
fn policy_is_strict(policy: &str, is_single_file: bool) -> bool {
    let mut by_default = false;
    let sound = policy.split(';').map(str::trim).filter(|part| !part.is_empty()).all(|part| {
        let mut words = part.split_ascii_whitespace();
        let name = words.next().unwrap_or_default();
        let values: Vec<&str> = words.collect();
        by_default |= name == "default-src" && values == ["'none'"];
        match (name, values.as_slice()) {
            (_, ["'none'"]) | ("img-src" | "style-src" | "script-src", ["'self'"]) => true,
            // The script reads the neighbour page of the same album.
            ("connect-src", ["'self'"]) => true,
            ("img-src", ["'self'", "data:"] | ["data:", "'self'"]) => true,
            ("img-src", ["data:"]) => true,
            ("style-src", [value]) if is_single_file => {
                *value == "'unsafe-inline'" || (value.starts_with("'sha256-") && value.ends_with('\''))
            }
            _ => false,
        }
    });
    sound && by_default && policy.contains("base-uri 'none'") && policy.contains("form-action 'none'")
}
