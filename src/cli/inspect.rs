//! `attache inspect`: what is known of each file, and how.

use std::fmt::{self, Write as _};
use std::path::Path;

use crate::model::clearance::{Party, Ruling};
use crate::model::collection::Collection;
use crate::model::motion::MotionPlace;
use crate::model::notes::Flag;
use crate::model::orientation::Orientation;
use crate::model::photo::{Photo, PhotoKind};
use crate::model::text::LangTag;
use crate::model::time::explain::{Explanation, explain};
use crate::model::time::{TimeClaim, TimeSource};
use crate::model::wording;

use super::headless;
use super::json::{InspectDocument, offset_text, photos_by_path};
use super::{InspectArgs, Outcome, Shared, print, scan, texts};

/// Looks and prints.
pub(super) fn run(args: &InspectArgs, shared: &Shared) -> anyhow::Result<Outcome> {
    let read = headless::look(&args.files, shared)?;
    if args.json {
        print::json(&InspectDocument::of(&read))?;
    } else {
        let mut out = String::new();
        for photo in photos_by_path(&read.collection) {
            let _ = Sheet { out: &mut out, collection: &read.collection, photo }.write();
        }
        let _ = scan::write_problems(&read, &mut out);
        print::text(&out)?;
    }
    Ok(read.outcome())
}

/// The facts of one photo, a line each.
struct Sheet<'a> {
    out: &'a mut String,
    collection: &'a Collection,
    photo: &'a Photo,
}

