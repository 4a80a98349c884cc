//! Citrate in the body, and the ionised calcium it binds.

/// Citrate in ACD-A, mmol per mL of solution (21.3 mg/mL).
pub const ACD_A_CITRATE_MMOL_ML: f64 = 0.1128;

/// Molar mass of citrate as dosed, mg per mmol: 21.3 mg in 0.1128 mmol.
pub const CITRATE_MG_PER_MMOL: f64 = 21.3 / ACD_A_CITRATE_MMOL_ML;

/// Space in which citrate spreads, L/kg: with a clearance of 9.8 mL/min/kg its half-life is 32 min.
pub const CITRATE_SPACE_L_KG: f64 = 0.45;

/// Calcium bound per citrate, L/mmol. Fitted to −33 % after 90 min at 1.6 mg/kg/min (Bolan, Transfusion 2001;41:1165).
pub const CITRATE_BINDING_L_MMOL: f64 = 0.69;

/// Space in which infused calcium spreads, L/kg: the extracellular fluid. Assumed.
pub const CALCIUM_SPACE_L_KG: f64 = 0.25;

/// Share of added calcium that stays ionised; albumin and other anions hold the rest. Usual for plasma.
pub const IONISED_SHARE: f64 = 0.5;

/// Rate at which infused calcium leaves for bone and kidney, 1/min: a half-life of about an hour. Assumed.
pub const CALCIUM_UPTAKE_PER_MIN: f64 = 0.0116;

/// Citrate in the patient's plasma, mmol/L.
pub fn citrate_mmol_l(citrate_mmol: f64, weight_kg: f64) -> f64 {
    citrate_mmol / (CITRATE_SPACE_L_KG * weight_kg)
}

/// Citrate burnt by liver, kidney and muscle, mmol/min.
pub fn citrate_cleared_mmol_min(citrate_mmol: f64, weight_kg: f64, clearance_ml_min_kg: f64) -> f64 {
    citrate_mmol_l(citrate_mmol, weight_kg) * clearance_ml_min_kg * weight_kg / 1000.0
}

/// Ionised calcium, mmol/L: what was there and what infusion adds, less what citrate binds.
pub fn ionised_calcium_mmol_l(
    baseline_mmol_l: f64,
    citrate_mmol_l: f64,
    infused_calcium_mmol: f64,
    weight_kg: f64,
) -> f64 {
    let added_mmol_l = IONISED_SHARE * infused_calcium_mmol / (CALCIUM_SPACE_L_KG * weight_kg);
    (baseline_mmol_l + added_mmol_l) / (1.0 + CITRATE_BINDING_L_MMOL * citrate_mmol_l)
}
