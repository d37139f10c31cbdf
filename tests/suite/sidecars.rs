//! Sidecars: read beside a photo, and written without losing what other programs keep in them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::support::env::TestEnv;
use crate::support::photo_maker::TestPhoto;

/// A sidecar as Lightroom and darktable write it, with things that are none of our business.
const FOREIGN: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
    xmlns:darktable="http://darktable.sf.net/"
    xmlns:digiKam="http://www.digikam.org/ns/1.0/"
    xmp:Rating="3"
    crs:Exposure2012="+0.35"
    darktable:xmp_version="5">
   <dc:description>
    <rdf:Alt><rdf:li xml:lang="x-default">From the raw converter</rdf:li></rdf:Alt>
   </dc:description>
   <crs:ToneCurvePV2012><rdf:Seq><rdf:li>0, 0</rdf:li><rdf:li>255, 255</rdf:li></rdf:Seq></crs:ToneCurvePV2012>
   <darktable:history><rdf:Seq><rdf:li darktable:num="0" darktable:operation="exposure" darktable:params="0000a0b1"/></rdf:Seq></darktable:history>
   <!-- keep me -->
   <digiKam:TagsList><rdf:Seq><rdf:li>People/김 &amp; Co</rdf:li></rdf:Seq></digiKam:TagsList>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"#;

fn photo(env: &TestEnv, name: &str, seed: u32) -> PathBuf {
    let path = env.photos().join(name);
    TestPhoto::new()
        .seed(seed)
        .taken("2026-01-05 18:30:12", Some("+08:00"))
        .caption("x-default", "In the file")
        .write(&path);
    path
}

fn scanned(env: &TestEnv, name: &str) -> Json {
    let json = env.json(["scan", env.photos().to_str().unwrap()]);
    let photos = json["photos"].as_array().unwrap().clone();
    photos.into_iter().find(|photo| Path::new(photo["path"].as_str().unwrap()).ends_with(name)).unwrap()
}

#[test]
fn a_sidecar_goes_before_the_file_and_is_read_again_when_it_changes() {
    let env = TestEnv::new();
    photo(&env, "a.jpg", 1);
    let sidecar = env.photos().join("a.xmp");
    fs::write(&sidecar, FOREIGN).unwrap();
    let read = scanned(&env, "a.jpg");
    assert_eq!(read["caption"]["und"], "From the raw converter");
    assert_eq!(read["rating"], 3);
    assert_eq!(read["text_conflicts"][0]["text"], "In the file");
    assert_eq!(read["text_sources"][0]["file"], "a.xmp");
    // Known now, and not opened again; the same is said of it.
    assert_eq!(scanned(&env, "a.jpg")["caption"], read["caption"]);
    fs::write(&sidecar, FOREIGN.replace("From the raw converter", "Corrected there")).unwrap();
    assert_eq!(scanned(&env, "a.jpg")["caption"]["und"], "Corrected there");
    // The whole name is closer.
    fs::write(env.photos().join("a.jpg.xmp"), FOREIGN.replace("From the raw converter", "Whole name"))
        .unwrap();
    let read = scanned(&env, "a.jpg");
    assert_eq!(read["caption"]["und"], "Whole name");
    assert_eq!(read["text_conflicts"].as_array().unwrap().len(), 2);
    fs::remove_file(&sidecar).unwrap();
    fs::remove_file(env.photos().join("a.jpg.xmp")).unwrap();
    let read = scanned(&env, "a.jpg");
    assert_eq!((&read["caption"]["und"], &read["text_conflicts"]), (&"In the file".into(), &Json::Null));
}

#[test]
fn one_sidecar_is_never_two_pictures() {
    let env = TestEnv::new();
    photo(&env, "a.jpg", 1);
    let png = env.photos().join("a.png");
    fs::write(&png, TestPhoto::new().seed(2).png()).unwrap();
    let sidecar = env.photos().join("a.xmp");
    fs::write(&sidecar, FOREIGN).unwrap();
    for name in ["a.jpg", "a.png"] {
        let read = scanned(&env, name);
        assert_ne!(read["caption"]["und"], "From the raw converter");
        assert!(read["remarks"][0].as_str().unwrap().contains("does not say which of them"), "{read}");
    }
    let says = FOREIGN.replace(
        "xmp:Rating=\"3\"",
        "xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" photoshop:SidecarForExtension=\"PNG\"",
    );
    fs::write(&sidecar, says).unwrap();
    assert_eq!(scanned(&env, "a.png")["caption"]["und"], "From the raw converter");
    assert_eq!(scanned(&env, "a.jpg")["caption"]["und"], "In the file");
}

#[test]
fn a_broken_sidecar_says_so_and_what_stands_before_the_break_counts() {
    let env = TestEnv::new();
    photo(&env, "a.jpg", 1);
    let cut = FOREIGN.find("<crs:Tone").unwrap();
    for (text, caption) in [
        (&FOREIGN[..cut + 8], "From the raw converter"),
        ("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>", "In the file"),
    ] {
        fs::write(env.photos().join("a.xmp"), text).unwrap();
        let read = scanned(&env, "a.jpg");
        assert_eq!(read["caption"]["und"], caption);
        assert_eq!(read["problems"][0]["kind"], "metadata-damaged", "{read}");
    }
    fs::write(env.photos().join("a.xmp"), " ".repeat(17 << 20)).unwrap();
    let read = scanned(&env, "a.jpg");
    assert!(read["problems"][0]["message"].as_str().unwrap().contains("16 MB"));
    assert_eq!(read["caption"]["und"], "In the file");
}
