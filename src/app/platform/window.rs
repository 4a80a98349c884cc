//! Opening the window: with the renderer asked for, else with the other, and a plain answer where there is no display.

use std::path::{PathBuf, absolute};
use std::time::Instant;

use super::audience::{AudienceApp, AudienceProcess};
use super::benchmark::Benchmark;
use super::files::SystemPicker;
use super::options::{Renderer, Theme, WindowOptions};
use super::remembered::Store;
use super::remembering::RememberingApp;
use super::safekeeping::Safekeeping;
use crate::app::{App, theme};
use crate::crash;
use crate::preset::Preset;
use crate::text::Text;

/// How opening a window ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Closed,
    /// There is no display to open it on.
    NoDisplay,
    /// This system library is missing.
    NoLibrary(&'static str),
    /// There is a display, and no renderer works on it.
    Failed(String),
}

/// Opens the window with a preset, or with the gallery before it, and returns when it is closed.
pub fn open(preset: &Preset, path: Option<PathBuf>, options: &WindowOptions) -> Outcome {
    if let Some(obstacle) = obstacle() {
        return obstacle;
    }
    // What the window keeps may be read by another, opened in another folder.
    let path = path.map(|path| absolute(&path).unwrap_or(path));
    let (mut failure, called) = (String::new(), Instant::now());
    for renderer in renderers(options.renderer) {
        log::info!("opening a window with {renderer}");
        match open_with(renderer, preset.clone(), path.clone(), options.clone(), called) {
            Ok(()) => return Outcome::Closed,
            Err(error) => {
                log::warn!("no window with {renderer}: {error}");
                if matches!(error, eframe::Error::WinitEventLoop(_)) {
                    return Outcome::NoDisplay;
                }
                failure = error.to_string();
            }
        }
    }
    Outcome::Failed(failure)
}

/// Opens the audience's window, which follows the desk's lines on standard input, and returns when it is closed.
pub fn open_audience(preset: &Preset) -> Outcome {
    if let Some(obstacle) = obstacle() {
        return obstacle;
    }
    let mut failure = String::new();
    for renderer in renderers(None) {
        let options = options(window().with_inner_size([1280.0, 720.0]), renderer);
        let preset = preset.clone();
        let opened = eframe::run_native(
            "buffycoat audience",
            options,
            Box::new(move |creation| {
                let ctx = &creation.egui_ctx;
                let app = App::new(ctx, preset, None, Box::new(SystemPicker::default()))
                    .map_err(|error| Text::english().simulation_error(&error))?;
                Ok(Box::new(AudienceApp::new(app, ctx)))
            }),
        );
        match opened {
            Ok(()) => return Outcome::Closed,
            Err(error) => failure = error.to_string(),
        }
    }
    Outcome::Failed(failure)
}

/// What stands in the way of any window. Only where there is X11 or Wayland can one of them be missing, or a library that they need.
#[cfg(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))))]
fn obstacle() -> Option<Outcome> {
    let is_named = |variable| std::env::var_os(variable).is_some_and(|value| !value.is_empty());
    let has_wayland = is_named("WAYLAND_DISPLAY") || is_named("WAYLAND_SOCKET");
    if !has_wayland && !is_named("DISPLAY") {
        Some(Outcome::NoDisplay)
    // winit opens the next two as it starts, and panics without them.
    } else if xkbcommon_dl::xkbcommon_option().is_none() {
        Some(Outcome::NoLibrary("libxkbcommon"))
    } else if !has_wayland && xkbcommon_dl::x11::xkbcommon_x11_option().is_none() {
        Some(Outcome::NoLibrary("libxkbcommon-x11"))
    } else {
        None
    }
}

#[cfg(not(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android")))))]
const fn obstacle() -> Option<Outcome> {
    None
}

/// The renderers that are built, the wanted one first.
fn renderers(wanted: Option<Renderer>) -> Vec<eframe::Renderer> {
    let mut built = vec![
        (Renderer::Glow, eframe::Renderer::Glow),
        #[cfg(feature = "wgpu")]
        (Renderer::Wgpu, eframe::Renderer::Wgpu),
    ];
    built.sort_by_key(|(name, _)| Some(*name) != wanted);
    built.into_iter().map(|(_, renderer)| renderer).collect()
}

/// A window of the program, that of the lecturer or that of the hall.
fn window() -> egui::ViewportBuilder {
    egui::ViewportBuilder::default().with_title("Buffycoat").with_app_id("org.buffycoat.Buffycoat").with_icon(icon())
}

/// How a window is drawn.
fn options(viewport: egui::ViewportBuilder, renderer: eframe::Renderer) -> eframe::NativeOptions {
    eframe::NativeOptions {
        viewport,
        renderer,
        system_font_fallback: false,
        // There are no gradients to be dithered, and without a GPU every pixel would pay for it.
        dithering: false,
        ..eframe::NativeOptions::default()
    }
}

/// Where the icon cannot be read the system's own stands in.
fn icon() -> egui::IconData {
    const PNG: &[u8] = include_bytes!("../../../assets/icon-256.png");
    eframe::icon_data::from_png_bytes(PNG).unwrap_or_default()
}

fn open_with(
    renderer: eframe::Renderer,
    preset: Preset,
    path: Option<PathBuf>,
    wanted: WindowOptions,
    called: Instant,
) -> eframe::Result {
    let WindowOptions { theme, desk, fresh, frames, cells, at_home, lesson, dropped, .. } = wanted;
    let (store, damaged) =
        if fresh || frames.is_some() { (Store::none(), None) } else { Store::open(&crash::state_folder()) };
    let viewport = window()
        .with_inner_size(store.remembered().window.inner_size())
        .with_min_inner_size(theme::size::SMALLEST_WINDOW);
    let options = options(viewport, renderer);
    eframe::run_native(
        "buffycoat",
        options,
        Box::new(move |creation| {
            creation.egui_ctx.set_theme(match theme {
                Some(theme) if theme.is_dark() => egui::ThemePreference::Dark,
                Some(_) => egui::ThemePreference::Light,
                None => egui::ThemePreference::System,
            });
            // Where the system does not say, a lecture screen is light.
            creation.egui_ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
            let mut app = App::new(&creation.egui_ctx, preset, path, Box::new(SystemPicker::default()))
                .map_err(|error| Text::english().simulation_error(&error))?;
            app.set_audience(Box::new(AudienceProcess::default()));
            store.remembered().apply(&mut app, &creation.egui_ctx, theme.is_some());
            if theme.is_some_and(Theme::is_stage) {
                app.set_lecture(&creation.egui_ctx, true);
            }
            match frames {
                None if at_home => app.begin_at_home(),
                None => app.begin_case(),
                Some(_) => {}
            }
            if let Some(lesson) = lesson {
                app.begin_lesson(&creation.egui_ctx, lesson);
            }
            if let Some(path) = dropped {
                app.open_dropped(&creation.egui_ctx, path);
            }
            if desk {
                app.open_desk();
            }
            let keeps = !fresh && frames.is_none();
            let safekeeping = if keeps {
                let folder = crash::state_folder();
                app.keep_in(&folder);
                Safekeeping::in_folder(&folder)
            } else {
                Safekeeping::none()
            };
            if let Some(file) = damaged {
                app.tell_of_damaged_settings(&file);
            }
            Ok(match frames {
                Some(frames) => Box::new(Benchmark::new(app, frames, cells)),
                None => Box::new(RememberingApp::new(app, store, safekeeping, called)),
            })
        }),
    )
}
