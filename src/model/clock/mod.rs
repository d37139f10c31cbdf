//! When each photo was taken once all of them are known: corrected clocks, offsets carried along a device, and what speaks for a
//! clock that is wrong.
//!
//! What one file says is resolved in [`super::time::resolve`]. Here the files of a device, and the devices of a visit, speak for
//! each other, and a person has the last word. Nothing here touches a file; the same photos and notes always give the same times.
//!
//! - [`correction`]: a device's clock set right over a stretch of time
//! - [`lane`]: the photos of one device in the order of its clock
//! - [`carry`]: offsets for photos that have none, from photos around them; `by_programme`: from the item of the programme
//! - [`neighbours`]: times for photos that have none, from the numbering of the folder
//! - [`evidence`], [`pairs`]: what says that a clock is wrong, and by how much
//! - [`propose`]: from evidence to a correction that a person can accept
//! - [`revise`]: the edits by which a person does
//! - [`words`]: all of it in words for a person; [`typed`], [`typed_time`]: times and shifts as people type them
//! - [`beside`]: the selfie and the picture of it being taken

pub mod beside;
mod by_programme;
pub mod carry;
pub mod correction;
pub mod evidence;
pub mod lane;
pub mod neighbours;
pub mod pairs;
pub mod propose;
pub mod revise;
pub mod typed;
pub mod typed_time;
pub mod words;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::Path;

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::device::DeviceId;
use super::notes::Notes;
use super::photo::{Photo, PhotoId};
use super::time::offset::snap;
use super::time::sidecar::SidecarDate;
use super::time::zone::{offset_at_instant, offset_in_zone};
use super::time::{CaptureTime, OffsetSource, TimeClaim, TimeSource};
use correction::ClockCorrection;
use lane::Lane;

/// What has to be known of a photo to find its time among others.
#[derive(Clone, Copy, Debug)]
pub struct Clocked<'a> {
    /// Which photo.
    pub id: PhotoId,
    /// Its path: the order of equal times, and the numbering.
    pub path: &'a Path,
    /// The body that took it, after a person's joins.
    pub device: Option<&'a DeviceId>,
    /// What its file says of the time.
    pub captured: Option<&'a CaptureTime>,
    /// The IANA name of the time zone of its position.
    pub zone: Option<&'a str>,
    /// What its sidecar says of the time.
    pub sidecar: Option<&'a SidecarDate>,
}

impl<'a> Clocked<'a> {
    /// What is known of a photo. `device`: the body that took it, after a person's joins.
    pub fn of(photo: &'a Photo, device: Option<&'a DeviceId>) -> Self {
        Self {
            id: photo.id,
            path: &photo.original.path,
            device,
            captured: photo.captured.as_ref(),
            zone: photo.zone.as_deref(),
            sidecar: photo.embedded.taken.as_deref(),
        }
    }
}

/// The times that hold, where they differ from what the file alone says, and the lane of each device.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    times: HashMap<PhotoId, CaptureTime>,
    lanes: Vec<Lane>,
}

impl Timeline {
    /// The time of a photo where it is not just what its file says.
    pub fn time_of(&self, photo: PhotoId) -> Option<&CaptureTime> {
        self.times.get(&photo)
    }

    /// The photos of each device by its clock, in the order of [`DeviceId`].
    pub fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// The lane of a device.
    pub fn lane(&self, device: &DeviceId) -> Option<&Lane> {
        let n = self.lanes.binary_search_by(|lane| lane.device.cmp(device)).ok()?;
        self.lanes.get(n)
    }
}

/// Finds the time of every photo. The order of `photos` does not matter.
pub fn establish(photos: &[Clocked<'_>], notes: &Notes) -> Timeline {
    let mut settled: Vec<Settled<'_>> = photos.iter().map(|photo| Settled::of(photo, notes)).collect();
    let mut lanes = lane::lanes_of(&settled);
    carry::carry_along_lanes(&mut settled, &mut lanes);
    by_programme::lend_by_programme(&mut settled, &mut lanes, notes.programmes());
    carry::carry_across_lanes(&mut settled, &mut lanes);
    neighbours::fill(&mut settled);
    let times = settled.into_iter().filter_map(|photo| Some((photo.from.id, photo.changed()?))).collect();
    Timeline { times, lanes: lanes.into_iter().map(|lane| lane.lane).collect() }
}

/// The time that a person's word alone gives a photo: of the photo itself, or of its device's clock. `None` where nobody said anything.
pub fn said_time(photo: &Photo, notes: &Notes) -> Option<TimeClaim> {
    let device = notes.device_of(&photo.device);
    said(&Clocked::of(photo, device.as_ref()), notes)
}

fn said(photo: &Clocked<'_>, notes: &Notes) -> Option<TimeClaim> {
    if let Some((civil, offset)) = notes.taken(photo.id) {
        let offset_source = offset.map(|_| OffsetSource::Person);
        return Some(TimeClaim {
            source: TimeSource::Person,
            civil,
            offset,
            offset_source,
            uncertainty_secs: 1,
        });
    }
    let filed = &photo.captured?.best;
    correction_of(filed, photo, notes).map(|correction| placed(filed, Some(correction), photo))
}

/// A photo on the way to its time.
struct Settled<'a> {
    from: &'a Clocked<'a>,
    /// The claim that holds so far.
    best: Option<TimeClaim>,
    /// The device's own clock before any correction, where that is what `best` goes back to.
    clock: Option<DateTime>,
}

