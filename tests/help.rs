//! Promise: the help of every command has examples that do what they say, and tells the exit status.

use std::process::Command;

/// What a call prints that succeeds.
fn said(arguments: &[String]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_buffycoat")).args(arguments).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The lines of help below this heading, up to the next empty one.
fn below<'a>(help: &'a str, heading: &str) -> Vec<&'a str> {
    help.lines().skip_while(|line| *line != heading).skip(1).take_while(|line| !line.is_empty()).collect()
}

/// Every command that is not hidden, those of commands too, each with its help.
fn commands() -> Vec<(Vec<String>, String)> {
    let mut found = vec![];
    let mut left = vec![vec![]];
    while let Some(path) = left.pop() {
        let help = said(&[&path[..], &["--help".to_owned()]].concat());
        let names = below(&help, "Commands:").into_iter().filter_map(|line| {
            let line = line.strip_prefix("  ").filter(|line| !line.starts_with(' '))?;
            line.split(' ').next().filter(|name| *name != "help")
        });
        left.extend(names.map(|name| [&path[..], &[name.to_owned()]].concat()));
        found.push((path, help));
    }
    assert!(found.len() > 18, "commands are found in the help");
    found
}

/// The calls among the examples.
fn calls(help: &str) -> Vec<&str> {
    let lines = below(help, "Examples:");
    lines.into_iter().filter_map(|line| line.strip_prefix("  ").filter(|call| !call.starts_with(' '))).collect()
}

#[test]
fn every_command_has_examples_and_tells_its_exit_status() {
    for (path, help) in commands() {
        let calls = calls(&help);
        assert!(!calls.is_empty(), "{path:?} has no examples:\n{help}");
        for call in calls {
            let is_of_it = call.split(' ').skip(1).zip(&path).all(|(word, name)| word == name);
            assert!(call.starts_with("buffycoat") && is_of_it, "{path:?}: {call}");
        }
        let statuses = below(&help, "Exit status:");
        let told: Vec<_> = statuses.iter().map(|line| line.get(..5).unwrap_or_default()).collect();
        assert_eq!(told, ["  0  ", "  1  ", "  2  "], "{path:?}:\n{help}");
    }
}

#[test]
#[cfg(all(unix, feature = "window"))]
fn every_example_does_what_it_says() {
    use buffycoat::lesson::{Answer, Answers, BundledLesson, Given};
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("my_case.ron"), said(&["presets", "show", "gcsf_donor"].map(str::to_owned))).expect("written");
    std::fs::write(at("my_lesson.ron"), said(&["lessons", "show", "who_pays"].map(str::to_owned))).expect("written");
    let lesson = BundledLesson::by_name("who_pays").and_then(BundledLesson::lesson).expect("a lesson");
    let mut answers = Answers { name: "Ada".to_owned(), ended_unix_s: 100, ..Answers::new(lesson) };
    let to = lesson.steps.iter().find(|step| step.id == "size_before").map_or("", |step| &step.id).to_owned();
    let given = Some(Given::Places(vec![0]));
    answers.put(Answer { to, given, first_vote: None, sure: None, hints: 0, seconds: 9 });
    std::fs::create_dir(at("answers")).expect("a folder");
    std::fs::write(at("answers/ada.ron"), answers.write()).expect("written");

    let program = std::path::Path::new(env!("CARGO_BIN_EXE_buffycoat")).parent().expect("a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").expect("a path"));
    for call in commands().iter().flat_map(|(_, help)| calls(help)) {
        let mut shell = Command::new("sh");
        shell.args(["-c", call]).current_dir(folder.path()).env("PATH", &path);
        // Without a display the window's case is run.
        for variable in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
            shell.env_remove(variable);
        }
        let output = shell.output().expect("a shell");
        assert_eq!(output.status.code(), Some(0), "{call}: {}", String::from_utf8_lossy(&output.stderr));
        let words: Vec<_> = call.split(' ').collect();
        let written = words.windows(2).filter(|pair| [">", "--out", "--csv", "--report", "--table"].contains(&pair[0]));
        for file in written.map(|pair| pair[1]).filter(|file| *file != "-") {
            assert!(at(file).metadata().is_ok_and(|found| found.is_dir() || found.len() > 0), "{call} wrote no {file}");
        }
    }
}

#[test]
fn the_manual_has_a_page_for_every_command_it_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("man1");
    said(&["man", "--out", to.to_str().expect("text")].map(str::to_owned));
    let pages = std::fs::read_dir(&to).expect("the folder").map(|entry| entry.expect("an entry").path());
    let pages: std::collections::BTreeMap<_, _> = pages
        .map(|path| {
            let page = std::fs::read_to_string(&path).expect("text").replace("\\-", "-");
            (path.file_name().expect("a name").to_string_lossy().into_owned(), page)
        })
        .collect();
    let commands = commands();
    assert_eq!(pages.len(), commands.len(), "{:?}", pages.keys());
    for (path, help) in commands {
        let name = [&["buffycoat".to_owned()], &path[..]].concat().join("-");
        let page = pages.get(&format!("{name}.1")).unwrap_or_else(|| panic!("no page of {name}"));
        assert_eq!(said(&[&["man".to_owned()], &path[..]].concat()).replace("\\-", "-"), *page, "{name}");
        let version = env!("CARGO_PKG_VERSION");
        assert!(page.contains(&format!(".TH {name} 1  \"buffycoat {version}\"")), "{page}");
        assert!(page.contains(".SH EXAMPLES\n") && page.contains(".SH \"EXIT STATUS\"\n"), "{page}");
        assert!(!page.contains("EXTRA"), "{page}");
        for call in calls(&help) {
            assert!(page.contains(call), "{call} is missing from\n{page}");
        }
        // Whoever is sent to a page finds it.
        for word in page.split_whitespace().filter_map(|word| word.strip_suffix("(1)")) {
            let word = word.trim_start_matches("\\fB").trim_end_matches("\\fR");
            assert!(pages.contains_key(&format!("{word}.1")), "{name} names {word}(1)");
        }
    }
}

#[test]
fn a_page_of_no_command_is_a_wrong_call() {
    for words in [&["man", "rum"][..], &["man", "audience"], &["man", "run", "--out", "x"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_buffycoat")).args(words).output().expect("the program starts");
        assert_eq!(output.status.code(), Some(2), "{words:?}");
    }
}
