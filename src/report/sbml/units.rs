//! The units of the exported model, each written out in what SBML knows: items, grams, kilograms, liters, meters, moles and seconds.

use super::xml::number;

/// A unit, as the product of its factors.
#[derive(Debug, PartialEq)]
pub struct Unit {
    pub id: &'static str,
    /// How people write it.
    pub sign: &'static str,
    factors: &'static [Factor],
}

/// A part of a unit: (`multiplier` · 10^`scale` · `kind`)^`exponent`.
#[derive(Debug, PartialEq)]
struct Factor {
    kind: &'static str,
    exponent: i8,
    scale: i8,
    multiplier: f64,
}

const fn factor(kind: &'static str, exponent: i8, scale: i8) -> Factor {
    Factor { kind, exponent, scale, multiplier: 1.0 }
}

const fn minutes(exponent: i8) -> Factor {
    Factor { kind: "second", exponent, scale: 0, multiplier: 60.0 }
}

const fn hours(exponent: i8) -> Factor {
    Factor { kind: "second", exponent, scale: 0, multiplier: 3600.0 }
}

/// 10⁹ cells.
const fn e9_cells(exponent: i8) -> Factor {
    factor("item", exponent, 9)
}

const fn ml(exponent: i8) -> Factor {
    factor("litre", exponent, -3)
}

const fn mmol(exponent: i8) -> Factor {
    factor("mole", exponent, -3)
}

macro_rules! units {
    ($($name:ident = $id:literal, $sign:literal, [$($factor:expr),*];)*) => {
        $(pub const $name: &Unit = &Unit { id: $id, sign: $sign, factors: &[$($factor),*] };)*
        /// Every unit of the model.
        pub const ALL: &[&Unit] = &[$($name),*];
    };
}

units! {
    ONE = "one", "1", [factor("dimensionless", 1, 0)];
    PERCENT = "percent", "%", [factor("dimensionless", 1, -2)];
    MIN = "min", "min", [minutes(1)];
    PER_MIN = "per_min", "1/min", [minutes(-1)];
    MIN_PER_H = "min_per_h", "min/h", [minutes(1), hours(-1)];
    S_PER_MIN = "s_per_min", "s/min", [factor("second", 1, 0), minutes(-1)];
    ML = "ml", "mL", [ml(1)];
    ML_PER_MIN = "ml_per_min", "mL/min", [ml(1), minutes(-1)];
    ML_PER_L = "ml_per_l", "mL/L", [ml(1), factor("litre", -1, 0)];
    ML_PER_MIN_PER_L = "ml_per_min_per_l", "mL/min per L", [ml(1), minutes(-1), factor("litre", -1, 0)];
    ML_PER_MIN_PER_KG = "ml_per_min_per_kg", "mL/min/kg", [ml(1), minutes(-1), factor("kilogram", -1, 0)];
    FL_PER_CELL = "fl_per_cell", "fL", [factor("litre", 1, -15), factor("item", -1, 0)];
    ML_PER_E9_FL = "ml_per_e9_fl", "mL per 10⁹ fL", [ml(1), factor("litre", -1, -15), factor("dimensionless", -1, 9)];
    E9 = "e9", "10⁹", [e9_cells(1)];
    E9_PER_MIN = "e9_per_min", "10⁹/min", [e9_cells(1), minutes(-1)];
    E9_PER_L = "e9_per_l", "10⁹/L", [e9_cells(1), factor("litre", -1, 0)];
    E9_PER_ML = "e9_per_ml", "10⁹/mL", [e9_cells(1), ml(-1)];
    E12_PER_L = "e12_per_l", "10¹²/L", [factor("item", 1, 12), factor("litre", -1, 0)];
    E12_FL_PER_L = "e12_fl_per_l", "10¹² fL/L", [factor("dimensionless", 1, 12), factor("litre", 1, -15), factor("litre", -1, 0)];
    MMOL = "mmol", "mmol", [mmol(1)];
    MMOL_PER_MIN = "mmol_per_min", "mmol/min", [mmol(1), minutes(-1)];
    MMOL_PER_H = "mmol_per_h", "mmol/h", [mmol(1), hours(-1)];
    MMOL_PER_L = "mmol_per_l", "mmol/L", [mmol(1), factor("litre", -1, 0)];
    L_PER_MMOL = "l_per_mmol", "L/mmol", [factor("litre", 1, 0), mmol(-1)];
    MMOL_PER_MIN_PER_KG = "mmol_per_min_per_kg", "mmol/min/kg", [mmol(1), minutes(-1), factor("kilogram", -1, 0)];
    L_PER_KG = "l_per_kg", "L/kg", [factor("litre", 1, 0), factor("kilogram", -1, 0)];
    ML_PER_KG = "ml_per_kg", "mL/kg", [ml(1), factor("kilogram", -1, 0)];
    MG_PER_MMOL = "mg_per_mmol", "mg/mmol", [factor("gram", 1, -3), mmol(-1)];
    MG_PER_KG_PER_MIN = "mg_per_kg_per_min", "mg/kg/min", [factor("gram", 1, -3), factor("kilogram", -1, 0), minutes(-1)];
    KG = "kg", "kg", [factor("kilogram", 1, 0)];
    G_PER_ML = "g_per_ml", "g/mL", [factor("gram", 1, 0), ml(-1)];
    G_PER_DL = "g_per_dl", "g/dL", [factor("gram", 1, 0), factor("litre", -1, -1)];
    KG_PER_M3 = "kg_per_m3", "kg/m³", [factor("kilogram", 1, 0), factor("metre", -3, 0)];
    KG_PER_M3_PER_G_ML = "kg_per_m3_per_g_ml", "kg/m³ per g/mL", [factor("kilogram", 1, 0), factor("metre", -3, 0), factor("gram", -1, 0), ml(1)];
    M = "m", "m", [factor("metre", 1, 0)];
    M_PER_S2 = "m_per_s2", "m/s²", [factor("metre", 1, 0), factor("second", -2, 0)];
    PA_S = "pa_s", "Pa s", [factor("kilogram", 1, 0), factor("metre", -1, 0), factor("second", -1, 0)];
}

impl Unit {
    /// The element that defines it.
    pub fn definition(&self) -> String {
        let factors: Vec<_> = self
            .factors
            .iter()
            .map(|Factor { kind, exponent, scale, multiplier }| {
                let multiplier = number(*multiplier);
                format!(r#"<unit kind="{kind}" exponent="{exponent}" scale="{scale}" multiplier="{multiplier}"/>"#)
            })
            .collect();
        format!(
            "<unitDefinition id=\"{}\" name=\"{}\"><listOfUnits>{}</listOfUnits></unitDefinition>",
            self.id,
            self.sign,
            factors.concat()
        )
    }
}
