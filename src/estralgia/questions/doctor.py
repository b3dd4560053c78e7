"""Doctor: what this installation can do (versions, devices, cores, memory, speed), and what is missing."""

import os
import platform
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

NEEDED = ("click", "h5netcdf", "jax", "jaxlib", "matplotlib", "numpy", "pint", "rich", "xarray")
REPAIR = "pip install --upgrade estralgia"
# What is not needed: package -> (what it is for, how to get it).
OPTIONAL = {
    "sympy": ("equations as LaTeX, story and glossary", 'pip install "estralgia[symbols]"'),
    "python-libsbml": ("export to SBML", 'pip install "estralgia[sbml]"'),
    "llvmlite": ('the native engine, several times as fast: engine="native"', 'pip install "estralgia[fast]"'),
    "zarr": ("every course of a large run kept: full=True", 'pip install "estralgia[large]"'),
    "distributed": ("workers of a cluster: cluster=ADDRESS", 'pip install "estralgia[cluster]"'),
    "diffrax": ("the referee, a tight solution to compare with", 'pip install "estralgia[referee]"'),
    "libroadrunner": ("tests of the SBML export alone", 'pip install "estralgia[dev]"'),
}
WOMEN, DAYS = 256, 168  # of the timed run: one chunk
GB = 1e9


@dataclass(frozen=True)
class Health:
    """What `doctor` found; texts say what is missing and how to get it."""

    estralgia: str
    python: str
    system: str
    packages: dict[str, str | None]
    devices: list[str]
    precisions: list[str]
    cores: int
    memory_gb: float | None
    free_memory_gb: float | None
    kept_programs: str | None
    kept_programs_mb: float
    kept_programs_writable: bool
    first_run_seconds: float | None
    patient_years_per_second: float | None
    problems: list[str]

    def record(self) -> dict:
        """The same for programs."""
        return asdict(self)

    def __str__(self):
        found = {name: one for name, one in self.packages.items() if one}
        memory = [f"{one:.0f} GB{word}" for one, word in ((self.memory_gb, ""), (self.free_memory_gb, " free")) if one]
        kept = f"{self.kept_programs} ({self.kept_programs_mb:.0f} MB)" if self.kept_programs else "nowhere"
        speed = "not measured"
        if self.patient_years_per_second:
            speed = f"{self.patient_years_per_second:,.0f} patient-years a second ({WOMEN} women, {DAYS} days)"
        rows = {
            "estralgia": f"{self.estralgia}, Python {self.python}, {self.system}",
            "needed": ", ".join(f"{name} {found[name]}" for name in NEEDED if name in found),
            "optional": ", ".join(f"{name} {found[name]}" for name in OPTIONAL if name in found) or "none",
            "computes on": ", ".join(self.devices) or "nothing",
            "precision": " and ".join(self.precisions) or "none",
            "cores": f"{self.cores}",
            "memory": ", ".join(memory) or "not known",
            "kept programs": kept,
            "speed": speed,
        }
        lines = [f"{name + ':':<15}{text}" for name, text in rows.items()]
        missing = [f"- {problem}" for problem in self.problems] or ["Nothing is missing."]
        return "\n".join([*lines, "", *missing])


def doctor() -> Health:
    """Look at this installation and time a short run. Says what is wrong; raises nothing for what is missing."""
    packages = {name: _version(name) for name in (*NEEDED, *OPTIONAL)}
    problems = [f"{name} is missing: nothing runs without it. Fix: {REPAIR}" for name in NEEDED if not packages[name]]
    problems += [f"{name} is missing: {use}. Fix: {fix}" for name, (use, fix) in OPTIONAL.items() if not packages[name]]
    devices, precisions = _or_problem(_devices, problems) or ([], [])
    folder = _or_problem(_kept_programs, problems)
    writable = folder is not None and _writable(folder)
    if not writable:
        problems.append(
            f"compiled programs cannot be kept in {folder or 'a folder of yours'}: every run compiles again. "
            "Fix: make it writable, or set XDG_CACHE_HOME to a folder that is"
        )
    seconds = _or_problem(_timed, problems) if devices else None
    first, again = seconds or (None, None)
    memory, free = _memory()
    return Health(
        estralgia=import_module("estralgia").__version__,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        packages=packages,
        devices=devices,
        precisions=precisions,
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        memory_gb=memory,
        free_memory_gb=free,
        kept_programs=str(folder) if folder else None,
        kept_programs_mb=_size(folder) / 1e6 if folder else 0.0,
        kept_programs_writable=writable,
        first_run_seconds=first,
        patient_years_per_second=WOMEN * DAYS / 365.25 / again if again else None,
        problems=problems,
    )


def _version(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _or_problem(look, problems):
    """What is found; where looking fails, nothing, and why."""
    try:
        return look()
    except Exception as error:  # whatever a broken installation does: the doctor says it and goes on
        reason = str(error).splitlines() or [type(error).__name__]
        problems.append(f"{look.__doc__} failed: {reason[0]}. Fix: {REPAIR}")
        return None


def _devices():
    """Asking JAX for its devices"""
    import jax
    import numpy as np

    devices = [f"{one.platform} {one.id} ({one.device_kind})" for one in jax.devices()]
    precisions = ["single"]
    with jax.enable_x64(True):
        if jax.numpy.asarray(np.float64(1) / 3).dtype == np.float64:
            precisions.append("double")
    return devices, precisions


def _kept_programs():
    """Looking for compiled programs"""
    from ..runners.compiled import keep_compiled

    return keep_compiled()


def _writable(folder):
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _size(folder):
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def _memory():
    """Total and free memory in GB, as far as this system says."""
    known = getattr(os, "sysconf_names", {})
    total, free = (
        os.sysconf(name) * os.sysconf("SC_PAGE_SIZE") / GB if name in known else None
        for name in ("SC_PHYS_PAGES", "SC_AVPHYS_PAGES")
    )
    return total, free


def _timed():
    """A short run"""
    from ..people import population
    from .asked import DAYS_PER_YEAR
    from .simulate import simulate

    women, seconds = population(WOMEN, seed=1), []
    for _ in range(2):
        started = time.perf_counter()
        simulate(women, "letrozole", years=DAYS / DAYS_PER_YEAR)
        seconds.append(time.perf_counter() - started)
    return seconds
