//! What a text may go on with while it is typed: persons, places, items of the programme, and what the same field says elsewhere.
//! Gathered once from a collection; a question is then answered in well under a millisecond.
//!
//! Compared is by how things begin, without capitals, accents and blanks; Korean also by the first consonants of its syllables (`ㅎㅂ`
//! for 한별). What the visit of the photo has comes first, then what begins with the words rather than having them within, then what is
//! used more often and later.

pub mod fold;
mod gather;
mod pool;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use self::fold::{fold, is_consonant, is_han, is_hangul};
use self::pool::{Fit, Pool};
use super::super::collection::Collection;
use super::super::notes::Field;
use super::super::text::LangTag;
use super::super::visit::VisitId;
use super::people::People;
use super::variables::VARIABLES;

pub use self::pool::OfferKind;

/// So many are offered at most.
pub const MOST_OFFERS: usize = 6;

/// Of them so many texts of other photos, where there is anything else.
const MOST_EARLIER: usize = 3;

/// Characters before the cursor in which the words to go on with are looked for.
const LOOK_BACK: usize = 48;

/// Beginnings of words that are tried, the farthest first.
const MOST_BEGINNINGS: usize = 10;

/// Persons whose titles are looked at for one question.
const MOST_STYLED: usize = 500;

/// Everything that may be offered in a collection.
#[derive(Clone, Debug, Default)]
pub struct Suggestions {
    visits: HashMap<VisitId, u32>,
    texts: HashMap<(Field, Option<LangTag>), Pool>,
    places: Pool,
    persons: Pool,
    people: Arc<People>,
}

/// A text as it is being typed.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    /// Into which field.
    pub field: Field,
    /// In which language; `None` for fields without.
    pub lang: Option<&'a LangTag>,
    /// The text.
    pub text: &'a str,
    /// Characters before the cursor.
    pub cursor: usize,
    /// The visit of the photo.
    pub visit: Option<&'a VisitId>,
    /// The day of the photo, which decides titles.
    pub day: Option<Date>,
    /// Whether it is the text of a template, in which variables stand.
    pub is_template: bool,
}

/// A text that was written a moment ago, and that nothing was gathered of yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// In which field.
    pub field: Field,
    /// In which language.
    pub lang: Option<LangTag>,
    /// The text.
    pub text: String,
}

/// How a text may go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What stands in the place of the characters from [`Self::from`] to the cursor.
    pub text: String,
    /// The first character that is replaced.
    pub from: usize,
    /// What it is.
    pub kind: OfferKind,
}

impl Offer {
    /// The text with the offer in it, and where the cursor is then, in characters.
    pub fn taken(&self, text: &str, cursor: usize) -> (String, usize) {
        let before: String = text.chars().take(self.from).collect();
        let after: String = text.chars().skip(cursor).collect();
        (format!("{before}{}{after}", self.text), self.from + self.text.chars().count())
    }
}

/// How well an offer fits: compared from the first to the last.
type Rank = (bool, bool, u32, u32);

struct Ranked {
    rank: Rank,
    offer: Offer,
}

impl Suggestions {
    /// Gathers what may be offered in a collection.
    pub fn of(collection: &Collection) -> Self {
        gather::gather(collection)
    }

    /// Whether nothing was gathered yet, or nothing is there.
    pub fn is_empty(&self) -> bool {
        self.visits.is_empty() && self.texts.is_empty() && self.people.is_empty()
    }

    /// How a text may go on, the best first; nothing where too little is typed, or nothing is known that begins so.
    pub fn offers(&self, typed: &Typed<'_>, recent: &[Recent]) -> Vec<Offer> {
        let text: Vec<char> = typed.text.chars().collect();
        let (before, after) = text.split_at(typed.cursor.min(text.len()));
        // Within a word there is nothing to complete.
        if after.first().is_some_and(|c| c.is_alphanumeric() && !is_han(*c) && !is_hangul(*c)) {
            return Vec::new();
        }
        if let Some(variables) = typed.is_template.then(|| variables(before)).flatten() {
            return variables;
        }
        let mut found: Vec<Ranked> = Vec::new();
        let visit = typed.visit.and_then(|visit| self.visits.get(visit)).copied();
        let mut asked = Asked { suggestions: self, typed, visit, found: &mut found };
        if typed.field.is_list() {
            let from = before.iter().rposition(|c| matches!(c, ';' | '；' | '\n')).map_or(0, |at| at + 1);
            let blanks = before.get(from..).unwrap_or_default().iter().take_while(|c| c.is_whitespace());
            asked.item(before, from + blanks.count());
        } else {
            if after.iter().all(|c| c.is_whitespace()) {
                asked.whole(before, recent);
            }
            asked.words(before);
        }
        chosen(found)
    }
}

/// A question that is being answered.
struct Asked<'a> {
    suggestions: &'a Suggestions,
    typed: &'a Typed<'a>,
    visit: Option<u32>,
    found: &'a mut Vec<Ranked>,
}

