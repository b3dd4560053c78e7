"""Every mistake is one message with what, where and fix, before any work; nothing on standard output or on the disk."""

import pytest

LONG = "a" * 300
REPAIR = 'pip install --upgrade "estralgia" (estralgia doctor says what else is missing)'
BAD = [
    # what is typed, what the message says, where, and the fix that it offers
    # Misspelt names
    ("simulat", "no command 'simulat'", "estralgia simulat", "did you mean 'simulate'?"),
    ("Simulate", "no command 'Simulate'", "estralgia Simulate", "did you mean 'simulate'?"),
    ("xyz", "no command 'xyz'", "estralgia xyz", "use one of: simulate, explain"),
    ("--verson", "no option '--verson'", "estralgia", "did you mean '--version'?"),
    ("simulate --patient 3", "no option '--patient'", "estralgia simulate", "did you mean '--patients'?"),
    ("simulate -patients 3", "no option '-patients'", "estralgia simulate", "did you mean '--patients'?"),
    ("simulate -y 3", "no option '-y'", "estralgia simulate", "did you mean '--years'?"),
    ("explain --dy 3", "no option '--dy'", "estralgia explain", "did you mean '--day'?"),
    ("doctor --jsn", "no option '--jsn'", "estralgia doctor", "did you mean '--json'?"),
    ("cite --bibtx", "no option '--bibtx'", "estralgia cite", "did you mean '--bibtex'?"),
    ("export sbm", "no command 'sbm'", "estralgia export sbm", "did you mean 'sbml'?"),
    ("export sbml --outptu x", "no option '--outptu'", "estralgia export sbml", "did you mean '--output'?"),
    ("simulate --drug letrozol", "no drug 'letrozol'", "--drug letrozol", "did you mean 'letrozole'?"),
    ("explain --drug anastrazole", "no drug 'anastrazole'", "--drug anastrazole", "did you mean 'anastrozole'?"),
    ("cite --drug aspirin", "no drug 'aspirin'", "--drug aspirin", "use one of: anastrozole"),
    ("simulate --drug Femera", "no drug 'Femera'", "--drug Femera", "did you mean 'Femara'?"),
    ("simulate --regimen 'Arimidx daily'", "drug is needed", "'Arimidx'", "did you mean 'Arimidex'?"),
    ("simulate --regimen 'exemestan daily'", "drug is needed", "'exemestan'", "did you mean 'exemestane'?"),
    ("simulate --theory inflammatio", "no theory 'inflammatio'", "inflammatio", "did you mean 'inflammation'?"),
    ("simulate --theory 'inflammation + gout'", "no theory 'gout'", "inflammation + gout", "use one of: all"),
    ("simulate --theory ''", "no theory ''", "in ''", "use one of: all"),
    ("simulate --theory 'all; withdrawal=levels'", "no rival", "withdrawal=levels", "did you mean 'level'?"),
    ("cite --theory 'all; withdraw=level'", "no rival", "withdraw=level", "did you mean 'withdrawal'?"),
    ("export latex --theory 'all; sensitization=direkt'", "no rival", "direkt", "did you mean 'direct'?"),
    ("simulate --theory 'all; lubrication=fluid; lubrication=lubricant'", "two rivals", "in 'all;", "choose one"),
    ("simulate --tablets closed", "tablets cannot be 'closed'", "--tablets closed", "closed loop"),
    ("simulate typo.toml", "no field 'agee'", "typo.toml", "did you mean 'age'?"),
    ("simulate ana.toml", "there is none", "ana.toml", "did you mean 'anna.toml'?"),
    # Numbers, units and types
    ("simulate --patients x", "not a valid integer", "--patients", "--patients 2000"),
    ("simulate --patients 2.5", "not a valid integer", "--patients", "--patients 2000"),
    ("simulate --patients 1e3", "not a valid integer", "--patients", "--patients 2000"),
    ("simulate --patients nan", "not a valid integer", "--patients", "--patients 2000"),
    ("simulate --patients ''", "not a valid integer", "--patients", "--patients 2000"),
    ("simulate --patients", "requires an argument", "--patients", "--patients 2000"),
    ("simulate --patients 0", "at least 1", "--patients 0", "--patients 2000"),
    ("simulate --patients -3", "at least 1", "--patients -3", "--patients 2000"),
    ("simulate --patients 1000000000000", "at most 1,000,000", "--patients 1000000000000", "--patients 2000"),
    ("simulate --patients 1000000 --years 30", "would take", "1,000,000 women", "fewer women"),
    ("demo --patients 1000000000000", "at most 1,000,000", "--patients 1000000000000", "--patients 2000"),
    ("demo --patients 0", "at least 1", "--patients 0", "--patients 2000"),
    ("demo --patients 1", "counts women", "patients = 1", "2 or more"),
    ("simulate --years nan", "number of years", "years = nan", "at most 30"),
    ("simulate --years inf", "number of years", "years = inf", "at most 30"),
    ("simulate --years -1", "number of years", "years = -1", "at most 30"),
    ("simulate --years 0", "number of years", "years = 0", "at most 30"),
    ("simulate --years 1e300", "number of years", "years = 1e+300", "at most 30"),
    ("simulate --years soon", "not a valid float", "--years", "--years 2"),
    ("simulate --years 2,5", "not a valid float", "--years", "--years 2"),
    ("simulate --years '2 years'", "not a valid float", "--years", "--years 2"),
    ("demo --years nan", "number of years", "years = nan", "at most 30"),
    ("simulate --seed -1", "a seed is a whole number", "seed = -1", "seed=1"),
    ("simulate --seed 1.5", "not a valid integer", "--seed", "--seed 1"),
    ("explain --seed 99999999999999999999", "a seed is a whole number", "seed = 9999", "seed=1"),
    ("explain --day -1", "whole number from 0", "--day -1", "--day 90"),
    ("explain --day 20000", "whole number from 0 to 10,950", "--day 20000", "--day 90"),
    ("explain --day noon", "not a valid integer", "--day", "--day 90"),
    ("explain --patient -1", "at least 0", "--patient -1", "--patient 17"),
    ("explain --patient 1000000000000", "below 1,000,000", "--patient 1000000000000", "--patient 17"),
    ("simulate --regimen 'letrozole -2.5 mg daily'", "more than zero", "-2.5 mg", "no drug"),
    ("simulate --regimen 'letrozole nan mg daily'", "number is needed", "'nan'", "digits"),
    ("simulate --regimen 'letrozole 250 mg daily'", "slip of the unit", "250 mg", "2.5 mg"),
    ("simulate --regimen 'letrozole 2.5 pounds daily'", "needs a unit", "2.5 pounds", "2.5 mg"),
    ("simulate --regimen 'letrozole twice a blue moon'", "not a rhythm", "character 11", "daily"),
    ("simulate --regimen 'letrozole for 99 years'", "at most 50 years", "for 99 years", "for 6 months"),
    ("simulate --regimen ''", "regimen is empty", "estralgia simulate", "name a drug"),
    (["export", "sbml", "--regimen", "x" * 20_000], "more than 10000 characters", "xxx...", "fewer phases"),
    # What is added
    ("simulate --add 'exercise from month 30'", "exercise begins after the end of the run", "day 913", "years = 3"),
    ("simulate --years 1 --regimen 'letrozole; add yoga from year 1'", "yoga begins after", "day 364", "years = 1.5"),
    (
        "simulate --add 'exercise and duloxetine from month 3'",
        "not clear when exercise",
        "what is added",
        "'exercise from month 3 and duloxetine from month 3'",
    ),
    (
        "simulate --add tamoxifen",
        "a drug, not a treatment",
        "'tamoxifen' at character 1 of what is added",
        "tablets stand",
    ),
    ("simulate --drug letrozole --add yoga --add yoga", "added twice", "add = 'yoga'", "leave one"),
    ("simulate --regimen 'letrozole with exercise'", "a treatment, not a drug", "'exercise'", "; add exercise"),
    ("simulate --matched", "theories are matched with this one", "--theory 'all' --matched", "another theory"),
    # Too much, too little
    ("simulate a.toml b.toml", "unexpected extra argument", "estralgia simulate", "see estralgia simulate --help"),
    ("export story anna.toml", "unexpected extra argument", "estralgia export story", "export story --help"),
    ("export latex anna.toml", "unexpected extra argument", "estralgia export latex", "export latex --help"),
    ("cite anna.toml", "unexpected extra argument", "estralgia cite", "see estralgia cite --help"),
    ("export", "say what to export", "estralgia export", "sbml, wasm, latex, story, glossary"),
    ("export --output x.xml sbml", "no option '--output'", "estralgia export", "--help"),
    ("export sbml --output", "requires an argument", "--output", "--output story.md"),
    ("simulate --drug", "requires an argument", "--drug", "--drug anastrozole"),
    ("simulate --twin=yes", "does not take a value", "--twin", "--help"),
    ("explain anna.toml --patient 3", "not both", "anna.toml and --patient 3", "leave one"),
    ("simulate --drug letrozole --regimen letrozole", "not both", "--drug letrozole", "leave one"),
    ("cite --drug letrozole --regimen letrozole", "not both", "--drug letrozole", "leave one"),
    # Files that are read
    ("simulate 2000", "a number of women is an option", "2000", "--patients 2000"),
    ("simulate nobody.toml", "there is none", "nobody.toml", "age = 61"),
    ("simulate nowhere/anna.toml", "there is none", "nowhere/anna.toml", "age = 61"),
    ("simulate anna.toml/anna.toml", "cannot be read", "anna.toml/anna.toml", "age = 61"),
    ("simulate folder", "cannot be read", "folder", "age = 61"),
    ("simulate /dev/zero", "larger than 10,000 bytes", "/dev/zero", "age = 61"),
    (["simulate", f"{LONG}.toml"], "cannot be read", "aaa", "age = 61"),
    ("simulate empty.toml", "empty", "empty.toml", "age = 61"),
    ("simulate comment.toml", "empty", "comment.toml", "age = 61"),
    ("simulate broken.toml", "cannot be read as TOML", "broken.toml", "age = 61"),
    ("simulate unit.toml", "cannot be read as TOML", "line 1, column 10", "age = 61"),
    ("simulate twice.toml", "cannot be read as TOML", "twice.toml", "age = 61"),
    ("simulate latin.toml", "not text in UTF-8", "latin.toml", "age = 61"),
    ("simulate wide.toml", "not text in UTF-8", "wide.toml", "age = 61"),
    ("explain binary.toml", "not text in UTF-8", "binary.toml", "age = 61"),
    ("export sbml huge.toml", "larger than 10,000 bytes", "huge.toml", "age = 61"),
    ("simulate deep.toml", "cannot be read as TOML", "deep.toml", "age = 61"),
    ("simulate dots.toml", "not a table", "dots.toml, age", "age = 61"),
    ("simulate digits.toml", "cannot be read as TOML", "digits.toml", "age = 61"),
    ("simulate giant.toml", "outside what can be", "giant.toml, years_since_menopause", "age = 61"),
    ("simulate long.toml", "longer than 100 characters", "long.toml, name", "shorten it"),
    ("simulate codes.toml", r"no field 'a\nb\x1b[31m'", "codes.toml", "use one of: age"),
    ("simulate table.toml", "not a table", "table.toml, age", "age = 61"),
    ("simulate list.toml", "not a list", "list.toml, age", "age = 61"),
    ("simulate date.toml", "not a time", "date.toml, age", "age = 61"),
    ("simulate text.toml", "age is a number", "text.toml, age = 'old'", "age = "),
    ("simulate nan.toml", "outside what can be", "nan.toml, age = nan", "45 to 95"),
    ("simulate infinity.toml", "outside what can be", "infinity.toml, bmi = inf", "15 to 60"),
    ("simulate minus.toml", "less than a year after", "minus.toml, years_since_menopause = -inf", "at least 1"),
    ("simulate young.toml", "less than a year after her last period", "young.toml", "at least 1"),
    ("simulate long_ago.toml", "too far back for her age", "long_ago.toml", "check the two"),
    ("simulate pain.toml", "outside what can be", "pain.toml, joint_pain_before = 10", "0 to 9"),
    ("simulate alleles.toml", "outside what can be", "alleles.toml", "a whole number, 0 to 2"),
    ("simulate chemotherapy.toml", "either true or false", "chemotherapy.toml", "chemotherapy = true"),
    ("simulate tall.toml", "a height of 3.16 m", "tall.toml, weight = 200", "bmi from 45.4 to 60.0"),
    ("simulate level.toml", "estradiol cannot be read", "level.toml", "pmol/L"),
    ("simulate level_nan.toml", "outside what can be", "level_nan.toml", "0.1 to 200"),
    ("simulate name.toml", "a name is a text", "name.toml, name = 7", "Anna"),
    # Files that are written
    ("simulate --save course.xls", "ends in .nc or .csv", "--save course.xls", "--save course.nc"),
    ("simulate --save course", "ends in .nc or .csv", "--save course", "--save course.nc"),
    ("simulate --save ''", "ends in .nc or .csv", "--save", "--save course.nc"),
    ("simulate --save nowhere/course.nc", "no folder 'nowhere'", "--save nowhere/course.nc", "make it first"),
    ("simulate --save anna.toml/course.nc", "no folder 'anna.toml'", "--save anna.toml/course.nc", "make it first"),
    ("simulate --save folder.nc", "this is a folder", "--save folder.nc", "--save course.nc"),
    ("simulate --save pipe.nc", "no plain file", "--save pipe.nc", "another place"),
    ("simulate anna.csv --save anna.csv", "reads this file", "--save anna.csv", "another place"),
    ("simulate anna.csv --save link.csv", "reads this file", "--save link.csv", "another place"),
    (["simulate", "--save", f"{LONG}.nc"], "nothing can be written there", "--save aaa", "another place"),
    (["simulate", "--save", f"{LONG[:250]}.nc"], "nothing can be written there", "--save aaa", "another place"),
    ("simulate --report course.pdf", "ends in .html or .htm", "--report course.pdf", "--report course.html"),
    ("simulate --report folder.html", "this is a folder", "--report folder.html", "--report course.html"),
    ("export sbml anna.toml --output anna.toml", "reads this file", "--output anna.toml", "another place"),
    ("export sbml anna.toml --output ./folder/../anna.toml", "reads this file", "--output ./f", "another place"),
    ("export story --output folder", "this is a folder", "--output folder", "--output story.md"),
    ("export glossary --output /dev/null", "no plain file", "--output /dev/null", "another place"),
    ("export latex --output nowhere/x.tex", "no folder 'nowhere'", "--output nowhere/x.tex", "make it first"),
    ("demo --folder anna.toml", "cannot be written there", "anna.toml", "another folder"),
    ("demo --folder anna.toml/deeper", "cannot be written there", "anna.toml", "another folder"),
    ("simulate --resume", "where is the run to go on with", "--resume", "--folder cohort"),
    ("simulate --full", "where are courses to be kept", "--full", "--folder cohort"),
    ("simulate --cluster tcp://x:1", "where are batches to be kept", "--cluster", "--folder cohort"),
    ("simulate --folder new", "keeps what a summary counts", "--folder new", "add --keep summary"),
    ("simulate --keep summary --folder anna.toml", "a file, not a folder", "anna.toml", "another place"),
    ("simulate --keep summary --folder nowhere/new", "no folder 'nowhere'", "nowhere/new", "make it first"),
    ("simulate --keep summary --folder .", "holds other files", ".", "another folder"),
    # What acts on a terminal is shown, not sent
    (["simul\nate"], r"no command 'simul\nate'", r"simul\nate", "did you mean 'simulate'?"),
    (["simulate", "--theory", "\x1b[31mall"], r"no theory '\x1b[31mall'", r"'\x1b[31mall'", "use one of: all"),
    (["simulate", "--drug", "\udcff"], r"no drug '\udcff'", r"--drug \udcff", "use one of: anastrozole"),
]


