//! One reversible change of what people say.

use super::notes::{Key, Notes, Value};

/// One fact that changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which fact.
    pub key: Key,
    /// What held before; `None` when nothing was said.
    pub old: Option<Value>,
    /// What holds after; `None` takes it back.
    pub new: Option<Value>,
}

/// Names one edit in the journal of the library: rising numbers. Typing on keeps the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditId(pub u64);

/// A change that a person made in one go, with a name for the Undo menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// What was done, to stand behind "Undo": "caption of 12 photos".
    pub name: String,
    /// Every fact that changes, each key at most once.
    pub changes: Vec<Change>,
}

impl Edit {
    /// An edit that gives each key its new value, with the old values taken from `notes`.
    /// Facts that would not change are left out.
    pub fn against(
        notes: &Notes,
        name: impl Into<String>,
        wanted: impl IntoIterator<Item = (Key, Option<Value>)>,
    ) -> Self {
        let mut changes: Vec<Change> = wanted
            .into_iter()
            .filter_map(|(key, new)| {
                let old = notes.get(&key).cloned();
                (old != new).then_some(Change { key, old, new })
            })
            .collect();
        // It stays as long as it can be undone.
        changes.shrink_to_fit();
        Self { name: name.into(), changes }
    }

    /// The edit that takes this one back.
    pub fn inverse(&self) -> Self {
        let changes = self
            .changes
            .iter()
            .map(|c| Change { key: c.key.clone(), old: c.new.clone(), new: c.old.clone() })
            .collect();
        Self { name: self.name.clone(), changes }
    }

    /// Applies it to the notes.
    pub fn apply(&self, notes: &mut Notes) {
        for change in &self.changes {
            notes.put(change.key.clone(), change.new.clone());
        }
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Whether it changes exactly the same facts as `other`, so that typing on can become one step.
    pub fn same_facts(&self, other: &Self) -> bool {
        self.changes.len() == other.changes.len()
            && self.changes.iter().zip(&other.changes).all(|(a, b)| a.key == b.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notes::{Field, Subject};
    use crate::model::photo::PhotoId;
    use crate::model::text::LangTag;

    #[test]
    fn an_edit_then_its_inverse_leaves_no_trace() {
        let mut notes = Notes::default();
        let key = |n: u8| Key {
            subject: Subject::Photo(PhotoId([n; 32])),
            field: Field::Caption,
            lang: Some(LangTag::en()),
        };
        let text = |s: &str| Some(Value::Text(s.to_owned()));
        notes.put(key(1), text("before"));
        let before = notes.clone();
        let edit = Edit::against(
            &notes,
            "caption of 3 photos",
            [(key(1), text("after")), (key(2), text("new")), (key(3), None)],
        );
        assert_eq!(edit.changes.len(), 2, "a fact that does not change is no change");
        edit.apply(&mut notes);
        assert_eq!(notes.get(&key(2)), text("new").as_ref());
        edit.inverse().apply(&mut notes);
        assert_eq!(notes, before);
    }
}
