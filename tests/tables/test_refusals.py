"""Bad tables: each is one message with what, where and the fix, and nothing is read half."""

import numpy as np
import pytest

from estralgia.model.errors import EstralgiaError
from estralgia.tables import cells
from estralgia.tables.doses import read_doses

HEAD = "ID,TIME,AMT,EVID,II,ADDL,SS,CMT,DV\n"
DOSE = "1,0,2.5,1,1,9,0,letrozole,.\n"

BAD = {
    # the file
    "empty": ("", "the table is empty", "table.csv", "write a first line such as ID,TIME"),
    "only comments": ("# nothing\n\n", "the table is empty", "table.csv", "write a first line"),
    "header only": (HEAD, "a header and no rows", "table.csv", "a row for every dose"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00", "no text in UTF-8", "table.csv", "save the table as CSV text"),
    "UTF-16": (HEAD.encode("utf-16"), "no text in UTF-8", "table.csv", "in UTF-8"),
    "Latin-1": (HEAD.encode() + b"1,0,2.5,1,1,9,0,l\xe9trozole,.", "no text in UTF-8", "table.csv", "in UTF-8"),
    "quotation marks": (HEAD + '1,"0"x,2.5,1,1,9,0,letrozole,.', "cannot be split", "line 2", "quotation marks"),
    "a huge cell": (HEAD + "1," + "0" * 200_000, "cannot be split into cells: field larger", "line 2", ""),
    # columns
    "spaces between": ("ID TIME AMT\n1 0 2.5\n", "neither commas, semicolons nor tabs", "'ID TIME AMT'", "as CSV"),
    "no ID": ("TIME,AMT\n0,2.5\n", "no column ID", "table.csv", "which woman a row is about"),
    "no TIME": ("ID,AMT\n1,2.5\n", "no column TIME", "table.csv", "TIME in days, or TIME_H in hours"),
    "two times": ("ID,TIME,TIME_H\n1,0,0\n", "two columns of time", "table.csv", "give one"),
    "two intervals": ("ID,TIME,II,II_H\n1,0,0,0\n", "two columns of II", "table.csv", "give one"),
    "misspelt": ("ID,TIME,AMMT\n1,0,2.5\n", "no column 'AMMT'", "line 1", "did you mean 'AMT'?"),
    "misspelt covariate": ("ID,TIME,chemotherpy\n1,0,1\n", "no column 'chemotherpy'", "line 1", "'chemotherapy'?"),
    "twice": ("ID,TIME,AMT,amt\n1,0,2.5,2.5\n", "the column 'amt' is there twice", "line 1", "keep one"),
    "twice by another name": ("ID,TIME,WT,WEIGHT\n1,0,70,70\n", "'WEIGHT' is there twice", "line 1", "keep one"),
    "nameless": ("ID,TIME,\n1,0,\n", "a column has no name", "line 1", "name every column"),
    "too few cells": (HEAD + "1,0,2.5\n", "3 cells, the header 9", "line 2", "write a dot"),
    "too many cells": (HEAD + DOSE.strip() + ",5\n", "10 cells, the header 9", "line 2", "by commas"),
    # who and when
    "ID missing": (HEAD + DOSE + ".,9,.,0,.,.,.,.,3\n", "has no ID", "line 3, column ID: '.'", "which woman"),
    "ID text": (HEAD + "anna,0,2.5,1,1,9,0,letrozole,.", "no number", "line 2, column ID: 'anna'", "write e.g. 1"),
    "ID a half": (HEAD + "1.5,0,2.5,1,1,9,0,1,.", "the number of a woman", "column ID: '1.5'", "a whole number from 0"),
    "ID below zero": (HEAD + "-1,0,2.5,1,1,9,0,1,.", "the number of a woman", "column ID: '-1'", "from 0"),
    "ID apart": (HEAD + DOSE + "2" + DOSE[1:] + DOSE, "not together", "line 4, column ID: '1'", "sort the table"),
    "TIME missing": (HEAD + "1,.,2.5,1,1,9,0,1,.", "has no time", "column TIME: '.'", "count days from waking"),
    "TIME below zero": (HEAD + "1,-3,2.5,1,1,9,0,1,.", "a time since", "column TIME: '-3'", "from 0 to 10957"),
    "TIME after thirty years": (HEAD + "1,1e5,.,0,.,.,.,.,1", "more than thirty years", "column TIME: '1e5'", "TIME_H"),
    "TIME out of order": (HEAD + DOSE + "1,9,.,0,.,.,.,.,3\n1,8,.,0,.,.,.,.,3\n", "earlier than the one before",
                          "line 4, column TIME: '8'", "sort the rows of each woman"),
    "TIME in words": (HEAD + "1,monday,2.5,1,1,9,0,1,.", "this is no number", "column TIME: 'monday'", "12.5"),
    # doses
    "AMT negative": (HEAD + "1,0,-2.5,1,1,9,0,3,.", "an amount in mg", "column AMT: '-2.5'", "at least 0"),
    "AMT nan": (HEAD + "1,0,nan,1,1,9,0,3,.", "this is no number", "column AMT: 'nan'", "a dot where it is missing"),
    "AMT inf": (HEAD + "1,0,inf,1,1,9,0,3,.", "this is no number", "column AMT: 'inf'", "write e.g."),
    "AMT with a comma": ("ID;TIME;AMT\n1;0;2,5\n", "this is no number", "column AMT: '2,5'", "write e.g. 12.5"),
    "AMT in words": (HEAD + "1,0,2.5 mg,1,1,9,0,3,.", "this is no number", "column AMT: '2.5 mg'", "12.5"),
    "AMT in ug": (HEAD + "1,0,2500,1,1,9,0,3,.", "a slip of the unit", "column AMT: '2500'", "in mg"),
    "AMT without a dose": (HEAD + "1,0,2.5,0,0,0,0,3,.", "but the row is no dose", "column EVID: '0'", "EVID 1"),
    "dose without AMT": (HEAD + "1,0,.,1,1,9,0,3,.", "an amount above zero", "column AMT: '.'", "EVID 0"),
    "EVID unknown": (HEAD + "1,0,.,5,0,0,0,3,.", "no such EVID", "column EVID: '5'", "write 0 for a measurement"),
    "EVID 3": (HEAD + "1,0,.,3,0,0,0,3,.", "EVID 3, a reset, is not simulated", "column EVID: '3'", "a new ID"),
    "EVID 4": (HEAD + "1,0,2.5,4,0,0,0,3,.", "EVID 4, a reset with a dose", "column EVID: '4'", "a new ID"),
    "RATE": ("ID,TIME,AMT,RATE,CMT\n1,0,2.5,-2,3\n", "no rate of infusion", "column RATE: '-2'", "RATE 0"),
    "II alone": (HEAD + "1,0,2.5,1,1,0,0,3,.", "II but neither ADDL nor SS", "column II: '1'", "as ADDL"),
    "II below zero": (HEAD + "1,0,2.5,1,-1,9,0,3,.", "from one dose to the next", "column II: '-1'", "from 0"),
    "ADDL without II": (HEAD + "1,0,2.5,1,.,9,0,3,.", "ADDL but no II", "column II: '.'", "days between doses"),
    "ADDL below zero": (HEAD + "1,0,2.5,1,1,-1,0,3,.", "additional doses", "column ADDL: '-1'", "from 0 to 10000"),
    "ADDL too many": (HEAD + "1,0,2.5,1,1,10001,0,3,.", "additional doses", "column ADDL: '10001'", "from 0 to 10000"),
    "ADDL a half": (HEAD + "1,0,2.5,1,1,1.5,0,3,.", "additional doses", "column ADDL: '1.5'", "a whole number"),
    "ADDL beyond thirty years": (HEAD + "1,0,2.5,1,7,9999,0,3,.", "later than thirty years", "'9999'", "in days?"),
    "ADDL of a measurement": (HEAD + "1,0,.,0,1,9,0,3,2", "only a dose is repeated", "column ADDL: '9'", "EVID 1"),
    "SS without II": (HEAD + "1,0,2.5,1,0,0,1,3,.", "SS but no II", "column II: '0'", "days between doses"),
    "SS 2": (HEAD + "1,0,2.5,1,1,0,2,3,.", "SS 2, steady state beside", "column SS: '2'", "SS 1"),
    "SS 3": (HEAD + "1,0,2.5,1,1,0,3,3,.", "SS cannot be this", "column SS: '3'", "from 0 to 2"),
    "SS late": (HEAD + DOSE + "1,20,2.5,1,1,0,1,letrozole,.", "after earlier doses of letrozole", "line 3, column SS",
                "first row of letrozole"),
    "overlapping": (HEAD + DOSE + "1,5,2.5,1,2,9,0,letrozole,.", "this row and line 2 both give letrozole on day 5",
                    "line 3, column ADDL: '9'", "fewer additional doses"),
    "two steady states": (HEAD + DOSE.replace("9,0", "9,1") * 2, "overlapping regimens", "line 3", "one row"),
    "doses without end": ("ID,TIME,AMT,II,ADDL,SS,DRUG\n1,0,1,0.002,9,1,anastrozole\n", "stand for 336,010 doses",
                          "line 2, column II: '0.002'", "write a longer II"),
    # drugs and measurements
    "drug unknown": (HEAD + "1,0,2.5,1,1,9,0,letrozol,.", "no such drug", "column CMT: 'letrozol'", "'letrozole'?"),
    "DRUG unknown": ("ID,TIME,AMT,DRUG\n1,0,2.5,aspirin\n", "no such drug", "column DRUG: 'aspirin'", "use one of"),
    "brand unknown": ("ID,TIME,AMT,DRUG\n1,0,2.5,femera\n", "no such drug", "column DRUG: 'femera'", "'Femara'?"),
    "CMT unknown": (HEAD + "1,0,2.5,1,1,9,0,9,.", "no such drug", "column CMT: '9'", "anastrozole"),
    "no drug": (HEAD + "1,0,2.5,1,1,9,0,.,.", "this dose has no drug", "column CMT: '.'", 'drug="letrozole"'),
    "CMT of a quantity": (HEAD + "1,0,2.5,1,1,9,0,worst_pain,.", "no such drug", "column CMT: 'worst_pain'", "use one"),
    "measured unknown": (HEAD + "1,0,.,0,.,.,.,worst_pian,3", "nothing of this name", "'worst_pian'", "'worst_pain'?"),
    "DV in words": (HEAD + "1,0,.,0,.,.,.,estradiol,low", "this is no number", "column DV: 'low'", "4 pg/mL"),
    "DV in a unit": (HEAD + "1,0,.,0,.,.,.,letrozole,4 pg/mL", "only estradiol", "column DV: '4 pg/mL'", "alone"),
    "MDV": ("ID,TIME,DV,MDV\n1,0,3,2\n", "MDV cannot be this", "column MDV: '2'", "from 0 to 1"),
    # covariates
    "covariate outside": ("ID,TIME,BMI\n1,0,25\n1,9,70\n", "bmi lies outside", "line 3, column BMI: '70'", "15 to 60"),
    "covariate in words": ("ID,TIME,AGE\n1,0,old\n", "this is no number", "line 2, column AGE: 'old'", "12.5"),
    "before menopause": ("ID,TIME,AGE\n1,0,50.5\n", "a year after her last period", "column AGE: '50.5'", "at least 1"),
    "neither yes nor no": ("ID,TIME,CHEMOTHERAPY\n1,0,maybe\n", "this is no number", "'maybe'", "yes or no"),
    "height": ("ID,TIME,WT,BMI\n1,0,200,20\n", "a height of 3.16 m", "line 2, column WT: '200'", "bmi from 45.4"),
    "whole covariate": ("ID,TIME,CHEMOTHERAPY\n1,0,0.5\n", "chemotherapy lies outside", "'0.5'", "a whole number"),
    "two values at once": ("ID,TIME,BMI\n1,3,25\n1,3,26\n", "two values of bmi at one time", "line 3", "keep one"),
    "genes change": ("ID,TIME,CYP2A6_VARIANT_ALLELES\n1,0,1\n1,9,2\n", "does not change", "line 3", "first row only"),
    "estradiol unit": ("ID,TIME,ESTRADIOL\n1,0,4 mmol\n", "this is no number", "'4 mmol'", "12.5"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_tables_are_refused_with_what_where_and_the_fix(table, name):
    content, what, where, fix = BAD[name]
    with pytest.raises(EstralgiaError) as caught:
        table(content if isinstance(content, bytes) else content.encode())
    error = caught.value
    assert what in error.what
    assert "table.csv" in error.where
    assert where in error.where
    assert error.fix
    assert fix in error.fix


@pytest.mark.parametrize(
    ("options", "what", "fix"),
    [
        ({"drug": "letrozol"}, "no drug 'letrozol'", "'letrozole'?"),
        ({"interpolation": "linearly"}, "interpolation cannot be 'linearly'", "'linear'?"),
        ({"seed": -1}, "a seed is", "seed=1"),
    ],
)
def test_options_that_cannot_be_are_refused(table, refused, options, what, fix):
    with refused(what, fix):
        table(HEAD, DOSE, **options)


@pytest.mark.parametrize(
    ("column", "said"), [("DRUG", "tamoxifen"), ("CMT", "tamoxifen"), ("DRUG", "4"), ("CMT", "Nolvadex"), ("DRUG", "x")]
)
def test_a_drug_for_all_doses_turns_none_into_another(table, refused, column, said):
    rows = (f"ID,TIME,AMT,II,ADDL,{column}", f"1,0,20,1,27,{said}")
    with refused("and all doses are to be letrozole", f'read_doses(..., ignore="{column}")'):
        table(*rows, drug="letrozole")
    read = table(*rows, drug="letrozole", ignore=(column,))
    assert read.drugs == ("letrozole",)
    same = table(rows[0], rows[1].replace(said, "Femara"), drug="letrozole")
    assert same.drugs == ("letrozole",)


def test_a_drug_for_doses_that_are_not_there_is_refused(table, refused):
    for rows in (["ID,TIME,AGE", "1,0,60"], ["ID,TIME,CMT,DV", "1,28,2,80"]):
        with refused("no row of the table has a dose", 'simulate(table, "Femara")'):
            table(*rows, drug="Femara")


def test_a_column_of_ones_own_is_named_or_not_read(table, refused):
    rows = ("ID,TIME,SITE", "1,0,a")
    with refused("no column 'SITE'", 'read_doses(..., ignore="SITE")'):
        table(*rows)
    assert len(table(*rows, ignore="site").women) == 1
    assert len(table("ID,TIME,SITE,NOTE", "1,0,a,b", ignore=("SITE", "NOTE")).women) == 1


def test_files_that_are_not_there_or_not_files_or_huge(tmp_path, refused, monkeypatch):
    with refused("cannot be read", "name and place"):
        read_doses(tmp_path / "nobody.csv")
    with refused("this is no file", "a text file"):
        read_doses(tmp_path)
    with refused("cannot be read"):
        read_doses("a\0b")
    file = tmp_path / "huge.csv"
    with open(file, "wb") as huge:
        huge.truncate(cells.MOST_BYTES + 1)  # takes no room
    monkeypatch.setattr(type(file), "read_bytes", None)  # refused before anything is read
    with refused("50 MB, more than 50", "II and ADDL"):
        read_doses(file)


def test_a_cell_is_shortened_and_put_on_one_line(table):
    with pytest.raises(EstralgiaError) as caught:
        table(b'ID,TIME\n1,"' + b"long\nand " * 30 + b'"\n')
    assert len(caught.value.where) < 200
    assert "\n" not in caught.value.where


def test_the_women_of_a_table_are_its_own(table, refused):
    import estralgia as ea

    read = table(HEAD, DOSE)
    with refused("no rows of woman 0", "table.women"):
        ea.simulate(ea.Patient(), read)
    assert np.array_equal(read.doses_of(read.women, -read.lead_in, len(read.doses)) * 1000, read.doses)
