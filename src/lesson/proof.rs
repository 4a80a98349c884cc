//! A lesson is proved, not believed: its runs are made, and what they refute is told with its place in the file.

use std::cell::OnceCell;

use super::Lesson;
use super::bundled::{BUNDLED, BundledLesson};
use super::claim::{Claim, ResultAt};
use super::reach::{Asked, Condition, Found, Reach, reach_in_pieces};
use super::step::{BestOf, Choice, Seen, SeenAmong, Step, StepKind, TryStep};
use super::truth::{Grounds, NoTruth, Truth, truth};
use crate::preset::{Missed, Outline, Problem, ProblemKind, Reader, Refutation, assign_in_run, nearest, without_mark};
use crate::sim::explain::CauseShare;
use crate::sim::pieces::{at_once, pause};
use crate::sim::protocol::SimulationError;
use crate::sim::quantities::Quantity;
use crate::sim::results::results;
use crate::sim::warnings::WarningId;
use crate::sim::{Run, simulate};

/// What came first did so by more than this, min: else no student can tell.
const APART_MIN: f64 = 1.0;

/// What moved most did so by more than this, percent of the start.
const APART_PERCENT: f64 = 1.0;

/// The share of the last cause to be picked is this much above the next, percentage points.
const APART_SHARES: f64 = 5.0;

/// Two curves are told apart where they differ by this share of the larger one's height.
const APART_CURVES: f64 = 0.02;

/// What was proved of a lesson without a fault.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// Steps whose answer the run gives or confirms.
    pub proved: usize,
    /// Steps that are marked by their author's word alone.
    pub by_word: usize,
    /// What each challenge can reach, by the place of its step.
    pub challenges: Vec<(usize, Reach)>,
}

/// Runs a lesson and holds every answer against the run. Takes about a second.
///
/// # Errors
/// Every [`Problem`], in the order of the file.
pub fn prove(lesson: &Lesson) -> Result<Proof, Vec<Problem>> {
    at_once(prove_in_pieces(lesson))
}

/// The same, with a pause before every few runs.
///
/// # Errors
/// Every [`Problem`], in the order of the file.
pub async fn prove_in_pieces(lesson: &Lesson) -> Result<Proof, Vec<Problem>> {
    let text = without_mark(lesson.source.text());
    let outline = Outline::of(text);
    let mut prover = Prover {
        lesson,
        grounds: lesson.cases.iter().map(|_| OnceCell::new()).collect(),
        outline: &outline,
        reader: Reader::of_other_file(&outline),
        proof: Proof { proved: 0, by_word: 0, challenges: Vec::new() },
    };
    prover.translation();
    for place in 0..lesson.steps.len() {
        pause().await;
        prover.step(place).await;
    }
    if prover.reader.has_problems() { Err(prover.reader.into_problems()) } else { Ok(prover.proof) }
}

struct Prover<'l, 'o> {
    lesson: &'l Lesson,
    /// Of each case, when it is first needed.
    grounds: Vec<OnceCell<Result<Grounds, SimulationError>>>,
    outline: &'o Outline<'o>,
    reader: Reader<'o>,
    proof: Proof,
}

impl Prover<'_, '_> {
    /// Notes what is refuted at a field of the file.
    fn refute(&mut self, path: &str, kind: ProblemKind) {
        let at = place_of(self.outline, path);
        self.reader.note(at, path, kind);
    }

    fn refute_by(&mut self, path: &str, refutation: Refutation) {
        self.refute(path, ProblemKind::Refuted(refutation));
    }

    /// A translation asks what its original asks, step by step, where that comes with the program.
    fn translation(&mut self) {
        let Some(title) = &self.lesson.translation_of else { return };
        let mut originals = BUNDLED.iter().filter_map(BundledLesson::lesson);
        let Some(original) = originals.find(|original| original.title == *title) else { return };
        let asked = |lesson: &Lesson| lesson.steps.iter().map(Step::asked).collect::<Vec<_>>();
        let (own, first) = (asked(self.lesson), asked(original));
        let longest = own.len().max(first.len());
        if let Some(other) = (0..longest).find(|place| own.get(*place) != first.get(*place)) {
            let original = first.get(other).cloned();
            self.refute_by("translation_of", Refutation::AsksOtherwise { step: other + 1, original });
        }
    }

