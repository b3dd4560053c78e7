"""Simulate: who, on which tablets, for how long, under which theory."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import xarray as xr

from ..disease import SHOWN
from ..model.bounds import for_absent
from ..model.errors import EstralgiaError, nearest
from ..model.record import run_record
from ..model.regimen import Regimen, read_regimen
from ..runners.run import INTENDED_USE, UNTREATED, Course
from ..model.theory import Theory, read_theory
from ..model.wiring import read_book
from ..people import Patient, Women, as_women
from ..tables.doses import DoseTable
from .jobs import PRECISIONS, jobs_for, members_of

DEFAULT_YEARS, MOST_YEARS = 2.0, 30.0
DAYS_PER_YEAR, HALF_A_YEAR = 365.25, 183
CADENCES = (1, 7, 28)
COMFORTABLE_BYTES, MOST_BYTES = 0.7e9, 4e9
TABLETS = ("as prescribed", "closed loop")


def simulate(
    who: Patient | Women | DoseTable,
    regimen: "str | Regimen | DoseTable | Mapping[str, str | Regimen | DoseTable] | None" = None,
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
    cores: int = 2,
    progress: Callable[[float], None] | None = None,
) -> Course:
    """Simulate one woman or many.

    who: a Patient, the women of `population`, or those of a table of `read_doses` with their covariates.
    regimen: a readable text, a table, or several as {arm: text}; by default that of the table, or letrozole.
    years: length; by default that of the longest regimen, else two. twin: also the same women without a drug.
    add: what is added to the tablets, e.g. "exercise from month 3"; each text is an arm of its own beside the regimen.
    theory: see `read_theory`. tablets: "as prescribed" (every tablet taken) or "closed loop" (pain decides chances).
    seed: of all chance; by default that of the women. record: names of quantities to keep (default: disease.SHOWN).
    every: days between records, 1, 7 or 28 (default: 1 for one woman, else what fits in memory comfortably).
    numbers: other values for numbers of the tables, in the units of the tables and within their bounds, e.g.
    {"turnover_rise": 0}; where each drug, treatment or joint has its own, the same for all, or for one:
    {"low_clearance of letrozole": 1.5}. precision: "single" or "double". cores: threads.
    progress: is called with the share that is done.
    Returns a Course. Raises EstralgiaError for anything that cannot be simulated; too large a result is refused with
    the option that fits.
    """
    started = time.perf_counter()
    table = who if isinstance(who, DoseTable) else None
    women, theory = as_women(table.women if table else who, seed), read_theory(theory)
    regimen = (table or "letrozole") if regimen is None else regimen
    arms = _arms(regimen, twin, (add,) if isinstance(add, str) else tuple(add))
    days = _days(years, arms.values())
    _check_additions(arms, days)
    _check_choice("tablets", tablets, TABLETS)
    _check_choice("precision", precision, PRECISIONS)
    names = _names(record, theory)
    lead_in = max(arm.lead_in for arm in arms.values())
    every = _cadence(every, women, len(arms), lead_in + days, names, theory)
    all_drugs = tuple(dict.fromkeys(drug for arm in arms.values() for drug in arm.drugs))
    changed = dict(numbers or {})
    _check_changed(changed, arms, theory)
    settings = {"arms": arms, "theory": theory, "tablets": tablets, "precision": precision, "days": days}
    settings |= {"changed": changed, "lead_in": lead_in, "described_by": table}
    jobs = jobs_for(women, names, every, **settings)
    results = _run(jobs, cores, progress)
    data = _dataset(jobs, results, women, days, every, all_drugs)
    data.attrs = run_record(
        regimens="; ".join(f"{name}: {arm}" for name, arm in arms.items()),
        days=days, women=len(women), seed=women.seed, theory=theory.name, rivals=", ".join(theory.rivals) or "none",
        tablets=tablets, recorded_every_days=every, parameters=_changed_in_words(changed), engine="day-step on JAX",
        precision=precision, tables=_tables(table, arms), days_before=lead_in,
        seconds=f"{time.perf_counter() - started:.2f}", intended_use=INTENDED_USE,
    )  # fmt: skip
    return Course(data, women, settings)


def _tables(described_by, arms):
    """Where doses and covariates of a run come from, and what was made of them."""
    found = dict.fromkeys(one for one in (described_by, *arms.values()) if isinstance(one, DoseTable))
    return "; ".join(map(str, found)) or "none"


def _run(jobs, cores, progress):
    """All chunks of all arms on a few threads: per job a list of (record, missed, failed) in the order of the women."""
    import jax

    from ..runners.compiled import keep_compiled
    from ..runners.jax_runner import LANES, Chunk

    keep_compiled()
    work = [(job, start) for start in range(0, len(jobs[0].women), LANES) for job in jobs]
    done = []

    def one(item):
        job, start = item
        group = job.women[start : start + LANES]
        with jax.enable_x64(job.dtype is np.float64):
            chunk = Chunk.of(group, job.program, job.theory, job.parameters, job.dtype)
            blocks = list(chunk.run(job.calendar.of(slice(start, start + LANES)), job.lead_in + job.days))
            parts = _join(blocks, len(group), job)
        done.append(item)
        if progress:
            progress(len(done) / len(work))
        return parts

    with ThreadPoolExecutor(max_workers=max(1, cores)) as pool:
        first = [one(work[0])]  # alone, so that threads do not compile the same program twice
        found = first + list(pool.map(one, work[1:]))
    return [[part for (owner, _), part in zip(work, found, strict=True) if owner is job] for job in jobs]


def _join(blocks, women, job):
    """The parts of a chunk from day 0 on: records, missed tablets, failures."""
    record = {
        name: np.concatenate([np.asarray(block[1][name]) for block in blocks])[job.lead_in // job.every :, :, :women]
        for name in blocks[0][1]
    }
    missed = np.concatenate([np.asarray(block[2]) for block in blocks])[job.lead_in :][: job.days, :women]
    failed = np.max([np.asarray(block[3]) for block in blocks], axis=0)[:women]
    return record, missed, failed


def _dataset(jobs, results, women, days, every, drugs):
    """Join the parts into one dataset with units and long names."""
    wiring = jobs[0].program.wiring
    times = np.arange(0, days, every)
    status = np.stack([np.concatenate([failed for *_, failed in parts]) for parts in results]).astype(np.int8)
    attributes = {"long_name": "status of the run, 0 is ok", "units": "1"}
    variables: dict[str, tuple] = {"status": (("arm", "patient"), status, attributes)}
    for name in jobs[0].program.record:
        axis = wiring.axes[name]
        arms = []
        for job, parts in zip(jobs, results, strict=True):
            values = np.concatenate([record[name][: len(times)] for record, *_ in parts], axis=-1)
            arms.append(_on_all_drugs(values, job.program.drugs, drugs) if axis == "drug" else values)
        values = np.stack(arms).transpose(0, 3, 1, 2)
        values[status > 0] = np.nan
        meaning, unit = wiring.describe(name)
        dims = ("arm", "patient", "time") + ((axis,) if axis else ())
        variables[name] = (dims, values if axis else values[..., 0], {"long_name": meaning, "units": unit})
    if jobs[0].program.closed_loop:
        missed = np.stack([np.concatenate([m for _, m, _ in parts], axis=1).T for parts in results]).astype(np.int8)
        attributes = {"long_name": "1 on a day without the prescribed tablet", "units": "1"}
        variables["tablet_missed"] = (("arm", "patient", "day"), missed, attributes)
    coordinates = {
        "arm": [job.name for job in jobs],
        "patient": women.ids,
        "time": ("time", times, {"long_name": "days since waking before the first tablet", "units": "day"}),
        "joint": [name for name, _ in numbers.joints()],
        "drug": list(drugs),
        "treatment": list(jobs[0].program.treatments),
    }
    return xr.Dataset(variables, coordinates)


def _changed_in_words(changed):
    return ", ".join(f"{name} = {value:g}" for name, value in changed.items()) or "defaults of the tables"


def _on_all_drugs(values, own, drugs):
    spread = np.zeros((values.shape[0], len(drugs), values.shape[2]), values.dtype)
    for row, drug in ((row, drug) for row, drug in enumerate(own) if drug in drugs):
        spread[:, drugs.index(drug)] = values[:, row]
    return spread


def _arms(regimen, twin, add):
    texts = regimen if isinstance(regimen, Mapping) else {None: regimen}
    if not texts:
        raise EstralgiaError("there is no regimen", fix='give e.g. {"letrozole": "letrozole daily"}')
    arms = {}
    for name, text in texts.items():
        read = text if isinstance(text, Regimen | DoseTable) else read_regimen(text)
        arms[name or arm_name(read)] = read
    base_name, base = next(iter(arms.items()))
    options = [base.with_addition(text) for text in add]
    for text, name, option in zip(add, _option_names(base_name, base, options), options, strict=True):
        if name in arms:
            raise EstralgiaError("the same is added twice", f"add = {text!r}", "leave one of the two out")
        arms[name] = option
    if twin and not any(arm.is_untreated for arm in arms.values()):
        arms[UNTREATED] = read_regimen("no drug")
    return arms


def arm_name(regimen: Regimen | DoseTable) -> str:
    """What an arm is called: "letrozole then exemestane", "letrozole and tamoxifen", "letrozole with exercise"."""
    return _with(regimen.in_short or UNTREATED, [one.name for one in regimen.additions])


def _with(tablets, added):
    return " with ".join(filter(None, [tablets, " and ".join(dict.fromkeys(added))]))


def _option_names(base_name, base, options):
    """A name for each arm with something added to the first: in short, in full where two would be called the same."""
    tablets, before = base_name, []
    if base_name == arm_name(base):
        tablets, before = base.in_short or UNTREATED, [one.name for one in base.additions]
    added = [option.additions[len(base.additions) :] for option in options]
    short = [_with(tablets, before + [one.name for one in more]) for more in added]
    full = [_with(tablets, before + [str(one).removeprefix("add ") for one in more]) for more in added]
    return [two if short.count(one) > 1 or one == base_name else one for one, two in zip(short, full, strict=True)]


def _check_additions(arms, days):
    """Nothing is added that would begin after the end of the run."""
    for one in (one for arm in arms.values() for one in arm.additions):
        first, end = one.span
        if first >= days:
            years = np.ceil(10 * (end or first + HALF_A_YEAR) / DAYS_PER_YEAR) / 10
            where = f"'{one}' begins on day {first}, and the run ends with day {days - 1}"
            fix = "let it begin earlier" + (f", or simulate longer: years = {years:g}" if years <= MOST_YEARS else "")
            raise EstralgiaError(f"{one.name} begins after the end of the run", where, fix)


def _check_changed(changed, arms, theory):
    """Other numbers for a drug or treatment that nobody takes would change nothing."""
    for name in for_absent(read_book(theory.rivals), members_of(arms), changed):
        where = f"numbers = {{'{name}': {changed[name]!r}}}"
        raise EstralgiaError("nobody in this run takes what the number is for", where, "leave it out, or add an arm")


def _days(years, regimens):
    if years is None:
        lengths = [regimen.days for regimen in regimens if regimen.days]
        return max(lengths) if lengths else round(DEFAULT_YEARS * DAYS_PER_YEAR)
    number = isinstance(years, int | float) and not isinstance(years, bool)
    if not number or not 1 / DAYS_PER_YEAR <= years <= MOST_YEARS:
        raise EstralgiaError(
            "the length of a simulation is a number of years",
            f"years = {years!r}",
            f"give more than 0 and at most {MOST_YEARS:g}",
        )
    return max(1, round(years * DAYS_PER_YEAR))


def _check_choice(what, value, valid):
    if value not in valid:
        raise EstralgiaError(f"{what} cannot be '{value}'", fix=nearest(value, valid))


def _names(record, theory):
    wiring = read_book(theory.rivals)
    names = SHOWN if record is None else (record,) if isinstance(record, str) else tuple(record)
    for name in names:
        wiring.describe(name)
    return names


def _cadence(every, women, arms, days, names, theory):
    """Days between records: as asked, or the finest that is comfortable; refuses what memory cannot hold."""
    wiring = read_book(theory.rivals)
    sizes = {"": 1, "joint": len(numbers.joints()), "drug": 2, "treatment": 2}
    width = sum(sizes[wiring.axes[name]] for name in names)

    def size(cadence):
        return 4.0 * len(women) * arms * (days / cadence + 1) * width

    if every is not None and every not in CADENCES:
        raise EstralgiaError("records are made every 1, 7 or 28 days", f"every = {every!r}", "give one of these")
    finest = every or next((one for one in CADENCES[len(women) > 1 :] if size(one) < COMFORTABLE_BYTES), CADENCES[-1])
    if size(finest) > MOST_BYTES:
        raise EstralgiaError(
            f"the result would take {size(finest) / 1e9:.1f} GB",
            f"{len(women):,} women, {arms} arms, {days} days, every {finest} days, {width} numbers each",
            'keep less, e.g. record=("worst_pain", "estradiol"), every=28, or fewer women',
        )
    return finest
