"""Wiring by names: from the chapters and their tables to one checked graph of causes. Knows no chapter by name."""

from collections.abc import Callable, Collection, Iterable
from functools import cache
from types import ModuleType
from typing import Any

from .chapter import Function
from .errors import BookError, UnknownName, nearest
from .schema import Entry, to_days
from .values import Value, Values

CHANGE, BEFORE = "change_in_", "_before_treatment"
PERSON, DAYS, HOURS = "person", "days", "hours"
SPEED = {PERSON: 0, DAYS: 1, HOURS: 2}
OVER_DAY = {"mean over day", "max over day", "at waking"}
YESTERDAY = "yesterday"
Fold = Callable[[str, Any], Any]  # how, values along an axis -> their reduction


class Wiring:
    """The book as a graph: `functions` compute quantities, `entries` are everything else that has a name.

    axes: the names along which something may repeat.
    """

    def __init__(self, functions: dict[str, Function], entries: dict[str, Entry], axes: tuple[str, ...]) -> None:
        self.functions, self.entries = functions, entries
        self.over_axis = {f"{how} over {axis}" for how in ("sum", "max", "mean") for axis in axes}
        self._check()
        self.clocks, self.axes = dict[str, str](), dict[str, str]()
        for name in [*self.entries, *self.functions]:
            self._place(name, ())
        for name in self.states(DAYS):
            self._check_day_state(name)

    def of_kind(self, kind: str) -> list[str]:
        """Names of all entries of one kind, in the order of the story."""
        return [name for name, entry in self.entries.items() if entry.kind == kind]

    def states(self, clock: str | None = None) -> list[str]:
        """Names of the states, all or those on one clock."""
        return [name for name in self.of_kind("state") if clock in (None, self.entries[name].clock)]

    def reductions(self, ways: Collection[str]) -> list[str]:
        """Names of the reductions made in one of these ways, causes before effects."""
        return [name for name in self.of_kind("reduction") if self.entries[name].reduce in ways]

    def causes(self, name: str) -> tuple[str, ...]:
        """What a quantity, reduction, state or decision directly depends on."""
        if name in self.functions:
            return self.functions[name].causes
        entry = self.entries[name]
        if entry.kind == "reduction":
            return (entry.of,)
        if entry.kind == "state":
            filled = [entry.filled_by] if "filled_by" in entry.details else []
            return (*self.functions[CHANGE + name].causes, *self.functions[name + BEFORE].causes, *filled)
        if entry.kind == "decision":
            return (entry.details.get("chance") or entry.details["rate"],)
        return ()

    def needs(self, names: Iterable[str]) -> set[str]:
        """These names and all that they depend on at one instant: states are not followed further."""
        found, waiting = set[str](), list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                entry = self.entries.get(name)
                if name in self.functions or (
                    entry is not None and entry.kind == "reduction" and entry.reduce in self.over_axis
                ):
                    waiting += self.causes(name)
        return found

    def value(self, name: str, known: Values, fold: Fold, words: ModuleType | None = None) -> Value:
        """The value of a name, from what is known, filled in on the way. `fold(how, array)` reduces over an axis.

        words: those of a reading; by default those on arrays.
        """
        if name not in known:
            entry = self.entries.get(name)
            if entry is not None and entry.kind == "reduction":
                known[name] = fold(entry.reduce, self.value(entry.of, known, fold, words))
            elif name in self.functions:
                known[name] = self.call(name, known, fold, words)
            else:
                raise KeyError(name)
        return known[name]

    def call(self, name: str, known: Values, fold: Fold, words: ModuleType | None = None) -> Value:
        """The value of a function of the book, computed now."""
        function = self.functions[name]
        return function.said_in(words or _on_arrays())(
            *[self.value(cause, known, fold, words) for cause in function.causes]
        )

    def said(self, name: str) -> Callable[..., Any]:
        """A function of the book with the words on arrays."""
        return self.functions[name].said_in(_on_arrays())

    def describe(self, name: str) -> tuple[str, str]:
        """Meaning and unit (time in days) of any name that a result can hold."""
        if name not in self.entries:
            raise UnknownName(f"there is no quantity '{name}'", fix=nearest(name, self.entries))
        entry = self.entries[name]
        source = entry
        while source.kind == "reduction":
            source = self.entries[source.of]
        return entry.meaning, to_days(source.unit)[1]

    def range_of(self, name: str) -> tuple[float, float] | None:
        """The least and the most that a quantity can be, where its table says so; a decision is 0 or 1."""
        entry = self.entries[name]
        if "range" in entry.details:
            least, most = entry.range
            return float(least), float(most)
        if entry.kind == "decision":
            return 0.0, 1.0
        return self.range_of(entry.of) if entry.kind == "reduction" else None

    def diagram(self) -> str:
        """The causal diagram as Mermaid text: states boxed, quantities plain, slow loops included."""
        lines = ["flowchart LR"]
        kept = [n for n, e in self.entries.items() if e.kind in ("state", "quantity", "reduction", "input")]
        lines += [f"  {name}[{name}]" if name in self.states() else f"  {name}({name})" for name in kept]
        lines += [
            f"  {cause} --> {name}" for name in kept for cause in dict.fromkeys(self.causes(name)) if cause in kept
        ]
        return "\n".join(lines)

    def loops(self) -> list[tuple[str, str]]:
        """Every place where the wiring closes a loop with a lag: (name, how it lags), listed and not implied."""
        lag = {YESTERDAY: "one day"} | dict.fromkeys(
            OVER_DAY, "predicted with yesterday's value, corrected with today's"
        )
        return [(name, lag[self.entries[name].reduce]) for name in self.reductions(lag) if self._reaches(name, name)]

    def _reaches(self, start: str, aim: str) -> bool:
        seen, waiting = set[str](), list(self.causes(start))
        while waiting:
            name = waiting.pop()
            if name == aim:
                return True
            if name not in seen:
                seen.add(name)
                waiting += self.causes(name)
        return False

    def _check(self) -> None:
        known = [*self.functions, *self.entries]
        for function in self.functions.values():
            where = f"{function.chapter}.py, {function.name}"
            for cause in function.causes:
                if cause not in self.entries:
                    raise BookError(f"the cause '{cause}' is provided by nothing", where, nearest(cause, known))
            kind = _kind_of(function.name)
            subject = function.name.removeprefix(CHANGE).removesuffix(BEFORE)
            if subject not in self.entries or self.entries[subject].kind != kind:
                raise BookError(
                    f"'{subject}' has no [{kind}.{subject}]", where, f"describe it in the table of {function.chapter}"
                )
        for name, entry in self.entries.items():
            needed = {"quantity": [name], "state": [CHANGE + name, name + BEFORE]}.get(entry.kind, [])
            for one in needed:
                if one not in self.functions:
                    raise BookError(
                        f"[{entry.kind}.{name}] has no function '{one}'",
                        f"{entry.chapter}.toml",
                        nearest(one, self.functions),
                    )
            for field in ("chance", "rate", "filled_by", "correlated_with"):
                named = entry.details.get(field)
                if named is not None and named not in self.entries:
                    raise BookError(
                        f"{field} = '{named}'", f"{entry.chapter}.toml, {name}", nearest(named, self.entries)
                    )
            if entry.kind == "reduction":
                ways = self.over_axis | OVER_DAY | {YESTERDAY}
                if entry.reduce not in ways:
                    raise BookError(
                        f"reduce = '{entry.reduce}'", f"{entry.chapter}.toml, {name}", nearest(entry.reduce, ways)
                    )
                if entry.of not in self.entries:
                    raise BookError(
                        f"of = '{entry.of}'", f"{entry.chapter}.toml, {name}", nearest(entry.of, self.entries)
                    )

    def _place(self, name: str, path: tuple[str, ...]) -> None:
        """Fix clock and axis of a name from its causes; a loop without a state or a day between is an error."""
        if name in self.clocks:
            return
        if name in path:
            raise BookError(
                "quantities cause each other in a circle: " + " -> ".join([*path[path.index(name) :], name]),
                fix="let one be a state",
            )
        entry = self.entries.get(name)
        if entry is not None and entry.kind in ("state", "input"):
            self.clocks[name], self.axes[name] = entry.clock, entry.per
        elif entry is not None and entry.kind == "reduction" and entry.reduce not in self.over_axis:
            self.clocks[name] = DAYS
            self.axes[name] = self._axis_of_reduced(entry)
        elif entry is not None and entry.kind not in ("quantity", "reduction"):
            self.clocks[name] = DAYS if entry.kind in ("noise", "decision") else PERSON
            self.axes[name] = entry.per
        else:
            causes = self.causes(name)
            for cause in causes:
                self._place(cause, (*path, name))
            axes = {self.axes[cause] for cause in causes} - {""}
            if len(axes) > 1:
                raise BookError(
                    f"'{name}' mixes values per {' and per '.join(sorted(axes))}", fix="declare a reduction"
                )
            self.clocks[name] = max((self.clocks[cause] for cause in causes), key=SPEED.__getitem__, default=PERSON)
            self.axes[name] = "" if entry is not None and entry.kind == "reduction" else next(iter(axes), "")

    def _axis_of_reduced(self, entry: Entry) -> str:
        """A reduction over the day keeps the axis of what it reduces; found without walking the loop it may close."""
        seen, waiting = set[str](), [entry.of]
        while waiting:
            name = waiting.pop()
            one = self.entries.get(name)
            if name in seen or (one is not None and one.kind == "reduction" and one.reduce in self.over_axis):
                continue
            seen.add(name)
            if one is not None and one.per:
                return one.per
            if name in self.functions or (one is not None and one.kind == "reduction"):
                waiting += self.causes(name)
        return ""

    def _check_day_state(self, name: str) -> None:
        for cause in self.functions[CHANGE + name].causes:
            if self.clocks[cause] == HOURS:
                raise BookError(
                    f"'{name}' lives on the clock of days but is moved by '{cause}', which changes by the hour",
                    f"{self.entries[name].chapter}.toml",
                    f'declare a reduction of "{cause}", e.g. reduce = "mean over day"',
                )


def _kind_of(function_name: str) -> str:
    return "state" if function_name.startswith(CHANGE) or function_name.endswith(BEFORE) else "quantity"


@cache
def _on_arrays() -> ModuleType:
    """The words on arrays, which bring JAX along: not before something is computed."""
    from .readings import arrays

    return arrays


def unused(wiring: Wiring) -> list[str]:
    """Parameters, traits and noises of the tables that no function names."""
    named = {cause for function in wiring.functions.values() for cause in function.causes}
    return [n for n, e in wiring.entries.items() if e.kind in ("parameter", "trait", "noise") and n not in named]
