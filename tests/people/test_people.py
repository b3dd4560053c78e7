"""Who is simulated: populations with their published marginals, one woman by hand, and who is refused."""

import numpy as np
import pytest

from estralgia.book import BOOK
from estralgia.people import Patient, Women, as_women, population, read_patient
from estralgia.people.women import said_ids


@pytest.fixture(scope="module")
def many():
    return population(20_000, seed=11)


def test_marginals_are_those_of_the_tables(many):
    x = many.covariates
    years = x["years_since_menopause"]
    assert x["age"].mean() == pytest.approx(63, abs=0.3)
    assert x["age"].std() == pytest.approx(7.6, abs=0.3)
    assert (years < 5).mean() == pytest.approx(0.15, abs=0.015)
    assert x["bmi"].mean() == pytest.approx(27, abs=0.15)
    assert x["bmi"].std() == pytest.approx(5, abs=0.15)
    assert x["weight"].mean() == pytest.approx(27 * (1.62**2 + 0.06**2), abs=0.5)
    table = BOOK.tables["people"]["covariate"]
    slow = table["cyp2a6_variant_alleles"]["allele_share"]
    shares = [(1 - slow) ** 2, 2 * slow * (1 - slow), slow**2]
    assert np.bincount(x["cyp2a6_variant_alleles"].astype(int)) / len(many) == pytest.approx(shares, abs=0.008)
    for name in ("chemotherapy", "hormone_therapy"):
        assert x[name].mean() == pytest.approx(table[name]["share"], abs=0.01)
    assert x["taxane"][x["chemotherapy"] == 1].mean() == pytest.approx(table["taxane"]["share"], abs=0.02)
    assert (x["tamoxifen_years"] > 0).mean() == pytest.approx(table["tamoxifen_years"]["share"], abs=0.01)
    assert x["osteoarthritis"].mean() == pytest.approx(0.28, abs=0.02)
    assert np.isin(x["symptom_burden"], range(6)).all()


def test_nobody_is_put_at_exactly_a_year_since_her_last_period(many):
    years = many.covariates["years_since_menopause"]
    assert years.min() > 1
    assert (years < 2).mean() < 0.05  # at the limit they were one in nine


def test_what_goes_together_in_a_population(many):
    x = many.covariates
    assert not x["taxane"][x["chemotherapy"] == 0].any()
    old, heavy = x["age"] > 70, x["bmi"] > 30
    assert x["osteoarthritis"][old].mean() > x["osteoarthritis"][~old].mean() + 0.05
    assert x["osteoarthritis"][heavy].mean() > x["osteoarthritis"][~heavy].mean() + 0.05


def test_nobody_lies_outside_what_can_be(many):
    x = many.covariates
    for name, (least, most) in {
        "age": (45, 95),
        "years_since_menopause": (1, 60),
        "bmi": (15, 60),
        "weight": (30, 250),
    }.items():
        assert (x[name].min() >= least, x[name].max() <= most) == (True, True), name
    assert (x["years_since_menopause"] < x["age"] - 15).all()
    assert all(np.isfinite(value).all() and value.dtype == np.float64 for value in x.values())


def test_covariates_go_together_as_they_should(many):
    x = many.covariates
    assert np.corrcoef(x["age"], x["years_since_menopause"])[0, 1] > 0.8
    assert np.corrcoef(x["bmi"], x["weight"])[0, 1] > 0.9
    assert abs(np.corrcoef(x["age"], x["bmi"])[0, 1]) < 0.03


def test_a_population_has_the_covariates_of_the_book(many):
    assert list(many.covariates) == list(BOOK.covariates) == BOOK.wiring().of_kind("covariate")


def same(one, other):
    assert (one.seed, one.names) == (other.seed, other.names)
    np.testing.assert_array_equal(one.ids, other.ids)
    for name in one.covariates:
        np.testing.assert_array_equal(one.covariates[name], other.covariates[name])
    assert one.given.keys() == other.given.keys()
    for name, values in one.given.items():
        np.testing.assert_array_equal(values, other.given[name])


