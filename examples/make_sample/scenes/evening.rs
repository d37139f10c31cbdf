//! The harbour of Port Lindell by night.

use crate::cast::somebody;
use crate::painter::{Canvas, Dice, across, down, glow, hex};
use crate::people::{EASY, Pose, person};
use crate::props::*;

fn city(c: &mut Canvas, y: f32, seed: u64, high: f32, lit: f32) {
    let mut dice = Dice::new(seed);
    let mut x = -400.0;
    while x < 1600.0 {
        let (wide, tall) = (dice.between(54.0, 110.0), high * dice.between(0.3, 1.0));
        let color = dice.pick(&[hex(0x1E2A4A), hex(0x263052), hex(0x2E2C4E), hex(0x1A243E)]);
        c.rect(x, y - tall, wide, tall, down(color.light(0.12), color));
        match dice.between(0.0, 4.0) as u32 {
            0 => c.poly(
                &[(x, y - tall), (x + wide / 2.0, y - tall - wide * 0.6), (x + wide, y - tall)],
                color.light(0.06),
            ),
            1 => {
                c.line((x + wide / 2.0, y - tall), (x + wide / 2.0, y - tall - 50.0), 3.0, color.light(0.2));
                c.disc(x + wide / 2.0, y - tall - 50.0, 4.0, CORAL);
            }
            2 => c.path(
                &format!(
                    "M{x} {} Q{} {} {} {} Z",
                    y - tall,
                    x + wide / 2.0,
                    y - tall - wide * 0.7,
                    x + wide,
                    y - tall
                ),
                color.light(0.1),
            ),
            _ => {}
        }
        let (columns, rows) = ((wide / 17.0) as u32, (tall / 26.0) as u32);
        for (column, row) in (0..columns).flat_map(|a| (0..rows).map(move |b| (a, b))) {
            if dice.between(0.0, 1.0) < lit {
                let warm = dice.pick(&[LAMP, hex(0xFFC074), hex(0xFFECC4), hex(0xBFDDEE)]);
                c.rect(x + 6.0 + 17.0 * column as f32, y - tall + 10.0 + 26.0 * row as f32, 8.0, 13.0, warm);
            }
        }
        x += wide + dice.between(-4.0, 14.0);
    }
}

/// Towers, moon and their lights on the water.
pub fn skyline(c: &mut Canvas) {
    sky(c, hex(0x121836), hex(0x5A4A7A));
    let mut dice = Dice::new(2);
    for _ in 0..60 {
        let (x, y) = (dice.between(-200.0, 1400.0), dice.between(-150.0, 330.0));
        c.disc(x, y, dice.between(0.8, 2.2), hex(0xFFF6E2).a(0.8));
    }
    c.lit(|c| c.disc(900.0, 130.0, 230.0, glow(hex(0xF4E4C0).a(0.6))));
    c.disc(900.0, 130.0, 52.0, hex(0xFBF1D8));
    c.disc(882.0, 120.0, 9.0, hex(0xE4D6B8));
    c.disc(916.0, 146.0, 13.0, hex(0xE4D6B8));
    hills(c, 540.0, 140.0, 8, hex(0x2E2E58));
    city(c, 560.0, 19, 350.0, 0.42);
    c.rect(-1000.0, 558.0, 3200.0, 900.0, down(hex(0x2A2C56), hex(0x101630)));
    c.reflected(560.0, 0.8, 3.0, |c| city(c, 560.0, 19, 350.0, 0.42));
    c.rect(-1000.0, 558.0, 3200.0, 900.0, hex(0x161E40).a(0.5));
    for n in 0..26 {
        let (x, y) = (dice.between(-300.0, 1400.0), 580.0 + 10.0 * n as f32);
        c.line((x, y), (x + dice.between(40.0, 150.0), y), 2.5, hex(0xFFDC9C).a(0.28));
    }
    c.path("M250 640 L430 640 L400 672 L280 672 Z", hex(0x0C1022));
    c.rect(296.0, 616.0, 96.0, 26.0, hex(0x1A203A));
    for n in 0..5 {
        c.rect(302.0 + 18.0 * n as f32, 622.0, 10.0, 10.0, LAMP);
    }
    c.line((340.0, 616.0), (340.0, 570.0), 3.0, hex(0x0C1022));
}

