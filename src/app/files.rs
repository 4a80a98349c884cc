//! Asking for a file without stopping the window: the system's dialog on a thread, or a scripted one in tests.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

use super::session::Purpose;

/// The ending of preset files.
pub const ENDING: &str = "ron";

/// The ending of pictures, which carry their preset.
const PICTURE_ENDING: &str = "png";

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Picked(Purpose, PathBuf),
    Canceled,
    /// There is no file dialog on this system: the path must be typed.
    NoDialog(Purpose),
}

/// Something that can ask for a file.
pub trait FilePicker {
    /// Starts asking. `suggested` is the name offered when saving, or the folder to start in.
    fn ask(&mut self, purpose: Purpose, suggested: &Path, ctx: &egui::Context);

    /// The answer, once there is one.
    fn answer(&mut self) -> Option<Answer>;
}

/// The system's own dialog.
#[derive(Default)]
pub struct SystemPicker {
    open: Option<Open>,
}

struct Open {
    purpose: Purpose,
    since: Instant,
    answer: Receiver<Option<PathBuf>>,
}

/// No person answers a dialog this fast: it never opened.
const TOO_FAST: Duration = Duration::from_millis(300);

impl FilePicker for SystemPicker {
    fn ask(&mut self, purpose: Purpose, suggested: &Path, ctx: &egui::Context) {
        if self.open.is_some() {
            return;
        }
        let endings: &[&str] = if purpose == Purpose::Open { &[ENDING, PICTURE_ENDING] } else { &[ENDING] };
        let mut dialog = rfd::AsyncFileDialog::new().add_filter("Buffycoat", endings).add_filter("*", &["*"]);
        if let Some(folder) = suggested.parent().filter(|folder| folder.is_dir()) {
            dialog = dialog.set_directory(folder);
        }
        if purpose == Purpose::Save
            && let Some(name) = suggested.file_name()
        {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        // The dialog is made here, on the thread of the window, and waited for elsewhere.
        let future: Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>> = match purpose {
            Purpose::Open => Box::pin(dialog.pick_file()),
            Purpose::Save => Box::pin(dialog.save_file()),
        };
        let (sender, answer) = channel();
        let ctx = ctx.clone();
        let waiting = std::thread::Builder::new().name("file dialog".to_owned()).spawn(move || {
            let picked = pollster::block_on(future).map(|handle| handle.path().to_owned());
            // A window that has closed meanwhile needs no answer.
            let _ = sender.send(picked);
            ctx.request_repaint();
        });
        // Without a thread the channel is closed at once, which answers below.
        if let Err(error) = waiting {
            log::error!("no thread could be started for the file dialog: {error}");
        }
        self.open = Some(Open { purpose, since: Instant::now(), answer });
    }

    fn answer(&mut self) -> Option<Answer> {
        let open = self.open.as_ref()?;
        let answer = match open.answer.try_recv() {
            Err(TryRecvError::Empty) => return None,
            Ok(Some(path)) => Answer::Picked(open.purpose, path),
            Ok(None) if open.since.elapsed() < TOO_FAST => Answer::NoDialog(open.purpose),
            Ok(None) => Answer::Canceled,
            Err(TryRecvError::Disconnected) => Answer::NoDialog(open.purpose),
        };
        self.open = None;
        Some(answer)
    }
}

/// A picker that gives prepared answers: for tests.
#[derive(Default)]
pub struct ScriptedPicker {
    answers: Vec<Answer>,
    asked: bool,
}

impl ScriptedPicker {
    /// Answers in this order.
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let mut answers: Vec<_> = answers.into_iter().collect();
        answers.reverse();
        Self { answers, asked: false }
    }
}

impl FilePicker for ScriptedPicker {
    fn ask(&mut self, _purpose: Purpose, _suggested: &Path, ctx: &egui::Context) {
        self.asked = true;
        ctx.request_repaint();
    }

    fn answer(&mut self) -> Option<Answer> {
        if !std::mem::take(&mut self.asked) {
            return None;
        }
        Some(self.answers.pop().unwrap_or(Answer::Canceled))
    }
}

/// The path with the ending of a preset, unless it has one.
pub fn with_ending(path: PathBuf) -> PathBuf {
    if path.extension().is_some() { path } else { path.with_extension(ENDING) }
}
