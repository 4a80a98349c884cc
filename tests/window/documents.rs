//! The published studies and the model page can be read in the window, and say what the program finds.

use super::{bundled, keep_pixels, lecture, slide, wait_for_work, window, window_of, words_of};
use buffycoat::app::App;
use buffycoat::app::state::Document;
use buffycoat::preset;
use buffycoat::report::validation;
use buffycoat::sim::results::result;
use buffycoat::sim::risks::RISKS;
use buffycoat::study::validation::{Answer, TABLE, Table, read, validate};
use buffycoat::text::Text;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use std::path::Path;

const MODEL: &str = include_str!("../../assets/model.md");

fn open_studies(window: &mut Harness<'_, App>) {
    window.state_mut().work_at_once();
    window.key_press(Key::F3);
    window.run();
}

/// A window with another table of studies, open at it.
fn with_table(table: &str) -> Harness<'static, App> {
    let mut window = window("healthy_donor");
    window.state_mut().set_studies(table.to_owned());
    open_studies(&mut window);
    window
}

fn open_model(window: &mut Harness<'_, App>) {
    window.key_press(Key::F4);
    window.run();
}

fn table() -> Table {
    read(TABLE).expect("sound")
}

/// What the row of this answer says of itself.
fn row_said(window: &Harness<'_, App>, id: &str) -> String {
    let start = format!("{id}: ");
    let buttons = window.query_all_by_role(Role::Button).filter_map(|node| node.accesskit_node().label());
    let mut rows = buttons.into_iter().filter(|said| said.starts_with(&start));
    rows.next().unwrap_or_else(|| panic!("there is no row {id}"))
}

fn click_row(window: &mut Harness<'_, App>, id: &str) {
    let said = row_said(window, id);
    let row = window.get_by_role_and_label(Role::Button, &said);
    row.scroll_to_me();
    window.run();
    window.get_by_role_and_label(Role::Button, &said).click();
    window.run();
}

/// The page says of a row what the program prints of it.
fn assert_row_is_shown(window: &Harness<'_, App>, answer: &Answer<'_>) {
    let text = Text::english();
    let said = row_said(window, &answer.row.id);
    for part in [
        validation::ours(answer),
        validation::published(answer, &text),
        validation::distance(answer),
        validation::verdict(answer, &text),
    ] {
        assert!(said.contains(&part), "{said} lacks {part}");
    }
}

#[test]
fn the_page_shows_every_row_that_the_command_line_prints() {
    let mut window = window("cml_very_high_count");
    open_studies(&mut window);
    let table = table();
    let answers = validate(&table, Path::new(""));
    for answer in &answers {
        assert_row_is_shown(&window, answer);
        assert!(window.query_all_by_label(&answer.study.study).next().is_some(), "{}", answer.study.study);
        assert!(window.query_all_by_label(&answer.study.reference).next().is_some(), "{}", answer.study.reference);
    }
    window.get_by_role_and_label(Role::Button, "Wrong directions, chosen values, blind tests").click();
    window.run();
    for sentence in validation::summary(&table, &answers, &Text::english()) {
        window.get_by_label(&sentence);
    }
    let json = validation::json(&table, &answers, &Text::english());
    for (row, answer) in json["rows"].as_array().expect("rows").iter().zip(&answers) {
        let said = row_said(&window, row["id"].as_str().expect("an id"));
        assert_eq!(row["ours"].as_f64(), answer.ours);
        assert!(said.contains(row["published"].as_str().expect("words")), "{said}");
        let verdict = row["verdict"].as_str().expect("a word").replace("reached", "the band reaches it");
        assert!(said.ends_with(&verdict), "{said}");
    }
}

#[test]
fn a_row_that_cannot_run_says_so_and_the_others_are_shown() {
    let broken = r#"(version: 1, studies: [
        (id: "A", study: "sound", reference: "r", preset: "healthy_donor", rows: [
            (id: "A-plt", quantity: "change_percent.platelets", published: Range(low: -100, high: 0), unit: "%", basis: "b"),
            (id: "A-joy", quantity: "happiness", published: Lone(1), unit: "%", basis: "b"),
        ]),
        (id: "B", study: "broken", reference: "r", preset: "nobody", rows: [
            (id: "B-plt", quantity: "change_percent.platelets", published: Lone(1), unit: "%", basis: "b"),
        ]),
    ])"#;
    let mut window = with_table(broken);
    let table = read(broken).expect("it can be read");
    let answers = validate(&table, Path::new(""));
    for answer in &answers {
        assert_row_is_shown(&window, answer);
    }
    assert!(row_said(&window, "A-plt").ends_with("inside"));
    assert!(row_said(&window, "A-joy").contains("not run: no result has this name"));
    window.get_by_label_contains("2 not run");

    // A case that cannot be made is explained, and the open case stays.
    let before = window.state().preset().clone();
    click_row(&mut window, "B-plt");
    window.get_by_label("The case of B cannot be opened");
    window.get_by_role_and_label(Role::Button, "Close").click();
    window.run();
    assert_eq!(*window.state().preset(), before);
}

