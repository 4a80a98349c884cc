//! The map of two settings shows what comes first, and its point can be moved.

use super::{bundled, drag, settled_window, slide, wait_for_work, window, words_of};
use buffycoat::app::App;
use buffycoat::sim::asked::AskedLevel;
use buffycoat::sim::warnings::WarningId;
use buffycoat::sim::{SettingId, Value, simulate};
use buffycoat::study::map::{Found, first, worst};
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const NAME: &str = "Map of Inlet flow and Duration";

fn opened(size: [f32; 2]) -> Harness<'static, App> {
    let mut window = settled_window(bundled("small_anemic_woman"), size);
    window.get_by_label("Map").click();
    window.run();
    window
}

fn told(window: &Harness<'_, App>) -> String {
    let figure = window.get_by_role_and_label(Role::Figure, NAME);
    figure.accesskit_node().data().description().expect("a sentence").to_owned()
}

fn values(window: &Harness<'_, App>) -> (f64, f64) {
    let procedure = &window.state().preset().protocol.settings.procedure;
    (procedure.inlet_flow_ml_min, procedure.duration_min)
}

#[test]
fn the_map_shows_the_single_runs_of_its_cells() {
    let window = opened([1280.0, 800.0]);
    let map = window.state().map().expect("the tab is open");
    assert!(map.is_full() && map.columns() >= 64 && map.rows() >= 64);
    for (column, row) in [(0, 0), (17, 40), (63, 63), (40, 5)] {
        let mut protocol = bundled("small_anemic_woman").protocol;
        SettingId::InletFlow.set(&mut protocol.settings, &Value::Number(map.x.values[column]));
        SettingId::Duration.set(&mut protocol.settings, &Value::Number(map.y.values[row]));
        let run = simulate(&protocol).expect("runs");
        let Found::Ran(cell) = map.cell(column, row) else { panic!("{column} {row} can be run") };
        let (found, expected) = (cell.first.expect("anemia comes"), first(&run.warnings).expect("it comes"));
        assert!(found.is_same_level(&expected) && (found.from_min - expected.from_min).abs() < 0.02, "{found:?}");
        assert!((cell.removed_percent - run.outcome.removed_percent).abs() < 1e-3);
    }
    let run = window.state().run();
    let first = first(&run.warnings).expect("anemia comes");
    let title = buffycoat::text::Text::english().warning_title(&first);
    assert!(told(&window).contains(&format!("First warning: {title}")), "{}", told(&window));
}

#[test]
fn dragging_the_point_changes_both_settings_in_one_step_and_leaves_the_map() {
    let mut window = opened([1280.0, 800.0]);
    let (before, run_before) = (values(&window), window.state().run().after);
    let map_before = window.state().map().cloned();
    let center = window.get_by_role_and_label(Role::Figure, NAME).rect().center();
    drag(&mut window, center, vec2(60.0, -40.0));
    let after = values(&window);
    assert!(after.0 != before.0 && after.1 != before.1, "{before:?} {after:?}");
    assert_eq!(window.state().map().cloned(), map_before, "moving along the axes needs no new map");
    window.run();
    assert_eq!(window.state().map().cloned(), map_before);
    let expected = {
        let mut protocol = bundled("small_anemic_woman").protocol;
        (protocol.settings.procedure.inlet_flow_ml_min, protocol.settings.procedure.duration_min) = after;
        simulate(&protocol).expect("runs")
    };
    assert_eq!(window.state().run().after, expected.after);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(values(&window), before, "one step back");
    assert_eq!(window.state().run().after, run_before);
}

#[test]
fn arrow_keys_move_the_point_by_steps() {
    let mut window = opened([1280.0, 800.0]);
    let before = values(&window);
    window.get_by_role_and_label(Role::Figure, NAME).focus();
    window.run();
    window.key_press(Key::ArrowRight);
    window.run();
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    window.run();
    assert_eq!(values(&window), (before.0 + 1.0, before.1 - 50.0));
    assert!(window.get_by_role_and_label(Role::Figure, NAME).is_focused());
}

