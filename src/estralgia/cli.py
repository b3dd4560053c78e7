"""The command `estralgia`: parse, call the public function of the same name, write. Heavy imports wait until needed."""

import json
import math
import os
import shlex
import sys
from contextlib import contextmanager
from pathlib import Path

import click

from . import __version__
from .model.errors import EstralgiaError, nearest

HELLO = """\
estralgia simulates why aromatase inhibitors make joints hurt: when, in whom, where, and for how long.
  estralgia simulate                     one usual woman on letrozole, beside her untreated twin
  estralgia simulate --patients 2000     how many women hurt, when, and for how long
  estralgia simulate --help              other women, drugs, regimens and theories; JSON, reports, files
  estralgia demo                         2,000 women, two drugs and none, beside published numbers
It is research and education software: it never advises anybody to stop, pause or change a treatment."""
TIME_OFF = (
    "Note: times without tablets are simulated for research. Planned breaks were studied only after years of treatment "
    "(SOLE 2021, up to 3 months a year). This software never advises anybody to stop, pause or change a treatment."
)
NEXT_OF_ONE = "  estralgia simulate --patients 2000     how many women fare like this"
NEXT_OF_MANY = "  add --theory inflammation              the same under another theory"
NEXT = """\
  add --report course.html               pictures in one file
  add --save course.nc                   every number
  add --json                             the key numbers for programs"""
MOST_PATIENTS = 1_000_000
SAVED_AS, REPORTED_AS = (".nc", ".csv"), (".html", ".htm")
EXAMPLES = {
    "--patients": "2000", "--drug": "anastrozole", "--regimen": '"letrozole 2.5 mg daily"', "--years": "2",
    "--theory": "all", "--tablets": '"closed loop"', "--seed": "1", "--report": "course.html", "--save": "course.nc",
    "--folder": "demo",
}  # fmt: skip


class OneMessage(click.Group):
    """A group of commands whose every mistake of a user is one message: what, where and the fix; exit code 2."""

    def get_command(self, context, name):
        found = super().get_command(context, name)
        if found is None and not context.resilient_parsing:
            raise EstralgiaError(f"there is no command '{name}'", fix=nearest(name, self.commands))
        return found

    def main(self, args=None, prog_name=None, standalone_mode=True, **extra):
        """Run the command and leave with its exit code."""
        typed = shlex.join(sys.argv[1:] if args is None else args)
        try:
            sys.exit(super().main(args, prog_name, standalone_mode=False, **extra) or 0)
        except click.UsageError as error:
            _refuse(_usage(error), typed)
        except EstralgiaError as error:
            _refuse(error, typed)
        except (click.Abort, KeyboardInterrupt):
            click.echo("Stopped before the end: unfinished work is lost.", err=True)
            sys.exit(130)


def _refuse(error, typed):
    where = error.where or f"estralgia {typed if len(typed) < 100 else typed[:100] + '...'}"
    click.echo(f"Error: {EstralgiaError(error.what, where, error.fix)}", err=True)
    sys.exit(2)


def _example(option):
    return f"write e.g. {option} {EXAMPLES[option]}"


def _usage(error):
    """A mistake that click found, as one of ours."""
    command = error.ctx.command_path if error.ctx else "estralgia"
    if isinstance(error, click.NoSuchOption) and error.ctx:
        known = [option for one in error.ctx.command.get_params(error.ctx) for option in one.opts]
        return EstralgiaError(f"there is no option '{error.option_name}'", command, nearest(error.option_name, known))
    parameter = getattr(error, "param", None)
    option = parameter.opts[0] if parameter else getattr(error, "option_name", "")
    fix = _example(option) if option in EXAMPLES else f"see {command} --help"
    return EstralgiaError(error.format_message().rstrip("."), option, fix)


