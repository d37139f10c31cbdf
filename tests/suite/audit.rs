//! Leaks planted into a clean album, one at a time: each is found, and nothing is where there is none.

use std::collections::BTreeMap;
use std::path::Path;

use attache::export::audit::{audit_folder, report::FindingKind};
use attache::export::files::sha256;

use super::export::{Album, files};

type Files = BTreeMap<String, Vec<u8>>;

/// Writes files as an album whose manifest tells the truth about them.
fn write_album(folder: &Path, files: &Files) {
    let mut manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let listed = files.iter().filter(|(path, _)| *path != "manifest.json");
    let list: Vec<serde_json::Value> = listed
        .map(|(path, data)| serde_json::json!({"path": path, "bytes": data.len(), "sha256": sha256(data)}))
        .collect();
    manifest["files"] = list.into();
    let manifest = serde_json::to_vec(&manifest).unwrap();
    for (path, data) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, data).unwrap();
    }
    std::fs::write(folder.join("manifest.json"), manifest).unwrap();
}

/// The kinds found in a folder, each with its path.
fn found(folder: &Path) -> Vec<(FindingKind, String)> {
    audit_folder(folder).unwrap().findings.into_iter().map(|f| (f.kind, f.path)).collect()
}

fn first(files: &Files, ending: &str) -> String {
    files.keys().find(|path| path.ends_with(ending)).unwrap().clone()
}

/// Puts bytes into a file at a place.
fn insert(data: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    data.splice(at..at, bytes.iter().copied());
}

/// A JPEG segment.
fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![0xFF, marker];
    out.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
    out.extend(body);
    out
}

fn png_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut out = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
    out.extend(name);
    out.extend(body);
    // The reader looks at names; the checksum is of no concern to it.
    out.extend([0; 4]);
    out
}

/// Behind the JFIF segment of our own JPEG files.
const AFTER_JFIF: usize = 20;

