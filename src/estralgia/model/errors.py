"""Errors for everything that a user can mend: what happened, where, and the fix.

One root, one kind for each origin (what was asked, the book, the run), and a kind of its own for what a caller may want
to catch alone.
"""

from collections.abc import Iterable
from difflib import get_close_matches

MOST_LISTED, FEW = 40, 8  # names in a fix: all of a short list, some of a long one


class EstralgiaError(Exception):
    """A mistake in what was asked, with its place, its likely cause and the exact fix.

    The command line prints it as one message and exits with code 2; nothing has been written by then.
    """

    def __init__(self, what: str, where: str = "", fix: str = "") -> None:
        self.what, self.where, self.fix = what, where, fix
        super().__init__(
            "\n".join(part for part in (what, where and f"  where: {where}", fix and f"  fix: {fix}") if part)
        )


class InputError(EstralgiaError):
    """What was asked for cannot be: a woman, a regimen, a table of doses, a name, an option."""


class UnknownName(InputError):
    """There is no quantity, arm, theory, picture, study or other thing of this name; the fix gives the nearest."""


class OutOfBounds(InputError):
    """A number lies outside what can be: of a woman, of a table, a day, a length."""


class RegimenError(InputError):
    """A text about tablets and what is added to them cannot be read; `where` gives the character."""


class TooLarge(InputError):
    """More was asked for than fits: the memory for courses, the keys of chance."""


class BookError(EstralgiaError):
    """A text or table cannot be part of a book or of the evidence beside it: a chapter, number, target or study."""


class RunError(EstralgiaError):
    """A run failed, or holds nothing of what is asked of it: too short, without twins, not recorded, not finite."""


class RerunWarning(UserWarning):
    """Something that was kept is not whole, or not of this question, and is simulated again."""


def nearest(name: str, valid: Iterable[object], also: Iterable[object] = ()) -> str:
    """The valid name that was probably meant, as the words of a fix; with no near one, the valid names.

    also: names that may be meant too, and are too many to list.
    """
    valid = [str(one) for one in valid]
    known = {one.lower(): one for one in map(str, (*also, *valid))}
    close = get_close_matches(str(name).lower(), known, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{known[close[0]]}'?"
    if len(valid) > MOST_LISTED:
        return f"use one of {len(valid)} names, such as " + ", ".join(valid[:FEW])
    return "use one of: " + ", ".join(valid)
