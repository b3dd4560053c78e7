"""Words for safety, said on every front: when to get help, what the tablets are for, and what is not simulated."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import wrap

from ..evidence.targets import filled
from ..model.toml import read_list, read_row, read_toml
from ..runners.run import UNTREATED, Result

PATH = Path(__file__).with_name("safety.toml")
HEADING = "When to get help"
PLANNED = 5 * 365  # days of tablets that trials of these drugs planned, and of which their figures tell
LABEL, WIDTH = 11, 80  # letters in which a step is named, and of a line


@dataclass(frozen=True)
class Step:
    """One step of three: its name for programs, how soon to get help, the signs, and the signs in short."""

    name: str
    when: str
    signs: tuple[str, ...]
    in_short: str


@dataclass(frozen=True)
class Words:
    """The other sentences of safety.toml."""

    checked: str
    see_all: str
    ask_first: str
    purpose: str
    not_simulated: str
    staying: str
    blinded: str


@cache
def steps() -> tuple[Step, ...]:
    """Emergency, same day, soon. Raises BookError for a mistake in the table."""
    return tuple(read_list(PATH, "step", Step, by="name").values())


@cache
def words() -> Words:
    """The sentences, with the published numbers filled in. Raises BookError or UnknownName for a mistake."""
    said = {name: text for name, text in read_toml(PATH).items() if name != "step"}
    return read_row({name: filled(text) for name, text in said.items()}, Words, PATH.name)


def in_short() -> list[str]:
    """The three steps as lines to be wrapped, with how to see them all."""
    lines = [f"  {step.name:<{LABEL}}{step.in_short}" for step in steps()]
    return [HEADING, *lines, f"  {words().see_all}"]


def wrapped() -> list[str]:
    """The same, wrapped below where the signs begin."""
    below = " " * (LABEL + 2)
    return [part for line in in_short() for part in wrap(line, WIDTH, subsequent_indent=below, break_on_hyphens=False)]


def in_full() -> list[str]:
    """The three steps with a line for every sign."""
    lines = [HEADING]
    for number, step in enumerate(steps(), 1):
        lines += ["", f"Step {number}. {step.when} if you have", *(f"- {sign}" for sign in step.signs)]
    return [*lines, "", words().checked]


def in_paragraphs() -> list[str]:
    """The three steps as a paragraph each, for a page."""
    return [HEADING + ".", *(f"{step.when}: {'; '.join(step.signs)}." for step in steps()), words().checked]


def record() -> dict:
    """What programs read: the signs of each step, and who has yet to check them."""
    return {step.name: list(step.signs) for step in steps()} | {"note": words().checked}


def is_curtailed(course: Result) -> bool:
    """Whether tablets are left out or end before five years: trials then protected less, by how much is not known."""
    plans = [course.asked.arms[arm] for arm in course.arms if arm != UNTREATED]
    days = course.asked.days
    short = (one.has_time_off(days) and (one.last_tablet_day(days) or 0) < PLANNED - 1 for one in plans)
    return course.asked.is_closed_loop or any(short)


def left_out(course: Result) -> list[str]:
    """That recurrence is not simulated for a curtailed course; nothing for another."""
    return [words().not_simulated] if is_curtailed(course) else []