#[test]
fn leaks_in_jpeg_are_found() {
    use FindingKind::{HiddenData, Metadata, NotUnderstood};
    let plants: Vec<(FindingKind, Box<dyn Fn(&mut Vec<u8>)>)> = vec![
        (
            Metadata,
            Box::new(|d| insert(d, AFTER_JFIF, &segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"))),
        ),
        (
            Metadata,
            Box::new(|d| insert(d, AFTER_JFIF, &segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"))),
        ),
        (Metadata, Box::new(|d| insert(d, AFTER_JFIF, &segment(0xE2, b"ICC_PROFILE\0\x01\x01profile")))),
        (Metadata, Box::new(|d| insert(d, AFTER_JFIF, &segment(0xED, b"Photoshop 3.0\08BIM")))),
        (Metadata, Box::new(|d| insert(d, AFTER_JFIF, &segment(0xFE, b"taken by Kim")))),
        (Metadata, Box::new(|d| insert(d, AFTER_JFIF, &segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01")))),
        (Metadata, Box::new(|d| insert(d, 2, &segment(0xE0, b"JFXX\0\x10thumbnail")))),
        (Metadata, Box::new(|d| (d[18], d[19]) = (1, 1))),
        (HiddenData, Box::new(|d| d.extend(b"\0\0\0\x18ftypmp42three seconds of sound"))),
        (HiddenData, Box::new(|d| d.extend(d.clone()))),
        (HiddenData, Box::new(|d| d.push(0))),
        (HiddenData, Box::new(|d| insert(d, AFTER_JFIF, &[0xFF]))),
        (HiddenData, Box::new(|d| insert(d, AFTER_JFIF, &[0xFF, 0xD8]))),
        (NotUnderstood, Box::new(|d| d.truncate(d.len() / 2))),
        (NotUnderstood, Box::new(|d| insert(d, AFTER_JFIF, &segment(0xDB, b"hidden words")))),
        (NotUnderstood, Box::new(Vec::clear)),
    ];
    let album = Album::small();
    album.export().unwrap();
    let clean = files(&album.out());
    let picture = first(&clean, ".jpg");
    for (n, (kind, plant)) in plants.into_iter().enumerate() {
        let mut planted = clean.clone();
        plant(planted.get_mut(&picture).unwrap());
        let folder = tempfile::tempdir().unwrap();
        write_album(folder.path(), &planted);
        let found = found(folder.path());
        assert!(found.contains(&(kind, picture.clone())), "plant {n}: {found:?}");
    }
}

#[test]
fn leaks_in_png_and_webp_are_found() {
    use FindingKind::{HiddenData, Metadata, NotUnderstood};
    let album = Album::small();
    album.export().unwrap();
    let clean = files(&album.out());
    let check = |path: &str, kind: FindingKind, data: Vec<u8>| {
        let mut planted = clean.clone();
        planted.insert(path.to_owned(), data);
        let folder = tempfile::tempdir().unwrap();
        write_album(folder.path(), &planted);
        let found = found(folder.path());
        assert!(found.contains(&(kind, path.to_owned())), "{path} {kind:?}: {found:?}");
    };
    let icon = &clean["assets/icon.png"];
    for name in [b"eXIf", b"tEXt", b"iTXt", b"iCCP", b"tIME", b"zzZz"] {
        let mut data = icon.clone();
        insert(&mut data, 33, &png_chunk(name, b"words"));
        check("assets/icon.png", Metadata, data);
    }
    let mut data = icon.clone();
    data.extend(b"more");
    check("assets/icon.png", HiddenData, data);
    check("assets/icon.png", NotUnderstood, icon[..icon.len() - 5].to_vec());

    let webp = |chunks: &[(&[u8; 4], &[u8])]| {
        let mut body = b"WEBP".to_vec();
        for (name, data) in chunks {
            body.extend(*name);
            body.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
            body.extend(*data);
        }
        let mut out = b"RIFF".to_vec();
        out.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
        out.extend(body);
        out
    };
    check("media/x.webp", Metadata, webp(&[(b"VP8L", b"abcd"), (b"EXIF", b"abcd")]));
    check(
        "media/x.webp",
        Metadata,
        webp(&[(b"VP8X", &[0x08, 0, 0, 0, 0, 0, 0, 0, 0, 0]), (b"VP8L", b"abcd")]),
    );
    check("media/x.webp", Metadata, webp(&[(b"VP8L", b"abcd"), (b"XMP ", b"abcd")]));
    let mut data = webp(&[(b"VP8L", b"abcd")]);
    data.extend(b"more");
    check("media/x.webp", HiddenData, data);
}

#[test]
fn leaks_in_pages_are_found() {
    use FindingKind::{
        ActiveContent, DanglingUrl, MachinePath, NotUnderstood, OriginalName, OutsideUrl, Position,
        WeakPolicy,
    };
    // What is planted behind <main id="content">, and what it must be found as.
    let plants = [
        ("<img src=\"https://example.org/x.gif\" alt=\"\">", OutsideUrl),
        ("<img src=\"//example.org/x.gif\" alt=\"\">", OutsideUrl),
        ("<img srcset=\"https:&#47;&#47;example.org/x.gif 1w\" alt=\"\">", OutsideUrl),
        ("<a href=\"data:text/html,x\">x</a>", OutsideUrl),
        ("<a href=\"javascript:alert(1)\">x</a>", OutsideUrl),
        ("<a href=\"file:///home/kim/x\">x</a>", OutsideUrl),
        ("<a href=\"../../outside.html\">x</a>", OutsideUrl),
        ("<a href=\"gone.html\">x</a>", DanglingUrl),
        ("<script>fetch(\"x\")</script>", ActiveContent),
        ("<p onclick=\"x()\">x</p>", ActiveContent),
        ("<p style=\"background: red\">x</p>", ActiveContent),
        ("<style>p { color: red }</style>", ActiveContent),
        ("<iframe src=\"index.html\"></iframe>", ActiveContent),
        ("<form action=\"x\"></form>", ActiveContent),
        ("<base href=\"https://example.org/\">", ActiveContent),
        ("<!-- exported by kim -->", NotUnderstood),
        ("<meta http-equiv=\"refresh\" content=\"0; url=x\">", NotUnderstood),
        ("<IMG SRC=x>", NotUnderstood),
        ("<video src=\"index.html\"></video>", NotUnderstood),
        ("<p data-path=\"x\">x</p>", NotUnderstood),
        ("<p>from /home/kim/Pictures/visit</p>", MachinePath),
        ("<p>from &#x2f;Users&#x2F;kim</p>", MachinePath),
        ("<p title=\"C:\\Fotos\\Besuch\">x</p>", MachinePath),
        ("<!-- /home/kim/album -->", MachinePath),
        ("<p>IMG_20260105_183012.HEIC</p>", OriginalName),
        ("<img src=\"index.html\" alt=\"DSC_0042\">", OriginalName),
        ("<p>39.9042, 116.4074</p>", Position),
        ("<p>39°54′26″N 116°23′29″E</p>", Position),
        ("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src *\">", WeakPolicy),
    ];
    let album = Album::small();
    album.export().unwrap();
    let clean = files(&album.out());
    let page = String::from_utf8(clean["index.html"].clone()).unwrap();
    let (head, body) = page.split_once("<main id=\"content\">").unwrap();
    let check = |page: String, kind: FindingKind, what: &str| {
        let mut planted = clean.clone();
        planted.insert("index.html".to_owned(), page.into_bytes());
        let folder = tempfile::tempdir().unwrap();
        write_album(folder.path(), &planted);
        let found = found(folder.path());
        assert!(found.contains(&(kind, "index.html".to_owned())), "{what}: {found:?}");
    };
    for (plant, kind) in plants {
        check(format!("{head}<main id=\"content\">{plant}{body}"), kind, plant);
    }
    check(page.replace("script-src 'self'", "script-src 'self' https:"), WeakPolicy, "weaker policy");
    check(page.replace("Content-Security-Policy", "Policy"), WeakPolicy, "no policy");
    check(page.replace("<!doctype html>", ""), NotUnderstood, "no doctype");
}

#[test]
fn leaks_in_styles_scripts_and_the_manifest_are_found() {
    use FindingKind::{ActiveContent, MachinePath, NotUnderstood, OutsideUrl, UnknownType};
    let album = Album::small();
    album.export().unwrap();
    let clean = files(&album.out());
    let check = |path: &str, kind: FindingKind, more: &str| {
        let mut planted = clean.clone();
        planted.entry(path.to_owned()).or_default().extend(more.as_bytes());
        let folder = tempfile::tempdir().unwrap();
        write_album(folder.path(), &planted);
        let found = found(folder.path());
        assert!(found.contains(&(kind, path.to_owned())), "{path} {more}: {found:?}");
    };
    let css = first(&clean, ".css");
    check(&css, OutsideUrl, "@import \"https://example.org/x.css\";");
    check(&css, OutsideUrl, "p { background: url(x.png) }");
    check(&css, NotUnderstood, "p { background: \\75rl(x.png) }");
    check(&css, NotUnderstood, "@font-face { src: local(x) }");
    check(&css, MachinePath, "/* /home/kim/theme */");
    check(&first(&clean, ".js"), ActiveContent, ";");
    check("notes.txt", UnknownType, "mine");
    check("media/sound.mov", UnknownType, "ftyp");
    check("Thumbs.db", UnknownType, "x");

    let mut planted = clean.clone();
    let mut manifest: serde_json::Value = serde_json::from_slice(&clean["manifest.json"]).unwrap();
    manifest["target"] = "/home/kim/album".into();
    manifest["settings"]["title"] = "/home/kim/album".into();
    planted.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap());
    let folder = tempfile::tempdir().unwrap();
    write_album(folder.path(), &planted);
    let found = found(folder.path());
    let at = |kind| (kind, "manifest.json".to_owned());
    assert!(found.contains(&at(NotUnderstood)) && found.contains(&at(MachinePath)), "{found:?}");
}

#[test]
fn files_that_are_not_as_listed_are_found() {
    use FindingKind::{Changed, NotInManifest, OriginalName, UnknownType};
    let album = Album::small();
    album.export().unwrap();
    let out = album.out();
    assert_eq!(found(&out), [], "clean");

    let picture = first(&files(&out), ".jpg");
    std::fs::copy(out.join(&picture), out.join("media/IMG_0042.jpg")).unwrap();
    let added = "media/IMG_0042.jpg".to_owned();
    assert_eq!(found(&out), [(OriginalName, added.clone()), (NotInManifest, added)]);
    std::fs::remove_file(out.join("media/IMG_0042.jpg")).unwrap();

    let before = std::fs::read(out.join("index.html")).unwrap();
    let changed = String::from_utf8(before.clone()).unwrap().replace("photo", "phota");
    std::fs::write(out.join("index.html"), changed).unwrap();
    assert_eq!(found(&out), [(Changed, "index.html".to_owned())]);
    std::fs::write(out.join("index.html"), before).unwrap();

    std::fs::rename(out.join(&picture), album.folder.path().join("aside")).unwrap();
    assert!(found(&out).contains(&(Changed, picture.clone())));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(album.folder.path().join("aside"), out.join(&picture)).unwrap();
        assert!(found(&out).contains(&(UnknownType, picture)));
    }
    std::fs::remove_file(out.join("manifest.json")).unwrap();
    assert!(found(&out).contains(&(NotInManifest, "manifest.json".to_owned())));
    assert!(audit_folder(&out.join("nowhere")).is_err());
}

#[test]
fn damaged_files_never_stop_the_audit() {
    let album = Album::small();
    album.export().unwrap();
    let clean = files(&album.out());
    let folder = tempfile::tempdir().unwrap();
    let mut planted = clean.clone();
    for (path, data) in &clean {
        // Cut at every sixteenth and with a byte flipped there, under names beside the sound ones.
        let (stem, ending) = path.rsplit_once('.').unwrap();
        if stem.contains('/') && ending != "json" && planted.len() < clean.len() + 160 {
            for n in 0..16 {
                let at = data.len() * n / 16;
                planted.insert(format!("{stem}-cut{n}.{ending}"), data[..at].to_vec());
                let mut flipped = data.clone();
                flipped[at] ^= 0xFF;
                planted.insert(format!("{stem}-flip{n}.{ending}"), flipped);
            }
        }
    }
    write_album(folder.path(), &planted);
    let report = audit_folder(folder.path()).unwrap();
    assert_eq!(report.n_files, planted.len());
    assert!(!report.is_clean());
}