    async fn step(&mut self, place: usize) {
        let lesson = self.lesson;
        let step = &lesson.steps[place];
        let path = format!("steps[{place}]");
        let cell = std::mem::take(&mut self.grounds[step.case]);
        match cell.get_or_init(|| Grounds::of(lesson.case_of(step))) {
            Ok(grounds) => {
                let told = self.proved(place, step, grounds, &path).await;
                match told {
                    Some(true) => self.proof.proved += 1,
                    Some(false) => self.proof.by_word += 1,
                    None => {}
                }
            }
            Err(error) => self.refute_by(&path, Refutation::NoRun(*error)),
        }
        self.grounds[step.case] = cell;
    }

    /// Whether the run has proved the step, or its author's word has to do; `None` where nothing is marked, or it is refuted.
    async fn proved(&mut self, place: usize, step: &Step, grounds: &Grounds, path: &str) -> Option<bool> {
        match &step.kind {
            StepKind::Read { .. } | StepKind::Watch { .. } | StepKind::Say { .. } => None,
            StepKind::Choose { options, right, .. } | StepKind::Vote { options, right, .. } => {
                self.options(options, right, &grounds.run, path)
            }
            StepKind::Order { .. } => Some(false),
            StepKind::Observe { among, right, .. } => {
                self.truth(step, grounds, &format!("{path}.among"))?;
                self.is_apart(among, *right, &grounds.run, path)
            }
            StepKind::Number { of, .. } => {
                let path = format!("{path}.of");
                self.value(of, &grounds.run, &path)?;
                self.truth(step, grounds, &path).map(|_| true)
            }
            StepKind::Causes { .. } => {
                grounds.leave_out_each_cause().await;
                let found = self.truth(step, grounds, &format!("{path}.of"))?;
                self.causes(&found, path)
            }
            StepKind::Draw { .. } => {
                grounds.run_patients().await;
                self.truth(step, grounds, &format!("{path}.quantity")).map(|_| true)
            }
            StepKind::Contrast { with, quantity, .. } => self.contrast(with, *quantity, &grounds.run, path),
            StepKind::Try(challenge) => self.challenge(place, challenge, grounds, path).await,
        }
    }

    /// What is right, or why nothing is.
    fn truth(&mut self, step: &Step, grounds: &Grounds, path: &str) -> Option<Truth> {
        let refutation = match truth(step, grounds) {
            Ok(found) => return Some(found),
            Err(NoTruth::Unmarked) => return None,
            Err(NoTruth::UnknownResult | NoTruth::Undefined) => Refutation::NoValue,
            Err(NoTruth::NoWarning) => Refutation::NoneComes,
            Err(NoTruth::NoSuchChange) => Refutation::NoSuchChange,
            Err(NoTruth::NoBand | NoTruth::NoPatients) => Refutation::NoBand,
            Err(NoTruth::TooFewCauses { found }) => Refutation::TooFewCauses { found },
        };
        self.refute_by(path, refutation);
        None
    }

    /// Whether a result exists; the name that was meant is told where none has its own.
    fn value(&mut self, of: &ResultAt, run: &Run, path: &str) -> Option<()> {
        match of.of(run) {
            Ok(Some(_)) => return Some(()),
            Ok(None) => self.refute_by(path, Refutation::NoValue),
            Err(_) => self.refute(path, ProblemKind::UnknownResult { nearest: nearest_result(of, run) }),
        }
        None
    }

    /// Whether every result that a claim names exists in this run.
    fn names(&mut self, claim: &Claim, run: &Run, path: &str) -> Option<()> {
        match claim {
            Claim::AtLeast(of, _) | Claim::AtMost(of, _) => self.value(of, run, path),
            Claim::More(a, b) => self.value(a, run, path).and(self.value(b, run, path)),
            Claim::Comes(_) | Claim::Never(_) | Claim::First(_) => Some(()),
        }
    }

