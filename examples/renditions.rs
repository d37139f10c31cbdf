//! The pictures of an album without the album, for measuring: `benches/peers.sh` runs it beside other programs.
//!
//!     renditions make QUALITY EDGES FOLDER FILE…    JPEGs of these edges (512,2048) into a folder, as an export makes them
//!     renditions floor QUALITY EDGES FILE…          bare libjpeg-turbo: the cheapest decode that is large enough, and encoding as many
//!                                                   pixels as the JPEGs have; nothing is shrunk, turned or converted. No program that
//!                                                   uses libjpeg-turbo can take less
//!     renditions likeness QUALITY EDGES FILE…       structural similarity (SSIM) of what `make` makes to a Lanczos reference

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout
)]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use attache::media::{Encoding, Limits, Renderer};
use fast_image_resize as fir;
use turbojpeg::{Compressor, Decompressor, Image, OutputBuf, PixelFormat, ScalingFactor, Subsamp, YuvImage};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [what, quality, edges, rest @ ..] = words.as_slice() else {
        panic!("renditions WHAT QUALITY EDGES FILE…")
    };
    let quality: u8 = quality.parse().expect("a quality");
    let mut edges: Vec<u32> = edges.split(',').map(|edge| edge.parse().expect("an edge in pixels")).collect();
    edges.sort_unstable();
    let files = |words: &[String]| words.iter().map(PathBuf::from).collect::<Vec<_>>();
    match what.as_str() {
        "make" => make(quality, &edges, Path::new(&rest[0]), &files(&rest[1..])),
        "floor" => floor(quality, &edges, &files(rest)),
        "likeness" => likeness(quality, &edges, &files(rest)),
        _ => panic!("make, floor or likeness"),
    }
}

/// Each file on one thread, as many at a time as there are cores.
fn each<S>(files: &[PathBuf], start: impl Fn() -> S + Sync, run: impl Fn(&mut S, &Path) + Sync) {
    let next = AtomicUsize::new(0);
    let n_threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..n_threads {
            scope.spawn(|| {
                let mut state = start();
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    run(&mut state, file);
                }
            });
        }
    });
}

fn make(quality: u8, edges: &[u32], folder: &Path, files: &[PathBuf]) {
    let never = AtomicBool::new(false);
    each(files, Renderer::default, |renderer, file| {
        let stem = file.file_stem().unwrap().to_string_lossy();
        for made in
            renderer.renditions(file, edges, Encoding::jpeg(quality), &Limits::default(), &never).unwrap()
        {
            std::fs::write(folder.join(format!("{stem}-{}.jpg", made.edge_px)), made.jpeg).unwrap();
        }
    });
}

fn floor(quality: u8, edges: &[u32], files: &[PathBuf]) {
    let start = || {
        let mut compressor = Compressor::new().unwrap();
        compressor.set_quality(quality.into()).unwrap();
        (Decompressor::new().unwrap(), compressor, Vec::new(), OutputBuf::new_owned())
    };
    each(files, start, |(decompressor, compressor, levels, out), file| {
        let bytes = std::fs::read(file).unwrap();
        let header = decompressor.read_header(&bytes).unwrap();
        let (long, largest) = (header.width.max(header.height), *edges.last().unwrap() as usize);
        let factor = [1, 2, 4, 8].map(|eighths| ScalingFactor::new(eighths, 8)).into_iter();
        let factor =
            factor.clone().find(|factor| factor.scale(long) >= largest).unwrap_or(ScalingFactor::ONE);
        let scaled = header.scaled(factor);
        let (width, height, subsamp) = (scaled.width, scaled.height, header.subsamp);
        levels.resize(turbojpeg::yuv_pixels_len(width, 1, height, subsamp).unwrap(), 0);
        decompressor.set_scaling_factor(factor).unwrap();
        let image = YuvImage { pixels: levels.as_mut_slice(), width, align: 1, height, subsamp };
        decompressor.decompress_to_yuv(&bytes, image).unwrap();
        for edge in edges {
            // The planes' first levels, as many as the JPEG has: a part of the full picture is smoother than the picture made smaller, so
            // that this is, if anything, too little.
            let side = |px: usize| (px * *edge as usize).div_ceil(long).min(px).next_multiple_of(2);
            let (width, height) = (side(header.width), side(header.height));
            let stride = scaled.width.next_multiple_of(2);
            let rows = scaled.height.next_multiple_of(2);
            let (y, colours) = levels.split_at(stride * rows);
            let size = subsamp.size();
            let colour_stride = scaled.width.div_ceil(size.0);
            let (cb, cr) = colours.split_at(colours.len() / 2);
            let planes = turbojpeg::YuvPlanesImage {
                y_plane: y,
                u_plane: cb,
                v_plane: cr,
                width,
                height,
                y_stride: stride,
                u_stride: colour_stride,
                v_stride: colour_stride,
                subsamp: Subsamp::Sub2x2,
            };
            compressor.compress_yuv_planes(&planes, out).unwrap();
        }
    });
}

