"""Added: what a treatment beside the tablets changes, option by option, beside the same women without it.

The difference is that of these simulated women. What hope alone does, the same promise without the active part, is
simulated beside it; the rest is the treatment's own. The interval is that of the evidence: the intervention library
gives a treatment's effect with an SD, and its own part is taken to be uncertain in the same proportion.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import xarray as xr

from ..evidence.intervals import Z_95
from ..evidence.thresholds import HURTING
from ..model.errors import RunError
from ..runners.run import Run
from .asked import hope_alone
from .simulate import run_of
from .treatments import treatment

QUANTITIES = ("worst_pain", "stiffness_on_waking", "pain_interference")


class Added(NamedTuple):
    """One option beside the same women without it; differences in points of 10, negative is relief.

    women: how many it is the mean of (those with a worst pain of at least 4 when it begins; one woman: she).
    hope: the part of `pain` that expectation alone brings. chance: 95 % interval of `pain` over the women.
    evidence: 95 % interval of `pain` by what trials know, None where they do not say. stopped: share of all women who
    have stopped the tablets for good by the end, and without the option; None unless pain decides about tablets.
    unknown: how good the evidence is. harms: what is known of them.
    """

    arm: str
    beside: str
    names: tuple[str, ...]
    day: int
    women: int
    pain: float
    hope: float
    chance: tuple[float, float]
    evidence: tuple[float, float] | None
    stiffness: float
    interference: float
    stopped: tuple[float, float] | None
    unknown: str
    harms: str


class Option(NamedTuple):
    """An arm with something added, the arm beside it, and pain over time of the women who are looked at.

    `difference` and `hope`: dims patient, time; `share`: half the 95 % interval of the evidence as a share of the
    treatment's own part, None where trials do not say.
    """

    arm: str
    beside: str
    names: tuple[str, ...]
    chosen: np.ndarray
    difference: xr.DataArray
    hope: xr.DataArray
    share: float | None


def added(course: Run, day: int | None = None) -> list[Added]:
    """Every arm with something added, beside the arm on the same tablets without it, on a day.

    day: by default the last on which the option is given, which of one without an end is the last of the course.
    Empty where nothing was added, or nothing stands beside it. Raises RunError for a course that was recorded
    without worst pain, stiffness and interference.
    """
    found = []
    for one in options(course):
        at = _last_day(course, one) if day is None else day
        found.append(_added(course.sound, one, float(course.data.time.sel(time=at, method="nearest"))))
    return found


def _last_day(course, option):
    """The last day of a course on which anything of an option is given."""
    spans = [one.span for one in course.asked.arms[option.arm].additions]
    ends = [end - 1 for _, end in spans if end is not None]
    return min(max(ends) if len(ends) == len(spans) else np.inf, float(course.data.time[-1]))


def options(course: Run) -> list[Option]:
    """Every arm with something added; simulates once more what hope alone does. See `added`."""
    course = course.sound
    pairs = {arm: beside_of(course, arm) for arm in course.arms if course.asked.arms[arm].additions}
    pairs = {arm: beside for arm, beside in pairs.items() if beside}
    if not pairs:
        return []
    for name in QUANTITIES:
        if name not in course.data:
            raise RunError(f"this course holds no '{name}'", fix="simulate(...) without record=...")
    hoping = _hoping(course, tuple(pairs))["worst_pain"]
    return [_option(course, hoping, arm, beside) for arm, beside in pairs.items()]


def _option(course, hoping, arm, beside):
    additions = course.asked.arms[arm].additions
    chosen = _who_hurts(course, min(one.start for one in additions), beside)
    without = course["worst_pain"].sel(arm=beside)[chosen]
    names = tuple(dict.fromkeys(one.name for one in additions))
    difference, hope = (one.sel(arm=arm)[chosen] - without for one in (course["worst_pain"], hoping))
    return Option(arm, beside, names, chosen, difference, hope, _uncertainty(additions, course.asked.book))


def _hoping(course, arms):
    """The same women in these arms without the active part of anything that is added."""
    asked = course.asked
    arms = {arm: asked.arms[arm] for arm in arms}
    numbers = hope_alone(asked.numbers, arms, asked.theory, asked.book)
    return run_of(replace(asked, arms=arms, numbers=numbers), course.women)


def beside_of(course: Run, arm: str) -> str | None:
    """The arm on the same tablets with nothing added; None where there is none."""
    arms = course.asked.arms
    alike = (one for one in course.arms if arms[one].phases == arms[arm].phases and not arms[one].additions)
    return next(alike, None)


def _who_hurts(course, start, beside):
    """Who is looked at, (patient,): women who hurt when the addition begins; all where nobody does or there is one."""
    chosen = (course["worst_pain"].sel(arm=beside).sel(time=start, method="nearest") >= HURTING).values
    return chosen if chosen.any() and len(chosen) > 1 else np.ones(len(chosen), bool)


def _uncertainty(additions, book):
    """Half the 95 % interval of the effect, as a share of it: of several treatments the least known counts."""
    ratios = []
    for one in (treatment(addition.treatment, book) for addition in additions):
        if one.effect is None or not one.effect[0]:
            return None
        mean, low, _ = one.effect
        ratios.append((mean - low) / abs(mean))
    return max(ratios)


def _added(course, option, time):
    arm, beside = option.arm, option.beside
    each = option.difference.sel(time=time).values
    pain, hope = float(each.mean()), float(option.hope.sel(time=time).mean())
    half = Z_95 * each.std(ddof=1) / np.sqrt(len(each)) if len(each) > 1 else float("nan")
    wide = None if option.share is None else abs(pain - hope) * option.share
    others = [course[name].sel(time=time) for name in QUANTITIES[1:]]
    stiffness, interference = (float((one.sel(arm=arm) - one.sel(arm=beside))[option.chosen].mean()) for one in others)
    known = [treatment(one.treatment, course.asked.book) for one in course.asked.arms[arm].additions]
    return Added(
        arm, beside, option.names, int(time), len(each), pain, hope, (pain - half, pain + half),
        None if wide is None else (pain - wide, pain + wide), stiffness, interference, _stopped(course, arm, beside),
        "; ".join(dict.fromkeys(f"evidence {one.evidence}: {one.note}" for one in known)),
        harms_of(course, arm),
    )  # fmt: skip


def harms_of(course: Run, arm: str) -> str:
    """What is known of the harms of all that is added in an arm."""
    known = [treatment(one.treatment, course.asked.book) for one in course.asked.arms[arm].additions]
    return "; ".join(dict.fromkeys(f"{one.name}: {one.harms}" for one in known))


def _stopped(course, arm, beside):
    if course.asked.tablets != "closed loop" or "stopped" not in course.data:
        return None
    last = course["stopped"].isel(time=-1).mean("patient")
    return float(last.sel(arm=arm)), float(last.sel(arm=beside))
