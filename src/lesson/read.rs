//! Reading a lesson: its steps walked one after the other, all mistakes told at once, each with its place.

use strum::VariantNames;

use super::claim::{Claim, ResultAt, WarningAsked};
use super::reach::MOST_MOVES;
use super::step::{
    Best, BestOf, Choice, Hidden, Measure, PARTS, Pair, Seen, SeenAmong, Step, StepKind, Tolerance, TryStep,
};
use super::{Lesson, VERSION};
use crate::preset::{
    BUNDLED, Bundled, Expected, Field, Item, MAX_BYTES, Node, Outline, Position, Preset, Problem, ProblemKind, Reader,
    Source, check_version, nearest, read_whole, without_mark,
};
use crate::sim::quantities::Quantity;
use crate::sim::settings::{self, SettingId, ValueKind};
use crate::sim::warnings::{Severity, WarningId};

/// The fields of the file as a whole, in their order.
const TOP: [&str; 8] = ["version", "lesson", "minutes", "goals", "notes", "preset", "hide", "steps"];

/// What every step may have.
const OF_STEP: [&str; 8] = ["id", "preset", "set", "before", "after", "hints", "show", "sure"];

/// The most minutes of a lesson.
const MOST_MINUTES: u64 = 180;

/// The most hints of a step.
const MOST_HINTS: usize = 3;

/// The names of the kinds of steps, and how severe a warning can be, as files name them.
const KINDS: &[&str] = StepKind::VARIANTS;
const SEVERITIES: &[&str] = &["Information", "Mild", "Moderate", "Severe", "LifeThreatening"];
const ALL_SEVERITIES: [Severity; 5] =
    [Severity::Information, Severity::Mild, Severity::Moderate, Severity::Severe, Severity::LifeThreatening];

/// Whether a text is of a lesson, and not of a case: sound or not.
pub fn is_lesson(text: &str) -> bool {
    let outline = Outline::of(without_mark(text));
    let mut names = outline.root.bracket.iter().flat_map(|bracket| &bracket.items).map(|item| outline.name(item));
    text.len() <= MAX_BYTES && names.any(|name| matches!(name, "lesson" | "steps"))
}

/// Reads a lesson from its text. Whether its answers are right is proved apart.
///
/// # Errors
/// Every [`Problem`] that can be told at once, in the order of the file.
pub fn read(text: &str) -> Result<Lesson, Vec<Problem>> {
    if text.len() > MAX_BYTES {
        let kind = ProblemKind::TooLarge { max_bytes: MAX_BYTES };
        return Err(vec![Problem { kind, field: String::new(), position: None }]);
    }
    let outline = Outline::of(without_mark(text));
    let mut reader = Reader::of_other_file(&outline);
    let fields = reader.fields(&outline.root, "").unwrap_or_default();
    if let Err(newer) = check_version(&mut reader, &fields, VERSION) {
        return Err(vec![newer]);
    }
    let mut lesson = Lesson {
        title: String::new(),
        minutes: 15,
        goals: Vec::new(),
        notes: String::new(),
        cases: Vec::new(),
        hide: Vec::new(),
        steps: Vec::new(),
        source: Source::new(text),
    };
    // The case comes first: steps change it.
    for field in fields.iter().filter(|field| field.key == "preset") {
        lesson.cases.extend(case(&mut reader, field));
    }
    for field in &fields {
        match field.key.as_str() {
            "lesson" => lesson.title = reader.text(field).unwrap_or_default(),
            "minutes" => lesson.minutes = reader.whole_number(field, 1..=MOST_MINUTES).unwrap_or(15) as u32,
            "goals" => lesson.goals = texts(&mut reader, field),
            "notes" => lesson.notes = reader.text(field).unwrap_or_default(),
            "hide" => lesson.hide = hidden(&mut reader, field),
            "steps" => steps(&mut reader, field, &mut lesson),
            "version" | "preset" => {}
            _ => reader.unknown(field, TOP.into_iter()),
        }
    }
    for required in ["lesson", "preset", "steps"] {
        if !fields.iter().any(|field| field.key == required) && !reader.is_attempted(required) {
            reader.note(outline.root.span.start, required, ProblemKind::MissingField);
        }
    }
    if reader.has_problems() { Err(reader.into_problems()) } else { Ok(lesson) }
}

