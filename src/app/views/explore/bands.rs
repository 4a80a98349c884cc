//! Ranges of a plot in which a warning is active.

use egui::{Rect, Role, Sense, Ui, WidgetInfo};

use super::chart::{Chart, Shown};
use crate::app::commands::{Command, Commands};
use crate::app::views::View;
use crate::picture::plot::{self, Band, Threshold};
use crate::sim::asked::AskedLevel;
use crate::sim::quantities::Quantity;

/// All bands of a quantity in the open case; beside a twin those that hold for both, for another's patient is judged otherwise.
pub fn bands(view: &View<'_>, quantity: Quantity) -> Vec<Band> {
    let mut bands = plot::bands(view.run(), quantity);
    if let Some(twin) = view.twin() {
        let theirs = plot::bands(&twin.curves.run, quantity);
        bands = bands.iter().filter_map(|band| theirs.iter().find_map(|other| band.shared_with(other))).collect();
    }
    bands
}

/// The part of the frame that a band covers.
pub fn room(threshold: &Threshold, shown: &Shown) -> Rect {
    let frame = shown.frame();
    let y = |place: f64| shown.transform.position_from_point(&egui_plot::PlotPoint::new(0.0, place)).y;
    Rect::from_x_y_ranges(frame.x_range(), y(threshold.to)..=y(threshold.from)).intersect(frame)
}

/// What a band is, told at its bar whether or not its name has room; pressed, the bar asks when its warning comes.
pub fn bars_ui(ui: &Ui, view: &View<'_>, (chart, shown): (&Chart, &Shown), commands: &mut Commands) {
    /// Wider than the bar, to be pointed at.
    const WIDTH: f32 = 12.0;
    for (band, name) in &chart.plot.bands {
        let Some(threshold) = chart.plot.seen(band) else { continue };
        let rect = room(&threshold, shown);
        let rect = rect.with_max_x(rect.left() + WIDTH);
        let response = ui.interact(rect, ui.scope_id().with((chart.key, band.threshold.to_bits())), Sense::click());
        let description = description(view, chart.quantity, band, name);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &description));
        let asked = AskedLevel { id: band.id, severity: band.severity, threshold: Some(band.threshold) };
        let question = view.text.question(&asked);
        if response.on_hover_text(format!("{description}\n{question}")).clicked() {
            commands.push(Command::AskAbout(band.id));
        }
    }
}

/// A band's name, how severe it is, and who set its threshold.
pub fn description(view: &View<'_>, quantity: Quantity, band: &Band, name: &str) -> String {
    // The name of an anemia warning already states its severity.
    let told = match quantity {
        Quantity::Hemoglobin => name.to_owned(),
        _ => format!("{name}: {}", view.text.severity(band.severity)),
    };
    view.text.with("band-told", &[("band", told), ("source", source(view, band))])
}

/// Who set the threshold.
pub fn source(view: &View<'_>, band: &Band) -> String {
    view.text.source(band.id.spec().source)
}
