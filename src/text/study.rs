//! The words about a published study: its numbers, what was assumed, and the case made from it.

use super::Text;
use crate::preset::{self, Preset};
use crate::sim::Settings;
use crate::study::validation::{Processed, Row, Study, Table};

impl Text {
    /// A result in plain words, given its dotted name; the name itself where there are none.
    pub fn result(&self, row: &Row) -> String {
        let what = self.result_name(&row.quantity).unwrap_or_else(|| row.quantity.clone());
        match row.at_min {
            Some(at_min) => self.with("result-at", &[("what", what), ("at", at_min.to_string())]),
            None => what,
        }
    }

    fn result_name(&self, quantity: &str) -> Option<String> {
        let (group, rest) = quantity.split_once('.')?;
        let (key, id) = match group {
            "change_percent" => (rest, "result-change"),
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
        let key = ["_e9", "_percent", "_mmol_l", "_ml"].iter().find_map(|unit| key.strip_suffix(unit)).unwrap_or(key);
        let ids = [format!("class-{key}"), format!("result-of-{key}")];
        ids.iter().find(|id| self.has(id)).map(|id| self.get(id))
    }

    /// An assignment such as `machine.packing_factor=4.5` in plain words; as it is written where it is wrong.
    pub fn assignment(&self, assignment: &str) -> String {
        let mut settings = Settings::default();
        match preset::assign(&mut settings, assignment) {
            Ok(setting) => {
                format!("{} {}", self.setting(setting), self.setting_value(setting, &setting.get(&settings)))
            }
            Err(_) => assignment.to_owned(),
        }
    }

    pub fn assignments(&self, assignments: &[String]) -> String {
        let each: Vec<_> = assignments.iter().map(|assignment| self.assignment(assignment)).collect();
        each.join(", ")
    }

    /// What is known and what was assumed about the case of a study, one sentence for each.
    pub fn study_assumptions(&self, study: &Study, table: &Table) -> Vec<String> {
        let mut sentences = Vec::new();
        let given = self.assignments(&study.given);
        let processed = study.processed.map(|processed| self.processed(processed));
        let given: Vec<_> = [given].into_iter().filter(|given| !given.is_empty()).chain(processed).collect();
        if !given.is_empty() {
            sentences.push(self.with("study-given", &[("set", given.join(", "))]));
        }
        for name in &study.uses {
            if let Some(shared) = table.assumption(name) {
                let arguments =
                    [("name", name.clone()), ("set", self.assignments(&shared.set)), ("why", shared.why.clone())];
                sentences.push(self.with("study-shared", &arguments));
            }
        }
        if !study.assumed.is_empty() {
            sentences.push(self.with("study-assumed", &[("set", self.assignments(&study.assumed))]));
        }
        if !study.note.is_empty() {
            sentences.push(self.with("study-note", &[("note", study.note.clone())]));
        }
        sentences
    }

    fn processed(&self, processed: Processed) -> String {
        match processed {
            Processed::BloodVolumes(volumes) => self.with("study-volumes", &[("volumes", volumes.to_string())]),
            Processed::Liters(liters) => self.with("study-liters", &[("liters", liters.to_string())]),
        }
    }

    /// How the number of a row is given in the source, and which difference it is.
    pub fn row_basis(&self, row: &Row) -> String {
        let mut basis = self.with("study-basis", &[("basis", row.basis.clone())]);
        if !row.against.is_empty() {
            basis = format!("{basis}; {}", self.with("study-against", &[("set", self.assignments(&row.against))]));
        }
        if row.note.is_empty() { basis } else { format!("{basis}; {}", row.note) }
    }

    /// The case of a study, under the name of the study, with a story that says what was given and what was assumed.
    pub fn study_case(&self, study: &Study, table: &Table, case: Preset) -> Preset {
        let title = self.with("study-title", &[("id", study.id.clone()), ("study", study.study.clone())]);
        let reference = self.with("study-reference", &[("reference", study.reference.clone())]);
        let from = self.with("study-from", &[("case", case.title.clone())]);
        let story = [from].into_iter().chain(self.study_assumptions(study, table)).collect::<Vec<_>>().join(" ");
        let rows: Vec<_> = study.rows.iter().map(|row| self.result(row)).collect();
        let look_for = self.with("study-look-for", &[("rows", rows.join("; "))]);
        Preset { lesson: reference, title, story, look_for, comments: Vec::new(), ..case }
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
        let rows = table.studies.iter().flat_map(|study| &study.rows).flat_map(|row| &row.against);
        for assignment in shared.chain(own).chain(rows) {
            let label = text.assignment(assignment);
            assert!(!label.contains(['_', '=']), "{label}");
        }
    }
}
