"""What all tests share. With import-mode importlib tests cannot import each other: everything shared is a fixture."""

from contextlib import contextmanager

import jax
import pytest

from estralgia.model.errors import EstralgiaError


@pytest.fixture
def strict():
    """Float64, and arrays of unlike rank or type raise instead of being matched silently."""
    with jax.enable_x64(True), jax.numpy_dtype_promotion("strict"), jax.numpy_rank_promotion("raise"):
        yield


@pytest.fixture
def refused():
    """`with refused("what", "fix"):` holds where an EstralgiaError says both; it says where and how to mend it."""

    @contextmanager
    def check(what, fix=""):
        with pytest.raises(EstralgiaError) as caught:
            yield
        error = caught.value
        assert what in error.what
        assert fix in error.fix
        assert error.where or error.fix

    return check
