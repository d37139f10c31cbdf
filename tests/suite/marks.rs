//! Persons marked on photos: in the window, in files of other programs, and in sidecars.

use std::fs;
use std::path::Path;

use attache::library::store::{EditMeta, Store};
use attache::media::read_photo;
use attache::model::caption::marks::MarkEdit;
use attache::model::edit::Edit;
use attache::model::made;
use attache::model::notes::{Field, Key, Notes, Subject, Value};
use attache::model::orientation::Orientation;
use attache::model::photo::Photo;
use attache::model::region::{Area, Region};
use attache::session::{Command, Revision};
use attache::ui::ask::Ask;
use egui::{Key as Button, Modifiers, Pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use serde_json::Value as Json;

use super::captions_window::desk;
use super::ui::{Window, click, click_photo, press, type_into};
use crate::support::env::{TestEnv, real_photos};
use crate::support::exiftool;
use crate::support::photo_maker::TestPhoto;

const NONE: Modifiers = Modifiers::NONE;

fn photo(window: &Window, n: usize) -> Photo {
    window.state().session.collection().photo(made::id(n)).unwrap().as_ref().clone()
}

fn regions(window: &Window, n: usize) -> Vec<Region> {
    window.state().session.collection().notes().photo_regions(&photo(window, n))
}

fn persons(window: &Window, n: usize) -> Vec<String> {
    window.state().session.collection().notes().photo_list(&photo(window, n), Field::Persons).to_vec()
}

fn middle(window: &Window) -> Pos2 {
    window.get_by_label_contains("Large view of").rect().center()
}

fn click_at(window: &mut Window, at: Pos2) {
    window.hover_at(at);
    window.run_steps(1);
    window.drag_at(at);
    window.run_steps(1);
    window.drop_at(at);
    window.run_steps(4);
}

fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    window.hover_at(from);
    window.run_steps(1);
    window.drag_at(from);
    window.run_steps(1);
    for part in [0.3, 0.6, 1.0] {
        window.hover_at(from + (to - from) * part);
        window.run_steps(1);
    }
    window.drop_at(to);
    window.run_steps(4);
}

fn types(window: &mut Window, words: &str) {
    window.input_mut().events.push(egui::Event::Text(words.to_owned()));
    window.run_steps(3);
}

/// A window that shows the first of these photos large, with marking begun.
fn marking(n: usize) -> Window {
    let mut window = desk(n);
    click_photo(&mut window, 0, NONE);
    press(&mut window, NONE, Button::F);
    window.get_by_label_contains("Click a face, or drag a box");
    window
}

#[test]
fn a_face_is_clicked_and_named_and_one_step_takes_it_back() {
    let mut window = marking(3);
    let face = middle(&window) + vec2(120.0, -40.0);
    click_at(&mut window, face);
    assert!(window.get_by_label("Name of the person").is_focused());
    types(&mut window, "미라");
    window.get_by_label("Mark as Mira Orsa");
    press(&mut window, NONE, Button::Enter);
    let [mark] = regions(&window, 0).try_into().unwrap();
    assert_eq!(mark.name, "Mira Orsa");
    assert!(mark.area.x > 500_000 && mark.area.y < 500_000);
    assert_eq!(persons(&window, 0), ["Mira Orsa"]);
    assert!(window.get_by_label("Mark of Mira Orsa").is_focused());
    // The photo beside it is marked next, without a step back.
    press(&mut window, NONE, Button::Escape);
    press(&mut window, NONE, Button::ArrowRight);
    window.get_by_label_contains("Click a face, or drag a box");
    press(&mut window, NONE, Button::ArrowLeft);
    click(&mut window, "Undo mark of Mira Orsa");
    assert!(regions(&window, 0).is_empty() && persons(&window, 0).is_empty());
    press(&mut window, NONE, Button::Escape);
    assert!(window.query_by_label_contains("Large view of").is_some(), "the first Escape ends the marking");
    press(&mut window, NONE, Button::Escape);
    assert!(window.query_by_label_contains("Large view of").is_none());
}

