"""What DV measures, and which values cannot be."""

import pytest

from estralgia.book import BOOK
from estralgia.model.answers import PG_PER_ML
from estralgia.model.errors import EstralgiaError
from estralgia.people.patient import OWN_ESTRADIOL
from estralgia.tables.measured import limits, quantities_of_the_book

HEAD = "ID,TIME,AMT,EVID,II,ADDL,CMT,DV"
OWN_MODEL = ("1,0,2.5,1,1,27,1,.", "1,14,.,0,.,.,2,80", "1,20,.,0,.,.,2,90")
SCALES = ("worst_pain", "average_pain", "stiffness_on_waking", "pain_interference", "grip_ratio", "spine_density")
AMOUNTS = ("estrone", "estrone_sulfate", "androstenedione", "clearance", "letrozole", "tamoxifen")


@pytest.mark.parametrize("drug", BOOK.drugs)
def test_dv_of_a_model_of_ones_own_is_the_dosed_drug(table, drug):
    rows = OWN_MODEL[0].replace("2.5", str(BOOK.usual_doses[drug])), *OWN_MODEL[1:]
    read = table(HEAD, *rows, drug=drug)
    assert read.drugs == (drug,)
    assert read.observations.what.tolist() == [drug] * 2
    assert f"all doses are {drug}, whatever CMT says" in read.notes
    assert f"DV in CMT 2 is {drug} in blood" in read.notes


def test_dv_beside_a_column_of_drugs_is_the_drug_of_its_row_or_the_only_one(table):
    head = "ID,TIME,AMT,DRUG,CMT,DV"
    one = table(head, "1,0,2.5,letrozole,1,.", "1,9,.,.,2,80")
    assert one.observations.what.tolist() == ["letrozole"]
    two = table(head, "1,0,2.5,letrozole,1,.", "2,0,1,anastrozole,1,.", "2,9,.,Arimidex,2,30")
    assert two.observations.what.tolist() == ["anastrozole"]
    with pytest.raises(EstralgiaError, match="of no drug and no quantity"):
        table(head, "1,0,2.5,letrozole,1,.", "2,0,1,anastrozole,1,.", "2,9,.,.,2,30")


@pytest.mark.parametrize(
    ("dv", "what"), [("worst_pain", "worst_pain"), ("estradiol", "estradiol"), ("Femara", "letrozole")]
)
def test_dv_says_what_is_measured_where_cmt_does_not(table, dv, what):
    for cmt in ("2", "0", "."):
        rows = [row.replace(",2,80", f",{cmt},8").replace(",2,90", f",{cmt},9") for row in OWN_MODEL]
        assert table(HEAD, *rows, drug="letrozole", dv=dv).observations.what.tolist() == [what] * 2
    named = table(HEAD, OWN_MODEL[0], "1,14,.,0,.,.,estrone,8", drug="letrozole", dv=dv)
    assert named.observations.what.tolist() == ["estrone"]


def test_numbers_in_cmt_are_drugs_where_nothing_else_is_said(table):
    read = table(HEAD, "1,0,2.5,1,1,27,3,.", "1,14,.,0,.,.,3,80")
    assert read.observations.what.tolist() == ["letrozole"]
    assert read.notes[1:] == ("CMT 3 is letrozole",)
    alone = table("ID,TIME,CMT,DV", "1,14,2,80")
    assert alone.observations.what.tolist() == ["exemestane"]
    assert alone.notes[1:] == ("DV in CMT 2 is exemestane in blood",)


def test_nobody_takes_what_is_measured(table, refused):
    with refused("CMT 2 is exemestane, and nobody takes it", 'read_doses(..., drug="letrozole")'):
        table(HEAD, "1,0,2.5,1,1,27,3,.", "1,14,.,0,.,.,2,80")


def test_two_compartments_of_ones_own_are_asked_about(table, refused):
    with refused("the compartments 2 and 3, and nothing says what they are", "name in CMT"):
        table(HEAD, *OWN_MODEL, "1,21,.,0,.,.,3,5", drug="letrozole")


def one(table, name, value):
    return table("ID,TIME,CMT,DV", f"1,7,{name},{value}").observations.value.tolist()


@pytest.mark.parametrize("name", SCALES)
def test_what_lies_outside_a_scale_is_refused_and_its_ends_are_read(table, refused, name):
    least, most = BOOK.wiring().range_of(name)
    assert one(table, name, least) == [least]
    assert one(table, name, most) == [most]
    for value in (-99, least - 0.01, most + 0.01, 45):
        with refused(f"{name} lies outside what can be", f"{least:g} to {most:g}; write a dot"):
            one(table, name, value)


@pytest.mark.parametrize("name", AMOUNTS)
def test_nothing_with_a_unit_is_below_zero(table, refused, name):
    assert one(table, name, 0) == [0]
    for value in (-99, -0.001):
        with refused(f"{name} lies outside what can be", "at least 0 "):
            one(table, name, value)


def test_estradiol_is_that_of_a_woman_after_menopause(table, refused):
    assert one(table, "estradiol", "4 pg/mL") == [4 * PG_PER_ML]
    assert one(table, "estradiol", 0) == [0]
    for value in (-99, OWN_ESTRADIOL["most"] + 1, "999", "-4 pg/mL", "60 pg/mL"):
        with refused("estradiol lies outside what can be", "0 to 200 pmol/l; write a dot"):
            one(table, "estradiol", value)


def test_a_value_that_was_not_measured_is_not_judged(table):
    read = table("ID,TIME,CMT,DV,MDV", "1,0,estradiol,-99,1", "1,7,estradiol,9,0", "1,9,estradiol,.,0")
    assert read.observations.value.tolist() == [9]


def test_every_quantity_has_limits_in_order():
    for name in [*quantities_of_the_book(), *BOOK.drugs]:
        least, most, _ = limits(name)
        assert least < most


@pytest.mark.parametrize(
    ("dv", "fix"), [("wurst_pain", "'worst_pain'?"), ("letrozol", "'letrozole'?"), ("3", "use one of")]
)
def test_a_dv_that_is_nothing_is_refused_with_the_nearest(table, refused, dv, fix):
    with refused(f"there is no quantity '{dv}'", fix):
        table(HEAD, *OWN_MODEL, drug="letrozole", dv=dv)
