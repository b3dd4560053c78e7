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


@pytest.mark.slow
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
    assert "of it" in text
    assert "hope" in text
    assert "evidence" in text
    assert "78 against 50" in " ".join(text.split())


def test_doses_come_from_a_table(run, tables):
    result = run("simulate --doses doses.csv --years 0.2 --json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["women"] == 2


TABLES = {
    "doses.csv": TABLE,
    "bad.csv": TABLE.replace("2.5", "-2.5"),
    "tamoxifen.csv": "ID,TIME,AMT,II,ADDL,CMT\n7,0,20,1,20,tamoxifen\n",
    "women.csv": "ID,TIME,AMT,AGE,BMI\n1,0,.,58,31\n",
    "hours.csv": "ID,TIME,AMT,II,ADDL,CMT,DV,SITE,BMI\n7,0,2.5,24,20,1,.,a,25\n7,504,.,.,.,2,3,a,30\n",
    "pain.csv": "ID,TIME,AMT,EVID,DV\n7,0,.,0,45\n",
}


@pytest.fixture
def tables(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "arms", "days", "said"),
    [
        ("women.csv --drug anastrozole", ["anastrozole", "untreated"], 730, "TIME is in days"),
        ("women.csv --regimen 'Femara for 21 days'", ["letrozole", "untreated"], 21, "TIME is in days"),
        ("women.csv", ["untreated"], 730, "TIME is in days"),
        ("tamoxifen.csv --drug tamoxifen", ["tamoxifen", "untreated"], 21, "TIME and II are in days"),
        (
            "tamoxifen.csv --drug letrozole --ignore CMT",
            ["letrozole", "untreated"],
            21,
            "letrozole as in tamoxifen.csv",
        ),
        (
            "hours.csv --drug letrozole --time-unit hours --dv worst_pain --interpolation linear --ignore SITE",
            ["letrozole", "untreated"],
            22,
            "TIME and II are in hours: the last row or dose lies on day 21; weight and bmi changing, linear",
        ),
    ],
)
def test_a_table_is_read_as_python_reads_it(run, tables, typed, arms, days, said):
    result = run(f"simulate --doses {typed} --json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (list(found["arms"]), int(found["run"]["days"])) == (arms, days)
    assert said in found["run"]["tables"].replace("bmi, weight", "weight and bmi")


def test_how_a_table_was_read_is_shown_on_a_terminal_of_eighty_columns(run, tables):
    for typed in ("doses.csv --years 0.2", "women.csv --years 0.2", "women.csv --years 0.2 --drug anastrozole"):
        result = run(f"simulate --doses {typed}")
        assert result.exit_code == 0, result.output
        assert "in days: the last row or dose lies on day" in " ".join(result.stdout.split())
        assert max(map(len, result.stdout.splitlines())) <= 80


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
        ("simulate --doses doses.csv --regimen letrozole", "nothing else can", "and --regimen", "leave one"),
        (
            "simulate --doses tamoxifen.csv --drug letrozole",
            "are to be letrozole",
            "line 2, column CMT",
            "--ignore CMT",
        ),
        ("simulate --doses hours.csv", "no column 'SITE'", "hours.csv, line 1", "--ignore SITE"),
        ("simulate --doses hours.csv --ignore SITE", "looks like hours", "column II: '24'", "--time-unit hours"),
        ("simulate --doses pain.csv --dv worst_pain", "outside what can be", "line 2, column DV: '45'", "0 to 10"),
        ("simulate --doses pain.csv --dv wurst_pain", "no quantity 'wurst_pain'", "dv =", "'worst_pain'?"),
        ("simulate --doses doses.csv --time-unit weeks", "days or hours", "time_unit = 'weeks'", '"hours"'),
        ("simulate --doses doses.csv --interpolation", "requires an argument", "--interpolation", "linear"),
        ("simulate --time-unit hours", "about a table", "--time-unit hours", "--doses TABLE.csv"),
        ("simulate --ignore SITE", "about a table", "--ignore SITE", "--doses TABLE.csv"),
        ("simulate --doses doses.csv --patients 3", "nothing else can", "doses.csv and --patients", "leave one"),
        ("simulate --doses bad.csv", "", "bad.csv, line 2, column AMT", ""),
    ],
)
def test_a_mistake_is_one_message(run, tables, typed, what, where, fix):
    result = run(typed)
    assert (result.exit_code, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert lines[0].startswith("Error: ")
    assert what in lines[0]
    assert where in lines[1]
    assert fix in lines[-1]
    assert len(lines) <= 3
