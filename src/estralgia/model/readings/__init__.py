"""The ways in which the book can be read: as numbers (JAX), as symbols (SymPy), as quantities with units (pint)."""
