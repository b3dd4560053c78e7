"""The leaflet that runs: what women are told about these pains, claim by claim, simulated beside the record."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field

from ...book import BOOK
from ...model.book import Book
from ...model.theory import Theory
from ...people import Women, population
from ...runners.run import Run
from . import courses, measures
from .contents import Claim, Quantity, claim, claims
from .runs import Runs

__all__ = ["Claim", "Measured", "Shown", "claim", "claims", "leaflet"]

WOMEN = 512


@dataclass(frozen=True)
class Measured:
    """A quantity with its value; `twin` is that of the untreated twins, None where it is not asked for."""

    quantity: Quantity
    value: float
    twin: float | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the value lies within its bounds; None where there are none."""
        low, high = self.quantity.bounds
        return low <= self.value <= high if self.quantity.is_bound else None

    @property
    def simulated(self) -> str:
        """The value with its unit; "none" where there is nobody to measure it in."""
        return _with_unit(self.value, self.quantity.unit)

    @property
    def untreated(self) -> str:
        """The same of the untreated twins; "" where it is not asked for."""
        return "" if self.twin is None else _with_unit(self.twin, self.quantity.unit)

    @property
    def bounds(self) -> str:
        """The bounds in words, and where they come from; "" without any."""
        if not self.quantity.is_bound:
            return ""
        low, high = self.quantity.bounds
        if math.isinf(low) or math.isinf(high):
            words = f"at most {high:g}" if math.isinf(low) else f"at least {low:g}"
        else:
            words = f"{low:g} to {high:g}"
        return f"{words}, {'the published, widened' if self.quantity.targets else 'assumed'}"


@dataclass(frozen=True)
class Shown:
    """A claim with what was measured of it, in how many women, with which seed, theory and changed numbers.

    `course`: its first run.
    """

    claim: Claim
    measured: tuple[Measured, ...]
    women: int
    seed: int
    theory: str
    numbers: Mapping[str, float]
    course: Run = field(repr=False, compare=False)

    @property
    def holds(self) -> bool:
        """Whether all that can fail lies within its bounds."""
        return all(one.holds is not False for one in self.measured)

    def record(self) -> dict:
        """What programs read."""
        row = asdict(self.claim)
        row["shows"] = [
            {
                "what": one.quantity.what, "value": _number(one.value), "unit": one.quantity.unit,
                "untreated": _number(one.twin), "bounds": one.bounds, "holds": one.holds,
                "published": one.quantity.published, "targets": [*one.quantity.targets, *one.quantity.beside],
            }
            for one in self.measured
        ]  # fmt: skip
        run = {"women": self.women, "seed": self.seed, "theory": self.theory, "numbers": dict(self.numbers)}
        return row | {"holds": self.holds} | run


def leaflet(
    claims: Iterable[int] | None = None,
    *,
    women: Women | int = WOMEN,
    seed: int = 1,
    theory: str | Theory = "all",
    numbers: Mapping[str, float] | None = None,
    book: Book = BOOK,
    progress: Callable[[float], None] | None = None,
) -> list[Shown]:
    """Run the claims of the leaflet, each with its measured quantities beside the published ones.

    claims: their numbers, by default all. women: how many, or which. theory and numbers: as `simulate` takes them, of
    every run that does not choose its own; those of `claim(8).without` switch off what carries claim 8. progress: is
    called with the share that is done. book: that all runs read, see `simulate`.
    Raises EstralgiaError for a claim that does not exist.
    """
    chosen = [claim(number) for number in claims] if claims is not None else list(_all())
    group = population(women, seed=seed) if isinstance(women, int) else women
    runs = Runs(group, seed, theory, numbers, book)
    runs.make(list(dict.fromkeys(name for one in chosen for name in one.runs)), progress)
    return [_shown(one, runs) for one in chosen]


def _all():
    return claims()


def _shown(one: Claim, runs: Runs) -> Shown:
    found = tuple(_measured(quantity, runs) for quantity in one.shows)
    return Shown(one, found, len(runs.women), runs.seed, runs.theory.name, runs.numbers, runs[one.runs[0]])


def _measured(quantity: Quantity, runs: Runs) -> Measured:
    twin = _value(quantity.twin, runs) if quantity.twin else None
    return Measured(quantity, _value(quantity.measure, runs), twin)


def _value(words, runs) -> float:
    name, *given = words
    return float(getattr(measures if hasattr(measures, name) else courses, name)(runs, *given))


def _number(value):
    return None if value is None or math.isnan(value) else round(value, 4)


def _with_unit(value: float, unit: str) -> str:
    if math.isnan(value):
        return "none"
    if unit in ("", "ratio"):
        return f"{value:.2g}"
    digits = 1 if unit in ("%", "weeks", "times", "percentage points") and not 10 <= abs(value) <= 90 else 0
    digits = 2 if unit == "points" else digits
    return f"{value:z.{digits}f} {unit}"
