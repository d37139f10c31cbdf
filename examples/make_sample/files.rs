//! A shot as the file its device would have written; the programme; the table of what is true.

use jiff::civil::DateTime;
use jiff::{SignedDuration, ToSpan as _, tz};

use crate::catalogue::{Device, FAREWELL, PROGRAMME, Shot, TAVO};
use crate::exif_writer::{Ifd, Value};
use crate::painter::{Canvas, Frame};
use crate::photo_maker::TestPhoto;
use crate::segments::{Iptc, Xmp};

/// Hours between UTC and the clocks of the guest's country, then of the host's.
const HOME: i8 = 12;
const HOST: i8 = 13;

fn local(shot_local: &str) -> DateTime {
    let (day, time) = shot_local.split_once(' ').expect("a day and a time");
    format!("2026-03-{day}T{time}").parse().expect("a time of March 2026")
}

/// Hours from UTC to where a shot was taken: at home or in the air before noon of the first day, with the host after that.
fn offset_hours(shot: &Shot) -> i8 {
    if local(shot.local) < local("12 12:00:00") { HOME } else { HOST }
}

fn utc(shot: &Shot) -> DateTime {
    local(shot.local) - i64::from(offset_hours(shot)).hours()
}

/// The file.
pub fn photo(shot: &Shot) -> Vec<u8> {
    // Small enough that the whole visit weighs little in the repository.
    let (long, short) = match shot.device {
        Device::Pool | Device::Delegation => (864, 576),
        Device::Xiaomi | Device::Aurora => (832, 624),
        Device::Messenger if shot.tall => (640, 480),
        Device::Messenger => (640, 428),
    };
    let (wide, high) = if shot.tall { (short, long) } else { (long, short) };
    let (x, y, across) = shot.frame;
    let mut canvas = Canvas::new(wide, high, Frame { middle: (x, y), across, lean: shot.lean });
    (shot.scene)(&mut canvas);
    let mut rgb = canvas.into_rgb();
    develop(&mut rgb, wide, high, shot.device);
    let (stored, w, h) = store(&rgb, wide, high, shot.orientation);
    let quality = if shot.device == Device::Messenger { 36 } else { 40 };
    let photo = TestPhoto::new().pixels(w, h, stored).quality(quality).compact();
    let photo = match shot.device {
        Device::Messenger => photo,
        Device::Xiaomi => xiaomi(photo, shot),
        Device::Aurora => aurora(photo, shot),
        Device::Pool => pool(photo, shot),
        Device::Delegation => delegation(photo, shot),
    };
    texts(photo, shot).jpeg()
}

/// Each device has its own way with light and colour; and every lens is darker towards its corners.
fn develop(rgb: &mut [u8], width: u32, height: u32, device: Device) {
    let (gain, colour, corner) = match device {
        Device::Xiaomi => ([1.03, 1.0, 0.99], 1.14, 0.10),
        Device::Aurora => ([1.02, 1.01, 0.98], 1.03, 0.06),
        Device::Pool => ([1.0, 1.0, 1.0], 1.06, 0.16),
        Device::Delegation => ([0.97, 1.0, 1.035], 0.95, 0.13),
        Device::Messenger => ([1.0, 1.0, 1.0], 0.98, 0.08),
    };
    for (n, pixel) in rgb.chunks_exact_mut(3).enumerate() {
        let (x, y) = (n as u32 % width, n as u32 / width);
        let (dx, dy) = (x as f32 / width as f32 * 2.0 - 1.0, y as f32 / height as f32 * 2.0 - 1.0);
        let far = (dx * dx + dy * dy) / 2.0;
        let light = 1.0 - corner * far * far;
        let grey = 0.299 * f32::from(pixel[0]) + 0.587 * f32::from(pixel[1]) + 0.114 * f32::from(pixel[2]);
        for (channel, gain) in pixel.iter_mut().zip(gain) {
            *channel =
                ((grey + (f32::from(*channel) - grey) * colour) * gain * light).clamp(0.0, 255.0) as u8;
        }
    }
}

