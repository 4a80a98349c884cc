//! Promise: every plot can be chosen, read, brought closer and pointed at, by hand and by keys.

use buffycoat::app::state::{PlotSet, Tab};
use buffycoat::picture::plot::Axis;
use buffycoat::sim::quantities::Quantity;
use buffycoat::text::{Text, clock};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, MouseWheelUnit, TouchPhase};
use egui_kittest::kittest::Queryable as _;
use strum::IntoEnumIterator as _;

use super::{Painted, bundled, described, painted_in, place_of, settled_window, slide, window, window_of};

const WHITE: &str = "White cells";

/// Chooses an entry of the menu "Explore".
fn explore(window: &mut egui_kittest::Harness<'_, buffycoat::app::App>, entry: &str) {
    window.get_by_role_and_label(Role::Button, "Explore").click();
    window.run();
    window.get_by_role_and_label(Role::MenuItemCheckBox, entry).click();
    window.run();
}

fn plot_center(window: &egui_kittest::Harness<'_, buffycoat::app::App>, name: &str) -> egui::Pos2 {
    window.get_by_role_and_label(Role::Figure, name).rect().center()
}

#[test]
fn every_set_of_plots_is_shown_by_its_name() {
    let mut window = window("gcsf_donor");
    let text = Text::english();
    for set in PlotSet::iter() {
        explore(&mut window, &text.get(set.message()));
        assert_eq!(window.state().state().workspace.plots.set, set);
        if set == PlotSet::Classes {
            let said = described(&window, "White cells by class");
            assert!(said.contains("Neutrophils") && said.contains("CD34+"), "{said}");
            continue;
        }
        for quantity in set.quantities() {
            let said = described(&window, &text.quantity_name(*quantity));
            assert!(said.contains("0:00"), "{said}");
        }
    }
}

#[test]
fn pointing_at_one_plot_shows_that_time_in_the_others_and_in_the_scene() {
    let mut window = window("cml_very_high_count");
    let at = plot_center(&window, WHITE);
    window.hover_at(at);
    window.run();
    let pointed_min = window.state().state().case_view.pointed_min.expect("pointed at");
    let run = window.state().run();
    assert!((pointed_min / run.end_min - 0.55).abs() < 0.1, "{pointed_min}");
    let value = Text::english().quantity_at(Quantity::Platelets, &run.at(pointed_min));
    let said = described(&window, "Platelets");
    assert!(said.contains(&clock(pointed_min)) && said.contains(&value), "{said}");
    let scene = described(&window, "Separator and patient");
    assert!(scene.contains(&clock(pointed_min)), "{scene}");
    assert_eq!(window.state().playhead_min(), 0.0, "pointing moves no playhead");
    window.hover_at(egui::pos2(640.0, 20.0));
    window.run();
    assert_eq!(window.state().state().case_view.pointed_min, None);
}

#[test]
fn a_plot_with_the_keyboard_is_read_by_arrows_and_enter_goes_there() {
    let mut window = window("cml_very_high_count");
    window.get_by_role_and_label(Role::Figure, WHITE).focus();
    window.run();
    for _ in 0..10 {
        window.key_press(Key::ArrowRight);
        window.run();
    }
    let pointed_min = window.state().state().case_view.pointed_min.expect("pointed at");
    let end_min = window.state().run().end_min;
    assert!((pointed_min / end_min - 10.0 / 60.0).abs() < 1e-6, "{pointed_min}");
    assert!(described(&window, "Hemoglobin").contains(&clock(pointed_min)));
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(window.state().playhead_min(), pointed_min);
}

#[test]
fn the_wheel_and_the_keys_come_closer_and_go_back_to_the_whole() {
    let mut window = window("cml_very_high_count");
    let at = plot_center(&window, WHITE);
    window.hover_at(at);
    window.run();
    let wheel = Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: egui::vec2(0.0, 4.0),
        phase: TouchPhase::Move,
        modifiers: Modifiers::NONE,
        source: egui::MouseWheelSource::Wheel,
    };
    window.event(wheel);
    for _ in 0..30 {
        window.step();
    }
    let part = window.state().state().case_view.part.expect("closer");
    let under = window.state().state().case_view.pointed_min.expect("pointed at");
    assert!(part.from > 0.0 && part.to < window.state().run().end_min && (part.from..part.to).contains(&under));

    window.get_by_role_and_label(Role::Button, "Whole run").click();
    window.run();
    assert_eq!(window.state().state().case_view.part, None);

    window.get_by_role_and_label(Role::Figure, WHITE).focus();
    window.run();
    window.key_press(Key::Plus);
    window.run();
    let part = window.state().state().case_view.part.expect("closer");
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    window.run();
    let moved = window.state().state().case_view.part.expect("still closer");
    assert!(moved.from > part.from && ((moved.to - moved.from) - (part.to - part.from)).abs() < 1e-9);
    window.key_press(Key::Num0);
    window.run();
    assert_eq!(window.state().state().case_view.part, None);
}

