//! The floors that read what strangers wrote, compiled without the rest of the program: the window's libraries would take many
//! minutes to build with a sanitizer and have no part in reading.

#![allow(dead_code, unused_imports, missing_docs)]

#[path = "../../src/media/mod.rs"]
pub mod media;
#[path = "../../src/model/mod.rs"]
pub mod model;
#[path = "../../src/library/thumbnails/entry.rs"]
pub mod thumbnail_entry;
