"""A prescription: who takes what on which day, in words or from a table; all that a run reads of either."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast

import numpy as np

from .additions import Addition
from .book import Book
from .calendar import Calendar, brought
from .regimen import read_regimen
from .wiring import Wiring

UG_PER_MG = 1000


class Prescription(Protocol):
    """Tablets and what is added to them. `Regimen` reads one from words, `tables.DoseTable` one from a file.

    phases: what tells whether two are on the same tablets. days: the length that it has by itself, or None.
    """

    @property
    def additions(self) -> tuple[Addition, ...]: ...
    @property
    def phases(self) -> tuple[Any, ...]: ...
    @property
    def drugs(self) -> tuple[str, ...]: ...
    @property
    def treatments(self) -> tuple[str, ...]: ...
    @property
    def days(self) -> int | None: ...
    @property
    def in_short(self) -> str: ...
    @property
    def is_untreated(self) -> bool: ...
    def with_addition(self, text: str, book: Book) -> Any: ...
    def lead_in_of(self, women: Any) -> np.ndarray: ...
    def doses_of(self, women: Any, first: int, days: int) -> np.ndarray: ...
    def tablets_of(self, women: Any, first: int, days: int) -> np.ndarray: ...
    def second_of(self, first: int, days: int) -> tuple[np.ndarray, float]: ...
    def given_to(self, women: Any, first: int, days: int) -> tuple[np.ndarray, np.ndarray]: ...
    def tablets_on(self, day: int, patient: int = 0) -> str: ...
    def has_time_off(self, days: int) -> bool: ...
    def last_tablet_day(self, days: int) -> int | None: ...


def read_prescription(given: "str | Prescription", book: Book) -> Prescription:
    """A regimen in words, read; anything else as it is."""
    if isinstance(given, str) or not hasattr(given, "doses_of"):
        return read_regimen(cast(str, given), book)
    return given


def calendar_of(
    one: Prescription, women: Any, wiring: Wiring, members: Mapping[str, tuple[str, ...]], first: int, days: int
) -> Calendar:
    """What a prescription brings to these women from day `first` on, over the drugs and treatments of a run."""
    doses = _spread(one.doses_of(women, first, days), one.drugs, members.get("drug", ())) * UG_PER_MG
    shares = [_spread(part, one.treatments, members.get("treatment", ())) for part in one.given_to(women, first, days)]
    after, wash_out = one.second_of(first, days)
    second = _spread(after, one.drugs, members.get("drug", ())) * UG_PER_MG
    tablets = one.tablets_of(women, first, days)[:, None].astype(float)
    given = {"second dose": second, "any second dose": (second.sum(axis=1, keepdims=True) > 0).astype(float)}
    given |= {"wash-out": np.full((days, 1, 1), wash_out)}
    given |= {"dose": doses, "any dose": tablets, "share": shares[0], "blinded": shares[1]}
    return Calendar(brought(wiring, members, given, days), {}, first)


def _spread(values: np.ndarray, own: Sequence[str], all_of_run: Sequence[str]) -> np.ndarray:
    """Columns of some members as columns of all members of a run, nothing where one is not among the own."""
    found = np.zeros((len(values), len(all_of_run), values.shape[-1]))
    for column, name in enumerate(own):
        found[:, all_of_run.index(name)] = values[:, column]
    return found
