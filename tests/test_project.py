"""Habits of the project: tests mirror the tree, public words are frozen, decisions numbered, commands of docs exist."""

import re
import shlex
import tomllib
from fnmatch import fnmatch
from inspect import isfunction, signature
from pathlib import Path

import click
import pytest
import yaml
from importlinter.cli import lint_imports

import estralgia
from estralgia.cli import main
from estralgia.questions.theories import COMPARED

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "estralgia"
SOURCES = sorted(SOURCE.rglob("*.py"))
# Source that no test file of the same name examines, and what does. "*" stands for anything: one exam for all.
EXAMINED_BY = {
    "__main__.py": "tests/cli/test_commands.py",
    "book.py": "tests/model/test_book.py",
    "cli/*.py": "tests/cli/test_commands.py",
    "course.py": "tests/questions/test_simulate.py",
    "disease/*.py": "tests/disease/test_book.py",
    "evidence/*.py": "tests/disease/test_targets.py",
    "export/sbml_*.py": "tests/export/test_sbml.py",
    "export/book_tables.py": "tests/export/test_book.py",
    "look/*.py": "tests/look/test_pictures.py",
    "model/calendar.py": "tests/model/test_regimen.py",
    "model/chapter.py": "tests/model/test_book.py",
    "model/clock.py": "tests/runners/test_jax_runner.py",
    "model/expressions.py": "tests/export/test_symbols.py",
    "model/pages.py": "tests/model/test_book.py",
    "model/day.py": "tests/runners/test_referee.py",
    "model/fields.py": "tests/model/test_schema.py",
    "model/folder.py": "tests/model/test_book.py",
    "model/members.py": "tests/model/test_book.py",
    "model/phases.py": "tests/model/test_regimen.py",
    "model/pieces.py": "tests/model/test_additions.py",
    "model/prescription.py": "tests/tables/test_simulating.py",
    "model/reading.py": "tests/disease/test_book.py",
    "model/readings/*.py": "tests/disease/test_words.py",
    "model/readings/fixed.py": "tests/model/test_idle.py",
    "model/record.py": "tests/questions/test_simulate.py",
    "model/references.py": "tests/disease/test_references.py",
    "model/relax.py": "tests/runners/test_referee.py",
    "model/values.py": "tests/runners/test_jax_runner.py",
    "model/walk.py": "tests/runners/test_referee.py",
    "people/*.py": "tests/people/test_people.py",
    "questions/asked.py": "tests/questions/test_simulate.py",
    "questions/coalitions.py": "tests/questions/test_shapley.py",
    "questions/leaflet/*.py": "tests/questions/test_leaflet.py",
    "questions/score/*.py": "tests/questions/test_score.py",
    "questions/datasets.py": "tests/questions/test_simulate.py",
    "questions/written.py": "tests/test_saved.py",
    "questions/full_courses.py": "tests/questions/test_batch_folder.py",
    "questions/hours.py": "tests/questions/test_hours_and_theories.py",
    "questions/seen.py": "tests/runners/test_jax_runner.py",
    "questions/strengths.py": "tests/disease/test_treatments.py",
    "questions/theories.py": "tests/questions/test_hours_and_theories.py",
    "questions/treatments.py": "tests/disease/test_treatments.py",
    "questions/ways_of_asking.py": "tests/evidence/test_instruments.py",
    "runners/assembler.py": "tests/runners/test_wasm.py",
    "runners/phases.py": "tests/runners/test_wasm.py",
    "runners/wasm_body.py": "tests/runners/test_wasm.py",
    "runners/*.py": "tests/runners/test_jax_runner.py",
    "say/demo.py": "tests/cli/test_commands.py",
    "say/drawn.py": "tests/look/test_pictures.py",
    "say/in_words.py": "tests/say/test_report.py",
    "say/equations.py": "tests/say/test_explain.py",
    "say/leaflet*.py": "tests/look/test_leaflet_page.py",
    "say/theories.py": "tests/questions/test_hours_and_theories.py",
    "say/score.py": "tests/questions/test_score.py",
    "say/sheet.py": "tests/look/test_notebook.py",
    "say/page.py": "tests/say/test_report.py",
    "say/phrases.py": "tests/say/test_words.py",
    "say/plain_symbols.py": "tests/say/test_explain.py",
    "say/plates.py": "tests/say/test_report.py",
    "tables/*.py": "tests/tables/test_reading.py",
}
MODULES = [path.relative_to(SOURCE).as_posix() for path in SOURCES if path.name != "__init__.py"]
# Every public word, and how one is called: what has no line here is made by others, or is no function.
PUBLIC = (
    "BOOK",
    "Book",
    "BookError",
    "Cohort",
    "Course",
    "DoseTable",
    "EstralgiaError",
    "InputError",
    "Patient",
    "RunError",
    "Women",
    "cite",
    "doctor",
    "explain",
    "leaflet",
    "population",
    "read_book",
    "read_course",
    "read_doses",
    "read_patient",
    "score",
    "simulate",
    "story",
    "study",
    "theories",
    "treatments",
)
CALLED = {
    "Patient": "age=63, years_since_menopause=None, bmi=27, weight=None, joint_pain_before=None, estradiol=None, "
    "cyp2a6_variant_alleles=0, chemotherapy=False, taxane=False, hormone_therapy=False, "
    "tamoxifen_years=0, osteoarthritis=False, symptom_burden=1, vitamin_d=28, name='she'",
    "cite": "regimen='letrozole', *, theory='all', tablets='as prescribed', record=None, numbers=None, book=BOOK",
    "doctor": "",
    "explain": "course, day=None, patient=0, equations=False",
    "leaflet": "claims=None, *, women=512, seed=1, theory='all', numbers=None, book=BOOK, progress=None",
    "population": "n, seed=0, like=None",
    "read_book": "name, over=BOOK",
    "read_course": "path, book=BOOK",
    "read_doses": "path, *, drug=None, dv=None, interpolation='carried forward', time_unit=None, ignore=(), seed=0",
    "read_patient": "path",
    "score": "targets='fit', theory=None, numbers=None, *, book=BOOK, women=512, seed=1, scoring=None, progress=None",
    "simulate": "who, regimen=None, *, years=None, twin=False, add=(), theory='all', tablets='as prescribed', "
    "seed=None, record=None, every=None, numbers=None, precision='single', engine=None, book=BOOK, cores=2, "
    "progress=None, keep='courses', folder=None, resume=False, full=False, cluster=None",
    "story": "who=None, regimen='letrozole', *, years=None, theory='all', seed=1, progress=None",
    "study": "name, *, screened=3000, drug='letrozole', theory='all', numbers=None, seed=1, book=BOOK, progress=None",
    "theories": "women, drug='letrozole', *, compared=COMPARED, book=BOOK, progress=None",
    "treatments": "controls=False, book=BOOK",
}


