//! The window in a page of a browser: opened as its address asks, with files by upload and download.

mod address;
mod document;
mod picker;

use std::path::Path;

use egui::Context;

use self::address::Address;
use self::document::{Values, say, say_what_it_is};
use self::picker::PagePicker;
use super::remembered::Store;
use super::safekeeping::Safekeeping;
use crate::app::App;
use crate::app::commands::Audience;
use crate::app::state::Answer;
use crate::host::{OWN_FOLDER, files};
use crate::preset::{BUNDLED, Preset};
use crate::text::Text;

/// The case that stands behind the gallery.
const FIRST: &str = "cml_very_high_count";

/// Opens the window in the page's canvas.
pub fn open() {
    // What breaks is told on the page: there is nobody else to tell it.
    std::panic::set_hook(Box::new(|_| say(&Text::english().get("page-broken"))));
    say_what_it_is(&Text::english());
    wasm_bindgen_futures::spawn_local(async {
        let Some(canvas) = document::canvas() else { return };
        let options = eframe::WebOptions::default();
        let opened =
            eframe::WebRunner::new().start(canvas, options, Box::new(|creation| begin(&creation.egui_ctx))).await;
        match opened {
            Ok(()) => document::begun(),
            Err(error) => {
                let error = error.as_string().unwrap_or_else(|| format!("{error:?}"));
                say(&Text::english().with("page-no-picture", &[("error", error)]));
            }
        }
    });
}

type Begun = Result<Box<dyn eframe::App>, Box<dyn std::error::Error + Send + Sync>>;

fn begin(ctx: &Context) -> Begun {
    let text = Text::english();
    let address = Address::of_page(&text);
    // Where the system does not say, a page is light.
    ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
    let preset = match &address.preset {
        Some(preset) => preset.clone(),
        None => first().ok_or("no bundled case")?,
    };
    let mut app =
        App::new(ctx, preset, None, Box::new(PagePicker::default())).map_err(|error| text.simulation_error(&error))?;
    app.set_audience(Box::new(OneWindow { why: text.get("page-one-window") }));
    let folder = Path::new(OWN_FOLDER);
    let (store, _) = if address.fresh { (Store::none(), None) } else { Store::open(folder) };
    store.remembered().apply(&mut app, ctx, address.theme.is_some());
    if let Some(theme) = address.theme {
        ctx.set_theme(if theme.is_dark() { egui::Theme::Dark } else { egui::Theme::Light });
        app.set_lecture(ctx, theme.is_stage());
    }
    // Files that were handed to an earlier page are gone.
    app.state.workspace.recent.files.retain(|path| files::is_file(path));
    if address.preset.is_some() {
        app.begin_case();
    } else {
        app.begin_at_home();
    }
    if let Some(lesson) = address.lesson {
        app.begin_lesson(ctx, lesson);
    }
    let safekeeping = if address.fresh {
        Safekeeping::none()
    } else {
        app.keep_in(folder);
        Safekeeping::in_folder(folder)
    };
    if let Some((title, body)) = address.problem {
        app.tell(title, body);
    }
    Ok(Box::new(Page { app, store, safekeeping, values: Values::new(ctx), title: String::new() }))
}

fn first() -> Option<Preset> {
    let named = BUNDLED.iter().find(|bundled| bundled.name == FIRST);
    named.or(BUNDLED.first())?.preset().cloned()
}

/// The window with what the page shows around it.
struct Page {
    app: App,
    store: Store,
    safekeeping: Safekeeping,
    values: Values,
    /// What the page was last called.
    title: String,
}

impl eframe::App for Page {
    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        self.app.logic(ctx, frame);
        self.store.keep(&self.app, ctx, false);
        self.safekeeping.look_after(&self.app, ctx);
        self.values.follow(&self.app, ctx);
        if self.title != self.app.window_title {
            self.title.clone_from(&self.app.window_title);
            document::call(&self.title);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.app.ui(ui, frame);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        self.app.clear_color(visuals)
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.safekeeping.close();
    }

    /// The program has its own way of remembering.
    fn persist_egui_memory(&self) -> bool {
        false
    }
}

/// A page is one window: there is none for the hall.
struct OneWindow {
    why: String,
}

impl Audience for OneWindow {
    fn open(&mut self, _desk: &Context) -> Result<(), String> {
        Err(self.why.clone())
    }

    fn tell(&mut self, _line: String) {}

    fn answers(&mut self) -> Vec<Answer> {
        Vec::new()
    }

    fn close(&mut self) {}
}
