"""Study: a simulated copy of a trial, with its rule of entry on a noisy score, its control arm and its number of women.

Selection regression and natural course arise by themselves; expectation is a chapter of the book. Every woman is
simulated in all arms, so that a difference carries no chance of the draw; `replicate` draws the trial as it was done.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

import numpy as np
import xarray as xr

from ..book import BOOK
from ..evidence.instruments import began_or_worsened, category
from ..evidence.intervals import Z_95
from ..evidence.scores import quantity_of, score
from ..evidence.studies import Study, read_study
from ..model.additions import read_additions
from ..model.book import Book
from ..model.errors import RunError
from ..model.pieces import Piece
from ..model.regimen import Regimen, read_regimen
from ..model.theory import Theory, read_theory
from ..people import Women, population
from .asked import DAYS_PER_YEAR, hope_alone
from .simulate import simulate

ACTIVE, CONTROL, NOTHING, HOPING = "active", "control", "nothing", "hope alone"
WEEK, MONTH = 7, 365.25 / 12
FEWEST = 20


@dataclass(frozen=True)
class Copy:
    """A copied trial. `readings`: dims arm, woman, week; week 0 is entry, and `again` one more reading of then."""

    study: Study
    readings: xr.DataArray
    again: xr.DataArray
    screened: int

    @property
    def women(self) -> int:
        """How many of the screened women entered."""
        return self.readings.sizes["woman"]

    @property
    def arms(self) -> list[str]:
        """The arms."""
        return [str(arm) for arm in self.readings.arm.values]

    @property
    def main_week(self) -> float:
        """The week of the published effect, else the last visit."""
        return self.study.published.week if self.study.published else max(self.study.visits)

    def one_trial(self, week: float) -> tuple[float, float, float]:
        """One trial of the size of the study, always the same."""
        return self.replicate(week, np.random.default_rng(0))

    def record(self) -> dict:
        """What programs read: means by arm and week, differences, the parts of the fall, and what was published."""
        weeks, seen = [0, *self.study.visits], self.study.published
        means = self.readings.mean("woman")
        return {
            "study": self.study.name,
            "women": self.women,
            "screened": self.screened,
            "score": self.study.score,
            "means": {arm: {str(w): float(means.sel(arm=arm, week=w)) for w in weeks} for arm in self.arms},
            "difference": {
                str(w): dict(zip(("mean", "low", "high"), self.difference(w), strict=True)) for w in self.study.visits
            },
            "apart": self.apart(self.main_week),
            "published": None if seen is None else asdict(seen),
        }

    def change(self, arm: str, week: float) -> xr.DataArray:
        """Change of the score of every woman since entry."""
        return self.readings.sel(arm=arm, week=week) - self.readings.sel(arm=arm, week=0)

    def difference(self, week: float) -> tuple[float, float, float]:
        """Mean change on the active arm less that on the control arm, with its 95 % interval over the women."""
        each = (self.change(ACTIVE, week) - self.change(CONTROL, week)).values
        half = Z_95 * each.std(ddof=1) / np.sqrt(len(each))
        return float(each.mean()), float(each.mean() - half), float(each.mean() + half)

    def apart(self, week: float) -> dict[str, float]:
        """The mean change on the active arm taken apart; the four parts add up to it exactly.

        regression to the mean: asked again on the very day of entry, the women who were let in say less. natural
        course: what the next weeks bring with nothing added. expectation: the active arm without its active part beside
        nothing, in a blinded trial the control arm. treatment: the active part.
        """
        at = {arm: float(self.readings.sel(arm=arm, week=week).mean()) for arm in self.arms}
        hoping = at.get(HOPING, at[CONTROL])
        entry, again = float(self.readings.sel(arm=NOTHING, week=0).mean()), float(self.again.mean())
        return {
            "regression to the mean": again - entry,
            "natural course": at[NOTHING] - again,
            "expectation": hoping - at[NOTHING],
            "treatment": at[ACTIVE] - hoping,
        }

    def replicate(self, week: float, chance: np.random.Generator, women: tuple[int, int] | None = None):
        """The trial as it was done: women drawn and sorted into two arms; difference and 95 % interval.

        Raises RunError where fewer women entered than the trial had.
        """
        active, control = self.study.women if women is None else women
        if active + control > self.women:
            raise RunError(
                f"{self.women} simulated women entered, and the trial needs {active + control}", self.study.name,
                "screen more women",
            )  # fmt: skip
        drawn = chance.permutation(self.women)[: active + control]
        one = self.change(ACTIVE, week).values[drawn[:active]]
        other = self.change(CONTROL, week).values[drawn[active:]]
        half = Z_95 * np.sqrt(one.var(ddof=1) / active + other.var(ddof=1) / control)
        found = one.mean() - other.mean()
        return float(found), float(found - half), float(found + half)


def study(
    name: "str | Study",
    *,
    screened: int | Women = 3000,
    drug: str = "letrozole",
    theory: "str | Theory" = "all",
    numbers: Mapping[str, float] | None = None,
    seed: int = 1,
    book: Book = BOOK,
    progress: Callable[[float], None] | None = None,
) -> Copy:
    """Copy a trial: women on a drug who reach its rule of entry are simulated in its arms and with nothing added.

    name: see `studies`, or a Study. screened: how many women are looked at, or which. theory, numbers, book: see
    `simulate`.
    Raises UnknownName for a study that does not exist, and RunError where fewer than twenty women enter.
    """
    design = name if isinstance(name, Study) else read_study(name)
    women = screened if isinstance(screened, Women) else population(screened, seed=seed)
    entered = enter(design, women, drug, theory, numbers, book)
    if progress:
        progress(1 / 2)
    return follow(design, entered, drug, theory, numbers, book)


class Entered(NamedTuple):
    """Women who reach the rule of entry, by the day on which they do; and how often somebody was asked."""

    women: dict[int, Women]
    screened: int


def enter(
    design: Study,
    women: Women,
    drug: str = "letrozole",
    theory: "str | Theory" = "all",
    numbers=None,
    book: Book = BOOK,
) -> Entered:
    """Ask all these women, at each time of entry, for the score that decides, as noisy as it is."""
    women = women[_described(women, design)]
    days = [WEEK * round(month * MONTH / WEEK) for month in design.months]
    record = _recorded(design)
    years = (days[-1] + WEEK) / DAYS_PER_YEAR
    options = {"theory": theory, "numbers": numbers, "every": WEEK, "record": record, "book": book}
    course = simulate(women, f"{drug} daily", years=years, **options)
    reached = {day: _enters(course, design, day) for day in days}
    count = sum(int(one.sum()) for one in reached.values())
    if count < FEWEST:
        raise RunError(f"only {count} women enter", design.name, "screen more women")
    return Entered({day: women[one] for day, one in reached.items() if one.any()}, len(women) * len(days))


def _enters(course, design: Study, day: int) -> np.ndarray:
    """Which women may enter on this day, (woman,): by their score, and by what they say of the time before."""
    now = score(course, design.selects_on, day, "entry").isel(arm=0).values
    fits = (now >= design.entry) & (now <= design.entry_most)
    if design.symptoms == "began or worsened":
        fits &= began_or_worsened(course, day).isel(arm=0).values
    if design.symptoms == "none before":
        fits &= category(course, 0).isel(arm=0).values == 0
    return fits


def follow(
    design: Study,
    entered: Entered,
    drug: str = "letrozole",
    theory: "str | Theory" = "all",
    numbers=None,
    book: Book = BOOK,
) -> Copy:
    """Simulate the women who entered in all arms of the trial."""
    options = {"theory": theory, "numbers": numbers, "every": WEEK, "record": _recorded(design), "book": book}
    parts = [_arms_from(women, design, drug, day, options) for day, women in entered.women.items()]
    readings, again = (xr.concat([part[i] for part in parts], "woman") for i in (0, 1))
    return Copy(design, readings, again, entered.screened)


def _recorded(design):
    asked = {quantity_of(design.score), quantity_of(design.selects_on)}
    return tuple(sorted(asked | (set() if design.symptoms == "any" else {"worst_pain"})))


def _described(women, design):
    """The women whose covariates the trial asks for."""
    fits = np.ones(len(women), bool)
    for name, (least, most) in design.least_and_most.items():
        fits &= (women.covariates[name] >= least) & (women.covariates[name] <= most)
    return fits


def _arms_from(women, design, drug, entry, options):
    """The readings of these women in all arms, entering on a day, and one more reading of that day."""
    end, book = entry + WEEK * (max(design.visits) + 1), options["book"]
    arms = {
        ACTIVE: with_added(drug, design.active, entry, book),
        CONTROL: with_added(drug, design.control, entry, book),
        NOTHING: with_added(drug, (), entry, book),
    }
    course = simulate(women, arms, years=end / DAYS_PER_YEAR, **options)
    courses = [course]
    if not all(one.blinded for one in arms[ACTIVE].additions):
        hoping = {HOPING: arms[ACTIVE]}
        options = options | {
            "numbers": hope_alone(options["numbers"] or {}, hoping, read_theory(options["theory"], book), book)
        }
        courses.append(simulate(women, hoping, years=end / DAYS_PER_YEAR, **options))
    arms_read = [_visits(one, design, entry) for one in courses]
    before, again = (
        score(course, design.score, entry, word).sel(arm=NOTHING, drop=True) for word in ("entry", "again")
    )
    later = xr.concat(arms_read, "arm")
    first = before.broadcast_like(later.isel(week=0)).expand_dims(week=[0])
    readings = xr.concat([first, later], "week")
    found = (one.rename(patient="woman").drop_vars("woman") for one in (readings, again))
    return tuple(one.transpose(..., "woman") for one in found)


def _visits(course, design, entry):
    """The readings at the visits after entry: dims week, arm, patient."""
    readings = [score(course, design.score, entry + WEEK * week) for week in design.visits]
    return xr.concat(readings, xr.DataArray(list(design.visits), dims="week", name="week"))


def with_added(drug: str, additions: tuple[str, ...], entry: float, book: Book = BOOK) -> Regimen:
    """A drug every day, and what is added, in words whose weeks count from a day of entry."""
    base = read_regimen(f"{drug} daily", book)
    found = read_additions([Piece(text) for text in additions], Piece("; ".join(additions)), book.treatments)
    return replace(base, additions=tuple(replace(one, start=one.start + entry) for one in found))
