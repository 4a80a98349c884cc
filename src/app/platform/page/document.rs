//! What the page shows around the canvas: a sentence while there is no picture, what the page is, and the values as a table to be read aloud.

use egui::Context;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

use crate::app::App;
use crate::app::redraw::{self, Reason};
use crate::report::values;
use crate::text::Text;

/// The table follows play no more often than this, s.
const EVERY_S: f64 = 1.0;

fn element(id: &str) -> Option<web_sys::Element> {
    web_sys::window()?.document()?.get_element_by_id(id)
}

/// The canvas that the window is drawn on.
pub fn canvas() -> Option<web_sys::HtmlCanvasElement> {
    element("buffycoat")?.dyn_into().ok()
}

/// Says something in place of the picture.
pub fn say(sentence: &str) {
    if let Some(told) = element("told") {
        told.set_text_content(Some(sentence));
        // What is written there is to be seen.
        let _ = told.remove_attribute("hidden");
    }
}

/// Calls the page, and so its tab, by this name.
pub fn call(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// The picture is there, and takes the keys.
pub fn begun() {
    if let Some(canvas) = canvas() {
        // Without the keyboard it is used by the pointer.
        let _ = canvas.focus();
    }
    if let Some(told) = element("told") {
        let _ = told.set_attribute("hidden", "");
    }
}

/// Says what the page is, below the canvas.
pub fn say_what_it_is(text: &Text) {
    for (id, words) in [
        ("values-title", text.get("values-title")),
        ("page-note", text.get("page-note")),
        ("disclaimer", text.get("disclaimer")),
    ] {
        if let Some(element) = element(id) {
            element.set_text_content(Some(&words));
        }
    }
}

/// The table of values, while it is open.
#[derive(Default)]
pub struct Values {
    /// Of which run, by its revision, and which moment, min.
    shown: Option<(u64, f64)>,
    at_s: f64,
}

impl Values {
    /// The table is written once it is opened.
    pub fn new(ctx: &Context) -> Self {
        let ctx = ctx.clone();
        let opened = Closure::<dyn FnMut()>::new(move || redraw::request(&ctx, Reason::Followed)).into_js_value();
        if let Some(details) = element("values-box") {
            // Else the next movement of the pointer has it written.
            let _ = details.add_event_listener_with_callback("toggle", opened.unchecked_ref());
        }
        Self::default()
    }

    /// Writes the table anew where it no longer shows the run or the moment.
    pub fn follow(&mut self, app: &App, ctx: &Context) {
        let is_open = element("values-box").is_some_and(|details| details.has_attribute("open"));
        let wanted = (app.state().run_view.revision, app.playhead_min());
        if !is_open {
            self.shown = None;
            return;
        }
        if self.shown == Some(wanted) {
            return;
        }
        let now_s = ctx.input(|input| input.time);
        if self.shown.is_some() && now_s - self.at_s < EVERY_S {
            return redraw::request(ctx, Reason::Clock);
        }
        (self.shown, self.at_s) = (Some(wanted), now_s);
        if let Some(table) = element("values") {
            table.set_inner_html(&values::html(app.run(), app.preset(), app.playhead_min(), &app.text));
        }
    }
}
