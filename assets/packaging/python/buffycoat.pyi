"""A teaching simulator of leukapheresis. Teaching model. Not for patient care.

Time is in minutes since the first draw; every other name says its unit. Whatever is wrong with a case or a setting is a ValueError with the
sentence of the program.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Optional, TypedDict, Union, final

import numpy as np
from numpy.typing import NDArray

__version__: str

# A number, a switch, the name of an option, or None for what the model estimates.
_Value = Union[float, bool, str, None]
# The minute from which it holds, and the settings that an operator changes then.
_Change = tuple[float, Mapping[str, _Value]]
_Array = NDArray[np.float64]

class Warning(TypedDict):
    id: str
    severity: str
    from_min: float
    to_min: Optional[float]
    value: Optional[float]
    threshold: Optional[float]
    present_before: bool

@final
class Run:
    """A procedure that has been run, from the first draw to half an hour after the last."""

    @property
    def title(self) -> str:
        """The title of the case."""
    @property
    def end_min(self) -> float:
        """The end of what is simulated, minutes."""
    @property
    def machine_end_min(self) -> float:
        """When the needle comes out, minutes."""
    @property
    def phases(self) -> list[tuple[str, float]]:
        """The phases in their order, each with the minute at which it begins."""
    @property
    def results(self) -> dict[str, Optional[float]]:
        """Every final number under the dotted name that it has in the program's JSON; None where it has no meaning.

        Counts are 10⁹/L, hemoglobin g/dL, calcium and citrate mmol/L, volumes mL; other names say their unit.
        """
    @property
    def warnings(self) -> list[Warning]:
        """The warnings by onset."""
    def course(self, every_min: float = ...) -> dict[str, _Array]:
        """`time_min`, and an array of each quantity under the name of its column in the program's CSV.

        NaN where a quantity is undefined. A row every ten seconds when `every_min` is left out.
        """
    def at(self, quantity: str, times_min: Iterable[float]) -> _Array:
        """One quantity at chosen minutes, in the unit that its name says; NaN where it is undefined."""
    def outcome(self) -> dict[str, Any]:
        """All that `buffycoat run --json` prints: with causes, advice, aim, cost, risks and ledger. It searches many runs."""
    def summary(self) -> str:
        """The summary that `buffycoat run` prints."""
    def sbml(self) -> str:
        """The case's differential equations as SBML, level 3 version 2."""

def run(
    case: str, *, changes: Optional[Sequence[_Change]] = None, tolerance: float = 1e-6, **settings: _Value
) -> Run:
    """Runs a case: a bundled one by name, the text of a preset, a file, or a share text.

    Settings go by their path in a preset, or by its last part where that is enough: `inlet_flow_ml_min=60`. `changes` are settings that an
    operator changes during the run: `[(90, {"inlet_flow_ml_min": 40})]`. `tolerance` is the relative error of a step of the solver.
    """

def sweep(
    case: str,
    vary: Mapping[str, Iterable[float]],
    *,
    changes: Optional[Sequence[_Change]] = None,
    **settings: _Value,
) -> dict[str, Any]:
    """Runs a case over values of its settings, every combination, the last varying fastest, on all cores.

    Returns arrays with a value for each run: the settings by their paths and every result by its dotted name, NaN where it is undefined; and
    `not_run`, a list with the sentence of each that could not run, else None.
    """

def population(
    case: str,
    *,
    count: Optional[int] = None,
    seed: Optional[int] = None,
    changes: Optional[Sequence[_Change]] = None,
    **settings: _Value,
) -> dict[str, Any]:
    """Runs virtual patients: people who look like the case on paper but differ in what is not known, on all cores.

    20 to 2000 of them; count and seed are the case's own when left out. Returns arrays with a value for each patient: `patient`, a number
    from 1, the settings that were drawn, every result, and `warning_min.…`, the minute at which each warning first comes, NaN where it does
    not; and `not_run`.
    """

def validate() -> dict[str, Any]:
    """Runs the published studies of the program, ours beside theirs: what `buffycoat validate --json` prints."""

def cases() -> dict[str, str]:
    """The bundled cases: the name to call each by, and its title."""

def ron(case: str, *, changes: Optional[Sequence[_Change]] = None, **settings: _Value) -> str:
    """The text of a case, as a preset file has it, with the settings of the call."""

def settings() -> list[dict[str, Any]]:
    """Every setting: path, name, unit, range of a number or options of a choice, and whether it can change in mid-run."""

def quantities() -> dict[str, tuple[str, str]]:
    """Every quantity of a course: its key, with its name and unit."""