/// The pixels as a camera stores them that writes this orientation (Exif 2.32, 4.6.4, tag 0x0112).
fn store(rgb: &[u8], width: u32, height: u32, orientation: u16) -> (Vec<u8>, u32, u32) {
    let (w, h) = if orientation >= 5 { (height, width) } else { (width, height) };
    let mut out = Vec::with_capacity(rgb.len());
    for (sy, sx) in (0..h).flat_map(|sy| (0..w).map(move |sx| (sy, sx))) {
        let (x, y) = match orientation {
            2 => (w - 1 - sx, sy),
            3 => (w - 1 - sx, h - 1 - sy),
            4 => (sx, h - 1 - sy),
            5 => (sy, sx),
            6 => (h - 1 - sy, sx),
            7 => (h - 1 - sy, w - 1 - sx),
            8 => (sy, w - 1 - sx),
            _ => (sx, sy),
        };
        let at = ((y * width + x) * 3) as usize;
        out.extend(&rgb[at..at + 3]);
    }
    (out, w, h)
}

/// What every camera writes.
fn exposure(photo: TestPhoto, shutter: u32, f_tenths: u32, iso: u16, focal_hundredths: u32) -> TestPhoto {
    photo
        .tag(Ifd::Image, 0x011A, Value::ratio(72, 1))
        .tag(Ifd::Image, 0x011B, Value::ratio(72, 1))
        .tag(Ifd::Image, 0x0128, Value::short(2))
        .tag(Ifd::Image, 0x0213, Value::short(1))
        .tag(Ifd::Exif, 0x829A, Value::ratio(1, shutter))
        .tag(Ifd::Exif, 0x829D, Value::ratio(f_tenths, 10))
        .tag(Ifd::Exif, 0x8827, Value::short(iso))
        .tag(Ifd::Exif, 0x9000, Value::Undefined(b"0232".to_vec()))
        .tag(Ifd::Exif, 0x9101, Value::Undefined(vec![1, 2, 3, 0]))
        .tag(Ifd::Exif, 0x920A, Value::ratio(focal_hundredths, 100))
        .tag(Ifd::Exif, 0xA000, Value::Undefined(b"0100".to_vec()))
        .tag(Ifd::Exif, 0xA001, Value::short(1))
}

fn stamp(time: DateTime, fraction_digits: usize) -> String {
    let seconds = time.strftime("%Y-%m-%d %H:%M:%S").to_string();
    let nanos = format!("{:09}", time.subsec_nanosecond());
    if fraction_digits == 0 { seconds } else { format!("{seconds}.{}", &nanos[..fraction_digits]) }
}

fn offset(hours: i8) -> String {
    format!("+{hours:02}:00")
}

fn dated(photo: TestPhoto, time: DateTime, fraction_digits: usize, offset: Option<&str>) -> TestPhoto {
    let civil = stamp(time, fraction_digits);
    let mut photo = photo.taken(&civil, offset).digitized(&civil, offset);
    photo.exif.set(Ifd::Image, 0x0132, Value::Ascii(stamp(time, 0).replace('-', ":")));
    if let Some(offset) = offset {
        photo.exif.set(Ifd::Exif, 0x9010, Value::text(offset));
    }
    photo
}

fn placed(photo: TestPhoto, shot: &Shot) -> TestPhoto {
    let Some((lat, lon)) = shot.venue else { return photo };
    // The fix is up to a few seconds older than the picture.
    let fix = utc(shot) - SignedDuration::from_secs(i64::from(shot.file.len() as u8 % 4));
    let above = if shot.venue == Some(TAVO) { 14 } else { 21 };
    photo.gps(lat, lon).gps_time(&stamp(fix, 0)).tag(Ifd::Gps, 0x0005, Value::Byte(vec![0])).tag(
        Ifd::Gps,
        0x0006,
        Value::ratio(above * 10 + 3, 10),
    )
}

