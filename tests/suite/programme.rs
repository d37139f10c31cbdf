//! Albums along the programme: the sample visit's photos in the items that their maker meant.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use attache::session::{Command, Revision, Session};

use super::support::env::{TestEnv, sample};

/// The item of each photo as its maker meant it; `None` between the items.
fn truth() -> BTreeMap<String, Option<String>> {
    let table = std::fs::read_to_string(sample().join("TRUTH.tsv")).unwrap();
    let rows = table.lines().skip(1).map(|row| {
        let fields: Vec<&str> = row.split('\t').collect();
        (fields[0].to_owned(), (fields[1] != "-").then(|| fields[1].to_owned()))
    });
    rows.collect()
}

#[test]
fn the_command_line_groups_by_the_programme() {
    let env = TestEnv::new();
    let programme = sample().join("programme.ics");
    let args: [std::ffi::OsString; 4] =
        ["scan".into(), sample().into(), "--programme".into(), programme.into()];
    let scan = env.json(args);
    let visits = scan["visits"].as_array().unwrap();
    assert_eq!(visits.len(), 1);
    let sections = visits[0]["sections"].as_array().unwrap();
    let talks = sections.iter().find(|s| s["programme_uid"] == "talks@visit.merrowin.example").unwrap();
    assert_eq!(talks["title"]["ko"], "양국 대표단 회담");
    assert_eq!(
        (talks["start"].as_str(), talks["end"].as_str()),
        (Some("2026-03-13T09:30:00"), Some("2026-03-13T12:00:00"))
    );
    let truth = truth();
    let mut n = 0;
    for section in sections {
        for path in section["photos"].as_array().unwrap() {
            let path = path.as_str().unwrap();
            let name = path.strip_prefix(sample().to_str().unwrap()).unwrap().trim_start_matches('/');
            // The delegation's clock is an hour off, and messengers tell when they saved a picture.
            if name.starts_with("camera-delegation") || name.starts_with("messenger") {
                continue;
            }
            n += 1;
            assert_eq!(section["programme_uid"].as_str(), truth[name].as_deref(), "{name}");
        }
    }
    assert!(n >= 30, "{n} photos compared");
    let placed = |name: &str| {
        let photos = scan["photos"].as_array().unwrap();
        let photo = photos.iter().find(|p| p["path"].as_str().unwrap().ends_with(name));
        photo.unwrap()["placed"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        placed("IMG_0415.JPG"),
        "between Departure from Tavo (ended 09:00) and Arrival and guard of honour (14:30)"
    );
    // A messenger tells when it saved a picture.
    assert_eq!(
        placed("KakaoTalk_20260312_145903127.jpg"),
        "at the time of 14:30\u{2013}15:10 Arrival and guard of honour, by a time that is not sure enough"
    );
    let photo = scan["photos"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["path"].as_str().unwrap().ends_with("1Z8A0071.JPG"));
    let why = photo.unwrap()["placed"].as_str().unwrap();
    assert_eq!(why, "inside 09:30–12:00 Talks of the delegations; 11 min 33 s after its start");
}

#[test]
fn a_programme_that_cannot_be_read_stops_the_command_with_words() {
    let env = TestEnv::new();
    let broken = env.path("broken.ics");
    std::fs::write(
        &broken,
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:tomorrow\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    )
    .unwrap();
    let output = env.attache().arg("scan").arg(sample()).arg("--programme").arg(&broken).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("broken.ics") && told.contains("line 3"), "{told}");
}

#[test]
fn every_photo_lands_in_its_item_once_the_wrong_clock_is_accepted() {
    let mut session = Session::in_memory(|| {}).unwrap();
    session.command(Command::Open(vec![sample(), sample().join("programme.ics")])).unwrap();
    let begun = Instant::now();
    while session.collection().proposals().is_empty() || session.collection().notes().programmes().is_empty()
    {
        assert!(begun.elapsed() < Duration::from_secs(60), "no programme, or no clock was found wrong");
        session.poll(Duration::from_millis(20));
        if session.offer().is_some() {
            assert!(session.collection().notes().programmes().is_empty(), "nothing is taken over unasked");
            session.command(Command::UseProgramme).unwrap();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(session.undo_name(), Some("programme of 13 items"));
    let one = session.collection().proposals()[0].clone();
    let accept = Revision::CorrectClock { device: one.device, correction: one.correction };
    session.command(Command::Revise(accept)).unwrap();
    let truth = truth();
    let collection = session.collection();
    let visit = &collection.grouping().visits[0];
    let mut n = 0;
    for section in &visit.sections {
        for photo in section.photos.iter().filter_map(|id| collection.photo(*id)) {
            let name = photo.original.path.strip_prefix(sample()).unwrap().to_str().unwrap().to_owned();
            // Messengers tell when they saved a picture, not when it was taken.
            if name.starts_with("messenger/mm") || name.starts_with("messenger/Kakao") {
                continue;
            }
            n += 1;
            let why = collection.why_placed(photo.id).unwrap();
            assert_eq!(section.item.as_deref(), truth[&name].as_deref(), "{name}: {why}");
            // Also those between the items say so, and those before the first and after the last.
            let is_between =
                ["between ", "before ", "after ", "at the time of "].iter().any(|word| why.starts_with(word));
            assert!(is_between || section.item.is_some(), "{name}: {why}");
        }
    }
    assert_eq!(n, 43);
    // One item is there that nobody photographed, or all are: the visit says which.
    let known: Vec<&str> = truth.values().flatten().map(String::as_str).collect();
    assert!(visit.unphotographed.iter().all(|uid| !known.contains(&&**uid)), "{:?}", visit.unphotographed);
    // Taking the programme back leaves days.
    session.command(Command::Undo).unwrap();
    session.command(Command::Undo).unwrap();
    assert!(session.collection().grouping().visits[0].sections.iter().all(|section| section.item.is_none()));
}
