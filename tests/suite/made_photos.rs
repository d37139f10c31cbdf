//! The photos that tests make are what they claim to be, by readers that are not ours.

use exif::{In, Tag};

use crate::support::exif_writer::{Ifd, Value};
use crate::support::photo_maker::TestPhoto;

fn full() -> TestPhoto {
    TestPhoto::new()
        .size(320, 240)
        .device("Xiaomi", "24117RK2CG")
        .lens("front camera")
        .serial("0123")
        .software("OS2.0")
        .taken("2026-01-05 18:30:12.345", Some("+08:00"))
        .digitized("2026-01-05 18:30:12", None)
        .orientation(6)
        .gps(-25.0657, -130.1015)
        .gps_time("2026-01-05 10:30:12")
        .description("Dinner")
        .artist("Jo Ada")
        .copyright("© Press office")
        .xiaomi("front")
        .thumbnail()
}

#[test]
fn both_byte_orders_read_back() {
    for photo in [full(), full().big_endian()] {
        let photo = photo.user_comment("잔치 <3");
        let jpeg = photo.jpeg();
        let exif = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(&jpeg)).unwrap();
        let shown = |tag: Tag| exif.get_field(tag, In::PRIMARY).unwrap().display_value().to_string();
        assert_eq!(shown(Tag::Model), "\"24117RK2CG\"");
        assert_eq!(shown(Tag::DateTimeOriginal), "2026-01-05 18:30:12");
        assert_eq!(shown(Tag::SubSecTimeOriginal), "\"345\"");
        assert_eq!(shown(Tag::OffsetTimeOriginal), "\"+08:00\"");
        assert_eq!(shown(Tag::DateTimeDigitized), "2026-01-05 18:30:12");
        assert_eq!(shown(Tag::Orientation), "row 0 at right and column 0 at top");
        assert_eq!(shown(Tag::GPSLatitude), "25 deg 3 min 56.52 sec");
        assert_eq!(shown(Tag::GPSLatitudeRef), "S");
        assert_eq!(shown(Tag::GPSLongitude), "130 deg 6 min 5.4 sec");
        assert_eq!(shown(Tag::GPSTimeStamp), "10:30:12");
        assert_eq!(shown(Tag::GPSDateStamp), "2026-01-05");
        assert_eq!(shown(Tag::BodySerialNumber), "\"0123\"");
        assert!(shown(Tag(exif::Context::Exif, 0x9999)).contains("sensor_type"));
        assert!(exif.get_field(Tag::UserComment, In::PRIMARY).is_some());
        let thumbnail = exif.get_field(Tag::JPEGInterchangeFormat, In::THUMBNAIL).unwrap();
        let at = thumbnail.value.get_uint(0).unwrap() as usize;
        assert_eq!(exif.buf()[at..at + 2], [0xFF, 0xD8]);
        let size = turbojpeg::read_header(&exif.buf()[at..]).unwrap();
        assert_eq!((size.width, size.height), (160, 120));
    }
}

#[test]
fn odd_values_keep_later_ones_in_place() {
    let photo = TestPhoto::new()
        .tag(Ifd::Exif, 0x9000, Value::Undefined(b"0232".to_vec()))
        .tag(Ifd::Exif, 0x829A, Value::ratio(1, 250))
        .tag(Ifd::Exif, 0x9204, Value::SRational(vec![(-2, 3)]))
        .tag(Ifd::Interop, 0x0001, Value::text("R98"))
        .lens("odd");
    let exif = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(photo.jpeg())).unwrap();
    let shown = |tag: Tag| exif.get_field(tag, In::PRIMARY).unwrap().display_value().to_string();
    assert_eq!(shown(Tag::ExposureTime), "1/250");
    let bias = exif.get_field(Tag::ExposureBiasValue, In::PRIMARY).unwrap();
    assert!(matches!(&bias.value, exif::Value::SRational(v) if (v[0].num, v[0].denom) == (-2, 3)));
    assert_eq!(shown(Tag::LensModel), "\"odd\"");
    assert_eq!(shown(Tag::InteroperabilityIndex), "\"R98\"");
}

#[test]
fn seeds_make_different_files_and_the_same_seed_the_same() {
    assert_ne!(TestPhoto::new().seed(1).jpeg(), TestPhoto::new().seed(2).jpeg());
    assert_eq!(full().seed(7).caption("ko", "만찬").jpeg(), full().seed(7).caption("ko", "만찬").jpeg());
}

#[test]
#[ignore = "writes files to look at with another program: set MADE_PHOTOS to a folder"]
fn written_for_a_look() {
    let folder = std::path::PathBuf::from(std::env::var_os("MADE_PHOTOS").unwrap());
    full()
        .caption("en", "Dinner & <speech>")
        .caption("ko", "만찬")
        .rating(3)
        .iptc(120, "만찬")
        .write(folder.join("a.jpg"));
    for name in ["b.png", "c.webp", "d.tif"] {
        full().big_endian().user_comment("잔치").write(folder.join(name));
    }
}
