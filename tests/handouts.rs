//! Promise: what is handed out carries its case and opens as it; it is sound, of one file, and says what it is.

use std::process::{Command, Output};

use buffycoat::model::cells::WhiteCell;
use buffycoat::picture::plot::ticks::minutes;
use buffycoat::picture::plot::{Head, Plot, compose, quantity_named};
use buffycoat::picture::words::width_of;
use buffycoat::picture::{Anchor, Area, Form, Ink, Shape, point};
use buffycoat::preset::{self, BUNDLED, Preset, Question};
use buffycoat::report::csv::Decimal;
use buffycoat::report::png::Pixels;
use buffycoat::report::{self, sheet};
use buffycoat::sim::explain::Explanations;
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::{Run, SettingId, Value, simulate};
use buffycoat::text::Text;

use crate::bundled;

fn run(name: &str) -> Run {
    simulate(&bundled(name).protocol).expect("runs")
}

fn buffycoat(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_buffycoat"));
    command.args(arguments).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().expect("the program starts")
}

/// Fails where a tag of XML is not closed, or closed in the wrong order.
fn assert_well_formed(markup: &str, without_end: &[&str]) {
    let mut open: Vec<&str> = Vec::new();
    for tag in markup.split('<').skip(1) {
        let inside = tag.split('>').next().expect("a tag");
        let name = inside.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        if inside.starts_with(['!', '?']) || inside.ends_with('/') || without_end.contains(&name) {
            continue;
        }
        if inside.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "closed in the wrong order");
        } else {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
}

#[test]
fn a_plot_shows_the_run_and_is_named_in_short_or_in_full() {
    assert_eq!(quantity_named("hemoglobin"), Some(Quantity::Hemoglobin));
    assert_eq!(quantity_named("hemoglobin_g_dl"), Some(Quantity::Hemoglobin));
    assert_eq!(quantity_named("white_cells"), Some(Quantity::WhiteCells));
    assert_eq!(quantity_named("blood"), Some(Quantity::BloodVolume));
    assert_eq!(quantity_named("hemo"), None);
    let (run, text) = (run("gcsf_donor"), Text::english());
    for quantity in Quantity::all() {
        let plot = Plot::of(&run, quantity, None, &text);
        assert!(plot.from < plot.to && plot.from.is_finite() && plot.to.is_finite(), "{quantity:?}");
        for (at_min, value) in &plot.curve {
            assert_eq!(quantity.at(&run.at(*at_min)), Some(*value));
            assert!((plot.from..=plot.to).contains(value), "{quantity:?} leaves its plot");
        }
        assert!(
            plot.scale.ticks(plot.from, plot.to).len() < 12 && minutes(0.0, plot.end, true).len() < 12,
            "{quantity:?}"
        );
    }
    let plot = Plot::of(&run, Quantity::Hemoglobin, None, &text);
    assert!(plot.scale.ticks(plot.from, plot.to).len() >= 3 && !plot.bands.is_empty() && !plot.onsets.is_empty());
    assert_eq!(plot.clone().empty().curve.len(), 1);
}

#[test]
fn sheets_of_every_case_are_whole_and_reach_for_no_network() {
    let text = Text::english();
    for case in BUNDLED {
        let (run, preset) = (run(case.name), bundled(case.name));
        let whole = sheet::report(&run, &Explanations::of(&run), &preset, &text);
        let [student, solution] = [sheet::student, sheet::solution].map(|of| of(&run, &preset, &text));
        for page in [&whole, &student, &solution] {
            assert_well_formed(page, &["meta"]);
            assert!(page.contains("Teaching model. Not for patient care."), "{}", case.name);
            let reach = page.replace("http://www.w3.org/2000/svg", "");
            assert!(!reach.contains("http") && !reach.contains("src=") && !reach.contains("<script"), "{}", case.name);
            assert!(page.len() < 200_000, "{}: {} bytes", case.name, page.len());
            let back = preset::load_from(page.as_bytes()).expect("the case in the page");
            // A worksheet leaves out what its reader is to find.
            let same = |case: Preset| Preset { questions: Vec::new(), stops: Vec::new(), ..case };
            let (back, whole) =
                if *page == student { (same(back), same(preset.clone())) } else { (back, preset.clone()) };
            assert_eq!(back, whole, "{}", case.name);
        }
        // What a student is to find is not on the sheet.
        assert!(!student.contains("polyline points=\"0") && student.matches("class=\"line\"").count() >= 4);
        assert!(solution.len() > student.len());
    }
}

