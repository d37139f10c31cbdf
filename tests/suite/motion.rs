//! Motion photos and Live Photos: what is there is found wherever it is, and what is only claimed is not believed.

use std::path::Path;
use std::time::Duration;

use attache::media::read_photo;
use attache::model::motion::{Motion, MotionClaim, MotionPlace, MotionScheme};
use attache::model::photo::Photo;

use crate::support::env::{TestEnv, real_photos};
use crate::support::exif_writer::{Ifd, Value};
use crate::support::movie_maker::{
    TestMovie, apple_note, boxed, camera_xmp, motion_photo_xmp, samsung_trailer,
};
use crate::support::photo_maker::TestPhoto;
use crate::support::segments::{segment, with_segments, xmp_app1};

const MOTION_PHOTO_DATA: (u16, &str) = (0x0A30, "MotionPhoto_Data");

/// A JPEG with this packet and this behind it.
fn jpeg(xmp: Option<&str>, behind: &[u8]) -> Vec<u8> {
    let segments: Vec<_> = xmp.iter().map(|packet| segment(0xE1, &xmp_app1(packet))).collect();
    [with_segments(&TestPhoto::new().jpeg(), &segments), behind.to_vec()].concat()
}

fn read(name: &str, bytes: &[u8]) -> Photo {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_photo(&path).unwrap()
}

/// What is found in a JPEG: scheme, what lies at the place, whether it is where the file says, milliseconds, sound.
type Got<'a> = (MotionScheme, &'a [u8], bool, Option<u64>, Option<bool>);

fn found<'a>(bytes: &'a [u8], motion: Option<&Motion>) -> Option<Got<'a>> {
    let motion = motion?;
    let MotionPlace::Embedded { offset, bytes: len, is_where_said } = motion.place else { return None };
    let video = &bytes[offset as usize..(offset + len) as usize];
    let millis = motion.duration.map(|duration| duration.as_millis() as u64);
    Some((motion.scheme, video, is_where_said, millis, motion.sound))
}

#[test]
fn videos_are_found_where_each_scheme_puts_them() {
    use MotionScheme as S;
    let (sound, silent) = (TestMovie::new().bytes(), TestMovie::new().silent().bytes());
    let len = sound.len();
    let gain_map = TestPhoto::new().size(16, 12).jpeg();
    let micro = camera_xmp(&format!("GCamera:MicroVideo=\"1\" GCamera:MicroVideoOffset=\"{len}\""), "");
    let xiaomi = camera_xmp(
        "MiCamera:XMPMeta=\"&lt;?xml version='1.0'?&gt;\"",
        &format!(
            "<GCamera:MicroVideo>1</GCamera:MicroVideo><GCamera:MicroVideoOffset>{len}</GCamera:MicroVideoOffset>"
        ),
    );
    let olive = camera_xmp(&format!("OpCamera:OLivePhotoVersion=\"2\" OpCamera:VideoLength=\"{len}\""), "");
    let motion = motion_photo_xmp(&[("video/mp4", "MotionPhoto", len)]);
    let ultra_hdr =
        motion_photo_xmp(&[("image/jpeg", "GainMap", gain_map.len()), ("video/mp4", "MotionPhoto", len)]);
    let video_first =
        motion_photo_xmp(&[("video/mp4", "MotionPhoto", len), ("image/jpeg", "GainMap", gain_map.len())]);
    let samsung = |video: &[u8]| samsung_trailer(&[(MOTION_PHOTO_DATA.0, MOTION_PHOTO_DATA.1, video)]);
    let switched_off = motion.replace("MotionPhoto=\"1\"", "MotionPhoto=\"0\"");
    for (name, xmp, behind, scheme, has_sound) in [
        ("micro video", Some(&micro), sound.clone(), S::MicroVideo, true),
        ("micro video in elements", Some(&xiaomi), sound.clone(), S::MicroVideo, true),
        ("OPPO", Some(&olive), sound.clone(), S::OLivePhoto, true),
        ("motion photo", Some(&motion), sound.clone(), S::MotionPhoto, true),
        ("switched off, and yet there", Some(&switched_off), sound.clone(), S::MotionPhoto, true),
        ("behind a gain map", Some(&ultra_hdr), [&gain_map[..], &sound].concat(), S::MotionPhoto, true),
        ("before a gain map", Some(&video_first), [&sound[..], &gain_map].concat(), S::MotionPhoto, true),
        ("samsung", None, samsung(&sound), S::Samsung, true),
        ("samsung without sound", None, samsung(&silent), S::Samsung, false),
    ] {
        let bytes = jpeg(xmp.map(String::as_str), &behind);
        let photo = read("a.jpg", &bytes);
        let video = if has_sound { &sound } else { &silent };
        let want = (scheme, &video[..], true, Some(2_800), Some(has_sound));
        assert_eq!(found(&bytes, photo.motion.as_ref()), Some(want), "{name}");
        assert_eq!(photo.motion_claim, None, "{name}");
    }
}

