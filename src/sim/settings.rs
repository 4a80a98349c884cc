//! Every setting of a case in one table: its place in files and on the panel, unit, ranges, and whether it may change mid-run.
//!
//! Files, `--set`, sliders and exports all read this table. A new setting needs a field in `model`, and a name and a row here.

use std::sync::LazyLock;

use strum::{EnumIter, IntoEnumIterator, VariantArray, VariantNames};

use super::old_names;
use crate::model::cells::{PerClass, WhiteCell};
use crate::model::machine::{InterfaceControl, Machine, Prime, RinseBack};
use crate::model::patient::{Diagnosis, Patient, Pregnancy, Sex};
use crate::model::procedure::{Draw, Procedure, ReplacementFluid};

/// All settings of a case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    pub patient: Patient,
    pub machine: Machine,
    pub procedure: Procedure,
}

/// The name of a setting in code, in the order of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum SettingId {
    Sex,
    Age,
    Weight,
    Height,
    Diagnosis,
    Pregnancy,
    LeukostasisSymptoms,
    Hematocrit,
    Platelets,
    WhiteCells(WhiteCell),
    BloodVolume,
    RecipientWeight,
    MeanRedCellVolume,
    IonizedCalcium,
    CitrateClearance,
    SpleenPlateletRatio,
    CellVolume(WhiteCell),
    RefillRatio(WhiteCell),
    RefillHalfTime(WhiteCell),
    SetVolume,
    Prime,
    PrimeHematocrit,
    CollectFlow,
    InterfacePosition,
    InterfaceControl,
    ProductHematocrit,
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
    AnticoagulantCitrate,
    Duration,
    ReplacementFluid,
    ReplacementFlow,
    CalciumInfusion,
    BloodSamples,
    Bleeding,
    Draw,
}

/// The unit of a setting or a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter)]
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
    E6PerKg,
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
    /// Estimated by the model.
    Estimated,
}

/// The kind of value a setting takes, and how to access it.
#[derive(Clone, Copy)]
pub enum ValueKind {
    Number(Number),
    Switch { get: fn(&Settings) -> bool, set: fn(&mut Settings, bool) },
    Choice { options: &'static [&'static str], get: fn(&Settings) -> usize, set: fn(&mut Settings, usize) },
}

/// A number, with the range that a file may hold and the range that a slider shows.
#[derive(Clone, Copy)]
pub struct Number {
    pub min: f64,
    pub max: f64,
    /// Change per press of an arrow key.
    pub step: f64,
    usual: Usual,
    slider: Slider,
    field: Field,
}

/// The range usual in practice.
#[derive(Clone, Copy)]
enum Usual {
    Range(f64, f64),
    /// Depends on the patient.
    OfCase(fn(&Settings) -> (f64, f64)),
}

/// The part of a number's range that its slider shows: less than a file may hold, for precise control by hand.
#[derive(Clone, Copy)]
enum Slider {
    Whole,
    Between(f64, f64),
    /// From zero to three times the value that the case was opened with, and at least to this.
    UpTo(f64),
    /// Between these multiples of the value that the case was opened with.
    Multiples(f64, f64),
}

/// Where a number is stored.
#[derive(Clone, Copy)]
enum Field {
    Given(fn(&Settings) -> &f64, fn(&mut Settings) -> &mut f64),
    OfClass(WhiteCell, fn(&Settings) -> &PerClass<f64>, fn(&mut Settings) -> &mut PerClass<f64>),
    /// May be left to the model's estimate.
    Estimated(fn(&Settings) -> &Option<f64>, fn(&mut Settings) -> &mut Option<f64>, fn(&Settings) -> f64),
}

/// The sections of the control panel, from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter)]
pub enum Section {
    /// Always visible.
    Main,
    Patient,
    Separator,
    Anticoagulant,
    Set,
    Body,
    /// Settings of each class of white cell that the patient has.
    Expert,
}

/// A setting that exists for each class of white cell.
type OfClass = fn(WhiteCell) -> SettingId;

