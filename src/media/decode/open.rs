//! Which decoder serves a file.

use std::borrow::Cow;

use image::ImageFormat;

use super::decoder::{Decoder, Fault, Outside};
use super::heif::HeifDecoder;
use super::jpeg::JpegDecoder;
use super::jxl::JxlDecoder;
use super::raster::RasterDecoder;
use super::raw::RawDecoder;
use crate::media::colour::Colour;
use crate::media::container::tiff::{Repair, repair};
use crate::media::container::{Blocks, walk};
use crate::media::exif::read_exif;
use crate::media::limits::Limits;
use crate::media::sniff::start_of_jpeg;
use crate::media::source::Source;
use crate::model::photo::Format;

/// Opens a file with the decoder of its format. Reads headers and metadata only.
///
/// # Errors
/// [`Fault::Damaged`] when the headers make no sense or the file cannot be read any more.
pub(super) fn open<'a>(
    source: &'a Source,
    format: Format,
    limits: &Limits,
) -> Result<Box<dyn Decoder + 'a>, Fault> {
    let blocks = if format == Format::Raw { Blocks::default() } else { walk(source, format) };
    let raster = |format: ImageFormat, blocks: Blocks| -> Result<Box<dyn Decoder + 'a>, Fault> {
        let repair = if format == ImageFormat::Tiff { repair(source) } else { Repair::default() };
        Ok(Box::new(RasterDecoder::open(whole(source)?, format, outside(blocks), repair, limits)?))
    };
    match format {
        Format::Jpeg => Ok(Box::new(JpegDecoder::open(jpeg(source)?, outside(blocks))?)),
        Format::Png => raster(ImageFormat::Png, blocks),
        Format::WebP => raster(ImageFormat::WebP, blocks),
        Format::Tiff => raster(ImageFormat::Tiff, blocks),
        Format::Gif => raster(ImageFormat::Gif, blocks),
        Format::Bmp => raster(ImageFormat::Bmp, blocks),
        Format::Heic | Format::Avif => Ok(Box::new(HeifDecoder::open(source, outside(blocks))?)),
        Format::Raw => Ok(Box::new(RawDecoder::open(source)?)),
        Format::Jxl => Ok(Box::new(JxlDecoder::open(whole(source)?, limits)?)),
    }
}

/// All bytes of the file.
fn whole(source: &Source) -> Result<Cow<'_, [u8]>, Fault> {
    source.whole().map_err(|error| Fault::Damaged(format!("it could not be read to its end: {error}")))
}

/// The bytes of a JPEG, without those in front of it that do not belong to it.
fn jpeg(source: &Source) -> Result<Cow<'_, [u8]>, Fault> {
    let bytes = whole(source)?;
    Ok(match (start_of_jpeg(source.head()), bytes) {
        (None | Some(0), bytes) => bytes,
        (Some(at), Cow::Borrowed(bytes)) => Cow::Borrowed(bytes.get(at..).unwrap_or_default()),
        (Some(at), Cow::Owned(mut bytes)) => {
            bytes.drain(..at.min(bytes.len()));
            Cow::Owned(bytes)
        }
    })
}

/// What the metadata says of the pixels: the container's own word goes before EXIF's.
pub(super) fn outside(blocks: Blocks) -> Outside {
    let exif = blocks.exif.map(read_exif).unwrap_or_default();
    let orientation = blocks.orientation.or(exif.orientation).unwrap_or_default();
    let colour = match (blocks.cicp, blocks.icc) {
        (Some(cicp), _) => Colour::Cicp(cicp),
        (None, Some(icc)) => Colour::Icc(icc),
        (None, None) if exif.is_adobe_rgb => Colour::AdobeRgb,
        (None, None) => Colour::Srgb,
    };
    Outside { orientation, colour }
}
