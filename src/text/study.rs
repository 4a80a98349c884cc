//! The words about a published study: its numbers, what was assumed, and the case made from it.

use super::Text;
use super::number::clock;
use super::plain::sentence;
use crate::preset::{self, Preset, Source};
use crate::sim::settings::{self, Value};
use crate::sim::{Protocol, old_names};
use crate::study::validation::{Band, PROCESSED, Processed, Row, Study, Table};

impl Text {
    /// A result in plain words, given its dotted name; the name itself where there are none.
    pub fn result(&self, row: &Row) -> String {
        let what = self.result_name(&row.quantity).unwrap_or_else(|| row.quantity.clone());
        match row.at_min {
            Some(at_min) => self.with("result-at", &[("what", what), ("at", at_min.to_string())]),
            None => what,
        }
    }

    /// The words for a result of this dotted name; `None` where there are none.
    pub(super) fn result_name(&self, quantity: &str) -> Option<String> {
        let quantity = old_names::current(quantity);
        let Some((group, rest)) = quantity.split_once('.') else { return self.measured(&quantity) };
        let (key, id) = match group {
            "change_percent" | "change" => (rest, "result-change"),
            "separator" => (rest, "result-separator"),
            "before" => (rest, "result-before"),
            "after" => (rest, "result-after"),
            "lowest" => (rest, "result-lowest"),
            "highest" => (rest, "result-highest"),
            "product" => (rest, "result-product"),
            "removed_percent" => (rest, "result-removed"),
            "efficiency" => match rest.split_once('.')? {
                (key, "ce1_percent") => (key, "result-ce1"),
                (key, "ce2_percent") => (key, "result-ce2"),
                _ => return None,
            },
            _ => return None,
        };
        let what = self.measured(key)?;
        Some(self.with(id, &[("what", what)]))
    }

    /// What is measured: a class of cells, or another amount without its unit.
    fn measured(&self, key: &str) -> Option<String> {
        const UNITS: [&str; 7] = ["_e9_per_l", "_e6_per_kg", "_g_dl", "_e9", "_percent", "_mmol_l", "_ml"];
        let key = UNITS.iter().find_map(|unit| key.strip_suffix(unit)).unwrap_or(key);
        let ids = [format!("class-{key}"), format!("result-of-{key}")];
        ids.iter().find(|id| self.has(id)).map(|id| self.get(id))
    }

    /// An assignment such as `machine.packing_factor=4.5` in plain words; as it is written where it is wrong.
    pub fn assignment(&self, assignment: &str) -> String {
        let mut protocol = Protocol::default();
        let Ok(setting) = preset::assign_in_run(&mut protocol, assignment) else { return assignment.to_owned() };
        let change = protocol.changes.first();
        let value = change
            .and_then(|change| change.values.first())
            .map_or(setting.get(&protocol.settings), |(_, value)| *value);
        let words = format!("{} {}", self.setting(setting), self.setting_value(setting, &value));
        match change {
            Some(change) => self.with("assignment-from", &[("words", words), ("time", clock(change.at_min))]),
            None => words,
        }
    }

    /// The assignments of a study, where `processed=12` is one too.
    fn assignments(&self, study: &Study, assignments: &[String]) -> String {
        let each = assignments.iter().map(|assignment| {
            let volume = assignment.split_once('=').filter(|(path, _)| path.trim() == PROCESSED);
            let volume = volume.and_then(|(_, volume)| volume.trim().parse().ok());
            match (volume, study.processed) {
                (Some(volume), Some(processed)) => self.processed(processed.with(volume)),
                _ => self.assignment(assignment),
            }
        });
        each.collect::<Vec<_>>().join(", ")
    }

    /// The range in which an input of a study lies.
    fn band(&self, study: &Study, band: &Band) -> String {
        let setting = settings::by_path(&band.set);
        let value = |value: f64| match setting {
            Some(setting) => self.setting_value(setting, &Value::Number(value)),
            None => value.to_string(),
        };
        let what = match (setting, study.processed) {
            (Some(setting), _) => self.setting(setting),
            (None, Some(Processed::BloodVolumes(_))) => self.get("study-band-processed-volumes"),
            (None, Some(Processed::Liters(_))) => self.get("study-band-processed-liters"),
            (None, None) => band.set.clone(),
        };
        let arguments = [("what", what), ("low", value(band.low)), ("high", value(band.high))];
        match study.processed.filter(|_| band.set == PROCESSED) {
            Some(processed) => {
                let center = self.with("study-band-center", &[("center", processed.value().to_string())]);
                format!("{}{center}", self.with("study-band", &arguments))
            }
            None => self.with("study-band", &arguments),
        }
    }

