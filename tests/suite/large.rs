//! The large view, worked by the names that screen readers know, on files that were made for it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use attache::model::photo::PhotoId;
use attache::session::{Command, LoadedPicture, Picture, Session, Wanted};
use attache::ui::actions::Action;
use attache::ui::app::App;
use attache::ui::ask::Ask;
use egui::{Key, Modifiers, Rect, vec2};
use egui_kittest::kittest::Queryable as _;

use super::support::env::TestEnv;
use super::support::photo_maker::TestPhoto;
use super::ui::{Window, builder, frame, has_graphics, until};

/// A window on the photos of a folder, all of them found, drawn in software where pixels are looked at.
fn window(env: &TestEnv, n_photos: usize, draws: bool) -> Window {
    window_on(&env.photos(), n_photos, draws)
}

fn window_on(folder: &Path, n_photos: usize, draws: bool) -> Window {
    let mut session = Session::in_memory(|| {}).unwrap();
    session.command(Command::Open(vec![folder.to_owned()])).unwrap();
    let builder = builder([1000.0, 700.0]).with_step_dt(1.0 / 60.0);
    let builder = if draws { builder.wgpu() } else { builder };
    let mut window = builder.build_ui_state(frame, App::new(session, None));
    until(&mut window, "the photos", |window| {
        let session = &window.state().session;
        session.scan().is_none() && session.collection().photos().len() == n_photos
    });
    // More room for the photo.
    act(&mut window, Action::ToggleInspector);
    window
}

fn act(window: &mut Window, action: Action) {
    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, Ask::Do(action));
    window.run_steps(2);
}

fn photo(window: &Window, name: &str) -> PhotoId {
    let photos = window.state().session.collection().photos();
    photos.into_iter().find(|photo| photo.file_name() == name).unwrap().id
}

/// Opens a photo in the large view and waits until it is sharp.
fn open(window: &mut Window, name: &str) {
    let photo = photo(window, name);
    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, Ask::Large(photo));
    window.run_steps(1);
    until_sharp(window);
}

fn until_sharp(window: &mut Window) {
    until(window, "a sharp picture", |window| {
        window.state().state.viewer.sharp_after().is_some() && !window.state().textures.awaits_pictures()
    });
}

fn press(window: &mut Window, key: Key) {
    window.key_press_modifiers(Modifiers::NONE, key);
    window.run_steps(3);
}

fn room(window: &Window) -> Rect {
    window.get_by_label_contains("Large view of").rect()
}

/// Pixels that differ from all their neighbours, and from tile to tile.
fn speckle(x: u32, y: u32) -> [u8; 3] {
    let light = if (x + y).is_multiple_of(2) { 220 } else { 40 };
    [light, (x % 199) as u8, (y % 211) as u8]
}

fn speckled(width_px: u32, height_px: u32) -> image::RgbImage {
    image::RgbImage::from_fn(width_px, height_px, |x, y| image::Rgb(speckle(x, y)))
}

/// How many of the pixels of the window, in the middle of its photo, are not those of the photo that should be there. `zoom` pixels of the
/// screen show one of the photo.
fn n_wrong(window: &mut Window, size: (u32, u32), zoom: u32) -> usize {
    let room = room(window);
    let shown = vec2(size.0 as f32, size.1 as f32) * zoom as f32;
    let origin = (room.center() - shown / 2.0).round();
    let screen = window.render().unwrap();
    let middle = room.center();
    let half = (shown / 2.0 - vec2(1.0, 1.0)).min(vec2(200.0, 150.0));
    let mut wrong = 0;
    for y in (middle.y - half.y) as u32..(middle.y + half.y) as u32 {
        for x in (middle.x - half.x) as u32..(middle.x + half.x) as u32 {
            let want = speckle(((x as f32 - origin.x) as u32) / zoom, ((y as f32 - origin.y) as u32) / zoom);
            let is = screen.get_pixel(x, y).0;
            wrong += usize::from(want.iter().zip(is).any(|(want, is)| want.abs_diff(is) > 1));
        }
    }
    wrong
}

#[test]
fn at_a_hundred_per_cent_and_above_every_pixel_is_the_file_s() {
    if !has_graphics() {
        return;
    }
    let env = TestEnv::new();
    speckled(1_201, 803).save(env.photos().join("fine.png")).unwrap();
    let mut window = window(&env, 1, true);
    open(&mut window, "fine.png");
    press(&mut window, Key::Num1);
    until_sharp(&mut window);
    window.get_by_label("100 %");
    assert_eq!(n_wrong(&mut window, (1_201, 803), 1), 0);
    press(&mut window, Key::Plus);
    until_sharp(&mut window);
    window.get_by_label("200 %");
    assert_eq!(n_wrong(&mut window, (1_201, 803), 2), 0);
}