#[test]
fn questions_stand_on_the_worksheet_and_answers_on_the_solution() {
    let mut preset = bundled("healthy_donor");
    let question = |ask: &str, answer: &str| Question {
        ask: ask.to_owned(),
        answer: answer.to_owned(),
        choose: "white cells; platelets".to_owned(),
    };
    preset.questions = vec![question("Why do platelets fall?", "They lie beside the white cells.")];
    preset.notes = "For me alone.".to_owned();
    let run = run("healthy_donor");
    let [student, solution] = [sheet::student, sheet::solution].map(|of| of(&run, &preset, &Text::english()));
    assert!(student.contains("<li>white cells</li><li>platelets</li>"));
    assert!(student.contains("1. Why do platelets fall?") && solution.contains("They lie beside the white cells."));
    // Not even in the case that the sheet opens as.
    assert!(!student.contains("They lie beside") && !student.contains("For me alone."));
}

#[test]
fn a_small_count_is_not_printed_as_none() {
    let (text, run, preset) = (Text::english(), run("healthy_donor"), bundled("healthy_donor"));
    let pages = [sheet::student(&run, &preset, &text), sheet::report(&run, &Explanations::of(&run), &preset, &text)];
    for page in pages {
        assert!(page.contains("0.002\u{a0}×10⁹/L"));
        assert!(!page.contains("cd34+"), "it is CD34+");
    }
    for value in [0.004, 0.001] {
        let mut case = preset.clone();
        SettingId::WhiteCells(WhiteCell::Cd34).set(&mut case.protocol.settings, &Value::Number(value));
        let said: Vec<_> =
            text.differences(&preset, &case).into_iter().flat_map(|difference| difference.values).collect();
        assert_eq!(said, ["0.002\u{a0}×10⁹/L".to_owned(), format!("{value}\u{a0}×10⁹/L")]);
    }
}

#[test]
fn words_of_a_case_cannot_become_markup() {
    let mut preset = bundled("healthy_donor");
    preset.title = "<script>alert('1')</script> & \"co\"".to_owned();
    preset.story = "</p><img src=x onerror=alert(1)>\u{1b}[31m".to_owned();
    let run = run("healthy_donor");
    let page = sheet::student(&run, &preset, &Text::english());
    assert!(!page.contains("<script") && !page.contains("<img") && page.contains("&#60;script&#62;"));
    let back = preset::load_from(page.as_bytes()).expect("the case in the page");
    assert_eq!(back.title, preset.title);
}

#[test]
fn a_table_opens_in_spreadsheets_of_either_kind() {
    let (run, preset) = (run("healthy_donor"), bundled("healthy_donor"));
    let table = |decimal| {
        let mut bytes = Vec::new();
        report::csv::write(&run, &preset, "A teaching model.", decimal, &mut bytes).expect("memory");
        String::from_utf8(bytes).expect("text")
    };
    let (point, comma) = (table(Decimal::Point), table(Decimal::Comma));
    let rows = |table: &str| table.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>();
    let translated: Vec<_> = rows(&point).iter().map(|row| row.replace(',', ";").replace('.', ",")).collect();
    assert_eq!(translated, rows(&comma));
    assert!(comma.starts_with("time_min;phase;"), "names stand in the first line");
    assert!(comma.contains("# A teaching model.") && comma.contains("inlet_flow_ml_min"));
}

/// A table as a spreadsheet saves it again: words with quotes or commas quoted, and all lines with as many columns as the longest has.
fn saved_by_a_spreadsheet(table: &str, delimiter: u8) -> String {
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(table.as_bytes());
    let records: Vec<_> = reader.records().map(|record| record.expect("a row")).collect();
    let columns = records.iter().map(::csv::StringRecord::len).max().expect("rows");
    let mut writer = ::csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    for record in &records {
        let missing = std::iter::repeat_n("", columns - record.len());
        writer.write_record(record.iter().chain(missing)).expect("memory");
    }
    String::from_utf8(writer.into_inner().expect("memory")).expect("text")
}