    /// Right options are right in the run, and wrong ones wrong, as far as they say what must hold.
    fn options(&mut self, options: &[Choice], right: &[usize], run: &Run, path: &str) -> Option<bool> {
        let (mut is_sound, mut is_proved) = (true, false);
        for (place, option) in options.iter().enumerate() {
            let Some(claim) = &option.holds else { continue };
            let path = format!("{path}.options[{place}].holds");
            if self.names(claim, run, &path).is_none() {
                is_sound = false;
                continue;
            }
            let is_so = claim.holds(run).unwrap_or(false);
            is_proved = true;
            if is_so != right.contains(&place) {
                is_sound = false;
                let found = claim.value(run);
                let refutation =
                    if is_so { Refutation::WrongIsRight { found } } else { Refutation::RightIsWrong { found } };
                self.refute_by(&path, refutation);
            }
        }
        is_sound.then_some(is_proved)
    }

    /// Whether what is right is clearly apart from the next.
    fn is_apart(&mut self, among: &SeenAmong, right: Seen, run: &Run, path: &str) -> Option<bool> {
        let (names, values, apart): (Vec<&str>, Vec<Option<f64>>, f64) = match among {
            SeenAmong::Warnings(ids) => {
                let onset = |id: &WarningId| brought(*id, run).reduce(f64::min);
                (ids.iter().map(|id| id.key()).collect(), ids.iter().map(onset).collect(), APART_MIN)
            }
            SeenAmong::Quantities(quantities) => {
                let names = quantities.iter().map(|quantity| quantity.row().key).collect();
                (names, quantities.iter().map(|quantity| change_percent(*quantity, run)).collect(), APART_PERCENT)
            }
        };
        let is_largest_first = matches!(right, Seen::LastWarning | Seen::SmallestFall | Seen::LargestRise);
        let mut ranked: Vec<_> =
            names.iter().zip(&values).filter_map(|(name, value)| Some((*name, (*value)?))).collect();
        ranked.sort_by(|a, b| if is_largest_first { b.1.total_cmp(&a.1) } else { a.1.total_cmp(&b.1) });
        let [first, second, ..] = ranked[..] else { return Some(true) };
        if (first.1 - second.1).abs() > apart {
            return Some(true);
        }
        let [first, second] = [first, second].map(|(name, value)| (name.to_owned(), value));
        self.refute_by(&format!("{path}.among"), Refutation::TooClose { first, second });
        None
    }

    /// Whether the causes to be picked stand clear of the others.
    fn causes(&mut self, found: &Truth, path: &str) -> Option<bool> {
        let Truth::Causes { shares, pick, .. } = found else { return None };
        let last = shares.get(pick.checked_sub(1)?)?;
        let next = shares.get(*pick).filter(|share| share.share_percent > 0.0);
        if last.share_percent - next.map_or(0.0, |next| next.share_percent) > APART_SHARES {
            return Some(true);
        }
        let named = |share: &CauseShare| (share.cause, share.share_percent);
        self.refute_by(&format!("{path}.pick"), Refutation::CloseCauses { last: named(last), next: next.map(named) });
        None
    }

    /// Whether both runs are solved and differ in what is compared.
    fn contrast(&mut self, with: &[String], quantity: Quantity, run: &Run, path: &str) -> Option<bool> {
        let mut changed = run.protocol.clone();
        for (place, assignment) in with.iter().enumerate() {
            if let Err(problem) = assign_in_run(&mut changed, assignment) {
                self.refute(&format!("{path}.with[{place}]"), problem.kind);
                return None;
            }
        }
        match simulate(&changed) {
            Err(error) => self.refute_by(&format!("{path}.with"), Refutation::NoRun(error)),
            Ok(other) if differ(run, &other, quantity) => return Some(true),
            Ok(_) => self.refute_by(&format!("{path}.with"), Refutation::Alike),
        }
        None
    }

