//! Promise: every word the program says is in its language file, and nothing there is left over.

use std::fs;
use std::path::Path;

use buffycoat::model::cells::WhiteCell;
use buffycoat::sim::quantities;
use buffycoat::sim::settings::{Kind, SettingId, TABLE};
use buffycoat::text::Text;

use crate::source;

/// Messages whose ids are put together from a table's keys.
const FAMILIES: [&str; 20] = [
    "setting-",
    "told-",
    "option-",
    "quantity-",
    "class-",
    "warning-",
    "cause-",
    "risk-",
    "severity-",
    "phase-",
    "legend-",
    "part-",
    "unit-",
    "short-",
    "arithmetic-",
    "body-",
    "ledger-",
    "such-",
    "source-",
    "result-",
];

#[test]
fn every_row_of_every_table_has_its_words() {
    let text = Text::english();
    let has = |id: String| assert!(text.has(&id), "{id} is missing");
    for setting in TABLE {
        let is_of_class = matches!(
            setting.id,
            SettingId::WhiteCells(_)
                | SettingId::CellVolume(_)
                | SettingId::RefillRatio(_)
                | SettingId::RefillHalfTime(_)
                | SettingId::Mobilization(_)
        );
        if !is_of_class {
            let id = Text::setting_message(setting.id);
            assert!(text.attribute(&id, "hint").is_some(), "{id} has no hint");
            has(id);
        }
        if let Kind::Choice { options, .. } = &setting.kind {
            for option in *options {
                has(format!("option-{option}"));
            }
        }
        assert!(text.has(setting.unit.message()) || text.unit(setting.unit).is_empty(), "{:?}", setting.unit);
    }
    for row in quantities::TABLE {
        has(format!("quantity-{}", row.key));
    }
    for class in WhiteCell::ALL {
        has(format!("class-{}", class.key()));
        has(format!("legend-{}", class.key()));
    }
}

#[test]
fn no_message_is_left_over() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let code: String = source::files().iter().map(|path| fs::read_to_string(path).expect("text")).collect();
    let messages = fs::read_to_string(root.join("assets/lang/en.ftl")).expect("the English messages");
    for line in messages.lines() {
        let Some((id, _)) = line.split_once(" =") else { continue };
        if id.starts_with([' ', '#']) || FAMILIES.iter().any(|family| id.starts_with(family)) {
            continue;
        }
        assert!(code.contains(&format!("\"{id}\"")), "{id} is said nowhere");
    }
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
