//! Each control shows on its own track where a warning would come, and says the leading border in words.

use super::{bundled, settled_window, slide, wait_for_work, window, words_of};
use buffycoat::app::App;
use buffycoat::preset::BUNDLED;
use buffycoat::preset::read;
use buffycoat::sim::Run;
use buffycoat::text::Text;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// Where warnings come on a control's track, as a screen reader is told.
fn told(window: &Harness<'_, App>, name: &str) -> Vec<String> {
    let slider = window.get_by_role_and_label(Role::Slider, name);
    let told = slider.accesskit_node().data().description().unwrap_or_default().to_owned();
    // What the setting means stands before.
    let (_, ranges) = told.split_once('\n').unwrap_or_default();
    ranges.split("; ").filter(|words| !words.is_empty()).map(str::to_owned).collect()
}

/// Whether the procedure brings the warning that these words stand for.
fn comes(run: &Run, words: &str) -> bool {
    let text = Text::english();
    let brought = run.warnings.iter().filter(|warning| !warning.present_before);
    brought.into_iter().any(|warning| text.short_warning(warning.id, warning.severity, warning.threshold) == words)
}

#[test]
fn borders_are_true_where_the_setting_is_put_there() {
    let mut window = settled_window(bundled("small_anemic_woman"), [1280.0, 800.0]);
    let mut borders = 0;
    for name in ["Inlet flow", "Hematocrit"] {
        for words in told(&window, name) {
            let Some((border, warning)) = words.split_once(": ") else { continue };
            let (side, border) = match border.split_once(' ') {
                Some(("above", border)) => (1.0, border),
                Some(("below", border)) => (-1.0, border),
                _ => continue,
            };
            let border: f64 = border.parse().expect("a number");
            let before = window.state().preset().protocol.clone();
            slide(&mut window, name, border);
            assert!(!comes(window.state().run(), warning), "{words}");
            slide(&mut window, name, border + side);
            assert!(comes(window.state().run(), warning), "{words}");
            for _ in 0..2 {
                window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
                window.step();
            }
            assert_eq!(window.state().preset().protocol, before);
            borders += 1;
        }
    }
    assert!(borders >= 4, "{borders}");
}

#[test]
fn the_leading_border_stands_between_the_ends_of_a_main_track() {
    let mut window = settled_window(bundled("small_anemic_woman"), [1280.0, 800.0]);
    let drawn = words_of(&window.output().shapes);
    for name in ["Inlet flow", "Hematocrit", "Duration"] {
        let told = told(&window, name);
        assert!(drawn.iter().any(|words| told.contains(words)), "{name}: {told:?} in {drawn:?}");
    }
    // It is that of the warning that the case is about, then of the one that is explained.
    let is_told = |drawn: &[String], warning: &str| {
        drawn.iter().any(|words| words.starts_with("above ") && words.ends_with(&format!(": {warning}")))
    };
    assert!(is_told(&drawn, "moderate anemia"), "{drawn:?}");
    window.get_by_role_and_label(Role::Button, "Why? Calcium below 0.90").click_accesskit();
    window.run();
    let drawn = words_of(&window.output().shapes);
    assert!(is_told(&drawn, "calcium below 0.90"), "{drawn:?}");
    // From now a change has other borders.
    window.get_by_role_and_label(Role::RadioButton, "from now").click();
    window.run();
    assert!(told(&window, "Inlet flow").is_empty());
    assert!(words_of(&window.output().shapes).iter().any(|words| words.starts_with("usual: ")));
}

#[test]
fn ranges_stay_until_new_ones_come_and_then_nothing_asks_for_a_frame() {
    let mut window = window("healthy_donor");
    wait_for_work(&mut window);
    let before = told(&window, "Duration");
    let from = window.get_by_role_and_label(Role::Slider, "Inlet flow").rect().center();
    window.drag_at(from);
    window.step();
    for share in 1..20 {
        window.hover_at(from + egui::vec2(2.0 * share as f32, 0.0));
        window.step();
        assert!(!window.state().is_working(), "nothing is swept while the slider is dragged");
        assert_eq!(told(&window, "Duration"), before);
    }
    window.drop_at(from + egui::vec2(40.0, 0.0));
    window.step();
    wait_for_work(&mut window);
    assert_ne!(told(&window, "Duration"), before);
    window.step();
    for viewport in window.output().viewport_output.values() {
        assert!(viewport.repaint_delay > std::time::Duration::from_mins(1), "{:?}", viewport.repaint_delay);
    }
}

#[test]
fn every_border_of_every_case_has_room_between_the_ends() {
    for found in BUNDLED {
        for size in [[1280.0, 800.0], [1024.0, 768.0]] {
            let window = settled_window(read(found.text).expect("sound"), size);
            for name in ["Inlet flow", "Hematocrit", "Duration"] {
                let track = window.get_by_role_and_label(Role::Slider, name).rect();
                let line: Vec<_> = texts(&window)
                    .into_iter()
                    .filter(|(_, at)| at.center().y > track.bottom() && at.center().y < track.bottom() + 20.0)
                    .filter(|(_, at)| track.expand(2.0).x_range().contains(at.center().x))
                    .collect();
                assert!([1, 3].contains(&line.len()), "{}: {name}: {line:?}", found.name);
                for (i, (words, at)) in line.iter().enumerate() {
                    assert!(at.left() >= track.left() && at.right() <= track.right(), "{}: {words}", found.name);
                    let is_apart = line.iter().skip(i + 1).all(|(_, other)| !other.expand(5.0).intersects(*at));
                    assert!(is_apart, "{}: {words} in {line:?}", found.name);
                }
            }
        }
    }
}

fn texts(window: &Harness<'_, App>) -> Vec<(String, egui::Rect)> {
    fn collect(shape: &egui::Shape, to: &mut Vec<(String, egui::Rect)>) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, to)),
            egui::Shape::Text(text) => to.push((text.galley.text().to_owned(), text.visual_bounding_rect())),
            _ => {}
        }
    }
    let mut found = Vec::new();
    for shape in &window.output().shapes {
        collect(&shape.shape, &mut found);
    }
    found
}

#[test]
fn the_list_of_all_borders_covers_nothing_of_the_scene() {
    let mut window = settled_window(bundled("cml_very_high_count"), [1280.0, 800.0]);
    for name in ["Inlet flow", "Hematocrit", "Duration"] {
        let track = window.get_by_role_and_label(Role::Slider, name).rect();
        window.hover_at(track.left_center() + egui::vec2(30.0, 0.0));
        window.run_steps(8);
        let rows = told(&window, name);
        let mut found = 0;
        for words in rows {
            let (side, warning) = words.split_once(": ").expect("a border");
            let label = format!(", {warning}, {side}");
            for row in window.query_all_by_label_contains(&label) {
                assert!(row.rect().right() < 274.0, "{name}: {words} at {}", row.rect());
                found += 1;
            }
        }
        assert!(found > 0, "{name}");
        window.hover_at(egui::pos2(700.0, 30.0));
        window.run_steps(4);
    }
}
