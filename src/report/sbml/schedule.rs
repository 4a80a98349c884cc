//! What the operator and the phases set: the values at the first draw, and an event for each moment at which some of them change.

use std::collections::BTreeMap;

use super::circuit::rinsed_at_start;
use super::expression::{Expression, measure, symbol};
use super::model::{Event, Model, Value};
use super::parts::Part;
use super::separator::bounded;
use super::units::{MIN, ML, ML_PER_MIN, MMOL_PER_H, MMOL_PER_L, ONE, Unit};
use crate::model::machine::InterfaceControl;
use crate::model::procedure::Draw;
use crate::sim::dynamics::{Drawing, MachineMode};
use crate::sim::outline::Segment;
use crate::sim::trajectory::STOP_AT_BLOOD_VOLUME;
use crate::sim::{Phase, Run};
use crate::text::Text;

/// A symbol that holds until an event, with the value that it has in a segment.
struct Held {
    id: String,
    name: String,
    unit: &'static Unit,
    value: f64,
    /// Where the value depends on the state at the moment at which it is set.
    formula: Option<Expression>,
}

/// Puts the held symbols with their first values, and the events. Where nothing is drawn, the pumps' settings stay as they were.
pub fn put(model: &mut Model, run: &Run, text: &Text) {
    model.constant(
        4,
        "least_blood_share",
        "Share of the blood volume below which drawing ends",
        ONE,
        STOP_AT_BLOOD_VOLUME,
    );
    let mut segments = run.segments.iter().filter(|segment| segment.to_min > segment.from_min);
    let Some(first) = segments.next() else { return };
    let mut pumps = Pumps::default();
    pumps.follow(first, None, run);
    let mut holding = pumps.held(first, text);
    for held in &holding {
        model.put(4, &held.id, &held.name, held.unit, Value::Held(held.value));
    }
    let mut derived = follow(model, &holding);
    for symbol in &mut model.symbols {
        if let Value::Derived(value, _) = &mut symbol.value {
            *value = derived.get(&symbol.id).copied().unwrap_or(f64::NAN);
        }
    }
    let mut before = first;
    for (number, segment) in segments.enumerate() {
        pumps.follow(segment, Some(before), run);
        let held = pumps.held(segment, text);
        let changed = held.iter().zip(&holding).filter(|(new, old)| new.value != old.value || new.formula.is_some());
        let mut assignments: Vec<_> = changed
            .map(|(new, _)| {
                let value = measure(new.value, new.unit);
                (new.id.clone(), new.formula.clone().unwrap_or(value))
            })
            .collect();
        let follows = follow(model, &held);
        for symbol in &model.symbols {
            if let (Value::Derived(..), Some(new)) = (&symbol.value, follows.get(&symbol.id))
                && derived.get(&symbol.id) != Some(new)
            {
                assignments.push((symbol.id.clone(), measure(*new, symbol.unit)));
            }
        }
        derived = follows;
        let phase = text.phase(segment.phase);
        if !assignments.is_empty() {
            let id = format!("event_{}", number + 1);
            let trigger = trigger(model, &id, before, segment, run);
            model.events.push(Event { id, name: format!("{}: {phase}", number + 1), trigger, assignments });
        }
        holding = held;
        before = segment;
    }
}

/// The values of all that follows from settings alone, in the order in which one follows from the other.
fn follow(model: &Model, holding: &[Held]) -> BTreeMap<String, f64> {
    let mut known: BTreeMap<String, f64> = holding.iter().map(|held| (held.id.clone(), held.value)).collect();
    for symbol in &model.symbols {
        let value = match &symbol.value {
            Value::Constant(value) => Some(*value),
            Value::Derived(_, formula) => formula.value(&|id| known.get(id).copied()),
            Value::Held(_) | Value::State(..) | Value::Rule(_) => None,
        };
        if let Some(value) = value {
            known.insert(symbol.id.clone(), value);
        }
    }
    known
}

/// What begins a segment: a time, or a bag that is full, or a blood volume that has become too small.
fn trigger(model: &mut Model, event: &str, before: &Segment, segment: &Segment, run: &Run) -> Expression {
    if segment.phase == Phase::BagFull && run.bag_full_min == Some(segment.from_min) {
        model.constant(2, "bag_capacity", "Capacity of the bag", ML, segment.settings.machine.bag_capacity_ml);
        return symbol("bag_volume").at_least(symbol("bag_capacity"));
    }
    if before.phase.is_under_way() && run.broken_off_min == Some(segment.from_min) {
        return symbol("patient_volume").at_most(symbol("least_blood_share") * symbol("blood_volume_before"));
    }
    let id = format!("time_of_{event}");
    let phase = segment.phase.key().replace('_', " ");
    model.constant(4, &id, format!("Time of {event}, which begins the phase {phase}"), MIN, segment.from_min);
    Expression::Time.at_least(symbol(id))
}

/// How the pumps and the port stand.
#[derive(Default)]
struct Pumps {
    inlet_ml_min: f64,
    /// The share of the bed for which the port is placed.
    placed: f64,
    /// The same from the state, where it is placed in this segment.
    places: Option<Expression>,
    position: f64,
}