/// A case by the name of a bundled one, or written out.
fn case<'a>(reader: &mut Reader<'a>, field: &Field<'a>) -> Option<Preset> {
    let node = &field.item.value;
    if node.bracket.is_none() {
        let name = reader.text(field)?;
        let found = Bundled::by_name(&name).and_then(Bundled::preset);
        if found.is_none() {
            let nearest = nearest(&name, BUNDLED.iter().map(|bundled| bundled.name));
            reader.note_value(field, ProblemKind::UnknownPreset { nearest });
        }
        return found.cloned();
    }
    let place = reader.position(node.span.start);
    match read_whole(reader.outline.word(&node.span)) {
        Ok(preset) => Some(preset),
        Err(problems) => {
            for problem in problems {
                let at = problem.position.map_or(place, |at| Position {
                    line: place.line + at.line - 1,
                    column: if at.line == 1 { place.column + at.column - 1 } else { at.column },
                });
                reader.note_at(at, &format!("{}.{}", field.path, problem.field), problem.kind);
            }
            None
        }
    }
}

fn texts<'a>(reader: &mut Reader<'a>, field: &Field<'a>) -> Vec<String> {
    reader.list(field, Reader::text_of)
}

fn hidden<'a>(reader: &mut Reader<'a>, field: &Field<'a>) -> Vec<Hidden> {
    const ALL: [Hidden; 4] = [Hidden::Warnings, Hidden::Explanations, Hidden::Scene, Hidden::Numbers];
    reader.list(field, |reader, node, path| reader.option_of(node, path, Hidden::VARIANTS).map(|place| ALL[place]))
}

fn steps<'a>(reader: &mut Reader<'a>, field: &Field<'a>, lesson: &mut Lesson) {
    let mut places = Vec::new();
    let Lesson { cases, steps, .. } = lesson;
    steps.extend(reader.list(field, |reader, node, path| {
        let step = step(reader, node, path, places.len(), cases)?;
        places.push(node.span.start);
        Some(step)
    }));
    if steps.is_empty() && !reader.has_problems() {
        reader.note_value(field, ProblemKind::TooFewEntries { least: 1 });
    }
    for (place, step) in steps.iter().enumerate() {
        if steps[..place].iter().any(|other| other.id == step.id) {
            reader.note(places[place], &format!("{}[{place}].id", field.path), ProblemKind::RepeatedId);
        }
        let Some(pair) = &step.pair else { continue };
        let all: Vec<_> = steps.iter().enumerate().filter(|(_, other)| has_pair(other, &pair.name)).collect();
        let is_sound = matches!(all[..], [(_, a), (_, b)] if is_of(a, false) && is_of(b, true));
        // One note for a pair.
        if !is_sound && all.first().is_some_and(|(first, _)| *first == place) {
            reader.note(places[place], &format!("{}[{place}]", field.path), ProblemKind::Unpaired);
        }
    }
}

fn has_pair(step: &Step, name: &str) -> bool {
    step.pair.as_ref().is_some_and(|pair| pair.name == name)
}

fn is_of(step: &Step, is_after: bool) -> bool {
    step.pair.as_ref().is_some_and(|pair| pair.is_after == is_after)
}

fn step<'a>(
    reader: &mut Reader<'a>,
    node: &'a Node,
    path: &str,
    place: usize,
    cases: &mut Vec<Preset>,
) -> Option<Step> {
    let kind = KINDS[reader.tag(node, path, KINDS)?];
    let fields = reader.fields(node, path)?;
    let (of_step, own): (Vec<_>, Vec<_>) = fields.into_iter().partition(|field| OF_STEP.contains(&field.key.as_str()));
    let mut step = Step {
        id: format!("s{}", place + 1),
        case: cases.len().saturating_sub(1),
        pair: None,
        hints: Vec::new(),
        show: Vec::new(),
        asks_sure: true,
        position: reader.position(node.span.start),
        kind: StepKind::Say { question: String::new(), compare_with: String::new() },
    };
    for field in &of_step {
        match field.key.as_str() {
            "id" => step.id = reader.text(field).unwrap_or_default(),
            "before" | "after" => {
                let is_after = field.key == "after";
                step.pair = reader.text(field).map(|name| Pair { name, is_after });
            }
            "hints" => {
                step.hints = texts(reader, field);
                if step.hints.len() > MOST_HINTS {
                    reader.note_value(field, ProblemKind::TooManyEntries { most: MOST_HINTS });
                }
            }
            "show" => step.show = hidden(reader, field),
            "sure" => step.asks_sure = reader.switch(field).unwrap_or(true),
            "preset" => {
                if let Some(next) = case(reader, field) {
                    cases.push(next);
                    step.case = cases.len() - 1;
                }
            }
            _ => {}
        }
    }
    // Onto the case that the step names.
    for field in of_step.iter().filter(|field| field.key == "set") {
        let assignments = texts(reader, field);
        if let Some(mut changed) = cases.get(step.case).cloned() {
            for assignment in &assignments {
                if let Err(problem) = crate::preset::assign_in_run(&mut changed.protocol, assignment) {
                    reader.note_value(field, problem.kind);
                }
            }
            cases.push(changed);
            step.case = cases.len() - 1;
        }
    }
    step.kind = StepFields { reader, node, path, own }.kind(kind)?;
    Some(step)
}

