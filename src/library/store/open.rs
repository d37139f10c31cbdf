//! Opening and closing: lock, identity, layout, and a check after a crash.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::schema::{APPLICATION_ID, MIGRATIONS, VERSION};
use super::{Store, StoreError};

/// How long a statement waits for another program's short transaction.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// SQLite file format, 1.3: the first 16 bytes.
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// A look through a whole library that the program did not close last time. It only reads, so that it can be made on a thread of its
/// own while the library is read.
#[derive(Debug)]
pub struct Check {
    path: PathBuf,
}

impl Check {
    /// Looks at all pages and rows; not whether each index has each row, which takes several times as long and can be made again.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], or what kept it from being looked through.
    pub fn run(&self) -> Result<(), StoreError> {
        tracing::info!(library = %self.path.display(), "was not closed last time; checking it");
        let sql = |source| StoreError::of(source, "check", &self.path);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags).map_err(sql)?;
        connection.busy_timeout(BUSY_TIMEOUT).map_err(sql)?;
        let mut statement = connection.prepare("PRAGMA quick_check(3)").map_err(sql)?;
        let found: rusqlite::Result<Vec<String>> =
            statement.query_map([], |row| row.get(0)).and_then(Iterator::collect);
        match found.map_err(sql)?.as_slice() {
            [ok] if ok == "ok" => Ok(()),
            found => Err(StoreError::Damaged {
                path: self.path.clone(),
                detail: found.join("; ").replace('\n', " "),
            }),
        }
    }
}

