//! Indoors: dinner, tea, museum and concert.

use crate::cast::{MAREN, VENN, somebody};
use crate::painter::{Canvas, Color, Dice, across, down, glow, hex};
use crate::people::{EASY, Person, Pose, Wear, person};
use crate::props::*;

/// Round tables under chandeliers.
pub fn banquet(c: &mut Canvas) {
    hall(c, 470.0, hex(0xA85E48), hex(0x6E3034));
    for n in 0..5 {
        let x = -30.0 + 270.0 * n as f32;
        c.path(
            &format!("M{x} 440 L{x} 160 Q{} 40 {} 160 L{} 440 Z", x + 80.0, x + 160.0, x + 160.0),
            down(hex(0x222E52), hex(0x4A4A7A)),
        );
        let mut dice = Dice::new(n as u64 + 5);
        for _ in 0..10 {
            c.disc(x + dice.between(14.0, 146.0), dice.between(330.0, 430.0), 3.0, LAMP);
        }
        c.stroke(
            &format!("M{x} 440 L{x} 160 Q{} 40 {} 160 L{} 440", x + 80.0, x + 160.0, x + 160.0),
            12.0,
            hex(0xE0B478),
        );
    }
    let mut dice = Dice::new(71);
    for (row, (y, s)) in [(520.0, 0.5), (600.0, 0.74), (730.0, 1.08)].into_iter().enumerate() {
        let gap = 370.0 * s + 80.0;
        let mut x = -160.0 - 60.0 * row as f32;
        while x < 1450.0 {
            for (n, dx) in [-110.0, -38.0, 38.0, 110.0].into_iter().enumerate() {
                let who = dressed(&mut dice, row * 40 + n);
                person(
                    c,
                    &who,
                    x + dx * s,
                    y + 190.0 * s,
                    300.0 * s,
                    Pose {
                        look: -dx / 110.0,
                        tilt: dice.between(-6.0, 6.0),
                        happy: dice.between(0.0, 1.0) < 0.5,
                        left: (-40.0, -420.0),
                        right: (40.0, -420.0),
                        ..EASY
                    },
                );
            }
            c.ellipse(x, y + 40.0 * s, 180.0 * s, 42.0 * s, CREAM);
            c.path(
                &format!(
                    "M{} {} Q{x} {} {} {} L{} {} L{} {} Z",
                    x - 180.0 * s,
                    y + 40.0 * s,
                    y + 124.0 * s,
                    x + 180.0 * s,
                    y + 40.0 * s,
                    x + 164.0 * s,
                    y + 210.0 * s,
                    x - 164.0 * s,
                    y + 210.0 * s
                ),
                across(CREAM.dark(0.05), CREAM.dark(0.22)),
            );
            flowers(c, x, y + 36.0 * s, 0.62 * s, x as i64 as u64);
            for dx in [-120.0, -70.0, 76.0, 124.0] {
                c.ellipse(x + dx * s, y + 44.0 * s, 24.0 * s, 7.0 * s, hex(0xFFFFFA));
            }
            for dx in [-40.0, 44.0] {
                c.line((x + dx * s, y + 30.0 * s), (x + dx * s, y - 22.0 * s), 4.0 * s, CREAM.light(0.5));
                c.lit(|c| c.disc(x + dx * s, y - 30.0 * s, 40.0 * s, glow(LAMP)));
            }
            x += gap;
        }
    }
    for (x, y, s) in [(110.0, 120.0, 0.8), (600.0, 170.0, 1.15), (1090.0, 120.0, 0.8)] {
        chandelier(c, x, y, s);
    }
    c.lit(|c| c.rect(-1000.0, -600.0, 3200.0, 1500.0, hex(0x40260C).a(0.35)));
}

fn dressed(dice: &mut Dice, number: usize) -> Person {
    let mut who = somebody(number as u64 * 13 + dice.between(0.0, 90.0) as u64);
    if let Wear::Costume(_) = who.wear {
        who.cloth = dice.pick(&[hex(0xB03A48), hex(0x2F6F86), hex(0xC98A2D), hex(0x7A4A78), hex(0x3F7A5E)]);
    }
    who
}

