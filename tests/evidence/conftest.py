import numpy as np
import pytest
import xarray as xr

import estralgia as ea

RECORD = ("worst_pain", "average_pain")


@pytest.fixture(scope="package")
def long_course():
    """256 women for 31 months on letrozole, beside their untreated twins."""
    return ea.simulate(ea.population(256, seed=1), "letrozole for 31 months", twin=True, every=28, record=RECORD)


@pytest.fixture(scope="package")
def switched_off(long_course):
    """The same, with an arm of the drug's name in which nothing differs from the untreated twins."""
    twin = long_course.data.sel(arm="untreated")
    data = xr.concat([twin, twin], "arm").assign_coords(arm=["letrozole", "untreated"])
    return long_course.with_data(data)


@pytest.fixture
def with_failures(long_course):
    """The same, with ten women whose treated run failed."""
    data = long_course.data.copy(deep=True)
    failed = np.arange(10)
    data["status"][0, failed] = 1
    for name in RECORD:
        data[name][0, failed] = np.nan
    return long_course.with_data(data)
