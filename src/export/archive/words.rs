//! The tag files of a package: what it is, in words for programs and for people.

use super::ArchivePlan;
use super::bag::{self, BAG_INFO, BAGIT, MANIFEST, TAG_MANIFEST};
use crate::export::files::{Written, sha256};
use crate::export::texts::clean_line;

/// What stands in the note beside a package that is not finished.
pub(super) const UNFINISHED: &str = "The folder beside this note is an archive package that is not finished.\n\
Run the same command again: what is copied already is checked and taken over.\n\
Or delete both, the folder and this note. The originals are untouched.\n";

/// Tag files of a package with this payload, the one that lists the others last.
pub(super) fn tag_files(plan: &ArchivePlan, payload: &[Written]) -> Vec<(String, String)> {
    let mut files = vec![
        (BAGIT.to_owned(), bag::DECLARATION.to_owned()),
        (BAG_INFO.to_owned(), bag_info(plan, payload)),
        (MANIFEST.to_owned(), bag::manifest_text(payload)),
        ("README.txt".to_owned(), readme(plan, payload)),
    ];
    files.sort();
    let listed: Vec<Written> = files
        .iter()
        .map(|(path, text)| Written {
            path: path.clone(),
            bytes: text.len() as u64,
            sha256: sha256(text.as_bytes()),
        })
        .collect();
    files.push((TAG_MANIFEST.to_owned(), bag::manifest_text(&listed)));
    files
}

/// `bag-info.txt` (RFC 8493, section 2.2.2). No day of the run: the same photos make the same bytes.
fn bag_info(plan: &ArchivePlan, payload: &[Written]) -> String {
    let mut out = String::new();
    let mut line = |label: &str, value: &str| out.push_str(&format!("{label}: {}\n", clean_line(value)));
    if let Some(organization) =
        plan.settings.organization.as_deref().filter(|text| !clean_line(text).is_empty())
    {
        line("Source-Organization", organization);
    }
    line("Bagging-Date", &plan.day.to_string());
    line("External-Description", &description(plan));
    let n_bytes: u64 = payload.iter().map(|file| file.bytes).sum();
    line("Payload-Oxum", &format!("{n_bytes}.{}", payload.len()));
    line("Bag-Software-Agent", concat!("attache ", env!("CARGO_PKG_VERSION")));
    out
}

fn description(plan: &ArchivePlan) -> String {
    let photos = match plan.photos.len() {
        1 => "One photograph".to_owned(),
        n => format!("{n} photographs"),
    };
    let mut out = match plan.titles.as_slice() {
        [] => format!("{photos} with companions, sidecars and captions"),
        titles => format!("{photos} with companions, sidecars and captions: {}", titles.join("; ")),
    };
    // An embargo ends, and the same photos make the same bytes on any day: those are in captions.csv.
    if let n @ 1.. = plan.withheld.n_held() {
        out.push_str(&format!(". Held back from publishing when this was packed: {n}"));
    }
    out
}

fn readme(plan: &ArchivePlan, payload: &[Written]) -> String {
    let n_bytes: u64 = payload.iter().map(|file| file.bytes).sum();
    let mut out = format!(
        "WHAT THIS IS\n\n{}.\n{} files, {n_bytes} bytes, in the folder \"data\".\n",
        description(plan),
        payload.len()
    );
    if let Some(organization) = &plan.settings.organization {
        out.push_str(&format!("Handed over by {}.\n", clean_line(organization)));
    }
    out.push_str(
        "\nWHAT IS WHERE\n\n\
data/originals    The files as the cameras and phones wrote them, not one byte changed: one folder for each visit, named by\n\
                  its first day, and in it one folder for each folder that they came from. \"undated\" holds what nothing dates.\n\
                  A raw file, a video or a sidecar that belongs to a photograph stands beside it under the same name. Where two\n\
                  names would have been the same, one got \"-2\". A photograph that was there several times is here once.\n\
data/sidecars     What people wrote about each photograph, in the form XMP (ISO 16684-1), which is XML and can be read with\n\
                  any editor of text. Its path is that of the photograph, with \".xmp\" behind it.\n\
data/captions.csv The same as one table: a row for each photograph, columns divided by commas, in UTF-8. A cell that begins with\n\
                  an apostrophe (') has it only so that no program takes it for a formula. The columns \"clearance\", \"host-clearance\" and\n\
                  \"embargo\" say what might be published (cleared) or might not (held), and before when nothing was to be.\n\
data/visits.json  Which visit and which part of its programme each photograph belongs to, when, where and with which\n\
                  device it was taken, and how that is known. JSON (ECMA-404), which is text.\n\n\
WHETHER IT IS STILL WHAT IT WAS\n\n\
This folder has the form of BagIt 1.0 (RFC 8493). \"manifest-sha256.txt\" holds for each file in \"data\" its SHA-256 (FIPS 180-4),\n\
a number that is another one as soon as one bit of the file is, and \"tagmanifest-sha256.txt\" the same for the files beside it.\n\
On many systems this checks all of them:\n\n\
    sha256sum -c manifest-sha256.txt\n\n\
(In names, %0A, %0D and %25 stand for a line feed, a carriage return and a percent sign.)\n\n\
WHAT TO KEEP IN MIND\n\n\
The originals hold all that their devices wrote: often positions, serial numbers and names, sometimes hidden video with sound.\n\
They are for keeping, not for publishing, and all are here, whether they were cleared for publishing or not.\n",
    );
    out
}
