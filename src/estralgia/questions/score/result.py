"""What a score is made of: predictions beside the published numbers, by group, and what could not be computed."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from .intervals import Z_90, Interval

DECIMALS = 4


@dataclass(frozen=True)
class Predicted:
    """One target: published, predicted, and the 90 % interval of what such a study would find, were the model true.

    low, high, inside, z and log_score are with the study's offset; `_alone` are those without it. z: standard errors by
    which the published number lies above the prediction. width: that of the interval, in the unit of the target.
    target_error, simulation_error, offset: standard errors on the scale of the interval (logit, log or linear).
    """

    id: str
    study: str
    group: str
    unit: str
    published: float
    predicted: float
    low: float
    high: float
    low_alone: float
    high_alone: float
    inside: bool
    inside_alone: bool
    z: float
    z_alone: float
    log_score: float
    log_score_alone: float
    target_error: float
    simulation_error: float
    offset: float
    judged: str
    stand_in: str

    @property
    def width(self) -> float:
        """The width of the interval with the offset, in the unit of the target."""
        return self.high - self.low


def predicted(one, value: float, found: Interval) -> Predicted:
    """The prediction of a scored target. A number is inside where its z is at most that of the ends of the interval."""
    (low, high), (low_alone, high_alone) = found.ends(), found.ends(offset=False)
    z, alone = found.z(), found.z(offset=False)
    return Predicted(
        one.target.id, one.target.study, one.group.name, one.target.unit, one.target.value, value, low, high, low_alone,
        high_alone, bool(abs(z) <= Z_90), bool(abs(alone) <= Z_90), z, alone, found.log_score(),
        found.log_score(offset=False), float(found.error), float(found.simulation), found.offset, one.row.reason,
        one.row.stand_in,
    )  # fmt: skip


@dataclass(frozen=True)
class Tally:
    """Some targets: how many, how many inside with and without the offset, mean log score and absolute z, mean width.

    width is that of the targets of the most frequent unit, `unit`.
    """

    targets: int
    inside: int
    inside_alone: int
    log_score: float
    median_z: float
    width: float
    unit: str


def tally(some: Iterable[Predicted]) -> Tally:
    """The tally of some predictions; NaN of none."""
    rows = list(some)
    if not rows:
        return Tally(0, 0, 0, math.nan, math.nan, math.nan, "")
    unit = Counter(one.unit for one in rows).most_common(1)[0][0]
    widths = [one.width for one in rows if one.unit == unit]
    middle = sorted(abs(one.z) for one in rows)
    median = (middle[(len(rows) - 1) // 2] + middle[len(rows) // 2]) / 2
    log_score = sum(one.log_score for one in rows) / len(rows)
    inside, alone = sum(one.inside for one in rows), sum(one.inside_alone for one in rows)
    return Tally(len(rows), inside, alone, log_score, median, sum(widths) / len(widths), unit)


@dataclass(frozen=True)
class Score:
    """A theory scored against the published numbers.

    targets: predictions in the order of the groups. background: of the same targets that pain decides about, with no
    drug effect on pain. left_out: target -> why it was not computed. of_pain: names of groups of pain.
    """

    targets: tuple[Predicted, ...]
    background: tuple[Predicted, ...]
    left_out: Mapping[str, str]
    of_pain: tuple[str, ...]
    use: str
    theory: str
    numbers: Mapping[str, float]
    women: int
    seed: int

    def __getitem__(self, id: str) -> Predicted:
        """The prediction of a target. Raises UnknownName with the nearest id, or the reason why it was left out."""
        from ...model.errors import UnknownName, nearest

        found = {one.id: one for one in self.targets}
        if id not in found:
            raise UnknownName(f"no target '{id}' was scored", fix=self.left_out.get(id) or nearest(id, found))
        return found[id]

    @property
    def groups(self) -> dict[str, tuple[Tally, Tally]]:
        """Group -> tally of the theory, and of the background alone (empty where pain plays no part)."""
        names = dict.fromkeys(one.group for one in self.targets)
        return {name: (self.tally([name]), self.tally([name], background=True)) for name in names}

    def tally(self, groups: Iterable[str] | None = None, background: bool = False) -> Tally:
        """The tally of some groups, by default of all."""
        rows, names = self.background if background else self.targets, None if groups is None else set(groups)
        return tally(one for one in rows if names is None or one.group in names)

    @property
    def parts(self) -> dict[str, tuple[Tally, Tally]]:
        """All targets, those of pain, and those of drugs and hormones, each as in `groups`.

        Of all, the background alone counts the targets of drugs and hormones as the theory predicts them.
        """
        drug = [one for one in self.targets if one.group not in self.of_pain]
        return {
            "all": (tally(self.targets), tally([*self.background, *drug])),
            "pain": (self.tally(self.of_pain), tally(self.background)),
            "all but pain": (tally(drug), tally([])),
        }

    def misses(self, count: int = 12) -> list[Predicted]:
        """The targets outside their interval, those furthest from the prediction first."""
        return sorted((one for one in self.targets if not one.inside), key=lambda one: -abs(one.z))[:count]

    def record(self) -> dict:
        """What programs read; null where there is no number."""
        return {
            "use": self.use, "theory": self.theory, "numbers": dict(self.numbers), "women": self.women,
            "seed": self.seed, "interval": "90 %",
            "parts": _pairs(self.parts), "groups": _pairs(self.groups),
            "targets": [_rounded(asdict(one) | {"width": one.width}) for one in self.targets],
            "background_only": [_rounded(asdict(one) | {"width": one.width}) for one in self.background],
            "left_out": dict(self.left_out),
        }  # fmt: skip

    def __repr__(self) -> str:
        found = self.tally()
        return f"{found.inside} of {found.targets} targets inside 90 %, theory '{self.theory}', {self.women} women"


def _pairs(tallies: Mapping[str, tuple[Tally, Tally]]) -> dict:
    return {
        name: {"theory": _rounded(asdict(one)), "background_only": _rounded(asdict(two)) if two.targets else None}
        for name, (one, two) in tallies.items()
    }


def _rounded(row: dict) -> dict:
    def plain(value):
        if not isinstance(value, float):
            return value
        return round(value, DECIMALS) if math.isfinite(value) else None

    return {name: plain(value) for name, value in row.items()}
