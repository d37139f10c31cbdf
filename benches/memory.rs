//! What the texts of 100,000 photos take of the memory, beside the photos themselves: `cargo bench --bench memory`.
//!
//! Read from the system, as a person would see it; each row is what the step adds. Nothing is asserted: allocators differ.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)] // a bench that cannot be set up should stop, and it tells what it found

use std::hint::black_box;

use attache::model::caption::suggest::Suggestions;
use attache::model::collection::Collection;
use attache::model::edit::{Edit, EditId};
use attache::model::made;
use attache::model::notes::{Field, Key, Subject, Value};
use attache::model::text::{LangTag, LangText};
use attache::session::history::History;

const N: usize = 100_000;

/// The argument for [`of_files`].
const FILES: &str = "files";

const LANGS: [&str; 3] = ["en", "ko", "zh-Hans"];

/// Headline, caption and alt text of a picture from a press desk, of usual length.
const TEXTS: [(Field, [&str; 3]); 3] = [
    (
        Field::Headline,
        [
            "Leaders open talks in the east hall of the palace",
            "정상들 궁 동관에서 회담 시작",
            "两国领导人在宫殿东厅开始会谈",
        ],
    ),
    (
        Field::Caption,
        [
            "From left: President Han Byeol and Queen Mira Orsa at the opening of the talks in the east hall of the palace in Beijing, China on Jan. 5, 2026, picture",
            "2026년 1월 5일 중국 베이징 궁 동관에서 열린 회담 개회식. 왼쪽부터 한별 대통령, 미라 오르사 여왕",
            "2026年1月5日，会谈开幕式在中国北京宫殿东厅举行。左起：总统韩星、女王米拉·奥尔萨",
        ],
    ),
    (
        Field::AltText,
        [
            "Two people shake hands in front of flags, a long table with flowers behind them",
            "국기 앞에서 악수하는 두 사람, 뒤에 꽃이 놓인 긴 탁자",
            "两人在国旗前握手，身后是摆着鲜花的长桌",
        ],
    ),
];

/// Bytes of this process in memory, as Linux tells; 0 elsewhere.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<usize>().ok()).unwrap_or(0) * 1_024
}

/// Does something and tells what it left in memory.
fn step<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let before = resident();
    let out = work();
    let added = resident().saturating_sub(before);
    println!("{what:<60} {:>5} bytes a photo, {:>4} MB", added / N, added / 1_000_000);
    out
}

fn tags() -> [LangTag; 3] {
    LANGS.map(|lang| LangTag::parse(lang).unwrap())
}

fn text(n: usize, words: &str) -> String {
    format!("{words} {n}")
}

/// Nine texts a photo, each like no other.
fn said() -> impl Iterator<Item = (Key, Option<Value>)> {
    (0..N).flat_map(|n| {
        TEXTS.iter().flat_map(move |(field, words)| {
            tags().into_iter().zip(words).map(move |(lang, words)| {
                let key = Key { subject: Subject::Photo(made::id(n)), field: *field, lang: Some(lang) };
                (key, Some(Value::Text(text(n, words))))
            })
        })
    })
}

fn main() {
    // Criterion's harness is not used; its arguments are passed over.
    if std::env::args().any(|arg| arg == FILES) {
        return of_files();
    }
    let n_bytes: usize =
        TEXTS.iter().flat_map(|(_, words)| words.iter()).map(|words| text(N / 2, words).len()).sum();
    println!("{N} photos, {n_bytes} bytes of text each, in three languages");
    let mut collection = step("photos without texts", || made::collection(N));
    let edit =
        step("one edit that says all of them", || Edit::against(collection.notes(), "captions", said()));
    step("notes of people", || collection.apply(&edit));
    let mut history = History::default();
    step("history of the edit", || {
        history.record(EditId(1), edit);
    });
    step("what may be offered while typing", || black_box(Suggestions::of(&collection)));
    // Apart, so that no memory is used again.
    if let Ok(program) = std::env::current_exe() {
        let _ = std::process::Command::new(program).arg(FILES).status();
    }
    drop((history, collection));
}

/// The same texts as files have them.
fn of_files() {
    step("photos whose files say all of them", || {
        let mut collection = Collection::default();
        collection.insert((0..N).map(|n| {
            let mut photo = made::photo(n);
            let mut of = TEXTS.iter().map(|(_, all)| {
                let mut out = LangText::default();
                tags().into_iter().zip(all).for_each(|(lang, words)| out.set(lang, text(n, words)));
                out
            });
            photo.embedded.headline = of.next().unwrap_or_default();
            photo.embedded.caption = of.next().unwrap_or_default();
            photo.embedded.alt = of.next().unwrap_or_default();
            photo
        }));
        black_box(collection)
    });
}
