"""How many patient-years a second the JAX runner simulates on one core, and how soon one woman is done.

Run with one core, for example: taskset -c 0 python benchmarks/speed.py. Prints medians; machines are noisy.
"""

import statistics
import time

import jax
import numpy as np

import estralgia as ea
from estralgia.book import BOOK
from estralgia.model.calendar import Calendar
from estralgia.model.theory import read_theory
from estralgia.runners.jax_runner import BLOCK_DAYS, LANES, Chunk
from estralgia.runners.program import Program

REPEATS = 9


def median_seconds(work) -> float:
    """Median of several timed calls, after one that is not counted."""
    work()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def patient_years_a_second(drug: str, record, every: int) -> float:
    """Of one thread that runs blocks of a full chunk."""
    program = Program((), (drug,), False, record, every)
    chunk = Chunk.of(ea.population(LANES, seed=1), program, read_theory("all", BOOK))
    nothing = np.zeros((2 * BLOCK_DAYS, 0, 1))
    calendar = Calendar(np.full((2 * BLOCK_DAYS, 1, 1), 2500.0), nothing, nothing)
    seconds = median_seconds(lambda: jax.block_until_ready(list(chunk.run(calendar, calendar.days))))
    return LANES * calendar.days / 365.25 / seconds


def main():
    """Print the table."""
    for drug in ("letrozole", "anastrozole", "exemestane"):
        rate = patient_years_a_second(drug, ("worst_pain", "estradiol"), 7)
        print(f"{drug:12s} pain and estradiol every week   {rate:8,.0f} patient-years/s")
    rate = patient_years_a_second("letrozole", BOOK.shown, 7)
    print(f"{'letrozole':12s} everything shown, every week   {rate:8,.0f} patient-years/s")
    rate = patient_years_a_second("letrozole", BOOK.shown, 1)
    print(f"{'letrozole':12s} everything shown, every day    {rate:8,.0f} patient-years/s")
    woman = ea.Patient()
    seconds = median_seconds(lambda: ea.simulate(woman, "letrozole", years=2))
    print(f"one woman, two years, warm                  {seconds:8.2f} s")


if __name__ == "__main__":
    main()
