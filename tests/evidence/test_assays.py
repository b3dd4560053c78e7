"""Assays: what a laboratory adds, blurs and cannot see; every one with its source."""

import numpy as np
import pytest

from estralgia.book import BOOK
from estralgia.evidence.assays import assay, assay_called, assays, below_limit, read_assays
from estralgia.people import population
from estralgia.questions.simulate import simulate

ONE = """
[assay.one]
method = "RIA"
error = 0.1
floor = { estradiol = 1.0 }
limit = { estradiol = 2.0 }
below = "the limit"
source = ["EvidencePack"]
grade = "judgement"
note = "assumed"
"""


@pytest.fixture(scope="module")
def course():
    """64 women for six weeks on letrozole, beside their untreated twins."""
    record = ("estradiol", "estrone", "aromatase_activity")
    return simulate(population(64, seed=1), "letrozole", years=0.13, twin=True, every=7, record=record)


@pytest.mark.parametrize("name", assays())
def test_every_assay_has_a_source_and_a_reason(name):
    one = assays()[name]
    assert one.source
    assert set(one.source) <= BOOK.references.keys()
    assert one.note
    assert 0 <= one.error < 0.5


def test_a_floor_is_added_and_the_error_has_its_size(course):
    how = assay_called("ria", "estradiol")
    read = assay(course, "estradiol", method="ria", day=42)
    true = course["estradiol"].sel(time=42)
    ratio = np.log(read / (true + how.floor["estradiol"])).values
    np.testing.assert_allclose(ratio[0], ratio[1], rtol=1e-5)  # arms share the error of a sample
    assert ratio[0].std() == pytest.approx(how.error, rel=0.3)
    assert read.sel(arm="letrozole").median() > true.sel(arm="letrozole").median() + how.floor["estradiol"] / 2


def test_without_a_day_every_recorded_day_is_read(course):
    read = assay(course, "estradiol", method="ria")
    assert set(read.dims) == {"arm", "patient", "time"}
    np.testing.assert_array_equal(read.sel(time=14), assay(course, "estradiol", method="ria", day=14))


def test_what_is_below_the_limit_is_read_as_the_limit(course):
    limit = assay_called("gc_ms_ms", "estradiol").limit["estradiol"]
    read = assay(course, "estradiol", method="gc_ms_ms", day=42)
    low = below_limit(course, "estradiol", method="gc_ms_ms", day=42)
    assert read.min() == pytest.approx(limit)
    assert low.sel(arm="letrozole").all()
    assert not low.sel(arm="untreated").any()
    np.testing.assert_array_equal(low, read <= limit)


def test_the_tracer_sees_the_enzyme(course):
    read = assay(course, "aromatase_activity", method="tracer", day=42).sel(arm="letrozole")
    assert read.median() == pytest.approx(0.009)


def test_a_name_that_does_not_exist_is_answered_with_the_nearest(course, refused):
    with refused("no assay 'improved_rai'", "did you mean 'improved_ria'?"):
        assay(course, "estradiol", method="improved_rai")
    with refused("does not measure 'estrone_sulfate'", "did you mean 'estrone'?"):
        assay(course, "estrone_sulfate", method="gc_ms_ms")


@pytest.mark.parametrize(("old", "new", "what"), [
    ("error = 0.1", "error = -0.1", "below 0"),
    ("limit = { estradiol = 2.0 }", "limit = { estrone = 2.0 }", "different quantities"),
    ('below = "the limit"', 'below = "zero"', "below = 'zero'"),
    ('method = "RIA"', 'methods = "RIA"', "no field 'methods'"),
])  # fmt: skip
def test_a_mistake_in_the_table_is_told(tmp_path, refused, old, new, what):
    path = tmp_path / "assays.toml"
    path.write_text(ONE.replace(old, new), encoding="utf-8")
    with refused(what):
        read_assays(path)


def test_a_table_can_be_read(tmp_path):
    (tmp_path / "assays.toml").write_text(ONE, encoding="utf-8")
    assert read_assays(tmp_path / "assays.toml")["one"].limit == {"estradiol": 2.0}
