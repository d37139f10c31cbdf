//! Small numbers by name: how the person likes the window. They stand among the marks, under names that begin with `setting.`.

use std::collections::BTreeMap;

use super::{Store, StoreError};

const PREFIX: &str = "setting.";

impl Store {
    /// Keeps a number by its name.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn save_setting(&self, name: &str, value: i64) -> Result<(), StoreError> {
        self.saving("save a setting to", |connection| {
            connection
                .prepare_cached("INSERT OR REPLACE INTO mark (name, value) VALUES (?1, ?2)")?
                .execute((format!("{PREFIX}{name}"), value))
                .map(|_| ())
        })
    }

    pub(super) fn load_settings(&self) -> Result<BTreeMap<String, i64>, StoreError> {
        let mut settings = BTreeMap::new();
        self.rows("SELECT name, value FROM mark", [], |row| {
            if let Some(name) = row.get_ref(0)?.as_str()?.strip_prefix(PREFIX) {
                settings.insert(name.to_owned(), row.get(1)?);
            }
            Ok(())
        })?;
        Ok(settings)
    }
}
