//! The bags whose fluids run into the lines: prime and rinse, anticoagulant, replacement, calcium.

use super::clock::CALCIUM_MMOL_ML;
use super::contents::rinse_flow_ml_min;
use super::plan::Plan;
use super::{Adjust, Composer, PartId, words};
use crate::model::machine::Prime;
use crate::model::procedure::ReplacementFluid;
use crate::picture::{Anchor, Area, Form, Ink, Shape, Weight, point};
use crate::sim::{Phase, SettingId, Settings};
use crate::text::fixed;

/// Drops of anticoagulant in one mL, as drawn. A real chamber makes about twenty, but the scene is slowed.
const DROPS_PER_ML: f64 = 12.0;
/// Calcium drips from a finer chamber: it makes this many drops for each drop of the others.
const CALCIUM_DROPS_FINER: f64 = 3.0;
/// Volume of a bag of anticoagulant, mL.
const CITRATE_BAG_ML: f64 = 500.0;
/// Volume of a bag of calcium, mL.
const CALCIUM_BAG_ML: f64 = 100.0;
/// Volume of a bottle of replacement fluid, mL.
const REPLACEMENT_BAG_ML: f64 = 500.0;

/// A bag that hangs above a line and drips into it.
struct Hanging {
    id: PartId,
    bag: Area,
    /// Where its line ends.
    line_end: f32,
    fluid: Ink,
    /// From 0 to 1.
    fullness: f32,
    name: String,
    /// Flow into the line, mL/min.
    flow_ml_min: f64,
    /// How far the next drop has fallen, from 0 to 1; `None` while nothing runs.
    fallen: Option<f32>,
}

