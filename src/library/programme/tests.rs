//! Whole programmes, invented after real ones.

use jiff::civil::date;
use jiff::tz::Offset;
use proptest::prelude::*;

use super::*;
use crate::model::text::LangTag;

const SAMPLE: &[u8] = include_bytes!("../../../assets/sample/programme.ics");

fn tag(text: &str) -> LangTag {
    LangTag::parse(text).unwrap()
}

/// A calendar of these lines inside one VEVENT each.
fn calendar(events: &[&str]) -> Vec<u8> {
    let events: String = events.iter().map(|e| format!("BEGIN:VEVENT\r\n{e}\r\nEND:VEVENT\r\n")).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
        .replace('\n', "\r\n")
        .replace("\r\r", "\r")
        .into()
}

fn read(events: &[&str]) -> Reading {
    parse_programme(&calendar(events)).unwrap()
}

fn starts(reading: &Reading) -> Vec<(String, String)> {
    reading.programme.items.iter().map(|item| (item.uid.to_string(), item.start.civil.to_string())).collect()
}

#[test]
fn the_sample_has_thirteen_items_in_three_languages() {
    let reading = parse_programme(SAMPLE).unwrap();
    assert_eq!(reading.programme.items.len(), 13);
    assert_eq!(reading.remarks, []);
    assert_eq!(reading.form, "calendar, UTF-8");
    for item in reading.programme.items.iter() {
        for language in ["en", "ko", "zh-Hans"] {
            assert!(item.title.get(&tag(language)).is_some(), "{}: {language}", item.uid);
        }
    }
    let lights = reading.programme.item("lights@visit.merrowin.example").unwrap();
    assert_eq!(lights.place.get(&tag("en")), Some("Harbour, Port Lindell"));
    assert_eq!(lights.start.civil, date(2026, 3, 12).at(20, 30, 0, 0));
    assert_eq!(lights.end.offset, Some(Offset::constant(13)));
    assert_eq!(reading.programme.items[0].start.offset, Some(Offset::constant(12)));
    assert_eq!(reading.programme.name.get(&tag("ko")), Some("카소리아 총리 메로윈 국빈 방문"));
}

#[test]
fn what_an_item_says() {
    let bytes = "BEGIN:VCALENDAR\nX-WR-CALNAME:State Visit\nNAME;LANGUAGE=ko:국빈 방문\nX-WR-TIMEZONE:Asia/Shanghai\n\
        BEGIN:VEVENT\nUID:a\nDTSTART:20260105T010000Z\nDURATION:PT40M\nSUMMARY:Welcome ceremony\nSUMMARY;LANGUAGE=zh-CN:欢迎仪式\n\
        X-OFFICE-LOCATION;LANGUAGE=ko:인민대회당\nLOCATION:Great Hall\\, East Gate\nGEO:39.9;116.4\n\
        ORGANIZER;CN=\"Protocol; Office\":mailto:p@x.example\nATTENDEE;CN=Kim Minji:mailto:k@x.example\nATTENDEE;CN=x@y.example:mailto:x\n\
        ATTENDEE;CN=Hall 3;CUTYPE=ROOM:mailto:r\nATTENDEE:mailto:z\nATTENDEE;CN=Kim Minji:mailto:k\nSTATUS:CANCELLED\n\
        BEGIN:VALARM\nSUMMARY:no\nTRIGGER:-PT5M\nEND:VALARM\nEND:VEVENT\n\
        BEGIN:VEVENT\nUID:b\nDTSTART;VALUE=DATE:20260105\nSUMMARY:Day of arrival\nEND:VEVENT\nEND:VCALENDAR\n";
    let reading = parse_programme(bytes.as_bytes()).unwrap();
    assert_eq!(reading.remarks, []);
    assert_eq!(reading.programme.name.get(&tag("ko")), Some("국빈 방문"));
    assert_eq!(reading.programme.name.get(&LangTag::und()), Some("State Visit"));
    let item = reading.programme.item("a").unwrap();
    // The calendar's zone gives UTC a wall to stand on.
    let eight = Some(Offset::constant(8));
    assert_eq!(item.start, ItemTime { civil: date(2026, 1, 5).at(9, 0, 0, 0), offset: eight });
    assert_eq!(item.end, ItemTime { civil: date(2026, 1, 5).at(9, 40, 0, 0), offset: eight });
    assert!(item.is_cancelled && !item.is_all_day);
    assert_eq!(item.title.get(&tag("zh-CN")), Some("欢迎仪式"));
    assert_eq!(item.place.get(&LangTag::und()), Some("Great Hall, East Gate"));
    assert_eq!(item.place.get(&tag("ko")), Some("인민대회당"));
    assert_eq!(item.position.map(|p| p.lat), Some(39.9));
    assert_eq!(item.persons, ["Protocol; Office", "Kim Minji"]);
    let day = reading.programme.item("b").unwrap();
    assert!(day.is_all_day && day.start.offset.is_none());
    assert_eq!(day.end.civil, date(2026, 1, 6).at(0, 0, 0, 0));
}

