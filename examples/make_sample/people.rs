//! The people of the sample visit. A person is 700 units tall, feet at the origin, head at -650; the scene scales and places them.

use crate::cast::{MAREN, VENN};
use crate::painter::{Canvas, Color, across, down, glow, hex};

/// How hair is worn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hair {
    /// Short, parted.
    Short,
    /// To the chin, with a fringe to the side.
    Bob,
    /// Gathered at the back.
    Bun,
    /// Over the shoulders.
    Long,
    /// Round and full.
    Curls,
    /// Under a cap of this colour, with a visor.
    Cap(Color),
}

/// What is worn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wear {
    /// Jacket, shirt and a tie of this colour.
    Suit(Color),
    /// A woman's jacket over a blouse, with a brooch of this colour, and a skirt.
    Costume(Color),
    /// A long dress with a sash of this colour.
    Gown(Color),
    /// Buttons, belt and a band of this colour.
    Uniform(Color),
    /// A jersey.
    Plain,
}

/// Somebody.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// Skin.
    pub skin: Color,
    /// Hair, and beard where there is one.
    pub hair: Color,
    /// How it is worn.
    pub style: Hair,
    /// Main colour of the clothes.
    pub cloth: Color,
    /// What they are.
    pub wear: Wear,
    /// Has a beard.
    pub beard: bool,
    /// Wears spectacles.
    pub glasses: bool,
}

/// How somebody stands.
#[derive(Clone, Copy, Debug)]
pub struct Pose {
    /// Which way the face looks: -1 left, 0 to us, 1 right.
    pub look: f32,
    /// Degrees that the head leans.
    pub tilt: f32,
    /// The hand on our left, in the person's units.
    pub left: (f32, f32),
    /// The hand on our right.
    pub right: (f32, f32),
    /// Smiles with the eyes.
    pub happy: bool,
    /// Seen from behind.
    pub back: bool,
}

/// Arms at the sides.
pub const EASY: Pose =
    Pose { look: 0.0, tilt: 0.0, left: (-112.0, -300.0), right: (112.0, -300.0), happy: false, back: false };

const WHITE: Color = hex(0xFBF5E9);

/// A person of this height in stage units, feet at `x`, `y`.
pub fn person(c: &mut Canvas, who: &Person, x: f32, y: f32, height: f32, pose: Pose) {
    let scale = height / 700.0;
    c.at(x, y, scale, scale, 0.0, |c| {
        legs(c, who);
        c.at(0.0, -648.0, 1.0, 1.0, pose.tilt, |c| back_hair(c, who));
        torso(c, who, pose.back);
        arms(c, who, pose);
        c.at(0.0, -648.0, 1.0, 1.0, pose.tilt, |c| head(c, who, pose));
    });
}

/// A child of this height: the head is a greater part of it.
pub fn child(c: &mut Canvas, who: &Person, x: f32, y: f32, height: f32, pose: Pose) {
    let scale = height / 700.0;
    c.at(x, y, scale, scale, 0.0, |c| {
        legs(c, who);
        c.at(0.0, -652.0, 1.45, 1.45, pose.tilt, |c| back_hair(c, who));
        torso(c, who, false);
        arms(c, who, pose);
        c.at(0.0, -652.0, 1.45, 1.45, pose.tilt, |c| head(c, who, pose));
    });
}

fn arms(c: &mut Canvas, who: &Person, pose: Pose) {
    arm(c, who, -84.0, pose.left);
    arm(c, who, 84.0, pose.right);
}

/// Where the middle of the head is for a person drawn by [`person`].
pub fn head_at(x: f32, y: f32, height: f32) -> (f32, f32) {
    (x, y - 648.0 * height / 700.0)
}

