"""`estralgia simulate`: one woman or many, beside their untreated twins."""

import json
import math
from pathlib import Path

import click

from ..model.errors import EstralgiaError
from . import options
from .files import check_file, write_whole
from .show import progress, show_course

SAVED_AS, REPORTED_AS = (".nc", ".csv"), (".html", ".htm")


@click.command(short_help="One woman or many, beside their untreated twins.")
@options.woman
@click.option("--patients", type=int, metavar="N", help="So many different women; with WOMAN.toml so many like her.")
@options.use(options.drug, options.regimen)
@click.option("--doses", metavar="TABLE.csv", help="Women and tablets from a NONMEM-style table: docs/tables.md.")
@click.option("--years", type=float, metavar="Y", help="Length.  [default: that of the regimen, else 2]")
@click.option("--add", multiple=True, metavar="TEXT", help='Added beside: "exercise from month 3"; several compare.')
@options.use(options.theory, options.tablets, options.book)
@click.option("--twin/--no-twin", default=True, show_default=True, help="The same women without a drug beside.")
@options.seed
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output instead of a table.")
@click.option("--report", metavar="FILE.html", help="Also write a report with pictures.")
@click.option("--save", metavar="FILE", help="Also save every number as .nc (NetCDF) or .csv.")
def simulate(woman, patients, drug, regimen, doses, seed, book, as_json, report, save, **chosen):
    """Simulate one woman or many, beside their untreated twins.

    WOMAN.toml describes one woman, e.g. with the lines age = 61, bmi = 29 and joint_pain_before = 2.
    """
    if woman is not None and woman.isdigit() and not Path(woman).exists():
        what = "a woman is described by a file; a number of women is an option"
        raise EstralgiaError(what, woman, f"write --patients {woman}")
    book = options.read_the_book(book)
    if doses is not None:
        who = regimen = _table(doses, woman, patients, drug, regimen, seed)
    else:
        regimen, who = options.read_tablets(drug, regimen, book), options.who(woman, patients, None, seed)
    check_file("--save", save, SAVED_AS, read=(woman, doses))
    check_file("--report", report, REPORTED_AS, read=(woman, doses))
    from ..course import simulate as question

    with progress() as bar:
        course = question(who, regimen, **chosen, seed=seed, book=book, progress=bar)
    written = [write_whole(course.save, save)] if save else []
    written += [write_whole(course.report, report)] if report else []
    options.say_time_off(regimen, course.asked.days)
    if as_json:
        click.echo(json.dumps(_record(course), indent=2, allow_nan=False))
    else:
        show_course(course)
    for path in written:
        click.echo(f"Wrote {path}", err=as_json)


def _table(path, woman, patients, drug, regimen, seed):
    """The women and doses of a table; refused beside what says the same otherwise."""
    for option, given in (("WOMAN.toml", woman), ("--patients", patients), ("--regimen", regimen)):
        if given is not None:
            what = "a table says who takes what: nothing else can"
            raise EstralgiaError(what, f"--doses {path} and {option}", "leave one of the two out")
    from ..people import check_seed
    from ..tables.doses import read_doses

    check_seed(seed)
    return read_doses(path, drug=drug, seed=seed)


def _record(course):
    """What a program reads: key numbers, shares, what they mean, failures, run record and intended use."""
    from ..questions.added import added
    from ..say import words

    def value(quartiles):
        found = [None if math.isnan(one) else one for one in quartiles]
        many = dict(zip(("lower_quartile", "median", "upper_quartile"), found, strict=True))
        return many if len(course.women) > 1 else found[1]

    def quantity(name, months):
        by_month = {str(month): value(quartiles) for month, quartiles in months.items()}
        return {"meaning": course[name].long_name, "unit": course[name].units, "by_month": by_month}

    numbers = words.key_numbers(course)
    return {
        "women": len(course.women),
        "arms": {arm: {name: quantity(name, months) for name, months in row.items()} for arm, row in numbers.items()},
        "shares": words.shares(course),
        "meaning": words.meaning(course),
        "added": [row._asdict() for row in added(course)],
        "failures": course.failures,
        "run": course.data.attrs,
        "intended_use": course.data.attrs["intended_use"],
    }