@click.group(cls=OneMessage, invoke_without_command=True)
@click.version_option(__version__, prog_name="estralgia")
@click.pass_context
def main(context):
    """Why do aromatase inhibitors make joints hurt? A working model.

    Research and education software: it never advises anybody to stop, pause or change a treatment.
    """
    if context.invoked_subcommand is None:
        click.echo(HELLO)


@main.command(short_help="One woman or many, beside their untreated twins.")
@click.argument("woman", required=False, metavar="[WOMAN.toml]")
@click.option("--patients", type=int, metavar="N", help="So many different women instead of one.")
@click.option("--drug", metavar="NAME", help="A drug at its usual daily dose.  [default: letrozole]")
@click.option("--regimen", metavar="TEXT", help='Tablets in words: "letrozole 2.5 mg daily for 2 years".')
@click.option("--years", type=float, metavar="Y", help="Length.  [default: that of the regimen, else 2]")
@click.option("--theory", default="all", show_default=True, metavar="NAME", help="Mechanisms, e.g. inflammation.")
@click.option("--tablets", default="as prescribed", show_default=True, help='Or "closed loop": pain decides.')
@click.option("--twin/--no-twin", default=True, show_default=True, help="The same women without a drug beside.")
@click.option("--seed", type=int, default=1, show_default=True, metavar="S", help="The same seed, the same women.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output instead of a table.")
@click.option("--report", metavar="FILE.html", help="Also write a report with pictures.")
@click.option("--save", metavar="FILE", help="Also save every number as .nc (NetCDF) or .csv.")
def simulate(woman, patients, drug, regimen, years, theory, tablets, twin, seed, as_json, report, save):
    """Simulate one woman or many, beside their untreated twins.

    WOMAN.toml describes one woman, e.g. with the lines age = 61, bmi = 29 and joint_pain_before = 2.
    """
    _check_file("--save", save, SAVED_AS)
    _check_file("--report", report, REPORTED_AS)
    regimen, who = _regimen(drug, regimen), _who(woman, patients, seed)
    from .questions.simulate import simulate as question

    with _progress() as progress:
        options = {"years": years, "twin": twin, "theory": theory, "tablets": tablets, "seed": seed}
        course = question(who, regimen, **options, progress=progress)
    written = [course.save(save)] if save else []
    written += [course.report(report)] if report else []
    if _has_time_off(regimen, course.settings["days"]):
        click.echo(TIME_OFF, err=True)
    if as_json:
        click.echo(json.dumps(_record(course), indent=2, allow_nan=False))
    else:
        _show(course)
    for path in written:
        click.echo(f"Wrote {path}", err=as_json)


@main.command(short_help="Two drugs and none, beside published numbers.")
@click.option("--patients", type=int, default=2000, show_default=True, metavar="N", help="Number of women.")
@click.option("--years", type=float, default=2.0, show_default=True, metavar="Y", help="Length.")
@click.option("--folder", default="demo", show_default=True, help="Where report.html is written.")
def demo(patients, years, folder):
    """Women on letrozole, the same on anastrozole, the same untreated: the answer, beside published numbers."""
    _check_patients(patients)
    from .questions.demo import demo as question

    with _progress() as progress:
        found = question(patients, years, folder, progress)
    from rich.box import SIMPLE

    from .questions.words import who_and_what

    console, table = _console(), _table("Simulated beside published", box=SIMPLE, show_lines=True)
    for heading in ("what", "simulated", "published", "source"):
        table.add_column(heading, overflow="fold")
    for row in found.rows:
        table.add_row(*row)
    console.print(*who_and_what(found.course), "", sep="\n")
    for heading, sentences in found.answer.items():
        console.print(heading, style="bold")
        console.print(sentences, "", sep="\n")
    console.print(table)
    console.print(found.course.data.attrs["intended_use"], "", sep="\n", style="dim")
    click.echo(f"Wrote {found.report}: open it in a browser. Next: estralgia simulate --help")