/// One row of the table.
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
pub struct Setting {
    /// Its dotted path in a preset.
    pub path: &'static str,
    pub unit: Unit,
    pub kind: ValueKind,
    pub section: Section,
    /// Its place in the section; settings with the same place keep the order of the table.
    place: u8,
    /// Its value summarizes its section in the heading while the section is closed.
    pub in_heading: bool,
    /// Every preset must give it.
    pub required: bool,
    /// An operator can change it while the machine runs.
    pub mid_run: bool,
    /// The search for changes that avoid a warning tries it; the values tried are those of [`super::operator_steps`].
    pub is_remedy: bool,
    /// Whether it has an effect in a case: where it has none it has no control, and no advice is sought there.
    pub has_effect: fn(&Settings) -> bool,
    /// Its class of white cell, and the same setting of another class.
    of_class: Option<(WhiteCell, OfClass)>,
}

/// A number this close to zero is read as zero, in any unit: less than one cell in a liter of blood. Smaller ones mean nothing, and
/// arithmetic near the smallest numbers of a computer is slow and inexact.
const NOTHING: f64 = 1e-9;

impl Number {
    pub fn contains(&self, value: f64) -> bool {
        (self.min..=self.max).contains(&value)
    }

    pub fn can_be_estimated(&self) -> bool {
        matches!(self.field, Field::Estimated(..))
    }

    /// The number given; `None` if it is left to the model's estimate.
    fn get(&self, settings: &Settings) -> Option<f64> {
        match self.field {
            Field::Given(get, _) => Some(*get(settings)),
            Field::OfClass(class, get, _) => Some(get(settings)[class]),
            Field::Estimated(get, ..) => *get(settings),
        }
    }

    /// Sets the number. `None` has an effect only on a number that can be estimated.
    fn set(&self, settings: &mut Settings, value: Option<f64>) {
        let value = value.map(|value| if value.abs() < NOTHING { 0.0 } else { value });
        match (self.field, value) {
            (Field::Estimated(_, field, _), _) => *field(settings) = value,
            (Field::Given(_, field), Some(value)) => *field(settings) = value,
            (Field::OfClass(class, _, field), Some(value)) => field(settings)[class] = value,
            (Field::Given(..) | Field::OfClass(..), None) => {}
        }
    }

    /// The number in force, estimated if the case gives none.
    pub fn in_force(&self, settings: &Settings) -> f64 {
        match self.field {
            Field::Given(get, _) => *get(settings),
            Field::OfClass(class, get, _) => get(settings)[class],
            Field::Estimated(get, _, estimate) => get(settings).unwrap_or_else(|| estimate(settings)),
        }
    }

    /// The range usual in practice, for this patient where it depends on size, age or sex.
    pub fn usual_range(&self, settings: &Settings) -> (f64, f64) {
        match self.usual {
            Usual::Range(low, high) => (low, high),
            Usual::OfCase(of) => {
                let (low, high) = of(settings);
                (low.clamp(self.min, self.max), high.clamp(self.min, self.max))
            }
        }
    }

    /// The slider's range, extended to include the value in force. `opened` are the settings that the case was opened with.
    pub fn slider_range(&self, settings: &Settings, opened: &Settings) -> (f64, f64) {
        let (value, opened) = (self.in_force(settings), self.in_force(opened));
        let (from, to) = match self.slider {
            Slider::Whole => (self.min, self.max),
            Slider::Between(from, to) => (from, to),
            Slider::UpTo(to) => (0.0, (3.0 * opened).max(to)),
            Slider::Multiples(from, to) => (from * opened, to * opened),
        };
        (from.max(self.min).min(value), to.min(self.max).max(value))
    }
}

impl Section {
    /// Its settings, in order.
    pub fn settings(self) -> impl Iterator<Item = SettingId> {
        let mut settings: Vec<_> = SettingId::all().filter(|setting| setting.row().section == self).collect();
        settings.sort_by_key(|setting| setting.row().place);
        settings.into_iter()
    }
}

