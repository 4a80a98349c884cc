//! What the window remembers from one launch to the next, in one small file.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use egui::{Context, ThemePreference, Vec2};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::app::commands::{apply_theme, outside_zoom, set_outside_zoom};
use crate::app::redraw::{self, Reason};
use crate::app::state::{Hints, RecentFiles, State, Tab, TextSize};
use crate::app::theme::size;
use crate::host::{Instant, files};
use crate::preset;

/// The file lies in the user's folder for settings.
const FILE: &str = "settings.ron";

/// The file is a page; a larger one is something else.
const MOST_BYTES: u64 = 1 << 16;

/// No window is larger, in points: systems count its pixels in sixteen bits.
const LARGEST_WINDOW: f32 = 16_384.0;

/// Changes that come close together are written once.
const WRITTEN_TOGETHER: Duration = Duration::from_secs(2);

/// Unknown fields come from a later version and are ignored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    #[serde(with = "Theme")]
    theme: ThemePreference,
    reduced_motion: bool,
    /// How large everything is shown; 1 is the usual size.
    zoom: Option<f32>,
    /// How large words are beside that.
    text: TextSize,
    tab: Tab,
    pub window: WindowPlace,
    recent: RecentFiles,
    hints: Hints,
}

impl Default for Remembered {
    /// What the first launch begins with.
    fn default() -> Self {
        Self {
            theme: ThemePreference::default(),
            reduced_motion: false,
            zoom: None,
            text: TextSize::default(),
            tab: Tab::default(),
            window: WindowPlace::default(),
            recent: RecentFiles::default(),
            hints: Hints::ALL,
        }
    }
}

/// How a [`ThemePreference`] is written.
#[derive(Serialize, Deserialize)]
#[serde(remote = "ThemePreference")]
enum Theme {
    System,
    Light,
    Dark,
}

/// Where the window stands on the desktop, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WindowPlace {
    /// Of the inside of the window.
    pub size: Option<[f32; 2]>,
    /// Of the outer left upper corner; not known on every system.
    pub position: Option<[f32; 2]>,
}

impl Remembered {
    /// Reads what was written, within bounds.
    ///
    /// # Errors
    /// When it cannot be read, or is none of this form.
    pub fn read(from: impl Read) -> io::Result<Self> {
        let mut text = String::new();
        // One byte too many tells a file that is too large, without reading the rest.
        from.take(MOST_BYTES + 1).read_to_string(&mut text)?;
        if text.len() as u64 > MOST_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        ron::from_str(&text).map_err(io::Error::other)
    }

    /// What there is to remember of a window.
    fn of(app: &App, ctx: &Context, before: &Self) -> Self {
        let workspace = &app.state.workspace;
        Self {
            theme: ctx.options(|options| options.theme_preference),
            reduced_motion: workspace.reduced_motion,
            zoom: Some(outside_zoom(ctx)),
            text: workspace.text_size,
            tab: workspace.tab,
            window: WindowPlace::of(ctx).unwrap_or(before.window),
            recent: workspace.recent.clone(),
            hints: workspace.hints,
        }
    }

    /// Makes a new window look as the last one did; `theme_is_given` where the call has named a theme.
    pub fn apply(&self, app: &mut App, ctx: &Context, theme_is_given: bool) {
        let State { workspace, case, .. } = &mut app.state;
        workspace.reduced_motion = self.reduced_motion;
        workspace.text_size = self.text.bounded();
        workspace.tab = self.tab;
        workspace.recent = self.recent.clone().bounded();
        workspace.hints = self.hints;
        if let Some(path) = case.path() {
            workspace.recent.note(path);
        }
        if !theme_is_given {
            ctx.set_theme(self.theme);
        }
        if let Some(zoom) = self.zoom.filter(|zoom| (0.5..=4.0).contains(zoom)) {
            set_outside_zoom(ctx, zoom);
        }
        apply_theme(ctx, &app.state);
    }
}

impl WindowPlace {
    /// `None` while the window is full screen, maximized or hidden: that is no place of its own.
    fn of(ctx: &Context) -> Option<Self> {
        let zoom = ctx.zoom_factor();
        ctx.input(|input| {
            let viewport = input.viewport();
            let is_usual =
                [viewport.maximized, viewport.fullscreen, viewport.minimized].iter().all(|on| *on != Some(true));
            let size = viewport.inner_rect?.size() * zoom;
            let position = viewport.outer_rect.map(|rect| (rect.min.to_vec2() * zoom).into());
            is_usual.then_some(Self { size: Some(size.round().into()), position })
        })
    }