def _who(woman, patients, seed):
    if woman is not None and patients is not None:
        typed = f"{woman} and --patients {patients}"
        raise EstralgiaError("one woman from a file, or many: not both", typed, "leave one of the two out")
    if patients is not None:
        _check_patients(patients)
    from .model.people import Patient, check_seed, population, read_patient

    check_seed(seed)
    if patients is not None:
        return population(patients, seed=seed)
    return Patient() if woman is None else read_patient(woman)


def _check_patients(patients):
    if not 1 <= patients <= MOST_PATIENTS:
        what = f"the number of women is at least 1 and at most {MOST_PATIENTS:,}"
        raise EstralgiaError(what, f"--patients {patients}", _example("--patients"))


def _regimen(drug, text):
    if drug is not None and text is not None:
        typed = f"--drug {drug} and --regimen '{text}'"
        raise EstralgiaError("a drug or a regimen, not both", typed, "leave one of the two out")
    from .model.numbers import usual_doses
    from .model.regimen import read_regimen

    doses = usual_doses()
    if drug is not None and drug.lower() not in doses:
        fix = f"{nearest(drug, doses)} (for doses and times: {_example('--regimen')})"
        raise EstralgiaError(f"there is no drug '{drug}'", f"--drug {drug}", fix)
    return read_regimen(text if text is not None else drug or "letrozole", doses)


def _has_time_off(regimen, days):
    """Whether days without tablets follow on days with tablets."""
    starts = (0, *regimen.ends)
    kinds = [bool(phase.drugs) for phase, start in zip(regimen.phases, starts, strict=False) if start < days]
    kinds += [False] if (regimen.days or days) < days else []
    return True in kinds and False in kinds[kinds.index(True) :]


def _check_file(option, name, endings):
    """Refuse, before the work begins, a file that cannot be written."""
    if name is None:
        return
    path = Path(name)
    for is_wrong, what, fix in (
        (path.suffix not in endings, f"the name of this file ends in {' or '.join(endings)}", _example(option)),
        (path.is_dir(), "this is a folder, not a file", _example(option)),
        (not path.parent.is_dir(), f"there is no folder '{path.parent}'", "make it first, or give another place"),
        (not os.access(path.parent, os.W_OK), f"nothing can be written in '{path.parent}'", "give another place"),
    ):
        if is_wrong:
            raise EstralgiaError(what, f"{option} {name}", fix)


@contextmanager
def _progress():
    """A bar with the time that is left, on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Simulating"), BarColumn(), TextColumn("{task.percentage:.0f} %"), TimeRemainingColumn())
    with Progress(*columns, console=_console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda share: bar.update(task, completed=share)


def _console(**options):
    from rich.console import Console

    return Console(highlight=False, markup=False, **options)


def _table(title, **options):
    from rich.table import Table

    return Table(title=title, pad_edge=False, **options)


def _record(course):
    """What a program reads: key numbers, shares, what they mean, failures, run record and intended use."""
    from .questions import words

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
        "failures": course.failures,
        "run": course.data.attrs,
        "intended_use": course.data.attrs["intended_use"],
    }


def _show(course):
    """The table, what it means, and what to type next."""
    from .questions import words

    many = len(course.women) > 1
    console, table = _console(), _table("Median of the women, quartiles below" if many else None, box=None)
    for heading in ("", *map(words.heading, words.months_of(course))):
        table.add_column(heading, justify="right" if heading else "left")
    for label, arms in words.table(course).items():
        table.add_row(label, style="bold")
        for arm, cells in arms.items():
            table.add_row(f"  {arm}", *("\n".join(filter(None, cell)) for cell in cells))
    console.print(*words.who_and_what(course), "", table, "", sep="\n")
    console.print("What it means", style="bold")
    console.print(*(f"- {sentence}" for sentence in words.meaning(course)), "", sep="\n")
    console.print("Next", style="bold")
    console.print(NEXT_OF_MANY if many else NEXT_OF_ONE, NEXT, "", sep="\n")
    console.print(course.data.attrs["intended_use"], style="dim")
