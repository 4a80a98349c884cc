//! A case leaves the window as one line and comes in by paste.

use buffycoat::app::App;
use buffycoat::app::PickerAnswer;
use buffycoat::app::ScriptedPicker;
use buffycoat::app::state::{Handout, Purpose};
use buffycoat::preset::{self, read_share_text, share_text};
use egui::accesskit::Role;
use egui::{Event, Key, OutputCommand};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use super::{bundled, opened, slide, stop, window_of};
use crate::snapshots::Renderer;

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

    // One without a title is called by what it is.
    let nameless = preset::Preset { title: String::new(), ..bundled("gcsf_donor") };
    window.event(Event::Paste(preset::write(&nameless)));
    stop(&mut window);
    assert_eq!(window.state().preset().title, "Pasted case: Mobilized donor, 62\u{a0}kg");
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

/// Chooses an entry of a menu within that of files.
fn choose(window: &mut Harness<'_, App>, menu: &str, entry: &str) {
    window.get_by_label("File").click();
    window.run();
    window.get_by_label_contains(menu).click();
    window.run();
    window.get_by_label(entry).click();
    window.run();
}

/// Waits until a file that is made beside the window is whole.
fn wait_until_said(window: &mut Harness<'_, App>, said: &str) {
    let since = std::time::Instant::now();
    // Far longer than it takes: the machine may be busy.
    while since.elapsed().as_secs() < 90 {
        window.step();
        if window.query_by_label(said).is_some() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("never said: {said}");
}

#[test]
fn what_is_handed_out_from_the_menu_is_what_the_command_line_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let handouts = [
        (Handout::PlotsSvg, "plots.svg", "Export", "Plots as SVG…"),
        (Handout::SceneLoop, "loop.png", "Export", "Scene in motion as animated PNG…"),
        (Handout::TableComma, "table.csv", "Export", "Table with decimal commas…"),
        (Handout::Patients, "patients.csv", "Export", "Virtual patients as CSV…"),
        (Handout::DaysComma, "days.csv", "Export", "Five following days with decimal commas…"),
        (Handout::Sheet, "sheet.html", "Print", "Worksheet for students…"),
    ];
    let answers = handouts.map(|(handout, name, ..)| PickerAnswer::Picked(Purpose::Export(handout), at(name)));
    let mut preset = bundled("gcsf_donor");
    preset.virtual_patients.count = 50;
    let case = at("case.ron");
    preset::save(&case, &preset).expect("saved");
    let mut window = window_of(preset, [1280.0, 800.0], answers.to_vec());
    window.state_mut().seek(60.0);
    for (_, name, menu, entry) in handouts {
        choose(&mut window, menu, entry);
        let is_page = menu == "Print";
        wait_until_said(&mut window, &if is_page { "Saved".to_owned() } else { format!("Saved as {name}") });
        assert!(at(name).exists(), "{name}");
        if is_page {
            window.key_press(Key::Escape);
            window.run();
        }
    }
    let said = |arguments: &[&str]| {
        let called = std::process::Command::new(env!("CARGO_BIN_EXE_buffycoat")).args(arguments).output();
        called.expect("the program starts").stdout
    };
    let written = |name: &str| std::fs::read(at(name)).expect("written");
    let case = case.to_str().expect("text");
    assert_eq!(written("sheet.html"), said(&["sheet", case]));
    assert_eq!(written("table.csv"), said(&["export", case, "--table", "-", "--decimal", "comma"]));
    assert_eq!(written("patients.csv"), said(&["run", case, "--patients", "50", "--csv", "-"]));
    assert_eq!(written("days.csv"), said(&["run", case, "--days", "5", "--csv", "-", "--decimal", "comma"]));
    let called = at("called.svg");
    let plots = ["white_cells", "hemoglobin", "platelets"].map(|name| ["--plot", name]);
    let call: Vec<_> = ["export", case].into_iter().chain(plots.into_iter().flatten()).collect();
    said(&[&call[..], &["--out", called.to_str().expect("text")]].concat());
    assert_eq!(written("plots.svg"), written("called.svg"));
    let called = at("called.png");
    said(&["export", case, "--scene", "--loop", "--at", "60", "--out", called.to_str().expect("text")]);
    assert_eq!(written("loop.png"), written("called.png"));
}

#[test]
fn plots_are_handed_out_with_all_that_is_beside_their_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let answers = ["beside.svg", "volumes.svg"]
        .map(|name| PickerAnswer::Picked(Purpose::Export(Handout::PlotsSvg), at(name)))
        .to_vec();
    let (preset, other) = (bundled("gcsf_donor"), bundled("healthy_donor"));
    preset::save(&at("case.ron"), &preset).expect("saved");
    preset::save(&at("other.ron"), &other).expect("saved");
    let mut window = opened(preset, [1280.0, 800.0], answers, |app| {
        app.show_beside(&bundled("healthy_donor"));
    });
    window.key_press(Key::B);
    window.run();
    choose(&mut window, "Export", "Plots as SVG…");
    wait_until_said(&mut window, "Saved as beside.svg");
    for entry in ["White cells by class", "Blood volumes processed"] {
        window.get_by_role_and_label(Role::Button, "Explore").click();
        window.run();
        window.get_by_role_and_label(Role::MenuItemCheckBox, entry).click();
        window.run();
    }
    choose(&mut window, "Export", "Plots as SVG…");
    wait_until_said(&mut window, "Saved as volumes.svg");
    let said = |name: &str, more: &[&str]| {
        let called = std::process::Command::new(env!("CARGO_BIN_EXE_buffycoat"))
            .current_dir(folder.path())
            .args(["export", "case.ron", "--beside", "other.ron", "--out", name])
            .args(more)
            .output();
        assert!(called.expect("the program starts").status.success());
        std::fs::read_to_string(at(name)).expect("written")
    };
    let written = |name: &str| std::fs::read_to_string(at(name)).expect("written");
    let plots = ["--plot", "white_cells", "--plot", "hemoglobin", "--plot", "platelets", "--patients"];
    assert!(written("beside.svg") == said("called.svg", &plots));
    let classes = ["--plot", "classes", "--along", "volumes"];
    assert!(written("volumes.svg") == said("called.svg", &classes));
}

