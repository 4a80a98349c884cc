//! What a part does right now, in numbers: its flow, its volume, and what it is made of.

use super::PartId;
use super::contents::{Contents, collect_flow_ml_min, return_flow_ml_min, rinse_flow_ml_min};
use crate::model::blood::Blood;
use crate::model::cells::WhiteCell;
use crate::picture::cells::CellKind;
use crate::sim::quantities::{Quantity, crits_percent};
use crate::sim::settings::Unit;
use crate::sim::symptoms::Symptom;
use crate::sim::{Moment, Run};
use crate::text::{Text, cell_count, fixed, rounded};

/// A named value in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub name: String,
    pub value: String,
}

/// Half a cell in a microliter, 10⁹/L: less than this is none.
const LEAST_E9_PER_L: f64 = 5e-4;

/// Cells of each kind in a liter of blood, 10⁹, without the kinds that are absent.
pub fn per_liter(blood: &Blood, run: &Run) -> Vec<(CellKind, f64)> {
    let patient = &run.body.patient;
    let volume_ml = blood.volume_ml(&patient.cell_volume_fl);
    if volume_ml <= 0.0 {
        return Vec::new();
    }
    let per_l = |count_e9: f64| 1e3 * count_e9 / volume_ml;
    let of = |kind| match kind {
        CellKind::Red => per_l(blood.red_cells_ml / patient.mean_red_cell_volume_fl * 1e3),
        CellKind::Platelet => per_l(blood.platelets_e9),
        CellKind::White(class) => per_l(blood.white_cells_e9[class]),
    };
    CellKind::ALL.into_iter().map(|kind| (kind, of(kind))).filter(|(_, count)| *count >= LEAST_E9_PER_L).collect()
}

/// A concentration of cells as clinicians write it: its number and its unit. Red cells are counted in 10¹²/L, the others in 10⁹/L, and
/// CD34+ cells per microliter where they are few.
pub fn number_and_unit(kind: CellKind, e9_per_l: f64, text: &Text) -> (String, String) {
    /// From here on CD34+ cells are counted like the others, 10⁹/L.
    const MANY_STEM_CELLS_E9_PER_L: f64 = 0.1;
    match kind {
        CellKind::Red => (fixed(e9_per_l / 1e3, 2), text.unit(Unit::E12PerL)),
        CellKind::White(WhiteCell::Cd34) if e9_per_l < MANY_STEM_CELLS_E9_PER_L => {
            (fixed(e9_per_l * 1e3, 0), text.get("unit-per-microliter"))
        }
        _ if e9_per_l >= 99.5 => (fixed(e9_per_l, 0), text.unit(Unit::E9PerL)),
        _ if e9_per_l >= 0.095 => (fixed(e9_per_l, 1), text.unit(Unit::E9PerL)),
        _ => (fixed(e9_per_l, 3), text.unit(Unit::E9PerL)),
    }
}

/// A concentration of cells with its unit.
pub fn concentration(kind: CellKind, e9_per_l: f64, text: &Text) -> String {
    let (number, unit) = number_and_unit(kind, e9_per_l, text);
    format!("{number}\u{a0}{unit}")
}

/// The blood that a part holds or carries, if any.
pub fn blood_of(id: PartId, contents: &Contents) -> Option<Blood> {
    /// Below this share of blood the set is still prime.
    const STILL_PRIME: f64 = 0.02;
    let has_layers = contents.blood_share >= STILL_PRIME;
    match id {
        PartId::Channel | PartId::Centrifuge | PartId::Plasma | PartId::BuffyCoat | PartId::RedCells if !has_layers => {
            None
        }
        PartId::Patient | PartId::Needle | PartId::Column => Some(contents.patient),
        PartId::DrawLine | PartId::InletPump | PartId::Channel | PartId::Centrifuge => Some(contents.entering),
        PartId::Plasma => Some(contents.layers.plasma),
        PartId::BuffyCoat => Some(contents.layers.buffy_coat),
        PartId::RedCells => Some(contents.layers.red_cells),
        PartId::Port | PartId::CollectLine => contents.collected,
        PartId::Bag => Some(contents.bag),
        PartId::ReturnLine | PartId::ReturnPump => Some(contents.set),
        _ => None,
    }
}

