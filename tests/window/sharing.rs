//! A case leaves the window as one line and comes in by paste.

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