#[test]
fn a_picture_larger_than_a_texture_is_shown_whole_and_pixel_by_pixel() {
    if !has_graphics() {
        return;
    }
    let env = TestEnv::new();
    // Software drivers take 16,384 px.
    speckled(17_000, 60).save(env.photos().join("panorama.png")).unwrap();
    let mut window = window(&env, 1, true);
    open(&mut window, "panorama.png");
    let fits = window.state().textures.any_large(photo(&window, "panorama.png")).unwrap().size;
    assert_eq!(fits.x, room(&window).width(), "made for the window, pixel by pixel");
    press(&mut window, Key::Num1);
    until_sharp(&mut window);
    assert_eq!(n_wrong(&mut window, (17_000, 60), 1), 0);
    window.get_by_label("Overview of the whole photo");
    assert!(window.state().session.problems().is_empty());
    assert!(window.state().textures.bytes() < 32 << 20, "only what is in sight is on the card");
    press(&mut window, Key::Num0);
    assert!(window.query_by_label("Overview of the whole photo").is_none());
    press(&mut window, Key::Escape);
}

fn series(n: u32, size: (u32, u32)) -> TestEnv {
    let env = TestEnv::new();
    for n in 0..n {
        let taken = format!("2026-01-05 09:{n:02}:00");
        let photo = TestPhoto::new().size(size.0, size.1).seed(n).taken(&taken, Some("+08:00"));
        photo.write(env.photos().join(format!("IMG_{n:04}.JPG")));
    }
    env
}

#[test]
fn holding_the_arrow_makes_nothing_for_what_flashes_by_and_the_last_one_gets_sharp() {
    let env = series(24, (480, 360));
    let mut window = window(&env, 24, false);
    open(&mut window, "IMG_0000.JPG");
    for _ in 0..20 {
        window.key_press_modifiers(Modifiers::NONE, Key::ArrowRight);
        window.step();
    }
    assert!(window.state().state.viewer.sharp_after().is_none());
    window.get_by_label_contains("Large view of IMG_0020.JPG");
    until_sharp(&mut window);
    let large = |n: u32| {
        let photo = photo(&window, &format!("IMG_{n:04}.JPG"));
        window.state().textures.any_large(photo).is_some()
    };
    assert!(large(20) && large(21) && large(22) && large(19), "the neighbours, too, two of them ahead");
    assert!((5..18).all(|n| !large(n)), "and nothing else");
}

#[test]
fn zoom_and_place_stay_in_a_series_and_not_elsewhere() {
    let env = series(3, (1_000, 750));
    let other = TestPhoto::new().size(750, 1_000).taken("2026-01-05 09:30:00", Some("+08:00"));
    other.write(env.photos().join("IMG_0003.JPG"));
    let mut window = window(&env, 4, false);
    open(&mut window, "IMG_0001.JPG");
    press(&mut window, Key::Num1);
    press(&mut window, Key::ArrowRight);
    window.get_by_label_contains("Large view of IMG_0002.JPG");
    window.get_by_label("100 %");
    until_sharp(&mut window);
    press(&mut window, Key::ArrowRight);
    window.get_by_label_contains("Large view of IMG_0003.JPG");
    assert!(window.query_by_label("100 %").is_none());
}

#[test]
fn a_double_click_leads_to_the_pixels_under_it_and_back() {
    let env = series(1, (1_500, 1_000));
    let mut window = window(&env, 1, false);
    open(&mut window, "IMG_0000.JPG");
    let fits = window.get_by_label_contains(" %").value();
    let at = room(&window).center() + vec2(-100.0, 60.0);
    let twice = |window: &mut Window| {
        for _ in 0..2 {
            window.hover_at(at);
            window.drag_at(at);
            window.drop_at(at);
            window.step();
        }
        window.run_steps(40);
    };
    twice(&mut window);
    window.get_by_label("100 %");
    twice(&mut window);
    assert_eq!(window.get_by_label_contains(" %").value(), fits);
}

