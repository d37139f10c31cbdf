//! Things that stand in more than one scene.

use crate::cast::somebody;
use crate::painter::{Canvas, Color, Dice, across, down, glow, hex};
use crate::people::{EASY, Pose, person};

pub const INK: Color = hex(0x1F2A37);
pub const TEAL: Color = hex(0x1F6F78);
pub const CREAM: Color = hex(0xF6EAD2);
pub const CORAL: Color = hex(0xE76F51);
pub const OCHRE: Color = hex(0xE9B44C);
pub const PLUM: Color = hex(0x5C2A4D);
pub const WINE: Color = hex(0x9B2F3A);
pub const LEAF: Color = hex(0x4E7F5B);
pub const LAMP: Color = hex(0xFFD98A);

/// Whose flag.
#[derive(Clone, Copy, PartialEq)]
pub enum Land {
    /// The host: a sun that rises over two waves.
    Merrowin,
    /// The guest: a plum hoist, and an eight-pointed star on ochre.
    Kasoria,
}

/// Sky or wall over the whole of what can be seen.
pub fn sky(c: &mut Canvas, top: Color, bottom: Color) {
    c.rect(-1000.0, -500.0, 3200.0, 500.0, top);
    c.rect(-1000.0, -1.0, 3200.0, 701.0, down(top, bottom));
    c.rect(-1000.0, 699.0, 3200.0, 900.0, bottom);
}

/// Ground from this line down.
pub fn ground(c: &mut Canvas, y: f32, near: Color, far: Color) {
    c.rect(-1000.0, y, 3200.0, 500.0, down(far, near));
    c.rect(-1000.0, y + 499.0, 3200.0, 700.0, near);
}

/// Hills along a line, by seed.
pub fn hills(c: &mut Canvas, y: f32, high: f32, seed: u64, color: Color) {
    let mut dice = Dice::new(seed);
    let mut letters = format!("M-900 {}", y + 600.0);
    let mut x = -900.0;
    letters += &format!(" L{x} {}", y - dice.between(0.1, 0.8) * high);
    while x < 2100.0 {
        let step = dice.between(160.0, 330.0);
        let (peak, end) = (y - dice.between(0.5, 1.0) * high, y - dice.between(0.0, 0.5) * high);
        letters += &format!(" Q{} {peak} {} {end}", x + step * 0.5, x + step);
        x += step;
    }
    c.path(&format!("{letters} L2100 {} Z", y + 600.0), down(color, color.light(0.25)));
}

/// Mountains with snow and a lit side.
pub fn mountains(c: &mut Canvas, y: f32, high: f32, seed: u64, color: Color, snow: Color) {
    let mut dice = Dice::new(seed);
    let mut x = -500.0;
    while x < 1700.0 {
        let (half, top) = (dice.between(150.0, 280.0), y - high * dice.between(0.55, 1.0));
        let px = x + dice.between(-30.0, 30.0);
        c.poly(&[(x - half, y), (px, top), (x + half, y)], down(color, color.light(0.3)));
        c.poly(
            &[
                (px, top),
                (x + half, y),
                (px + half * 0.2, y),
                (px - 12.0, top + high * 0.4),
                (px + 14.0, top + high * 0.22),
            ],
            color.dark(0.2).a(0.6),
        );
        let (s, d) = (0.34, y - top);
        c.poly(
            &[
                (px, top),
                (px + (x + half - px) * s, top + d * s),
                (px + half * 0.14, top + d * 0.24),
                (px + 4.0, top + d * 0.36),
                (px - half * 0.13, top + d * 0.25),
                (px + (x - half - px) * s * 0.9, top + d * s * 0.9),
            ],
            snow,
        );
        x += half * dice.between(0.9, 1.3);
    }
}

/// A cloud of a few discs with a flat foot.
pub fn cloud(c: &mut Canvas, x: f32, y: f32, s: f32, color: Color) {
    c.at(x, y, s, s, 0.0, |c| {
        c.path(
            "M-90 20 Q-100 -10 -64 -12 Q-60 -46 -22 -40 Q0 -66 32 -44 Q66 -46 66 -14 Q104 -12 96 20 Z",
            color,
        );
    });
}

