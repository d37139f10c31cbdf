//! The thing that took a photo.

use std::fmt;
use std::sync::Arc;

/// What a file says of the device that made it. Every text is trimmed; what was blank is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct DeviceFacts {
    /// EXIF Make (0x010F).
    pub make: Option<String>,
    /// EXIF Model (0x0110).
    pub model: Option<String>,
    /// EXIF LensModel (0xA434).
    pub lens: Option<String>,
    /// EXIF BodySerialNumber (0xA431), or the one in the maker's own data. Zeros and other placeholders are none.
    pub serial: Option<String>,
    /// EXIF Software (0x0131).
    pub software: Option<String>,
    /// EXIF CameraOwnerName (0xA430), or the one in the maker's own data.
    pub owner: Option<String>,
    /// What the same file calls the same model elsewhere: UniqueCameraModel (DNG), tiff:Model of XMP.
    pub also_named: Option<String>,
}

/// Names one body: make, model and serial where there is one. Readable, stable, the same on every machine.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeviceId(Arc<str>);

impl DeviceId {
    /// The identity of a saved word.
    pub fn from_stored(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// The identity as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a written serial number is that of no body, in words that finish "the serial number …"; `None` where it may be one.
pub fn serial_fault(serial: &str) -> Option<String> {
    let mut signs = serial.chars().filter(|c| c.is_alphanumeric());
    let first = signs.next();
    let told = |why: &str| Some(format!("\"{serial}\" is {why}: many bodies may have it"));
    match first {
        None => told("left blank"),
        Some('0') if signs.all(|c| c == '0') => told("all zeros"),
        Some(c)
            if serial.chars().count() > 2
                && serial.chars().filter(|c| c.is_alphanumeric()).all(|d| d == c) =>
        {
            told("one sign over and over")
        }
        _ if [
            "none",
            "unknown",
            "n/a",
            "null",
            "default",
            "serialnumber",
            "123456789",
            "1234567890",
            "0123456789",
        ]
        .iter()
        .any(|word| serial.eq_ignore_ascii_case(word)) =>
        {
            told("a placeholder")
        }
        _ => None,
    }
}

impl DeviceFacts {
    /// Which body this is; `None` when neither make nor model is known.
    pub fn id(&self) -> Option<DeviceId> {
        if self.make.is_none() && self.model.is_none() {
            return None;
        }
        let mut slug = String::new();
        for part in [&self.make, &self.model, &self.serial].into_iter().flatten() {
            for c in part.chars() {
                if c.is_alphanumeric() {
                    slug.extend(c.to_lowercase());
                } else if !slug.is_empty() && !slug.ends_with('-') {
                    slug.push('-');
                }
            }
            if !slug.ends_with('-') {
                slug.push('-');
            }
        }
        Some(DeviceId(Arc::from(slug.trim_matches('-'))))
    }

    /// What to call it: the model, with the make in front unless the model begins with it.
    pub fn name(&self) -> Option<String> {
        match (&self.make, &self.model) {
            (Some(make), Some(model)) => {
                let brand = make.split_whitespace().next().unwrap_or(make);
                let told = model.to_lowercase().starts_with(&brand.to_lowercase());
                Some(if told { model.clone() } else { format!("{} {model}", tidy_make(make)) })
            }
            (None, Some(only)) | (Some(only), None) => Some(only.clone()),
            (None, None) => None,
        }
    }
}

/// The make as people write it: without the company's legal form, and not in capitals when it is a word.
fn tidy_make(make: &str) -> String {
    let brand = make
        .split_whitespace()
        .filter(|word| {
            let word = word.trim_matches([',', '.']).to_lowercase();
            !matches!(
                word.as_str(),
                "corporation" | "corp" | "co" | "ltd" | "inc" | "company" | "imaging" | "optical" | "gmbh"
            )
        })
        .collect::<Vec<_>>()
        .join(" ");
    if brand.len() > 3 && brand.chars().all(|c| c.is_ascii_uppercase()) {
        let lower = brand.to_lowercase();
        lower[..1].to_uppercase() + &lower[1..]
    } else {
        brand
    }
}

/// What part a device plays in a visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// A camera or phone of the visitors' own photographers.
    Official,
    /// A camera of the press that travels along.
    Pool,
    /// A phone or camera of a member of the delegation.
    Delegation,
    /// A device that was given as a present.
    Gift,
    /// Nobody has said.
    #[default]
    Unknown,
}

impl Role {
    /// All roles, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Official, Self::Pool, Self::Delegation, Self::Gift, Self::Unknown];

    /// The stable word for JSON and for the library.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Pool => "pool",
            Self::Delegation => "delegation",
            Self::Gift => "gift",
            Self::Unknown => "unknown",
        }
    }

    /// The role that a stored word names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// One body and how many photos of it there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Which body, after a person's joins.
    pub id: DeviceId,
    /// What its files say, of the first photo that names it.
    pub facts: DeviceFacts,
    /// Photos of it in the collection.
    pub n_photos: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(make: &str, model: &str, serial: &str) -> DeviceFacts {
        let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        DeviceFacts { make: some(make), model: some(model), serial: some(serial), ..Default::default() }
    }

    #[test]
    fn names_are_what_people_say() {
        for (make, model, want) in [
            ("NIKON CORPORATION", "NIKON D5000", "NIKON D5000"),
            ("Canon", "Canon EOS R5", "Canon EOS R5"),
            ("Xiaomi", "24117RK2CG", "Xiaomi 24117RK2CG"),
            ("SONY", "ILCE-6400", "Sony ILCE-6400"),
            ("OLYMPUS IMAGING CORP.", "E-M10", "Olympus E-M10"),
            ("", "iPhone", "iPhone"),
        ] {
            assert_eq!(facts(make, model, "").name().as_deref(), Some(want));
        }
    }

    #[test]
    fn placeholders_are_no_serial_numbers() {
        for text in ["0", "000000000", "0-000", "FFFFFFFF", "-----", "N/A", "unknown", "0123456789"] {
            assert!(serial_fault(text).is_some_and(|why| why.contains(text)), "{text}");
        }
        for text in ["7", "58", "0730267814", "V5CF00002", "072021007989", "1000000", "CN69NC20JFT"] {
            assert_eq!(serial_fault(text), None, "{text}");
        }
    }

    #[test]
    fn two_bodies_of_one_model_differ_by_serial() {
        let a = facts("Canon", "Canon EOS R5", "0123").id().unwrap();
        let b = facts("Canon", "Canon EOS R5", "0124").id().unwrap();
        assert_ne!(a, b);
        assert_eq!(a.as_str(), "canon-canon-eos-r5-0123");
        assert_eq!(facts("", "", "77").id(), None);
    }
}
