//! How long the rooms of the program take: reading a folder, grouping many photos, exporting an album.
//!
//! `cargo bench --bench rooms` (or `./x bench`). The window's frame times are measured beside the window. Other programs
//! on the same photos: `./x bench-peers`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a bench that cannot be set up should stop

#[path = "../tests/support/mod.rs"]
mod support;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use attache::library::known::KnownFiles;
use attache::library::scan::{Scan, scan};
use attache::library::thumbnails::ThumbnailCache;
use attache::media::{self, Limits};
use attache::model::caption::check::{Desk, check};
use attache::model::caption::codes::Codes;
use attache::model::caption::people::{People, Person, Title};
use attache::model::caption::suggest::{Suggestions, Typed};
use attache::model::caption::template::{Entry, Mode, Template, apply};
use attache::model::caption::write::CaptionEdit;
use attache::model::collection::Collection;
use attache::model::edit::Edit;
use attache::model::made;
use attache::model::notes::{Field, Key, Notes, Subject, Value};
use attache::model::photo::{Photo, PhotoId};
use attache::model::place::Place;
use attache::model::programme::{ItemTime, Programme, ProgrammeItem};
use attache::model::text::{LangTag, LangText};
use attache::model::time::OffsetSource;
use attache::model::visit::{Groupable, group_photos};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::ToSpan as _;
use jiff::civil::{DateTime, date};
use support::env::{TestEnv, sample};
use support::photo_maker::TestPhoto;

const N_SCANNED: u32 = 500;

/// A folder of small photos, each another: what is measured is opening, fingerprint and metadata, not pixels.
fn scanning(criterion: &mut Criterion) {
    let env = TestEnv::new();
    for n in 0..N_SCANNED {
        let (day, minute) = (1 + n / 100, n % 60);
        TestPhoto::new()
            .size(640, 480)
            .seed(n)
            .device("Canon", "Canon EOS R5")
            .lens("RF24-70mm F2.8 L IS USM")
            .taken(&format!("2026-01-{day:02} 10:{minute:02}:12.34"), Some("+09:00"))
            .gps(37.58, 126.97)
            .caption("en", "The delegations")
            .thumbnail()
            .write(env.photos().join(format!("{}/IMG_{n:04}.JPG", n / 100)));
    }
    let roots = [env.photos()];
    let mut group = criterion.benchmark_group("scan");
    group.throughput(Throughput::Elements(u64::from(N_SCANNED)));
    group.bench_function("500 new photos", |bench| {
        let (known, cancel) = (KnownFiles::default(), AtomicBool::new(false));
        bench.iter(|| {
            let request = Scan { roots: &roots, known: &known, cancel: &cancel, pace: &|| {} };
            let stats = scan(&request, &mut |_| {});
            assert_eq!(stats.n_photos, N_SCANNED as usize);
        });
    });
    group.finish();
}

