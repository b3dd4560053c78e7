"""People: one woman described by hand, or a population with correlated covariates, each with her own chance."""

import tomllib
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import numpy as np

from . import numbers
from .answers import picomolar, true_or_false
from .chance import draw
from .errors import EstralgiaError, nearest

LARGEST_ID = 2**32
LARGEST_FILE = 10_000  # bytes of a file about one woman: the time to read the worst of TOML grows with the square
LONGEST_TEXT, LARGEST_NUMBER = 100, 10**9  # in it


@cache
def _table():
    return numbers.read_toml(Path(__file__).with_name("people.toml"))["covariate"]


def covariates() -> dict[str, numbers.Entry]:
    """The covariates as names that chapters may use."""
    found = {}
    for name, row in _table().items():
        found[name] = numbers.Entry(name, "covariate", "people", row["meaning"], row["unit"])
    return found


@dataclass(frozen=True)
class Women:
    """Women to simulate: ids (n,), covariates name -> (n,) in the units of people.toml, and the seed of their chance.

    `joint_pain_before` (n,) is her worst pain before treatment, 0 to 10, NaN where chance decides;
    `estradiol` (n,) in pmol/L is her own level, NaN where chance decides.
    """

    ids: np.ndarray
    covariates: dict
    seed: int
    joint_pain_before: np.ndarray
    estradiol: np.ndarray
    names: tuple[str, ...] = field(default=())

    def __len__(self):
        return len(self.ids)

    def __getitem__(self, which) -> "Women":
        """Some of the women, each the same as before: women[17], women[:100], women[mask]."""
        keep = np.atleast_1d(np.arange(len(self))[which])
        names = tuple(self.names[i] for i in keep) if self.names else ()
        chosen = {name: value[keep] for name, value in self.covariates.items()}
        return Women(self.ids[keep], chosen, self.seed, self.joint_pain_before[keep], self.estradiol[keep], names)

    def __repr__(self):
        if len(self) == 1:
            return f"one woman (id {self.ids[0]}, seed {self.seed})"
        age, years = (np.median(self.covariates[name]) for name in ("age", "years_since_menopause"))
        return f"{len(self):,} women, median age {age:.0f}, {years:.0f} years since menopause, seed {self.seed}"

    def _repr_html_(self):
        from ..look import notebook

        return notebook.of_women(self)


@dataclass(frozen=True)
class Patient:
    """One woman after menopause. What is not said is the usual: weight from her body mass index, no slow allele.

    age in years; years_since_menopause in years (age - 50 if not said); bmi in kg/m2; weight in kg;
    joint_pain_before: worst pain before treatment, 0 to 10 (chance decides if not said);
    estradiol: her level without a drug, a number in pmol/L or a text such as "4 pg/mL" (chance decides if not said);
    cyp2a6_variant_alleles: 0, 1 or 2; chemotherapy: True or False, or a text, "yes" or "no"; vitamin_d:
    25-hydroxyvitamin D in ng/mL. Weight and body mass index together have to give a height that can be.
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
    vitamin_d: float = 28
    name: str = "she"

    def __post_init__(self):
        table = _table()
        if isinstance(self.chemotherapy, str):
            object.__setattr__(self, "chemotherapy", true_or_false("chemotherapy", self.chemotherapy))
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name in table and (value is not None or one.default is not None):
                _check_number(one.name, value, table[one.name])
        if self.weight is not None:
            _check_height(self.weight, self.bmi, table)
        years = self.years_since_menopause
        if years is None:
            years = self.age - table["years_since_menopause"]["menopause_mean"]
            object.__setattr__(self, "years_since_menopause", years)
        if years < table["years_since_menopause"]["least"]:
            raise EstralgiaError(
                "a woman less than a year after her last period is not simulated: her ovaries may still make "
                "estradiol, which an aromatase inhibitor alone does not suppress and can even raise",
                f"years_since_menopause = {years:g}",
                "give years_since_menopause of at least 1",
            )
        if years > self.age - 15:
            raise EstralgiaError(
                "her last period lies too far back for her age",
                f"years_since_menopause = {years:g}, age = {self.age:g}",
                "check the two",
            )
        if self.joint_pain_before is not None:
            _check_number("joint_pain_before", self.joint_pain_before, {"least": 0, "most": 9})
        if self.estradiol is not None:
            object.__setattr__(self, "estradiol", _picomolar(self.estradiol))
        if not isinstance(self.name, str):
            raise EstralgiaError("a name is a text", f"name = {self.name!r}", 'write e.g. name = "Anna"')

    def women(self, seed: int) -> Women:
        """She as the only woman of a group."""
        values = {name: getattr(self, name) for name in _table()}
        if values["weight"] is None:
            values["weight"] = self.bmi * _table()["weight"]["height_mean"] ** 2
        nan = float("nan")
        return Women(
            np.array([0]),
            {name: np.array([float(value)]) for name, value in values.items()},
            seed,
            np.array([nan if self.joint_pain_before is None else float(self.joint_pain_before)]),
            np.array([nan if self.estradiol is None else float(self.estradiol)]),
            (self.name,),
        )


def read_patient(path) -> Patient:
    """The woman that a TOML file describes, with the fields of Patient.

    Raises EstralgiaError naming file and field; at most LARGEST_FILE bytes are read.
    """
    row = _read_row(path)
    known = [one.name for one in fields(Patient)]
    for name, value in row.items():
        if name not in known:
            raise EstralgiaError(f"a woman has no '{name}'", str(path), nearest(name, known))
        if not isinstance(value, bool | int | float | str):
            kind = {dict: "table", list: "list"}.get(type(value), "time")
            what = f"{name} is a number or a text, not a {kind}"
            raise EstralgiaError(what, f"{path}, {name}", "write a woman as e.g. age = 61, without [ and {")
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            what = f"the text of {name} is longer than {LONGEST_TEXT} characters"
            raise EstralgiaError(what, f"{path}, {name}", "shorten it")
        if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
            raise EstralgiaError(f"{name} lies outside what can be", f"{path}, {name}", "write e.g. age = 61")
    try:
        return Patient(**row)
    except EstralgiaError as error:
        raise EstralgiaError(error.what, f"{path}, {error.where}", error.fix) from error


def _read_row(path) -> dict:
    """The content of a small TOML file, never more than a little of a large or endless one."""
    example = "write e.g. age = 61"
    try:
        with open(path, "rb") as file:
            content = file.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:
            what = f"the file cannot be read: it is larger than {LARGEST_FILE:,} bytes"
            raise EstralgiaError(what, str(path), f"give a file about one woman: {example}")
        row = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        what = "the file cannot be read: it is not text in UTF-8"
        raise EstralgiaError(what, str(path), f"save it as UTF-8 text; {example}") from error
    except FileNotFoundError as error:
        raise EstralgiaError("the file cannot be read: there is none", str(path), _near(path) or example) from error
    except OSError as error:
        raise EstralgiaError(f"the file cannot be read: {error.strerror}", str(path), example) from error
    except (ValueError, RecursionError) as error:
        raise EstralgiaError("the file cannot be read as TOML", f"{path}: {error}", example) from error
    if not row:
        raise EstralgiaError("the file is empty", str(path), "write at least e.g. age = 61")
    return row


def _near(path):
    """The file beside it that was probably meant, as a fix."""
    beside = {one.stem: one for one in sorted(Path(path).parent.glob("*.toml"))}
    meant = get_close_matches(Path(path).stem, beside, n=1)
    return f"did you mean '{beside[meant[0]]}'?" if meant else ""


def population(n: int, seed: int = 0) -> Women:
    """n women after menopause, with the marginals and correlations of people.toml; woman i is always the same."""
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
        raise EstralgiaError(
            "a population is a whole number of women, at least 1", f"n = {n!r}", "write e.g. population(1000)"
        )
    if n >= LARGEST_ID:
        raise EstralgiaError(
            f"{n:,} women are more than there are keys for", f"n = {n}", f"ask for fewer than {LARGEST_ID:,}"
        )
    check_seed(seed)
    ids, table = np.arange(n), _table()

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
    unknown = np.full(n, np.nan)
    return Women(ids, values, seed, unknown, unknown)


def check_seed(seed):
    """Raises EstralgiaError for a seed that is no whole number from 0 to 2^64 - 1."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed < 2**64:
        raise EstralgiaError("a seed is a whole number from 0 to 2^64 - 1", f"seed = {seed!r}", "write e.g. seed=1")


