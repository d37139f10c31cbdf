//! Whole tables, invented after real ones.

use jiff::civil::date;
use jiff::tz::Offset;
use proptest::prelude::*;

use crate::library::programme::{Fault, Reading, parse_programme};
use crate::model::text::LangTag;

fn read(text: &str) -> Reading {
    parse_programme(text.as_bytes()).unwrap()
}

fn fault(text: &str) -> Fault {
    parse_programme(text.as_bytes()).unwrap_err()
}

fn title<'a>(reading: &'a Reading, at: usize, lang: &str) -> Option<&'a str> {
    reading.programme.items[at].title.get(&LangTag::parse(lang).unwrap())
}

const THREE: &str = "Programme of the State Visit\n\n\
    Date,Start,End,Title,제목,标题,Place,Persons,Zone,Status\n\
    2026-01-05,09:00,09:40,Welcome ceremony,공식 환영식,欢迎仪式,\"Great Hall, East Gate\",President Kim; President Wang,Asia/Shanghai,\n\
    ,10:00,11:30,Talks,정상회담,会谈,Great Hall,,China Standard Time,cancelled\n\
    ,19:00,00:30,State banquet,국빈 만찬,国宴,Banquet Hall,,Asia/Shanghai,confirmed\n\
    2026-01-06,,,Day of departure,출국일,离京,,,,\n";

#[test]
fn a_table_in_three_languages() {
    let reading = read(THREE);
    assert_eq!(reading.form, "table with comma between its cells, UTF-8");
    let items = &reading.programme.items;
    assert_eq!(items.len(), 4);
    assert_eq!(title(&reading, 0, "en"), Some("Welcome ceremony"));
    assert_eq!(title(&reading, 0, "ko"), Some("공식 환영식"));
    assert_eq!(title(&reading, 0, "zh-Hans"), Some("欢迎仪式"));
    assert_eq!(&*items[0].uid, "row/20260105T090000");
    assert_eq!(items[0].persons, ["President Kim", "President Wang"]);
    assert_eq!(items[0].start.offset, Some(Offset::constant(8)));
    assert!(items[1].is_cancelled && items[1].start.offset == Some(Offset::constant(8)));
    assert_eq!(items[2].end.civil, date(2026, 1, 6).at(0, 30, 0, 0));
    assert!(items[3].is_all_day && items[3].end.civil == date(2026, 1, 7).at(0, 0, 0, 0));
    let said: Vec<String> = reading.remarks.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("line 6: 1 item ends earlier in the day"), "{said:?}");
    // A changed title keeps the name.
    let changed = read(&THREE.replace("Talks", "Consultations"));
    assert_eq!(changed.programme.items[1].uid, items[1].uid);
}

#[test]
fn delimiters_and_encodings_of_spreadsheets() {
    let comma = "날짜,시간,행사,장소\n2026년 1월 5일,오전 9:00~9:40,공식 환영식,인민대회당\n,오후 6시 30분,국빈 만찬,만찬장\n";
    for (delimiter, name) in [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "vertical line")] {
        let text = comma.replace(',', delimiter);
        let (cp949, _, _) = encoding_rs::EUC_KR.encode(&text);
        let wide: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        for (bytes, encoding) in [
            (cp949.to_vec(), "CP949"),
            (wide, "UTF-16LE"),
            (big, "UTF-16BE"),
            (marked, "UTF-8"),
            (text.clone().into_bytes(), "UTF-8"),
        ] {
            let reading = parse_programme(&bytes).unwrap();
            assert_eq!(reading.form, format!("table with {name} between its cells, {encoding}"));
            assert_eq!(title(&reading, 0, "ko"), Some("공식 환영식"));
            assert_eq!(reading.programme.items[0].end.civil, date(2026, 1, 5).at(9, 40, 0, 0));
            assert_eq!(reading.programme.items[1].start.civil, date(2026, 1, 5).at(18, 30, 0, 0));
            assert_eq!(reading.programme.items[1].end.civil, date(2026, 1, 5).at(19, 0, 0, 0));
        }
    }
    let chinese =
        "sep=;\r\n日期;开始时间;结束时间;活动;地点\r\n2026年1月5日;上午9:00;上午9:40;欢迎仪式;人民大会堂\r\n";
    let (bytes, _, _) = encoding_rs::GB18030.encode(chinese);
    let reading = parse_programme(&bytes).unwrap();
    assert_eq!((title(&reading, 0, "zh-Hans"), reading.programme.items.len()), (Some("欢迎仪式"), 1));
}

