//! Promise: every word the program says is in its language file, and nothing there is left over.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use buffycoat::lesson::fields::{KINDS, OF_LESSON, OF_STEP, of_kind};
use buffycoat::model::cells::WhiteCell;
use buffycoat::picture::cells::CellKind;
use buffycoat::picture::scene::PartId;
use buffycoat::preset::{BUNDLED, StopShow, read};
use buffycoat::sim::aim::AimedCells;
use buffycoat::sim::asked::kinds_with_threshold;
use buffycoat::sim::cause::Cause;
use buffycoat::sim::cost::PAID_WITH;
use buffycoat::sim::derivation::Equation;
use buffycoat::sim::guide::Topic;
use buffycoat::sim::ledger::{Account, Inflow, Place};
use buffycoat::sim::quantities::Quantity;
use buffycoat::sim::results::results;
use buffycoat::sim::risks::{RISKS, Survey};
use buffycoat::sim::settings::{Section, SettingId, Settings, Unit, ValueKind};
use buffycoat::sim::symptoms::Symptom;
use buffycoat::sim::warnings::{Severity, Source, Subject, rules};
use buffycoat::sim::{Phase, simulate};
use buffycoat::study::dispersion::Dispersion;
use buffycoat::study::patients::Patients;
use buffycoat::text::Text;
use strum::IntoEnumIterator;

use crate::source;

/// The messages whose ids are put together from a key, as `id` or as `id.attribute`.
#[derive(Default)]
struct Asked {
    required: BTreeSet<String>,
    /// Those that the program looks for and does without.
    optional: BTreeSet<String>,
}

impl Asked {
    fn require(&mut self, ids: impl IntoIterator<Item = String>) {
        self.required.extend(ids);
    }

    fn allow(&mut self, ids: impl IntoIterator<Item = String>) {
        self.optional.extend(ids);
    }
}

fn of_lessons(asked: &mut Asked) {
    asked.require(KINDS.iter().map(|kind| format!("lesson-page-kind-{}", kind.to_lowercase())));
    let of_kinds = KINDS.iter().flat_map(|kind| of_kind(kind).iter().map(|field| (field.name, kind.to_lowercase())));
    let of_step = OF_STEP.iter().map(|field| (field.name, "step".to_owned()));
    for (field, kind) in of_kinds.chain(of_step) {
        asked.require([format!("lesson-field-{field}")]);
        asked.allow([format!("lesson-field-{field}.{kind}")]);
    }
    asked.require(OF_LESSON.iter().map(|field| format!("lesson-field-{}", field.name)));
}

/// What every key of every table and enum asks for.
fn asked() -> Asked {
    let mut asked = Asked::default();
    of_settings(&mut asked);
    of_warnings(&mut asked);
    of_stops(&mut asked);
    of_results(&mut asked);
    of_lessons(&mut asked);
    asked.require(Quantity::all().map(|quantity| format!("quantity-{}", quantity.row().key)));
    asked.allow(Quantity::all().map(|quantity| format!("quantity-{}.short", quantity.row().key)));
    asked.require(Unit::iter().filter(|unit| *unit != Unit::One).map(|unit| unit.message().to_owned()));
    asked.require(WhiteCell::ALL.map(|class| format!("class-{}", class.key())));
    asked.allow(WhiteCell::ALL.map(|class| format!("class-{}.also", class.key())));
    asked.require(CellKind::ALL.map(|kind| format!("legend-{}", kind.key())));
    asked.allow(CellKind::ALL.map(|kind| format!("legend-{}.short", kind.key())));
    asked.require(Phase::iter().map(|phase| format!("phase-{}", phase.key())));
    asked.require(
        Topic::iter().flat_map(|topic| ["", ".caption"].map(|attribute| format!("guide-{}{attribute}", topic.key()))),
    );
    asked.require(AimedCells::ALL.iter().map(|cells| format!("aim-cells-{}", cells.key())));
    for quantity in PAID_WITH {
        let message = format!("moment-lowest-{}", quantity.row().key);
        asked.allow(Phase::iter().map(|phase| format!("{message}-{}", phase.key())));
        asked.require([message]);
    }
    asked.require(Cause::iter().map(|cause| format!("cause-{}", cause.key())));
    asked.allow(Cause::iter().map(|cause| format!("cause-{}.line", cause.key())));
    for message in RISKS.iter().map(|risk| format!("risk-{}", risk.key)) {
        asked.require(["", ".felt", ".why", ".action"].map(|attribute| format!("{message}{attribute}")));
        asked.allow([format!("{message}.note")]);
    }
    for survey in Survey::iter().map(|survey| format!("survey-{}", survey.key())) {
        asked.require([format!("{survey}.paper"), survey]);
    }
    for part in PartId::iter().filter(|part| part.has_card()) {
        asked.require(["", ".hint", ".card", ".question"].map(|attribute| format!("part-{}{attribute}", part.key())));
    }
    for symptom in Symptom::iter() {
        let attributes = ["seen", "action"].map(|attribute| format!("part-{}.{attribute}", symptom.key()));
        asked.require(attributes.into_iter().chain([format!("symptom-{}", symptom.key())]));
    }
    let accounts: Vec<_> = Account::all().chain([Account::AllWhiteCells]).collect();
    let own = accounts.iter().filter(|account| !matches!(account, Account::WhiteCells(_)));
    asked.require(own.map(|account| format!("ledger-account-{}", account.key())));
    for reserve in accounts.iter().filter_map(|account| account.reserve()) {
        asked.require(["from", "to"].map(|way| format!("ledger-{way}-{reserve}")));
    }
    asked.require(Place::iter().map(|place| format!("ledger-place-{}", place.key())));
    asked.require(Inflow::iter().map(|inflow| format!("ledger-gift-{}", inflow.key())));
    asked
}