#[test]
fn a_table_that_cannot_be_read_says_why() {
    let window = with_table("(version: 1, studies: [");
    window.get_by_label_contains("the table cannot be read");
}

#[test]
fn choosing_a_row_loads_a_case_whose_run_gives_its_number() {
    let table = table();
    let mut window = window("cml_very_high_count");
    let is_of_one_run = |answer: &&Answer<'_>| answer.row.against.is_empty() && answer.row.scale == 1.0;
    let answers = validate(&table, Path::new(""));
    for rows in answers.chunk_by(|a, b| std::ptr::eq(a.study, b.study)) {
        // One row of each study, at a moment where it has one.
        let Some(answer) = rows.iter().filter(is_of_one_run).max_by_key(|answer| answer.row.at_min.is_some()) else {
            continue;
        };
        open_studies(&mut window);
        click_row(&mut window, &answer.row.id);
        assert_eq!(window.state().state().case_view.document, None, "the scene is shown");
        assert!(window.state().preset().title.contains(&answer.study.study));
        let written = preset::write(window.state().preset());
        assert_eq!(preset::read(&written).as_ref(), Ok(window.state().preset()), "it can be saved and opened again");
        let found = result(window.state().run(), &answer.row.quantity, answer.row.at_min);
        assert_eq!(found.expect("known").map(f64::to_bits), answer.ours.map(f64::to_bits), "{}", answer.row.id);
        if let Some(at_min) = answer.row.at_min {
            assert_eq!(window.state().playhead_min(), at_min);
        }
    }
}

#[test]
fn a_row_of_a_difference_loads_the_run_from_which_it_is_taken() {
    let mut window = window("cml_very_high_count");
    open_studies(&mut window);
    click_row(&mut window, "H16-dir");
    let table = table();
    let study = table.studies.iter().find(|study| study.id == "H16").expect("a study");
    assert_eq!(window.state().preset().protocol, study.protocol(&table, Path::new("")).expect("a case"));
}

#[test]
fn unsaved_changes_are_asked_about_before_a_study_takes_their_place() {
    let mut window = window("healthy_donor");
    slide(&mut window, "Inlet flow", 62.0);
    let edited = window.state().preset().clone();
    open_studies(&mut window);
    click_row(&mut window, "C1-ica");
    window.get_by_label("Save your changes?");
    window.get_by_role_and_label(Role::Button, "Cancel").click();
    window.run();
    assert_eq!(
        (window.state().preset(), window.state().state().case_view.document),
        (&edited, Some(Document::Studies))
    );
    click_row(&mut window, "C1-ica");
    window.get_by_role_and_label(Role::Button, "Don't save").click();
    window.run();
    assert!(window.state().preset().title.starts_with("C1: "));
    assert_eq!(window.state().playhead_min(), 90.0);
}

#[test]
fn the_page_says_what_is_given_and_what_is_assumed() {
    let mut window = window("healthy_donor");
    open_studies(&mut window);
    let said = |window: &Harness<'_, App>, part: &str| window.query_all_by_label_contains(part).next().is_some();
    for id in ["H4", "L1"] {
        let opener = format!("Case and assumptions of {id}");
        window.get_by_role_and_label(Role::Button, &opener).focus();
        window.run();
        window.key_press(Key::Enter);
        window.run();
    }
    assert!(said(&window, "Assumed for this study only: Collect flow 0.5"));
    assert!(said(&window, "Given by the study: Duration 92"));
    let table = table();
    let shared = table.assumption("cobe_spectra_mnc").expect("shared");
    assert!(
        said(&window, "Shared assumption \"COBE Spectra, MNC program\" (cobe_spectra_mnc)")
            && said(&window, &shared.why)
    );
    window.get_by_role_and_label(Role::Button, "Case and assumptions of H4").scroll_to_me();
    window.run();
    window.get_by_role_and_label(Role::Button, "Case and assumptions of H4").click();
    window.run();
    assert!(!said(&window, "Assumed for this study only: Collect flow 0.5"));
}

