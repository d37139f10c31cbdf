//! The report as a page that a press officer can read: one file, no script, nothing loaded from anywhere. It names files of the album and
//! nothing of the machine, and has no time of its run: the same album gives the same report.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use super::carried::Audience;
use super::report::{AuditReport, Finding};
use crate::model::text::LangTag;
use crate::model::wording::words_language;

/// Words by key, in English, Korean and Chinese.
static WORDS: LazyLock<BTreeMap<&'static str, [&'static str; 3]>> = LazyLock::new(|| {
    let lines = include_str!("../../../assets/locales/audit.tsv").lines().skip(1);
    lines
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, [cells.next()?, cells.next()?, cells.next()?]))
        })
        .collect()
});

/// Findings of one kind that are listed one by one.
const MOST_LISTED: usize = 200;

const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1d1d1b; --paper: #fff; --soft: #5c5c58; --line: #d9d9d4; --good: #17603a; --bad: #a01c1c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ecebe6; --paper: #191918; --soft: #b1b0aa; --line: #3a3a37; --good: #7fd3a3; --bad: #ff9c92; }
}
body { margin: 0 auto; max-width: 46rem; padding: 3rem 1.5rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.9rem; line-height: 1.2; }
h2 { margin: 2.75rem 0 .75rem; padding-top: .9rem; border-top: 1px solid var(--line); font-size: 1.15rem; }
h3 { margin: 1.75rem 0 .25rem; font-size: 1rem; }
p { margin: .4rem 0; }
.soft { color: var(--soft); }
.verdict { margin: 1.5rem 0 0; padding: 1rem 1.25rem; border: 1px solid; border-left-width: .4rem; border-radius: .25rem; }
.verdict strong { font-size: 1.15rem; }
.clean { color: var(--good); } .leaks { color: var(--bad); }
.verdict p { color: var(--ink); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .35rem 1rem .35rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
th[scope=row] { font-weight: normal; }
th[scope=col]:first-child { width: 48%; }
:lang(ko) { word-break: keep-all; }
footer { margin-top: 2.75rem; }
td.n { padding-right: 0; text-align: end; font-variant-numeric: tabular-nums; }
code { font: .875em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
li { margin: .4rem 0; }
@media print { body { padding: 0; max-width: none; } h2, h3 { break-after: avoid; } tr { break-inside: avoid; } }
";

/// Writes the words of one language.
struct Writer {
    column: usize,
    lang: LangTag,
}

impl Writer {
    fn say(&self, key: &str) -> &'static str {
        let found = WORDS.get(key).and_then(|words| words.get(self.column).copied());
        found.unwrap_or_default()
    }
}

/// The page, for readers of this language; in English where we have no words in it.
pub fn page(report: &AuditReport, lang: &LangTag) -> String {
    let lang = words_language(lang);
    let column = ["en", "ko", "zh-Hans"].iter().position(|known| *known == lang.as_str());
    let lang = if column.is_some() { lang } else { LangTag::en() };
    let w = Writer { column: column.unwrap_or(0), lang };
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut out, report, &w);
    out
}

fn write(out: &mut String, report: &AuditReport, w: &Writer) -> std::fmt::Result {
    let title = report.title.as_deref().map(escaped);
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>",
        w.lang,
        w.say("title"),
        title.as_ref().map(|title| format!(" · {title}")).unwrap_or_default(),
    )?;
    writeln!(out, "<h1>{}</h1>", w.say("title"))?;
    if let Some(title) = &title {
        writeln!(out, "<p class=\"soft\">{}: <span dir=\"auto\">{title}</span></p>", w.say("album"))?;
    }
    let verdict = if report.is_clean() { "clean" } else { "leaks" };
    writeln!(
        out,
        "<div class=\"verdict {verdict}\"><strong>{}</strong><p>{}</p></div>",
        w.say(verdict),
        w.say(&format!("{verdict}-more")),
    )?;
    if !report.is_clean() {
        findings(out, report, w)?;
    }
    looked(out, report, w)?;
    allowed(out, report, w)?;
    writeln!(out, "<h2>{}</h2>\n<p>{}</p>", w.say("not-looked"), w.say("not-looked-more"))?;
    writeln!(
        out,
        "</main>\n<footer><p class=\"soft\">{}: {}</p></footer>\n</body>\n</html>",
        w.say("made-by"),
        concat!("Attaché ", env!("CARGO_PKG_VERSION")),
    )
}

