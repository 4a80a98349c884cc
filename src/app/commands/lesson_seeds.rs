//! Steps of a lesson as they are begun: from what is on the screen, with words to be replaced.

use crate::app::state::State;
use crate::lesson::{
    Best, BestOf, Choice, Claim, Measure, PARTS, ResultAt, Seen, SeenAmong, StepKind, Tolerance, TryStep, aim_claim,
    assignments, claims_of, rounded, warnings_in_order,
};
use crate::preset::{BUNDLED, Bundled, Preset};
use crate::sim::aim::Aim;
use crate::sim::quantities::Quantity;
use crate::sim::settings::Section;
use crate::sim::{SettingId, simulate};
use crate::text::{Text, clock};

/// How much more than it brings a run is to be made to bring, where nothing else asks for anything.
const MORE: f64 = 1.2;

/// A step of this kind, by its name in files; `base` is the case that the lesson has at this place. `None` where the screen shows
/// nothing that it could be about.
pub fn seed(state: &State, text: &Text, kind: &str, base: Option<&Preset>) -> Option<StepKind> {
    let run = state.run();
    let say = |id: &str| text.get(id);
    let part = state.case_view.card.and_then(|card| PARTS.into_iter().find(|part| *part == card.key()));
    let warnings = warnings_in_order(run);
    let watched = watched(state);
    let why = say("seed-why");
    Some(match kind {
        "Read" | "Watch" => {
            let words = match part {
                Some(part) => text.with("seed-look-at", &[("part", text.get(&format!("part-{part}")))]),
                None => say(if kind == "Read" { "seed-read" } else { "seed-watch" }),
            };
            if kind == "Watch" {
                return Some(StepKind::Watch { text: words, part, quantity: None });
            }
            let at_min = Some(tenth(state.shown_min())).filter(|at_min| *at_min > 0.0);
            StepKind::Read { text: words, part, quantity: None, at_min }
        }
        "Draw" => {
            let question = text.with("seed-draw", &[("quantity", text.quantity_name(watched))]);
            StepKind::Draw { quantity: watched, question, then: say("seed-then") }
        }
        "Choose" => {
            let (question, options) = choice(state, text)?;
            StepKind::Choose { question, options, right: vec![0], why, quantity: None }
        }
        "Vote" => {
            let (question, options) = choice(state, text)?;
            StepKind::Vote { question, options, right: vec![0], why, quantity: None }
        }
        "Order" => {
            let chain: Vec<_> = warnings.iter().map(|id| text.asked_kind(*id)).collect();
            (chain.len() > 1).then_some(())?;
            StepKind::Order { question: say("seed-order"), chain, distractors: Vec::new(), why }
        }
        "Observe" if warnings.len() > 1 => StepKind::Observe {
            question: say("seed-first"),
            among: SeenAmong::Warnings(warnings),
            right: Seen::FirstWarning,
            why,
        },
        "Observe" => StepKind::Observe {
            question: say("seed-fall"),
            among: SeenAmong::Quantities(vec![Quantity::WhiteCells, Quantity::Hemoglobin, Quantity::Platelets]),
            right: Seen::LargestFall,
            why,
        },
        "Number" => {
            let of = ResultAt { name: format!("lowest.{}", watched.row().key), at_min: None };
            let question = text.with("seed-number", &[("what", text.result_named(&of).0)]);
            StepKind::Number { question, of, within: Tolerance::Percent(10.0), why }
        }
        "Causes" => {
            let of = state.opened_warning().and_then(|warning| warning.id.quantity()).unwrap_or(Quantity::Hemoglobin);
            let at_min = Some(tenth(state.shown_min())).filter(|at_min| *at_min > 0.0);
            let at_min = at_min.unwrap_or_else(|| tenth(run.machine_end_min));
            let arguments = [("quantity", text.quantity_name(of)), ("time", clock(at_min))];
            StepKind::Causes { question: text.with("seed-causes", &arguments), of, at_min, pick: 2, why }
        }
        "Contrast" => {
            let with = differences(state, base)?;
            let changed: Vec<_> = with.iter().map(|with| text.assignment(with)).collect();
            let question = text.with("seed-contrast", &[("changed", changed.join(", "))]);
            StepKind::Contrast { question, with, quantity: watched, principle: say("seed-principle") }
        }
        "Try" => challenge(state, text, base)?,
        _ => StepKind::Say { question: say("seed-say"), compare_with: say("seed-compare") },
    })
}

