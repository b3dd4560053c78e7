"""How many patient-years a second the JAX runner simulates on one core, and how soon one woman is done.

Run with one core, for example: taskset -c 0 python benchmarks/speed.py. Prints medians; machines are noisy.
"""

import statistics
import time

import estralgia as ea
from estralgia.book import BOOK
from estralgia.questions.asked import ask
from estralgia.runners.arms import arms_of
from estralgia.runners.program import LANES

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
    """Of one thread that steps full groups of women and sees what is recorded."""
    asked = ask(ea.population(LANES, seed=1), BOOK, f"{drug} daily", years=2, every=every, record=record)
    (arm,) = arms_of(asked)
    women = ea.population(LANES, seed=1)
    return LANES * asked.days / 365.25 / median_seconds(lambda: arm.run(women))


def main():
    """Print the table."""
    for drug in ("letrozole", "anastrozole", "exemestane"):
        rate = patient_years_a_second(drug, ("worst_pain", "estradiol"), 7)
        print(f"{drug:12s} pain and estradiol every week   {rate:8,.0f} patient-years/s")
    for every, often in ((7, "every week"), (1, "every day")):
        rate = patient_years_a_second("letrozole", BOOK.shown, every)
        print(f"letrozole    everything shown, {often:10s}   {rate:8,.0f} patient-years/s")
    woman = ea.Patient()
    seconds = median_seconds(lambda: ea.simulate(woman, "letrozole", years=2))
    print(f"one woman, two years, warm                  {seconds:8.2f} s")


if __name__ == "__main__":
    main()
