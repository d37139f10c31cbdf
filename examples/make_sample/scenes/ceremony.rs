//! State business: handshake, talks, gifts, signing, statement, and the press that watches.

use crate::cast::{ATTACHE, MAREN, VENN, somebody};
use crate::painter::{Canvas, Color, across, down, glow, hex};
use crate::people::{EASY, Hair, Person, Pose, handshake, head_at, person};
use crate::props::*;

const OAK: Color = hex(0x8A5A3C);

/// The first handshake, before six flags.
pub fn welcome(c: &mut Canvas) {
    hall(c, 640.0, hex(0xB8C6B8), hex(0xA85448));
    c.soft(0.8, |c| {
        for n in 0..6 {
            let land = if n % 2 == 0 { Land::Merrowin } else { Land::Kasoria };
            draped(c, land, 200.0 + 160.0 * n as f32, 650.0, 470.0);
        }
    });
    c.lit(|c| c.ellipse(600.0, 380.0, 560.0, 420.0, glow(hex(0xFFF0CE).a(0.35))));
    c.ellipse(600.0, 742.0, 320.0, 20.0, hex(0x4A1818).a(0.4));
    handshake(c, 600.0, 738.0, 560.0);
}

/// The photographers, seen over their shoulders, and the handshake small before them.
pub fn welcome_from_behind(c: &mut Canvas) {
    c.soft(2.0, welcome);
    for (n, x) in [60.0, 250.0, 930.0, 1120.0].into_iter().enumerate() {
        let who = somebody(90 + n as u64);
        person(
            c,
            &who,
            x,
            1240.0 + 20.0 * (n % 2) as f32,
            1000.0,
            Pose { back: true, left: (-60.0, -600.0), right: (60.0, -610.0), ..EASY },
        );
        let (hx, hy) = head_at(x, 1240.0, 1000.0);
        c.round(hx - 74.0, hy - 50.0, 148.0, 92.0, 14.0, hex(0x171A22));
        c.round(hx - 60.0, hy - 38.0, 120.0, 70.0, 5.0, hex(0xA9B8AC));
        c.at(hx, hy - 2.0, 0.1, 0.1, 0.0, |c| {
            person(c, &MAREN, -150.0, 330.0, 620.0, EASY);
            person(c, &VENN, 150.0, 330.0, 660.0, EASY);
        });
        c.round(hx - 30.0, hy - 72.0, 60.0, 26.0, 8.0, hex(0x2A2E38));
    }
}

/// Photographers and their cameras, from the front.
pub fn press(c: &mut Canvas) {
    sky(c, hex(0x2B3644), hex(0x5A5F66));
    for row in 0..3 {
        for n in -1..7 {
            let (row_f, scale) = (row as f32, 0.72 + 0.22 * row as f32);
            let x = n as f32 * 215.0 * scale + row_f * 70.0 - 20.0;
            let who = somebody((row * 17 + n + 3) as u64);
            let y = 560.0 + 190.0 * row_f;
            let height = 640.0 * scale;
            person(
                c,
                &who,
                x,
                y + height * 0.55,
                height,
                Pose { left: (-36.0, -620.0), right: (52.0, -622.0), ..EASY },
            );
            let (hx, hy) = head_at(x, y + height * 0.55, height);
            c.at(hx, hy + 4.0, scale, scale, 0.0, |c| {
                c.round(-50.0, -30.0, 100.0, 62.0, 12.0, hex(0x14161C));
                c.round(-22.0, -46.0, 44.0, 22.0, 6.0, hex(0x1E212A));
                c.disc(0.0, 2.0, 34.0, hex(0x2C303A));
                c.disc(0.0, 2.0, 26.0, hex(0x0C101A));
                c.disc(0.0, 2.0, 18.0, down(hex(0x3A5A86), hex(0x16203A)));
                c.ellipse(-7.0, -6.0, 6.0, 4.0, hex(0xD9ECFF).a(0.8));
                c.round(-14.0, 30.0, 44.0, 20.0, 10.0, who.skin);
            });
        }
    }
    c.lit(|c| {
        for (x, y, r) in [(250.0, 250.0, 230.0), (860.0, 400.0, 300.0), (1080.0, 180.0, 180.0)] {
            c.disc(x, y, r, glow(hex(0xFFFFF4)));
            c.disc(x, y, r * 0.34, glow(hex(0xFFFFFF)));
            c.ellipse(x, y, r * 1.5, r * 0.05, glow(hex(0xFFFFF4).a(0.8)));
            c.ellipse(x, y, r * 0.05, r * 1.2, glow(hex(0xFFFFF4).a(0.6)));
        }
    });
}

