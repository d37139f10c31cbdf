//! Captions as a table, for spreadsheets: a row for each photo, a column for each field and language. Written as UTF-8 with a byte order
//! mark, without which spreadsheets take it for another encoding, and read back by the fingerprint of each photo.
//!
//! A cell that begins like a formula is written with an apostrophe before it, as spreadsheets themselves show such text, so that nobody's
//! caption is carried out; it is taken off again when the table is read.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord, WriterBuilder};

use super::Fault;
use crate::model::caption::replace::Hit;
use crate::model::caption::template::{list_of, list_text};
use crate::model::clearance::Party;
use crate::model::collection::Collection;
use crate::model::notes::Field;
use crate::model::photo::{Photo, PhotoId};
use crate::model::text::LangTag;

/// Headings of what a table tells and does not change: a clearance is given by who may give it, not typed into a cell.
const TOLD: [&str; 8] =
    ["file", FINGERPRINT, "visit", "section", "taken", "clearance", "host-clearance", "embargo"];

/// The heading of the column by which photos are found again.
const FINGERPRINT: &str = "fingerprint";

/// The most rows that are read.
const MOST_ROWS: usize = 200_000;

/// What a table would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Texts that differ from what holds, in the order of the rows.
    pub hits: Vec<Hit>,
    /// Rows that are read.
    pub n_rows: usize,
    /// Rows of photos that are not open here.
    pub n_unknown: usize,
    /// Headings that name no field, and are passed over.
    pub unknown_headings: Vec<String>,
}

/// The captions of photos, in their order, in these languages, as a table with commas.
pub fn write_captions(collection: &Collection, photos: &[PhotoId], langs: &[LangTag]) -> Vec<u8> {
    let columns = columns(langs);
    let mut out = WriterBuilder::new().from_writer(b"\xEF\xBB\xBF".to_vec());
    let head = TOLD.into_iter().map(str::to_owned);
    let head: Vec<String> = head.chain(columns.iter().map(heading)).collect();
    // Writing to memory cannot fail.
    let _ = out.write_record(&head);
    for photo in photos.iter().filter_map(|id| collection.photo(*id)) {
        let en = LangTag::en();
        let title = |field, visit: &_, found: &crate::model::text::LangText| {
            let said = collection.notes().texts(visit, field);
            said.best(&en).or_else(|| found.best(&en)).map(|(_, text)| text.to_owned()).unwrap_or_default()
        };
        let (visit, section) =
            collection.whereabouts(photo.id).map_or_else(Default::default, |(visit, section)| {
                let of_visit = crate::model::notes::Subject::Visit(visit.id.clone());
                let of_section = crate::model::notes::Subject::Section(visit.id.clone(), section.id.clone());
                (
                    title(Field::Title, &of_visit, &visit.title),
                    title(Field::Title, &of_section, &section.title),
                )
            });
        let taken =
            collection.captured(photo).map(|captured| captured.civil().to_string()).unwrap_or_default();
        let of = collection.whereabouts(photo.id).map(|(visit, _)| &visit.id);
        let clearance = collection.notes().clearance(photo.id, of);
        let [us, host] = [Party::Us, Party::Host]
            .map(|party| clearance.by(party).map(|ruling| ruling.code().to_owned()).unwrap_or_default());
        let embargo = clearance.embargo.map(|embargo| embargo.to_string()).unwrap_or_default();
        let mut row = vec![photo.file_name(), photo.id.hex(), visit, section, taken, us, host, embargo];
        row.extend(columns.iter().map(|(field, lang)| text_of(collection, photo, *field, lang.as_ref())));
        let _ = out.write_record(row.iter().map(|cell| guarded(cell)));
    }
    out.into_inner().unwrap_or_default()
}

/// Whether the first row has the heading of fingerprints.
pub(super) fn is_sheet(text: &str) -> bool {
    let first = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    first.split(['\t', ';', ',']).any(|cell| cell.trim().trim_matches('"').eq_ignore_ascii_case(FINGERPRINT))
}

