//! Writing a lesson: each field on a line of its own, long words whole, as the lessons that come with the program are written.

use std::fmt::Write as _;

use super::claim::{Claim, WarningAsked};
use super::read_names::severity_name;
use super::step::{BestOf, Choice, Hidden, Measure, SeenAmong, Step, StepKind, Tolerance, TryStep};
use super::{Lesson, VERSION};
use crate::preset::{self, BUNDLED, Bundled, Preset, Source, assign_in_run, quoted, written};
use crate::sim::SettingId;
use crate::sim::quantities::Quantity;
use crate::sim::warnings::Severity;

/// A list stays on one line up to so many signs.
const LINE: usize = 100;

/// How deep steps stand in a file, in signs, and how deep their fields.
pub(super) const STEP_INDENT: usize = 8;
pub(super) const FIELD_INDENT: usize = 12;

/// A field as it is written.
type Field = (&'static str, String);

/// The lesson as the text of a file, as if it had no source. Reading it back gives the same lesson.
pub fn write(lesson: &Lesson) -> String {
    let mut text = String::from("(\n");
    let mut field = |name: &str, value: &str| {
        let _ = writeln!(text, "    {name}: {value},");
    };
    field("version", &VERSION.to_string());
    field("lesson", &quoted(&lesson.title));
    if let Some(original) = &lesson.translation_of {
        field("translation_of", &quoted(original));
    }
    field("minutes", &lesson.minutes.to_string());
    if !lesson.goals.is_empty() {
        field("goals", &on_lines(&lesson.goals.iter().map(|goal| quoted(goal)).collect::<Vec<_>>(), 4));
    }
    if !lesson.notes.is_empty() {
        field("notes", &quoted(&lesson.notes));
    }
    if let Some(first) = lesson.cases.first() {
        field("preset", &written_case(first, 4));
    }
    if !lesson.hide.is_empty() {
        field("hide", &written_hidden(&lesson.hide));
    }
    text.push_str("    steps: [");
    let mut case = 0;
    for (place, step) in lesson.steps.iter().enumerate() {
        let cases = (case + 1..=step.case).map(|next| case_field(&lesson.cases[next - 1], &lesson.cases[next]));
        let _ = write!(text, "\n{}{},", " ".repeat(STEP_INDENT), written_step(step, place, &cases.collect::<Vec<_>>()));
        case = step.case;
    }
    text.push_str("\n    ],\n)\n");
    text
}

/// A step from its kind to its closing bracket, to stand at this place; `cases` are the fields that change its case.
pub fn written_step(step: &Step, place: usize, cases: &[Field]) -> String {
    // What is short shares the first line, all else has its own.
    let mut first: Vec<Field> = Vec::new();
    if step.id != format!("s{}", place + 1) && !step.id.is_empty() {
        first.push(("id", quoted(&step.id)));
    }
    if let Some(pair) = &step.pair {
        first.push((if pair.is_after { "after" } else { "before" }, quoted(&pair.name)));
    }
    let (own_lines, short): (Vec<_>, Vec<_>) = cases.iter().cloned().partition(|(_, value)| value.contains('\n'));
    first.extend(short);
    if !step.show.is_empty() {
        first.push(("show", written_hidden(&step.show)));
    }
    if !step.asks_sure {
        first.push(("sure", "false".to_owned()));
    }
    let mut lines: Vec<Vec<Field>> = Vec::new();
    let mut own = of_kind(&step.kind).into_iter().peekable();
    if matches!(step.kind, StepKind::Draw { .. }) {
        first.extend(own.next());
    }
    lines.push(first);
    lines.extend(own_lines.into_iter().map(|field| vec![field]));
    for (name, value) in own {
        let shares = ["at_min", "pick", "quantity"].contains(&name)
            || (name == "right" && matches!(step.kind, StepKind::Observe { .. }))
            || name.starts_with("within");
        match lines.last_mut().filter(|line| shares && line.iter().all(|(_, value)| value.len() < LINE)) {
            Some(line) if !matches!(line.first(), None | Some(("question" | "text", _))) => line.push((name, value)),
            _ => lines.push(vec![(name, value)]),
        }
    }
    if !step.hints.is_empty() {
        lines.push(vec![("hints", listed(&quoted_all(&step.hints), FIELD_INDENT))]);
    }
    let mut text = format!("{}(", step.kind.key());
    for line in lines.iter().filter(|line| !line.is_empty()) {
        let fields: Vec<_> = line.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let _ = write!(text, "\n{}{},", " ".repeat(FIELD_INDENT), fields.join(", "));
    }
    let _ = write!(text, "\n{})", " ".repeat(STEP_INDENT));
    text
}

/// The fields that a step of its kind has besides, in the order of the page on lessons.
fn of_kind(kind: &StepKind) -> Vec<Field> {
    let words = |name: &'static str, words: &str| (name, quoted(words));
    let key = |quantity: &Quantity| quantity.row().key.to_owned();
    let mut fields: Vec<Field> = Vec::new();
    let mut may = |field: Field, is_there: bool| {
        if is_there {
            fields.push(field);
        }
    };
    match kind {
        StepKind::Read { text, part, quantity, .. } | StepKind::Watch { text, part, quantity } => {
            may(words("text", text), true);
            may(("part", part.unwrap_or_default().to_owned()), part.is_some());
            may(("quantity", quantity.as_ref().map_or_else(String::new, key)), quantity.is_some());
            if let StepKind::Read { at_min: Some(at_min), .. } = kind {
                may(("at_min", at_min.to_string()), true);
            }
        }
        StepKind::Draw { quantity, question, then } => {
            may(("quantity", key(quantity)), true);
            may(words("question", question), true);
            may(words("then", then), !then.is_empty());
        }
        StepKind::Choose { question, options, right, why, quantity }
        | StepKind::Vote { question, options, right, why, quantity } => {
            may(words("question", question), true);
            may(("options", written_options(options)), true);
            may(("right", written_right(right)), true);
            may(words("why", why), !why.is_empty());
            may(("quantity", quantity.as_ref().map_or_else(String::new, key)), quantity.is_some());
        }
        StepKind::Order { question, chain, distractors, why } => {
            may(words("question", question), true);
            may(("chain", listed(&quoted_all(chain), FIELD_INDENT)), true);
            may(("distractors", listed(&quoted_all(distractors), FIELD_INDENT)), !distractors.is_empty());
            may(words("why", why), !why.is_empty());
        }
        StepKind::Observe { question, among, right, why } => {
            let among: Vec<_> = match among {
                SeenAmong::Warnings(all) => all.iter().map(|id| id.key().to_owned()).collect(),
                SeenAmong::Quantities(all) => all.iter().map(key).collect(),
            };
            may(words("question", question), true);
            may(("among", listed(&among, FIELD_INDENT)), true);
            may(("right", <&str>::from(*right).to_owned()), true);
            may(words("why", why), !why.is_empty());
        }
        StepKind::Number { question, of, within, why } => {
            may(words("question", question), true);
            may(words("of", &of.written()), true);
            match within {
                Tolerance::Absolute(within) => may(("within", within.to_string()), true),
                Tolerance::Percent(within) => may(("within_percent", within.to_string()), true),
            }
            may(words("why", why), !why.is_empty());
        }
        StepKind::Causes { question, of, at_min, pick, why } => {
            may(words("question", question), true);
            may(("of", key(of)), true);
            may(("at_min", at_min.to_string()), true);
            may(("pick", pick.to_string()), true);
            may(words("why", why), !why.is_empty());
        }
        StepKind::Contrast { question, with, quantity, principle } => {
            may(words("question", question), true);
            may(("with", listed(&quoted_all(with), FIELD_INDENT)), true);
            may(("quantity", key(quantity)), true);
            may(words("principle", principle), true);
        }
        StepKind::Try(challenge) => return of_challenge(challenge),
        StepKind::Say { question, compare_with } => {
            may(words("question", question), true);
            may(words("compare_with", compare_with), true);
        }
    }
    fields
}

fn of_challenge(challenge: &TryStep) -> Vec<Field> {
    let moves: Vec<_> = challenge.moves.iter().map(|setting| setting.row().path.to_owned()).collect();
    let mut fields = vec![
        ("task", quoted(&challenge.task)),
        ("move", listed(&moves, FIELD_INDENT)),
        ("reach", listed(&challenge.reach.iter().map(written_claim).collect::<Vec<_>>(), FIELD_INDENT)),
    ];
    if !challenge.without.is_empty() {
        let without: Vec<_> = challenge.without.iter().map(|asked| written_asked(*asked)).collect();
        fields.push(("without", listed(&without, FIELD_INDENT)));
    }
    if let Some(best) = &challenge.best {
        let of = match &best.of {
            BestOf::Setting(setting) => setting.row().path.to_owned(),
            BestOf::Result(of) => quoted(&of.written()),
        };
        let measure = if best.measure == Measure::Smallest { "Smallest" } else { "Largest" };
        fields.push(("best", format!("{measure}({of})")));
    }
    fields
}

fn written_options(options: &[Choice]) -> String {
    let written = |option: &Choice| {
        let Choice { say, holds, but } = option.clone();
        OptionWritten { say, holds: holds.as_ref().map(written_claim), but: Some(but).filter(|but| !but.is_empty()) }
    };
    listed(&options.iter().map(|option| written(option).in_file()).collect::<Vec<_>>(), FIELD_INDENT)
}

/// An option of a question as a file states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OptionWritten {
    pub say: String,
    /// The claim, as it is written.
    pub holds: Option<String>,
    pub but: Option<String>,
}

