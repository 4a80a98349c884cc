//! One step of a lesson: what it says or asks, and what would be right.

use strum::{IntoStaticStr, VariantNames};

use super::claim::{Claim, ResultAt, WarningAsked};
use crate::preset::Position;
use crate::sim::cause::Cause;
use crate::sim::quantities::Quantity;
use crate::sim::settings::{SettingId, Value};
use crate::sim::warnings::WarningId;

/// Parts of the scene that a step can point at, as `picture` names them.
pub const PARTS: [&str; 15] = [
    "patient",
    "needle",
    "draw-line",
    "anticoagulant",
    "inlet-pump",
    "centrifuge",
    "channel",
    "plasma",
    "buffy-coat",
    "red-cells",
    "port",
    "collect-line",
    "bag",
    "return-line",
    "calcium",
];

/// What a lesson can keep out of sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(const_into_str)]
pub enum Hidden {
    Warnings,
    Explanations,
    Scene,
    Numbers,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its name in answers; given by its place where the author gave none.
    pub id: String,
    /// Which of the lesson's cases it is about.
    pub case: usize,
    /// The question asked again after the lesson, or before it.
    pub pair: Option<Pair>,
    /// Help, the least first; at most three.
    pub hints: Vec<String>,
    /// What is shown from here on of what the lesson hides.
    pub show: Vec<Hidden>,
    /// Whether the student is asked how sure.
    pub asks_sure: bool,
    /// Where it stands in the file.
    pub position: Position,
    pub kind: StepKind,
}

impl Step {
    /// What it asks, apart from all words: the same in every language.
    pub fn asked(&self) -> String {
        let asked = match &self.kind {
            StepKind::Choose { options, right, .. } | StepKind::Vote { options, right, .. } => {
                format!("{}{right:?}", options.len())
            }
            StepKind::Order { chain, distractors, .. } => format!("{}+{}", chain.len(), distractors.len()),
            StepKind::Draw { quantity, .. } => quantity.row().key.to_owned(),
            StepKind::Number { of, .. } => of.name.clone(),
            _ => String::new(),
        };
        format!("{} {} {asked}", self.id, self.kind.key())
    }
}

/// A question that counts for the learning gain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The same for both.
    pub name: String,
    pub is_after: bool,
}

/// One of the answers that can be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub say: String,
    /// What must be so in the run if it is right, and must not if it is wrong.
    pub holds: Option<Claim>,
    /// What is said to who chose it: why one may think so, and what speaks against it. Empty where there is nothing to say.
    pub but: String,
}

/// Among what the student tells what was seen.
#[derive(Clone, Debug, PartialEq)]
pub enum SeenAmong {
    Warnings(Vec<WarningId>),
    Quantities(Vec<Quantity>),
}

impl SeenAmong {
    pub const fn count(&self) -> usize {
        match self {
            Self::Warnings(all) => all.len(),
            Self::Quantities(all) => all.len(),
        }
    }
}

/// Which of them is right: the run tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantNames)]
#[strum(const_into_str)]
pub enum Seen {
    /// Of warnings: the one that comes first.
    FirstWarning,
    /// Of warnings: the one that comes last.
    LastWarning,
    /// Of quantities: the one that falls by the largest share of its start, when the machine stops.
    LargestFall,
    /// Of quantities: the one that falls by the smallest share of its start, or rises most.
    SmallestFall,
    /// Of quantities: the one that rises by the largest share of its start.
    LargestRise,
}

/// How far off a number may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    /// In the unit of the result.
    Absolute(f64),
    /// Of the right value, percent.
    Percent(f64),
}

/// What is measured of a reached challenge.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    Smallest,
    Largest,
}

impl Measure {
    /// How much of what is possible has been reached, percent; `None` where that has no meaning.
    pub fn percent_of_possible(&self, reached: f64, possible: f64) -> Option<f64> {
        let (part, whole) = match self {
            Self::Smallest => (possible, reached),
            Self::Largest => (reached, possible),
        };
        // What is found beyond a search on a grid is all that is possible.
        (whole > 0.0 && part >= 0.0).then(|| (100.0 * part / whole).min(100.0))
    }
}

/// What makes one way of reaching a challenge better than another.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    pub measure: Measure,
    /// A setting that is moved, or a result.
    pub of: BestOf,
}

/// See [`Best`].
#[derive(Clone, Debug, PartialEq)]
pub enum BestOf {
    Setting(SettingId),
    Result(ResultAt),
}

/// A challenge on the machine.
#[derive(Clone, Debug, PartialEq)]
pub struct TryStep {
    pub task: String,
    /// What the student may set.
    pub moves: Vec<SettingId>,
    /// What is to be so.
    pub reach: Vec<Claim>,
    /// What must not come.
    pub without: Vec<WarningAsked>,
    pub best: Option<Best>,
}

