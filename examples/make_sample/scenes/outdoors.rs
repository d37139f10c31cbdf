//! The third day: garden and children.

use crate::cast::{MAREN, VENN, somebody};
use crate::painter::{Canvas, Dice, across, down, glow, hex};
use crate::people::{EASY, Hair, Person, Pose, Wear, child, person};
use crate::props::*;

fn park(c: &mut Canvas) {
    sky(c, hex(0x9FD0D8), hex(0xF4F1D8));
    cloud(c, 240.0, 110.0, 1.3, hex(0xFFFFFA).a(0.9));
    cloud(c, 1010.0, 150.0, 1.0, hex(0xFFFFFA).a(0.9));
    hills(c, 470.0, 130.0, 41, hex(0x8FB0A8));
    hills(c, 490.0, 70.0, 42, hex(0x6E9A7A));
    // The residence, far away among trees.
    c.rect(470.0, 350.0, 260.0, 110.0, hex(0xF4E7CC));
    c.poly(&[(450.0, 352.0), (600.0, 292.0), (750.0, 352.0)], hex(0xC0644C));
    for n in 0..6 {
        c.rect(486.0 + 40.0 * n as f32, 378.0, 18.0, 40.0, hex(0x6A8490));
    }
    ground(c, 455.0, hex(0x6EA05E), hex(0xA8C884));
    for (x, y, s, seed) in
        [(180.0, 490.0, 0.9, 1), (380.0, 470.0, 0.6, 2), (820.0, 470.0, 0.62, 3), (1040.0, 500.0, 1.0, 4)]
    {
        c.ellipse(x, y, 110.0 * s, 12.0 * s, hex(0x4A7A4A).a(0.5));
        tree(c, x, y, s, if seed % 2 == 0 { hex(0xF0B0B4) } else { hex(0x6EA068) }, seed);
    }
    c.path(
        "M560 456 L640 456 Q700 560 980 900 L300 900 Q540 560 560 456 Z",
        down(hex(0xEEDDB8), hex(0xD8BE8E)),
    );
}

/// They plant a tree.
pub fn planting(c: &mut Canvas) {
    park(c);
    c.ellipse(600.0, 738.0, 250.0, 30.0, hex(0x4A3024));
    c.path("M440 738 Q600 668 760 738 Z", hex(0x6A4634));
    c.at(600.0, 718.0, 1.0, 1.0, 0.0, |c| {
        c.stroke("M0 0 Q-6 -120 0 -250", 13.0, hex(0x6A4A3A));
        c.stroke("M-2 -130 Q-40 -170 -56 -210", 7.0, hex(0x6A4A3A));
        c.stroke("M0 -150 Q40 -180 54 -230", 7.0, hex(0x6A4A3A));
        let mut dice = Dice::new(7);
        for _ in 0..44 {
            let (x, y) = (dice.between(-96.0, 96.0), dice.between(-350.0, -180.0));
            if (x / 100.0).powi(2) + ((y + 262.0) / 90.0).powi(2) < 1.0 {
                c.ellipse(
                    x,
                    y,
                    dice.between(13.0, 22.0),
                    dice.between(9.0, 14.0),
                    dice.pick(&[hex(0x8FBF6A), hex(0x6EA058), hex(0xB8D884)]),
                );
            }
        }
        c.line((26.0, 10.0), (22.0, -170.0), 8.0, hex(0xC9A874));
        c.line((-6.0, -120.0), (28.0, -120.0), 6.0, WINE);
    });
    for (x, who, sign) in [(390.0, MAREN, 1.0), (830.0, VENN, -1.0)] {
        c.ellipse(x, 772.0, 90.0, 12.0, hex(0x3E6A3A).a(0.55));
        let (left, right) =
            if sign > 0.0 { ((20.0, -420.0), (124.0, -350.0)) } else { ((-124.0, -350.0), (-16.0, -420.0)) };
        let s = 510.0 / 700.0;
        c.line(
            (x + sign * 16.0 * s, 770.0 - 450.0 * s),
            (x + sign * 210.0 * s, 770.0 - 120.0 * s),
            9.0,
            hex(0xC99A5A),
        );
        c.at(x + sign * 236.0 * s, 770.0 - 76.0 * s, sign * 0.7, 0.7, -30.0, |c| {
            c.path("M-26 -60 L26 -60 L26 30 Q0 74 -26 30 Z", across(hex(0xD8DCDE), hex(0x8A9298)));
        });
        person(
            c,
            &who,
            x,
            770.0,
            510.0,
            Pose { look: 0.8 * sign, tilt: 7.0 * sign, left, right, happy: true, ..EASY },
        );
    }
    for (n, x) in [90.0, 190.0, 1030.0, 1130.0].into_iter().enumerate() {
        person(
            c,
            &somebody(60 + n as u64),
            x,
            690.0,
            380.0,
            Pose {
                look: if x < 600.0 { 0.8 } else { -0.8 },
                left: (-26.0, -450.0),
                right: (26.0, -450.0),
                happy: true,
                ..EASY
            },
        );
    }
}

