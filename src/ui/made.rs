//! What the tests of the window are made of.

use crate::model::collection::Collection;
use crate::model::edit::Edit;
use crate::model::notes::{Field, Key, Subject, Value};
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;

pub use crate::model::made::{collection, id};

/// Says something of a photo; numbers go to [`Field::Rating`].
pub fn say(collection: &mut Collection, photo: PhotoId, field: Field, lang: Option<&str>, value: &str) {
    let lang = lang.map(|lang| LangTag::parse(lang).unwrap());
    let value = match field {
        Field::Rating => Value::Number(value.parse().unwrap()),
        _ => Value::Text(value.to_owned()),
    };
    let key = Key { subject: Subject::Photo(photo), field, lang };
    let edit = Edit::against(collection.notes(), "made up", [(key, Some(value))]);
    collection.apply(&edit);
}