impl OptionWritten {
    /// As the entry of a list.
    pub fn in_file(&self) -> String {
        let holds = self.holds.as_ref().map(|holds| format!(", holds: {holds}"));
        let but = self.but.as_ref().map(|but| format!(", but: {}", quoted(but)));
        if holds.is_none() && but.is_none() {
            return quoted(&self.say);
        }
        let [holds, but] = [holds, but].map(Option::unwrap_or_default);
        format!("(say: {}{holds}{but})", quoted(&self.say))
    }
}

/// Written from 1; a single one without brackets.
pub fn written_right(right: &[usize]) -> String {
    match right {
        [only] => (only + 1).to_string(),
        several => format!("[{}]", several.iter().map(|right| (right + 1).to_string()).collect::<Vec<_>>().join(", ")),
    }
}

/// A claim as it stands in a file.
pub fn written_claim(claim: &Claim) -> String {
    let name: &str = claim.into();
    match claim {
        Claim::AtLeast(of, limit) | Claim::AtMost(of, limit) => format!("{name}({}, {limit})", quoted(&of.written())),
        Claim::More(a, b) => format!("{name}({}, {})", quoted(&a.written()), quoted(&b.written())),
        Claim::Comes(asked) | Claim::Never(asked) => format!("{name}({})", written_asked(*asked)),
        Claim::First(id) => format!("{name}({})", id.key()),
    }
}