#[test]
fn wrong_places_are_put_right() {
    use MotionScheme as S;
    let video = TestMovie::new().bytes();
    let len = video.len();
    let micro = |offset: usize| {
        camera_xmp(&format!("GCamera:MicroVideo=\"1\" GCamera:MicroVideoOffset=\"{offset}\""), "")
    };
    let motion = motion_photo_xmp(&[("video/mp4", "MotionPhoto", len)]);
    let behind = [&video[..], &vec![b'x'; 700]].concat();
    let huawei = [&video[..], b"v2_f27              36:1500             LIVE_4321           "].concat();
    for (name, xmp, behind, scheme) in [
        ("counted wrong", Some(micro(len - 100)), video.clone(), S::MicroVideo),
        ("counted beyond the file", Some(micro(1 << 40)), video.clone(), S::MicroVideo),
        ("no place at all", Some(camera_xmp("GCamera:MotionPhoto=\"1\"", "")), video.clone(), S::MotionPhoto),
        ("something behind it", Some(motion), behind.clone(), S::MotionPhoto),
        ("nothing said", None, video.clone(), S::Unsaid),
        ("nothing said, something behind it", None, behind, S::Unsaid),
        ("huawei", None, huawei, S::Huawei),
    ] {
        let bytes = jpeg(xmp.as_deref(), &behind);
        let photo = read("a.jpg", &bytes);
        let want = (scheme, &video[..], false, Some(2_800), Some(true));
        assert_eq!(found(&bytes, photo.motion.as_ref()), Some(want), "{name}");
    }
}

#[test]
fn a_claim_without_a_video_is_no_video() {
    use MotionScheme as S;
    let motion = motion_photo_xmp(&[("video/mp4", "MotionPhoto", 4_000)]);
    let micro = camera_xmp("GCamera:MicroVideo=\"1\" GCamera:MicroVideoOffset=\"1024\"", "");
    let video = TestMovie::new().bytes();
    let cut = &video[..video.len() / 2];
    let no_tracks = TestMovie { tracks: Vec::new(), ..TestMovie::new() }.bytes();
    let empty_block = samsung_trailer(&[(MOTION_PHOTO_DATA.0, MOTION_PHOTO_DATA.1, b"")]);
    for (name, xmp, behind, claim) in [
        ("stripped", Some(&motion), &b""[..], Some(S::MotionPhoto)),
        ("stripped micro video", Some(&micro), b"", Some(S::MicroVideo)),
        ("cut short before moov", Some(&motion), cut, Some(S::MotionPhoto)),
        ("no tracks", Some(&motion), &no_tracks, Some(S::MotionPhoto)),
        ("samsung's block is empty", None, &empty_block, Some(S::Samsung)),
        ("switched off", Some(&camera_xmp("GCamera:MotionPhoto=\"0\"", "")), b"", None),
        ("other trailer", None, &samsung_trailer(&[(0x0B41, "DualShot_DepthMap_1", b"depth")]), None),
        ("nothing", None, b"", None),
    ] {
        let photo = read("a.jpg", &jpeg(xmp.map(String::as_str), behind));
        assert_eq!(photo.motion, None, "{name}");
        assert_eq!(photo.missing_motion(), claim.map(MotionClaim::Embedded).as_ref(), "{name}");
    }
}

