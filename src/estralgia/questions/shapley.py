"""Shapley shares: how many points of a woman's pain each mechanism of the theory holds, and in the mean of many."""

from itertools import combinations
from math import comb

import numpy as np
import xarray as xr

from ..evidence.intervals import Z_95
from ..model.errors import InputError, OutOfBounds, RunError, UnknownName, nearest
from ..model.theory import BACKGROUND, read_theory, theories, words_of
from ..people.women import said_ids
from ..runners.run import Run
from .hours import usual_day

QUANTITIES = ("worst_pain", "average_pain", "stiffness_on_waking")
EVERY_ONE_FAILED = "every course failed: there is nothing to share"
DEFINITION = (
    "The points of a mechanism are what switching it on adds to her pain, from before treatment on and with all else "
    "the same, averaged over all orders in which the mechanisms of the theory can be switched on."
)
NAMED = "These are Shapley values."


def shapley(values: np.ndarray) -> np.ndarray:
    """The Shapley values (player, ...) of a game (coalition, ...): bit i of a coalition's number is player i.

    They sum to the value of the last coalition (all) less that of the first (nobody).
    """
    values = np.asarray(values, float)
    players = len(values).bit_length() - 1
    found = np.zeros((players, *values.shape[1:]))
    for player in range(players):
        for before in range(len(values)):
            if not before >> player & 1:
                others = before.bit_count()
                found[player] += (values[before | 1 << player] - values[before]) / (players * comb(players - 1, others))
    return found


def pain_shares(course: Run, day: int | None = None, patient: int = 0) -> xr.Dataset:
    """Of one woman on one day (default: the last recorded): the points of each mechanism, on every arm of the course.

    Returns dims arm and mechanism ("background" first; 0 where the theory leaves one out) with worst_pain,
    average_pain and stiffness_on_waking; the sum over mechanisms is her pain. The difference between a drug and
    "untreated" is the part of the drug. Raises EstralgiaError for a day outside the run and a woman who is not there
    or whose run failed.
    """
    return her_day(course, day, patient)[0]


def her_day(course: Run, day: int | None, patient: int, names: tuple[str, ...] = ()) -> tuple[xr.Dataset, dict]:
    """`pain_shares`, and for each arm other names of the book as they were of her that day, name -> (axis,)."""
    from ..runners.arms import arms_of
    from .coalitions import run_coalitions

    day, place = day_of(course, day), place_of(course, patient)
    weights, mechanisms = _held(course), _mechanisms(course)
    record = tuple(dict.fromkeys((*QUANTITIES, *names)))
    arms = [arm for arm in arms_of(course.asked) if arm.name in course.arms]
    seen = {arm.name: run_coalitions(arm, course.women[place], weights, day, record) for arm in arms}
    variables = {}
    for name in QUANTITIES:
        points = np.stack([_points(seen[arm][name][0], weights, mechanisms)[:, 0] for arm in course.arms])
        if not np.isfinite(points).all():
            where = f"patient = {patient}, day = {day}"
            raise RunError("her run without some of the mechanisms failed", where, "explain another woman")
        variables[name] = (("arm", "mechanism"), points, _attributes(course, name))
    coordinates = {"arm": course.arms, "mechanism": mechanisms, "meaning": ("mechanism", _meanings(course, mechanisms))}
    known = {arm: {name: values[:, -1, 0] for name, values in seen[arm].items()} for arm in course.arms}
    return xr.Dataset(variables, coordinates, {"day": day, "definition": f"{DEFINITION} {NAMED}"}), known


