//! The layout of the library file, and how an older one becomes the present one.

/// `Atac`: tells our files from other SQLite files (`PRAGMA application_id`).
pub(super) const APPLICATION_ID: i64 = 0x4174_6163;

/// The layout that this program writes (`PRAGMA user_version`).
pub(super) const VERSION: i64 = MIGRATIONS.len() as i64;

/// Each takes the layout with its index to the next one.
pub(super) const MIGRATIONS: [&str; 1] = [V1];

/// `note.subject` is empty for the library, the identity of a visit, `visit/section`, or the photo's 64 hexadecimal digits.
/// `lang` is empty for fields that have no language. Values are JSON. Paths are bytes: file names need not be Unicode.
const V1: &str = "
CREATE TABLE mark (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE photo (id BLOB PRIMARY KEY, stretch TEXT) STRICT, WITHOUT ROWID;

CREATE TABLE file (
    path BLOB NOT NULL UNIQUE,
    bytes INTEGER NOT NULL,
    modified_ns INTEGER,
    format TEXT,
    photo BLOB REFERENCES photo (id),
    facts_version INTEGER NOT NULL,
    facts TEXT,
    problem TEXT,
    message TEXT
) STRICT;

CREATE TABLE note (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    field TEXT NOT NULL,
    lang TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (kind, subject, field, lang)
) STRICT, WITHOUT ROWID;

CREATE TABLE edit (id INTEGER PRIMARY KEY, who TEXT NOT NULL, at TEXT NOT NULL, name TEXT NOT NULL) STRICT;

CREATE TABLE journal (
    edit INTEGER NOT NULL REFERENCES edit (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    field TEXT NOT NULL,
    lang TEXT NOT NULL,
    old TEXT,
    new TEXT,
    PRIMARY KEY (edit, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_subject ON journal (kind, subject);

CREATE TABLE recent_folder (path BLOB PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
";
