//! What the clock desk shows: the lanes of the devices of one visit.

use std::collections::HashSet;

use jiff::civil::DateTime;
use jiff::{SignedDuration, ToSpan as _};

use crate::model::clock::correction::ClockCorrection;
use crate::model::clock::lane::Tick;
use crate::model::clock::propose::Proposal;
use crate::model::clock::words;
use crate::model::collection::Collection;
use crate::model::device::DeviceId;
use crate::model::photo::PhotoId;
use crate::model::visit::{SectionId, VisitId};
use crate::ui::ask::n_photos;

/// The lanes of one visit, and the time that they span.
#[derive(Debug, Default, PartialEq)]
pub struct Desk {
    /// Which visit.
    pub visit: Option<VisitId>,
    /// First and last time of any of its photos; `None` where there is nothing to show.
    pub span: Option<(DateTime, DateTime)>,
    /// Its devices, in the order of their names.
    pub lanes: Vec<DeskLane>,
    /// What stands behind the lanes: sections with their first and last time.
    pub bands: Vec<(SectionId, DateTime, DateTime)>,
}

/// One device in a visit.
#[derive(Debug, PartialEq)]
pub struct DeskLane {
    /// Which body.
    pub device: DeviceId,
    /// What it is called.
    pub name: String,
    /// Its photos by the time that holds, in order.
    pub marks: Vec<Mark>,
    /// The correction that holds for its first photo here.
    pub standing: Option<ClockCorrection>,
    /// What is proposed for it here, surest first.
    pub proposals: Vec<Proposal>,
    /// First and last time that its own clock showed here.
    clock: (DateTime, DateTime),
}

/// One photo on a lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Which photo.
    pub photo: PhotoId,
    /// The time that holds, on the wall.
    pub at: DateTime,
}

impl Desk {
    /// The lanes of a visit.
    pub fn of(collection: &Collection, visit: Option<&VisitId>) -> Self {
        let Some(visit) = visit.and_then(|id| collection.visit(id)) else { return Self::default() };
        let photos: HashSet<PhotoId> = visit.photos().collect();
        let mut lanes: Vec<DeskLane> = collection
            .timeline()
            .lanes()
            .iter()
            .filter_map(|lane| {
                let ticks: Vec<&Tick> =
                    lane.ticks.iter().filter(|tick| photos.contains(&tick.photo)).collect();
                let clock = (ticks.first()?.clock, ticks.last()?.clock);
                let mut marks: Vec<Mark> =
                    ticks.iter().map(|tick| Mark { photo: tick.photo, at: tick.civil }).collect();
                marks.sort_by_key(|mark| mark.at);
                let corrections = collection.notes().corrections(&lane.device);
                let mut proposals: Vec<Proposal> = collection
                    .proposals()
                    .iter()
                    .filter(|p| {
                        p.device == lane.device && ticks.iter().any(|tick| p.correction.covers(tick.clock))
                    })
                    .cloned()
                    .collect();
                proposals.sort_by_key(|proposal| !proposal.is_sure);
                Some(DeskLane {
                    name: collection.device_name(&lane.device),
                    standing: corrections.iter().find(|c| c.covers(clock.0)).cloned(),
                    device: lane.device.clone(),
                    marks,
                    proposals,
                    clock,
                })
            })
            .collect();
        lanes.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.device.cmp(&b.device)));
        let times = || lanes.iter().flat_map(|lane| &lane.marks).map(|mark| mark.at);
        let bands = visit
            .sections
            .iter()
            .filter_map(|section| Some((section.id.clone(), section.start?, section.end?)))
            .collect();
        Self { visit: Some(visit.id.clone()), span: times().min().zip(times().max()), lanes, bands }
    }
}

/// The visit in which a device's clock is best looked at: where it seems wrong, or else where its first photo is.
pub fn visit_of_clock(collection: &Collection, device: &DeviceId) -> Option<VisitId> {
    let ticks = &collection.timeline().lane(device)?.ticks;
    let wrong = collection.proposals().iter().find(|proposal| proposal.device == *device);
    let tick = wrong
        .and_then(|proposal| ticks.iter().find(|tick| proposal.correction.covers(tick.clock)))
        .or_else(|| ticks.first())?;
    Some(collection.whereabouts(tick.photo)?.0.id.clone())
}

impl DeskLane {
    /// The correction that moves every photo of this lane by so many seconds more than now: over the days that the device's own
    /// clock showed here.
    pub fn moved_by(&self, delta_secs: i64) -> ClockCorrection {
        let standing = self.standing.as_ref();
        self.set_to(standing.map_or(0, |c| c.shift_secs).saturating_add(delta_secs))
    }

    /// The correction that adds so many seconds to what the device's clock showed, in place of what is added now.
    pub fn set_to(&self, shift_secs: i64) -> ClockCorrection {
        let (first, last) = self.clock;
        let midnight = |time: DateTime| time.date().at(0, 0, 0, 0);
        ClockCorrection {
            from: Some(midnight(first)),
            to: midnight(last).checked_add(1.day()).ok(),
            shift_secs,
            offset: self.standing.as_ref().and_then(|c| c.offset),
        }
    }