fn legs(c: &mut Canvas, who: &Person) {
    let cloth = who.cloth.dark(0.12);
    match who.wear {
        Wear::Costume(_) => {
            for side in [-1.0, 1.0] {
                c.path(
                    &format!(
                        "M{} -180 L{} -180 L{} -12 L{} -12 Z",
                        8.0 * side,
                        48.0 * side,
                        38.0 * side,
                        16.0 * side
                    ),
                    who.skin.dark(0.1),
                );
                c.path(
                    &format!(
                        "M{} -20 L{} -20 Q{} 4 {} 4 L{} 4 Z",
                        10.0 * side,
                        42.0 * side,
                        46.0 * side,
                        62.0 * side,
                        10.0 * side
                    ),
                    who.cloth.dark(0.5),
                );
            }
            c.path(
                "M-72 -340 L72 -340 C84 -260 76 -190 66 -150 L-66 -150 C-76 -190 -84 -260 -72 -340 Z",
                cloth,
            );
        }
        Wear::Gown(_) => c.path(
            "M-64 -350 L64 -350 C84 -200 116 -60 128 0 L-128 0 C-116 -60 -84 -200 -64 -350 Z",
            down(who.cloth, cloth),
        ),
        _ => {
            for side in [-1.0, 1.0] {
                c.path(
                    &format!(
                        "M{} -340 L{} -340 L{} -12 L{} -12 Z",
                        0.0,
                        78.0 * side,
                        62.0 * side,
                        16.0 * side
                    ),
                    if side < 0.0 { cloth } else { cloth.dark(0.14) },
                );
                c.path(
                    &format!(
                        "M{} -16 L{} -16 Q{} 4 {} 4 L{} 4 Z",
                        12.0 * side,
                        62.0 * side,
                        66.0 * side,
                        84.0 * side,
                        12.0 * side
                    ),
                    hex(0x1B1B24),
                );
            }
        }
    }
}

fn torso(c: &mut Canvas, who: &Person, back: bool) {
    let (cloth, shade) = (who.cloth, who.cloth.dark(0.22));
    c.path("M-19 -625 L19 -625 L24 -560 L-24 -560 Z", who.skin.dark(0.14));
    let (shoulder, waist, hip) = match who.wear {
        Wear::Suit(_) | Wear::Uniform(_) => (100.0, 84.0, 90.0),
        Wear::Plain => (90.0, 76.0, 80.0),
        Wear::Costume(_) | Wear::Gown(_) => (86.0, 62.0, 80.0),
    };
    let body = format!(
        "M-24 -582 C-52 -568 -{shoulder} -566 -{shoulder} -520 L-{waist} -420 L-{hip} -306 L{hip} -306 L{waist} -420 \
         L{shoulder} -520 C{shoulder} -566 52 -568 24 -582 Z"
    );
    c.path(&body, across(cloth.light(0.06), shade));
    if back {
        c.line((0.0, -560.0), (0.0, -310.0), 3.0, shade.dark(0.15));
        c.path("M-26 -588 Q0 -574 26 -588 L28 -566 Q0 -552 -28 -566 Z", shade);
        return;
    }
    match who.wear {
        Wear::Suit(tie) => {
            c.path("M-23 -584 L0 -440 L23 -584 Q0 -560 -23 -584 Z", WHITE);
            c.path("M-9 -574 L9 -574 L6 -558 L-6 -558 Z", tie.dark(0.18));
            c.path("M-6 -558 L6 -558 L9 -474 L0 -446 L-9 -474 Z", down(tie, tie.dark(0.12)));
            c.path("M-23 -584 L-50 -530 L-34 -516 L0 -436 Z", cloth.light(0.1));
            c.path("M23 -584 L50 -530 L34 -516 L0 -436 Z", shade.dark(0.1));
            c.line((0.0, -436.0), (4.0, -306.0), 2.5, shade.dark(0.3));
            c.disc(1.0, -410.0, 4.5, shade.dark(0.4));
            c.poly(&[(44.0, -500.0), (62.0, -510.0), (68.0, -498.0), (46.0, -490.0)], WHITE);
        }
        Wear::Costume(brooch) => {
            c.path("M-24 -582 Q0 -520 24 -582 Q0 -562 -24 -582 Z", who.skin);
            c.path("M-24 -580 Q-10 -500 0 -492 Q10 -500 24 -580 Q4 -530 0 -528 Q-4 -530 -24 -580 Z", WHITE);
            c.line((0.0, -492.0), (2.0, -306.0), 2.5, shade.dark(0.3));
            for y in [-460.0, -425.0, -390.0] {
                c.disc(0.0, y, 4.5, brooch.light(0.5));
            }
            c.disc(46.0, -518.0, 10.0, brooch);
            c.disc(43.0, -521.0, 3.5, brooch.light(0.6));
        }
        Wear::Gown(sash) => {
            c.path("M-24 -582 Q0 -510 24 -582 Q0 -562 -24 -582 Z", who.skin);
            c.path("M-84 -552 L-58 -564 L72 -330 L66 -306 Z", sash);
        }
        Wear::Uniform(band) => {
            c.path("M-24 -584 L24 -584 L20 -562 L-20 -562 Z", band);
            for (x, y) in [-530.0, -490.0, -450.0, -410.0].into_iter().flat_map(|y| [(-14.0, y), (14.0, y)]) {
                c.disc(x, y, 4.5, hex(0xE9B44C));
            }
            c.rect(-84.0, -400.0, 168.0, 18.0, WHITE);
            c.rect(-12.0, -403.0, 24.0, 24.0, hex(0xE9B44C));
            for side in [-1.0, 1.0] {
                c.ellipse(side * 82.0, -556.0, 26.0, 9.0, hex(0xE9B44C));
            }
            c.path("M-84 -552 L-66 -560 L66 -400 L54 -390 Z", WHITE);
        }
        Wear::Plain => c.path("M-28 -584 Q0 -552 28 -584 L30 -572 Q0 -536 -30 -572 Z", shade),
    }
}

