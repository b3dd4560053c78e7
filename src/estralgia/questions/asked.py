"""Asked: what is asked of a simulation, read and checked before any work."""

from collections.abc import Mapping

import numpy as np

from ..evidence.thresholds import HALF_A_YEAR
from ..model.book import Book
from ..model.bounds import OF, for_absent
from ..model.errors import InputError, OutOfBounds, TooLarge, UnknownName, nearest
from ..model.prescription import Prescription, read_prescription
from ..model.theory import Theory, read_theory
from ..people import Women
from ..runners.engines import check_engine
from ..runners.run import KEEP, PRECISIONS, TABLETS, UNTREATED, Asked

DEFAULT_YEARS, MOST_YEARS = 2.0, 30.0
DAYS_PER_YEAR = 365.25
ACTIVE_PART = "strength"  # the number without which a treatment works by hope alone
CADENCES = (1, 7, 28)
COMFORTABLE_BYTES, MOST_BYTES = 0.7e9, 4e9
AT_ONCE = 512  # women whose courses a summary holds at a time


def ask(
    women: Women, book: Book, regimen, *, years=None, twin=False, add=(), theory: "str | Theory" = "all",
    tablets="as prescribed", record=None, every=None, numbers=None, precision="single", covariates=None, keep="courses",
    engine=None,
) -> Asked:  # fmt: skip
    """What is asked of a run of these women. Raises EstralgiaError as `simulate`."""
    read = read_theory(theory, book)
    arms = _arms(regimen, twin, (add,) if isinstance(add, str) else tuple(add), book)
    days = _days(years, arms.values())
    _check_additions(arms, days)
    check_choice("tablets", tablets, TABLETS)
    _check_second(arms, tablets)
    check_choice("precision", precision, PRECISIONS)
    check_choice("keep", keep, KEEP)
    engine = check_engine(engine)
    names = _names(record, read, book)
    every = _cadence(
        every, min(len(women), AT_ONCE) if keep == "summary" else len(women), len(arms), days, names, read, book
    )
    changed = dict(numbers or {})
    _check_changed(changed, arms, read, book)
    return Asked(book, arms, days, every, names, read, tablets, precision, changed, covariates, keep, engine)


def _arms(regimen, twin, add, book):
    texts = regimen if isinstance(regimen, Mapping) else {None: regimen}
    if not texts:
        raise InputError("there is no regimen", fix='give e.g. {"letrozole": "letrozole daily"}')
    arms = {}
    for name, text in texts.items():
        read = read_prescription(text, book)
        arms[name or arm_name(read)] = read
    base_name, base = next(iter(arms.items()))
    options = [base.with_addition(text, book) for text in add]
    for text, name, option in zip(add, _option_names(base_name, base, options), options, strict=True):
        if name in arms:
            raise InputError("the same is added twice", f"add = {text!r}", "leave one of the two out")
        arms[name] = option
    if UNTREATED in arms and not arms[UNTREATED].is_untreated:
        what = f"an arm called '{UNTREATED}' is one without a drug"
        raise InputError(what, f"'{UNTREATED}': {arms[UNTREATED]}", "give this arm another name")
    if twin and not any(arm.is_untreated for arm in arms.values()):
        arms[UNTREATED] = read_prescription("no drug", book)
    return arms


def arm_name(regimen: Prescription) -> str:
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


def _check_second(arms, tablets):
    """What is taken when she stops needs a woman who can."""
    for name, one in arms.items():
        if getattr(one, "second", None) and tablets == TABLETS[0]:
            what = "nobody stops where every tablet is taken as prescribed"
            raise InputError(what, f"'{name}': {one}", f'simulate(..., tablets="{TABLETS[1]}")')


def _check_additions(arms, days):
    """Nothing is added that would begin after the end of the run."""
    for one in (one for arm in arms.values() for one in arm.additions):
        first, end = one.span
        if first >= days:
            years = np.ceil(10 * (end or first + HALF_A_YEAR) / DAYS_PER_YEAR) / 10
            where = f"'{one}' begins on day {first}, and the run ends with day {days - 1}"
            fix = "let it begin earlier" + (f", or simulate longer: years = {years:g}" if years <= MOST_YEARS else "")
            raise InputError(f"{one.name} begins after the end of the run", where, fix)