#[test]
fn a_box_is_dragged_moved_resized_renamed_and_deleted() {
    let mut window = marking(2);
    let at = middle(&window);
    drag(&mut window, at - vec2(60.0, 50.0), at + vec2(60.0, 50.0));
    types(&mut window, "새 손님");
    press(&mut window, NONE, Button::Enter);
    let name = "Mark of 새 손님";
    let before = regions(&window, 0)[0].area;
    assert!(before.x.abs_diff(500_000) < 2_000 && before.y.abs_diff(500_000) < 2_000, "{before:?}");
    let rect = window.get_by_label(name).rect();
    assert!((rect.width() - 124.0).abs() < 2.0, "{rect:?}");
    // By its middle.
    drag(&mut window, at, at + vec2(40.0, 0.0));
    let moved = regions(&window, 0)[0].area;
    assert!(moved.x > before.x && moved.w == before.w, "{moved:?}");
    // By a corner.
    let corner = window.get_by_label(name).rect().right_bottom() - vec2(3.0, 3.0);
    drag(&mut window, corner, corner + vec2(20.0, 20.0));
    let larger = regions(&window, 0)[0].area;
    assert!(larger.w > moved.w && larger.h > moved.h && larger.corners().0.0 - moved.corners().0.0 < 1e-5);
    press(&mut window, Modifiers::COMMAND, Button::Z);
    assert_eq!(regions(&window, 0)[0].area, moved, "each drag is a step");
    // Another name, which stands among the persons in place of the first.
    window.get_by_label(name).focus();
    window.run_steps(2);
    press(&mut window, NONE, Button::Enter);
    types(&mut window, "han");
    press(&mut window, NONE, Button::Enter);
    assert_eq!(
        (regions(&window, 0)[0].name.as_str(), persons(&window, 0)),
        ("Han Byeol", vec!["Han Byeol".into()])
    );
    press(&mut window, NONE, Button::Delete);
    assert!(regions(&window, 0).is_empty());
    assert_eq!(persons(&window, 0), ["Han Byeol"], "who is not marked is shown all the same");
    press(&mut window, Modifiers::COMMAND, Button::Z);
    assert_eq!(regions(&window, 0).len(), 1);
}

#[test]
fn persons_are_marked_and_ordered_by_keyboard_alone() {
    let mut window = desk(2);
    click_photo(&mut window, 0, NONE);
    type_into(&mut window, "Persons, left to right", "han; orsa");
    press(&mut window, NONE, Button::Escape);
    for (name, key) in [("Han Byeol", Button::ArrowRight), ("Mira Orsa", Button::ArrowLeft)] {
        window.get_by_label(&format!("Mark {name} on the photo")).focus();
        window.run_steps(2);
        press(&mut window, NONE, Button::Enter);
        assert!(window.get_by_label(&format!("Mark of {name}")).is_focused());
        for _ in 0..20 {
            press(&mut window, NONE, key);
        }
    }
    press(&mut window, Modifiers::SHIFT, Button::ArrowRight);
    press(&mut window, Modifiers::SHIFT, Button::ArrowUp);
    let [han, orsa] = regions(&window, 0).try_into().unwrap();
    assert_eq!((han.area.x, orsa.area.x), (600_000, 400_000));
    assert!(orsa.area.w > han.area.w && orsa.area.h > han.area.h);
    press(&mut window, Modifiers::COMMAND, Button::Z);
    let orsa = regions(&window, 0)[1].clone();
    assert_eq!((orsa.area.x, orsa.area.w), (500_000, han.area.w), "a row of nudges is one step");
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Button::Z);
    // A mark that is there is gone to, not made again.
    window.get_by_label("Go to the mark of Han Byeol").focus();
    window.run_steps(2);
    press(&mut window, NONE, Button::Enter);
    assert_eq!(regions(&window, 0).len(), 2);
    press(&mut window, NONE, Button::Escape);
    press(&mut window, NONE, Button::L);
    assert_eq!(persons(&window, 0), ["Mira Orsa", "Han Byeol"]);
    click(&mut window, "Undo order of persons in 1 photo");
    assert_eq!(persons(&window, 0), ["Han Byeol", "Mira Orsa"]);
    click(&mut window, "Order by marks, left to right");
    assert_eq!(persons(&window, 0), ["Mira Orsa", "Han Byeol"]);
}

