"""LaTeX: every function is an equation, in the symbols of the tables, each of which means one thing."""

import re

import pytest

from estralgia.book import BOOK
from estralgia.export.latex import equation, latex, letters


def test_every_function_stands_in_its_chapter():
    text, wiring = latex(), BOOK.wiring()
    assert text.count(r"\begin{dmath*}") == len(wiring.functions)
    assert re.findall(r"\\section\{(\w+)\}", text)[:3] == ["Treatment", "Drug", "Aromatase"]
    assert text.count("{") == text.count("}")


def test_a_rival_replaces_what_it_replaces():
    text = latex(("level",))
    assert r"\section{Level}" in text
    assert text.count(r"\mathrm{withdrawal} =") == 1


def test_a_quantity_a_change_and_a_start():
    wiring = BOOK.wiring()
    change = r"\frac{\mathrm{felt\_lack\_over\_the\_day} - \mathrm{adaptation}}{\tau_{\mathrm{ad}}}"
    assert equation(wiring, "change_in_adaptation") == rf"\frac{{d}}{{dt}} \mathrm{{adaptation}} = {change}"
    assert equation(wiring, "gel_before_treatment") == r"\mathrm{gel}(0) = 1"
    assert r"\cos\left(2 \pi\,\left(\mathrm{time\_of\_day} - \phi\right)\right)" in equation(wiring, "swelling_rhythm")
    assert r"\ln" in equation(wiring, "change_in_pain_memory")


@pytest.mark.parametrize(("name", "said"), [
    ("usual_bmi", r"\mathrm{BMI}_{0}"),
    ("cytokine_time", r"\tau_{C}"),
    ("adaptation_time", r"\tau_{\mathrm{ad}}"),
    ("susceptibility", "s"),
    ("joint_trait", r"\mathrm{joint\_trait}"),
])  # fmt: skip
def test_letters(name, said):
    assert letters(BOOK.wiring(), name) == said


def test_no_two_names_share_letters():
    wiring = BOOK.wiring()
    said = [letters(wiring, name) for name in wiring.entries]
    assert sorted(one for one in set(said) if said.count(one) > 1) == []