#[test]
fn lengths_and_sound_are_what_the_video_says() {
    let check = |movie: TestMovie, want: (Option<u64>, Option<bool>), name: &str| {
        let photo = read("a.jpg", &jpeg(None, &movie.bytes()));
        let motion = photo.motion.unwrap();
        assert_eq!((motion.duration.map(|d| d.as_millis() as u64), motion.sound), want, "{name}");
    };
    let movie = TestMovie::new;
    check(TestMovie { is_fast: true, ..movie() }, (Some(2_800), Some(true)), "moov first");
    check(
        TestMovie { tracks: vec![(*b"vide", 9), (*b"soun", 0)], ..movie() },
        (Some(2_800), Some(false)),
        "empty",
    );
    check(TestMovie { length: (600, 1_000), ..movie() }, (Some(1_666), Some(true)), "other units");
    check(TestMovie { length: (0, 2_800), ..movie() }, (None, Some(true)), "no units");
    check(TestMovie { length: (1000, 0), ..movie() }, (None, Some(true)), "no length");
    check(TestMovie { length: (1000, u32::MAX), ..movie() }, (None, Some(true)), "not known");
    check(TestMovie { length: (1, 1_000_000), ..movie() }, (None, Some(true)), "eleven days");
}

#[test]
fn apple_names_the_video_of_a_live_photo() {
    let id = "0CF96D2C-2E30-4E70-9D85-1D2B8F1E0D1B";
    let photo = TestPhoto::new().tag(Ifd::Exif, 0x927C, Value::Undefined(apple_note(id)));
    let photo = read("IMG_1.JPG", &photo.jpeg());
    assert_eq!(photo.missing_motion(), Some(&MotionClaim::Live(id.to_owned())));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("IMG_1.MOV");
    std::fs::write(&path, TestMovie::new().live(id).bytes()).unwrap();
    let movie = attache::media::read_movie(&path).unwrap().unwrap();
    assert_eq!(movie.content_id.as_deref(), Some(id));
    assert_eq!((movie.duration, movie.sound), (Some(Duration::from_millis(2_800)), Some(true)));
    std::fs::write(&path, "no video").unwrap();
    assert_eq!(attache::media::read_movie(&path).unwrap(), None);
    assert!(attache::media::read_movie(Path::new("/nowhere.mov")).is_err());
}

#[test]
fn lies_cost_nothing() {
    let video = TestMovie::new().bytes();
    let mut cases: Vec<(String, Vec<u8>)> = Vec::new();
    // Sizes that reach beyond everything, in 32 and in 64 bits.
    for size in [1_u32, 2, 7, 9, 0x7FFF_FFFF, u32::MAX] {
        let mut lying = video.clone();
        lying[0..4].copy_from_slice(&size.to_be_bytes());
        cases.push((format!("ftyp of {size}"), lying));
        let mut lying = video.clone();
        lying[20..24].copy_from_slice(&size.to_be_bytes());
        cases.push((format!("mdat of {size}"), lying));
    }
    let ftyp = boxed(b"ftyp", b"mp42\0\0\0\0");
    for size in [1_u64 << 63, u64::MAX, 16, 0] {
        let long = [&1_u32.to_be_bytes()[..], b"moov", &size.to_be_bytes()].concat();
        cases.push((format!("moov of {size}"), [&ftyp[..], &long].concat()));
    }
    let mut nested = Vec::new();
    for _ in 0..10_000 {
        nested = boxed(b"moov", &nested);
    }
    cases.push(("nested".into(), [ftyp.clone(), nested].concat()));
    let mut traks = Vec::new();
    for _ in 0..100_000 {
        traks.extend(boxed(b"trak", b""));
    }
    cases.push(("tracks".into(), [ftyp.clone(), boxed(b"moov", &traks)].concat()));
    cases.push(("boxes".into(), [ftyp.clone(), boxed(b"free", b"").repeat(100_000)].concat()));
    cases.push(("many beginnings".into(), ftyp.repeat(50_000)));
    // Samsung's directory: counts, offsets and lengths of everything.
    let trailer = samsung_trailer(&[(MOTION_PHOTO_DATA.0, MOTION_PHOTO_DATA.1, &video)]);
    let directory_at = trailer.len() - 8 - 12 - 24;
    for at in [directory_at + 8, directory_at + 28, directory_at + 32, trailer.len() - 8] {
        for value in [0, 1, 0x7FFF_FFFF, u32::MAX] {
            let mut lying = trailer.clone();
            lying[at..at + 4].copy_from_slice(&value.to_le_bytes());
            cases.push((format!("SEF {at} of {value}"), lying));
        }
    }
    for (name, behind) in cases {
        let started = std::time::Instant::now();
        let photo = read("a.jpg", &jpeg(None, &behind));
        let cost = started.elapsed();
        assert!(cost < Duration::from_secs(5), "{name}: {cost:?}");
        // Where it was found in spite of the lie, it must be there.
        if let Some(MotionPlace::Embedded { offset, bytes, .. }) = photo.motion.map(|motion| motion.place) {
            assert!(offset + bytes <= photo.original.bytes, "{name}");
        }
    }
    // Without the tables at its end it is no video.
    let (whole, n_tables) = (whole_of(&video), TestMovie::new().moov().len());
    for n in (0..64).map(|n| whole.len() - 1 - n * whole.len() / 80) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jpg");
        std::fs::write(&path, &whole[..n]).unwrap();
        if let Ok(photo) = read_photo(&path) {
            let may_be_one = n > whole.len() - n_tables;
            assert!(photo.motion.is_none() || may_be_one, "cut at {n} of {}", whole.len());
        }
    }
}

