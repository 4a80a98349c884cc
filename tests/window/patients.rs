//! Virtual patients in the window: bands behind the curves, sentences in their tab, and a seed that is kept and undone.

use super::*;
use buffycoat::app::state::Tab;
use buffycoat::study::dispersion::Dispersion;
use buffycoat::study::patients::{Asked, Patients, Summary, patients};
use egui::Key;

/// The window on the tab of the patients, with all of them run.
fn with_patients() -> Harness<'static, App> {
    let mut window = settled_window(bundled("myeloma_low_platelets"), [1280.0, 800.0]);
    window.get_by_label("A hundred alike").click();
    window.run();
    assert_eq!(window.state().state().workspace.tab, Tab::Patients);
    window
}

/// What is said of platelets below 50.
fn said(window: &Harness<'_, App>) -> String {
    let mut rows = window.query_all_by_role(Role::RadioButton);
    let is_told = |node: &egui_kittest::Node<'_>| {
        node.accesskit_node().label().is_some_and(|words| words.contains("have platelets below 50\u{a0}×10⁹/L"))
    };
    let found = rows.find(is_told);
    found.and_then(|node| node.accesskit_node().label()).expect("a sentence")
}

#[test]
fn the_tab_says_in_how_many_of_a_hundred_each_warning_comes() {
    let window = with_patients();
    let sentence = said(&window);
    assert!(sentence.contains(" of 100 such patients") && sentence.ends_with("also in this case"), "{sentence}");
    assert!(window.query_all_by_label_contains("not in this case").next().is_some());
    assert!(window.query_by_label_contains("have platelets below 75\u{a0}×10⁹/L: also in this case").is_some());
    assert!(window.query_by_label_contains("White cells in the bag").is_some());
}

#[test]
fn a_row_chooses_what_a_hundred_people_show_and_they_are_as_many_as_it_tells() {
    for size in [[1280.0, 800.0], [1024.0, 768.0], [853.0, 490.0]] {
        let mut window = settled_window(bundled("myeloma_low_platelets"), size);
        window.get_by_label("A hundred alike").click();
        window.run();
        let rows: Vec<_> =
            window.query_all_by_role(Role::RadioButton).filter_map(|node| node.accesskit_node().label()).collect();
        let rows: Vec<_> = rows.into_iter().filter(|row| row.contains("such patients")).collect();
        assert!(rows.len() > 2, "{rows:?}");
        for row in &rows {
            window.get_by_role_and_label(Role::RadioButton, row).click_accesskit();
            window.run();
            let sentence = row.split(": ").next().expect("a sentence");
            let figures = window.query_all_by_role(Role::Figure).filter_map(|node| node.accesskit_node().label());
            let figure = figures
                .into_iter()
                .find(|label| label.starts_with(sentence))
                .unwrap_or_else(|| panic!("people of {row} at {size:?}"));
            let counts = figure.rsplit(": ").next().expect("counts").split('·');
            let people = counts
                .map(|part| part.trim().split('\u{a0}').next().and_then(|n| n.parse::<usize>().ok()).expect(part));
            assert_eq!(people.sum::<usize>(), 100, "{figure}");
        }
    }
}

#[test]
fn other_patients_are_drawn_in_one_step_that_can_be_undone_and_is_kept() {
    let mut window = with_patients();
    // One share may come out alike by chance; all of them together do not.
    let said = |window: &Harness<'_, App>| {
        let sentences = window.query_all_by_label_contains("such patients");
        sentences.filter_map(|node| node.accesskit_node().label()).chain([said(window)]).collect::<Vec<_>>().join("; ")
    };
    let first = said(&window);
    let usual = window.state().preset().virtual_patients;
    window.get_by_label("Draw other patients").click();
    window.run();
    let others = window.state().preset().virtual_patients;
    assert!(others.seed != usual.seed && others.count == usual.count);
    assert!(write(window.state().preset()).contains(&format!("virtual_patients: (seed: {}", others.seed)));
    assert_ne!(said(&window), first, "others fall below in other numbers");
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
    window.run();
    assert_eq!(window.state().preset().virtual_patients, usual);
    assert_eq!(said(&window), first, "the same seed is the same patients");
}

/// The corners of all areas that are filled between two edges.
fn areas(window: &Harness<'_, App>) -> Vec<Vec<egui::Pos2>> {
    fn collect(shape: &egui::Shape, to: &mut Vec<Vec<egui::Pos2>>) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, to)),
            // The patient in the scene is opaque.
            egui::Shape::Mesh(mesh)
                if mesh.texture_id == egui::TextureId::default()
                    && mesh.vertices.len() > 60
                    && mesh.vertices[0].color.a() < u8::MAX =>
            {
                to.push(mesh.vertices.iter().map(|corner| corner.pos).collect());
            }
            _ => {}
        }
    }
    let mut areas = Vec::new();
    for shape in &window.output().shapes {
        collect(&shape.shape, &mut areas);
    }
    areas
}