#[test]
fn a_table_of_any_kind_and_any_line_ends_opens_as_its_case() {
    let text = Text::english();
    for case in BUNDLED {
        let (run, preset) = (run(case.name), bundled(case.name));
        // What only a teacher reads is not in it.
        let expected = preset.for_students();
        for decimal in [Decimal::Point, Decimal::Comma] {
            let mut bytes = Vec::new();
            report::csv::write(&run, &preset, &text.get("disclaimer"), decimal, &mut bytes).expect("memory");
            let table = String::from_utf8(bytes).expect("text");
            let crlf = table.replace('\n', "\r\n");
            // Editors drop what they take for blanks.
            let trimmed = table.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
            let saved_again = saved_by_a_spreadsheet(&table, if decimal == Decimal::Comma { b';' } else { b',' });
            assert!(saved_again.contains("\"#"), "{saved_again}");
            assert_eq!(preset::load_from(saved_again.as_bytes()).expect("the case"), expected, "{}", case.name);
            for table in [format!("\u{feff}{table}"), format!("\u{feff}{crlf}"), crlf, trimmed, table] {
                let back = preset::load_from(table.as_bytes()).expect("the case in the table");
                assert_eq!(back, expected, "{}, {decimal:?}", case.name);
            }
        }
    }
}

#[test]
fn a_table_of_megabytes_opens_as_its_case_and_is_not_overwritten() {
    let preset = bundled("healthy_donor");
    let folder = tempfile::tempdir().expect("a folder");
    for decimal in [Decimal::Point, Decimal::Comma] {
        let mut bytes = Vec::new();
        report::csv::write(&run("healthy_donor"), &preset, "", decimal, &mut bytes).expect("memory");
        let table = String::from_utf8(bytes).expect("text");
        let row = table.lines().rfind(|line| line.starts_with(|sign: char| sign.is_ascii_digit())).expect("a row");
        let table = table.replace(row, &vec![row; 9000].join("\n"));
        assert!(table.len() > 2 << 20, "{} bytes", table.len());
        let path = folder.path().join("long.csv");
        std::fs::write(&path, &table).expect("written");
        let (back, save_to) = preset::open(&path).expect("the case in the table");
        assert_eq!((back, save_to), (preset.clone(), None), "{decimal:?}");
        let output = buffycoat(&["check", path.to_str().expect("text")]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        // A slip in what it carries is told at its place in the table.
        std::fs::write(&path, table.replacen("age_years", "age_in_years", 1)).expect("written");
        let said = text_of_problem(&path);
        let line = 1 + table.lines().position(|line| line.contains("age_years:")).expect("its line");
        assert!(said.contains(&format!("long.csv:{line}:")) && said.contains("age_in_years"), "{said}");
        // Without its comments it is told for what it is.
        let rows: String =
            table.lines().filter(|line| !line.starts_with('#')).take(50).flat_map(|row| [row, "\n"]).collect();
        for table in [rows.clone(), format!("# from the laboratory\n{rows}")] {
            std::fs::write(&path, table).expect("written");
            assert!(text_of_problem(&path).contains("this looks like a table of values (CSV)"));
        }
    }
}

#[test]
fn a_letter_with_a_share_text_opens_and_documents_of_offices_are_told_apart() {
    let shared = preset::share_text(&bundled("cml_pregnancy")).expect("short");
    let letter = format!("Dear Ana,\nhere is the case: {shared}\nYours, B.\n");
    assert_eq!(preset::load_from(letter.as_bytes()).expect("the case in the letter"), bundled("cml_pregnancy"));
    let text = Text::english();
    let said = |bytes: &[u8]| {
        let problem = preset::load_from(bytes).expect_err("no case");
        text.file_problem(std::path::Path::new("sent"), &problem)
    };
    let damaged = letter.replace("BC1", "BC1X");
    assert!(said(damaged.as_bytes()).starts_with("sent: "), "{}", said(damaged.as_bytes()));
    for document in [&b"%PDF-1.7\n%\xe2\xe3"[..], b"PK\x03\x04\x14\x00\x06\x00", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"] {
        assert!(said(document).contains("paste the line that begins with BC1"), "{}", said(document));
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_was_protected_from_writing_is_not_replaced() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("page.html");
    std::fs::write(&path, "mine").expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).expect("protected");
    let output = buffycoat(&["report", "gcsf_donor", "--out", path.to_str().expect("text")]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(std::fs::read_to_string(&path).expect("there"), "mine");
}

/// What is said of a file that does not open.
fn text_of_problem(path: &std::path::Path) -> String {
    Text::english().file_problem(path, &preset::load(path).expect_err("not sound"))
}

#[test]
fn tables_of_many_runs_open_as_their_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("many.csv");
    let file = path.to_str().expect("text");
    let calls: [&[&str]; 3] = [
        &["sweep", "gcsf_donor", "--vary", "procedure.inlet_flow_ml_min=40..60:2", "--csv", file],
        &["run", "gcsf_donor", "--days", "2", "--csv", file],
        &["run", "gcsf_donor", "--patients", "20", "--csv", file],
    ];
    for call in calls {
        for decimal in [&[][..], &["--decimal", "comma"]] {
            let call = [call, decimal].concat();
            let output = buffycoat(&call);
            assert_eq!(output.status.code(), Some(0), "{call:?}: {}", String::from_utf8_lossy(&output.stderr));
            let back = preset::load(&path).expect("the case in the table");
            assert_eq!(back.protocol, bundled("gcsf_donor").protocol, "{call:?}");
        }
    }
}

/// About what words take, with no air.
fn room(shape: &Shape) -> Option<(Area, &str)> {
    let Form::Words { at, anchor, weight, words, .. } = &shape.form else { return None };
    // Measured in the window's fonts they are not wider than this.
    let width = 0.94 * width_of(words, *weight, 1.0);
    let left = match anchor {
        Anchor::Left => at.x,
        Anchor::Center => at.x - width / 2.0,
        Anchor::Right => at.x - width,
    };
    Some((Area::at(point(left, at.y - 4.5), point(width, 9.0)), words))
}

#[test]
fn no_curve_and_no_other_words_cross_the_words_of_a_plot() {
    let text = Text::english();
    let curves = [Quantity::WhiteCells, Quantity::Hemoglobin, Quantity::Platelets, Quantity::IonizedCalcium];
    for (case, quantity) in BUNDLED.iter().flat_map(|case| curves.map(|quantity| (case, quantity))) {
        let preset = bundled(case.name);
        let run = simulate(&preset.protocol).expect("runs");
        // As on a sheet, and as two sizes of slides have it.
        for size in [point(400.0, 226.0), point(569.0, 320.0), point(427.0, 320.0)] {
            let plot = Plot::of(&run, quantity, preset.aim, &text);
            let shapes = compose(std::slice::from_ref(&plot), &Head::default(), size, &text);
            let curve = shapes.iter().filter(|shape| shape.line.is_some_and(|(ink, _)| ink == Ink::Curve(plot.family)));
            let curve: Vec<_> = curve
                .flat_map(|shape| if let Form::Path(points) = &shape.form { points.as_slice() } else { &[] })
                .collect();
            assert!(curve.len() > 300);
            let rooms: Vec<_> = shapes.iter().filter_map(room).collect();
            for (i, (area, words)) in rooms.iter().enumerate() {
                let told = format!("{}, {quantity:?}, {size:?}: {words}", case.name);
                assert!(!curve.iter().any(|at| area.contains(**at)), "{told} is on the curve");
                for (other, there) in &rooms[..i] {
                    assert!(!area.meets(other), "{told} is on {there}");
                }
            }
        }
    }
}

#[test]
fn one_time_stands_at_one_place_in_all_plots_of_a_picture() {
    let text = Text::english();
    let preset = bundled("donor_faint_pause");
    let run = simulate(&preset.protocol).expect("runs");
    let plots = [Quantity::BagVolume, Quantity::IonizedCalcium, Quantity::WhiteCells]
        .map(|quantity| Plot::of(&run, quantity, preset.aim, &text));
    assert!(plots[0].bands.is_empty() && !plots[1].bands.is_empty(), "one has names at its right");
    let shapes = compose(&plots, &Head::default(), point(640.0, 495.0), &text);
    let hour = |shape: &Shape| match &shape.form {
        Form::Words { at, words, .. } if words == "0:30" => Some(at.x),
        _ => None,
    };
    let places: Vec<_> = shapes.iter().filter_map(hour).collect();
    assert!(places.len() == 3 && places.iter().all(|place| *place == places[0]), "{places:?}");
}

#[cfg(feature = "window")]
#[test]
fn a_plot_of_classes_along_volumes_beside_other_cases_says_what_its_lines_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("plots.svg");
    let export = |more: &[&str]| {
        let out = out.to_str().expect("text");
        let output = buffycoat(&[&["export", "cml_very_high_count", "--out", out], more].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        std::fs::read_to_string(out).expect("written")
    };
    let says = |svg: &str, words: &[&str]| words.iter().all(|words| svg.contains(&format!(">{words}</text>")));
    let svg = export(&["--plot", "classes", "--along", "volumes", "--beside", "healthy_donor"]);
    let title = &bundled("healthy_donor").short_title().to_owned();
    let named = format!("A  {title}");
    assert!(says(&svg, &["Blood volumes processed", "Lymphocytes", "Blasts", "A", &named, "1.5"]), "{svg}");
    assert!(!svg.contains(">0:30</text>"), "no time stands along it");
    assert!(svg.contains(&format!("Run A: {title}.")) || svg.contains("<desc>White cells"), "{svg}");
    let svg = export(&["--plot", "platelets", "--patients", "--beside", "healthy_donor"]);
    assert!(says(&svg, &[&named, "500 such patients: the middle half, and nine in ten", "0:30"]), "{svg}");
    assert!(svg.contains(&format!("Run A: {title}.")) && svg.contains("For nine in ten such patients"), "{svg}");
    let plain = export(&["--plot", "platelets"]);
    assert!(
        !plain.contains("500 such patients") && svg.matches("<polyline").count() > plain.matches("<polyline").count()
    );
    let svg = export(&["--plot", "hemoglobin", "--plot", "white_cells", "--beside", "gcsf_donor"]);
    let own = bundled("cml_very_high_count").short_title().to_owned();
    // Each is judged by limits of its own; shown are those of the first.
    assert!(says(&svg, &[&own, &format!("limits of: {own}"), "above 375", "moderate anemia"]), "{svg}");
    let svg = export(&["--plot", "classes_logarithmic", "--plot", "classes_stacked"]);
    let titles = ["logarithmic", "stacked"].map(|shape| format!("White cells by class, {shape}, ×10⁹/L"));
    assert!(says(&svg, &[&titles[0], &titles[1], "White cells", "Monocytes"]), "{svg}");
    for nowhere in [&["--plot", "platelets", "--along", "volumes"][..], &["--plot", "classes"]] {
        let call = [&["export", "gcsf_donor", "--patients", "--out", "x.svg"], nowhere].concat();
        let refused = buffycoat(&call);
        assert_eq!(refused.status.code(), Some(2), "{call:?}");
        assert!(String::from_utf8_lossy(&refused.stderr).contains("Leave --patients out"));
    }
    // One without a title is called by who it is about, and one with a long one as far as there is room.
    let mut nameless = bundled("healthy_donor");
    (nameless.title, nameless.cover.short_title) = (String::new(), String::new());
    let mut long = nameless.clone();
    long.title = "Hyperleukocytosis ".repeat(20);
    let [nameless, long] = [("nameless.ron", nameless), ("long.ron", long)].map(|(name, preset)| {
        let path = folder.path().join(name);
        preset::save(&path, &preset).expect("saved");
        path.to_str().expect("text").to_owned()
    });
    let svg = export(&["--plot", "platelets", "--beside", &nameless, "--beside", &long]);
    assert!(svg.contains(">A  Case without a title: ") && svg.contains("Hyperleukocytosis Hyperleukocytosis"), "{svg}");
    assert!(svg.contains("\u{2026}</text>"), "{svg}");
    let many = ["--plot", "platelets"].into_iter().chain(["--beside", "gcsf_donor"].into_iter().cycle().take(10));
    let call: Vec<_> = ["export", "gcsf_donor", "--out", "x.svg"].into_iter().chain(many).collect();
    let refused = buffycoat(&call);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("No more than four"));
}