#[test]
fn zones_of_windows_of_the_file_and_of_nobody() {
    let zone = "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\n\
        BEGIN:STANDARD\nDTSTART:16011028T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\n\
        BEGIN:DAYLIGHT\nDTSTART:16010325T020000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\n\
        END:VTIMEZONE\n";
    let events: String = [
        ("w", "Korea Standard Time", "20260105"),
        ("winter", "Customized Time Zone", "20260105"),
        ("summer", "Customized Time Zone", "20260705"),
        ("nobody", "Merrowin Summer", "20260105"),
        ("nobody2", "Merrowin Summer", "20260106"),
    ]
    .iter()
    .map(|(uid, zone, day)| {
        format!("BEGIN:VEVENT\nUID:{uid}\nSUMMARY:x\nDTSTART;TZID={zone}:{day}T090000\nDTEND;TZID={zone}:{day}T100000\nEND:VEVENT\n")
    })
    .collect();
    let reading =
        parse_programme(format!("BEGIN:VCALENDAR\n{zone}{events}END:VCALENDAR").as_bytes()).unwrap();
    let hours =
        |uid: &str| reading.programme.item(uid).unwrap().start.offset.map(|offset| offset.seconds() / 3600);
    assert_eq!(hours("w"), Some(9));
    assert_eq!(hours("winter"), Some(1));
    assert_eq!(hours("summer"), Some(2));
    assert_eq!(hours("nobody"), None);
    assert_eq!(reading.remarks.len(), 1);
    assert!(
        reading.remarks[0].message.contains("\"Merrowin Summer\", which 4 times"),
        "{}",
        reading.remarks[0]
    );
}

#[test]
fn ends_that_are_missing_and_ends_that_are_wrong() {
    let reading = read(&[
        "UID:a\nSUMMARY:Tea\nDTSTART;TZID=Asia/Seoul:20260105T090000",
        "UID:b\nSUMMARY:Talks\nDTSTART;TZID=Asia/Seoul:20260105T100000\nDTEND;TZID=Asia/Seoul:20260105T110000",
        "UID:c\nSUMMARY:Farewell\nDTSTART;TZID=Asia/Seoul:20260106T100000",
    ]);
    let end = |uid: &str| reading.programme.item(uid).unwrap().end.civil;
    assert_eq!(end("a"), date(2026, 1, 5).at(10, 0, 0, 0));
    assert_eq!(end("c"), date(2026, 1, 6).at(10, 30, 0, 0));
    assert_eq!(reading.remarks.len(), 1);
    assert!(reading.remarks[0].to_string().starts_with("line 3: 2 items do not say when they end"));

    let fault = |event: &str| parse_programme(&calendar(&[event])).unwrap_err();
    let wrong = fault("UID:a\nDTSTART:20260105T100000\nSUMMARY:Talks\nDTEND:20260105T093000");
    assert!(matches!(wrong, Fault::EndsBeforeStart { line: 7, .. }), "{wrong}");
    assert!(wrong.to_string().contains("\"Talks\""));
    // A flight over the date line lands before it took off by the clocks.
    let flight = "UID:a\nSUMMARY:Flight\nDTSTART;TZID=Asia/Seoul:20260105T190000\nDTEND;TZID=Pacific/Honolulu:20260105T080000";
    assert_eq!(read(&[flight]).programme.items.len(), 1);
    assert!(matches!(fault("UID:a\nSUMMARY:x"), Fault::NoStart { line: 3, .. }));
    assert!(matches!(fault("UID:a\nDTSTART:tomorrow"), Fault::Value { line: 5, .. }));
    assert!(matches!(
        fault("UID:a\nDTSTART:20260105T100000\nDURATION:-PT1H"),
        Fault::EndsBeforeStart { line: 6, .. }
    ));
}

