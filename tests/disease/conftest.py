"""One exam for the whole book: a test that asks for `written` meets every function of every chapter and rival."""

import random
from pathlib import Path
from typing import NamedTuple

import pytest

from estralgia import disease
from estralgia.book import BOOK
from estralgia.model.wiring import BEFORE, CHANGE, Function, Wiring

RIVALS = BOOK.rivals
# A prevalence of 1 or more has no logit, a correlation above 1 no root, and an unnoticed fall of all leaves no level:
# the only numbers of the book that must stay within bounds to be read at all.
BOUNDS = dict.fromkeys(("background_prevalence", "drug_likeness", "unnoticed_fall"), (0.05, 0.95))
POINTS, POINTS_OF_A_CHOICE = 3, 12
CHOICES = {"choose", "positive_part", "smaller"}


class Written(NamedTuple):
    """One function of the book and the wiring in which it is read."""

    function: Function
    wiring: Wiring

    def unit(self, name):
        """Unit of a name: a reduction has that of what it reduces."""
        entry = self.wiring.entries[name]
        return self.unit(entry.of) if entry.kind == "reduction" else entry.unit

    @property
    def own_unit(self):
        """Unit of what the function computes: that of the quantity or state, per day for a change."""
        name = self.function.name
        unit = self.unit(name.removeprefix(CHANGE).removesuffix(BEFORE))
        return f"({unit}) / day" if name.startswith(CHANGE) else unit

    def points(self):
        """Random places, always the same: cause -> number."""
        chance = random.Random(self.function.name)
        bounds = [BOUNDS.get(cause, (0.2, 3)) for cause in self.function.causes]
        has_two_sides = CHOICES & set(self.function.call.__code__.co_names)
        for _ in range(POINTS_OF_A_CHOICE if has_two_sides else POINTS):
            yield {cause: chance.uniform(*bound) for cause, bound in zip(self.function.causes, bounds, strict=True)}


def _everything_written():
    for chapter in [*BOOK.story, *(f"alternatives.{rival}" for rival in RIVALS)]:
        wiring = BOOK.wiring(() if chapter in BOOK.story else (chapter.removeprefix("alternatives."),))
        for function in wiring.functions.values():
            if function.chapter == chapter:
                yield f"{chapter}.{function.name}", Written(function, wiring)


def pytest_generate_tests(metafunc):
    if "written" in metafunc.fixturenames:
        metafunc.parametrize("written", [pytest.param(one, id=name) for name, one in _everything_written()])
    if "rivals" in metafunc.fixturenames:
        metafunc.parametrize("rivals", [(), *((rival,) for rival in RIVALS)], ids=lambda r: r[0] if r else "book")


@pytest.fixture
def all_written():
    """Every function of the book and its rivals, "chapter.function" -> Written."""
    return dict(_everything_written())


@pytest.fixture
def chapters():
    """Every chapter and rival: name -> path of its text."""
    names = [*BOOK.story, *(f"alternatives.{rival}" for rival in RIVALS)]
    return {name: Path(disease.__path__[0]) / (name.replace(".", "/") + ".py") for name in names}
