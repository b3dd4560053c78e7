"""Theories by name, their sums and rivals, and the answers to texts that name none."""

import pytest

from estralgia.book import BOOK
from estralgia.model.theory import Theory, read_theory, rivals, theories

MECHANISMS = list(BOOK.mechanisms)


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
    books = [BOOK.wiring(read_theory(text, BOOK).rivals) for text in texts]
    assert books[0].functions == books[1].functions


def test_a_rival_that_is_named_twice_counts_once():
    theory = read_theory("all; withdrawal=level; withdrawal=level", BOOK)
    assert BOOK.wiring(theory.rivals).functions == BOOK.wiring(("level",)).functions


def test_names():
    names = list(theories(BOOK))
    assert names[:2] == ["all", "background"]
    assert set(names) >= {"inflammation", "lubrication", "sensitization"}
    assert not {"expectation", "fluid", "lubricant_loss"} & set(names)
    weights = [name for name, entry in BOOK.wiring().entries.items() if entry.kind == "weight"]
    assert weights == [f"weight_of_{one}" for one in MECHANISMS]
    assert read_theory("inflammation + sensitization", BOOK).name == "inflammation + sensitization"
    assert read_theory("all;", BOOK).name == "all"
    assert read_theory("all", BOOK).name == "all"


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
    ("all; level", "no rival 'level'", "use one of: lubrication, sensitization, withdrawal"),
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


def with_sleep(tmp_path, table):
    """The book with one chapter more, whose table declares a mechanism."""
    (tmp_path / "sleep.py").write_text('"""Sleep: nights."""\n', encoding="utf-8")
    (tmp_path / "sleep.toml").write_text(table, encoding="utf-8")
    return BOOK.with_chapter(tmp_path / "sleep.py", after="tumor", checked=False)


def test_a_mechanism_of_a_table_is_a_weight_and_a_theory(tmp_path):
    book = with_sleep(tmp_path, '[mechanism.poor_sleep]\nmeaning = "broken nights"\n')
    assert read_theory("all", book).weights["poor_sleep"] == 1
    assert read_theory("inflammation", book).weights["poor_sleep"] == 0
    assert list(theories(book))[-1] == "poor_sleep"
    alone = read_theory("poor_sleep", book).weights
    assert {name for name, weight in alone.items() if weight} == {"poor_sleep", "expectation"}
    (entry,) = book.chapters["sleep"].entries.values()
    assert (entry.name, entry.kind, entry.unit) == ("weight_of_poor_sleep", "weight", "1")
    assert entry.meaning == "weight of broken nights"
    assert "poor_sleep" not in BOOK.mechanisms


def test_a_mechanism_needs_its_meaning_and_has_no_other_field(tmp_path, refused):
    for row, what in (("", "meaning missing"), ('meaning = "x"\nweight = 1', "no field 'weight'")):
        with refused(what):
            _ = with_sleep(tmp_path, f"[mechanism.poor_sleep]\n{row}\n").chapters


def test_groups_and_what_every_theory_holds_name_mechanisms():
    table = BOOK.tables["theory"]
    left_out = [one for found in rivals(BOOK).values() for rival in found.values() for one in rival.leave_out]
    members = [one for group in table["group"].values() for one in group]
    assert members
    assert left_out
    assert {*members, *left_out, *table["always"]["mechanisms"]} <= set(BOOK.mechanisms)
