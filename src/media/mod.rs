//! Floor 1: what a file is, what it says, and its pixels.
//!
//! In reading order:
//!
//! - [`sniff`](sniff()): what a file is, by its bytes; [`fingerprint`](fingerprint()): the name of a photo
//! - `source`: the bytes of one Original, read no further than asked; `container`: where in them the metadata lies
//! - `exif`: what its blocks say; `maker`: what makers add; `kind`: selfie or event; [`encoding`]: of texts that do not name theirs
//! - `texts`: captions and names of XMP, IPTC-IIM and EXIF made one, with what disagrees
//! - `motion`: the video that a phone keeps with a photo; [`read_movie`], [`read_content_id`]: what makes a Live Photo of two files
//! - `credentials`: Content Credentials, read and not verified; `hidden`: what else lies beside the picture
//! - [`read_photo`]: all of that for one file
//! - [`decode`](decode()), [`embedded_thumbnail`], [`resize`](resize()), [`encode_jpeg`]: pixels, always upright and in sRGB
//! - [`Pyramid`]: a full picture in levels and tiles, for looking at it closely
//! - [`Renderer`]: smaller JPEGs of a file, in one go and by the shortest way; `planes`: that way for JPEG
//! - [`look_of`]: what a picture looks like, coarsely, to find the same scene again
//! - [`place_at`]: the nearest named place, [`zones_at`]: the time zone, both without a network
//!
//! `budget` bounds the memory of everything that decodes at one time. Apart from it nothing here keeps anything; all of it may be called from many threads at once.

mod budget;
mod bytes;
mod colour;
mod container;
mod credentials;
mod decode;
mod encode;
pub mod encoding;
mod exif;
mod fingerprint;
#[doc(hidden)]
pub mod fuzz;
mod geocode;
mod hidden;
mod kind;
mod limits;
mod look;
mod maker;
mod md5;
mod motion;
mod orient;
mod picture;
mod planes;
mod pyramid;
mod read;
mod resize;
mod sniff;
mod source;
mod spare;
pub mod texts;
mod zone;

pub use decode::{
    Renderer, Rendition, decode, decode_kept_jpeg, decode_kept_small, edges_of, embedded_thumbnail,
};
pub use encode::{EncodeError, Encoding, encode_jpeg, jpeg_size};
pub use fingerprint::fingerprint;
pub use geocode::place_at;
pub use limits::Limits;
pub use look::look_of;
pub use motion::{read_content_id, read_movie};
pub use picture::Picture;
pub use pyramid::{Area, BORDER_PX, Levels, Pyramid, TILE_PX, Tile, TileId};
pub use read::read_photo;
pub use resize::resize;
pub use sniff::sniff;
pub use zone::zones_at;
