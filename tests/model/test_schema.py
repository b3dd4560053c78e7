"""The tables: units, numbers, and every mistake that a table can hold."""

import math
from dataclasses import replace

import numpy as np
import pytest

from estralgia.book import BOOK
from estralgia.model.errors import EstralgiaError
from estralgia.model.schema import read_entries, to_days, units
from estralgia.model.toml import read_toml

GOOD = """
[parameter.rate]
meaning = "a rate"
unit = "1/hour"
value = 2
spread = { cv = 0.3 }
grade = "judgement"
source = ["EvidencePack"]

[state.level]
meaning = "a level"
unit = "1"
clock = "days"
"""


def read(tmp_path, text):
    path = tmp_path / "chapter.toml"
    path.write_text(text, encoding="utf-8")
    return read_entries(read_toml(path), "chapter", tuple(BOOK.axes))


def test_a_table_is_read_with_its_time_in_days(tmp_path):
    entries = read(tmp_path, GOOD)
    rate = entries["rate"]
    assert (rate.kind, rate.chapter, rate.meaning, rate.unit) == ("parameter", "chapter", "a rate", "1/hour")
    assert (rate.value, rate.spread, rate.grade, rate.source) == (48.0, ("cv", 0.3), "judgement", ["EvidencePack"])
    assert (entries["level"].clock, entries["level"].value) == ("days", None)
    with pytest.raises(AttributeError):
        _ = rate.sauce


@pytest.mark.parametrize(("unit", "factor", "in_days"), [
    ("1", 1, "1"),
    ("day", 1, "d"),
    ("hour", 1 / 24, "d"),
    ("year", 365.25, "d"),
    ("1/hour", 24, "1 / d"),
    ("1/year", 1 / 365.25, "1 / d"),
    ("L/hour", 24, "l / d"),
    ("L/ug/hour", 24, "l / d / ug"),
    ("ug/L", 1, "ug / l"),
    ("pmol/day", 1, "pmol / d"),
    ("kg/m**2", 1, "kg / m ** 2"),
])  # fmt: skip
def test_all_time_is_counted_in_days(unit, factor, in_days):
    found, name = to_days(unit)
    assert found == pytest.approx(factor, rel=1e-12)
    assert units().Unit(name.replace("1 ", "", 1) if name == "1" else name) == units().Unit(in_days)


@pytest.mark.parametrize(("change", "what", "fix"), [
    (("unit = ", "unti = "), "no field 'unti'", "did you mean 'unit'?"),
    (("source", "sources"), "no field 'sources'", "did you mean 'source'?"),
    (("judgement", "jugement"), "grade = 'jugement'", "did you mean 'judgement'?"),
    (('source = ["EvidencePack"]', ""), "source missing", "add what is missing"),
    (('["EvidencePack"]', "[]"), "at least one source", "source = "),
    (('["EvidencePack"]', '"EvidencePack"'), "source: 'EvidencePack' is no list", "source = "),
    (('grade = "judgement"', ""), "grade missing", "add what is missing"),
    (("value = 2", ""), "value missing", "add what is missing"),
    (("value = 2", 'value = "2"'), "'2' is no number", "write a number"),
    (("value = 2", "value = nan"), "'nan' is no number", "write a number"),
    (("value = 2", "value = true"), "'True' is no number", "write a number"),
    (("1/hour", "1/huor"), "the unit '1/huor' cannot be read", "as pint does"),
    (("cv = 0.3", "cc = 0.3"), "a spread is one of", "spread = "),
    (("cv = 0.3", "cv = 0.3, sd = 1"), "a spread is one of", "spread = "),
    (("cv = 0.3", "cv = -0.3"), "spread", ""),
    (('meaning = "a rate"', ""), "meaning missing", "add what is missing"),
    (('"days"', '"daiys"'), "clock = 'daiys'", "did you mean 'days'?"),
    (('clock = "days"', ""), "clock missing", "add what is missing"),
    (("[state.level]", "[staet.level]"), "no section 'staet'", "did you mean 'state'?"),
    (("[state.level]", "[state.rate]"), "'rate' stands twice", "different names"),
    (('clock = "days"', 'clock = "days"\nper = "jiont"'), "per = 'jiont'", "did you mean 'joint'?"),
])  # fmt: skip
def test_a_mistake_in_a_table_is_refused(tmp_path, refused, change, what, fix):
    assert change[0] in GOOD
    with refused(what, fix):
        read(tmp_path, GOOD.replace(*change))