/// The fields of one step, apart from those that every step may have.
struct StepFields<'r, 'a> {
    reader: &'r mut Reader<'a>,
    node: &'a Node,
    path: &'r str,
    own: Vec<Field<'a>>,
}

impl<'a> StepFields<'_, 'a> {
    fn kind(mut self, kind: &'static str) -> Option<StepKind> {
        let names: &'static [&'static str] = match kind {
            "Read" => &["text", "part", "quantity", "at_min"],
            "Watch" => &["text", "part", "quantity"],
            "Draw" => &["quantity", "question", "then"],
            "Choose" | "Vote" => &["question", "options", "right", "why"],
            "Order" => &["question", "chain", "distractors", "why"],
            "Observe" => &["question", "among", "right", "why"],
            "Number" => &["question", "of", "within", "within_percent", "why"],
            "Causes" => &["question", "of", "at_min", "pick", "why"],
            "Contrast" => &["question", "with", "quantity", "principle"],
            "Try" => &["task", "move", "reach", "without", "best"],
            _ => &["question", "compare_with"],
        };
        for field in self.own.iter().filter(|field| !names.contains(&field.key.as_str())) {
            self.reader.unknown(field, names.iter().copied().chain(OF_STEP));
        }
        Some(match kind {
            "Read" => StepKind::Read {
                text: self.required_text("text")?,
                part: self.part(),
                quantity: self.quantity("quantity"),
                at_min: self.minutes("at_min"),
            },
            "Watch" => StepKind::Watch {
                text: self.required_text("text")?,
                part: self.part(),
                quantity: self.quantity("quantity"),
            },
            "Draw" => StepKind::Draw {
                quantity: self.required("quantity", Self::quantity)?,
                question: self.required_text("question")?,
                then: self.text("then"),
            },
            "Choose" | "Vote" => {
                let question = self.required_text("question")?;
                let options = self.options();
                let right = self.right(options.len());
                let why = self.text("why");
                if kind == "Choose" {
                    StepKind::Choose { question, options, right, why }
                } else {
                    StepKind::Vote { question, options, right, why }
                }
            }
            "Order" => StepKind::Order {
                question: self.required_text("question")?,
                chain: self.texts("chain", 2),
                distractors: self.texts("distractors", 0),
                why: self.text("why"),
            },
            "Observe" => {
                let question = self.required_text("question")?;
                let right = self.required("right", |fields, name| {
                    const ALL: [Seen; 5] = [
                        Seen::FirstWarning,
                        Seen::LastWarning,
                        Seen::LargestFall,
                        Seen::SmallestFall,
                        Seen::LargestRise,
                    ];
                    let place = fields.field(name)?;
                    fields.reader.option(&fields.own[place], Seen::VARIANTS).map(|place| ALL[place])
                })?;
                StepKind::Observe { question, among: self.among(right), right, why: self.text("why") }
            }
            "Number" => StepKind::Number {
                question: self.required_text("question")?,
                of: self.required("of", Self::result)?,
                within: self.tolerance()?,
                why: self.text("why"),
            },
            "Causes" => StepKind::Causes {
                question: self.required_text("question")?,
                of: self.required("of", Self::quantity)?,
                at_min: self.required("at_min", Self::minutes)?,
                pick: self.required("pick", |fields, name| {
                    let place = fields.field(name)?;
                    fields.reader.whole_number(&fields.own[place], 1..=5)
                })? as usize,
                why: self.text("why"),
            },
            "Contrast" => StepKind::Contrast {
                question: self.required_text("question")?,
                with: self.texts("with", 1),
                quantity: self.required("quantity", Self::quantity)?,
                principle: self.required_text("principle")?,
            },
            "Try" => StepKind::Try(TryStep {
                task: self.required_text("task")?,
                moves: self.moves(),
                reach: self.claims(),
                without: self.without(),
                best: self.best(),
            }),
            _ => StepKind::Say {
                question: self.required_text("question")?,
                compare_with: self.required_text("compare_with")?,
            },
        })
    }

    fn field(&self, name: &str) -> Option<usize> {
        self.own.iter().position(|field| field.key == name)
    }

    /// A value that must be there.
    fn required<T>(&mut self, name: &str, read: impl FnOnce(&mut Self, &str) -> Option<T>) -> Option<T> {
        let path = format!("{}.{name}", self.path);
        if self.field(name).is_none() && !self.reader.is_attempted(&path) {
            self.reader.note(self.node.span.start, &path, ProblemKind::MissingField);
        }
        read(self, name)
    }

    fn required_text(&mut self, name: &str) -> Option<String> {
        self.required(name, |fields, name| {
            let place = fields.field(name)?;
            fields.reader.text(&fields.own[place])
        })
    }

    fn text(&mut self, name: &str) -> String {
        let place = self.field(name);
        place.and_then(|place| self.reader.text(&self.own[place])).unwrap_or_default()
    }

    fn texts(&mut self, name: &str, least: usize) -> Vec<String> {
        let Some(place) = self.field(name) else {
            if least > 0 {
                self.required::<()>(name, |_, _| None);
            }
            return Vec::new();
        };
        let found = texts(self.reader, &self.own[place]);
        if found.len() < least {
            self.reader.note_value(&self.own[place], ProblemKind::TooFewEntries { least });
        }
        found
    }

    fn minutes(&mut self, name: &str) -> Option<f64> {
        let place = self.field(name)?;
        self.reader.checked(&self.own[place], crate::preset::at_min_value)
    }

    fn part(&mut self) -> Option<&'static str> {
        let place = self.field("part")?;
        self.reader.option(&self.own[place], &PARTS).map(|place| PARTS[place])
    }

    fn quantity(&mut self, name: &str) -> Option<Quantity> {
        let place = self.field(name)?;
        let field = &self.own[place];
        quantity(self.reader, &field.item.value, &field.path)
    }

    fn result(&mut self, name: &str) -> Option<ResultAt> {
        let place = self.field(name)?;
        let field = &self.own[place];
        result_at(self.reader, &field.item.value, &field.path)
    }

    fn options(&mut self) -> Vec<Choice> {
        let Some(place) = self.field("options") else {
            self.required::<()>("options", |_, _| None);
            return Vec::new();
        };
        let found = self.reader.list(&self.own[place], |reader, node, path| {
            if node.bracket.is_none() {
                return reader.text_of(node, path).map(|say| Choice { say, holds: None });
            }
            let mut choice = Choice { say: String::new(), holds: None };
            for field in reader.fields(node, path)? {
                match field.key.as_str() {
                    "say" => choice.say = reader.text(&field).unwrap_or_default(),
                    "holds" => choice.holds = claim(reader, &field.item.value, &field.path),
                    _ => reader.unknown(&field, ["say", "holds"].into_iter()),
                }
            }
            Some(choice)
        });
        if found.len() < 2 {
            self.reader.note_value(&self.own[place], ProblemKind::TooFewEntries { least: 2 });
        }
        found
    }

    /// The places of the right options, written from 1; one without brackets is one.
    fn right(&mut self, of: usize) -> Vec<usize> {
        let Some(place) = self.field("right") else {
            self.required::<()>("right", |_, _| None);
            return Vec::new();
        };
        let field = &self.own[place];
        let most = of.max(1) as f64;
        let is_list = field.item.value.bracket.is_some();
        let check = |reader: &mut Reader<'a>, node: &'a Node, path: &str| {
            let value = reader.number_of(node, path)?;
            let kind = if value.fract() != 0.0 {
                ProblemKind::WrongKind { expected: Expected::WholeNumber }
            } else if (1.0..=most).contains(&value) {
                return Some(value as usize - 1);
            } else {
                ProblemKind::OutOfRange { value, min: 1.0, max: most, unit: settings::Unit::One }
            };
            reader.note(node.span.start, path, kind);
            None
        };
        let mut found = if is_list {
            self.reader.list(field, check)
        } else {
            check(self.reader, &field.item.value, &field.path).into_iter().collect()
        };
        found.sort_unstable();
        found.dedup();
        if found.is_empty() && is_list {
            self.reader.note_value(&self.own[place], ProblemKind::TooFewEntries { least: 1 });
        }
        found
    }

    fn among(&mut self, right: Seen) -> SeenAmong {
        let of_warnings = matches!(right, Seen::FirstWarning | Seen::LastWarning);
        let mut found = if of_warnings { SeenAmong::Warnings(Vec::new()) } else { SeenAmong::Quantities(Vec::new()) };
        let Some(place) = self.field("among") else {
            self.required::<()>("among", |_, _| None);
            return found;
        };
        let field = &self.own[place];
        let count = match &mut found {
            SeenAmong::Warnings(list) => {
                *list = self.reader.list(field, warning);
                list.len()
            }
            SeenAmong::Quantities(list) => {
                *list = self.reader.list(field, quantity);
                list.len()
            }
        };
        if count < 2 {
            self.reader.note_value(field, ProblemKind::TooFewEntries { least: 2 });
        }
        found
    }

    fn tolerance(&mut self) -> Option<Tolerance> {
        let positive = |value: f64| {
            let max = 1e6;
            if (0.0..=max).contains(&value) {
                Ok(value)
            } else {
                Err(ProblemKind::OutOfRange { value, min: 0.0, max, unit: settings::Unit::One })
            }
        };
        if let Some(place) = self.field("within_percent") {
            return self.reader.checked(&self.own[place], positive).map(Tolerance::Percent);
        }
        self.required("within", |fields, name| {
            let place = fields.field(name)?;
            fields.reader.checked(&fields.own[place], positive).map(Tolerance::Absolute)
        })
    }

    /// The settings that the student may move: numbers that an operator can turn.
    fn moves(&mut self) -> Vec<SettingId> {
        let Some(place) = self.field("move") else {
            self.required::<()>("move", |_, _| None);
            return Vec::new();
        };
        let mut found = self.reader.list(&self.own[place], |reader, node, path| setting(reader, node, path));
        if found.is_empty() {
            self.reader.note_value(&self.own[place], ProblemKind::TooFewEntries { least: 1 });
        }
        if found.len() > MOST_MOVES {
            self.reader.note_value(&self.own[place], ProblemKind::TooManyEntries { most: MOST_MOVES });
            found.truncate(MOST_MOVES);
        }
        found
    }

    fn claims(&mut self) -> Vec<Claim> {
        let Some(place) = self.field("reach") else {
            self.required::<()>("reach", |_, _| None);
            return Vec::new();
        };
        self.reader.list(&self.own[place], claim)
    }

    fn without(&mut self) -> Vec<WarningAsked> {
        let Some(place) = self.field("without") else { return Vec::new() };
        self.reader.list(&self.own[place], asked)
    }

    fn best(&mut self) -> Option<Best> {
        const MEASURES: [&str; 2] = ["Smallest", "Largest"];
        let place = self.field("best")?;
        let field = &self.own[place];
        let tag = self.reader.tag(&field.item.value, &field.path, &MEASURES)?;
        let measure = if tag == 0 { Measure::Smallest } else { Measure::Largest };
        let [item] = arguments(self.reader, &field.item.value, &field.path)?;
        let word = unquoted(self.reader, &item.value);
        let of = match settings::by_path(word) {
            Some(setting) => BestOf::Setting(setting),
            None => BestOf::Result(result_at(self.reader, &item.value, &field.path)?),
        };
        Some(Best { measure, of })
    }
}