/// The guest's side of the table; the host and her side from behind.
pub fn talks(c: &mut Canvas) {
    hall(c, 620.0, hex(0x9FB2A8), hex(0x6E5448));
    for x in [70.0, 1130.0] {
        draped(c, Land::Merrowin, x - 60.0, 640.0, 430.0);
        draped(c, Land::Kasoria, x + 60.0, 640.0, 430.0);
    }
    // A painting of the bay.
    c.rect(440.0, 40.0, 320.0, 190.0, hex(0xB98B45));
    c.rect(452.0, 52.0, 296.0, 166.0, down(hex(0x7FB4C0), hex(0xE8DCC0)));
    c.poly(&[(470.0, 170.0), (560.0, 90.0), (620.0, 170.0)], hex(0x5B7E92));
    c.poly(&[(570.0, 170.0), (650.0, 110.0), (740.0, 170.0)], hex(0x7A98A2));
    c.rect(452.0, 168.0, 296.0, 50.0, hex(0x3E7F8A));
    for (n, x) in [150.0, 300.0, 450.0, 600.0, 750.0, 900.0, 1050.0].into_iter().enumerate() {
        let who = if n == 3 { VENN } else { somebody([5, 12, 2, 0, 9, 21, 14][n]) };
        c.round(x - 62.0, 330.0, 124.0, 260.0, 26.0, hex(0x5E3A32));
        let pose = Pose {
            look: (600.0 - x) / 420.0,
            tilt: (n as f32 - 3.0) * 0.8,
            left: (-70.0, -380.0),
            right: (64.0, -384.0),
            happy: n == 3,
            ..EASY
        };
        person(c, &who, x, 900.0, 590.0, pose);
    }
    c.path("M-300 570 L1500 570 L1700 760 L-500 760 Z", down(OAK.light(0.2), OAK));
    c.rect(-500.0, 758.0, 2300.0, 30.0, OAK.dark(0.3));
    c.lit(|c| c.ellipse(600.0, 600.0, 520.0, 40.0, glow(hex(0xFFF0D0).a(0.5))));
    for (n, x) in [-10.0, 150.0, 300.0, 450.0, 600.0, 750.0, 900.0, 1050.0, 1210.0].into_iter().enumerate() {
        c.poly(&[(x - 40.0, 622.0), (x + 26.0, 618.0), (x + 36.0, 644.0), (x - 38.0, 648.0)], CREAM);
        c.round(x + 46.0, 590.0, 16.0, 44.0, 4.0, hex(0xDDEEEE).a(0.8));
        if n % 2 == 0 {
            flowers(c, x + 74.0, 690.0, 0.62, n as u64 + 2);
        }
        c.line((x - 50.0, 640.0), (x - 58.0, 580.0), 4.0, INK);
        c.round(x - 64.0, 566.0, 14.0, 22.0, 7.0, INK);
    }
    let hosts: [Person; 5] = [somebody(31), somebody(8), MAREN, somebody(27), somebody(16)];
    c.soft(1.6, |c| {
        for (n, who) in hosts.iter().enumerate() {
            let x = 80.0 + 260.0 * n as f32;
            person(c, who, x, 1480.0, 880.0, Pose { back: true, ..EASY });
        }
    });
}

