"""A theory: weights on the mechanisms, and which rival chapters are read.

The mechanisms are those that the tables of the chapters declare, [mechanism.<name>], in the order of the story.
"""

from dataclasses import dataclass, field

from .book import Book
from .errors import EstralgiaError, nearest
from .pages import RIVALS

BACKGROUND = "background"


@dataclass(frozen=True)
class Theory:
    """Weights (mechanism -> at least 0) and the rival chapters that are read in place of the book's own.

    always: the mechanisms that are in every theory, whose weights stay as they are when a theory is made stronger.
    """

    name: str
    weights: dict = field(hash=False)
    rivals: tuple[str, ...] = ()
    always: tuple[str, ...] = ()

    def scaled(self, factor: float) -> "Theory":
        """The same mix with every mechanism that is not in all theories `factor` times as strong."""
        weights = {one: w if one in self.always else w * factor for one, w in self.weights.items()}
        return Theory(f"{self.name} x {factor:.3g}", weights, self.rivals, self.always)


def words_of(book: Book) -> dict[str, str]:
    """What the background and every mechanism are called, in few words; the background first."""
    return {BACKGROUND: _background(book).get("words", BACKGROUND)} | {
        name: row.get("words", row["meaning"]) for name, row in book.mechanisms.items()
    }


def inputs_of(book: Book) -> dict[str, str]:
    """The quantity by which the background and each mechanism reach what is felt, where they have one of their own."""
    rows = {BACKGROUND: _background(book)} | book.mechanisms
    return {name: row["input"] for name, row in rows.items() if "input" in row}


def _background(book):
    return book.tables["theory"].get("background", {})


def theories(book: Book) -> dict[str, list[str]]:
    """Theory -> its mechanisms: all, what every theory holds, and each mechanism or group of them beside that."""
    table = book.tables["theory"]
    always, groups = table.get("always", {}).get("mechanisms", []), table.get("group", {})
    home = {one: group for group, members in groups.items() for one in members}
    names = dict.fromkeys(home.get(one, one) for one in book.mechanisms if one not in always)
    return {
        "all": list(book.mechanisms),
        BACKGROUND: always,
        **{name: [*groups.get(name, [name]), *always] for name in names},
    }


def rivals(book: Book) -> dict[str, dict[str, dict]]:
    """Chapter -> rival -> what it changes: another chapter that is read, or mechanisms of a group that are left out."""
    found = {chapter: dict(rows) for chapter, rows in book.tables["theory"].get("rival", {}).items()}
    for name in book.rivals:
        said = book.sources[f"{RIVALS}.{name}"].table["rival"]
        found.setdefault(said["of"], {})[name] = {"chapter": name, "meaning": said["meaning"]}
    return found


def read_theory(text: "str | Theory", book: Book) -> Theory:
    """The theory that a text names: "all", "inflammation + sensitization", "all; withdrawal=level".

    Before the first semicolon stand mechanisms joined by "+"; after it rivals as chapter=rival.
    Raises EstralgiaError with the nearest name for a theory, chapter or rival that does not exist.
    """
    if isinstance(text, Theory):
        return text
    if not isinstance(text, str):
        raise EstralgiaError(f"a theory is a text, not {type(text).__name__}", fix='write e.g. theory="all"')
    known, accounts = theories(book), rivals(book)
    mix, *choices = [part.strip() for part in text.split(";")]
    weights = dict.fromkeys(book.mechanisms, 0.0)
    for part in (one.strip().lower() for one in mix.split("+")):
        if part not in known:
            raise EstralgiaError(f"there is no theory '{part}'", f"in '{text}'", nearest(part, known))
        weights |= dict.fromkeys(known[part], 1.0)
    read, chosen = [], {}
    for choice in filter(None, choices):
        chapter, _, rival = (one.strip().lower() for one in choice.partition("="))
        for value, valid in ((chapter, accounts), (rival, accounts.get(chapter, {}))):
            if value not in valid:
                raise EstralgiaError(f"there is no rival '{choice}'", f"in '{text}'", nearest(value, valid))
        if chosen.setdefault(chapter, rival) != rival:
            raise EstralgiaError(f"two rivals of {chapter}", f"in '{text}'", "choose one of them")
        change = accounts[chapter][rival]
        weights |= dict.fromkeys(change.get("leave_out", ()), 0.0)
        read += [change["chapter"]] if "chapter" in change else []
    always = tuple(book.tables["theory"].get("always", {}).get("mechanisms", ()))
    return Theory("; ".join([mix, *filter(None, choices)]), weights, tuple(dict.fromkeys(read)), always)