#[test]
fn items_that_repeat_stay_within_the_visit() {
    let span = [
        "UID:first\nSUMMARY:x\nDTSTART:20260105T140000\nDTEND:20260105T150000",
        "UID:last\nSUMMARY:x\nDTSTART:20260108T080000\nDTEND:20260108T090000",
    ];
    let briefing = "UID:brief\nSUMMARY:Briefing\nDTSTART:20260101T073000\nDTEND:20260101T080000\nRRULE:FREQ=DAILY\nEXDATE:20260107T073000";
    let changed = "UID:brief\nSUMMARY:Briefing at the embassy\nRECURRENCE-ID:20260106T073000\nDTSTART:20260106T083000\nDTEND:20260106T090000";
    let called_off = "UID:brief\nSUMMARY:Briefing\nRECURRENCE-ID:20260108T073000\nDTSTART:20260108T073000\nDTEND:20260108T080000\nSTATUS:CANCELLED";
    let reading = read(&[span[0], span[1], briefing, changed, called_off]);
    let pairs = starts(&reading);
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(
        pairs,
        [
            ("brief/20260105T073000", "2026-01-05T07:30:00"),
            ("first", "2026-01-05T14:00:00"),
            ("brief/20260106T073000", "2026-01-06T08:30:00"),
            ("brief/20260108T073000", "2026-01-08T07:30:00"),
            ("last", "2026-01-08T08:00:00"),
        ]
    );
    assert!(reading.programme.item("brief/20260108T073000").unwrap().is_cancelled);
    // Alone, a rule without end goes on for 400 days.
    let alone = read(&["UID:e\nSUMMARY:x\nDTSTART:20260101T073000\nDTEND:20260101T080000\nRRULE:FREQ=DAILY"]);
    assert_eq!(alone.programme.items.len(), 401);
    let odd =
        read(&["UID:e\nSUMMARY:x\nDTSTART:20260101T073000\nDTEND:20260101T080000\nRRULE:FREQ=SECONDLY"]);
    assert_eq!(odd.programme.items.len(), 1);
    assert!(
        odd.remarks.iter().any(|r| r.line == 8 && r.message.contains("more than once a day")),
        "{:?}",
        odd.remarks
    );
    let dates = read(&[
        "UID:e\nSUMMARY:x\nDTSTART:20260101T073000Z\nDTEND:20260101T080000Z\nRDATE:20260103T073000Z,20260104T073000Z",
    ]);
    assert_eq!(dates.programme.items.len(), 3);
}

#[test]
fn one_uid_twice_and_none() {
    let item = |uid: &str, title: &str, sequence: u8| {
        format!("{uid}SEQUENCE:{sequence}\nSUMMARY:{title}\nDTSTART:20260105T100000Z\nDTEND:20260105T110000Z")
    };
    let (new, old) = (item("UID:a\n", "new", 2), item("UID:a\n", "old", 1));
    let (one, two) = (item("", "one", 0), item("", "two", 0));
    let reading = read(&[&new, &old, &one, &two]);
    let titles: Vec<_> =
        reading.programme.items.iter().filter_map(|i| i.title.get(&LangTag::und())).collect();
    assert_eq!(titles, ["new", "one", "two"]);
    let said: Vec<String> = reading.remarks.iter().map(ToString::to_string).collect();
    assert!(
        said.iter().any(|m| m.contains("lines 3 and 10 have the same UID") && m.contains("line 3 was taken")),
        "{said:?}"
    );
    assert!(said.iter().any(|m| m.contains("2 items have no UID")), "{said:?}");
}

#[test]
fn broken_calendars_are_refused_with_their_line() {
    let sample = String::from_utf8(SAMPLE.to_vec()).unwrap();
    let whole: String = sample.split_inclusive('\n').filter(|line| !line.starts_with("NAME;")).collect();
    let fault = |text: &str| parse_programme(text.as_bytes()).unwrap_err();
    let cut = fault(&whole[..whole.len() - 40]);
    assert!(matches!(&cut, Fault::CutShort { line: 143, open } if open == "VEVENT"), "{cut}");
    let folded = fault(&whole.replace("Arrival and guard", "Arrival and\nguard"));
    assert!(matches!(&folded, Fault::Folding { line: 39, .. }), "{folded}");
    let swapped = fault(&whole.replacen("END:VEVENT\r\n", "", 1));
    assert!(matches!(swapped, Fault::Structure { line: 32, .. }), "{swapped}");
    assert!(matches!(fault("BEGIN:VCALENDAR\nEND:VCALENDAR"), Fault::NoItems));
    assert!(matches!(fault(" \r\n "), Fault::Empty));
    assert!(matches!(fault("%PDF-1.7"), Fault::NotAProgramme { found: "a PDF" }));
    assert!(matches!(fault("PK\u{3}\u{4}"), Fault::NotAProgramme { .. }));
}

#[test]
fn other_encodings() {
    let text = String::from_utf8(SAMPLE.to_vec()).unwrap();
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let reading = parse_programme(&wide).unwrap();
    assert_eq!((reading.programme.items.len(), reading.form.as_str()), (13, "calendar, UTF-16LE"));
    let korean: String =
        text.lines().filter(|line| !line.contains("zh-Hans")).map(|line| format!("{line}\r\n")).collect();
    let (narrow, _, lost) = encoding_rs::EUC_KR.encode(&korean);
    assert!(!lost);
    let reading = parse_programme(&narrow).unwrap();
    assert_eq!(reading.form, "calendar, CP949");
    assert_eq!(reading.remarks.len(), 1);
    let talks = reading.programme.item("talks@visit.merrowin.example").unwrap();
    assert_eq!(talks.title.get(&tag("ko")), Some("양국 대표단 회담"));
}