impl Asked<'_> {
    /// One item of a list.
    fn item(&mut self, before: &[char], from: usize) {
        let part: String = before.get(from..).unwrap_or_default().iter().collect();
        match self.typed.field {
            // A code is whole, and becomes its name by itself.
            Field::Persons if self.suggestions.people.by_code(part.trim()).is_some() => {}
            Field::Persons => self.of_pool(&self.suggestions.persons, &part, from, |_| true),
            field => {
                if let Some(pool) = self.suggestions.texts.get(&(field, None)) {
                    self.of_pool(pool, &part, from, |_| true);
                }
            }
        }
    }

    /// What the field says of other photos and that begins with everything that stands there.
    fn whole(&mut self, before: &[char], recent: &[Recent]) {
        let field = self.typed.field;
        let part: String = before.iter().collect();
        let lang = self.typed.lang.cloned();
        if is_enough(&part) {
            let key = fold(&part);
            let fits = |recent: &&Recent| {
                recent.field == field && recent.lang == lang && fold(&recent.text).starts_with(&key)
            };
            for (n, recent) in recent.iter().enumerate().filter(|(_, recent)| fits(recent)) {
                let last = u32::MAX.saturating_sub(MOST_RECENT as u32).saturating_add(n as u32);
                self.add(&recent.text, 0, OfferKind::Earlier, (true, true, u32::MAX, last));
            }
        }
        if let Some(pool) = self.suggestions.texts.get(&(field, lang)) {
            // What begins so, not what has it within: it stands in the place of everything.
            self.of_pool(pool, &part, 0, |fit| fit.from_start);
        }
        if field.location().is_some() && field != Field::ShownCountryCode {
            self.of_pool(&self.suggestions.places, &part, 0, |fit| fit.entry.kind == OfferKind::Place);
        }
    }

    /// Persons, places and items that go on from the last words; the most words that anything goes on from.
    fn words(&mut self, before: &[char]) {
        let Some(lang) = self.typed.lang else { return };
        let n_before = self.found.len();
        let styled = self.styled(lang);
        for from in beginnings(before) {
            let part: String = before.get(from..).unwrap_or_default().iter().collect();
            if !is_enough(&part) {
                continue;
            }
            let fits_lang =
                |fit: &Fit<'_>| fit.entry.lang.as_ref().is_none_or(|of| of.language() == lang.language());
            self.of_pool(&self.suggestions.places, &part, from, fits_lang);
            self.persons(&part, from, lang, &styled);
            if self.found.len() > n_before {
                return;
            }
        }
    }

    /// Every person of the list with title and name in a language, as it is shown and as it is compared.
    fn styled(&self, lang: &LangTag) -> Vec<(String, String)> {
        let people = self.suggestions.people.iter().take(MOST_STYLED);
        let styled = people.map(|person| person.styled(lang, self.typed.day));
        styled.map(|styled| (fold(&styled), styled)).collect()
    }

    /// Persons by name, or by what stands before it in their language.
    fn persons(&mut self, part: &str, from: usize, lang: &LangTag, styled: &[(String, String)]) {
        let key = fold(part);
        let of = |n: u32| styled.get(n as usize).map(|(_, styled)| styled.as_str());
        let mut found: Vec<(String, Rank)> = Vec::new();
        let by_consonants = part.chars().all(is_consonant);
        let pool = &self.suggestions.persons;
        let by_initials = by_consonants.then(|| pool.find_initials(part)).into_iter().flatten();
        let by_name = (!by_consonants).then(|| pool.find(&key)).into_iter().flatten();
        for fit in by_name.chain(by_initials) {
            let text = match fit.entry.person {
                Some(n) => of(n),
                None => Some(&*fit.entry.text),
            };
            found.extend(text.map(|text| (text.to_owned(), self.rank(fit))));
        }
        let begins = |(n, (compared, _)): &(usize, &(String, String))| {
            !by_consonants && compared.starts_with(&key) && !self.is_in(*n, &found, styled)
        };
        let titled: Vec<usize> = styled.iter().enumerate().filter(begins).map(|(n, _)| n).collect();
        for n in titled {
            // How often the person is used stands with the name.
            let name = self.suggestions.people.iter().nth(n).map(|person| fold(person.name_in(lang)));
            let rank = name.and_then(|name| {
                pool.find(&name)
                    .find(|fit| fit.entry.person == u32::try_from(n).ok())
                    .map(|fit| self.rank(fit))
            });
            let text = styled.get(n).map(|(_, styled)| styled.clone()).unwrap_or_default();
            found.push((text, rank.unwrap_or_default()));
        }
        for (text, rank) in found {
            self.add(&text, from, OfferKind::Person, rank);
        }
    }

    fn is_in(&self, n: usize, found: &[(String, Rank)], styled: &[(String, String)]) -> bool {
        styled.get(n).is_some_and(|(_, text)| found.iter().any(|(known, _)| known == text))
    }

    fn of_pool(&mut self, pool: &Pool, part: &str, from: usize, wanted: impl Fn(&Fit<'_>) -> bool) {
        if !is_enough(part) {
            return;
        }
        if part.chars().all(is_consonant) {
            for fit in pool.find_initials(part).filter(|fit| wanted(fit)) {
                self.add(&fit.entry.text, from, fit.entry.kind, self.rank(fit));
            }
            return;
        }
        let key = fold(part);
        for fit in pool.find(&key).filter(|fit| wanted(fit)) {
            self.add(&fit.entry.text, from, fit.entry.kind, self.rank(fit));
        }
    }

    fn rank(&self, fit: Fit<'_>) -> Rank {
        let is_here = self.visit.is_some_and(|visit| fit.entry.visits.contains(&visit));
        (is_here, fit.from_start, fit.entry.uses.saturating_add(1).ilog2(), fit.entry.last)
    }

    fn add(&mut self, text: &str, from: usize, kind: OfferKind, rank: Rank) {
        // What is typed already is no offer. Of very many only those can be shown that rank as high as the last of the best.
        let is_typed = || {
            let rest = self.typed.text.chars().skip(from).take(self.typed.cursor.saturating_sub(from));
            let rest: String = rest.collect();
            rest.trim_end() == text
        };
        let of_kind = |ranked: &&Ranked| ranked.offer.kind == kind;
        let (n, least) = self
            .found
            .iter()
            .filter(of_kind)
            .fold((0, rank), |(n, least), ranked| (n + 1, least.min(ranked.rank)));
        if (n >= MOST_OFFERS && least == rank) || is_typed() {
            return;
        }
        if let Some(known) = self.found.iter_mut().find(|ranked| ranked.offer.text == text) {
            known.rank = known.rank.max(rank);
            return;
        }
        if n >= MOST_OFFERS
            && let Some(at) =
                self.found.iter().position(|ranked| ranked.offer.kind == kind && ranked.rank == least)
        {
            self.found.swap_remove(at);
        }
        self.found.push(Ranked { rank, offer: Offer { text: text.to_owned(), from, kind } });
    }
}