/// A flag that flies to the right from its pole; the top of the pole is at `x`, `y`.
pub fn flag(c: &mut Canvas, land: Land, x: f32, y: f32, wide: f32, pole: f32) {
    c.line((x, y), (x, y + pole), 7.0, hex(0xD8D2C4));
    c.disc(x, y - 4.0, 9.0, OCHRE);
    c.at(x + 3.0, y + 12.0, wide / 300.0, wide / 300.0, 0.0, |c| {
        let (main, edge) = match land {
            Land::Merrowin => (TEAL, "M0 0 C90 -34 190 34 300 0 L300 200 C190 234 90 166 0 200 Z"),
            Land::Kasoria => (OCHRE, "M0 0 C90 -34 190 34 300 0 L300 200 C190 234 90 166 0 200 Z"),
        };
        c.path(edge, main);
        match land {
            Land::Merrowin => {
                c.path("M92 120 Q94 54 150 54 Q206 56 208 124 Q150 116 92 120 Z", CREAM);
                c.stroke("M40 138 C100 112 190 168 262 138", 11.0, CREAM);
                c.stroke("M40 166 C100 140 190 196 262 166", 11.0, CREAM);
            }
            Land::Kasoria => {
                c.path("M0 0 C34 -12 66 -11 100 -4 L100 184 C66 178 34 188 0 200 Z", PLUM);
                c.path("M100 -4 L112 -1 L112 187 L100 184 Z", CREAM);
                star(c, 204.0, 104.0, 52.0, PLUM);
            }
        }
        c.shaded(|c| {
            c.path(
                "M60 -15 C90 -20 110 -14 140 -4 L140 196 C110 186 90 178 60 184 Z",
                across(hex(0xFFFFFF), hex(0xC4BEC8)),
            );
            c.path(
                "M140 -4 C180 10 200 12 230 12 L230 212 C200 212 180 206 140 196 Z",
                across(hex(0xC4BEC8), hex(0xFFFFFF)),
            );
        });
    });
}

/// A flag that hangs in folds from a staff on a stand; `x`, `y` is the foot.
pub fn draped(c: &mut Canvas, land: Land, x: f32, y: f32, high: f32) {
    let s = high / 500.0;
    c.at(x, y, s, s, 0.0, |c| {
        c.line((0.0, 0.0), (0.0, -500.0), 9.0, hex(0xB98B45));
        c.disc(0.0, -508.0, 13.0, OCHRE);
        c.ellipse(0.0, 0.0, 46.0, 10.0, hex(0x8A6330));
        let (main, second) = if land == Land::Merrowin { (TEAL, CREAM) } else { (OCHRE, PLUM) };
        c.path("M0 -486 C40 -470 70 -400 84 -300 C94 -220 92 -150 96 -92 L-52 -92 C-44 -170 -46 -260 -30 -340 C-20 -400 -8 -450 0 -486 Z", main);
        if land == Land::Merrowin {
            c.path("M-22 -380 C10 -420 40 -380 60 -390 C70 -350 72 -330 74 -320 C40 -330 0 -310 -33 -318 Z", second);
            c.stroke("M-38 -262 C0 -280 40 -240 88 -262", 12.0, second);
            c.stroke("M-40 -222 C0 -240 40 -200 92 -222", 12.0, second);
        } else {
            c.path("M0 -486 C-8 -450 -20 -400 -30 -340 C-46 -260 -44 -170 -52 -92 L0 -92 C-6 -200 6 -330 0 -486 Z", second);
            star(c, 46.0, -270.0, 34.0, second);
        }
        c.shaded(|c| {
            for (a, b) in [(-26.0, 10.0), (30.0, 62.0)] {
                c.path(&format!("M0 -480 C{} -400 {a} -240 {a} -92 L{b} -92 C{b} -240 {} -380 0 -480 Z", a * 0.4, b * 0.6), across(hex(0xFFFFFF), hex(0xB4ACB8)));
            }
        });
    });
}

/// An eight-pointed star.
pub fn star(c: &mut Canvas, x: f32, y: f32, r: f32, color: Color) {
    let points: Vec<(f32, f32)> = (0..16)
        .map(|n| {
            let (angle, far) = (n as f32 * std::f32::consts::PI / 8.0, if n % 2 == 0 { r } else { r * 0.52 });
            (x + far * angle.sin(), y - far * angle.cos())
        })
        .collect();
    c.poly(&points, color);
}

