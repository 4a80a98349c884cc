//! The aim of a case, put together: what is counted, how much of it is enough, and what the run gives.

use egui::{ComboBox, Label, RichText, Ui};

use super::card::written;
use super::{caption, columns_ui, heading};
use crate::app::commands::Commands;
use crate::app::theme::{body, small, tokens};
use crate::app::views::View;
use crate::app::widgets::drop_down;
use crate::app::widgets::value_field::ValueField;
use crate::sim::aim::{Aim, AimedCells, Dose};
use crate::sim::settings::Unit;
use crate::text::{Field, Form};

/// The kinds of aim.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    None,
    Total,
    PerKgOfPatient,
    PerKgOfRecipient,
    CountBelow,
    CountFall,
    Duration,
}

const KINDS: [(Kind, &str); 7] = [
    (Kind::None, "workshop-aim-none"),
    (Kind::Total, "workshop-aim-total"),
    (Kind::PerKgOfPatient, "workshop-aim-patient"),
    (Kind::PerKgOfRecipient, "workshop-aim-recipient"),
    (Kind::CountBelow, "workshop-aim-below"),
    (Kind::CountFall, "workshop-aim-fall"),
    (Kind::Duration, "workshop-aim-duration"),
];

impl Kind {
    const fn of(aim: Option<Aim>) -> Self {
        match aim {
            None => Self::None,
            Some(Aim::InBag { dose: Dose::Total, .. }) => Self::Total,
            Some(Aim::InBag { dose: Dose::PerKgOfPatient, .. }) => Self::PerKgOfPatient,
            Some(Aim::InBag { dose: Dose::PerKgOfRecipient, .. }) => Self::PerKgOfRecipient,
            Some(Aim::CountBelow { .. }) => Self::CountBelow,
            Some(Aim::CountFall { .. }) => Self::CountFall,
            Some(Aim::Duration { .. }) => Self::Duration,
        }
    }

    /// The aim of this kind that this run just reaches, to be changed from there.
    fn reached_by(self, view: &View<'_>) -> Option<Aim> {
        let run = view.run();
        let cells = Aim::as_reached(run).cells().unwrap_or(AimedCells::WhiteCells);
        let in_bag = |dose| Aim::InBag { cells, dose, at_least: 0.0, optimum: None };
        let aim = match self {
            Self::None => return None,
            Self::Total => in_bag(Dose::Total),
            Self::PerKgOfPatient => in_bag(Dose::PerKgOfPatient),
            Self::PerKgOfRecipient => in_bag(Dose::PerKgOfRecipient),
            Self::CountBelow => Aim::CountBelow { cells: AimedCells::WhiteCells, below_e9_per_l: 0.0 },
            Self::CountFall => Aim::CountFall { cells: AimedCells::WhiteCells, fall_percent: 0.0 },
            Self::Duration => {
                return Some(Aim::Duration { duration_min: run.protocol.settings.procedure.duration_min });
            }
        };
        let end = aim.value_at(run, &run.at(run.machine_end_min));
        let (least, most) = limits(&aim);
        Some(with_target(aim, two_digits(end).clamp(least, most)))
    }
}

/// What an aim may be, in its unit, as files allow it.
const fn limits(aim: &Aim) -> (f64, f64) {
    match aim {
        Aim::InBag { dose: Dose::Total, .. } => (1e-3, 1e5),
        Aim::InBag { .. } => (1e-2, 1e5),
        Aim::CountBelow { .. } => (0.01, 2000.0),
        Aim::CountFall { .. } => (1.0, 99.0),
        Aim::Duration { .. } => (1.0, 1440.0),
    }
}

/// The power of ten that a positive value reaches.
fn power_of_ten_below(value: f64) -> f64 {
    libm::exp10(libm::floor(libm::log10(value)))
}

/// Rounded to two significant digits.
fn two_digits(value: f64) -> f64 {
    if value <= 0.0 {
        return value;
    }
    let unit = power_of_ten_below(value) / 10.0;
    crate::app::widgets::track::tidy((value / unit).round() * unit)
}

const fn with_target(aim: Aim, target: f64) -> Aim {
    match aim {
        Aim::InBag { cells, dose, optimum, .. } => Aim::InBag { cells, dose, at_least: target, optimum },
        Aim::CountBelow { cells, .. } => Aim::CountBelow { cells, below_e9_per_l: target },
        Aim::CountFall { cells, .. } => Aim::CountFall { cells, fall_percent: target },
        Aim::Duration { .. } => Aim::Duration { duration_min: target },
    }
}

