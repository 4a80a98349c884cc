//! Promise: a square code of a case that was photographed opens as the case, and no picture holds the program up.

use std::io::Cursor;
use std::time::{Duration, Instant};

use buffycoat::picture::qr::Qr;
use buffycoat::preset::{FileProblem, load_from, share_text};
use image::{GrayImage, ImageFormat, Luma};

use crate::bundled;

const SIZE: (u32, u32) = (1400, 1050);

/// The code as a telephone sees it: turned, from aside, in the light of a lamp, with the noise of a small sensor.
fn photographed(code: &Qr) -> GrayImage {
    let modules = code.side() as f64;
    let shade = |u: f64, v: f64| {
        let (u, v) = (u - 700.0, v - 525.0);
        let (u, v) = (u * 0.985 + v * 0.174, v * 0.985 - u * 0.174);
        let near = 1.0 + 0.00016 * u + 0.00022 * v;
        let at = |along: f64| (along / near / 760.0 + 0.5) * modules;
        let (x, y) = (at(u), at(v));
        let inside = |at: f64| (0.0..modules).contains(&at);
        let is_dark = inside(x) && inside(y) && code.is_dark(x as usize, y as usize);
        if is_dark { 40.0 } else { 215.0 }
    };
    let mut noise = 12345_u32;
    GrayImage::from_fn(SIZE.0, SIZE.1, |u, v| {
        let (u, v) = (f64::from(u), f64::from(v));
        let mean: f64 = [0.17, 0.5, 0.83].iter().flat_map(|du| [0.25, 0.75].map(|dv| shade(u + du, v + dv))).sum();
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let light = 0.62 + 0.38 * u / f64::from(SIZE.0);
        Luma([(mean / 6.0 * light + f64::from(noise >> 24) * 0.08).clamp(0.0, 255.0) as u8])
    })
}

fn file(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("memory");
    bytes.into_inner()
}

#[test]
fn a_photographed_code_opens_as_its_case_and_no_picture_holds_the_program_up() {
    opens();
    #[cfg(feature = "window")]
    opens_beside_the_window();
    // Only now: what looks into a picture that was made to take long may go on for a while.
    is_refused_soon();
}

fn opens() {
    for name in ["cml_pregnancy", "all_infant_hyperleukocytosis"] {
        let mut preset = bundled(name);
        // Many words make a code of many modules.
        "Told in the morning round: she fainted once.".clone_into(&mut preset.story);
        let code = Qr::of(&share_text(&preset).expect("short")).expect("a code");
        let picture = photographed(&code);
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let read = load_from(&*file(&picture, format)).expect("a case");
            assert_eq!(read.protocol, preset.protocol, "{name}, {format:?}");
            assert_eq!((read.title, read.story), (preset.title.clone(), preset.story.clone()));
        }
    }
}

/// Dropped on the window, which says what it waits for, and lets go of it when it is told to.
#[cfg(feature = "window")]
fn opens_beside_the_window() {
    use crate::window::{dropped, window};
    use egui_kittest::kittest::Queryable as _;
    let case = bundled("cml_pregnancy");
    let code = Qr::of(&share_text(&case).expect("short")).expect("a code");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("board.jpg");
    std::fs::write(&path, file(&photographed(&code), ImageFormat::Jpeg)).expect("written");
    let mut window = window("healthy_donor");
    let before = window.state().preset().clone();
    let waits = "Looking for a case in this picture";
    for gives_up in [true, false] {
        window.input_mut().dropped_files.push(dropped(&path));
        window.run_steps(2);
        if gives_up {
            window.get_by_label(waits);
            window.get_by_label("Cancel").click_accesskit();
            window.run_steps(3);
            assert!(window.query_by_label(waits).is_none());
            assert_eq!(window.state().preset(), &before);
        }
    }
    let since = Instant::now();
    while window.query_by_label(waits).is_some() && since.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(5));
        window.step();
    }
    assert_eq!(window.state().preset().protocol, case.protocol);
}

fn is_refused_soon() {
    // As many corners of codes as have room, and noise.
    let corners = GrayImage::from_fn(900, 900, |x, y| {
        let far = |at: u32| (at % 9).abs_diff(4);
        Luma([if matches!(far(x).max(far(y)), 0 | 1 | 3) { 0 } else { 255 }])
    });
    let mut noise = 7_u32;
    let noise = GrayImage::from_fn(900, 900, |_, _| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Luma([(noise >> 24) as u8])
    });
    for bytes in [file(&corners, ImageFormat::Png), file(&noise, ImageFormat::Jpeg)] {
        let since = Instant::now();
        assert!(matches!(load_from(&*bytes), Err(FileProblem::PictureWithoutPreset)));
        assert!(since.elapsed() < Duration::from_secs(8), "{:?}", since.elapsed());
    }
}
