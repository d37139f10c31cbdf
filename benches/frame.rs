//! How much of the processor a frame of the window takes, by the number of photos: `cargo bench --bench frame`.
//!
//! Each frame scrolls the contact sheet a little, lays out, and tessellates what is seen; what the graphics card does is not
//! in it. Times are of the whole thread.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)] // a bench that cannot be set up should stop

use std::path::PathBuf;

use attache::model::device::DeviceFacts;
use attache::model::orientation::Orientation;
use attache::model::photo::{Embedded, Format, Original, Photo, PhotoId, PhotoKind};
use attache::model::text::LangTag;
use attache::model::time::{CaptureTime, TimeClaim, TimeSource};
use attache::session::Session;
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
        embedded: Embedded { caption, ..Embedded::default() },
        motion: None,
        motion_claim: None,
        kind: PhotoKind::Unknown,
        kind_evidence: Vec::new(),
        problems: Vec::new(),
    }
}

fn frames(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame");
    for n in [1_000, 10_000, 100_000] {
        let mut session = Session::in_memory(|| {}).unwrap();
        session.insert((0..n).map(photo).collect());
        let ctx = egui::Context::default();
        attache::ui::theme::install(&ctx);
        let mut app = App::new(session, None);
        let size = egui::vec2(1440.0, 900.0);
        let mut time = 0.0;
        let mut frame = move || {
            time += 1.0 / 60.0;
            let input = egui::RawInput {
                screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, size)),
                time: Some(time),
                events: vec![
                    egui::Event::PointerMoved(egui::pos2(700.0, 500.0)),
                    egui::Event::MouseWheel {
                        unit: egui::MouseWheelUnit::Point,
                        delta: egui::vec2(0.0, if time % 20.0 < 10.0 { -120.0 } else { 120.0 }),
                        phase: egui::TouchPhase::Move,
                        source: egui::MouseWheelSource::Wheel,
                        modifiers: egui::Modifiers::NONE,
                    },
                ],
                ..egui::RawInput::default()
            };
            let mut output = ctx.run_ui(input, |ui| {
                app.take_in(&ui.ctx().clone());
                app.frame(ui);
            });
            // Nothing is put on a graphics card here.
            output.textures_delta.clear();
            ctx.tessellate(output.shapes, output.pixels_per_point).len()
        };
        for _ in 0..30 {
            frame();
        }
        group.bench_function(format!("{n} photos"), |bench| bench.iter(&mut frame));
    }
    group.finish();
}

criterion_group!(benches, frames);
criterion_main!(benches);