fn whole_of(video: &[u8]) -> Vec<u8> {
    jpeg(Some(&motion_photo_xmp(&[("video/mp4", "MotionPhoto", video.len())])), video)
}

/// Scans a folder twice, the second time out of the library, and gives what `scan --json` says of a photo there.
fn scanned(files: &[(&str, Vec<u8>)], name: &str) -> serde_json::Value {
    let env = TestEnv::new();
    for (name, bytes) in files {
        std::fs::write(env.photos().join(name), bytes).unwrap();
    }
    let scan = || {
        let json = env.json(["scan".as_ref(), env.photos().as_os_str()]);
        let photos = json["photos"].as_array().unwrap().clone();
        photos.into_iter().find(|photo| photo["path"].as_str().unwrap().ends_with(name)).unwrap()
    };
    let first = scan();
    assert_eq!(scan(), first, "the library remembers what the files say");
    first
}

#[test]
fn live_photos_are_paired_by_identifier_and_else_by_name() {
    let (id, other) = ("0CF96D2C-2E30-4E70-9D85-1D2B8F1E0D1B", "BB01D7C2-6E3E-4A5B-9E6E-8F1E5A3C2D10");
    let picture = |id: &str| TestPhoto::new().tag(Ifd::Exif, 0x927C, Value::Undefined(apple_note(id))).jpeg();
    let plain = TestPhoto::new().jpeg();
    let live = |id: &str| TestMovie::new().live(id).bytes();
    let check = |picture: &[u8], videos: &[(&str, Vec<u8>)], want: Option<(&str, &str)>, name: &str| {
        let files = [&[("IMG_1.JPG", picture.to_vec())], videos].concat();
        let photo = scanned(&files, "IMG_1.JPG");
        let motion = &photo["motion"];
        let path = motion["path"].as_str().map(|path| path.rsplit('/').next().unwrap());
        assert_eq!(motion["scheme"].as_str().zip(path), want, "{name}");
        let n_companions = photo["companions"].as_array().unwrap().len();
        assert_eq!(n_companions > 0, want.is_some(), "{name}");
        if want.is_some() {
            let of = |field: &str| motion[field].clone();
            assert_eq!(
                (of("kind"), of("seconds"), of("sound")),
                ("companion".into(), 2.8.into(), true.into())
            );
            assert_eq!(of("offset"), serde_json::Value::Null);
        }
    };
    let (named, renamed) = ("IMG_1.MOV", "IMG_1_HEVC.MOV");
    check(&picture(id), &[(named, live(id))], Some(("live-photo", named)), "same name");
    check(&picture(id), &[(renamed, live(id))], Some(("live-photo", renamed)), "longer name");
    check(&picture(id), &[("x.mov", live(id))], Some(("live-photo", "x.mov")), "another name");
    check(&picture(id), &[(named, live(other))], None, "same name, another photo's");
    check(&picture(id), &[(renamed, live(other))], None, "another photo's");
    check(&plain, &[(named, live(id))], Some(("same-name", named)), "the picture lost its note");
    check(
        &picture(id),
        &[("IMG_1.mp4", TestMovie::new().bytes())],
        Some(("same-name", "IMG_1.mp4")),
        "no id",
    );
    check(&plain, &[(renamed, live(id))], None, "nothing in common");
    let both = [("IMG_1.mp4", TestMovie::new().bytes()), (named, live(id))];
    check(&picture(id), &both, Some(("live-photo", named)), "the identifier counts more than a name");
}

