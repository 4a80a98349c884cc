//! Every setting of a case in one table: path, unit, range, default, and whether it may change mid-run.
//!
//! Files, `--set`, sliders and exports all read this table; a new setting is one field in `model` and one row here.

use super::old_names;
use crate::model::cells::WhiteCell;
use crate::model::machine::{InterfaceControl, Machine, Prime, RinseBack};
use crate::model::patient::{Diagnosis, Patient, Pregnancy, Sex};
use crate::model::procedure::{Procedure, ReplacementFluid};

/// All settings of a case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    pub patient: Patient,
    pub machine: Machine,
    pub procedure: Procedure,
}

/// The name of a setting in code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SettingId {
    Sex,
    Age,
    Weight,
    Height,
    Diagnosis,
    Pregnancy,
    Hematocrit,
    Platelets,
    WhiteCells(WhiteCell),
    BloodVolume,
    MeanRedCellVolume,
    IonizedCalcium,
    CitrateClearance,
    SpleenPlateletRatio,
    CellVolume(WhiteCell),
    RefillRatio(WhiteCell),
    RefillHalfTime(WhiteCell),
    Mobilization(WhiteCell),
    SetVolume,
    Prime,
    PrimeHematocrit,
    CollectFlow,
    InterfacePosition,
    InterfaceControl,
    PackingFactor,
    HydroxyethylStarch,
    InterfaceTime,
    AnticoagulantLimit,
    HoldToAnticoagulantLimit,
    RinseBack,
    RinseBackVolume,
    BagCapacity,
    InletFlow,
    AnticoagulantRatio,
    Duration,
    ReplacementFluid,
    ReplacementFlow,
    CalciumInfusion,
    BloodSamples,
    Bleeding,
}

/// The unit a setting or a quantity is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    One,
    Years,
    Kilogram,
    Meter,
    Percent,
    E9PerL,
    E12PerL,
    GramPerDl,
    Ml,
    Femtoliter,
    MmolPerL,
    MlPerMin,
    MlPerMinPerKg,
    MlPerMinPerL,
    MgPerKgPerMin,
    MmolPerH,
    Min,
    PerMin,
    E9,
    Liter,
    Mmol,
    MgPerMl,
    LPerKg,
}

/// The value of a setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    Number(f64),
    Switch(bool),
    /// One of the setting's options, as an index into them.
    Choice(usize),
    /// Left to the model's own estimate.
    Estimated,
}

/// What kind of value a setting takes, and how to reach it.
#[derive(Clone, Copy)]
pub enum Kind {
    Number(Number),
    Switch { get: fn(&Settings) -> bool, set: fn(&mut Settings, bool) },
    Choice { options: &'static [&'static str], get: fn(&Settings) -> usize, set: fn(&mut Settings, usize) },
}

/// A number with the range a file may hold and the range a slider need show.
#[derive(Clone, Copy)]
pub struct Number {
    pub least: f64,
    pub most: f64,
    /// What is usual in practice: marked on the track.
    pub usual: (f64, f64),
    /// One press of an arrow key.
    pub step: f64,
    /// `None` when the value is left to `estimate`.
    get: fn(&Settings) -> Option<f64>,
    set: fn(&mut Settings, Option<f64>),
    /// What the model takes when nothing is given; settings without one always hold a number.
    estimate: Option<fn(&Settings) -> f64>,
}

/// One row of the table.
pub struct Setting {
    pub id: SettingId,
    /// Its place in a preset, with dots.
    pub path: &'static str,
    pub unit: Unit,
    /// A preset must give it.
    pub required: bool,
    /// An operator can change it while the machine runs.
    pub mid_run: bool,
    pub kind: Kind,
}

impl Number {
    pub fn contains(&self, value: f64) -> bool {
        (self.least..=self.most).contains(&value)
    }

    pub fn can_be_estimated(&self) -> bool {
        self.estimate.is_some()
    }

    /// The number in force, estimated where the case gives none.
    pub fn in_force(&self, settings: &Settings) -> f64 {
        match ((self.get)(settings), self.estimate) {
            (Some(value), _) => value,
            (None, Some(estimate)) => estimate(settings),
            (None, None) => f64::NAN,
        }
    }
}

