//! The patient: size and blood before, and what the body does by itself.

use super::expression::{Expression, measure, symbol};
use super::model::{Model, Value};
use super::parts::{self, Part};
use super::units::{
    E9, E9_PER_MIN, FL_PER_CELL, KG, L_PER_KG, L_PER_MMOL, MIN, ML, ML_PER_E9_FL, ML_PER_KG, ML_PER_L, ML_PER_MIN,
    ML_PER_MIN_PER_KG, MMOL, MMOL_PER_L, MMOL_PER_MIN, MMOL_PER_MIN_PER_KG, ONE, PER_MIN,
};
use crate::model::calcium;
use crate::model::cells::WhiteCell;
use crate::model::patient::{REFILL_PER_MIN, WATER_LOSS_BEND};
use crate::model::recruitment::{MIN_RESERVE_RATIO, SPLEEN_HALF_TIME_MIN};
use crate::sim::Run;
use crate::text::Text;

/// What holds before the first draw, with the constants of what the body does.
pub fn put_before(model: &mut Model, run: &Run, text: &Text) {
    let patient = &run.body.patient;
    let mut put = |section, id: &str, name: &str, unit, value| model.constant(section, id, name, unit, value);
    put(2, "weight", "Body weight", KG, patient.weight_kg);
    put(2, "blood_volume_before", "Blood volume before", ML, run.body.before.blood_volume_ml);
    put(2, "blood_volume_usual", "Blood volume that the body defends", ML, patient.usual_blood_volume_ml());
    put(6, "blood_volume_entered", "Blood volume that the operator entered", ML, patient.entered_blood_volume_ml());
    put(2, "protein_before", "Plasma protein before", ML, patient.blood_before().protein_ml);
    put(2, "ionized_calcium_before", "Ionized calcium before", MMOL_PER_L, patient.ionized_calcium_mmol_l);
    put(2, "citrate_clearance", "Citrate clearance", ML_PER_MIN_PER_KG, patient.citrate_clearance_ml_min_kg);
    put(2, "red_cell_volume", "Mean red-cell volume", FL_PER_CELL, patient.mean_red_cell_volume_fl);
    put(2, "spleen_ratio", "Platelets in the spleen per platelet in the blood", ONE, patient.spleen_platelet_ratio);
    put(3, "spleen_half_time", "Half-time of platelets between spleen and blood", MIN, SPLEEN_HALF_TIME_MIN);
    put(1, "ml_per_l", "Milliliters in a liter", ML_PER_L, 1000.0);
    put(1, "ml_per_e9_fl", "Milliliters in 10⁹ femtoliters", ML_PER_E9_FL, 1e-3);
    put(3, "refill_rate", "Tissue fluid that enters at full loss, per blood volume", PER_MIN, REFILL_PER_MIN);
    let water_loss_per_min = run.protocol.constants.water_loss_per_min;
    put(3, "water_loss_rate", "Rate at which vessels that are too full lose water", PER_MIN, water_loss_per_min);
    put(3, "water_loss_bend", "Excess within which the loss begins gently, as a share", ONE, WATER_LOSS_BEND);
    put(3, "citrate_space", "Distribution volume of citrate", L_PER_KG, calcium::CITRATE_SPACE_L_KG);
    put(3, "calcium_space", "Distribution volume of calcium", L_PER_KG, calcium::CALCIUM_SPACE_L_KG);
    put(
        3,
        "calcium_space_ml",
        "Distribution volume of calcium, in mL",
        ML_PER_KG,
        1000.0 * calcium::CALCIUM_SPACE_L_KG,
    );
    put(3, "citrate_affinity", "Affinity of citrate for calcium", L_PER_MMOL, calcium::CITRATE_AFFINITY_L_MMOL);
    put(3, "bound_per_ionized", "Protein-bound per ionized calcium", ONE, calcium::PROTEIN_BOUND_PER_IONIZED);
    put(3, "calcium_uptake_rate", "Rate at which added calcium leaves", PER_MIN, calcium::CALCIUM_UPTAKE_PER_MIN);
    put(3, "bone_delay", "Delay of the release from bone", MIN, calcium::BONE_DELAY_MIN);
    let release = calcium::BONE_RELEASE_MMOL_MIN_KG;
    put(3, "bone_release_full", "Release from bone at full lack of calcium", MMOL_PER_MIN_PER_KG, release);
    for class in WhiteCell::ALL {
        let (key, name) = (class.key(), Part::White(class).name(text));
        let volume_fl = patient.cell_volume_fl[class];
        model.constant(2, format!("cell_volume_{key}"), format!("{name}: volume of one"), FL_PER_CELL, volume_fl);
        let ratio = patient.refill_ratio[class];
        model.constant(
            2,
            format!("reserve_ratio_{key}"),
            format!("{name}: in reserve per one in the blood"),
            ONE,
            ratio,
        );
        let half_time_min = patient.refill_half_time_min[class];
        let name = format!("{name}: half-time between reserve and blood");
        model.constant(2, format!("reserve_half_time_{key}"), name, MIN, half_time_min);
    }
}

