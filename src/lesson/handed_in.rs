//! What students hand in: files with answers, and codes in lines of text; read within bounds, whatever they hold.

use std::io::{self, Read};
use std::path::Path;

use super::Lesson;
use super::answers_read::{MOST_ANSWERS_BYTES, is_answers, read_answers};
use super::class::{Handed, HandedIn, LeftOut};
use super::code::{Code, CodeProblem};
use super::read::{is_lesson, read};
use crate::host::files;
use crate::preset::{FileProblem, MAX_BYTES, Position};

/// More files than these in a folder are no class.
const MOST_FILES: usize = 2000;

/// A longer line is no code.
const LONGEST_LINE: usize = 200;

/// What lies in a folder: what was handed in, and lessons that lie beside it.
#[derive(Debug, Default)]
pub struct Folder {
    pub handed_in: Vec<HandedIn>,
    pub lessons: Vec<Lesson>,
}

/// Every file of a folder that may be of answers, codes or a lesson (`.ron`, `.txt`), in the order of their names; folders in it are not
/// entered.
///
/// # Errors
/// When the folder cannot be read. What is wrong with a file stands in its place.
pub fn read_folder(folder: &Path) -> Result<Folder, FileProblem> {
    let problem = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => FileProblem::MissingFolder(folder.to_owned()),
        io::ErrorKind::PermissionDenied => FileProblem::NotAllowed,
        _ => FileProblem::Io(error),
    };
    let mut paths = Vec::new();
    for path in files::list(folder).map_err(problem)? {
        let is_meant = path.extension().is_some_and(|ending| ending == "ron" || ending == "txt");
        if is_meant && files::is_file(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    paths.truncate(MOST_FILES);
    let mut found = Folder::default();
    for path in &paths {
        found.add(path);
    }
    Ok(found)
}

/// Whether there is a file of this name that holds answers, sound or not.
pub fn is_answers_file(path: &Path) -> bool {
    files::exists(path) && !files::is_folder(path) && text_of(path).is_ok_and(|text| is_answers(&text))
}

impl Folder {
    /// What a single file holds, as if it lay alone in a folder.
    pub fn of_file(path: &Path) -> Self {
        let mut found = Self::default();
        found.add(path);
        found
    }

    /// Adds what a file holds.
    pub fn add(&mut self, path: &Path) {
        let label = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        match text_of(path) {
            Ok(text) if is_lesson(&text) => match read(&text) {
                Ok(lesson) => self.lessons.push(lesson),
                Err(problems) => {
                    let what = Err(LeftOut::File(FileProblem::Preset(problems)));
                    self.handed_in.push(HandedIn { label, what });
                }
            },
            Ok(text) => self.handed_in.extend(read_handed_in(&label, &text)),
            Err(problem) => self.handed_in.push(HandedIn { label, what: Err(LeftOut::File(problem)) }),
        }
    }
}

/// What a single file holds.
pub fn read_file(path: &Path) -> Vec<HandedIn> {
    Folder::of_file(path).handed_in
}

fn text_of(path: &Path) -> Result<String, FileProblem> {
    let mut bytes = Vec::new();
    let file = files::open(path).map_err(|error| FileProblem::reading(path, error))?;
    // One byte too many tells a file that is too large, without reading the rest.
    let read = file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| FileProblem::reading(path, error))?;
    String::from_utf8(bytes).map_err(|_| FileProblem::NotText(Position { line: 1, column: 1 }))
}

/// What a text holds: answers, or a code in each line.
pub fn read_handed_in(label: &str, text: &str) -> Vec<HandedIn> {
    let of_whole = |what| vec![HandedIn { label: label.to_owned(), what }];
    if is_answers(text) || text.len() > MOST_ANSWERS_BYTES {
        let read = read_answers(text).map(Handed::Answers);
        return of_whole(read.map_err(|problems| LeftOut::File(FileProblem::Preset(problems))));
    }
    let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let read: Vec<_> = lines.iter().map(|line| (*line, read_line(line))).collect();
    // A text without a single code is something else than a list of them.
    if read.iter().all(|(_, code)| matches!(code, Err(CodeProblem::NotACode))) {
        return of_whole(Err(LeftOut::Foreign));
    }
    let handed_in = read.into_iter().map(|(line, code)| HandedIn {
        label: line.chars().take(40).collect(),
        what: code.map(Handed::Code).map_err(LeftOut::Code),
    });
    handed_in.collect()
}

/// Whether any line of a text is a code that can be read; of a text that is larger than answers may be, none is looked for.
pub fn has_codes(text: &str) -> bool {
    // Nearly any word would be one with a slip.
    text.len() <= MOST_ANSWERS_BYTES && text.lines().map(str::trim).any(|line| read_line(line).is_ok())
}

fn read_line(line: &str) -> Result<Code, CodeProblem> {
    if line.len() > LONGEST_LINE { Err(CodeProblem::NotACode) } else { Code::read(line) }
}