impl Composer<'_> {
    /// The bags above the lines: prime and rinse, anticoagulant, replacement, calcium.
    pub(super) fn fluids(&mut self) {
        let Plan { saline_bag, citrate_bag, mut replacement_bag, mut calcium_bag, draw_y, return_y, tube, .. } =
            self.plan;
        let moment = self.moment;
        let (machine, procedure) = (&moment.settings.machine, &moment.settings.procedure);
        let is_open = moment.return_is_open();
        let drop = |ml: f64| self.clock.turns(ml * DROPS_PER_ML, 1.0);

        let rinse = rinse_flow_ml_min(moment);
        let (prime, fluid) = match machine.prime {
            Prime::Saline => ("scene-saline", Ink::Saline),
            Prime::Albumin => ("scene-albumin", Ink::Plasma),
            Prime::RedCells => ("scene-red-prime", Ink::Vein),
        };
        let rinsed = if moment.phase == Phase::After { 1.0 } else { self.rinsed_share() };
        // In a hall it would stand between the patient's words and the anticoagulant, and little comes from it.
        let is_saline_shown = !self.staging.in_hall || rinse > 0.0;
        let saline = Hanging {
            id: PartId::Saline,
            bag: saline_bag,
            line_end: draw_y - tube / 2.0,
            fluid,
            fullness: 0.62 - 0.4 * rinsed,
            name: self.text.get(prime),
            flow_ml_min: rinse,
            fallen: (rinse > 0.0).then(|| drop(self.clock.returned_ml)),
        };
        if is_saline_shown {
            self.hanging(saline);
        }

        let anticoagulant = moment.flows().map_or(0.0, |flows| flows.anticoagulant_ml_min);
        self.hanging(Hanging {
            id: PartId::Anticoagulant,
            bag: citrate_bag,
            line_end: draw_y - tube / 2.0,
            fluid: Ink::CitrateFluid,
            fullness: 1.0 - (moment.pumped.anticoagulant_ml / CITRATE_BAG_ML).fract() as f32,
            name: self.text.get("scene-anticoagulant"),
            flow_ml_min: anticoagulant,
            fallen: (anticoagulant > 0.0).then(|| drop(self.clock.anticoagulant_ml)),
        });
        if machine.hydroxyethyl_starch && anticoagulant > 0.0 {
            let at = point(citrate_bag.right + self.px(3.0), citrate_bag.center().y);
            let starch = self.text.get("scene-starch");
            self.part(PartId::Notes, Area::default(), Vec::new(), vec![words(at, Anchor::Left, Weight::Small, starch)]);
        }
        let gives_both = procedure.replacement_flow_ml_min > 0.0 && procedure.calcium_infusion_mmol_h > 0.0;
        if gives_both {
            // Side by side, one of them lower, so that there is room for both names.
            replacement_bag = replacement_bag.moved(-self.px(14.0), 0.0);
            calcium_bag = calcium_bag.moved(self.px(17.0), self.px(20.0));
        }
        if procedure.replacement_flow_ml_min > 0.0 {
            let fluid = match procedure.replacement_fluid {
                ReplacementFluid::Saline => Ink::Saline,
                ReplacementFluid::Albumin | ReplacementFluid::Plasma => Ink::Plasma,
                ReplacementFluid::RedCells => Ink::Vein,
            };
            self.hanging(Hanging {
                id: PartId::Replacement,
                bag: replacement_bag,
                line_end: return_y - tube / 2.0,
                fluid,
                fullness: 1.0 - (self.replaced_ml() / REPLACEMENT_BAG_ML).fract() as f32,
                name: self.text.option(procedure.replacement_fluid.key()),
                flow_ml_min: if is_open { procedure.replacement_flow_ml_min } else { 0.0 },
                fallen: is_open.then(|| drop(self.clock.given_ml)),
            });
        }
        if procedure.calcium_infusion_mmol_h > 0.0 {
            self.hanging(Hanging {
                id: PartId::Calcium,
                bag: calcium_bag,
                line_end: return_y - tube / 2.0,
                fluid: Ink::SteelLight,
                fullness: 1.0 - (moment.pumped.calcium_given_mmol / CALCIUM_MMOL_ML / CALCIUM_BAG_ML).fract() as f32,
                name: self.text.get("scene-calcium"),
                flow_ml_min: 0.0,
                fallen: is_open.then(|| drop(CALCIUM_DROPS_FINER * self.clock.calcium_ml)),
            });
        }
    }

    /// Replacement fluid given so far, at the flows that were set at each time.
    fn replaced_ml(&self) -> f64 {
        let now_min = self.moment.time_min;
        let open = self.run.segments.iter().filter(|stretch| self.run.at(stretch.from_min).return_is_open());
        let minutes = |from_min: f64, to_min: f64| now_min.clamp(from_min, to_min) - from_min;
        let flow = |settings: &Settings| settings.procedure.replacement_flow_ml_min;
        open.map(|stretch| flow(&stretch.settings) * minutes(stretch.from_min, stretch.to_min)).sum()
    }

    /// Share of the rinse that has been given.
    fn rinsed_share(&self) -> f32 {
        let from_min = self.run.pumps_stop_min();
        let length_min = (self.run.machine_end_min - from_min).max(1e-9);
        ((self.moment.time_min - from_min) / length_min).clamp(0.0, 1.0) as f32
    }

    fn hanging(&mut self, hanging: Hanging) {
        let Hanging { id, bag, line_end, fluid, fullness, name, flow_ml_min, fallen } = hanging;
        let x = bag.center().x;
        let chamber = Area::around(point(x, bag.bottom + self.px(10.0)), self.px(11.0), self.px(20.0));
        let inside = bag.shrunk(self.px(3.0));
        let level = inside.bottom - fullness.clamp(0.04, 1.0) * inside.height();
        let ink = if id == PartId::Anticoagulant { Ink::Citrate } else { Ink::Wall };
        let edge = self.px(1.8);
        let behind = vec![
            // A hook to hang from.
            Shape::path([point(x, bag.top - self.px(5.0)), point(x, bag.top)], ink, edge),
            Shape::path([point(x, chamber.bottom), point(x, line_end)], ink, self.px(3.0)),
            Shape::edged(bag.rounded(self.px(8.0)), Ink::Card, ink, edge),
            Shape::filled(Area { top: level, ..inside }.rounded(self.px(5.0)), fluid),
            Shape::edged(chamber.rounded(self.px(5.0)), Ink::Card, ink, edge),
        ];
        // Bags above the draw line have their names above them, the others at their middle.
        let over = point(x, bag.top - self.px(13.0));
        let mut before = vec![words(over, Anchor::Center, Weight::Small, name)];
        if let Some(fallen) = fallen {
            let radius = self.px(3.2);
            let way = chamber.height() - 2.0 * radius;
            let fall = if self.staging.reduced_motion { 0.5 } else { fallen * fallen };
            let center = point(x, chamber.top + radius + fall * way);
            before.push(Shape::filled(Form::Disc { center, radius }, if ink == Ink::Wall { fluid } else { ink }));
        }
        if flow_ml_min > 0.0 && id != PartId::Saline {
            let flow = self.text.with("scene-flow", &[("flow", fixed(flow_ml_min, 1))]);
            // Beside the chamber, or beside the line below the centrifuge.
            let (aside, y) = if id == PartId::Anticoagulant {
                (10.0, chamber.center().y)
            } else {
                (11.0, self.plan.rotor.bottom + self.px(3.5))
            };
            before.push(words(point(x + self.px(aside), y), Anchor::Left, Weight::Small, flow));
        }
        let area = Area { bottom: line_end, ..bag };
        let adjusts = match id {
            PartId::Anticoagulant => Some(SettingId::AnticoagulantRatio),
            PartId::Replacement => Some(SettingId::ReplacementFlow),
            PartId::Calcium => Some(SettingId::CalciumInfusion),
            _ => None,
        };
        self.part(id, area, behind, before);
        self.adjusts(adjusts.map(Adjust::by_range));
    }
}
