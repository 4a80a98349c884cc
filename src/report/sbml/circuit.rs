//! The set and its pumps: what enters, returns, is given and is lost, and how the contents of patient, set and bag change by it.

use super::expression::{Expression, measure, symbol};
use super::model::{Model, Value};
use super::parts::{self, Part};
use super::separator::{collected, collected_volume};
use super::units::{MIN_PER_H, ML, ML_PER_MIN, MMOL, MMOL_PER_MIN, ONE};
use crate::model::circuit::{RINSE_BACK_RESIDUE, RINSE_TO_CLEAR};
use crate::model::separator::{MAX_DRAWN_SHARE, POSITIONS_IN_DEPTH};
use crate::sim::Run;
use crate::text::Text;

pub fn put(model: &mut Model, run: &Run, text: &Text) {
    model.constant(2, "set_capacity", "Volume of the set", ML, run.protocol.settings.machine.set_volume_ml);
    model.constant(4, "rinse_residue", "Share that rinse-back leaves in the set", ONE, RINSE_BACK_RESIDUE);
    model.constant(4, "rinse_to_clear", "Saline that clears a set, by its volume", ONE, RINSE_TO_CLEAR);
    model.constant(5, "positions_in_depth", "Units of position over the depth of the channel", ONE, POSITIONS_IN_DEPTH);
    model.constant(4, "min_per_h", "Minutes in an hour", MIN_PER_H, 60.0);

    let mut derived = |id: &str, name: &str, unit, formula| model.derived(4, id, name, unit, formula);
    derived(
        "anticoagulant_flow",
        "Anticoagulant flow",
        ML_PER_MIN,
        symbol("inlet_flow") / symbol("anticoagulant_ratio"),
    );
    derived(
        "blood_flow",
        "Flow of the patient's blood to the inlet",
        ML_PER_MIN,
        symbol("inlet_flow") - symbol("anticoagulant_flow"),
    );
    derived(
        "blood_share",
        "Share of the patient's blood in what enters",
        ONE,
        symbol("blood_flow") / symbol("inlet_flow"),
    );
    derived(
        "loss_flow",
        "Blood lost to tests and bleeding",
        ML_PER_MIN,
        symbol("sample_flow") + symbol("bleeding_flow"),
    );
    derived("calcium_infused", "Calcium infused", MMOL_PER_MIN, symbol("calcium_infusion") / symbol("min_per_h"));
    for part in Part::all() {
        let name = part.name(text);
        let mut rule = |line: &str, what: &str, formula| {
            model.rule(4, part.id(line), format!("{name} {what}"), part.per_min(), formula);
        };
        rule("drawn", "drawn by the pumps", drawn(part, symbol("blood_flow")));
        let entering = part.at("drawn");
        rule(
            "entering",
            "entering the channel",
            match anticoagulant(part) {
                Some(added) => entering + added,
                None => entering,
            },
        );
        rule("lost_flow", "lost to tests and bleeding per minute", drawn(part, symbol("loss_flow")));
    }
    model.rule(1, "set_volume", "Volume of blood in the set", ML, parts::volume("set"));
    model.rule(1, "bag_volume", "Volume of the bag's content", ML, parts::volume("bag"));
    // Each of the two fills the line: the inlet flow the channel, the collect flow the bag's line, with plasma beside the cells.
    let collected =
        if is_short_of_plasma(run) { collected_volume() } else { symbol("collecting") * symbol("collect_flow") };
    let returned = symbol("drawing") * symbol("inlet_flow") - collected;
    model.rule(4, "return_flow", "Flow from the set back to the patient", ML_PER_MIN, returned);
    for part in Part::all() {
        let name = part.name(text);
        let returned = part.at("set") * symbol("return_flow") / symbol("set_volume");
        model.rule(4, part.id("returned"), format!("{name} returned from the set"), part.per_min(), returned);
    }
    put_states(model, run, text);
    let mut amount = |id: &str, name: &str, unit, rate| model.put(1, id, name, unit, Value::State(0.0, rate));
    amount("processed", "Patient's blood processed", ML, symbol("drawing") * symbol("blood_flow"));
    amount("anticoagulant_given", "Anticoagulant given", ML, symbol("drawing") * symbol("anticoagulant_flow"));
    amount("calcium_given", "Calcium given", MMOL, symbol("calcium_infused"));
}

