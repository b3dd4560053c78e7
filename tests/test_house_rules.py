"""The rules of the house: what a chapter may be made of, how long a file may be, and what may stand nowhere."""

import ast
import re
from pathlib import Path

import pytest

from estralgia import book
from estralgia.model.schema import KINDS
from estralgia.model.toml import read_toml

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "estralgia"
BOOK = SOURCE / "disease"
CHAPTERS = sorted([*(BOOK / f"{name}.py" for name in book.BOOK.story), *(BOOK / "alternatives").glob("[!_]*.py")])
SOURCES = sorted(SOURCE.rglob("*.py"))
LITERALS = {0, 1, 2, 10, 100}
LONGEST_CHAPTER, LONGEST_FILE = 130, 300
# What a chapter may be made of: arithmetic, comparisons inside `choose`, names for parts, and nothing else.
GRAMMAR = (
    ast.Module, ast.ImportFrom, ast.alias, ast.FunctionDef, ast.arguments, ast.arg, ast.Expr, ast.Constant, ast.Return,
    ast.Assign, ast.Name, ast.Load, ast.Store, ast.BinOp, ast.UnaryOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub,
    ast.Call, ast.Compare, ast.Lt, ast.LtE, ast.Gt, ast.GtE,
)  # fmt: skip
TEXTS = {".py", ".toml", ".md", ".bib", ".yaml", ".yml", ".cff", ".lock", ".txt", ".js", ".html", ".css", ".ipynb", ""}
NOT_OURS = {
    ".git",
    ".venv",
    ".hypothesis",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
    "build",
    "demo",
    "dist",
    "node_modules",
}
# Written in pieces, so that this file does not hold what it looks for.
HOMES = "|".join(("home", "root", "work", "Users"))
NOWHERE = {
    "a path of a machine": re.compile(rf"(?<![\w.])/(?:{HOMES})/\w|\b[A-Z]:\\\w"),
    "the address of a package index": re.compile(
        "|".join(("pypi" + r"\.org", "files.python" + "hosted", "index" + "-url"))
    ),
    "something left to do": re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b"),
}


def named(paths):
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in paths]


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path):
    return [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef)]


def docstrings(tree):
    """The constants of a module that are docstrings."""
    holders = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef)]
    return {id(node.body[0].value) for node in holders if node.body and isinstance(node.body[0], ast.Expr)}


def test_every_chapter_of_the_book_is_examined():
    rest = {"__init__", "words"}
    assert {path.stem for path in BOOK.glob("*.py")} - rest == set(book.BOOK.story)
    assert all(path.with_suffix(".toml").exists() for path in CHAPTERS)


@pytest.mark.parametrize("chapter", named(CHAPTERS))
def test_a_chapter_is_arithmetic_only(chapter):
    tree = parsed(chapter)
    foreign = [type(node).__name__ for node in ast.walk(tree) if not isinstance(node, GRAMMAR)]
    assert foreign == []
    assert [
        type(node).__name__ for node in tree.body[1:] if not isinstance(node, ast.ImportFrom | ast.FunctionDef)
    ] == []


@pytest.mark.parametrize("chapter", named(CHAPTERS))
def test_a_chapter_imports_words_and_calls_nothing_else(chapter):
    tree = parsed(chapter)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {(node.level, node.module) for node in imports} <= {(2 if chapter.parent != BOOK else 1, "words")}
    words = {alias.name for node in imports for alias in node.names if alias.asname is None}
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert called == words
    assert [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.keywords] == []


@pytest.mark.parametrize("chapter", named(CHAPTERS))
def test_a_chapter_holds_no_number_of_its_own(chapter):
    tree = parsed(chapter)
    texts = docstrings(tree)
    found = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in texts]
    assert [value for value in found if type(value) is not int or value not in LITERALS] == []


@pytest.mark.parametrize("chapter", named(CHAPTERS))
def test_a_function_of_the_book_takes_causes_and_says_what_it_does_in_one_sentence(chapter):
    for function in functions(chapter):
        given = function.args
        assert [given.defaults, given.kw_defaults, given.vararg, given.kwarg] == [[], [], None, None], function.name
        sentence = ast.get_docstring(function) or ""
        assert re.fullmatch(r"[A-Z0-9][^\n]*[^.]\.", sentence), f"{function.name}: {sentence}"
        assert not re.search(r"[.!?] +[A-Z]", sentence), f"{function.name} has more than one sentence: {sentence}"


@pytest.mark.parametrize("chapter", named(CHAPTERS))
def test_a_chapter_says_what_it_is_about(chapter):
    assert (ast.get_docstring(parsed(chapter)) or "").lower().startswith(chapter.stem.replace("_", " "))


@pytest.mark.parametrize("path", named(SOURCES))
def test_files_are_short(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= (LONGEST_CHAPTER if path in CHAPTERS else LONGEST_FILE)


def texts():
    """Every text of the project that we write."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not NOT_OURS & set(parts) and path.suffix in TEXTS and not path.name.startswith(".git"):
            yield path, path.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("what", NOWHERE)
def test_stands_nowhere(what):
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if NOWHERE[what].search(line)
    ]
    assert found == []


def test_the_exam_reads_the_whole_project():
    names = {str(path.relative_to(ROOT)) for path, _ in texts()}
    assert {"pyproject.toml", "Makefile", "requirements.lock", "src/estralgia/disease/drug.toml"} <= names


@pytest.mark.parametrize("what", NOWHERE)
def test_the_search_finds_what_it_looks_for(what):
    examples = {
        "a path of a machine": ["/ho" + "me/anna/x", "C:" + "\\Users", "see (/wo" + "rk/main)"],
        "the address of a package index": ["https://py" + "pi.org/simple", "--index" + "-url x"],
        "something left to do": ["# TO" + "DO: mend"],
    }
    assert all(NOWHERE[what].search(one) for one in examples[what])
    assert not any(NOWHERE[what].search(one) for one in ("a/b", "L/hour/kg", "src/estralgia", "https://doi.org/10.1/x"))


@pytest.mark.parametrize("path", named(sorted(BOOK.rglob("*.toml"))))
def test_meanings_are_short_phrases(path):
    for kind, rows in read_toml(path).items():
        for name, row in rows.items() if isinstance(rows, dict) and kind in KINDS else ():
            meaning = row["meaning"]
            assert not meaning.endswith("."), f"{kind}.{name}"
            assert len(meaning) < 100, f"{kind}.{name}"


@pytest.mark.parametrize("path", named(SOURCES))
def test_what_is_rounded_to_nothing_has_no_sign(path):
    """A signed number is written with "z", so that -0.04 is +0.0 and not -0.0."""
    assert not re.search(r":\+\.\d+f", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", named(sorted((ROOT / "tests").rglob("*.py"))))
def test_no_test_looks_at_a_clock_on_the_wall(path):
    """How fast it is, benchmarks say; a test that fails on a busy machine says nothing."""
    clocks = {"time.time", "time.perf_counter", "time.monotonic"}  # CPU time is not that of a wall
    read = (ast.unparse(node) for node in ast.walk(parsed(path)) if isinstance(node, ast.Attribute))
    assert not clocks & set(read)
