"""One kind of error for everything that a user can mend: what happened, where, why, and the fix."""

from difflib import get_close_matches


class EstralgiaError(Exception):
    """A mistake in what was asked, with its place, its likely cause and the exact fix.

    The command line prints it as one message and exits with code 2; nothing has been written by then.
    """

    def __init__(self, what: str, where: str = "", fix: str = ""):
        self.what, self.where, self.fix = what, where, fix
        super().__init__(
            "\n".join(part for part in (what, where and f"  where: {where}", fix and f"  fix: {fix}") if part)
        )


def nearest(name: str, valid, also=()) -> str:
    """The valid name that was probably meant, as the words of a fix; with no near one, all the valid names.

    also: names that may be meant too, and are too many to list.
    """
    valid = [str(one) for one in valid]
    known = {one.lower(): one for one in map(str, (*also, *valid))}
    close = get_close_matches(str(name).lower(), known, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{known[close[0]]}'?"
    return "use one of: " + ", ".join(valid)
