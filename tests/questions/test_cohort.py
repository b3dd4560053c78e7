"""Batches that workers of a cluster simulate are the same to the bit, also where a worker is killed at it."""

import os
import pickle
import signal
import sys
import threading
import time

import distributed
import pytest

import estralgia as ea
from estralgia.questions import cohort
from estralgia.questions.asked import ask
from estralgia.questions.batch_folder import BATCH

ASKED = {"years": 0.5, "twin": True, "record": ("worst_pain", "estradiol"), "every": 7, "keep": "summary"}


def simulated(many, folder=None, **options):
    return ea.simulate(ea.population(many, seed=1), "letrozole", folder=folder, **ASKED | options)


def same(one, other):
    for mine, theirs in ((one.tally.counts, other.tally.counts), (one.tally.sums, other.tally.sums)):
        assert mine.keys() == theirs.keys()
        assert all(mine[name].tobytes() == theirs[name].tobytes() for name in mine)
    return one.failures == other.failures and one.data.equals(other.data) and one.some.data.equals(other.some.data)


@pytest.fixture
def scheduler(monkeypatch):
    """A real scheduler, and two workers, each a process."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster:
        yield cluster


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # those of distributed
def test_a_worker_that_is_killed_changes_no_bit(scheduler, tmp_path):
    folder, killed = tmp_path / "run", []

    def kill():
        while not list(folder.glob("*.batch")):
            time.sleep(0.01)
        worker = next(iter(scheduler.workers.values()))
        killed.append((worker.pid, len(list(folder.glob("*.batch")))))
        os.kill(worker.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    many = 8 * BATCH + 300
    found = simulated(many, folder, cluster=scheduler.scheduler_address)
    killer.join(timeout=10)
    assert killed[0][1] < 8
    assert len(list(folder.glob("*.batch"))) == 9
    assert same(found, simulated(many))
    assert same(found, simulated(many, folder, cluster=scheduler.scheduler_address, resume=True))


def test_what_a_worker_makes_is_what_is_made_here(tmp_path, monkeypatch, refused):
    """Without a cluster: the same function, called here in any order."""

    def last_first(address, work, shared, each):
        for number in sorted(each, reverse=True):
            content, failures, answered = work(shared, each[number])
            yield number, (content, failures, answered | changed)

    changed = {}
    monkeypatch.setattr(cohort, "spread", last_first)
    many = 2 * BATCH + 300
    shares = []
    found = simulated(many, tmp_path / "run", cluster="here", progress=shares.append)
    assert same(found, simulated(many))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    changed["version_of_jax"] = "0.0"
    with refused("a worker would give other bits", "the same on all machines") as caught:
        simulated(300, tmp_path / "other", cluster="here")
    assert "version of jax: 0.0" in caught.value.where


def test_a_cluster_that_cannot_be_is_one_message(tmp_path, monkeypatch, refused):
    with refused("where are the batches of a cluster to be kept?", "folder="):
        simulated(4, cluster="tcp://localhost:8786")
    with refused("whole courses are kept by one machine", "one of the two"):
        simulated(4, tmp_path / "run", cluster="tcp://localhost:8786", full=True)
    monkeypatch.setattr("estralgia.runners.cluster.PATIENCE", 0.5)
    for address in ("tcp://localhost:9", "nowhere"):
        with refused("no scheduler answers", "address of a running scheduler"):
            simulated(4, tmp_path / "run", cluster=address, resume=True)
    monkeypatch.setattr("estralgia.runners.cluster.find_spec", lambda _: None)
    with refused("distributed is not installed", "estralgia[cluster]"):
        simulated(4, tmp_path / "run", cluster="tcp://localhost:8786", resume=True)


def test_what_is_asked_can_be_sent(tmp_path):
    """In words, of a table, with a book of one's own; also after the book has been read and run."""
    (tmp_path / "doses.csv").write_text("ID,TIME,AMT,EVID,II,ADDL,DRUG\n7,0,2.5,1,1,60,letrozole\n", encoding="utf-8")
    table = ea.read_doses(tmp_path / "doses.csv")
    book = ea.BOOK.with_numbers({"forgetting_time": 20})
    arms = {"words": "letrozole for 60 days, then stop", "table": table}
    asked = ask(table.women, book, arms, twin=True, keep="summary", covariates=table)
    sent = pickle.loads(pickle.dumps(asked))
    assert sent.book == book
    assert sent.book is not book
    assert sent.book.wiring().entries.keys() == book.wiring().entries.keys()
    assert str(sent.arms["words"]) == str(asked.arms["words"])
    assert sent.arms["table"].told == table.told
    assert pickle.loads(pickle.dumps(table.women)) == table.women