impl Sheet<'_> {
    fn write(mut self) -> fmt::Result {
        let photo = self.photo;
        writeln!(self.out, "{}", print::path(&photo.original.path))?;
        let bytes = photo.original.bytes;
        self.line("Format", &format!("{}, {} bytes", photo.format.name(), bytes))?;
        self.size()?;
        self.taken()?;
        self.device()?;
        self.place()?;
        self.kind()?;
        self.motion()?;
        self.hidden()?;
        self.texts()?;
        self.mark()?;
        for (label, paths) in [("With it", &photo.companions), ("Same bytes", &photo.copies)] {
            for path in paths {
                self.line(label, &beside(path, &photo.original.path))?;
            }
        }
        for remark in &photo.remarks {
            self.line("Not used", remark)?;
        }
        for problem in &photo.problems {
            self.line("Problem", &problem.message)?;
        }
        self.line("Fingerprint", &photo.id.hex())?;
        writeln!(self.out)
    }

    fn line(&mut self, label: &str, text: &str) -> fmt::Result {
        writeln!(self.out, "  {label:<12} {}", print::plain(text))
    }

    fn size(&mut self) -> fmt::Result {
        let photo = self.photo;
        if photo.width_px == 0 || photo.height_px == 0 {
            return self.line("Size", "not known");
        }
        let (width, height) = photo.upright_size();
        let megapixels = f64::from(width) * f64::from(height) / 1e6;
        self.line("Size", &format!("{width} × {height} px ({megapixels:.1} megapixels)"))?;
        match photo.orientation {
            Orientation::Upright => Ok(()),
            turned => {
                self.line("Stored", &format!("{} (EXIF Orientation {})", turn_words(turned), turned.exif()))
            }
        }
    }

    fn taken(&mut self) -> fmt::Result {
        let Some(captured) = self.collection.captured(self.photo) else {
            return self.line("Taken", "not known: nothing in the file says when");
        };
        self.line("Taken", &claim_words(&captured.best))?;
        self.line("", &format!("known from: {}", captured.best.source.words()))?;
        match captured.best.offset_source {
            Some(source) => self.line("", &format!("offset from: {}", source.words()))?,
            None => self.line("", "no offset from UTC is known; it is the time on the wall of that place")?,
        }
        if let Some(utc) = captured.utc()
            && captured.best.offset.is_some_and(|offset| offset.seconds() != 0)
        {
            self.line("", &format!("in UTC: {}", utc.to_string().replace('T', " ")))?;
        }
        let (same, told): (Vec<Explanation>, Vec<Explanation>) =
            explain(captured, self.photo.zone.as_deref()).into_iter().partition(|said| said.same.is_some());
        if !same.is_empty() {
            let names: Vec<&str> = same.iter().filter_map(|said| said.same).collect();
            self.line("", &format!("the same is said by: {}", names.join(", ")))?;
        }
        for said in told {
            let lead = if said.disagrees { "but" } else { "and" };
            self.line("", &format!("{lead} {}", said.text))?;
        }
        if let Some(written) = captured.others.iter().find(|other| other.source == TimeSource::FileTime) {
            let whole = written.civil.with().subsec_nanosecond(0).build().unwrap_or(written.civil);
            self.line("", &format!("file written: {} UTC", whole.to_string().replace('T', " ")))?;
        }
        Ok(())
    }

    fn device(&mut self) -> fmt::Result {
        let device = &self.photo.device;
        self.line("Device", &device.name().unwrap_or_else(|| "not known: the file names none".to_owned()))?;
        for (label, text) in [
            ("Also named", &device.also_named),
            ("Lens", &device.lens),
            ("Serial", &device.serial),
            ("Owner", &device.owner),
            ("Software", &device.software),
        ] {
            if let Some(text) = text {
                self.line(label, text)?;
            }
        }
        Ok(())
    }

    fn place(&mut self) -> fmt::Result {
        let photo = self.photo;
        let Some(position) = photo.position else {
            return self.line("Place", "not known: the file has no position");
        };
        if let Some(place) = &photo.place {
            self.line("Place", &format!("near {}", wording::place_name(place, &LangTag::en())))?;
        }
        if let Some(zone) = &photo.zone {
            self.line("Zone", &format!("{zone} (where the position lies)"))?;
        }
        self.line("Position", &format!("{:.6}, {:.6} (the file's GPS)", position.lat, position.lon))
    }

    fn kind(&mut self) -> fmt::Result {
        let words = match self.collection.notes().kind(self.photo) {
            PhotoKind::Selfie => "selfie",
            PhotoKind::Event => "taken by an event camera",
            PhotoKind::Screenshot => "screenshot",
            PhotoKind::Document => "document",
            PhotoKind::Unknown => return self.line("Kind", "not known: nothing in the file says"),
        };
        let why = self.photo.kind_evidence.join("; ");
        self.line("Kind", &if why.is_empty() { words.to_owned() } else { format!("{words} ({why})") })
    }

    fn motion(&mut self) -> fmt::Result {
        if let Some(claim) = self.photo.missing_motion() {
            return self.line("Motion", &format!("none: {} ({})", claim.words(), claim.scheme().name()));
        }
        let Some(motion) = &self.photo.motion else { return Ok(()) };
        self.line("Motion", &motion.words())?;
        if let MotionPlace::Embedded { offset, bytes, is_where_said } = motion.place {
            self.line("", &format!("{bytes} bytes at byte {offset} of the file"))?;
            if !is_where_said {
                self.line("", "not where the file says, if it says anything: it was searched for")?;
            }
        }
        Ok(())
    }

    /// What goes out with the file and nobody sees.
    fn hidden(&mut self) -> fmt::Result {
        let photo = self.photo;
        let hidden = photo.hidden.words();
        if !hidden.is_empty() {
            self.line("Hidden", &hidden.join(", "))?;
        }
        let Some(found) = &photo.hidden.credentials else { return Ok(()) };
        self.line("Credentials", &found.words())?;
        if let Some(source) = found.source_words() {
            self.line("", &format!("they say: {source}"))?;
        }
        if !found.actions.is_empty() {
            self.line("", &format!("steps: {}", found.actions.join(", ")))?;
        }
        Ok(())
    }

    fn texts(&mut self) -> fmt::Result {
        let embedded = &self.photo.embedded;
        for held in texts::held(self.collection.notes(), self.photo) {
            let from = held.from.as_ref().map_or("in your library".to_owned(), |from| from.words(held.field));
            self.line(held.label, &in_language(&held.text, held.lang.as_ref(), &from))?;
        }
        for region in self.collection.notes().photo_regions(self.photo) {
            let percent = |millionths: u32| millionths.saturating_add(5_000) / 10_000;
            let name = if region.name.is_empty() { "a face without a name" } else { region.name.as_str() };
            let (x, y) = (percent(region.area.x), percent(region.area.y));
            self.line("Marked", &format!("{name} ({x} % from the left, {y} % from the top)"))?;
        }
        for other in embedded.disagreements() {
            let words = in_language(&other.text, other.lang.as_ref(), &other.from.words(other.field));
            self.line("Says else", &format!("{}: {words}", other.field.words()))?;
        }
        Ok(())
    }

    fn mark(&mut self) -> fmt::Result {
        let notes = self.collection.notes();
        let stars = notes.rating(self.photo);
        if stars > 0 {
            self.line("Rating", &format!("{stars} of 5"))?;
        }
        match notes.flag(self.photo) {
            Flag::Pick => self.line("Marked", "picked")?,
            Flag::Reject => self.line("Marked", "rejected")?,
            Flag::None => {}
        }
        let visit = self.collection.whereabouts(self.photo.id).map(|(visit, _)| &visit.id);
        let clearance = notes.clearance(self.photo.id, visit);
        for party in Party::ALL {
            match (party, clearance.by(party)) {
                (Party::Us, Some(Ruling::Cleared)) => self.line("Clearance", "cleared by us")?,
                (Party::Us, Some(Ruling::Held)) => self.line("Clearance", "held by us")?,
                (Party::Host, Some(Ruling::Cleared)) => self.line("Clearance", "cleared by the host")?,
                (Party::Host, Some(Ruling::Held)) => self.line("Clearance", "held by the host")?,
                (_, None) => {}
            }
        }
        match clearance.embargo {
            Some(embargo) => self.line("Embargo", &format!("until {embargo}")),
            None => Ok(()),
        }
    }
}

