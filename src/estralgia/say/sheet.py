"""What a course says of itself at a glance: one content for the terminal, for print(course) and for a notebook."""

from dataclasses import dataclass, field
from io import StringIO

from ..evidence.shares import women_of
from ..look import style
from ..look.bands import bands
from ..look.series import title
from ..runners.run import INTENDED_USE, Run
from ..runners.summary import Summary
from . import in_words, page, safety, words

CALLS = ("plot('pain')", "explain(day=90)", "summary()", "report('course.html')", "save('course.nc')")
TOGETHER = ("plot('pain')", "plot('hundred')", "data", "some", "save('cohort.nc')")
WIDE = 100  # letters of a line where there is no terminal


@dataclass(frozen=True)
class Line:
    """A quantity on an arm: its words, the arm, and its median with its quartiles ("" for one woman) by month."""

    label: str
    arm: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sheet:
    """Who and what, the key numbers by month, what they mean, what it is for, and when to get help."""

    who: list[str]
    kind: str
    months: list[str]
    lines: list[Line]
    meaning: list[str]
    use: str = INTENDED_USE
    help: list[str] = field(default_factory=safety.in_short)


def sheet(course: Run | Summary) -> Sheet:
    """The content, whichever way it is shown."""
    lines = [
        Line(label, arm, tuple(cells)) for label, arms in words.table(course).items() for arm, cells in arms.items()
    ]
    kind = "median (quartiles)" if len(course.women) > 1 else "key numbers"
    meaning = words.meaning(course) if women_of(course) else []
    return Sheet(words.who_and_what(course), kind, list(map(words.heading, words.months_of(course))), lines, meaning)


def table(found: Sheet):
    """The key numbers as a table of rich, the quartiles below the median."""
    from rich.table import Table

    rows = Table(box=None, pad_edge=False)
    for heading in (found.kind, *found.months):
        first = heading == found.kind
        rows.add_column(heading, justify="left" if first else "right", no_wrap=not first)
    for number, line in enumerate(found.lines):
        if number == 0 or line.label != found.lines[number - 1].label:
            rows.add_row(line.label, style="bold")
        rows.add_row(f"  {line.arm}", *("\n".join(filter(None, cell)) for cell in line.cells))
    return rows


def describe(course: Run | Summary) -> str:
    """As text: who and what, the key numbers, what they mean, the next calls, what it is for, and when to get help."""
    from rich.console import Console

    found, out = sheet(course), StringIO()
    Console(file=out, width=WIDE, color_system=None, highlight=False, markup=False).print(table(found))
    rows = [line.rstrip() for line in out.getvalue().splitlines()]
    calls = [f"course.{one}" for one in CALLS] if isinstance(course, Run) else [f"cohort.{one}" for one in TOGETHER]
    following = "Next: " + ", ".join(calls)
    return "\n".join([*found.who, "", *rows, "", *found.meaning, "", following, found.use, "", *safety.wrapped()])


def of_course(course: Run) -> str:
    """As HTML, with the picture of pain over time: what a notebook shows."""
    found, figure = sheet(course), ""
    rows = [
        page.Row(
            (line.label, line.arm, *(f"{middle} ({part})" if part else middle for middle, part in line.cells)),
            style.role_of_arm(course, line.arm),
            (1, *range(2, 2 + len(line.cells))),
        )
        for line in found.lines
    ]
    if "worst_pain" in course.data and len(course.sound.women):
        seen = f"{title(course['worst_pain'])}. {in_words.over_time(course, 'worst_pain')}"
        figure = page.drawn(page.Plate("worst-pain", bands(course, "worst_pain"), seen, ""))
    colours = {role: style.colour(role) for role in ("untreated", *style.ROLES)}
    columns = (found.kind, "arm", *found.months)
    return page.part("notebook.html", sheet=found, rows=rows, columns=columns, figure=figure, colours=colours)
