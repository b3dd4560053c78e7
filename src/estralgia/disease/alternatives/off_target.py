"""Off target, a rival of withdrawal: the drug itself inflames joint tissue over weeks, whatever estradiol does."""

from ..words import saturating


def amount_in_tissue(concentration, usual_concentration):
    """This drug in blood, and so in joint tissue, relative to its usual steady state."""
    return concentration / usual_concentration


def withdrawal(amount_of_all_in_tissue, half_amount_in_tissue, off_target_strength):
    """What tissue answers to is the drug that is there: menopause plays no part, and nothing adapts."""
    return off_target_strength * saturating(amount_of_all_in_tissue, half_amount_in_tissue)
