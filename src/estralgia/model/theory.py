"""A theory: weights on the mechanisms, and which rival chapters are read.

The mechanisms are those that the tables of the chapters declare, [mechanism.<name>], in the order of the story.
"""

from dataclasses import dataclass, field

from .book import Book
from .errors import InputError, UnknownName, nearest
from .fields import Choice, Rival
from .pages import RIVALS
from .toml import read_row

BACKGROUND = "background"


@dataclass(frozen=True)
class Theory:
    """Weights (mechanism -> at least 0) and the rival chapters that are read in place of the book's own.

    always: the mechanisms that are in every theory, whose weights stay as they are when a theory is made stronger.
    """

    name: str
    weights: dict[str, float] = field(hash=False)
    rivals: tuple[str, ...] = ()
    always: tuple[str, ...] = ()

    def scaled(self, factor: float) -> "Theory":
        """The same mix with every mechanism that is not in all theories `factor` times as strong."""
        weights = {one: w if one in self.always else w * factor for one, w in self.weights.items()}
        return Theory(f"{self.name} x {factor:.3g}", weights, self.rivals, self.always)


def words_of(book: Book) -> dict[str, str]:
    """What the background and every mechanism are called, in few words; the background first."""
    return {BACKGROUND: book.theory.background.words} | {
        name: one.words or one.meaning for name, one in book.mechanisms.items()
    }


def inputs_of(book: Book) -> dict[str, str]:
    """The quantity by which the background and each mechanism reach what is felt, where they have one of their own."""
    inputs = {BACKGROUND: book.theory.background.input} | {name: one.input for name, one in book.mechanisms.items()}
    return {name: one for name, one in inputs.items() if one}


def theories(book: Book) -> dict[str, list[str]]:
    """Theory -> its mechanisms: all, what every theory holds, and each mechanism or group of them beside that."""
    always, groups = book.theory.always.mechanisms, book.theory.group
    home = {one: group for group, members in groups.items() for one in members}
    names = dict.fromkeys(home.get(one, one) for one in book.mechanisms if one not in always)
    return {
        "all": list(book.mechanisms),
        BACKGROUND: list(always),
        **{name: [*groups.get(name, [name]), *always] for name in names},
    }


def rivals(book: Book) -> dict[str, dict[str, Choice]]:
    """Chapter -> rival -> what it changes: another chapter that is read, or mechanisms of a group that are left out."""
    found = {chapter: dict(rows) for chapter, rows in book.theory.rival.items()}
    for name in book.rivals:
        said = read_row(book.sources[f"{RIVALS}.{name}"].table["rival"], Rival, f"{RIVALS}/{name}.toml, [rival]")
        found.setdefault(said.of, {})[name] = Choice(meaning=said.meaning, chapter=name)
    return found


def read_theory(text: "str | Theory", book: Book) -> Theory:
    """The theory that a text names: "all", "inflammation + sensitization", "all; withdrawal=level".

    Before the first semicolon stand mechanisms joined by "+"; after it rivals as chapter=rival.
    Raises UnknownName with the nearest name for a theory, chapter or rival that does not exist.
    """
    if isinstance(text, Theory):
        return text
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers are not checked
        raise InputError(f"a theory is a text, not {type(text).__name__}", fix='write e.g. theory="all"')
    known, accounts = theories(book), rivals(book)
    mix, *choices = [part.strip() for part in text.split(";")]
    weights = dict.fromkeys(book.mechanisms, 0.0)
    for part in (one.strip().lower() for one in mix.split("+")):
        if part not in known:
            raise UnknownName(f"there is no theory '{part}'", f"in '{text}'", nearest(part, known))
        weights |= dict.fromkeys(known[part], 1.0)
    read: list[str] = []
    chosen: dict[str, str] = {}
    for choice in filter(None, choices):
        chapter, _, rival = (one.strip().lower() for one in choice.partition("="))
        for value, valid in ((chapter, accounts), (rival, accounts.get(chapter, {}))):
            if value not in valid:
                raise UnknownName(f"there is no rival '{choice}'", f"in '{text}'", nearest(value, valid))
        if chosen.setdefault(chapter, rival) != rival:
            raise InputError(f"two rivals of {chapter}", f"in '{text}'", "choose one of them")
        change = accounts[chapter][rival]
        weights |= dict.fromkeys(change.leave_out, 0.0)
        read += [change.chapter] if change.chapter else []
    name = "; ".join([mix, *filter(None, choices)])
    return Theory(name, weights, tuple(dict.fromkeys(read)), book.theory.always.mechanisms)