/// A part of the patient's blood drawn at a flow. Citrate lies mostly outside the blood: it comes as plasma holds it.
fn drawn(part: Part, flow: Expression) -> Expression {
    let share = flow / symbol("patient_volume");
    match part {
        Part::Citrate => Part::Plasma.at("patient") * share * (symbol("citrate_concentration") / symbol("ml_per_l")),
        _ => part.at("patient") * share,
    }
}

/// A part of the anticoagulant's flow.
fn anticoagulant(part: Part) -> Option<Expression> {
    let flow = || symbol("anticoagulant_flow");
    match part {
        Part::Plasma => Some(flow()),
        // Starch is 0 or 1.
        Part::Protein => Some(symbol("starch") * flow()),
        Part::Citrate => Some(symbol("anticoagulant_citrate") * flow() / symbol("ml_per_l")),
        Part::RedCells | Part::Platelets | Part::White(_) => None,
    }
}

/// What the body adds to a part of the blood by itself.
fn response(part: Part) -> Option<Expression> {
    match part {
        Part::Plasma => Some(symbol("water_from_tissues")),
        Part::Citrate => Some(-symbol("citrate_burned")),
        Part::Platelets | Part::White(_) => Some(symbol(format!("recruited_{}", part.key()))),
        Part::Protein | Part::RedCells => None,
    }
}

fn put_states(model: &mut Model, run: &Run, text: &Text) {
    let drawing = || symbol("drawing");
    for part in Part::all() {
        let name = part.name(text);
        let before = &run.before;
        let mut state = |place: &str, what: &str, before: f64, rate| {
            model.put(1, part.id(place), format!("{name} {what}"), part.unit(), Value::State(before, rate));
        };
        let mut patient = part.at("returned") + part.at("rinsed") - drawing() * part.at("drawn") - part.at("lost_flow");
        if matches!(part, Part::Plasma | Part::Protein | Part::RedCells) {
            patient = patient + part.at("replacement");
        }
        if let Some(own) = response(part) {
            patient = patient + own;
        }
        state("patient", "in the patient's blood", part.of(&before.patient), patient);
        // Set and bag together, so that what is collected is written once: some simulators compile every formula anew wherever it is used.
        let mut outside = drawing() * part.at("entering") - part.at("returned") - part.at("rinsed");
        if part == Part::Plasma {
            outside = outside + symbol("rinse_flow");
        }
        state("outside", "in set and bag", part.of(&before.set) + part.of(&before.bag), outside);
        state("bag", "in the bag", part.of(&before.bag), collected(part));
        state("lost", "lost to tests and bleeding", part.of(&before.lost), part.at("lost_flow"));
        model.rule(1, part.id("set"), format!("{name} in the set"), part.unit(), part.at("outside") - part.at("bag"));
    }
}

/// Whether somewhere in the run the port takes all the plasma that it can, so that less than the collect flow leaves.
fn is_short_of_plasma(run: &Run) -> bool {
    run.sample_times_min().into_iter().any(|time_min| {
        let moment = run.at(time_min);
        let is_collecting = moment.drawing().is_some_and(|drawing| drawing.collecting);
        moment.separation().filter(|_| is_collecting).is_some_and(|(entering, separation)| {
            separation.collected.plasma_ml >= (1.0 - 1e-6) * MAX_DRAWN_SHARE * entering.plasma_ml
        })
    })
}

/// What goes back per minute of a part of the set, as it stands when rinsing back begins.
pub fn rinsed_at_start(part: Part, rinse_ml: f64, rinse_flow_ml_min: f64) -> Expression {
    let (rinse, flow) = (|| measure(rinse_ml, ML), || measure(rinse_flow_ml_min, ML_PER_MIN));
    let to_clear = || symbol("rinse_to_clear") * symbol("set_capacity");
    let cleared = (rinse() / to_clear()).min(1.0.into());
    let content = part.at("set") * ((1.0 - symbol("rinse_residue")) * cleared);
    let content = match part {
        Part::Plasma => content + (rinse() - to_clear()).max(measure(0.0, ML)),
        _ => content,
    };
    content / (rinse() / flow())
}