/// What the body does by itself in every phase, and the states that only it moves.
pub fn put_response(model: &mut Model, run: &Run, text: &Text) {
    model.rule(1, "patient_volume", "Volume of the patient's blood", ML, parts::volume("patient"));
    let patient = &run.body.patient;
    for class in WhiteCell::ALL {
        let key = class.key();
        let part = Part::White(class);
        let name = part.name(text);
        exchange(
            model,
            part,
            &name,
            patient.refill_ratio[class],
            &Reserve {
                amount: format!("reserve_{key}"),
                ratio: format!("reserve_ratio_{key}"),
                half_time: format!("reserve_half_time_{key}"),
                before_e9: run.before.reserve_e9[class],
            },
        );
    }
    exchange(
        model,
        Part::Platelets,
        "Platelets",
        patient.spleen_platelet_ratio,
        &Reserve {
            amount: "spleen_platelets".to_owned(),
            ratio: "spleen_ratio".to_owned(),
            half_time: "spleen_half_time".to_owned(),
            before_e9: run.before.spleen_platelets_e9,
        },
    );
    put_water(model);
    put_citrate_and_calcium(model);
}

/// The symbols of a reserve.
struct Reserve {
    amount: String,
    ratio: String,
    half_time: String,
    before_e9: f64,
}

/// Cells pass between the blood and a reserve.
fn exchange(model: &mut Model, part: Part, name: &str, reserve_ratio: f64, reserve: &Reserve) {
    let key = part.key();
    let recruited = if reserve_ratio < MIN_RESERVE_RATIO {
        // Such a reserve stands still.
        measure(0.0, E9_PER_MIN)
    } else {
        let wanted = symbol(&reserve.amount) / symbol(&reserve.ratio)
            - part.at("patient") * (symbol("blood_volume_before") / symbol("patient_volume"));
        measure(2.0, ONE).ln() / symbol(&reserve.half_time) * wanted
    };
    model.rule(
        3,
        format!("recruited_{key}"),
        format!("{name}: from the reserve into the blood"),
        E9_PER_MIN,
        recruited,
    );
    let rate = -symbol(format!("recruited_{key}"));
    model.put(1, &reserve.amount, format!("{name} in reserve"), E9, Value::State(reserve.before_e9, rate));
}

/// The excess over zero without its kink.
fn soft(excess: Expression) -> Expression {
    excess.clone() / (1.0 + (-excess / symbol("water_loss_bend_ml")).exp())
}