#[test]
fn what_is_asked_and_not_answered_marks_nobody() {
    let mut window = marking(2);
    let at = middle(&window);
    click_at(&mut window, at);
    press(&mut window, NONE, Button::Escape);
    assert!(window.query_by_label("Name of the person").is_none());
    click_at(&mut window, at);
    click_at(&mut window, at + vec2(200.0, 150.0));
    assert!(
        window.query_by_label("Name of the person").is_none(),
        "a click beside it takes the question away"
    );
    assert!(regions(&window, 0).is_empty());
    // Another photo while it is asked.
    click_at(&mut window, at);
    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, Ask::GoTo(made::id(1)));
    window.run_steps(4);
    assert!(window.query_by_label("Name of the person").is_none());
    let add = MarkEdit::Remove { photo: made::id(1), at: 3 };
    window.state_mut().session.command(Command::Revise(Revision::Mark(add))).unwrap();
    assert!(regions(&window, 1).is_empty());
}

fn said(env: &TestEnv, path: &Path, marks: &[Region]) {
    let store = Store::open(&env.library()).unwrap();
    let stored = store.load().unwrap();
    let key =
        Key { subject: Subject::Photo(read_photo(path).unwrap().id), field: Field::Regions, lang: None };
    let edit = Edit::against(&stored.notes, "test", [(key, Some(Value::Regions(marks.to_vec())))]);
    store.save_edit(stored.next_edit, &edit, &EditMeta::now()).unwrap();
}

fn region(name: &str, x: u32, y: u32, w: u32, h: u32) -> Region {
    Region { name: name.to_owned(), area: Area { x, y, w, h } }
}

fn inspected(env: &TestEnv, path: &Path) -> Json {
    let json =
        env.json(["inspect", path.to_str().unwrap(), "--library", env.path("none.db").to_str().unwrap()]);
    json["photos"][0]["regions"].clone()
}

fn list(of: &Json) -> Vec<(String, [f64; 4])> {
    let number = |region: &Json, name: &str| region[name].as_f64().unwrap();
    let one = |region: &Json| {
        (
            region["name"].as_str().unwrap_or_default().to_owned(),
            ["x", "y", "w", "h"].map(|name| number(region, name)),
        )
    };
    of.as_array().into_iter().flatten().map(one).collect()
}

/// The numbers of a region as exiftool reads them, in millionths.
fn millionths(of: &Json, names: [&str; 4]) -> [i64; 4] {
    names.map(|name| {
        let number = &of[name];
        let number = number.as_f64().or_else(|| number.as_str()?.parse().ok());
        (number.unwrap_or_else(|| panic!("{name} in {of}")) * 1e6).round() as i64
    })
}

