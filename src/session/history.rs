//! Undo and redo: what was done, in order, by name.

use crate::model::edit::{Change, Edit, EditId};
use crate::model::notes::Value;
use crate::model::region::Region;

/// The steps that can be taken back, and those that were.
#[derive(Debug, Default)]
pub struct History {
    done: Vec<(EditId, Edit)>,
    undone: Vec<Edit>,
    /// Whether the last step may still grow by more typing.
    open: bool,
}

impl History {
    /// Notes a step that was applied, and gives the step as it stands now. An edit of text that goes on in the facts of the
    /// last one becomes part of it: one step, one number. What was undone before can no longer be redone.
    pub fn record(&mut self, fresh: EditId, edit: Edit) -> (EditId, &Edit) {
        self.undone.clear();
        let typing = is_text(&edit);
        let grows = self.open && typing && self.done.last().is_some_and(|(_, last)| last.same_facts(&edit));
        if grows && let Some((_, last)) = self.done.last_mut() {
            for (old, new) in last.changes.iter_mut().zip(edit.changes) {
                old.new = new.new;
            }
        } else {
            self.done.push((fresh, edit));
        }
        self.open = typing;
        // A step was pushed, or there was one to grow.
        static EMPTY: Edit = Edit { name: String::new(), changes: Vec::new() };
        self.done.last().map_or((fresh, &EMPTY), |(id, edit)| (*id, edit))
    }

    /// Ends the step that is being typed: what is typed from now on is a step of its own.
    pub fn end_typing(&mut self) {
        self.open = false;
    }

    /// Takes the last step back: the edit to apply.
    pub fn undo(&mut self) -> Option<Edit> {
        self.open = false;
        let (_, edit) = self.done.pop()?;
        let inverse = edit.inverse();
        self.undone.push(edit);
        Some(inverse)
    }

    /// Does the last undone step again: the edit to apply, which is a step that can be undone.
    pub fn redo(&mut self, fresh: EditId) -> Option<Edit> {
        self.open = false;
        let edit = self.undone.pop()?;
        self.done.push((fresh, edit.clone()));
        Some(edit)
    }

    /// What Undo would take back.
    pub fn undo_name(&self) -> Option<&str> {
        self.done.last().map(|(_, edit)| edit.name.as_str())
    }

    /// What Redo would do again.
    pub fn redo_name(&self) -> Option<&str> {
        self.undone.last().map(|edit| edit.name.as_str())
    }
}

fn is_text(edit: &Edit) -> bool {
    !edit.changes.is_empty()
        && edit.changes.iter().all(|change| {
            !change.key.field.regroups()
                && matches!(change.old, None | Some(Value::Text(_)))
                && matches!(change.new, None | Some(Value::Text(_)))
        })
        || matches!(edit.changes.as_slice(), [change] if is_nudge(change))
}

/// Whether it puts one mark elsewhere, as a key does that is held down.
fn is_nudge(change: &Change) -> bool {
    let (Some(Value::Regions(old)), Some(Value::Regions(new))) = (&change.old, &change.new) else {
        return false;
    };
    let names = |list: &[Region]| list.iter().map(|region| region.name.clone()).collect::<Vec<_>>();
    names(old) == names(new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notes::{Field, Key, Notes, Subject};
    use crate::model::photo::PhotoId;
    use crate::model::text::LangTag;

    fn caption(notes: &Notes, text: &str) -> Edit {
        let key = Key {
            subject: Subject::Photo(PhotoId([1; 32])),
            field: Field::Caption,
            lang: Some(LangTag::en()),
        };
        Edit::against(notes, "caption of 1 photo", [(key, Some(Value::Text(text.to_owned())))])
    }

    #[test]
    fn typing_on_is_one_step_until_it_is_ended() {
        let mut notes = Notes::default();
        let mut history = History::default();
        for (n, text) in ["H", "He", "Hel"].iter().enumerate() {
            let edit = caption(&notes, text);
            edit.apply(&mut notes);
            let (id, _) = history.record(EditId(n as u64), edit);
            assert_eq!(id, EditId(0));
        }
        history.end_typing();
        let edit = caption(&notes, "Help");
        edit.apply(&mut notes);
        assert_eq!(history.record(EditId(3), edit).0, EditId(3));

        history.undo().unwrap().apply(&mut notes);
        let key = caption(&Notes::default(), "x").changes.remove(0).key;
        assert_eq!(notes.get(&key), Some(&Value::Text("Hel".into())));
        assert_eq!(history.redo_name(), Some("caption of 1 photo"));
        history.undo().unwrap().apply(&mut notes);
        assert_eq!(notes, Notes::default());
        assert!(history.undo().is_none());
        history.redo(EditId(9)).unwrap().apply(&mut notes);
        assert_eq!(notes.get(&key), Some(&Value::Text("Hel".into())));
    }
}