/// What a table of captions would change in the collection. An empty cell changes nothing.
///
/// # Errors
/// [`Fault`] when it has no column of fingerprints or cannot be read; nothing of it is used then.
pub fn read_captions(text: &str, collection: &Collection) -> Result<Changes, Fault> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let delimiter =
        [b'\t', b';', b','].into_iter().max_by_key(|mark| first.bytes().filter(|b| b == mark).count());
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = reader.records();
    let head = rows.next().transpose()?.unwrap_or_default();
    let at = head.iter().position(|cell| cell.trim().eq_ignore_ascii_case(FINGERPRINT));
    let Some(at) = at else { return Err(Fault::NoFingerprints) };
    let columns: Vec<Option<(Field, Option<LangTag>)>> = head.iter().map(column).collect();
    let mut out = Changes::default();
    for (cell, column) in head.iter().zip(&columns) {
        if column.is_none() && !cell.is_empty() && !TOLD.contains(&cell.trim().to_lowercase().as_str()) {
            out.unknown_headings.push(cell.to_owned());
        }
    }
    let mut seen: HashMap<PhotoId, u64> = HashMap::new();
    for row in rows.take(MOST_ROWS) {
        let row = row?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = row.get(at).unwrap_or_default().trim();
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        out.n_rows += 1;
        let id = PhotoId::from_hex(cell).ok_or_else(|| Fault::Value {
            line,
            column: "a fingerprint",
            found: cell.chars().take(80).collect(),
            wanted: "the 64 digits as they were exported",
        })?;
        if let Some(before) = seen.insert(id, line) {
            return Err(Fault::Twice { line, before });
        }
        match collection.photo(id) {
            Some(photo) => out.hits.extend(row_hits(collection, photo, &columns, &row)),
            None => out.n_unknown += 1,
        }
    }
    Ok(out)
}

fn row_hits<'a>(
    collection: &'a Collection,
    photo: &'a Photo,
    columns: &'a [Option<(Field, Option<LangTag>)>],
    row: &'a StringRecord,
) -> impl Iterator<Item = Hit> + 'a {
    columns.iter().zip(row).filter_map(|(column, cell)| {
        let (field, lang) = column.as_ref()?;
        let after = unguarded(cell).replace("\r\n", "\n");
        let before = text_of(collection, photo, *field, lang.as_ref());
        let is_same = if field.is_list() { list_of(&after) == list_of(&before) } else { after == before };
        (!after.trim().is_empty() && !is_same).then(|| Hit {
            photo: photo.id,
            field: *field,
            lang: lang.clone(),
            before,
            after,
        })
    })
}

/// The columns of a table in these languages.
fn columns(langs: &[LangTag]) -> Vec<(Field, Option<LangTag>)> {
    let fields = Field::ALL.iter().copied().filter(|field| field.is_text());
    fields
        .flat_map(|field| {
            let of: Vec<Option<LangTag>> =
                if field.has_languages() { langs.iter().cloned().map(Some).collect() } else { vec![None] };
            of.into_iter().map(move |lang| (field, lang))
        })
        .collect()
}

/// `caption ko`: the field's own word, and the language tag.
fn heading((field, lang): &(Field, Option<LangTag>)) -> String {
    lang.as_ref().map_or_else(|| field.code().to_owned(), |lang| format!("{} {lang}", field.code()))
}

/// The field and language that a heading names.
fn column(cell: &str) -> Option<(Field, Option<LangTag>)> {
    let cell = cell.trim();
    let (code, lang) = cell.split_once(' ').map_or((cell, None), |(code, lang)| (code, Some(lang)));
    let field = Field::from_code(&code.to_lowercase()).filter(|field| field.is_text())?;
    match (lang, field.has_languages()) {
        (Some(lang), true) => Some((field, Some(LangTag::parse(lang.trim_matches(['(', ')'])).ok()?))),
        (None, false) => Some((field, None)),
        _ => None,
    }
}

