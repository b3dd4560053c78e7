"""The calendar of a run: what every day brings, as the engine reads it. Tablets and treatments are data."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from .values import Places
from .wiring import Wiring


class Calendar(NamedTuple):
    """What every day brings; arrays (day, axis, woman), or 1 in place of woman where all get the same.

    inputs: the inputs of days that the book declares, by name. covariates: those that change while she is simulated,
    name -> (day, 1, woman), time in days; the others stay as they were at the start. first: the number of its first
    day, below zero where a lead-in comes before day 0.
    """

    inputs: dict[str, np.ndarray]
    covariates: dict[str, np.ndarray]
    first: int = 0

    @property
    def days(self) -> int:
        """How many days it has."""
        return len(next(iter(self.inputs.values()))) if self.inputs else 0

    def each(self, change: Callable[[Any], Any]) -> "Calendar":
        """The calendar with every array changed."""
        inputs, covariates = ({n: change(one) for n, one in rows.items()} for rows in (self.inputs, self.covariates))
        return self._replace(inputs=inputs, covariates=covariates)

    def until(self, days: int) -> "Calendar":
        """Exactly the first `days` days; beyond its own end nothing is given and covariates stay as they are."""
        more = max(0, days - self.days)

        def nothing(one: np.ndarray) -> np.ndarray:
            return np.concatenate([one[:days], np.zeros((more, *one.shape[1:]))])

        def the_last(one: np.ndarray) -> np.ndarray:
            return np.concatenate([one[:days], np.repeat(one[-1:], more, axis=0)])

        inputs = {name: nothing(one) for name, one in self.inputs.items()}
        return self._replace(inputs=inputs, covariates={name: the_last(one) for name, one in self.covariates.items()})

    def of(self, which: Places) -> "Calendar":
        """The calendar of some of the women, by their places."""
        return self.each(lambda one: one if one.shape[-1] == 1 else one[..., which])


def brought(
    wiring: Wiring, members: Mapping[str, tuple[str, ...]], given: Mapping[str, np.ndarray], days: int
) -> dict[str, np.ndarray]:
    """The inputs of days of a book, name -> (day, axis, woman), from what a prescription gives.

    given: "dose" in ug (day, drug, woman), "share" of the usual amount and "blinded" (day, treatment, woman); what the
    book does not ask for is left out, and what is not given is nothing. "any dose" is 1 on days with a tablet, with a
    drug or without, (day, 1, woman); where it is not given, it follows from the doses.
    """
    found: dict[str, np.ndarray] = {}
    for name in wiring.of_kind("input"):
        entry = wiring.entries[name]
        brings = entry.details.get("brings")
        if brings == "any dose" and brings not in given:
            doses = given.get("dose", np.zeros((days, 1, 1)))
            found[name] = (doses.sum(axis=1, keepdims=True) > 0).astype(float)
        elif brings or entry.clock == "days":
            found[name] = given.get(str(brings), np.zeros((days, len(members[entry.per]), 1)))
    return found
