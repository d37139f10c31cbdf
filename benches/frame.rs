//! How much of the processor a frame of the window takes, by the number of photos: `cargo bench --bench frame`.
//!
//! Each frame scrolls the contact sheet a little, lays out, and tessellates what is seen; what the graphics card does is not
//! in it. Times are of the whole thread. For 100,000 photos the worst frame of a scroll from end to end is told as well, and with
//! `ATTACHE_BENCH_LIBRARY=FOLDER`, made by the example `make_library`, how a real library of that size opens and scrolls.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout
)] // a bench that cannot be set up should stop

use std::path::PathBuf;
use std::time::{Duration, Instant};

use attache::model::device::DeviceFacts;
use attache::model::orientation::Orientation;
use attache::model::photo::{Embedded, Format, Original, Photo, PhotoId, PhotoKind};
use attache::model::text::LangTag;
use attache::model::time::{CaptureTime, TimeClaim, TimeSource};
use attache::session::{Command, Session};
use attache::ui::app::App;
use criterion::{Criterion, criterion_group, criterion_main};
use jiff::ToSpan as _;
use jiff::civil::date;

/// Photo number `n` of visits of 40 photos, three minutes apart, four days between: the visits panel is full at every size.
fn photo(n: u32) -> Photo {
    let mut id = [7; 32];
    id[..4].copy_from_slice(&n.to_be_bytes());
    let minutes = i64::from(n) * 3 + i64::from(n / 40) * 4 * 24 * 60;
    let civil = date(1990, 1, 1).at(9, 0, 0, 0).checked_add(minutes.minutes()).unwrap();
    let best = TimeClaim {
        source: TimeSource::ExifOriginal,
        civil,
        offset: None,
        offset_source: None,
        uncertainty_secs: 1,
    };
    let caption = attache::model::text::LangText::of(LangTag::en(), "The delegations");
    Photo {
        id: PhotoId(id),
        original: Original {
            path: PathBuf::from(format!("/photos/IMG_{n:06}.JPG")),
            bytes: 4_000_000,
            modified_ns: None,
        },
        copies: Vec::new(),
        companions: Vec::new(),
        format: Format::Jpeg,
        width_px: if n.is_multiple_of(5) { 3000 } else { 4000 },
        height_px: if n.is_multiple_of(5) { 4000 } else { 3000 },
        orientation: Orientation::Upright,
        captured: Some(CaptureTime { best, others: Vec::new() }),
        device: DeviceFacts {
            make: Some("Canon".into()),
            model: Some("EOS R5".into()),
            ..DeviceFacts::default()
        },
        position: None,
        place: None,
        zone: None,
        embedded: Embedded { caption, ..Embedded::default() },
        motion: None,
        motion_claim: None,
        hidden: Default::default(),
        kind: PhotoKind::Unknown,
        kind_evidence: Vec::new(),
        remarks: Vec::new(),
        problems: Vec::new(),
    }
}

/// A window without a screen.
struct Window {
    ctx: egui::Context,
    app: App,
    n_frames: u32,
}

impl Window {
    fn new(session: Session) -> Self {
        let ctx = egui::Context::default();
        attache::ui::theme::install(&ctx);
        Self { ctx, app: App::new(session, None), n_frames: 0 }
    }