fn text_of(collection: &Collection, photo: &Photo, field: Field, lang: Option<&LangTag>) -> String {
    let notes = collection.notes();
    if field.is_list() {
        return list_text(notes.photo_list(photo, field));
    }
    match lang {
        Some(lang) => notes.photo_texts(photo, field).get(lang).map(str::to_owned),
        None => notes.photo_line(photo, field),
    }
    .unwrap_or_default()
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn guarded(cell: &str) -> String {
    if is_formula(cell) || cell.starts_with('\'') { format!("'{cell}") } else { cell.to_owned() }
}

fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) || rest.starts_with('\'') => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::caption::write::CaptionEdit;
    use crate::model::edit::Edit;
    use crate::model::made;
    use crate::model::notes::{Key, Subject, Value};

    fn say(collection: &mut Collection, n: usize, field: Field, lang: Option<&str>, value: Value) {
        let lang = lang.map(|lang| LangTag::parse(lang).unwrap());
        let key = Key { subject: Subject::Photo(made::id(n)), field, lang };
        collection.apply(&Edit::against(collection.notes(), "x", [(key, Some(value))]));
    }

    #[test]
    fn what_is_written_is_read_back_as_it_is_and_edits_are_found() {
        let langs = ["en", "ko"].map(|lang| LangTag::parse(lang).unwrap());
        let mut collection = made::collection(3);
        let odd = "=1+1, \"quoted\"\nsecond line 👍🏽";
        say(&mut collection, 0, Field::Caption, Some("en"), Value::Text(odd.into()));
        say(&mut collection, 0, Field::Caption, Some("ko"), Value::Text("'회담'".into()));
        say(
            &mut collection,
            1,
            Field::Persons,
            None,
            Value::List(vec!["A; B".replace("; ", " & "), "C".into()]),
        );
        let all = [0, 1, 2].map(made::id);
        let table = write_captions(&collection, &all, &langs);
        assert!(table.starts_with(b"\xEF\xBB\xBFfile,fingerprint"));
        let text = String::from_utf8(table).unwrap();
        assert!(text.contains("\"'=1+1"), "no formula: {text}");
        let same = read_captions(&text, &collection).unwrap();
        assert_eq!((same.hits.len(), same.n_rows, same.n_unknown), (0, 3, 0));
        assert_eq!(same.unknown_headings, Vec::<String>::new());

        let edited = text.replace("'회담'", "만찬").replace("A & B; C", "C; D");
        let changes = read_captions(&edited, &collection).unwrap();
        assert_eq!(changes.hits.len(), 2);
        let edit = CaptionEdit::Take(changes.hits).to_edit(&collection);
        assert_eq!(edit.name, "captions of 2 photos from a table");
        collection.apply(&edit);
        let photo = collection.photo(made::id(1)).unwrap();
        assert_eq!(collection.notes().photo_list(photo, Field::Persons), ["C", "D"]);
        let fewer = made::collection(1);
        assert_eq!(read_captions(&edited, &fewer).unwrap().n_unknown, 2);
    }

    /// What may go out is told beside the captions; a table that comes back with other rulings changes none.
    #[test]
    fn clearance_and_embargo_are_told_and_never_taken() {
        let mut collection = made::collection(2);
        say(&mut collection, 0, Field::Clearance, None, Value::Text("cleared".into()));
        say(&mut collection, 0, Field::HostClearance, None, Value::Text("held".into()));
        let civil = jiff::civil::date(2026, 1, 5).at(18, 0, 0, 0);
        let until = Value::Time { civil, offset: Some(jiff::tz::offset(8)) };
        say(&mut collection, 0, Field::Embargo, None, until);
        let table = write_captions(&collection, &[0, 1].map(made::id), &[LangTag::en()]);
        let text = String::from_utf8(table).unwrap();
        let mut lines = text.lines();
        assert!(lines.next().unwrap().contains(",taken,clearance,host-clearance,embargo,"), "{text}");
        assert!(lines.next().unwrap().contains(",cleared,held,2026-01-05 18:00 +08:00,"), "{text}");
        assert!(lines.next().unwrap().contains(",,,"), "{text}");
        let edited = text.replace(",held,2026-01-05 18:00 +08:00,", ",cleared,,");
        assert_ne!(edited, text);
        let changes = read_captions(&edited, &collection).unwrap();
        assert_eq!((changes.hits, changes.unknown_headings), (Vec::new(), Vec::<String>::new()));
    }

    #[test]
    fn what_is_no_table_of_captions_is_told() {
        let collection = made::collection(1);
        let fault = |text: &str| read_captions(text, &collection).unwrap_err().to_string();
        assert!(fault("file,caption en\na,b\n").contains("fingerprint"));
        assert!(fault("fingerprint,caption en\nabc,b\n").starts_with("line 2"));
        let id = made::id(0).hex();
        assert!(fault(&format!("fingerprint,caption en\n{id},a\n{id},b\n")).contains("line 2"));
        let odd =
            read_captions(&format!("fingerprint;caption en;mood\n{id};Tea;good\n"), &collection).unwrap();
        assert_eq!(odd.unknown_headings, ["mood"]);
        assert_eq!(odd.hits[0].after, "Tea");
    }
}
