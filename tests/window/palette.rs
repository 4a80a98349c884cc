//! Anything is found by a few letters, and done.

use super::{bundled, settled_window, slide, stop, window, window_of};
use buffycoat::app::App;
use buffycoat::app::state::{MapColor, Tab};
use buffycoat::sim::warnings::WarningId;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const FIELD: &str = "Find anything…";

fn open(window: &mut Harness<'_, App>) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    // It settles: nothing blinks.
    window.run();
    assert!(is_open(window) && window.ctx.text_edit_focused());
    // A screen reader is told of what is marked, while the keyboard stays with the field.
    assert!(window.query_all_by_role(Role::ListBoxOption).next().is_some_and(|first| first.is_focused()));
}

fn is_open(window: &Harness<'_, App>) -> bool {
    window.query_by_role_and_label(Role::TextInput, FIELD).is_some()
}

/// Types as a hand does, into what has the keyboard.
fn type_in(window: &mut Harness<'_, App>, typed: &str) {
    window.event(egui::Event::Text(typed.to_owned()));
    window.run();
}

fn find_and_do(window: &mut Harness<'_, App>, typed: &str) {
    open(window);
    type_in(window, typed);
    window.key_press(Key::Enter);
    window.run();
    assert!(!is_open(window));
}

/// What is offered, in its order, and which of it is marked.
fn offered(window: &Harness<'_, App>) -> (Vec<String>, Option<String>) {
    let options: Vec<_> = window.query_all_by_role(Role::ListBoxOption).collect();
    let name = |node: &egui_kittest::Node<'_>| node.accesskit_node().label().unwrap_or_default();
    let marked = options.iter().find(|node| node.accesskit_node().is_selected() == Some(true)).map(name);
    (options.iter().map(name).collect(), marked)
}

#[test]
fn a_command_is_found_by_two_letters_of_each_of_two_words_and_done_with_enter() {
    let mut window = window("small_anemic_woman");
    find_and_do(&mut window, "ne ev");
    let warnings = window.state().run().warnings.iter();
    let first = warnings.map(|warning| warning.from_min).filter(|from| *from > 0.0).fold(f64::MAX, f64::min);
    assert_eq!(window.state().playhead_min(), first);
}

#[test]
fn it_opens_by_either_key_and_closes_without_doing_anything() {
    let mut window = window("healthy_donor");
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    window.run();
    assert!(is_open(&window));
    type_in(&mut window, "to the end");
    window.key_press(Key::Escape);
    window.run();
    assert!(!is_open(&window));
    assert_eq!(window.state().playhead_min(), 0.0);

    window.get_by_label("View").click();
    window.run();
    window.get_by_label_contains(FIELD).click();
    window.run();
    assert!(is_open(&window));
    // A press beside it closes it.
    window.hover_at(egui::pos2(20.0, 700.0));
    window.step();
    window.drag_at(egui::pos2(20.0, 700.0));
    window.step();
    window.drop_at(egui::pos2(20.0, 700.0));
    window.run();
    assert!(!is_open(&window));
}

#[test]
fn arrow_keys_move_the_mark_and_no_further_than_the_list() {
    let mut window = window("healthy_donor");
    open(&mut window);
    type_in(&mut window, "speed");
    assert_eq!(
        offered(&window),
        (
            ["Playback speed 1×", "Playback speed 10×", "Playback speed 60×", "Playback speed 600×"]
                .map(str::to_owned)
                .to_vec(),
            Some("Playback speed 1×".to_owned())
        )
    );
    window.key_press(Key::ArrowUp);
    window.run();
    assert_eq!(offered(&window).1.as_deref(), Some("Playback speed 1×"));
    for _ in 0..2 {
        window.key_press(Key::ArrowDown);
        window.run();
    }
    assert_eq!(offered(&window).1.as_deref(), Some("Playback speed 60×"));
    window.key_press(Key::PageDown);
    window.run();
    assert_eq!(offered(&window).1.as_deref(), Some("Playback speed 600×"));
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(window.state().state().playback.speed, 600.0);
}

