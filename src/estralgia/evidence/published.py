"""Simulated beside published: each row is some numbers of the record and the same quantity of simulated women.

Nothing here is fitted. A study's women, visits and questions differ from ours:
rows say what was seen, not what must be. They stand in published.toml; their numbers are those of targets.toml.
"""
# pyright: reportUnknownMemberType=false

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from ..model.toml import read_list
from ..runners.run import UNTREATED, Run
from . import instruments, outcomes
from .shares import new_or_worse_share, onset_weeks, site_shares, worst_levels
from .targets import filled, named
from .thresholds import thresholds_by_name

EACH = "each"
AT_SITES = ("foot", "hands and wrists", "knee", "hip", "shoulder", "low back")


class Compared(NamedTuple):
    """What is compared, the simulated and the published figure as text, and the source of the latter."""

    what: str
    simulated: str
    published: str
    source: str


@dataclass(frozen=True)
class Comparison:
    """One row of published.toml."""

    what: str
    measure: Literal[
        "estradiol", "concentration", "new_or_worse", "onset", "levels", "sites", "menopause", "spine", "report_form"
    ]
    arm: str
    days: int
    published: str


@cache
def comparisons() -> tuple[Comparison, ...]:
    """The rows, in the order of the story. Raises BookError, with the place and the fix, for a mistake in the table."""
    return tuple(read_list(Path(__file__).with_name("published.toml"), "row", Comparison).values())


def against_published(course: Run) -> list[Compared]:
    """The rows that this course can fill, in the order of the story: needs untreated twins; some need their own length.

    Every row is read while tablets are taken: an arm whose tablets end before the day of a row is left out of it. A row
    for which there are too few women, or what it needs was not recorded, is left out.
    """
    course, days = course.sound, float(course.data.time[-1])
    rows = [row for one in comparisons() if days >= one.days for row in _rows(course, one)]
    return [row for row in rows if "nan" not in row.simulated]


def _rows(course: Run, one: Comparison) -> list[Compared]:
    if NEEDS.get(one.measure, "worst_pain") not in course.data:
        return []
    what = one.what.format(**{name: f"{line.value:g}" for name, line in thresholds_by_name().items()})
    arms = course.treated if one.arm == EACH else [arm for arm in course.arms if arm == one.arm]
    arms = [arm for arm in arms if arm == UNTREATED or _last_tablet(course, arm) >= one.days]
    source = "; ".join(dict.fromkeys(f"{target.study}, {target.source}" for target in named(one.published)))
    return [
        Compared(
            f"{what}, {arm}" if one.arm == EACH else what,
            MEASURES[one.measure](course, arm),
            filled(one.published),
            source,
        )
        for arm in arms
    ]


def _last_tablet(course: Run, arm: str) -> int:
    """The day of the last tablet of an arm, counted from 1; 0 without any."""
    last = course.asked.arms[arm].last_tablet_day(course.asked.days)
    return 0 if last is None else last + 1


def _percent(share: object) -> str:
    return f"{100 * float(np.asarray(share)):.0f} %"


def _estradiol(course: Run, arm: str) -> str:
    level = course["estradiol"].sel(time=28, method="nearest")
    left = float((level.sel(arm=arm) / level.sel(arm=UNTREATED)).median())
    return f"{100 * (1 - left):.0f} % down, {float(level.sel(arm=arm).median()):.1f} pmol/L left"


def _concentration(course: Run, arm: str) -> str:
    last = _last_tablet(course, arm) - 1  # a treatment may end before its course
    level = course["concentration"].sel(arm=arm, drug=arm).sel(time=last, method="pad")
    mean, sd = float(level.mean()), float(level.std())
    return f"{mean:.0f} ng/mL, SD {sd:.0f} ng/mL, CV {_percent(sd / mean)}"


def _new_or_worse(course: Run, arm: str) -> str:
    return _percent(new_or_worse_share(course)[arm])


def _onset(course: Run, arm: str) -> str:
    weeks = onset_weeks(course, arm)
    middle, late = np.quantile(weeks, [0.5, 0.75]) if len(weeks) else (np.nan, np.nan)
    return f"half by week {middle:.0f}, three quarters by week {late:.0f}"


def _levels(course: Run, arm: str) -> str:
    return " / ".join(_percent(share) for share in worst_levels(course).sel(arm=arm))


def _sites(course: Run, arm: str) -> str:
    shares = site_shares(course).sel(arm=arm)
    return ", ".join(f"{site} {_percent(shares.sel(site=site))}" for site in AT_SITES)


def _menopause(course: Run, arm: str) -> str:
    return f"odds {float(outcomes.odds_ratio_by_menopause(course).sel(arm=arm)):.1f} times as high"


def _spine(course: Run, arm: str) -> str:
    density = course["spine_density"].sel(arm=arm).sel(time=730, method="nearest")
    return f"{100 * (float(density.median()) - 1):+z.1f} %"


def _report_form(course: Run, arm: str) -> str:
    return _percent(instruments.report_form(course).sel(arm=arm))


NEEDS = {"estradiol": "estradiol", "concentration": "concentration", "sites": "pain_by_joint", "spine": "spine_density"}
MEASURES: dict[str, Callable[[Run, str], str]] = {
    "estradiol": _estradiol,
    "concentration": _concentration,
    "new_or_worse": _new_or_worse,
    "onset": _onset,
    "levels": _levels,
    "sites": _sites,
    "menopause": _menopause,
    "spine": _spine,
    "report_form": _report_form,
}