fn arm(c: &mut Canvas, who: &Person, from: f32, hand: (f32, f32)) {
    let side = from.signum();
    let (fx, fy) = (from, -534.0);
    let (dx, dy) = (hand.0 - fx, hand.1 - fy);
    let far = dx.hypot(dy).max(1.0);
    // The elbow is where two halves of an arm meet: below the line to the hand, or outside of a hanging one.
    let slack = (118.0_f32.powi(2) - (far / 2.0).powi(2)).max(0.0).sqrt() * 0.72;
    let (mut nx, mut ny) = (-dy / far, dx / far);
    if nx * side * 0.5 + ny < 0.0 {
        (nx, ny) = (-nx, -ny);
    }
    let (ex, ey) = ((fx + hand.0) / 2.0 + nx * slack, (fy + hand.1) / 2.0 + ny * slack);
    let (ux, uy) = ((hand.0 - ex), (hand.1 - ey));
    let fore = ux.hypot(uy).max(1.0);
    let (ux, uy) = (ux / fore, uy / fore);
    let bare = matches!(who.wear, Wear::Gown(_));
    let sleeve = if bare {
        who.skin.dark(0.05)
    } else if side < 0.0 {
        who.cloth
    } else {
        who.cloth.dark(0.16)
    };
    let wrist = (hand.0 - ux * 10.0, hand.1 - uy * 10.0);
    // The hand, with a thumb.
    c.at(hand.0 + ux * 8.0, hand.1 + uy * 8.0, 1.0, 1.0, uy.atan2(ux).to_degrees(), |c| {
        c.round(-16.0, -15.0, 42.0, 30.0, 15.0, who.skin);
        c.round(-4.0, -6.0 - 12.0 * side, 22.0, 12.0, 6.0, who.skin.dark(0.08));
    });
    if matches!(who.wear, Wear::Suit(_)) {
        c.line(
            (wrist.0 - ux * 4.0, wrist.1 - uy * 4.0),
            (wrist.0 - ux * 2.0, wrist.1 - uy * 2.0),
            33.0,
            WHITE,
        );
    }
    let end = (wrist.0 - ux * 16.0, wrist.1 - uy * 16.0);
    c.stroke(
        &format!("M{fx} {fy} Q{} {} {ex} {ey}", fx + (ex - fx) * 0.3, fy + (ey - fy) * 0.5),
        46.0,
        sleeve,
    );
    c.stroke(&format!("M{ex} {ey} L{} {}", end.0, end.1), 38.0, sleeve);
    if far < 200.0 {
        c.stroke(
            &format!("M{ex} {ey} L{} {}", (ex + end.0) / 2.0, (ey + end.1) / 2.0),
            5.0,
            sleeve.dark(0.22).a(0.6),
        );
    }
}