def mirror(module):
    folder, _, name = module.rpartition("/")
    return ROOT / "tests" / folder / f"test_{name}"


@pytest.mark.parametrize("module", MODULES)
def test_the_tests_mirror_the_tree(module):
    listed = [aim for pattern, aim in EXAMINED_BY.items() if fnmatch(module, pattern)]
    assert mirror(module).exists() or listed, "write its test where it lies, or say in EXAMINED_BY what examines it"


def test_the_list_of_what_is_examined_elsewhere_is_current():
    stale = {
        pattern
        for pattern, aim in EXAMINED_BY.items()
        if not (ROOT / aim).exists()
        or not any(fnmatch(module, pattern) and not mirror(module).exists() for module in MODULES)
    }
    assert stale == set()


def test_every_folder_of_the_source_has_its_tests():
    folders = {module.partition("/")[0] for module in MODULES if "/" in module}
    assert folders - {path.name for path in (ROOT / "tests").iterdir() if list(path.glob("test_*.py"))} <= {"evidence"}


def test_the_public_words_are_frozen():
    """A word more is a promise more; a word less breaks what somebody wrote: both belong into the changelog."""
    assert tuple(estralgia.__all__) == PUBLIC
    assert all(getattr(estralgia, word) for word in PUBLIC)


def called(word):
    """How a public word is called: its parameters and their defaults, a long one by its name."""
    named = {id(estralgia.BOOK): "BOOK", id(COMPARED): "COMPARED"}
    found, keyword = [], False
    for one in signature(getattr(estralgia, word)).parameters.values():
        if one.kind is one.KEYWORD_ONLY and not keyword:
            found, keyword = [*found, "*"], True
        default = "" if one.default is one.empty else f"={named.get(id(one.default)) or repr(one.default)}"
        found.append(one.name + default)
    return ", ".join(found)


