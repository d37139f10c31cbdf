//! What holds of one device.

use super::super::clock::correction::ClockCorrection;
use super::super::device::{DeviceFacts, DeviceId, Role};
use super::{Field, Key, Notes, Subject, Value};

impl Notes {
    /// How a device's clock is set right, in order of time.
    pub fn corrections(&self, device: &DeviceId) -> &[ClockCorrection] {
        self.correction_list(device, Field::ClockCorrections)
    }

    /// Proposed corrections of a device's clock that a person does not want to see again.
    pub fn dismissed(&self, device: &DeviceId) -> &[ClockCorrection] {
        self.correction_list(device, Field::DismissedCorrections)
    }

    fn correction_list(&self, device: &DeviceId, field: Field) -> &[ClockCorrection] {
        match self.get(&Key { subject: Subject::Device(device.clone()), field, lang: None }) {
            Some(Value::Corrections(list)) => list,
            _ => &[],
        }
    }

    /// The body that these facts name, after a person's joins.
    pub fn device_of(&self, facts: &DeviceFacts) -> Option<DeviceId> {
        facts.id().map(|id| self.joined_device(id))
    }

    /// The device that this one is counted as.
    pub fn joined_device(&self, device: DeviceId) -> DeviceId {
        let key = Key { subject: Subject::Device(device), field: Field::JoinedTo, lang: None };
        match (self.get(&key), key.subject) {
            (Some(Value::Text(target)), _) if !target.is_empty() => DeviceId::from_stored(target),
            (_, Subject::Device(device)) => device,
            // Not reached: the subject was made a device above.
            _ => DeviceId::from_stored(""),
        }
    }

    /// The devices that are counted as this one, by identity.
    pub fn devices_joined_to(&self, device: &DeviceId) -> impl Iterator<Item = DeviceId> {
        let mut joined: Vec<DeviceId> = self
            .of
            .iter()
            .filter_map(|(subject, facts)| match (subject, facts.get(Field::JoinedTo, None)) {
                (Subject::Device(id), Some(Value::Text(target))) if target == device.as_str() => {
                    Some(id.clone())
                }
                _ => None,
            })
            .collect();
        joined.sort();
        joined.into_iter()
    }

    /// Whether a person said that these are two bodies.
    pub fn refuses_join(&self, a: &DeviceId, b: &DeviceId) -> bool {
        let says = |of: &DeviceId, other: &DeviceId| {
            let said = self.device_line(of, Field::RefusedJoins).unwrap_or_default();
            said.lines().any(|line| line == other.as_str())
        };
        says(a, b) || says(b, a)
    }

    /// What a person said of a device in a field without language: name, owner, creator or credit.
    pub fn device_line(&self, device: &DeviceId, field: Field) -> Option<&str> {
        match self.get(&Key { subject: Subject::Device(device.clone()), field, lang: None }) {
            Some(Value::Text(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// What part a device plays.
    pub fn role(&self, device: &DeviceId) -> Role {
        self.device_line(device, Field::Role).and_then(Role::from_code).unwrap_or_default()
    }

    pub(super) fn speaks_of_devices(&self) -> bool {
        self.n_device_facts > 0
    }
}