@pytest.mark.parametrize("n", [18, 257, 5000])
def test_woman_17_is_the_same_in_any_population(many, n):
    same(population(n, seed=11)[17], many[17])
    same(population(n, seed=11), many[:n])


def test_another_seed_gives_other_women(many):
    others = population(1000, seed=12)
    assert not (others.covariates["age"] == many[:1000].covariates["age"]).any()


def test_some_of_the_women(many):
    some = many[100:200]
    assert (len(some), list(some.ids[:3])) == (100, [100, 101, 102])
    same(some[5], many[105])
    same(many[np.array([3, 1])][1], many[1])
    older = many[many.covariates["age"] > 80]
    assert 0 < len(older) < len(many)
    assert (older.covariates["age"] > 80).all()
    same(many[-1], many[len(many) - 1])
    assert len(many[:0]) == 0


def test_a_slice_of_one_that_is_not_there_is_an_error(many):
    with pytest.raises(IndexError):
        _ = many[len(many)]


def test_women_say_who_they_are(many):
    assert repr(many).startswith("20,000 women, median age 63")
    assert repr(many[17]) == "one woman (id 17, seed 11)"


@pytest.mark.parametrize("n", [0, -1, 2.5, "100", True, None, 2**32])
def test_a_population_that_cannot_be_is_refused(refused, n):
    with refused("women" if n != 2**32 else "more than there are keys for", ""):
        population(n)


@pytest.mark.parametrize("seed", [-1, 1.0, "1", True, 2**64])
def test_a_seed_that_cannot_be_is_refused(refused, seed):
    with refused("a seed is a whole number", "seed=1"):
        population(10, seed=seed)


def test_the_largest_seed():
    assert len(population(3, seed=2**64 - 1)) == 3


def test_anna():
    anna = Patient(age=61, years_since_menopause=9, bmi=29, joint_pain_before=2)
    women = anna.women(seed=4)
    assert (len(women), women.seed, women.given["joint_pain_before"].tolist()) == (1, 4, [2.0])
    assert women.covariates["weight"][0] == pytest.approx(29 * 1.62**2)
    assert {name: value[0] for name, value in women.covariates.items() if name != "weight"} == {
        "age": 61, "years_since_menopause": 9, "bmi": 29, "cyp2a6_variant_alleles": 0, "chemotherapy": 0,
        "taxane": 0, "hormone_therapy": 0, "tamoxifen_years": 0, "osteoarthritis": 0, "symptom_burden": 1,
        "vitamin_d": 28,
    }  # fmt: skip
    assert np.isnan(women.given["estradiol"]).all()


def test_what_is_not_said_is_usual():
    assert Patient().years_since_menopause == 13
    assert Patient(age=70).years_since_menopause == 20
    assert Patient(weight=80).women(0).covariates["weight"][0] == 80
    assert Patient(chemotherapy=True).women(0).covariates["chemotherapy"][0] == 1


def test_a_taxane_is_chemotherapy():
    her = Patient(taxane="yes")
    assert (her.taxane, her.chemotherapy) == (True, True)


@pytest.mark.parametrize("name", ["chemotherapy", "taxane", "hormone_therapy", "osteoarthritis"])
def test_every_yes_or_no_may_be_said_in_words(refused, name):
    assert Patient(**{name: "yes"}).women(0).covariates[name][0] == 1
    with refused("either true or false", f"write {name} = true"):
        Patient(**{name: "perhaps"})


@pytest.mark.parametrize(("said", "is_so"), [
    ("yes", True), (" Yes ", True), ("TRUE", True), ("1", True), ("no", False), ("False", False), ("0", False),
])  # fmt: skip
def test_yes_and_no_may_be_said_in_words(said, is_so):
    her = Patient(chemotherapy=said)
    assert her.chemotherapy is is_so
    assert her == Patient(chemotherapy=is_so)


