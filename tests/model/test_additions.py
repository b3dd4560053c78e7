"""What is added to the tablets, in words: read, refused with its place and fix, printed and read back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estralgia.book import BOOK
from estralgia.model.errors import EstralgiaError
from estralgia.model.regimen import read_regimen

NAMES = [row["names"][0] for row in BOOK.treatments.values()]


def only(text):
    """The one addition of a regimen on letrozole."""
    (found,) = read_regimen(f"letrozole; {text}", BOOK).additions
    return found


@pytest.mark.parametrize(
    ("text", "treatment", "share", "span", "blinded"),
    [
        ("add exercise", "exercise", 1, (0, None), False),
        ("add exercise from month 6", "exercise", 1, (183, None), False),
        ("Add Supervised Exercise at 70 % from week 2 for 12 weeks", "exercise", 0.7, (14, 98), False),
        ("add duloxetine 60 mg from month 3 for 12 weeks", "duloxetine", 1, (91, 175), False),
        ("add blinded duloxetine 30 mg until week 1", "duloxetine", 0.5, (0, 7), True),
        ("add vitamin D from year 1", "vitamin_d", 1, (365, None), False),
        ("add omega-3 from day 10 for 1 month", "omega_3", 1, (10, 40), False),
        ("add placebo tablet", "placebo_tablet", 1, (0, None), False),
    ],
)
def test_an_addition_is_read(text, treatment, share, span, blinded):
    found = only(text)
    assert (found.treatment, found.span, found.blinded) == (treatment, span, blinded)
    assert found.share == pytest.approx(share)


TOGETHER = [
    "letrozole; add exercise from month 3; add duloxetine from month 6",
    "letrozole; add exercise from month 3; duloxetine from month 6",
    "letrozole; exercise from month 3; duloxetine from month 6",
    "letrozole; add exercise from month 3 and duloxetine from month 6",
    "letrozole; add exercise from month 3, duloxetine from month 6",
    "letrozole; add exercise from month 3, and add Cymbalta from month 6",
    "letrozole, add exercise from month 3 and add duloxetine from month 6",
    "add exercise from month 3; duloxetine from month 6; letrozole",
]


@pytest.mark.parametrize("text", TOGETHER)
def test_two_treatments_together_are_read(text):
    found = read_regimen(text, BOOK)
    assert [(one.treatment, one.span) for one in found.additions] == [
        ("exercise", (91, None)),
        ("duloxetine", (183, None)),
    ]
    assert read_regimen(str(found), BOOK) == found


@pytest.mark.parametrize("text", [
    "exercise from month 3 and duloxetine from month 3",
    "exercise from month 3; duloxetine from month 3",
    "exercise from month 3; add duloxetine from month 3",
    "add exercise from month 3, add duloxetine from month 3",
])  # fmt: skip
def test_two_treatments_are_added_to_a_regimen_in_one_text(text):
    base = read_regimen("letrozole for 1 year; anastrozole; add yoga", BOOK)
    found = base.with_addition(text, BOOK)
    assert [one.treatment for one in found.additions] == ["yoga", "exercise", "duloxetine"]
    assert {one.span for one in found.additions[1:]} == {(91, None)}
    assert found.phases == base.phases
    assert read_regimen(str(found), BOOK) == found


def test_a_phase_may_follow_what_is_added():
    found = read_regimen("letrozole for 1 year; add exercise and yoga; then Arimidex for 1 year; then stop", BOOK)
    assert found == read_regimen("letrozole for 1 year; anastrozole for 1 year; add exercise; add yoga", BOOK)


@pytest.mark.parametrize(
    "text",
    [
        "letrozole for 1 year; add exercise from month 3",
        "letrozole for 1 year, then stop; add exercise from month 3; add yoga",
        "letrozole, add exercise and add yoga from week 2 for 10 weeks",
        "letrozole for 1 year, then anastrozole; add duloxetine 30 mg for 1 week; add duloxetine 60 mg from week 1",
        "no drug; add walking at 12.5 % from day 1.5",
    ],
)
def test_what_is_printed_is_read_back(text):
    regimen = read_regimen(text, BOOK)
    assert read_regimen(str(regimen), BOOK) == regimen


def test_the_calendar_of_what_is_added():
    regimen = read_regimen(
        "letrozole; add blinded duloxetine 30 mg for 2 days; add yoga from day 1; add duloxetine from day 3",
        BOOK,
    )
    assert regimen.treatments == ("duloxetine", "yoga")
    share, blinded = regimen.given(5)
    np.testing.assert_array_equal(share, [[0.5, 0], [0.5, 1], [0, 1], [1, 1], [1, 1]])
    np.testing.assert_array_equal(blinded[:, 0], [1, 1, 0, 0, 0])


@pytest.mark.parametrize(
    ("text", "what", "where", "fix"),
    [
        ("add duloxetin", "A treatment is needed", "'duloxetin' at character 16", "did you mean 'duloxetine'?"),
        ("add", "A treatment is needed", "nothing at character", "use one of"),
        ("add exercise 20 mg", "no dose in mg", "'20 mg'", "70 %"),
        ("add duloxetine 90 mg", "at most the usual one", "'90 mg'", "at most 60 mg"),
        ("add duloxetine 0 mg", "at most the usual one", "'0 mg'", "at most 60 mg"),
        ("add duloxetine 6 miles", "needs a unit", "'6 miles'", "'6 mg'"),
        ("add exercise at 170 %", "at most the usual one", "'170 %'", "at most 100 %"),
        ("add exercise nan %", "at most the usual one", "'nan %'", "at most 100 %"),
        ("add yoga from banana", "A time is needed", "'banana'", "from month 3"),
        ("add yoga from month x", "A time is a number", "'x'", "from month 3"),
        ("add yoga from month -3", "A time is a number", "'-3'", "from month 3"),
        ("add yoga from year 90", "A time is a number", "'90'", "from month 3"),
        ("add yoga for 0 days", "lasts at least 1 day", "'for 0 days'", "for 12 weeks"),
        ("add yoga for soon", "A number is needed", "'soon'", "write it in digits"),
        ("add yoga from month 6 until month 3", "lasts at least 1 day", "'until month 3'", "for 12 weeks"),
        ("add yogga; add walking", "A treatment is needed", "'yogga' at character 16", "did you mean 'yoga'?"),
        ("add yoga and wolking", "A treatment is needed", "'wolking' at character 25", "did you mean 'walking'?"),
        ("add yoga; cymbolta", "A treatment is needed", "'cymbolta' at character 22", "did you mean 'Cymbalta'?"),
        ("add yoga; anastrazole", "A treatment is needed", "'anastrazole' at character 22", "mean 'anastrozole'?"),
        ("add yoga and anastrozole", "a drug, not a treatment", "'anastrozole' at character 25", "'letrozole and tam"),
        ("add yoga and", "A treatment is needed", "nothing at character 24", "use one of"),
        (
            "add exercise and yoga from month 3",
            "not clear when exercise is given",
            "'add exercise and yoga from month 3' at character 12",
            "'exercise from month 3 and yoga from month 3'",
        ),
        (
            "add exercise for 12 weeks, yoga",
            "not clear when yoga is given",
            "at character 12",
            "'yoga from day 0 for 12 weeks and exercise from day 0 for 12 weeks'",
        ),
        ("add exercise for 1 year, then yoga", "'then' does not say when", "'yoga'", "'yoga from month 3'"),
        ("add yoga for 1 week, then walking for 1 week", "'then' does not", "'walking for", "'walking from month 3'"),
        ("add yoga; add yoga from month 3", "yoga is added twice", "regimen", "let one begin as the other ends"),
    ],
)
def test_an_addition_that_cannot_be_is_refused(text, what, where, fix):
    with pytest.raises(EstralgiaError) as caught:
        read_regimen(f"letrozole; {text}", BOOK)
    error = caught.value
    assert what in error.what
    assert where in error.where
    assert fix in error.fix


def test_what_is_added_is_placed_in_its_own_text():
    base = read_regimen("letrozole 2.5 mg daily for 2 years, then stop", BOOK)
    for text, where in (
        ("yoga; yogga", "'yogga' at character 7 of what is added"),
        ("", "nothing at character 1 of what is added"),
        ("y" * 20_000, "character 1 of what is added"),
        ("yoga then walking", "'walking' at character 11 of what is added"),
    ):
        with pytest.raises(EstralgiaError) as caught:
            base.with_addition(text, BOOK)
        assert where in caught.value.where
        assert caught.value.fix
        assert len(str(caught.value)) < 1000
    with pytest.raises(EstralgiaError, match="has to be text, not int"):
        base.with_addition(3, BOOK)


def test_names_of_treatments_can_be_told_apart_from_the_grammar():
    names = [name for row in BOOK.treatments.values() for name in row["names"]]
    assert not [name for name in names if set(name.split()) & {"and", "add", "then", "from", "for", "until", "with"}]
    said = {name.casefold() for name in names}
    assert not said & {name.casefold() for name in BOOK.spellings("drug")}
    assert all(len(name.split()) == 1 for name in BOOK.spellings("drug"))


times = st.one_of(st.integers(0, 40), st.floats(0, 40, allow_nan=False).map(lambda x: round(x, 3)))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(NAMES), st.booleans(), times, st.sampled_from(["day", "week", "month", "year"]),
    st.one_of(st.none(), st.integers(1, 400)), st.one_of(st.none(), st.integers(1, 100)),
)  # fmt: skip
def test_every_addition_is_read_back_as_it_was(name, blinded, start, unit, weeks, percent):
    text = f"letrozole; add {'blinded ' * blinded}{name}{f' at {percent} %' if percent else ''} from {unit} {start}"
    regimen = read_regimen(text + (f" for {weeks} weeks" if weeks else ""), BOOK)
    assert read_regimen(str(regimen), BOOK) == regimen
    assert regimen.additions[0].start == pytest.approx(
        float(start) * {"day": 1, "week": 7, "month": 30.4375, "year": 365.25}[unit]
    )


@settings(max_examples=300, deadline=None)
@given(st.text("add blindeduloxtoryga fromuntil%0123456789.;,-", max_size=60))
def test_no_addition_crashes_the_reader(text):
    said = None
    try:
        regimen = read_regimen(f"letrozole; add {text}", BOOK)
        said = str(regimen)
    except EstralgiaError as error:
        refusal = error
    if said is None:
        assert (refusal.where != "", refusal.fix != "") == (True, True)
    else:
        assert read_regimen(said, BOOK) == regimen
