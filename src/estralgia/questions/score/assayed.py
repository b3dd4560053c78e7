"""Measures of drugs, enzyme, estrogens, bone and tumor; every hormone passes through an assay of evidence/assays.toml.

A measure takes a `Place` and the words behind its name in evidence/scoring. It gives a Sample.
"""

import numpy as np

from ...evidence.assays import assay, below_limit
from ...runners.run import UNTREATED, Run
from ..hours import by_the_hour
from .blood import HOURS_PER_DAY, area, drawn, over_the_day
from .runs import Place
from .sample import AVERAGES, Sample, correlation, geometric_mean, mean, percent, quantile

PICOMOLES = {"estradiol": 3.671, "estrone": 3.699}  # pmol/L in a pg/mL
STEADY = 364
DAYS_PER_YEAR = 365.25


def _on(run: Run, name: str, arm: str, day: float) -> np.ndarray:
    return run[name].sel(arm=arm).sel(time=day, method="nearest").values


def _drug(run: Run, name: str, arm: str, drug: str, day: float) -> np.ndarray:
    return run[name].sel(arm=arm, drug=drug).sel(time=day, method="nearest").values


def concentration(at: Place, drug: str, average: str) -> Sample:
    """A drug at steady state at an hour of hers, ng/mL; average: see AVERAGES."""
    return Sample((_drug(drawn(at.run, drug, STEADY), "concentration", drug, drug, STEADY),), AVERAGES[average])


def concentration_with(at: Place, drug: str, covariate: str) -> Sample:
    """Correlation of a drug at steady state with a covariate."""
    level = _drug(drawn(at.run, drug, STEADY), "concentration", drug, drug, STEADY)
    return Sample((level, at.run.women.covariates[covariate]), correlation)


def trough(at: Place, arm: str, drug: str, day: float) -> Sample:
    """Mean of a drug before the tablet of a day, ng/mL."""
    return Sample((_drug(at.run, "concentration", arm, drug, day),), mean)


def trough_mean(at: Place, arm: str, drug: str, day: float) -> Sample:
    """Geometric mean of a drug before the tablet of a day, ng/mL."""
    return Sample((_drug(at.run, "concentration", arm, drug, day),), geometric_mean)


def concentration_ratio_beside(at: Place, drug: str, day: float) -> Sample:
    """Geometric mean of a drug over that of the same women in the other run, of as many as both hold."""
    both = [_drug(run, "concentration", drug, drug, day) for run in (at.run, at.beside)]
    columns = tuple(one[: min(map(len, both))] for one in both)
    return Sample(columns, lambda one, other: geometric_mean(one) / geometric_mean(other))


def accumulation(at: Place, drug: str, day: int, until: int) -> Sample:
    """Area under a drug in one steady day over that of one tablet, in the other run, until a day; geometric mean."""
    steady, alone = area(at.run.arm(drug), drug, day, day + 1), area(at.beside.arm(drug), drug, 0, until)
    return Sample((steady / alone,), geometric_mean)


def clearance_an_hour(at: Place, drug: str) -> Sample:
    """Mean clearance at a low level, L/h."""
    return Sample((_drug(at.run, "own_clearance", drug, drug, 0) / HOURS_PER_DAY,), mean)


def volume_per_weight(at: Place, drug: str) -> Sample:
    """Mean volume of distribution, L/kg."""
    return Sample((_drug(at.run, "distribution_volume", drug, drug, 0) / at.run.women.covariates["weight"],), mean)


def area_of_one_tablet(at: Place, drug: str, milligrams: float) -> Sample:
    """Geometric mean of the area under the curve of one tablet: dose over clearance at a low level, ng h/mL."""
    area = 1000 * milligrams * HOURS_PER_DAY / _drug(at.run, "own_clearance", drug, drug, 0)
    return Sample((area,), geometric_mean)


def peak_of_one_tablet(at: Place, arm: str, day: int) -> Sample:
    """Geometric mean of the highest level at the hours that are looked at of a day, ng/mL."""
    course = at.run.arm(arm)
    levels = by_the_hour(course, day, ("concentration",))["concentration"].isel(arm=0, drug=0)
    return Sample((levels.max("hour").values,), geometric_mean)


def _read(run: Run, arm: str, quantity: str, method: str, day: int, hour: str) -> np.ndarray:
    """What an assay reads in one arm on a day, (woman,); hour: "any" of the day, "waking", or its "mean"."""
    if hour == "mean":
        run = over_the_day(run, arm, day, quantity)
    elif hour == "any":
        run = drawn(run, arm, day)
    return assay(run, quantity, method=method, day=day).sel(arm=arm).values


def _fraction(run: Run, arm: str, quantity: str, method: str, day: int, hour: str) -> np.ndarray:
    """What an assay reads in one arm on a day, relative to what it reads of the same women before the tablets."""
    before = _read(run, UNTREATED, quantity, method, 0, hour)
    return _read(run, arm, quantity, method, day, hour) / before


