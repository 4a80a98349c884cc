//! One curve over time in a small card: its thresholds, the playhead, and, where asked, another curve with the difference shaded.

use egui::{Align2, Color32, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};
use egui_plot::{FilledArea, Line, LineStyle, PlotPoint, PlotPoints, PlotTransform, PlotUi, Points, VLine};

use super::axis_marks;
use super::free_places::{FreePlaces, height_at};
use super::still_plot::still_plot;
use super::thresholds::Threshold;
use crate::app::theme::{Tokens, severity, severity_ground, size, small, strong, tokens, tokens_in};

/// A curve over time, min, with the words that stand at it.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    pub name: &'a str,
    pub points: &'a [PlotPoint],
    pub ink: Color32,
}

/// A chart to be drawn in all available space; a card of 330 by 230 points holds it.
pub struct CurveChart<'a> {
    pub key: &'a str,
    pub title: &'a str,
    /// Whether the title stands above it.
    pub has_title: bool,
    pub unit: &'a str,
    /// What it shows, in one sentence.
    pub sentence: &'a str,
    pub curve: Named<'a>,
    /// Another curve, dashed, with what lies between the two shaded.
    pub other: Option<Named<'a>>,
    /// Ranges of warnings and what they are called.
    pub thresholds: &'a [(Threshold, &'a str)],
    pub playhead_min: f64,
    /// How a value is written beside the pointed time.
    pub written: &'a dyn Fn(f64) -> String,
}

/// A chart after drawing.
pub struct Charted {
    /// Of the plot: a click or a drag asks for the pointed time.
    pub response: Response,
    /// The time pointed at, min.
    pub pointed_min: Option<f64>,
    pub transform: PlotTransform,
    /// The words in it, and where they stand.
    pub words: Vec<(String, Rect)>,
}

const TITLE: f32 = 22.0;
/// The radius of the dot at the playhead, with its edge.
const DOT: f32 = 6.5;

pub fn curve_chart(ui: &mut Ui, chart: &CurveChart<'_>) -> Charted {
    if chart.has_title {
        title_ui(ui, chart);
    }
    let (from, to) = chart.range();
    let end_min = chart.end_min();
    let shown = still_plot(ui, chart.key)
        .x_grid_spacer(|input| axis_marks::minutes(input.bounds))
        .custom_x_axes(vec![axis_marks::time_axis()])
        .custom_y_axes(vec![axis_marks::y_axis(|place| place)])
        .show(ui, |plot| {
            plot.set_plot_bounds_x(0.0..=end_min);
            plot.set_plot_bounds_y(from..=to);
            chart.contents_ui(plot);
            plot.pointer_coordinate().map(|at| at.x.clamp(0.0, end_min))
        });
    let response = shown.response;
    super::focus::ring(ui, &response, response.rect, 4.0);
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, chart.title));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(chart.sentence));
    let pointed_min = shown.inner.filter(|_| response.hovered());
    let words = chart.words_ui(ui, &shown.transform, pointed_min);
    Charted { response, pointed_min, transform: shown.transform, words }
}

fn title_ui(ui: &mut Ui, chart: &CurveChart<'_>) {
    let tokens = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), TITLE), Sense::hover());
    let painter = ui.painter();
    let title = strong(size::STRONG);
    let words = painter.text(rect.left_center(), Align2::LEFT_CENTER, chart.title, title, tokens.text);
    let at = words.right_center() + vec2(6.0, 0.5);
    painter.text(at, Align2::LEFT_CENTER, chart.unit, small(), tokens.quiet);
}

