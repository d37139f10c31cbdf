//! Floor 2: what is kept and found on disk: folders of Originals, the library file, the thumbnail cache.
//!
//! - [`scan`]: walks folders and reads what changed since last time
//! - [`store`]: the library, one SQLite file: what people said, and what files said when they were last read
//! - [`known`]: what the library remembers of a file, so that it need not be opened again
//! - [`desk`]: code replacements and the delegation list, as files
//! - [`programme`]: calendars and tables of a visit's official programme
//! - [`sidecar`]: texts written where other programs look, when asked
//! - [`thumbnails`]: small pictures kept in the cache folder
//!
//! Originals are only ever opened for reading, and sidecars written only when asked; the library file is never deleted by the program.

pub mod desk;
pub mod known;
pub mod programme;
pub mod scan;
pub mod sidecar;
pub mod store;
pub mod thumbnails;