#[test]
fn damage_is_told_in_words() {
    let env = series(1, (1_000, 750));
    let whole = TestPhoto::new().size(1_000, 750).seed(7).jpeg();
    let scan = whole.windows(2).position(|marker| marker == [0xff, 0xda]).unwrap();
    std::fs::write(env.photos().join("head.jpg"), &whole[..scan]).unwrap();
    let mut window = window(&env, 2, false);
    open(&mut window, "IMG_0000.JPG");
    // As the decoder tells of a file of which the end is missing.
    let cut = Picture { incomplete: true, ..Picture::new(8, 6, vec![128; 8 * 6 * 4]).unwrap() };
    for wanted in [Wanted::Thumbnail { edge_px: 512 }, Wanted::Large { edge_px: 8 }] {
        let photo = photo(&window, "IMG_0000.JPG");
        let picture = Some(cut.clone());
        let cut = LoadedPicture { photo, wanted, provisional: false, dropped: false, picture };
        let ctx = window.ctx.clone();
        window.state_mut().textures.receive(&ctx, vec![cut], None);
    }
    window.run_steps(2);
    window.get_by_label_contains("Part of this picture is missing");
    press(&mut window, Key::Escape);
    window.get_by_label_contains("part of the picture is missing");
    let head = photo(&window, "head.jpg");
    let ctx = window.ctx.clone();
    window.state_mut().carry_out(&ctx, Ask::Large(head));
    until(&mut window, "the reason", |window| {
        window.query_by_label_contains("could not be decoded").is_some()
    });
    window.get_by_label_contains("This photo cannot be shown");
}

/// Shows so many photos of a window, each by `show`, and tells how soon each was sharp, in milliseconds, sorted.
fn timed(window: &mut Window, n: usize, show: impl Fn(&mut Window, usize)) -> Vec<f64> {
    let mut times: Vec<f64> = (0..n)
        .map(|n| {
            show(window, n);
            let begun = Instant::now();
            while window.state().state.viewer.sharp_after().is_none() {
                assert!(begun.elapsed() < Duration::from_secs(60), "never sharp");
                window.step();
                std::thread::sleep(Duration::from_millis(1));
            }
            let took = window.state().state.viewer.sharp_after().unwrap();
            // Until everything stands ready again.
            until(window, "neighbours", |window| !window.state().textures.awaits_pictures());
            took.as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

/// Run it on a fast build: `CARGO_PROFILE_DEV_OPT_LEVEL=2 cargo test --test suite how_soon -- --ignored --nocapture`. `ATTACHE_TIMING` names a
/// folder of at least 40 photos to be shown in place of made ones. What the graphics card does is not in it.
#[test]
#[ignore = "measures; a slow machine is no fault"]
fn how_soon_a_photo_is_sharp() {
    let env = TestEnv::new();
    let folder = std::env::var_os("ATTACHE_TIMING").map_or_else(|| env.photos(), PathBuf::from);
    if folder == env.photos() {
        let jpeg = TestPhoto::new().size(4_000, 3_000).quality(92).jpeg();
        for n in 0..40_u8 {
            // Bytes behind the picture make another photo of it.
            let bytes = [jpeg.as_slice(), &[n]].concat();
            std::fs::write(folder.join(format!("IMG_{n:04}.JPG")), bytes).unwrap();
        }
    }
    let print = |what: &str, times: &[f64]| {
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        let (median, most, last) = (at(0.5), at(0.9), at(1.0));
        println!(
            "{what}: median {median:.1} ms, nine in ten {most:.1} ms, longest {last:.1} ms, n = {}",
            times.len()
        );
    };
    let mut cold = Vec::new();
    for round in 0..3 {
        let mut window = window_on(&folder, 40, false);
        let all = window.state().state.sheet.shown.order.all().to_vec();
        // Four apart: none of them is a neighbour of the one before.
        cold.extend(timed(&mut window, 9, |window, n| {
            let ctx = window.ctx.clone();
            act(window, Action::Back);
            window.state_mut().carry_out(&ctx, Ask::Large(all[4 * n + round]));
        }));
        if round == 0 {
            act(&mut window, Action::Back);
            let mut window = window_on(&folder, 40, false);
            let ctx = window.ctx.clone();
            window.state_mut().carry_out(&ctx, Ask::Large(all[0]));
            until_sharp(&mut window);
            let steps = timed(&mut window, 30, |window, _| {
                // A person who looks at each.
                window.run_steps(20);
                window.key_press_modifiers(Modifiers::NONE, Key::ArrowRight);
                window.step();
            });
            print("stepping on, neighbours ready", &steps);
        }
    }
    cold.sort_by(f64::total_cmp);
    print("opening from the sheet", &cold);
}