#[test]
fn the_studies_are_read_and_chosen_by_keyboard_alone() {
    let mut window = window("cml_very_high_count");
    open_studies(&mut window);
    let focused = |window: &Harness<'_, App>| {
        let nodes: Vec<_> = window.query_all_by_role(Role::Button).collect();
        let label = |node: &egui_kittest::Node<'_>| node.accesskit_node().label();
        nodes.iter().find(|node| node.is_focused()).and_then(label).unwrap_or_default()
    };
    window.key_press(Key::ArrowDown);
    window.run();
    assert!(focused(&window).starts_with("L1-hb: "), "{}", focused(&window));
    window.key_press(Key::ArrowDown);
    window.run();
    assert!(focused(&window).starts_with("L1-plt: "), "{}", focused(&window));
    window.key_press(Key::Enter);
    window.run();
    assert!(window.state().preset().title.starts_with("L1: "));
    assert_eq!(window.state().state().case_view.document, None);
}

#[test]
fn documents_are_opened_from_the_menu_and_closed_by_button_and_escape() {
    let mut window = window("healthy_donor");
    for (entry, close) in [("Published studies", true), ("The model", false)] {
        window.get_by_label("Learn").click();
        window.run();
        window.get_by_label_contains(entry).click();
        window.step();
        wait_for_work(&mut window);
        assert!(window.state().state().case_view.document.is_some());
        assert!(window.query_by_role_and_label(Role::Slider, "Inlet flow").is_none(), "the screen makes room");
        if close {
            window.get_by_role_and_label(Role::Button, "Close (Esc)").click();
        } else {
            window.key_press(Key::Escape);
        }
        window.run();
        assert_eq!(window.state().state().case_view.document, None);
        window.get_by_role_and_label(Role::Slider, "Inlet flow");
    }
}

#[test]
fn the_case_goes_on_beneath_a_book_and_keys_of_the_picture_leave_it_alone() {
    let mut window = window("healthy_donor");
    slide(&mut window, "Time", 60.0);
    open_model(&mut window);
    for key in [Key::Space, Key::Home, Key::End, Key::N] {
        window.key_press(key);
        window.run();
    }
    assert_eq!(window.state().playhead_min(), 60.0);
    assert!(!window.state().state().playback.playing);
    window.key_press(Key::Escape);
    window.key_press(Key::Space);
    window.step();
    open_model_while_playing(&mut window);
    let before = window.state().playhead_min();
    window.run_steps(4);
    assert!(window.state().playhead_min() > before);
}

fn open_model_while_playing(window: &mut Harness<'_, App>) {
    window.key_press(Key::F4);
    window.run_steps(2);
    assert_eq!(window.state().state().case_view.document, Some(Document::Model));
}

/// The equations of the page that stand on lines of their own, in TeX.
fn equations() -> Vec<&'static str> {
    MODEL.split("```math\n").skip(1).filter_map(|block| block.split("\n```").next()).collect()
}

/// The numbers of an equation as they are read out. Signs above and below the line may be other letters.
fn numbers(tex: &str) -> impl Iterator<Item = &str> {
    let numbers = tex.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
    numbers.filter(|number| number.contains('.') && number.starts_with(|letter: char| letter.is_ascii_digit()))
}

#[test]
fn every_equation_is_told_to_a_screen_reader() {
    let mut window = window("healthy_donor");
    open_model(&mut window);
    let said: Vec<_> = window.query_all_by_role(Role::Math).filter_map(|node| node.accesskit_node().label()).collect();
    assert!(equations().len() > 30, "{}", equations().len());
    assert_eq!(said.len(), equations().len());
    for (tex, said) in equations().iter().zip(&said) {
        assert!(!said.contains(['\\', '{', '}', '&']), "{said}");
        for number in numbers(tex) {
            assert!(said.contains(number), "{number} of {tex} is not in {said}");
        }
    }
    assert!(said.iter().any(|said| said == "V = V_p + V_r + 0.001 sum over k of W_k v_k"));
    assert!(said.iter().any(|said| said.starts_with("J_k = ((ln 2)/τ_k) (R_k/ρ_k − W_k V₀/V), dW_k/dt += J_k")));
}

