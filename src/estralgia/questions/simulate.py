"""Simulate: who, on which tablets, for how long, under which theory; the courses of all, or their summary."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import jax
import numpy as np

from ..book import BOOK
from ..model.book import Book
from ..model.errors import InputError
from ..model.prescription import Prescription
from ..model.theory import Theory
from ..people import Patient, Women, as_women
from ..runners.run import Asked, Run
from ..runners.summary import Summary
from ..tables.doses import DoseTable
from .asked import ask
from .cohort import summary_of
from .datasets import empty_data, fill_all, record_of

KEPT_BYTES = 60e6  # what recorded days leave behind is kept where it takes no more


def simulate(
    who: Patient | Women | DoseTable,
    regimen: "str | Prescription | Mapping[str, str | Prescription] | None" = None,
    *,
    years: float | None = None,
    twin: bool = False,
    add: "str | tuple[str, ...]" = (),
    theory: str | Theory = "all",
    tablets: str = "as prescribed",
    seed: int | None = None,
    record: tuple[str, ...] | None = None,
    every: int | None = None,
    numbers: Mapping[str, float] | None = None,
    precision: str = "single",
    engine: str | None = None,
    book: Book = BOOK,
    cores: int = 2,
    progress: Callable[[float], None] | None = None,
) -> Run:
    """Simulate one woman or many.

    who: a Patient, the women of `population`, or those of a table of `read_doses` with their covariates.
    regimen: a readable text, a table, or several as {arm: text}; by default that of the table, or letrozole.
    years: length; by default that of the longest regimen, else two. twin: also the same women without a drug.
    add: what is added to the tablets, e.g. "exercise from month 3"; each text is an arm of its own beside the regimen.
    theory: see `read_theory`. tablets: "as prescribed" (every tablet taken) or "closed loop" (pain decides chances).
    seed: of all chance; by default that of the women. record: names of quantities to keep (default: the book's own).
    every: days between records, 1, 7 or 28 (default: 1 for one woman, else what fits in memory comfortably).
    numbers: other values for numbers of the tables, in the units of the tables and within their bounds, e.g.
    {"turnover_rise": 0}; where each drug, treatment or joint has its own, the same for all, or for one:
    {"low_clearance of letrozole": 1.5}. precision: "single" or "double". engine: "native" (machine code: nearly four
    times as fast; the default where the extra `fast` is installed, on a processor with AVX2) or "jax". book: another
    book, see `read_book`. cores: threads.
    progress: is called with the share that is done.
    Returns a Run. Raises InputError for anything that cannot be simulated; too large a result is refused with
    the option that fits.
    """
    started = time.perf_counter()
    asked, women = _question(
        who, regimen, seed, cores, years=years, twin=twin, add=add, theory=theory, tablets=tablets, record=record,
        every=every, numbers=numbers, precision=precision, engine=engine, book=book,
    )  # fmt: skip
    run = run_of(asked, women, cores, progress)
    run.data.attrs["seconds"] = f"{time.perf_counter() - started:.2f}"
    return run


def summarize(
    who: Patient | Women | DoseTable,
    regimen: "str | Prescription | Mapping[str, str | Prescription] | None" = None,
    *,
    seed: int | None = None,
    cores: int = 2,
    progress: Callable[[float], None] | None = None,
    folder: "str | Path | None" = None,
    resume: bool = False,
    full: bool = False,
    cluster: str | None = None,
    **chosen,
) -> Summary:
    """The summary of any number of women, in the same memory: `simulate`, whose options it takes, without courses.

    folder: where the tally of every batch of women is kept as soon as it is made. resume: go on with what is there.
    full: the courses are kept there too. cluster: the address of a Dask scheduler whose workers simulate.
    """
    started = time.perf_counter()
    asked, women = _question(who, regimen, seed, cores, keep="summary", **chosen)
    summary = summary_of(asked, women, cores, progress, folder, resume, full, cluster)
    summary.template.attrs["seconds"] = f"{time.perf_counter() - started:.2f}"
    return summary


def _question(who, regimen, seed, cores, book=BOOK, **chosen) -> tuple[Asked, Women]:
    if isinstance(cores, bool) or not isinstance(cores, int) or cores < 1:
        raise InputError("cores is a whole number of threads", f"cores = {cores!r}", "write e.g. cores=2")
    table = who if isinstance(who, DoseTable) else None
    women = as_women(table.women if table else who, seed)
    regimen = (table or "letrozole") if regimen is None else regimen
    return ask(women, book, regimen, covariates=table, **chosen), women


def run_of(asked: Asked, women: Women, cores: int = 2, progress: Callable[[float], None] | None = None) -> Run:
    """The courses of these women, as they were asked for."""
    from ..runners.arms import arms_of
    from ..runners.batches import batches

    arms = arms_of(asked)
    keep = _is_small(asked, women, arms)
    data, kept = empty_data(asked, women, arms), {arm.name: [] for arm in arms}
    for batch in batches(arms, women, cores, progress, keep):
        fill_all(data, arms, batch, batch.start)
        for arm, parts in zip(arms, batch.parts, strict=True):
            kept[arm.name] += [(batch.start + places, part.basis) for places, part in parts if keep]
    data.attrs = record_of(asked, women)
    return Run(data, women, asked, {name: _joined(parts) for name, parts in kept.items()} if keep else {})


def _joined(parts):
    """What groups of women left behind, (their places, basis) of each, as one basis in the order of all women."""
    back = np.argsort(np.concatenate([places for places, _ in parts]))
    return jax.tree.map(lambda *some: np.concatenate(some, axis=-1)[..., back], *(basis for _, basis in parts))


def _is_small(asked, women, arms):
    """Whether what the recorded days leave behind takes little room."""
    step = arms[0].program.step
    hours, days = len(step.hour_states) * (len(step.clock.read) + 1), 2 * len(step.day_states) + len(step.drives)
    return 4 * len(women) * len(arms) * (asked.days / asked.every + 1) * (hours + days) * 1.5 < KEPT_BYTES
