//! Captions as a press desk writes them: short codes for names, variables, templates, drafts, and the check before anything goes out.
//! Pure functions of the collection and of what people set up.
//!
//! - [`codes`]: `=code=` becomes a name, in the language of the field
//! - [`people`]: the delegation list: names, titles by date, order of protocol
//! - [`marks`]: who stands where on the photo
//! - [`rows`]: who stands in front and who behind
//! - [`phrase`]: persons from left to right, as each language says it
//! - [`dates`]: dates and times as newspapers of each language write them
//! - [`variables`]: `{date}`, `{place}`, `{item}` and the others, filled from what is known of a photo
//! - [`template`]: texts for several fields at once, laid over a selection
//! - [`replace`](mod@replace): find and replace, told before it is done
//! - [`write`](mod@write): the changes of captioning as edits
//! - [`draft`]: a first caption from programme, place, date and persons
//! - [`suggest`]: how a text may go on while it is typed
//! - [`check`](mod@check): what must not go out as it is

pub mod check;
pub mod codes;
pub mod dates;
pub mod draft;
pub mod marks;
pub mod people;
pub mod phrase;
pub mod replace;
pub mod rows;
pub mod suggest;
pub mod template;
pub mod variables;
pub mod write;
