"""Theories side by side: each made as strong as it must be for the same excess of pain at six months, then compared.

What is left different is what an observation could tell apart: how fast it starts and fades, the morning, the sites,
and the gradient by years since menopause.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy.optimize import brentq

from ..book import BOOK
from ..evidence import outcomes
from ..model.theory import Theory, read_theory
from ..people import Women
from ..runners.run import Run
from .hours import by_the_hour
from .simulate import simulate

SIX_MONTHS, A_YEAR, OFF_DRUG_YEARS = 182, 364, 1.6
STRONGEST = 64.0
COMPARED = (
    "all",
    "inflammation",
    "lubrication",
    "lubrication; lubrication=fluid",
    "lubrication; lubrication=lubricant",
    "sensitization",
    "sensitization; sensitization=direct",
    "all; withdrawal=level",
)


@dataclass(frozen=True)
class Pattern:
    """What one theory looks like at the common excess; times in weeks, NaN where it is not reached.

    `factor` is the strength beside the defaults; `excess` the mean excess of worst pain at six months, in points.
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


def theories(women: Women, drug: str = "letrozole", compared=COMPARED) -> list[Pattern]:
    """One pattern for each theory, at the six-month excess of the first.

    A theory that cannot reach it is shown at its strongest: its excess tells. One year of the drug, then off.
    """
    common = _excess(women, drug, read_theory(compared[0], BOOK))
    return [_pattern(women, drug, _at_excess(women, drug, read_theory(name, BOOK), common), name) for name in compared]


def _excess(women, drug, theory: Theory) -> float:
    course = simulate(
        women, drug, years=(SIX_MONTHS + 7) / 365.25, twin=True, every=7, theory=theory, record=("worst_pain",)
    )
    return float(course.excess().sel(time=SIX_MONTHS).mean())


def _at_excess(women, drug, theory, common) -> tuple[float, Theory]:
    """The factor at which a theory reaches the common excess, at most STRONGEST."""

    def missing(log_factor):
        return _excess(women, drug, theory.scaled(float(np.exp(log_factor)))) - common

    if missing(np.log(STRONGEST)) < 0:
        factor = STRONGEST
    else:
        found = brentq(missing, np.log(1 / 8), np.log(STRONGEST), xtol=0.02, maxiter=30)
        factor = float(np.exp(cast(float, found)))  # a pair only where the full output is asked for
    return factor, theory.scaled(factor)


def _pattern(women, drug, scaled, name) -> Pattern:
    factor, theory = scaled
    course = simulate(
        women, f"{drug} daily for {A_YEAR} days, then stop", years=A_YEAR / 365.25 + OFF_DRUG_YEARS,
        twin=True, every=7, theory=theory, record=("worst_pain", "pain_by_joint"),
    )  # fmt: skip
    mean = course.excess().isel(arm=0).mean("patient")
    on, off = mean.sel(time=slice(0, A_YEAR)), mean.sel(time=slice(A_YEAR, None))
    waking, sitting = hourly_ratios(course, SIX_MONTHS)
    sites = outcomes.site_shares(course).isel(arm=0)
    return Pattern(
        name,
        factor,
        float(mean.sel(time=SIX_MONTHS)),
        _first_week(on >= 0.5 * on.max(), 0),
        _first_week(on >= 0.9 * on.max(), 0),
        _first_week(off <= 0.5 * off[0], A_YEAR),
        _first_week(off <= 0.2 * off[0], A_YEAR),
        waking,
        sitting,
        float(sites.sum()),
        float(sites.sel(site="low back")),
        float(outcomes.odds_ratio_by_menopause(course).sel(arm=course.treated[0])),
    )


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
