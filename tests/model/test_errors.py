"""The one kind of error: what happened, where, the fix, and the nearest valid name."""

import pytest

from estralgia.model.errors import EstralgiaError, nearest

NAMES = ("estradiol", "estrone", "Worst_Pain")


@pytest.mark.parametrize(("parts", "said"), [
    (("what",), "what"),
    (("what", "here"), "what\n  where: here"),
    (("what", "", "do this"), "what\n  fix: do this"),
    (("what", "here", "do this"), "what\n  where: here\n  fix: do this"),
])  # fmt: skip
def test_an_error_says_what_where_and_the_fix(parts, said):
    assert str(EstralgiaError(*parts)) == said


@pytest.mark.parametrize(("name", "fix"), [
    ("estradol", "did you mean 'estradiol'?"),
    ("ESTRONE", "did you mean 'estrone'?"),
    ("worst_pian", "did you mean 'Worst_Pain'?"),
    ("quux", "use one of: estradiol, estrone, Worst_Pain"),
    (3, "use one of: estradiol, estrone, Worst_Pain"),
])  # fmt: skip
def test_the_nearest_name_is_the_fix(name, fix):
    assert nearest(name, NAMES) == fix