/// The guest's aircraft from its left side, nose to the left, 700 units long, middle at `x`, `y`.
pub fn plane(c: &mut Canvas, x: f32, y: f32, s: f32) {
    c.at(x, y, s, s, 0.0, |c| {
        c.path("M226 -52 L292 -186 L348 -186 L330 -44 Z", PLUM);
        star(c, 312.0, -140.0, 22.0, OCHRE);
        c.path("M-352 2 C-342 -44 -280 -62 -216 -62 L230 -62 Q352 -54 350 -34 C330 -10 240 36 120 46 L-236 46 C-316 46 -352 26 -352 2 Z", down(hex(0xFDF8EC), hex(0xCFCFD2)));
        c.path("M-350 10 C-300 16 200 18 300 -2 L240 20 L-300 30 Z", OCHRE);
        c.path("M-344 16 C-300 26 100 30 240 20 C200 34 160 42 120 46 L-236 46 C-300 46 -336 32 -344 16 Z", PLUM);
        c.path("M-334 -22 C-322 -38 -304 -46 -292 -48 L-292 -24 Z", INK);
        for n in 0..20 {
            c.round(-214.0 + 21.0 * n as f32, -30.0, 9.0, 14.0, 4.0, hex(0x556B82));
        }
        c.round(-262.0, -44.0, 28.0, 66.0, 8.0, hex(0xB8B4B0));
        c.path("M-40 14 L96 14 L236 92 L184 92 Z", down(hex(0x9CA6B2), hex(0xC9CED2)));
        c.round(16.0, 44.0, 110.0, 40.0, 20.0, across(hex(0x55606E), hex(0xC9CED2)));
        c.path("M250 -36 L360 -36 L372 -20 L300 -14 Z", hex(0xA8B0B8));
    });
}

/// An arrangement of flowers, its foot at `x`, `y`.
pub fn flowers(c: &mut Canvas, x: f32, y: f32, s: f32, seed: u64) {
    c.at(x, y, s, s, 0.0, |c| {
        let mut dice = Dice::new(seed);
        for _ in 0..14 {
            let (dx, dy) = (dice.between(-66.0, 66.0), dice.between(-60.0, -6.0));
            c.ellipse(dx, dy, 17.0, 8.0, dice.pick(&[LEAF, LEAF.dark(0.2), hex(0x7FA67A)]));
        }
        for _ in 0..17 {
            let (dx, r) = (dice.between(-62.0, 62.0), dice.between(9.0, 16.0));
            let dy = dice.between(-74.0, -14.0) + dx.abs() * 0.4;
            let color = dice.pick(&[CORAL, OCHRE, CREAM, hex(0xD8566B), hex(0xF2B5A7)]);
            c.disc(dx, dy, r, color);
            c.disc(dx - r * 0.1, dy - r * 0.1, r * 0.5, color.dark(0.14));
        }
    });
}

/// A tree: blossoming, or green.
pub fn tree(c: &mut Canvas, x: f32, y: f32, s: f32, crown: Color, seed: u64) {
    c.at(x, y, s, s, 0.0, |c| {
        c.path("M-14 0 Q-6 -80 -10 -150 L10 -150 Q8 -80 16 0 Z", hex(0x5A4038));
        c.stroke("M0 -110 Q30 -140 46 -176", 9.0, hex(0x5A4038));
        let mut dice = Dice::new(seed);
        for n in 0..26 {
            let (angle, far) = (dice.between(0.0, std::f32::consts::TAU), dice.between(0.0, 1.0).sqrt());
            let (dx, dy) = (angle.cos() * far * 96.0, -214.0 + angle.sin() * far * 76.0);
            let shade = if n < 12 { crown.dark(0.2) } else { crown.light(dice.between(0.0, 0.3)) };
            c.disc(dx, if n < 12 { dy + 16.0 } else { dy - 6.0 }, dice.between(22.0, 36.0), shade);
        }
    });
}

/// A chandelier that hangs from above; `x`, `y` is its lowest point.
pub fn chandelier(c: &mut Canvas, x: f32, y: f32, s: f32) {
    c.lit(|c| c.ellipse(x, y - 60.0 * s, 300.0 * s, 240.0 * s, glow(LAMP.a(0.55))));
    c.at(x, y, s, s, 0.0, |c| {
        let gold = hex(0xB9863A);
        c.line((0.0, -900.0), (0.0, -150.0), 5.0, gold);
        for (ring, wide, lamps) in [(-120.0, 60.0, 5), (-78.0, 104.0, 8), (-30.0, 140.0, 11)] {
            c.stroke(&format!("M-{wide} {ring} Q0 {} {wide} {ring}", ring + 34.0), 7.0, gold);
            c.stroke(
                &format!("M-{wide} {ring} Q-20 {} 0 -156 Q20 {} {wide} {ring}", ring - 12.0, ring - 12.0),
                2.0,
                gold.light(0.4),
            );
            for n in 0..lamps {
                let share = n as f32 / (lamps - 1) as f32 * 2.0 - 1.0;
                let (lx, ly) = (share * wide, ring + 17.0 * (1.0 - share * share) - 12.0);
                c.ellipse(lx, ly - 4.0, 5.0, 11.0, hex(0xFFF4D6));
                c.poly(
                    &[(lx - 4.0, ly + 14.0), (lx + 4.0, ly + 14.0), (lx, ly + 30.0)],
                    hex(0xFFECC4).a(0.85),
                );
            }
        }
        c.disc(0.0, 6.0, 12.0, hex(0xFFECC4));
    });
}

