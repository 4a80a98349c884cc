//! What a crash leaves behind: a report and the case that was not saved, side by side where the user can find them.

use std::backtrace::Backtrace;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::panic;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::UNIX_EPOCH;

use crate::preset::{self, Preset};
use crate::text::{Text, plain_lines};

/// The case that a crash would lose, and its text, written beforehand: a program that breaks cannot be trusted to write it.
static UNSAVED: Mutex<Option<(Preset, String)>> = Mutex::new(None);

fn unsaved() -> MutexGuard<'static, Option<(Preset, String)>> {
    UNSAVED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps a case that is not on disk, so that it outlives a crash; `None` while a crash would lose nothing. Costs a comparison while the case stays the same.
pub fn keep_case(preset: Option<&Preset>) {
    if unsaved().as_ref().map(|(kept, _)| kept) == preset {
        return;
    }
    // Written before the lock is taken: should this break, the hook finds the case of before.
    let kept = preset.map(|preset| (preset.clone(), preset::write(preset)));
    *unsaved() = kept;
}

/// The program's name and version, and what it runs on.
pub fn program() -> String {
    format!("Buffycoat {} on {} {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH)
}

/// The folder for what the program keeps of its own accord; the temporary one where the user has none.
pub fn state_folder() -> PathBuf {
    let folder = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let in_home = |inside| std::env::home_dir().map(|home| home.join(inside));
    let systems = || {
        if cfg!(windows) {
            folder("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            in_home("Library/Application Support")
        } else {
            in_home(".local/state")
        }
    };
    folder("XDG_STATE_HOME").or_else(systems).unwrap_or_else(std::env::temp_dir).join("buffycoat")
}

/// From now on a panic, on any thread, leaves a report and the unsaved case behind and says where.
pub fn install_hook() {
    panic::set_hook(Box::new(|panic| {
        let thread = std::thread::current();
        let thread = thread.name().unwrap_or("without a name");
        let report = format!("{}\nThread {thread} {panic}\n\n{}\n", program(), Backtrace::force_capture());
        let case = unsaved().as_ref().map(|(_, text)| text.clone());
        let left = leave(&report, case.as_deref());

        let text = Text::english();
        let line = |id, name, value: String| text.with(id, &[(name, value)]);
        let mut lines = Vec::new();
        match left {
            Ok(file) => {
                lines.push(line("crash-report", "file", file.display().to_string()));
                lines
                    .extend(case.map(|_| line("crash-case", "file", file.with_extension("ron").display().to_string())));
            }
            Err(error) => {
                lines.extend([line("crash-no-report", "error", error.to_string()), report]);
                lines.extend(case);
            }
        }
        let _ = writeln!(io::stderr().lock(), "{}", plain_lines(&lines.join("\n")));
        log::error!("{panic}");
    }));
}

/// Writes the case and the report, and returns the report's file. All panics of one process share it; the case beside it is the last.
fn leave(report: &str, case: Option<&str>) -> io::Result<PathBuf> {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    static REPORTS: AtomicUsize = AtomicUsize::new(0);
    /// What breaks in every frame is known by then.
    const MOST_REPORTS: usize = 8;

    let file = FILE.get_or_init(|| {
        let seconds = UNIX_EPOCH.elapsed().unwrap_or_default().as_secs();
        state_folder().join(format!("crash-{seconds}-{}.txt", std::process::id()))
    });
    fs::create_dir_all(state_folder())?;
    if let Some(case) = case {
        fs::write(file.with_extension("ron"), case)?;
    }
    if REPORTS.fetch_add(1, Ordering::Relaxed) < MOST_REPORTS {
        OpenOptions::new().create(true).append(true).open(file)?.write_all(report.as_bytes())?;
    }
    Ok(file.clone())
}
