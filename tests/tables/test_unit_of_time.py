"""Days or hours: what looks like hours is asked about, days are read as days, and which it was is always said."""

import pytest

from estralgia.model.errors import EstralgiaError

HEAD = "ID,TIME,AMT,EVID,II,ADDL,SS,DRUG,DV"
ONE = "1,0,2.5,1,.,.,.,letrozole,."


def doses(*times):
    return [f"1,{time},2.5,1,.,.,.,letrozole,." for time in times]


def every(interval, further=9, steady=0):
    return [f"1,0,2.5,1,{interval},{further},{steady},letrozole,."]


def samples(*times):
    return [f"1,{time},.,0,.,.,.,letrozole,30" for time in times]


def visits(*times):
    return [f"1,{time},.,2,.,.,.,.,." for time in times]


HOURS = {
    "samples after one dose": [ONE, *samples(0.5, 1, 2, 4, 8, 24, 48)],
    "whole samples after one dose": [ONE, *samples(1, 2, 4, 8, 12, 24)],
    "a sample a day after one dose": [ONE, *samples(24)],
    "samples of a morning": [ONE, *samples(1, 2, 4)],
    "samples within an hour of one dose": [ONE, *samples(0.25, 0.5)],
    "two doses a day apart": doses(0, 24),
    "doses a day apart and a trough": [*doses(0, 24, 48, 72, 96), *samples(119.5)],
    "doses at the hour": doses(8, 32, 56, 80),
    "doses at about the hour": doses(0, 23.5, 48.25, 71.9),
    "twice a day": doses(0, 12, 24, 36),
    "some days left out": doses(0, 24, 72, 96, 168),
    "weekly in hours": doses(0, 168, 336),
    **{f"II {interval}": every(interval) for interval in (4, 6, 8, 12, 24, 36, 48, 72, 96, 120, 168, 336)},
    "II 24 and a measurement": [*every(24, 27), *samples(672)],
    "II 24 at steady state": every(24, 0, 1),
    "women without doses": samples(24, 48, 72),
    "visits of women without doses": visits(0, 24, 48, 72),
    "a long time": [ONE, *samples(17520)],
}
DAYS = {
    **{f"II {interval}": every(interval) for interval in (0.5, 1, 2, 3, 5, 7, 14, 28, 84)},
    "daily, by row": doses(0, 1, 2, 3, 4),
    "daily, by row, then a break": doses(*range(10), 34, 35, 36),
    "every other day, by row": doses(0, 2, 4, 6),
    "weekly, by row": doses(0, 7, 14, 21),
    "one dose and the last visit": [ONE, *visits(28)],
    "one dose and weekly visits": [ONE, *visits(7, 14, 21, 28)],
    "a switch after twelve weeks": doses(0, 84),
    "a switch after a year": doses(0, 365),
    "daily, and visits": [*every(1, 181), *samples(14, 28, 84, 168)],
    "daily, and samples of a day": [*every(1, 181), *samples(14, 14.05, 14.1, 14.25, 14.5, 15)],
    "daily, and a visit on day 24": [*every(1, 181), *samples(24)],
    "daily, paused and resumed": [*every(1, 27), "1,51,2.5,1,1,27,0,letrozole,."],
    "women alone": visits(0),
    "visits in weeks": visits(0, 28, 84, 168, 336, 364),
    "visits in months": samples(0, 30, 60, 90, 180, 365),
}


@pytest.mark.parametrize("name", HOURS)
def test_what_looks_like_hours_is_asked_about_and_read_when_said(table, name):
    with pytest.raises(EstralgiaError, match="looks like hours") as caught:
        table(HEAD, *HOURS[name])
    assert "table.csv, line " in caught.value.where
    assert all(word in caught.value.fix for word in ("TIME_H", 'time_unit="hours"', 'time_unit="days"'))
    read = table(HEAD, *HOURS[name], time_unit="hours")
    heading = table(HEAD.replace("TIME", "TIME_H"), *HOURS[name])
    assert read.days == heading.days
    assert (read.doses == heading.doses).all()
    assert "TIME and II are in hours" in read.notes[0]
    assert "TIME_H and II are in hours" in heading.notes[0]


@pytest.mark.parametrize("name", DAYS)
def test_days_are_read_as_days_and_it_is_said(table, name):
    read, said = table(HEAD, *DAYS[name]), table(HEAD, *DAYS[name], time_unit="days")
    assert read.days == said.days
    assert read.notes[0].startswith("TIME and II are in days: the last row or dose lies on day ")
    assert read.notes[0] in str(read)
    assert read.notes[0] in repr(read)


@pytest.mark.parametrize("name", HOURS)
def test_who_says_days_gets_days(table, name):
    if name == "a long time":
        with pytest.raises(EstralgiaError, match="a time since the first tablet cannot be this"):
            table(HEAD, *HOURS[name], time_unit="days")
        return
    read = table(HEAD, *HOURS[name], time_unit="days")
    assert "TIME and II are in days" in read.notes[0]
    last = float(HOURS[name][-1].split(",")[1])
    assert read.days is None or read.days >= int(last) + 1


def test_columns_in_different_units_are_said(table):
    read = table("ID,TIME,AMT,II_H,ADDL,DRUG", "1,0,1,24,27,anastrozole")
    assert read.notes[0] == "TIME is in days and II_H in hours: the last row or dose lies on day 27"
    assert table("ID,TIME_H,AMT,DRUG", "1,0,1,anastrozole").notes[0].startswith("TIME_H is in hours")


@pytest.mark.parametrize(
    ("lines", "options", "what", "fix"),
    [
        (["ID,TIME_H", "1,0"], {"time_unit": "days"}, "the heading says hours", "leave the option out"),
        (["ID,TIME"], {"time_unit": "weeks"}, "days or hours", '"days" or "hours"'),
        (["ID,TIME,TIME_H", "1,0,0"], {}, "two columns of time", "give one"),
        (["ID,TIME,II,II_H", "1,0,0,0"], {}, "two columns of II", "give one"),
        ([HEAD, *every(1, 27)], {"time_unit": "hours"}, "looks like days", "24 for once a day"),
    ],
)
def test_units_that_contradict_each_other_are_refused(table, refused, lines, options, what, fix):
    with refused(what, fix):
        table(*lines, **options)