#[test]
fn a_setting_is_found_its_section_opened_and_its_control_given_the_keyboard() {
    let mut window = window("healthy_donor");
    find_and_do(&mut window, "inl fl");
    assert!(window.get_by_role_and_label(Role::Slider, "Inlet flow").is_focused());
    window.key_press(Key::ArrowRight);
    window.run();
    assert_eq!(window.state().preset().protocol.settings.procedure.inlet_flow_ml_min, 56.0);

    // In a section that is closed, far down: a number, a switch, a choice.
    for (typed, role, name) in [
        ("interf posit", Role::Slider, "Interface position"),
        ("hydroxy", Role::CheckBox, "Hydroxyethyl starch"),
        ("replac fluid", Role::ComboBox, "Replacement fluid"),
        ("half-time lymph", Role::Slider, "Lymphocytes"),
    ] {
        find_and_do(&mut window, typed);
        let focused: Vec<_> =
            window.query_all_by_role_and_label(role, name).filter(egui_kittest::Node::is_focused).collect();
        assert_eq!(focused.len(), 1, "{name}");
        let rect = focused[0].rect();
        assert!(rect.top() > 300.0 && rect.bottom() < 770.0, "{name} is in view: {rect:?}");
    }
}

#[test]
fn a_setting_is_reached_from_the_other_tab_of_a_narrow_window_and_a_warning_too() {
    let mut window = window_of(bundled("small_anemic_woman"), [1024.0, 768.0], Vec::new());
    find_and_do(&mut window, "why anem");
    window.get_by_label_contains("Why? Mild anemia");
    assert!(window.state().state().case_view.open_warning.is_some());
    find_and_do(&mut window, "hematocrit");
    assert!(window.get_by_role_and_label(Role::Slider, "Hematocrit").is_focused());
}

#[test]
fn a_case_is_opened_and_unsaved_changes_are_asked_about_first() {
    let mut window = window("healthy_donor");
    open(&mut window);
    type_in(&mut window, "open cll");
    window.key_press(Key::Enter);
    stop(&mut window);
    assert_eq!(window.state().preset().title, "CLL, small light cells");
    slide(&mut window, "Inlet flow", 61.0);
    window.run();
    find_and_do(&mut window, "case healthy");
    assert_eq!(window.state().preset().title, "CLL, small light cells");
    window.get_by_label("Save your changes?");
    window.get_by_label("Don't save").click();
    stop(&mut window);
    assert_eq!(window.state().preset().title, "Healthy donor, mononuclear cells");
}

#[test]
fn what_clinicians_say_finds_it_too() {
    let mut window = window("small_anemic_woman");
    for (typed, expected) in [
        ("thrombo", &["Platelets", "Why? Platelets below 150"][..]),
        ("hct", &["Hematocrit", "Red cells"]),
        ("hb", &["Hematocrit", "Red cells", "Why? Mild anemia"]),
        ("dizz", &["Blood volume"]),
        ("wbc", &["White cells by class", "Counts", "Lymphocytes"]),
        ("plt", &["Platelets", "Counts"]),
        ("ica", &["Ionized calcium", "Calcium and citrate", "Why? Calcium below 1.12"]),
        ("bottle", &["Replacement fluid", "Bag size"]),
        ("albumin", &["Replacement fluid", "Prime", "Open case: Boy of 15, T-ALL"]),
        ("projector", &["Lecture mode"]),
        ("stem cells", &["CD34+ cells"]),
    ] {
        open(&mut window);
        type_in(&mut window, typed);
        let (found, _) = offered(&window);
        for label in expected {
            assert!(found.iter().any(|offer| offer == label), "{typed} does not find {label} among {found:?}");
        }
        window.key_press(Key::Escape);
        window.run();
    }
}

#[test]
fn the_tabs_and_plots_of_the_explore_menu_are_found() {
    let mut window = window("healthy_donor");
    find_and_do(&mut window, "exp ledg");
    assert_eq!(window.state().state().workspace.tab, Tab::Ledger);
    find_and_do(&mut window, "calcium and cit");
    assert_eq!(window.state().state().workspace.tab, Tab::Plots);
}

#[test]
fn an_open_list_asks_for_no_frame_while_nothing_is_typed() {
    let mut window = settled_window(bundled("healthy_donor"), [1280.0, 800.0]);
    open(&mut window);
    type_in(&mut window, "plat");
    window.step();
    for viewport in window.output().viewport_output.values() {
        assert!(viewport.repaint_delay > std::time::Duration::from_mins(1), "{:?}", viewport.repaint_delay);
    }
}