impl Setting {
    /// The last part of the path: unique among settings that can change mid-run.
    pub fn leaf(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path)
    }

    pub fn number(&self) -> Option<&Number> {
        match &self.kind {
            Kind::Number(number) => Some(number),
            Kind::Switch { .. } | Kind::Choice { .. } => None,
        }
    }
}

impl SettingId {
    /// The row of the table.
    ///
    /// # Panics
    /// Never: a test holds that every id has its row.
    #[expect(clippy::expect_used, reason = "a test holds that every setting has its row")]
    pub fn row(self) -> &'static Setting {
        TABLE.iter().find(|setting| setting.id == self).expect("every setting has a row")
    }

    pub fn get(self, settings: &Settings) -> Value {
        match &self.row().kind {
            Kind::Number(number) => (number.get)(settings).map_or(Value::Estimated, Value::Number),
            Kind::Switch { get, .. } => Value::Switch(get(settings)),
            Kind::Choice { get, .. } => Value::Choice(get(settings)),
        }
    }

    /// Sets a value. One of another kind than the setting's changes nothing.
    pub fn set(self, settings: &mut Settings, value: &Value) {
        match (&self.row().kind, *value) {
            (Kind::Number(number), Value::Number(value)) => (number.set)(settings, Some(value)),
            (Kind::Number(number), Value::Estimated) => (number.set)(settings, None),
            (Kind::Switch { set, .. }, Value::Switch(on)) => set(settings, on),
            (Kind::Choice { options, set, .. }, Value::Choice(index)) if index < options.len() => set(settings, index),
            _ => {}
        }
    }
}

/// The row with this path, of today or of an earlier release.
pub fn by_path(path: &str) -> Option<&'static Setting> {
    let path = old_names::current(path);
    TABLE.iter().find(|setting| setting.path == path)
}

/// The setting with this short name that can change mid-run.
pub fn mid_run_by_leaf(leaf: &str) -> Option<&'static Setting> {
    let leaf = old_names::current(leaf);
    TABLE.iter().find(|setting| setting.mid_run && setting.leaf() == leaf)
}

/// A row whose value is a number at this path.
macro_rules! number {
    ($id:expr, $section:ident . $field:ident $([$class:ident])?, $unit:ident, $least:literal ..= $most:literal,
     usual $low:literal ..= $high:literal, step $step:literal $(, $flag:ident)*) => {
        Setting {
            id: $id,
            path: concat!(stringify!($section), ".", stringify!($field) $(, ".", class_key!($class))?),
            unit: Unit::$unit,
            required: false $(|| flag!($flag, required))*,
            mid_run: false $(|| flag!($flag, mid_run))*,
            kind: Kind::Number(Number {
                least: $least,
                most: $most,
                usual: ($low, $high),
                step: $step,
                get: |settings| Some(settings.$section.$field $([WhiteCell::$class])?),
                set: |settings, value| {
                    if let Some(value) = value {
                        settings.$section.$field $([WhiteCell::$class])? = value;
                    }
                },
                estimate: None,
            }),
        }
    };
}

/// A row whose value is on or off.
macro_rules! switch {
    ($id:expr, $section:ident . $field:ident $(, $flag:ident)*) => {
        Setting {
            id: $id,
            path: concat!(stringify!($section), ".", stringify!($field)),
            unit: Unit::One,
            required: false $(|| flag!($flag, required))*,
            mid_run: false $(|| flag!($flag, mid_run))*,
            kind: Kind::Switch {
                get: |settings| settings.$section.$field,
                set: |settings, on| settings.$section.$field = on,
            },
        }
    };
}

/// A row whose value is one of the variants of an enum.
macro_rules! choice {
    ($id:expr, $section:ident . $field:ident, $type:ident { $($variant:ident),* } $(, $flag:ident)*) => {
        Setting {
            id: $id,
            path: concat!(stringify!($section), ".", stringify!($field)),
            unit: Unit::One,
            required: false $(|| flag!($flag, required))*,
            mid_run: false $(|| flag!($flag, mid_run))*,
            kind: Kind::Choice {
                options: &[$(stringify!($variant)),*],
                get: |settings| settings.$section.$field as usize,
                set: |settings, index| {
                    if let Some(value) = [$($type::$variant),*].get(index) {
                        settings.$section.$field = *value;
                    }
                },
            },
        }
    };
}

