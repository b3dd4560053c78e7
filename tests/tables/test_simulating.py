"""Tables in simulations: the same as words say, steady states, covariates that change, untreated twins."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import estralgia as ea
from estralgia.book import BOOK
from estralgia.questions.asked import ask
from estralgia.questions.shapley import pain_shares
from estralgia.runners import referee
from estralgia.runners.arms import arms_of

FEW = {"record": ("worst_pain", "estradiol", "concentration"), "every": 7, "seed": 3}
STEADY = ("ID,TIME,AMT,II,ADDL,SS,DRUG,AGE,CYP2A6_VARIANT_ALLELES,WEIGHT", "7,0,2.5,1,83,1,letrozole,90,2,110",
          "8,0,1,1,83,1,anastrozole,60,0,60", "9,0,2.5,1,83,0,letrozole,60,0,60")  # fmt: skip
LETROZOLE = tuple(row for row in STEADY if "anastrozole" not in row)


def test_a_table_is_what_the_same_words_are(table):
    read = table("ID,TIME,AMT,II,ADDL,DRUG", "0,0,2.5,1,69,letrozole", "0,70,1,2,13,anastrozole")
    words = "letrozole 2.5 mg daily for 10 weeks, then anastrozole 1 mg every other day for 27 days"
    one, other = ea.simulate(read, twin=True, **FEW), ea.simulate(ea.Patient(), words, twin=True, **FEW)
    assert one.arms == other.arms == ["letrozole then anastrozole", "untreated"]
    for name in FEW["record"][:2]:
        assert np.array_equal(one[name].values, other[name].values)
    for drug in read.drugs:
        assert np.array_equal(*(course["concentration"].sel(drug=drug).values for course in (one, other)))
    assert "table.csv" in one.data.attrs["tables"]
    assert other.data.attrs["tables"] == "none"


def test_a_steady_state_is_a_long_run(table):
    read = table(*STEADY)
    steady = ea.simulate(read, twin=True, **FEW)
    assert steady.data.time.values.tolist() == list(range(0, 84, 7))
    assert steady.data.attrs["days_before"] == str(read.lead_in)
    before = 3 * read.lead_in  # a run three times as long
    rows = [line.replace(",83,1,", f",{83 + before},0,") for line in STEADY]
    rows[-1] = rows[-1].replace("9,0,", f"9,{before},")
    explicit = ea.simulate(table(*rows), **FEW)
    for name in ("concentration", "estradiol"):
        late = explicit[name].isel(arm=0, time=slice(before // 7, None)).values
        np.testing.assert_allclose(steady[name].isel(arm=0).values, late, rtol=1e-4, atol=1e-6)
    assert float(steady["concentration"].sel(patient=9, drug="letrozole").isel(arm=0, time=0)) == 0
    twin = steady.twin["estradiol"]
    np.testing.assert_allclose(twin, np.broadcast_to(twin.isel(time=[0]), twin.shape), rtol=1e-3)
    assert float(steady["estradiol"].sel(patient=7).isel(arm=0, time=0)) < 0.1 * float(twin.sel(patient=7)[0, 0])


@pytest.mark.slow
def test_a_closer_look_begins_where_the_table_does(table):
    read = table(*LETROZOLE, "9,20,.,.,.,.,.,.,.,90")
    course = ea.simulate(read, twin=True, seed=3, every=7)
    hours = course.hours(28, ("estradiol", "concentration"))
    assert hours["concentration"].sizes["hour"] == 8
    for name in ("estradiol", "concentration"):
        at_waking = hours[name].isel(hour=0).values
        np.testing.assert_allclose(at_waking, course[name].sel(time=28).values, rtol=1e-5, atol=1e-9)
    shares = pain_shares(course, day=28, patient=7)
    total = shares["worst_pain"].sum("mechanism").sel(arm=course.arms[0])
    assert float(total) == pytest.approx(float(course["worst_pain"].sel(time=28, patient=7)[0]), abs=1e-3)
    words = course.explain(day=28, patient=7)
    assert "letrozole 2.5 mg" in words
    assert "as a share of her own" not in words  # her day 0 is not before treatment


def test_the_order_of_rows_of_one_time_does_not_matter(table):
    head = "ID,TIME,AMT,EVID,DRUG,BMI"
    rows = ["1,0,1,1,anastrozole,.", "1,0,0.3,1,anastrozole,.", "1,0,0.1,1,anastrozole,.", "1,0,2.5,1,letrozole,.",
            "1,0,.,2,.,31"]  # fmt: skip
    last = "1,21,.,2,.,25"
    courses = [ea.simulate(table(head, *order, last), **FEW) for order in (rows, rows[::-1], rows[2:] + rows[:2])]
    for name in FEW["record"]:
        for other in courses[1:]:
            assert np.array_equal(courses[0][name].values, other[name].values)


@pytest.mark.slow
def test_a_change_that_is_over_leaves_her_as_she_then_is(table):
    """Concentrations months after a change are those of a woman who was always so; twins share the change."""
    changing = table("ID,TIME,AMT,II,ADDL,DRUG,WEIGHT", "5,0,2.5,1,251,letrozole,50", "5,10,.,.,.,.,90")
    always = table("ID,TIME,AMT,II,ADDL,DRUG,WEIGHT", "5,0,2.5,1,251,letrozole,90")
    one, other = (ea.simulate(read, twin=True, precision="double", **FEW) for read in (changing, always))
    level, aim = (course["concentration"].isel(arm=0, patient=0, drug=0) for course in (one, other))
    np.testing.assert_allclose(level[-4:], aim[-4:], rtol=1e-3)
    assert float(level[1] / aim[1]) > 1.1  # a smaller body holds the same dose in less
    assert one.data.attrs["tables"].endswith("; weight changing, carried forward from row to row)")
    np.testing.assert_allclose(one.twin["estradiol"], other.twin["estradiol"], rtol=1e-9)  # weight is not its cause


def test_bmi_moves_the_twin_as_well(table):
    changing = table("ID,TIME,EVID,BMI", "5,0,2,22", "5,100,2,35", interpolation="linear")
    course = ea.simulate(changing, twin=True, **FEW)
    assert course.arms == ["untreated"]
    estradiol = course["estradiol"].values.squeeze()
    assert np.all(np.diff(estradiol) > 0)  # it rises with fat
    assert "linear between the rows" in course.data.attrs["tables"]
    letrozole = ea.simulate(changing, "letrozole daily for 101 days", twin=True, **FEW)
    assert np.array_equal(letrozole.twin["estradiol"].values, course["estradiol"].values)


def test_changing_covariates_agree_with_the_referee(table):
    read = table("ID,TIME,AMT,II,ADDL,DRUG,BMI,CHEMOTHERAPY", "1,0,2.5,1,83,letrozole,22,0", "1,60,.,.,.,.,33,1",
                 "2,0,2.5,1,83,letrozole,35,0", "2,30,.,.,.,.,25,.", interpolation="linear")  # fmt: skip
    days, women, shown = read.days, len(read.women), ("worst_pain", "estradiol")
    asked = ask(read.women, BOOK, read, every=7, record=shown, precision="double", covariates=read)
    (arm,) = arms_of(asked)
    engine = arm.run(read.women).record
    with jax.enable_x64(True):
        chunk = arm.chunk(read.women)

        def first(tree):
            return jax.tree.map(lambda x: x[..., :women] if jnp.ndim(x) and x.shape[-1] == 256 else x, tree)

        own, begin, keys = first(chunk.own), first(chunk.state), first(chunk.keys)
        judged = referee.solve(arm.program, own, begin, arm.calendar(read.women, 0, days), keys, shown)
    pain, estradiol = (np.asarray(judged[name])[::7] for name in shown)
    assert np.abs(engine["worst_pain"] - pain).max() <= 0.02
    assert np.abs(engine["estradiol"] / estradiol - 1)[1:].max() <= 0.015


def test_tables_beside_words_and_with_treatments(table):
    read = table(*STEADY)
    course = ea.simulate(read.women[:1], {"table": read, "words": "anastrozole daily for 84 days"}, **FEW)
    words = course["concentration"].sel(arm="words")
    assert float(words.sel(drug="anastrozole").isel(patient=0, time=0)) == 0  # her first tablet is still to come
    assert float(words.sel(drug="anastrozole").isel(patient=0, time=1)) > 0
    alike = table(*LETROZOLE)
    felt = FEW | {"numbers": {"pain_threshold": 0}}  # this woman feels nothing else
    added = ea.simulate(alike, add="duloxetine from month 1", **felt)
    assert added.arms == ["letrozole", "letrozole with duloxetine"]
    assert ea.simulate(alike, tablets="closed loop", **FEW).data["tablet_missed"].sizes["day"] == 84
    pain = added["worst_pain"].sel(patient=7)
    assert np.array_equal(pain[0, :5].values, pain[1, :5].values)
    assert float(pain[1, -1]) < float(pain[0, -1])


def test_a_woman_who_is_not_in_the_table_is_answered_with_those_who_are(table, refused):
    rows = [f"{number},0,2.5,1,20,letrozole" for number in (3052363376, 17, 1604000838)]
    course = ea.simulate(table("ID,TIME,AMT,II,ADDL,DRUG", *rows), twin=True, every=7, seed=3)
    for ask_of in (
        lambda: course.plot("pain", patient=0),
        lambda: course.plot("mechanisms", patient=0),
        lambda: course.explain(day=7, patient=0),
    ):
        with refused("", "17, 1604000838, 3052363376"):
            ask_of()


def test_women_without_doses_are_simulated_for_the_usual_length(table):
    read = table("ID,TIME,AMT,AGE,BMI", "1,0,.,58,31")
    assert (read.drugs, read.days) == ((), None)
    assert ask(read.women, BOOK, read, covariates=read).days == ask(read.women, BOOK, "anastrozole").days == 730
    visits = table("ID,TIME,AMT,AGE,BMI", "1,0,.,58,31", "1,83,.,.,32")
    assert ask(visits.women, BOOK, visits, covariates=visits).days == 84
    assert ask(visits.women, BOOK, "anastrozole", covariates=visits).days == 730


def test_how_a_table_was_read_is_said_whatever_its_women_take(table):
    read = table("ID,TIME,AMT,AGE,BMI", "1,0,.,58,31", "1,21,.,.,32")
    for regimen in (read, "anastrozole for 22 days", {"a": read, "b": "letrozole for 22 days"}):
        course = ea.simulate(read, regimen, **FEW)
        assert str(course).count("TIME is in days: the last row or dose lies on day 21") == 1
        assert "TIME is in days" in course.data.attrs["tables"]
