//! Colours against littlecms: patches in Adobe RGB, Display P3 and inks with a table of their own, through to the exported sRGB.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use attache::media::{Limits, decode};

/// CIE L*a*b* under D65 of an sRGB colour (IEC 61966-2-1; CIE 15, 8.2.1).
fn lab([r, g, b]: [u8; 3]) -> [f64; 3] {
    let linear = |level: u8| {
        let level = f64::from(level) / 255.0;
        if level <= 0.04045 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
    };
    let [r, g, b] = [linear(r), linear(g), linear(b)];
    let x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505;
    let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089;
    let [x, y, z] = [x, y, z].map(|t| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Difference by CIE 1976.
fn delta_e(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (lab(one), lab(other));
    one.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
}

#[test]
fn wide_colours_and_inks_are_those_of_littlecms() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/data/colours");
    let table = std::fs::read_to_string(folder.join("colours.tsv")).unwrap();
    let mut wanted: BTreeMap<&str, Vec<[u8; 3]>> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let levels = [cells[2], cells[3], cells[4]].map(|level| level.parse().unwrap());
        wanted.entry(cells[0]).or_default().push(levels);
    }
    assert_eq!(wanted.keys().copied().collect::<Vec<_>>(), ["adobe-rgb.png", "display-p3.png", "inks.jpg"]);
    for (name, wanted) in wanted {
        let never = AtomicBool::new(false);
        let picture = decode(&folder.join(name), None, &Limits::default(), &never).unwrap();
        // 24 patches in a row.
        let side = picture.width_px / 24;
        let shown = (0..wanted.len() as u32).map(|n| {
            let (x, y) = (n % 24 * side + side / 2, n / 24 * side + side / 2);
            let at = ((y * picture.width_px + x) * 4) as usize;
            [picture.rgba[at], picture.rgba[at + 1], picture.rgba[at + 2]]
        });
        let apart: Vec<f64> = shown.zip(&wanted).map(|(shown, wanted)| delta_e(shown, *wanted)).collect();
        let mean = apart.iter().sum::<f64>() / apart.len() as f64;
        let most = apart.iter().copied().fold(0.0, f64::max);
        println!("{name}: {mean:.2} on average, {most:.2} at most, of {} patches", apart.len());
        assert!(mean < 1.0 && most < 5.0, "{name}: {mean:.2} on average, {most:.2} at most");
    }
}
