"""What a table says: columns, units, doses, measurements, covariates."""

import numpy as np
import pytest

from estralgia.model.answers import PG_PER_ML
from estralgia.people import Patient

HEAD = "ID,TIME,AMT,EVID,II,ADDL,SS,CMT,DV"


def ug(table, woman=0):
    """Doses of the only drug from day 0 of the table on, in ug."""
    return table.doses[table.lead_in :, 0, woman]


def test_doses_additional_doses_and_measurements(table):
    read = table(
        HEAD,
        "1,0,2.5,1,1,9,0,letrozole,.",
        "1,14,.,0,.,.,.,estradiol,4 pg/mL",
        "1,14,.,0,.,.,.,letrozole,80",
        "7,3,2.5,1,2,1,0,Letrozole,.",
    )
    assert (read.drugs, read.days, read.lead_in) == (("letrozole",), 15, 0)
    assert read.notes == ("TIME and II are in days: the last row or dose lies on day 14",)
    assert read.women.ids.tolist() == [1, 7]
    assert ug(read).tolist() == [2500] * 10 + [0] * 5
    assert np.flatnonzero(ug(read, 1)).tolist() == [3, 5]
    measured = read.observations
    assert (measured.ids.tolist(), measured.day.tolist()) == ([1, 1], [14, 14])
    assert measured.what.tolist() == ["estradiol", "letrozole"]
    assert measured.value.tolist() == [4 * PG_PER_ML, 80]
    usual = Patient().women(0).covariates
    assert {name: values.tolist() for name, values in read.women.covariates.items()} == {
        name: [*values, *values] for name, values in usual.items()
    }


def test_spelling_does_not_matter(table):
    usual = table(HEAD, "1,0,1,1,1,27,0,anastrozole,.")
    for other in (
        b"\xef\xbb\xbfid;time;amt;evid;ii;addl;ss;cmt;dv\r\n1;0;1;1;1;27;0;anastrozole;.\r\n",
        b"# doses\nid\ttime\tamt\tevid\tii\taddl\tss\tcmt\tdv\n# one\n1\t0\t1\t1\t1\t27\t\t Anastrozole\tNA\n\n",
        b'"ID","TIME","AMT","II","ADDL","DRUG"\r1,0.0,1.000,1,27,"anastrozole"\r',
        b"ID,TIMEH,AMT,II,ADDL,CMT\n1,0,1,24,27,1\n",
        b"ID,TIME_H,AMT,II_H,ADDL,CMT\n1,0,1,24,27,1\n",
        b"ID,TIME,AMT,II_H,ADDL,CMT\n1,0,1,24,27,1\n",
    ):
        read = table(other)
        assert read.drugs == ("anastrozole",)
        assert np.array_equal(ug(read), ug(usual))


def test_options_of_reading(table):
    rows = ("ID,TIME,AMT,II,ADDL,CMT,DV,SITE", "3,0,2.5,24,2,1,.,a", "3,48,.,.,.,2,1.5,b")
    read = table(*rows, drug="Letrozole", time_unit="hours", ignore="site", dv="worst_pain", seed=5)
    assert (read.drugs, read.days, read.women.seed) == (("letrozole",), 3, 5)
    assert ug(read).tolist() == [2500] * 3
    assert read.observations.what.tolist() == ["worst_pain"]  # where drug is given, CMT 2 is a compartment of one's own
    no_cmt = table("ID,TIME,AMT,DV", "3,0,1,.", "3,14,0,2", drug="anastrozole", dv="worst_pain")
    assert no_cmt.observations.what.tolist() == ["worst_pain"]
    assert table("ID,TIME,AMT,DV", "3,0,1,.", "3,14,0,2", drug="anastrozole").observations.what.tolist() == ["DV"]


def test_what_was_made_of_a_table_is_said(table):
    read = table("ID,TIME,AMT,II,ADDL,CMT", "1,0.5,1,1,3,1")
    assert read.notes == (
        "TIME and II are in days: the last row or dose lies on day 3",
        "tablets are swallowed at 8 o'clock of their day, whatever the hour in the table",
        "CMT 1 is anastrozole",
    )
    assert all(note in str(read) for note in read.notes)


def test_doses_of_one_day_add_up_and_repeats_at_another_hour_do_too(table):
    twice = table("ID,TIME,AMT,II,ADDL,DRUG", "1,0,1,1,4,anastrozole", "1,0.5,1,1,4,anastrozole")
    assert ug(twice).tolist() == [2000] * 5
    loading = table("ID,TIME,AMT,II,ADDL,DRUG", "1,0,1,.,.,anastrozole", "1,0,1,1,2,anastrozole")
    assert ug(loading).tolist() == [2000, 1000, 1000]