fn back_hair(c: &mut Canvas, who: &Person) {
    match who.style {
        Hair::Bob => c.path(
            "M-50 34 C-66 -44 -40 -80 0 -80 C40 -80 66 -44 50 34 Q44 46 26 40 L-26 40 Q-44 46 -50 34 Z",
            who.hair.dark(0.16),
        ),
        Hair::Long => c.path(
            "M-52 110 C-70 -44 -40 -80 0 -80 C40 -80 70 -44 52 110 Q0 130 -52 110 Z",
            who.hair.dark(0.16),
        ),
        Hair::Bun => {
            c.disc(0.0, -82.0, 22.0, who.hair.dark(0.1));
            c.ellipse(0.0, -22.0, 46.0, 50.0, who.hair.dark(0.1));
        }
        Hair::Curls => {
            for (x, y, r) in [
                (-38.0, -20.0, 24.0),
                (38.0, -20.0, 24.0),
                (-30.0, -56.0, 28.0),
                (30.0, -56.0, 28.0),
                (0.0, -68.0, 32.0),
                (-42.0, 6.0, 18.0),
                (42.0, 6.0, 18.0),
            ] {
                c.disc(x, y, r, who.hair.dark(0.1));
            }
        }
        Hair::Short | Hair::Cap(_) => {}
    }
}

/// The head alone, middle at the origin, 120 units high.
pub fn head(c: &mut Canvas, who: &Person, pose: Pose) {
    let (skin, shade) = (who.skin, who.skin.dark(0.16));
    if pose.back {
        c.path("M-40 -20 C-42 26 -26 52 0 52 C26 52 42 26 40 -20 C38 -84 -38 -84 -40 -20 Z", skin);
        let low = match who.style {
            Hair::Bob | Hair::Long => 40.0,
            _ => 22.0,
        };
        c.path(
            &format!(
                "M-44 -10 C-50 {low} -24 {low} 0 {low} C24 {low} 50 {low} 44 -10 C44 -88 -44 -88 -44 -10 Z"
            ),
            across(who.hair.light(0.08), who.hair.dark(0.15)),
        );
        if let Hair::Cap(cap) = who.style {
            hat(c, cap, true);
        }
        if who.style == Hair::Bun {
            c.disc(0.0, -34.0, 24.0, who.hair.dark(0.2));
        }
        return;
    }
    let f = pose.look * 13.0;
    // Chin's shadow on the neck, ears, face, and the side away from the light.
    c.path("M-22 38 Q0 66 22 38 L22 62 Q0 78 -22 62 Z", who.skin.dark(0.26));
    for side in [-1.0, 1.0] {
        c.ellipse(side * 42.0 - f * 0.6, 2.0, 9.0, 14.0, shade);
    }
    let face = "M-41 -18 C-43 24 -30 58 0 60 C30 58 43 24 41 -18 C39 -72 -39 -72 -41 -18 Z";
    c.path(face, across(skin.light(0.1), skin.dark(0.05)));
    c.path(
        "M12 -56 C44 -52 43 24 30 42 C22 54 12 60 0 60 C20 44 26 14 22 -10 C20 -28 18 -44 12 -56 Z",
        shade.a(0.42),
    );
    for side in [-1.0, 1.0] {
        c.ellipse(side * 24.0 + f, 20.0, 15.0, 11.0, glow(hex(0xE0624E).a(0.42)));
    }
    if who.beard {
        c.path("M-42 -6 C-44 34 -30 66 0 68 C30 66 44 34 42 -6 C36 14 30 20 18 19 Q0 14 -18 19 C-30 20 -36 14 -42 -6 Z", who.hair);
        c.path(
            &format!("M{} 30 Q{f} 44 {} 30 Q{f} 26 {} 30 Z", f - 15.0, f + 15.0, f - 15.0),
            skin.dark(0.08),
        );
    }
    let ink = hex(0x2A1B1E);
    for side in [-1.0, 1.0] {
        let x = side * 17.0 + f;
        c.stroke(&format!("M{} -20 Q{x} -27 {} -20", x - 9.0, x + 9.0), 4.2, who.hair.mix(ink, 0.55));
        if pose.happy {
            c.stroke(&format!("M{} 0 Q{x} -10 {} 0", x - 8.0, x + 8.0), 4.0, ink);
        } else {
            c.ellipse(x, -4.0, 4.6, 5.8, ink);
            c.disc(x - 1.5, -6.0, 1.5, WHITE);
            c.stroke(&format!("M{} -7 Q{x} -13 {} -7", x - 8.0, x + 8.0), 2.4, ink);
        }
    }
    let nose = f * 1.35;
    c.stroke(
        &format!(
            "M{} -4 Q{} 12 {} 16 Q{} 20 {} 18",
            nose + 1.0,
            nose + 6.0,
            nose + 6.0,
            nose + 2.0,
            nose - 4.0
        ),
        3.0,
        who.skin.dark(0.32),
    );
    if pose.happy {
        c.path(&format!("M{} 29 Q{f} 52 {} 29 Q{f} 34 {} 29 Z", f - 17.0, f + 17.0, f - 17.0), hex(0x7A262E));
        c.path(&format!("M{} 30 Q{f} 40 {} 30 Q{f} 34 {} 30 Z", f - 15.0, f + 15.0, f - 15.0), WHITE);
    } else {
        c.stroke(&format!("M{} 33 Q{f} 40 {} 32", f - 11.0, f + 12.0), 3.6, hex(0x9A403C));
    }
    if who.glasses {
        for side in [-1.0, 1.0] {
            let x = side * 17.5 + f;
            c.disc(x, -4.0, 14.0, WHITE.a(0.22));
            c.stroke(
                &format!(
                    "M{} -4 C{} -22 {} -22 {} -4 C{} 14 {} 14 {} -4",
                    x - 14.0,
                    x - 13.0,
                    x + 13.0,
                    x + 14.0,
                    x + 13.0,
                    x - 13.0,
                    x - 14.0
                ),
                2.8,
                ink,
            );
        }
        c.line((f - 3.5, -6.0), (f + 3.5, -6.0), 2.8, ink);
    }
    front_hair(c, who);
}

