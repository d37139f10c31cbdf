//! Faces: two selfies, the first of them being taken, two portraits.

use super::evening::{fireworks_sky, skyline};
use crate::cast::{ATTACHE, MAREN, VENN, somebody};
use crate::painter::{Canvas, across, down, glow, hex};
use crate::people::{EASY, Pose, person};
use crate::props::*;

/// The telephone that was a gift, at arm's length: what it saw. Made for an upright photo.
pub fn selfie(c: &mut Canvas) {
    c.soft(7.0, |c| {
        hall(c, 620.0, hex(0xC9B8A0), hex(0x7A5A4A));
        draped(c, Land::Merrowin, 330.0, 640.0, 560.0);
        draped(c, Land::Kasoria, 860.0, 640.0, 560.0);
        person(c, &somebody(50), 500.0, 760.0, 420.0, Pose { happy: true, ..EASY });
        person(c, &somebody(53), 700.0, 760.0, 430.0, Pose { happy: true, left: (-140.0, -690.0), ..EASY });
    });
    c.lit(|c| c.disc(600.0, 200.0, 620.0, glow(hex(0xFFF0CE).a(0.4))));
    person(c, &MAREN, 420.0, 1930.0, 1640.0, Pose { look: 0.25, tilt: 9.0, happy: true, ..EASY });
    person(c, &VENN, 668.0, 1960.0, 1780.0, Pose { look: -0.2, tilt: -8.0, happy: true, ..EASY });
    // His arm comes towards the lens, and is out of focus where it is nearest.
    let (light, dark) = (VENN.cloth.light(0.2), VENN.cloth.dark(0.16));
    c.path(
        "M800 596 C900 580 960 640 1000 760 L1060 1000 L690 1000 C700 860 730 690 800 596 Z",
        VENN.cloth.dark(0.35),
    );
    c.path(
        "M816 604 C900 590 956 650 990 770 L1040 1000 L720 1000 C722 850 756 690 816 604 Z",
        across(light, dark),
    );
    c.stroke("M842 650 Q812 720 800 800", 7.0, dark.a(0.7));
    c.soft(4.0, |c| {
        c.path("M700 800 Q860 730 1040 800 L1100 1100 L660 1100 Z", CREAM.light(0.5));
        c.path("M716 792 Q860 722 1024 788 L1034 812 Q860 746 706 818 Z", dark);
    });
}

/// The host's photographer saw it being taken.
pub fn selfie_taken(c: &mut Canvas) {
    hall(c, 640.0, hex(0xC9B8A0), hex(0x7A5A4A));
    draped(c, Land::Merrowin, 90.0, 650.0, 480.0);
    draped(c, Land::Kasoria, 200.0, 650.0, 480.0);
    for (n, x) in [300.0, 390.0, 470.0].into_iter().enumerate() {
        person(
            c,
            &somebody(50 + n as u64),
            x,
            690.0,
            440.0,
            Pose { look: 0.8, left: (-30.0, -430.0), right: (30.0, -430.0), happy: true, ..EASY },
        );
    }
    person(
        c,
        &MAREN,
        600.0,
        800.0,
        560.0,
        Pose { look: 0.9, tilt: 9.0, left: (-76.0, -330.0), right: (74.0, -330.0), happy: true, ..EASY },
    );
    person(
        c,
        &VENN,
        730.0,
        806.0,
        590.0,
        Pose { look: 0.9, tilt: -6.0, left: (-104.0, -320.0), right: (318.0, -590.0), happy: true, ..EASY },
    );
    c.at(1012.0, 300.0, 1.0, 1.0, 6.0, |c| {
        c.round(-16.0, -62.0, 26.0, 124.0, 8.0, across(hex(0x2A2E38), hex(0x0E1016)));
        c.round(6.0, -56.0, 5.0, 112.0, 2.0, hex(0x6FC8BE));
        c.round(-24.0, -54.0, 10.0, 40.0, 5.0, hex(0x1A1C22));
    });
    c.lit(|c| c.disc(990.0, 300.0, 130.0, glow(hex(0xBFEEE8).a(0.4))));
    c.round(996.0, 310.0, 40.0, 24.0, 12.0, VENN.skin);
}

