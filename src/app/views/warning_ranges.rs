//! The ranges of a setting that cause warnings, as text and as stretches of its track.

use egui::{Label, Response, RichText, Ui};

use super::View;
use crate::app::state::EditScope;
use crate::app::theme::{severity, size, small, strong, tokens};
use crate::app::widgets::track::Warned;
use crate::sim::SettingId;
use crate::study::warning_ranges::Range;
use crate::text::{is_time, setting_number};

/// The known warning ranges of one setting.
pub struct WarningBorders<'a> {
    pub setting: SettingId,
    /// The ends of its track.
    pub reach: (f64, f64),
    ranges: &'a [Range],
    /// Stretches of the track with a warning that the procedure causes in at least part of the track.
    pub stretches: Vec<Warned>,
    /// Whether the ranges were found for another run.
    pub stale: bool,
}

impl<'a> WarningBorders<'a> {
    /// Empty for edits from now on: ranges are only computed for the whole run.
    pub fn of(view: &View<'a>, setting: SettingId, reach: (f64, f64)) -> Self {
        let found = match view.case_view.edit_scope {
            EditScope::FromStart => view.background.warning_ranges.of((setting, reach), &view.run().protocol),
            EditScope::FromNow => None,
        };
        let (ranges, is_fresh) = found.unwrap_or((&[], true));
        // A warning present at every value says nothing about this setting.
        let (least, most) = reach;
        let shown = ranges.iter().filter(|range| range.there_from > least || range.there_to < most);
        let stretch = |range: &Range| Warned { from: range.there_from, to: range.there_to, severity: range.severity };
        Self { setting, reach, ranges, stretches: shown.map(stretch).collect(), stale: !is_fresh }
    }

    /// The range whose border is nearest to a value, as text. In a tie, the worse one.
    pub fn nearest_words(&self, view: &View<'_>, value: f64) -> Option<String> {
        let distance = |range: &Range| {
            let borders = range.clear_below.into_iter().chain(range.clear_above);
            borders.map(|border| (border - value).abs()).min_by(f64::total_cmp)
        };
        let near = self.ranges.iter().filter_map(|range| Some((range, distance(range)?)));
        let nearest =
            near.min_by(|(a, near_a), (b, near_b)| near_a.total_cmp(near_b).then(b.severity.cmp(&a.severity)));
        nearest.and_then(|(range, _)| self.words(view, range))
    }

    /// `None` for a range with no border of its own: at both ends the warning was present before the procedure.
    fn words(&self, view: &View<'_>, range: &Range) -> Option<String> {
        let warning = view.text.short_warning(range.id, range.severity, range.threshold);
        let value = |value: f64| setting_number(self.setting, value);
        let (id, arguments) = match (range.clear_below, range.clear_above) {
            (Some(border), None) if is_time(self.setting) => ("range-past", vec![("value", value(border))]),
            (Some(border), None) => ("range-above", vec![("value", value(border))]),
            (None, Some(border)) => ("range-below", vec![("value", value(border))]),
            (Some(_), Some(_)) => ("range-between", vec![("from", value(range.from)), ("to", value(range.to))]),
            (None, None) if range.from <= self.reach.0 && range.to >= self.reach.1 => ("range-everywhere", vec![]),
            (None, None) => return None,
        };
        let arguments: Vec<_> = [("warning", warning)].into_iter().chain(arguments).collect();
        Some(view.text.with(id, &arguments))
    }

    /// All ranges, the worst first. A milder level is left out if a worse one of its kind covers its range.
    fn lines(&self, view: &View<'_>) -> Vec<(&'a Range, String)> {
        let is_covered = |range: &Range| {
            self.ranges.iter().any(|other| {
                let is_worse = other.id == range.id && other.severity > range.severity;
                is_worse && (other.from, other.to) == (range.from, range.to)
            })
        };
        let shown = self.ranges.iter().rev().filter(|range| !is_covered(range));
        shown.filter_map(|range| Some((range, self.words(view, range)?))).collect()
    }

    /// Describes the setting to a screen reader and, on a separate line, where warnings occur.
    pub fn describe(&self, view: &View<'_>, response: &Response, hint: &str) {
        let lines: Vec<_> = self.lines(view).into_iter().map(|(_, words)| words).collect();
        let words = if lines.is_empty() { hint.to_owned() } else { format!("{hint}\n{}", lines.join("; ")) };
        response.ctx.accesskit_node_builder(response.id, |node| node.set_description(words));
    }

    /// All ranges, one per line.
    pub fn list_ui(&self, ui: &mut Ui, view: &View<'_>) {
        let tokens = tokens(ui);
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add_space(4.0);
        let mut group = None;
        for (range, words) in self.lines(view) {
            let ink = severity(tokens, range.severity).0;
            if group.replace(range.severity) != Some(range.severity) {
                let heading = view.text.with("range-group", &[("severity", view.text.severity(range.severity))]);
                ui.label(RichText::new(heading).font(strong(size::SMALL)).color(ink));
            }
            ui.add(Label::new(RichText::new(words).font(small()).color(ink)).wrap());
        }
    }
}