/// 100,000 photos of 500 visits of four days, in no order, with places.
fn grouping(criterion: &mut Criterion) {
    const N: usize = 100_000;
    let places = [("Seoul", "KR"), ("Beijing", "CN"), ("Neiafu", "TO")]
        .map(|(name, country)| Place { name: name.to_owned(), country: country.to_owned() });
    let begin: DateTime = date(1990, 1, 1).at(8, 0, 0, 0);
    let paths: Vec<PathBuf> =
        (0..N).map(|n| PathBuf::from(format!("/photos/{:03}/IMG_{n:06}.JPG", n % 500))).collect();
    let photos: Vec<Groupable<'_>> = paths
        .iter()
        .enumerate()
        .map(|(n, path)| {
            let (visit, of_visit) = (n % 500, n / 500);
            let civil = begin
                + (visit as i64 * 25).days()
                + (of_visit as i64 * 23).minutes()
                + (n as i64 % 60).seconds();
            let mut id = [0; 32];
            id[..8].copy_from_slice(&(n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
            Groupable {
                id: PhotoId(id),
                civil: Some(civil),
                utc: None,
                own_offset: None,
                uncertainty_secs: 1,
                path,
                device: None,
                position: None,
                place: places.get(visit % 4),
                previous: None,
            }
        })
        .collect();
    let mut group = criterion.benchmark_group("grouping");
    group.sample_size(10).measurement_time(Duration::from_secs(8)).throughput(Throughput::Elements(N as u64));
    let first = group_photos(&photos, &Notes::default());
    assert_eq!(first.visits.len(), 500);
    group.bench_function("100,000 photos", |bench| bench.iter(|| group_photos(&photos, &Notes::default())));
    let previous: HashMap<PhotoId, _> = first.stretch_of;
    let again: Vec<Groupable<'_>> =
        photos.iter().map(|p| Groupable { previous: previous.get(&p.id), ..*p }).collect();
    group.bench_function("100,000 photos again", |bench| {
        bench.iter(|| group_photos(&again, &Notes::default()));
    });
    // The first 25 visits with 20 items each, and of all photos those that lie in them.
    let items = (0..500).map(|n: i64| {
        let start = begin + (n / 20 * 25).days() + (n % 20 * 230).minutes();
        let time = |civil| ItemTime { civil, offset: None };
        ProgrammeItem {
            uid: format!("{n:03}").into(),
            start: time(start),
            end: time(start + 90.minutes()),
            is_all_day: false,
            is_cancelled: false,
            title: LangText::default(),
            place: LangText::default(),
            position: None,
            persons: Vec::new(),
        }
    });
    let mut notes = Notes::default();
    let key = Key { subject: Subject::Library, field: Field::Programmes, lang: None };
    let items: Vec<ProgrammeItem> = items.collect();
    let programmes = items.chunks(20).map(|items| Programme::new(LangText::default(), items.iter().cloned()));
    notes.put(key.clone(), Some(Value::Programmes(programmes.collect())));
    group.bench_function("100,000 photos along 25 programmes of 500 items", |bench| {
        bench.iter(|| group_photos(&photos, &notes));
    });
    // All of them in one visit of seven weeks, in one programme.
    let dense: Vec<Groupable<'_>> = photos
        .iter()
        .enumerate()
        .map(|(n, photo)| Groupable { civil: Some(begin + (n as i64 * 40).seconds()), ..*photo })
        .collect();
    let one = items.into_iter().enumerate().map(|(n, item)| {
        let time =
            |minutes: i64| ItemTime { civil: begin + (n as i64 * 130 + minutes).minutes(), offset: None };
        ProgrammeItem { start: time(0), end: time(90), ..item }
    });
    notes.put(key, Some(Value::Programmes(vec![Programme::new(LangText::default(), one)])));
    group.bench_function("100,000 photos of one visit along 500 items", |bench| {
        bench.iter(|| {
            let grouping = group_photos(&dense, &notes);
            assert!(grouping.placed.len() > 60_000 && grouping.visits.len() == 1);
            grouping
        });
    });
    group.finish();
}

/// 100,000 photos of seven devices with every second offset missing: lanes, offsets, proposals, grouping, from nothing.
fn sorting_out(criterion: &mut Criterion) {
    const N: usize = 100_000;
    let photos: Vec<Photo> = (0..N)
        .map(|n| {
            let mut photo = made::photo(n);
            photo.device.serial = Some((n % 7).to_string());
            if let Some(captured) = photo.captured.as_mut().filter(|_| n % 2 == 0) {
                let own = (jiff::tz::offset(8), OffsetSource::ExifOffset);
                (captured.best.offset, captured.best.offset_source) = (Some(own.0), Some(own.1));
            }
            photo
        })
        .collect();
    let mut group = criterion.benchmark_group("sorting out");
    group.sample_size(10).measurement_time(Duration::from_secs(8)).throughput(Throughput::Elements(N as u64));
    group.bench_function("100,000 photos of seven devices", |bench| {
        bench.iter_batched(
            || photos.clone(),
            |photos| {
                let mut collection = Collection::default();
                collection.insert(photos);
                collection
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

/// The sample visit as an album in three languages, by the command line: pictures, pages, audit, publishing.
fn exporting(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("export");
    group.sample_size(10).measurement_time(Duration::from_secs(20));
    group.bench_function("sample visit, three languages", |bench| {
        bench.iter_batched(
            TestEnv::new,
            |env| {
                let mut command = env.attache();
                command.arg("export").arg(sample()).arg("--out").arg(env.path("album"));
                command.args(["--lang", "en,ko,zh-Hans"]).assert().success();
                env
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

/// A thumbnail of 256 px out of the cache: opening, checksum, decoding.
fn thumbnails(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let cache = ThumbnailCache::new(folder.path(), u64::MAX);
    let path = folder.path().join("photo.jpg");
    TestPhoto::new().size(1600, 1200).seed(7).write(path.clone());
    let made = media::decode(&path, Some(256), &Limits::default(), &AtomicBool::new(false)).unwrap();
    for n in 0..200 {
        assert!(cache.save(PhotoId([n; 32]), 256, &made).is_none());
    }
    let mut n = 0;
    criterion.bench_function("thumbnail of 256 px from the cache", |bench| {
        bench.iter(|| {
            n = (n + 1) % 200;
            cache.load(PhotoId([n; 32]), 256).unwrap()
        });
    });
}

/// Captions of ten thousand photos in three languages: a template laid over them, then the check.
fn captioning(criterion: &mut Criterion) {
    const N: usize = 10_000;
    let mut collection = made::collection(N);
    let photos: Vec<PhotoId> = (0..N).map(made::id).collect();
    let langs = ["en", "ko", "zh-Hans"].map(|lang| LangTag::parse(lang).unwrap());
    let entry = |lang: &LangTag| Entry {
        field: Field::Caption,
        lang: Some(lang.clone()),
        text: "{date} {place} {persons:left} (=pool=)".to_owned(),
        mode: Mode::Replace,
        is_on: true,
    };
    let template = Template { name: "Pool".to_owned(), entries: langs.iter().map(entry).collect() };
    let (codes, _) = Codes::parse("pool\tState Pool\n");
    let people = People::default();
    let mut group = criterion.benchmark_group("captions");
    group.sample_size(10);
    group.bench_function("template on 10,000 photos, three languages", |bench| {
        bench.iter(|| apply(&template, &collection, &photos, &codes, &people));
    });
    let edit = apply(&template, &collection, &photos, &codes, &people);
    collection.apply(&edit);
    let desk = Desk { langs: &langs, codes: &codes, people: &people };
    group.bench_function("check of 10,000 photos, three languages", |bench| {
        bench.iter(|| check(&collection, &photos, &desk));
    });
    group.finish();
}

/// How a caption goes on while it is typed, with ten thousand photos of which each has its own captions in three languages, and a
/// delegation of two hundred: gathering once, and the worst key press, which fits nearly everything.
fn suggesting(criterion: &mut Criterion) {
    const N: usize = 10_000;
    let mut collection = made::collection(N);
    let langs = ["en", "ko", "zh-Hans"].map(|lang| LangTag::parse(lang).unwrap());
    let person = |n: usize| {
        let mut name = LangText::default();
        for (lang, words) in langs.iter().zip(["Tam Oru", "한별", "韩星"]) {
            name.set(lang.clone(), format!("{words} {n}"));
        }
        let text = LangText::of(LangTag::en(), "Minister of Far Countries");
        let titles = vec![Title { text, from: None, to: None }];
        Person { code: None, rank: None, name, titles }
    };
    let people = CaptionEdit::SetPeople(Arc::new(People::new((0..200).map(person))));
    collection.apply(&people.to_edit(&collection));
    let wanted = (0..N).flat_map(|n| {
        let words =
            ["The delegation on its way to the hall, picture", "회담장으로 향하는 대표단", "代表团前往会场"];
        langs.clone().into_iter().zip(words).map(move |(lang, words)| {
            let subject = Subject::Photo(made::id(n));
            let key = Key { subject, field: Field::Caption, lang: Some(lang) };
            (key, Some(Value::Text(format!("{words} {n}"))))
        })
    });
    collection.apply(&Edit::against(collection.notes(), "x", wanted));
    let mut group = criterion.benchmark_group("suggestions");
    group.sample_size(10);
    group.bench_function("gathered of 10,000 photos", |bench| bench.iter(|| Suggestions::of(&collection)));
    let gathered = Suggestions::of(&collection);
    let visit = collection.grouping().visits.first().map(|visit| visit.id.clone());
    for (lang, text) in langs.iter().zip(["The delegation ta", "회", "代表团在人民大会堂前的合影，左起：韩"])
    {
        let typed = Typed {
            field: Field::Caption,
            lang: Some(lang),
            text,
            cursor: text.chars().count(),
            visit: visit.as_ref(),
            day: Some(date(2026, 1, 5)),
            is_template: false,
        };
        group.bench_function(format!("a key press, {lang}"), |bench| {
            bench.iter(|| gathered.offers(&typed, &[]));
        });
    }
    let all = Typed {
        field: Field::Caption,
        lang: langs.first(),
        text: "the",
        cursor: 3,
        visit: visit.as_ref(),
        day: None,
        is_template: false,
    };
    assert_eq!(gathered.offers(&all, &[]).len(), 6);
    group.bench_function("a key press that fits 10,000 captions", |bench| {
        bench.iter(|| gathered.offers(&all, &[]));
    });
    group.finish();
}

criterion_group!(benches, thumbnails, scanning, grouping, sorting_out, captioning, suggesting, exporting);
criterion_main!(benches);