def test_an_error_names_the_table_and_the_row(tmp_path):
    with pytest.raises(EstralgiaError) as caught:
        read(tmp_path, GOOD.replace("judgement", "jugement"))
    assert caught.value.where == "chapter.toml, [parameter.rate]"


MISTAKES_ABOUT_CHANCE = {
    "a distribution that does not exist": '[trait.t]\nmeaning = "a trait"\ndistribution = "normel"\n',
    "a correlation above one":
        '[trait.t]\nmeaning = "t"\ndistribution = "normal"\ncorrelated_with = "u"\ncorrelation = 1.5\n',
    "a time below zero":
        '[noise.n]\nmeaning = "n"\nunit = "1"\ntime = -1\nsize = 0.2\ngrade = "judgement"\nsource = ["A"]\n',
    "a decision without a chance": '[decision.d]\nmeaning = "a decision"\n',
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES_ABOUT_CHANCE)
def test_a_mistake_about_chance_is_refused(tmp_path, mistake):
    with pytest.raises(EstralgiaError):
        read(tmp_path, MISTAKES_ABOUT_CHANCE[mistake])


def per(axis):
    return {n for n, e in BOOK.wiring(("direct",)).entries.items() if e.kind == "parameter" and e.per == axis}


@pytest.mark.parametrize("drug", BOOK.drugs)
def test_a_drug_has_every_number_and_no_other(drug):
    given = {name for name, row in BOOK.drugs[drug].items() if isinstance(row, dict)}
    assert given == per("drug")
    for name in given:
        value, _ = BOOK.number_of(BOOK.wiring(("direct",)).entries[name], drug)
        assert value >= 0 or name in ("bmi_exponent", "age_slope")


def test_numbers_of_a_drug_are_in_days():
    entries = BOOK.wiring().entries
    assert BOOK.number_of(entries["absorption_rate"], "letrozole") == (pytest.approx(36), ("cv", 0.6))
    assert BOOK.number_of(entries["age_slope"], "letrozole")[0] == pytest.approx(-0.003 / 365.25)
    assert math.isinf(BOOK.number_of(entries["half_inhibitory_concentration"], "tamoxifen")[0])


def test_a_missing_number_of_a_drug_is_said(refused):
    book = replace(BOOK, folders=BOOK.folders | {"drugs": {"letrozole": {}}})
    with refused("letrozole has no 'absorption_rate'", "add [absorption_rate]"):
        book.number_of(book.wiring().entries["absorption_rate"], "letrozole")


def test_usual_doses():
    assert BOOK.usual_doses == {"anastrozole": 1, "exemestane": 25, "letrozole": 2.5, "tamoxifen": 20}


def test_every_site_has_every_number_and_pairs_are_two_joints():
    assert len(BOOK.sites) == 8
    assert len(BOOK.joints) == 15
    assert list(BOOK.joints[:3]) == ["left fingers", "right fingers", "left wrist"]
    for name in per("joint"):
        values = BOOK.numbers_of(BOOK.wiring().entries[name], BOOK.joints)
        assert values.shape == (15,)
        assert ((values >= 0) & (values <= 1.2)).all()
    assert set().union(*(site.keys() for site in BOOK.sites)) - per("joint") == {
        "name", "site", "pair", "grade", "share_symptomatic", "share_source", "note",
    }  # fmt: skip


def test_prevalences_are_chances():
    values = BOOK.numbers_of(BOOK.wiring().entries["background_prevalence"], BOOK.joints)
    assert np.all((values > 0) & (values < 1))