impl Setting {
    /// The last part of the path: unique among settings that can change mid-run.
    pub fn leaf(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path)
    }

    pub fn number(&self) -> Option<&Number> {
        match &self.kind {
            ValueKind::Number(number) => Some(number),
            ValueKind::Switch { .. } | ValueKind::Choice { .. } => None,
        }
    }

    /// Its class of white cell.
    pub fn class(&self) -> Option<WhiteCell> {
        self.of_class.map(|(class, _)| class)
    }

    const fn new(path: &'static str, unit: Unit, kind: ValueKind) -> Self {
        Self {
            path,
            unit,
            kind,
            section: Section::Main,
            place: 0,
            in_heading: false,
            required: false,
            mid_run: false,
            is_remedy: false,
            has_effect: |_| true,
            of_class: None,
        }
    }

    const fn number_of(
        path: &'static str,
        unit: Unit,
        (min, max): (f64, f64),
        usual: Usual,
        step: f64,
        field: Field,
    ) -> Self {
        Self::new(path, unit, ValueKind::Number(Number { min, max, step, usual, slider: Slider::Whole, field }))
    }

    // Columns that a row gives where they differ from the default.

    const fn section(self, section: Section, place: u8) -> Self {
        Self { section, place, ..self }
    }

    const fn in_heading(self) -> Self {
        Self { in_heading: true, ..self }
    }

    const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    const fn mid_run(self) -> Self {
        Self { mid_run: true, ..self }
    }

    const fn remedy(self) -> Self {
        Self { is_remedy: true, ..self }
    }

    const fn only_where(self, has_effect: fn(&Settings) -> bool) -> Self {
        Self { has_effect, ..self }
    }

    const fn slider(mut self, slider: Slider) -> Self {
        if let ValueKind::Number(number) = &mut self.kind {
            number.slider = slider;
        }
        self
    }
}

/// A row whose value is a number, with the columns that differ from the default.
macro_rules! number {
    ($part:ident . $field:ident, $unit:ident, $min:literal ..= $max:literal, usual $usual:expr, step $step:literal
     $(, $column:ident $(($($value:expr),*))?)*) => {
        const {
            &Setting::number_of(
                concat!(stringify!($part), ".", stringify!($field)), Unit::$unit, ($min, $max), $usual, $step,
                Field::Given(|settings| &settings.$part.$field, |settings| &mut settings.$part.$field),
            )$(.$column($($($value),*)?))*
        }
    };
}

/// A row for one class of white cell, whose value is a number.
macro_rules! of_class {
    ($id:ident($class:ident), $part:ident . $field:ident, $unit:ident, $min:literal ..= $max:literal, usual $usual:expr,
     step $step:expr $(, $column:ident $(($($value:expr),*))?)*) => {{
        static ROWS: LazyLock<PerClass<Setting>> = LazyLock::new(|| PerClass::from_fn(|$class| {
            let path = format!("{}.{}.{}", stringify!($part), stringify!($field), $class.key());
            let row = Setting::number_of(
                path.leak(), Unit::$unit, ($min, $max), $usual, $step,
                Field::OfClass($class, |settings| &settings.$part.$field, |settings| &mut settings.$part.$field),
            );
            Setting { of_class: Some(($class, SettingId::$id)), ..row }$(.$column($($($value),*)?))*
        }));
        &ROWS[$class]
    }};
}

/// A row whose value is on or off.
macro_rules! switch {
    ($part:ident . $field:ident $(, $column:ident $(($($value:expr),*))?)*) => {
        const {
            &Setting::new(concat!(stringify!($part), ".", stringify!($field)), Unit::One, ValueKind::Switch {
                get: |settings| settings.$part.$field,
                set: |settings, on| settings.$part.$field = on,
            })$(.$column($($($value),*)?))*
        }
    };
}

/// A row whose value is one of the variants of an enum.
macro_rules! choice {
    ($part:ident . $field:ident, $type:ident $(, $column:ident $(($($value:expr),*))?)*) => {
        const {
            &Setting::new(concat!(stringify!($part), ".", stringify!($field)), Unit::One, ValueKind::Choice {
                options: <$type as VariantNames>::VARIANTS,
                get: |settings| settings.$part.$field as usize,
                set: |settings, index| {
                    if let Some(value) = <$type as VariantArray>::VARIANTS.get(index) {
                        settings.$part.$field = *value;
                    }
                },
            })$(.$column($($($value),*)?))*
        }
    };
}

