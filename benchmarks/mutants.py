"""How many small faults, put into the code one at a time, the tests see: `make mutants`.

A copy of the tree is made under build/; cosmic-ray changes one operator, number or condition of it at a time and the
tests beside the file are run. A fault that no test sees is printed as a difference: either it changes nothing that
counts, or it wants a test.
"""

import argparse
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "mutants"
COPY, SESSION, CONFIG = BUILD / "tree", BUILD / "session.sqlite", BUILD / "cosmic-ray.toml"
FILES = ("model/chance.py", "model/tally.py", "model/answers.py", "disease/inflammation.py", "disease/lubrication.py")
SETTINGS = """[cosmic-ray]
module-path = {modules}
timeout = 120.0
excluded-modules = []
test-command = "{python} -m pytest -q -x -p no:cacheprovider {tests}"

[cosmic-ray.distributor]
name = "local"
"""


def prepare(files):
    """A copy of the tree and what cosmic-ray is to do to it, with the tests that mirror the files."""
    shutil.rmtree(COPY, ignore_errors=True)
    for name in ("src", "tests", "examples", "docs", "pyproject.toml"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, COPY / name)
    tests = " ".join(sorted({_mirror(file) for file in files}))
    modules = [f"src/estralgia/{file}" for file in files]
    CONFIG.write_text(SETTINGS.format(modules=modules, python=sys.executable, tests=tests), encoding="utf-8")


def _mirror(file):
    folder, name = file.split("/")
    beside = COPY / "tests" / folder / f"test_{name}"
    return f"tests/{folder}/test_{name}" if beside.exists() else f"tests/{folder}"


def sample(many, seed):
    """Leave only so many of the mutants, drawn by the seed. Returns how many there are and how many are left."""
    with sqlite3.connect(SESSION) as session:
        jobs = [row[0] for row in session.execute("select job_id from work_items order by job_id")]
        dropped = random.Random(seed).sample(jobs, max(len(jobs) - many, 0))
        for table in ("mutation_specs", "work_items"):
            session.executemany(f"delete from {table} where job_id = ?", [(job,) for job in dropped])
    return len(jobs), len(jobs) - len(dropped)


def main():
    """Prepare, run, report."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("files", nargs="*", default=FILES, help="files under src/estralgia, as model/tally.py")
    asked.add_argument("--sample", type=int, default=120, help="how many mutants (120)")
    asked.add_argument("--seed", type=int, default=1)
    asked = asked.parse_args()
    tool = BUILD / "bin" / "cosmic-ray"
    prepare(asked.files)
    SESSION.unlink(missing_ok=True)
    place = {"cwd": COPY, "env": {"PYTHONPATH": str(COPY / "src"), "PATH": "/usr/bin:/bin", "JAX_PLATFORMS": "cpu"}}
    subprocess.run([tool, "init", CONFIG, SESSION], check=True, **place)
    total, left = sample(asked.sample, asked.seed)
    print(f"{left} of {total} mutants; the unchanged tree first", flush=True)
    subprocess.run([tool, "baseline", CONFIG], check=True, **place)
    subprocess.run([tool, "exec", CONFIG, SESSION], check=True, **place)
    told = [BUILD / "bin" / "cr-report", "--show-diff", SESSION]
    report = subprocess.run(told, capture_output=True, text=True, check=True, **place)
    survivors = [part for part in re.split(r"(?=\[job-id\])", report.stdout) if "SURVIVED" in part]
    print("\n".join(survivors))
    print(f"{left - len(survivors)} of {left} mutants were seen by a test, {len(survivors)} survived")


if __name__ == "__main__":
    main()
