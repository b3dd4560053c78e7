"""Primed, a rival of sensitization: the drug excites a nerve ending only as far as tissue around it is inflamed."""

from ..words import positive_part, saturating


def exposure(concentration, usual_concentration):
    """This drug in blood, relative to its usual steady state."""
    return concentration / usual_concentration


def change_in_priming(priming, felt_withdrawal_over_the_day, priming_time):
    """What inflamed tissue gives off, and androgen that is no longer turned into estrogen, gather over weeks."""
    return (felt_withdrawal_over_the_day - priming) / priming_time


def priming_before_treatment(felt_withdrawal_over_the_day):
    """In balance with what she already misses."""
    return felt_withdrawal_over_the_day


def nerve_stimulus(exposure_of_all_over_the_day, half_exposure, priming, primed_strength):
    """The drug acts within hours, but hardly on tissue that is not primed: the pair is as slow as the priming."""
    return primed_strength * positive_part(priming) * saturating(exposure_of_all_over_the_day, half_exposure)
