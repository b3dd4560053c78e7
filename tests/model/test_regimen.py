"""The text of a regimen, its calendar, and the answers to texts that cannot be read."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estralgia.book import BOOK
from estralgia.model.errors import EstralgiaError
from estralgia.model.regimen import Dose, Phase, Regimen, Second, read_regimen

USUAL_DOSES = BOOK.usual_doses
YEAR, MONTH = 365.25, 365.25 / 12
LETROZOLE, ANASTROZOLE = Dose("letrozole", 2.5, 1), Dose("anastrozole", 1.0, 1)


def read(text):
    return read_regimen(text, BOOK)


def letrozole(days, every_days=1, mg=2.5):
    return Phase((Dose("letrozole", mg, every_days),), days)


EXAMPLES = {
    "letrozole 2.5 mg daily for 2 years, then stop": [letrozole(2 * YEAR)],
    "anastrozole 1 mg daily for 14 months, then letrozole 2.5 mg daily for 6 months": [
        Phase((ANASTROZOLE,), 14 * MONTH),
        letrozole(6 * MONTH),
    ],
    "letrozole 2.5 mg daily": [letrozole(None)],
    "letrozole daily for 1 year": [letrozole(YEAR)],
    "letrozole": [letrozole(None)],
    "letrozole for 1 year": [letrozole(YEAR)],
    "exemestane 25 mg every other day for 6 weeks": [Phase((Dose("exemestane", 25.0, 2),), 42.0)],
    "letrozole every 3 days for 30 days": [letrozole(30.0, 3)],
    "letrozole every 2 weeks for 8 weeks": [letrozole(56.0, 14)],
    "letrozole 2.5 mg weekly for 10 weeks": [letrozole(70.0, 7)],
    "letrozole once daily": [letrozole(None)],
    "letrozole every day": [letrozole(None)],
    "letrozole once a week": [letrozole(None, 7)],
    "letrozole every second day": [letrozole(None, 2)],
    "letrozole 2.5 mg daily for 1 year, then pause for 3 months, then letrozole 2.5 mg daily for 1 year": [
        letrozole(YEAR),
        Phase((), 3 * MONTH),
        letrozole(YEAR),
    ],
    "letrozole for 1 year; break 3 months; letrozole": [letrozole(YEAR), Phase((), 3 * MONTH), letrozole(None)],
    "letrozole for 1 year then nothing": [letrozole(YEAR), Phase((), None)],
    "no drug": [Phase((), None)],
    "untreated": [Phase((), None)],
    "no drug for 2 years": [Phase((), 2 * YEAR)],
    "wait 30 days, then letrozole 2.5 mg daily for 1 year": [Phase((), 30.0), letrozole(YEAR)],
    "tamoxifen 20 mg daily and anastrozole 1 mg daily for 3 months": [
        Phase((Dose("tamoxifen", 20.0, 1), ANASTROZOLE), 3 * MONTH)
    ],
    "  LETROZOLE\t2.5MG \n Daily  FOR 1Y ;then  STOP ": [letrozole(YEAR)],
    "letrozole 2500 ug for 2 yr; letrozole 2500 µg for 3 mo; letrozole 2500 microgram for 4 wk; letrozole for 5 d": [
        letrozole(2 * YEAR),
        letrozole(3 * MONTH),
        letrozole(28.0),
        letrozole(5.0),
    ],
    "letrozole .5 mg for 1.5e1 days": [letrozole(15.0, mg=0.5)],
    "letrozole 50 mg": [letrozole(None, mg=50.0)],
    "Femara 2.5 mg for 1 year, then arimidex": [letrozole(YEAR), Phase((ANASTROZOLE,), None)],
    "placebo": [Phase((), None, 1)],
    "placebo daily for 2 years": [Phase((), 2 * YEAR, 1)],
    "Placebo every other day for 4 weeks, then letrozole": [Phase((), 28.0, 2), letrozole(None)],
    "letrozole for 1 year, then 4 weeks off, then letrozole": [letrozole(YEAR), Phase((), 28.0), letrozole(None)],
    "Nolvadex and AROMASIN": [Phase((Dose("tamoxifen", 20.0, 1), Dose("exemestane", 25.0, 1)), None)],
}


@pytest.mark.parametrize("text", EXAMPLES)
def test_examples_are_read(text):
    assert read(text) == Regimen(tuple(EXAMPLES[text]))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Letrozole for 24 months", "letrozole 2.5 mg daily for 2 years, then stop"),
        ("letrozole 1250 ug every 2 days", "letrozole 1.25 mg every other day"),
        (
            "wait 1 wk; tamoxifen and letrozole every 3 days for 14 mo",
            "no drug for 1 week, then tamoxifen 20 mg daily and letrozole 2.5 mg every 3 days for 14 months, then stop",
        ),
        (
            "letrozole weekly for 30.5 days; pause 10 days",
            "letrozole 2.5 mg weekly for 30.5 days, then no drug for 10 days",
        ),
    ],
)
def test_printed_text_is_canonical(text, printed):
    assert str(read(text)) == printed


@pytest.mark.parametrize(
    ("text", "in_short"),
    [
        ("letrozole 2.5 mg for 2 years, then Aromasin", "letrozole then exemestane"),
        ("tamoxifen and letrozole", "tamoxifen and letrozole"),
        ("letrozole for 1 year; pause for 3 months; letrozole weekly", "letrozole"),
        ("letrozole for 1 year; anastrozole for 1 year; letrozole", "letrozole then anastrozole then letrozole"),
        ("tamoxifen for 2 years; tamoxifen and letrozole", "tamoxifen then tamoxifen and letrozole"),
        ("no drug; add yoga", ""),
    ],
)
def test_drugs_in_short(text, in_short):
    assert read_regimen(text, BOOK).in_short == in_short


def test_a_regimen_is_found_under_its_brands_only_where_the_drug_is_known(refused):
    book = replace(BOOK, folders=BOOK.folders | {"drugs": {"anastrozole": BOOK.drugs["anastrozole"]}})
    assert read_regimen("Arimidex", book) == read_regimen("anastrozole", BOOK)
    with refused("A drug is needed here"):
        read_regimen("Femara", book)


def test_phases_end_at_the_rounded_cumulative_time():
    together = read("letrozole for 14 months, then anastrozole for 6 months")
    assert (together.ends, together.days, read("letrozole for 20 months").days) == ((426, 609), 609, 609)
    assert read("letrozole for 1 month" + "; letrozole for 1 month" * 11).days == 365  # 30 days each would make 360


def test_calendar_of_two_drugs_with_a_pause_and_an_open_end():
    regimen = read("tamoxifen every other day and letrozole for 3 days; pause 2 days; anastrozole weekly")
    assert regimen.drugs == ("tamoxifen", "letrozole", "anastrozole")
    assert (regimen.days, regimen.is_untreated) == (None, False)
    calendar = regimen.doses(14)
    assert calendar.dtype == np.float64
    assert calendar.T.tolist() == [
        [20, 0, 20] + [0] * 11,
        [2.5, 2.5, 2.5] + [0] * 11,
        [0] * 5 + [1] + [0] * 6 + [1, 0],
    ]
    assert [regimen.last_tablet_day(days) for days in (14, 12, 4, 2, 0)] == [12, 5, 2, 1, None]


def test_calendar_is_empty_after_the_end():
    regimen = read("letrozole for 4 days, then stop")
    assert regimen.doses(6).tolist() == [[2.5]] * 4 + [[0.0]] * 2
    assert (regimen.days, regimen.last_tablet_day(6), regimen.last_tablet_day(2)) == (4, 3, 1)


def test_a_placebo_is_a_tablet_without_a_drug():
    regimen = read("placebo every other day for 4 days, then stop")
    assert str(regimen) == "placebo every other day for 4 days, then stop"
    assert (regimen.drugs, regimen.is_untreated, regimen.in_short) == ((), False, "placebo")
    assert regimen.tablets(6).tolist() == [True, False, True, False, False, False]
    assert regimen.tablets_of(None, -1, 4)[:, 0].tolist() == [False, True, False, True]
    assert (regimen.last_tablet_day(6), regimen.tablets_on(1), regimen.tablets_on(5)) == (
        2,
        "placebo every other day",
        "",
    )
    assert not regimen.has_time_off(6)
    assert read("letrozole for 4 days, then placebo").has_time_off(6)


EXEMESTANE = (Dose("exemestane", 25.0),)


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("letrozole daily for 5 years, if she stops: 4 weeks off then exemestane", Second(EXEMESTANE, 28.0)),
        (
            "letrozole for 5 years, then stop; if she stops for pain: wash-out for 4 weeks; exemestane",
            Second(EXEMESTANE, 28.0),
        ),
        ("letrozole for 5 years if she stops exemestane; add yoga", Second(EXEMESTANE)),
        ("letrozole for 5 years; if she stops for her joints: nothing", None),
        ("letrozole for 5 years", None),
    ],
)
def test_what_is_taken_when_she_stops(text, second):
    regimen = read_regimen(text, BOOK)
    assert regimen.second == second
    assert read_regimen(str(regimen), BOOK) == regimen
    assert regimen.drugs == (("letrozole", "exemestane") if second else ("letrozole",))
    assert not regimen.doses(2000)[:, 1:].any()


def test_second_tablets_last_until_the_planned_end():
    regimen = read("letrozole for 4 days; if she stops: 2 days off, then exemestane")
    doses, wash_out = regimen.second_of(-1, 7)
    assert wash_out == 2
    assert doses[..., 0].tolist() == [[0, 0]] + [[0, 25]] * 4 + [[0, 0]] * 2
    assert regimen.in_short == "letrozole or exemestane"
    assert str(regimen).endswith("; if she stops for her joints: no drug for 2 days, then exemestane 25 mg daily")


def test_untreated_has_no_drugs():
    regimen = read("no drug for 2 years")
    assert (regimen.is_untreated, regimen.drugs, regimen.days) == (True, (), 730)
    assert regimen.doses(10).shape == (10, 0)
    assert regimen.last_tablet_day(10) is None


@pytest.mark.parametrize(
    ("text", "piece", "character", "words"),
    [
        ("letrozol daily", "letrozol", 1, "did you mean 'letrozole'?"),
        ("letrozole for 1 year, then anastrazole", "anastrazole", 28, "did you mean 'anastrozole'?"),
        ("Femera", "Femera", 1, "did you mean 'Femara'?"),
        ("aromasine for 1 year", "aromasine", 1, "did you mean 'Aromasin'?"),
        ("Femara and letrozole", "letrozole", 12, "letrozole is named twice"),
        ("exercise from month 3", "exercise", 1, "'letrozole; add exercise'"),
        ("letrozole with Fish  oil", "Fish  oil", 16, "'letrozole; add fish oil'"),
        ("letrozole and yoga for 1 year", "yoga", 15, "This is a treatment, not a drug"),
        ("quux", "quux", 1, "use one of: anastrozole, exemestane, letrozole, tamoxifen, placebo, no drug, pause"),
        ("2.5 mg letrozole", "2.5", 1, "A drug is needed here"),
        ("stop", "stop", 1, "A drug is needed here"),
        ("letrozole 0 mg", "0 mg", 11, "more than zero"),
        ("letrozole -2.5 mg", "-2.5 mg", 11, "more than zero"),
        ("letrozole 1e-400 mg", "1e-400 mg", 11, "more than zero"),
        ("letrozole 2500 mg", "2500 mg", 11, "slip of the unit: it is 1000 times the usual dose"),
        ("letrozole 50.1 mg", "50.1 mg", 11, "the usual dose is 'letrozole 2.5 mg'"),
        ("letrozole 2.5 daily", "2.5 daily", 11, "did you mean '2.5 mg' or '2.5 ug'?"),
        ("letrozole 2.5", "2.5", 11, "needs a unit"),
        ("letrozole 2.5 g daily", "2.5 g", 11, "needs a unit"),
        ("letrozole 2.5 pounds", "2.5 pounds", 11, "did you mean '2.5 mg'"),
        ("letrozole 2,5 mg", "2,5", 11, "decimal point"),
        ("letrozole nan mg daily", "nan", 11, "A number is needed here"),
        ("letrozole -inf mg daily", "-inf", 11, "A number is needed here"),
        ("letrozole 1e999 mg", "1e999", 11, "A number is needed here"),
        ("letrozole for nan days", "nan", 15, "A number is needed here"),
        ("letrozole for two years", "two", 15, "write it in digits"),
        ("letrozole for 2", "2", 15, "did you mean '2 days' or '2 weeks' or '2 months' or '2 years'?"),
        ("letrozole for 2 yeers", "2 yeers", 15, "'2 years'"),
        ("letrozole for 51 years", "for 51 years", 11, "at most 50 years"),
        ("letrozole for 1e308 years", "for 1e308 years", 11, "at most 50 years"),
        ("letrozole for 0 days", "for 0 days", 11, "at least 1 day"),
        ("letrozole for -3 months", "for -3 months", 11, "at least 1 day"),
        ("letrozole for 0.5 days", "for 0.5 days", 11, "at least 1 day"),
        ("letrozole 2.5 mg dayly", "dayly", 18, "did you mean 'daily'?"),
        ("letrozole every 0 days", "every 0 days", 11, "1 to 365 whole days"),
        ("letrozole every 53 weeks", "every 53 weeks", 11, "1 to 365 whole days"),
        ("letrozole every 1.5 days", "every 1.5 days", 11, "every 3 days"),
        ("letrozole twice daily", "twice daily", 11, "every other day, every 3 days"),
        ("letrozole daily 2 years", "daily 2 years", 11, "a time begins with 'for'"),
        ("letrozole for 1 year, anastrozole", ", anastrozole", 21, "a new phase with ', then'"),
        ("letrozole for 1 year and anastrozole", "and anastrozole", 22, "cannot follow here"),
        (
            "letrozole daily, then anastrozole 1 mg daily",
            "letrozole daily",
            1,
            "as 'letrozole 2.5 mg daily for 1 year'",
        ),
        ("pause, then letrozole", "pause", 1, "Only the last phase"),
        ("placebo and letrozole", "and letrozole", 9, "rhythm of 1 to 365 whole days"),
        ("placebo 1 mg daily", "1 mg daily", 9, "rhythm of 1 to 365 whole days"),
        ("placebo, then letrozole", "placebo", 1, "as 'placebo daily for 1 year'"),
        ("no drug, if she stops: letrozole", "no drug", 1, "nothing that she could stop"),
        ("letrozole; if she stops: 4 weeks off, then nothing", "nothing", 44, "at most one pause, and then drugs"),
        ("letrozole; if she stops: exemestane for 1 year", "exemestane for 1 year", 26, "until the planned end"),
        ("letrozole; if she stops: exemestane weekly", "exemestane weekly", 26, "write 'exemestane' alone"),
        ("letrozole; if she stops: exemestan", "exemestan", 26, "did you mean 'exemestane'?"),
        ("letrozole; if she stops: yoga", "yoga", 26, "This is a treatment, not a drug"),
        ("letrozole; if she stops: nothing; if she stops: tamoxifen", "tamoxifen", 49, "say once"),
        ("letrozole daily, then stop", "letrozole daily", 1, "say how long this one lasts"),
        ("letrozole for 1 year, then stop for 2 months", "stop for 2 months", 28, "say 'pause for 2 months'"),
        ("letrozole for 1 year, then stop now", "stop now", 28, "'stop' has to come last"),
        ("letrozole for 1 year; stop; letrozole", "stop", 23, "say 'pause for 3 months'"),
        ("letrozole and tamoxifen and Letrozole 1 mg", "Letrozole 1 mg", 29, "letrozole is named twice"),
    ],
)
def test_refusals_name_the_piece_its_place_and_the_fix(text, piece, character, words):
    with pytest.raises(EstralgiaError) as refusal:
        read(text)
    assert f"{piece!r} at character {character} of the regimen" == refusal.value.where
    assert words in str(refusal.value)
    assert refusal.value.fix


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("letrozole for 1 year;", 22),
        ("letrozole for", 14),
        ("letrozole and", 14),
        ("then letrozole", 1),
    ],
)
def test_missing_pieces_are_placed_where_they_should_stand(text, character):
    with pytest.raises(EstralgiaError, match="is needed here") as refusal:
        read(text)
    assert refusal.value.where == f"nothing at character {character} of the regimen"


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_empty_text_is_refused(text):
    with pytest.raises(EstralgiaError, match=r"empty(.|\n)*'no drug'"):
        read(text)


@pytest.mark.parametrize("text", [None, ["letrozole"], b"letrozole", 2.5])
def test_other_types_than_text_are_refused(text):
    kind = type(text).__name__
    with pytest.raises(EstralgiaError, match=f"has to be text, not {kind}"):
        read(text)


@pytest.mark.parametrize("text", ["letrozole " + "x" * 10_000, "letrozole for 1d;" * 580 + "letrozole"])
def test_long_text_is_refused_also_when_only_its_full_form_is_long(text):
    with pytest.raises(EstralgiaError, match="more than 10000 characters") as refusal:
        read(text)
    assert len(str(refusal.value)) < 300


WORDS = st.sampled_from(
    [
        *USUAL_DOSES,
        "letrozol",
        "2.5",
        "-1",
        "1e999",
        "٣",
        "nan",
        "mg",
        "ug",
        "g",
        "daily",
        "weekly",
        "every",
        "other",
        "day",
        "days",
        "for",
        "2",
        "years",
        "month",
        ",",
        ";",
        "then",
        "stop",
        "and",
        "pause",
        "no",
        "drug",
        "wait",
        "placebo",
        "off",
        "if she stops:",
        "once",
        "\ud800",
    ]
)
TEXTS = st.one_of(st.text(st.characters()), st.lists(WORDS, max_size=14).map(" ".join), st.lists(WORDS).map("".join))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_is_either_read_or_refused(text):
    try:
        outcome = read(text)
    except EstralgiaError as refusal:
        outcome = refusal
    if isinstance(outcome, Regimen):
        assert read(str(outcome)) == outcome
        assert outcome.doses(20).shape == (20, len(outcome.drugs))
    else:
        assert "" not in (outcome.what, outcome.fix)
        assert len(str(outcome)) < 1000


@st.composite
def regimens(draw):
    milligrams = {drug: st.floats(0, 20 * usual, exclude_min=True) for drug, usual in USUAL_DOSES.items()}

    def days():
        return draw(
            st.one_of(
                st.floats(1, 50 * YEAR),
                st.integers(1, 600).map(lambda months: months * MONTH),
                st.integers(1, 50).map(lambda years: years * YEAR),
                st.integers(1, 18000).map(float),
            )
        )

    def phase(length):
        drugs = draw(st.lists(st.sampled_from(sorted(USUAL_DOSES)), unique=True, max_size=4))
        if not drugs:
            return Phase((), length, draw(st.integers(0, 365)))
        return Phase(tuple(Dose(drug, draw(milligrams[drug]), draw(st.integers(1, 365))) for drug in drugs), length)

    phases = [phase(days()) for _ in range(draw(st.integers(0, 4)))]
    whole = (*phases, phase(draw(st.sampled_from([None, days()]))))
    second = draw(st.sampled_from([None, Second(EXEMESTANE), Second(EXEMESTANE, days())]))
    return Regimen(whole, (), second if any(one.has_tablets for one in whole) else None)


@settings(max_examples=200, deadline=None)
@given(regimens())
def test_printed_text_reads_back_to_an_equal_regimen(regimen):
    assert read(str(regimen)) == regimen


@settings(max_examples=200, deadline=None)
@given(regimens(), st.integers(0, 4000))
def test_calendar_holds_every_tablet_once(regimen, days):
    expected = dict.fromkeys(regimen.drugs, 0.0)
    last_day, elapsed = None, 0.0
    for phase in regimen.phases:
        start, elapsed = round(elapsed), elapsed + (phase.days or days)
        stop = days if phase.days is None else min(days, round(elapsed))
        for dose in phase.drugs:
            tablets = max(0, -(-(stop - start) // dose.every_days))
            expected[dose.drug] += tablets * dose.mg
            if tablets:
                last_day = max(last_day or 0, start + (tablets - 1) * dose.every_days)
        if phase.placebo_every and stop > start:
            last_day = max(last_day or 0, range(start, stop, phase.placebo_every)[-1])
    calendar = regimen.doses(days)
    assert calendar.shape == (days, len(regimen.drugs))
    np.testing.assert_allclose(calendar.sum(axis=0), list(expected.values()), rtol=1e-9)
    assert regimen.last_tablet_day(days) == last_day


@pytest.mark.parametrize(
    ("text", "days", "has_time_off"),
    [
        ("letrozole", 700, False),
        ("letrozole for 1 year", 365, False),
        ("letrozole for 1 year, then stop", 700, True),
        ("letrozole for 1 year, then pause for 3 months, then letrozole", 700, True),
        ("letrozole for 1 year, then pause for 3 months, then letrozole", 300, False),
        ("no drug for 3 months, then letrozole", 700, False),
        ("letrozole for 1 year, then anastrozole", 700, False),
        ("no drug", 700, False),
    ],
)
def test_time_off_is_days_without_tablets_after_tablets(text, days, has_time_off):
    assert read_regimen(text, BOOK).has_time_off(days) is has_time_off