impl SettingId {
    /// Whether it is one of the patient, not of machine or procedure.
    pub fn is_of_patient(self) -> bool {
        self.row().path.starts_with("patient.")
    }

    /// The row of the table.
    pub fn row(self) -> &'static Setting {
        use Section::{Anticoagulant, Body, Expert, Main, Patient, Separator, Set};
        use Slider::{Between, Multiples, UpTo};
        use Usual::{OfCase, Range};
        match self {
            Self::Sex => choice!(patient.sex, Sex, section(Patient, 1), in_heading, required),
            Self::Age => number!(patient.age_years, Years, 0.0..=110.0, usual Range(0.0, 80.0), step 1.0,
                section(Patient, 2), in_heading, required),
            Self::Weight => number!(patient.weight_kg, Kilogram, 2.0..=250.0, usual Range(3.0, 110.0), step 1.0,
                section(Patient, 3), in_heading, required, slider(Between(2.0, 140.0))),
            Self::Height => number!(patient.height_m, Meter, 0.4..=2.3, usual Range(0.5, 2.0), step 0.01,
                section(Patient, 4), required),
            Self::Diagnosis => choice!(patient.diagnosis, Diagnosis, section(Patient, 5), in_heading),
            Self::Pregnancy => choice!(patient.pregnancy, Pregnancy, section(Patient, 6)),
            Self::LeukostasisSymptoms => switch!(patient.leukostasis_symptoms, section(Patient, 6)),
            Self::Hematocrit => number!(patient.hematocrit_percent, Percent, 10.0..=65.0,
                usual OfCase(usual_hematocrit), step 1.0,
                section(Main, 2), required, remedy, slider(Between(15.0, 60.0))),
            Self::Platelets => number!(patient.platelets_e9_per_l, E9PerL, 1.0..=3000.0,
                usual Range(150.0, 400.0), step 5.0, section(Patient, 8), required, remedy, slider(UpTo(400.0))),
            Self::WhiteCells(class) => {
                of_class!(WhiteCells(class), patient.white_cells_e9_per_l, E9PerL, 0.0..=1000.0,
                usual usual_white_cells(class), step white_cells_step(class),
                section(Patient, 9), slider(UpTo(if class == WhiteCell::Cd34 { 0.1 } else { 10.0 })))
            }
            Self::BloodVolume => {
                const {
                    let field = Field::Estimated(
                        |settings| &settings.patient.blood_volume_ml,
                        |settings| &mut settings.patient.blood_volume_ml,
                        |settings| settings.patient.total_blood_volume_ml(),
                    );
                    let range = (100.0, 15000.0);
                    &Setting::number_of("patient.blood_volume_ml", Unit::Ml, range, Range(3500.0, 6000.0), 50.0, field)
                        .section(Patient, 7)
                        .slider(Multiples(0.5, 2.0))
                }
            }
            Self::RecipientWeight => {
                const {
                    let field = Field::Estimated(
                        |settings| &settings.patient.recipient_weight_kg,
                        |settings| &mut settings.patient.recipient_weight_kg,
                        |settings| settings.patient.dosing_weight_kg(),
                    );
                    let (path, range) = ("patient.recipient_weight_kg", (2.0, 250.0));
                    &Setting::number_of(path, Unit::Kilogram, range, Range(3.0, 110.0), 1.0, field)
                        .section(Patient, 10)
                        .slider(Between(2.0, 140.0))
                }
            }
            Self::MeanRedCellVolume => number!(patient.mean_red_cell_volume_fl, Femtoliter, 55.0..=130.0,
                usual Range(80.0, 100.0), step 1.0, section(Body, 4)),
            Self::IonizedCalcium => number!(patient.ionized_calcium_mmol_l, MmolPerL, 0.7..=1.7,
                usual Range(1.12, 1.32), step 0.01, section(Body, 3)),
            Self::CitrateClearance => number!(patient.citrate_clearance_ml_min_kg, MlPerMinPerKg, 0.5..=15.0,
                usual Range(8.0, 11.0), step 0.1, section(Body, 2)),
            Self::SpleenPlateletRatio => number!(patient.spleen_platelet_ratio, One, 0.0..=3.0,
                usual Range(0.4, 0.6), step 0.05, section(Body, 1), in_heading),
            Self::CellVolume(class) => {
                of_class!(CellVolume(class), patient.cell_volume_fl, Femtoliter, 100.0..=800.0,
                usual Range(190.0, 420.0), step 10.0, section(Expert, 1))
            }
            Self::RefillRatio(class) => of_class!(RefillRatio(class), patient.refill_ratio, One, 0.0..=100.0,
                usual Range(0.3, 50.0), step 0.1, section(Expert, 2), slider(UpTo(5.0))),
            Self::RefillHalfTime(class) => {
                of_class!(RefillHalfTime(class), patient.refill_half_time_min, Min, 5.0..=1000.0,
                usual Range(10.0, 180.0), step 5.0, section(Expert, 3))
            }
            Self::SetVolume => number!(machine.set_volume_ml, Ml, 100.0..=400.0,
                usual Range(150.0, 200.0), step 5.0, section(Set, 1), in_heading, remedy),
            Self::Prime => choice!(machine.prime, Prime, section(Set, 2), in_heading, remedy),
            Self::PrimeHematocrit => number!(machine.prime_hematocrit_percent, Percent, 10.0..=70.0,
                usual Range(30.0, 45.0), step 1.0, section(Set, 3), remedy, only_where(|settings| settings.machine.prime == Prime::RedCells)),
            Self::CollectFlow => number!(machine.collect_flow_ml_min, MlPerMin, 0.1..=12.0,
                usual Range(0.5, 5.0), step 0.1, section(Separator, 1), in_heading, mid_run, remedy),
            Self::InterfacePosition => number!(machine.interface_position, One, -1.5..=1.5,
                usual Range(-0.5, 0.5), step 0.1, section(Separator, 2), in_heading, mid_run, remedy, only_where(|settings| !is_by_color(settings))),
            Self::InterfaceControl => choice!(machine.interface_control, InterfaceControl, section(Separator, 3)),
            Self::ProductHematocrit => number!(machine.product_hematocrit_percent, Percent, 0.5..=15.0,
                usual Range(1.0, 6.0), step 0.5, section(Separator, 3), in_heading, mid_run, remedy, only_where(is_by_color)),
            Self::PackingFactor => number!(machine.packing_factor, One, 2.0..=15.0, usual Range(4.0, 4.5), step 0.1,
                section(Separator, 4), mid_run, remedy),
            Self::HydroxyethylStarch => switch!(machine.hydroxyethyl_starch, section(Separator, 5), mid_run),
            Self::InterfaceTime => number!(machine.interface_time_min, Min, 0.0..=60.0,
                usual Range(4.0, 10.0), step 1.0, section(Separator, 6)),
            Self::AnticoagulantLimit => number!(machine.anticoagulant_limit_ml_min_per_l, MlPerMinPerL, 0.4..=3.0,
                usual Range(0.8, 1.2), step 0.1, section(Anticoagulant, 2), mid_run),
            Self::HoldToAnticoagulantLimit => {
                switch!(machine.hold_to_anticoagulant_limit, section(Anticoagulant, 3), mid_run, remedy)
            }
            Self::RinseBack => choice!(machine.rinse_back, RinseBack, section(Set, 4), remedy),
            Self::RinseBackVolume => number!(machine.rinse_back_ml, Ml, 25.0..=400.0,
                usual Range(100.0, 150.0), step 5.0, section(Set, 5), remedy),
            Self::BagCapacity => number!(machine.bag_capacity_ml, Ml, 50.0..=4000.0,
                usual Range(600.0, 2000.0), step 50.0, section(Set, 6), remedy),
            Self::InletFlow => number!(procedure.inlet_flow_ml_min, MlPerMin, 5.0..=150.0,
                usual OfCase(usual_inlet_flow), step 1.0,
                section(Main, 1), mid_run, remedy, slider(Between(5.0, 120.0))),
            Self::AnticoagulantRatio => number!(procedure.anticoagulant_ratio, One, 6.0..=30.0,
                usual Range(10.0, 13.0), step 0.5, section(Anticoagulant, 1), in_heading, mid_run, remedy,
                slider(Between(6.0, 15.0))),
            Self::AnticoagulantCitrate => number!(procedure.anticoagulant_citrate_mmol_l, MmolPerL, 0.0..=200.0,
                usual Range(112.8, 112.8), step 0.1, section(Anticoagulant, 5), mid_run),
            Self::Duration => number!(procedure.duration_min, Min, 10.0..=600.0, usual Range(90.0, 300.0), step 5.0,
                section(Main, 3), remedy, slider(Between(30.0, 360.0))),
            Self::ReplacementFluid => {
                choice!(procedure.replacement_fluid, ReplacementFluid, section(Set, 7), mid_run, remedy)
            }
            Self::ReplacementFlow => number!(procedure.replacement_flow_ml_min, MlPerMin, 0.0..=20.0,
                usual Range(0.0, 5.0), step 0.1, section(Set, 8), mid_run, remedy),
            Self::CalciumInfusion => number!(procedure.calcium_infusion_mmol_h, MmolPerH, 0.0..=15.0,
                usual Range(0.0, 3.0), step 0.1, section(Anticoagulant, 4), in_heading, mid_run, remedy),
            Self::BloodSamples => number!(procedure.blood_samples_ml, Ml, 0.0..=100.0,
                usual Range(0.0, 30.0), step 1.0, section(Set, 9), remedy),
            Self::Bleeding => number!(procedure.bleeding_ml_min, MlPerMin, 0.0..=50.0,
                usual Range(0.0, 0.0), step 0.5, section(Set, 10), mid_run),
            Self::Draw => choice!(procedure.draw, Draw, section(Set, 11), mid_run),
        }
    }

    /// Every setting, in the order of files; a setting of each class of white cell appears once per class.
    pub fn all() -> impl Iterator<Item = Self> {
        static ALL: LazyLock<Vec<SettingId>> = LazyLock::new(|| {
            let of_classes = |setting: SettingId| match setting.row().of_class {
                Some((_, of)) => WhiteCell::ALL.map(of).to_vec(),
                None => vec![setting],
            };
            SettingId::iter().flat_map(of_classes).collect()
        });
        ALL.iter().copied()
    }

    pub fn get(self, settings: &Settings) -> Value {
        match &self.row().kind {
            ValueKind::Number(number) => number.get(settings).map_or(Value::Estimated, Value::Number),
            ValueKind::Switch { get, .. } => Value::Switch(get(settings)),
            ValueKind::Choice { get, .. } => Value::Choice(get(settings)),
        }
    }

    /// Sets a value. A value of another kind than the setting's has no effect.
    pub fn set(self, settings: &mut Settings, value: &Value) {
        match (&self.row().kind, *value) {
            (ValueKind::Number(number), Value::Number(value)) => number.set(settings, Some(value)),
            (ValueKind::Number(number), Value::Estimated) => number.set(settings, None),
            (ValueKind::Switch { set, .. }, Value::Switch(on)) => set(settings, on),
            (ValueKind::Choice { options, set, .. }, Value::Choice(index)) if index < options.len() => {
                set(settings, index);
            }
            _ => {}
        }
    }
}