/// A black car from its front, 300 units wide, standing on `y`.
pub fn car(c: &mut Canvas, x: f32, y: f32, s: f32, land: Land) {
    c.at(x, y, s, s, 0.0, |c| {
        c.ellipse(0.0, 0.0, 176.0, 14.0, hex(0x0C121C).a(0.55));
        for side in [-1.0, 1.0] {
            c.round(side * 112.0 - 26.0, -52.0, 52.0, 54.0, 12.0, hex(0x101218));
        }
        c.path("M-92 -132 Q-80 -196 -60 -200 L60 -200 Q80 -196 92 -132 Z", hex(0x232A36));
        c.path(
            "M-80 -134 Q-70 -186 -56 -188 L56 -188 Q70 -186 80 -134 Z",
            down(hex(0x8FA6B4), hex(0x3E5060)),
        );
        c.path(
            "M-146 -28 Q-156 -118 -108 -134 L108 -134 Q156 -118 146 -28 Q0 -18 -146 -28 Z",
            down(hex(0x3A4454), hex(0x161B24)),
        );
        c.round(-62.0, -98.0, 124.0, 40.0, 8.0, hex(0x0D1016));
        for n in 0..9 {
            c.rect(-54.0 + 13.0 * n as f32, -94.0, 3.0, 32.0, hex(0x9AA4AE));
        }
        c.rect(-40.0, -48.0, 80.0, 18.0, CREAM);
        for side in [-1.0, 1.0] {
            c.ellipse(side * 104.0, -84.0, 25.0, 14.0, hex(0xFFF8E2));
        }
        c.line((-132.0, -126.0), (-132.0, -206.0), 4.0, hex(0xD8D2C4));
        flag(c, land, -132.0, -206.0, 52.0, 70.0);
    });
    c.lit(|c| {
        for side in [-1.0, 1.0] {
            c.disc(x + side * 104.0 * s, y - 84.0 * s, 120.0 * s, glow(hex(0xFFEBC0).a(0.75)));
        }
    });
}

/// A wall of panels with a wainscot, as in a state room; the floor begins at `y`.
pub fn hall(c: &mut Canvas, y: f32, wall: Color, floor: Color) {
    c.rect(-1000.0, -600.0, 3200.0, y + 600.0, down(wall.dark(0.1), wall.light(0.12)));
    for n in -4..9 {
        let x = n as f32 * 220.0 - 30.0;
        c.round(x, -400.0, 180.0, y + 270.0, 6.0, wall.light(0.22).a(0.6));
        c.round(x + 8.0, -392.0, 164.0, y + 254.0, 4.0, wall.light(0.05));
        c.round(x, y - 112.0, 180.0, 84.0, 4.0, wall.light(0.2).a(0.5));
    }
    c.rect(-1000.0, y - 18.0, 3200.0, 18.0, wall.dark(0.25));
    ground(c, y, floor.dark(0.08), floor.light(0.08));
}

/// Heads and shoulders from behind, in the foreground.
pub fn onlookers(c: &mut Canvas, y: f32, height: f32, gap: f32, seed: u64) {
    let mut dice = Dice::new(seed);
    let mut x = -500.0;
    while x < 1700.0 {
        let who = somebody(seed * 31 + (x + 500.0) as u64);
        person(c, &who, x, y + dice.between(-0.02, 0.04) * height, height, Pose { back: true, ..EASY });
        x += gap * dice.between(0.85, 1.2);
    }
}

/// Lights out of focus.
pub fn bokeh(c: &mut Canvas, seed: u64, n: usize, colors: &[Color]) {
    let mut dice = Dice::new(seed);
    for _ in 0..n {
        let (x, y, r) = (dice.between(-300.0, 1500.0), dice.between(-200.0, 620.0), dice.between(14.0, 46.0));
        let color = dice.pick(colors);
        c.lit(|c| {
            c.disc(x, y, r, color.a(0.28));
            c.disc(x, y, r * 0.86, color.a(0.16));
        });
    }
}
