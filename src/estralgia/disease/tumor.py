"""Tumor: estradiol feeds receptor-positive tumor cells. For the arithmetic of trials, never to weigh a treatment."""

from .words import choose, positive_part, saturating


def blockade(concentration, greatest_blockade, blocking_concentration):
    """How far this drug closes the estrogen receptor: tamoxifen does, aromatase inhibitors do not."""
    return greatest_blockade * saturating(concentration, blocking_concentration)


def felt_by_tumor(estradiol_ratio, half_stimulus):
    """What estradiol does to tumor cells, 1 at her own level."""
    return (1 + half_stimulus) * saturating(estradiol_ratio, half_stimulus)


def change_in_escape(escape, estradiol_ratio_over_the_day, greatest_escape, escape_time):
    """Cells that are starved of estradiol learn over years to grow a little without it."""
    return (greatest_escape * positive_part(1 - estradiol_ratio_over_the_day) - escape) / escape_time


def escape_before_treatment():
    """None."""
    return 0


def growth_stimulus(felt_by_tumor, escape, blockade_by_all):
    """What drives the growth of tumor cells, 1 without a drug: estradiol, or what they learned to do without it."""
    return (escape + (1 - escape) * felt_by_tumor) * (1 - blockade_by_all)


def change_in_tumor_restraint(tumor_restraint, growth_stimulus_over_the_day, restraint_time):
    """Silent tumor cells stand still within weeks of a lack of estrogen, and no longer than it lasts."""
    return (positive_part(1 - growth_stimulus_over_the_day) - tumor_restraint) / restraint_time


def tumor_restraint_before_treatment():
    """None."""
    return 0


def change_in_carry_over(carry_over, tumor_restraint, earning_time, carry_over_time, least_carry_over):
    """Ground that the cells lose for longer is earned by time on treatment; they regain it at a steady pace."""
    earned = (tumor_restraint - carry_over) / earning_time
    regained = saturating(carry_over, least_carry_over) / carry_over_time
    return choose(tumor_restraint > carry_over, earned, -regained)


def carry_over_before_treatment():
    """None."""
    return 0


def recurrence_ratio(tumor_restraint, carry_over, estrogen_driven_share):
    """Hazard of recurrence relative to the same woman without treatment: what restrains now, or what carries over."""
    return 1 - estrogen_driven_share * choose(tumor_restraint > carry_over, tumor_restraint, carry_over)