/// Two glasses raised.
pub fn toast(c: &mut Canvas) {
    c.rect(-1000.0, -600.0, 3200.0, 2000.0, down(hex(0x6E3430), hex(0x3A1C2A)));
    c.soft(8.0, |c| {
        banquet(c);
        c.shaded(|c| c.rect(-1000.0, -600.0, 3200.0, 2000.0, hex(0xB89A98)));
    });
    bokeh(c, 4, 26, &[LAMP, hex(0xFFC07A), hex(0xFFE8C0)]);
    person(
        c,
        &MAREN,
        340.0,
        1240.0,
        1080.0,
        Pose { look: 0.7, tilt: 3.0, right: (112.0, -530.0), left: (-100.0, -300.0), happy: true, ..EASY },
    );
    person(
        c,
        &VENN,
        880.0,
        1260.0,
        1140.0,
        Pose { look: -0.7, tilt: -3.0, left: (-118.0, -520.0), right: (100.0, -300.0), happy: true, ..EASY },
    );
    for (x, y, lean) in [(540.0, 390.0, 12.0), (664.0, 384.0, -12.0)] {
        c.at(x, y, 1.0, 1.0, lean, |c| {
            c.path(
                "M-34 -120 L34 -120 Q40 -40 4 -20 L4 60 L30 70 L-30 70 L-4 60 L-4 -20 Q-40 -40 -34 -120 Z",
                hex(0xFFFFFF).a(0.34),
            );
            c.path(
                "M-35 -86 Q0 -94 35 -86 Q36 -40 0 -28 Q-36 -40 -35 -86 Z",
                across(hex(0xE8C05A), hex(0xB87A2A)),
            );
            c.line((-24.0, -110.0), (-20.0, -50.0), 5.0, hex(0xFFFFFF).a(0.7));
            for (bx, by) in [(-10.0, -60.0), (6.0, -72.0), (12.0, -54.0)] {
                c.disc(bx, by, 3.0, hex(0xFFF6DC));
            }
        });
    }
    c.lit(|c| c.disc(602.0, 270.0, 90.0, glow(hex(0xFFF4D0).a(0.9))));
}

