"""The one layer between TOML and dataclasses: what is right is read, and what is wrong is told with place and fix."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest

from estralgia.model.errors import BookError, InputError
from estralgia.model.toml import check_fields, read_list, read_row, read_toml


@dataclass(frozen=True)
class Inner:
    size: float


@dataclass(frozen=True)
class Outer:
    name: str
    kind: Literal["hours", "days"]
    pair: tuple[float, float] = (0.0, 1.0)
    words: tuple[str, ...] = ()
    inner: Inner | None = None
    many: tuple[Inner, ...] = ()
    named: Mapping[str, Inner] = field(default_factory=dict[str, Inner])
    whole: int = 0
    yes: bool = False
    anything: Any = None
    least: float | None = None


GOOD = {"name": "one", "kind": "days"}


def test_what_is_right_is_read():
    row = GOOD | {
        "pair": [1, 2.5], "words": ["a", "b"], "inner": {"size": 1}, "many": [{"size": 2}], "named": {"x": {"size": 3}},
        "whole": 4, "yes": True, "anything": [1, "two"], "least": 5,
    }  # fmt: skip
    assert read_row(row, Outer, "here") == Outer(
        "one", "days", (1, 2.5), ("a", "b"), Inner(1), (Inner(2),), {"x": Inner(3)}, 4, True, [1, "two"], 5
    )


def test_what_may_be_left_out_is_as_the_dataclass_says():
    assert read_row(GOOD, Outer, "here") == Outer("one", "days")


def test_what_is_given_does_not_stand_in_the_table(refused):
    assert read_row({"kind": "days"}, Outer, "here", name="one") == Outer("one", "days")
    with refused("no field 'name'", "did you mean 'named'?"):
        read_row(GOOD, Outer, "here", name="one")


@pytest.mark.parametrize(("change", "what", "fix"), [
    ({"nmae": "x"}, "no field 'nmae'", "did you mean 'name'?"),
    ({"zzz": 1}, "no field 'zzz'", "use one of: name, kind, pair"),
    ({"name": None, "kind": None}, "kind, name missing", "add what is missing"),
    ({"name": 3}, "name: '3' is no text", "quotation marks"),
    ({"kind": "day"}, "kind = 'day'", "did you mean 'days'?"),
    ({"kind": ["days"]}, "kind = '['days']'", "days"),
    ({"pair": [1, 2, 3]}, "pair has 3 parts and needs 2", "write 2 parts"),
    ({"pair": [1, "2"]}, "pair: '2' is no number", "write a number"),
    ({"words": "a"}, "words: 'a' is no list", "write words = [...]"),
    ({"words": [True]}, "words: 'True' is no text", "quotation marks"),
    ({"inner": 3}, "3 is no table", "name = value"),
    ({"inner": {"sise": 3}}, "no field 'sise'", "did you mean 'size'?"),
    ({"inner": {}}, "size missing", "add what is missing"),
    ({"many": {"size": 2}}, "is no list", "write many = [...]"),
    ({"named": [1]}, "named: [1] is no table", "write named = {"),
    ({"named": {"x": {"size": "3"}}}, "size: '3' is no number", "write a number"),
    ({"whole": 1.5}, "whole: '1.5' is no whole number", "write a whole number"),
    ({"whole": True}, "whole: 'True' is no whole number", "write a whole number"),
    ({"yes": 1}, "yes: '1' is neither true nor false", "write true or false"),
    ({"least": float("nan")}, "least: 'nan' is no number", "write a number"),
    ({"least": "low"}, "least: 'low' is no number", "write a number"),
])  # fmt: skip
def test_what_is_wrong_is_refused_in_its_place(refused, change, what, fix):
    row = {name: value for name, value in (GOOD | change).items() if value is not None}
    with refused(what, fix) as caught:
        read_row(row, Outer, "toy.toml, one")
    assert isinstance(caught.value, BookError)
    assert caught.value.where.startswith("toy.toml, one")


def test_the_place_of_what_is_wrong_within_is_told(refused):
    with refused("size: 'x' is no number", "write a number") as caught:
        read_row(GOOD | {"named": {"x": {"size": "x"}}}, Outer, "toy.toml, one")
    assert caught.value.where == "toy.toml, one, named.x"


@pytest.mark.parametrize(("text", "what", "where"), [
    ("[[line]]\nsize = 1\n[[line]]\nsise = 2\n", "a line has no field 'sise'", "toy.toml, row 2"),
    ("[[line]]\nsize = 1\n[[line]]\nsize = 1\n", "one size stands twice", "toy.toml, line 1"),
    ("[[line]]\nsize = 'x'\n", "size: 'x' is no", "toy.toml, line x"),
    ("line = [1]\n", "1 is no table", "toy.toml, row 1"),
    ("line = 1\n", "there is no list of tables [[line]]", "toy.toml"),
    ("lines = []\n", "there is no list of tables [[line]]", "toy.toml"),
])  # fmt: skip
def test_a_list_is_read_row_by_row(tmp_path, refused, text, what, where):
    path = tmp_path / "toy.toml"
    path.write_text("[[line]]\nsize = 1\n[[line]]\nsize = 2\n", encoding="utf-8")
    assert read_list(path, "line", Inner, by="size") == {"toy.toml, line 1": Inner(1), "toy.toml, line 2": Inner(2)}
    path.write_text(text, encoding="utf-8")
    with refused(what) as caught:
        read_list(path, "line", Inner, by="size")
    assert caught.value.where.endswith(where)


def test_a_table_of_somebody_else_is_refused_as_an_input():
    with pytest.raises(InputError, match="no field 'ag'"):
        check_fields({"ag": 1}, ("age",), (), "woman.toml", error=InputError)


def test_what_is_no_toml_is_refused(tmp_path, refused):
    (tmp_path / "one.toml").write_text("a = ", encoding="utf-8")
    for name in ("one.toml", "none.toml"):
        with refused("the table cannot be read", "mend this file"):
            read_toml(tmp_path / name)