    /// The size to open a window with.
    pub fn inner_size(&self) -> Vec2 {
        let [width, height] = size::SMALLEST_WINDOW;
        let is_sound = |size: &[f32; 2]| {
            (width..=LARGEST_WINDOW).contains(&size[0]) && (height..=LARGEST_WINDOW).contains(&size[1])
        };
        self.size.filter(is_sound).unwrap_or(size::WINDOW).into()
    }
}

/// The file of what is remembered, or none.
pub struct Store {
    path: Option<PathBuf>,
    written: Remembered,
    since: Instant,
}

impl Store {
    /// A store that remembers nothing: for tests and lecture halls.
    pub fn none() -> Self {
        Self { path: None, written: Remembered::default(), since: Instant::now() }
    }

    /// Reads what is remembered in this folder. A file that cannot be read is renamed so that it is not overwritten, and
    /// its new name is returned.
    pub fn open(folder: &Path) -> (Self, Option<PathBuf>) {
        let path = folder.join(FILE);
        let (written, put_aside) = match files::open(&path).and_then(Remembered::read) {
            Ok(remembered) => (remembered, None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (Remembered::default(), None),
            Err(error) => {
                log::warn!("{} cannot be read: {error}", path.display());
                (Remembered::default(), put_aside(&path))
            }
        };
        (Self { path: Some(path), written, since: Instant::now() }, put_aside)
    }

    pub fn remembered(&self) -> &Remembered {
        &self.written
    }

    /// Writes what has changed, but not too often; at the end of the program, `now`, at once.
    pub fn keep(&mut self, app: &App, ctx: &Context, now: bool) {
        if self.path.is_none() {
            return;
        }
        let wanted = Remembered::of(app, ctx, &self.written);
        if wanted == self.written {
            return;
        }
        if now || self.since.elapsed() >= WRITTEN_TOGETHER {
            self.since = Instant::now();
            self.write(wanted);
        } else {
            redraw::request(ctx, Reason::Unwritten);
        }
    }

    fn write(&mut self, wanted: Remembered) {
        let Some(path) = &self.path else { return };
        let text = ron::ser::to_string_pretty(&wanted, ron::ser::PrettyConfig::default()).map_err(io::Error::other);
        let written = text.and_then(|text| {
            files::make_folder(path.parent().unwrap_or(Path::new("")))?;
            preset::write_whole(path, |file| file.write_all(text.as_bytes()))
        });
        match written {
            Ok(()) => self.written = wanted,
            Err(error) => log::warn!("{} cannot be written: {error}", path.display()),
        }
    }
}

/// Gives a damaged file another name beside its own.
fn put_aside(path: &Path) -> Option<PathBuf> {
    let free = (1..100).map(|n| path.with_extension(format!("damaged-{n}.ron"))).find(|other| !files::exists(other))?;
    files::rename(path, &free).ok().map(|()| free)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let (mut store, damaged) = Store::open(&folder.path().join("new"));
        assert_eq!((store.remembered(), damaged), (&Remembered::default(), None));
        let wanted =
            Remembered { theme: ThemePreference::Dark, zoom: Some(1.5), tab: Tab::Map, ..Remembered::default() };
        store.write(wanted.clone());
        assert_eq!(Store::open(&folder.path().join("new")).0.remembered(), &wanted);
    }

    #[test]
    fn a_damaged_file_is_put_aside_and_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        for _ in 0..2 {
            std::fs::write(&path, "(theme: Drak").unwrap();
            let (store, damaged) = Store::open(folder.path());
            assert_eq!(store.remembered(), &Remembered::default());
            assert_eq!(std::fs::read_to_string(damaged.unwrap()).unwrap(), "(theme: Drak");
            assert!(!path.exists());
        }
    }

    #[test]
    fn fields_of_a_later_version_are_let_be_and_senseless_sizes_too() {
        let remembered: Remembered =
            ron::from_str("(theme: Light, sound: true, window: (size: Some((3, 1e9))))").unwrap();
        assert_eq!(remembered.theme, ThemePreference::Light);
        assert_eq!(remembered.window.inner_size(), Vec2::from(size::WINDOW));
        for side in ["inf", "NaN", "-1", "1e9", "3"] {
            let place: WindowPlace = ron::from_str(&format!("(size: Some((1280, {side})))")).unwrap();
            assert_eq!(place.inner_size(), Vec2::from(size::WINDOW), "{side}");
        }
    }

    #[test]
    fn a_file_without_an_end_is_not_read_to_its_end() {
        let endless = io::repeat(b' ');
        assert_eq!(Remembered::read(endless).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}