@pytest.mark.parametrize(("typed", "what", "where", "fix"), BAD, ids=[f"{row[0]}"[:60] for row in BAD])
def test_a_mistake_is_one_message_before_any_work(place, at_work, run, typed, what, where, fix):
    def work(*_):
        raise AssertionError("the mistake was not seen before the long work")

    at_work(work)
    before = sorted(place.rglob("*"))
    result = run(typed)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0].startswith("Error: ")
    assert what in lines[0]
    assert [line[:9] for line in lines[1:]] == ["  where: ", "  fix: " + lines[2][7:9]]
    assert where in lines[1]
    assert fix in lines[2]
    assert len(result.stderr) < 1500
    assert sorted(place.rglob("*")) == before


def test_there_are_many_different_mistakes():
    assert len({str(row[0]) for row in BAD}) == len(BAD)
    assert len(BAD) >= 65


def test_a_mistake_of_ours_is_not_hidden(at_work, run):
    def work(*_):
        raise ZeroDivisionError

    at_work(work)
    assert isinstance(run("simulate").exception, ZeroDivisionError)


def test_a_file_that_somebody_else_began_is_left_alone(place, run):
    (place / "story.md.part").write_text("hers", encoding="utf-8")
    assert run("export story --output folder").exit_code == 2
    assert run("simulate --save story.md").exit_code == 2
    assert (place / "story.md.part").read_text(encoding="utf-8") == "hers"