impl CurveChart<'_> {
    fn curves(&self) -> impl Iterator<Item = &Named<'_>> {
        std::iter::once(&self.curve).chain(&self.other)
    }

    fn end_min(&self) -> f64 {
        let ends = self.curves().filter_map(|curve| Some(curve.points.last()?.x));
        ends.fold(0.0, f64::max).max(1.0)
    }

    /// Bottom and top of the axis: both curves and the nearest threshold, with air for the words.
    fn range(&self) -> (f64, f64) {
        let values = || self.curves().flat_map(|curve| curve.points).map(|point| point.y);
        let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        if !(least.is_finite() && most.is_finite()) {
            return (0.0, 1.0);
        }
        let span = (most - least).max(0.05 * most.abs()).max(1e-6);
        let nearest = self.thresholds.iter().map(|(threshold, _)| threshold.at).min_by(|a, b| {
            let off = |at: &f64| (least - at).max(at - most);
            off(a).total_cmp(&off(b))
        });
        // A threshold far away would press the curves flat.
        let near = nearest.filter(|at| (least - span..most + span).contains(at));
        let (least, most) = near.map_or((least, most), |at| (least.min(at), most.max(at)));
        let air = 0.22 * (most - least).max(span);
        let floor = if least >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
        ((least - air).max(floor), most + air)
    }

    /// Everything inside the frame, from back to front.
    fn contents_ui<'a>(&'a self, plot: &mut PlotUi<'a>) {
        let tokens = tokens_in(plot.ctx());
        let (from, to) = self.range();
        for (threshold, _) in self.thresholds {
            if let Some(threshold) = threshold.within(from, to) {
                threshold.show(plot, 0.0..=self.end_min());
            }
        }
        let width = size::CURVE * tokens.line;
        let line = |curve: &Named<'a>| {
            let line = Line::new("", PlotPoints::Borrowed(curve.points)).color(curve.ink).width(width);
            line.allow_hover(false).allow_band(false)
        };
        if let Some(other) = &self.other {
            shade(plot, &self.curve, other);
            plot.line(line(other).style(LineStyle::Dashed { length: 8.0 }));
        }
        plot.line(line(&self.curve).color(tokens.card).width(width + size::HALO * tokens.line));
        plot.line(line(&self.curve));
        plot.vline(VLine::new("", self.playhead_min).color(tokens.text).width(1.5 * tokens.line).allow_hover(false));
        for curve in self.curves() {
            let Some(value) = height_at(curve.points, self.playhead_min) else { continue };
            for (radius, ink) in [(DOT, tokens.card), (DOT - 2.0, curve.ink)] {
                let dot = Points::new("", vec![[self.playhead_min, value]]).radius(radius * tokens.line);
                plot.points(dot.color(ink).allow_hover(false));
            }
        }
    }

    /// Names of curves and thresholds, and the reading at the pointed time, each where there is room.
    fn words_ui(&self, ui: &Ui, transform: &PlotTransform, pointed_min: Option<f64>) -> Vec<(String, Rect)> {
        let tokens = tokens(ui);
        let frame = *transform.frame();
        let at = |point: &PlotPoint| transform.position_from_point(point);
        let painter = ui.painter().with_clip_rect(frame);
        let mut places = FreePlaces::new(DOT * tokens.line);
        for curve in self.curves() {
            places.curve(curve.points.iter().map(at));
        }
        let mut words = Vec::new();
        let mut write = |places: &mut FreePlaces, name: &str, rect: Rect, galley, ink, plate: Option<Color32>| {
            if let Some(plate) = plate {
                painter.rect_filled(rect, 3.0, plate);
            }
            painter.galley(rect.min, galley, ink);
            places.take(rect);
            words.push((name.to_owned(), rect));
        };
        // The other curve is named first: it is what the chart is about.
        for curve in self.other.iter().chain([&self.curve]).filter(|curve| !curve.name.is_empty()) {
            let galley = painter.layout_no_wrap(curve.name.to_owned(), strong(size::SMALL), curve.ink);
            let along: Vec<Pos2> = curve.points.iter().map(at).collect();
            if let Some(rect) = places.beside(&along, galley.size(), frame) {
                write(&mut places, curve.name, rect, galley, curve.ink, None);
            }
        }
        let (from, to) = self.range();
        for (threshold, name) in self.thresholds {
            let Some(seen) = threshold.within(from, to) else { continue };
            let y = |value: f64| at(&PlotPoint::new(0.0, value)).y;
            let room = Rect::from_x_y_ranges(frame.left() + 12.0..=frame.right(), y(seen.to)..=y(seen.from));
            let ink = severity(tokens, seen.severity).0;
            let galley = painter.layout_no_wrap((*name).to_owned(), small(), ink);
            if let Some(rect) = places.find(room, galley.size()) {
                write(&mut places, name, rect, galley, ink, Some(severity_ground(tokens, seen.severity)));
            }
        }
        if let Some(time_min) = pointed_min {
            let values = self.curves().filter_map(|curve| height_at(curve.points, time_min));
            let values: Vec<_> = values.map(self.written).collect();
            let reading = format!("{}  {}", crate::text::clock(time_min), values.join(" · "));
            let x = at(&PlotPoint::new(time_min, from)).x;
            painter.vline(x, frame.y_range(), egui::Stroke::new(1.0, tokens.quiet));
            let galley = painter.layout_no_wrap(reading.clone(), strong(size::SMALL), tokens.text);
            if let Some(rect) = places.find(frame, galley.size()) {
                write(&mut places, &reading, rect, galley, tokens.text, Some(tokens.card));
            }
        }
        words
    }
}