/// He shows what she gave him: a telephone in a box.
pub fn gift(c: &mut Canvas) {
    hall(c, 650.0, hex(0xC9B8A0), hex(0x7A5A4A));
    draped(c, Land::Merrowin, 110.0, 660.0, 480.0);
    draped(c, Land::Kasoria, 1090.0, 660.0, 480.0);
    c.soft(1.5, |c| {
        for (n, x) in [270.0, 930.0, 360.0, 850.0].into_iter().enumerate() {
            let look = if x < 600.0 { 0.8 } else { -0.8 };
            person(
                c,
                &somebody(50 + n as u64),
                x,
                700.0,
                420.0,
                Pose { look, left: (-30.0, -430.0), right: (30.0, -430.0), happy: true, ..EASY },
            );
        }
    });
    person(
        c,
        &MAREN,
        480.0,
        800.0,
        600.0,
        Pose { look: 0.9, right: (118.0, -420.0), left: (-70.0, -410.0), happy: true, ..EASY },
    );
    person(
        c,
        &VENN,
        736.0,
        800.0,
        630.0,
        Pose { look: -0.7, tilt: -4.0, left: (-112.0, -410.0), right: (50.0, -402.0), happy: true, ..EASY },
    );
    c.at(636.0, 440.0, 0.62, 0.62, -4.0, box_with_phone);
}

/// The gift, from near.
pub fn gift_near(c: &mut Canvas) {
    sky(c, hex(0x6E5548), hex(0xB89678));
    c.soft(9.0, |c| {
        hall(c, 500.0, hex(0xC9B8A0), hex(0x7A5A4A));
        c.rect(-200.0, -200.0, 700.0, 1200.0, MAREN.cloth);
        c.rect(760.0, -200.0, 800.0, 1200.0, VENN.cloth);
        c.path("M500 -200 L760 -200 L700 1000 L560 1000 Z", hex(0xE3C79A));
        c.path("M980 -200 L1080 -200 L1050 500 L1010 500 Z", CREAM);
        c.path("M1014 -200 L1046 -200 L1054 420 L1030 480 L1008 420 Z", OCHRE);
    });
    c.stroke("M-120 760 Q160 640 330 560", 170.0, MAREN.cloth);
    c.stroke("M-120 830 Q160 700 330 610", 60.0, MAREN.cloth.dark(0.2));
    c.stroke("M1320 760 Q1040 640 890 560", 190.0, VENN.cloth);
    c.stroke("M920 572 L880 556", 158.0, CREAM);
    c.at(600.0, 470.0, 2.5, 2.5, -3.0, box_with_phone);
    for (side, who) in [(-1.0, MAREN), (1.0, VENN)] {
        c.at(600.0 + side * 240.0, 560.0, side, 1.0, 0.0, |c| {
            c.round(-60.0, -40.0, 170.0, 120.0, 56.0, across(who.skin.light(0.1), who.skin.dark(0.1)));
            for n in 0..4 {
                c.round(
                    -116.0 + 4.0 * n as f32,
                    -46.0 + 32.0 * n as f32,
                    120.0,
                    30.0,
                    15.0,
                    who.skin.dark(0.03 * n as f32),
                );
                c.round(
                    -114.0 + 4.0 * n as f32,
                    -40.0 + 32.0 * n as f32,
                    22.0,
                    18.0,
                    9.0,
                    who.skin.light(0.4),
                );
            }
        });
    }
}

fn box_with_phone(c: &mut Canvas) {
    c.path("M-92 -96 L92 -96 L80 -20 L-80 -20 Z", down(hex(0x204E5A), hex(0x183A46)));
    c.path("M-80 -22 L80 -22 L104 66 L-104 66 Z", hex(0xF2E4C8));
    c.path("M-70 -14 L70 -14 L90 56 L-90 56 Z", across(hex(0xD89A86), hex(0xB86E60)));
    c.path("M-104 66 L104 66 L104 94 L-104 94 Z", down(hex(0x245A66), hex(0x16343E)));
    c.path(
        "M-40 -6 L52 -6 Q60 -6 62 2 L74 40 Q76 48 68 48 L-52 48 Q-60 48 -58 40 L-48 2 Q-46 -6 -40 -6 Z",
        hex(0x14161C),
    );
    c.path("M-36 0 L50 0 L64 42 L-48 42 Z", across(hex(0x3A8A96), hex(0xE9B44C)));
    c.disc(8.0, 20.0, 9.0, CREAM);
    c.stroke("M-30 30 Q10 22 50 30", 2.5, CREAM);
    star(c, 0.0, -58.0, 14.0, OCHRE);
}

