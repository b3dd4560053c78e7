"""Inputs: from women as they are described to arrays of numbers of their own, in balance at waking on day 0."""
# pyright: reportUnknownMemberType=false

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import jax
import numpy as np

from ..model.book import Book
from ..model.chance import draw
from ..model.day import State, each
from ..model.fields import Given
from ..model.schema import WEIGHT, to_days
from ..model.theory import Theory
from ..model.values import Values
from ..people import Women, traits
from .program import LANES, Program

MOST_TRIES, CLOSE = 40, 1e-5  # of a solution: how often the women are put in balance, and how near it comes


@partial(jax.jit, static_argnums=0)
def prepare(
    program: Program,
    parameters: Values,
    spreads: Values,
    weights: Values,
    drawn: Values,
    given: Values,
    noise_before: Values,
) -> tuple[Values, State, Values]:
    """Each woman's own numbers, her state at waking on day 0, and what may be given, as it is before treatment."""
    own = traits.own_numbers(parameters, program.kinds, spreads, drawn)
    own |= {WEIGHT + name: weight for name, weight in weights.items()}
    own = program.step.complete_person(own, given)
    noises = {n: program.wiring.entries[n].size * noise_before[n] for n in program.wiring.of_kind("noise")}
    asked = tuple(row.of for row in program.book.given.values())
    return own, *program.step.begin(own, noises, asked)


@dataclass
class Inputs:
    """The arguments of `prepare`, adjusted to what was said about a woman.

    told: the numbers that are given for each woman, (1, lane): her covariates, and what she was solved through.
    """

    program: Program
    theory: Theory
    parameters: Values
    drawn: Values
    told: Values
    women: Women
    dtype: type[Any]

    @classmethod
    def of(cls, women: Women, program: Program, theory: Theory, parameters: Values, dtype: type[Any]) -> "Inputs":
        """What chance gives to these women, and what was said of them."""
        drawn = traits.draw_traits(program.book, program.wiring, women, program.members, program.kinds)
        inputs = cls(program, theory, parameters, drawn, in_days(program.book, women), women, dtype)
        numbers = {row.through for row in program.book.given.values()} & parameters.keys()
        inputs.told |= {name: np.full((1, LANES), float(parameters[name])) for name in numbers}
        for name in program.book.given:
            inputs.give(name)
        return inputs

    def prepare(self) -> tuple[Values, State, Values]:
        """Own numbers, the state at waking on day 0, and what may be given, as it is before treatment."""
        noises = self.program.wiring.of_kind("noise")
        noise = {name: draw(self.women.seed, self.women.ids, f"{name} before")[None] for name in noises}
        arrays = (self.parameters, self.program.spreads, self.theory.weights, self.drawn, self.told, noise)
        given = each(partial(np.asarray, dtype=self.dtype), arrays)
        return cast(tuple[Values, State, Values], prepare(self.program, *given))

    def give(self, name: str) -> None:
        """Meet what was said of the women, in each lane by itself: through the number or trait that the book names."""
        row, said = self.program.book.given[name], self.women.given.get(name)
        if said is None or np.isnan(said).all():
            return
        if row.draw:
            self._draw_places(row, said)
        wanted, through = ~np.isnan(said) & ~(bool(row.draw) & (said == 0)), row.through
        limits, usual = np.array([row.least, row.most], float), self.told.get(through)
        if usual is not None:  # a number above zero: what is sought is the logarithm of a factor
            limits = np.log(limits / float(self.parameters[through]))
        start = np.zeros(LANES) if usual is not None else self.drawn[through][0]
        aims = _open_ended(np.where(wanted, said, 1.0), row)

        def missing(x: np.ndarray) -> np.ndarray:
            if usual is None:
                self.drawn[through] = x[None]
            else:
                self.told[through] = usual * np.exp(x)
            value = np.asarray(self.prepare()[2][row.of], float)[0]
            return _open_ended(value, row) - aims

        missing(solve(missing, start, float(limits[0]), float(limits[1]), wanted))

    def _draw_places(self, row: Given, said: np.ndarray) -> None:
        """No place is drawn in a woman who says none; in one who says some, at least the likeliest is."""
        draws = np.array(self.drawn[row.draw])
        entry = self.program.wiring.entries[row.likely]
        likely = self.program.book.numbers_of(entry, self.program.members[entry.per])
        draws[:, said == 0] = 1.0
        for lane in np.flatnonzero(said > 0):
            draws[np.argmin(draws[:, lane] / likely), lane] = 0.0
        self.drawn[row.draw] = draws


def solve(
    missing: Callable[[np.ndarray], np.ndarray], start: np.ndarray, least: float, most: float, wanted: np.ndarray
) -> np.ndarray:
    """Where a rising function of each lane is zero: regula falsi (Illinois), every lane by itself; else a limit.

    missing: x (lane,) -> what is too much, (lane,). A lane's way does not depend on the others.
    """
    low, high = np.full(start.shape, least), np.full(start.shape, most)
    at_low, at_high = np.full(start.shape, -np.inf), np.full(start.shape, np.inf)
    x, side, open_lanes = np.array(start, float), np.zeros(start.shape), wanted.copy()
    for _ in range(MOST_TRIES):
        found = missing(x)
        done = np.abs(found) < CLOSE
        open_lanes = open_lanes & ~done & (high - low > CLOSE)
        if not open_lanes.any():
            break
        below = open_lanes & (found < 0)
        above = open_lanes & (found >= 0)
        at_high = np.where(below & (side < 0), at_high / 2, at_high)
        at_low = np.where(above & (side > 0), at_low / 2, at_low)
        low, at_low = np.where(below, x, low), np.where(below, found, at_low)
        high, at_high = np.where(above, x, high), np.where(above, found, at_high)
        side = np.where(below, -1, np.where(above, 1, side))
        known = np.isfinite(at_low) & np.isfinite(at_high)
        with np.errstate(invalid="ignore", divide="ignore"):
            secant = low - at_low * (high - low) / (at_high - at_low)
        step = np.where(below, np.minimum(x - found, (x + most) / 2), np.maximum(x - found, (x + least) / 2))
        x = np.where(open_lanes, np.where(known, secant, step), x)
    return x


def _open_ended(value: np.ndarray, row: Given) -> np.ndarray:
    """A value on a scale without ends, on which solving is nearly linear: log, or log-odds within its range."""
    least, most = row.range or (0, np.inf)
    share = np.maximum(value - least, 1e-12)
    return np.log(share) - (np.log(np.maximum(most - value, 1e-12)) if np.isfinite(most) else 0.0)


def in_days(book: Book, women: Women) -> dict[str, np.ndarray]:
    """The covariates as the chapters read them, time in days, (1, lane)."""
    return {name: value[None] * to_days(book.covariates[name].unit)[0] for name, value in women.covariates.items()}
