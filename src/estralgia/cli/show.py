"""What people read on a terminal: tables, sentences and progress."""

import math
import re
import sys
import textwrap
import time
import warnings
from contextlib import contextmanager

import click

from ..model.errors import RerunWarning

NEXT_OF_ONE = "  estralgia simulate --patients 2000     how many women fare like this"
NEXT_OF_MANY = "  add --theory inflammation              the same under another theory"
NEXT_OF_WEAKER = "  add --matched                          as much pain at six months as under all"
NEXT = """\
  add --report course.html               pictures in one file
  add --save course.nc                   every number
  add --json                             the key numbers for programs"""
FIRST_RUN, RUNNING, LAST = "Starting, compiling (once)", "Simulating", "Drawing and writing"
LINE_EVERY = 30  # seconds, where no terminal shows a bar
UNITS = ((3600, "h"), (60, "min"), (1, "s"))  # of the time that is left: seconds of each
# What a line begins with, below which its next lines do not begin: a mark of a list, or a label and a gap.
BEGINNING = re.compile(r" *(?:- |\d+\. |\S.{0,29}?(?: {2,}|:  +)(?=\S))")
BEFORE_A_UNIT = re.compile(r"(?<=\d) (?=[%a-z])")
UNBROKEN = "\N{NO-BREAK SPACE}"


@contextmanager
def progress(women=None, lines=False):
    """A bar with how many women are done and the time that is left, on standard error, where that is a terminal.

    lines: elsewhere a line now and then.
    """
    done = done_and_left(women)
    if not sys.stderr.isatty():
        yield _in_lines(done) if lines else None
        return
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(18), TextColumn("{task.fields[done]}"))
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(FIRST_RUN, total=1.0, done="")

        def tell(share):
            description = FIRST_RUN if share <= 0 else RUNNING if share < 1 else LAST
            bar.update(task, completed=share, description=description, done=done(share))

        yield tell


def _in_lines(done):
    """Called with the share that is done: says so at once, and then after every LINE_EVERY seconds."""
    said = [float("-inf")]

    def tell(share):
        words = done(share)
        if share <= 0:
            say(FIRST_RUN, err=True)
        elif time.monotonic() - said[0] >= LINE_EVERY:
            said[0] = time.monotonic()
            say(f"{RUNNING}: {words}", err=True)

    return tell


def done_and_left(women=None):
    """A function of the share that is done: it in words, and how long the rest takes at the pace since the first."""
    first = []

    def words(share):
        now = time.monotonic()
        if share <= 0:
            return ""
        if not first:
            first.extend((share, now))
        said = f"{100 * share:.0f} %" if women is None else f"{round(share * women):,} of {women:,} women"
        if share <= first[0] or share >= 1:
            return said
        seconds = (now - first[1]) * (1 - share) / (share - first[0])
        size, unit = next(((size, unit) for size, unit in UNITS if seconds >= 1.5 * size), UNITS[-1])
        return f"{said}, {math.ceil(seconds / size)} {unit} left"

    return words


@contextmanager
def notes():
    """What is simulated again is said as a note, on standard error."""
    usual = warnings.showwarning

    def show(message, category, *where, **more):
        if issubclass(category, RerunWarning):
            say(f"Note: {message}", err=True)
        else:
            usual(message, category, *where, **more)

    with warnings.catch_warnings():
        warnings.simplefilter("always", RerunWarning)
        warnings.showwarning = show
        yield


def console(**options):
    """Where text is wrapped to the width of the terminal; 80 columns where there is none."""
    from rich.console import Console

    return Console(highlight=False, markup=False, **options)


def say(text, err=False):
    """Print a text with its long lines wrapped at the width of the terminal; err: on standard error."""
    width = console(stderr=err).width
    for line in text.splitlines():
        click.echo(filled(line, width), err=err)


def filled(line, width):
    """A line wrapped so that a number stays with its unit, and what follows stands below where the words begin."""
    found = BEGINNING.match(line)
    edge = len(line) - len(line.lstrip())
    below = " " * (found.end() if found else edge and edge + 2)
    text = BEFORE_A_UNIT.sub(UNBROKEN, line)
    how = {"subsequent_indent": below, "break_long_words": False, "break_on_hyphens": False}
    return textwrap.fill(text, width, **how).replace(UNBROKEN, " ")


def table(title, **options):
    """A table with this title."""
    from rich.table import Table

    return Table(title=title, pad_edge=False, **options)


def show_course(course):
    """The table, what it means, and what to type next."""
    from ..say import sheet, words

    out, found = console(), sheet.sheet(course)
    for line in found.who:
        say(line)
    out.print("", sheet.table(found), "", sep="\n")
    if course.asked.keep == "courses":
        show_added(course)
    out.print("What it means", style="bold")
    for sentence in found.meaning:
        say(f"- {sentence}")
    out.print()
    out.print("Next", style="bold")
    other = NEXT_OF_WEAKER if words.unmatched(course) else NEXT_OF_MANY
    out.print(other if len(course.women) > 1 else NEXT_OF_ONE, NEXT, "", sep="\n")
    out.print(found.use, "", style="dim", sep="\n")
    when_to_get_help()


def when_to_get_help():
    """The three steps in short, and how to see all signs."""
    from ..say import safety

    for line in safety.in_short():
        say(line)


def show_added(course):
    """One table of all that is added, beside the same women without it, and how well each is known."""
    from ..questions.added import added

    found = added(course)
    if not found:
        return
    out, rows = console(), table(None, box=None)
    for heading in ("", "pain", "of it\nhope", "evidence\nallows", "stiffness", "interference", "stopped,\n%"):
        rows.add_column(heading, justify="right" if heading else "left", no_wrap=bool(heading))
    for row in found:
        wide = "not known" if row.evidence is None else "{:+z.1f} to {:+z.1f}".format(*row.evidence)
        stopped = "-" if row.stopped is None else "{:.0f} of {:.0f}".format(*(100 * one for one in row.stopped))
        rows.add_row(" and ".join(row.names), style="bold")
        pain, hope, *others = (f"{one:+z.1f}" for one in (row.pain, row.hope, row.stiffness, row.interference))
        rows.add_row(f"  day {row.day}", pain, hope, wide, *others, stopped)
    one = len(course.women) == 1
    whom = "she" if one else f"mean of {found[0].women:,} women who hurt (4 or more) when it begins"
    out.print("What is added, beside the same without it, at the end of the option", style="bold")
    say(f"Points of 10, less is relief; {whom}.")
    out.print(rows)
    for row in found:
        say(f"  {' and '.join(row.names)}: {row.unknown}")
        say(f"  harms  {row.harms}")
    from ..say import safety

    say(f"  {safety.words().ask_first}")
    if found[0].stopped is None:
        say('  Whether fewer women stop is not simulated: add --tablets "closed loop".')
    out.print()