const fn with_cells(aim: Aim, cells: AimedCells) -> Aim {
    match aim {
        Aim::InBag { dose, at_least, optimum, .. } => Aim::InBag { cells, dose, at_least, optimum },
        Aim::CountBelow { below_e9_per_l, .. } => Aim::CountBelow { cells, below_e9_per_l },
        Aim::CountFall { fall_percent, .. } => Aim::CountFall { cells, fall_percent },
        Aim::Duration { .. } => aim,
    }
}

pub fn aim_ui(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    const NAME: &str = "workshop-aim";
    let preset = view.case.preset();
    let aim = preset.aim;
    columns_ui(ui, |ui, column| {
        if column == 1 {
            return outcome_ui(ui, view);
        }
        caption(ui, view.say("workshop-aim-kind"));
        let current = Kind::of(aim);
        let kinds = KINDS.map(|(kind, message)| (kind, view.say(message)));
        let shown = kinds.iter().find(|(kind, _)| *kind == current).map_or(String::new(), |(_, words)| words.clone());
        let combo = ComboBox::from_id_salt(NAME).width(ui.available_width().min(380.0)).truncate().selected_text(shown);
        let (_, chosen) = drop_down::choices(ui, combo, &view.say("workshop-aim-kind"), current, kinds);
        if let Some(kind) = chosen.filter(|kind| *kind != current) {
            let next = kind.reached_by(view);
            commands.push(written(preset, NAME, |preset| preset.aim = next));
        }
        let Some(aim) = aim else { return };
        if let Some(cells) = aim.cells() {
            let name = |cells: AimedCells| view.say(&format!("aim-cells-{}", cells.key()));
            caption(ui, view.say("workshop-aim-cells"));
            let combo = ComboBox::from_id_salt("aim cells").width(220.0).selected_text(name(cells));
            let choices = AimedCells::ALL.iter().map(|cells| (*cells, name(*cells)));
            let (_, chosen) = drop_down::choices(ui, combo, &view.say("workshop-aim-cells"), cells, choices);
            if let Some(cells) = chosen {
                commands.push(written(preset, NAME, |preset| preset.aim = Some(with_cells(aim, cells))));
            }
        }
        caption(ui, view.say("workshop-aim-target"));
        if let Some(target) = number_ui(ui, view, ("workshop-aim-target", aim.unit()), aim.target(), limits(&aim)) {
            let next = match with_target(aim, target) {
                Aim::InBag { cells, dose, at_least, optimum } => {
                    Aim::InBag { cells, dose, at_least, optimum: optimum.filter(|optimum| *optimum > at_least) }
                }
                other => other,
            };
            commands.push(written(preset, NAME, |preset| preset.aim = Some(next)));
        }
        if let Aim::InBag { cells, dose, at_least, optimum } = aim {
            let mut wanted = optimum.is_some();
            ui.horizontal(|ui| {
                if ui.checkbox(&mut wanted, RichText::new(view.say("workshop-aim-optimum")).font(small())).changed() {
                    let optimum = wanted.then(|| two_digits(2.0 * at_least));
                    let next = Aim::InBag { cells, dose, at_least, optimum };
                    commands.push(written(preset, NAME, |preset| preset.aim = Some(next)));
                }
                if let Some(optimum) = optimum {
                    let (least, most) = (at_least * 1.01, 1e5);
                    let name = ("workshop-aim-optimum", aim.unit());
                    if let Some(optimum) = number_ui(ui, view, name, optimum, (least, most)) {
                        let next = Aim::InBag { cells, dose, at_least, optimum: Some(optimum) };
                        commands.push(written(preset, NAME, |preset| preset.aim = Some(next)));
                    }
                }
            });
        }
    });
}

/// A number to type or drag; returns the one that is asked for.
fn number_ui(
    ui: &mut Ui,
    view: &View<'_>,
    (name, unit): (&str, Unit),
    value: f64,
    (least, most): (f64, f64),
) -> Option<f64> {
    let field = Field { form: Form::Number { unit, decimals: 2 }, least, most, grain: 0.0 };
    // A twentieth of a power of ten is fine enough at any size.
    let step = power_of_ten_below(value.max(1e-3)) / 10.0;
    ValueField { name: &view.say(name), value, step, field, font: body(), text: view.text }.show(ui).1
}

/// What the run gives of it.
fn outcome_ui(ui: &mut Ui, view: &View<'_>) {
    heading(ui, view.say("workshop-aim-run"));
    let tokens = tokens(ui);
    let patient = &view.run().body.patient;
    let Some(aim) = view.case.preset().aim else {
        let words = RichText::new(view.say("workshop-aim-why")).font(small()).color(tokens.quiet);
        ui.add(Label::new(words).wrap());
        return;
    };
    let debrief = view.run_view.debrief(Some(aim));
    for words in [view.text.aim(&aim, patient), view.text.aim_heading(&debrief), view.text.aim_end(&debrief, patient)] {
        ui.add(Label::new(words).wrap());
    }
}
