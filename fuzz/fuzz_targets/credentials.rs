//! A manifest store of Content Credentials (C2PA): JUMBF, CBOR, a certificate.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    attache_fuzz::media::fuzz::credentials(bytes);
});