#[test]
fn processed_volumes_run_along_the_plots_instead_of_time() {
    let mut window = window("cml_very_high_count");
    explore(&mut window, "Blood volumes processed");
    assert_eq!(window.state().state().workspace.plots.axis, Axis::Processed);
    let at = plot_center(&window, WHITE);
    window.hover_at(at);
    window.run();
    let pointed_min = window.state().state().case_view.pointed_min.expect("pointed at");
    let run = window.state().run();
    let volumes = |time_min| Quantity::ProcessedVolumes.at(&run.at(time_min)).expect("known");
    let share = volumes(pointed_min) / volumes(run.end_min);
    assert!((share - 0.55).abs() < 0.1, "{share}");
}

#[test]
fn the_last_settings_stay_behind_the_finger_and_fade_until_nothing_is_drawn_anew() {
    let mut window = settled_window(bundled("small_anemic_woman"), [1280.0, 800.0]);
    let curves = |window: &egui_kittest::Harness<'_, buffycoat::app::App>| {
        let is_curve = |shape: &egui::Shape| matches!(shape, egui::Shape::Path(path) if path.points.len() > 300);
        fn count(shape: &egui::Shape, is_curve: &dyn Fn(&egui::Shape) -> bool) -> usize {
            match shape {
                egui::Shape::Vec(shapes) => shapes.iter().map(|shape| count(shape, is_curve)).sum(),
                shape => usize::from(is_curve(shape)),
            }
        }
        window.output().shapes.iter().map(|shape| count(&shape.shape, &is_curve)).sum::<usize>()
    };
    let before = curves(&window);
    slide(&mut window, "Inlet flow", 70.0);
    window.step();
    assert_eq!(curves(&window), before + 3, "the run that was left is still there, once in each plot");
    for _ in 0..200 {
        window.step();
    }
    assert_eq!(curves(&window), before, "it has faded");
    let delay = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min();
    assert!(delay.is_none_or(|delay| delay.as_secs() > 3600), "idle, yet drawn anew after {delay:?}");
}

#[test]
fn bands_carry_their_names_and_sources() {
    let window = window("small_anemic_woman");
    window.get_by_label("moderate anemia. Threshold: WHO 2024.");
    window.get_by_label("below 75: moderate. Threshold: CTCAE v5.");
    assert!(
        window.query_all_by_label_contains("Threshold: CTCAE v5.").count() > 1,
        "one for each level of the platelets in view"
    );
}

#[test]
fn tabs_are_reached_by_keys_and_the_lower_part_can_be_enlarged() {
    let mut window = window("small_anemic_woman");
    let height = window.get_by_role_and_label(Role::Figure, WHITE).rect().height();
    window.key_press(Key::E);
    window.run();
    let enlarged = window.get_by_role_and_label(Role::Figure, WHITE).rect().height();
    assert!(enlarged > 1.8 * height, "{height} to {enlarged}");
    assert!(window.query_by_role_and_label(Role::Figure, "Separator and patient").is_none());
    window.key_press(Key::E);
    window.run();
    for (key, tab) in [(Key::Num2, Tab::Compare), (Key::Num1, Tab::Plots)] {
        window.key_press(key);
        window.run();
        assert_eq!(window.state().state().workspace.tab, tab);
    }
}

#[test]
fn a_key_that_shows_another_tab_takes_the_keyboard_along() {
    let mut window = window("small_anemic_woman");
    window.get_by_role_and_label(Role::Button, "Map").focus();
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert!(window.get_by_role_and_label(Role::Button, "Map").is_focused());
    window.key_press(Key::Num5);
    window.run();
    assert!(window.get_by_role_and_label(Role::Button, "Ledger").is_focused(), "no other tab may look chosen");
    // What is elsewhere stays there.
    window.get_by_role_and_label(Role::Slider, "Inlet flow").focus();
    window.run();
    window.key_press(Key::Num1);
    window.run();
    assert!(window.get_by_role_and_label(Role::Slider, "Inlet flow").is_focused());
}

