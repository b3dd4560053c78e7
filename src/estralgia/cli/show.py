"""What people read on a terminal: tables, sentences and progress."""

import sys
import textwrap
from contextlib import contextmanager

import click

NEXT_OF_ONE = "  estralgia simulate --patients 2000     how many women fare like this"
NEXT_OF_MANY = "  add --theory inflammation              the same under another theory"
NEXT = """\
  add --report course.html               pictures in one file
  add --save course.nc                   every number
  add --json                             the key numbers for programs"""
FIRST_RUN = "Starting, compiling (once)"


@contextmanager
def progress():
    """A bar with the time that is left, on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(18), TextColumn("{task.percentage:.0f} %"))
    with Progress(*columns, TimeRemainingColumn(), console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(FIRST_RUN, total=1.0)
        yield lambda share: bar.update(task, completed=share, description="Simulating")


def console(**options):
    """Where text is wrapped to the width of the terminal; 80 columns where there is none."""
    from rich.console import Console

    return Console(highlight=False, markup=False, **options)


def say(text):
    """Print a text with its long lines wrapped, what follows in from the edge."""
    for line in text.splitlines():
        edge = " " * (len(line) - len(line.lstrip()) + 2)
        width = {"width": console().width, "subsequent_indent": edge}
        click.echo(textwrap.fill(line, **width, break_long_words=False, break_on_hyphens=False))


def table(title, **options):
    """A table with this title."""
    from rich.table import Table

    return Table(title=title, pad_edge=False, **options)


def show_course(course):
    """The table, what it means, and what to type next."""
    from ..say import words

    many = len(course.women) > 1
    out, rows = console(), table("Median of the women, quartiles below" if many else None, box=None)
    for heading in ("", *map(words.heading, words.months_of(course))):
        rows.add_column(heading, justify="right" if heading else "left")
    for label, arms in words.table(course).items():
        rows.add_row(label, style="bold")
        for arm, cells in arms.items():
            rows.add_row(f"  {arm}", *("\n".join(filter(None, cell)) for cell in cells))
    out.print(*words.who_and_what(course), "", rows, "", sep="\n")
    show_added(course)
    out.print("What it means", style="bold")
    out.print(*(f"- {sentence}" for sentence in words.meaning(course)), "", sep="\n")
    out.print("Next", style="bold")
    out.print(NEXT_OF_MANY if many else NEXT_OF_ONE, NEXT, "", sep="\n")
    out.print(course.data.attrs["intended_use"], style="dim")


def show_added(course):
    """One table of all that is added, beside the same women without it, and how well each is known."""
    from ..questions.added import added

    found = added(course)
    if not found:
        return
    out, rows = console(), table(None, box=None)
    for heading in ("", "pain", "of it hope", "evidence allows", "stiffness", "interference", "stopped"):
        rows.add_column(heading, justify="right" if heading else "left")
    for row in found:
        wide = "not known" if row.evidence is None else "{:+.1f} to {:+.1f}".format(*row.evidence)
        stopped = "-" if row.stopped is None else "{:.0f} of {:.0f} %".format(*(100 * one for one in row.stopped))
        cells = (f"{one:+.1f}" for one in (row.stiffness, row.interference))
        rows.add_row(
            f"{' and '.join(row.names)}, day {row.day}", f"{row.pain:+.1f}", f"{row.hope:+.1f}", wide, *cells, stopped
        )
    one = len(course.women) == 1
    whom = "she" if one else f"mean of {found[0].women:,} women who hurt (4 or more) when it begins"
    out.print("What is added, beside the same without it, at the end of the option", style="bold")
    say(f"Points of 10, less is relief; {whom}.")
    out.print(rows)
    for row in found:
        say(f"  {' and '.join(row.names)}: {row.unknown}")
    if found[0].stopped is None:
        say('  Whether fewer women stop is not simulated: add --tablets "closed loop".')
    out.print()
