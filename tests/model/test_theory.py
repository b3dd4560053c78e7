"""Theories by name, their sums and rivals, and the answers to texts that name none."""

import shutil
from pathlib import Path

import pytest

from estralgia.book import BOOK
from estralgia.model import theory
from estralgia.model.theory import Theory, mechanisms, read_theory, theory_names

MECHANISMS = list(mechanisms())


def on(*names):
    return {one: float(one in names) for one in MECHANISMS}


@pytest.mark.parametrize(("text", "weights"), [
    ("all", on(*MECHANISMS)),
    ("background", on("expectation")),
    ("inflammation", on("inflammation", "expectation")),
    ("lubrication", on("lubricant_loss", "fluid", "expectation")),
    ("sensitization", on("sensitization", "expectation")),
    ("inflammation + sensitization", on("inflammation", "sensitization", "expectation")),
    ("  Inflammation+LUBRICATION ", on("inflammation", "lubricant_loss", "fluid", "expectation")),
    ("sensitization + inflammation + lubrication",
     on("inflammation", "lubricant_loss", "fluid", "sensitization", "expectation")),
    ("all; lubrication=fluid", on(*set(MECHANISMS) - {"lubricant_loss"})),
    ("lubrication; lubrication = lubricant", on("lubricant_loss", "expectation")),
])  # fmt: skip
def test_weights(text, weights):
    theory = read_theory(text, BOOK)
    assert theory.weights == weights
    assert theory.rivals == ()


@pytest.mark.parametrize(("text", "rivals"), [
    ("all; withdrawal=level", ("level",)),
    ("all; sensitization=direct", ("direct",)),
    ("all; withdrawal=level; sensitization=direct", ("level", "direct")),
    ("all;", ()),
])  # fmt: skip
def test_rivals_are_chapters_that_can_be_read(text, rivals):
    theory = read_theory(text, BOOK)
    assert theory.rivals == rivals
    assert theory.weights == read_theory("all", BOOK).weights
    assert {f.chapter for f in BOOK.wiring(theory.rivals).functions.values()} >= {
        f"alternatives.{one}" for one in rivals
    }


def test_the_order_of_rivals_does_not_matter():
    texts = ("all; withdrawal=level; sensitization=direct", "all; sensitization=direct; withdrawal=level")
    books = [read_book(read_theory(text, BOOK).rivals) for text in texts]
    assert books[0].functions == books[1].functions


def test_a_rival_that_is_named_twice_counts_once():
    theory = read_theory("all; withdrawal=level; withdrawal=level", BOOK)
    assert BOOK.wiring(theory.rivals).functions == BOOK.wiring(("level",)).functions


def test_names():
    names = theory_names()
    assert names[:2] == ["all", "background"]
    assert set(names) >= {"inflammation", "lubrication", "sensitization"}
    assert not {"expectation", "fluid", "lubricant_loss"} & set(names)
    weights = [name for name, entry in BOOK.wiring().entries.items() if entry.kind == "weight"]
    assert weights == [f"weight_of_{one}" for one in MECHANISMS]
    assert read_theory("inflammation + sensitization", BOOK).name == "inflammation + sensitization"
    assert read_theory("all;", BOOK).name == "all"
    assert read_theory().name == "all"


def test_a_theory_is_read_as_itself():
    theory = Theory("mine", on("fluid"))
    assert read_theory(theory, BOOK) is theory


def test_scaled_leaves_expectation():
    scaled = read_theory("inflammation", BOOK).scaled(2.5)
    assert scaled.weights == on("inflammation", "expectation") | {"inflammation": 2.5}
    assert (scaled.name, scaled.rivals) == ("inflammation x 2.5", ())


@pytest.mark.parametrize(("text", "what", "fix"), [
    ("inflammaton", "no theory 'inflammaton'", "did you mean 'inflammation'?"),
    ("inflammation + sensitisation", "no theory 'sensitisation'", "did you mean 'sensitization'?"),
    ("inflammation +", "no theory ''", "use one of: all"),
    ("", "no theory ''", "use one of: all"),
    ("quux", "no theory 'quux'", "use one of: all, background"),
    ("all; withdrawel=level", "no rival 'withdrawel=level'", "did you mean 'withdrawal'?"),
    ("all; withdrawal=lewel", "no rival 'withdrawal=lewel'", "did you mean 'level'?"),
    ("all; withdrawal", "no rival 'withdrawal'", "use one of: level"),
    ("all; level", "no rival 'level'", "use one of: withdrawal, lubrication, sensitization"),
])  # fmt: skip
def test_what_does_not_exist_is_answered_with_the_nearest(refused, text, what, fix):
    with refused(what, fix):
        read_theory(text, BOOK)


@pytest.mark.parametrize("wrong", [None, 3, ["all"]])
def test_what_is_no_text_is_refused(refused, wrong):
    with refused("a theory is a text", 'theory="all"'):
        read_theory(wrong, BOOK)


def test_two_rivals_of_one_link_are_refused(refused):
    with refused("lubrication", ""):
        read_theory("all; lubrication=fluid; lubrication=lubricant", BOOK)


def test_the_weights_of_a_theory_are_its_own():
    read_theory("all", BOOK).weights["fluid"] = 7.0
    assert read_theory("all", BOOK).weights["fluid"] == 1.0


@pytest.fixture
def with_sleep(tmp_path, monkeypatch):
    """The tables of the book with one chapter more, which declares a mechanism."""
    for path in numbers.BOOK.glob("*.toml"):
        shutil.copy(path, tmp_path)
    (tmp_path / "sleep.toml").write_text('[mechanism.poor_sleep]\nmeaning = "broken nights"\n', encoding="utf-8")
    monkeypatch.setattr(numbers, "BOOK", tmp_path)
    monkeypatch.setattr(theory, "BOOK.story", (*BOOK.story, "sleep"))
    caches = (theory.mechanisms, theory._theories)
    for cache in caches:
        cache.cache_clear()
    yield tmp_path / "sleep.toml"
    for cache in caches:
        cache.cache_clear()


def test_a_mechanism_of_a_table_is_a_weight_and_a_theory(with_sleep):
    assert read_theory("all", BOOK).weights["poor_sleep"] == 1
    assert read_theory("inflammation", BOOK).weights["poor_sleep"] == 0
    assert theory_names()[-1] == "poor_sleep"
    alone = read_theory("poor_sleep", BOOK).weights
    assert {name for name, weight in alone.items() if weight} == {"poor_sleep", "expectation"}
    (entry,) = numbers.read_table(with_sleep, "sleep").values()
    assert (entry.name, entry.kind, entry.unit) == ("weight_of_poor_sleep", "weight", "1")
    assert entry.meaning == "weight of broken nights"


def test_a_mechanism_needs_its_meaning_and_has_nothing_else(with_sleep, refused):
    for row, what in (("", "meaning missing"), ('meaning = "x"\nweight = 1', "no field 'weight'")):
        with_sleep.write_text(f"[mechanism.poor_sleep]\n{row}\n", encoding="utf-8")
        with refused(what):
            numbers.read_table(with_sleep, "sleep")


def test_groups_and_what_every_theory_holds_name_mechanisms():
    table = numbers.read_toml(Path(theory.__file__).with_name("theory.toml"))
    left_out = [
        one for rivals in table["rival"].values() for rival in rivals.values() for one in rival.get("leave_out", ())
    ]
    members = [one for group in table["group"].values() for one in group]
    assert members
    assert {*members, *left_out, *table["always"]["mechanisms"]} <= set(mechanisms())
    assert len(members) == len(set(members))
