"""Theories side by side: each made as strong as it must be for the same excess of pain at six months, then compared.

What is left different is what an observation could tell apart: how fast it starts and fades, the morning, the sites,
the gradient by years since menopause, who hurt before, and what tablets without a drug do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy.optimize import brentq

from ..book import BOOK
from ..evidence import outcomes
from ..evidence.shares import site_shares
from ..evidence.thresholds import HALF_A_YEAR
from ..model.book import Book
from ..model.errors import InputError
from ..model.phases import PLACEBO
from ..model.theory import Theory, read_theory
from ..people import Women, population
from ..runners.run import Run
from .hours import by_the_hour
from .simulate import simulate

A_YEAR, OFF_DRUG_YEARS = 364, 1.6
STRONGEST = 64.0
MATCHED_IN, LEAST_TO_MATCH = 256, 0.1  # women; points of 10
COMPARED = (
    "all",
    "inflammation",
    "lubrication",
    "lubrication; lubrication=fluid",
    "lubrication; lubrication=lubricant",
    "sensitization",
    "sensitization; sensitization=direct",
    "sensitization; sensitization=primed",
    "all; withdrawal=level",
    "inflammation; withdrawal=off_target",
    "all; withdrawal=unmasking",
    "all; withdrawal=nocebo",
)


@dataclass(frozen=True)
class Pattern:
    """What one theory looks like at the common excess; times in weeks, NaN where it is not reached.

    `factor` is the strength beside the defaults; `excess` the mean excess of worst pain at six months, in points.
    `before`: the excess of the half of women who hurt most before the tablets, over that of the other half. `placebo`:
    the excess of the same women on tablets without a drug, as a share.
    """

    theory: str
    factor: float
    excess: float
    half_on: float
    most_on: float
    half_off: float
    most_off: float
    waking: float
    sitting: float
    sites: float
    back: float
    menopause: float
    before: float
    placebo: float


def theories(
    women: Women,
    drug: str = "letrozole",
    *,
    compared: Sequence[str] = COMPARED,
    book: Book = BOOK,
    progress: Callable[[float], None] | None = None,
) -> list[Pattern]:
    """One pattern for each theory, at the six-month excess of the first.

    A theory that cannot reach it is shown at its strongest: its excess tells. One year of the drug, then off.
    """
    read = {name: read_theory(name, book) for name in compared}
    common, found = _excess(women, drug, read[compared[0]], book), []
    for done, (name, one) in enumerate(read.items(), 1):
        found.append(_pattern(women, drug, _at_excess(women, drug, one, common, book), name, book))
        if progress:
            progress(done / len(read))
    return found


def matched(theory: "str | Theory", women: Women | None = None, drug: str = "letrozole", book: Book = BOOK) -> Theory:
    """The theory made as strong as it must be for the excess of pain at six months that theory "all" gives on a drug.

    women: in whom it is matched, by default 256 of seed 1. At most 64 times as strong; where that is not enough, as
    strong as gives most. Raises InputError as `read_theory`, where nothing of the theory can be made stronger, and for
    a drug with which theory "all" adds nothing to match.
    """
    women, read = population(MATCHED_IN, seed=1) if women is None else women, read_theory(theory, book)
    if read.scaled(2).weights == read.weights:
        what = "what this theory holds is in every theory: nothing of it can be made stronger"
        raise InputError(what, f"theory = '{read.name}'", "name a mechanism, e.g. inflammation")
    common = _excess(women, drug, read_theory("all", book), book)
    if common < LEAST_TO_MATCH:
        what = f'theory "all" adds {common:.2f} points at six months, too little to match'
        raise InputError(what, f"drug = '{drug}'", "match on letrozole")
    return _at_excess(women, drug, read, common, book)[1]


def strength_needed(theory: str, women: Women, numbers: Mapping[str, float], book: Book = BOOK) -> tuple[float, float]:
    """How many times as strong a theory must be for the six-month excess of theory "all" on letrozole, and its share.

    numbers: changed in both. The share of that excess is 1, but for a theory that cannot reach it; two NaN where theory
    "all" adds too little to match.
    """
    common = _excess(women, "letrozole", read_theory("all", book), book, numbers)
    if common < LEAST_TO_MATCH:
        return float("nan"), float("nan")
    factor, found = _at_excess(women, "letrozole", read_theory(theory, book), common, book, numbers)
    return factor, _excess(women, "letrozole", found, book, numbers) / common


def _excess(women, drug, theory: Theory, book, numbers=None) -> float:
    course = simulate(
        women,
        drug,
        years=(HALF_A_YEAR + 7) / 365.25,
        twin=True,
        every=7,
        theory=theory,
        record=("worst_pain",),
        numbers=numbers,
        book=book,
    )
    return float(course.excess().sel(time=HALF_A_YEAR).mean())


def _at_excess(women, drug, theory, common, book, numbers=None) -> tuple[float, Theory]:
    """The least factor at which a theory reaches the common excess; where none does, that with most of those tried.

    Excess need not rise for ever: what makes nerves much stronger makes the untreated twins hurt as well.
    """

    def missing(log_factor):
        return _excess(women, drug, theory.scaled(float(np.exp(log_factor))), book, numbers) - common

    log_factor, tried = 0.0, {0.0: missing(0.0)}
    step = -np.log(2) if tried[0.0] >= 0 else np.log(2)
    while (tried[log_factor] >= 0) == (step < 0) and abs(log_factor) < np.log(STRONGEST):
        log_factor += step
        tried[log_factor] = missing(log_factor)
    if (tried[log_factor] >= 0) == (step < 0):
        factor = float(np.exp(max(tried, key=lambda one: tried[one])))
    else:
        found = brentq(missing, *sorted((log_factor - step, log_factor)), xtol=0.02, maxiter=30)
        factor = float(np.exp(cast(float, found)))  # a pair only where the full output is asked for
    return factor, theory.scaled(factor)


def _pattern(women, drug, scaled, name, book) -> Pattern:
    factor, theory = scaled
    arms = {tablet: f"{tablet} daily for {A_YEAR} days, then stop" for tablet in (drug, PLACEBO)}
    both = simulate(
        women, arms, years=A_YEAR / 365.25 + OFF_DRUG_YEARS,
        twin=True, every=7, theory=theory, record=("worst_pain", "pain_by_joint"), book=book,
    )  # fmt: skip
    course = both.with_data(both.data.drop_sel(arm=PLACEBO))
    hers = course.excess().isel(arm=0)
    mean = hers.mean("patient")
    on, off = mean.sel(time=slice(0, A_YEAR)), mean.sel(time=slice(A_YEAR, None))
    waking, sitting = hourly_ratios(course, HALF_A_YEAR)
    sites = site_shares(course).isel(arm=0)
    return Pattern(
        name,
        factor,
        float(mean.sel(time=HALF_A_YEAR)),
        _first_week(on >= 0.5 * on.max(), 0),
        _first_week(on >= 0.9 * on.max(), 0),
        _first_week(off <= 0.5 * off[0], A_YEAR),
        _first_week(off <= 0.2 * off[0], A_YEAR),
        waking,
        sitting,
        float(sites.sum()),
        float(sites.sel(site="low back")),
        float(outcomes.odds_ratio_by_menopause(course).sel(arm=course.treated[0])),
        _by_earlier_pain(course, hers.sel(time=HALF_A_YEAR)),
        float(both.excess().sel(arm=PLACEBO, time=HALF_A_YEAR).mean() / mean.sel(time=HALF_A_YEAR)),
    )


def _by_earlier_pain(course, excess) -> float:
    before = course.twin["worst_pain"].isel(arm=0, time=0)
    more = before > before.median()
    return float(excess.where(more).mean() / excess.where(~more).mean())


def _first_week(reached, start) -> float:
    return float((reached.time[int(reached.argmax("time"))] - start) / 7) if bool(reached.any()) else float("nan")


def hourly_ratios(course: Run, day: int) -> tuple[float, float]:
    """Excess of pain in the first half hour of the day over the afternoon, and after an hour's sitting over before."""
    pain = by_the_hour(course, day, ("worst_joint_pain",))["worst_joint_pain"]
    excess = (pain.sel(arm=course.treated[0]) - pain.sel(arm="untreated")).mean("patient").swap_dims(hour="moment")
    early = (excess.sel(moment="waking") + excess.sel(moment="half an hour after waking")) / 2
    return (
        float(early / excess.sel(moment="afternoon")),
        float(excess.sel(moment="after an hour's sitting") / excess.sel(moment="sitting down")),
    )