/// The values in a bracket without names, as many as there must be.
fn arguments<'a, const N: usize>(reader: &mut Reader<'a>, node: &'a Node, path: &str) -> Option<[&'a Item; N]> {
    let items = node.bracket.as_ref().map_or(&[][..], |bracket| &bracket.items);
    let items: Vec<_> = items.iter().collect();
    let found = <[&Item; N]>::try_from(items).ok();
    if found.is_none() {
        reader.note(node.span.start, path, ProblemKind::WrongCount { count: N });
    }
    found
}

/// A word with or without quotes.
fn unquoted<'a>(reader: &Reader<'a>, node: &Node) -> &'a str {
    reader.outline.word(&node.span).trim_matches('"')
}

fn quantity<'a>(reader: &mut Reader<'a>, node: &'a Node, path: &str) -> Option<Quantity> {
    let word = unquoted(reader, node);
    let found = Quantity::by_key(word);
    if found.is_none() {
        let nearest = nearest(word, Quantity::all().map(|quantity| quantity.row().key)).map(str::to_owned);
        reader.note(node.span.start, path, ProblemKind::UnknownResult { nearest });
    }
    found
}

fn result_at<'a>(reader: &mut Reader<'a>, node: &'a Node, path: &str) -> Option<ResultAt> {
    let found = ResultAt::parse(unquoted(reader, node));
    if found.is_none() {
        reader.note(node.span.start, path, ProblemKind::UnknownResult { nearest: None });
    }
    found
}

