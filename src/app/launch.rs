//! Opening the window: the renderer asked for first, then the other, and a plain answer where there is no display.

use std::path::PathBuf;

use super::files::SystemPicker;
use super::measure::Measured;
use super::{App, theme};
use crate::cli::{Renderer, Theme, WindowArguments};
use crate::preset::Preset;

/// How opening a window ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Closed,
    /// There is no display to open it on.
    NoDisplay,
    /// There is a display, and no renderer works on it.
    Failed(String),
}

/// Opens the window with a preset and returns when it is closed.
pub fn open(preset: &Preset, path: Option<PathBuf>, arguments: &WindowArguments) -> Outcome {
    if !has_display() {
        return Outcome::NoDisplay;
    }
    let mut failure = String::new();
    for renderer in renderers(arguments.renderer) {
        match open_with(renderer, preset.clone(), path.clone(), arguments.clone()) {
            Ok(()) => return Outcome::Closed,
            Err(eframe::Error::WinitEventLoop(_)) => return Outcome::NoDisplay,
            Err(error) => failure = error.to_string(),
        }
    }
    Outcome::Failed(failure)
}

/// Only X11 and Wayland can be missing; elsewhere there is always a display.
fn has_display() -> bool {
    let is_unix_desktop = cfg!(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))));
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_unix_desktop || named("DISPLAY") || named("WAYLAND_DISPLAY") || named("WAYLAND_SOCKET")
}

/// The renderers that are built, the wanted one first.
fn renderers(wanted: Option<Renderer>) -> Vec<eframe::Renderer> {
    let mut built = vec![
        #[cfg(feature = "glow")]
        (Renderer::Glow, eframe::Renderer::Glow),
        #[cfg(feature = "wgpu")]
        (Renderer::Wgpu, eframe::Renderer::Wgpu),
    ];
    built.sort_by_key(|(name, _)| Some(*name) != wanted);
    built.into_iter().map(|(_, renderer)| renderer).collect()
}

fn open_with(
    renderer: eframe::Renderer,
    preset: Preset,
    path: Option<PathBuf>,
    WindowArguments { theme, frames, cells, .. }: WindowArguments,
) -> eframe::Result {
    let viewport = egui::ViewportBuilder::default()
        .with_title("Buffycoat")
        .with_app_id("buffycoat")
        .with_inner_size(theme::size::WINDOW)
        .with_min_inner_size(theme::size::SMALLEST_WINDOW);
    let options =
        eframe::NativeOptions { viewport, renderer, system_font_fallback: false, ..eframe::NativeOptions::default() };
    eframe::run_native(
        "buffycoat",
        options,
        Box::new(move |creation| {
            creation.egui_ctx.set_theme(match theme {
                Some(Theme::Light) => egui::ThemePreference::Light,
                Some(Theme::Dark) => egui::ThemePreference::Dark,
                Some(Theme::Lecture) | None => egui::ThemePreference::System,
            });
            // Where the system does not say, a lecture screen is light.
            creation.egui_ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
            let mut app = App::new(&creation.egui_ctx, preset, path, Box::new(SystemPicker::default()))
                .map_err(|error| format!("{error:?}"))?;
            if theme == Some(Theme::Lecture) {
                app.set_lecture(&creation.egui_ctx, true);
            }
            Ok(match frames {
                Some(frames) => Box::new(Measured::new(app, frames, cells)),
                None => Box::new(app),
            })
        }),
    )
}