    /// What is known and what was assumed about the case of a study, one sentence for each.
    pub fn study_assumptions(&self, study: &Study, table: &Table) -> Vec<String> {
        let mut sentences = Vec::new();
        let given = self.assignments(study, &study.given);
        // A volume known only within a band is not given.
        let is_banded = study.bands.iter().any(|band| band.set == PROCESSED);
        let processed = study.processed.filter(|_| !is_banded).map(|processed| self.processed(processed));
        let given: Vec<_> = [given].into_iter().filter(|given| !given.is_empty()).chain(processed).collect();
        if !given.is_empty() {
            sentences.push(self.with("study-given", &[("set", given.join(", "))]));
        }
        for name in &study.uses {
            if let Some(shared) = table.assumption(name) {
                let arguments = [
                    ("name", name.clone()),
                    ("title", shared.title().to_owned()),
                    ("set", self.assignments(study, &shared.set)),
                    ("why", sentence(&shared.why)),
                ];
                sentences.push(self.with("study-shared", &arguments));
            }
        }
        if !study.assumed.is_empty() {
            sentences.push(self.with("study-assumed", &[("set", self.assignments(study, &study.assumed))]));
        }
        if !study.bands.is_empty() {
            let bands: Vec<_> = study.bands.iter().map(|band| self.band(study, band)).collect();
            sentences.push(self.with("study-bands", &[("bands", bands.join("; "))]));
        }
        if !study.note.is_empty() {
            sentences.push(self.with("study-note", &[("note", sentence(&study.note))]));
        }
        sentences
    }

    fn processed(&self, processed: Processed) -> String {
        match processed {
            Processed::BloodVolumes(volumes) => self.with("study-volumes", &[("volumes", volumes.to_string())]),
            Processed::Liters(liters) => self.with("study-liters", &[("liters", liters.to_string())]),
        }
    }

    /// How the number of a row is given in the source, which difference or ratio it is, and what it tests.
    pub fn row_basis(&self, study: &Study, row: &Row) -> String {
        let mut parts = vec![self.with("study-basis", &[("basis", row.basis.clone())])];
        if !row.against.is_empty() {
            let id = if row.ratio { "study-ratio" } else { "study-against" };
            parts.push(self.with(id, &[("set", self.assignments(study, &row.against))]));
        }
        if row.scale != 1.0 {
            parts.push(self.with("study-scale", &[("scale", row.scale.to_string())]));
        }
        if !row.mechanism.is_empty() {
            parts.push(self.with("study-mechanism", &[("mechanism", row.mechanism.clone())]));
        }
        if !row.note.is_empty() {
            parts.push(row.note.clone());
        }
        parts.join("; ")
    }

    /// The case of a study, under the name of the study, with a story that says what was given and what was assumed.
    pub fn study_case(&self, study: &Study, table: &Table, case: Preset) -> Preset {
        let title = self.with("study-title", &[("id", study.id.clone()), ("study", study.study.clone())]);
        let reference = self.with("study-reference", &[("reference", study.reference.clone())]);
        let from = self.with("study-from", &[("case", case.title.clone())]);
        let story = [from].into_iter().chain(self.study_assumptions(study, table)).collect::<Vec<_>>().join(" ");
        let rows: Vec<_> = study.rows.iter().map(|row| self.result(row)).collect();
        let look_for = self.with("study-look-for", &[("rows", rows.join("; "))]);
        Preset { lesson: reference, title, story, look_for, source: Source::default(), ..case }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::validation::{TABLE, read};

    #[test]
    fn every_number_of_the_table_has_plain_words() {
        let (text, table) = (Text::english(), read(TABLE).expect("sound"));
        for row in table.studies.iter().flat_map(|study| &study.rows) {
            let label = text.result(row);
            assert!(!label.contains(['_', '.']) && label != row.quantity, "{label}");
        }
    }

    #[test]
    fn every_assignment_of_the_table_has_plain_words() {
        let (text, table) = (Text::english(), read(TABLE).expect("sound"));
        let shared = table.assumptions.iter().flat_map(|assumption| &assumption.set);
        let own = table.studies.iter().flat_map(|study| study.given.iter().chain(&study.assumed));
        for assignment in shared.chain(own) {
            let label = text.assignment(assignment);
            assert!(!label.contains(['_', '=']), "{label}");
        }
        for study in &table.studies {
            let bands = study.bands.iter().map(|band| text.band(study, band));
            for label in study.rows.iter().map(|row| text.assignments(study, &row.against)).chain(bands) {
                assert!(!label.contains(['_', '=']), "{label}");
            }
        }
    }
}