fn put_water(model: &mut Model) {
    let before = || symbol("blood_volume_before");
    model.rule(
        3,
        "water_loss_bend_ml",
        "Excess within which the loss begins gently",
        ML,
        symbol("water_loss_bend") * before(),
    );
    let deficit = (1.0 - symbol("patient_volume") / symbol("blood_volume_usual")).max(0.0.into());
    model.rule(3, "volume_deficit", "Lacking blood volume, as a share", ONE, deficit);
    let held = soft(Part::Protein.at("patient") - symbol("protein_before"));
    model.rule(3, "volume_held", "Water that given protein holds", ML, held);
    let excess = soft(symbol("patient_volume") - before() - symbol("volume_held"));
    model.rule(3, "volume_excess", "Excess of blood volume that can leak out", ML, excess);
    let refill = symbol("refill_rate") * symbol("volume_deficit").power(2.0) * symbol("blood_volume_usual");
    let plasma_left = Part::Plasma.at("patient") / symbol("protein_before");
    let loss = symbol("water_loss_rate") * plasma_left * symbol("volume_excess");
    model.rule(3, "water_from_tissues", "Water from the tissues into the blood", ML_PER_MIN, refill - loss);
    model.put(1, "tissue_water", "Water moved into the tissues", ML, Value::State(0.0, -symbol("water_from_tissues")));
}

fn put_citrate_and_calcium(model: &mut Model) {
    let weight = || symbol("weight");
    let concentration = Part::Citrate.at("patient") / (symbol("citrate_space") * weight());
    model.rule(3, "citrate_concentration", "Citrate concentration", MMOL_PER_L, concentration);
    let burned = symbol("citrate_concentration") * symbol("citrate_clearance") * weight() / symbol("ml_per_l");
    model.rule(3, "citrate_burned", "Citrate burned", MMOL_PER_MIN, burned);
    model.put(1, "citrate_cleared", "Citrate cleared so far", MMOL, Value::State(0.0, symbol("citrate_burned")));

    let free = Part::Plasma.at("patient") - Part::Protein.at("patient") + symbol("tissue_water");
    model.rule(3, "calcium_free_fluid", "Calcium-free fluid in blood and tissues", ML, free);
    model.rule(3, "calcium_held", "Free and protein-bound per ionized calcium", ONE, 1.0 + symbol("bound_per_ionized"));
    let all = (symbol("calcium_held") * symbol("ionized_calcium_before")
        + symbol("added_calcium") / (symbol("calcium_space") * weight()))
        / (1.0 + symbol("calcium_free_fluid") / (symbol("calcium_space_ml") * weight()));
    model.rule(3, "calcium_to_share", "Calcium to share out", MMOL_PER_L, all);
    let linear = symbol("calcium_held")
        + symbol("citrate_affinity") * (symbol("citrate_concentration") - symbol("calcium_to_share"));
    model.rule(3, "calcium_linear_term", "Linear term of the equation of ionized calcium", ONE, linear);
    let constant = 4.0 * (symbol("calcium_held") * symbol("citrate_affinity") * symbol("calcium_to_share"));
    let root = (symbol("calcium_linear_term").power(2.0) + constant).root_power(1, 2);
    let ionized =
        (root - symbol("calcium_linear_term")) / (2.0 * (symbol("calcium_held") * symbol("citrate_affinity")));
    model.rule(3, "ionized_calcium", "Ionized calcium concentration", MMOL_PER_L, ionized);

    let lacking = (1.0 - symbol("ionized_calcium") / symbol("ionized_calcium_before")).max(0.0.into());
    let wanted = symbol("bone_release_full") * weight() * lacking;
    model.rule(3, "bone_release_wanted", "Release from bone that is aimed at", MMOL_PER_MIN, wanted);
    let rate = (symbol("bone_release_wanted") - symbol("bone_release")) / symbol("bone_delay");
    model.put(1, "bone_release", "Calcium that bone releases", MMOL_PER_MIN, Value::State(0.0, rate));
    let rate =
        symbol("bone_release") + symbol("calcium_infused") - symbol("calcium_uptake_rate") * symbol("added_calcium");
    model.put(1, "added_calcium", "Calcium added and not yet taken up", MMOL, Value::State(0.0, rate));
}
