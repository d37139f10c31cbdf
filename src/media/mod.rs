//! Floor 1: what a file is, what it says, and its pixels.
//!
//! In reading order:
//!
//! - [`sniff`](sniff()): what a file is, by its bytes; [`fingerprint`](fingerprint()): the name of a photo
//! - `source`: the bytes of one Original, read no further than asked; `container`: where in them the metadata lies
//! - `exif`, `iptc`, `xmp`: what the blocks say; `embedded`: the texts of all three made one; `kind`: selfie or event
//! - [`read_photo`]: all of that for one file
//! - [`decode`](decode()), [`embedded_thumbnail`], [`resize`](resize()), [`encode_jpeg`]: pixels, always upright and in sRGB
//! - [`place_at`]: the nearest named place, without a network
//!
//! `budget` bounds the memory of everything that decodes at one time. Apart from it nothing here keeps anything; all of it may be called from many threads at once.

mod budget;
mod bytes;
mod colour;
mod container;
mod decode;
mod embedded;
mod encode;
mod exif;
mod fingerprint;
mod geocode;
mod iptc;
mod kind;
mod limits;
mod orient;
mod picture;
mod read;
mod resize;
mod sniff;
mod source;
mod xmp;

pub use decode::{decode, decode_kept_jpeg, embedded_thumbnail};
pub use encode::{EncodeError, encode_jpeg};
pub use fingerprint::fingerprint;
pub use geocode::place_at;
pub use limits::Limits;
pub use picture::Picture;
pub use read::read_photo;
pub use resize::resize;
pub use sniff::sniff;
