//! On the way: airfields, streets, views from windows.

use crate::cast::{ATTACHE, GUARD, MAREN, VENN, somebody};
use crate::painter::{Canvas, Dice, across, down, glow, hex};
use crate::people::{EASY, Pose, person};
use crate::props::*;

/// The guest waves from the stairs of his aircraft, early in the morning.
pub fn departure(c: &mut Canvas) {
    sky(c, hex(0x8FB7C9), hex(0xF9DDBE));
    c.lit(|c| c.disc(180.0, 470.0, 420.0, glow(hex(0xFFC97A).a(0.8))));
    c.disc(180.0, 480.0, 54.0, hex(0xFFEFCF));
    cloud(c, 420.0, 130.0, 1.3, hex(0xFFF3E2).a(0.8));
    cloud(c, 60.0, 220.0, 0.9, hex(0xFFF3E2).a(0.7));
    hills(c, 560.0, 120.0, 5, hex(0x8A86A0));
    hills(c, 590.0, 70.0, 6, hex(0x5F6B7E));
    ground(c, 575.0, hex(0x9A979C), hex(0xC4B7AE));
    c.ellipse(760.0, 640.0, 520.0, 22.0, hex(0x3B4050).a(0.35));
    plane(c, 820.0, 470.0, 1.5);
    for x in [420.0, 980.0] {
        c.line((x, 540.0), (x, 630.0), 12.0, hex(0x6A707C));
        c.disc(x - 14.0, 634.0, 20.0, INK);
        c.disc(x + 16.0, 634.0, 20.0, INK);
    }
    // The stairs lead to the door behind the cockpit.
    c.path("M396 506 L470 506 L300 692 L190 692 Z", hex(0xD9D4CC));
    for n in 0..9 {
        let t = n as f32 / 9.0;
        c.line(
            (398.0 - 200.0 * t, 512.0 + 186.0 * t),
            (466.0 - 162.0 * t, 512.0 + 186.0 * t),
            5.0,
            hex(0x8F8C8A),
        );
    }
    c.path("M412 506 L454 506 L276 692 L216 692 Z", WINE);
    c.path("M190 692 L300 692 L340 900 L-80 900 Z", down(WINE, WINE.light(0.12)));
    person(c, &VENN, 440.0, 514.0, 168.0, Pose { look: -0.6, left: (-170.0, -690.0), happy: true, ..EASY });
    c.stroke("M388 440 L190 640", 6.0, hex(0xB8B2A8));
    for (n, x) in [690.0, 770.0, 850.0].into_iter().enumerate() {
        person(
            c,
            &somebody(n as u64 + 3),
            x,
            790.0 + 8.0 * n as f32,
            300.0,
            Pose { look: -0.8, left: (-140.0, -640.0 - 20.0 * n as f32), happy: true, ..EASY },
        );
    }
}

/// Wing, clouds and islands.
pub fn plane_window(c: &mut Canvas) {
    sky(c, hex(0x2E7FB0), hex(0xD5ECEC));
    c.rect(-1000.0, 440.0, 3200.0, 900.0, down(hex(0x4FA6B4), hex(0x1E6A82)));
    c.rect(-1000.0, 430.0, 3200.0, 30.0, hex(0xE8F4F0).a(0.6));
    for (x, y, s) in [(420.0, 540.0, 1.0), (620.0, 500.0, 0.6), (760.0, 600.0, 1.5)] {
        c.at(x, y, s, s, 0.0, |c| {
            c.ellipse(0.0, 6.0, 96.0, 22.0, hex(0xA8DFD4));
            c.path("M-74 4 Q-50 -22 -20 -20 Q10 -40 40 -18 Q70 -10 74 4 Q0 16 -74 4 Z", LEAF);
            c.path("M-20 -16 Q10 -36 40 -14 Q20 -8 -20 -16 Z", hex(0x8FB57E));
        });
    }
    for (x, y, s) in [(250.0, 380.0, 1.4), (540.0, 410.0, 1.0), (900.0, 370.0, 1.6), (380.0, 640.0, 1.7)] {
        cloud(c, x, y, s, hex(0xFFFFFA).a(0.85));
    }
    c.path("M1200 560 L1200 690 L520 520 L500 500 Z", down(hex(0xF2F2EE), hex(0xA9B3BC)));
    c.path("M540 514 L508 452 L528 452 L584 520 Z", PLUM);
    star(c, 533.0, 486.0, 10.0, OCHRE);
    // The cabin: everything outside of the pane.
    let wall = hex(0x3A3D48);
    const HOLE: &str = "M330 200 L330 600 Q330 740 470 740 L730 740 Q870 740 870 600 L870 200 Q870 60 730 60 L470 60 Q330 60 330 200 Z";
    let pane = "M330 200 Q330 60 470 60 L730 60 Q870 60 870 200 L870 600 Q870 740 730 740 L470 740 Q330 740 330 600 Z";
    // The pane winds the other way round, and so is a hole.
    c.path(
        &format!("M-1000 -600 L2200 -600 L2200 1500 L-1000 1500 Z {HOLE}"),
        across(wall.light(0.12), wall.dark(0.1)),
    );
    c.stroke(pane, 34.0, hex(0xC9C4BC));
    c.stroke(pane, 12.0, hex(0x8F8A86));
    c.path("M330 200 Q330 60 470 60 L730 60 Q870 60 870 200 L870 170 Q600 190 330 170 Z", hex(0xE4DFD6));
    c.lit(|c| {
        c.poly(&[(380.0, 240.0), (470.0, 180.0), (470.0, 660.0), (380.0, 700.0)], hex(0xFFFFFF).a(0.10));
    });
}

