//! What is said of one subject.

use super::super::text::LangTag;
use super::{Field, Value};

/// The facts of one subject, by field and language. A handful: the nodes of a map would take 700 bytes for the one rating that most photos
/// have, and there are a hundred thousand of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts(Vec<(Field, Option<LangTag>, Value)>);

impl Facts {
    pub(super) fn get(&self, field: Field, lang: Option<&LangTag>) -> Option<&Value> {
        let at = self.place(field, lang).ok()?;
        self.0.get(at).map(|(.., value)| value)
    }

    /// States a fact. Gives what held before.
    pub(super) fn insert(&mut self, field: Field, lang: Option<LangTag>, value: Value) -> Option<Value> {
        match self.place(field, lang.as_ref()) {
            Ok(at) => self.0.get_mut(at).map(|(.., old)| std::mem::replace(old, value)),
            Err(at) => {
                // No more than there is: it is done seldom, and stays for long.
                self.0.reserve_exact(1);
                self.0.insert(at, (field, lang, value));
                None
            }
        }
    }

    /// Takes a fact back. Gives what held.
    pub(super) fn remove(&mut self, field: Field, lang: Option<&LangTag>) -> Option<Value> {
        let at = self.place(field, lang).ok()?;
        Some(self.0.remove(at).2)
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Field, Option<&LangTag>, &Value)> {
        self.0.iter().map(|(field, lang, value)| (*field, lang.as_ref(), value))
    }

    fn place(&self, field: Field, lang: Option<&LangTag>) -> Result<usize, usize> {
        self.0.binary_search_by(|(f, l, _)| (*f, l.as_ref()).cmp(&(field, lang)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_found_replaced_and_taken_back_in_order() {
        let mut facts = Facts::default();
        let (ko, en) = (LangTag::parse("ko").unwrap(), LangTag::en());
        let text = |text: &str| Value::Text(text.to_owned());
        for (field, lang) in [(Field::Rating, None), (Field::Caption, Some(&ko)), (Field::Caption, Some(&en))]
        {
            assert_eq!(facts.insert(field, lang.cloned(), text("a")), None);
        }
        assert_eq!(facts.insert(Field::Caption, Some(ko.clone()), text("b")), Some(text("a")));
        assert_eq!(facts.get(Field::Caption, Some(&ko)), Some(&text("b")));
        assert_eq!(facts.get(Field::Caption, None), None);
        let order: Vec<_> = facts.iter().map(|(field, lang, _)| (field, lang.cloned())).collect();
        assert_eq!(
            order,
            [(Field::Caption, Some(en)), (Field::Caption, Some(ko.clone())), (Field::Rating, None)]
        );
        assert_eq!(facts.remove(Field::Caption, Some(&ko)), Some(text("b")));
        assert_eq!(facts.remove(Field::Caption, Some(&ko)), None);
        assert!(!facts.is_empty());
    }
}
