//! What the program reports at every moment, under the names of its table: the columns of the CSV.

use super::expression::{Expression, measure, sum, symbol};
use super::model::Model;
use super::parts::{Part, white_cell_volume};
use super::units::{
    self, E9, E9_PER_L, E9_PER_ML, E12_FL_PER_L, E12_PER_L, G_PER_DL, MG_PER_KG_PER_MIN, MG_PER_MMOL, ML,
    ML_PER_MIN_PER_L, MMOL_PER_L, ONE, PERCENT, Unit,
};
use crate::model::blood::HEMOGLOBIN_IN_RED_CELLS_G_DL;
use crate::model::calcium::CITRATE_MG_PER_MMOL;
use crate::model::cells::WhiteCell;
use crate::sim::Run;
use crate::sim::quantities::Quantity;
use crate::text::Text;

/// Below any number of cells that is processed: before the first blood is drawn there is no efficiency.
const NO_CELLS_E9: f64 = 1e-12;

/// Where a quantity has no meaning, such as the interface while nothing is drawn, the file gives the formula's value, the table none.
pub fn put(model: &mut Model, run: &Run, text: &Text) {
    let patient = &run.body.patient;
    let before_g_dl = HEMOGLOBIN_IN_RED_CELLS_G_DL * patient.hematocrit_percent / 100.0;
    model.constant(6, "hundred_percent", "Percent in a whole", PERCENT, 100.0);
    model.constant(
        6,
        "hemoglobin_in_red_cells",
        "Hemoglobin in packed red cells",
        G_PER_DL,
        HEMOGLOBIN_IN_RED_CELLS_G_DL,
    );
    model.constant(6, "hemoglobin_before", "Hemoglobin before", G_PER_DL, before_g_dl);
    model.constant(6, "e12_fl_per_l", "10¹² femtoliters per liter in a whole", E12_FL_PER_L, 1000.0);
    model.constant(6, "mg_per_mmol_citrate", "Milligrams in a millimole of citrate", MG_PER_MMOL, CITRATE_MG_PER_MMOL);
    let hematocrit = Part::RedCells.at("patient") / symbol("patient_volume");
    model.rule(6, "hematocrit", "Hematocrit as a fraction", ONE, hematocrit);
    let counted: [(&str, &str, &[WhiteCell]); 2] = [
        ("white_cells", "White cells", &WhiteCell::ALL),
        ("mononuclear", "Mononuclear cells", &[WhiteCell::Lymphocyte, WhiteCell::Monocyte, WhiteCell::Cd34]),
    ];
    for (key, name, classes) in counted {
        let all = |place: &str| sum(classes.iter().map(|class| Part::White(*class).at(place)), E9);
        model.rule(1, format!("patient_{key}"), format!("{name} in the patient's blood"), E9, all("patient"));
        model.rule(1, format!("bag_{key}"), format!("{name} in the bag"), E9, all("bag"));
        let before_e9_l: f64 = classes.iter().map(|class| patient.white_cells_e9_per_l[*class]).sum();
        model.constant(6, format!("{key}_before"), format!("{name} before"), E9_PER_ML, before_e9_l / 1000.0);
    }
    model.constant(6, "platelets_before", "Platelets before", E9_PER_ML, patient.platelets_e9_per_l / 1000.0);
    for quantity in Quantity::all() {
        let (unit, formula) = formula(quantity);
        let name = format!("{} (reported)", text.quantity_name(quantity));
        // The setting itself goes by this name.
        if quantity != Quantity::AnticoagulantRatio {
            model.rule(6, quantity.row().key, name, unit, formula);
        }
    }
}

fn percent(share: Expression) -> Expression {
    symbol("hundred_percent") * share
}

/// A count in the blood.
fn per_liter(id: &str) -> Expression {
    symbol(id) / symbol("patient_volume") * symbol("ml_per_l")
}

/// CE1 so far.
fn efficiency(key: &str) -> Expression {
    let now = symbol(format!("patient_{key}")) / symbol("patient_volume");
    let offered = 0.5 * (symbol(format!("{key}_before")) + now) * symbol("processed");
    percent(symbol(format!("bag_{key}")) / offered.max(measure(NO_CELLS_E9, E9)))
}

fn formula(quantity: Quantity) -> (&'static Unit, Expression) {
    let of_blood_before = |volume: Expression| volume / symbol("blood_volume_before");
    match quantity {
        Quantity::WhiteCells => (E9_PER_L, per_liter("patient_white_cells")),
        Quantity::Class(class) => (E9_PER_L, per_liter(&Part::White(class).id("patient"))),
        Quantity::RedCells => (E12_PER_L, symbol("e12_fl_per_l") * symbol("hematocrit") / symbol("red_cell_volume")),
        Quantity::Hematocrit => (PERCENT, percent(symbol("hematocrit"))),
        Quantity::Hemoglobin => (G_PER_DL, symbol("hemoglobin_in_red_cells") * symbol("hematocrit")),
        Quantity::Platelets => (E9_PER_L, per_liter("patient_platelets")),
        Quantity::IonizedCalcium => (MMOL_PER_L, symbol("ionized_calcium")),
        Quantity::BloodVolume => (ML, symbol("patient_volume")),
        Quantity::Processed => (ML, symbol("processed")),
        Quantity::BagVolume => (ML, symbol("bag_volume")),
        Quantity::Leukocrit => (PERCENT, percent(white_cell_volume("patient") / symbol("patient_volume"))),
        Quantity::BloodVolumeChange => (PERCENT, percent(of_blood_before(symbol("patient_volume")) - 1.0)),
        Quantity::Citrate => (MMOL_PER_L, symbol("citrate_concentration")),
        Quantity::CitrateRate => {
            let mmol_min = symbol("anticoagulant_citrate") * symbol("anticoagulant_flow") / symbol("ml_per_l");
            (MG_PER_KG_PER_MIN, mmol_min * symbol("mg_per_mmol_citrate") / symbol("weight"))
        }
        Quantity::AnticoagulantRate => {
            let share = symbol("anticoagulant_flow") / symbol("blood_volume_entered");
            (ML_PER_MIN_PER_L, share * symbol("ml_per_l"))
        }
        Quantity::ExtracorporealShare => (PERCENT, percent(of_blood_before(symbol("set_capacity")))),
        Quantity::LineRoom => (PERCENT, percent(symbol("line_room"))),
        Quantity::BagWhiteCells => (E9, symbol("bag_white_cells")),
        Quantity::HemoglobinChange => {
            let now = symbol("hemoglobin_in_red_cells") * symbol("hematocrit");
            (G_PER_DL, now - symbol("hemoglobin_before"))
        }
        Quantity::ProcessedVolumes => (ONE, of_blood_before(symbol("processed"))),
        Quantity::ProductHematocrit => (PERCENT, percent(symbol("product_hematocrit"))),
        Quantity::SpilledRedCells => (PERCENT, percent(symbol("spilled_red_cells"))),
        Quantity::InterfaceDrift => (ONE, symbol("port_position") - symbol("interface_position")),
        Quantity::AnticoagulantRatio => (ONE, symbol("anticoagulant_ratio")),
        Quantity::WhiteCellEfficiency => (units::PERCENT, efficiency("white_cells")),
        Quantity::MononuclearEfficiency => (units::PERCENT, efficiency("mononuclear")),
        Quantity::PlateletEfficiency => (units::PERCENT, efficiency("platelets")),
    }
}
