//! Everything that a file says: from finding its metadata to its texts, times and places.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    attache_fuzz::media::fuzz::read(bytes);
});
