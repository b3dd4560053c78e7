"""The commands beside `simulate`: each says what the Python function of its name says."""

import json
import re

import pytest

import estralgia as ea
from estralgia.export import book, latex, sbml, wasm
from estralgia.model.references import read_bibliography
from estralgia.questions.cite import cite


def words_of(text):
    return " ".join(text.split())


def test_alone_it_tells_one_story_in_six_lines_and_what_to_type_next(run):
    from estralgia.say.story import story

    told = story()
    result = run("")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    said = [told.before, *(f"{place}. {line}" for place, line in enumerate(told.lines, 1)), told.purpose, told.caution]
    assert words_of(result.stdout).startswith(words_of(" ".join(said)))
    assert "estralgia simulate --patients 2000" in result.stdout
    assert "never advises anybody to stop, pause or change a treatment" in words_of(result.stdout)
    assert all(len(line) <= 80 for line in lines)


def test_the_commands_that_it_names_exist(run):
    for command in re.findall(r"^  estralgia (.*?)  ", run("").stdout, re.M):
        name = command.split()[0]
        assert run(f"{name} --help" if name != "--help" else name).exit_code == 0, command


def test_explain_says_what_the_course_says(place, run):
    result = run("explain anna.toml --day 40 --drug anastrozole --theory inflammation --seed 3")
    assert result.exit_code == 0, result.output
    anna = ea.read_patient("anna.toml")
    course = ea.simulate(anna, "anastrozole", years=0.2, twin=True, theory="inflammation", seed=3)
    assert words_of(result.stdout) == words_of(course.explain(day=40))
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_explain_tells_of_one_woman_of_the_population_and_notes_time_off(run):
    result = run(["explain", "--patient", "17", "--day", "0", "--regimen", "letrozole for 1 year, then stop"])
    assert result.exit_code == 0
    assert result.stdout.startswith("Why does woman 17 hurt on day 0?")
    assert result.stderr == ""
    later = run(["explain", "--patient", "17", "--day", "40", "--regimen", "letrozole for 1 month, then stop"])
    course = ea.simulate(ea.population(20, seed=1)[17], "letrozole for 1 month, then stop", years=0.2, twin=True)
    assert words_of(later.stdout) == words_of(course.explain(day=40, patient=17))
    assert later.stderr.startswith("Note: times without tablets are simulated for research")


def test_export_writes_what_python_writes_to_standard_output_or_a_file(place, run):
    for typed, expected in {
        "sbml anna.toml --drug anastrozole --seed 3": sbml.sbml(ea.read_patient("anna.toml"), "anastrozole", seed=3),
        "latex --theory 'all; withdrawal=level'": latex.latex(("level",)),
        "story": book.story(),
        "glossary": book.glossary(),
    }.items():
        shown = run(f"export {typed}")
        assert (shown.exit_code, shown.stderr) == (0, ""), typed
        assert shown.stdout.rstrip("\n") == expected.rstrip("\n")
        kept = run(f"export {typed} --output kept")
        assert (kept.exit_code, kept.stdout, kept.stderr) == (0, "", "Wrote kept\n")
        assert (place / "kept").read_text(encoding="utf-8") == expected
    assert not list(place.glob("*.part"))


def test_export_writes_the_files_of_a_page_into_a_folder(place, run):
    result = run("export wasm --output page --record worst_pain")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "docs/browser.md" in result.stdout
    found = {path.name: path.read_bytes() for path in (place / "page").iterdir()}
    assert found == wasm.wasm(record=("worst_pain",))
    refused = run("export wasm --output anna.toml")
    assert refused.exit_code == 2
    assert "no folder can be made there" in refused.stderr


def test_cite_says_what_python_says(place, run):
    found = cite("anastrozole", theory="all; withdrawal=level", tablets="closed loop")
    typed = "cite --drug anastrozole --theory 'all; withdrawal=level' --tablets 'closed loop'"
    shown = run(typed)
    assert shown.exit_code == 0
    assert words_of(shown.stdout) == words_of(str(found))
    assert all(len(line) <= 80 for line in shown.stdout.splitlines())
    assert json.loads(run(f"{typed} --json").stdout) == json.loads(json.dumps(found.record()))
    (place / "used.bib").write_text(run(f"{typed} --bibtex").stdout, encoding="utf-8")
    keys = {one for keys in found.papers.values() for one in keys}
    assert read_bibliography((place / "used.bib").read_text(encoding="utf-8")).keys() == keys | {"estralgia"}


@pytest.mark.parametrize("typed", ["doctor", "doctor --json"])
def test_doctor_says_what_this_installation_can_do(run, typed):
    result = run(typed)
    assert (result.exit_code, result.stderr) == (0, "")
    for expected in ("estralgia", "sympy", "cpu", ea.__version__):
        assert expected in result.stdout
    if "--json" in typed:
        assert json.loads(result.stdout)["patient_years_per_second"] > 0
    else:
        assert re.search(r"speed: +[\d,]+ patient-years a second", result.stdout)