/// What is known about a part at a moment.
pub fn facts(id: PartId, run: &Run, moment: &Moment<'_>, text: &Text) -> Vec<Fact> {
    let contents = Contents::of(run, moment);
    let mut known = Known { text, moment, run, facts: Vec::new() };
    known.numbers(id, &contents);
    if let Some(blood) = blood_of(id, &contents) {
        known.composition(&blood);
    }
    known.facts
}

/// The facts as one sentence, for a screen reader.
pub fn spoken(facts: &[Fact]) -> String {
    facts.iter().map(|fact| format!("{} {}", fact.name, fact.value)).collect::<Vec<_>>().join(", ")
}

struct Known<'a> {
    text: &'a Text,
    moment: &'a Moment<'a>,
    run: &'a Run,
    facts: Vec<Fact>,
}

impl Known<'_> {
    fn add(&mut self, name: &str, value: String) {
        self.facts.push(Fact { name: self.text.get(name), value });
    }

    fn flow(&mut self, ml_min: f64) {
        self.add("fact-flow", self.text.quantity(&fixed(ml_min, usize::from(ml_min < 20.0)), Unit::MlPerMin));
    }

    fn volume(&mut self, name: &str, ml: f64) {
        self.add(name, self.text.quantity(&fixed(ml, 0), Unit::Ml));
    }

    /// A volume outside of the body, and its share of the blood before.
    fn part_outside(&mut self, name: &str, ml: f64, percent: f64) {
        let volume = self.text.quantity(&fixed(ml, 0), Unit::Ml);
        let share = if percent > 100.0 {
            self.text.with("fact-times-all-blood", &[("times", fixed(percent / 100.0, 1))])
        } else {
            self.text.quantity_value(Quantity::ExtracorporealShare, percent)
        };
        self.add(name, format!("{volume}, {share}"));
    }

    fn percent(&mut self, name: &str, percent: f64) {
        self.add(name, self.text.quantity(&rounded(percent), Unit::Percent));
    }

    fn quantity(&mut self, quantity: Quantity) {
        let name = format!("quantity-{}", quantity.row().key);
        self.add(&name, self.text.quantity_at(quantity, self.moment));
    }

    fn numbers(&mut self, id: PartId, contents: &Contents) {
        let moment = self.moment;
        let (machine, procedure) = (&moment.settings.machine, &moment.settings.procedure);
        let cell_volume_fl = &self.run.body.patient.cell_volume_fl;
        match id {
            PartId::Patient => {
                self.volume("fact-volume", moment.blood_volume_ml());
                self.quantity(Quantity::Hemoglobin);
            }
            PartId::Column => {
                self.volume("fact-inside", moment.blood_volume_ml());
                self.part_outside("fact-in-set", contents.own_in_set_ml, contents.set_share(self.run));
                self.part_outside("fact-in-bag", contents.bag_ml, contents.bag_share(self.run));
            }
            PartId::Tingling | PartId::Cramps | PartId::Nausea | PartId::Dizziness | PartId::Pallor => {
                if let Some(row) = id.symptom().map(Symptom::row) {
                    self.quantity(row.quantity);
                    let below = self.text.quantity_value(row.quantity, row.below);
                    let source = self.text.source(row.source);
                    let value = self.text.with("fact-usual-source", &[("below", below), ("source", source)]);
                    self.add("fact-usual-below", value);
                }
            }
            PartId::Needle => self.flow(moment.flows().map_or(0.0, |flows| flows.blood_ml_min)),
            PartId::DrawLine | PartId::InletPump => {
                let flow = moment.flows().map_or_else(|| rinse_flow_ml_min(moment), |flows| flows.inlet_ml_min);
                self.flow(flow);
                self.volume("fact-processed", moment.pumped.processed_ml);
            }
            PartId::Saline => self.volume("fact-rinse", machine.rinse_back_ml),
            PartId::Anticoagulant => {
                self.flow(moment.flows().map_or(0.0, |flows| flows.anticoagulant_ml_min));
                self.volume("fact-given", moment.pumped.anticoagulant_ml);
                self.quantity(Quantity::CitrateRate);
            }
            PartId::Centrifuge => {
                if let Some(drawing) = moment.drawing() {
                    let separator = &drawing.separator;
                    self.add("fact-turns", self.text.with("scene-rpm", &[("rpm", fixed(separator.rotor_rpm, 0))]));
                    self.add("fact-force", self.text.with("fact-g", &[("g", fixed(separator.g_force, 0))]));
                }
            }
            PartId::Channel => {
                self.volume("fact-volume", crate::model::separator::CHANNEL_VOLUME_ML);
                self.percent("fact-bed", 100.0 * contents.bed_share);
                self.percent("fact-buffy-coat", 100.0 * contents.buffy_coat_share);
            }
            PartId::Plasma => self.percent("fact-settled-platelets", 100.0 * contents.settled_platelet_share),
            PartId::BuffyCoat => self.percent("fact-share", 100.0 * contents.buffy_coat_share),
            PartId::RedCells => self.percent("fact-share", 100.0 * contents.bed_share),
            PartId::Port => {
                let set = moment.drawing().map(|drawing| drawing.separator.set_position());
                self.add("fact-position", fixed(set.unwrap_or(machine.interface_position), 2));
                if let (Some((_, separation)), Some(_)) = (moment.separation(), contents.collected) {
                    self.percent("fact-platelet-efficiency", 100.0 * separation.platelet_efficiency);
                    self.percent("fact-line-room", 100.0 * separation.line_room);
                }
            }
            PartId::CollectLine => self.flow(collect_flow_ml_min(moment)),
            PartId::Bag => {
                self.volume("fact-volume", contents.bag.volume_ml(cell_volume_fl));
                self.add("fact-white-cells", cell_count(contents.bag.white_cells_e9.sum()));
                self.add("fact-platelets", cell_count(contents.bag.platelets_e9));
                let stem_e9 = contents.bag.white_cells_e9[WhiteCell::Cd34];
                if stem_e9 > 0.0 {
                    self.add("fact-stem-cells", cell_count(stem_e9));
                }
            }
            PartId::ReturnLine | PartId::ReturnPump => self.flow(return_flow_ml_min(moment)),
            PartId::Replacement => {
                self.flow(if moment.return_is_open() { procedure.replacement_flow_ml_min } else { 0.0 });
            }
            PartId::Calcium => {
                let given = rounded(procedure.calcium_infusion_mmol_h);
                self.add("fact-flow", self.text.quantity(&given, Unit::MmolPerH));
            }
            PartId::Unborn | PartId::Wedge | PartId::Legend | PartId::Notes => {}
        }
    }

    fn composition(&mut self, blood: &Blood) {
        if let Some((hematocrit, leukocrit)) = crits_percent(blood, &self.run.body.patient.cell_volume_fl) {
            self.percent("fact-hematocrit", hematocrit);
            if leukocrit >= 1.0 {
                self.percent("fact-leukocrit", leukocrit);
            }
        }
        let counts = per_liter(blood, self.run);
        let white: f64 = counts.iter().filter(|(kind, _)| matches!(kind, CellKind::White(_))).map(|(_, n)| n).sum();
        let platelets = counts.iter().find(|(kind, _)| *kind == CellKind::Platelet).map_or(0.0, |(_, n)| *n);
        // All white cells together are counted like neutrophils.
        let white = concentration(CellKind::White(WhiteCell::Neutrophil), white, self.text);
        let platelets = concentration(CellKind::Platelet, platelets, self.text);
        self.add("fact-white-cells", white);
        self.add("fact-platelets", platelets);
    }
}