#[test]
fn a_film_with_the_name_of_a_photo_is_no_moment_of_it() {
    let film = TestMovie { length: (1000, 600_000), ..TestMovie::new() }.bytes();
    let photo = scanned(&[("a.jpg", TestPhoto::new().jpeg()), ("a.mp4", film)], "a.jpg");
    assert_eq!(photo["motion"], serde_json::Value::Null);
    assert_eq!(photo["companions"].as_array().unwrap().len(), 1);
}

#[test]
fn scan_and_inspect_tell_of_the_video() {
    let video = TestMovie::new().silent().bytes();
    let bytes = jpeg(None, &samsung_trailer(&[(MOTION_PHOTO_DATA.0, MOTION_PHOTO_DATA.1, &video)]));
    let photo = scanned(&[("a.jpg", bytes.clone())], "a.jpg");
    let at = bytes.windows(8).position(|part| part == &video[..8]).unwrap();
    let want = serde_json::json!({
        "kind": "embedded", "scheme": "samsung", "seconds": 2.8, "sound": false, "offset": at,
        "bytes": video.len(), "path": null, "rescued": false,
    });
    assert_eq!((&photo["motion"], &photo["motion_claim"]), (&want, &serde_json::Value::Null));
    let env = TestEnv::new();
    let claim = motion_photo_xmp(&[("video/mp4", "MotionPhoto", 5_000)]);
    std::fs::write(env.photos().join("a.jpg"), bytes).unwrap();
    std::fs::write(env.photos().join("b.jpg"), jpeg(Some(&claim), b"")).unwrap();
    let inspect = |name: &str| {
        let output = env.attache().arg("inspect").arg(env.photos().join(name)).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let (a, b) = (inspect("a.jpg"), inspect("b.jpg"));
    assert!(a.contains("2.8 s of video without sound, inside the file (Samsung motion photo)"), "{a}");
    assert!(b.contains("It says that it is a motion photo, but it holds no video (Motion Photo)"), "{b}");
}

#[test]
fn nothing_of_a_video_is_exported() {
    let env = TestEnv::new();
    let video = TestMovie::new().bytes();
    let photo = TestPhoto::new().size(400, 300).taken("2026-01-05 18:30:12", Some("+08:00"));
    let behind = samsung_trailer(&[(MOTION_PHOTO_DATA.0, MOTION_PHOTO_DATA.1, &video)]);
    photo.clone().trailer(&behind).write(env.photos().join("a.jpg"));
    photo.seed(2).write(env.photos().join("b.jpg"));
    std::fs::write(env.photos().join("b.mov"), &video).unwrap();
    let (photos, out) = (env.photos(), env.path("album"));
    let arguments = ["export".as_ref(), photos.as_os_str(), "--out".as_ref(), out.as_os_str()];
    env.attache().args(arguments).assert().success();
    let mut n_pictures = 0;
    for path in walk(&out) {
        let bytes = std::fs::read(&path).unwrap();
        n_pictures += usize::from(bytes.starts_with(b"\xff\xd8"));
        for mark in [&b"ftyp"[..], b"moov", b"SEFT", b"MotionPhoto"] {
            assert!(!bytes.windows(mark.len()).any(|part| part == mark), "{}", path.display());
        }
    }
    assert!(n_pictures >= 2, "both photos were exported");
}

/// Every file under a folder.
fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

/// What is found in the real photos: file, scheme, milliseconds, sound, place and length.
const REAL_VIDEOS: &[(&str, MotionScheme, u64, bool, u64, u64)] = &[
    (SAMSUNG_HEIC, MotionScheme::MotionBox, 2_083, true, 1_455_411, 2_193_459),
    (NOM_EXIF, MotionScheme::MotionPhoto, 1_440, true, 18_263, 2_745),
];

const SAMSUNG_HEIC: &str = "ente-io+motion_photos/assets/motionphoto.heic";
const NOM_EXIF: &str = "mindeng+nom-exif/testdata/motion_photo_pixel_synth.jpg";

/// Real photos that say something of a video and hold none. `multi-xmp.heic` is not among them: it has two packets and no picture that
/// they could be about.
const REAL_CLAIMS: &[(&str, MotionScheme)] = &[
    ("LycheeOrg+Lychee/tests/Samples/google_motion_photo_broken.jpg", MotionScheme::MicroVideo),
    ("bpatrik+pigallery2/test/backend/assets/live_photo/IMG_7943.HEIC", MotionScheme::LivePhoto),
    ("ianare+exif-samples/heic/IMG_5195.HEIC", MotionScheme::LivePhoto),
    ("mindeng+nom-exif/testdata/exif.avif", MotionScheme::LivePhoto),
    ("thorsted+digicam_corpus/Apple/iPhone XR/IMG_3589.HEIC", MotionScheme::LivePhoto),
];

#[test]
fn real_photos_have_the_videos_that_they_have() {
    let Some(folder) = real_photos() else {
        println!("left out: no real photos beside the checkout");
        return;
    };
    let (mut videos, mut claims, mut unread) = (Vec::new(), Vec::new(), Vec::new());
    for path in walk(&folder) {
        let name = path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
        let Ok(photo) = read_photo(&path) else {
            unread.push(name);
            continue;
        };
        if let Some(claim) = photo.missing_motion() {
            claims.push((name.clone(), claim.scheme()));
        }
        let Some(motion) = photo.motion else { continue };
        let MotionPlace::Embedded { offset, bytes, .. } = motion.place else { panic!("{name}") };
        let millis = motion.duration.unwrap().as_millis() as u64;
        videos.push((name, motion.scheme, millis, motion.sound.unwrap(), offset, bytes));
    }
    claims.sort();
    videos.sort();
    let is_read = |name: &str| !unread.iter().any(|unread| unread == name);
    let want: Vec<_> = REAL_VIDEOS.iter().filter(|want| is_read(want.0)).collect();
    assert_eq!(videos.len(), want.len(), "{videos:?}");
    for (got, want) in videos.iter().zip(want) {
        assert_eq!((got.0.as_str(), got.1, got.2, got.3, got.4, got.5), *want);
    }
    let want: Vec<_> = REAL_CLAIMS.iter().filter(|want| is_read(want.0)).copied().collect();
    let got: Vec<_> = claims.iter().map(|(name, scheme)| (name.as_str(), *scheme)).collect();
    assert_eq!(got, want);
    for (name, ..) in REAL_VIDEOS.iter().filter(|want| !is_read(want.0)) {
        println!("left out, as its format is not read: {name}");
    }
}

#[test]
fn a_real_live_photo_finds_its_video_under_another_name() {
    let Some(folder) = real_photos() else {
        println!("left out: no real photos beside the checkout");
        return;
    };
    let folder = folder.join("bpatrik+pigallery2/test/backend/assets/live_photo");
    let movie = attache::media::read_movie(&folder.join("IMG_7943_HEVC.MOV")).unwrap().unwrap();
    assert_eq!((movie.duration, movie.sound), (Some(Duration::from_millis(1_933)), Some(true)));
    let id = movie.content_id.unwrap();
    assert_eq!(attache::media::read_content_id(&folder.join("IMG_7943.HEIC")).unwrap(), Some(id));
    let json = TestEnv::new().json(["scan".as_ref(), folder.as_os_str()]);
    let motion = &json["photos"][0]["motion"];
    assert_eq!((&motion["scheme"], &motion["sound"]), (&"live-photo".into(), &true.into()));
    assert!(motion["path"].as_str().unwrap().ends_with("/IMG_7943_HEVC.MOV"), "{motion}");
}