def _check_changed(changed, arms, theory, book):
    """Other numbers for a drug or treatment that nobody takes would change nothing."""
    for name in for_absent(book, book.wiring(theory.rivals), members_of(arms, book), changed):
        where = f"numbers = {{'{name}': {changed[name]!r}}}"
        raise InputError("nobody in this run takes what the number is for", where, "leave it out, or add an arm")


def _days(years, regimens):
    if years is None:
        lengths = [regimen.days for regimen in regimens if regimen.days]
        return max(lengths) if lengths else round(DEFAULT_YEARS * DAYS_PER_YEAR)
    number = isinstance(years, int | float) and not isinstance(years, bool)
    if not number or not 1 / DAYS_PER_YEAR <= years <= MOST_YEARS:
        raise OutOfBounds(
            "the length of a simulation is a number of years",
            f"years = {years!r}",
            f"give more than 0 and at most {MOST_YEARS:g}",
        )
    return max(1, round(years * DAYS_PER_YEAR))


def check_choice(what: str, value, valid):
    """Raises UnknownName with the nearest valid value for one that is not among them."""
    if value not in valid:
        raise UnknownName(f"{what} cannot be '{value}'", fix=nearest(value, valid))


def hope_alone(changed: Mapping[str, float], arms: Mapping[str, Prescription], theory: Theory, book: Book) -> dict:
    """The changed numbers of a run with these arms in which nothing that is added has an active part."""
    own = {name: value for name, value in changed.items() if name.partition(OF)[0] != ACTIVE_PART} | {ACTIVE_PART: 0}
    absent = for_absent(book, book.wiring(theory.rivals), members_of(arms, book), own)
    return {name: value for name, value in own.items() if name not in absent}


def members_of(arms: Mapping[str, Prescription], book: Book) -> dict[str, tuple[str, ...]]:
    """Who is on each axis of a run with these arms: axis -> names."""
    drugs, treatments = (
        tuple(dict.fromkeys(name for arm in arms.values() for name in names(arm)))
        for names in (lambda arm: arm.drugs, lambda arm: arm.treatments)
    )
    return book.members(drug=drugs, treatment=treatments)


def _names(record, theory, book):
    wiring = book.wiring(theory.rivals)
    names = book.shown if record is None else (record,) if isinstance(record, str) else tuple(record)
    for name in names:
        wiring.describe(name)
        if name in wiring.functions and name not in wiring.clocks:
            raise UnknownName(f"'{name}' cannot be recorded", fix="give the name of a state or a quantity")
    return tuple(dict.fromkeys(names))


def _cadence(every, women, arms, days, names, theory, book):
    """Days between records: as asked, or the finest that is comfortable; refuses what memory cannot hold."""
    wiring = book.wiring(theory.rivals)
    sizes = {axis: 2 if book.is_chosen(axis) else len(book.members_of(axis)) for axis in book.axes} | {"": 1}
    width = sum(sizes[wiring.axes[name]] for name in names)

    def size(cadence):
        return 4.0 * women * arms * (days / cadence + 1) * width

    if every is not None and every not in CADENCES:
        raise UnknownName("records are made every 1, 7 or 28 days", f"every = {every!r}", "give one of these")
    finest = every or next((one for one in CADENCES[women > 1 :] if size(one) < COMFORTABLE_BYTES), CADENCES[-1])
    if size(finest) > MOST_BYTES:
        raise TooLarge(
            f"the courses would take {size(finest) / 1e9:.1f} GB",
            f"{women:,} women, {arms} arms, {days} days, every {finest} days, {width} numbers each",
            'keep="summary", or keep less, e.g. record=("worst_pain", "estradiol"), every=28, or fewer women',
        )
    return finest
