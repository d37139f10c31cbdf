//! `attache check`: what the check of captions finds, photo by photo.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::library::desk::people::read_people;
use crate::library::desk::read_codes;
use crate::model::caption::check::{Desk, Finding, FindingKind, check};
use crate::model::notes::{Field, Notes};
use crate::model::photo::{Photo, PhotoId};
use crate::model::text::LangTag;
use crate::model::wording;

use super::headless::{self, Headless};
use super::json::{ProblemShape, photos_by_path, shapes_of};
use super::{CheckArgs, Outcome, Shared, print};

/// Reads, checks and prints. What must not go out (a placeholder, a code or variable that stands for nothing) makes the exit code 1.
pub(super) fn run(args: &CheckArgs, shared: &Shared) -> anyhow::Result<Outcome> {
    let people = args.delegation.as_deref().map(read_people).transpose()?;
    let codes = args.codes.as_deref().map(read_codes).transpose()?;
    if let Some((_, odd)) = &codes {
        for odd in odd {
            print::remark(&format!("Code replacements, line {}: {}", odd.line, odd.words));
        }
    }
    let read = headless::read(&args.paths, args.programme.as_deref(), shared)?;
    let notes = read.collection.notes();
    let (own_codes, own_people) = (notes.codes(), notes.people());
    let photos = photos_by_path(&read.collection);
    let langs = if args.lang.is_empty() { langs_in_use(notes, &photos) } else { args.lang.clone() };
    let desk = Desk {
        langs: &langs,
        codes: codes.as_ref().map_or(&*own_codes, |(codes, _)| codes),
        people: people.as_ref().unwrap_or(&own_people),
    };
    let ids: Vec<PhotoId> = photos.iter().map(|photo| photo.id).collect();
    let findings = check(&read.collection, &ids, &desk);
    if args.json {
        print::json(&CheckDocument::of(&read, &photos, &findings, &langs))?;
    } else {
        print::text(&summary(&photos, &findings, &langs))?;
    }
    let blocks = findings.iter().any(blocks);
    Ok(if blocks { Outcome::WithProblems } else { read.outcome() })
}

/// The languages that these photos are captioned in, our own first; English where that is none.
fn langs_in_use(notes: &Notes, photos: &[&Photo]) -> Vec<LangTag> {
    let mut used: BTreeSet<LangTag> = BTreeSet::new();
    for photo in photos {
        for field in [Field::Headline, Field::Caption, Field::AltText] {
            used.extend(notes.photo_texts(photo, field).iter().map(|(lang, _)| lang.clone()));
        }
    }
    used.remove(&LangTag::und());
    let own = wording::LANGUAGES.iter().filter_map(|lang| LangTag::parse(lang).ok());
    let mut langs: Vec<LangTag> = own.filter(|lang| used.remove(lang)).collect();
    langs.extend(used);
    if langs.is_empty() {
        langs.push(LangTag::en());
    }
    langs
}

/// Whether something that was left in would go out.
fn blocks(finding: &Finding) -> bool {
    finding.kind == FindingKind::LeftOver
}

/// The findings of each photo that has any; both are in one order.
fn by_photo<'a>(
    photos: &'a [&'a Photo],
    findings: &'a [Finding],
) -> impl Iterator<Item = (&'a Photo, &'a [Finding])> {
    let mut rest = findings;
    photos.iter().filter_map(move |photo| {
        let n = rest.iter().take_while(|finding| finding.photo == photo.id).count();
        let (own, others) = rest.split_at(n);
        rest = others;
        (n > 0).then_some((*photo, own))
    })
}

fn summary(photos: &[&Photo], findings: &[Finding], langs: &[LangTag]) -> String {
    let mut out = String::new();
    let mut n_with = 0;
    for (photo, own) in by_photo(photos, findings) {
        n_with += 1;
        out.push_str(&format!("{}\n", print::path(&photo.original.path)));
        for finding in own {
            let lang = finding.lang.as_ref().map(|lang| format!(" {lang}")).unwrap_or_default();
            let field = format!("{}{lang}", finding.field.code());
            let mark = if blocks(finding) { "!" } else { " " };
            out.push_str(&format!("{mark} {field:<16}  {}\n", print::plain(&finding.words)));
        }
    }
    let n_blocking = findings.iter().filter(|finding| blocks(finding)).count();
    let must_not = match n_blocking {
        0 => "nothing that must not go out".to_owned(),
        n => format!("{n} (!) must not go out"),
    };
    out.push_str(&format!(
        "{} in {} of {}, {must_not}; checked in {}\n",
        print::count(findings.len(), "finding", "findings"),
        n_with,
        print::count(photos.len(), "photo", "photos"),
        langs.iter().map(LangTag::as_str).collect::<Vec<_>>().join(", "),
    ));
    out
}

/// `attache.check/1`.
#[derive(Serialize)]
struct CheckDocument {
    schema: &'static str,
    languages: Vec<String>,
    /// Photos with findings, by path.
    photos: Vec<PhotoShape>,
    problems: Vec<ProblemShape>,
    stats: StatsShape,
}

#[derive(Serialize)]
struct PhotoShape {
    id: String,
    path: String,
    findings: Vec<FindingShape>,
}

#[derive(Serialize)]
struct FindingShape {
    kind: &'static str,
    field: &'static str,
    lang: Option<String>,
    message: String,
    /// It must not go out: exit code 1.
    blocks: bool,
    /// What goes out would be wrong, and not only incomplete.
    grave: bool,
}

#[derive(Serialize)]
struct StatsShape {
    n_photos: usize,
    n_with_findings: usize,
    n_findings: usize,
    n_blocking: usize,
    by_kind: BTreeMap<&'static str, usize>,
}

impl CheckDocument {
    fn of(read: &Headless, photos: &[&Photo], findings: &[Finding], langs: &[LangTag]) -> Self {
        let shape = |finding: &Finding| FindingShape {
            kind: finding.kind.code(),
            field: finding.field.code(),
            lang: finding.lang.as_ref().map(|lang| lang.as_str().to_owned()),
            message: finding.words.clone(),
            blocks: blocks(finding),
            grave: finding.kind.is_grave(),
        };
        let shapes: Vec<PhotoShape> = by_photo(photos, findings)
            .map(|(photo, own)| PhotoShape {
                id: photo.id.hex(),
                path: photo.original.path.to_string_lossy().into_owned(),
                findings: own.iter().map(shape).collect(),
            })
            .collect();
        let mut by_kind = BTreeMap::new();
        for finding in findings {
            *by_kind.entry(finding.kind.code()).or_insert(0) += 1;
        }
        Self {
            schema: "attache.check/1",
            languages: langs.iter().map(|lang| lang.as_str().to_owned()).collect(),
            stats: StatsShape {
                n_photos: photos.len(),
                n_with_findings: shapes.len(),
                n_findings: findings.len(),
                n_blocking: findings.iter().filter(|finding| blocks(finding)).count(),
                by_kind,
            },
            photos: shapes,
            problems: shapes_of(&read.problems),
        }
    }
}