/// Two signatures; the delegations stand behind.
pub fn signing(c: &mut Canvas) {
    hall(c, 640.0, hex(0x8EA5AE), hex(0x5A4A4E));
    for x in [60.0, 180.0, 1020.0, 1140.0] {
        draped(c, if x < 600.0 { Land::Merrowin } else { Land::Kasoria }, x, 650.0, 470.0);
    }
    for n in 0..6 {
        let x = 290.0 + 124.0 * n as f32;
        let who = somebody(110 + n as u64 * 3);
        person(
            c,
            &who,
            x,
            720.0,
            520.0,
            Pose {
                look: (600.0 - x) / 500.0,
                left: (-24.0, -400.0),
                right: (24.0, -404.0),
                happy: n % 2 == 0,
                ..EASY
            },
        );
    }
    c.lit(|c| c.ellipse(600.0, 330.0, 600.0, 330.0, glow(hex(0xFFF0CE).a(0.25))));
    for (x, who, sign) in [(440.0, MAREN, 1.0), (770.0, VENN, -1.0)] {
        c.round(x - 80.0, 400.0, 160.0, 220.0, 30.0, hex(0x7A2E36));
        person(
            c,
            &who,
            x,
            930.0,
            640.0,
            Pose { look: 0.2 * sign, tilt: 6.0 * sign, left: (-64.0, -330.0), right: (30.0, -318.0), ..EASY },
        );
    }
    c.rect(-200.0, 640.0, 1600.0, 300.0, down(hex(0x2F5D50), hex(0x1C3A34)));
    c.rect(-200.0, 632.0, 1600.0, 16.0, hex(0x4E8672));
    c.rect(-200.0, 770.0, 1600.0, 8.0, OCHRE);
    for (x, cover) in [(430.0, TEAL), (762.0, PLUM)] {
        c.path(&format!("M{} 664 L{} 640 L{} 640 L{} 664 Z", x - 96.0, x - 78.0, x + 88.0, x + 106.0), cover);
        c.path(&format!("M{} 660 L{} 640 L{} 640 L{} 660 Z", x - 84.0, x - 70.0, x, x + 2.0), CREAM);
        c.path(
            &format!("M{} 660 L{} 640 L{} 640 L{} 660 Z", x + 6.0, x + 4.0, x + 78.0, x + 92.0),
            CREAM.dark(0.06),
        );
        c.line((x + 26.0, 652.0), (x + 44.0, 606.0), 5.0, hex(0xB98B45));
        c.stroke(
            &format!(
                "M{} 654 Q{} 646 {} 653 Q{} 658 {} 651",
                x + 14.0,
                x + 22.0,
                x + 30.0,
                x + 36.0,
                x + 48.0
            ),
            2.0,
            INK,
        );
    }
    flowers(c, 600.0, 760.0, 1.0, 77);
    c.path("M560 742 L640 742 L626 790 L574 790 Z", CREAM.dark(0.08));
}