def test_steady_state_is_a_long_run_before(table):
    read = table("ID,TIME,AMT,II,ADDL,SS,DRUG", "1,0,1,1,2,0,anastrozole", "2,1.0,25,7,.,1,exemestane")
    assert read.lead_in % 84 == 0  # every rhythm of records starts again at day 0
    doses = read.doses
    assert not doses[: read.lead_in, :, 0].any()
    days = np.flatnonzero(doses[:, 1, 1]) - read.lead_in
    assert days.max() == 1
    assert set(np.diff(days)) == {7}
    assert days.min() < 7 - read.lead_in


def test_mdv_and_other_events_hold_no_measurement(table):
    rows = ("1,0,.,0,5,1", "1,1,.,0,5,0", "1,2,.,2,5,0", "1,3,1,1,5,0")
    read = table("ID,TIME,AMT,EVID,DV,MDV", *rows, drug="anastrozole", time_unit="days")
    assert read.observations.day.tolist() == [1]


def test_a_woman_off_her_tablets_for_a_week_is_noticed(table):
    head = "ID,TIME,AMT,EVID,II,ADDL,DRUG"
    stop = table(head, "1,0,1,1,1,9,anastrozole", "1,30,0,2,0,0,.")
    assert stop.has_time_off(31)
    assert not stop.has_time_off(12)
    for whole in (("1,0,1,1,1,30,anastrozole",), ("1,20,1,1,7,9,anastrozole",), ("1,40,0,2,0,0,.",)):
        read = table(head, *whole)
        assert not read.has_time_off(read.days)
        assert read.has_time_off(read.days + 8) is bool(read.drugs)  # nobody has tablets after the last row


def test_tablets_of_a_day_in_words(table):
    read = table("ID,TIME,AMT,II,ADDL,DRUG", "4,0,2.5,1,9,letrozole", "4,3,1,.,.,anastrozole", "9,0,1,.,.,anastrozole")
    assert read.tablets_on(2, 4) == "letrozole 2.5 mg"
    assert read.tablets_on(3, 4) == "anastrozole 1 mg and letrozole 2.5 mg"
    assert read.tablets_on(2, 9) == ""


def test_brands_are_read_as_their_drugs(table):
    plain = table("ID,TIME,AMT,DRUG", "4,0,2.5,letrozole", "4,9,1,anastrozole")
    for lines in (
        ("ID,TIME,AMT,DRUG", "4,0,2.5,Femara", "4,9,1,ARIMIDEX"),
        ("ID,TIME,AMT,CMT", "4,0,2.5,femara", "4,9,1,Arimidex"),
    ):
        read = table(*lines)
        assert read.drugs == plain.drugs == ("anastrozole", "letrozole")
        assert np.array_equal(read.doses, plain.doses)
    assert table("ID,TIME,AMT", "4,0,2.5", drug="Femara").drugs == ("letrozole",)
    assert table("ID,TIME,EVID,CMT,DV", "4,0,0,Femara,80").observations.what.tolist() == ["letrozole"]


@pytest.mark.parametrize(
    ("rows", "in_short"),
    [
        (["4,0,2.5,letrozole"], "letrozole"),
        (["4,0,2,letrozole", "5,0,1,anastrozole"], "anastrozole or letrozole"),
        (["4,0,2,letrozole", "4,9,1,anastrozole"], "letrozole then anastrozole"),
        (["4,0,2,letrozole", "4,9,1,anastrozole", "5,0,2,letrozole"], "tablets of table.csv"),
        (["4,0,2,letrozole", "4,9,1,anastrozole", "4,12,2,letrozole"], "tablets of table.csv"),
        (["4,0,2,letrozole", "4,0,20,tamoxifen"], "tablets of table.csv"),
        (["4,0,0,."], ""),
    ],
)
def test_the_drugs_of_a_table_in_short(table, rows, in_short):
    assert table("ID,TIME,AMT,DRUG", *rows).in_short == in_short


def test_yes_and_no_may_be_written_as_words(table):
    read = table("ID,TIME,CHEMOTHERAPY", "4,0,yes", "5,0,no", "6,0,1", "7,0,.")
    assert read.women.covariates["chemotherapy"].tolist() == [1, 0, 1, 0]