/// The walk along the blossoms.
pub fn walk(c: &mut Canvas) {
    park(c);
    c.soft(2.0, |c| {
        person(c, &somebody(4), 500.0, 560.0, 190.0, EASY);
        person(c, &somebody(6), 710.0, 556.0, 184.0, EASY);
    });
    c.ellipse(590.0, 776.0, 200.0, 16.0, hex(0x8A6E4A).a(0.5));
    person(
        c,
        &MAREN,
        510.0,
        776.0,
        440.0,
        Pose { look: 0.8, left: (-160.0, -430.0), right: (104.0, -320.0), ..EASY },
    );
    person(
        c,
        &VENN,
        670.0,
        780.0,
        470.0,
        Pose { look: -0.7, left: (-50.0, -380.0), right: (60.0, -380.0), happy: true, ..EASY },
    );
    c.soft(6.0, |c| {
        let mut dice = Dice::new(23);
        for side in [-1.0, 1.0] {
            for _ in 0..60 {
                let (x, y) = (600.0 + side * dice.between(390.0, 760.0), dice.between(-140.0, 330.0));
                c.disc(
                    x,
                    y,
                    dice.between(14.0, 34.0),
                    dice.pick(&[hex(0xF6C8C8), hex(0xEEA8AE), hex(0xFBE4E0), hex(0xE08A94)]),
                );
            }
        }
    });
    let mut dice = Dice::new(3);
    for _ in 0..26 {
        c.ellipse(dice.between(-100.0, 1300.0), dice.between(250.0, 800.0), 8.0, 4.5, hex(0xFBD8D4));
    }
}

fn a_child(number: u64) -> Person {
    let mut dice = Dice::new(number + 400);
    let cloth = dice.pick(&[CORAL, OCHRE, TEAL.light(0.15), hex(0xB06A8A), hex(0x6EA068)]);
    let hair = dice.pick(&[hex(0x231B22), hex(0x4A2C24), hex(0x8A522A), hex(0xC9954A)]);
    let style = dice.pick(&[Hair::Short, Hair::Bob, Hair::Curls, Hair::Long, Hair::Bun]);
    let wear = if style == Hair::Short { Wear::Plain } else { Wear::Gown(CREAM) };
    Person { cloth, hair, style, wear, beard: false, ..somebody(number) }
}

/// Children with flowers for the guests.
pub fn children(c: &mut Canvas) {
    park(c);
    person(
        c,
        &VENN,
        930.0,
        800.0,
        560.0,
        Pose { look: -0.8, tilt: -8.0, left: (-150.0, -350.0), right: (60.0, -420.0), happy: true, ..EASY },
    );
    person(
        c,
        &MAREN,
        1080.0,
        800.0,
        520.0,
        Pose { look: -0.8, left: (-20.0, -430.0), right: (24.0, -430.0), happy: true, ..EASY },
    );
    for (n, x) in [120.0, 280.0, 440.0, 600.0, 745.0].into_iter().enumerate() {
        let height = [330.0, 350.0, 320.0, 346.0, 330.0][n];
        let who = a_child([3, 8, 12, 17, 5][n]);
        c.ellipse(x, 806.0, 60.0, 9.0, hex(0x3E6A3A).a(0.5));
        child(
            c,
            &who,
            x,
            804.0,
            height,
            Pose {
                look: 0.6,
                right: (if n == 4 { 150.0 } else { 62.0 }, -372.0),
                left: (-58.0, -366.0),
                happy: true,
                tilt: [4.0, -3.0, 5.0, -2.0, 6.0][n],
                ..EASY
            },
        );
        let (fx, fy) = (x + if n == 4 { 56.0 } else { 2.0 }, 804.0 - height * 0.57);
        c.poly(&[(fx - 24.0, fy), (fx + 24.0, fy), (fx, fy + 66.0)], CREAM.dark(0.08));
        flowers(c, fx, fy + 10.0, 0.52, n as u64 + 30);
    }
    c.lit(|c| c.disc(160.0, -40.0, 620.0, glow(hex(0xFFF0C0).a(0.4))));
}

/// Three of the children, from near.
pub fn children_near(c: &mut Canvas) {
    c.soft(7.0, park);
    for (n, (x, id)) in [(250.0, 8), (610.0, 12), (960.0, 17)].into_iter().enumerate() {
        let who = a_child(id);
        child(
            c,
            &who,
            x,
            1190.0 + 20.0 * (n % 2) as f32,
            860.0,
            Pose {
                look: [0.5, 0.0, -0.5][n],
                tilt: [5.0, -4.0, 6.0][n],
                left: (-52.0, -352.0),
                right: (54.0, -348.0),
                happy: n != 1,
                ..EASY
            },
        );
        c.poly(&[(x - 66.0, 760.0), (x + 66.0, 760.0), (x, 960.0)], CREAM.dark(0.08));
        flowers(c, x, 776.0, 1.35, n as u64 + 60);
    }
}
