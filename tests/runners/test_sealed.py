"""Sealed files: read back whole or not at all."""

import pytest

from estralgia.runners.sealed import PART, read_sealed, write_at_once, write_sealed

TOLD, CONTENT = {"rows": 3}, bytes(range(256)) * 40


def test_what_was_written_is_read_back_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "one.object"
    write_sealed(path, TOLD, CONTENT)
    assert [one.name for one in tmp_path.iterdir()] == ["one.object"]
    assert read_sealed(path) == (TOLD, CONTENT)


@pytest.mark.parametrize("cut", [slice(0, 0), slice(0, 30), slice(0, -1)])
def test_a_torn_file_is_none(tmp_path, cut):
    path = tmp_path / "one.object"
    write_sealed(path, TOLD, CONTENT)
    path.write_bytes(path.read_bytes()[cut])
    assert read_sealed(path) is None


def test_a_changed_byte_or_no_file_is_none(tmp_path):
    path = tmp_path / "one.object"
    write_sealed(path, TOLD, CONTENT)
    whole = path.read_bytes()
    path.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
    assert read_sealed(path) is None
    assert read_sealed(tmp_path / "none") is None


def test_what_cannot_be_written_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "one.object"
    write_at_once(path, b"old")
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        write_at_once(path, b"new")
    assert path.read_bytes() == b"old"
    assert not list(tmp_path.glob(f"*{PART}"))
