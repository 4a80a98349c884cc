//! Claims about a run that the run itself proves or refutes.

use strum::{IntoStaticStr, VariantNames};

use crate::sim::Run;
use crate::sim::outcome::COMPARED;
use crate::sim::quantities::Quantity;
use crate::sim::results::{UnknownResult, column, result};
use crate::sim::warnings::{Severity, Subject, WarningId};

/// A result by its name in `run --json`, or of one moment: `platelets_e9_per_l @ 60`.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultAt {
    pub name: String,
    pub at_min: Option<f64>,
}

impl ResultAt {
    /// From `name` or `name @ minutes`; whether there is such a result only a run can tell.
    pub fn parse(written: &str) -> Option<Self> {
        let (name, at) = written.split_once('@').map_or((written, None), |(name, at)| (name, Some(at)));
        let at_min = at.map(|at| at.trim().parse::<f64>().ok().filter(|min| min.is_finite() && *min >= 0.0));
        match at_min {
            Some(None) => None,
            at_min => Some(Self { name: name.trim().to_owned(), at_min: at_min.flatten() }),
        }
    }

    /// The quantity over time that it belongs to, where it is of one.
    pub fn quantity(&self) -> Option<Quantity> {
        let name = column(&self.name);
        let key = name.split_once('.').map_or(name.as_str(), |(_, key)| key);
        let compared = COMPARED.iter().find(|(_, compared)| *compared == key).map(|(quantity, _)| *quantity);
        Quantity::by_key(key).or(compared)
    }

    /// Its value in a run; `None` where it has no meaning.
    ///
    /// # Errors
    /// [`UnknownResult`] if no result has this name.
    pub fn of(&self, run: &Run) -> Result<Option<f64>, UnknownResult> {
        result(run, &self.name, self.at_min)
    }

    /// As a file states it.
    pub fn written(&self) -> String {
        self.at_min.map_or_else(|| self.name.clone(), |at_min| format!("{} @ {at_min}", self.name))
    }
}

/// A kind of warning, from a severity on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WarningAsked {
    pub id: WarningId,
    /// Milder ones do not count.
    pub from: Severity,
}

impl WarningAsked {
    /// Whether it comes in a run, or is there from the start.
    pub fn comes_in(self, run: &Run) -> bool {
        run.warnings.iter().any(|warning| warning.id == self.id && warning.severity >= self.from)
    }
}

/// Something that is so in a run, or not.
#[derive(Clone, Debug, PartialEq, IntoStaticStr, VariantNames)]
#[strum(const_into_str)]
pub enum Claim {
    AtLeast(ResultAt, f64),
    AtMost(ResultAt, f64),
    /// The first is larger than the second.
    More(ResultAt, ResultAt),
    Comes(WarningAsked),
    Never(WarningAsked),
    /// Of all warnings about the body, this one comes first.
    First(WarningId),
}

impl Claim {
    /// The value that it is about, for [`Claim::More`] the first; `None` for one about warnings, and where the value has no meaning.
    pub fn value(&self, run: &Run) -> Option<f64> {
        match self {
            Self::AtLeast(of, _) | Self::AtMost(of, _) | Self::More(of, _) => of.of(run).ok().flatten(),
            Self::Comes(_) | Self::Never(_) | Self::First(_) => None,
        }
    }

    /// Whether it is so; a result without a meaning in this run satisfies nothing.
    ///
    /// # Errors
    /// [`UnknownResult`] if it names a result that there is not.
    pub fn holds(&self, run: &Run) -> Result<bool, UnknownResult> {
        Ok(match self {
            Self::AtLeast(of, least) => of.of(run)?.is_some_and(|value| value >= *least),
            Self::AtMost(of, most) => of.of(run)?.is_some_and(|value| value <= *most),
            Self::More(a, b) => a.of(run)?.zip(b.of(run)?).is_some_and(|(a, b)| a > b),
            Self::Comes(asked) => asked.comes_in(run),
            Self::Never(asked) => !asked.comes_in(run),
            Self::First(id) => first_of_body(run) == Some(*id),
        })
    }
}

/// The warning about the body that the procedure brings first.
fn first_of_body(run: &Run) -> Option<WarningId> {
    let of_body = run.warnings.iter().filter(|warning| {
        !warning.present_before
            && warning.severity > Severity::Information
            && warning.id.spec().subject == Subject::Body
    });
    of_body.min_by(|a, b| a.from_min.total_cmp(&b.from_min)).map(|warning| warning.id)
}
