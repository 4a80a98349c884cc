//! What the address of the page asks for: `?case=NAME`, `?lesson=NAME`, `?theme=NAME`, `?fresh`, and a share text behind `#`.

use crate::app::platform::Theme;
use crate::app::state::LessonSource;
use crate::preset::{BUNDLED, Preset, is_share_text, read_share_text};
use crate::text::Text;
use crate::{lesson, preset};

/// What to begin with.
#[derive(Default)]
pub struct Address {
    pub preset: Option<Preset>,
    pub lesson: Option<LessonSource>,
    pub theme: Option<Theme>,
    /// Begin as on the first day: nothing is remembered, from the last time or for the next.
    pub fresh: bool,
    /// What it asks for and is not there: title and sentence.
    pub problem: Option<(String, String)>,
}

impl Address {
    /// What the address of this page asks for.
    pub fn of_page(text: &Text) -> Self {
        let location = web_sys::window().map(|window| window.location());
        let part =
            |read: fn(&web_sys::Location) -> Option<String>| location.as_ref().and_then(read).unwrap_or_default();
        Self::read(&part(|location| location.search().ok()), &part(|location| location.hash().ok()), text)
    }

    fn read(search: &str, hash: &str, text: &Text) -> Self {
        let mut found = Self::default();
        if let Ok(asked) = web_sys::UrlSearchParams::new_with_str(search) {
            found.fresh = asked.has("fresh");
            found.theme = asked.get("theme").as_deref().and_then(theme_named);
            if let Some(name) = asked.get("case") {
                match BUNDLED.iter().find(|bundled| bundled.name == name).and_then(preset::Bundled::preset) {
                    Some(preset) => found.preset = Some(preset.clone()),
                    None => found.problem = Some(unknown("page-no-case", name, text)),
                }
            }
            if let Some(name) = asked.get("lesson") {
                match lesson::BUNDLED.iter().position(|bundled| bundled.name == name) {
                    Some(place) => found.lesson = Some(LessonSource::Bundled(place)),
                    None => found.problem = Some(unknown("page-no-lesson", name, text)),
                }
            }
        }
        let words = js_sys::decode_uri_component(hash.trim_start_matches('#')).map(String::from).unwrap_or_default();
        if !words.is_empty() {
            match is_share_text(&words).then(|| read_share_text(&words)) {
                Some(Ok(preset)) => found.preset = Some(preset),
                Some(Err(problem)) => found.problem = Some((text.get("paste-title"), text.share_problem(&problem))),
                None => found.problem = Some((text.get("paste-title"), text.get("paste-nothing"))),
            }
        }
        found
    }
}

fn unknown(id: &str, name: String, text: &Text) -> (String, String) {
    (text.get("page-address-title"), text.with(id, &[("name", name)]))
}

fn theme_named(name: &str) -> Option<Theme> {
    match name {
        "light" => Some(Theme::Light),
        "dark" => Some(Theme::Dark),
        "stage-light" => Some(Theme::StageLight),
        "stage-dark" => Some(Theme::StageDark),
        _ => None,
    }
}
