//! `class`: what students handed in, marked and counted.

use std::fmt::Write as _;
use std::path::Path;

use super::Failure;
use super::arguments::ClassArguments;
use super::lessons;
use super::output::{is_stdout, print, write};
use crate::lesson::{self, BUNDLED, Class, Folder, Key, Lesson, lesson_of};
use crate::preset::FileProblem;
use crate::report::{self, sheet};
use crate::text::{Text, sentence};

/// Lines of each kind in the summary.
const MOST_LINES: usize = 12;

pub fn class(arguments: &ClassArguments, text: &Text) -> Result<(), Failure> {
    let name = &arguments.folder;
    let folder = lesson::read_folder(name).map_err(|problem| text.file_problem(name, &problem))?;
    let lesson = the_lesson(&folder, arguments, text)?;
    let key = Key::of(&lesson).map_err(|error| text.simulation_error(&error))?;
    let mut class = Class::of(&lesson, &key, folder.handed_in);
    if class.students.is_empty() {
        let why: Vec<_> =
            class.left_out.iter().map(|(label, why)| text.left_out(label, why)).take(MOST_LINES).collect();
        let nothing = text.with("class-nothing", &[("folder", name.display().to_string())]);
        return Err(Failure::Case(std::iter::once(nothing).chain(why).collect::<Vec<_>>().join("\n")));
    }
    if arguments.anonymous {
        class.anonymize();
    }
    if let Some(to) = &arguments.csv {
        let decimal = arguments.decimal.into();
        write(to, text, |to| Ok(report::class::table(&class, &lesson, decimal, text, to)?))?;
    }
    if let Some(to) = &arguments.report {
        let page = sheet::class(&class, &lesson, &key, text);
        write(to, text, |to| to.write_all(page.as_bytes()))?;
    }
    let is_printed = [&arguments.csv, &arguments.report].into_iter().flatten().any(|to| is_stdout(to));
    if !is_printed {
        print(summary(&class, &lesson, text), text)?;
    }
    Ok(())
}

/// The lesson that the call names, or to which most of the answers belong.
fn the_lesson(folder: &Folder, arguments: &ClassArguments, text: &Text) -> Result<Lesson, Failure> {
    if let Some(name) = &arguments.lesson {
        return Ok(named(name, text)?);
    }
    let bundled = BUNDLED.iter().filter_map(|bundled| bundled.lesson().map(|lesson| -> &Lesson { lesson }));
    let found = lesson_of(&folder.handed_in, folder.lessons.iter().chain(bundled));
    found.cloned().ok_or_else(|| {
        let is_any = folder.handed_in.iter().any(|own| own.what.is_ok());
        let id = if is_any { "class-no-lesson" } else { "class-nothing" };
        let mut lines = vec![text.with(id, &[("folder", arguments.folder.display().to_string())])];
        let wrong = folder.handed_in.iter().filter_map(|own| Some((own.label.as_str(), own.what.as_ref().err()?)));
        lines.extend(wrong.map(|(label, why)| text.left_out(label, why)).take(MOST_LINES));
        Failure::Case(lines.join("\n"))
    })
}

fn named(name: &Path, text: &Text) -> Result<Lesson, String> {
    let words =
        lessons::text_of(name).map_err(|_| text.with("problem-no-lesson", &[("name", name.display().to_string())]))?;
    lesson::read(&words).map_err(|problems| text.file_problem(name, &FileProblem::Preset(problems)))
}

fn summary(class: &Class, lesson: &Lesson, text: &Text) -> String {
    let mut lines = String::new();
    for sentence in sheet::short(class, lesson, text) {
        let _ = writeln!(lines, "{sentence}");
    }
    let mut part = |heading: &str, entries: Vec<String>| {
        if entries.is_empty() {
            return;
        }
        let _ = writeln!(lines, "\n{}", text.get(heading));
        let more = entries.len().saturating_sub(MOST_LINES);
        for entry in entries.into_iter().take(MOST_LINES) {
            let _ = writeln!(lines, "  {}", entry.replace('\n', " "));
        }
        if more > 0 {
            let _ = writeln!(lines, "  {}", text.with("class-and-more", &[("count", more.to_string())]));
        }
    };
    let told = |question: &lesson::Question| {
        let asked = sentence(&text.question_named(lesson, question.place));
        format!("{asked} {}", text.question_counts(question))
    };
    part("class-missed", class.most_missed().into_iter().map(told).collect());
    part("class-certain", class.certain_and_wrong().into_iter().map(told).collect());
    part("class-challenges", sheet::challenges(class, lesson, text));
    part("class-help", class.who_needs_help().into_iter().map(|student| text.student(student)).collect());
    part("class-left-out", class.left_out.iter().map(|(label, why)| text.left_out(label, why)).collect());
    lines
}