macro_rules! flag {
    (required, required) => {
        true
    };
    (mid_run, mid_run) => {
        true
    };
    ($a:ident, $b:ident) => {
        false
    };
}

macro_rules! class_key {
    (Neutrophil) => {
        "neutrophil"
    };
    (ImmatureGranulocyte) => {
        "immature_granulocyte"
    };
    (Lymphocyte) => {
        "lymphocyte"
    };
    (Monocyte) => {
        "monocyte"
    };
    (Blast) => {
        "blast"
    };
    (Cd34) => {
        "cd34"
    };
}

macro_rules! white_cells {
    ($class:ident, usual $low:literal ..= $high:literal, step $step:literal) => {
        number!(SettingId::WhiteCells(WhiteCell::$class), patient.white_cells_e9_per_l[$class], E9PerL,
            0.0..=1000.0, usual $low..=$high, step $step)
    };
}

macro_rules! cell_volume {
    ($class:ident) => {
        number!(SettingId::CellVolume(WhiteCell::$class), patient.cell_volume_fl[$class], Femtoliter,
            100.0..=800.0, usual 190.0..=420.0, step 10.0)
    };
}

macro_rules! refill_ratio {
    ($class:ident) => {
        number!(SettingId::RefillRatio(WhiteCell::$class), patient.refill_ratio[$class], One,
            0.0..=100.0, usual 0.3..=50.0, step 0.1)
    };
}

macro_rules! refill_half_time {
    ($class:ident) => {
        number!(SettingId::RefillHalfTime(WhiteCell::$class), patient.refill_half_time_min[$class], Min,
            5.0..=1000.0, usual 10.0..=180.0, step 5.0)
    };
}

macro_rules! mobilization {
    ($class:ident) => {
        number!(SettingId::Mobilization(WhiteCell::$class), patient.mobilization_per_min[$class], PerMin,
            0.0..=1.0, usual 0.0..=0.2, step 0.05)
    };
}

