"""What all tests share. With import-mode importlib tests cannot import each other: everything shared is a fixture."""

import time
from collections import Counter
from contextlib import contextmanager

import jax
import pytest

from estralgia.model.errors import EstralgiaError

MOST_MINUTES, SLOWEST = 15, 8


def pytest_configure(config):
    config.started = time.monotonic()


def pytest_terminal_summary(terminalreporter, config):
    """How long the tests took, of the quarter of an hour that they may, and in which files."""
    spent = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if hasattr(report, "duration") and hasattr(report, "nodeid"):
                spent[report.nodeid.partition("::")[0]] += report.duration
    minutes = (time.monotonic() - config.started) / 60
    terminalreporter.section(f"{minutes:.1f} minutes of the {MOST_MINUTES} that the tests may take")
    for file, seconds in spent.most_common(SLOWEST):
        terminalreporter.write_line(f"{seconds:7.1f}s {file}")


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