def mechanism_shares(
    course: Run, day: int | None = None, arm: str | None = None, women: int = 256, name: str = "worst_pain"
) -> xr.Dataset:
    """Which mechanism holds how much of the pain of many women on a day, on the drug and untreated, in every theory.

    day: by default 182 (half a year), or the last of a shorter course. arm: by default the first with a drug. women: at
    most so many of those whose run did not fail. name: a quantity of the whole woman. A mechanism that the course's
    theory leaves out has weight 1 in the theories that hold it; all are read with the rivals of the course.

    Returns dims theory (the course's own first) and mechanism ("background" first) with mean `points`, their 95 %
    interval over women `low` and `high`, the `least` and the `most` that it adds (it depends on which others are on
    already: `points` is the mean over all orders), the same of the `untreated` twins (`untreated_least`,
    `untreated_most`), what the drug has `added` (paired, with `added_low` and `added_high`), whether the theory has
    `held` the mechanism, and the mean `pain` and `pain_untreated`, which the points sum to. The attribute left_out
    names women whose run failed in some coalition. Raises EstralgiaError without the untreated twins, for a day outside
    the course, an arm or a quantity that is not there, fewer than one woman, and where every run failed.
    """
    twin = course.twin.arms[0]
    arm = course.treated[0] if arm is None and course.treated else arm
    if arm not in course.arms:
        raise UnknownName(f"there is no arm '{arm}'", fix=nearest(str(arm), course.arms))
    return _shares_of(course, day, [arm], twin, women, name)[arm]


def shares_of_arms(course: Run, day: int | None = None, women: int = 256, name: str = "worst_pain"):
    """`mechanism_shares` of every arm with a drug, arm -> dataset, each beside the same untreated twins.

    Raises EstralgiaError where no arm has a drug, and as `mechanism_shares`.
    """
    if not course.treated:
        raise RunError("what a drug adds is asked of an arm with one", fix="simulate a regimen with a drug")
    return _shares_of(course, day, course.treated, course.twin.arms[0], women, name)


def _shares_of(course, day, treated, twin, women, name):
    from ..runners.arms import arms_of
    from .coalitions import run_coalitions

    if isinstance(women, bool) or not isinstance(women, int) or women < 1:
        raise InputError("a number of women is a whole number", f"women = {women!r}", "give at least 1")
    day = day_of(course, usual_day(course) if day is None else day)
    arms = {one.name: one for one in arms_of(course.asked)}
    wiring = course.asked.book.wiring(course.asked.theory.rivals)
    wiring.describe(name)
    if wiring.axes[name]:
        raise InputError(f"'{name}' is one per {wiring.axes[name]}", fix="give a quantity of the whole woman")
    chosen = course.sound.women[:women]
    if not len(chosen):
        raise RunError(EVERY_ONE_FAILED, fix="see course.failures")
    weights = {one: weight or 1.0 for one, weight in course.asked.theory.weights.items()}
    games = {one: run_coalitions(arms[one], chosen, weights, day, (name,))[name][0] for one in (*treated, twin)}
    fine = np.isfinite(sum(games.values())).all(axis=0)
    if not fine.any():
        raise RunError(EVERY_ONE_FAILED, "runs without some of the mechanisms", "ask for an earlier day")
    known = {
        "day": day, "women": int(fine.sum()), "quantity": name, "definition": f"{DEFINITION} {NAMED}",
        "left_out": ", ".join(map(str, chosen.ids[~fine])) or "none",
        "rivals": ", ".join(course.asked.theory.rivals) or "none",
    }  # fmt: skip
    off = games[twin][:, fine]
    return {
        arm: _in_theories(course, weights, games[arm][:, fine], off, name).assign_attrs(known, arm=arm)
        for arm in treated
    }


def _in_theories(course, weights, treated, untreated, name):
    """The table of coalitions read as every theory: a theory is a part of the game."""
    theories, mechanisms = _theories(course), _mechanisms(course)

    def read(how, values):
        return np.stack([how(_within(values, weights, held), held, mechanisms) for held in theories.values()])

    on, off = read(_points, treated), read(_points, untreated)
    mean, low, high = _mean_and_interval(on)
    added, added_low, added_high = _mean_and_interval(on - off)
    found = {"points": mean, "low": low, "high": high, "untreated": off.mean(-1)}
    found |= {"added": added, "added_low": added_low, "added_high": added_high}
    for prefix, values in (("", treated), ("untreated_", untreated)):
        least_and_most = read(_least_and_most, values)
        found |= {f"{prefix}least": least_and_most[..., 0], f"{prefix}most": least_and_most[..., 1]}
    attributes = _attributes(course, name)
    variables: dict[str, tuple] = {one: (("theory", "mechanism"), value, attributes) for one, value in found.items()}
    held = [[one == BACKGROUND or one in theory for one in mechanisms] for theory in theories.values()]
    variables["held"] = (("theory", "mechanism"), held, {"long_name": "the theory holds the mechanism"})
    for one, parts in (("pain", mean), ("pain_untreated", off.mean(-1))):
        variables[one] = ("theory", parts.sum(1), attributes)
    coordinates = {
        "theory": list(theories),
        "mechanism": mechanisms,
        "meaning": ("mechanism", _meanings(course, mechanisms)),
    }
    return xr.Dataset(variables, coordinates)


