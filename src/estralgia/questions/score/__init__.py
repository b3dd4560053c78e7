"""Score: every published number that the model can speak to, predicted with its interval, beside background alone."""

import math
from collections.abc import Callable, Iterable, Mapping
from inspect import isfunction
from types import ModuleType

from ...book import BOOK
from ...evidence.scoring import Scored, Scoring, scoring
from ...evidence.targets import USES, target
from ...model.book import Book
from ...model.errors import EstralgiaError, InputError, UnknownName, nearest
from ...model.theory import BACKGROUND, Theory, read_theory
from ...people import Women, population
from . import asked, assayed, followed
from .intervals import interval
from .result import Predicted, Score, predicted
from .runs import Place, Simulated
from .sample import Sample

WOMEN = 512
FEWEST = 100


def _public(module: ModuleType) -> dict[str, Callable[..., Sample]]:
    mine = {name: one for name, one in vars(module).items() if isfunction(one) and one.__module__ == module.__name__}
    return {name: one for name, one in mine.items() if not name.startswith("_")}


MEASURES = {name: one for module in (asked, followed, assayed) for name, one in _public(module).items()}


def score(
    targets: str | Iterable[str] = "fit",
    theory: str | Theory | None = None,
    numbers: Mapping[str, float] | None = None,
    *,
    book: Book = BOOK,
    women: Women | int = WOMEN,
    seed: int = 1,
    scoring: Scoring | None = None,
    progress: Callable[[float], None] | None = None,
) -> Score:
    """Predict published numbers and say which lie inside their 90 % interval, beside background alone.

    targets: "fit", "check", or ids of targets. theory and numbers: as `simulate` takes them, by default all mechanisms
    and the book's numbers. women: how many, or which, at least a hundred. scoring: how targets are computed, by default
    that of the package (evidence/scoring). Background alone is the same women without a drug effect on pain; it is
    compared on the targets that pain decides about. A target that cannot be computed is left out with its reason.
    Raises UnknownName for a use or target that does not exist, and InputError for fewer women.
    """
    how, read = scoring or _package(), read_theory("all" if theory is None else theory, book)
    chosen, left_out = _chosen(targets, how)
    group = population(women, seed=seed) if isinstance(women, int) and women >= FEWEST else women
    if not isinstance(group, Women) or len(group) < FEWEST:
        raise InputError("a score needs many women", f"women = {women!r}", f"ask for at least {FEWEST}")
    of_pain = [one for one in chosen if one.group.of == "pain"]
    step = _steps(len(_runs(chosen)) + len(_runs(of_pain)), progress)
    found, failed = _predictions(chosen, Simulated(how.runs, group, read, numbers or {}, book, step))
    alone = Simulated(how.runs, group, read_theory(BACKGROUND, book), numbers or {}, book, step)
    beside, _ = _predictions([one for one in of_pain if one.target.id not in failed], alone)
    return Score(
        found, beside, left_out | failed, tuple(one.name for one in how.groups if one.of == "pain"),
        targets if isinstance(targets, str) else "some", read.name, dict(numbers or {}), len(group), group.seed,
    )  # fmt: skip


def _package() -> Scoring:
    return scoring()


def _chosen(asked_for: str | Iterable[str], how: Scoring) -> tuple[list[Scored], dict[str, str]]:
    """The targets that are scored, and those that are not, with the reason."""
    if isinstance(asked_for, str):
        if asked_for not in USES:
            raise UnknownName(f"there are no targets '{asked_for}'", fix=nearest(asked_for, USES))
        out = {id: why for id, why in how.out.items() if target(id).use == asked_for}
        return [one for one in how.rows.values() if one.target.use == asked_for], out
    ids = list(asked_for)
    for id in ids:
        if id not in how.rows and id not in how.out:
            raise UnknownName(f"the target '{id}' is not scored", fix=nearest(id, how.rows))
    return [how.rows[id] for id in ids if id in how.rows], {id: how.out[id] for id in ids if id in how.out}


def _runs(rows: list[Scored]) -> set[str]:
    return {name for one in rows for name in (one.row.run, one.row.beside) if name}


def _steps(total: int, progress: Callable[[float], None] | None) -> Callable[[], None]:
    """Called after each run, tells the share that is done."""
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(min(1.0, done / max(1, total)))

    return step


def _predictions(rows: list[Scored], runs: Simulated) -> tuple[tuple[Predicted, ...], dict[str, str]]:
    """The predictions of these targets, and why the others could not be made."""
    made, failed = list[Predicted](), dict[str, str]()
    for one in rows:
        try:
            sample = measured(one, runs)
        except EstralgiaError as error:
            failed[one.target.id] = f"{error.what} ({error.where or error.fix})"
            continue
        value, error = sample.value, sample.error
        if math.isfinite(value) and math.isfinite(error):
            made.append(predicted(one, value, interval(one, value, error, sample.counted)))
        else:
            failed[one.target.id] = "no number: nobody to measure it in"
    return tuple(made), failed


def measured(one: Scored, runs: Simulated) -> Sample:
    """The sample of a target. Raises UnknownName for a measure that does not exist."""
    name, *given = one.row.measure
    if name not in MEASURES:
        raise UnknownName(f"there is no measure '{name}'", one.target.id, nearest(name, MEASURES))
    return MEASURES[name](Place(runs, one.row.run, one.row.beside), *given)
