//! The ranges of a setting that cause warnings, as text and as stretches of its track.

use egui::{Response, Ui, pos2};

use super::View;
use crate::app::state::EditScope;
use crate::app::theme::{severity, size, small, strong, tokens};
use crate::app::widgets::icon::sized_severity_sign;
use crate::app::widgets::track::Warned;
use crate::app::widgets::{elided, table_row};
use crate::sim::warnings::WarningId;
use crate::sim::{SettingId, Severity};
use crate::study::warning_ranges::Range;
use crate::text::{is_time, setting_number};

/// The most kinds of warnings that have a lane under a track; the tooltip has all.
const MOST_LANES: usize = 3;

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
        let shown = || ranges.iter().filter(|range| range.there_from > least || range.there_to < most);
        let mut kinds: Vec<WarningId> = Vec::new();
        for range in shown() {
            if !kinds.contains(&range.id) {
                kinds.push(range.id);
            }
        }
        let worst = |id: WarningId| shown().filter(|range| range.id == id).map(|range| range.severity).max();
        kinds.sort_by_key(|id| std::cmp::Reverse((rank(view, *id), worst(*id))));
        let stretch = |range: &Range| {
            let lane = kinds.iter().take(MOST_LANES).position(|id| *id == range.id)?;
            Some(Warned { from: range.there_from, to: range.there_to, severity: range.severity, lane: lane as u8 })
        };
        Self { setting, reach, ranges, stretches: shown().filter_map(stretch).collect(), stale: !is_fresh }
    }

    /// The border that matters most at a value, as text: of the warning that is explained, or else of the one that the case is
    /// about, or else of the worst that this run brings, or
    /// else of any, the nearest.
    pub fn leading_words(&self, view: &View<'_>, value: f64) -> Option<String> {
        let distance = |range: &Range| {
            let borders = range.clear_below.into_iter().chain(range.clear_above);
            borders.map(|border| (border - value).abs()).min_by(f64::total_cmp)
        };
        let bordered = self.ranges.iter().filter_map(|range| Some((range, distance(range)?)));
        let leading = bordered.min_by(|(a, near_a), (b, near_b)| {
            let by_rank = rank(view, b.id).cmp(&rank(view, a.id));
            by_rank.then(near_a.total_cmp(near_b)).then(b.severity.cmp(&a.severity))
        });
        leading.and_then(|(range, _)| self.words(view, range))
    }

    fn words(&self, view: &View<'_>, range: &Range) -> Option<String> {
        let warning = view.text.short_warning(range.id, range.severity, range.threshold);
        Some(view.text.with("range-line", &[("side", self.side(view, range)?), ("warning", warning)]))
    }

    /// `None` for a range with no border of its own: at both ends the warning was present before the procedure.
    fn side(&self, view: &View<'_>, range: &Range) -> Option<String> {
        let value = |value: f64| setting_number(self.setting, value);
        let (id, arguments) = match (range.clear_below, range.clear_above) {
            (Some(border), None) if is_time(self.setting) => ("range-past", vec![("value", value(border))]),
            (Some(border), None) => ("range-above", vec![("value", value(border))]),
            (None, Some(border)) => ("range-below", vec![("value", value(border))]),
            (Some(_), Some(_)) => ("range-between", vec![("from", value(range.from)), ("to", value(range.to))]),
            (None, None) if range.from <= self.reach.0 && range.to >= self.reach.1 => ("range-everywhere", vec![]),
            (None, None) => return None,
        };
        Some(view.text.with(id, &arguments))
    }

    /// All ranges, the worst first. A milder level is left out if a worse one of its kind covers its range.
    fn rows(&self) -> impl Iterator<Item = &'a Range> {
        let ranges = self.ranges;
        let is_covered = move |range: &Range| {
            ranges.iter().any(|other| {
                let is_worse = other.id == range.id && other.severity > range.severity;
                is_worse && (other.from, other.to) == (range.from, range.to)
            })
        };
        ranges.iter().rev().filter(move |range| !is_covered(range))
    }

    /// Describes the setting, its value first, to a screen reader and, on a separate line, where warnings occur.
    pub fn describe(&self, view: &View<'_>, response: &Response, value: &str, hint: &str) {
        let lines: Vec<_> = self.rows().filter_map(|range| self.words(view, range)).collect();
        let hint = format!("{value}. {hint}");
        let words = if lines.is_empty() { hint } else { format!("{hint}\n{}", lines.join("; ")) };
        response.ctx.accesskit_node_builder(response.id, |node| node.set_description(words));
    }

    /// All ranges as a table in the available width: how severe, what, and where.
    pub fn table_ui(&self, ui: &mut Ui, view: &View<'_>) {
        const ROW: f32 = 18.0;
        const SIGN: f32 = 6.0;
        const GAP: f32 = 8.0;
        let tokens = tokens(ui);
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add_space(4.0);
        for range in self.rows() {
            let Some(side) = self.side(view, range) else { continue };
            let (ink, fill) = severity(tokens, range.severity);
            let warning = view.text.short_warning(range.id, range.severity, range.threshold);
            let severity = view.text.severity(range.severity);
            let at = ui.painter().layout_no_wrap(side.clone(), small(), tokens.text);
            let font = if range.severity >= Severity::Severe { strong(size::SMALL) } else { small() };
            let room = ui.available_width() - 2.0 * SIGN - 2.0 * GAP - at.size().x;
            // A long name takes a second line, so that none is cut.
            let name = elided::wrapped(ui.painter(), &warning, font, ink, room, 2);
            let height = ROW.max(name.size().y + 2.0);
            let (rect, _) = table_row::row_ui(ui, height, &format!("{severity}, {warning}, {side}"));
            let painter = ui.painter();
            let first = rect.top() + ROW / 2.0;
            let sign = pos2(rect.left() + SIGN + 1.0, first);
            sized_severity_sign(painter, sign, SIGN, range.severity, ink, fill);
            let left = rect.left() + 2.0 * SIGN + GAP;
            painter.galley(pos2(left, rect.top() + 1.0), name, ink);
            painter.galley(pos2(rect.right() - at.size().x, first - at.size().y / 2.0), at, tokens.text);
        }
    }
}

/// How much a kind of warning matters in the run in view: most if it is explained, else by how severe the procedure brings it.
fn rank(view: &View<'_>, id: WarningId) -> (bool, bool, Option<Severity>) {
    let is_explained = view.case_view.open_warning.as_ref().is_some_and(|open| open.whose.is_none() && open.id == id);
    let brought = view.run().warnings.iter().filter(|warning| warning.id == id && !warning.present_before);
    let is_about = view.case.preset().about == Some(id);
    (is_explained, is_about, brought.map(|warning| warning.severity).max())
}