#[cfg(feature = "window")]
#[test]
fn pictures_carry_their_case_and_are_what_their_ending_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let preset = bundled("cml_pregnancy");
    let exports: [&[&str]; 5] = [
        &["--plot", "hemoglobin", "--plot", "white_cells", "--out", "plots.svg"],
        &["--plot", "hemoglobin", "--out", "plots.png", "--size", "640x360"],
        &["--plot", "platelets", "--out", "clear.png", "--ground", "transparent", "--size", "640x360"],
        &["--scene", "--out", "scene.svg", "--at", "1:00"],
        &["--scene", "--out", "scene.png", "--size", "800x500"],
    ];
    for arguments in exports {
        let name = arguments[arguments.iter().position(|word| *word == "--out").expect("a file") + 1];
        let path = folder.path().join(name);
        let path = path.to_str().expect("text");
        let arguments = arguments.iter().map(|word| if *word == name { path } else { word });
        let call: Vec<_> = ["export", "cml_pregnancy"].into_iter().chain(arguments).collect();
        let output = buffycoat(&call);
        assert_eq!(output.status.code(), Some(0), "{call:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(preset::load(std::path::Path::new(path)).expect("carried"), preset, "{name}");
        let bytes = std::fs::read(path).expect("written");
        if name.ends_with("svg") {
            let svg = String::from_utf8(bytes).expect("text");
            assert_well_formed(&svg, &[]);
            assert!(svg.len() < 400_000 && svg.contains("<title>") && svg.contains("<desc>"), "{name}");
            if name == "plots.svg" {
                // It can stand on a slide alone: what case it is, and what was aimed at.
                assert!(svg.contains(">CML in pregnancy</text>") && svg.contains(">aim</text>"), "{svg}");
            }
        } else {
            let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
            let mut pixels = vec![0; reader.output_buffer_size().expect("small")];
            let info = reader.next_frame(&mut pixels).expect("pixels");
            let channels = info.color_type.samples();
            assert_eq!(channels, if name == "clear.png" { 4 } else { 3 });
            if channels == 4 {
                assert_eq!(pixels[3], 0, "the corner is clear");
                assert!(pixels.chunks(4).any(|pixel| pixel[3] == 255), "the curve is not");
            }
        }
    }
}