#[test]
fn the_cell_under_the_pointer_is_told() {
    let mut window = opened([1280.0, 800.0]);
    let rect = window.get_by_role_and_label(Role::Figure, NAME).rect();
    window.hover_at(rect.left_top() + vec2(20.0, 20.0));
    window.run_steps(8);
    let said = words_of(&window.output().shapes);
    let map = window.state().map().expect("open");
    // The figure reaches two points beyond the map, for the ring at its edge.
    let inside = rect.shrink(2.0);
    let index = |at: f32, length: f32, count: usize| (at / length * count as f32) as usize;
    let column = index(18.0, inside.width(), map.columns());
    let row = map.rows() - 1 - index(18.0, inside.height(), map.rows());
    let Found::Ran(cell) = map.cell(column, row) else { panic!("it can be run") };
    let removed = buffycoat::text::rounded(cell.removed_percent);
    let is_told = |words: &&String| words.contains(&format!("White cells removed: {removed} %."));
    assert!(said.iter().any(|words| is_told(&words)), "{removed}: {said:?}");
}

#[test]
fn another_setting_draws_another_map_and_then_nothing_asks_for_a_frame() {
    let mut window = window("small_anemic_woman");
    window.get_by_label("Map").click();
    window.run();
    wait_for_work(&mut window);
    let before = window.state().map().cloned().expect("a map");
    slide(&mut window, "Hematocrit", 30.0);
    slide(&mut window, "Hematocrit", 40.0);
    wait_for_work(&mut window);
    let map = window.state().map().expect("a map");
    assert!(map.is_full() && *map != before);
    let mut protocol = bundled("small_anemic_woman").protocol;
    protocol.settings.patient.hematocrit_percent = 40.0;
    let run = simulate(&map.protocol(&protocol, 30, 30)).expect("runs");
    let Found::Ran(cell) = map.cell(30, 30) else { panic!("it can be run") };
    assert!((cell.removed_percent - run.outcome.removed_percent).abs() < 1e-3, "{cell:?}");
    window.step();
    for viewport in window.output().viewport_output.values() {
        assert!(viewport.repaint_delay > std::time::Duration::from_mins(1), "{:?}", viewport.repaint_delay);
    }
}

#[test]
fn axes_are_chosen_and_change_places_where_they_would_be_one() {
    let mut window = opened([1280.0, 800.0]);
    let choose = |window: &mut Harness<'_, App>, axis: &str, setting: &str| {
        window.get_by_role_and_label(Role::ComboBox, axis).click();
        window.run();
        let choices: Vec<_> = window.query_all_by_label(setting).collect();
        choices.last().expect("a choice").click();
        window.run();
    };
    choose(&mut window, "Horizontal axis", "Hematocrit");
    window.get_by_role_and_label(Role::Figure, "Map of Hematocrit and Duration");
    choose(&mut window, "Vertical axis", "Hematocrit");
    window.get_by_role_and_label(Role::Figure, "Map of Duration and Hematocrit");
}

/// Chooses what colors the map.
fn color_by(window: &mut Harness<'_, App>, color: &str) {
    window.get_by_role_and_label(Role::ComboBox, "Colors of the map").click();
    window.run();
    window.query_all_by_label(color).last().expect("a choice").click();
    window.run();
}

/// A run of the small anemic woman with one setting changed.
fn run_with(setting: SettingId, value: f64) -> buffycoat::sim::Run {
    let mut protocol = bundled("small_anemic_woman").protocol;
    setting.set(&mut protocol.settings, &Value::Number(value));
    simulate(&protocol).expect("runs")
}