    /// Whether a challenge asks for something, and for no more than can be reached.
    async fn challenge(&mut self, place: usize, challenge: &TryStep, grounds: &Grounds, path: &str) -> Option<bool> {
        let run = &grounds.run;
        for (place, claim) in challenge.reach.iter().enumerate() {
            self.names(claim, run, &format!("{path}.reach[{place}]"))?;
        }
        if let Some(BestOf::Result(of)) = challenge.best.as_ref().map(|best| &best.of) {
            self.value(of, run, &format!("{path}.best"))?;
        }
        let found = reach_in_pieces(&run.protocol, challenge).await?;
        if found.given.is_met() {
            self.refute_by(path, Refutation::MetAsGiven);
            return None;
        }
        if !found.is_reachable() {
            self.refute_by(&format!("{path}.reach"), out_of_reach(&found.best));
            return None;
        }
        self.proof.challenges.push((place, found));
        Some(true)
    }
}

fn out_of_reach(nearest: &Found) -> Refutation {
    let missed = nearest.missed().map(missed).collect();
    let settings = nearest.settings.iter().map(|(setting, value)| (setting.row().path, *value)).collect();
    Refutation::OutOfReach { missed, settings }
}

fn missed(condition: &Condition) -> Missed {
    match &condition.asked {
        Asked::Reach(Claim::AtLeast(of, limit) | Claim::AtMost(of, limit)) => {
            Missed::Number { name: of.written(), found: condition.value, limit: *limit }
        }
        Asked::Reach(Claim::More(a, b)) => Missed::NotMore { name: a.written(), than: b.written() },
        Asked::Reach(Claim::Comes(asked)) => Missed::NotThere { name: asked.id.key() },
        Asked::Reach(Claim::First(id)) => Missed::NotFirst { name: id.key() },
        Asked::Reach(Claim::Never(asked)) | Asked::Without(asked) => Missed::Comes { name: asked.id.key() },
    }
}

/// When the levels of a warning that the procedure brings begin, min.
fn brought(id: WarningId, run: &Run) -> impl Iterator<Item = f64> {
    let own = run.warnings.iter().filter(move |warning| !warning.present_before && warning.id == id);
    own.map(|warning| warning.from_min)
}

/// By how much a quantity has changed when the needle comes out, percent of its start.
fn change_percent(quantity: Quantity, run: &Run) -> Option<f64> {
    let (first, last) = (quantity.at(&run.at(0.0))?, quantity.at(&run.at(run.machine_end_min))?);
    (first > 0.0).then(|| 100.0 * (last / first - 1.0))
}

/// Whether two runs can be told apart in a quantity.
fn differ(a: &Run, b: &Run, quantity: Quantity) -> bool {
    let times = a.sample_times_min().into_iter().filter(|min| *min <= b.end_min);
    let values: Vec<_> = times.filter_map(|min| Some((quantity.at(&a.at(min))?, quantity.at(&b.at(min))?))).collect();
    let height = values.iter().map(|(a, b)| a.abs().max(b.abs())).fold(0.0, f64::max);
    values.iter().any(|(a, b)| (a - b).abs() > APART_CURVES * height)
}

/// The name that comes nearest to one that no result has.
fn nearest_result(of: &ResultAt, run: &Run) -> Option<String> {
    if of.at_min.is_some() {
        return nearest(&of.name, Quantity::all().map(|quantity| quantity.row().key)).map(str::to_owned);
    }
    let all = results(run);
    nearest(&of.name, all.iter().map(|(name, _)| &**name)).map(str::to_owned)
}

/// Where a field of a file stands: as far as its path can be followed.
fn place_of(outline: &Outline<'_>, path: &str) -> usize {
    let mut node = &outline.root;
    let mut at = node.span.start;
    for part in path.split('.') {
        let (name, rest) = part.split_once('[').map_or((part, ""), |(name, rest)| (name, rest));
        let items = node.bracket.iter().flat_map(|bracket| &bracket.items);
        let Some(item) = items.into_iter().find(|item| outline.name(item) == name) else { return at };
        node = &item.value;
        for index in rest.split('[').filter_map(|index| index.trim_end_matches(']').parse::<usize>().ok()) {
            let Some(item) = node.bracket.as_ref().and_then(|bracket| bracket.items.get(index)) else {
                return node.span.start;
            };
            node = &item.value;
        }
        at = node.span.start;
    }
    at
}
