"""The wiring: the book as one checked graph, and the answer to every way of breaking it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from estralgia import disease
from estralgia.book import BOOK
from estralgia.model.chapter import Function
from estralgia.model.folder import read_folder
from estralgia.model.wiring import CHANGE, DAYS, HOURS, PERSON, Wiring, unused


def rewired(functions=None, entries=None):
    """The book with some functions or entries replaced; None takes one out."""
    book = BOOK.wiring()
    parts = []
    for own, changed in ((book.functions, functions), (book.entries, entries)):
        together = {**own, **(changed or {})}
        parts.append({name: one for name, one in together.items() if one is not None})
    return Wiring(*parts, tuple(BOOK.axes))


def function(name, **changes):
    return {name: replace(BOOK.wiring().functions[name], **changes)}


def entry(name, **changes):
    return {name: replace(BOOK.wiring().entries[name], **changes)}


def with_cause(name, *more):
    causes = BOOK.wiring().functions[name].causes
    return function(name, causes=(*causes, *more))


def test_the_book_is_one_graph():
    book = BOOK.wiring()
    assert book.clocks["estradiol"] == HOURS
    assert book.clocks["cytokine"] == book.clocks["felt_withdrawal_over_the_day"] == DAYS
    assert book.clocks["own_estradiol"] == book.clocks["usual_estrone"] == PERSON
    assert (book.axes["pain"], book.axes["concentration"], book.axes["worst_pain"]) == ("joint", "drug", "")
    assert book.axes["pain_by_joint"] == "joint"
    assert BOOK.wiring() is book


def test_a_rival_takes_the_place_of_the_function_of_its_name():
    rival, book = BOOK.wiring(("level",)), BOOK.wiring()
    assert rival.functions["withdrawal"].chapter == "alternatives.level"
    assert rival.functions["felt_withdrawal"] == book.functions["felt_withdrawal"]
    assert "level_steepness" not in book.entries


def test_causes_of_everything():
    book = BOOK.wiring()
    assert book.causes("estradiol_ratio") == ("estradiol", "own_estradiol")
    assert book.causes("worst_pain") == ("worst_joint_pain",)
    assert book.causes("stopped") == ("stopped_for_joints", "stopped_otherwise")
    assert book.causes("stopped_for_joints") == ("joint_stopping_rate",)
    assert "dose_taken" in book.causes("drug_in_gut")
    assert book.causes("age") == ()
    assert {"estradiol", "own_estradiol", "felt_floor"} <= book.needs(["felt_lack"])
    assert "aromatase_activity" not in book.needs(["felt_lack"])  # a state is not followed further


def test_loops_are_listed_with_their_lag():
    loops = dict(BOOK.wiring().loops())
    assert loops["worst_pain_yesterday"] == "one day"  # pain -> tablets -> pain
    assert loops["felt_lack_over_the_day"].startswith("predicted")
    assert not {"stiffness_on_waking", "average_pain", "pain_by_joint"} & set(loops)  # read-outs, which move nothing
    assert set(loops) <= set(BOOK.wiring().of_kind("reduction"))


def test_what_a_name_means():
    assert BOOK.wiring().describe("estradiol") == ("estradiol in plasma", "pmol / l")
    assert BOOK.wiring().describe("inactivation_by_all")[1] == "1 / d"


def test_an_unknown_quantity_is_answered_with_the_nearest(refused):
    with refused("no quantity 'estradol'", "did you mean 'estradiol'?"):
        BOOK.wiring().describe("estradol")


def test_the_diagram_holds_every_state():
    diagram = BOOK.wiring().diagram().splitlines()
    assert diagram[0] == "flowchart LR"
    assert {f"  {name}[{name}]" for name in BOOK.wiring().states()} <= set(diagram)
    assert "  estradiol --> estradiol_ratio" in diagram


def extra(name, cause):
    return {name: Function(name, "lubrication", (cause,), lambda x: x, "")}


CORRELATED = {"distribution": "normal", "correlated_with": "estron_trait", "correlation": 0.7}
# How the book is broken, and the answer: what is wrong, and the nearest name or the way out.
BREAKS = {
    "a misspelt cause": (
        lambda: {"functions": function("estradiol_ratio", causes=("estradol", "own_estradiol"))},
        "the cause 'estradol' is provided by nothing", "did you mean 'estradiol'?"),
    "a number is not in the table": (
        lambda: {"entries": {"forgetting_time": None}},
        "the cause 'forgetting_time' is provided by nothing", "did you mean"),
    "a quantity is not in the table": (
        lambda: {"entries": {"estradiol_ratio": None}},
        "'estradiol_ratio' has no [quantity.estradiol_ratio]", "the table of estrogen"),
    "a quantity without function": (
        lambda: {"functions": {"estradiol_ratio": None}},
        "[quantity.estradiol_ratio] has no function", "did you mean"),
    "a state that nothing moves": (
        lambda: {"functions": {"change_in_cytokine": None}},
        "[state.cytokine] has no function 'change_in_cytokine'", "did you mean"),
    "a state without a start": (
        lambda: {"functions": {"cytokine_before_treatment": None}},
        "[state.cytokine] has no function 'cytokine_before_treatment'", "did you mean"),
    "a change of no state": (
        lambda: {"functions": extra("change_in_gell", "gel")},
        "'gell' has no [state.gell]", "the table of lubrication"),
    "a way to reduce that does not exist": (
        lambda: {"entries": entry("worst_pain", details={"of": "worst_joint_pain", "reduce": "max over dya"})},
        "reduce = 'max over dya'", "did you mean 'max over day'?"),
    "a reduction of nothing": (
        lambda: {"entries": entry("worst_pain", details={"of": "worst_joint_pian", "reduce": "max over day"})},
        "of = 'worst_joint_pian'", "did you mean 'worst_joint_pain'?"),
    "a circle": (
        lambda: {"functions": with_cause("background_nociception", "pain")},
        "in a circle", "let one be a state"),
    "a quantity that causes itself": (
        lambda: {"functions": with_cause("gain", "gain")},
        "in a circle: gain -> gain", "let one be a state"),
    "a day state moved by an hour state": (
        lambda: {"functions": with_cause("change_in_cytokine", "estradiol")},
        "'cytokine' lives on the clock of days but is moved by 'estradiol'", 'a reduction of "estradiol"'),
    "a day state moved by what changes by the hour": (
        lambda: {"functions": with_cause("change_in_cytokine", "pain")},
        "'cytokine' lives on the clock of days but is moved by 'pain'", 'a reduction of "pain"'),
    "joints and drugs together": (
        lambda: {"functions": with_cause("pain", "concentration")},
        "'pain' mixes values per drug and per joint", "a reduction"),
    "a decision by a chance that does not exist": (
        lambda: {"entries": entry("stopped_otherwise", details={"rate": "other_stoping_rate", "lasting": True})},
        "other_stoping_rate", "did you mean 'other_stopping_rate'?"),
    "a state filled by nothing": (
        lambda: {"entries": entry("drug_in_gut", details={"filled_by": "dose_takn"})},
        "dose_takn", "did you mean 'dose_taken'?"),
    "a trait that goes with no trait": (
        lambda: {"entries": entry("estradiol_trait", details=CORRELATED)},
        "estron_trait", "did you mean 'estrone_trait'?"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BREAKS)
def test_a_break_in_the_book_is_refused_with_the_nearest_name(refused, kind):
    parts, what, fix = BREAKS[kind]
    with refused(what, fix):
        rewired(**parts())


def test_a_state_that_moves_by_the_hour_may_have_any_cause():
    causes = rewired(functions=with_cause("change_in_gel", "estradiol")).functions[CHANGE + "gel"].causes
    assert "estradiol" in causes


@pytest.fixture
def copied_book(tmp_path):
    """`break_it(table, old, new)` reads a copy of the book in whose table one text stands in place of another."""
    shutil.copytree(Path(disease.__path__[0]), tmp_path / "copy", ignore=shutil.ignore_patterns("__pycache__"))

    def break_it(table, old, new):
        path = tmp_path / "copy" / table
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        return read_folder(tmp_path / "copy").wiring()

    return break_it


def test_a_misspelt_number_in_a_table_is_found_from_the_chapter_that_needs_it(copied_book, refused):
    with refused("the cause 'forgetting_time' is provided by nothing", "did you mean 'forgeting_time'?"):
        copied_book("withdrawal.toml", "[parameter.forgetting_time]", "[parameter.forgeting_time]")


def test_a_name_in_two_chapters_is_refused(copied_book, refused):
    with refused("'withdrawal_unit' stands in two chapters", "one word for two things"):
        copied_book("pain.toml", "[parameter.half_pain]", '[parameter.withdrawal_unit]\nmeaning = "x"\nunit = "1"\n'
                    'value = 1\ngrade = "judgement"\nsource = ["FirstTrial"]\n\n[parameter.half_pain]')  # fmt: skip


def test_a_number_that_nothing_uses_is_found(copied_book):
    book = copied_book("pain.toml", "[parameter.half_pain]", '[parameter.idle_number]\nmeaning = "x"\nunit = "1"\n'
                       'value = 1\ngrade = "judgement"\nsource = ["FirstTrial"]\n\n[parameter.half_pain]')  # fmt: skip
    assert unused(book) == ["idle_number"]
    assert unused(BOOK.wiring()) == []


def test_an_unbroken_copy_is_the_book(copied_book):
    book = copied_book("pain.toml", "half_pain", "half_pain")
    assert (book.clocks, book.axes) == (BOOK.wiring().clocks, BOOK.wiring().axes)
