"""The day and the tablets as events: waking, moving and sitting down, and every tablet of a regimen."""

from itertools import pairwise

from ..model.clock import Clock
from ..model.regimen import Regimen
from .sbml_document import Document
from .sbml_math import PURE, TIME, literal
from .symbols import at

NEXT_WAKING = "next_waking"
LEAST_AMOUNT = 1e-12  # ug: less counts as none. Engines stumble over numbers near the smallest that they can hold.


def write_day(document: Document, clock: Clock, regimen: Regimen, filled: list[str], emptied: list[str]):
    """Time of day, movement and tablets; a tablet fills the states `filled`, and amounts in `emptied` can run out.

    Each event holds the time at which it is due next in a parameter of its own, and moves it on.
    """
    due = _write_tablets(document, clock, regimen, filled)
    _write_movement(document, clock)
    _write_waking(document, clock, due, emptied)


def _write_tablets(document, clock, regimen, filled):
    """The events of all tablets. Returns of each row of tablets when the next is due, and the day on which it ends."""
    hour = float(clock.start[clock.tablet][0])
    due = []
    for number, (phase, (begin, end)) in enumerate(zip(regimen.phases, pairwise((0, *regimen.ends)), strict=True), 1):
        for dose in phase.drugs:
            row = f"{dose.drug}_in_phase_{number}"
            amount, following, every, over = (f"{what}_of_{row}" for what in ("dose", "next_tablet", "interval", "end"))
            document.parameter(amount, "ug", f"dose of one tablet: {dose}", value=dose.mg * 1000)
            document.parameter(every, "d", "time from one tablet to the next", value=dose.every_days)
            title = "time at which the next tablet is due"
            document.parameter(following, "d", title, value=begin + hour, is_constant=False)
            still = ""
            if end is not None:
                document.parameter(over, "d", "time at which these tablets end", value=end)
                still = f" && {following} < {over}"
            then = {at(state, dose.drug): f"{at(state, dose.drug)} + {amount}" for state in filled}
            then[following] = f"{following} + {every}"
            document.event(f"tablet_of_{row}", f"a tablet: {dose}", f"time >= {following}{still}", then)
            due.append((begin + hour, end, following, still))
    return due


def _write_movement(document, clock):
    """How much she moves, changed at the nodes of the day, and the time of day."""
    title = "how much she moves, 0 at rest to 1"
    document.parameter("activity", "1", title, value=clock.activity[0], is_constant=False)
    for node in range(1, len(clock.start)):
        if clock.activity[node] != clock.activity[node - 1]:
            following = f"next_change_{node}_of_activity"
            title = f"time of the next change of activity, {clock.start[node] * 24:g} hours after waking"
            document.parameter(following, "d", title, value=clock.start[node], is_constant=False)
            moves = literal(float(clock.activity[node]), PURE)
            then = {"activity": moves, following: f"{following} + {literal(1.0, TIME)}"}
            document.event(f"change_{node}_of_activity", "she moves more or less", f"time >= {following}", then)
    document.parameter("time_of_day", "d", "time after midnight", is_constant=False)
    document.rule("time_of_day", f"{literal(clock.waking, TIME)} + time - ({NEXT_WAKING} - {literal(1.0, TIME)})")


def _write_waking(document, clock, due, emptied):
    """A new day: she gets up, it is a day with or without a tablet, and the last trace of a drug is gone."""
    document.parameter(NEXT_WAKING, "d", "time of the next waking", value=1, is_constant=False)
    then = {"activity": literal(float(clock.activity[0]), PURE), NEXT_WAKING: f"{NEXT_WAKING} + {literal(1.0, TIME)}"}
    today = any(first < 1 and (end is None or first < end) for first, end, *_ in due)
    title = "1 on days with a prescribed tablet"
    document.parameter("taking_tablets", "1", title, value=float(today), is_constant=not due)
    if due:
        tomorrow = f"{NEXT_WAKING} + {literal(1.0, TIME)}"
        any_due = " || ".join(f"({following} < {tomorrow}{still})" for _, _, following, still in due)
        then["taking_tablets"] = f"piecewise({literal(1.0, PURE)}, {any_due}, {literal(0.0, PURE)})"
    none, least = (literal(amount, document.unit("ug")) for amount in (0.0, LEAST_AMOUNT))
    then |= {state: f"piecewise({none}, {state} < {least}, {state})" for state in emptied}
    document.event("waking", "she wakes", f"time >= {NEXT_WAKING}", then)