#[test]
fn the_answer_tells_the_runs_own_onset_and_the_borders_of_the_sweeps() {
    let mut window = opened([1280.0, 800.0]);
    color_by(&mut window, "One warning: Anemia");
    let run = window.state().run().clone();
    let asked = AskedLevel::of(&run.warnings, &run.protocol.settings, WarningId::Anemia).expect("it is watched");
    let own = run.warnings.iter().find(|warning| warning.id == WarningId::Anemia && !warning.present_before);
    let onset_min = own.expect("anemia comes").from_min;
    let said = told(&window);
    assert!(said.contains(&format!("Moderate anemia: from {}.", buffycoat::text::clock(onset_min))), "{said}");
    assert!(said.contains("of 100 such patients") || said.contains("All such patients"), "{said}");
    // Read back from the words: at the border it does not come, one step nearer it does.
    let border = |start: &str| -> f64 {
        let from = said.find(start).expect(start) + start.len();
        let number: String = said[from..].chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        number.parse().expect("a number")
    };
    let comes = |setting, value| asked.onset_min(&run_with(setting, value).warnings).is_some();
    let hematocrit = border("hematocrit from ");
    assert!(!comes(SettingId::Hematocrit, hematocrit) && comes(SettingId::Hematocrit, hematocrit - 1.0), "{said}");
    let is_avoided_by_flow = said.contains("inlet flow up to ");
    if is_avoided_by_flow {
        let flow = border("inlet flow up to ");
        assert!(!comes(SettingId::InletFlow, flow) && comes(SettingId::InletFlow, flow + 1.0), "{said}");
    }
    assert_eq!(said.contains("A shorter run would not avoid it."), comes(SettingId::Duration, 30.0), "{said}");
}

#[test]
fn lines_of_onset_go_between_earlier_and_later_runs() {
    let mut window = opened([1280.0, 800.0]);
    color_by(&mut window, "One warning: Low platelets");
    let run = window.state().run().clone();
    let asked = AskedLevel::of(&run.warnings, &run.protocol.settings, WarningId::Thrombocytopenia).expect("watched");
    let map = window.state().map().expect("the tab is open");
    let onset = |column: usize, row: usize| {
        let run = simulate(&map.protocol(&bundled("small_anemic_woman").protocol, column, row)).expect("runs");
        asked.onset_min(&run.warnings)
    };
    let levels = map.onset_levels(&asked);
    assert!((1..=9).contains(&levels.len()), "{levels:?}");
    let mut seen = 0;
    for level in &levels {
        for (x, y) in map.onset_lines(&asked, *level).into_iter().flatten().step_by(16) {
            let around = [(x.floor(), y.floor()), (x.ceil(), y.ceil())].map(|(x, y)| onset(x as usize, y as usize));
            let [Some(a), Some(b)] = around else { panic!("a line enters only where it comes") };
            assert!((a - level) * (b - level) <= 1e-6, "{a} {b} {level}");
            seen += 1;
        }
    }
    assert!(seen > 3);
    // The cells are colored by the worst level of this kind in their own run.
    for (column, row) in [(0, 0), (30, 50), (63, 63)] {
        let Found::Ran(cell) = map.cell(column, row) else { panic!("it can be run") };
        let run = simulate(&map.protocol(&bundled("small_anemic_woman").protocol, column, row)).expect("runs");
        let caused = run.warnings.iter().filter(|w| w.id == WarningId::Thrombocytopenia && !w.present_before);
        let lowest = caused.filter_map(|warning| warning.threshold).min_by(f64::total_cmp);
        assert_eq!(cell.worst_of(WarningId::Thrombocytopenia).and_then(|warning| warning.threshold), lowest);
    }
    let labels = levels.iter().map(|level| buffycoat::text::clock(*level));
    let said = words_of(&window.output().shapes);
    assert!(labels.into_iter().any(|label| said.contains(&label)), "{said:?}");
}

#[test]
fn more_than_all_is_explained_where_such_a_line_is_drawn() {
    let window = opened([1280.0, 800.0]);
    let lines = window.state().map().expect("open").removal_levels();
    let is_explained = window.query_by_label_contains("More than 100 %").is_some();
    assert_eq!(is_explained, lines.iter().any(|percent| *percent > 100.0), "{lines:?}");
}