/// Brightness of a picture, in rows.
struct Grey {
    width: usize,
    height: usize,
    levels: Vec<f32>,
}

fn grey(jpeg: &[u8]) -> Grey {
    let image: Image<Vec<u8>> = turbojpeg::decompress(jpeg, PixelFormat::GRAY).unwrap();
    let levels = image.pixels.iter().map(|level| f32::from(*level)).collect();
    Grey { width: image.width, height: image.height, levels }
}

fn likeness(quality: u8, edges: &[u32], files: &[PathBuf]) {
    let never = AtomicBool::new(false);
    println!("likeness to Lanczos, as shrunk (encoded at quality 100) and as exported (at {quality}, bytes)");
    for edge in edges {
        let (mut sum, mut least) = ([0.0; 2], [1.0_f64; 2]);
        let mut n_bytes = 0;
        for file in files {
            let full = grey(&std::fs::read(file).unwrap());
            for (n, quality) in [100, quality].into_iter().enumerate() {
                let made = Renderer::default()
                    .renditions(file, edges, Encoding::jpeg(quality), &Limits::default(), &never)
                    .unwrap();
                let made = made
                    .into_iter()
                    .find(|made| made.edge_px == *edge)
                    .expect("an edge no longer than the picture");
                let small = grey(&made.jpeg);
                let ssim = ssim(&lanczos(&full, small.width, small.height), &small);
                sum[n] += ssim;
                least[n] = least[n].min(ssim);
                n_bytes += if n == 1 { made.jpeg.len() } else { 0 };
            }
        }
        let mean = sum.map(|sum| sum / files.len() as f64);
        println!(
            "{edge} px: shrunk mean {:.4} least {:.4}; exported mean {:.4} least {:.4}, {n_bytes} bytes",
            mean[0], least[0], mean[1], least[1]
        );
    }
}

/// In floating point, from all pixels.
fn lanczos(full: &Grey, width: usize, height: usize) -> Grey {
    let bytes: Vec<u8> = full.levels.iter().flat_map(|level| level.to_ne_bytes()).collect();
    let kind = fir::PixelType::F32;
    let stored = fir::images::Image::from_vec_u8(full.width as u32, full.height as u32, bytes, kind).unwrap();
    let mut out = fir::images::Image::new(width as u32, height as u32, kind);
    fir::Resizer::new().resize(&stored, &mut out, None).unwrap();
    let levels = out.buffer().as_chunks::<4>().0.iter().map(|bytes| f32::from_ne_bytes(*bytes)).collect();
    Grey { width, height, levels }
}

/// Mean structural similarity (Wang, Bovik, Sheikh, Simoncelli 2004): windows of 11 x 11 pixels, Gaussian of 1.5 pixels.
fn ssim(a: &Grey, b: &Grey) -> f64 {
    const C1: f32 = 6.5025;
    const C2: f32 = 58.5225;
    let mean = |level: &dyn Fn(usize) -> f32| {
        blurred(&(0..a.levels.len()).map(level).collect::<Vec<_>>(), a.width, a.height)
    };
    let (of_a, of_b) = (mean(&|i| a.levels[i]), mean(&|i| b.levels[i]));
    let of_aa = mean(&|i| a.levels[i] * a.levels[i]);
    let of_bb = mean(&|i| b.levels[i] * b.levels[i]);
    let of_ab = mean(&|i| a.levels[i] * b.levels[i]);
    let sum: f64 = (0..of_a.len())
        .map(|i| {
            let (x, y) = (of_a[i], of_b[i]);
            let alike = (2.0 * x * y + C1) * (2.0 * (of_ab[i] - x * y) + C2);
            f64::from(alike / ((x * x + y * y + C1) * (of_aa[i] - x * x + of_bb[i] - y * y + C2)))
        })
        .sum();
    sum / of_a.len() as f64
}

/// Without the five pixels at each side whose window would reach beyond.
fn blurred(levels: &[f32], width: usize, height: usize) -> Vec<f32> {
    let weights: Vec<f32> = (-5_i8..=5).map(|n| (-f32::from(n).powi(2) / 4.5).exp()).collect();
    let sum: f32 = weights.iter().sum();
    let inner = width - 10;
    let across: Vec<f32> = (0..height)
        .flat_map(|y| (0..inner).map(move |x| y * width + x))
        .map(|at| {
            levels[at..at + 11].iter().zip(&weights).map(|(level, weight)| level * weight).sum::<f32>() / sum
        })
        .collect();
    (0..(height - 10) * inner)
        .map(|at| {
            weights.iter().enumerate().map(|(n, weight)| across[at + n * inner] * weight).sum::<f32>() / sum
        })
        .collect()
}
