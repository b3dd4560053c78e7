"""A theory: weights on the mechanisms, and which rival chapters are read.

The mechanisms are those that the tables of the chapters declare, [mechanism.<name>], in the order of the story.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ..disease import STORY
from . import numbers
from .errors import EstralgiaError, nearest


@dataclass(frozen=True)
class Theory:
    """Weights (mechanism -> at least 0) and the rival chapters that are read in place of the book's own."""

    name: str
    weights: dict = field(hash=False)
    rivals: tuple[str, ...] = ()

    def scaled(self, factor: float) -> "Theory":
        """The same mix with every mechanism but expectation `factor` times as strong."""
        weights = {one: w if one == "expectation" else w * factor for one, w in self.weights.items()}
        return Theory(f"{self.name} x {factor:.3g}", weights, self.rivals)


@cache
def _table():
    return numbers.read_toml(Path(__file__).with_name("theory.toml"))


@cache
def mechanisms() -> dict[str, str]:
    """Every mechanism of the book -> what it is."""
    tables = (numbers.read_toml(numbers.BOOK / f"{chapter}.toml") for chapter in STORY)
    return {name: row["meaning"] for table in tables for name, row in table.get("mechanism", {}).items()}


@cache
def _theories():
    """Theory -> its mechanisms: all, what every theory holds, and each mechanism or group of them beside that."""
    table = _table()
    always, groups = table["always"]["mechanisms"], table["group"]
    home = {one: group for group, members in groups.items() for one in members}
    names = dict.fromkeys(home.get(one, one) for one in mechanisms() if one not in always)
    return {
        "all": list(mechanisms()),
        "background": always,
        **{name: [*groups.get(name, [name]), *always] for name in names},
    }


def theory_names() -> list[str]:
    """The theories that have a name of their own."""
    return list(_theories())


def read_theory(text: "str | Theory" = "all") -> Theory:
    """The theory that a text names: "all", "inflammation + sensitization", "all; withdrawal=level".

    Before the first semicolon stand mechanisms joined by "+"; after it rivals as chapter=rival.
    Raises EstralgiaError with the nearest name for a theory, chapter or rival that does not exist.
    """
    if isinstance(text, Theory):
        return text
    if not isinstance(text, str):
        raise EstralgiaError(f"a theory is a text, not {type(text).__name__}", fix='write e.g. theory="all"')
    table = _table()
    mix, *choices = [part.strip() for part in text.split(";")]
    weights = dict.fromkeys(mechanisms(), 0.0)
    for part in (one.strip().lower() for one in mix.split("+")):
        if part not in _theories():
            raise EstralgiaError(f"there is no theory '{part}'", f"in '{text}'", nearest(part, _theories()))
        weights |= dict.fromkeys(_theories()[part], 1.0)
    rivals, chosen = [], {}
    for choice in filter(None, choices):
        chapter, _, rival = (one.strip().lower() for one in choice.partition("="))
        for value, valid in ((chapter, table["rival"]), (rival, table["rival"].get(chapter, {}))):
            if value not in valid:
                raise EstralgiaError(f"there is no rival '{choice}'", f"in '{text}'", nearest(value, valid))
        if chosen.setdefault(chapter, rival) != rival:
            raise EstralgiaError(f"two rivals of {chapter}", f"in '{text}'", "choose one of them")
        change = table["rival"][chapter][rival]
        weights |= dict.fromkeys(change.get("leave_out", ()), 0.0)
        rivals += [change["chapter"]] if "chapter" in change else []
    return Theory("; ".join([mix, *filter(None, choices)]), weights, tuple(dict.fromkeys(rivals)))