/// What was found, by kind, each with what to do.
fn findings(out: &mut String, report: &AuditReport, w: &Writer) -> std::fmt::Result {
    writeln!(out, "<h2>{} ({})</h2>", w.say("found"), report.findings.len())?;
    let mut by_kind: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
    report.findings.iter().for_each(|finding| by_kind.entry(finding.kind).or_default().push(finding));
    for (kind, found) in by_kind {
        let code = kind.code();
        writeln!(out, "<h3>{} ({})</h3>\n<p>{}</p>", w.say(code), found.len(), w.say(&format!("{code}-do")))?;
        writeln!(
            out,
            "<table>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>",
            w.say("file"),
            w.say("what"),
        )?;
        for finding in found.iter().take(MOST_LISTED) {
            writeln!(
                out,
                "<tr><td><code>{}</code></td><td lang=\"en\">{}</td></tr>",
                escaped(&finding.path),
                escaped(&finding.message)
            )?;
        }
        if found.len() > MOST_LISTED {
            writeln!(out, "<tr><td>…</td><td class=\"n\">+{}</td></tr>", found.len() - MOST_LISTED)?;
        }
        writeln!(out, "</tbody>\n</table>")?;
    }
    Ok(())
}

/// How many files of which kind.
fn looked(out: &mut String, report: &AuditReport, w: &Writer) -> std::fmt::Result {
    writeln!(out, "<h2>{}</h2>\n<table>\n<tbody>", w.say("looked"))?;
    let looked = &report.looked;
    for (key, n) in [
        ("pages", looked.n_pages as u64),
        ("pictures", looked.n_pictures as u64),
        ("styles", looked.n_styles as u64),
        ("others", looked.n_others as u64),
        ("files", report.n_files as u64),
        ("bytes", looked.n_bytes),
    ] {
        writeln!(out, "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td></tr>", w.say(key), grouped(n))?;
    }
    writeln!(out, "</tbody>\n</table>")?;
    if let Some(sha256) = &report.manifest_sha256 {
        writeln!(out, "<p>{}:<br><code>{sha256}</code></p>", w.say("manifest"))?;
    }
    Ok(())
}

/// The white list in plain words.
fn allowed(out: &mut String, report: &AuditReport, w: &Writer) -> std::fmt::Result {
    let pictures = match report.audience {
        Audience::Public => "public-pictures",
        Audience::Press => "press-pictures",
    };
    writeln!(out, "<h2>{}</h2>\n<ul>", w.say("allowed"))?;
    for key in [pictures, "pages-allowed", "script-allowed"] {
        writeln!(out, "<li>{}</li>", w.say(key))?;
    }
    if let Some(base) = &report.base_url {
        writeln!(out, "<li>{}: <code>{}</code></li>", w.say("base-url"), escaped(base))?;
    }
    writeln!(out, "</ul>")
}

fn escaped(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// 1234567 as 1 234 567, with narrow blanks that do not break (ISO 80000-1, 7.3.1).
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::report::FindingKind;
    use super::*;

    #[test]
    fn every_phrase_is_there_in_every_language() {
        for kind in FindingKind::ALL {
            for key in [kind.code().to_owned(), format!("{}-do", kind.code())] {
                assert!(WORDS.contains_key(key.as_str()), "{key}");
            }
        }
        for (key, words) in WORDS.iter() {
            assert!(words.iter().all(|words| !words.trim().is_empty()), "{key}");
        }
        assert_eq!(WORDS.len() + 1, include_str!("../../../assets/locales/audit.tsv").lines().count());
    }

    #[test]
    fn pages_say_what_was_found_and_escape_it() {
        let mut report =
            AuditReport { n_files: 12_345, title: Some("A <b>".into()), ..AuditReport::default() };
        let clean = page(&report, &LangTag::parse("ko").unwrap());
        assert!(
            clean.contains("<html lang=\"ko\">")
                && clean.contains("유출된 내용이 없습니다")
                && clean.contains("12\u{202f}345")
        );
        assert!(clean.contains("A &lt;b&gt;") && !clean.contains("<script"));
        report.findings.push(Finding {
            path: "media/<x>.jpg".into(),
            kind: FindingKind::Metadata,
            message: "holds an EXIF block: with position".into(),
        });
        let found = page(&report, &LangTag::parse("fr").unwrap());
        assert!(
            found.contains("<html lang=\"en\">")
                && found.contains("Do not publish")
                && found.contains("media/&lt;x&gt;.jpg")
        );
        assert!(page(&report, &LangTag::parse("zh-Hans").unwrap()).contains("请勿发布"));
    }
}