impl<'a> Settled<'a> {
    fn of(from: &'a Clocked<'a>, notes: &Notes) -> Self {
        let filed = from.captured.map(|captured| &captured.best);
        let clock = filed.filter(|claim| is_of_device_clock(claim)).map(|claim| claim.civil);
        let own = || filed.map(|claim| placed(claim, None, from));
        let sidecar = from.sidecar.filter(|sidecar| !sidecar.is_of(notes.library()));
        let in_sidecar = || sidecar.and_then(|sidecar| sidecar.news(filed, own().as_ref()));
        // Who wrote the sidecar may have known the device's wrong clock; what is said in this library goes before it.
        let best =
            said(from, notes).or_else(|| in_sidecar().map(|claim| placed(&claim, None, from))).or_else(own);
        Self { from, best, clock }
    }

    /// Whether the time is UTC and nothing tells the clock on the wall.
    fn is_bare_utc(&self) -> bool {
        self.best.as_ref().is_some_and(|claim| claim.offset_source == Some(OffsetSource::Utc))
    }

    fn dates(&self) -> bool {
        let not = [TimeSource::FileTime, TimeSource::Scanned];
        self.best.as_ref().is_some_and(|claim| !not.contains(&claim.source))
    }

    /// Gives the photo an offset: a civil time keeps its face, UTC becomes the clock on the wall.
    fn give_offset(&mut self, offset: Offset, source: OffsetSource) {
        let bare = self.is_bare_utc();
        if let Some(claim) = &mut self.best {
            if bare {
                claim.civil = on_the_wall(claim.civil, offset);
            }
            (claim.offset, claim.offset_source) = (Some(offset), Some(source));
        }
    }

    /// The time to keep, where it is not what the file says.
    fn changed(self) -> Option<CaptureTime> {
        let best = self.best?;
        let filed = self.from.captured;
        if filed.is_some_and(|captured| captured.best == best) {
            return None;
        }
        let filed =
            filed.into_iter().flat_map(|captured| std::iter::once(&captured.best).chain(&captured.others));
        // Beside a person's word it is told; where it is what holds, it stands there already.
        let sidecar = self.from.sidecar.filter(|_| best.source != TimeSource::Sidecar);
        let sidecar = sidecar.and_then(|sidecar| {
            let best = self.from.captured.map(|captured| &captured.best);
            sidecar.correction.as_ref().and_then(|_| sidecar.claim()).or_else(|| sidecar.news(best, best))
        });
        Some(CaptureTime { best, others: sidecar.into_iter().chain(filed.cloned()).collect() })
    }
}

/// Whether a claim is what the device's own clock showed, so that setting the clock right moves it.
fn is_of_device_clock(claim: &TimeClaim) -> bool {
    match claim.source {
        TimeSource::ExifOriginal
        | TimeSource::ExifCreateDate
        | TimeSource::ExifModified
        | TimeSource::Xmp
        | TimeSource::Iptc
        | TimeSource::Maker => true,
        // A messenger's name tells when it saved the picture, by another clock.
        TimeSource::FileName => claim.uncertainty_secs <= 1,
        TimeSource::Person
        | TimeSource::Sidecar
        | TimeSource::Gps
        | TimeSource::Neighbours
        | TimeSource::Scanned
        | TimeSource::FileTime => false,
    }
}

/// The correction of the device's clock that holds for a claim of a file.
fn correction_of<'n>(
    claim: &TimeClaim,
    photo: &Clocked<'_>,
    notes: &'n Notes,
) -> Option<&'n ClockCorrection> {
    let device = photo.device.filter(|_| is_of_device_clock(claim))?;
    notes.corrections(device).iter().find(|correction| correction.covers(claim.civil))
}

/// A claim with the correction of its device's clock, on the wall of its place where that is known.
fn placed(claim: &TimeClaim, correction: Option<&ClockCorrection>, photo: &Clocked<'_>) -> TimeClaim {
    let mut out = claim.clone();
    if let Some(correction) = correction {
        out.civil = correction.apply(claim.civil);
        match (correction.offset, claim.offset_source) {
            (Some(offset), source) => {
                if source == Some(OffsetSource::Utc) {
                    out.civil = on_the_wall(out.civil, offset);
                }
                (out.offset, out.offset_source) = (Some(offset), Some(OffsetSource::Person));
                return out;
            }
            // What was found with the wrong clock has to be found again.
            (None, Some(OffsetSource::GpsTime | OffsetSource::Zone | OffsetSource::OwnUtc)) => {
                (out.offset, out.offset_source) = (None, None);
            }
            (None, _) => {}
        }
    }
    if out.offset_source == Some(OffsetSource::Utc) {
        if let Some(offset) = photo.zone.and_then(|zone| offset_at_instant(zone, out.civil)) {
            out.civil = on_the_wall(out.civil, offset);
            (out.offset, out.offset_source) = (Some(offset), Some(OffsetSource::Zone));
        }
    } else if out.offset.is_none() && out.uncertainty_secs <= 1 && claim.source != TimeSource::FileTime {
        let by_gps = photo.captured.and_then(gps_of).and_then(|utc| snap(out.civil, utc));
        let found = by_gps.map(|offset| (offset, OffsetSource::GpsTime)).or_else(|| {
            let offset = offset_in_zone(photo.zone?, out.civil)?.near(None);
            Some((offset, OffsetSource::Zone))
        });
        (out.offset, out.offset_source) = found.unzip();
    }
    out
}

/// What GPS says of the instant, in UTC.
fn gps_of(captured: &CaptureTime) -> Option<DateTime> {
    captured.others.iter().find(|claim| claim.source == TimeSource::Gps).map(|claim| claim.civil)
}

/// What a clock of this offset shows at an instant that is given as civil time in UTC.
fn on_the_wall(utc: DateTime, offset: Offset) -> DateTime {
    utc.checked_add(jiff::SignedDuration::from_secs(i64::from(offset.seconds()))).unwrap_or(utc)
}
