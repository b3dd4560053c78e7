"""What the engine computes with, named once: numbers and arrays of every reading, and tables as they are read."""

from collections.abc import Sequence
from typing import Any

import numpy as np

Value = Any  # a number or an array: of NumPy, of JAX (traced too), of SymPy, of pint, or a `Fixed`
Values = dict[str, Any]  # name -> value
Table = dict[str, Any]  # what a TOML table holds
Places = int | slice | Sequence[int] | np.ndarray  # of some of the women, days or members
