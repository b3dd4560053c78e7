"""`estralgia simulate`: one woman or many, beside their untreated twins."""

import json
import math
from pathlib import Path

import click

from ..model.errors import EstralgiaError
from . import options
from .files import check_file, write_whole
from .messages import as_typed, example
from .show import notes, progress, show_course
from .stopping import when_stopped

KEPT = "Stopped before the end: the same with --resume goes on with the batches that are in {}."
SAVED_AS, REPORTED_AS = (".nc", ".csv"), (".html", ".htm")


@click.command(short_help="One woman or many, beside the same without tablets.")
@options.woman
@click.option("--patients", type=int, metavar="N", help="So many women; with WOMAN.toml so many like her.")
@options.use(options.drug, options.regimen)
@click.option("--doses", metavar="TABLE.csv", help="Women and tablets from a table: docs/tables.md.")
@options.use(*options.reading)
@click.option("--years", type=float, metavar="Y", help="Length.  [default: that of the regimen, else 2]")
@click.option("--add", multiple=True, metavar="TEXT", help='Added beside: "exercise from month 3"; several compare.')
@options.theory
@click.option("--matched", is_flag=True, help="As much pain at six months as under theory all.")
@options.use(options.tablets, options.book)
@click.option("--twin/--no-twin", default=True, show_default=True, help="The same women without a drug beside.")
@options.seed
@click.option("--keep", default="courses", show_default=True, help='Or "summary": any number of women, in one memory.')
@click.option("--folder", metavar="DIR", help="With --keep summary: where every batch that is counted is kept.")
@click.option("--resume", is_flag=True, help="Go on with the batches that are in DIR.")
@click.option("--cluster", metavar="ADDRESS", help="Workers of this Dask scheduler simulate the batches.")
@click.option("--full", is_flag=True, help="Keep every course in DIR too, as courses.zarr.")
@options.engine
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output instead of a table.")
@click.option("--report", metavar="FILE.html", help="Also write a report with pictures.")
@click.option("--save", metavar="FILE", help="Also save every number as .nc (NetCDF) or .csv.")
def simulate(woman, patients, drug, regimen, doses, seed, book, as_json, report, save, theory, matched, **chosen):
    """Simulate one woman or many, beside the same women without tablets.

    WOMAN.toml describes one woman, e.g. with the lines age = 61, bmi = 29 and joint_pain_before = 2.
    """
    if woman is not None and woman.isdigit() and not Path(woman).exists():
        what = "a woman is described by a file; a number of women is an option"
        raise EstralgiaError(what, woman, f"write --patients {woman}")
    book = options.read_the_book(book)
    reading = _reading(doses, chosen)
    if doses is not None:
        who, regimen = _table(doses, woman, patients, drug, regimen, reading, seed, book)
        many = len(who.women)
    else:
        many = patients
        regimen, who = options.read_tablets(drug, regimen, book), options.who(woman, patients, None, seed)
    together = chosen["keep"] == "summary"
    if together and report:
        fix = "leave --report out, or simulate fewer women and keep their courses"
        raise EstralgiaError("a report draws single women, whose courses a summary drops", f"--report {report}", fix)
    _check_folder(together, chosen)
    check_file("--save", save, SAVED_AS[:1] if together else SAVED_AS, read=(woman, doses))
    check_file("--report", report, REPORTED_AS, read=(woman, doses))
    from ..course import simulate as question
    from ..model.theory import read_theory

    theory = read_theory(theory, book)
    if matched and theory.name == "all":
        what = "theories are matched with this one"
        raise EstralgiaError(what, f"--theory '{theory.name}' --matched", "name another theory, or leave --matched out")
    with progress(many, lines=chosen["folder"] is not None) as bar, notes():
        if matched:
            from ..questions.theories import matched as as_strong

            theory = as_strong(theory, book=book)
        course = question(who, regimen, **chosen, theory=theory, seed=seed, book=book, progress=bar)
        written = [write_whole(course.save, save)] if save else []
        written += [write_whole(course.report, report)] if report else []
    options.say_time_off(regimen, course.asked.days)
    if as_json:
        click.echo(json.dumps(_record(course), indent=2, allow_nan=False))
    else:
        show_course(course)
    for path in written:
        click.echo(f"Wrote {path}", err=as_json)


def _check_folder(together, chosen):
    """A folder is for a summary, and going on for a folder; what was kept there is said when the command is stopped."""
    folder = chosen["folder"]
    if folder is None:
        for option, what in (
            ("resume", "where is the run to go on with?"),
            ("full", "where are courses to be kept?"),
            ("cluster", "where are batches to be kept?"),
        ):
            if chosen[option]:
                raise EstralgiaError(what, f"--{option}", example("--folder"))
        return
    if not together:
        raise EstralgiaError("a folder keeps what a summary counts", f"--folder {folder}", "add --keep summary")
    when_stopped(KEPT.format(folder))


def _reading(doses, chosen):
    """How a table is to be read, taken out of what was chosen; refused where there is no table."""
    found = {name: chosen.pop(name) for name in options.READING}
    found = {name: value for name, value in found.items() if value}
    if found and doses is None:
        name, value = next(iter(found.items()))
        option, typed = f"--{name.replace('_', '-')}", value if isinstance(value, str) else ", ".join(value)
        fix = f"give --doses TABLE.csv, or no {option}"
        raise EstralgiaError("this is about a table of doses", f"{option} {typed}", fix)
    return found


def _table(path, woman, patients, drug, text, reading, seed, book):
    """The women of a table, and their tablets: those of the table, or of a drug or regimen where it has none."""
    for option, given in (("WOMAN.toml", woman), ("--patients", patients)):
        if given is not None:
            what = "a table says who is simulated: nothing else can"
            raise EstralgiaError(what, f"--doses {path} and {option}", "leave one of the two out")
    try:
        table = _with_or_without(drug, path, **reading, seed=seed)
    except EstralgiaError as error:
        raise EstralgiaError(error.what, error.where, as_typed(error.fix)) from error
    if table.drugs and text is not None:
        what = "a table with doses says who takes what: nothing else can"
        raise EstralgiaError(what, f"--doses {path} and --regimen", "leave one of the two out")
    if not table.drugs and (drug is not None or text is not None):
        return table, options.read_tablets(drug, text, book)
    return table, table


def _with_or_without(drug, path, **reading):
    """The table with this drug for its doses; without it where the table has none."""
    from ..tables.doses import NoDoses, read_doses

    try:
        return read_doses(path, drug=drug, **reading)
    except NoDoses:
        return read_doses(path, **reading)


def _record(course):
    """What a program reads: key numbers, shares, what they mean, failures, run record and intended use."""
    from ..questions.added import added
    from ..say import safety, words

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
        "added": [row._asdict() for row in (added(course) if course.asked.keep == "courses" else ())],
        "failures": course.failures,
        "run": course.data.attrs,
        "intended_use": course.data.attrs["intended_use"],
        "when_to_get_help": safety.record(),
    }