#[test]
fn the_mouse_does_it_too() {
    let mut window = window("healthy_donor");
    open(&mut window);
    type_in(&mut window, "end");
    window.get_by_role_and_label(Role::ListBoxOption, "Go to the end").click();
    window.run();
    assert!(!is_open(&window));
    assert_eq!(window.state().playhead_min(), window.state().run().end_min);
}

#[test]
fn what_cannot_be_done_is_not_offered_and_what_matches_nothing_says_so() {
    let mut window = window("healthy_donor");
    open(&mut window);
    type_in(&mut window, "undo");
    assert!(offered(&window).0.is_empty());
    window.get_by_label("Nothing matches “undo”.");
    window.key_press(Key::Enter);
    window.run();
    assert!(is_open(&window));
    window.key_press(Key::Escape);
    window.run();

    slide(&mut window, "Inlet flow", 61.0);
    window.run();
    open(&mut window);
    type_in(&mut window, "undo");
    assert_eq!(offered(&window).0, ["Undo: Inlet flow"]);
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(window.state().preset(), &bundled("healthy_donor"));
}

#[test]
fn what_was_done_last_is_on_top_the_next_time() {
    let mut window = window("healthy_donor");
    open(&mut window);
    let (all, _) = offered(&window);
    assert!(all.len() > 80 && all[0] == "Home: all cases", "{}", all.len());
    window.key_press(Key::Escape);
    window.run();
    for typed in ["to the end", "repeat"] {
        find_and_do(&mut window, typed);
    }
    open(&mut window);
    assert_eq!(offered(&window).0[..3], ["Repeat", "Go to the end", "Home: all cases"]);
}

#[test]
fn a_lecture_has_it_too_without_what_a_lecture_does_not_show() {
    let mut window = window("healthy_donor");
    find_and_do(&mut window, "lecture");
    assert!(window.state().state().workspace.lecture);
    open(&mut window);
    let (offers, _) = offered(&window);
    assert!(offers.iter().any(|offer| offer == "Hemoglobin") && !offers.iter().any(|offer| offer == "Inlet flow"));
    type_in(&mut window, "lecture mode");
    window.key_press(Key::Enter);
    window.run();
    assert!(!window.state().state().workspace.lecture);
}

#[test]
fn questions_and_settings_are_found_by_the_words_of_the_ward() {
    let mut window = window("small_anemic_woman");
    for (typed, offer) in [
        ("thrombo", "When do platelets fall below"),
        ("bleeding", "When do platelets fall below"),
        ("hct", "When does the hematocrit fall below"),
        ("hct", "Hematocrit"),
        ("hb", "When does moderate anemia come?"),
        ("Hgb", "When does moderate anemia come?"),
        ("pale", "When does moderate anemia come?"),
        ("when anemia", "When does moderate anemia come?"),
        ("why anemia", "Why? "),
        ("dizzy", "volume loss come?"),
        ("faint", "volume loss come?"),
        ("tingling", "When does calcium fall below"),
        ("low calcium", "When does calcium fall below"),
        ("hypocalcemia", "When does calcium fall below"),
        ("citrate", "When does calcium fall below"),
        ("citrate", "When is citrate given faster than"),
        ("albumin", "Replacement fluid"),
    ] {
        open(&mut window);
        type_in(&mut window, typed);
        let offers = offered(&window).0;
        assert!(offers.iter().any(|found| found.contains(offer)), "{typed}: {offers:?}");
        window.key_press(Key::Escape);
        window.run();
    }
    let mut window = self::window("cml_very_high_count");
    open(&mut window);
    type_in(&mut window, "leukostasis");
    assert!(offered(&window).0.iter().any(|found| found.starts_with("When are white cells above")));
}

#[test]
fn a_question_leads_to_the_map_of_its_warning() {
    let mut window = window("small_anemic_woman");
    find_and_do(&mut window, "when anemia");
    let workspace = &window.state().state().workspace;
    assert_eq!((workspace.tab, workspace.map_color), (Tab::Map, MapColor::One(WarningId::Anemia)));
}