impl Store {
    /// Opens a library for reading and writing; makes it, and its folder, where there is none.
    ///
    /// # Errors
    /// [`StoreError`]: in use, newer, not a library, damaged, read-only, or what the system said.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let (mut store, check) = Self::open_at_once(path)?;
        if let Some(check) = check {
            check.run()?;
            store.set_checked()?;
        }
        Ok(store)
    }

    /// The same without waiting: where the program did not close the library last time, with the check that is still to be made. Until that
    /// has passed nothing can be written ([`Store::set_checked`]).
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_at_once(path: &Path) -> Result<(Self, Option<Check>), StoreError> {
        let io = |tried| move |source| StoreError::of_io(source, tried, path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(io("create the folder of"))?;
        }
        let is_new = !looks_like_sqlite(path)?;
        let lock = take_lock(path)?;
        let sql = |source| StoreError::of(source, "open", path);
        let connection = Connection::open(path).map_err(sql)?;
        let mut store = Self {
            connection,
            path: path.to_owned(),
            lock: Some(lock),
            read_only: false,
            is_unchecked: !is_new,
        };
        store.set_up().map_err(sql)?;
        if !is_new {
            store.check_identity()?;
        }
        if store.was_left_open()? {
            let check = Check { path: path.to_owned() };
            if !store.is_behind()? {
                return Ok((store, Some(check)));
            }
            // An older layout is changed before it can be read.
            check.run()?;
        }
        store.is_unchecked = false;
        store.connection.pragma_update(None, "journal_mode", "WAL").map_err(sql)?;
        store.migrate()?;
        store.set_mark_open(true)?;
        store.give_identity()?;
        Ok((store, None))
    }

    /// The check has passed: from now on the library can be written.
    ///
    /// # Errors
    /// When it cannot, all the same: it is read-only, or its disk is full.
    pub fn set_checked(&mut self) -> Result<(), StoreError> {
        self.is_unchecked = false;
        self.set_mark_open(true)?;
        self.give_identity()
    }

    /// Opens a library that is there for reading only, also while a window has it open.
    ///
    /// # Errors
    /// [`StoreError`]: not there, newer, not a library, damaged, or what the system said.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        if !looks_like_sqlite(path)? {
            let source = io::Error::from(io::ErrorKind::NotFound);
            return Err(StoreError::Io { tried: "open", path: path.to_owned(), source });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = |target: &Path, flags| {
            let connection = Connection::open_with_flags(target, flags)?;
            connection.busy_timeout(BUSY_TIMEOUT)?;
            // The first read tells whether the write-ahead log can be used.
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Ok(connection)
        };
        let connection = open(path, flags).or_else(|error: rusqlite::Error| {
            // In a folder that cannot be written SQLite cannot share the log; without a log the file alone is whole.
            let log = beside(path, "-wal");
            match immutable_uri(path) {
                Some(uri) if !log.exists() => open(Path::new(&uri), flags | OpenFlags::SQLITE_OPEN_URI),
                _ => Err(error),
            }
        });
        let connection = connection.map_err(|source| StoreError::of(source, "open", path))?;
        let store =
            Self { connection, path: path.to_owned(), lock: None, read_only: true, is_unchecked: false };
        store.check_identity()?;
        Ok(store)
    }

    /// A library that is forgotten when it is dropped.
    ///
    /// # Errors
    /// When SQLite has no memory for it.
    pub fn in_memory() -> Result<Self, StoreError> {
        let path = PathBuf::from(":memory:");
        let connection =
            Connection::open_in_memory().map_err(|source| StoreError::of(source, "open", &path))?;
        let store = Self { connection, path, lock: None, read_only: false, is_unchecked: false };
        store.set_up().map_err(|source| StoreError::of(source, "open", &store.path))?;
        store.migrate()?;
        store.give_identity()?;
        Ok(store)
    }

    fn set_up(&self) -> rusqlite::Result<()> {
        self.connection.busy_timeout(BUSY_TIMEOUT)?;
        self.connection.set_prepared_statement_cache_capacity(32);
        self.connection.pragma_update(None, "foreign_keys", true)?;
        self.connection.pragma_update(None, "synchronous", "NORMAL")
    }

    fn pragma(&self, name: &str) -> Result<i64, StoreError> {
        self.connection
            .pragma_query_value(None, name, |row| row.get(0))
            .map_err(|source| StoreError::of(source, "read", &self.path))
    }

    /// Refuses what is not ours or newer than us.
    fn check_identity(&self) -> Result<(), StoreError> {
        let (id, found) = (self.pragma("application_id")?, self.pragma("user_version")?);
        let is_empty = || -> Result<bool, StoreError> {
            self.connection
                .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
                .map(|n| n == 0)
                .map_err(|source| StoreError::of(source, "read", &self.path))
        };
        // An empty database is what a crash before the very first transaction leaves.
        if id != APPLICATION_ID && !(id == 0 && found == 0 && is_empty()?) {
            return Err(StoreError::NotALibrary { path: self.path.clone() });
        }
        if found > VERSION {
            return Err(StoreError::Newer { path: self.path.clone(), found, known: VERSION });
        }
        Ok(())
    }

    /// Brings the layout up to the present one, each step whole or not at all.
    fn migrate(&self) -> Result<(), StoreError> {
        let found = usize::try_from(self.pragma("user_version")?).unwrap_or(0);
        for (n, script) in MIGRATIONS.iter().enumerate().skip(found) {
            self.saving("set up", |connection| {
                connection.execute_batch(script)?;
                connection.pragma_update(None, "application_id", APPLICATION_ID)?;
                connection.pragma_update(None, "user_version", n as i64 + 1)
            })?;
        }
        Ok(())
    }

    /// Whether the layout is an older one.
    fn is_behind(&self) -> Result<bool, StoreError> {
        Ok(self.pragma("user_version")? < VERSION)
    }

    /// Whether the program did not close it last time.
    fn was_left_open(&self) -> Result<bool, StoreError> {
        if self.pragma("user_version")? == 0 {
            return Ok(false);
        }
        let mut was_open = false;
        self.rows("SELECT value FROM mark WHERE name = 'open'", [], |row| {
            was_open = row.get::<_, i64>(0)? != 0;
            Ok(())
        })?;
        Ok(was_open)
    }

    /// Draws the number that tells this library from others, once.
    fn give_identity(&self) -> Result<(), StoreError> {
        self.saving("open", |connection| {
            connection
                .execute("INSERT OR IGNORE INTO mark (name, value) VALUES ('identity', random())", [])
                .map(|_| ())
        })
    }

    fn set_mark_open(&self, open: bool) -> Result<(), StoreError> {
        self.saving("open", |connection| {
            connection
                .execute("INSERT OR REPLACE INTO mark (name, value) VALUES ('open', ?1)", [i64::from(open)])
                .map(|_| ())
        })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if self.is_unchecked {
            // It stays as it is: what the last run left in the log is not brought in, and the next start checks it.
            let _ = self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        } else if self.lock.is_some() {
            // If this fails, the next start checks the file; nothing is lost.
            if let Err(error) = self.set_mark_open(false) {
                tracing::warn!(%error, "could not mark the library as closed");
            }
            let _ = self.connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
}

/// Whether there is a SQLite file; an empty or absent file is a library yet to be made.
fn looks_like_sqlite(path: &Path) -> Result<bool, StoreError> {
    let io = |source| StoreError::of_io(source, "open", path);
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(io(error)),
    };
    if !file.metadata().map_err(io)?.is_file() {
        return Err(StoreError::NotALibrary { path: path.to_owned() });
    }
    let mut head = Vec::new();
    file.by_ref().take(16).read_to_end(&mut head).map_err(io)?;
    match head.as_slice() {
        [] => Ok(false),
        magic if magic == SQLITE_MAGIC => Ok(true),
        _ => Err(StoreError::NotALibrary { path: path.to_owned() }),
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Takes the one place of a writer. The lock file stays: deleting it would race with the next writer.
fn take_lock(path: &Path) -> Result<File, StoreError> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(beside(path, ".lock"))
        .map_err(|source| StoreError::of_io(source, "lock", path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: path.to_owned() }),
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
            tracing::warn!(%error, "this file system has no locks; open the library in one window only");
            Ok(file)
        }
        Err(TryLockError::Error(source)) => Err(StoreError::of_io(source, "lock", path)),
    }
}

/// `file:…?immutable=1` (<https://www.sqlite.org/uri.html>); `None` for a path that is not Unicode.
fn immutable_uri(path: &Path) -> Option<String> {
    use std::fmt::Write as _;
    let mut uri = "file:".to_owned();
    for byte in path.to_str()?.bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => uri.push(char::from(byte)),
            _ => write!(uri, "%{byte:02X}").ok()?,
        }
    }
    uri.push_str("?immutable=1");
    Some(uri)
}