def test_a_mark_at_the_start_of_a_file_and_foreign_line_ends_are_no_mistake(place, run):
    result = run("export sbml marked.toml")
    assert result.exit_code == 0
    assert result.stdout == run("export sbml anna.csv").stdout


@pytest.mark.parametrize(
    ("package", "typed", "what", "fix"),
    [
        ("libsbml", "export sbml", "python-libsbml, which is not installed", 'pip install "estralgia[sbml]"'),
        ("sympy", "export latex", "SymPy, which is not installed", 'pip install "estralgia[symbols]"'),
        ("xarray", "simulate", "the package 'xarray' is not installed", REPAIR),
        ("pint", "cite", "the package 'pint' is not installed", REPAIR),
        ("sympy", "export glossary", "SymPy, which is not installed", 'pip install "estralgia[symbols]"'),
    ],
)
def test_a_missing_package_is_one_message(place, fresh, package, typed, what, fix):
    hidden = f"import sys\nsys.modules[{package!r}] = None\nfrom estralgia.cli import main\nmain({typed.split()!r})"
    result = fresh("-c", hidden)
    assert (result.returncode, result.stdout) == (2, "")
    assert what in result.stderr.splitlines()[0]
    assert result.stderr.splitlines()[2] == f"  fix: {fix}"