impl Pumps {
    fn follow(&mut self, segment: &Segment, before: Option<&Segment>, run: &Run) {
        self.places = None;
        let Some(drawing) = segment.mode().drawing() else { return };
        self.inlet_ml_min = drawing.flows.inlet_ml_min;
        self.position = drawing.separator.set_position();
        let is_fixed = segment.settings.machine.interface_control == InterfaceControl::Fixed;
        let share = |at_min: f64| {
            let entering = drawing.entering(&run.body, &run.at(at_min).state.patient);
            drawing.separator.bed_share(entering.red_cells_ml / drawing.flows.inlet_ml_min)
        };
        if before.is_none() {
            self.placed = share(segment.from_min);
        }
        if !is_fixed || !drawing.collecting {
            return;
        }
        // The last time that blood was drawn before this, as an operator left the port.
        let mut earlier = run.segments.iter().rev().filter(|earlier| earlier.to_min <= segment.from_min);
        let last = earlier.find_map(|earlier| Some((earlier, earlier.mode().drawing()?)));
        if last.is_some_and(|(last, was)| was.collecting && is_placed_alike(last, segment)) {
            return;
        }
        self.placed = share(segment.from_min);
        self.places = Some(placed_now(drawing, segment));
    }

    fn held(&self, segment: &Segment, text: &Text) -> Vec<Held> {
        let (machine, procedure) = (&segment.settings.machine, &segment.settings.procedure);
        let is_drawing = segment.phase.is_drawing();
        let is_under_way = segment.phase.is_under_way();
        let is_open = is_under_way && procedure.draw != Draw::Paused;
        let when = |holds: bool, value: f64| if holds { value } else { 0.0 };
        let mut list = Vec::with_capacity(32);
        let mut put = |id: &str, name: &str, unit, value| {
            list.push(Held { id: id.to_owned(), name: name.to_owned(), unit, value, formula: None });
        };
        put("drawing", "Whether the pumps draw, 1 or 0", ONE, when(is_drawing, 1.0));
        put("collecting", "Whether the port is open, 1 or 0", ONE, when(segment.phase == Phase::Collect, 1.0));
        put("inlet_flow", "Inlet flow, anticoagulant included", ML_PER_MIN, self.inlet_ml_min);
        put("anticoagulant_ratio", "Inlet flow per anticoagulant", ONE, procedure.anticoagulant_ratio);
        let citrate_mmol_l = procedure.anticoagulant_citrate_mmol_l;
        put("anticoagulant_citrate", "Citrate in the anticoagulant", MMOL_PER_L, citrate_mmol_l);
        put(
            "starch",
            "Whether starch runs in with the anticoagulant, 1 or 0",
            ONE,
            when(machine.hydroxyethyl_starch, 1.0),
        );
        put("packing_factor", "Packing factor", ONE, machine.packing_factor);
        put("collect_flow", "Collect flow", ML_PER_MIN, machine.collect_flow_ml_min);
        put("interface_position", "Set position of the port", ONE, self.position);
        let replacement = procedure.replacement_per_min();
        for part in [Part::Plasma, Part::Protein, Part::RedCells] {
            let name = format!("{} in the replacement fluid per minute", part.name(text));
            put(&part.id("replacement"), &name, ML_PER_MIN, when(is_open, part.of(&replacement)));
        }
        put("calcium_infusion", "Calcium infusion", MMOL_PER_H, when(is_open, procedure.calcium_infusion_mmol_h));
        let samples_ml_min = procedure.blood_samples_ml / procedure.duration_min;
        put("sample_flow", "Blood drawn for tests", ML_PER_MIN, when(is_under_way, samples_ml_min));
        put("bleeding_flow", "Bleeding", ML_PER_MIN, when(is_under_way, procedure.bleeding_ml_min));
        let rinse = match segment.mode() {
            MachineMode::RinsingBack { returned_per_min, saline_ml_min } => Some((returned_per_min, *saline_ml_min)),
            MachineMode::Drawing(_) | MachineMode::Paused(_) | MachineMode::Off => None,
        };
        put("rinse_flow", "Saline for rinsing back", ML_PER_MIN, rinse.map_or(0.0, |(_, saline_ml_min)| saline_ml_min));
        for part in Part::all() {
            list.push(Held {
                id: part.id("rinsed"),
                name: format!("{} rinsed back per minute", part.name(text)),
                unit: part.per_min(),
                value: rinse.map_or(0.0, |(returned, _)| part.of(returned)),
                formula: rinse.map(|(_, flow_ml_min)| rinsed_at_start(part, machine.rinse_back_ml, flow_ml_min)),
            });
        }
        if machine.interface_control == InterfaceControl::Fixed {
            list.push(Held {
                id: "placed_bed_share".to_owned(),
                name: "Share of the bed for which the port was placed".to_owned(),
                unit: ONE,
                value: self.placed,
                formula: self.places.clone(),
            });
        }
        list
    }
}

/// Whether what places the port is the same in two segments.
fn is_placed_alike(one: &Segment, other: &Segment) -> bool {
    let (one, other) = (&one.settings.machine, &other.settings.machine);
    one.interface_position == other.interface_position
        && one.packing_factor == other.packing_factor
        && one.hydroxyethyl_starch == other.hydroxyethyl_starch
}

/// The share of the bed with the settings that hold from now on.
fn placed_now(drawing: &Drawing, segment: &Segment) -> Expression {
    let blood_share = 1.0 - 1.0 / segment.settings.procedure.anticoagulant_ratio;
    let hematocrit = Part::RedCells.at("patient") / symbol("patient_volume");
    bounded(hematocrit * (blood_share / drawing.separator.bed_hematocrit))
}