fn of_settings(asked: &mut Asked) {
    asked.require(Section::iter().map(|section| section.message().to_owned()));
    for setting in SettingId::all() {
        let (row, message) = (setting.row(), Text::setting_message(setting));
        asked.allow([format!("{message}.also"), format!("{message}.alone")]);
        if row.class().is_none() {
            asked.require([message.clone(), format!("{message}.hint")]);
        } else if row.section == Section::Expert {
            asked.require([message]);
        }
        if row.in_heading {
            asked.allow([format!("told-{}", row.path.replace('.', "-"))]);
        }
        if let ValueKind::Choice { options, .. } = &row.kind {
            asked.require(options.iter().map(|option| format!("option-{option}")));
        }
    }
}

fn of_warnings(asked: &mut Asked) {
    asked.require(Severity::iter().map(|severity| format!("severity-{}", severity.key())));
    asked.require(Source::iter().map(|source| format!("source-{}", source.key())));
    let settings = Settings::default();
    for rule in rules(&settings) {
        let (key, subject) = (rule.id.key(), rule.spec.subject);
        asked.require([
            format!("warning-{key}"),
            format!("warning-meaning-{key}"),
            format!("short-{key}"),
            format!("kind-{key}"),
            format!("hall-{key}"),
        ]);
        asked.allow([format!("ask-{key}"), format!("ask-{key}.also")]);
        if kinds_with_threshold(&settings).any(|id| id == rule.id) {
            asked.require([format!("ask-{key}")]);
        }
        asked.allow([format!("short-{key}.flag")]);
        asked.allow([format!("body-{key}"), format!("moment-felt-{key}")]);
        asked.allow(["also", "beside", "level", "worst", "why"].map(|attribute| format!("warning-{key}.{attribute}")));
        // In how many virtual patients it comes: what is the same for all, or no harm in any, is not told.
        let is_harmless = rule.levels.iter().any(|level| level.severity == Severity::Information);
        if subject != Subject::Protocol && !is_harmless {
            asked.require([format!("such-{key}")]);
        }
        if subject == Subject::Body {
            asked.allow([format!("such-{key}-over")]);
        }
    }
}

fn of_stops(asked: &mut Asked) {
    asked.require(StopShow::iter().map(|show| format!("stop-show-{}", show.key())));
}

fn of_results(asked: &mut Asked) {
    let protocol = read(BUNDLED[0].text).expect("sound").protocol;
    for (name, _) in results(&simulate(&protocol).expect("runs")) {
        let what = name.split('.').nth(1).unwrap_or_default();
        let units = ["_e9", "_percent", "_mmol_l", "_ml"];
        let what = units.iter().find_map(|unit| what.strip_suffix(unit)).unwrap_or(what);
        asked.allow([format!("result-of-{what}")]);
    }
    for equation in Equation::iter() {
        let message = format!("arithmetic-{}", equation.key());
        asked.require([message.clone(), format!("{message}.words")]);
        if equation != Equation::GivenVolume {
            asked.require([format!("{message}.numbers")]);
        }
    }
    let patients = Patients::around(&protocol, Dispersion::default(), 1).expect("runs");
    let keys = patients.summary().outcomes.into_iter().map(|outcome| outcome.key.replace(['.', '_'], "-"));
    asked.allow(keys.map(|key| format!("such-outcome-{key}")));
}

/// The source of the program.
fn code() -> String {
    source::files().iter().map(|path| fs::read_to_string(path).expect("text")).collect()
}

/// Every message of the file, as `id`, and every attribute, as `id.attribute`.
fn messages(file: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut id = "";
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, _)) = line.split_once(" =") else { continue };
        match name.trim_start().strip_prefix('.') {
            Some(attribute) => found.push(format!("{id}.{attribute}")),
            None if !name.starts_with([' ', '[', '*']) => {
                id = name;
                found.push(id.to_owned());
            }
            None => {}
        }
    }
    found
}

fn english() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(root.join("assets/lang/en.ftl")).expect("the English messages")
}

#[test]
fn every_key_of_every_table_has_its_words() {
    let found: BTreeSet<_> = messages(&english()).into_iter().collect();
    let missing: Vec<_> = asked().required.into_iter().filter(|id| !found.contains(id)).collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
}

#[test]
fn no_message_is_left_over() {
    let (english, code, asked) = (english(), code(), asked());
    let is_asked = |id: &String| {
        let is_named = match id.split_once('.') {
            // An attribute of a message that is asked for by its whole name.
            Some((id, attribute)) => code.contains(&format!("\"{id}\"")) && code.contains(&format!("\"{attribute}\"")),
            None => code.contains(&format!("\"{id}\"")),
        };
        // A message may be a part of others.
        let is_part = english.contains(&format!("{{ {id} }}"));
        is_named || is_part || asked.required.contains(id) || asked.optional.contains(id)
    };
    let left_over: Vec<_> = messages(&english).into_iter().filter(|id| !is_asked(id)).collect();
    assert!(left_over.is_empty(), "said nowhere: {left_over:?}");
}

#[test]
fn every_message_asked_for_by_name_is_there() {
    let text = Text::english();
    for path in source::files() {
        let code = fs::read_to_string(&path).expect("text");
        for call in ["say(\"", "text.get(\"", "text.with(\"", "self.get(\"", "self.with(\""] {
            for (at, _) in code.match_indices(call) {
                let id = code[at + call.len()..].split('"').next().unwrap_or_default();
                assert!(text.has(id), "{} asks for {id}", path.display());
            }
        }
    }
}
