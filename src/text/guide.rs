//! The captions of a guided run, with the run's own numbers.

use super::number::{cell_count, fixed, shortest};
use super::{Text, quantity_number};
use crate::sim::guide::Topic;
use crate::sim::quantities::Quantity;
use crate::sim::settings::Unit;
use crate::sim::{Moment, Run};

impl Text {
    /// The heading of a step.
    pub fn guide_title(&self, topic: Topic) -> String {
        self.get(&format!("guide-{}", topic.key()))
    }

    /// What a step tells at a moment of the run.
    pub fn guide_caption(&self, topic: Topic, run: &Run, moment: &Moment<'_>) -> String {
        let attribute = |arguments: &[(&str, String)]| {
            self.attribute_with(&format!("guide-{}", topic.key()), "caption", arguments).unwrap_or_default()
        };
        let value = |quantity: Quantity, moment: &Moment<'_>| {
            quantity.at(moment).map_or_else(|| "–".to_owned(), |value| quantity_number(quantity, value))
        };
        match topic {
            Topic::Draw => {
                let flow = moment.settings.procedure.inlet_flow_ml_min;
                attribute(&[("flow", self.quantity(&shortest(flow, 1), Unit::MlPerMin))])
            }
            Topic::Citrate => attribute(&[("ratio", shortest(moment.settings.procedure.anticoagulant_ratio, 1))]),
            Topic::Layers => {
                let force = moment.drawing().map_or(0.0, |drawing| drawing.separator.g_force);
                attribute(&[("g", fixed(force, 0))])
            }
            Topic::Collect => attribute(&[
                ("cells", cell_count(moment.state.bag.white_cells_e9.sum())),
                ("volume", self.quantity_at(Quantity::BagVolume, moment)),
            ]),
            Topic::Return => attribute(&[]),
            Topic::Calcium => {
                let before = value(Quantity::IonizedCalcium, &run.at(0.0));
                attribute(&[("before", before), ("now", self.quantity_at(Quantity::IonizedCalcium, moment))])
            }
            Topic::Balance => {
                let (start, removed) = (run.at(0.0), moment.state.bag.white_cells_e9.sum());
                let circulating = start.state.patient.white_cells_e9.sum();
                let share = 100.0 * removed / circulating.max(1e-9);
                let white = Quantity::WhiteCells;
                let hemoglobin = Quantity::Hemoglobin;
                attribute(&[
                    ("share", self.quantity(&fixed(share, 0), Unit::Percent)),
                    ("white-before", value(white, &start)),
                    ("white-now", value(white, moment)),
                    ("hemoglobin-before", value(hemoglobin, &start)),
                    ("hemoglobin-now", self.quantity_at(hemoglobin, moment)),
                ])
            }
        }
    }
}
