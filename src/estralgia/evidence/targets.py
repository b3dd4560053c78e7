"""Targets: the published numbers that the model must reproduce, as data, with every check that a row can fail."""

import re
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path

from ..model.errors import EstralgiaError, nearest
from ..model.schema import GRADES, read_toml

USES = ("fit", "check")
OBSERVED_BY = (
    "crf_report", "rheumatologist_visit", "pro_new_or_worse", "pro_threshold", "attribution_recall",
    "score", "lab", "pharmacy", "assay", "imaging",
)  # fmt: skip
RATIOS = ("odds_ratio", "hazard_ratio", "risk_ratio", "rate_ratio", "ratio")
SHARES = ("percent", "percent_suppression", "percent_inhibition", "percent_conversion")
INTERVALS = ("ci95", "ci90", "iqr", "range")
SPREADS = (*INTERVALS, "sd", "cv_percent")
DAYS = {"hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 365.25 / 12, "years": 365.25}
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
    observed_by: str
    time: str
    value: float
    unit: str
    n: int
    source: str
    grade: str
    use: str
    note: str
    se: float | None = None
    spread: dict = field(default_factory=dict, hash=False)

    @property
    def days(self) -> tuple[float, float]:
        """First and last day that `time` means; the same where it is one time."""
        first, last, unit = TIME.fullmatch(self.time).groups()  # type: ignore[union-attr]  # checked when it was read
        return float(first) * DAYS[unit], float(last or first) * DAYS[unit]

    @property
    def is_ratio(self) -> bool:
        """Whether `se` is on the natural-log scale."""
        return self.unit in RATIOS


@cache
def _all() -> dict[str, Target]:
    return {one.id: one for one in read_targets(Path(__file__).with_name("targets.toml"))}


def targets(use: str | None = None, observed_by: str | None = None) -> tuple[Target, ...]:
    """The targets, all or those for one use ("fit" or "check") and of one instrument, in the order of the file.

    Raises EstralgiaError with the nearest name for a use or an instrument that does not exist.
    """
    for name, asked, valid in (("use", use, USES), ("observed_by", observed_by, OBSERVED_BY)):
        if asked is not None and asked not in valid:
            raise EstralgiaError(f"no target has {name} = '{asked}'", fix=nearest(asked, valid))
    found = _all().values()
    return tuple(one for one in found if use in (None, one.use) and observed_by in (None, one.observed_by))


def target(id: str) -> Target:
    """The target of this id. Raises EstralgiaError with the nearest id."""
    if id not in _all():
        raise EstralgiaError(f"there is no target '{id}'", "targets.toml", _nearest_id(id))
    return _all()[id]


def _nearest_id(id):
    """As `nearest`, but without listing hundreds of ids."""
    fix = nearest(id, _all())
    return fix if fix.startswith("did you mean") else "list them: [one.id for one in targets()]"


def read_targets(path: str | Path) -> tuple[Target, ...]:
    """All the rows of a file of targets. Raises EstralgiaError naming the row and the fix."""
    found = {}
    for row in read_toml(path)["target"]:
        where = f"{Path(path).name}, {row.get('id', 'a target without id')}"
        _check(row, where)
        if row["id"] in found:
            raise EstralgiaError("an id stands twice", where, "give the two different ids")
        found[row["id"]] = Target(**row)
    return tuple(found.values())


def _check(row, where):
    known = [one.name for one in fields(Target)]
    for name in row:
        if name not in known:
            raise EstralgiaError(f"a target has no field '{name}'", where, nearest(name, known))
    missing = [name for name in known if name not in row and name not in ("se", "spread")]
    if missing:
        raise EstralgiaError(f"{', '.join(missing)} missing", where, "add what is missing")
    for name, valid in (("use", USES), ("observed_by", OBSERVED_BY), ("grade", GRADES)):
        if row[name] not in valid:
            raise EstralgiaError(f"{name} = '{row[name]}'", where, nearest(row[name], valid))
    for name in row.get("spread", {}):
        if name not in SPREADS:
            raise EstralgiaError(f"no spread '{name}'", where, nearest(name, SPREADS))
    value, unit = row["value"], row["unit"]
    if not isinstance(value, int | float):
        raise EstralgiaError(f"'{value}' is no number", where, "write a number")
    intervals = [row["spread"][name] for name in INTERVALS if name in row.get("spread", {})]
    time = TIME.fullmatch(row["time"])
    for fails, what, fix in (
        (not re.fullmatch(r"[a-z0-9_]+", row["id"]), "an id is snake_case", "use a-z, 0-9 and _"),
        (row["grade"] == "memory" and row["use"] == "fit", "a number from memory is fitted", 'write use = "check"'),
        (not time, f"time = '{row['time']}' cannot be read", 'write e.g. "6 months" or "0-5 years"'),
        (bool(time and time[2] and float(time[2]) < float(time[1])), "the time ends before it begins", "swap the two"),
        (unit in SHARES and not 0 <= value <= 100, f"{value} is no {unit}", "percent values are 0 to 100"),
        (unit in RATIOS and value <= 0, f"{value} is no {unit}", "a ratio is above 0"),
        (row.get("se", 1) <= 0, f"se = {row.get('se')}", "a standard error is above 0"),
        (row["n"] < 0, f"n = {row['n']}", "write 0 where it is not reported"),
        (any(not low <= value <= high for low, high in intervals), "the interval misses the value", "check the two"),
    ):
        if fails:
            raise EstralgiaError(what, where, fix)