/// The red carpet, the guard of honour, and the two who walk between.
pub fn arrival(c: &mut Canvas) {
    sky(c, hex(0x7FBFCF), hex(0xE9F1E2));
    cloud(c, 300.0, 120.0, 1.5, hex(0xFFFFFA).a(0.9));
    cloud(c, 980.0, 90.0, 1.1, hex(0xFFFFFA).a(0.9));
    mountains(c, 470.0, 170.0, 12, hex(0x6F94A6), hex(0xF4F8F4));
    ground(c, 465.0, hex(0xB9B2A6), hex(0xD9D2C2));
    c.soft(1.2, |c| {
        c.ellipse(640.0, 478.0, 330.0, 10.0, hex(0x3B4050).a(0.35));
        plane(c, 640.0, 410.0, 0.92);
    });
    c.path("M566 470 L640 470 L1000 1300 L160 1300 Z", down(WINE.light(0.15), WINE));
    c.path("M566 470 L572 470 L190 1300 L160 1300 Z", OCHRE);
    c.path("M634 470 L640 470 L1000 1300 L970 1300 Z", OCHRE);
    for n in 0..6 {
        let t = (n as f32 / 5.0).powf(1.4);
        let (y, h) = (520.0 + 250.0 * t, 170.0 + 360.0 * t);
        let spread = 92.0 + 330.0 * t;
        for side in [-1.0, 1.0] {
            c.ellipse(603.0 + side * spread, y, h * 0.2, h * 0.025, hex(0x3B4050).a(0.3));
            person(
                c,
                &GUARD,
                603.0 + side * spread,
                y,
                h,
                Pose { look: -side * 0.8, right: (if side > 0.0 { 92.0 } else { 104.0 }, -300.0), ..EASY },
            );
            let rifle = 603.0 + side * (spread - h * 0.15);
            c.line((rifle, y - h * 0.02), (rifle, y - h * 0.86), h * 0.02, hex(0x5A3E2E));
            c.line((rifle, y - h * 0.86), (rifle, y - h * 1.02), h * 0.01, hex(0xC9CED2));
        }
    }
    c.ellipse(603.0, 742.0, 170.0, 14.0, hex(0x501018).a(0.5));
    person(c, &VENN, 664.0, 740.0, 380.0, Pose { look: -0.5, right: (150.0, -420.0), happy: true, ..EASY });
    person(c, &MAREN, 546.0, 742.0, 360.0, Pose { look: 0.5, left: (-150.0, -430.0), happy: true, ..EASY });
}

/// Both flags over the roof of the terminal.
pub fn flags(c: &mut Canvas) {
    sky(c, hex(0x3F8FAE), hex(0xD9ECE4));
    for (x, y, s) in [(200.0, 560.0, 2.0), (760.0, 620.0, 2.4), (1080.0, 380.0, 1.3), (100.0, 260.0, 0.9)] {
        cloud(c, x, y, s, hex(0xFFFFFA).a(0.85));
    }
    hills(c, 800.0, 90.0, 21, hex(0x2F5D62));
    flag(c, Land::Merrowin, 250.0, 160.0, 400.0, 900.0);
    flag(c, Land::Kasoria, 700.0, 110.0, 400.0, 900.0);
    for (x, y) in [(560.0, 90.0), (610.0, 60.0), (640.0, 110.0), (1060.0, 190.0)] {
        c.stroke(
            &format!(
                "M{} {y} Q{} {} {x} {y} Q{} {} {} {y}",
                x - 26.0,
                x - 12.0,
                y - 14.0,
                x + 12.0,
                y - 14.0,
                x + 26.0
            ),
            3.5,
            INK,
        );
    }
}