@pytest.mark.parametrize("word", CALLED)
def test_how_a_public_word_is_called_is_frozen(word):
    """An option less, or another default, breaks what somebody wrote: both belong into the changelog."""
    assert called(word) == CALLED[word]


def test_every_public_function_has_its_line():
    functions = {word for word in PUBLIC if isfunction(getattr(estralgia, word))}
    assert functions <= CALLED.keys() <= set(PUBLIC)


def test_decisions_are_numbered_without_a_gap():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:5] for path in pages] == [f"{number:04}-" for number in range(1, len(pages) + 1)]
    for number, path in enumerate(pages, 1):
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. "), path.name
        assert re.search(r"\*\*Why|\*\*What we tried|\| reason \|", text), f"{path.name} gives no reason"


def test_there_is_one_way_up():
    """Layers as pyproject.toml names them, imports inside functions included; no circle can be where layers hold."""
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None) == 0


def test_an_import_upwards_is_found(tmp_path, monkeypatch):
    package = tmp_path / "tower"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "low.py").write_text("def plot():\n    from . import high\n    return high\n", encoding="utf-8")
    (package / "high.py").write_text("from . import low\n", encoding="utf-8")
    rule = "[importlinter]\nroot_package = tower\n[importlinter:contract:1]\nname = x\ntype = layers\nlayers =\n"
    (tmp_path / "rule.ini").write_text(f"{rule}    tower.high\n    tower.low\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert lint_imports(config_filename=str(tmp_path / "rule.ini"), cache_dir=None) == 1


def test_the_citation_is_that_of_this_version():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {"cff-version", "message", "title", "authors", "type", "abstract", "license"} <= cited.keys()
    assert str(cited["version"]) == estralgia.__version__ == project["version"]
    assert cited["license"] == project["license"]
    assert [one["name"] for one in cited["authors"]] == [one["name"] for one in project["authors"]]
    assert f"## {estralgia.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def command_lines():
    """Every line in README and docs that starts with the command, less its remark."""
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for line in re.findall(r"^(?:\.venv/bin/)?estralgia(?: .*)?$", path.read_text(encoding="utf-8"), re.M):
            yield pytest.param(line.partition("#")[0].strip(), id=f"{path.name}: {line.partition('#')[0].strip()}")


@pytest.mark.parametrize("line", [*command_lines()])
def test_every_command_line_of_the_docs_can_be_given(line, tmp_path, monkeypatch):
    """The command and its options exist; it is not run."""
    for name in ("woman.toml", "table.csv"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    command, words = main, shlex.split(line)[1:]
    context = click.Context(main, info_name="estralgia")
    while words and isinstance(command, click.Group):
        name, command, words = command.resolve_command(context, words)
        assert command is not None, f"there is no command '{name}'"
    if not isinstance(command, click.Group):
        command.make_context(command.name, words, parent=context)


def test_times_of_the_tests_are_shown():
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    assert "--durations=" in options["addopts"]
