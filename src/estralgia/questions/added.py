"""Added: what a treatment beside the tablets changes, option by option, beside the same women without it.

The difference is that of these simulated women. Its interval is that of the evidence: the intervention library gives a
treatment's effect with an SD, and the difference is taken to be uncertain in the same proportion.
"""

from typing import NamedTuple

import numpy as np

from ..model.course import Course
from ..model.errors import EstralgiaError
from .treatments import treatment

HURTING = 4.0  # worst pain, 0 to 10, at which trials let women in
Z_95 = 1.96
QUANTITIES = {"pain": "worst_pain", "stiffness": "stiffness_on_waking", "interference": "pain_interference"}


class Added(NamedTuple):
    """One option beside the same women without it; differences in points of 10, negative is relief.

    women: how many it is the mean of (those with a worst pain of at least 4 when it begins; one woman: she).
    chance: 95 % interval of `pain` over the women. evidence: 95 % interval of `pain` by what trials know, None where
    they do not say. stopped: share of all women who have stopped the tablets for good by the end, and without the
    option; None unless pain decides about tablets (closed loop).
    """

    arm: str
    beside: str
    names: tuple[str, ...]
    day: int
    women: int
    pain: float
    chance: tuple[float, float]
    evidence: tuple[float, float] | None
    stiffness: float
    interference: float
    stopped: tuple[float, float] | None
    unknown: str


def added(course: Course, day: int | None = None) -> list[Added]:
    """Every arm with something added, beside the arm on the same tablets without it, on a day (default: the last).

    Empty where nothing was added, or nothing stands beside it. Raises EstralgiaError for a course that was recorded
    without worst pain, stiffness and interference.
    """
    pairs = [(arm, beside_of(course, arm)) for arm in course.arms if course.settings["arms"][arm].additions]
    pairs = [(arm, beside) for arm, beside in pairs if beside]
    for name in QUANTITIES.values() if pairs else ():
        if name not in course.data:
            raise EstralgiaError(f"this course holds no '{name}'", fix="simulate(...) without record=...")
    time = float(course.data.time[-1]) if day is None else float(course.data.time.sel(time=day, method="nearest"))
    return [_added(course.sound, arm, beside, time) for arm, beside in pairs]


def beside_of(course: Course, arm: str) -> str | None:
    """The arm on the same tablets with nothing added; None where there is none."""
    phases = course.settings["arms"][arm].phases
    arms = course.settings["arms"]
    return next((one for one in course.arms if arms[one].phases == phases and not arms[one].additions), None)


def who_hurts(course: Course, arm: str, beside: str) -> np.ndarray:
    """Who is looked at, (patient,): women who hurt when the addition begins; all where nobody does or there is one."""
    start = min(one.start for one in course.settings["arms"][arm].additions)
    before = course["worst_pain"].sel(arm=beside).sel(time=start, method="nearest")
    chosen = (before >= HURTING).values
    return chosen if chosen.any() and len(chosen) > 1 else np.ones(len(chosen), bool)


def uncertainty(course: Course, arm: str) -> float | None:
    """Half the 95 % interval of the effect, as a share of it: of several treatments the least known counts.

    None where trials do not say.
    """
    ratios = []
    for one in (treatment(addition.treatment) for addition in course.settings["arms"][arm].additions):
        if one.effect is None or not one.effect[0]:
            return None
        mean, low, _ = one.effect
        ratios.append((mean - low) / abs(mean))
    return max(ratios)


def _added(course, arm, beside, time):
    additions = course.settings["arms"][arm].additions
    chosen = who_hurts(course, arm, beside)

    def difference(name):
        now = course[name].sel(time=time)
        return (now.sel(arm=arm) - now.sel(arm=beside)).values[chosen]

    pain = difference("worst_pain")
    half = Z_95 * pain.std(ddof=1) / np.sqrt(len(pain)) if len(pain) > 1 else float("nan")
    known = [treatment(one.treatment) for one in additions]
    names = tuple(dict.fromkeys(one.name for one in additions))
    return Added(
        arm,
        beside,
        names,
        int(time),
        int(chosen.sum()),
        float(pain.mean()),
        (float(pain.mean() - half), float(pain.mean() + half)),
        _evidence(float(pain.mean()), uncertainty(course, arm)),
        float(difference("stiffness_on_waking").mean()),
        float(difference("pain_interference").mean()),
        _stopped(course, arm, beside),
        "; ".join(dict.fromkeys(f"evidence {one.evidence}: {one.note}" for one in known)),
    )


def _evidence(pain, share):
    """The difference, uncertain in the proportion in which trials are."""
    return None if share is None else (pain - abs(pain) * share, pain + abs(pain) * share)


def _stopped(course, arm, beside):
    if course.settings["tablets"] != "closed loop" or "stopped" not in course.data:
        return None
    last = course["stopped"].isel(time=-1).mean("patient")
    return float(last.sel(arm=arm)), float(last.sel(arm=beside))
