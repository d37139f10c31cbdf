//! Who said what when: the journal of edits, read.

use rusqlite::params;

use super::edits::{restore_key, save_subject};
use super::saved::restore_value;
use super::{Store, StoreError};
use crate::model::edit::{Change, EditId};
use crate::model::notes::Subject;

/// A change as the journal holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// The edit that it was part of.
    pub edit: EditId,
    /// The person's name as the system knew it; may be empty.
    pub who: String,
    /// When.
    pub at: jiff::Timestamp,
    /// What the edit was called.
    pub name: String,
    /// Which fact, from what to what.
    pub change: Change,
}

impl Store {
    /// What was said of a subject, the newest first, at most so many changes. What this version does not understand is left out.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn history(&self, subject: &Subject, most: usize) -> Result<Vec<Recorded>, StoreError> {
        let (kind, name) = save_subject(subject);
        let mut out = Vec::new();
        let sql = "SELECT e.id, e.who, e.at, e.name, j.field, j.lang, j.old, j.new \
                   FROM journal j JOIN edit e ON e.id = j.edit \
                   WHERE j.kind = ?1 AND j.subject = ?2 ORDER BY e.id DESC, j.seq DESC LIMIT ?3";
        self.rows(sql, params![kind, name, i64::try_from(most).unwrap_or(i64::MAX)], |row| {
            let text = |n| row.get::<_, String>(n);
            let value = |n| -> rusqlite::Result<Result<_, ()>> {
                let json: Option<String> = row.get(n)?;
                Ok(json.as_deref().map(restore_value).transpose().map_err(|_| ()))
            };
            let key = restore_key(kind, &name, &text(4)?, &text(5)?);
            let at = text(2)?.parse::<jiff::Timestamp>();
            if let (Some(key), Ok(at), Ok(old), Ok(new)) = (key, at, value(6)?, value(7)?) {
                let edit = EditId(row.get::<_, i64>(0)?.unsigned_abs());
                let change = Change { key, old, new };
                out.push(Recorded { edit, who: text(1)?, at, name: text(3)?, change });
            }
            Ok(())
        })?;
        Ok(out)
    }
}
