"""Written: all that was asked of a run as text and numbers, from which it can be asked again."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ..people import Women
from ..runners.run import Asked
from ..tables.doses import DoseTable

LIKE_ITSELF = ("days", "every", "tablets", "precision", "keep")


def all_that_was_asked(asked: Asked, women: Women, arms: Iterable[str] | None = None) -> dict[str, Any]:
    """What was asked of these women, for JSON; covariates are the women's own. arms: those that are left of it."""
    tables: list[Any] = []
    names = set(asked.arms if arms is None else arms)
    return {name: getattr(asked, name) for name in LIKE_ITSELF} | {
        "book": asked.book.digest, "theory": asdict(asked.theory), "record": asked.record,
        "numbers": dict(asked.numbers), "seed": women.seed, "names": women.names, "tables": tables,
        "arms": {name: _in_writing(arm, tables) for name, arm in asked.arms.items() if name in names},
        "covariates": None if asked.covariates is None else _place_of(asked.covariates, tables),
    }  # fmt: skip


def _in_writing(arm, tables):
    return [_place_of(arm, tables), [str(one) for one in arm.additions]] if isinstance(arm, DoseTable) else str(arm)


def _place_of(table, tables):
    """The place of what a table was read from among those of a run, each of which is written once."""
    if table.told not in tables:
        tables.append(table.told)
    return tables.index(table.told)
