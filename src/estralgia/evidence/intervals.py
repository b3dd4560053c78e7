"""Intervals of shares: how far a share of so many women may be off by the draw of women alone."""

import numpy as np

Z_95 = 1.96  # of a 95 % interval


def with_interval(share: float, n: int) -> dict[str, float]:
    """A share (0 to 1) of n women with Wilson's 95 % interval: share, low, high."""
    middle = (share + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 / (1 + Z_95**2 / n) * np.sqrt(share * (1 - share) / n + Z_95**2 / (4 * n**2))
    return {"share": share, "low": max(0.0, float(middle - half)), "high": min(1.0, float(middle + half))}