fn setting<'a>(reader: &mut Reader<'a>, node: &'a Node, path: &str) -> Option<SettingId> {
    let word = unquoted(reader, node);
    let found = settings::by_path(word);
    let is_number = |setting: &SettingId| matches!(setting.row().kind, ValueKind::Number(_));
    let found = found.filter(is_number);
    if found.is_none() {
        let nearest = nearest(word, SettingId::all().filter(is_number).map(|setting| setting.row().path));
        reader.note(node.span.start, path, ProblemKind::UnknownField { nearest });
    }
    found
}

fn warning<'a>(reader: &mut Reader<'a>, node: &'a Node, path: &str) -> Option<WarningId> {
    reader.option_of(node, path, WarningId::KEYS).and_then(|place| WarningId::ALL.get(place).copied())
}

/// A kind of warning alone, or with the severity from which it counts.
fn asked<'a>(reader: &mut Reader<'a>, node: &'a Node, path: &str) -> Option<WarningAsked> {
    if node.bracket.is_none() {
        return warning(reader, node, path).map(|id| WarningAsked { id, from: Severity::Mild });
    }
    let (mut id, mut from) = (None, Severity::Mild);
    for field in reader.fields(node, path)? {
        match field.key.as_str() {
            "warning" => id = warning(reader, &field.item.value, &field.path),
            "from" => from = reader.option(&field, SEVERITIES).map_or(from, |place| ALL_SEVERITIES[place]),
            _ => reader.unknown(&field, ["warning", "from"].into_iter()),
        }
    }
    id.map(|id| WarningAsked { id, from })
}