/// The quantity of the warning that is explained, or of the first plot.
fn watched(state: &State) -> Quantity {
    let explained = state.opened_warning().and_then(|warning| warning.id.quantity());
    let first = state.workspace.plots.set.quantities().first().copied();
    explained.or(first).unwrap_or(Quantity::WhiteCells)
}

fn tenth(minutes: f64) -> f64 {
    (minutes * 10.0).round() / 10.0
}

/// A question with two options, the first of which the run bears out, and refutes the other.
fn choice(state: &State, text: &Text) -> Option<(String, Vec<Choice>)> {
    let run = state.run();
    let option = |say: String, holds: Claim| Choice { say, holds: Some(holds), but: String::new() };
    if let [first, second, ..] = warnings_in_order(run)[..] {
        let options = [first, second].map(|id| option(text.asked_kind(id), Claim::First(id)));
        return Some((text.get("seed-first"), options.into()));
    }
    let is_limit = |claim: &Claim| matches!(claim, Claim::AtLeast(of, _) if of.name == "lowest.hemoglobin_g_dl");
    let Claim::AtLeast(of, limit) = claims_of(run).into_iter().find(is_limit)? else { return None };
    let (name, _) = text.result_named(&of);
    let below = Claim::AtMost(of.clone(), rounded(limit * 0.99, false));
    let claims = [Claim::AtLeast(of, limit), below];
    Some((text.with("seed-number", &[("what", name)]), claims.map(|claim| option(text.claim(&claim), claim)).into()))
}

/// What makes the run on the screen, or a pinned one, of the lesson's case; or the open case of the bundled one it was opened as.
fn differences(state: &State, base: Option<&Preset>) -> Option<Vec<String>> {
    let now = state.case.preset();
    let not_empty = |all: &Vec<String>| !all.is_empty();
    let base = base.unwrap_or(now);
    let of = |other: &Preset| assignments(base, other).filter(not_empty);
    let pinned = || state.pins.iter().find_map(|pin| of(pin.case.preset()));
    let bundled = || {
        let own = BUNDLED.iter().filter_map(Bundled::preset).find(|bundled| bundled.title == now.title)?;
        of(own)
    };
    of(now).or_else(pinned).or_else(bundled)
}

/// What is to be reached with the settings that were moved, or with those that are always in view.
fn challenge(state: &State, text: &Text, base: Option<&Preset>) -> Option<StepKind> {
    const USUAL: usize = 2;
    let preset = state.case.preset();
    let given = base.and_then(|base| simulate(&base.protocol).ok());
    let given = given.as_ref().unwrap_or_else(|| state.run());
    let can_move = |setting: &SettingId| setting.row().number().is_some() && !setting.is_of_patient();
    let is_moved =
        |setting: &SettingId| setting.get(&given.protocol.settings) != setting.get(&preset.protocol.settings);
    let mut moves: Vec<_> = SettingId::all().filter(|setting| can_move(setting) && is_moved(setting)).collect();
    if moves.is_empty() {
        moves = state.controls_of(Section::Main).into_iter().filter(can_move).take(USUAL).collect();
    }
    moves.truncate(crate::lesson::MOST_MOVES);
    let is_open = |claim: &Claim| claim.holds(given) == Ok(false);
    let stated = preset.aim.as_ref().and_then(|aim| aim_claim(aim, given)).filter(is_open);
    // What the run on the screen brings, where that is more than the lesson's case does; or a little more than it does.
    let shown = aim_claim(&Aim::as_reached(state.run()), state.run()).map(|claim| match claim {
        Claim::AtLeast(of, limit) => Claim::AtLeast(of, rounded(0.99 * limit, false)),
        other => other,
    });
    let more = || match aim_claim(&Aim::as_reached(given), given)? {
        Claim::AtLeast(of, limit) => Some(Claim::AtLeast(of, rounded(MORE * limit, false))),
        _ => None,
    };
    let claim = stated.or_else(|| shown.filter(is_open)).or_else(more)?;
    let best = moves.contains(&SettingId::Duration);
    let best = best.then_some(Best { measure: Measure::Smallest, of: BestOf::Setting(SettingId::Duration) });
    let task = text.with("seed-try", &[("claim", text.claim(&claim))]);
    Some(StepKind::Try(TryStep { task, moves, reach: vec![claim], without: Vec::new(), best }))
}
