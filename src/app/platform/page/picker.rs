//! Files of a page: one is opened by choosing it in the browser's own dialog, or by dropping it; saving hands it out.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use egui::{Context, DroppedFileHandle};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

use crate::app::commands::{FilePicker, PickerAnswer};
use crate::app::redraw::{self, Reason};
use crate::app::state::{ENDING, Purpose};
use crate::host::files;

/// More than any file that can be opened.
const MOST_BYTES: f64 = 16.0 * 1024.0 * 1024.0;

type Answers = Rc<RefCell<VecDeque<PickerAnswer>>>;

/// The browser's dialog.
#[derive(Default)]
pub struct PagePicker {
    answers: Answers,
    /// The field that asks, and what it calls when it was answered or canceled.
    asking: Option<(web_sys::HtmlInputElement, [Closure<dyn FnMut()>; 2])>,
    classes: usize,
}

impl FilePicker for PagePicker {
    fn ask(&mut self, purpose: Purpose, suggested: &Path, ctx: &Context) {
        let asked = match purpose {
            Purpose::Open | Purpose::OpenLesson => self.ask_for_files(purpose, None, ctx),
            Purpose::Class => {
                self.classes += 1;
                self.ask_for_files(purpose, Some(PathBuf::from(format!("class {}", self.classes))), ctx)
            }
            // The browser knows where downloads go.
            _ => {
                let name = suggested.file_name().map_or_else(|| suggested.to_owned(), PathBuf::from);
                self.answers.borrow_mut().push_back(PickerAnswer::Picked(purpose, name));
                redraw::request(ctx, Reason::Answered);
                Some(())
            }
        };
        if asked.is_none() {
            self.answers.borrow_mut().push_back(PickerAnswer::Canceled);
            redraw::request(ctx, Reason::Answered);
        }
    }

    fn answer(&mut self) -> Option<PickerAnswer> {
        self.answers.borrow_mut().pop_front()
    }

    fn dropped(&mut self, file: &DroppedFileHandle, ctx: &Context) -> Option<PathBuf> {
        let file = file.web_file()?.clone();
        let (answers, ctx) = (Rc::clone(&self.answers), ctx.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let path = PathBuf::from(file.name());
            let answer = if take(&file, &path).await { PickerAnswer::Dropped(path) } else { PickerAnswer::Canceled };
            answers.borrow_mut().push_back(answer);
            redraw::request(&ctx, Reason::Answered);
        });
        None
    }
}

impl PagePicker {
    /// Opens the dialog for one file, or for all that go into a folder.
    fn ask_for_files(&mut self, purpose: Purpose, folder: Option<PathBuf>, ctx: &Context) -> Option<()> {
        let input = web_sys::window()?.document()?.create_element("input").ok()?;
        let input: web_sys::HtmlInputElement = input.dyn_into().ok()?;
        input.set_type("file");
        input.set_multiple(folder.is_some());
        let text = format!(".{ENDING},.txt");
        input.set_accept(&if purpose == Purpose::Open { format!("{text},.png,.svg,.html") } else { text });
        let on_change = {
            let (answers, ctx, input) = (Rc::clone(&self.answers), ctx.clone(), input.clone());
            Closure::<dyn FnMut()>::new(move || {
                let (answers, ctx, chosen) = (Rc::clone(&answers), ctx.clone(), input.files());
                let folder = folder.clone();
                wasm_bindgen_futures::spawn_local(async move {
                    let answer = take_all(purpose, chosen, folder).await;
                    answers.borrow_mut().push_back(answer);
                    redraw::request(&ctx, Reason::Answered);
                });
            })
        };
        let on_cancel = {
            let (answers, ctx) = (Rc::clone(&self.answers), ctx.clone());
            Closure::<dyn FnMut()>::new(move || {
                answers.borrow_mut().push_back(PickerAnswer::Canceled);
                redraw::request(&ctx, Reason::Answered);
            })
        };
        for (event, closure) in [("change", &on_change), ("cancel", &on_cancel)] {
            input.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref()).ok()?;
        }
        input.click();
        self.asking = Some((input, [on_change, on_cancel]));
        Some(())
    }
}

/// Takes what was chosen into the page's files.
async fn take_all(purpose: Purpose, chosen: Option<web_sys::FileList>, folder: Option<PathBuf>) -> PickerAnswer {
    let Some(chosen) = chosen else { return PickerAnswer::Canceled };
    let mut last = None;
    for place in 0..chosen.length() {
        let Some(file) = chosen.get(place) else { continue };
        let path = folder.as_ref().map_or_else(|| PathBuf::from(file.name()), |folder| folder.join(file.name()));
        if take(&file, &path).await {
            last = Some(path);
        }
    }
    match last {
        Some(path) => PickerAnswer::Picked(purpose, folder.unwrap_or(path)),
        None => PickerAnswer::Canceled,
    }
}

/// Reads a file of the user's into the page's own; whether that could be done.
async fn take(file: &web_sys::File, path: &Path) -> bool {
    if file.size() > MOST_BYTES {
        log::warn!("{} is too large", path.display());
        return false;
    }
    match file.array_buffer().await {
        Ok(buffer) => {
            files::put(path, js_sys::Uint8Array::new(&buffer).to_vec());
            true
        }
        Err(error) => {
            log::warn!("{} cannot be read: {error:?}", path.display());
            false
        }
    }
}
