//! The photos of one device in the order of its clock.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::super::device::DeviceId;
use super::super::photo::PhotoId;
use super::super::time::zone::offset_at_instant;
use super::super::time::{CaptureTime, OffsetSource, TimeClaim, TimeSource};
use super::Settled;

/// A gap of more than this ends a piece of a lane: the device may have been anywhere, and its clock been set, in between.
pub const PIECE_GAP: SignedDuration = SignedDuration::from_hours(36);

/// One photo on a lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Which photo.
    pub photo: PhotoId,
    /// What the device's clock showed.
    pub clock: DateTime,
    /// The time that holds, on the wall.
    pub civil: DateTime,
    /// Its offset, and who says so.
    pub offset: Option<(Offset, OffsetSource)>,
    /// Another clock's word, in UTC.
    pub reference: Option<Reference>,
}

/// What a better clock than the device's says of the same instant.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// GPS, or the maker's own data.
    pub source: TimeSource,
    /// The time on the wall of the photo's place by that clock.
    pub wall: DateTime,
    /// The offset of that wall.
    pub offset: Offset,
    /// Whether the device's clock tells that instant right with the file's own offset, and only shows the time of elsewhere.
    pub is_home_time: bool,
}

impl Tick {
    /// The instant as civil time in UTC, where the offset is known.
    pub fn utc(&self) -> Option<DateTime> {
        let back = SignedDuration::from_secs(i64::from(self.offset?.0.seconds()));
        self.civil.checked_sub(back).ok()
    }
}

/// The photos of one device whose time goes back to its clock, in the order of that clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Which body.
    pub device: DeviceId,
    /// Its photos.
    pub ticks: Vec<Tick>,
}

impl Lane {
    /// The lane cut at gaps of more than [`PIECE_GAP`].
    pub fn pieces(&self) -> impl Iterator<Item = &[Tick]> {
        self.ticks.chunk_by(|a, b| b.clock.duration_since(a.clock) <= PIECE_GAP)
    }
}

/// A lane whose photos are still being settled: which of them each tick is.
pub(super) struct OpenLane {
    pub(super) lane: Lane,
    pub(super) of: Vec<usize>,
}

/// The lanes of all devices, by device.
pub(super) fn lanes_of(settled: &[Settled<'_>]) -> Vec<OpenLane> {
    let mut by_device: BTreeMap<&DeviceId, Vec<(DateTime, usize)>> = BTreeMap::new();
    for (n, photo) in settled.iter().enumerate() {
        if let (Some(device), Some(clock)) = (photo.from.device, photo.clock) {
            by_device.entry(device).or_default().push((clock, n));
        }
    }
    by_device
        .into_iter()
        .map(|(device, mut photos)| {
            photos.sort_by_key(|(clock, n)| (*clock, settled.get(*n).map(|photo| photo.from.path)));
            let mut of = Vec::with_capacity(photos.len());
            let mut ticks = Vec::with_capacity(photos.len());
            for (clock, n) in photos {
                let Some(photo) = settled.get(n) else { continue };
                let Some(best) = &photo.best else { continue };
                of.push(n);
                ticks.push(Tick {
                    photo: photo.from.id,
                    clock,
                    civil: best.civil,
                    offset: best.offset.zip(best.offset_source),
                    reference: photo.from.captured.and_then(|captured| reference(captured, best, photo)),
                });
            }
            OpenLane { lane: Lane { device: device.clone(), ticks }, of }
        })
        .collect()
}

/// What GPS or the maker's data say beside the device's clock.
fn reference(captured: &CaptureTime, best: &TimeClaim, photo: &Settled<'_>) -> Option<Reference> {
    let better = |claim: &&TimeClaim| {
        matches!(claim.source, TimeSource::Gps | TimeSource::Maker) && claim.uncertainty_secs <= 1
    };
    let claim = captured.others.iter().find(better)?;
    let own = matches!(best.offset_source, Some(OffsetSource::ExifOffset | OffsetSource::Embedded))
        .then_some(best.offset)
        .flatten();
    // A person's time or offset is not to be judged, here or in a sidecar.
    if matches!(best.source, TimeSource::Person | TimeSource::Sidecar) {
        return None;
    }
    let offset = photo.from.zone.and_then(|zone| offset_at_instant(zone, claim.civil)).or(own)?;
    let wall = super::on_the_wall(claim.civil, offset);
    let by_own = own.map(|own| super::on_the_wall(claim.civil, own));
    let is_near = |a: DateTime, b: DateTime| a.duration_since(b).abs() <= SignedDuration::from_secs(30);
    let is_home_time = by_own.is_some_and(|by_own| own != Some(offset) && is_near(by_own, best.civil));
    Some(Reference { source: claim.source, wall, offset, is_home_time })
}
