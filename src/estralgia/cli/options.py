"""What several commands ask: who, which tablets, which theory, which chance; checked before any work."""

import click

from ..model.errors import EstralgiaError, nearest
from .messages import example
from .show import say

TIME_OFF = (
    "Note: times without tablets are simulated for research. Planned breaks were studied only after years of treatment "
    "(SOLE 2021, up to 3 months a year). This software never advises anybody to stop, pause or change a treatment."
)
MOST_PATIENTS = 1_000_000
READING = ("time_unit", "dv", "interpolation", "ignore")  # words of `read_doses`

book = click.option("--book", metavar="FOLDER", help="A book of your own: see docs/books.md.")
woman = click.argument("woman", required=False, metavar="[WOMAN.toml]")
drug = click.option("--drug", metavar="NAME", help="A drug at its usual daily dose, or placebo.  [default: letrozole]")
regimen = click.option("--regimen", metavar="TEXT", help='Tablets in words: "letrozole 2.5 mg daily for 2 years".')
theory = click.option(
    "--theory", default="all", show_default=True, metavar="NAME", help="Mechanisms, e.g. inflammation."
)
tablets = click.option("--tablets", default="as prescribed", show_default=True, help='Or "closed loop".')
reading = (
    click.option("--time-unit", metavar="UNIT", help='Of TIME and II of the table: "days" or "hours".'),
    click.option("--dv", metavar="NAME", help="What DV of the table measures, e.g. worst_pain."),
    click.option("--interpolation", metavar="TEXT", help='Of its covariates: "carried forward" or "linear".'),
    click.option("--ignore", multiple=True, metavar="COLUMN", help="A column of the table that is not read."),
)
engine = click.option("--engine", metavar="NAME", help='"native", or "jax".  [default: native where it runs]')
seed = click.option(
    "--seed", type=int, default=1, show_default=True, metavar="S", help="The same seed, the same women."
)


def use(*options):
    """These options of a command, in this order."""

    def decorate(command):
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def who(woman, patients, patient, seed):
    """The women meant by a file, a number of women, or the number of one of them; else the usual woman.

    A file and a number of women: so many women like her.
    """
    if woman is not None and patient is not None:
        typed = f"{woman} and --patient {patient}"
        raise EstralgiaError("a woman from a file or from the population: not both", typed, "leave one of the two out")
    if patients is not None:
        check_patients(patients)
    if patient is not None and not 0 <= patient < MOST_PATIENTS:
        what = f"the number of a woman is at least 0 and below {MOST_PATIENTS:,}"
        raise EstralgiaError(what, f"--patient {patient}", example("--patient"))
    from ..people import Patient, check_seed, population, read_patient

    check_seed(seed)
    her = None if woman is None else read_patient(woman)
    if patients is not None:
        return population(patients, seed=seed, like=her)
    if patient is not None:
        return population(patient + 1, seed=seed)[patient]
    return her or Patient()


def read_the_book(book):
    """The book meant by --book; else that of the package."""
    from ..book import BOOK, read_book

    return BOOK if book is None else read_book(book)


def check_patients(patients):
    """Refuse a number of women that cannot be simulated."""
    if not 1 <= patients <= MOST_PATIENTS:
        what = f"the number of women is at least 1 and at most {MOST_PATIENTS:,}"
        raise EstralgiaError(what, f"--patients {patients}", example("--patients"))


def read_tablets(drug, text, book=None):
    """The regimen meant by --drug or --regimen; else letrozole."""
    if drug is not None and text is not None:
        typed = f"--drug {drug} and --regimen '{text}'"
        raise EstralgiaError("a drug or a regimen, not both", typed, "leave one of the two out")
    from ..model.phases import PLACEBO
    from ..model.regimen import read_regimen

    book = book or read_the_book(None)

    if drug is not None and drug.strip().casefold() != PLACEBO and book.drug_called(drug) is None:
        fix = f"{nearest(drug, book.drugs, book.spellings('drug'))} (for doses and times: {example('--regimen')})"
        raise EstralgiaError(f"there is no drug '{drug}'", f"--drug {drug}", fix)
    return read_regimen(text if text is not None else drug or "letrozole", book)


def say_time_off(regimen, days):
    """Note on standard error that days without tablets after tablets are research; regimen: or a table of doses."""
    if regimen.has_time_off(days):
        from ..runners.run import BEFORE_SKIPPING

        say(f"{TIME_OFF} {BEFORE_SKIPPING}", err=True)