#[test]
fn outlook_and_days_as_headings() {
    let outlook = "Subject,Start Date,Start Time,End Date,End Time,All day event,Location\n\
        Flight,13/1/2026,11:00 PM,14/1/2026,6:20 AM,FALSE,Airport\nDay off,2/1/2026,,,,TRUE,\n";
    let reading = read(outlook);
    let items = &reading.programme.items;
    assert!(items[0].is_all_day && items[0].start.civil.date() == date(2026, 1, 2));
    assert_eq!(items[1].start.civil, date(2026, 1, 13).at(23, 0, 0, 0));
    assert_eq!(items[1].end.civil, date(2026, 1, 14).at(6, 20, 0, 0));
    let days = "Time;Event;Place\nMonday, 5 January 2026;;\n9.00-9.40;Welcome;Palace\n10 am;Talks;Palace\nTuesday, 6 January 2026;;\n\
        9:00;Farewell;Airport\nSubject to change;;\n";
    let reading = read(days);
    let starts: Vec<String> =
        reading.programme.items.iter().map(|item| item.start.civil.to_string()).collect();
    assert_eq!(starts, ["2026-01-05T09:00:00", "2026-01-05T10:00:00", "2026-01-06T09:00:00"]);
    assert!(
        reading.remarks.iter().any(|r| r.line == 7 && r.message.contains("left out")),
        "{:?}",
        reading.remarks
    );
}

#[test]
fn rows_of_one_time_have_names_of_their_own() {
    let reading =
        read("date,start,title,uid\n2026-01-05,9:00,A,\n2026-01-05,9:00,B,\n2026-01-05,9:00,C,given\n");
    let uids: Vec<&str> = reading.programme.items.iter().map(|item| &*item.uid).collect();
    assert_eq!(uids, ["given", "row/20260105T090000", "row/20260105T090000/2"]);
}

#[test]
fn tables_that_cannot_be_understood() {
    let columns = fault("\nWhat,When exactly,Place\nA,B,C\n");
    assert!(matches!(columns, Fault::MissingColumns { line: 2, .. }), "{columns}");
    let words = columns.to_string();
    assert!(
        words.contains("\"What\", \"When exactly\", \"Place\"") && words.contains("a title (title"),
        "{words}"
    );
    assert!(matches!(fault("date,title\n2026-01-05,x\n"), Fault::MissingColumns { .. }));
    assert!(matches!(
        fault("date,start,title\n1/5/2026,9:00,x\n2/6/2026,9:00,y\n"),
        Fault::AmbiguousDates { line: 2, .. }
    ));
    let mixed = fault("date,start,title\n13/1/2026,9:00,x\n1/14/2026,9:00,y\n");
    assert!(matches!(mixed, Fault::MixedDates { day_first: 2, month_first: 3 }), "{mixed}");
    let time = fault("date,start,title\n2026-01-05,9:00,x\n\n\n2026-01-05,soon,y\n");
    assert!(matches!(&time, Fault::Value { line: 5, found, .. } if found == "soon"), "{time}");
    let date = fault("date,start,title\n2026-02-30,9:00,x\n");
    assert!(matches!(date, Fault::Value { line: 2, .. }), "{date}");
    let ends = fault("date,start,end,title\n2026-01-05,10:00,9:00,Talks\n");
    assert!(matches!(ends, Fault::EndsBeforeStart { line: 2, .. }), "{ends}");
    assert!(matches!(fault("start,title\n9:00,Talks\n"), Fault::NoStart { line: 2, .. }));
    assert!(matches!(fault("date,start,title\n"), Fault::NoItems));
    let open = format!("date,start,title\n2026-01-05,9:00,\"open\n{}", "2026-01-05,9:00,x\n".repeat(100));
    let open = fault(&open);
    assert!(matches!(open, Fault::OpenQuote { line: 2 }), "{open}");
    assert!(matches!(parse_programme(b"\x00\x01\x02\x03abc\x00"), Err(Fault::Encoding { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn damaged_tables_do_no_harm(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        encoding in 0..4,
    ) {
        let text = THREE.replace("Status", "State");
        let mut bytes = match encoding {
            0 => text.into_bytes(),
            1 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            2 => encoding_rs::GB18030.encode(&text).0.into_owned(),
            _ => encoding_rs::EUC_KR.encode(&text).0.into_owned(),
        };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(reading) = parse_programme(&bytes) {
            for item in reading.programme.items.iter() {
                prop_assert!(item.start.offset != item.end.offset || item.start.civil <= item.end.civil);
            }
        }
    }

    #[test]
    fn any_cells_do_no_harm(cells in prop::collection::vec("[0-9]{0,4}[./:~ apmT+年월일시z-]{0,3}[0-9]{0,4}[/.:–-]?[0-9é한]{0,4}", 6)) {
        let text = format!("date,start,end,title,zone,time\n{}\n{}\n", cells.join(","), cells.join(";"));
        drop(parse_programme(text.as_bytes()));
    }
}