/// What a step is.
#[derive(Clone, Debug, PartialEq, IntoStaticStr, VariantNames)]
#[strum(const_into_str)]
pub enum StepKind {
    /// Words, and perhaps a part of the scene, a curve or a moment to look at.
    Read {
        text: String,
        part: Option<&'static str>,
        quantity: Option<Quantity>,
        at_min: Option<f64>,
    },
    /// The run is played, with this to look for.
    Watch {
        text: String,
        part: Option<&'static str>,
        quantity: Option<Quantity>,
    },
    /// A curve is drawn before it is seen.
    Draw {
        quantity: Quantity,
        question: String,
        then: String,
    },
    /// One of a few answers, or several. `right` counts from 0.
    Choose {
        question: String,
        options: Vec<Choice>,
        right: Vec<usize>,
        why: String,
        /// The curve that is shown once it is answered.
        quantity: Option<Quantity>,
    },
    /// A chain of events is put in order, without those that do not belong.
    Order {
        question: String,
        chain: Vec<String>,
        distractors: Vec<String>,
        why: String,
    },
    /// What was seen is said; the run tells what is right.
    Observe {
        question: String,
        among: SeenAmong,
        right: Seen,
        why: String,
    },
    /// A number is estimated.
    Number {
        question: String,
        of: ResultAt,
        within: Tolerance,
        why: String,
    },
    /// The largest causes are picked: marked by the program's own shares.
    Causes {
        question: String,
        of: Quantity,
        at_min: f64,
        pick: usize,
        why: String,
    },
    /// The same with something changed, side by side; the principle is told after.
    Contrast {
        question: String,
        with: Vec<String>,
        quantity: Quantity,
        principle: String,
    },
    Try(TryStep),
    /// In own words, beside a model answer; not marked.
    Say {
        question: String,
        compare_with: String,
    },
    /// For a hall: vote, talk, vote again. `right` counts from 0.
    Vote {
        question: String,
        options: Vec<Choice>,
        right: Vec<usize>,
        why: String,
        /// The curve that is shown once it is answered.
        quantity: Option<Quantity>,
    },
}

/// When a step lets the run be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Reached,
    Locked,
}

/// How an answer of a step is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// Read and go on.
    Not,
    Marked,
    /// Kept, and put beside a model answer.
    Unmarked,
}

impl StepKind {
    pub const fn key(&self) -> &'static str {
        self.into_str()
    }

    /// When it lets the run of its case be seen; `None` if it does not.
    pub const fn opens_run(&self) -> Option<When> {
        match self {
            Self::Watch { .. } | Self::Observe { .. } | Self::Causes { .. } | Self::Contrast { .. } | Self::Try(_) => {
                Some(When::Reached)
            }
            Self::Draw { .. } | Self::Choose { quantity: Some(_), .. } | Self::Vote { quantity: Some(_), .. } => {
                Some(When::Locked)
            }
            Self::Read { at_min, quantity, .. } => {
                if at_min.is_some() || quantity.is_some() {
                    Some(When::Reached)
                } else {
                    None
                }
            }
            _ => None,
        }
    }

    /// Whether it asks what the run will do: until it is locked nothing of the run may be seen.
    pub const fn is_prediction(&self) -> bool {
        matches!(self, Self::Draw { .. })
    }

    pub const fn answered(&self) -> Answered {
        match self {
            Self::Read { .. } | Self::Watch { .. } => Answered::Not,
            Self::Say { .. } | Self::Contrast { .. } => Answered::Unmarked,
            _ => Answered::Marked,
        }
    }

    /// The question, the task, or the text.
    pub fn words(&self) -> &str {
        match self {
            Self::Read { text, .. } | Self::Watch { text, .. } => text,
            Self::Draw { question, .. }
            | Self::Choose { question, .. }
            | Self::Order { question, .. }
            | Self::Observe { question, .. }
            | Self::Number { question, .. }
            | Self::Causes { question, .. }
            | Self::Contrast { question, .. }
            | Self::Say { question, .. }
            | Self::Vote { question, .. } => question,
            Self::Try(TryStep { task, .. }) => task,
        }
    }
}

/// What a student answered at one step.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// Points of a drawn curve: minute and value, in the order of time.
    Curve(Vec<(f64, f64)>),
    /// Places of what was chosen, from 0: for an order, in the order given; among the chain and then the distractors.
    Places(Vec<usize>),
    Number(f64),
    Causes(Vec<Cause>),
    Settings(Vec<(SettingId, Value)>),
    Words(String),
}
