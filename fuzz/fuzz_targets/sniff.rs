//! What a file is, by its bytes.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = attache_fuzz::media::sniff(bytes);
});