fn front_hair(c: &mut Canvas, who: &Person) {
    let fill = across(who.hair.light(0.14), who.hair.dark(0.12));
    match who.style {
        Hair::Short => {
            c.path("M-44 -6 C-54 -58 -30 -80 6 -80 C42 -78 52 -48 44 -6 C42 -24 38 -34 30 -42 C10 -32 -16 -40 -24 -48 C-34 -40 -42 -26 -44 -6 Z", fill);
            c.stroke("M-24 -62 Q4 -72 28 -58", 3.0, who.hair.light(0.28).a(0.6));
        }
        Hair::Bob | Hair::Long => {
            c.path("M-46 36 C-62 -44 -38 -80 2 -80 C42 -80 62 -44 47 36 C40 30 40 0 36 -22 C22 -26 0 -36 -12 -54 C-18 -36 -30 -24 -38 -18 C-40 0 -40 28 -46 36 Z", fill);
            c.stroke("M-36 -40 Q-24 -64 0 -69", 3.4, who.hair.light(0.5).a(0.6));
        }
        Hair::Bun => c.path(
            "M-44 0 C-54 -58 -30 -78 0 -78 C30 -78 54 -58 44 0 C42 -26 30 -44 0 -50 C-30 -44 -42 -26 -44 0 Z",
            fill,
        ),
        Hair::Curls => {
            for (x, y, r) in [
                (-26.0, -52.0, 18.0),
                (-4.0, -60.0, 20.0),
                (22.0, -54.0, 19.0),
                (38.0, -32.0, 13.0),
                (-40.0, -32.0, 13.0),
            ] {
                c.disc(x, y, r, who.hair);
            }
        }
        Hair::Cap(cap) => hat(c, cap, false),
    }
}

fn hat(c: &mut Canvas, cap: Color, back: bool) {
    c.path("M-52 -46 C-60 -84 -34 -92 0 -92 C34 -92 60 -84 52 -46 Z", across(cap, cap.dark(0.14)));
    c.path("M-44 -52 L44 -52 L43 -30 Q0 -22 -43 -30 Z", hex(0xE76F51));
    if !back {
        c.path("M-43 -32 Q0 -24 43 -32 Q36 -8 0 -10 Q-36 -8 -43 -32 Z", hex(0x1B1B24));
        c.disc(0.0, -62.0, 8.0, hex(0xE9B44C));
    }
}

/// A pair shaking hands, she on our left: hands meet at the middle between them, `x`.
pub fn handshake(c: &mut Canvas, x: f32, y: f32, height: f32) {
    let u = height / 700.0;
    let (left, right) = (x - 150.0 * u, x + 158.0 * u);
    let low = -392.0;
    person(c, &VENN, right, y, height * 1.02, Pose { look: -0.8, left: (-152.0, low), happy: true, ..EASY });
    person(
        c,
        &MAREN,
        left,
        y,
        height * 0.96,
        Pose { look: 0.8, right: (152.0, low - 18.0), happy: true, ..EASY },
    );
}
