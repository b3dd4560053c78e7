"""Commands about what helps: treatments, copies of trials, options beside one another, doses from a table."""

import json

import pytest

TABLE = "ID,TIME,AMT,EVID,II,ADDL,DRUG\n7,0,2.5,1,1,60,letrozole\n8,3,1,1,1,60,anastrozole\n"


def test_treatments_are_listed_with_effect_evidence_and_source(run):
    text = run("treatments").stdout
    for words in (
        "duloxetine",
        "average pain -0.7 (-1.0 to -0.4)",
        "A, a good randomised trial",
        "Henry 2018",
        "S1202",
    ):
        assert words in text
    assert "placebo tablet" not in text
    assert max(map(len, text.splitlines())) <= 80
    found = json.loads(run("treatments --controls --json").stdout)
    assert {"placebo tablet", "yoga"} <= {one["name"] for one in found}


def test_without_a_name_the_studies_are_listed(run):
    assert "SWOG S1202, duloxetine against placebo tablets" in run("study").stdout


def test_a_study_is_copied_and_its_fall_taken_apart(run):
    text = run("study S1202 --screened 200").stdout
    for words in ("entered", "Published, week 12: -0.82", "regression to the mean", "natural course", "expectation"):
        assert words in text
    found = json.loads(run("study S1202 --screened 200 --json").stdout)
    assert sum(found["apart"].values()) == pytest.approx(
        found["means"]["active"]["12.0" if "12.0" in found["means"]["active"] else "12"] - found["means"]["active"]["0"]
    )


def test_options_stand_in_one_table_with_what_is_known(run):
    text = run(
        'simulate --patients 30 --years 0.5 --add "yoga from month 2" --add "blinded duloxetine from month 2" '
        '--tablets "closed loop"'
    ).stdout
    assert "of it hope" in text
    assert "evidence" in text
    assert "78 against 50" in " ".join(text.split())


def test_doses_come_from_a_table(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "doses.csv").write_text(TABLE, encoding="utf-8")
    result = run("simulate --doses doses.csv --years 0.2 --json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["women"] == 2


@pytest.mark.parametrize(
    ("typed", "what", "where", "fix"),
    [
        ("study S120", "no study 'S120'", "studies.toml", "did you mean 'S1202'?"),
        ("study 'a blinded tablet'", "for any treatment", "a blinded tablet", "e.g. S1202"),
        ("study S1202 --screened 0", "at least 1", "--screened 0", "--screened 2000"),
        ("study S1202 --screened 5", "women enter", "S1202", "screen more women"),
        ("study S1202 --drug letrozol", "no drug 'letrozol'", "--drug letrozol", "did you mean 'letrozole'?"),
        ("study S1202 --theory everything", "no theory 'everything'", "everything", "use one of"),
        ("study S1202 --seed -1", "a seed is a whole number", "seed = -1", "seed=1"),
        ("treatments --control", "no option '--control'", "estralgia treatments", "did you mean '--controls'?"),
        ("simulate --add duloxetin", "A treatment is needed", "'duloxetin'", "did you mean 'duloxetine'?"),
        ("simulate --add", "requires an argument", "--add", "exercise from month 3"),
        ("simulate --add 'yoga; add yoga from month 3'", "yoga is added twice", "of what is added", "let one begin"),
        ("simulate --doses nowhere.csv", "cannot be read", "nowhere.csv", "check its name"),
        ("simulate --doses doses.csv --patients 3", "nothing else can", "doses.csv and --patients", "leave one"),
        ("simulate --doses bad.csv", "", "bad.csv, line 2, column AMT", ""),
    ],
)
def test_a_mistake_is_one_message(run, tmp_path, monkeypatch, typed, what, where, fix):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "doses.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "bad.csv").write_text(TABLE.replace("2.5", "-2.5"), encoding="utf-8")
    result = run(typed)
    assert (result.exit_code, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert lines[0].startswith("Error: ")
    assert what in lines[0]
    assert where in lines[1]
    assert fix in lines[-1]
    assert len(lines) <= 3