def as_women(who, seed: int | None) -> Women:
    """The women meant by a Patient or Women; a seed given here takes the place of theirs."""
    if seed is not None:
        check_seed(seed)
    if isinstance(who, Patient):
        return who.women(0 if seed is None else seed)
    if isinstance(who, Women):
        return who if seed is None else replace(who, seed=seed)
    raise EstralgiaError(
        f"cannot simulate a {type(who).__name__}", fix="give a Patient(...), population(n) or some of its women"
    )


def _check_number(name, value, row):
    """A covariate is a number within its limits; whole where only whole numbers make sense."""
    is_bool = isinstance(value, bool | np.bool_)
    if not isinstance(value, bool | int | float | np.number | np.bool_) or (is_bool and row["most"] != 1):
        example = row.get("mean", row.get("example", row["least"]))
        raise EstralgiaError(f"{name} is a number", f"{name} = {value!r}", f"write e.g. {name} = {example}")
    least = -np.inf if name == "years_since_menopause" else row["least"]  # below: refused with its own reason
    if not least <= value <= row["most"] or (row.get("whole") and value != int(value)):
        whole = "a whole number, " if row.get("whole") else ""
        raise EstralgiaError(
            f"{name} lies outside what can be", f"{name} = {value!r}", f"give {whole}{row['least']} to {row['most']}"
        )


def _check_height(weight, bmi, table):
    """Weight and body mass index imply a height."""
    row = table["weight"]
    height, low, high = (weight / bmi) ** 0.5, row["height_least"], row["height_most"]
    if not low <= height <= high:
        fixes = []
        for name, least, most in (("bmi", weight / high**2, weight / low**2), ("weight", bmi * low**2, bmi * high**2)):
            least, most = max(least, table[name]["least"]), min(most, table[name]["most"])
            fixes += [f"{name} from {least:.1f} to {most:.1f}"] if least < most else []
        raise EstralgiaError(
            f"weight and bmi together mean a height of {height:.2f} m, outside {low:g} to {high:g} m",
            f"weight = {weight:g}, bmi = {bmi:g}",
            f"give {', or '.join(fixes)}",
        )


def _picomolar(value):
    if isinstance(value, str):
        try:
            value = picomolar(value)
        except ValueError:
            raise EstralgiaError(
                "her estradiol cannot be read", f"estradiol = '{value}'", 'write e.g. "15 pmol/L" or "4 pg/mL"'
            ) from None
    _check_number("estradiol", value, {"least": 0.1, "most": 200})
    return float(value)
