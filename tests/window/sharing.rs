//! A case leaves the window as one line and comes in by paste.

use buffycoat::app::PickerAnswer;
use buffycoat::app::state::{Handout, Purpose};
use buffycoat::preset::{self, read_share_text, share_text};
use egui::accesskit::Role;
use egui::{Event, Key, OutputCommand};
use egui_kittest::kittest::Queryable as _;

use super::{bundled, slide, stop, window_of};

#[test]
fn the_case_is_shared_as_it_is_now_and_copied() {
    let mut window = window_of(bundled("healthy_donor"), [1280.0, 800.0], vec![]);
    slide(&mut window, "Inlet flow", 61.0);
    window.get_by_label("File").click();
    window.run();
    window.get_by_label_contains("Share…").click();
    window.run();
    window.get_by_label("Square code of the share text");
    window.get_by_role_and_label(Role::Button, "Copy the text").click();
    window.step();
    let copied = window.output().platform_output.commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(words) => Some(words.clone()),
        _ => None,
    });
    window.run();
    let case = read_share_text(&copied.expect("copied")).expect("a share text");
    assert_eq!(&case, window.state().preset());
    assert_eq!(case.protocol.settings.procedure.inlet_flow_ml_min, 61.0);
    window.get_by_label("Copied");
}

#[test]
fn a_pasted_case_opens_and_asks_before_changes_are_lost() {
    let mut window = window_of(bundled("healthy_donor"), [1280.0, 800.0], vec![]);
    let text = share_text(&bundled("cml_pregnancy")).expect("short");
    window.event(Event::Paste(format!("look: {text}\n")));
    stop(&mut window);
    assert_eq!(window.state().preset(), &bundled("cml_pregnancy"));

    slide(&mut window, "Inlet flow", 41.0);
    window.event(Event::Paste(preset::write(&bundled("gcsf_donor"))));
    window.run();
    window.get_by_label("Save your changes?");
    window.get_by_label("Don't save").click();
    stop(&mut window);
    assert_eq!(window.state().preset().title, bundled("gcsf_donor").title);
}

#[test]
fn what_is_no_case_is_explained_and_changes_nothing() {
    let mut window = window_of(bundled("healthy_donor"), [1280.0, 800.0], vec![]);
    for (pasted, said) in [("a shopping list", "begins with BC1"), ("BC1ABCDEFGHJKMNPQRS", "copy it again")] {
        window.event(Event::Paste(pasted.to_owned()));
        window.run();
        assert!(window.query_by_label_contains(said).is_some(), "{said}");
        window.key_press(Key::Escape);
        window.run();
    }
    assert_eq!(window.state().preset(), &bundled("healthy_donor"));
}

#[test]
fn what_is_handed_out_from_the_menu_is_what_the_command_line_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let handouts = [
        (Handout::PlotsSvg, "plots.svg", "Export", "Plots as SVG…"),
        (Handout::TableComma, "table.csv", "Export", "Table with decimal commas…"),
        (Handout::Sheet, "sheet.html", "Print", "Worksheet for students…"),
    ];
    let answers = handouts.map(|(handout, name, ..)| PickerAnswer::Picked(Purpose::Export(handout), at(name)));
    let mut window = window_of(bundled("gcsf_donor"), [1280.0, 800.0], answers.to_vec());
    for (_, name, menu, entry) in handouts {
        window.get_by_label("File").click();
        window.run();
        window.get_by_label_contains(menu).click();
        window.run();
        window.get_by_label(entry).click();
        window.run();
        assert!(at(name).exists(), "{name}");
        if name.ends_with("html") {
            window.get_by_label("Saved");
            window.key_press(Key::Escape);
            window.run();
        }
    }
    let said = |arguments: &[&str]| {
        let called = std::process::Command::new(env!("CARGO_BIN_EXE_buffycoat")).args(arguments).output();
        called.expect("the program starts").stdout
    };
    let written = |name: &str| std::fs::read(at(name)).expect("written");
    assert_eq!(written("sheet.html"), said(&["sheet", "gcsf_donor"]));
    assert_eq!(written("table.csv"), said(&["export", "gcsf_donor", "--table", "-", "--decimal", "comma"]));
    let svg = at("called.svg");
    let plots = ["white_cells", "hemoglobin", "platelets"].map(|name| ["--plot", name]);
    let call: Vec<_> = ["export", "gcsf_donor"].into_iter().chain(plots.into_iter().flatten()).collect();
    said(&[&call[..], &["--out", svg.to_str().expect("text")]].concat());
    assert_eq!(written("plots.svg"), written("called.svg"));
}
