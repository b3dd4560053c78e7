"""Aromatase: the enzyme that turns androgens into estrogens is blocked, or, by exemestane, destroyed."""


def occupancy(concentration, half_inhibitory_concentration, own_estrone, usual_estrone):
    """Drug at the enzyme, in units of the concentration that blocks half of it: who has more enzyme needs more drug."""
    return concentration / half_inhibitory_concentration * usual_estrone / own_estrone


def inactivation(concentration, inactivation_strength):
    """How fast this drug destroys the enzyme that it meets."""
    return inactivation_strength * concentration


def hold(occupancy, inactivation, enzyme_turnover):
    """How firmly this drug holds the enzyme: bound, or destroyed faster than it is made anew."""
    return occupancy + inactivation / enzyme_turnover


def change_in_active_enzyme(active_enzyme, enzyme_turnover, inactivation_by_all):
    """New enzyme is made all the time; an irreversible inhibitor destroys what is there."""
    return enzyme_turnover * (1 - active_enzyme) - inactivation_by_all * active_enzyme


def active_enzyme_before_treatment():
    """All of it."""
    return 1


def aromatase_activity(active_enzyme, occupancy_by_all, uninhibited_share):
    """The share of her aromatization that is left; a little is beyond the reach of any of these drugs."""
    return uninhibited_share + (1 - uninhibited_share) * active_enzyme / (1 + occupancy_by_all)
