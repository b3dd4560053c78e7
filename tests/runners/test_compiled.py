"""Compiled programs are kept on disk, and forgotten within a session before they crowd its memory map."""

import jax
import pytest

from estralgia.runners import compiled


@pytest.fixture
def doubled():
    """A compiled function that has run once."""
    function = jax.jit(lambda x: 2 * x)
    assert float(function(1.0)) == 2
    return function


@pytest.mark.parametrize(("share", "kept"), [(0.1, 1), (0.9, 0)])
def test_programs_are_forgotten_where_memory_is_crowded(monkeypatch, doubled, share, kept):
    monkeypatch.setattr(compiled, "_seen", set())
    monkeypatch.setattr(compiled, "mapped_share", lambda: share)
    for program in range(compiled.LOOKS):
        assert doubled._cache_size() == 1
        compiled.make_room(program)
    assert doubled._cache_size() == kept


def test_a_program_that_was_seen_is_no_reason_to_look(monkeypatch, doubled):
    monkeypatch.setattr(compiled, "_seen", set(range(compiled.LOOKS)))
    monkeypatch.setattr(compiled, "mapped_share", lambda: 1.0)
    compiled.make_room(3)
    assert doubled._cache_size() == 1


def test_the_share_is_a_share():
    assert 0 <= compiled.mapped_share() < 1


def test_programs_are_kept_in_a_private_folder():
    folder = compiled.keep_compiled()
    assert folder is None or folder.stat().st_mode & 0o077 == 0