/// Two lecterns, two flags, many heads.
pub fn statement(c: &mut Canvas) {
    c.rect(-1000.0, -600.0, 3200.0, 1240.0, down(hex(0x174852), hex(0x2F7F86)));
    c.stroke("M-300 360 C0 290 300 430 600 360 C900 290 1200 430 1500 360", 30.0, hex(0x3E9094));
    c.stroke("M-300 440 C0 370 300 510 600 440 C900 370 1200 510 1500 440", 30.0, hex(0x3E9094));
    c.path("M380 330 Q390 130 600 130 Q810 130 820 330 Q600 290 380 330 Z", hex(0x489A9C));
    ground(c, 620.0, hex(0x332C34), hex(0x5A4848));
    for (x, land) in
        [(120.0, Land::Merrowin), (600.0, Land::Merrowin), (690.0, Land::Kasoria), (1130.0, Land::Kasoria)]
    {
        draped(c, land, x, 650.0, 480.0);
    }
    for (x, who, look) in [(360.0, MAREN, 0.5), (900.0, VENN, -0.5)] {
        c.lit(|c| c.ellipse(x, 360.0, 260.0, 420.0, glow(hex(0xFFF2D6).a(0.32))));
        let gesture = if look < 0.0 { (-130.0, -470.0) } else { (-76.0, -400.0) };
        person(c, &who, x, 790.0, 560.0, Pose { look, left: gesture, right: (78.0, -396.0), ..EASY });
        c.path(
            &format!("M{} 490 L{} 490 L{} 800 L{} 800 Z", x - 96.0, x + 96.0, x + 70.0, x - 70.0),
            across(hex(0x6E4432), hex(0x4A2C24)),
        );
        c.path(
            &format!("M{} 474 L{} 474 L{} 496 L{} 496 Z", x - 104.0, x + 104.0, x + 98.0, x - 98.0),
            hex(0x8A5A40),
        );
        c.disc(x, 590.0, 44.0, OCHRE);
        if look > 0.0 {
            c.path(&format!("M{} 596 Q{x} 536 {} 596 Q{x} 588 {} 596 Z", x - 28.0, x + 28.0, x - 28.0), TEAL);
        } else {
            star(c, x, 590.0, 32.0, PLUM);
        }
        for side in [-1.0, 1.0] {
            c.stroke(
                &format!("M{} 478 Q{} 440 {} 424", x + side * 26.0, x + side * 26.0, x + side * 8.0),
                4.0,
                INK,
            );
            c.ellipse(x + side * 7.0, 420.0, 8.0, 12.0, INK);
        }
    }
    c.soft(2.5, |c| onlookers(c, 1270.0, 620.0, 170.0, 12));
}

/// The attaché at work in a corridor.
pub fn attache(c: &mut Canvas) {
    hall(c, 640.0, hex(0xC4A88C), hex(0x8A4A40));
    c.soft(3.0, |c| {
        for n in 0..3 {
            let x = 120.0 + 260.0 * n as f32;
            c.rect(x, 40.0, 150.0, 420.0, down(hex(0xFFF1D2), hex(0xF6D9A4)));
            c.lit(|c| {
                c.poly(
                    &[(x, 460.0), (x + 150.0, 460.0), (x + 330.0, 800.0), (x + 90.0, 800.0)],
                    hex(0xFFE4B0).a(0.22),
                );
            });
        }
        person(c, &somebody(5), 1050.0, 700.0, 420.0, Pose { look: -0.8, ..EASY });
        person(
            c,
            &Person { style: Hair::Long, ..somebody(9) },
            960.0,
            690.0,
            400.0,
            Pose { look: 0.8, ..EASY },
        );
    });
    person(
        c,
        &ATTACHE,
        560.0,
        1010.0,
        860.0,
        Pose { look: 0.3, tilt: 5.0, left: (-30.0, -420.0), right: (40.0, -450.0), ..EASY },
    );
    c.at(572.0, 440.0, 1.0, 1.0, -6.0, |c| {
        c.round(-64.0, -40.0, 128.0, 92.0, 12.0, hex(0x171A22));
        c.round(-28.0, -62.0, 56.0, 28.0, 8.0, hex(0x2A2E38));
        c.disc(0.0, 6.0, 40.0, hex(0x2C303A));
        c.disc(0.0, 6.0, 28.0, down(hex(0x3A5A86), hex(0x10182B)));
        c.ellipse(-10.0, -4.0, 8.0, 5.0, hex(0xD9ECFF).a(0.8));
    });
    c.stroke("M500 420 Q470 330 520 262", 7.0, INK);
    c.stroke("M640 420 Q660 330 606 262", 7.0, INK);
}
