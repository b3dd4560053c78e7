"""The lines that are drawn: each once, with its source; prose says the same."""

import re
from pathlib import Path

import pytest

import estralgia
from estralgia.book import BOOK
from estralgia.evidence import thresholds as lines
from estralgia.evidence.instrument_table import instruments
from estralgia.evidence.thresholds import thresholds, thresholds_by_name

SOURCE = Path(estralgia.__path__[0])
CODE = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("name", thresholds_by_name())
def test_every_line_has_a_source_of_the_bibliography(name):
    one = thresholds_by_name()[name]
    assert one.meaning
    assert one.source
    assert set(one.source) <= BOOK.references.keys()
    assert one.grade != "judgement" or "assumed" in one.note


def test_half_a_year_is_a_day_of_weekly_records_beside_the_last_visit():
    assert thresholds().half_a_year.value * 7 == lines.HALF_A_YEAR == 182
    assert abs(lines.HALF_A_YEAR - 365.25 / 2) < 1
    assert abs(lines.HALF_A_YEAR - instruments().item.visits[-1]) <= 1


def test_prose_says_what_the_lines_are():
    """Sentences say "a point", "4 or more", "soon": whoever moves a line reads these and mends them."""
    said = {name: one.value for name, one in thresholds_by_name().items()}
    assert said == {
        "felt": 1, "felt_at_site": 0.3, "earlier_weeks": 6,
        "hurting": 4, "severe": 7, "half_a_year": 26, "last_weeks": 8, "eased": 0.5,
        "lost": 0.3, "soon_after_menopause": 5, "long_after_menopause": 10,
    }  # fmt: skip


@pytest.mark.parametrize("path", [pytest.param(one, id=one.relative_to(SOURCE).as_posix()) for one in CODE])
def test_no_file_draws_a_line_of_its_own(path):
    """A named number that is a line of thresholds.toml stands in no second place."""
    if path.name == "thresholds.py":
        return
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"^[A-Z_, ]*\b(?:FELT|HURTING|SEVERE|HALF_A_YEAR|SIX_MONTHS)\b[A-Z_, ]*= *[\d.]", text, re.M)
