//! In a small window everything can be reached and nothing is printed over anything else.

use super::{bundled, keep_pixels, opened, painted_in, window_of};
use buffycoat::app::App;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

const SMALL: [[f32; 2]; 3] = [[840.0, 480.0], [960.0, 540.0], [1024.0, 600.0]];

/// Asserts that no two words that are seen stand in one place.
pub fn nothing_is_overprinted(window: &Harness<'_, App>, of: &str) {
    let seen: Vec<_> = painted_in(&window.output().shapes)
        .into_iter()
        .map(|painted| (painted.rect.intersect(painted.clip), painted.words))
        .filter(|(rect, words)| rect.is_positive() && !words.trim().is_empty())
        .collect();
    for (i, (one, words)) in seen.iter().enumerate() {
        for (other, others) in &seen[..i] {
            // Lines of text touch, and a digit's box is higher than the digit.
            let common = one.shrink2(egui::vec2(0.5, 3.0)).intersect(other.shrink2(egui::vec2(0.5, 3.0)));
            assert!(!common.is_positive(), "{of}: {words:?} at {one} over {others:?} at {other}");
        }
    }
}

#[test]
fn every_tab_is_shown_whole_and_the_scene_is_one_of_them() {
    for size in SMALL {
        let mut window = opened(bundled("small_anemic_woman"), size, Vec::new(), App::work_at_once);
        window.get_by_role_and_label(Role::Figure, "Separator and patient");
        for tab in ["Plots", "Compare", "A hundred alike", "Map", "Ledger", "Arithmetic"] {
            window.get_by_role_and_label(Role::Button, tab).click();
            window.run();
            assert!(window.query_by_role_and_label(Role::Figure, "Separator and patient").is_none(), "{tab}");
            nothing_is_overprinted(&window, &format!("{tab} at {size:?}"));
        }
        window.get_by_role_and_label(Role::Button, "Scene").click();
        window.run();
        window.get_by_role_and_label(Role::Figure, "Separator and patient");
        nothing_is_overprinted(&window, &format!("scene at {size:?}"));
    }
}

#[test]
fn controls_warnings_and_numbers_are_tabs() {
    for size in SMALL {
        let mut window = opened(bundled("small_anemic_woman"), size, Vec::new(), App::work_at_once);
        window.get_by_role_and_label(Role::Slider, "Inlet flow");
        window.get_by_label_contains("Warnings (").click();
        window.run();
        window.get_all_by_label_contains("Why? ").next().expect("a warning");
        nothing_is_overprinted(&window, &format!("warnings at {size:?}"));
        window.get_by_role_and_label(Role::Button, "Numbers").click();
        window.run();
        window.get_by_label("Procedure");
        nothing_is_overprinted(&window, &format!("numbers at {size:?}"));
    }
}

#[test]
fn a_tab_that_a_key_asks_for_takes_the_place_of_the_scene() {
    let mut window = window_of(bundled("healthy_donor"), SMALL[1], Vec::new());
    window.key_press(Key::Num4);
    window.run();
    assert!(window.query_by_role_and_label(Role::Figure, "Separator and patient").is_none());
}

#[test]
fn zoom_never_takes_more_room_than_there_is() {
    let mut window = window_of(bundled("healthy_donor"), [1280.0, 800.0], Vec::new());
    for _ in 0..12 {
        window.key_press_modifiers(egui::Modifiers::COMMAND, Key::Plus);
        window.run();
        keep_pixels(&mut window, [1280.0, 800.0]);
    }
    let zoom = window.ctx.zoom_factor();
    assert!((1.4..=1.6).contains(&zoom), "{zoom}");
    nothing_is_overprinted(&window, "zoomed");
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::Num0);
    window.run();
    keep_pixels(&mut window, [1280.0, 800.0]);
    assert_eq!(window.ctx.zoom_factor(), 1.0);
}

#[test]
fn words_grow_with_a_large_window_and_with_what_the_user_chooses() {
    let mut window = window_of(bundled("healthy_donor"), [1920.0, 1080.0], Vec::new());
    let large = window.ctx.zoom_factor();
    assert!((1.1..1.3).contains(&large), "{large}");
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::Minus);
    window.run();
    keep_pixels(&mut window, [1920.0, 1080.0]);
    assert!(window.ctx.zoom_factor() < large);
    let larger = window_of(bundled("healthy_donor"), [3840.0, 2160.0], Vec::new());
    assert!(larger.ctx.zoom_factor() > 1.5);
}

#[test]
fn a_window_that_is_smaller_than_it_may_be_shows_everything_smaller() {
    let mut window = opened(bundled("small_anemic_woman"), [1280.0, 800.0], Vec::new(), App::work_at_once);
    for pixels in [[420.0, 240.0], [200.0, 1000.0], [1600.0, 100.0], [1.0, 1.0], [0.0, 0.0], [640.0, 400.0]] {
        keep_pixels(&mut window, pixels);
        window.key_press(Key::L);
        keep_pixels(&mut window, pixels);
        window.key_press(Key::L);
        keep_pixels(&mut window, pixels);
    }
    assert!((window.ctx.zoom_factor() - 640.0 / 840.0).abs() < 0.01, "{}", window.ctx.zoom_factor());
    window.get_by_role_and_label(Role::Slider, "Inlet flow");
    nothing_is_overprinted(&window, "640 by 400");
    keep_pixels(&mut window, [1280.0, 800.0]);
    assert_eq!(window.ctx.zoom_factor(), 1.0);
}
