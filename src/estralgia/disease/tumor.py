"""Tumor: estradiol feeds receptor-positive tumor cells. For the arithmetic of trials, never to weigh a treatment."""

from .words import choose, saturating


def blockade(concentration, greatest_blockade, blocking_concentration):
    """How far this drug closes the estrogen receptor: tamoxifen does, aromatase inhibitors do not."""
    return greatest_blockade * saturating(concentration, blocking_concentration)


def growth_stimulus(estradiol_ratio, half_stimulus, blockade_by_all):
    """Estrogen at the receptor of the tumor cell, 1 at her own estradiol."""
    return (1 + half_stimulus) * saturating(estradiol_ratio, half_stimulus) * (1 - blockade_by_all)


def change_in_tumor_restraint(tumor_restraint, growth_stimulus_over_the_day, restraint_time, carry_over_time):
    """Silent tumor cells lose ground within weeks and regain it over years: the benefit carries over."""
    aim = 1 - growth_stimulus_over_the_day
    return (aim - tumor_restraint) / choose(aim > tumor_restraint, restraint_time, carry_over_time)


def tumor_restraint_before_treatment():
    """None."""
    return 0


def recurrence_ratio(tumor_restraint, estrogen_driven_share):
    """Hazard of recurrence relative to the same woman without treatment."""
    return 1 - estrogen_driven_share * tumor_restraint
