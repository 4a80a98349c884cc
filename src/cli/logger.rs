//! The log: what the program does, into a file with `--log` or to standard error as `RUST_LOG` asks.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use env_logger::{Builder, Env, Target};

use crate::crash;
use crate::preset::FileProblem;
use crate::text::{Text, plain_lines};

/// Starts it. Without a file and without `RUST_LOG` only errors are said.
///
/// # Errors
/// The sentence to show, when the file cannot be written.
pub fn start(file: Option<&Path>, text: &Text) -> Result<(), String> {
    let mut builder =
        Builder::from_env(Env::default().default_filter_or(if file.is_some() { "info" } else { "error" }));
    if let Some(path) = file {
        let file = OpenOptions::new().create(true).append(true).open(path);
        builder.target(Target::Pipe(Box::new(
            file.map_err(|error| text.file_problem(path, &FileProblem::writing(path, error)))?,
        )));
    }
    let start = Instant::now();
    builder.format(move |line, record| {
        let (seconds, level) = (start.elapsed().as_secs_f64(), record.level());
        writeln!(line, "{seconds:9.3} {level:<5} {}: {}", record.target(), plain_lines(&record.args().to_string()))
    });
    // Another logger is there already only where a test has set one.
    let _ = builder.try_init();
    let called: Vec<_> = std::env::args().collect();
    log::info!("{}: {}", crash::program(), called.join(" "));
    Ok(())
}
