"""A population: women with the marginals and correlations that people.toml of a book gives."""

import numpy as np

from ..book import BOOK
from ..model.chance import draw
from ..model.errors import EstralgiaError
from .patient import Patient
from .women import LARGEST_ID, Women, check_seed


def population(n: int, seed: int = 0, like: Patient | None = None) -> Women:
    """n women after menopause, with the marginals and correlations of people.toml; woman i is always the same.

    like: all with the covariates of this woman and what is said of her, each with a chance of her own: women like her.
    """
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
        raise EstralgiaError(
            "a population is a whole number of women, at least 1", f"n = {n!r}", "write e.g. population(1000)"
        )
    if n >= LARGEST_ID:
        raise EstralgiaError(
            f"{n:,} women are more than there are keys for", f"n = {n}", f"ask for fewer than {LARGEST_ID:,}"
        )
    check_seed(seed)
    if like is not None:
        her = like.women(seed)
        same = {name: np.full(n, value[0]) for name, value in her.covariates.items()}
        return Women(np.arange(n), same, seed, {name: np.full(n, value[0]) for name, value in her.given.items()})
    ids, table = np.arange(n), BOOK.tables["people"]["covariate"]

    def normal(name, mean, sd):
        return mean + sd * draw(seed, ids, name)

    def within(name, values):
        return np.clip(values, table[name]["least"], table[name]["most"])

    age = within("age", normal("age", table["age"]["mean"], table["age"]["sd"]))
    menopause = table["years_since_menopause"]
    years = age - normal("age at menopause", menopause["menopause_mean"], menopause["menopause_sd"])
    bmi = within("bmi", normal("bmi", table["bmi"]["mean"], table["bmi"]["sd"]))
    height = normal("height", table["weight"]["height_mean"], table["weight"]["height_sd"])
    share = table["cyp2a6_variant_alleles"]["allele_share"]
    alleles = sum((draw(seed, ids, f"CYP2A6 allele {i}", "uniform") < share).astype(float) for i in (1, 2))
    chemotherapy = draw(seed, ids, "chemotherapy", "uniform") < table["chemotherapy"]["share"]
    values = {
        "age": age,
        "years_since_menopause": within("years_since_menopause", years),
        "bmi": bmi,
        "weight": within("weight", bmi * height**2),
        "cyp2a6_variant_alleles": alleles,
        "chemotherapy": chemotherapy.astype(float),
        "vitamin_d": within("vitamin_d", normal("vitamin_d", table["vitamin_d"]["mean"], table["vitamin_d"]["sd"])),
    }
    return Women(ids, values, seed)