/// The place at table, from above.
pub fn table(c: &mut Canvas) {
    c.rect(-1000.0, -600.0, 3200.0, 2200.0, across(hex(0xF7ECD8), hex(0xE4D0B4)));
    c.path("M-1000 -600 L2200 -600 L2200 40 Q600 90 -1000 20 Z", hex(0x5A302E));
    c.shaded(|c| c.ellipse(622.0, 424.0, 300.0, 300.0, glow(hex(0x9A8470))));
    c.disc(600.0, 400.0, 244.0, hex(0xB98B45));
    c.disc(600.0, 400.0, 238.0, across(hex(0xFFFEFA), hex(0xE9E4DA)));
    c.disc(600.0, 400.0, 186.0, TEAL);
    c.disc(600.0, 400.0, 178.0, across(hex(0xFAF6EE), hex(0xFFFFFC)));
    // A fish, three vegetables and a sauce.
    c.path(
        "M480 400 Q560 310 680 372 L740 330 Q734 400 742 460 L680 424 Q560 486 480 400 Z",
        across(hex(0xF2A07A), hex(0xD86E52)),
    );
    for n in 0..4 {
        let x = 560.0 + 34.0 * n as f32;
        c.stroke(&format!("M{x} 368 Q{} 398 {x} 430", x + 12.0), 4.0, hex(0xFFD8BC));
    }
    c.disc(512.0, 390.0, 6.0, INK);
    for (x, y, r, color) in [
        (540.0, 500.0, 22.0, LEAF),
        (580.0, 514.0, 18.0, LEAF.light(0.2)),
        (626.0, 508.0, 24.0, OCHRE),
        (668.0, 494.0, 16.0, CORAL),
        (510.0, 310.0, 14.0, LEAF),
        (536.0, 296.0, 10.0, OCHRE),
    ] {
        c.disc(x, y, r, color);
        c.disc(x - r * 0.2, y - r * 0.2, r * 0.5, color.light(0.3));
    }
    let steel = across(hex(0xF2F2F0), hex(0xA8A8AA));
    for x in [270.0, 314.0] {
        c.round(x - 5.0, 330.0, 10.0, 260.0, 5.0, steel);
        c.round(x - 16.0, 220.0, 32.0, 90.0, 14.0, steel);
        for n in 0..3 {
            c.rect(x - 9.0 + 7.0 * n as f32, 216.0, 3.0, 62.0, hex(0xEFE2CC));
        }
    }
    c.round(884.0, 330.0, 12.0, 260.0, 5.0, steel);
    c.path("M884 340 Q872 250 896 200 L898 340 Z", steel);
    c.round(934.0, 340.0, 10.0, 250.0, 5.0, steel);
    c.ellipse(939.0, 270.0, 20.0, 40.0, steel);
    for (x, y, r, wine) in [(930.0, 100.0, 70.0, hex(0x8B2338)), (1070.0, 180.0, 60.0, hex(0xE8CE7A))] {
        c.shaded(|c| c.disc(x + 14.0, y + 18.0, r * 1.2, glow(hex(0x9A8470))));
        c.disc(x, y, r, hex(0xFFFFFF).a(0.6));
        c.disc(x, y, r * 0.8, across(wine.light(0.15), wine));
        c.stroke(
            &format!(
                "M{} {} Q{} {} {} {}",
                x - r * 0.5,
                y - r * 0.3,
                x - r * 0.3,
                y - r * 0.6,
                x + r * 0.1,
                y - r * 0.62
            ),
            6.0,
            hex(0xFFFFFF).a(0.8),
        );
    }
    c.at(180.0, 690.0, 1.0, 1.0, -8.0, |c| {
        c.round(-130.0, -110.0, 270.0, 330.0, 4.0, hex(0xFFFCF4));
        c.rect(-130.0, -110.0, 270.0, 30.0, TEAL);
        c.rect(-130.0, -82.0, 270.0, 12.0, OCHRE);
        star(c, 5.0, -30.0, 22.0, PLUM);
        for n in 0..5 {
            let wide = [150.0, 180.0, 120.0, 170.0, 140.0][n];
            c.rect(5.0 - wide / 2.0, 16.0 + 36.0 * n as f32, wide, 7.0, INK.a(0.55));
        }
    });
    flowers(c, 1010.0, 760.0, 1.9, 8);
    flowers(c, 330.0, 90.0, 1.5, 12);
}

/// Tea, before the round window.
pub fn tea(c: &mut Canvas) {
    c.rect(-1000.0, -600.0, 3200.0, 1240.0, across(hex(0x8A6A52), hex(0x5E463C)));
    c.disc(600.0, 300.0, 306.0, hex(0x3E2A24));
    c.disc(600.0, 300.0, 286.0, hex(0xDDEAD4));
    c.soft(2.0, |c| {
        c.ellipse(600.0, 440.0, 250.0, 120.0, hex(0x9ABF8E));
        tree(c, 470.0, 500.0, 1.1, hex(0xE8A0A0), 3);
        tree(c, 740.0, 520.0, 0.9, hex(0x6E9A6A), 8);
        c.path("M380 470 Q600 420 820 480 L800 560 L400 560 Z", hex(0x7FB4B4));
    });
    c.stroke("M314 300 C314 142 442 14 600 14 C758 14 886 142 886 300 C886 458 758 586 600 586 C442 586 314 458 314 300", 26.0, hex(0x3E2A24));
    c.line((600.0, 20.0), (600.0, 580.0), 6.0, hex(0x3E2A24));
    ground(c, 600.0, hex(0x9A7A4E), hex(0xC4A46E));
    for n in 0..9 {
        c.line((-400.0 + 250.0 * n as f32, 602.0), (-900.0 + 375.0 * n as f32, 1000.0), 4.0, hex(0x6E5436));
    }
    let master = Person { cloth: hex(0x3E5E58), ..somebody(27) };
    person(
        c,
        &MAREN,
        250.0,
        960.0,
        600.0,
        Pose { look: 0.8, left: (-40.0, -400.0), right: (50.0, -410.0), happy: true, ..EASY },
    );
    person(
        c,
        &VENN,
        950.0,
        970.0,
        630.0,
        Pose { look: -0.8, tilt: 4.0, left: (-60.0, -420.0), right: (30.0, -400.0), ..EASY },
    );
    person(
        c,
        &master,
        600.0,
        900.0,
        560.0,
        Pose { look: 0.4, tilt: 6.0, left: (-60.0, -380.0), right: (96.0, -420.0), ..EASY },
    );
    c.path("M330 640 L870 640 L960 740 L240 740 Z", down(hex(0x7A3A2E), hex(0x5A2824)));
    c.rect(240.0, 738.0, 720.0, 30.0, hex(0x3E1C1C));
    c.at(690.0, 596.0, 0.5, 0.5, 28.0, teapot);
    for (x, y) in [(400.0, 690.0), (520.0, 704.0), (640.0, 700.0), (780.0, 690.0)] {
        c.at(x, y, 0.42, 0.42, 0.0, cup);
    }
    c.stroke("M646 632 Q640 660 642 684", 4.0, hex(0xB88A3A));
}