/// A text with its language, if that is known, and where it is from.
fn in_language(text: &str, lang: Option<&LangTag>, from: &str) -> String {
    match lang.filter(|lang| **lang != LangTag::und()) {
        Some(lang) => format!("{text}  ({lang}, {from})"),
        None => format!("{text}  ({from})"),
    }
}

/// A time with its offset and how sure it is.
fn claim_words(claim: &TimeClaim) -> String {
    let mut words = claim.civil.to_string().replace('T', " ");
    if let Some(offset) = claim.offset {
        let _ = write!(words, " {}", offset_text(offset));
    }
    match claim.uncertainty_secs {
        0 | 1 => {}
        secs if secs < 3_600 => {
            let _ = write!(words, " (give or take {secs} s)");
        }
        secs if secs < 86_400 => {
            let _ = write!(words, " (give or take {} h)", secs / 3_600);
        }
        _ => words.push_str(" (the day only)"),
    }
    words
}

const fn turn_words(orientation: Orientation) -> &'static str {
    match orientation {
        Orientation::Upright => "upright",
        Orientation::MirrorHorizontal => "mirrored left to right",
        Orientation::Rotate180 => "upside down",
        Orientation::MirrorVertical => "mirrored top to bottom",
        Orientation::Transpose => "mirrored and on its side",
        Orientation::Rotate90 => "on its side, to be turned clockwise",
        Orientation::Transverse => "mirrored and on its other side",
        Orientation::Rotate270 => "on its side, to be turned counter-clockwise",
    }
}

/// The name alone where it lies in the same folder.
fn beside(path: &Path, original: &Path) -> String {
    match path.file_name() {
        Some(name) if path.parent() == original.parent() => name.to_string_lossy().into_owned(),
        _ => path.to_string_lossy().into_owned(),
    }
}