/// Cars with flags in the rain.
pub fn motorcade(c: &mut Canvas) {
    sky(c, hex(0x5F7580), hex(0xA9B6B4));
    c.soft(3.0, |c| {
        let mut dice = Dice::new(44);
        for n in 0..14 {
            let (x, h) = (-240.0 + 120.0 * n as f32, dice.between(190.0, 400.0));
            if (380.0..800.0).contains(&x) {
                continue;
            }
            let color = dice.pick(&[hex(0x7D6B70), hex(0x6A7C82), hex(0x8A7F74), hex(0x5B6A78)]);
            c.rect(x, 500.0 - h, 116.0, h, down(color, color.light(0.16)));
            for (row, column) in (0..8).flat_map(|row| (0..4).map(move |column| (row, column))) {
                let wy = 500.0 - h + 22.0 + 44.0 * row as f32;
                if wy < 460.0 {
                    let lit = dice.between(0.0, 1.0) < 0.35;
                    c.rect(
                        x + 14.0 + 25.0 * column as f32,
                        wy,
                        14.0,
                        24.0,
                        if lit { LAMP } else { color.dark(0.3) },
                    );
                }
            }
        }
    });
    ground(c, 495.0, hex(0x3A4652), hex(0x7A868C));
    let cars = |c: &mut Canvas| {
        car(c, 610.0, 540.0, 0.42, Land::Merrowin);
        car(c, 480.0, 600.0, 0.72, Land::Kasoria);
        car(c, 730.0, 730.0, 1.28, Land::Kasoria);
    };
    c.reflected(735.0, 0.7, 5.0, |c| car(c, 730.0, 735.0, 1.28, Land::Kasoria));
    c.rect(-1000.0, 735.0, 3200.0, 700.0, hex(0x3A4652).a(0.55));
    cars(c);
    for (n, x) in [40.0, 150.0, 1040.0, 1150.0, -80.0, 1270.0].into_iter().enumerate() {
        let who = somebody(n as u64 + 40);
        let color = [CORAL, OCHRE, TEAL.light(0.2), CREAM, WINE, PLUM.light(0.15)][n];
        person(
            c,
            &who,
            x,
            770.0 + 10.0 * (n % 2) as f32,
            330.0,
            Pose { look: if x < 600.0 { 0.8 } else { -0.8 }, right: (60.0, -420.0), ..EASY },
        );
        c.line((x + 28.0, 770.0 - 200.0), (x + 20.0, 396.0), 5.0, INK);
        c.path(
            &format!(
                "M{} 410 Q{} 320 {x} 314 Q{} 320 {} 410 Q{} 396 {} 408 Q{x} 392 {} 408 Q{} 396 {} 410 Z",
                x - 120.0,
                x - 80.0,
                x + 80.0,
                x + 120.0,
                x + 90.0,
                x + 56.0,
                x - 56.0,
                x - 90.0,
                x - 120.0
            ),
            across(color.light(0.12), color.dark(0.15)),
        );
    }
    let mut dice = Dice::new(9);
    for _ in 0..110 {
        let (x, y, long) =
            (dice.between(-200.0, 1400.0), dice.between(-100.0, 800.0), dice.between(26.0, 60.0));
        c.line((x, y), (x - long * 0.22, y + long), 1.8, hex(0xE9F1F4).a(0.30));
    }
}