fn cup(c: &mut Canvas) {
    c.ellipse(0.0, 6.0, 96.0, 22.0, hex(0x2A1414).a(0.5));
    c.path("M-70 -80 L70 -80 Q66 0 26 6 L-26 6 Q-66 0 -70 -80 Z", across(hex(0xE4ECE4), hex(0x9AB8B0)));
    c.path("M-68 -54 Q0 -34 68 -54 L66 -40 Q0 -20 -66 -40 Z", TEAL);
    c.ellipse(0.0, -80.0, 70.0, 16.0, hex(0xF4F8F2));
    c.ellipse(0.0, -78.0, 60.0, 12.0, hex(0xC08A3A));
}

fn teapot(c: &mut Canvas) {
    let clay = across(hex(0xA85A40), hex(0x6E342A));
    c.stroke("M92 -90 C190 -120 190 20 84 0", 20.0, hex(0x6E342A));
    c.path("M-90 -40 C-150 -60 -140 -120 -190 -126 L-170 -140 C-110 -130 -120 -90 -80 -90 Z", hex(0x9A503A));
    c.ellipse(0.0, -46.0, 112.0, 84.0, clay);
    c.ellipse(0.0, -122.0, 58.0, 14.0, hex(0x7E3E30));
    c.disc(0.0, -142.0, 15.0, hex(0x9A503A));
    c.ellipse(-40.0, -76.0, 20.0, 30.0, hex(0xE8A884).a(0.4));
}

/// Pot and cups, from near.
pub fn tea_near(c: &mut Canvas) {
    c.soft(10.0, tea);
    c.rect(-1000.0, 560.0, 3200.0, 900.0, down(hex(0x7A3A2E), hex(0x461E1C)));
    c.lit(|c| c.ellipse(560.0, 600.0, 700.0, 70.0, glow(hex(0xFFD8A0).a(0.4))));
    c.ellipse(720.0, 640.0, 330.0, 40.0, hex(0x200C0C).a(0.5));
    c.at(740.0, 600.0, 2.0, 2.0, 0.0, teapot);
    c.at(330.0, 690.0, 1.7, 1.7, 0.0, cup);
    c.at(610.0, 760.0, 1.5, 1.5, 0.0, cup);
    for x in [300.0, 360.0, 600.0] {
        c.soft(5.0, |c| {
            c.stroke(
                &format!(
                    "M{x} 520 C{} 440 {} 380 {x} 290 C{} 240 {} 200 {x} 150",
                    x - 60.0,
                    x + 60.0,
                    x - 40.0,
                    x + 30.0
                ),
                16.0,
                hex(0xFFFFFF).a(0.4),
            );
        });
    }
    c.at(1010.0, 700.0, 1.0, 1.0, -30.0, |c| {
        c.stroke("M0 0 Q60 -120 50 -260", 8.0, hex(0x5A4038));
        for (x, y) in [(0.0, -60.0), (50.0, -140.0), (20.0, -200.0), (70.0, -240.0), (40.0, -290.0)] {
            for n in 0..5 {
                let angle = n as f32 * 1.257;
                c.disc(x + 16.0 * angle.cos(), y + 16.0 * angle.sin(), 14.0, hex(0xF2B5B0));
            }
            c.disc(x, y, 8.0, OCHRE);
        }
    });
}

