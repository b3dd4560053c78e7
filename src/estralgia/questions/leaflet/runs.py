"""The runs that the claims share: each is simulated at most once in a leaflet, and only where a claim asks for it."""

from collections.abc import Callable, Mapping
from typing import Any

from ...book import BOOK
from ...evidence.thresholds import HALF_A_YEAR
from ...model.book import Book
from ...model.errors import UnknownName, nearest
from ...model.theory import Theory, read_theory
from ...people import Women
from ...runners.run import Run
from ..added import options
from ..hours import by_the_hour
from ..simulate import simulate
from ..theories import strength_needed

# One list of quantities for all, so that few programs are compiled.
RECORD = (
    "aromatase_activity", "estrone", "estradiol", "growth_stimulus", "recurrence_ratio", "bone_turnover",
    "spine_density", "hip_density", "cytokine", "thickening", "matrix", "serum_marker", "hyaluronan", "retained_fluid",
    "gain", "worst_pain", "average_pain", "pain_by_joint", "stiffness_on_waking", "grip_ratio", "walking_ratio",
    "sleep_quality", "pain_interference", "stopped", "stopped_for_joints",
)  # fmt: skip
WEEKLY = {"twin": True, "every": 7, "record": RECORD}
OVER_HALF_A_YEAR = {"regimen": "letrozole", "years": 0.55}
LAST_TABLET = 364
ADDED = {"duloxetine": "duloxetine 60 mg from month 6 for 12 weeks", "exercise": "exercise from month 6"}
HELD = {"usual_adapting": -20, "adapting_spread": 0}  # no tissue gets used to what it lacks

HOURLY_RUN = "half a year"

RUNS: dict[str, dict[str, Any]] = {
    "two drugs": {"regimen": {"anastrozole": "anastrozole", "letrozole": "letrozole"}, "years": 2.05},
    "five years": {"regimen": "letrozole", "years": 5.02},
    "not adapting": {"regimen": "letrozole", "years": 5.02, "numbers": HELD},
    "stopped after a year": {"regimen": f"letrozole for {LAST_TABLET} days, then stop", "years": 2.6},
    "pain decides": {"regimen": "letrozole", "years": 2.05, "tablets": "closed loop"},
    "treated": {"regimen": "letrozole", "years": 1.05, "add": tuple(ADDED.values())},
    HOURLY_RUN: OVER_HALF_A_YEAR,
    "inflammation alone": {**OVER_HALF_A_YEAR, "theory": "inflammation"},
    "less lubricant alone": {**OVER_HALF_A_YEAR, "theory": "lubrication; lubrication=lubricant"},
    "retained fluid alone": {**OVER_HALF_A_YEAR, "theory": "lubrication; lubrication=fluid"},
    "sensitization alone": {**OVER_HALF_A_YEAR, "theory": "sensitization"},
    "expectation alone": {**OVER_HALF_A_YEAR, "theory": "background"},
}
OPTIONS = "what is added"
BY_THE_HOUR = "one day by the hour"
HOURLY = ("worst_joint_pain", "worst_joint_stiffness")
WOMEN_BY_THE_HOUR = 256


class Runs:
    """Named runs of the same women, made when they are first asked for.

    theory and numbers: of every run that does not choose its own. book: of all runs. Raises
    UnknownName for a run that does not exist.
    """

    def __init__(self, women: Women, seed: int, theory: str | Theory = "all", numbers=None, book: Book = BOOK):
        self.women, self.seed, self.theory = women, seed, read_theory(theory, book)
        self.book = book
        self.numbers: Mapping[str, float] = dict(numbers or {})
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Run:
        """The course of a run."""
        if name not in RUNS:
            raise UnknownName(f"there is no run '{name}'", fix=nearest(name, RUNS))
        if name not in self._made:
            women = self.women[:WOMEN_BY_THE_HOUR] if name == HOURLY_RUN else self.women
            self._made[name] = self._run(women, **RUNS[name])
        return self._made[name]

    def _run(self, women, regimen, theory=None, numbers=None, **options):
        changed = {**self.numbers, **(numbers or {})}
        given = {**WEEKLY, **options, "theory": theory or self.theory, "numbers": changed, "seed": self.seed}
        return simulate(women, regimen, **given, book=self.book).sound

    def hours(self):
        """Day 182 of letrozole by the hour, beside the untreated twins: see `Course.hours`."""
        if BY_THE_HOUR not in self._made:
            self._made[BY_THE_HOUR] = by_the_hour(self[HOURLY_RUN], HALF_A_YEAR, HOURLY)
        return self._made[BY_THE_HOUR]

    def strength_needed(self, name: str) -> tuple[float, float]:
        """How many times as strong the theory of a run must be to add what all together add, and what it reaches."""
        made = f"{name}, made as strong"
        if made not in self._made:
            women = self.women[:WOMEN_BY_THE_HOUR]
            self._made[made] = strength_needed(RUNS[name]["theory"], women, self.numbers, self.book)
        return self._made[made]

    def options(self):
        """What is added in the run "treated", option by option: see `added.options`."""
        if OPTIONS not in self._made:
            self._made[OPTIONS] = options(self["treated"])
        return self._made[OPTIONS]

    def make(self, names, progress: Callable[[float], None] | None = None):
        """Make these runs now, telling the share that is done."""
        for done, name in enumerate(names, 1):
            _ = self[name]
            if progress:
                progress(done / len(names))
