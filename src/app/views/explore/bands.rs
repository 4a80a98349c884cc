//! Ranges of a plot in which a warning is active, and the times at which warnings begin.

use egui::{Rect, Role, Sense, Ui, WidgetInfo};
use egui_plot::{Line, LineStyle, PlotUi};

use super::chart::{Chart, Shown};
use crate::app::commands::{Command, Commands};
use crate::app::theme::{severity, tokens_in};
use crate::app::views::View;
use crate::app::widgets::thresholds::Threshold;
use crate::picture::plot::{self, Band};
use crate::sim::asked::AskedLevel;
use crate::sim::quantities::Quantity;
use crate::sim::warnings::headlines;
use crate::sim::{Severity, Warning};

/// All bands of a quantity in the open case; beside a twin those that hold for both, for another's patient is judged otherwise.
pub fn bands(view: &View<'_>, quantity: Quantity) -> Vec<Band> {
    let mut bands = plot::bands(view.run(), quantity);
    if let Some(twin) = view.twin() {
        let theirs = plot::bands(&twin.curves.run, quantity);
        bands = bands.iter().filter_map(|band| theirs.iter().find_map(|other| band.shared_with(other))).collect();
    }
    bands
}

/// What is seen of a band in the plot; nothing where the plot does not reach it.
pub fn seen(band: &Band, chart: &Chart<'_>) -> Option<Threshold> {
    let place = |value: f64| if value.is_finite() { chart.scale.place(value) } else { value };
    let (from, to) = (place(band.from), place(band.to));
    Threshold { severity: band.severity, at: place(band.threshold), from, to }.within(chart.from, chart.to)
}

/// The bands, behind everything else.
pub fn bands_ui(plot: &mut PlotUi<'_>, view: &View<'_>, bands: &[Band], chart: &Chart<'_>) {
    let part = view.shown_part();
    for threshold in bands.iter().filter_map(|band| seen(band, chart)) {
        threshold.show(plot, part.from..=part.to);
    }
}

/// The part of the frame that a band covers.
pub fn room(threshold: &Threshold, shown: &Shown) -> Rect {
    let frame = shown.frame();
    let y = |place: f64| shown.transform.position_from_point(&egui_plot::PlotPoint::new(0.0, place)).y;
    Rect::from_x_y_ranges(frame.x_range(), y(threshold.to)..=y(threshold.from)).intersect(frame)
}

/// What a band is, told at its bar whether or not its name has room; pressed, the bar asks when its warning comes.
pub fn bars_ui(
    ui: &Ui,
    view: &View<'_>,
    bands: &[Band],
    (chart, shown): (&Chart<'_>, &Shown),
    commands: &mut Commands,
) {
    /// Wider than the bar, to be pointed at.
    const WIDTH: f32 = 12.0;
    for band in bands {
        let Some(threshold) = seen(band, chart) else { continue };
        let rect = room(&threshold, shown);
        let rect = rect.with_max_x(rect.left() + WIDTH);
        let response = ui.interact(rect, ui.scope_id().with((chart.key, band.threshold.to_bits())), Sense::click());
        let description = description(view, chart.quantity, band);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &description));
        let asked = AskedLevel { id: band.id, severity: band.severity, threshold: Some(band.threshold) };
        let question = view.text.question(&asked);
        if response.on_hover_text(format!("{description}\n{question}")).clicked() {
            commands.push(Command::AskAbout(band.id));
        }
    }
}

/// A band's name, how severe it is, and who set its threshold.
pub fn description(view: &View<'_>, quantity: Quantity, band: &Band) -> String {
    let name = name(view, quantity, band);
    // The name of an anemia warning already states its severity.
    let told = match quantity {
        Quantity::Hemoglobin => name,
        _ => format!("{name}: {}", view.text.severity(band.severity)),
    };
    view.text.with("band-told", &[("band", told), ("source", source(view, band))])
}

/// Who set the threshold.
pub fn source(view: &View<'_>, band: &Band) -> String {
    view.text.source(band.id.spec().source)
}

pub fn name(view: &View<'_>, quantity: Quantity, band: &Band) -> String {
    band.name(quantity, view.text)
}

/// The warnings on this quantity that the procedure causes.
pub fn onsets<'a>(view: &'a View<'_>, quantity: Quantity) -> impl Iterator<Item = &'a Warning> {
    headlines(&view.run().warnings).filter(move |warning| {
        warning.id.quantity() == Some(quantity) && !warning.present_before && warning.severity > Severity::Information
    })
}

/// A dotted line up to the point where a warning begins.
pub fn onset_ui(plot: &mut PlotUi<'_>, view: &View<'_>, warning: &Warning, chart: &Chart<'_>) {
    let Some(value) = chart.quantity.at(&view.run().at(warning.from_min)) else { return };
    let tokens = tokens_in(plot.ctx());
    let ink = severity(tokens, warning.severity).0;
    let x = view.run_view.place(view.workspace.plots.axis, warning.from_min);
    let line = Line::new("onset", vec![[x, chart.from], [x, chart.scale.place(value)]]).color(ink);
    plot.line(line.width(1.5 * tokens.line).style(LineStyle::dotted_dense()).allow_hover(false));
}
