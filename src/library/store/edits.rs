//! What people say: as it stands (`note`) and how it came to be (`edit`, `journal`).

use rusqlite::{Connection, params};

use crate::model::device::DeviceId;
use crate::model::edit::{Change, Edit, EditId};
use crate::model::notes::{Field, Key, Notes, Subject};
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;
use crate::model::visit::{SectionId, VisitId};

use super::saved::{restore_value, save_value};
use super::{Store, StoreError};

/// Who made an edit, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditMeta {
    /// The person's name as the system knows it; may be empty.
    pub who: String,
    /// When it was made.
    pub at: jiff::Timestamp,
}

impl EditMeta {
    /// Made just now, by the user that the system names.
    pub fn now() -> Self {
        let name = ["USER", "USERNAME"].iter().find_map(std::env::var_os).unwrap_or_default();
        Self { who: name.to_string_lossy().into_owned(), at: jiff::Timestamp::now() }
    }
}

impl Store {
    /// Saves an edit: in the journal, and in the notes as they stand. It is on the disk when this returns.
    /// Saving again under the same identity replaces what was saved: typing on becomes one edit.
    ///
    /// # Errors
    /// When the library cannot be written; then nothing of the edit is saved.
    pub fn save_edit(&self, id: EditId, edit: &Edit, meta: &EditMeta) -> Result<(), StoreError> {
        // A crash of the whole machine must not lose what a person typed; facts of files can be read again.
        let safely = |on: bool| {
            let level = if on { "FULL" } else { "NORMAL" };
            self.connection
                .pragma_update(None, "synchronous", level)
                .map_err(|source| StoreError::of(source, "save an edit to", &self.path))
        };
        safely(true)?;
        let saved = self.saving("save an edit to", |connection| {
            take_back(connection, id)?;
            if edit.is_empty() {
                return Ok(());
            }
            connection
                .prepare_cached("INSERT INTO edit (id, who, at, name) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![row_id(id), meta.who, meta.at.to_string(), edit.name])?;
            for (seq, change) in edit.changes.iter().enumerate() {
                save_change(connection, id, seq as i64, change)?;
            }
            Ok(())
        });
        safely(false)?;
        saved
    }

    /// How many edits the journal holds.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn n_edits(&self) -> Result<usize, StoreError> {
        let mut n = 0;
        self.rows("SELECT count(*) FROM edit", [], |row| {
            n = usize::try_from(row.get::<_, i64>(0)?).unwrap_or(0);
            Ok(())
        })?;
        Ok(n)
    }

    pub(super) fn next_edit(&self) -> Result<EditId, StoreError> {
        let mut last = 0_i64;
        self.rows("SELECT coalesce(max(id), 0) FROM edit", [], |row| {
            last = row.get(0)?;
            Ok(())
        })?;
        Ok(EditId(last.unsigned_abs() + 1))
    }

    pub(super) fn load_notes(&self) -> Result<Notes, StoreError> {
        let mut notes = Notes::default();
        self.rows("SELECT kind, subject, field, lang, value FROM note", [], |row| {
            let text = |n| -> rusqlite::Result<&str> { Ok(row.get_ref(n)?.as_str()?) };
            let key = restore_key(text(0)?, text(1)?, text(2)?, text(3)?);
            // What cannot be understood stays in the file as it is.
            match (key, restore_value(text(4)?)) {
                (Some(key), Ok(value)) => {
                    notes.put(key, Some(value));
                }
                _ => tracing::warn!(
                    kind = text(0)?,
                    subject = text(1)?,
                    field = text(2)?,
                    "note not understood"
                ),
            }
            Ok(())
        })?;
        Ok(notes)
    }
}

/// SQLite's numbers are signed; identities count up from 1 and never come near the end.
fn row_id(id: EditId) -> i64 {
    i64::try_from(id.0).unwrap_or(i64::MAX)
}

/// Undoes an edit of the journal, if it is there, so that it can be saved anew.
fn take_back(connection: &Connection, id: EditId) -> rusqlite::Result<()> {
    let mut former = connection.prepare_cached(
        "SELECT kind, subject, field, lang, old FROM journal WHERE edit = ?1 ORDER BY seq DESC",
    )?;
    let mut rows = former.query([row_id(id)])?;
    while let Some(row) = rows.next()? {
        let key: [String; 4] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
        put_note(connection, &key, row.get::<_, Option<String>>(4)?.as_deref())?;
    }
    connection.prepare_cached("DELETE FROM edit WHERE id = ?1")?.execute([row_id(id)])?;
    Ok(())
}

fn save_change(connection: &Connection, edit: EditId, seq: i64, change: &Change) -> rusqlite::Result<()> {
    let json = |value: &Option<_>| {
        let saved = value.as_ref().map(save_value).transpose();
        saved.map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
    };
    let key = save_key(&change.key);
    let [kind, subject, field, lang] = &key;
    let (old, new) = (json(&change.old)?, json(&change.new)?);
    connection
        .prepare_cached(
            "INSERT INTO journal (edit, seq, kind, subject, field, lang, old, new) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![row_id(edit), seq, kind, subject, field, lang, old, new])?;
    put_note(connection, &key, new.as_deref())
}

fn put_note(connection: &Connection, key: &[String; 4], value: Option<&str>) -> rusqlite::Result<()> {
    let [kind, subject, field, lang] = key;
    match value {
        Some(value) => connection
            .prepare_cached(
                "INSERT OR REPLACE INTO note (kind, subject, field, lang, value) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![kind, subject, field, lang, value])?,
        None => connection
            .prepare_cached("DELETE FROM note WHERE kind = ?1 AND subject = ?2 AND field = ?3 AND lang = ?4")?
            .execute(params![kind, subject, field, lang])?,
    };
    Ok(())
}

/// A key as the columns kind, subject, field, lang.
fn save_key(key: &Key) -> [String; 4] {
    let (kind, subject) = save_subject(&key.subject);
    let lang = key.lang.as_ref().map(ToString::to_string).unwrap_or_default();
    [kind.to_owned(), subject, key.field.code().to_owned(), lang]
}

/// A subject as the columns kind and subject.
pub(super) fn save_subject(subject: &Subject) -> (&'static str, String) {
    match subject {
        Subject::Library => ("library", String::new()),
        Subject::Visit(visit) => ("visit", visit.to_string()),
        Subject::Section(visit, section) => ("section", format!("{visit}/{section}")),
        Subject::Photo(photo) => ("photo", photo.hex()),
        Subject::Device(device) => ("device", device.to_string()),
    }
}

pub(super) fn restore_key(kind: &str, subject: &str, field: &str, lang: &str) -> Option<Key> {
    let subject = match kind {
        "library" => Subject::Library,
        "visit" => Subject::Visit(VisitId::new(subject)),
        "section" => {
            let (visit, section) = subject.split_once('/')?;
            Subject::Section(VisitId::new(visit), SectionId::new(section))
        }
        "photo" => Subject::Photo(PhotoId::from_hex(subject)?),
        "device" => Subject::Device(DeviceId::from_stored(subject)),
        _ => return None,
    };
    let lang = if lang.is_empty() { None } else { Some(LangTag::parse(lang).ok()?) };
    Some(Key { subject, field: Field::from_code(field)?, lang })
}
