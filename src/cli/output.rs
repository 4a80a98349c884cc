//! What a call prints and writes.

use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use super::Failure;
use crate::preset::{FileProblem, write_whole};
use crate::text::{Text, plain_lines};

/// Whether a file given as an argument stands for standard output.
pub fn is_stdout(path: &Path) -> bool {
    path == Path::new("-")
}

/// Refuses to write a result over the case that it comes from.
///
/// # Errors
/// The sentence to show.
pub fn keep_apart(case: &Path, result: &Path, text: &Text) -> Result<(), Failure> {
    let is_same = match (case.canonicalize(), result.canonicalize()) {
        (Ok(case), Ok(result)) => case == result,
        _ => false,
    };
    if is_same && !is_stdout(result) {
        return Err(Failure::Call(text.with("problem-onto-the-case", &[("file", result.display().to_string())])));
    }
    Ok(())
}

/// Writes a file whole or not at all; `-` is standard output. All of it is made before: what writes tables and pictures wraps the errors of
/// a disk in its own, which no longer tell one that is full.
///
/// # Errors
/// The sentence to show.
pub fn write(path: &Path, text: &Text, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), String> {
    let problem = |error| text.file_problem(path, &FileProblem::writing(path, error));
    let mut bytes = Vec::new();
    content(&mut bytes).map_err(problem)?;
    if is_stdout(path) {
        return put(&bytes, text);
    }
    write_whole(path, |file| file.write_all(&bytes)).map_err(problem)
}

/// Prints words to be read on standard output: nothing that a file says steers the terminal on which they end.
///
/// # Errors
/// The sentence to show.
pub fn print(words: impl AsRef<str>, text: &Text) -> Result<(), String> {
    put(plain_lines(words.as_ref()), text)
}

/// Prints data on standard output, to the byte; on a terminal without what would steer it. A reader that stops early, such as `head`, is no
/// error.
///
/// # Errors
/// The sentence to show.
pub fn put(bytes: impl AsRef<[u8]>, text: &Text) -> Result<(), String> {
    let mut stdout = io::stdout().lock();
    let written = if stdout.is_terminal() {
        stdout.write_all(plain_lines(&String::from_utf8_lossy(bytes.as_ref())).as_bytes())
    } else {
        stdout.write_all(bytes.as_ref())
    };
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::StorageFull => Err(text.get("problem-output-full")),
        Err(error) => Err(text.with("problem-output", &[("error", error.to_string())])),
        Ok(()) => Ok(()),
    }
}

/// Says on standard error what is wrong.
pub fn say_wrong(sentence: &str) {
    let sentence = plain_lines(sentence);
    log::warn!("{sentence}");
    let mut stderr = io::stderr().lock();
    let mark = if stderr.is_terminal() { "\u{1b}[31merror\u{1b}[0m" } else { "error" };
    let _ = writeln!(stderr, "{mark}: {sentence}");
}
