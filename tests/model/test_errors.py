"""Errors: what happened, where, the fix, the nearest valid name, and of which kind each mistake is."""

import re
from pathlib import Path

import pytest

import estralgia as ea
from estralgia.evidence.scores import score
from estralgia.evidence.studies import read_study
from estralgia.model import errors
from estralgia.model.errors import (
    BookError,
    EstralgiaError,
    InputError,
    OutOfBounds,
    RegimenError,
    RunError,
    TooLarge,
    UnknownName,
    nearest,
)
from estralgia.questions.treatments import treatment

SOURCE = Path(ea.__path__[0])

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


def test_a_long_list_of_names_is_not_told_whole():
    assert nearest("quux", map(str, range(300))) == "use one of 300 names, such as 0, 1, 2, 3, 4, 5, 6, 7"


def _folder(folder, text):
    (folder / "pain.toml").write_text(text, encoding="utf-8")
    return ea.read_book(folder)


MISTAKES = {
    "a theory": (UnknownName, lambda _: ea.simulate(ea.Patient(), theory="inflamation")),
    "a rival": (UnknownName, lambda _: ea.simulate(ea.Patient(), theory="all; withdrawal=lvel")),
    "a number": (UnknownName, lambda _: ea.simulate(ea.Patient(), numbers={"turnover_ris": 1})),
    "a member": (UnknownName, lambda _: ea.simulate(ea.Patient(), numbers={"low_clearance of letrozol": 1})),
    "a quantity to record": (UnknownName, lambda _: ea.simulate(ea.Patient(), record=("worst_pian",))),
    "an option": (UnknownName, lambda _: ea.simulate(ea.Patient(), tablets="as prescribd")),
    "a study": (UnknownName, lambda _: read_study("nobody")),
    "a treatment": (UnknownName, lambda _: treatment("yogga")),
    "a book": (UnknownName, lambda folder: ea.read_book(folder / "nowhere")),
    "an age": (OutOfBounds, lambda _: ea.Patient(age=200)),
    "before menopause": (OutOfBounds, lambda _: ea.Patient(years_since_menopause=0.2)),
    "a number of the tables": (OutOfBounds, lambda _: ea.simulate(ea.Patient(), numbers={"forgetting_time": 0})),
    "a length": (OutOfBounds, lambda _: ea.simulate(ea.Patient(), years=31)),
    "a drug": (RegimenError, lambda _: ea.simulate(ea.Patient(), "letrozol daily")),
    "no text": (RegimenError, lambda _: ea.simulate(ea.Patient(), 3)),
    "an addition": (RegimenError, lambda _: ea.simulate(ea.Patient(), add="yogga")),
    "courses": (TooLarge, lambda _: ea.simulate(ea.population(100_000, seed=1), years=30, every=1)),
    "keys": (TooLarge, lambda _: ea.population(2**32)),
    "a number of women": (InputError, lambda _: ea.population(0)),
    "a seed": (InputError, lambda _: ea.population(2, seed=-1)),
    "threads": (InputError, lambda _: ea.simulate(ea.Patient(), cores="x")),
    "a table": (BookError, lambda folder: _folder(folder, "[parameter.pain_weight]\nvalue = 'x'")),
    "no folder's text": (BookError, lambda folder: ea.read_book(folder)),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_what_is_asked_is_of_its_kind(mistake, tmp_path):
    kind, make = MISTAKES[mistake]
    with pytest.raises(EstralgiaError) as caught:
        make(tmp_path)
    assert type(caught.value) is kind


@pytest.fixture(scope="module")
def alone():
    return ea.simulate(ea.population(2, seed=1), "letrozole", years=0.1, record=("worst_pain",))


@pytest.mark.parametrize(("kind", "make"), [
    (UnknownName, lambda course: course["estradol"]),
    (RunError, lambda course: course.excess()),
    (RunError, lambda course: course.explain()),
    (RunError, lambda course: course.plot("balance")),
    (UnknownName, lambda course: course.arm("letrozol")),
    (UnknownName, lambda course: course.plot("pian")),
    (UnknownName, lambda course: score(course, "nobody", 0)),
    (OutOfBounds, lambda course: course.hours(9999)),
])  # fmt: skip
def test_what_a_run_cannot_say_is_of_its_kind(kind, make, alone):
    with pytest.raises(EstralgiaError) as caught:
        make(alone)
    assert type(caught.value) is kind


@pytest.mark.parametrize("path", [
    pytest.param(path, id=path.relative_to(SOURCE).as_posix())
    for path in sorted(SOURCE.rglob("*.py"))
    if path.parent.name not in ("tables", "cli")  # which mistake a reader of them makes, their place says
])  # fmt: skip
def test_every_mistake_has_a_kind(path):
    assert not re.search(r"(?:raise|return) EstralgiaError\(", path.read_text(encoding="utf-8"))


def test_every_kind_is_documented():
    told = (SOURCE.parents[1] / "docs" / "api.md").read_text(encoding="utf-8")
    kinds = [name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, EstralgiaError)]
    assert [name for name in kinds if f"`{name}`" not in told and name != "EstralgiaError"] == []
