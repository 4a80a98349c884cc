//! One curve over time in a small card: its thresholds, the playhead, and, where asked, another curve with the difference shaded.

use egui::{Align2, Color32, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};
use egui_plot::{PlotPoint, PlotTransform};

use super::axis_marks;
use super::still_plot::still_plot;
use crate::app::paint::marks::marks_ui;
use crate::app::theme::{severity, severity_ground, size, small, strong, tokens};
use crate::picture::free_places::FreePlaces;
use crate::picture::plot::marks::CURVE;
use crate::picture::plot::{Band, Dashes, Family, Mark, Pen, Plot, Scale, Spot, height_at};
use crate::picture::{Ink, Point};

/// A curve over time, min, with the words that stand at it.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    pub name: &'a str,
    pub points: &'a [Spot],
    pub ink: Ink,
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
    pub bands: Vec<(Band, String)>,
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
/// How strongly the difference of two curves is shaded.
const SHADE: f32 = 0.20;
/// The radius of the dot at the playhead, with its edge.
const DOT: f32 = 6.5;

pub fn curve_chart(ui: &mut Ui, chart: &CurveChart<'_>) -> Charted {
    if chart.has_title {
        title_ui(ui, chart);
    }
    let described = chart.plot();
    let marks = described.marks();
    let along = 0.0..=described.end;
    let shown = still_plot(ui, chart.key)
        .x_grid_spacer(|input| axis_marks::minutes(input.bounds))
        .custom_x_axes(vec![axis_marks::time_axis()])
        .custom_y_axes(vec![axis_marks::y_axis(Scale::Linear)])
        .show(ui, |plot| {
            plot.set_plot_bounds_x(along.clone());
            plot.set_plot_bounds_y(described.from..=described.to);
            marks_ui(plot, &along, marks);
            plot.pointer_coordinate().map(|at| at.x.clamp(0.0, described.end))
        });
    let response = shown.response;
    super::focus::ring(ui, &response, response.rect, 4.0);
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, chart.title));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(chart.sentence));
    let pointed_min = shown.inner.filter(|_| response.hovered());
    let words = chart.words_ui(ui, &described, &shown.transform, pointed_min);
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
        let ends = self.curves().filter_map(|curve| Some(curve.points.last()?.0));
        ends.fold(0.0, f64::max).max(1.0)
    }

    /// Bottom and top of the axis: both curves and the nearest threshold, with air for the words.
    fn range(&self) -> (f64, f64) {
        let values = || self.curves().flat_map(|curve| curve.points).map(|point| point.1);
        let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        if !(least.is_finite() && most.is_finite()) {
            return (0.0, 1.0);
        }
        let span = (most - least).max(0.05 * most.abs()).max(1e-6);
        let nearest = self.bands.iter().map(|(band, _)| band.threshold).min_by(|a, b| {
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

    /// What it shows, without the words.
    fn plot(&self) -> Plot {
        let mut plot = Plot::new(Family::WhiteCells, self.end_min(), self.range());
        plot.bands.clone_from(&self.bands);
        if let Some(other) = &self.other {
            plot.behind.push(Mark::between(other.points, self.curve.points, other.ink, SHADE));
            let pen = Pen::new(other.ink, CURVE).dashed(Dashes::Dashed(8.0));
            plot.behind.push(Mark::Line { points: other.points.to_vec(), pen });
        }
        plot.behind.extend(Mark::curve(self.curve.points.to_vec(), self.curve.ink, 1.0));
        plot.before.push(Mark::Upright { at: self.playhead_min, pen: Pen::new(Ink::Text, 1.5) });
        for curve in self.curves() {
            let Some(value) = height_at(curve.points, self.playhead_min) else { continue };
            let at = (self.playhead_min, value);
            plot.before.extend([Mark::dot(at, DOT, Ink::Card), Mark::dot(at, DOT - 2.0, curve.ink)]);
        }
        plot
    }

    /// Names of curves and thresholds, and the reading at the pointed time, each where there is room.
    fn words_ui(
        &self,
        ui: &Ui,
        plot: &Plot,
        transform: &PlotTransform,
        pointed_min: Option<f64>,
    ) -> Vec<(String, Rect)> {
        let tokens = tokens(ui);
        let frame = *transform.frame();
        let at = |(place, value): &Spot| transform.position_from_point(&PlotPoint::new(*place, *value));
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
            let ink = tokens.ink(curve.ink);
            let galley = painter.layout_no_wrap(curve.name.to_owned(), strong(size::SMALL), ink);
            let along: Vec<Point> = curve.points.iter().map(|spot| at(spot).into()).collect();
            if let Some(area) = places.beside(&along, galley.size(), frame) {
                write(&mut places, curve.name, area.into(), galley, ink, None);
            }
        }
        for (band, name) in &plot.bands {
            let Some(seen) = plot.seen(band) else { continue };
            let y = |value: f64| at(&(0.0, value)).y;
            let room = Rect::from_x_y_ranges(frame.left() + 12.0..=frame.right(), y(seen.to)..=y(seen.from));
            let ink = severity(tokens, seen.severity).0;
            let galley = painter.layout_no_wrap(name.clone(), small(), ink);
            if let Some(area) = places.find(room, galley.size()) {
                write(&mut places, name, area.into(), galley, ink, Some(severity_ground(tokens, seen.severity)));
            }
        }
        if let Some(time_min) = pointed_min {
            let values = self.curves().filter_map(|curve| height_at(curve.points, time_min));
            let values: Vec<_> = values.map(self.written).collect();
            let reading = format!("{}  {}", crate::text::clock(time_min), values.join(" · "));
            let x = at(&(time_min, plot.from)).x;
            painter.vline(x, frame.y_range(), egui::Stroke::new(1.0, tokens.quiet));
            let galley = painter.layout_no_wrap(reading.clone(), strong(size::SMALL), tokens.text);
            if let Some(area) = places.find(frame, galley.size()) {
                write(&mut places, &reading, area.into(), galley, tokens.text, Some(tokens.card));
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::{NodeT as _, Queryable as _};

    use super::*;
    use crate::app::theme;
    use crate::sim::Severity;
    use crate::sim::warnings::WarningId;

    const STILL: theme::Look = theme::Look { still: true, lecture: false, text: 1.0 };

    fn is_on(curve: &[Spot], transform: &PlotTransform, rect: Rect) -> bool {
        let at = |(place, value): &Spot| transform.position_from_point(&PlotPoint::new(*place, *value));
        curve.iter().any(|point| rect.contains(at(point)))
    }

    fn falling(to: f64) -> Vec<Spot> {
        (0..=100).map(|i| (f64::from(i) * 2.0, 11.6 + (to - 11.6) * f64::from(i) / 100.0)).collect()
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
            let id = WarningId::Anemia;
            let moderate = Band { id, severity: Severity::Moderate, threshold: 11.0, from: 8.0, to: 11.0 };
            let chart = CurveChart {
                key: "test",
                title: "Hemoglobin",
                has_title: true,
                unit: "g/dL",
                sentence: "Hemoglobin falls; without the anticoagulant fluid it rises.",
                curve: Named { name: "as it ran", points: &one, ink: Ink::Curve(Family::RedCells) },
                other: Some(Named {
                    name: "without the citrate's water",
                    points: &two,
                    ink: Ink::Curve(Family::Calcium),
                }),
                bands: vec![(moderate, "moderate anemia".to_owned())],
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
