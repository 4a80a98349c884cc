//! The aim of a case in its file: cells in the bag, a count in the blood, or a duration.

use super::problem::{Problem, ProblemKind};
use super::read::at_min_value;
use super::reader::{Field, Reader, alone};
use crate::sim::aim::{Aim, AimedCells, Dose};
use crate::sim::settings::Unit;

/// Whose weight a dose is given by, in files.
const WEIGHTS: &[&str] = &["Patient", "Recipient"];

/// The fields of an aim.
const FIELDS: [&str; 10] = [
    "in_bag",
    "at_least_e9",
    "optimum_e9",
    "at_least_e6_per_kg",
    "optimum_e6_per_kg",
    "weight",
    "in_blood",
    "below_e9_per_l",
    "fall_percent",
    "duration_min",
];

/// The smallest and largest number that each of the numeric fields may have, with its unit.
fn allowed(field: &str) -> Option<(f64, f64, Unit)> {
    Some(match field {
        "at_least_e9" | "optimum_e9" => (1e-3, 1e5, Unit::E9),
        "at_least_e6_per_kg" | "optimum_e6_per_kg" => (1e-2, 1e5, Unit::E6PerKg),
        "below_e9_per_l" => (0.01, 2000.0, Unit::E9PerL),
        "fall_percent" => (1.0, 99.0, Unit::Percent),
        _ => return None,
    })
}

/// The fields that were given.
#[derive(Default)]
struct Given {
    in_bag: Option<AimedCells>,
    in_blood: Option<AimedCells>,
    weight: Option<Dose>,
    numbers: Vec<(String, f64)>,
}

/// The aim that a field states; notes what is wrong with it.
pub(super) fn stated_aim<'a>(reader: &mut Reader<'a>, whole: &Field<'a>) -> Option<Aim> {
    let mut given = Given::default();
    let mut is_sound = true;
    for field in reader.fields(&whole.item.value, &whole.key)? {
        let is_read = match field.key.as_str() {
            "in_bag" | "in_blood" => {
                let place = reader.option(&field, AimedCells::NAMES);
                let cells = place.and_then(|place| AimedCells::ALL.get(place).copied());
                *(if field.key == "in_bag" { &mut given.in_bag } else { &mut given.in_blood }) = cells;
                cells.is_some()
            }
            "weight" => {
                let place = reader.option(&field, WEIGHTS);
                given.weight =
                    place.map(|place| if place == 0 { Dose::PerKgOfPatient } else { Dose::PerKgOfRecipient });
                place.is_some()
            }
            key if FIELDS.contains(&key) => {
                let value = reader.checked(&field, |value| match allowed(key) {
                    None => at_min_value(value),
                    _ if !value.is_finite() => Err(ProblemKind::NotFinite),
                    Some((min, max, unit)) if !(min..=max).contains(&value) => {
                        Err(ProblemKind::OutOfRange { value, min, max, unit })
                    }
                    Some(_) => Ok(value),
                });
                given.numbers.extend(value.map(|value| (key.to_owned(), value)));
                value.is_some()
            }
            _ => {
                reader.unknown(&field, FIELDS.into_iter());
                false
            }
        };
        is_sound &= is_read;
    }
    let aim = given.aim();
    if is_sound && aim.is_none() {
        reader.note_value(whole, ProblemKind::UnclearAim);
    }
    aim
}

impl Given {
    /// The one aim that the fields make; `None` if they make none, or more than one.
    fn aim(&self) -> Option<Aim> {
        let number = |field: &str| self.numbers.iter().find(|(given, _)| given == field).map(|(_, value)| *value);
        let names: Vec<_> = self.numbers.iter().map(|(name, _)| name.as_str()).collect();
        let only = |allowed: &[&str]| names.iter().all(|name| allowed.contains(name));
        match (self.in_bag, self.in_blood, self.weight) {
            (Some(cells), None, weight) => {
                let (least, optimum, dose) = match weight {
                    None if number("at_least_e9").is_some() => ("at_least_e9", "optimum_e9", Dose::Total),
                    weight => ("at_least_e6_per_kg", "optimum_e6_per_kg", weight.unwrap_or(Dose::PerKgOfRecipient)),
                };
                let is_clear = only(&[least, optimum]);
                let (at_least, optimum) = (number(least)?, number(optimum));
                let is_beyond = optimum.is_none_or(|optimum| optimum > at_least);
                (is_clear && is_beyond).then_some(Aim::InBag { cells, dose, at_least, optimum })
            }
            (None, Some(cells), None) if names.len() == 1 => match number("below_e9_per_l") {
                Some(below_e9_per_l) => Some(Aim::CountBelow { cells, below_e9_per_l }),
                None => number("fall_percent").map(|fall_percent| Aim::CountFall { cells, fall_percent }),
            },
            (None, None, None) if names.len() == 1 => number("duration_min")
                .filter(|duration| *duration > 0.0)
                .map(|duration_min| Aim::Duration { duration_min }),
            _ => None,
        }
    }
}

/// An aim alone, as [`written_aim`] writes it.
///
/// # Errors
/// The [`Problem`] with its field.
pub(super) fn read_aim(text: &str) -> Result<Aim, Problem> {
    alone("aim", text, stated_aim)
}

/// The aim as a file states it.
pub(super) fn written_aim(aim: &Aim) -> String {
    match aim {
        Aim::InBag { cells, dose, at_least, optimum } => {
            let (unit, weight) = match dose {
                Dose::Total => ("e9", ""),
                Dose::PerKgOfPatient => ("e6_per_kg", ", weight: Patient"),
                Dose::PerKgOfRecipient => ("e6_per_kg", ""),
            };
            let optimum = optimum.map_or_else(String::new, |optimum| format!(", optimum_{unit}: {optimum}"));
            format!("(in_bag: {}, at_least_{unit}: {at_least}{optimum}{weight})", cells.name())
        }
        Aim::CountBelow { cells, below_e9_per_l } => {
            format!("(in_blood: {}, below_e9_per_l: {below_e9_per_l})", cells.name())
        }
        Aim::CountFall { cells, fall_percent } => format!("(in_blood: {}, fall_percent: {fall_percent})", cells.name()),
        Aim::Duration { duration_min } => format!("(duration_min: {duration_min})"),
    }
}