    /// One frame in which the wheel turns by so many points; gives the number of shapes.
    fn frame(&mut self, wheel: f32) -> usize {
        self.n_frames += 1;
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1440.0, 900.0))),
            time: Some(f64::from(self.n_frames) / 60.0),
            events: vec![
                egui::Event::PointerMoved(egui::pos2(700.0, 500.0)),
                egui::Event::MouseWheel {
                    unit: egui::MouseWheelUnit::Point,
                    delta: egui::vec2(0.0, wheel),
                    phase: egui::TouchPhase::Move,
                    source: egui::MouseWheelSource::Wheel,
                    modifiers: egui::Modifiers::NONE,
                },
            ],
            ..egui::RawInput::default()
        };
        let app = &mut self.app;
        let mut output = self.ctx.run_ui(input, |ui| {
            app.take_in(&ui.ctx().clone());
            app.frame(ui);
        });
        // Nothing is put on a graphics card here.
        output.textures_delta.clear();
        self.ctx.tessellate(output.shapes, output.pixels_per_point).len()
    }

    /// The same, and the milliseconds that this thread was at it.
    fn timed_frame(&mut self, wheel: f32) -> f64 {
        let (waited, began) = (waited_ns(), Instant::now());
        self.frame(wheel);
        let ns = began.elapsed().as_nanos() as u64;
        ns.saturating_sub(waited_ns().saturating_sub(waited)) as f64 / 1e6
    }

    /// Scrolls from the first photo to the last, nearly a screen a frame, and tells of the worst frame.
    fn scroll_through(&mut self, what: &str) {
        let mut times = Vec::new();
        let mut last = -1.0;
        while self.app.state.sheet.offset > last || times.len() < 10 {
            last = self.app.state.sheet.offset;
            times.push(self.timed_frame(-800.0));
            // Pictures are made by other threads meanwhile, as between the frames of a screen.
            std::thread::sleep(Duration::from_millis(2));
        }
        tell(what, times);
    }
}

/// How long this thread was ready and had no core, in nanoseconds: so much is not the program's doing. 0 where the system does not say.
fn waited_ns() -> u64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split_whitespace().nth(1).and_then(|ns| ns.parse().ok()).unwrap_or(0)
}

fn tell(what: &str, mut ms: Vec<f64>) {
    let slow = ms.iter().enumerate().filter(|(_, ms)| **ms > 16.0).take(10);
    let slow: Vec<String> = slow.map(|(n, ms)| format!("frame {n}: {ms:.1} ms")).collect();
    ms.sort_by(f64::total_cmp);
    let at = |part: f64| ms[((ms.len() - 1) as f64 * part) as usize];
    let over = ms.iter().filter(|ms| **ms > 16.0).count();
    let memory = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let memory = memory.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    if !slow.is_empty() {
        println!("{what}: {}", slow.join(", "));
    }
    println!(
        "{what}: {} frames, median {:.2} ms, 99 % under {:.2} ms, worst {:.2} ms, {over} over 16 ms; {memory}",
        ms.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

fn frames(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame");
    for n in [1_000, 10_000, 100_000] {
        let mut session = Session::in_memory(|| {}).unwrap();
        session.insert((0..n).map(photo).collect());
        let mut window = Window::new(session);
        for _ in 0..30 {
            window.frame(-120.0);
        }
        group.bench_function(format!("{n} photos"), |bench| {
            bench.iter(|| {
                let down = window.n_frames % 1_200 < 600;
                window.frame(if down { -120.0 } else { 120.0 })
            });
        });
        if n == 100_000 {
            window.app.state.sheet.scroll_to = Some(0.0);
            window.frame(0.0);
            window.scroll_through("100000 photos from end to end");
        }
    }
    group.finish();
}

/// A real library, made by the example `make_library` in the folder that ATTACHE_BENCH_LIBRARY names: frames while it streams in,
/// and while it is scrolled through with its pictures.
fn library(_: &mut Criterion) {
    let Some(folder) = std::env::var_os("ATTACHE_BENCH_LIBRARY").map(PathBuf::from) else {
        println!("ATTACHE_BENCH_LIBRARY names no library: the frames of a real one are left out");
        return;
    };
    let began = Instant::now();
    let mut session = Session::open(Some(&folder.join("library")), || {}).unwrap();
    println!("library opened after {:?}", began.elapsed());
    session.command(Command::Open(vec![folder.join("photos")])).unwrap();
    let mut window = Window::new(session);
    let mut times = Vec::new();
    let mut shown = false;
    while window.app.session.scan().is_some() {
        times.push(window.timed_frame(0.0));
        if !shown && window.app.state.sheet.work.n_cells > 0 {
            shown = true;
            println!("first grid after {:?}", began.elapsed());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    println!("{} photos after {:?}", window.app.session.collection().photos().len(), began.elapsed());
    tell("while they stream in", times);
    window.scroll_through("from end to end, with pictures");
}

criterion_group!(benches, library, frames);
criterion_main!(benches);