def suppressed(at: Place, arm: str, quantity: str, method: str, day: int, hour: str = "any") -> Sample:
    """Mean percent by which what the assay reads falls from her own baseline; hour: see `_read`."""
    return Sample((1 - _fraction(at.run, arm, quantity, method, day, hour),), percent)


def left(at: Place, arm: str, quantity: str, method: str, day: int, hour: str = "any") -> Sample:
    """Mean percent of her own baseline that the assay reads."""
    return Sample((_fraction(at.run, arm, quantity, method, day, hour),), percent)


def level(at: Place, arm: str, quantity: str, method: str, day: int, average: str) -> Sample:
    """What the assay reads on a day, pmol/L; average: see AVERAGES."""
    return Sample((_read(at.run, arm, quantity, method, day, "any"),), AVERAGES[average])


def level_from(at: Place, arm: str, quantity: str, method: str, day: int, before: float) -> Sample:
    """Mean of what the assay reads on a day, pmol/L, in women of whom it read so much before."""
    columns = (_read(at.run, one, quantity, method, on, "any") for one, on in ((arm, day), (UNTREATED, 0)))
    return Sample(tuple(columns), lambda later, first: before * mean(later) / mean(first))


def below(at: Place, arm: str, quantity: str, method: str, day: int) -> Sample:
    """Percent of women in whom the assay reads less than its limit."""
    found = below_limit(drawn(at.run, arm, day), quantity, method=method, day=day).sel(arm=arm)
    return Sample((found.values.astype(float),), percent)


def inadequate(at: Place, arm: str, method: str, estrone: float, estradiol: float, day: int) -> Sample:
    """Percent of women in whom both estrogens are read at or above these levels, pmol/L."""
    limits = {"estrone": estrone, "estradiol": estradiol}
    above = [_read(at.run, arm, name, method, day, "any") >= least for name, least in limits.items()]
    return Sample((1.0 * (above[0] & above[1]),), percent)


def _untreated(run: Run, quantity: str, method: str) -> np.ndarray:
    return _read(run, UNTREATED, quantity, method, 0, "any")


def untreated_level(at: Place, quantity: str, method: str, place: float) -> Sample:
    """The level of the untreated woman at this place of a hundred, pg/mL."""
    return Sample((_untreated(at.run, quantity, method) / PICOMOLES[quantity],), quantile(place))


def untreated_mean(at: Place, quantity: str, method: str) -> Sample:
    """The mean level of untreated women, pg/mL."""
    return Sample((_untreated(at.run, quantity, method) / PICOMOLES[quantity],), mean)


def untreated_level_of_bmi(at: Place, quantity: str, method: str, least: float, below: float) -> Sample:
    """The mean level of untreated women of a range of body mass, pg/mL."""
    levels, bmi = _untreated(at.run, quantity, method) / PICOMOLES[quantity], at.run.women.covariates["bmi"]
    return Sample((np.where((bmi >= least) & (bmi < below), levels, np.nan),), mean)


def untreated_correlation(at: Place, method: str) -> Sample:
    """Correlation of the logarithms of untreated estrone and estradiol."""
    return Sample(tuple(np.log(_untreated(at.run, name, method)) for name in PICOMOLES), correlation)


def rise_after(at: Place, arm: str, quantity: str, method: str, last: int, day: int) -> Sample:
    """Median percent change of what the assay reads from a day with tablets to one without."""
    before, after = (_read(at.run, arm, quantity, method, one, "any") for one in (last, day))
    return Sample((100 * (after / before - 1),), quantile(50))


def recovered(at: Place, arm: str, day: float) -> Sample:
    """Mean of true estradiol on a day over her own level without tablets."""
    return Sample((_on(at.run, "estradiol", arm, day) / _on(at.run, "own_estradiol", arm, day),), mean)


def conversion(at: Place) -> Sample:
    """Mean percent of androstenedione that becomes estrone without tablets."""
    return Sample((_on(at.run, "aromatized_share", UNTREATED, 0),), percent)


def bone_change(at: Place, quantity: str, arm: str, first: float, last: float) -> Sample:
    """Mean percent change of a density from one day to another."""
    return Sample((_on(at.run, quantity, arm, last) / _on(at.run, quantity, arm, first) - 1,), percent)


def marker_change(at: Place, arm: str, day: float) -> Sample:
    """Percent change of the mean marker of bone resorption by a day."""
    columns = tuple(_on(at.run, "bone_turnover", arm, one) for one in (day, 0))
    return Sample(columns, lambda later, first: 100 * (mean(later) / mean(first) - 1))


def recurrence(at: Place, arm: str, other: str, first: float, last: float) -> Sample:
    """Mean rate of recurrence from one year to another in one arm over that in another."""
    ratio = at.run["recurrence_ratio"].sel(time=slice(first * DAYS_PER_YEAR, last * DAYS_PER_YEAR)).mean("time")
    return Sample(tuple(ratio.sel(arm=one).values for one in (arm, other)), lambda one, two: mean(one) / mean(two))
