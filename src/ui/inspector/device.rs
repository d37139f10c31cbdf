//! What is known of a device, in the inspector's words. Pure.

use std::collections::BTreeMap;

use jiff::civil::DateTime;

use super::data::Fact;
use crate::model::clock::correction::ClockCorrection;
use crate::model::clock::words as clock_words;
use crate::model::collection::Collection;
use crate::model::device::{Device, DeviceId, Role};
use crate::model::joining::{JoinOffer, offers, same_serial};
use crate::model::notes::Field;
use crate::model::text::LangTag;
use crate::model::wording;
use crate::ui::ask::n_photos;
use crate::ui::{icons, words};

/// What a person writes of a device, in the order of the Tab key.
pub const DEVICE_FIELDS: [(Field, &str); 4] = [
    (Field::DeviceName, "Name"),
    (Field::Owner, "Owner"),
    (Field::Creator, "Byline of its photos"),
    (Field::Credit, "Credit line of its photos"),
];

/// Everything that is shown of a device and is the same until photos are arranged anew.
#[derive(Clone, Debug, PartialEq)]
pub struct DeviceSheet {
    /// What its files say, and how many photos there are.
    pub device: Device,
    /// First and last time of its photos.
    pub span: Option<(DateTime, DateTime)>,
    /// Devices that a person joined to it, with what their files call them.
    pub joined: Vec<(DeviceId, String)>,
    /// Devices that are probably the same body.
    pub offers: Vec<JoinOffer>,
    /// Devices that name the same serial number, but are not offered.
    pub same_serial: Vec<DeviceId>,
}

impl DeviceSheet {
    /// What is known of a device; `None` where no photo is of it.
    pub fn of(collection: &Collection, device: &DeviceId) -> Option<Self> {
        let known = collection.devices().iter().find(|known| known.id == *device)?.clone();
        let ticks = collection.timeline().lane(device).map(|lane| lane.ticks.as_slice()).unwrap_or_default();
        let times = || ticks.iter().map(|tick| tick.civil);
        let mut names: BTreeMap<DeviceId, Option<String>> =
            collection.notes().devices_joined_to(device).map(|joined| (joined, None)).collect();
        if !names.is_empty() {
            for photo in ticks.iter().filter_map(|tick| collection.photo(tick.photo)) {
                if let Some(name) = photo.device.id().and_then(|id| names.get_mut(&id)) {
                    *name = photo.device.name();
                }
            }
        }
        let joined = names.into_iter().map(|(id, name)| {
            let name = name.unwrap_or_else(|| id.to_string());
            (id, name)
        });
        let offers = offers(collection, device);
        let mut same_serial = same_serial(collection, device);
        same_serial.retain(|other| offers.iter().all(|offer| offer.other(device) != other));
        Some(Self {
            span: times().min().zip(times().max()),
            joined: joined.collect(),
            offers,
            same_serial,
            device: known,
        })
    }

    /// What its files say in place of a field that a person left empty.
    pub fn filed(&self, field: Field) -> Option<&str> {
        match field {
            Field::DeviceName => self.device.facts.model.as_deref(),
            Field::Owner => self.device.facts.owner.as_deref(),
            _ => None,
        }
    }

    /// What its files say, how many photos there are and from when.
    pub fn facts(&self) -> Vec<Fact> {
        let facts = &self.device.facts;
        let value = facts.name().unwrap_or_else(|| self.device.id.to_string());
        let lines = [
            ("Make", &facts.make),
            ("Model", &facts.model),
            ("Also named", &facts.also_named),
            ("Serial number", &facts.serial),
            ("The camera's owner", &facts.owner),
        ];
        let mut how: Vec<String> =
            lines.iter().filter_map(|(what, told)| Some(format!("{what}: {}", told.as_deref()?))).collect();
        if facts.serial.is_none() {
            how.push("No serial number: other bodies of this model are counted with it".to_owned());
        }
        let device = Fact { icon: icons::CAMERA, value, how, doubtful: false };
        let span = self.span.map(|(first, last)| format!("From {} to {}", moment(first), moment(last)));
        let how = span.into_iter().collect();
        let photos =
            Fact { icon: icons::IMAGES, value: n_photos(self.device.n_photos), how, doubtful: false };
        vec![device, photos]
    }

