"""Patient: one woman after menopause, described by hand, with every check of what cannot be."""

from dataclasses import dataclass, fields, replace

import numpy as np

from ..book import BOOK
from ..model.answers import picomolar, true_or_false
from ..model.errors import InputError, OutOfBounds
from .women import Women, check_seed

TABLE = BOOK.tables["people"]["covariate"]
YES_OR_NO = tuple(name for name, row in TABLE.items() if row.get("whole") and row["most"] == 1)
OWN_ESTRADIOL = {"least": 0.1, "most": 200}  # pmol/L


@dataclass(frozen=True)
class Patient:
    """One woman after menopause. What is not said is the usual: weight from her body mass index, no slow allele.

    age in years; years_since_menopause in years (age - 50 if not said); bmi in kg/m2; weight in kg;
    joint_pain_before: worst pain before treatment, 0 to 10 (chance decides if not said);
    estradiol: her level without a drug, a number in pmol/L or a text such as "4 pg/mL" (chance decides if not said);
    cyp2a6_variant_alleles: 0, 1 or 2; chemotherapy, taxane (which is chemotherapy), hormone_therapy (of menopause) and
    osteoarthritis: True or False, or a text, "yes" or "no"; tamoxifen_years: years of tamoxifen before;
    symptom_burden: how many of poor sleep, tiredness, forgetfulness, low mood and anxiety she had before, 0 to 5;
    vitamin_d: 25-hydroxyvitamin D in ng/mL. Weight and body mass index together have to give a height that can be.
    Raises EstralgiaError for a value that cannot be, and for a woman before menopause, with the reason.
    """

    age: float = 63
    years_since_menopause: float | None = None
    bmi: float = 27
    weight: float | None = None
    joint_pain_before: float | None = None
    estradiol: float | str | None = None
    cyp2a6_variant_alleles: int = 0
    chemotherapy: bool | str = False
    taxane: bool | str = False
    hormone_therapy: bool | str = False
    tamoxifen_years: float = 0
    osteoarthritis: bool | str = False
    symptom_burden: int = 1
    vitamin_d: float = 28
    name: str = "she"

    def __post_init__(self):
        for name in YES_OR_NO:
            if isinstance(said := getattr(self, name), str):
                object.__setattr__(self, name, true_or_false(name, said))
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name in TABLE and (value is not None or one.default is not None):
                _check_number(one.name, value, TABLE[one.name])
        if self.taxane:
            object.__setattr__(self, "chemotherapy", True)
        if self.weight is not None:
            _check_height(self.weight, self.bmi)
        years = self.years_since_menopause
        if years is None:
            years = self.age - TABLE["years_since_menopause"]["menopause_mean"]
            object.__setattr__(self, "years_since_menopause", years)
        if years < TABLE["years_since_menopause"]["least"]:
            raise OutOfBounds(
                "a woman less than a year after her last period is not simulated: her ovaries may still make "
                "estradiol, which an aromatase inhibitor alone does not suppress and can even raise",
                f"years_since_menopause = {years:g}",
                "give years_since_menopause of at least 1",
            )
        if years > self.age - 15:
            raise OutOfBounds(
                "her last period lies too far back for her age",
                f"years_since_menopause = {years:g}, age = {self.age:g}",
                "check the two",
            )
        if self.joint_pain_before is not None:
            _check_number("joint_pain_before", self.joint_pain_before, {"least": 0, "most": 9})
        if self.estradiol is not None:
            object.__setattr__(self, "estradiol", _picomolar(self.estradiol))
        if not isinstance(self.name, str):
            raise InputError("a name is a text", f"name = {self.name!r}", 'write e.g. name = "Anna"')

    def women(self, seed: int) -> Women:
        """She as the only woman of a group."""
        values = {name: getattr(self, name) for name in TABLE}
        if values["weight"] is None:
            values["weight"] = self.bmi * TABLE["weight"]["height_mean"] ** 2
        nan = float("nan")
        return Women(
            np.array([0]),
            {name: np.array([float(value)]) for name, value in values.items()},
            seed,
            {name: np.array([float(nan if (one := getattr(self, name)) is None else one)]) for name in BOOK.given},
            (self.name,),
        )


def as_women(who, seed: int | None) -> Women:
    """The women meant by a Patient or Women; a seed given here takes the place of theirs."""
    if seed is not None:
        check_seed(seed)
    if isinstance(who, Patient):
        return who.women(0 if seed is None else seed)
    if isinstance(who, Women) and not len(who):
        raise InputError("there is nobody to simulate", "a group of no women", "choose at least one woman")
    if isinstance(who, Women):
        return who if seed is None else replace(who, seed=seed)
    raise InputError(
        f"cannot simulate a {type(who).__name__}", fix="give a Patient(...), population(n) or some of its women"
    )


def _check_number(name, value, row):
    """A covariate is a number within its limits; whole where only whole numbers make sense."""
    is_bool = isinstance(value, bool | np.bool_)
    if not isinstance(value, bool | int | float | np.number | np.bool_) or (is_bool and row["most"] != 1):
        example = row.get("example", row.get("mean", row["least"]))
        raise InputError(f"{name} is a number", f"{name} = {value!r}", f"write e.g. {name} = {example}")
    least = -np.inf if name == "years_since_menopause" else row["least"]  # below: refused with its own reason
    if not least <= value <= row["most"] or (row.get("whole") and value != int(value)):
        whole = "a whole number, " if row.get("whole") else ""
        raise OutOfBounds(
            f"{name} lies outside what can be", f"{name} = {value!r}", f"give {whole}{row['least']} to {row['most']}"
        )


def _check_height(weight, bmi):
    """Weight and body mass index imply a height."""
    row = TABLE["weight"]
    height, low, high = (weight / bmi) ** 0.5, row["height_least"], row["height_most"]
    if not low <= height <= high:
        fixes = []
        for name, least, most in (("bmi", weight / high**2, weight / low**2), ("weight", bmi * low**2, bmi * high**2)):
            least, most = max(least, TABLE[name]["least"]), min(most, TABLE[name]["most"])
            fixes += [f"{name} from {least:.1f} to {most:.1f}"] if least < most else []
        raise OutOfBounds(
            f"weight and bmi together mean a height of {height:.2f} m, outside {low:g} to {high:g} m",
            f"weight = {weight:g}, bmi = {bmi:g}",
            f"give {', or '.join(fixes)}",
        )


def _picomolar(value):
    if isinstance(value, str):
        try:
            value = picomolar(value)
        except ValueError:
            raise InputError(
                "her estradiol cannot be read", f"estradiol = '{value}'", 'write e.g. "15 pmol/L" or "4 pg/mL"'
            ) from None
    _check_number("estradiol", value, OWN_ESTRADIOL)
    return float(value)