def _least_and_most(values, weights, mechanisms):
    """The least and the most that each adds in the mean of the women, over all that may be on already: (mechanism, 2).

    The background is always on: its least is its most.
    """
    mean = values.mean(-1)
    found = {BACKGROUND: (mean[0], mean[0])}
    for player, name in enumerate(weights):
        steps = [mean[one | 1 << player] - mean[one] for one in range(len(mean)) if not one >> player & 1]
        found[name] = min(steps), max(steps)
    return np.array([found.get(one, (0.0, 0.0)) for one in mechanisms])


def _points(values, weights, mechanisms):
    """Background and every mechanism, (mechanism, woman), from a game (coalition, woman)."""
    found = {BACKGROUND: np.asarray(values[0], float), **dict(zip(weights, shapley(values), strict=True))}
    return np.stack([found.get(one, np.zeros(values.shape[1])) for one in mechanisms])


def _within(values, weights, held):
    """The game of some of the players: the coalitions in which all others are off."""
    bits = [list(weights).index(one) for one in held]
    return values[[sum(1 << bit for at, bit in enumerate(bits) if part >> at & 1) for part in range(2 ** len(bits))]]


def _mean_and_interval(points):
    """Mean over women (the last axis) and its 95 % interval; one woman has none."""
    mean, women = points.mean(-1), points.shape[-1]
    half = Z_95 * points.std(-1, ddof=1) / np.sqrt(women) if women > 1 else np.full_like(mean, np.nan)
    return mean, mean - half, mean + half


def _theories(course):
    """Label -> mechanisms: the course's own, then the named ones and sums of two that are another set."""
    book = course.asked.book
    order, named = list(course.asked.theory.weights), list(theories(book))
    labels = [*named, *(" + ".join(pair) for pair in combinations(named, 2))]
    found = {course.asked.theory.name: tuple(_held(course))}
    for label in labels:
        held = tuple(one for one in order if read_theory(label, book).weights[one])
        if held not in found.values():
            found[label] = held
    return found


def _held(course):
    return {one: weight for one, weight in course.asked.theory.weights.items() if weight}


def _mechanisms(course):
    return [BACKGROUND, *course.asked.theory.weights]


def _meanings(course, mechanisms):
    known = words_of(course.asked.book)
    return [known[one] for one in mechanisms]


def _attributes(course, name):
    meaning, unit = course.asked.book.wiring(course.asked.theory.rivals).describe(name)
    return {"long_name": f"part of: {meaning}", "units": unit}


def day_of(course: Run, day: int | None) -> int:
    """The day that is asked for, by default the last recorded. Raises OutOfBounds for one outside the course."""
    last = course.asked.days - 1
    day = int(course.data.time[-1]) if day is None else day
    is_number = isinstance(day, int | float | np.number) and not isinstance(day, bool)
    if not is_number or not 0 <= day <= last:
        raise OutOfBounds("the course does not have this day", f"day = {day!r}", f"give a day from 0 to {last}")
    return int(day)


def place_of(course: Run, patient: int) -> int:
    """Where she stands among the women. Raises EstralgiaError for one who is not there or whose run failed."""
    ids = course.data.patient.values
    if isinstance(patient, bool) or patient not in ids:
        fix = f"give the id of one of its women: {said_ids(ids)}"
        raise UnknownName("she is not in this course", f"patient = {patient!r}", fix)
    if int(course.data.status.sel(patient=patient).max()):
        raise RunError("her run failed", f"patient = {patient}", "explain another woman; see course.failures")
    return list(course.women.ids).index(patient)