#[test]
fn no_result_replaces_its_own_case() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.ron");
    preset::save(&path, &bundled("healthy_donor")).expect("saved");
    let before = std::fs::read(&path).expect("there");
    let file = path.to_str().expect("text");
    let mut calls: Vec<Vec<&str>> = vec![
        vec!["run", file, "--csv", file],
        vec!["sweep", file, "--vary", "procedure.inlet_flow_ml_min=40..60:2", "--csv", file],
        vec!["report", file, "--out", file],
        vec!["sheet", file, "--out", file],
    ];
    if cfg!(feature = "window") {
        calls.push(vec!["export", file, "--table", file]);
    }
    for call in calls {
        let output = buffycoat(&call);
        assert_eq!(output.status.code(), Some(2), "{call:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("is the case itself"), "{call:?}");
        assert_eq!(std::fs::read(&path).expect("there"), before, "{call:?}");
    }
}

#[test]
fn a_case_is_printed_by_name_and_the_format_is_described() {
    let said = |arguments: &[&str]| {
        let output = buffycoat(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    let shown = said(&["presets", "show", "healthy_donor"]);
    assert_eq!(preset::read(&shown), Ok(bundled("healthy_donor")));
    assert_eq!(said(&["presets", "list"]), said(&["presets"]));
    assert!(said(&["presets", "format"]).contains("inlet_flow_ml_min"));
    assert!(said(&["completions", "bash"]).contains("buffycoat"));
    assert!(said(&["man"]).contains(".TH"));
    let broken = buffycoat(&["check", "Cargo.toml"]);
    assert!(String::from_utf8_lossy(&broken.stderr).contains("buffycoat presets format"));
    let curve = buffycoat(&["export", "healthy_donor", "--plot", "hemo", "--out", "x.svg"]);
    assert_eq!(curve.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&curve.stderr).contains("hemoglobin_g_dl"));
}

/// The pixels of each frame of an animation, as a viewer shows them, and how long it takes, s.
#[cfg(feature = "window")]
fn frames(bytes: Vec<u8>) -> (Vec<Vec<u8>>, f64) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().expect("a PNG");
    let control = *reader.info().animation_control().expect("an animation");
    assert_eq!(control.num_plays, 0, "it plays for ever");
    let (mut shown, mut seconds) = (Vec::new(), 0.0);
    let mut canvas = vec![0; reader.output_buffer_size().expect("small")];
    for _ in 0..control.num_frames {
        let mut frame = vec![0; canvas.len()];
        reader.next_frame(&mut frame).expect("a frame");
        let timing = reader.info().frame_control().expect("its timing");
        seconds += f64::from(timing.delay_num) / f64::from(timing.delay_den);
        for (old, new) in canvas.chunks_mut(4).zip(frame.chunks(4)).filter(|(_, new)| new[3] > 0) {
            old.copy_from_slice(new);
        }
        shown.push(canvas.clone());
    }
    (shown, seconds)
}

