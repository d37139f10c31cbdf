//! An entry of the thumbnail cache.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = attache_fuzz::thumbnail_entry::parse(bytes);
});