/// The setting with this path, current or of an earlier release.
pub fn by_path(path: &str) -> Option<SettingId> {
    let path = old_names::current(path);
    SettingId::all().find(|setting| setting.row().path == path)
}

/// The setting with this short name that can change mid-run.
pub fn mid_run_by_leaf(leaf: &str) -> Option<SettingId> {
    let leaf = old_names::current(leaf);
    SettingId::all().find(|setting| setting.row().mid_run && setting.row().leaf() == leaf)
}

fn is_by_color(settings: &Settings) -> bool {
    settings.machine.interface_control == InterfaceControl::ByColor
}

fn usual_hematocrit(Settings { patient, .. }: &Settings) -> (f64, f64) {
    match patient.sex {
        _ if patient.age_years < 12.0 => (33.0, 42.0),
        Sex::Female => (36.0, 46.0),
        Sex::Male => (40.0, 50.0),
    }
}

/// Usual inlet flow, mL/min: anticoagulant at 0.55 to 1.2 mL/min per liter of blood, the highest that devices allow.
fn usual_inlet_flow(Settings { patient, procedure, .. }: &Settings) -> (f64, f64) {
    let per_anticoagulant = patient.total_blood_volume_ml() / 1000.0 * procedure.anticoagulant_ratio;
    (libm::round(0.55 * per_anticoagulant), libm::round(1.2 * per_anticoagulant))
}

