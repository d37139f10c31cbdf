//! The shape in which programmes are saved. It must be understood forever: a person's work hangs on it.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};

use super::saved_texts::{Texts, lang_text, texts};
use crate::model::place::Position;
use crate::model::programme::{ItemTime, Programme, ProgrammeItem};

/// Version 1 of a programme.
#[derive(Serialize, Deserialize)]
pub(super) struct ProgrammeV1 {
    name: Texts,
    items: Vec<ItemV1>,
}

#[derive(Serialize, Deserialize)]
struct ItemV1 {
    uid: String,
    start: (String, Option<i32>),
    end: (String, Option<i32>),
    #[serde(default, skip_serializing_if = "is_false")]
    all_day: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    cancelled: bool,
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    title: Texts,
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    place: Texts,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    position: Option<(String, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    persons: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

fn save_time(time: &ItemTime) -> (String, Option<i32>) {
    (time.civil.to_string(), time.offset.map(Offset::seconds))
}

fn restore_time((civil, offset): (String, Option<i32>)) -> Result<ItemTime, serde_json::Error> {
    let civil: DateTime = civil.parse().map_err(serde_json::Error::custom)?;
    let offset = offset.map(Offset::from_seconds).transpose().map_err(serde_json::Error::custom)?;
    Ok(ItemTime { civil, offset })
}

impl ProgrammeV1 {
    pub(super) fn of(programme: &Programme) -> Self {
        let items = programme.items.iter().map(|item| ItemV1 {
            uid: item.uid.to_string(),
            start: save_time(&item.start),
            end: save_time(&item.end),
            all_day: item.is_all_day,
            cancelled: item.is_cancelled,
            title: texts(&item.title),
            place: texts(&item.place),
            position: item.position.map(|at| (at.lat.to_string(), at.lon.to_string())),
            persons: item.persons.clone(),
        });
        Self { name: texts(&programme.name), items: items.collect() }
    }

    pub(super) fn restore(self) -> Result<Programme, serde_json::Error> {
        let item = |item: ItemV1| {
            Ok(ProgrammeItem {
                uid: item.uid.into(),
                start: restore_time(item.start)?,
                end: restore_time(item.end)?,
                is_all_day: item.all_day,
                is_cancelled: item.cancelled,
                title: lang_text(item.title),
                place: lang_text(item.place),
                position: item
                    .position
                    .and_then(|(lat, lon)| Position::new(lat.parse().ok()?, lon.parse().ok()?)),
                persons: item.persons,
            })
        };
        let items = self.items.into_iter().map(item).collect::<Result<Vec<_>, serde_json::Error>>()?;
        Ok(Programme::new(lang_text(self.name), items))
    }
}
