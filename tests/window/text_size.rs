//! Words grow apart from the zoom: nothing is cut or printed over anything else, and pictures and margins stay as they are.

use super::small::nothing_is_overprinted;
use super::{bundled, keep_pixels, opened, painted_in, window_of};
use buffycoat::app::App;
use buffycoat::app::state::{LessonSource, TextSize};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

const WINDOWS: [[f32; 2]; 2] = [[1280.0, 800.0], [1024.0, 768.0]];
const PERCENT: [u16; 4] = [80, 100, 150, 200];

/// Presses the keys until words are so large.
fn size_words(window: &mut Harness<'_, App>, percent: u16, pixels: [f32; 2]) {
    loop {
        let now = window.state().state().workspace.text_size.percent();
        if now == percent {
            return;
        }
        window.key_press_modifiers(Modifiers::ALT, if now < percent { Key::Plus } else { Key::Minus });
        window.run_steps(2);
        keep_pixels(window, pixels);
    }
}

/// Asserts that words end within what they are painted on, sideways, unless that is scrolled sideways.
fn nothing_is_cut(window: &Harness<'_, App>, of: &str) {
    /// A bar that scrolls the page stands beside it.
    const BAR: f32 = 20.0;
    let page = window.ctx.content_rect();
    for painted in painted_in(&window.output().shapes) {
        let seen = painted.rect.intersect(painted.clip);
        if seen.is_positive() && !painted.words.trim().is_empty() && painted.clip.right() < page.right() - BAR {
            assert!(painted.rect.right() <= painted.clip.right() + 1.0, "{of}: {:?} is cut", painted.words);
        }
    }
}

/// Height of words on the screen, in pixels.
fn height_px(window: &Harness<'_, App>, words: &str) -> f32 {
    let painted = painted_in(&window.output().shapes).into_iter().find(|painted| painted.words == words);
    painted.unwrap_or_else(|| panic!("{words} is not painted")).rect.height() * window.ctx.zoom_factor()
}

fn looked_at(mut window: Harness<'static, App>, pixels: [f32; 2], of: &str) {
    for percent in PERCENT {
        size_words(&mut window, percent, pixels);
        let of = format!("{of} at {pixels:?}, {percent} %");
        nothing_is_overprinted(&window, &of);
        nothing_is_cut(&window, &of);
    }
}

#[test]
fn nothing_is_cut_on_the_screen() {
    for pixels in WINDOWS {
        looked_at(opened(bundled("small_anemic_woman"), pixels, Vec::new(), App::work_at_once), pixels, "screen");
    }
}

#[test]
fn nothing_is_cut_in_the_gallery() {
    for pixels in WINDOWS {
        let prepare = |app: &mut App| {
            app.work_at_once();
            app.begin_at_home();
        };
        looked_at(opened(bundled("healthy_donor"), pixels, Vec::new(), prepare), pixels, "gallery");
    }
}

#[test]
fn nothing_is_cut_in_a_lesson() {
    for pixels in WINDOWS {
        let mut window = opened(bundled("healthy_donor"), pixels, Vec::new(), App::work_at_once);
        let ctx = window.ctx.clone();
        window.state_mut().begin_lesson(&ctx, LessonSource::Bundled(0));
        window.run_steps(3);
        looked_at(window, pixels, "lesson");
    }
}

#[test]
fn words_grow_and_the_scene_and_the_margins_do_not() {
    let pixels = [1920.0, 1080.0];
    let mut window = window_of(bundled("healthy_donor"), pixels, Vec::new());
    // From the edge of the window to the first card.
    let margin_px = |window: &Harness<'_, App>| {
        let zoom = window.ctx.zoom_factor();
        window.get_by_role_and_label(Role::Figure, "Separator and patient").rect().right() * zoom
    };
    let (usual, margin) = (height_px(&window, "Inlet flow"), margin_px(&window));
    size_words(&mut window, 125, pixels);
    let larger = height_px(&window, "Inlet flow");
    assert!((larger / usual - 1.25).abs() < 0.05, "{usual} px, then {larger}");
    assert!(margin_px(&window) <= margin + 1.0 || window.ctx.content_rect().width() < 1258.0);
    window.key_press_modifiers(Modifiers::ALT, Key::Num0);
    window.run_steps(2);
    keep_pixels(&mut window, pixels);
    assert_eq!(height_px(&window, "Inlet flow"), usual);
}

#[test]
fn a_stage_keeps_its_own_size_and_what_was_chosen_is_there_again_afterwards() {
    let pixels = [1280.0, 800.0];
    let mut window = window_of(bundled("healthy_donor"), pixels, Vec::new());
    window.key_press(Key::L);
    keep_pixels(&mut window, pixels);
    let stage = window.ctx.zoom_factor();
    window.key_press(Key::L);
    keep_pixels(&mut window, pixels);
    size_words(&mut window, 150, pixels);
    let large = window.ctx.zoom_factor();
    window.key_press(Key::L);
    keep_pixels(&mut window, pixels);
    assert!((window.ctx.zoom_factor() - stage).abs() < 1e-3);
    window.key_press(Key::L);
    keep_pixels(&mut window, pixels);
    assert!((window.ctx.zoom_factor() - large).abs() < 1e-3);
}

#[test]
fn what_has_no_room_is_scrolled_to_with_the_keyboard() {
    let pixels = [1024.0, 768.0];
    let mut window = opened(bundled("small_anemic_woman"), pixels, Vec::new(), App::work_at_once);
    size_words(&mut window, 200, pixels);
    let page = window.ctx.content_rect();
    assert!(page.width() < 600.0, "{page}");
    let button = |window: &Harness<'_, App>| window.get_by_role_and_label(Role::Button, "Lecture").rect();
    assert!(!page.contains_rect(button(&window)));
    window.get_by_role_and_label(Role::Button, "Lecture").focus();
    window.run_steps(4);
    window.run();
    assert!(page.expand(1.0).contains_rect(button(&window)), "{}", button(&window));
    assert_eq!(TextSize::ALL.last().map(|size| size.percent()), Some(200));
}