/// Fills what lies between two curves, where both are.
fn shade(plot: &mut PlotUi<'_>, curve: &Named<'_>, other: &Named<'_>) {
    const SHADE: f32 = 0.20;
    let both = other.points.iter().filter_map(|point| Some((point.x, point.y, height_at(curve.points, point.x)?)));
    let both: Vec<_> = both.collect();
    let xs: Vec<_> = both.iter().map(|(x, _, _)| *x).collect();
    let low: Vec<_> = both.iter().map(|(_, a, b)| a.min(*b)).collect();
    let high: Vec<_> = both.iter().map(|(_, a, b)| a.max(*b)).collect();
    let area = FilledArea::new("", &xs, &low, &high).fill_color(Tokens::faint(other.ink, SHADE));
    plot.add(area.allow_hover(false));
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::{NodeT as _, Queryable as _};

    use super::*;
    use crate::app::theme;
    use crate::sim::Severity;

    const STILL: theme::Look = theme::Look { still: true, lecture: false, text: 1.0 };

    fn is_on(curve: &[PlotPoint], transform: &PlotTransform, rect: Rect) -> bool {
        curve.iter().any(|point| rect.contains(transform.position_from_point(point)))
    }

    fn falling(to: f64) -> Vec<PlotPoint> {
        (0..=100).map(|i| PlotPoint::new(f64::from(i) * 2.0, 11.6 + (to - 11.6) * f64::from(i) / 100.0)).collect()
    }

    #[test]
    fn a_card_of_330_by_230_points_holds_both_curves_their_names_and_the_threshold() {
        let (ran, without) = (falling(10.4), falling(11.9));
        let charted = std::rc::Rc::new(std::cell::RefCell::new(None));
        let kept = std::rc::Rc::clone(&charted);
        let (one, two) = (ran.clone(), without.clone());
        let mut harness = Harness::builder().with_size([330.0, 230.0]).build_ui(move |ui| {
            if theme::look(ui.ctx()) != STILL {
                theme::install(ui.ctx());
                theme::set_look(ui.ctx(), STILL);
                ui.ctx().request_discard("the fonts are there in the next pass");
                return;
            }
            let moderate = Threshold { severity: Severity::Moderate, at: 11.0, from: 8.0, to: 11.0 };
            let chart = CurveChart {
                key: "test",
                title: "Hemoglobin",
                has_title: true,
                unit: "g/dL",
                sentence: "Hemoglobin falls; without the anticoagulant fluid it rises.",
                curve: Named { name: "as it ran", points: &one, ink: tokens(ui).red_cells },
                other: Some(Named { name: "without the citrate's water", points: &two, ink: tokens(ui).citrate }),
                thresholds: &[(moderate, "moderate anemia")],
                playhead_min: 68.0,
                written: &|value| format!("{value:.1}"),
            };
            *kept.borrow_mut() = Some(curve_chart(ui, &chart));
        });
        harness.run();
        let figure = harness.get_by_role_and_label(Role::Figure, "Hemoglobin");
        let sentence = figure.accesskit_node().data().description().map(str::to_owned);
        assert!(sentence.is_some_and(|said| said.contains("without the anticoagulant")));
        let check = |expected: usize| {
            let charted = charted.borrow();
            let charted = charted.as_ref().expect("drawn");
            let frame = *charted.transform.frame();
            assert!(charted.response.rect.contains_rect(frame));
            assert_eq!(charted.words.len(), expected, "{:?}", charted.words);
            for (i, (words, rect)) in charted.words.iter().enumerate() {
                assert!(frame.contains_rect(*rect), "{words} is cut");
                for curve in [&ran, &without] {
                    assert!(!is_on(curve, &charted.transform, *rect), "{words} is on a curve");
                }
                for (other, there) in &charted.words[..i] {
                    assert!(!rect.intersects(*there), "{words} is on {other}");
                }
            }
            charted.pointed_min
        };
        assert_eq!(check(3), None);
        harness.hover_at(egui::pos2(200.0, 120.0));
        harness.run();
        let pointed_min = check(4).expect("pointed at");
        assert!((100.0..140.0).contains(&pointed_min), "{pointed_min}");
    }
}
