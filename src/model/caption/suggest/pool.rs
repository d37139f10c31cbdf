//! Texts that may be offered, found by how they begin.

use std::collections::HashMap;

use super::fold::{fold, fold_words, initials, is_hangul};
use crate::model::text::LangTag;

/// Texts longer than this are found by their beginning only, in characters.
const SHORT: usize = 60;

/// So much of a text is compared, in bytes of it as it is compared.
const KEY_BYTES: usize = 240;

/// So many texts are kept of one sort: the latest.
const MOST: usize = 10_000;

/// So many are held while photos are gone through: a library may have a million.
const MOST_HELD: usize = MOST + MOST / 2;

/// What a text that is offered is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OfferKind {
    /// Somebody of the delegation list, or named in another photo.
    Person,
    /// A place.
    Place,
    /// An item of the programme.
    Item,
    /// The text of this field of another photo.
    Earlier,
    /// A variable of a template.
    Variable,
}

/// A text that may be offered.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) text: Box<str>,
    pub(super) lang: Option<LangTag>,
    pub(super) kind: OfferKind,
    /// Place on the delegation list.
    pub(super) person: Option<u32>,
    /// In so many photos.
    pub(super) uses: u32,
    /// The last photo that has it, by its place in the order of all.
    pub(super) last: u32,
    /// Visits that have it.
    pub(super) visits: Vec<u32>,
    key: Box<str>,
}

/// Texts by their beginnings.
#[derive(Clone, Debug, Default)]
pub(super) struct Pool {
    entries: Vec<Entry>,
    /// Which entry, and the byte of its key where one of its words begins; in the order of what follows there.
    sorted: Vec<(u32, u16)>,
    /// First consonants from the beginning of each word on, and which entry; in order.
    by_initials: Vec<(Box<str>, u32)>,
}

/// An entry that fits, and whether from its very beginning.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit<'a> {
    pub(super) entry: &'a Entry,
    pub(super) from_start: bool,
}

impl Pool {
    /// Everything that begins with this, or has a word that does; `beginning` is folded and not empty.
    pub(super) fn find<'a>(&'a self, beginning: &'a str) -> impl Iterator<Item = Fit<'a>> {
        let from = self.sorted.partition_point(|at| self.rest(*at) < beginning);
        self.sorted
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(move |at| self.rest(**at).starts_with(beginning))
            .filter_map(|(n, at)| Some(Fit { entry: self.entries.get(*n as usize)?, from_start: *at == 0 }))
    }

    /// Everything that has words whose syllables begin with these consonants.
    pub(super) fn find_initials<'a>(&'a self, consonants: &'a str) -> impl Iterator<Item = Fit<'a>> {
        let from = self.by_initials.partition_point(|(key, _)| **key < *consonants);
        self.by_initials
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(move |(key, _)| key.starts_with(consonants))
            .filter_map(|(_, n)| Some(Fit { entry: self.entries.get(*n as usize)?, from_start: true }))
    }

    fn rest(&self, (n, at): (u32, u16)) -> &str {
        self.entries.get(n as usize).and_then(|entry| entry.key.get(usize::from(at)..)).unwrap_or_default()
    }
}

/// A pool that is being filled.
#[derive(Debug, Default)]
pub(super) struct Filling {
    entries: Vec<Entry>,
    known: HashMap<(Box<str>, Option<LangTag>), usize>,
}

impl Filling {
    /// A text without a photo that has it: of the delegation list, of a programme.
    pub(super) fn offer(
        &mut self,
        text: &str,
        lang: Option<&LangTag>,
        kind: OfferKind,
    ) -> Option<&mut Entry> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if self.entries.len() >= MOST_HELD {
            self.keep_the_latest();
        }
        let of = (Box::from(text), lang.cloned());
        let n = *self.known.entry(of).or_insert_with(|| {
            self.entries.push(Entry {
                text: text.into(),
                lang: lang.cloned(),
                kind,
                person: None,
                uses: 0,
                last: 0,
                visits: Vec::new(),
                key: Box::default(),
            });
            self.entries.len() - 1
        });
        self.entries.get_mut(n)
    }

    /// A text of a photo.
    pub(super) fn used(
        &mut self,
        text: &str,
        lang: Option<&LangTag>,
        kind: OfferKind,
        (visit, photo): (Option<u32>, u32),
    ) {
        if let Some(entry) = self.offer(text, lang, kind) {
            entry.use_in(visit, photo);
        }
    }

    /// Lets go of the oldest texts beyond [`MOST`]. The delegation list and the programmes stay.
    fn keep_the_latest(&mut self) {
        if self.entries.len() <= MOST {
            return;
        }
        self.entries
            .sort_by_key(|entry| std::cmp::Reverse((entry.person.is_some() || entry.uses == 0, entry.last)));
        self.entries.truncate(MOST);
        let known = self.entries.iter().enumerate();
        self.known = known.map(|(n, entry)| ((entry.text.clone(), entry.lang.clone()), n)).collect();
    }

    /// Ready to be asked.
    pub(super) fn pool(mut self) -> Pool {
        self.keep_the_latest();
        let mut entries = self.entries;
        let mut pool = Pool::default();
        for (n, entry) in entries.iter_mut().enumerate() {
            let n = n as u32;
            let is_short = entry.text.chars().take(SHORT + 1).count() <= SHORT;
            if is_short {
                let (key, starts) = fold_words(&entry.text);
                pool.sorted.extend(starts.into_iter().filter_map(|at| Some((n, u16::try_from(at).ok()?))));
                entry.key = key.into();
                if entry.text.contains(is_hangul) {
                    let words = entry.text.char_indices().filter(|(at, c)| {
                        let before = entry.text.get(..*at).and_then(|before| before.chars().next_back());
                        !c.is_whitespace() && before.is_none_or(|c| !c.is_alphanumeric())
                    });
                    let keys = words.filter_map(|(at, _)| entry.text.get(at..)).map(initials);
                    pool.by_initials.extend(keys.map(|key| (key.into(), n)));
                }
            } else {
                let mut key = fold(&entry.text);
                let end = (0..=KEY_BYTES).rev().find(|at| key.is_char_boundary(*at)).unwrap_or(0);
                key.truncate(end);
                entry.key = key.into();
                pool.sorted.push((n, 0));
            }
        }
        pool.entries = entries;
        let mut sorted = std::mem::take(&mut pool.sorted);
        sorted.sort_unstable_by(|a, b| pool.rest(*a).cmp(pool.rest(*b)).then(a.cmp(b)));
        pool.sorted = sorted;
        pool.by_initials.sort_unstable();
        pool
    }
}

impl Entry {
    /// One more photo has it.
    pub(super) fn use_in(&mut self, visit: Option<u32>, photo: u32) {
        self.uses = self.uses.saturating_add(1);
        self.last = self.last.max(photo);
        self.be_of(visit);
    }

    /// A visit has it.
    pub(super) fn be_of(&mut self, visit: Option<u32>) {
        if let Some(visit) = visit.filter(|visit| !self.visits.contains(visit)) {
            self.visits.push(visit);
        }
    }
}
