"""No file of a woman crashes its reader: whatever stands in it, it is read as a woman or refused with the reason."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from estralgia.model.errors import EstralgiaError
from estralgia.people import Patient, read_patient
from estralgia.people.file import LARGEST_FILE

NAMES = st.sampled_from([
    "age", "years_since_menopause", "bmi", "weight", "joint_pain_before", "estradiol", "cyp2a6_variant_alleles",
    "chemotherapy", "name", "agee", '"a b"', "age.a",
])  # fmt: skip
VALUES = st.one_of(
    st.sampled_from([
        "true", "nan", "-inf", "[]", "{}", "[[1]]", "1e400", "-" + "9" * 400, "0x10", "1965-05-27", '"4 pg/mL"',
        "'4 mL'", '"\\u0000"', "'''", "61", "29.5",
    ]),
    st.floats().map(repr),
    st.integers(-(10**30), 10**30).map(str),
    st.integers(0, 100).map(str),
    st.text(max_size=150).map(lambda text: f"'{text}'"),
)  # fmt: skip
LINES = st.lists(st.tuples(NAMES, VALUES).map(" = ".join), max_size=6).map("\n".join)
CONTENTS = st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode), LINES.map(str.encode))


def outcome(path, content):
    path.write_bytes(content)
    try:
        return read_patient(path)
    except EstralgiaError as error:
        return error


def test_any_file_is_read_or_refused(tmp_path):
    path = tmp_path / "woman.toml"

    @settings(max_examples=500, deadline=None)
    @given(CONTENTS)
    @example(b"age = " + b"[" * 5000)
    @example(b"age = 61\n" + b"#" * LARGEST_FILE)
    @example("estradiol = '１５'".encode())
    @example(b"estradiol = 1e308")
    @example(b"estradiol = '1e999'")
    def check(content):
        found = outcome(path, content)
        if isinstance(found, Patient):
            assert found.women(0).covariates["age"] == [found.age]
            assert found == Patient(**{one: getattr(found, one) for one in found.__dataclass_fields__})
        else:
            assert found.what
            assert str(path) in found.where
            assert found.fix
            assert len(found.what) + len(found.fix) < 600

    check()


def test_a_woman_who_can_be_is_read_as_she_is_written(tmp_path):
    path = tmp_path / "woman.toml"

    @settings(max_examples=200, deadline=None)
    @given(st.floats(52, 95), st.floats(15, 60), st.floats(0, 9), st.booleans())
    def check(age, bmi, pain, chemotherapy):
        content = (
            f"age = {age!r}\nbmi = {bmi!r}\njoint_pain_before = {pain!r}\nchemotherapy = {str(chemotherapy).lower()}\n"
        )
        woman = Patient(age=age, bmi=bmi, joint_pain_before=pain, chemotherapy=chemotherapy)
        assert outcome(path, content.encode()) == woman

    check()
