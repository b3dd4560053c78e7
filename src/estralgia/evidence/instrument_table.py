"""The table of the instruments: what each asks, how it errs and when it looks, from instruments.toml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from ..model.toml import Grade, read_row, read_toml

Name = Literal["free_text", "report_form", "threshold", "attribution", "rheumatologist", "item"]


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """Who asks what, and when, in words; keys of references.bib; how sure its numbers are."""

    name: str
    question: str
    when: str
    meaning: str
    source: tuple[str, ...]
    grade: Grade
    note: str
    visits_every: int = 0  # months; 0 where it is asked at visits of its own


@dataclass(frozen=True, kw_only=True)
class Item(Instrument):
    """The five-category item: limits of the categories and reading error in points of 10, visits in days."""

    cuts: tuple[float, float, float, float]
    reading_error: float
    visits: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Form(Instrument):
    """A report form: the least answer to the item (1 mild, 2 moderate) that is written where it has risen, and the
    published number (`set_to`, an id) that its reporting probability meets, when and in whom."""

    least_answer: int
    one_chance_per: Literal["woman", "visit"]
    set_to: str
    set_month: int
    set_in: Literal["untreated", "both arms"]


@dataclass(frozen=True, kw_only=True)
class Rheumatologist(Instrument):
    """The rise that counts, and the reading error, in points of 10."""

    rise: float
    reading_error: float


@dataclass(frozen=True, kw_only=True)
class EntryRule(Instrument):
    """The score that counts from `hurting` of thresholds.toml on."""

    score: str


@dataclass(frozen=True, kw_only=True)
class Attribution(Instrument):
    """The error of her memory of the time before, in points of 10."""

    memory_error: float


@dataclass(frozen=True)
class Asking:
    """One time that an instrument is asked: its months, or until which month; ids of the targets beside it."""

    instrument: Name
    months: tuple[int, ...] = ()
    until: int = 0
    drug: str = ""
    other: str = ""
    both: str = ""
    pictured: bool = False


@dataclass(frozen=True)
class Instruments:
    """All instruments, and the times that they are asked."""

    free_text: Form
    report_form: Form
    threshold: EntryRule
    attribution: Attribution
    rheumatologist: Rheumatologist
    item: Item
    row: tuple[Asking, ...]

    def called(self, name: Name) -> Instrument:
        """The instrument of a name."""
        return getattr(self, name)


@cache
def instruments() -> Instruments:
    """The numbers of the instruments. Raises BookError, with the place and the fix, for a mistake in the table."""
    path = Path(__file__).with_name("instruments.toml")
    return read_row(read_toml(path), Instruments, path.name)
