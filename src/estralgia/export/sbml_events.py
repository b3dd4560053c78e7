"""The day and the tablets as events: one at waking, and one at each hour at which something happens.

Every event waits for a time of the day that began with `waking_of_today`, a whole number of days that waking alone
moves on. So two events never lie closer than two hours of the clock do, however many phases a regimen has, and a phase
that is over leaves nothing to wait for. What is swallowed today is settled at waking.
"""

from itertools import pairwise

from ..model.clock import Clock
from ..model.regimen import Regimen
from .sbml_document import Document
from .sbml_math import PURE, TIME, literal
from .symbols import at, ending

TODAY = "waking_of_today"
TOMORROW = f"({TODAY} + {literal(1.0, TIME)})"
LEAST_AMOUNT = 1e-12  # ug: less counts as none. Engines stumble over numbers near the smallest that they can hold.


class Day:
    """The events of a day. A tablet fills the states `filled`, each at the place of its drug."""

    def __init__(self, document: Document, clock: Clock, regimen: Regimen, filled: list[str]):
        self._document, self._clock, self._regimen = document, clock, regimen
        self._first = dict(zip(regimen.drugs, 1000 * regimen.doses(1)[0], strict=True))  # ug on day 0
        self._filled = {at(state, ending(drug)): drug for state in filled for drug in regimen.drugs}

    def begun(self, values: dict[str, float]) -> dict[str, float]:
        """Values at waking on day 0, name -> value, with what is swallowed at waking itself."""
        swallowed = {state: self._first[drug] for state, drug in self._filled.items() if self._clock.tablet[0]}
        return values | {state: values[state] + dose for state, dose in swallowed.items()}

    def write(self, emptied: list[str]):
        """Time of day, movement and tablets. Amounts in `emptied` can run out."""
        document, clock = self._document, self._clock
        document.moved_by_events(TODAY, "d", "time of the last waking", 0.0)
        document.moved_by_events("activity", "1", "how much she moves, 0 at rest to 1", float(clock.activity[0]))
        document.parameter("time_of_day", "d", "time after midnight", is_constant=False)
        document.rule("time_of_day", f"{literal(clock.waking, TIME)} + (time - {TODAY})")
        due = self._write_rows()
        self._write_hours()
        self._write_waking(due, emptied)

    def _write_rows(self):
        """The numbers of every row of tablets; drug -> [(its dose, what tells whether it is due tomorrow)]."""
        due = {drug: [] for drug in self._regimen.drugs}
        spans = pairwise((0, *self._regimen.ends))
        for number, (phase, (begin, end)) in enumerate(zip(self._regimen.phases, spans, strict=True), 1):
            for dose in phase.drugs:
                row = f"{ending(dose.drug)}_in_phase_{number}"
                amount, start, every, over = (f"{what}_of_{row}" for what in ("dose", "start", "interval", "end"))
                self._document.parameter(amount, "ug", f"dose of one tablet: {dose}", value=dose.mg * 1000)
                self._document.parameter(start, "d", "waking of the first day with this tablet", value=begin)
                tests = [f"({TOMORROW} >= {start})"]
                if end is not None:
                    self._document.parameter(over, "d", "waking of the first day without these tablets", value=end)
                    tests.append(f"({TOMORROW} < {over})")
                if dose.every_days > 1:
                    self._document.parameter(every, "d", "time from one tablet to the next", value=dose.every_days)
                    turns = f"({TOMORROW} - {start}) / {every}"
                    tests.append(f"(floor({turns}) == {turns})")
                due[dose.drug].append((amount, " && ".join(tests)))
        return due

    def _write_hours(self):
        """One event for each hour after waking at which she moves more or less, or swallows her tablets."""
        clock = self._clock
        for node in range(1, len(clock.start)):
            then = {}
            if clock.activity[node] != clock.activity[node - 1]:
                then["activity"] = literal(float(clock.activity[node]), PURE)
            if clock.tablet[node]:
                then |= {state: f"{state} + {_today(drug)}" for state, drug in self._filled.items()}
            if then:
                hours = f"{clock.start[node] * 24:g}"
                what = "she moves more or less" if "activity" in then else "she takes what is due today"
                when = f"time >= {TODAY} + {literal(float(clock.start[node]), TIME)}"
                title = f"{hours} hour{'s' * (hours != '1')} after waking: {what}"
                self._document.event(f"hour_{hours.replace('.', '_')}", title, when, then)

    def _write_waking(self, due, emptied):
        """A new day: she gets up, what is due today is settled, and the last trace of a drug is gone."""
        none, least = (literal(amount, self._document.unit("ug")) for amount in (0.0, LEAST_AMOUNT))
        doses = {drug: _first_that_holds(rows, none) for drug, rows in due.items()}
        then = {TODAY: TOMORROW, "activity": literal(float(self._clock.activity[0]), PURE)}
        then |= {state: f"piecewise({none}, {state} < {least}, {state})" for state in emptied}
        if self._clock.tablet[0]:
            then |= {state: f"{then.get(state, state)} + {doses[drug]}" for state, drug in self._filled.items()}
        for drug, dose in doses.items():
            title = f"{drug} that is due today"
            self._document.moved_by_events(_today(drug), "ug", title, float(self._first[drug]))
            then[_today(drug)] = dose
        title = "1 on days with a prescribed tablet, with a drug or without"
        any_today = float(self._regimen.tablets(1).any())
        if due:
            self._document.moved_by_events("taking_tablets", "1", title, any_today)
            tests = [(literal(1.0, PURE), test) for rows in due.values() for _, test in rows]
            then["taking_tablets"] = _first_that_holds(tests, literal(0.0, PURE))
        else:
            self._document.parameter("taking_tablets", "1", title, value=any_today)
        self._document.event("waking", "she wakes", f"time >= {TOMORROW}", then)


def _today(drug):
    return at("dose_today", ending(drug))


def _first_that_holds(rows, otherwise):
    """The value of the first of the rows (value, test) whose test holds."""
    return f"piecewise({', '.join(f'{value}, {test}' for value, test in rows)}, {otherwise})"