#[cfg(feature = "window")]
#[test]
fn a_scene_in_motion_is_small_loops_without_a_jump_and_opens_as_its_case() {
    /// Bytes of a file of the usual size, which a slide carries.
    const LARGEST: usize = 3_000_000;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("loop.png");
    let file = path.to_str().expect("text");
    let loop_of = |case: &str| {
        let output = buffycoat(&["export", case, "--scene", "--loop", "--out", file]);
        assert_eq!(output.status.code(), Some(0), "{case}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stderr.is_empty(), "no bar where there is no terminal");
        std::fs::read(&path).expect("written")
    };
    let bytes = loop_of("splenectomized_donor_platelets");
    assert!(bytes.len() < LARGEST, "{} bytes", bytes.len());
    assert_eq!(bytes, loop_of("splenectomized_donor_platelets"), "the same call is the same file");
    assert_eq!(preset::load(&path).expect("carried"), bundled("splenectomized_donor_platelets"));
    let (shown, seconds) = frames(bytes);
    assert!((30..=54).contains(&shown.len()) && (2.9..6.1).contains(&seconds), "{} in {seconds} s", shown.len());
    let differing = |a: &[u8], b: &[u8]| a.chunks(4).zip(b.chunks(4)).filter(|(a, b)| a != b).count();
    let steps: Vec<_> = shown.windows(2).map(|pair| differing(&pair[0], &pair[1])).collect();
    let (least, most) = (steps.iter().min().expect("frames"), steps.iter().max().expect("frames"));
    let join = differing(&shown[shown.len() - 1], &shown[0]);
    assert!((least / 2..=most + most / 10).contains(&join), "{join} pixels change at the join, else {least} to {most}");
    assert!(*least > 1000, "it moves");

    for (wrong, said) in [
        (&["--scene", "--loop", "--out", "x.svg"][..], ".png"),
        (&["--plot", "hemoglobin", "--loop", "--out", "x.png"], "--loop"),
        (&["--scene", "--loop", "--ground", "transparent", "--out", "x.png"], "--ground"),
    ] {
        let output = buffycoat(&[&["export", "healthy_donor"], wrong].concat());
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(said), "{wrong:?}");
    }
}

#[test]
fn answers_and_notes_stay_at_home() {
    let mut preset = bundled("cml_very_high_count");
    preset.notes = "For me alone.".to_owned();
    let run = run("cml_very_high_count");
    let hidden: Vec<String> = preset
        .questions
        .iter()
        .map(|question| question.answer.clone())
        .chain(preset.stops.iter().map(|stop| stop.notes.clone()))
        .chain([preset.notes.clone()])
        .filter(|words| !words.is_empty())
        .collect();
    assert!(hidden.len() > 5);
    let mut table = Vec::new();
    report::csv::write(&run, &preset, "", Decimal::Point, &mut table).expect("written");
    let mut picture = Vec::new();
    let pixels = Pixels { width: 2, height: 1, rgb: vec![0; 6] };
    report::png::write(&pixels, &preset, "", &mut picture).expect("written");
    let student = sheet::student(&run, &preset, &Text::english());
    for words in [&table[..], &picture[..], student.as_bytes()] {
        let words = String::from_utf8_lossy(words);
        for hidden in &hidden {
            assert!(!words.contains(hidden.as_str()), "{hidden}");
        }
    }
    assert_eq!(preset.for_students().stops.len(), preset.stops.len(), "what is said in the hall stays");
}