    /// How its clock is set and what speaks against it.
    pub fn clock(&self, collection: &Collection) -> Fact {
        let standing = collection.notes().corrections(&self.device.id);
        let proposed = || collection.proposals().iter().filter(|p| p.device == self.device.id);
        let value = match proposed().find(|p| p.is_sure).or_else(|| proposed().next()) {
            Some(proposal) => format!("Seems {}", clock_words::standing(proposal.delta_secs)),
            None if standing.is_empty() => "Nothing speaks against its clock".to_owned(),
            None => "Set right by a person".to_owned(),
        };
        let mut how: Vec<String> =
            proposed().map(|p| crate::ui::clocks::data::reason(p, collection)).collect();
        how.extend(standing.iter().map(correction));
        Fact { icon: icons::CLOCK, value, how, doubtful: false }
    }
}

/// What part a device plays, as a choice among others.
pub const fn role_words(role: Role) -> &'static str {
    match role {
        Role::Official => "Official photographers",
        Role::Pool => "Press pool",
        Role::Delegation => "Delegation",
        Role::Gift => "A gift",
        Role::Unknown => "Not known",
    }
}

/// "Set +1 h from 5 January 2026 to 7 January 2026".
fn correction(correction: &ClockCorrection) -> String {
    let mut text = format!("Set {}", clock_words::shift(correction.shift_secs));
    if let Some(offset) = correction.offset {
        text = format!("{text}, to UTC{}", clock_words::offset(offset));
    }
    for (word, time) in [("from", correction.from), ("until", correction.to)] {
        if let Some(time) = time {
            text = format!("{text} {word} {}", moment(time));
        }
    }
    text
}

/// "5 January 2026, 09:00"; the day alone at midnight.
fn moment(time: DateTime) -> String {
    let day = wording::date(time.date(), &LangTag::en());
    if time.time() == jiff::civil::Time::midnight() { day } else { format!("{day}, {}", words::clock(time)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::clock::revise::{correct_clock, join_devices};
    use crate::model::device::DeviceFacts;
    use crate::model::made;
    use crate::model::photo::Photo;

    #[test]
    fn a_device_is_told_with_its_photos_clock_and_joins() {
        let mut collection = made::collection(20);
        let canon = collection.devices()[0].id.clone();
        let other =
            DeviceFacts { make: Some("Canon".into()), model: Some("R5".into()), ..Default::default() };
        collection.insert([Photo { device: other.clone(), ..made::photo(20) }]);
        let sheet = DeviceSheet::of(&collection, &canon).unwrap();
        let facts = sheet.facts();
        assert_eq!((facts[0].value.as_str(), facts[1].value.as_str()), ("Canon EOS R5", "20 photos"));
        assert_eq!(facts[1].how, ["From 5 January 2026, 09:00 to 5 January 2026, 12:00"]);
        assert_eq!(sheet.clock(&collection).value, "Nothing speaks against its clock");
        assert_eq!(sheet.filed(Field::DeviceName), Some("Canon EOS R5"));
        collection.apply(&join_devices(&collection, &other.id().unwrap(), &canon));
        let shift = ClockCorrection { from: None, to: None, shift_secs: 3_600, offset: None };
        collection.apply(&correct_clock(&collection, &canon, &shift));
        let sheet = DeviceSheet::of(&collection, &canon).unwrap();
        assert_eq!(sheet.joined, [(other.id().unwrap(), "Canon R5".to_owned())]);
        assert_eq!(sheet.device.n_photos, 21);
        assert_eq!(sheet.clock(&collection).how, ["Set +1 h"]);
        assert_eq!(DeviceSheet::of(&collection, &other.id().unwrap()), None);
    }
}