#[test]
fn colors_tell_the_first_warning_or_the_worst() {
    let mut window = opened([1280.0, 800.0]);
    let legend = |window: &Harness<'_, App>, letter: &str| {
        let start = format!("{letter}: ");
        let entries = window.query_all_by_label_contains(&start);
        entries.filter_map(|node| node.accesskit_node().value()).collect::<Vec<_>>()
    };
    let first = legend(&window, "A");
    assert_eq!(first.len(), 1, "{first:?}");
    color_by(&mut window, "Worst warning");
    assert_ne!(legend(&window, "A"), first);
    let worst = worst(&window.state().run().warnings).expect("calcium falls");
    let title = buffycoat::text::Text::english().warning_title(&worst);
    assert!(told(&window).contains(&format!("worst: {title}")), "{}", told(&window));
}

#[test]
fn no_map_is_filled_while_nobody_looks_and_it_opens_in_both_widths() {
    let closed = settled_window(bundled("healthy_donor"), [1280.0, 800.0]);
    assert!(closed.state().map().is_none());
    for size in [[1280.0, 800.0], [1024.0, 768.0]] {
        let window = opened(size);
        let figure = window.get_by_role_and_label(Role::Figure, NAME).rect();
        assert!(figure.width() > 250.0 && figure.height() > 120.0, "{figure}");
        for entry in window.query_all_by_label_contains("First warning") {
            assert!(entry.rect().right() <= size[0]);
        }
    }
}

#[test]
fn a_key_that_is_let_go_under_another_name_stops_no_work() {
    let mut window = opened([1280.0, 800.0]);
    let key =
        |key, pressed| egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    // A colon is typed with Shift, which is let go first: what is let go then is a semicolon.
    window.event(key(Key::Colon, true));
    window.event(key(Key::Semicolon, false));
    window.run();
    assert!(window.ctx.input(|input| input.key_down(Key::Colon)), "the colon seems to be held");
    let before = window.state().map().expect("a map").clone();
    slide(&mut window, "Hematocrit", 33.0);
    window.run();
    assert_ne!(window.state().map().expect("a map"), &before, "another patient has another map");
}

#[test]
fn the_nearest_settings_that_reach_the_aim_without_a_warning_do() {
    let mut tried = 0;
    let text = buffycoat::text::Text::english();
    for (case, id) in [
        ("small_anemic_woman", WarningId::LowCalcium),
        ("autoimmune_stem_cells", WarningId::Thrombocytopenia),
        ("gcsf_donor", WarningId::Thrombocytopenia),
    ] {
        let mut window = settled_window(bundled(case), [1280.0, 800.0]);
        let aim = window.state().preset().aim.expect("an aim");
        window.get_by_label("Map").click();
        window.run();
        color_by(&mut window, &text.with("map-one", &[("kind", text.asked_kind(id))]));
        wait_for_work(&mut window);
        let run = window.state().run();
        let asked = AskedLevel::of(&run.warnings, &run.protocol.settings, id).expect("a level");
        let suits =
            |run: &buffycoat::sim::Run| aim.end_margin_percent(run) >= 0.0 && asked.onset_min(&run.warnings).is_none();
        let is_here = suits(run);
        let map = window.state().map().expect("a map");
        let is_anywhere = (0..map.columns()).any(|column| {
            (0..map.rows()).any(|row| {
                let Found::Ran(cell) = map.cell(column, row) else { return false };
                cell.past_aim_percent.is_some_and(|past| past >= 0.0) && asked.onset_min(&cell.caused).is_none()
            })
        });
        let told = told(&window);
        assert_eq!(told.contains("The aim is reached without"), is_here, "{case}: {told}");
        assert_eq!(told.contains("Nowhere on this map"), !is_here && !is_anywhere, "{case}: {told}");
        if let Some(button) = window.query_by_role_and_label(Role::Button, "Try it") {
            button.click_accesskit();
            window.run();
            let run = window.state().run();
            let onset = asked.onset_min(&run.warnings);
            assert!(suits(run), "{case}: {told} {:?} {} {onset:?}", values(&window), aim.end_margin_percent(run));
            tried += 1;
        }
    }
    assert!(tried > 0);
}