/// The summary of as many patients as these, from the run in view.
fn counted_anew(window: &Harness<'_, App>, shown: &Summary) -> Summary {
    let asked =
        Asked { quantities: shown.bands.iter().map(|band| band.quantity).collect(), fates: shown.tells_fates() };
    let protocol = &window.state().run().protocol;
    let mut patients = Patients::asked(protocol, Dispersion::default(), shown.seed, &asked).expect("runs");
    assert!(patients.grow(shown.count, &|| false).expect("they run"));
    patients.summary()
}

/// Puts a finger on a slider, and moves it to and fro until this is so; answers where it was then.
fn drag_until(window: &mut Harness<'_, App>, slider: &str, is_so: impl Fn(&Harness<'_, App>) -> bool) -> egui::Pos2 {
    let handle = window.get_by_role_and_label(Role::Slider, slider).rect().center();
    window.hover_at(handle);
    window.step();
    window.drag_at(handle);
    window.step();
    let before = window.state().run().protocol.clone();
    for way in 0..200_u8 {
        let at = handle + egui::vec2(10.0 + f32::from(way % 40), 0.0);
        window.hover_at(at);
        window.step();
        std::thread::sleep(std::time::Duration::from_millis(20));
        // The next frame takes what has come; the finger has not rested.
        window.step();
        if window.state().run().protocol != before && is_so(window) {
            return at;
        }
    }
    panic!("never while {slider} was dragged");
}

#[test]
fn bands_follow_a_finger_with_few_patients_and_all_come_when_it_rests() {
    let mut window = window("myeloma_low_platelets");
    window.key_press(Key::End);
    window.key_press(Key::B);
    window.step();
    wait_for_work(&mut window);
    let drawn = window.state().preset().virtual_patients;
    let before = window.state().patients().cloned().expect("they were run");
    assert_eq!(before.count, drawn.count);
    let says_few = |window: &Harness<'_, App>| described(window, "Platelets").contains("while you drag");
    assert!(!says_few(&window));

    // While the finger is down, they are those of the setting where it is.
    let is_followed = |window: &Harness<'_, App>| {
        let shown = window.state().patients().expect("never none");
        shown.count < drawn.count && *shown == counted_anew(window, shown)
    };
    let at = drag_until(&mut window, "Inlet flow", is_followed);
    let few = window.state().patients().cloned().expect("they are there");
    let words = format!("{} of 500 while you drag", few.count);
    assert!(described(&window, "Platelets").contains(&words), "{}", described(&window, "Platelets"));
    assert_eq!(words_of(&window.output().shapes).iter().filter(|painted| **painted == words).count(), 1, "{words}");
    assert!(few.band(Quantity::Platelets) != before.band(Quantity::Platelets) && few.bands.len() < before.bands.len());

    // It rests: all of them come, as the command line counts them.
    let all = |window: &Harness<'_, App>| {
        patients(&window.state().run().protocol, drawn.seed, drawn.count, &|| false).expect("runs")
    };
    window.run_steps(3);
    wait_for_work(&mut window);
    assert_eq!(window.state().patients(), all(&window).as_ref());
    assert!(!says_few(&window) && window.state().patients() != Some(&before));
    // It moves on and lets go.
    window.hover_at(at + egui::vec2(20.0, 0.0));
    window.step();
    window.drop_at(at + egui::vec2(20.0, 0.0));
    window.step();
    wait_for_work(&mut window);
    assert_eq!(window.state().patients(), all(&window).as_ref());
    assert!(!says_few(&window));
}

#[test]
fn a_hundred_people_follow_a_finger_and_say_of_how_many_they_tell() {
    let mut window = window("myeloma_low_platelets");
    window.get_by_label("A hundred alike").click();
    window.step();
    wait_for_work(&mut window);
    let before = said(&window);
    let follows = |window: &Harness<'_, App>| {
        let shown = window.state().patients().expect("never none");
        shown.count < 500 && shown.tells_fates() && *shown == counted_anew(window, shown)
    };
    drag_until(&mut window, "Inlet flow", follows);
    let count = window.state().patients().expect("they are there").count;
    assert!(window.query_by_label(&format!("{count} of 500 while you drag")).is_some(), "{count}");
    assert_ne!(said(&window), before, "the shares are those of the setting where the finger is");
}

#[test]
fn bands_stand_behind_the_curves_while_they_are_switched_on() {
    let mut window = window("myeloma_low_platelets");
    assert!(!described(&window, "Platelets").contains("nine in ten"));
    window.key_press(Key::End);
    window.key_press(Key::B);
    window.step();
    assert!(window.state().state().workspace.patients_shown);
    wait_for_work(&mut window);
    let sentence = described(&window, "Platelets");
    assert!(sentence.contains("For nine in ten such patients it lies between"), "{sentence}");
    let bands = areas(&window);
    assert_eq!(bands.len(), 6, "a pale and a strong one behind each of the three curves");
    slide(&mut window, "Inlet flow", 50.0);
    wait_for_work(&mut window);
    assert_ne!(described(&window, "Platelets"), sentence, "they follow the case");
    assert!(areas(&window).iter().zip(&bands).all(|(now, before)| now != before), "all are drawn anew");
    window.key_press(Key::B);
    window.run();
    assert!(!described(&window, "Platelets").contains("nine in ten"));
}
