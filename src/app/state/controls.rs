//! Which settings have a control, in which section, and what their sliders reach.

use strum::IntoEnumIterator;

use super::State;
use crate::sim::settings::{Section, SettingId, Settings};

/// A setting, and what its slider reaches.
pub type SliderRange = (SettingId, (f64, f64));

impl State {
    /// Every setting that has a control, with the message of its section, in their order.
    pub fn controls(&self) -> Vec<(&'static str, SettingId)> {
        let of =
            |section: Section| self.controls_of(section).into_iter().map(move |setting| (section.message(), setting));
        Section::iter().flat_map(of).collect()
    }

    /// The settings of a section that have an effect. Of refill and size, those of the classes that the patient has.
    pub fn controls_of(&self, section: Section) -> Vec<SettingId> {
        let counts = &self.case.preset().protocol.settings.patient.white_cells_e9_per_l;
        let is_present = |setting: &SettingId| setting.row().class().is_none_or(|class| counts[class] > 0.0);
        let has_effect = |setting: &SettingId| (setting.row().has_effect)(self.settings());
        section
            .settings()
            .filter(|setting| has_effect(setting) && (section != Section::Expert || is_present(setting)))
            .collect()
    }

    /// Every slider of the controls, those always in view first.
    pub fn sliders(&self) -> Vec<SliderRange> {
        let with_range = |(_, setting)| Some((setting, self.slider_range(setting)?));
        self.controls().into_iter().filter_map(with_range).collect()
    }

    /// What the slider of a number reaches: all that a hand needs, and the value it has now.
    pub fn slider_range(&self, setting: SettingId) -> Option<(f64, f64)> {
        self.slider_range_in(self.settings(), setting)
    }

    /// What the axes of the map show and reach: as the sliders when changes are from the start.
    pub fn map_ranges(&self) -> [SliderRange; 2] {
        let settings = &self.case.preset().protocol.settings;
        let axes = self.workspace.map_axes;
        [axes.x, axes.y].map(|setting| (setting, self.slider_range_in(settings, setting).unwrap_or((0.0, 1.0))))
    }

    fn slider_range_in(&self, settings: &Settings, setting: SettingId) -> Option<(f64, f64)> {
        Some(setting.row().number()?.slider_range(settings, &self.case.saved().protocol.settings))
    }
}