fn written_asked(asked: WarningAsked) -> String {
    if asked.from == Severity::Mild {
        return asked.id.key().to_owned();
    }
    format!("(warning: {}, from: {})", asked.id.key(), severity_name(asked.from))
}

fn written_hidden(hidden: &[Hidden]) -> String {
    let names: Vec<_> = hidden.iter().map(|hidden| <&str>::from(*hidden)).collect();
    format!("[{}]", names.join(", "))
}

fn quoted_all(words: &[String]) -> Vec<String> {
    words.iter().map(|words| quoted(words)).collect()
}

/// A list on one line, or where that grows too long on a line for each entry, in a field that stands so deep.
pub fn listed(entries: &[String], indent: usize) -> String {
    let on_one = format!("[{}]", entries.join(", "));
    if on_one.chars().count() <= LINE { on_one } else { on_lines(entries, indent) }
}

fn on_lines(entries: &[String], indent: usize) -> String {
    let (outer, inner) = (" ".repeat(indent), " ".repeat(indent + 4));
    let mut lines = String::from("[");
    for entry in entries {
        let _ = write!(lines, "\n{inner}{entry},");
    }
    format!("{lines}\n{outer}]")
}

/// The name of a bundled case, or the whole case in brackets.
pub fn written_case(case: &Preset, indent: usize) -> String {
    if let Some(bundled) = BUNDLED.iter().find(|bundled| is_bundled(bundled, case)) {
        return quoted(bundled.name);
    }
    // The comment that opens a file of a case is not read where the case stands in a lesson.
    let bare = Preset { source: Source::default(), lesson: String::new(), ..case.clone() };
    preset::write(&bare).trim_end().replace('\n', &format!("\n{}", " ".repeat(indent)))
}