/// Three of them, and the fireworks. Made for an upright photo.
pub fn selfie_night(c: &mut Canvas) {
    c.soft(3.0, fireworks_sky);
    person(c, &ATTACHE, 640.0, 1560.0, 1240.0, Pose { look: 0.0, tilt: -3.0, happy: true, ..EASY });
    person(c, &MAREN, 420.0, 1850.0, 1500.0, Pose { look: 0.3, tilt: 8.0, happy: true, ..EASY });
    person(c, &VENN, 830.0, 2000.0, 1700.0, Pose { look: -0.3, tilt: -9.0, happy: true, ..EASY });
    c.path(
        "M330 760 C240 800 190 900 170 1040 L470 1120 C470 960 440 820 330 760 Z",
        across(MAREN.cloth.light(0.12), MAREN.cloth.dark(0.2)),
    );
    c.shaded(|c| c.rect(-1000.0, -600.0, 3200.0, 2400.0, hex(0xC4B0D8)));
    c.lit(|c| {
        c.disc(330.0, 260.0, 420.0, glow(CORAL.a(0.28)));
        c.disc(900.0, 240.0, 460.0, glow(OCHRE.a(0.28)));
    });
}

/// The attaché by herself, before the harbour. Made for an upright photo.
pub fn selfie_attache(c: &mut Canvas) {
    c.soft(4.0, skyline);
    person(c, &ATTACHE, 560.0, 1800.0, 1500.0, Pose { look: 0.3, tilt: -6.0, happy: true, ..EASY });
    let (light, dark) = (ATTACHE.cloth.light(0.12), ATTACHE.cloth.dark(0.2));
    c.path(
        "M716 668 C800 650 850 690 890 780 L950 1000 L640 1000 C640 880 670 740 716 668 Z",
        across(light, dark),
    );
    c.shaded(|c| c.rect(-1000.0, -600.0, 3200.0, 2400.0, hex(0xB8AED8)));
    c.lit(|c| c.disc(420.0, 420.0, 420.0, glow(LAMP.a(0.22))));
}

/// President Ilse Maren. Made for an upright photo.
pub fn portrait_maren(c: &mut Canvas) {
    c.rect(-1000.0, -600.0, 3200.0, 2400.0, across(hex(0xD8B89A), hex(0x8E6A5A)));
    c.soft(8.0, |c| {
        draped(c, Land::Merrowin, 380.0, 900.0, 900.0);
        c.rect(760.0, -300.0, 200.0, 800.0, down(hex(0xFFF4DA), hex(0xF4D6A8)));
        flowers(c, 870.0, 560.0, 1.8, 5);
    });
    c.lit(|c| c.ellipse(700.0, 200.0, 520.0, 520.0, glow(hex(0xFFF0D0).a(0.35))));
    person(
        c,
        &MAREN,
        600.0,
        1620.0,
        1440.0,
        Pose { look: 0.35, left: (-60.0, -330.0), right: (60.0, -330.0), ..EASY },
    );
}

/// Prime Minister Daro Venn. Made for an upright photo.
pub fn portrait_venn(c: &mut Canvas) {
    c.rect(-1000.0, -600.0, 3200.0, 2400.0, across(hex(0x5E7A86), hex(0x2E4452)));
    c.soft(8.0, |c| {
        draped(c, Land::Kasoria, 840.0, 900.0, 900.0);
        c.rect(240.0, -300.0, 190.0, 900.0, down(hex(0xD8ECEE), hex(0x9ABEC6)));
        bokeh(c, 6, 8, &[hex(0xD8ECEE)]);
    });
    c.lit(|c| c.ellipse(480.0, 200.0, 520.0, 520.0, glow(hex(0xE8F4F4).a(0.3))));
    person(
        c,
        &VENN,
        600.0,
        1640.0,
        1470.0,
        Pose { look: -0.35, tilt: -2.0, left: (-50.0, -400.0), right: (56.0, -404.0), ..EASY },
    );
}