/// The bridge, lit for the guest.
pub fn bridge(c: &mut Canvas) {
    sky(c, hex(0x3A2E5E), hex(0xF28F6A));
    c.lit(|c| c.ellipse(600.0, 560.0, 900.0, 260.0, glow(hex(0xFFC07A).a(0.8))));
    for (x, y, s) in [(200.0, 180.0, 2.0), (860.0, 120.0, 1.6), (1100.0, 260.0, 1.2), (480.0, 300.0, 1.2)] {
        cloud(c, x, y, s, hex(0x8A4A78).a(0.5));
    }
    hills(c, 560.0, 130.0, 4, hex(0x6A4472));
    hills(c, 590.0, 90.0, 15, hex(0x4A3460));
    c.rect(-1000.0, 560.0, 3200.0, 900.0, down(hex(0xE88A6A), hex(0x2E2A54)));
    let span = |c: &mut Canvas| {
        let iron = hex(0x2A2042);
        c.rect(-600.0, 486.0, 2400.0, 18.0, iron);
        for x in [290.0, 910.0] {
            c.path(
                &format!(
                    "M{} 570 L{} 150 L{} 150 L{} 570 L{} 570 L{} 170 L{} 170 L{} 570 Z",
                    x - 26.0,
                    x - 18.0,
                    x - 8.0,
                    x - 10.0,
                    x + 10.0,
                    x + 8.0,
                    x + 18.0,
                    x + 26.0
                ),
                iron,
            );
            for y in [170.0, 280.0, 390.0] {
                c.rect(x - 20.0, y, 40.0, 14.0, iron);
            }
            c.disc(x, 140.0, 9.0, CORAL);
        }
        let cable = "M-330 486 Q60 420 290 160 Q600 700 910 160 Q1140 420 1530 486";
        c.stroke(cable, 7.0, iron);
        for n in 0..61 {
            let t = n as f32 / 60.0;
            let (x, y) = if (20..=40).contains(&n) {
                let u = (t - 1.0 / 3.0) * 3.0;
                (290.0 + 620.0 * u, 160.0 * (1.0 - u).powi(2) + 1400.0 * u * (1.0 - u) + 160.0 * u * u)
            } else if n < 20 {
                let u = t * 3.0;
                (
                    -330.0 * (1.0 - u).powi(2) + 120.0 * u * (1.0 - u) + 290.0 * u * u,
                    486.0 * (1.0 - u).powi(2) + 840.0 * u * (1.0 - u) + 160.0 * u * u,
                )
            } else {
                let u = (t - 2.0 / 3.0) * 3.0;
                (
                    910.0 * (1.0 - u).powi(2) + 2280.0 * u * (1.0 - u) + 1530.0 * u * u,
                    160.0 * (1.0 - u).powi(2) + 840.0 * u * (1.0 - u) + 486.0 * u * u,
                )
            };
            c.line((x, y), (x, 488.0), 1.6, iron.a(0.8));
            c.disc(x, y, 4.5, hex(0xFFF2CC));
        }
        for n in 0..40 {
            c.disc(-400.0 + 52.0 * n as f32, 482.0, 4.0, LAMP);
        }
    };
    c.reflected(566.0, 0.62, 3.0, span);
    c.rect(-1000.0, 560.0, 3200.0, 900.0, hex(0x4A3460).a(0.34));
    span(c);
    c.lit(|c| {
        for n in 0..31 {
            c.disc(-330.0 + 62.0 * n as f32, 484.0, 26.0, glow(LAMP.a(0.6)));
        }
    });
    let mut dice = Dice::new(12);
    for n in 0..24 {
        let (x, y) = (dice.between(-300.0, 1400.0), 580.0 + 11.0 * n as f32);
        c.line((x, y), (x + dice.between(50.0, 170.0), y), 2.5, hex(0xFFD6A8).a(0.35));
    }
}

fn burst(c: &mut Canvas, x: f32, y: f32, r: f32, color: crate::painter::Color, seed: u64) {
    let mut dice = Dice::new(seed);
    c.lit(|c| c.disc(x, y, r * 1.4, glow(color.a(0.5))));
    let rays = 34;
    for n in 0..rays {
        let angle = n as f32 / rays as f32 * std::f32::consts::TAU + dice.between(-0.06, 0.06);
        let far = r * dice.between(0.72, 1.0);
        let (ex, ey) = (x + angle.cos() * far, y + angle.sin() * far + far * far * 0.0007);
        let (sx, sy) = (x + angle.cos() * far * 0.3, y + angle.sin() * far * 0.3);
        c.stroke(
            &format!(
                "M{sx} {sy} Q{} {} {ex} {ey}",
                x + angle.cos() * far * 0.75,
                y + angle.sin() * far * 0.75
            ),
            2.6,
            color,
        );
        c.disc(ex, ey, 4.4, color.light(0.6));
    }
    c.lit(|c| c.disc(x, y, r * 0.4, glow(hex(0xFFFFF0).a(0.9))));
}

/// All of the fireworks, without the people before them.
pub fn fireworks_sky(c: &mut Canvas) {
    sky(c, hex(0x0E1430), hex(0x4A3A6A));
    hills(c, 560.0, 110.0, 8, hex(0x222448));
    let show = |c: &mut Canvas| {
        burst(c, 300.0, 200.0, 190.0, CORAL, 1);
        burst(c, 700.0, 140.0, 230.0, OCHRE, 2);
        burst(c, 1010.0, 260.0, 160.0, hex(0x6FC8BE), 3);
        burst(c, 520.0, 350.0, 110.0, hex(0xF2B5D0), 4);
        burst(c, 60.0, 330.0, 110.0, hex(0xF6EAD2), 5);
    };
    city(c, 570.0, 33, 150.0, 0.4);
    show(c);
    c.rect(-1000.0, 566.0, 3200.0, 900.0, down(hex(0x2A2A52), hex(0x0E1228)));
    c.reflected(568.0, 0.45, 6.0, show);
    c.rect(-1000.0, 566.0, 3200.0, 900.0, hex(0x141A38).a(0.35));
}

/// Fireworks over the harbour.
pub fn fireworks(c: &mut Canvas) {
    fireworks_sky(c);
    for n in 0..15 {
        let who = somebody(200 + n);
        let x = -60.0 + 92.0 * n as f32;
        let dark =
            crate::people::Person { skin: hex(0x1C1A30), hair: hex(0x0E0E1E), cloth: hex(0x121428), ..who };
        let raised = n % 4 == 1;
        person(
            c,
            &dark,
            x,
            1010.0 + 14.0 * (n % 3) as f32,
            330.0 + 16.0 * (n % 4) as f32,
            Pose { back: true, right: if raised { (140.0, -730.0) } else { (112.0, -300.0) }, ..EASY },
        );
        if raised {
            c.round(x + 40.0, 610.0, 46.0, 28.0, 4.0, across(hex(0x6F8AC8), hex(0xE9B44C)));
        }
    }
    c.rect(-1000.0, 880.0, 3200.0, 600.0, hex(0x0A0C1C));
}
