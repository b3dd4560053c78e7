"""Simulate: who, on which tablets, for how long, under which theory; the courses of all, or their summary."""

import time
from collections.abc import Callable, Mapping

import jax
import numpy as np
import xarray as xr

from ..book import BOOK
from ..model.book import Book
from ..model.errors import InputError
from ..model.prescription import Prescription
from ..model.record import run_record
from ..model.theory import Theory
from ..people import Patient, Women, as_women
from ..runners.engines import described
from ..runners.run import INTENDED_USE, Asked, Run
from ..runners.summary import MOST_TIMES, Summary
from ..tables.doses import DoseTable
from .asked import AT_ONCE, ask
from .summary import folded

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
    **chosen,
) -> Summary:
    """The summary of any number of women, in the same memory: `simulate`, whose options it takes, without courses."""
    started = time.perf_counter()
    asked, women = _question(who, regimen, seed, cores, keep="summary", **chosen)
    summary = summary_of(asked, women, cores, progress)
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
    data, kept = _empty(asked, women, arms), {arm.name: [] for arm in arms}
    for batch in batches(arms, women, cores, progress, keep):
        _fill_all(data, arms, batch, batch.start)
        for arm, parts in zip(arms, batch.parts, strict=True):
            kept[arm.name] += [(batch.start + places, part.basis) for places, part in parts if keep]
    data.attrs = record_of(asked, women)
    return Run(data, women, asked, {name: _joined(parts) for name, parts in kept.items()} if keep else {})


def summary_of(asked: Asked, women: Women, cores: int = 2, progress: Callable[[float], None] | None = None) -> Summary:
    """The summary of these women: the courses of each batch are dropped when they are counted."""
    from ..runners.arms import arms_of
    from ..runners.batches import batches

    arms, record = arms_of(asked), record_of(asked, women)

    def runs():
        for batch in batches(arms, women, cores, progress, size=AT_ONCE):
            data = _empty(asked, batch.women, arms)
            _fill_all(data, arms, batch)
            yield Run(data.assign_attrs(record), batch.women, asked)

    return folded(runs(), women, MOST_TIMES)


def _joined(parts):
    """What groups of women left behind, (their places, basis) of each, as one basis in the order of all women."""
    back = np.argsort(np.concatenate([places for places, _ in parts]))
    return jax.tree.map(lambda *some: np.concatenate(some, axis=-1)[..., back], *(basis for _, basis in parts))


def record_of(asked: Asked, women: Women) -> dict[str, str]:
    """The run record: all that is needed to run the same again, as text."""
    tables = dict.fromkeys(one for one in (asked.covariates, *asked.arms.values()) if isinstance(one, DoseTable))
    changed = ", ".join(f"{name} = {value:g}" for name, value in asked.numbers.items())
    lead_in = max(int(one.lead_in_of(women).max(initial=0)) for one in asked.arms.values())
    return run_record(
        regimens="; ".join(f"{name}: {arm}" for name, arm in asked.arms.items()), days=asked.days, women=len(women),
        seed=women.seed, theory=asked.theory.name, rivals=", ".join(asked.theory.rivals) or "none",
        tablets=asked.tablets, recorded_every_days=asked.every, parameters=changed or "defaults of the tables",
        engine=described(asked.engine), precision=asked.precision, tables="; ".join(map(str, tables)) or "none",
        days_before=lead_in, book=asked.book.digest, intended_use=INTENDED_USE,
    )  # fmt: skip


def _is_small(asked, women, arms):
    """Whether what the recorded days leave behind takes little room."""
    step = arms[0].program.step
    hours, days = len(step.hour_states) * (len(step.clock.read) + 1), 2 * len(step.day_states) + len(step.drives)
    return 4 * len(women) * len(arms) * (asked.days / asked.every + 1) * (hours + days) * 1.5 < KEPT_BYTES


def _empty(asked, women, arms):
    """The dataset of a run with units and long names, before any woman is in it; nothing along an empty axis."""
    wiring, times = asked.book.wiring(asked.theory.rivals), np.arange(0, asked.days, asked.every)
    drugs = tuple(dict.fromkeys(drug for one in asked.arms.values() for drug in one.drugs))
    along = asked.book.members(drug=drugs, treatment=arms[0].program.treatments)
    status = np.zeros((len(arms), len(women)), np.int8)
    variables: dict[str, tuple] = {
        "status": (("arm", "patient"), status, {"long_name": "status of the run, 0 is ok", "units": "1"})
    }
    used = set()
    for name in asked.record:
        axis = wiring.axes[name]
        if axis and not len(along[axis]):
            continue  # of no drug, or no treatment: a dimension of size 0 would empty every table made of the courses
        used.add(axis)
        meaning, unit = wiring.describe(name)
        dims = ("arm", "patient", "time") + ((axis,) if axis else ())
        shape = (len(arms), len(women), len(times)) + ((len(along[axis]),) if axis else ())
        variables[name] = (dims, np.zeros(shape, arms[0].dtype), {"long_name": meaning, "units": unit})
    if asked.is_closed_loop:
        attributes = {"long_name": "1 on a day without the prescribed tablet", "units": "1"}
        missed = np.zeros((len(arms), len(women), asked.days), np.int8)
        variables["tablet_missed"] = (("arm", "patient", "day"), missed, attributes)
    coordinates = {
        "arm": [arm.name for arm in arms],
        "patient": women.ids,
        "time": ("time", times, {"long_name": "days since waking before the first tablet", "units": "day"}),
    }
    return xr.Dataset(variables, coordinates | {axis: list(along[axis]) for axis in asked.book.axes if axis in used})


def _fill_all(data, arms, batch, start=0):
    """Put what a batch left into the dataset of women who begin at place `start`."""
    for row, (arm, parts) in enumerate(zip(arms, batch.parts, strict=True)):
        for places, part in parts:
            _fill(data, row, start + places, arm, part)


def _fill(data, row, places, arm, part):
    """Put what one group of women left into its places of the dataset."""
    data["status"].values[row, places] = part.failed
    for name, values in part.record.items():
        if name not in data:
            continue
        axis = arm.program.wiring.axes[name]
        values = np.where(part.failed > 0, np.nan, values).transpose(2, 0, 1)
        if not axis:
            data[name].values[row, places] = values[..., 0]
            continue
        for column, member in enumerate(arm.program.members[axis]):
            found = np.flatnonzero(data[axis].values == member)
            if len(found):
                data[name].values[row, places, :, found[0]] = values[..., column]
    if part.missed is not None:
        data["tablet_missed"].values[row, places] = part.missed.T
