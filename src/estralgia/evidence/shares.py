"""Shares: how many women an outcome or an answer counts, made of courses or of their summary in the same way.

What is counted adds up over women, so that 500 and a million are counted alike. What a study asks of a woman stands in
`instruments`, what her course amounts to in `outcomes`.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import xarray as xr

from ..model.errors import RunError
from ..runners.run import UNTREATED, Run
from ..runners.summary import Summary
from . import instrument_table, instruments, outcomes


class Count(NamedTuple):
    """How something is counted: of women whose run did not fail -> whole numbers, (arm, ...).

    twin: whether it needs the untreated twins; days: how long a course must be; of: what must be recorded.
    """

    make: Callable[[Run], np.ndarray]
    twin: bool
    days: float
    of: tuple[str, ...] = ("worst_pain",)


def _courses(run: Run) -> np.ndarray:
    return np.stack([kind.sum("patient") for kind in outcomes.course_kinds(run).values()], axis=-1)


def _onsets(run: Run) -> np.ndarray:
    """How many women first felt it in each week, the last for never."""
    last = int(np.ceil(run.asked.days / 7)) + 1
    weeks = outcomes.onset_week(run).fillna(last).values.astype(int)
    return np.stack([np.bincount(row, minlength=last + 1) for row in weeks])


def _cases(run: Run) -> np.ndarray:
    return instruments.new_or_worse(run).sum("patient").values


def _answers(run: Run) -> np.ndarray:
    return instruments.risen_by_month(run).sum("patient").transpose("arm", "month").values


def _levels(run: Run) -> np.ndarray:
    return outcomes.levels_of_cases(run).sum("patient").transpose("arm", "level").values


def _sites(run: Run) -> np.ndarray:
    return outcomes.sites_of_cases(run).sum("patient").transpose("arm", "site").values


LAST_ANSWER = instrument_table.instruments().item.visits[-1] - instruments.NEAR  # day
COUNTS = {
    "courses": Count(_courses, twin=True, days=0),
    "onsets": Count(_onsets, twin=True, days=0),
    "monthly answers": Count(_answers, twin=False, days=instruments.DAYS_PER_MONTH),
    "cases": Count(_cases, twin=False, days=LAST_ANSWER),
    "levels of cases": Count(_levels, twin=False, days=LAST_ANSWER),
    "sites of cases": Count(_sites, twin=True, days=LAST_ANSWER, of=("worst_pain", "pain_by_joint")),
}


def can_be_counted(of: Run | Summary, name: str) -> bool:
    """Whether a count can be made: what it needs was recorded, for long enough."""
    one, has = COUNTS[name], set(of.data.data_vars)
    compared = UNTREATED in of.arms and bool(of.treated)
    return has >= set(one.of) and (compared or not one.twin) and float(of.data.time[-1]) >= one.days


def counted(of: Run | Summary, name: str) -> np.ndarray:
    """A count of the women whose run did not fail, by arm: made now of courses, or as the summary holds it.

    Raises RunError where a summary cannot hold it.
    """
    if isinstance(of, Summary):
        if name not in of.tally.counts:
            one, twins = COUNTS[name], ", with untreated twins" if COUNTS[name].twin else ""
            fix = f"record {' and '.join(one.of)} for more than {one.days:.0f} days{twins}"
            raise RunError(f"the summary does not count the {name}", fix=fix)
        return of.tally.counts[name]
    return COUNTS[name].make(of.sound)


def all_counts(run: Run) -> dict[str, np.ndarray]:
    """Every count that can be made of these courses."""
    return {name: counted(run, name) for name in COUNTS if can_be_counted(run, name)}


def women_of(of: Run | Summary) -> int:
    """How many women are counted: those whose run did not fail."""
    return of.count if isinstance(of, Summary) else len(of.sound.women)


def course_shares(of: Run | Summary) -> dict[str, dict[str, float]]:
    """The five courses (`outcomes.course_kinds`) as shares of all women, for each treated arm."""
    shares = counted(of, "courses") / max(1, women_of(of))
    names: tuple[str, ...] = outcomes.SHARES
    return {arm: dict(zip(names, map(float, row), strict=True)) for arm, row in zip(of.treated, shares, strict=True)}


def onset_weeks(of: Run | Summary, arm: str) -> np.ndarray:
    """The week of the first record at least one point over her twin of every woman who comes to that, sorted."""
    *weeks, _never = counted(of, "onsets")[of.treated.index(arm)]
    return np.repeat(np.arange(len(weeks)), weeks)


def new_or_worse_share(of: Run | Summary) -> dict[str, float]:
    """Share of women with new or worse joint pain by six months on the item, by arm."""
    return dict(zip(of.arms, map(float, counted(of, "cases") / max(1, women_of(of))), strict=True))


def new_or_worse_by_month(of: Run | Summary) -> xr.DataArray:
    """Share of women whose answer is higher than before treatment, by month: dims arm, month."""
    shares = counted(of, "monthly answers") / max(1, women_of(of))
    return xr.DataArray(shares, {"arm": of.arms, "month": np.arange(1, shares.shape[1] + 1)}, ("arm", "month"))


def worst_levels(of: Run | Summary) -> xr.DataArray:
    """Among women with new or worse pain by six months: share by first reading (`outcomes.LEVELS`): dims arm, level."""
    return _among_cases(of, "levels of cases", of.arms, "level", outcomes.LEVELS)


def site_shares(of: Run | Summary) -> xr.DataArray:
    """Among women with new or worse pain by six months on a drug: share whose site hurts: dims arm (treated), site."""
    return _among_cases(of, "sites of cases", of.treated, "site", tuple(outcomes.SITES))


def _among_cases(of: Run | Summary, name: str, arms: list[str], dim: str, labels: tuple[str, ...]) -> xr.DataArray:
    cases = dict(zip(of.arms, counted(of, "cases"), strict=True))
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = counted(of, name) / np.array([cases[arm] for arm in arms])[:, None]
    return xr.DataArray(shares, {"arm": arms, dim: list(labels)}, ("arm", dim))
