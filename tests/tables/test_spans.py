"""What is told from the rows alone is what the calendar of days, written out, would tell."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from estralgia.model.errors import EstralgiaError
from estralgia.tables.doses import read_doses
from estralgia.tables.spans import OFF, first_and_last, last_day

QUICK = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ROW = st.tuples(
    st.integers(1, 3),  # ID, then TIME, II, ADDL, SS and the drug
    st.sampled_from([0, 0.25, 2.75, 7, 9, 16.5, 40]),
    st.sampled_from([0.5, 1, 1.5, 3, 7, 7.25, 10, 30]),
    st.integers(0, 6),
    st.sampled_from([0, 0, 0, 0, 1]),
    st.sampled_from(["anastrozole", "letrozole"]),
)


def read(path, rows):
    """A table with these rows that can be read, or None; each woman also has a row without a dose."""
    lines = [f"{woman},{time},1,{apart if more + steady else 0},{more},{steady},{drug}"
             for woman, time, apart, more, steady, drug in sorted(rows)]  # fmt: skip
    path.write_text("\n".join(["ID,TIME,AMT,II,ADDL,SS,DRUG", *lines, "9,50,0,0,0,0,."]), encoding="utf-8")
    try:
        return read_doses(path, time_unit="days")
    except EstralgiaError as error:
        if "overlapping" in error.what or "steady state" in error.what:
            return None
        raise


def taken(table, days):
    """Whether each woman has each drug on these days, (day, drug, woman)."""
    return table.doses_of(table.women, 0, days) > 0


def has_quiet_week(taken):
    """Of (day, woman): whether a week without follows on a day with a tablet."""
    for hers in taken.T:
        quiet = np.inf
        for one in hers:
            quiet = 0 if one else quiet + 1
            if quiet == OFF:
                return True
    return False


@QUICK
@given(rows=st.lists(ROW, min_size=1, max_size=5), beyond=st.integers(-30, 10))
def test_rows_tell_what_days_tell(tmp_path, rows, beyond):
    table = read(tmp_path / "table.csv", rows)
    if table is None:
        return
    days = max(1, last_day(table.dose_rows) + beyond)
    found = taken(table, days)
    on = np.flatnonzero(found.any(axis=(1, 2)))
    assert table.last_tablet_day(days) == (on[-1] if len(on) else None)
    assert table.has_time_off(days) is has_quiet_week(found.any(axis=1))
    whole = taken(table, table.days)
    first, last, any_day = first_and_last(table.dose_rows, table.drugs, len(table.women))
    for place in np.ndindex(any_day.shape):
        hers = np.flatnonzero(whole[:, *place])
        assert any_day[place] == bool(len(hers))
        if len(hers):
            assert (first[place], last[place]) == (hers[0], hers[-1] + 1)


@QUICK
@given(rows=st.lists(ROW, min_size=1, max_size=5), first=st.integers(-700, 100), days=st.integers(1, 90))
def test_doses_of_some_women_on_some_days_are_those_of_all_on_all(tmp_path, rows, first, days):
    table = read(tmp_path / "table.csv", rows)
    if table is None:
        return
    some = table.women[::-1][:2]
    whole = np.zeros((days, len(table.drugs), len(table.women)))
    known = np.arange(first, first + days) + table.lead_in
    inside = (known >= 0) & (known < len(table.doses))
    whole[inside] = table.doses[known[inside]]
    places = [table.women.ids.tolist().index(number) for number in some.ids]
    assert np.array_equal(table.doses_of(some, first, days) * 1000, whole[..., places])
