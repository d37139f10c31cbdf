//! The edits by which a person sets clocks, times and devices right. Pure: from the collection as it stands to an [`Edit`].

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::super::arrange::n_photos;
use super::super::collection::Collection;
use super::super::device::DeviceId;
use super::super::edit::Edit;
use super::super::notes::{Field, Key, Subject, Value};
use super::super::photo::{PhotoId, PhotoKind};
use super::correction::{ClockCorrection, MAX_SHIFT_SECS, laid_over};
use super::propose::Proposal;

fn of_device(device: &DeviceId, field: Field) -> Key {
    Key { subject: Subject::Device(device.clone()), field, lang: None }
}

fn of_photo(photo: PhotoId, field: Field) -> Key {
    Key { subject: Subject::Photo(photo), field, lang: None }
}

/// Sets a device's clock right over a stretch of time; what was corrected before in that stretch no longer holds. A correction of
/// nothing takes the stretch back to what the clock showed.
pub fn correct_clock(collection: &Collection, device: &DeviceId, correction: &ClockCorrection) -> Edit {
    let name = format!("clock of {}", collection.device_name(device));
    let shift_secs = correction.shift_secs.clamp(-MAX_SHIFT_SECS, MAX_SHIFT_SECS);
    let list = laid_over(
        collection.notes().corrections(device),
        ClockCorrection { shift_secs, ..correction.clone() },
    );
    let value = (!list.is_empty()).then_some(Value::Corrections(list));
    Edit::against(collection.notes(), name, [(of_device(device, Field::ClockCorrections), value)])
}

/// Takes every correction of a device's clock back.
pub fn uncorrect_clock(collection: &Collection, device: &DeviceId) -> Edit {
    let name = format!("clock of {}", collection.device_name(device));
    Edit::against(collection.notes(), name, [(of_device(device, Field::ClockCorrections), None)])
}

/// Does not show a proposal again.
pub fn dismiss_proposal(collection: &Collection, proposal: &Proposal) -> Edit {
    let name = format!("dismissal for the clock of {}", collection.device_name(&proposal.device));
    let mut list = collection.notes().dismissed(&proposal.device).to_vec();
    list.push(proposal.correction.clone());
    let key = of_device(&proposal.device, Field::DismissedCorrections);
    Edit::against(collection.notes(), name, [(key, Some(Value::Corrections(list)))])
}

/// Says when a photo was taken, whatever its file says; `None` takes that back.
pub fn set_taken(
    collection: &Collection,
    photos: &[PhotoId],
    taken: Option<(DateTime, Option<Offset>)>,
) -> Edit {
    let name = format!("time of {}", n_photos(photos.len()));
    let value = taken.map(|(civil, offset)| Value::Time { civil, offset });
    Edit::against(
        collection.notes(),
        name,
        photos.iter().map(|photo| (of_photo(*photo, Field::Taken), value.clone())),
    )
}

/// Says what a clock in the picture shows; `None` takes that back. It moves nothing by itself: the correction is proposed.
pub fn set_shown_time(collection: &Collection, photo: PhotoId, shown: Option<DateTime>) -> Edit {
    let value = shown.map(|civil| Value::Time { civil, offset: None });
    Edit::against(collection.notes(), "clock in the picture", [(of_photo(photo, Field::ShownTime), value)])
}

/// Says what sort of picture photos are; `None` goes back to what their files say.
pub fn set_kind(collection: &Collection, photos: &[PhotoId], kind: Option<PhotoKind>) -> Edit {
    let name = format!("kind of {}", n_photos(photos.len()));
    let value = kind.map(|kind| Value::Text(kind.code().to_owned()));
    Edit::against(
        collection.notes(),
        name,
        photos.iter().map(|photo| (of_photo(*photo, Field::Kind), value.clone())),
    )
}

/// Has a device counted as another: both names are of one body.
pub fn join_devices(collection: &Collection, device: &DeviceId, into: &DeviceId) -> Edit {
    let name = format!("joining of {}", collection.device_name(device));
    let target = collection.notes().joined_device(into.clone());
    let mut wanted = Vec::new();
    // Devices joined to this one before go along: a join is one step.
    let moved = collection.notes().devices_joined_to(device).chain([device.clone()]);
    for moved in moved.filter(|moved| *moved != target) {
        wanted.push((of_device(&moved, Field::JoinedTo), Some(Value::Text(target.as_str().to_owned()))));
    }
    Edit::against(collection.notes(), name, wanted)
}

/// Takes a join back.
pub fn separate_device(collection: &Collection, device: &DeviceId) -> Edit {
    let name = format!("separation of {}", collection.device_name(device));
    Edit::against(collection.notes(), name, [(of_device(device, Field::JoinedTo), None)])
}

/// Says that two devices are two bodies, so that joining them is not offered again.
pub fn refuse_join(collection: &Collection, device: &DeviceId, other: &DeviceId) -> Edit {
    let notes = collection.notes();
    let name =
        format!("refusal to join {} and {}", collection.device_name(device), collection.device_name(other));
    let key = of_device(device, Field::RefusedJoins);
    let said = notes.device_line(device, Field::RefusedJoins).unwrap_or_default();
    let lines: Vec<&str> = said.lines().chain([other.as_str()]).collect();
    let wanted = (!notes.refuses_join(device, other)).then(|| (key, Some(Value::Text(lines.join("\n")))));
    Edit::against(notes, name, wanted)
}