    /// What is said under its name: "12 photos · set +1 h".
    pub fn remark(&self) -> String {
        let count = n_photos(self.marks.len());
        match self.standing.as_ref().map(|c| c.shift_secs) {
            Some(secs) if secs != 0 => format!("{count} · set {}", words::shift(secs)),
            _ => count,
        }
    }

    /// The lane in one line for screen readers and tests.
    pub fn spoken(&self) -> String {
        let proposed = self.proposals.first().map(|p| format!(", seems {}", words::standing(p.delta_secs)));
        format!("Clock of {}, {}{}", self.name, self.remark(), proposed.unwrap_or_default())
    }
}

/// A reason for a proposal, short enough for a line: the first, with how many more there are and what speaks against it.
pub fn reason(proposal: &Proposal, collection: &Collection) -> String {
    let mut lines = proposal.evidence.iter().map(|evidence| words::evidence(evidence, collection));
    let mut text = lines.next().unwrap_or_default();
    for more in lines {
        text = format!("{text}; {more}");
    }
    for against in &proposal.against {
        text = format!("{text}. But {}", words::evidence(against, collection));
    }
    if !proposal.is_sure {
        text.push_str(". Not sure: look before you accept");
    }
    crate::ui::words::sentence(&text)
}

/// Where times lie on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The time at the left end.
    pub from: DateTime,
    /// Seconds from the left to the right end.
    pub secs: f64,
    /// The left end, and the width, in points.
    pub left: f32,
    /// Points from the left to the right end.
    pub width: f32,
}

impl Scale {
    /// Where a time is; also beyond the ends.
    pub fn x(&self, time: DateTime) -> f32 {
        let secs = time.duration_since(self.from).as_secs_f64();
        self.left + (secs / self.secs.max(1.0)) as f32 * self.width
    }

    /// How many seconds so many points are.
    pub fn secs_of(&self, points: f32) -> f64 {
        f64::from(points) / f64::from(self.width.max(1.0)) * self.secs
    }

    /// The time at a place.
    pub fn time(&self, x: f32) -> DateTime {
        let secs = self.secs_of(x - self.left) as i64;
        self.from.checked_add(SignedDuration::from_secs(secs)).unwrap_or(self.from)
    }

    /// Seconds between marks of the axis, so that they stand at least `apart` points from each other.
    pub fn step_secs(&self, apart: f32) -> i64 {
        const STEPS: [i64; 14] =
            [1, 5, 15, 60, 300, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 7 * 86_400];
        let least = self.secs_of(apart);
        STEPS.into_iter().find(|step| *step as f64 >= least).unwrap_or(28 * 86_400)
    }
}

/// What a lane that was pulled by so many seconds is set to: the nearest quarter of an hour where that is near, since most wrong
/// clocks are wrong by zones; `exact` leaves it where it was let go.
pub fn snapped(secs: f64, near_secs: f64, exact: bool) -> i64 {
    const QUARTER: f64 = 900.0;
    let quarter = (secs / QUARTER).round() * QUARTER;
    let step = if near_secs > 600.0 { 60.0 } else { 1.0 };
    let snapped =
        if !exact && (secs - quarter).abs() <= near_secs { quarter } else { (secs / step).round() * step };
    snapped as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::clock::revise::correct_clock;
    use crate::model::made;
    use jiff::civil::date;

    #[test]
    fn a_lane_moves_with_its_correction_and_says_so() {
        let mut collection = made::collection(20);
        let visit = collection.grouping().visits[0].id.clone();
        let desk = Desk::of(&collection, Some(&visit));
        let [lane] = desk.lanes.as_slice() else { panic!("one device: {desk:?}") };
        let first = lane.marks[0].at;
        assert_eq!((lane.remark().as_str(), lane.standing.as_ref()), ("18 photos", None));
        let edit = correct_clock(&collection, &lane.device, &lane.moved_by(3_600));
        collection.apply(&edit);
        let after = Desk::of(&collection, Some(&visit));
        assert_eq!(after.lanes[0].marks[0].at.duration_since(first), SignedDuration::from_hours(1));
        assert_eq!(after.lanes[0].spoken(), "Clock of Canon EOS R5, 18 photos · set +1 h");
        // Pulled by an hour more, it is two; set to nothing, it is where it was.
        assert_eq!(after.lanes[0].moved_by(3_600).shift_secs, 7_200);
        let edit = correct_clock(&collection, &after.lanes[0].device, &after.lanes[0].set_to(0));
        collection.apply(&edit);
        assert_eq!(Desk::of(&collection, Some(&visit)), desk);
        assert_eq!(Desk::of(&collection, None), Desk::default());
    }

    #[test]
    fn places_and_times_agree() {
        let scale =
            Scale { from: date(2026, 1, 5).at(0, 0, 0, 0), secs: 86_400.0, left: 100.0, width: 864.0 };
        let noon = date(2026, 1, 5).at(12, 0, 0, 0);
        assert!((scale.x(noon) - 532.0).abs() < 0.01);
        assert_eq!(scale.time(532.0), noon);
        assert_eq!(scale.step_secs(60.0), 7_200);
        assert_eq!(snapped(3_500.0, 200.0, false), 3_600);
        assert_eq!(snapped(3_500.0, 200.0, true), 3_500);
        assert_eq!(snapped(-1_350.0, 100.0, false), -1_350);
    }
}
