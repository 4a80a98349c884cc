//! Virtual patients in the window: bands behind the curves, sentences in their tab, and a seed that is kept and undone.

use super::*;
use buffycoat::app::state::Tab;
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
