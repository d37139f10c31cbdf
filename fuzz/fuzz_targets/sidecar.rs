//! A sidecar in XMP, and its marks of persons written again.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    attache_fuzz::media::fuzz::sidecar(bytes);
});