#[test]
fn marks_of_every_orientation_are_written_as_stored_and_read_again() {
    let env = TestEnv::new();
    let marks = [
        region("김하늘 <\"&'>", 250_000, 300_001, 100_000, 81_001),
        region("Mira Orsa", 750_000, 400_000, 60_000, 80_000),
    ];
    let mut paths = Vec::new();
    for orientation in Orientation::ALL {
        let path = env.photos().join(format!("o{}.jpg", orientation.exif()));
        TestPhoto::new()
            .size(120, 80)
            .seed(u32::from(orientation.exif()))
            .orientation(u16::from(orientation.exif()))
            .write(&path);
        said(&env, &path, &marks);
        paths.push(path);
    }
    env.json(["sidecars", env.photos().to_str().unwrap()]);
    let sidecars: Vec<_> = paths.iter().map(|path| path.with_extension("jpg.xmp")).collect();
    for path in &paths {
        // Without the library, from the sidecar alone: as it is looked at.
        let json =
            env.json(["scan", path.to_str().unwrap(), "--library", env.path("none.db").to_str().unwrap()]);
        let read = list(&json["photos"][0]["regions"]);
        let want = |region: &Region| {
            let Area { x, y, w, h } = region.area;
            (region.name.clone(), [x, y, w, h].map(|n| f64::from(n) / 1e6))
        };
        assert_eq!(read, marks.iter().map(want).collect::<Vec<_>>(), "{}", path.display());
    }
    assert_eq!(env.json(["sidecars", env.photos().to_str().unwrap()])["stats"]["n_written"], 0);
    if !exiftool::is_there() {
        return;
    }
    for ((read, orientation), sidecar) in
        exiftool::read_all(&sidecars, ["-struct", "-n"]).iter().zip(Orientation::ALL).zip(&sidecars)
    {
        assert_eq!(read.get("ExifTool:Warning"), None, "{}", sidecar.display());
        let mwg = &read["XMP-mwg-rs:RegionInfo"];
        assert_eq!(
            (&mwg["AppliedToDimensions"]["W"], &mwg["AppliedToDimensions"]["H"]),
            (&120.into(), &80.into())
        );
        let iptc = &read["XMP-iptcExt:ImageRegion"];
        for (n, region) in marks.iter().enumerate() {
            let Area { x, y, w, h } = region.area.stored(orientation);
            let [x, y, w, h] = [x, y, w, h].map(i64::from);
            let face = &mwg["RegionList"][n];
            assert_eq!((&face["Name"], &face["Type"]), (&region.name.as_str().into(), &"Face".into()));
            assert_eq!(millionths(&face["Area"], ["X", "Y", "W", "H"]), [x, y, w, h], "{orientation:?}");
            let image_region = &iptc[n];
            assert_eq!(image_region["PersonInImage"][0], region.name.as_str(), "{image_region}");
            assert_eq!(image_region["Name"], region.name.as_str(), "{image_region}");
            let [left, top, ..] = millionths(&image_region["RegionBoundary"], ["RbX", "RbY", "RbW", "RbH"]);
            assert!(
                (2 * left - (2 * x - w)).abs() <= 1 && (2 * top - (2 * y - h)).abs() <= 1,
                "{image_region}"
            );
        }
    }
}

#[test]
fn one_mark_moves_and_other_programs_keep_theirs() {
    let env = TestEnv::new();
    let path = env.photos().join("a.jpg");
    TestPhoto::new().size(120, 80).seed(3).write(&path);
    let sidecar = path.with_extension("jpg.xmp");
    let foreign = r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 <rdf:Description rdf:about="" xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#" xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#" xmlns:lr="http://other/">
  <mwg-rs:Regions rdf:parseType="Resource">
   <mwg-rs:AppliedToDimensions stDim:w="120" stDim:h="80" stDim:unit="pixel"/>
   <mwg-rs:RegionList><rdf:Bag>
    <rdf:li><rdf:Description mwg-rs:Name="김하늘" mwg-rs:Type="Face"><mwg-rs:Area stArea:x="0.25" stArea:y="0.5" stArea:w="0.1" stArea:h="0.2" stArea:unit="normalized"/><mwg-rs:Extensions lr:vector="00ff"/></rdf:Description></rdf:li>
    <rdf:li><rdf:Description mwg-rs:Name="Bo" mwg-rs:Type="Pet"><mwg-rs:Area stArea:x="0.5" stArea:y="0.5" stArea:w="0.1" stArea:h="0.2"/></rdf:Description></rdf:li>
    <rdf:li><rdf:Description mwg-rs:Type="BarCode" mwg-rs:BarCodeValue="4006381"><mwg-rs:Area stArea:x="0.7" stArea:y="0.5" stArea:w="0.1" stArea:h="0.2"/></rdf:Description></rdf:li>
   </rdf:Bag></mwg-rs:RegionList>
  </mwg-rs:Regions>
 </rdf:Description>
</rdf:RDF></x:xmpmeta>"#;
    fs::write(&sidecar, foreign).unwrap();
    env.json(["scan", env.photos().to_str().unwrap()]);
    said(&env, &path, &[region("김하늘", 300_000, 500_000, 100_000, 200_000)]);
    let done = env.json(["sidecars", env.photos().to_str().unwrap()]);
    assert_eq!(done["sidecars"][0]["changed"], serde_json::json!(["Regions", "ImageRegion"]), "{done}");
    let text = fs::read_to_string(&sidecar).unwrap();
    let want = foreign.replacen("stArea:x=\"0.25\"", "stArea:x=\"0.3\"", 1);
    let at = text.find("  <rdf:Description rdf:about=\"\"\n").unwrap();
    let end = text[at..].find("</rdf:Description>\n</rdf:RDF>").unwrap() + at + "</rdf:Description>\n".len();
    assert_eq!(format!("{}{}", &text[..at], &text[end..]), want, "all but the new property is as it was");
    // Taken away again: what is others' stays, and what was ours goes.
    env.json(["scan", env.photos().to_str().unwrap()]);
    said(&env, &path, &[]);
    env.json(["sidecars", env.photos().to_str().unwrap()]);
    let text = fs::read_to_string(&sidecar).unwrap();
    assert!(
        text.contains("4006381")
            && text.contains("\"Bo\"")
            && !text.contains("김하늘")
            && !text.contains("ImageRegion")
    );
}