def test_covariates_change_as_asked(table):
    rows = (
        "ID,TIME,EVID,AGE,BMI,WT,ESTRADIOL,CHEMOTHERAPY",
        "1,0,2,60,.,70,4 pg/mL,0",
        "1,10,2,.,30,.,.,.",
        "1,20.5,2,62,.,80,.,1",
        "2,0,2,.,24,.,.,.",
        "2,10,2,.,26,.,.,.",
        "3,0,2,.,.,.,.,.",
    )
    held, even = table(*rows), table(*rows, interpolation="linear")
    for read in (held, even):
        assert read.women.given["estradiol"][0] == 4 * PG_PER_ML
        assert np.isnan(read.women.given["estradiol"][1:]).all()
        assert read.women.covariates["bmi"].tolist() == [30, 24, 27]  # the first value holds from the start
        assert read.women.covariates["weight"] == pytest.approx([70, 24 * 1.62**2, 27 * 1.62**2])
        assert set(read.changes.knots) == {"age", "years_since_menopause", "bmi", "weight", "chemotherapy"}
    days = np.array([-3, 0, 5, 10, 19, 20, 30])
    carried, linear = (read.covariates_of(read.women, -3, 34) for read in (held, even))
    at = days + 3

    def of(values, name, woman):
        return values[name][at, 0, woman]

    assert of(carried, "weight", 0).tolist() == [70] * 5 + [80] * 2
    assert of(linear, "weight", 0) == pytest.approx(70 + 10 * np.clip(days, 0, 20.5) / 20.5)
    assert of(linear, "age", 0) / 365.25 == pytest.approx(60 + 2 * np.clip(days, 0, 20.5) / 20.5)
    assert of(linear, "years_since_menopause", 0) / 365.25 == pytest.approx(10 + 2 * np.clip(days, 0, 20.5) / 20.5)
    assert of(carried, "bmi", 1).tolist() == [24, 24, 24, 26, 26, 26, 26]
    assert of(linear, "bmi", 1) == pytest.approx(24 + np.clip(days, 0, 10) / 5)
    assert of(linear, "weight", 1) == pytest.approx((24 + np.clip(days, 0, 10) / 5) * 1.62**2)
    assert of(linear, "chemotherapy", 0).tolist() == [0] * 5 + [1] * 2  # yes or no: nothing between
    assert of(linear, "weight", 2) == pytest.approx(27 * 1.62**2)
    assert "linear between the rows" in str(even)
    assert "carried forward from row to row" in str(held)
    swapped = held.covariates_of(held.women[[2, 0]], -3, 34)
    assert np.array_equal(swapped["weight"], carried["weight"][..., [2, 0]])


def test_what_does_not_change_is_not_brought_daily(table):
    read = table("ID,TIME,EVID,BMI,AGE", "1,0,2,25,60", "1,9,2,25,.", "2,0,2,31,70")
    assert read.changes.knots == {}
    assert read.women.covariates["bmi"].tolist() == [25, 31]


def test_a_table_is_shown_in_a_few_lines(table):
    rows = [f"{woman},0,2.5,1,1,363,letrozole,.,{20 + woman % 9}" for woman in range(50, 400, 3)]
    rows += ["401,0,2.5,1,1,363,letrozole,.,25", "401,14,.,0,.,.,worst_pain,3,.", "401,28,.,0,.,.,estradiol,4 pg/mL,30"]
    read = table("ID,TIME,AMT,EVID,II,ADDL,CMT,DV,BMI", *rows)
    lines = repr(read).splitlines()
    assert lines[1:4] == [
        "  118 women (118 numbers from 50 to 401, e.g. 50, 53, 56)",
        "  364 days, letrozole",
        "  2 measurements: estradiol 1, worst_pain 1",
    ]
    assert lines[4:] == [f"  {note}" for note in read.notes]
    shown = (read, read.rows, read.changes, read.observations)
    assert all(len(repr(one).splitlines()) < 10 and "array(" not in repr(one) for one in shown)
    assert repr(table("ID,TIME,AGE", "3,0,60")).splitlines()[1:4] == [
        "  one woman (3)",
        "  no length of its own, no drug",
        "  no measurements",
    ]


@pytest.mark.slow
def test_a_thousand_women_by_seven_hundred_rows_are_read(table):
    rows = [f"{woman},{day},2.5,1,.,letrozole,{25 + woman % 7}" for woman in range(1000) for day in range(700)]
    text = "\n".join(["ID,TIME,AMT,EVID,DV,DRUG,BMI", *rows]).encode()
    read = table(text)
    assert read.doses.shape == (700, 1, 1000)
    assert np.unique(read.doses).tolist() == [2500]