/// As a Xiaomi phone does: big-endian, vendor tags 0x9999 and 0x8895, and the name it is sold by in 0x9A00.
fn xiaomi(photo: TestPhoto, shot: &Shot) -> TestPhoto {
    let (f_tenths, focal) = if shot.front { (20, 306) } else { (16, 873) };
    let photo = exposure(photo.big_endian(), 120, f_tenths, 160, focal)
        .device("Xiaomi", "25010PN30G")
        .orientation(shot.orientation)
        .tag(Ifd::Image, 0x9A00, Value::text("Xiaomi 15 Ultra"))
        .xiaomi(if shot.front { "front" } else { "rear" });
    let photo = dated(photo, local(shot.local), 3, Some(&offset(offset_hours(shot))));
    placed(photo, shot)
}

/// As Apple's phones do, but for the maker notes.
fn aurora(photo: TestPhoto, shot: &Shot) -> TestPhoto {
    let lens = if shot.front { "front camera 2.69mm f/1.9" } else { "back triple camera 6.765mm f/1.78" };
    let (f_tenths, focal) = if shot.front { (19, 269) } else { (18, 676) };
    let photo = exposure(photo.big_endian(), 240, f_tenths, 80, focal)
        .device("Apple", "iPhone 16 Pro")
        .software("18.3.1")
        .orientation(shot.orientation)
        .tag(Ifd::Exif, 0xA433, Value::text("Apple"))
        .lens(&format!("iPhone 16 Pro {lens}"));
    let photo = dated(photo, local(shot.local), 3, Some(&offset(offset_hours(shot))));
    placed(photo, shot)
}

fn pool(photo: TestPhoto, shot: &Shot) -> TestPhoto {
    let near = shot.frame.2 < 700.0;
    let photo = exposure(photo, 320, if near { 28 } else { 40 }, 1600, if near { 13_500 } else { 3_500 })
        .device("Canon", "Canon EOS R5m2")
        .lens(if near { "RF70-200mm F2.8 L IS USM" } else { "RF24-70mm F2.8 L IS USM" })
        .serial("052021000417")
        .orientation(shot.orientation)
        .artist("Tomas Ekre")
        .copyright("Press Office of the Republic of Merrowin");
    dated(photo, local(shot.local), 2, Some(&offset(HOST))).thumbnail()
}

/// Its clock shows the time of home: an hour less than the clocks on the wall. It writes no offset.
fn delegation(photo: TestPhoto, shot: &Shot) -> TestPhoto {
    let near = shot.frame.2 < 700.0;
    let photo = exposure(photo, 250, 28, 2000, if near { 8_500 } else { 2_800 })
        .device("SONY", "ILCE-9M3")
        .software("ILCE-9M3 v3.00")
        .lens(if near { "FE 70-200mm F2.8 GM OSS II" } else { "FE 24-70mm F2.8 GM II" })
        .serial("07314459")
        .orientation(shot.orientation)
        .artist("Mira Oduya");
    dated(photo, local(shot.local) - i64::from(HOST - HOME).hours(), 0, None)
}

const LANGUAGES: [&str; 3] = ["en", "ko", "zh-Hans"];

/// Captions and stars: XMP with the languages; the host's press office repeats the English one in IPTC-IIM.
fn texts(mut photo: TestPhoto, shot: &Shot) -> TestPhoto {
    if shot.rating.is_none() && shot.caption.is_none() {
        return photo;
    }
    let mut xmp = Xmp { rating: shot.rating, ..Xmp::default() };
    if let Some(caption) = shot.caption {
        xmp.caption = vec![("x-default".to_owned(), caption[0].to_owned())];
        xmp.caption
            .extend(LANGUAGES.iter().zip(caption).map(|(lang, text)| ((*lang).to_owned(), text.to_owned())));
        xmp.headline = Some("State visit of Prime Minister Daro Venn to Merrowin".to_owned());
        xmp.creator = vec!["Tomas Ekre".to_owned()];
        xmp.credit = Some("Press Office of Merrowin".to_owned());
        xmp.rights = Some("Press Office of the Republic of Merrowin".to_owned());
        xmp.keywords = vec!["state visit".to_owned(), "Merrowin".to_owned(), "Kasoria".to_owned()];
        for (name, mention) in [("Ilse Maren", "Maren"), ("Daro Venn", "Venn")] {
            if caption[0].contains(mention) {
                xmp.persons.push(name.to_owned());
            }
        }
        photo.iptc = Some(Iptc(vec![
            (80, "Tomas Ekre".to_owned()),
            (105, "State visit of Prime Minister Daro Venn to Merrowin".to_owned()),
            (110, "Press Office of Merrowin".to_owned()),
            (120, caption[0].to_owned()),
        ]));
    }
    photo.xmp = Some(xmp);
    photo
}