fn claim<'a>(reader: &mut Reader<'a>, node: &'a Node, path: &str) -> Option<Claim> {
    let tag = Claim::VARIANTS[reader.tag(node, path, Claim::VARIANTS)?];
    Some(match tag {
        "AtLeast" | "AtMost" => {
            let [of, limit] = arguments(reader, node, path)?;
            let of = result_at(reader, &of.value, path)?;
            let limit = reader.number_of(&limit.value, path)?;
            if tag == "AtLeast" { Claim::AtLeast(of, limit) } else { Claim::AtMost(of, limit) }
        }
        "More" => {
            let [a, b] = arguments(reader, node, path)?;
            Claim::More(result_at(reader, &a.value, path)?, result_at(reader, &b.value, path)?)
        }
        "First" => {
            let [id] = arguments(reader, node, path)?;
            Claim::First(warning(reader, &id.value, path)?)
        }
        _ => {
            let [of] = arguments(reader, node, path)?;
            let of = asked(reader, &of.value, path)?;
            if tag == "Comes" { Claim::Comes(of) } else { Claim::Never(of) }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_is_read_whole() {
        let lesson = read(include_str!("../../assets/lessons/who_pays.ron")).expect("sound");
        assert_eq!(lesson.title, "Who pays for the white cells?");
        let kinds: Vec<_> = lesson.steps.iter().map(|step| step.kind.key()).collect();
        assert!(kinds.contains(&"Draw") && kinds.contains(&"Try"), "{kinds:?}");
    }
}
