"""A population: women with the marginals and correlations that people.toml of a book gives."""

import numpy as np
from scipy.special import expit, logit  # pyright: ignore[reportMissingTypeStubs]

from ..book import BOOK
from ..model.chance import draw
from ..model.errors import InputError, TooLarge
from .patient import Patient
from .women import LARGEST_ID, Women, check_seed

MOST_DRAWS = 64  # of an age: one in nine is drawn again, so nobody is left after twenty


def population(n: int, seed: int = 0, like: Patient | None = None) -> Women:
    """n women after menopause, with the marginals and correlations of people.toml; woman i is always the same.

    like: all with the covariates of this woman and what is said of her, each with a chance of her own: women like her.
    """
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
        raise InputError(
            "a population is a whole number of women, at least 1", f"n = {n!r}", "write e.g. population(1000)"
        )
    if n >= LARGEST_ID:
        raise TooLarge(
            f"{n:,} women are more than there are keys for", f"n = {n}", f"ask for fewer than {LARGEST_ID:,}"
        )
    check_seed(seed)
    if like is not None:
        her = like.women(seed)
        same = {name: np.full(n, value[0]) for name, value in her.covariates.items()}
        return Women(np.arange(n), same, seed, {name: np.full(n, value[0]) for name, value in her.given.items()})
    ids = np.arange(n)
    return Women(ids, _drawn(ids, seed, BOOK.tables["people"]["covariate"]), seed)


def _drawn(ids, seed, table) -> dict[str, np.ndarray]:
    """What chance makes of these women, name -> (woman,), in the order of the table."""

    def normal(name, mean, sd):
        return mean + sd * draw(seed, ids, name)

    def within(name, values):
        return np.clip(values, table[name]["least"], table[name]["most"])

    def usual(name):
        return within(name, normal(name, table[name]["mean"], table[name]["sd"]))

    def some(name, share):
        return (draw(seed, ids, name, "uniform") < share).astype(float)

    age, years = _ages(ids, seed, table)
    bmi = usual("bmi")
    height = normal("height", table["weight"]["height_mean"], table["weight"]["height_sd"])
    share = table["cyp2a6_variant_alleles"]["allele_share"]
    chemotherapy = some("chemotherapy", table["chemotherapy"]["share"])
    tamoxifen, arthritis = table["tamoxifen_years"], table["osteoarthritis"]
    worn = arthritis["by_age"] * (age - table["age"]["mean"]) + arthritis["by_bmi"] * (bmi - table["bmi"]["mean"])
    values = {
        "age": age,
        "years_since_menopause": within("years_since_menopause", years),
        "bmi": bmi,
        "weight": within("weight", bmi * height**2),
        "cyp2a6_variant_alleles": sum(some(f"CYP2A6 allele {i}", share) for i in (1, 2)),
        "chemotherapy": chemotherapy,
        "taxane": chemotherapy * some("taxane", table["taxane"]["share"]),
        "hormone_therapy": some("hormone_therapy", table["hormone_therapy"]["share"]),
        "tamoxifen_years": some("tamoxifen_years", tamoxifen["share"])
        * (2 * tamoxifen["mean"] * draw(seed, ids, "how long tamoxifen was taken", "uniform")),
        "osteoarthritis": some("osteoarthritis", expit(logit(arthritis["share"]) + worn)),
        "symptom_burden": within("symptom_burden", np.rint(usual("symptom_burden"))),
        "vitamin_d": usual("vitamin_d"),
    }
    return {name: values[name] for name in table}


def _ages(ids, seed, table):
    """Age and years since the last period, (woman,) each: who is not a year past it is drawn again, both anew."""
    row = table["years_since_menopause"]
    age, years = np.zeros(len(ids)), np.full(len(ids), -np.inf)
    for attempt in range(MOST_DRAWS):
        again = years < row["least"]
        if not again.any():
            break
        her = ids[again]
        drawn = table["age"]["mean"] + table["age"]["sd"] * draw(seed, her, "age", index=attempt)
        age[again] = np.clip(drawn, table["age"]["least"], table["age"]["most"])
        last_period = row["menopause_mean"] + row["menopause_sd"] * draw(seed, her, "age at menopause", index=attempt)
        years[again] = age[again] - last_period
    return age, years
