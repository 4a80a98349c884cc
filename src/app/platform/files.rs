//! The system's file dialog, waited for on a thread so that the window goes on.

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

use crate::app::commands::{FilePicker, PickerAnswer};
use crate::app::redraw::{self, Reason};
use crate::app::state::Purpose;

/// The system's own dialog.
#[derive(Default)]
pub struct SystemPicker {
    open: Option<Open>,
    /// One that did not come in time: its service hangs, or it comes after all.
    late: Option<Open>,
    /// Asked for while its service hangs.
    refused: Option<Purpose>,
}

struct Open {
    purpose: Purpose,
    since: Instant,
    ctx: egui::Context,
    /// Whether the window has lost the keyboard since: to a dialog, if there was one.
    has_yielded: bool,
    answer: Receiver<Option<PathBuf>>,
}

/// No person answers a dialog this fast: it never opened.
const TOO_FAST: Duration = Duration::from_millis(300);

/// A dialog that is not to be seen after this is not waited for; a little less than the frame in which that is found out.
const SLOW: Duration = Duration::from_millis(2900);

impl FilePicker for SystemPicker {
    fn ask(&mut self, purpose: Purpose, suggested: &Path, ctx: &egui::Context) {
        if self.open.is_some() {
            return;
        }
        if self.late.is_some() {
            self.refused = Some(purpose);
            redraw::request(ctx, Reason::Answered);
            return;
        }
        redraw::request(ctx, Reason::IsLate);
        let endings = purpose.endings();
        let mut dialog = rfd::AsyncFileDialog::new();
        if !endings.is_empty() {
            dialog = dialog.add_filter("Buffycoat", &endings).add_filter("*", &["*"]);
        }
        if let Some(folder) = suggested.parent().filter(|folder| folder.is_dir()) {
            dialog = dialog.set_directory(folder);
        }
        if !matches!(purpose, Purpose::Open | Purpose::OpenLesson | Purpose::Class)
            && let Some(name) = suggested.file_name()
        {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        // The dialog is made here, on the thread of the window, and waited for elsewhere.
        let future: Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>> = match purpose {
            Purpose::Open | Purpose::OpenLesson => Box::pin(dialog.pick_file()),
            Purpose::Class => Box::pin(dialog.pick_folder()),
            _ => Box::pin(dialog.save_file()),
        };
        let (sender, answer) = channel();
        let (ctx, for_focus) = (ctx.clone(), ctx.clone());
        let waiting = std::thread::Builder::new().name("file dialog".to_owned()).spawn(move || {
            let picked = pollster::block_on(future).map(|handle| handle.path().to_owned());
            // A window that has closed meanwhile needs no answer.
            let _ = sender.send(picked);
            redraw::request(&ctx, Reason::Answered);
        });
        // Without a thread the channel is closed at once, which answers below.
        if let Err(error) = waiting {
            log::error!("no thread could be started for the file dialog: {error}");
        }
        let (since, ctx) = (Instant::now(), for_focus);
        self.open = Some(Open { purpose, since, ctx, has_yielded: false, answer });
    }

    fn answer(&mut self) -> Option<PickerAnswer> {
        if let Some(purpose) = self.refused.take() {
            return Some(PickerAnswer::NoDialog(purpose));
        }
        if let Some(late) = &self.late {
            match late.answer.try_recv() {
                Err(TryRecvError::Empty) => {}
                Ok(Some(path)) => {
                    let purpose = late.purpose;
                    self.late = None;
                    return Some(PickerAnswer::Picked(purpose, path));
                }
                Ok(None) | Err(TryRecvError::Disconnected) => self.late = None,
            }
        }
        let open = self.open.as_mut()?;
        open.has_yielded |= open.ctx.input(|input| input.viewport().focused) == Some(false);
        let answer = match open.answer.try_recv() {
            Err(TryRecvError::Empty) if !open.has_yielded && open.since.elapsed() > SLOW => {
                let purpose = open.purpose;
                self.late = self.open.take();
                return Some(PickerAnswer::NoDialog(purpose));
            }
            Err(TryRecvError::Empty) => return None,
            Ok(Some(path)) => PickerAnswer::Picked(open.purpose, path),
            // A dialog that was to be seen has taken the keyboard, and no person answers one at once.
            Ok(None) if !open.has_yielded || open.since.elapsed() < TOO_FAST => PickerAnswer::NoDialog(open.purpose),
            Ok(None) => PickerAnswer::Canceled,
            Err(TryRecvError::Disconnected) => PickerAnswer::NoDialog(open.purpose),
        };
        self.open = None;
        Some(answer)
    }
}
