"""No table crashes the reader, and what is read does not depend on the order of rows of one time."""

import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from estralgia.model.errors import EstralgiaError
from estralgia.tables.covariates import COLUMNS
from estralgia.tables.doses import ALIASES, PLAIN, read_doses

CELLS = st.one_of(
    st.sampled_from(["", ".", "NA", "0", "1", "2", "3", "24", "-1", "0.5", "1e3", "1e400", "nan", "inf", "1_0",
                     "letrozole", "anastrozole", "worst_pain", "4 pg/mL", '"', "#", ";", "\t", "١"]),
    st.integers(-5, 400).map(str),
    st.floats().map(str),
    st.text(max_size=6),
)  # fmt: skip
HEADINGS = st.one_of(st.sampled_from([*PLAIN, *ALIASES, *COLUMNS, "amt", "Bmi", ""]), st.text(max_size=5))
QUICK = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def is_read_or_refused(path):
    """Whether a table is read to something sound, or refused with what and where; all else is a crash."""
    try:
        read = read_doses(path)
    except EstralgiaError as error:
        return bool(error.what and error.where)
    changes = read.changes.daily(read.women.ids[:1], np.arange(3))
    is_whole = len(read.doses) == read.lead_in + (read.days or 1) and changes.keys() == read.changes.knots.keys()
    return is_whole and bool(np.isfinite(read.doses).all())


@QUICK
@given(
    header=st.lists(HEADINGS, max_size=8),
    rows=st.lists(st.lists(CELLS, max_size=9), max_size=6),
    separator=st.sampled_from(",;\t"),
)
def test_random_cells_are_read_or_refused(tmp_path, header, rows, separator):
    text = "\n".join(separator.join(row) for row in [header, *rows])
    file = tmp_path / "random.csv"
    file.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    assert is_read_or_refused(file)


@QUICK
@given(content=st.binary(max_size=200))
def test_random_bytes_are_read_or_refused(tmp_path, content):
    file = tmp_path / "random.csv"
    file.write_bytes(b"ID,TIME,AMT\n" * (len(content) % 2) + content)
    assert is_read_or_refused(file)


NUMBERS = {
    "ID": st.sampled_from(["1", "2"]), "TIME": st.sampled_from(["0", "0.5", "1", "7"]),
    "AMT": st.sampled_from(["0", "1", "2.5", "."]), "EVID": st.sampled_from(["0", "1", "2", "."]),
    "II": st.sampled_from(["0", "1", "7", "0.5"]), "ADDL": st.sampled_from(["0", "3", "."]),
    "SS": st.sampled_from(["0", "0", "1"]), "CMT": st.sampled_from(["1", "3", "letrozole", "."]),
    "DV": st.sampled_from([".", "3", "0.25"]), "BMI": st.sampled_from([".", "25", "31.5"]),
    "AGE": st.sampled_from([".", "60", "61"]),
}  # fmt: skip


@QUICK
@given(rows=st.lists(st.tuples(*NUMBERS.values()), min_size=1, max_size=5))
def test_random_plausible_cells_are_read_or_refused(tmp_path, rows):
    file = tmp_path / "plausible.csv"
    file.write_text("\n".join(",".join(row) for row in [NUMBERS, *sorted(rows)]), encoding="utf-8")
    assert is_read_or_refused(file)


@st.composite
def good_tables(draw):
    """Rows of a table that can be read: per woman, times in order, doses by the day or in runs that do not overlap."""
    rows = []
    for number in draw(st.lists(st.integers(0, 999), min_size=1, max_size=3, unique=True)):
        for time in sorted(draw(st.lists(st.sampled_from([0, 0.25, 1, 8.5, 30, 75]), min_size=1, max_size=6))):
            drug, mg = draw(
                st.sampled_from([("letrozole", 2.5), ("letrozole", 0.1), ("anastrozole", 0.3), ("tamoxifen", 20)])
            )
            kind = draw(st.sampled_from(["dose", "measurement", "covariate"]))
            cells = {"dose": (mg, 1, ".", "."), "measurement": (0, 0, 3.25, "."), "covariate": (0, 2, ".", "25")}[kind]
            rows.append((number, time, cells[0], cells[1], drug, cells[2], cells[3]))
        run = draw(st.sampled_from([None, (1, 20, 0), (2, 6, 1)]))
        if run:
            rows.append((number, 80, 25, 1, "exemestane", ".", ".", *run))
    return [(*row, 0, 0, 0)[:10] for row in rows]


def write(path, rows):
    head = ("ID", "TIME", "AMT", "EVID", "DRUG", "DV", "BMI", "II", "ADDL", "SS")
    path.write_text("\n".join(",".join(map(str, row)) for row in [head, *rows]), encoding="utf-8")
    return read_doses(path, time_unit="days")


@QUICK
@given(rows=good_tables(), chance=st.integers(0, 99))
def test_rows_of_equal_time_in_any_order_are_the_same_table_to_the_bit(tmp_path, rows, chance):
    one = write(tmp_path / "one.csv", rows)
    order = {number: place for place, number in enumerate(dict.fromkeys(row[0] for row in rows))}
    shuffled = random.Random(chance).sample(rows, len(rows))
    other = write(tmp_path / "other.csv", sorted(shuffled, key=lambda row: (order[row[0]], row[1])))
    assert one.drugs == other.drugs
    assert np.array_equal(one.doses, other.doses)
    for name, values in one.women.covariates.items():
        assert np.array_equal(values, other.women.covariates[name])
    days = np.arange(one.days or 1)
    for name, values in one.covariates_of(one.women, 0, len(days)).items():
        assert np.array_equal(values, other.changes.daily(one.women.ids, days)[name])


@st.composite
def tables_in_hours(draw):
    """The rows of one woman whose tablets lie so many hours apart, by row or with II, and who is sampled in between."""
    apart, many = draw(st.sampled_from([12, 24, 48, 72, 168])), draw(st.integers(1, 9))
    begin = draw(st.sampled_from([0, 0.5, 8]))
    last = begin + apart * (many - 1)
    after = st.sampled_from([0.5, 1, 1.5, 2, 4, 6, 8, 12, 23.9, 24, 48, 72, 167.5])
    samples = draw(st.lists(st.tuples(st.sampled_from([begin, last]), after), min_size=1, max_size=6, unique=True))
    if many > 1 and draw(st.booleans()):
        rows = [(begin, 2.5, 1, apart, many - 1, draw(st.sampled_from([0, 1])), ".")]
    else:
        rows = [(begin + apart * one, 2.5, 1, 0, 0, 0, ".") for one in range(many)]
    return sorted([*rows, *((start + later, 0, 0, 0, 0, 0, 30) for start, later in samples)])


@QUICK
@given(rows=tables_in_hours())
def test_no_table_in_hours_is_read_as_days_without_a_word(tmp_path, rows):
    file = tmp_path / "hours.csv"
    lines = (",".join(map(str, (1, *row, "letrozole"))) for row in rows)
    file.write_text("\n".join(["ID,TIME,AMT,EVID,II,ADDL,SS,DV,CMT", *lines]), encoding="utf-8")
    with pytest.raises(EstralgiaError, match="looks like hours"):
        read_doses(file)
    assert "in hours" in read_doses(file, time_unit="hours").notes[0]