/// As wide as both side panels allow, as usual, and on the narrowest screen.
const SIZES: [[f32; 2]; 3] = [[1240.0, 700.0], [1280.0, 800.0], [1024.0, 768.0]];

#[test]
fn what_plots_can_be_asked_stands_clear_of_the_tabs() {
    for size in SIZES {
        let mut window = window_of(bundled("cml_very_high_count"), size, Vec::new());
        let tabs_end = window.get_by_role_and_label(Role::Button, "Arithmetic").rect().right();
        for part in [false, true] {
            if part {
                window.get_by_role_and_label(Role::Figure, WHITE).focus();
                window.run();
                window.key_press(Key::Plus);
                window.run();
                window.get_by_role_and_label(Role::Button, "Whole run");
            }
            let gap = window.get_by_role_and_label(Role::Button, "Spread").rect().left() - tabs_end;
            assert!(gap >= 8.0, "{size:?}, a part {part}: {gap}");
        }
    }
}

#[test]
fn every_plot_has_its_unit() {
    for size in SIZES {
        let mut window = window_of(bundled("healthy_donor"), size, Vec::new());
        let text = Text::english();
        for set in PlotSet::iter().filter(|set| *set != PlotSet::Classes) {
            explore(&mut window, &text.get(set.message()));
            for quantity in set.quantities() {
                let plot = window.get_by_role_and_label(Role::Figure, &text.quantity_name(*quantity)).rect();
                // From its title down to its axis.
                let room = plot.with_min_y(plot.top() - 30.0).expand2(egui::vec2(10.0, 0.0));
                place_of(&window, &text.unit(quantity.row().unit), room);
            }
        }
    }
}

#[test]
fn no_words_in_a_plot_cover_each_other() {
    for case in ["small_anemic_woman", "healthy_donor", "liver_failure_citrate", "all_infant_hyperleukocytosis"] {
        let mut window = window_of(bundled(case), [1280.0, 800.0], Vec::new());
        let text = Text::english();
        for set in [PlotSet::Counts, PlotSet::Calcium] {
            explore(&mut window, &text.get(set.message()));
            for quantity in set.quantities() {
                let plot = window.get_by_role_and_label(Role::Figure, &text.quantity_name(*quantity)).rect();
                for share in [None, Some(0.2), Some(0.55), Some(0.9)] {
                    match share {
                        Some(share) => window.hover_at(plot.lerp_inside(egui::vec2(share, 0.4))),
                        None => window.remove_cursor(),
                    }
                    window.run();
                    // The marks of the axes stand outside of the frame.
                    let inside = |painted: &Painted| {
                        plot.contains_rect(painted.rect)
                            && painted.rect.bottom() < plot.bottom() - 16.0
                            && painted.rect.left() > plot.left() + 34.0
                    };
                    let words: Vec<_> = painted_in(&window.output().shapes).into_iter().filter(inside).collect();
                    for (i, one) in words.iter().enumerate() {
                        for other in &words[..i] {
                            let is_covered = one.rect.shrink(1.0).intersects(other.rect.shrink(1.0));
                            assert!(!is_covered, "{case}, {quantity:?}: {} on {}", one.words, other.words);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn classes_are_stacked_or_lines_on_either_scale() {
    let mut window = window("cml_very_high_count");
    explore(&mut window, "White cells by class");
    for (button, stacked, logarithmic) in
        [("Logarithmic", false, true), ("Linear", false, false), ("Stacked", true, false), ("Lines", false, false)]
    {
        window.get_by_role_and_label(Role::Button, button).click();
        window.run();
        let plotting = &window.state().state().workspace.plots;
        assert_eq!((plotting.stacked, plotting.logarithmic), (stacked, logarithmic), "{button}");
    }
    let count = Text::english().quantity_at(Quantity::WhiteCells, &window.state().run().at(0.0));
    let count = count.split_whitespace().next().expect("a number");
    let said = format!("White cells {count}");
    assert_eq!(window.get_all_by_label(&said).count(), 2, "once in the list of classes, once among the numbers");
}