#[test]
fn pictures_have_the_size_and_the_ground_that_the_menu_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let answers = vec![PickerAnswer::Picked(Purpose::Export(Handout::PlotsPng), at("plots.png"))];
    let preset = bundled("gcsf_donor");
    preset::save(&at("case.ron"), &preset).expect("saved");
    let mut window = window_of(preset, [1280.0, 800.0], answers);
    choose(&mut window, "Pictures: size", "Pictures of 1200 × 1200");
    choose(&mut window, "Pictures: size", "Transparent ground");
    choose(&mut window, "Export", "Plots as PNG…");
    wait_until_said(&mut window, "Saved as plots.png");
    let plots = ["white_cells", "hemoglobin", "platelets"].map(|name| ["--plot", name]);
    let called = std::process::Command::new(env!("CARGO_BIN_EXE_buffycoat"))
        .arg("export")
        .arg(at("case.ron"))
        .args(plots.into_iter().flatten())
        .args(["--size", "1200x1200", "--ground", "transparent", "--out"])
        .arg(at("called.png"))
        .output();
    assert!(called.expect("the program starts").status.success());
    let [written, called] = ["plots.png", "called.png"].map(|name| std::fs::read(at(name)).expect("written"));
    assert!(written == called);
}

#[test]
fn the_window_goes_on_while_a_file_is_made_and_says_what_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("loop.png");
    let answers = vec![PickerAnswer::Picked(Purpose::Export(Handout::SceneLoop), path.clone())];
    let mut window = window_of(bundled("healthy_donor"), [1280.0, 800.0], answers);
    choose(&mut window, "Export", "Scene in motion as animated PNG…");
    window.get_by_label_contains("Making loop.png");
    assert!(!path.exists(), "it takes longer than a frame");
    slide(&mut window, "Inlet flow", 61.0);
    assert_eq!(window.state().preset().protocol.settings.procedure.inlet_flow_ml_min, 61.0);
    wait_until_said(&mut window, "Saved as loop.png");
    assert_eq!(preset::load(&path).expect("a case"), bundled("healthy_donor"), "as it was when it was asked for");
    // The sentence goes by itself.
    window.run_steps(30);
    assert!(window.query_by_label("Saved as loop.png").is_none());
}

#[test]
fn a_handout_gets_the_ending_of_what_it_is_and_replaces_no_file_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    for name in ["other.ron", "plots.svg"] {
        preset::save(&at(name), &bundled("gcsf_donor")).expect("saved");
    }
    // A dialog has asked about the name that it saw, not about the one that it becomes.
    let chosen = ["other.ron", "plots", "new.svg"].map(|name| {
        let purpose = Purpose::Export(Handout::PlotsSvg);
        PickerAnswer::Picked(purpose, at(name))
    });
    let mut window = window_of(bundled("healthy_donor"), [1280.0, 800.0], chosen.to_vec());
    choose(&mut window, "Export", "Plots as SVG…");
    wait_until_said(&mut window, "Saved as other.ron.svg");
    let is_untouched = |name: &str| preset::load(&at(name)).is_ok_and(|preset| preset == bundled("gcsf_donor"));
    assert!(is_untouched("other.ron"));

    choose(&mut window, "Export", "Plots as SVG…");
    window.get_by_label("Replace this file?");
    assert!(is_untouched("plots.svg"));
    window.get_by_role_and_label(Role::Button, "Choose another name").click();
    wait_until_said(&mut window, "Saved as new.svg");
    assert!(is_untouched("plots.svg"));
}

#[test]
fn what_cannot_be_written_is_explained_and_the_case_is_never_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("nowhere").join("table.csv");
    let answers = vec![PickerAnswer::Picked(Purpose::Export(Handout::Table), path)];
    let mut window = window_of(bundled("healthy_donor"), [1280.0, 800.0], answers);
    choose(&mut window, "Export", "Table of the run as CSV…");
    assert!(window.query_by_label_contains("there is no folder").is_some());
}

#[test]
fn a_picture_of_the_window_shows_no_menu_and_opens_as_its_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("window.png");
    let answer = PickerAnswer::Picked(Purpose::Export(Handout::Window), path.clone());
    let size = egui::vec2(1024.0, 768.0);
    let mut window =
        Harness::builder().with_size(size).with_theme(egui::Theme::Light).renderer(Renderer::default()).build_eframe(
            move |creation| {
                let picker = Box::new(ScriptedPicker::new([answer]));
                App::new(&creation.egui_ctx, bundled("healthy_donor"), None, picker).expect("a case that runs")
            },
        );
    window.run();
    let before = window.render().expect("drawn");
    choose(&mut window, "Export", "Window as PNG…");
    wait_until_said(&mut window, "Saved as window.png");
    assert_eq!(preset::load(&path).expect("carried"), bundled("healthy_donor"));
    let taken = image::open(&path).expect("a picture").to_rgb8();
    assert_eq!(taken.dimensions(), (1024, 768));
    let pairs = taken.pixels().zip(before.pixels());
    let differing = pairs.filter(|(taken, before)| taken.0[..] != before.0[..3]).count();
    // Where the pointer has left the menu.
    assert!(differing < 1024 * 768 / 50, "{differing} pixels");
}
