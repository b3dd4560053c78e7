"""Targets: the published numbers that the model must reproduce, as data, with every check that a row can fail."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from ..model.errors import BookError, UnknownName, nearest
from ..model.toml import Grade, read_list

Use = Literal["fit", "check"]
ObservedBy = Literal[
    "crf_report", "rheumatologist_visit", "pro_new_or_worse", "pro_threshold", "attribution_recall",
    "score", "lab", "pharmacy", "assay", "imaging",
]  # fmt: skip
USES: tuple[str, ...] = get_args(Use)
OBSERVED_BY: tuple[str, ...] = get_args(ObservedBy)
RATIOS = ("odds_ratio", "hazard_ratio", "risk_ratio", "rate_ratio", "ratio")
SHARES = ("percent", "percent_suppression", "percent_inhibition", "percent_conversion")
INTERVALS = ("ci95", "ci90", "iqr", "range")
SPREADS = (*INTERVALS, "sd", "cv_percent")
DAYS = {"hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 365.25 / 12, "years": 365.25}
UNITS = {
    "percent": " %", "percent_suppression": " %", "percent_inhibition": " %", "percent_change": " %",
    "percent_cv": " %", "percentage_points": " points", "ug/day": " ug a day", "pg/mL": " pg/mL", "ng/mL": " ng/mL",
    "pmol/L": " pmol/L", "weeks": " weeks", "months": " months",
    "bpi_points": " points of 10", "vas_points": " points of 10", "nrs_points": " points of 10",
    "odds_ratio": "", "risk_ratio": "", "rate_ratio": "", "hazard_ratio": "",
}  # fmt: skip
SIGNED = ("percent_change", "percentage_points", "bpi_points", "vas_points", "nrs_points")
NAMED = re.compile(r"\{(\w+?)( left)?( of 100)?\}")
TIME = re.compile(r"(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))? (hours|days|weeks|months|years)")


@dataclass(frozen=True)
class Target:
    """One published number.

    `definition` says how to compute it from simulated women, `observed_by` which instrument saw it, `time` when.
    `use`: "fit" or "check". `se` is None where none was printed; for ratios it is that of the natural logarithm.
    `spread`: {} or some of sd, cv_percent (numbers) and ci95, ci90, iqr, range ([low, high]). `n` is 0 if not reported.
    `comparator` is "" for a single arm. Percent values are 0 to 100.
    """

    id: str
    study: str
    population: str
    drug: str
    comparator: str
    quantity: str
    definition: str
    observed_by: ObservedBy
    time: str
    value: float
    unit: str
    n: int
    source: str
    grade: Grade
    use: Use
    note: str
    se: float | None = None
    spread: Mapping[str, Any] = field(default_factory=dict[str, Any], hash=False)

    @property
    def days(self) -> tuple[float, float]:
        """First and last day that `time` means; the same where it is one time."""
        return _days_of(self.time) or (float("nan"), float("nan"))

    @property
    def is_ratio(self) -> bool:
        """Whether `se` is on the natural-log scale."""
        return self.unit in RATIOS

    @property
    def in_words(self) -> str:
        """The number with its unit, and its 95 % interval where one was printed.

        Raises BookError for a unit that has no words.
        """
        if self.unit not in UNITS:
            raise BookError(f"the unit '{self.unit}' has no words", self.id, nearest(self.unit, UNITS))
        sign = "+" if self.unit in SIGNED else ""
        interval = "({:g} to {:g})".format(*self.spread["ci95"]) if "ci95" in self.spread else ""
        return f"{self.value:{sign}g}{UNITS[self.unit]} {interval}".rstrip()

    def of_100(self, left: bool = False) -> str:
        """A percentage as women of a hundred, in whole numbers; left: the others. Raises BookError for another unit."""
        if self.unit != "percent":
            raise BookError(f"{self.value} {self.unit} is no count of women", self.id, "name a percentage")
        return f"{100 - self.value if left else self.value:.0f} of 100"


def _days_of(time: str) -> tuple[float, float] | None:
    """First and last day that a time means; None where it cannot be read."""
    found = TIME.fullmatch(time)
    return (float(found[1]) * DAYS[found[3]], float(found[2] or found[1]) * DAYS[found[3]]) if found else None


@cache
def _all() -> dict[str, Target]:
    return {one.id: one for one in read_targets(Path(__file__).with_name("targets.toml"))}


def targets(use: str | None = None, observed_by: str | None = None) -> tuple[Target, ...]:
    """The targets, all or those for one use ("fit" or "check") and of one instrument, in the order of the file.

    Raises UnknownName with the nearest name for a use or an instrument that does not exist.
    """
    for name, asked, valid in (("use", use, USES), ("observed_by", observed_by, OBSERVED_BY)):
        if asked is not None and asked not in valid:
            raise UnknownName(f"no target has {name} = '{asked}'", fix=nearest(asked, valid))
    found = _all().values()
    return tuple(one for one in found if use in (None, one.use) and observed_by in (None, one.observed_by))


def target(id: str) -> Target:
    """The target of this id. Raises UnknownName with the nearest id."""
    if id not in _all():
        raise UnknownName(f"there is no target '{id}'", "targets.toml", _nearest_id(id))
    return _all()[id]


def named(text: str) -> tuple[Target, ...]:
    """The targets whose ids stand in a text in braces. Raises UnknownName with the nearest id."""
    return tuple(target(id) for id, *_ in NAMED.findall(text))


def filled(text: str) -> str:
    """The text with the published number in the place of each id in braces, as `Target.in_words`.

    {id of 100}: a percentage as women of a hundred; {id left of 100}: the others of the hundred.
    """
    return NAMED.sub(lambda one: target(one[1]).of_100(bool(one[2])) if one[3] else target(one[1]).in_words, text)


def _nearest_id(id: str) -> str:
    """As `nearest`, but without listing hundreds of ids."""
    fix = nearest(id, _all())
    return fix if fix.startswith("did you mean") else "list them: [one.id for one in targets()]"


def read_targets(path: str | Path) -> tuple[Target, ...]:
    """All the rows of a file of targets. Raises BookError naming the row and the fix."""
    found = read_list(path, "target", Target, by="id")
    for where, one in found.items():
        _check(one, where)
    return tuple(found.values())


def _check(one: Target, where: str) -> None:
    """What the type of a field does not say."""
    for name in one.spread:
        if name not in SPREADS:
            raise BookError(f"no spread '{name}'", where, nearest(name, SPREADS))
    value, unit, days = one.value, one.unit, _days_of(one.time)
    intervals: Iterable[tuple[float, float]] = [one.spread[name] for name in INTERVALS if name in one.spread]
    for fails, what, fix in (
        (not re.fullmatch(r"[a-z0-9_]+", one.id), "an id is snake_case", "use a-z, 0-9 and _"),
        (one.grade == "memory" and one.use == "fit", "a number from memory is fitted", 'write use = "check"'),
        (days is None, f"time = '{one.time}' cannot be read", 'write e.g. "6 months" or "0-5 years"'),
        (days is not None and days[1] < days[0], "the time ends before it begins", "swap the two"),
        (unit in SHARES and not 0 <= value <= 100, f"{value} is no {unit}", "percent values are 0 to 100"),
        (unit in RATIOS and value <= 0, f"{value} is no {unit}", "a ratio is above 0"),
        (one.se is not None and one.se <= 0, f"se = {one.se}", "a standard error is above 0"),
        (one.n < 0, f"n = {one.n}", "write 0 where it is not reported"),
        (any(not low <= value <= high for low, high in intervals), "the interval misses the value", "check the two"),
    ):
        if fails:
            raise BookError(what, where, fix)
