"""People: one woman described by hand or in a file, or a population, each with her own chance."""

from .file import read_patient
from .patient import Patient, as_women
from .population import population
from .women import Women, check_seed

__all__ = ["Patient", "Women", "as_women", "check_seed", "population", "read_patient"]
