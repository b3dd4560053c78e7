"""Steep: tissue answers to how low estradiol is, whatever it was used to. Nothing adapts."""

from ..words import exp, positive_part


def withdrawal(felt_estradiol, level_steepness, half_level):
    """Rises as estradiol falls below half of its own level; zero at her own level, and never fades."""
    ratio = exp(felt_estradiol)
    missing = positive_part(1 - ratio) / (1 + ratio / half_level)
    return level_steepness * missing
