"""Thresholds: where a line is drawn through what women feel, and through time, each once, from thresholds.toml."""

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Literal

from ..model.toml import Grade, read_row, read_toml


@dataclass(frozen=True)
class Threshold:
    """One line: what it parts, its value and unit, keys of references.bib, and how sure it is."""

    meaning: str
    value: float
    unit: Literal["points", "days", "weeks", "years", "1"]
    source: tuple[str, ...]
    grade: Grade
    note: str = ""


@dataclass(frozen=True)
class Thresholds:
    """Every line of thresholds.toml."""

    felt: Threshold
    felt_at_site: Threshold
    earlier_weeks: Threshold
    hurting: Threshold
    severe: Threshold
    half_a_year: Threshold
    last_weeks: Threshold
    eased: Threshold
    lost: Threshold
    soon_after_menopause: Threshold
    long_after_menopause: Threshold


@cache
def thresholds() -> Thresholds:
    """The lines, each with its meaning, unit, source and grade."""
    path = Path(__file__).with_name("thresholds.toml")
    return read_row(read_toml(path), Thresholds, path.name)


def thresholds_by_name() -> dict[str, Threshold]:
    """Name -> line, in the order of the file."""
    return {one.name: getattr(thresholds(), one.name) for one in fields(Thresholds)}


FELT = thresholds().felt.value
FELT_AT_SITE = thresholds().felt_at_site.value
HURTING = thresholds().hurting.value
SEVERE = thresholds().severe.value
HALF_A_YEAR = round(7 * thresholds().half_a_year.value)  # days
