import pytest

import estralgia as ea


@pytest.fixture(scope="package")
def cohort():
    return ea.simulate(ea.population(12, seed=3), "letrozole for 6 months", years=0.6, twin=True)


@pytest.fixture(scope="package")
def one_woman(cohort):
    return cohort.of([4])


@pytest.fixture(scope="package")
def ended():
    """Tablets for three months, and four months after them."""
    return ea.simulate(ea.population(12, seed=3), "letrozole for 3 months", years=0.6, twin=True)


@pytest.fixture(scope="package")
def arms():
    """Untreated, two drugs, and one of them with exercise, long enough for every picture."""
    given = {"letrozole": "letrozole for 9 months", "anastrozole": "anastrozole for 9 months"}
    return ea.simulate(ea.population(12, seed=3), given, add="exercise from month 3", years=2.6, twin=True)