fn vase(c: &mut Canvas, glaze: Color, band: Color, form: usize) {
    let shape = [
        "M-40 -300 L40 -300 Q36 -250 60 -220 C130 -150 110 -40 50 0 L-50 0 C-110 -40 -130 -150 -60 -220 Q-36 -250 -40 -300 Z",
        "M-24 -340 L24 -340 Q14 -220 40 -180 C90 -120 80 -30 44 0 L-44 0 C-80 -30 -90 -120 -40 -180 Q-14 -220 -24 -340 Z",
        "M-90 -220 L90 -220 C110 -140 80 -30 40 0 L-40 0 C-80 -30 -110 -140 -90 -220 Z",
    ][form % 3];
    c.path(shape, across(glaze.light(0.25), glaze.dark(0.28)));
    let wide = [96.0, 66.0, 88.0][form % 3];
    c.stroke(&format!("M-{wide} -120 Q0 -92 {wide} -120"), 14.0, band);
    c.stroke(&format!("M-{} -88 Q0 -64 {} -88", wide * 0.96, wide * 0.96), 5.0, band);
    for n in -2..=2 {
        let x = n as f32 * wide * 0.38;
        star(c, x, -148.0 + 8.0 * (2 - n * n / 2) as f32 * 0.5, 15.0, band);
    }
    c.ellipse(-wide * 0.45, -150.0, 10.0, 46.0, hex(0xFFFFFF).a(0.45));
    let top = [(-300.0, 40.0), (-340.0, 24.0), (-220.0, 90.0)][form % 3];
    c.ellipse(0.0, top.0, top.1, top.1 * 0.2, glaze.dark(0.5));
}

/// Three great vases and those who look at them.
pub fn museum(c: &mut Canvas) {
    c.rect(-1000.0, -600.0, 3200.0, 1240.0, down(hex(0x2A2434), hex(0x5A4A58)));
    ground(c, 620.0, hex(0x3A2E38), hex(0x6A5458));
    let vases = [
        (230.0, hex(0x5EA098), CREAM, 0),
        (600.0, hex(0xE8DDC8), hex(0x2F5A96), 1),
        (970.0, hex(0xB84A38), OCHRE, 2),
    ];
    for (x, glaze, band, form) in vases {
        c.lit(|c| {
            c.path(
                &format!("M{} -300 L{} -300 L{} 640 L{} 640 Z", x - 30.0, x + 30.0, x + 190.0, x - 190.0),
                down(hex(0xFFEEC8).a(0.32), hex(0xFFEEC8).a(0.04)),
            );
            c.ellipse(x, 640.0, 230.0, 40.0, glow(hex(0xFFE4B4).a(0.5)));
        });
        c.path(
            &format!("M{} 440 L{} 440 L{} 660 L{} 660 Z", x - 90.0, x + 90.0, x + 100.0, x - 100.0),
            across(hex(0xEFE6D8), hex(0xA89894)),
        );
        c.rect(x - 104.0, 426.0, 208.0, 18.0, hex(0xF8F1E6));
        c.rect(x - 30.0, 520.0, 60.0, 34.0, hex(0xC9B074));
        c.at(x, 428.0, 0.9, 0.9, 0.0, |c| vase(c, glaze, band, form));
    }
    person(c, &MAREN, 430.0, 850.0, 480.0, Pose { back: true, right: (130.0, -500.0), ..EASY });
    person(
        c,
        &VENN,
        700.0,
        860.0,
        500.0,
        Pose { back: true, left: (-30.0, -400.0), right: (30.0, -400.0), ..EASY },
    );
    person(c, &somebody(8), 120.0, 840.0, 460.0, Pose { look: 0.9, ..EASY });
}