#[test]
fn what_exiftool_writes_is_read() {
    if !exiftool::is_there() {
        return;
    }
    let env = TestEnv::new();
    let path = env.photos().join("a.jpg");
    TestPhoto::new().size(120, 80).seed(4).orientation(6).write(&path);
    exiftool::write(
        &path,
        [
            "-RegionInfo={AppliedToDimensions={W=120,H=80,Unit=pixel},RegionList=[{Area={X=0.25,Y=0.3,W=0.1,H=0.05,Unit=normalized},Name=이나래,Type=Face},{Area={X=0.5,Y=0.5,W=0.1,H=0.1,Unit=normalized},Type=Focus}]}",
            "-ImageRegion=[{RegionBoundary={RbShape=rectangle,RbUnit=relative,RbX=0.6,RbY=0.1,RbW=0.2,RbH=0.1},PersonInImage=[李明]}]",
        ],
    );
    let read = list(&inspected(&env, &path));
    // Turned a quarter clockwise to stand upright: x becomes the distance from the lower edge.
    assert_eq!(
        read,
        [("이나래".to_owned(), [0.7, 0.25, 0.05, 0.1]), ("李明".to_owned(), [0.85, 0.7, 0.1, 0.2])]
    );
}

#[test]
fn regions_of_real_files_are_those_that_exiftool_reads() {
    let Some(photos) = real_photos().filter(|_| exiftool::is_there()) else {
        println!("left out: no collection of real files, or no exiftool");
        return;
    };
    let files: Vec<_> = ["jpg", "jpeg", "JPG", "HEIC", "png", "tif"]
        .iter()
        .flat_map(|ending| files_of(&photos, ending))
        .filter(|file| {
            let bytes = fs::read(file).unwrap();
            bytes.windows(6).any(|six| six == b"mwg-rs" || six == b"MPReg:")
        })
        .collect();
    let mut n = 0;
    for (file, read) in files.iter().zip(exiftool::read_all(&files, ["-struct", "-n"])) {
        let Some(info) = read.get("XMP-mwg-rs:RegionInfo") else { continue };
        let faces =
            info["RegionList"].as_array().into_iter().flatten().filter(|region| region["Type"] == "Face");
        let photo = read_photo(file).unwrap();
        let ours = photo.embedded.regions.clone().map(|regions| regions.list).unwrap_or_default();
        let faces: Vec<&Json> = faces.collect();
        assert_eq!(ours.len(), faces.len(), "{}", file.display());
        for (ours, face) in ours.iter().zip(faces) {
            assert_eq!(ours.name, face["Name"].as_str().unwrap_or_default());
            let Area { x, y, w, h } = ours.area;
            let want = millionths(&face["Area"], ["X", "Y", "W", "H"]);
            assert_eq!([x, y, w, h].map(i64::from), want, "{}", file.display());
            n += 1;
        }
        if let Some(name) = file.to_str().filter(|name| name.contains("orientation/Portrait_")) {
            // One picture stored in several orientations: the face is where it is.
            let upright = Notes::default().photo_regions(&photo);
            assert!(upright[0].area.x.abs_diff(440_570) < 20, "{name}: {:?}", upright[0]);
        }
    }
    println!("{n} regions of {} files are as exiftool reads them", files.len());
    assert!(n > 0 || files.is_empty());
}

fn files_of(folder: &Path, ending: &str) -> Vec<std::path::PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            out.extend(files_of(&path, ending));
        } else if path.extension().is_some_and(|its| its == ending) {
            out.push(path);
        }
    }
    out.sort();
    out
}