#[test]
fn many_items_and_too_many() {
    let event =
        |n: usize| format!("UID:{n}\nSUMMARY:Item {n}\nDTSTART:20260105T100000Z\nDTEND:20260105T110000Z");
    let events: Vec<String> = (0..10_000).map(event).collect();
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    assert_eq!(read(&events).programme.items.len(), 10_000);
    let often = "SUMMARY:x\nDTSTART:20260101T073000Z\nRRULE:FREQ=DAILY;BYHOUR=7,8,9";
    let events: Vec<String> = (0..40).map(|n| format!("UID:{n}\n{often}")).collect();
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    let fault = parse_programme(&calendar(&events)).unwrap_err();
    assert!(matches!(fault, Fault::TooManyItems { .. }), "{fault}");
}

#[test]
fn files_made_to_take_long_do_not() {
    let head = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:x\nDTSTART;TZID=Odd:20260105T100000\n";
    let tail = "END:VEVENT\nEND:VCALENDAR\n";
    let persons: String = (0..20_000).map(|n| format!("ATTENDEE;CN=Person {n}:x\n")).collect();
    let reading = parse_programme(format!("{head}{persons}{tail}").as_bytes()).unwrap();
    assert_eq!(reading.programme.items[0].persons.len(), 500);
    let rules = "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n".repeat(200);
    assert!(parse_programme(format!("{head}{rules}{tail}").as_bytes()).is_ok());
    let exceptions = "RRULE:FREQ=DAILY\n".to_owned() + &"EXDATE;VALUE=DATE:20260601\n".repeat(50_000);
    let reading = parse_programme(format!("{head}{exceptions}{tail}").as_bytes()).unwrap();
    assert_eq!(reading.programme.items.len(), 400);
    let params = ";A=1".repeat(50_000);
    assert!(parse_programme(format!("{head}X{params}:1\n{tail}").as_bytes()).is_err());
    let same = "BEGIN:VEVENT\nUID:a\nSUMMARY:x\nDTSTART:20260105T100000Z\nEND:VEVENT\n".repeat(15_000);
    let reading = parse_programme(format!("BEGIN:VCALENDAR\n{same}END:VCALENDAR").as_bytes()).unwrap();
    assert_eq!((reading.programme.items.len(), reading.remarks.len()), (1, 201));
    assert!(parse_programme(",".repeat(300_000).as_bytes()).is_err());
    assert!(parse_programme("date,start,title\n".repeat(100_002).as_bytes()).is_err());
    assert!(parse_programme(&[0xB0, 0xA1].repeat(100_000)).is_err());
}

#[test]
fn files_that_are_none_or_too_long() {
    let folder = tempfile::tempdir().unwrap();
    let error = read_programme(folder.path()).unwrap_err();
    assert!(matches!(error.fault, Fault::NotAFile));
    let long = folder.path().join("long.ics");
    File::create(&long).unwrap().set_len(50 * 1024 * 1024).unwrap();
    let error = read_programme(&long).unwrap_err();
    assert!(matches!(error.fault, Fault::TooLarge { .. }));
    assert!(error.to_string().contains("long.ics"), "{error}");
    let missing = read_programme(&folder.path().join("none.ics")).unwrap_err();
    assert!(matches!(missing.fault, Fault::Unreadable(_)));
    let sound = folder.path().join("Visit to Merrowin.ics");
    std::fs::write(&sound, SAMPLE).unwrap();
    let reading = read_programme(&sound).unwrap();
    assert_eq!(reading.programme.items.len(), 13, "whatever the file is called");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Cut, changed and shuffled bytes give a programme or a fault, never a panic; what is read keeps its promises.
    #[test]
    fn damaged_calendars_do_no_harm(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
        doubled in any::<prop::sample::Index>(),
    ) {
        let mut bytes = SAMPLE[..SAMPLE.len() - cut.index(20).saturating_sub(10)].to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let at = doubled.index(bytes.len());
        let piece = bytes[at..bytes.len().min(at + 40)].to_vec();
        bytes.splice(at..at, piece);
        if let Ok(reading) = parse_programme(&bytes) {
            let items = &reading.programme.items;
            prop_assert!(items.is_sorted_by_key(|item| item.start.civil));
            prop_assert!(items.iter().all(|item| !item.uid.is_empty()));
        }
    }
}
