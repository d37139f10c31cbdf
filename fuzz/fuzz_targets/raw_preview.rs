//! The previews of a camera's raw file: found, and the smallest decoded.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    attache_fuzz::media::fuzz::raw_preview(bytes);
});