def test_what_the_fix_of_a_height_says_can_be():
    assert Patient(weight=200, bmi=45.4).women(0).covariates["weight"][0] == 200
    assert Patient(weight=33.8, bmi=20).women(0).covariates["bmi"][0] == 20


@pytest.mark.parametrize(
    ("given", "pmol"), [(15, 15), ("15 pmol/L", 15), ("4 pg/mL", 14.684), (" 4.0 PG/ML ", 14.684), ("15", 15)]
)
def test_estradiol_in_either_unit(given, pmol):
    assert Patient(estradiol=given).women(0).given["estradiol"][0] == pytest.approx(pmol)


@pytest.mark.parametrize(
    "told",
    [
        {"age": 50},
        {"years_since_menopause": 0},
        {"age": 45},
        {"years_since_menopause": 0.5},
        {"age": 48, "years_since_menopause": -3},
    ],
)
def test_before_menopause_is_refused_with_the_reason(refused, told):
    with refused("her ovaries may still make estradiol", "years_since_menopause of at least 1"):
        Patient(**told)


@pytest.mark.parametrize(("told", "what", "fix"), [
    ({"age": 30}, "age lies outside", "45 to 95"),
    ({"age": 120}, "age lies outside", "45 to 95"),
    ({"age": float("nan")}, "age lies outside", "45 to 95"),
    ({"age": "61"}, "age is a number", "age = 63"),
    ({"age": True}, "age is a number", "age = 63"),
    ({"bmi": 5}, "bmi lies outside", "15 to 60"),
    ({"bmi": None}, "bmi", ""),
    ({"age": None}, "age", ""),
    ({"weight": 400}, "weight lies outside", "30 to 250"),
    ({"cyp2a6_variant_alleles": 3}, "cyp2a6_variant_alleles lies outside", "0 to 2"),
    ({"cyp2a6_variant_alleles": 0.5}, "cyp2a6_variant_alleles", ""),
    ({"chemotherapy": 0.5}, "chemotherapy", ""),
    ({"tamoxifen_years": 20}, "tamoxifen_years lies outside", "0 to 15"),
    ({"tamoxifen_years": "two"}, "tamoxifen_years is a number", "tamoxifen_years = 2.5"),
    ({"symptom_burden": 6}, "symptom_burden lies outside", "a whole number, 0 to 5"),
    ({"symptom_burden": 1.5}, "symptom_burden lies outside", "a whole number, 0 to 5"),
    ({"chemotherapy": "perhaps"}, "either true or false", "write chemotherapy = true or chemotherapy = false"),
    ({"chemotherapy": "0.5"}, "either true or false", "write chemotherapy = true or chemotherapy = false"),
    ({"weight": 200, "bmi": 20}, "a height of 3.16 m", "bmi from 45.4 to 60.0, or weight from 33.8 to 88.2"),
    ({"weight": 30, "bmi": 60}, "a height of 0.71 m", "bmi from 15.0 to 17.8, or weight from 101.4 to 250.0"),
    ({"weight": 130}, "a height of 2.19 m", "bmi from 29.5 to 60.0"),
    ({"years_since_menopause": float("nan")}, "years_since_menopause", ""),
    ({"years_since_menopause": 61, "age": 80}, "years_since_menopause lies outside", "1 to 60"),
    ({"years_since_menopause": 50, "age": 60}, "too far back for her age", "check the two"),
    ({"joint_pain_before": -1}, "joint_pain_before lies outside", "0 to 9"),
    ({"joint_pain_before": 10}, "joint_pain_before lies outside", "0 to 9"),
    ({"estradiol": 0}, "estradiol lies outside", "0.1 to 200"),
    ({"estradiol": "4 ng/mL"}, "her estradiol cannot be read", '"4 pg/mL"'),
    ({"estradiol": "high"}, "her estradiol cannot be read", '"4 pg/mL"'),
    ({"estradiol": "nan pg/mL"}, "estradiol", ""),
    ({"name": 3}, "a name is a text", "Anna"),
])  # fmt: skip
def test_a_woman_who_cannot_be_is_refused(refused, told, what, fix):
    with refused(what, fix):
        Patient(**told)