/// The programme as iCalendar (RFC 5545). It allows one SUMMARY an event: English; the other languages stand in a property of our own.
pub fn programme() -> String {
    let mut lines: Vec<String> =
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Attache//sample visit//EN", "CALSCALE:GREGORIAN"]
            .map(str::to_owned)
            .to_vec();
    for (language, name) in [
        ("en", "State visit of Kasoria to Merrowin"),
        ("ko", "카소리아 총리 메로윈 국빈 방문"),
        ("zh-Hans", "卡索里亚总理对梅罗温进行国事访问"),
    ] {
        lines.push(format!("NAME;LANGUAGE={language}:{name}"));
    }
    for (zone, hours) in [("Pacific/Fiji", HOME), ("Pacific/Tongatapu", HOST)] {
        lines.extend([
            "BEGIN:VTIMEZONE".to_owned(),
            format!("TZID:{zone}"),
            "BEGIN:STANDARD".to_owned(),
            "DTSTART:20220101T000000".to_owned(),
            format!("TZOFFSETFROM:+{hours:02}00"),
            format!("TZOFFSETTO:+{hours:02}00"),
            format!("TZNAME:+{hours:02}"),
            "END:STANDARD".to_owned(),
            "END:VTIMEZONE".to_owned(),
        ]);
    }
    for (id, start, end, place, titles) in PROGRAMME.iter().chain([&FAREWELL]) {
        let zone = if *id == "departure" { "Pacific/Fiji" } else { "Pacific/Tongatapu" };
        let at = |when: &str| local(&format!("{when}:00")).strftime("%Y%m%dT%H%M%S").to_string();
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", uid(id)),
            "DTSTAMP:20260301T000000Z".to_owned(),
            format!("DTSTART;TZID={zone}:{}", at(start)),
            format!("DTEND;TZID={zone}:{}", at(end)),
            format!("SUMMARY;LANGUAGE=en:{}", titles[0]),
            format!("X-ATTACHE-SUMMARY;LANGUAGE=ko:{}", titles[1]),
            format!("X-ATTACHE-SUMMARY;LANGUAGE=zh-Hans:{}", titles[2]),
            format!("LOCATION;LANGUAGE=en:{}", place.replace(',', "\\,")),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| fold(line)).collect()
}

fn uid(id: &str) -> String {
    format!("{id}@visit.merrowin.example")
}

/// A content line of at most 75 octets, continued on lines that begin with a space (RFC 5545, 3.1).
fn fold(line: &str) -> String {
    let (mut out, mut used) = (String::new(), 0);
    for c in line.chars() {
        if used + c.len_utf8() > 75 {
            out += "\r\n ";
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out + "\r\n"
}

/// What is true of every photo, for tests of what the program works out.
pub fn truth(shots: &[Shot]) -> String {
    let mut out = "file\tprogramme_uid\ttrue_utc\toffset\tdevice\tclock_error_secs\n".to_owned();
    let row = |path: String, shot: &Shot| {
        let instant = tz::Offset::UTC.to_timestamp(utc(shot)).expect("a time of March 2026");
        let item = shot.item.map_or_else(|| "-".to_owned(), uid);
        let error = if shot.device == Device::Delegation { -3600 } else { 0 };
        format!(
            "{path}\t{item}\t{instant:.0}\t{}\t{}\t{error}\n",
            offset(offset_hours(shot)),
            shot.device.folder()
        )
    };
    for shot in shots {
        out += &row(crate::path_of(shot), shot);
    }
    for (from, to) in crate::COPIES {
        let shot =
            shots.iter().find(|shot| crate::path_of(shot) == from).expect("a copy of a photo that is there");
        out += &row(to.to_owned(), shot);
    }
    out
}
