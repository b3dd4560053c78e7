"""The runs that targets share: each is simulated at most once in a score, and only where a target asks for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...evidence.scores import score as score_of_a_week
from ...evidence.scores import scores
from ...evidence.scoring import RunRow, Runs
from ...evidence.studies import Study
from ...model.book import Book
from ...model.chance import draw
from ...model.theory import Theory
from ...people import Women
from ...runners.run import Run
from ..simulate import simulate
from ..study import ACTIVE, CONTROL, WEEK, enter, with_added

LETROZOLE = "letrozole"


@dataclass(frozen=True)
class Trial:
    """A copied trial: the women who entered, by the day of entry, followed in its two arms."""

    design: Study
    courses: Mapping[int, Run]

    def readings(self, arm: str, name: str, week: float) -> np.ndarray:
        """A score (or a quantity that is none) of every woman so many weeks after entry, (woman,).

        Of the score that decided about entry, week 0 is the reading that let her in.
        """
        found = [self._of(course, entry, arm, name, week) for entry, course in self.courses.items()]
        return np.concatenate(found)

    def _of(self, course: Run, entry: int, arm: str, name: str, week: float) -> np.ndarray:
        day = entry + WEEK * week
        if name in scores():
            return score_of_a_week(course, name, day, "" if week else "entry").sel(arm=arm).values
        return course[name].sel(arm=arm).sel(time=day, method="nearest").values


class Simulated:
    """The runs of runs.toml for these women under one theory, made when they are first asked for."""

    def __init__(
        self,
        rows: Runs,
        women: Women,
        theory: Theory,
        numbers: Mapping[str, float],
        book: Book,
        step: Callable[[], None],
    ):
        self._rows, self._women, self._theory, self._book, self._step = rows, women, theory, book, step
        self._numbers, self._made, self._answered = dict(numbers), dict[str, Run | Trial](), dict[tuple, Any]()
        entries = book.wiring(theory.rivals).entries
        self._record = tuple(name for name in rows.record if name in entries)

    def __getitem__(self, name: str) -> Run | Trial:
        """A run or trial. Raises EstralgiaError where it cannot be simulated."""
        if name not in self._made:
            self._made[name] = self._run(self._rows.run[name]) if name in self._rows.run else self._trial(name)
            self._step()
        return self._made[name]

    def answers(self, name: str, ask: Callable[..., Any], months: list[int], *words: Any) -> Any:
        """What an instrument counts by the last of these months in a run: dims arm, patient; asked once."""
        key = name, ask.__name__, tuple(months), words
        if key not in self._answered:
            self._answered[key] = ask(self[name], months, *words)
        return self._answered[key]

    @property
    def _options(self):
        return {"theory": self._theory, "record": self._record, "book": self._book}

    def _run(self, row: RunRow) -> Run:
        women = with_covariates(self._women[: row.most_women], row.covariates)
        numbers = {**self._numbers, **row.numbers}
        options = {"years": row.years, "twin": row.untreated, "tablets": row.tablets, "every": row.every}
        return simulate(women, dict(row.arms), numbers=numbers, **options, **self._options).sound

    def _trial(self, name: str) -> Trial:
        row = self._rows.trial[name]
        design, drug = row.design(), row.drug or LETROZOLE
        women = with_covariates(self._women[: row.most_women], row.covariates)
        entered = enter(design, women, drug, self._theory, self._numbers, self._book)
        courses = {day: self._followed(design, drug, day, women) for day, women in entered.women.items()}
        return Trial(design, courses)

    def _followed(self, design: Study, drug: str, day: int, women: Women) -> Run:
        added = {ACTIVE: design.active, CONTROL: design.control}
        arms = {arm: with_added(drug, texts, day, self._book) for arm, texts in added.items()}
        years = (day + WEEK * (max(design.visits) + 1)) / 365.25
        return simulate(women, arms, years=years, every=WEEK, numbers=self._numbers, **self._options)


def with_covariates(women: Women, covariates: Mapping[str, float]) -> Women:
    """The women with these covariates, the same for all, or, between 0 and 1, for this share of them."""

    def column(name: str, value: float) -> np.ndarray:
        if not 0 < value < 1:
            return np.full(len(women), float(value))
        return 1.0 * (draw(women.seed, women.ids, f"share with {name}", "uniform") < value)

    given = {name: column(name, value) for name, value in covariates.items()}
    return replace(women, covariates={**women.covariates, **given}) if given else women


@dataclass(frozen=True)
class Place:
    """The runs of a row."""

    simulated: Simulated
    name: str
    other: str = ""

    @property
    def run(self) -> Any:
        """The run or trial that is measured."""
        return self.simulated[self.name]

    @property
    def beside(self) -> Any:
        """The run of other women."""
        return self.simulated[self.other]

    def answers(self, ask: Callable[..., Any], months: list[int], beside: bool = False, *words: Any) -> Any:
        """What an instrument counts by the last of these months, in the run or in that of other women."""
        return self.simulated.answers(self.other if beside else self.name, ask, months, *words)