#[test]
fn formulas_within_words_and_cells_are_told_to_a_screen_reader() {
    let mut window = window("healthy_donor");
    open_model(&mut window);
    let said = |role| -> Vec<String> {
        window.query_all_by_role(role).filter_map(|node| node.accesskit_node().label()).collect()
    };
    let paragraphs = said(Role::Paragraph);
    assert!(paragraphs.iter().any(|said| said.contains("the decimal logarithm, [x]₊ is max(x, 0). Index k runs")));
    assert!(said(Role::Row).iter().any(|said| said == "part: W_k; meaning: white cells of class k; unit: 10⁹"));
    for said in paragraphs.iter().chain(&said(Role::Row)) {
        assert!(!said.contains(['$', '\\']), "{said}");
    }
}

#[test]
fn formulas_within_words_are_copied_with_them() {
    let mut window = window("healthy_donor");
    open_model(&mut window);
    let words = "the decimal logarithm, [x]₊ is max(x, 0). Index k runs over";
    let place = window.query_all_by_role(Role::Paragraph).find_map(|node| {
        let said = node.accesskit_node().label()?;
        said.contains(words).then(|| node.rect())
    });
    let place = place.expect("the paragraph of units").shrink(2.0);
    window.hover_at(place.left_top());
    window.step();
    window.drag_at(place.left_top());
    window.step();
    window.hover_at(place.right_bottom());
    window.step();
    window.drop_at(place.right_bottom());
    window.step();
    window.event(egui::Event::Copy);
    window.step();
    let copied = window.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(copied) => Some(copied.clone()),
        _ => None,
    });
    let copied = copied.expect("something copied");
    let copied: Vec<_> = copied.split_whitespace().collect();
    assert!(copied.join(" ").contains(words), "{copied:?}");
}

/// A letter of a formula that is seen now.
struct Letter {
    rect: egui::Rect,
    clip: egui::Rect,
    points: f32,
}

/// The letters of formulas that are seen now.
fn letters_of_formulas(window: &Harness<'_, App>) -> Vec<Letter> {
    fn collect(shape: &egui::Shape, clip: egui::Rect, to: &mut Vec<Letter>) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, clip, to)),
            egui::Shape::Text(text) => {
                let Some(section) = text.galley.job.sections.first() else { return };
                let font = &section.format.font_id;
                if ["Main-Regular", "Math-Italic"]
                    .iter()
                    .any(|name| font.family == egui::FontFamily::Name((*name).into()))
                {
                    to.push(Letter { rect: text.visual_bounding_rect(), clip, points: font.size });
                }
            }
            _ => {}
        }
    }
    let mut letters = Vec::new();
    for shape in &window.output().shapes {
        collect(&shape.shape, shape.clip_rect, &mut letters);
    }
    letters
}

/// Goes to each equation, and sees it whole and large enough to read.
fn assert_equations_are_seen_whole(mut window: Harness<'_, App>) {
    open_model(&mut window);
    for (i, tex) in equations().iter().enumerate() {
        let place = |window: &Harness<'_, App>| window.query_all_by_role(Role::Math).nth(i).map(|node| node.rect());
        window.query_all_by_role(Role::Math).nth(i).expect("an equation").scroll_to_me();
        window.run();
        let place = place(&window).expect("an equation");
        let letters = letters_of_formulas(&window);
        for letter in &letters {
            assert!(letter.rect.right() <= letter.clip.right() + 0.5, "{tex}: a letter at {:?} is cut", letter.rect);
        }
        let its = letters.iter().filter(|letter| place.contains(letter.rect.center()));
        let (count, points) = its.fold((0, 0.0_f32), |(count, most), letter| (count + 1, most.max(letter.points)));
        let least = tex.split(|letter: char| !letter.is_ascii_digit() && letter != '=').filter(|part| !part.is_empty());
        assert!(count >= least.count(), "{tex}: only {count} letters are seen");
        assert!(points >= 0.8 * 18.0, "{tex} is set in {points} points");
    }
}

#[test]
fn every_equation_is_seen_whole_in_a_usual_window() {
    assert_equations_are_seen_whole(window("healthy_donor"));
}

#[test]
fn every_equation_is_seen_whole_in_a_narrow_window() {
    assert_equations_are_seen_whole(window_of(bundled("healthy_donor"), [1024.0, 768.0], Vec::new()));
}

#[test]
fn every_equation_is_seen_whole_in_a_lecture() {
    assert_equations_are_seen_whole(lecture("healthy_donor", [1920.0, 1080.0]));
}