def test_a_woman_from_a_file(tmp_path):
    path = tmp_path / "anna.toml"
    path.write_text('name = "Anna"\nage = 61\nyears_since_menopause = 9\nestradiol = "4 pg/mL"\n', encoding="utf-8")
    assert read_patient(path) == Patient(name="Anna", age=61, years_since_menopause=9, estradiol="4 pg/mL")


@pytest.mark.parametrize(("text", "what", "fix"), [
    ("agee = 61\n", "a woman has no field 'agee'", "did you mean 'age'?"),
    ("age = 30\n", "age lies outside", "45 to 95"),
    ("age = \n", "cannot be read as TOML", "age = 61"),
    ("", "the file is empty", "age = 61"),
    ("[age]\nvalue = 61\n", "age is a number", ""),
])  # fmt: skip
def test_a_file_that_is_wrong_is_refused(tmp_path, refused, text, what, fix):
    path = tmp_path / "anna.toml"
    path.write_text(text, encoding="utf-8")
    with refused(what, fix):
        read_patient(path)


def test_a_file_that_is_not_there_is_refused(tmp_path, refused):
    with refused("cannot be read", "age = 61"):
        read_patient(tmp_path / "nobody.toml")


def test_who_is_meant(many):
    assert as_women(many, None) is many
    assert as_women(many, 3).seed == 3
    assert as_women(Patient(), None).seed == 0
    assert as_women(Patient(), 5).seed == 5
    assert isinstance(as_women(Patient(), None), Women)


@pytest.mark.parametrize("who", [None, "Anna", 100, {"age": 61}])
def test_who_is_nobody_is_refused(refused, who):
    with refused("cannot simulate a", "Patient"):
        as_women(who, None)


def test_women_like_her_have_her_covariates_and_a_chance_of_their_own():
    anna = Patient(age=61, bmi=29, joint_pain_before=2, name="Anna")
    many = population(30, seed=4, like=anna)
    assert len(many) == 30
    assert all(set(values) == {float(anna.women(4).covariates[name][0])} for name, values in many.covariates.items())
    assert set(many.given["joint_pain_before"]) == {2.0}
    assert many.ids.tolist() == list(range(30))
    assert many[0].covariates == anna.women(4).covariates


@pytest.mark.parametrize("which", [6, [2, 9], "Anna", -7])
def test_women_who_are_not_there_are_refused(refused, which):
    with refused("there are no such women", "from 0 to 5"):
        _ = population(6, seed=1)[which]


@pytest.mark.parametrize("which", [[], np.zeros(6, bool), slice(0, 0), ()])
def test_nobody_is_a_group_that_cannot_be_simulated(refused, which):
    nobody = population(6, seed=1)[which]
    assert (len(nobody), repr(nobody)) == (0, "no women, seed 1")
    with refused("nobody to simulate", "at least one woman"):
        as_women(nobody, 1)


def test_women_can_be_compared_and_not_changed():
    assert population(5, seed=2) == population(5, seed=2) == population(9, seed=2)[:5]
    assert population(5, seed=2) != population(5, seed=3)
    assert population(5, seed=2) != 5
    with pytest.raises(ValueError, match="read-only"):
        population(5, seed=2).covariates["age"][0] = 50
    assert list(population(3, seed=1)) == [population(3, seed=1)[one] for one in range(3)]  # a loop over them ends


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        (range(600), "0 to 599"),
        ([7], "7"),
        ([12, 3], "3, 12"),
        ([3052363376, 17, 1604000838], "17, 1604000838, 3052363376"),
        (range(100, 4100, 8), "500 numbers from 100 to 4092, e.g. 100, 108, 116"),
    ],
)
def test_ids_in_words_are_one_by_one_or_from_the_least_to_the_most(ids, said):
    assert said_ids(np.array(ids)) == said
