//! Why a visit begins where it does.

use std::sync::Arc;

use jiff::tz::Offset;

use super::super::clock::words::length;
use super::super::text::LangTag;
use super::super::wording::country_name;

/// Why a visit begins at its first photo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Boundary {
    /// There is nothing before it, or only photos that a person put there make it up.
    #[default]
    Start,
    /// Nobody took a photo for so many seconds.
    Gap(i64),
    /// The photos before it were taken in another country (ISO 3166-1 alpha-2).
    Country {
        /// Where the photos before it were taken.
        from: Arc<str>,
        /// Where it begins.
        to: Arc<str>,
    },
    /// A clock that nobody sets twice a day went over to another offset from UTC.
    Offset {
        /// The clock before.
        from: Offset,
        /// The clock after.
        to: Offset,
    },
    /// One of the two sides belongs to a programme, or each to another.
    Programme,
    /// A person said so.
    Person,
}

impl Boundary {
    /// The stable word for JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Gap(_) => "gap",
            Self::Country { .. } => "country",
            Self::Offset { .. } => "offset",
            Self::Programme => "programme",
            Self::Person => "person",
        }
    }

    /// Why, for a person, in English: "from Vietnam to Hong Kong", "41 h 12 min without a photo". `None` where there is nothing to say.
    pub fn words(&self) -> Option<String> {
        let name = |code: &str| country_name(code, &LangTag::en());
        Some(match self {
            Self::Start => return None,
            Self::Gap(secs) => format!("{} without a photo", length(secs / 3_600 * 3_600)),
            Self::Country { from, to } => format!("from {} to {}", name(from), name(to)),
            Self::Offset { from, to } => format!("clocks went from {} to {}", hours(*from), hours(*to)),
            Self::Programme => "another programme".to_owned(),
            Self::Person => "set by a person".to_owned(),
        })
    }

    /// Whether it is a border that was crossed.
    pub(super) const fn is_border(&self) -> bool {
        matches!(self, Self::Country { .. } | Self::Offset { .. })
    }

    /// Whether `after` leads back to where this one came from.
    pub(super) fn is_undone_by(&self, after: &Self) -> bool {
        match (self, after) {
            (Self::Country { from, .. }, Self::Country { to, .. }) => from == to,
            (Self::Offset { from, .. }, Self::Offset { to, .. }) => from == to,
            _ => false,
        }
    }
}

fn hours(offset: Offset) -> String {
    let minutes = offset.seconds().unsigned_abs() / 60;
    let sign = if offset.seconds() < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