/// One vase, upright.
pub fn vase_near(c: &mut Canvas) {
    c.rect(-1000.0, -600.0, 3200.0, 2000.0, across(hex(0x3A3044), hex(0x1C1826)));
    c.soft(8.0, |c| {
        c.at(120.0, 520.0, 1.1, 1.1, 0.0, |c| vase(c, hex(0x5EA098), CREAM, 0));
        c.at(1050.0, 520.0, 1.1, 1.1, 0.0, |c| vase(c, hex(0xB84A38), OCHRE, 2));
        person(c, &VENN, 990.0, 1000.0, 640.0, Pose { look: -0.9, ..EASY });
    });
    c.lit(|c| c.ellipse(600.0, 330.0, 460.0, 560.0, glow(hex(0xFFE8C0).a(0.42))));
    c.path("M390 690 L810 690 L850 1300 L350 1300 Z", across(hex(0xEFE6D8), hex(0xA89894)));
    c.rect(370.0, 668.0, 460.0, 32.0, hex(0xF8F1E6));
    c.ellipse(600.0, 672.0, 170.0, 16.0, hex(0x3A2A2A).a(0.5));
    c.at(600.0, 674.0, 1.8, 1.8, 0.0, |c| vase(c, hex(0xE8DDC8), hex(0x2F5A96), 1));
}

/// The orchestra of Port Lindell.
pub fn concert(c: &mut Canvas) {
    c.rect(-1000.0, -600.0, 3200.0, 1300.0, down(hex(0x5A2A20), hex(0xB8743A)));
    for n in 0..9 {
        let x = n as f32 * 170.0 - 160.0;
        c.path(
            &format!("M{x} -300 L{} -300 L{} 330 Q{} 380 {x} 330 Z", x + 120.0, x + 120.0, x + 60.0),
            across(hex(0x9A5834), hex(0x7A402A)),
        );
    }
    c.lit(|c| c.ellipse(600.0, 420.0, 760.0, 420.0, glow(hex(0xFFD28A).a(0.6))));
    ground(c, 400.0, hex(0x8A4E2A), hex(0xD89A5A));
    let mut number = 0_u64;
    for (row, (y, s, n)) in [(430.0, 0.62, 11), (500.0, 0.76, 10), (585.0, 0.92, 8)].into_iter().enumerate() {
        for i in 0..n {
            let share = i as f32 / (n - 1) as f32 * 2.0 - 1.0;
            if row == 2 && share.abs() < 0.2 {
                continue;
            }
            number += 1;
            let x = 600.0 + share * (470.0 + 80.0 * row as f32);
            let y = y + share * share * 46.0;
            let who =
                Person { cloth: hex(0x1E1C26), wear: Wear::Suit(hex(0xF4EEE0)), ..somebody(number * 5) };
            person(
                c,
                &who,
                x,
                y + 120.0 * s,
                330.0 * s,
                Pose {
                    look: -share,
                    tilt: -10.0 * share.signum(),
                    left: (-10.0, -560.0),
                    right: (70.0, -470.0),
                    ..EASY
                },
            );
            c.at(x - 8.0 * s, y - 118.0 * s, s, s, -24.0, |c| {
                c.ellipse(0.0, 0.0, 30.0, 14.0, hex(0xA84E22));
                c.ellipse(26.0, 0.0, 16.0, 11.0, hex(0xA84E22));
                c.line((-26.0, 0.0), (-74.0, -4.0), 5.0, hex(0x3A1C14));
                c.line((10.0, -60.0), (20.0, 54.0), 3.0, hex(0xF4E4C4));
            });
        }
    }
    let conductor = Person { cloth: hex(0x14121A), ..somebody(33) };
    c.rect(520.0, 700.0, 160.0, 30.0, hex(0x6E3424));
    person(
        c,
        &conductor,
        600.0,
        706.0,
        400.0,
        Pose { back: true, left: (-190.0, -620.0), right: (200.0, -660.0), ..EASY },
    );
    c.line((716.0, 326.0), (770.0, 270.0), 3.0, CREAM);
    c.soft(2.5, |c| {
        onlookers(c, 1180.0, 520.0, 128.0, 51);
        c.shaded(|c| c.rect(-1000.0, 690.0, 3200.0, 700.0, hex(0x6A5870).a(0.0)));
    });
}