const fn usual_white_cells(class: WhiteCell) -> Usual {
    match class {
        WhiteCell::Neutrophil => Usual::Range(2.0, 7.0),
        WhiteCell::ImmatureGranulocyte => Usual::Range(0.0, 0.1),
        WhiteCell::Lymphocyte => Usual::Range(1.0, 3.5),
        WhiteCell::Monocyte => Usual::Range(0.2, 0.8),
        WhiteCell::Blast => Usual::Range(0.0, 0.0),
        WhiteCell::Cd34 => Usual::Range(0.0, 0.01),
    }
}

const fn white_cells_step(class: WhiteCell) -> f64 {
    match class {
        WhiteCell::Neutrophil | WhiteCell::ImmatureGranulocyte => 0.5,
        WhiteCell::Lymphocyte | WhiteCell::Monocyte => 0.1,
        WhiteCell::Blast => 1.0,
        WhiteCell::Cd34 => 0.005,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn paths_are_unique_and_defaults_and_what_is_usual_are_in_range() {
        let (defaults, mut paths) = (Settings::default(), HashSet::new());
        for setting in SettingId::all().map(SettingId::row) {
            assert!(paths.insert(setting.path), "{}", setting.path);
            if let Some(number) = setting.number() {
                let value = number.in_force(&defaults);
                assert!(number.contains(value), "{} defaults to {value}", setting.path);
                let (low, high) = number.usual_range(&defaults);
                assert!(number.min <= low && high <= number.max, "{}", setting.path);
            }
        }
    }

    #[test]
    fn short_names_of_what_can_change_mid_run_are_unique() {
        for setting in SettingId::all().filter(|setting| setting.row().mid_run) {
            assert_eq!(mid_run_by_leaf(setting.row().leaf()), Some(setting));
        }
    }

    #[test]
    fn every_value_can_be_read_back_after_setting_it() {
        for setting in SettingId::all() {
            let mut settings = Settings::default();
            let values = match &setting.row().kind {
                ValueKind::Number(number) => vec![Value::Number(number.min), Value::Number(number.max)],
                ValueKind::Switch { .. } => vec![Value::Switch(true), Value::Switch(false)],
                ValueKind::Choice { options, .. } => (0..options.len()).map(Value::Choice).collect(),
            };
            for value in values {
                setting.set(&mut settings, &value);
                assert_eq!(setting.get(&settings), value, "{setting:?}");
            }
        }
    }

    #[test]
    fn a_number_too_small_to_mean_anything_is_zero() {
        let setting = SettingId::WhiteCells(WhiteCell::Lymphocyte);
        let mut settings = Settings::default();
        for (written, read) in [(1e-320, 0.0), (9e-10, 0.0), (1e-9, 1e-9)] {
            setting.set(&mut settings, &Value::Number(written));
            assert_eq!(setting.get(&settings), Value::Number(read), "{written:e}");
        }
    }

    #[test]
    fn a_slider_reaches_what_it_should_and_the_value_in_force() {
        let (mut settings, opened) = (Settings::default(), Settings::default());
        let range = |setting: SettingId, settings: &Settings| {
            setting.row().number().map(|number| number.slider_range(settings, &opened))
        };
        assert_eq!(range(SettingId::Platelets, &settings), Some((1.0, 720.0)));
        assert_eq!(range(SettingId::WhiteCells(WhiteCell::Cd34), &settings), Some((0.0, 0.1)));
        assert_eq!(range(SettingId::InletFlow, &settings), Some((5.0, 120.0)));
        settings.procedure.inlet_flow_ml_min = 140.0;
        assert_eq!(range(SettingId::InletFlow, &settings), Some((5.0, 140.0)));
    }
}