/// The table, in the order of files and panels.
pub static TABLE: &[Setting] = &[
    choice!(SettingId::Sex, patient.sex, Sex { Female, Male }, required),
    number!(SettingId::Age, patient.age_years, Years, 0.0..=110.0, usual 0.0..=80.0, step 1.0, required),
    number!(SettingId::Weight, patient.weight_kg, Kilogram, 2.0..=250.0, usual 3.0..=110.0, step 1.0, required),
    number!(SettingId::Height, patient.height_m, Meter, 0.4..=2.3, usual 0.5..=2.0, step 0.01, required),
    choice!(
        SettingId::Diagnosis,
        patient.diagnosis,
        Diagnosis {
            HealthyDonor,
            MobilizedDonor,
            Aml,
            AmlMonocytic,
            All,
            Cml,
            Cll,
            Lymphoma,
            Myeloma,
            SolidTumor,
            Autoimmune,
            TransplantRejection,
            LeukemoidReaction,
            Other
        }
    ),
    choice!(
        SettingId::Pregnancy,
        patient.pregnancy,
        Pregnancy { NotPregnant, FirstTrimester, SecondTrimester, ThirdTrimester }
    ),
    number!(SettingId::Hematocrit, patient.hematocrit_percent, Percent, 10.0..=65.0, usual 36.0..=50.0, step 1.0, required),
    number!(SettingId::Platelets, patient.platelets_e9_per_l, E9PerL, 1.0..=3000.0, usual 150.0..=400.0, step 5.0, required),
    white_cells!(Neutrophil, usual 2.0..=7.0, step 0.5),
    white_cells!(ImmatureGranulocyte, usual 0.0..=0.1, step 0.5),
    white_cells!(Lymphocyte, usual 1.0..=3.5, step 0.1),
    white_cells!(Monocyte, usual 0.2..=0.8, step 0.1),
    white_cells!(Blast, usual 0.0..=0.0, step 1.0),
    white_cells!(Cd34, usual 0.0..=0.01, step 0.005),
    Setting {
        id: SettingId::BloodVolume,
        path: "patient.blood_volume_ml",
        unit: Unit::Ml,
        required: false,
        mid_run: false,
        kind: Kind::Number(Number {
            least: 100.0,
            most: 15000.0,
            usual: (3500.0, 6000.0),
            step: 50.0,
            get: |settings| settings.patient.blood_volume_ml,
            set: |settings, value| settings.patient.blood_volume_ml = value,
            estimate: Some(|settings| settings.patient.total_blood_volume_ml()),
        }),
    },
    number!(SettingId::MeanRedCellVolume, patient.mean_red_cell_volume_fl, Femtoliter, 55.0..=130.0, usual 80.0..=100.0, step 1.0),
    number!(SettingId::IonizedCalcium, patient.ionized_calcium_mmol_l, MmolPerL, 0.7..=1.7, usual 1.12..=1.32, step 0.01),
    number!(SettingId::CitrateClearance, patient.citrate_clearance_ml_min_kg, MlPerMinPerKg, 0.5..=15.0, usual 8.0..=11.0, step 0.1),
    number!(SettingId::SpleenPlateletRatio, patient.spleen_platelet_ratio, One, 0.0..=3.0, usual 0.4..=0.6, step 0.05),
    cell_volume!(Neutrophil),
    cell_volume!(ImmatureGranulocyte),
    cell_volume!(Lymphocyte),
    cell_volume!(Monocyte),
    cell_volume!(Blast),
    cell_volume!(Cd34),
    refill_ratio!(Neutrophil),
    refill_ratio!(ImmatureGranulocyte),
    refill_ratio!(Lymphocyte),
    refill_ratio!(Monocyte),
    refill_ratio!(Blast),
    refill_ratio!(Cd34),
    refill_half_time!(Neutrophil),
    refill_half_time!(ImmatureGranulocyte),
    refill_half_time!(Lymphocyte),
    refill_half_time!(Monocyte),
    refill_half_time!(Blast),
    refill_half_time!(Cd34),
    mobilization!(Neutrophil),
    mobilization!(ImmatureGranulocyte),
    mobilization!(Lymphocyte),
    mobilization!(Monocyte),
    mobilization!(Blast),
    mobilization!(Cd34),
    number!(SettingId::SetVolume, machine.set_volume_ml, Ml, 100.0..=400.0, usual 150.0..=200.0, step 5.0),
    choice!(SettingId::Prime, machine.prime, Prime { Saline, Albumin, RedCells }),
    number!(SettingId::PrimeHematocrit, machine.prime_hematocrit_percent, Percent, 10.0..=70.0, usual 30.0..=45.0, step 1.0),
    number!(SettingId::CollectFlow, machine.collect_flow_ml_min, MlPerMin, 0.1..=12.0, usual 0.5..=5.0, step 0.1, mid_run),
    number!(SettingId::InterfacePosition, machine.interface_position, One, -1.5..=1.5, usual -0.5..=0.5, step 0.1, mid_run),
    choice!(SettingId::InterfaceControl, machine.interface_control, InterfaceControl { Followed, Fixed }),
    number!(SettingId::PackingFactor, machine.packing_factor, One, 2.0..=15.0, usual 4.0..=4.5, step 0.1, mid_run),
    switch!(SettingId::HydroxyethylStarch, machine.hydroxyethyl_starch, mid_run),
    number!(SettingId::InterfaceTime, machine.interface_time_min, Min, 0.0..=60.0, usual 4.0..=10.0, step 1.0),
    number!(SettingId::AnticoagulantLimit, machine.anticoagulant_limit_ml_min_per_l, MlPerMinPerL, 0.4..=3.0, usual 0.8..=1.2, step 0.1, mid_run),
    switch!(SettingId::HoldToAnticoagulantLimit, machine.hold_to_anticoagulant_limit, mid_run),
    choice!(SettingId::RinseBack, machine.rinse_back, RinseBack { Automatic, Always, Never }),
    number!(SettingId::RinseBackVolume, machine.rinse_back_ml, Ml, 25.0..=400.0, usual 100.0..=150.0, step 5.0),
    number!(SettingId::BagCapacity, machine.bag_capacity_ml, Ml, 50.0..=4000.0, usual 600.0..=2000.0, step 50.0),
    number!(SettingId::InletFlow, procedure.inlet_flow_ml_min, MlPerMin, 5.0..=150.0, usual 40.0..=70.0, step 1.0, mid_run),
    number!(SettingId::AnticoagulantRatio, procedure.anticoagulant_ratio, One, 6.0..=15.0, usual 10.0..=13.0, step 0.5, mid_run),
    number!(SettingId::Duration, procedure.duration_min, Min, 10.0..=600.0, usual 90.0..=300.0, step 5.0),
    choice!(
        SettingId::ReplacementFluid,
        procedure.replacement_fluid,
        ReplacementFluid { Saline, Albumin, Plasma, RedCells },
        mid_run
    ),
    number!(SettingId::ReplacementFlow, procedure.replacement_flow_ml_min, MlPerMin, 0.0..=20.0, usual 0.0..=5.0, step 0.1, mid_run),
    number!(SettingId::CalciumInfusion, procedure.calcium_infusion_mmol_h, MmolPerH, 0.0..=15.0, usual 0.0..=3.0, step 0.1, mid_run),
    number!(SettingId::BloodSamples, procedure.blood_samples_ml, Ml, 0.0..=100.0, usual 0.0..=30.0, step 1.0),
    number!(SettingId::Bleeding, procedure.bleeding_ml_min, MlPerMin, 0.0..=50.0, usual 0.0..=0.0, step 0.5, mid_run),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_its_row() {
        use SettingId as Id;
        let single = [
            Id::Sex,
            Id::Age,
            Id::Weight,
            Id::Height,
            Id::Diagnosis,
            Id::Pregnancy,
            Id::Hematocrit,
            Id::Platelets,
            Id::BloodVolume,
            Id::MeanRedCellVolume,
            Id::IonizedCalcium,
            Id::CitrateClearance,
            Id::SpleenPlateletRatio,
            Id::SetVolume,
            Id::Prime,
            Id::PrimeHematocrit,
            Id::CollectFlow,
            Id::InterfacePosition,
            Id::InterfaceControl,
            Id::PackingFactor,
            Id::HydroxyethylStarch,
            Id::InterfaceTime,
            Id::AnticoagulantLimit,
            Id::HoldToAnticoagulantLimit,
            Id::RinseBack,
            Id::RinseBackVolume,
            Id::BagCapacity,
            Id::InletFlow,
            Id::AnticoagulantRatio,
            Id::Duration,
            Id::ReplacementFluid,
            Id::ReplacementFlow,
            Id::CalciumInfusion,
            Id::BloodSamples,
            Id::Bleeding,
        ];
        let of_class = [Id::WhiteCells, Id::CellVolume, Id::RefillRatio, Id::RefillHalfTime, Id::Mobilization];
        let of_classes = of_class.into_iter().flat_map(|id| WhiteCell::ALL.map(id));
        let all: Vec<_> = single.into_iter().chain(of_classes).collect();
        assert_eq!(all.len(), TABLE.len());
        assert!(all.into_iter().all(|id| id.row().id == id));
    }

    #[test]
    fn paths_and_ids_are_unique_and_defaults_are_in_range() {
        let defaults = Settings::default();
        for (i, setting) in TABLE.iter().enumerate() {
            assert!(
                TABLE[..i].iter().all(|other| other.path != setting.path && other.id != setting.id),
                "{}",
                setting.path
            );
            if let Some(number) = setting.number() {
                let value = number.in_force(&defaults);
                assert!(number.contains(value), "{} defaults to {value}", setting.path);
                assert!(number.least <= number.usual.0 && number.usual.1 <= number.most, "{}", setting.path);
            }
        }
    }

    #[test]
    fn short_names_of_what_can_change_mid_run_are_unique() {
        for setting in TABLE.iter().filter(|setting| setting.mid_run) {
            assert_eq!(mid_run_by_leaf(setting.leaf()).map(|found| found.id), Some(setting.id));
        }
    }

    #[test]
    fn every_value_can_be_read_back_after_setting_it() {
        for setting in TABLE {
            let mut settings = Settings::default();
            let values = match &setting.kind {
                Kind::Number(number) => vec![Value::Number(number.least), Value::Number(number.most)],
                Kind::Switch { .. } => vec![Value::Switch(true), Value::Switch(false)],
                Kind::Choice { options, .. } => (0..options.len()).map(Value::Choice).collect(),
            };
            for value in values {
                setting.id.set(&mut settings, &value);
                assert_eq!(setting.id.get(&settings), value, "{}", setting.path);
            }
        }
    }
}