#[test]
fn the_model_page_is_read_by_its_contents_and_by_keys() {
    let mut window = window("healthy_donor");
    open_model(&mut window);
    let heading_at =
        |window: &Harness<'_, App>, name: &str| window.get_by_role_and_label(Role::Heading, name).rect().top();
    let mut headings = MODEL.lines().filter_map(|line| line.strip_prefix("## "));
    for heading in headings.clone() {
        assert!(window.query_all_by_role_and_label(Role::Heading, heading).next().is_some(), "{heading}");
        assert!(window.query_all_by_role_and_label(Role::Button, heading).next().is_some(), "{heading}");
    }
    for name in ["5. The separator", "Free constants", "1. State"] {
        window.get_by_role_and_label(Role::Button, name).focus();
        window.run();
        window.key_press(Key::Enter);
        window.run();
        let top = heading_at(&window, name);
        assert!((90.0..180.0).contains(&top), "{name} is at {top}");
    }
    window.key_press(Key::Home);
    window.run();
    let title = heading_at(&window, "The model");
    assert!((90.0..180.0).contains(&title));
    window.key_press(Key::PageDown);
    window.run();
    assert!(heading_at(&window, "The model") < title - 300.0);
    window.key_press(Key::End);
    window.run();
    let last = headings.next_back().expect("a heading");
    assert!((100.0..800.0).contains(&heading_at(&window, last)));
    let last_words = MODEL.trim_end().rsplit(' ').next().expect("a word");
    assert!(words_of(&window.output().shapes).iter().any(|said| said.ends_with(last_words)), "{last_words}");
}

#[test]
fn arrows_move_the_page_while_no_control_has_the_keyboard() {
    let mut window = window("healthy_donor");
    open_model(&mut window);
    let top = |window: &Harness<'_, App>| window.get_by_role_and_label(Role::Heading, "The model").rect().top();
    let before = top(&window);
    window.key_press(Key::ArrowDown);
    window.run();
    assert!(top(&window) < before - 30.0);
    window.key_press(Key::ArrowUp);
    window.run();
    assert_eq!(top(&window), before);
}

#[test]
fn documents_are_read_in_a_lecture_and_leave_it_open() {
    let mut window = lecture("healthy_donor", [1920.0, 1080.0]);
    open_studies(&mut window);
    keep_pixels(&mut window, [1920.0, 1080.0]);
    assert!(row_said(&window, "L1-hb").contains("inside"));
    window.key_press(Key::Escape);
    window.run();
    assert!(window.state().state().workspace.lecture && window.state().state().case_view.document.is_none());
}

#[test]
fn a_window_for_pictures_shows_the_studies_without_waiting() {
    let mut window = window("healthy_donor");
    window.state_mut().work_at_once();
    window.state_mut().open_document(Document::Studies);
    window.run();
    assert!(row_said(&window, "L1-hb").contains("inside"));
}

#[test]
fn documents_can_be_read_in_the_dark_and_cost_nothing_while_they_are_read() {
    // The harness stops at any glyph that the fonts lack, and when a still window keeps asking to be drawn.
    let mut window = window("healthy_donor");
    window.key_press_modifiers(Modifiers::COMMAND, Key::T);
    window.run();
    open_studies(&mut window);
    window.run();
    open_model(&mut window);
    window.run();
}

#[test]
fn what_is_shown_on_the_screen_closes_the_book_before_it() {
    let mut window = window("healthy_donor");
    open_model(&mut window);
    window.get_by_label("View").click();
    window.run();
    window.get_by_label_contains("Magnifier").click();
    window.run();
    assert_eq!(window.state().state().case_view.document, None);
    assert!(window.state().state().case_view.lens.is_some());
}

#[test]
fn every_reason_leads_to_a_case_and_no_risk_lacks_its_words() {
    let mut window = window("healthy_donor");
    window.key_press(Key::F7);
    window.run();
    for risk in RISKS {
        let name = Text::english().get(&format!("risk-{}", risk.key));
        assert!(window.query_all_by_label(&name).next().is_some(), "{name}");
    }
    for computed in ["Anemia", "Tingling, cramps: low calcium"] {
        assert!(window.query_all_by_label(computed).next().is_some(), "{computed}");
    }
    window.key_press(Key::F6);
    window.run();
    window.get_by_role_and_label(Role::Link, "Open case: High count in sepsis").click();
    // It opens in motion.
    window.run_steps(3);
    assert_eq!(window.state().preset().title, bundled("leukemoid_reaction_sepsis").title);
}
