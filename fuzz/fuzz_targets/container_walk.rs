//! The walk over the container of every format, whatever the file is.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    attache_fuzz::media::fuzz::walk_as_every_format(bytes);
});