/// The variables that go on from a brace that was opened before the cursor; `None` where none was.
fn variables(before: &[char]) -> Option<Vec<Offer>> {
    let from =
        before.iter().rposition(|c| matches!(c, '{' | '}')).filter(|at| before.get(*at) == Some(&'{'))?;
    let name: String = before.get(from + 1..)?.iter().collect();
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    let known =
        VARIABLES.iter().filter(|(known, _)| is_name && known.starts_with(&name.to_ascii_lowercase()));
    let offers =
        known.map(|(known, _)| Offer { text: format!("{{{known}}}"), from, kind: OfferKind::Variable });
    Some(offers.take(MOST_OFFERS).collect())
}

/// So many texts that were written a moment ago are worth keeping.
pub const MOST_RECENT: usize = 50;

/// The best of what was found, in order.
fn chosen(mut found: Vec<Ranked>) -> Vec<Offer> {
    found.sort_by(|a, b| b.rank.cmp(&a.rank).then_with(|| a.offer.text.cmp(&b.offer.text)));
    let n_others = found.iter().filter(|ranked| ranked.offer.kind != OfferKind::Earlier).count();
    let mut room =
        if n_others == 0 { MOST_OFFERS } else { MOST_EARLIER.max(MOST_OFFERS.saturating_sub(n_others)) };
    let offers = found.into_iter().map(|ranked| ranked.offer).filter(|offer| {
        if offer.kind == OfferKind::Earlier {
            let fits = room > 0;
            room = room.saturating_sub(1);
            return fits;
        }
        true
    });
    offers.take(MOST_OFFERS).collect()
}

/// Whether enough is typed to go on from: a syllable or character of Korean or Chinese, two letters of others, two consonants.
fn is_enough(part: &str) -> bool {
    let n = part.chars().filter(|c| c.is_alphanumeric()).count();
    let begins = part.chars().next().is_some_and(|c| !c.is_whitespace());
    begins && (n >= 2 || part.chars().any(|c| is_han(c) || is_hangul(c)))
}

/// Where the last words of a line begin, the farthest first: after blanks and marks, where the script changes, and at each Chinese
/// character, which is parted from the next by nothing.
fn beginnings(before: &[char]) -> Vec<usize> {
    let least = before.len().saturating_sub(LOOK_BACK);
    let line = before.iter().rposition(|c| *c == '\n').map_or(0, |at| at + 1);
    let is_beginning = |at: &usize| {
        let (Some(c), previous) = (before.get(*at), at.checked_sub(1).and_then(|at| before.get(at))) else {
            return false;
        };
        let script = |c: char| (is_han(c), is_hangul(c) || is_consonant(c));
        c.is_alphanumeric()
            && previous.is_none_or(|p| !p.is_alphanumeric() || is_han(*c) || script(*p) != script(*c))
    };
    let mut out: Vec<usize> =
        (least.max(line)..before.len()).rev().filter(is_beginning).take(MOST_BEGINNINGS).collect();
    out.reverse();
    out
}

#[cfg(test)]
mod tests;
