//! The fields of a step of each kind, read one after the other.

use strum::VariantNames;

use super::claim::{Claim, ResultAt, WarningAsked};
use super::fields::{OF_STEP, of_kind};
use super::reach::MOST_MOVES;
use super::read::texts;
use super::read_names::{arguments, asked, claim, quantity, result_at, setting, unquoted, warning};
use super::step::{Best, BestOf, Choice, Measure, PARTS, Seen, SeenAmong, StepKind, Tolerance, TryStep};
use crate::preset::{Expected, Field, Node, ProblemKind, Reader};
use crate::sim::quantities::Quantity;
use crate::sim::settings::{self, SettingId};

/// The fields of one step, apart from those that every step may have.
pub(super) struct StepFields<'r, 'a> {
    pub(super) reader: &'r mut Reader<'a>,
    pub(super) node: &'a Node,
    pub(super) path: &'r str,
    pub(super) own: Vec<Field<'a>>,
}

impl<'a> StepFields<'_, 'a> {
    pub(super) fn kind(mut self, kind: &'static str) -> Option<StepKind> {
        let names = of_kind(kind).iter().map(|known| known.name);
        for field in self.own.iter().filter(|field| !names.clone().any(|name| name == field.key)) {
            self.reader.unknown(field, names.clone().chain(OF_STEP.iter().map(|known| known.name)));
        }
        self.note_missing(kind);
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
                quantity: self.quantity("quantity")?,
                question: self.required_text("question")?,
                then: self.text("then"),
            },
            "Choose" | "Vote" => {
                let question = self.required_text("question")?;
                let options = self.options();
                let right = self.right(options.len());
                let why = self.text("why");
                let quantity = self.quantity("quantity");
                if kind == "Choose" {
                    StepKind::Choose { question, options, right, why, quantity }
                } else {
                    StepKind::Vote { question, options, right, why, quantity }
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
                let right = self.seen()?;
                StepKind::Observe { question, among: self.among(right), right, why: self.text("why") }
            }
            "Number" => StepKind::Number {
                question: self.required_text("question")?,
                of: self.result("of")?,
                within: self.tolerance()?,
                why: self.text("why"),
            },
            "Causes" => StepKind::Causes {
                question: self.required_text("question")?,
                of: self.quantity("of")?,
                at_min: self.minutes("at_min")?,
                pick: self.pick()?,
                why: self.text("why"),
            },
            "Contrast" => StepKind::Contrast {
                question: self.required_text("question")?,
                with: self.texts("with", 1),
                quantity: self.quantity("quantity")?,
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

    fn note_missing(&mut self, kind: &str) {
        for known in of_kind(kind).iter().filter(|known| known.is_required) {
            if self.field(known.name).is_some() {
                continue;
            }
            let is_stated_otherwise = known.name == "within" && self.field("within_percent").is_some();
            let path = format!("{}.{}", self.path, known.name);
            if !is_stated_otherwise && !self.reader.is_attempted(&path) {
                self.reader.note(self.node.span.start, &path, ProblemKind::MissingField);
            }
        }
    }

    fn field(&self, name: &str) -> Option<usize> {
        self.own.iter().position(|field| field.key == name)
    }

    fn required_text(&mut self, name: &str) -> Option<String> {
        let place = self.field(name)?;
        self.reader.text(&self.own[place])
    }

    fn text(&mut self, name: &str) -> String {
        let place = self.field(name);
        place.and_then(|place| self.reader.text(&self.own[place])).unwrap_or_default()
    }

    fn texts(&mut self, name: &str, least: usize) -> Vec<String> {
        let Some(place) = self.field(name) else {
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

    fn seen(&mut self) -> Option<Seen> {
        const ALL: [Seen; 5] =
            [Seen::FirstWarning, Seen::LastWarning, Seen::LargestFall, Seen::SmallestFall, Seen::LargestRise];
        let place = self.field("right")?;
        self.reader.option(&self.own[place], Seen::VARIANTS).map(|place| ALL[place])
    }

    fn pick(&mut self) -> Option<usize> {
        let place = self.field("pick")?;
        self.reader.whole_number(&self.own[place], 1..=5).map(|pick| pick as usize)
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
            return Vec::new();
        };
        let found = self.reader.list(&self.own[place], |reader, node, path| {
            if node.bracket.is_none() {
                return reader.text_of(node, path).map(|say| Choice { say, holds: None, but: String::new() });
            }
            let mut choice = Choice { say: String::new(), holds: None, but: String::new() };
            for field in reader.fields(node, path)? {
                match field.key.as_str() {
                    "say" => choice.say = reader.text(&field).unwrap_or_default(),
                    "holds" => choice.holds = claim(reader, &field.item.value, &field.path),
                    "but" => choice.but = reader.text(&field).unwrap_or_default(),
                    _ => reader.unknown(&field, ["say", "holds", "but"].into_iter()),
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
        let place = self.field("within")?;
        self.reader.checked(&self.own[place], positive).map(Tolerance::Absolute)
    }

    /// The settings that the student may move: numbers that an operator can turn.
    fn moves(&mut self) -> Vec<SettingId> {
        let Some(place) = self.field("move") else {
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
