"""Level, a rival of withdrawal: tissue answers to how low estradiol is, whatever it was used to. Nothing adapts."""

from ..words import positive_part


def withdrawal(estradiol_ratio, level_steepness, half_level):
    """Rises as estradiol falls below half of its own level; zero at her own level, and never fades."""
    return level_steepness * positive_part(1 - estradiol_ratio) / (1 + estradiol_ratio / half_level)