fn is_bundled(bundled: &Bundled, case: &Preset) -> bool {
    bundled.preset() == Some(case)
}

/// What brings a case onto the one before: the settings that differ where that is all, or another case.
pub fn case_field(before: &Preset, case: &Preset) -> Field {
    if !BUNDLED.iter().any(|bundled| is_bundled(bundled, case))
        && let Some(assignments) = assignments(before, case)
    {
        return ("set", listed(&quoted_all(&assignments), FIELD_INDENT));
    }
    ("preset", written_case(case, FIELD_INDENT))
}

/// The assignments that make one case of another; `None` where they differ in more than that.
pub fn assignments(before: &Preset, case: &Preset) -> Option<Vec<String>> {
    let (old, new) = (&before.protocol, &case.protocol);
    let is_changed = |setting: &SettingId| setting.get(&old.settings) != setting.get(&new.settings);
    let stated =
        |setting: SettingId| format!("{}={}", setting.row().path, written(setting.row(), &setting.get(&new.settings)));
    let mut assignments: Vec<_> = SettingId::all().filter(is_changed).map(stated).collect();
    for change in new.changes.iter().filter(|change| !old.changes.contains(change)) {
        let values = change.values.iter();
        let each =
            values.map(|(id, value)| format!("{}={} @ {}", id.row().path, written(id.row(), value), change.at_min));
        assignments.extend(each);
    }
    let mut made = before.clone();
    assignments.iter().try_for_each(|assignment| assign_in_run(&mut made.protocol, assignment).map(|_| ())).ok()?;
    (made.protocol == case.protocol).then_some(assignments)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{BUNDLED as LESSONS, read};
    use crate::preset::Position;

    /// All that a lesson says, wherever its steps stand in the file.
    fn said(lesson: &Lesson) -> Lesson {
        let mut said = lesson.clone();
        said.steps.iter_mut().for_each(|step| step.position = Position { line: 0, column: 0 });
        said
    }

    #[test]
    fn every_bundled_lesson_is_read_back_as_it_was() {
        for bundled in LESSONS {
            let lesson = bundled.lesson().expect("sound");
            let text = write(lesson);
            let read = read(&text).unwrap_or_else(|problems| panic!("{}: {problems:?}\n{text}", bundled.name));
            assert_eq!(said(&read), said(lesson), "{text}");
            assert_eq!(write(&read), text);
        }
    }

    #[test]
    fn a_case_of_ones_own_is_written_whole_and_changes_of_it_as_such() {
        let text = "(version: 1, lesson: \"A\", preset: \"gcsf_donor\", steps: [Say(question: \"a\", compare_with: \"b\"), \
                    Say(set: [\"procedure.inlet_flow_ml_min=41\", \"procedure.inlet_flow_ml_min=31 @ 60\"], question: \
                    \"c\\\"\", compare_with: \"d\")])";
        let mut lesson = read(text).unwrap_or_else(|problems| panic!("{problems:?}"));
        for case in &mut lesson.cases {
            "Mine".clone_into(&mut case.title);
            case.lesson.clear();
        }
        let written = write(&lesson);
        assert!(written.contains("set: [\"procedure.inlet_flow_ml_min=41\","), "{written}");
        assert!(written.contains("title: \"Mine\""), "{written}");
        assert_eq!(read(&written).map(|read| said(&read)), Ok(said(&lesson)), "{written}");
    }
}