/// Mountains and a lake from the window of the guest house.
pub fn window_view(c: &mut Canvas) {
    sky(c, hex(0xF4C9A4), hex(0xFBEAD2));
    c.lit(|c| c.disc(820.0, 330.0, 380.0, glow(hex(0xFFDFA0).a(0.9))));
    c.disc(820.0, 320.0, 44.0, hex(0xFFF8E4));
    mountains(c, 520.0, 330.0, 3, hex(0x8C86A8), hex(0xFFEFE6));
    hills(c, 530.0, 90.0, 14, hex(0x5D7C86));
    c.rect(-1000.0, 520.0, 3200.0, 400.0, down(hex(0xF2CFB4), hex(0x5F93A0)));
    c.rect(-1000.0, 512.0, 3200.0, 26.0, hex(0xFFF3E6).a(0.55));
    for n in 0..7 {
        c.line(
            (760.0 - 12.0 * n as f32, 548.0 + 16.0 * n as f32),
            (880.0 + 12.0 * n as f32, 548.0 + 16.0 * n as f32),
            4.0,
            hex(0xFFF3DC).a(0.7),
        );
    }
    c.path("M400 600 L470 600 L458 616 L412 616 Z", INK);
    c.path("M432 596 L432 530 L466 590 Z", CREAM);
    let frame = hex(0x4A342E);
    for x in [200.0, 588.0, 976.0] {
        c.rect(x, -400.0, 26.0, 1100.0, across(frame.light(0.18), frame));
    }
    c.rect(-1000.0, 300.0, 3200.0, 16.0, frame);
    c.rect(-1000.0, -600.0, 3200.0, 640.0, frame.dark(0.2));
    for side in [-1.0, 1.0] {
        let x = 600.0 + side * 480.0;
        c.path(
            &format!(
                "M{} -400 L{} -400 Q{} 300 {} 720 L{} 720 Z",
                x - side * 60.0,
                x + side * 700.0,
                x + side * 700.0,
                x + side * 700.0,
                x - side * 6.0
            ),
            across(hex(0xB55A48), hex(0x8B3E3A)),
        );
        for n in 0..5 {
            let fold = x + side * (30.0 + 46.0 * n as f32);
            c.stroke(
                &format!("M{} -300 Q{} 300 {fold} 720", fold - side * 30.0, fold),
                8.0,
                hex(0x6E2C30).a(0.5),
            );
        }
    }
    ground(c, 690.0, hex(0x7A5442), hex(0xA8785A));
    c.at(500.0, 716.0, 1.0, 1.0, 0.0, |c| {
        c.ellipse(0.0, 6.0, 78.0, 14.0, CREAM.dark(0.1));
        c.path("M-46 -58 L46 -58 Q44 -2 20 4 L-20 4 Q-44 -2 -46 -58 Z", across(CREAM, CREAM.dark(0.18)));
        c.stroke("M46 -46 C76 -50 74 -10 38 -14", 8.0, CREAM.dark(0.12));
        c.ellipse(0.0, -58.0, 46.0, 9.0, hex(0x6B3E2A));
        for x in [-14.0, 12.0] {
            c.stroke(
                &format!("M{x} -76 C{} -100 {} -116 {x} -140", x - 16.0, x + 16.0),
                5.0,
                hex(0xFFFFFF).a(0.35),
            );
        }
    });
    c.at(690.0, 724.0, 1.0, 1.0, -8.0, |c| {
        c.round(-80.0, -16.0, 160.0, 26.0, 4.0, PLUM);
        c.rect(-76.0, -12.0, 152.0, 14.0, CREAM);
        c.round(-72.0, -34.0, 150.0, 20.0, 4.0, TEAL);
    });
}

/// Children wave, the aircraft climbs.
pub fn farewell(c: &mut Canvas) {
    sky(c, hex(0x6FA8BE), hex(0xFBD8A6));
    c.lit(|c| c.disc(240.0, 520.0, 520.0, glow(hex(0xFFB866).a(0.7))));
    for (x, y, s) in [(180.0, 330.0, 1.5), (520.0, 400.0, 1.0), (1040.0, 360.0, 1.7)] {
        cloud(c, x, y, s, hex(0xFFEFDC).a(0.85));
    }
    c.at(700.0, 230.0, 0.66, 0.66, 14.0, |c| c.at(0.0, 0.0, 1.0, 1.0, 0.0, |c| plane(c, 0.0, 0.0, 1.0)));
    hills(c, 640.0, 130.0, 31, hex(0x7A86A0));
    hills(c, 680.0, 70.0, 32, hex(0x4E6B70));
    ground(c, 670.0, hex(0x8F8A84), hex(0xC4B098));
    person(c, &MAREN, 320.0, 830.0, 420.0, Pose { back: true, right: (176.0, -690.0), ..EASY });
    person(c, &ATTACHE, 470.0, 836.0, 390.0, Pose { back: true, right: (120.0, -560.0), ..EASY });
    for (n, x) in [620.0, 720.0, 820.0, 920.0, 200.0, 100.0].into_iter().enumerate() {
        let who = somebody(70 + n as u64);
        person(
            c,
            &who,
            x,
            838.0,
            230.0 + 18.0 * (n % 3) as f32,
            Pose { back: true, right: (150.0, -700.0), ..EASY },
        );
        let land = if n % 2 == 0 { Land::Kasoria } else { Land::Merrowin };
        flag(c, land, x + 54.0, 520.0 - 10.0 * (n % 3) as f32, 62.0, 90.0);
    }
}
