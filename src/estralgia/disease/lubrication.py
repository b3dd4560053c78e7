"""Lubrication: the lining secretes less lubricant, or retains fluid, and a resting joint gels until it is moved."""

from .words import positive_part, smaller


def secretion_left(
    felt_withdrawal_over_the_day, weight_of_lubricant_loss, secretion_loss, greatest_stimulus, lining_support
):
    """The secretion that the lining can keep up, 1 in health, under the theory that is read."""
    stimulus = smaller(weight_of_lubricant_loss * felt_withdrawal_over_the_day, greatest_stimulus)
    return 1 - secretion_loss * stimulus * positive_part(1 - lining_support)


def change_in_secretory_capacity(secretory_capacity, secretion_left, capacity_time):
    """What the lining can secrete follows over weeks."""
    return (secretion_left - secretory_capacity) / capacity_time


def secretory_capacity_before_treatment(secretion_left):
    """In balance."""
    return secretion_left


def change_in_hyaluronan(
    hyaluronan, secretory_capacity, activity_over_the_day, hyaluronan_turnover, movement_secretion, movement_removal
):
    """The lubricant itself, 1 in health: movement both secretes and removes it."""
    secreted = secretory_capacity * (1 + movement_secretion * activity_over_the_day)
    return hyaluronan_turnover * (secreted - (1 + movement_removal * activity_over_the_day) * hyaluronan)


def hyaluronan_before_treatment(secretory_capacity, activity_over_the_day, movement_secretion, movement_removal):
    """In balance."""
    return (
        secretory_capacity
        * (1 + movement_secretion * activity_over_the_day)
        / (1 + movement_removal * activity_over_the_day)
    )


def fluid_held(thickening, fluid_by_thickening):
    """How much fluid joint and sheath hold of what is driven into them, 1 in health: a thickened sheath holds more."""
    return 1 + fluid_by_thickening * thickening


def fluid_stimulus(felt_withdrawal_over_the_day, weight_of_fluid, lining_support, fluid_held):
    """What drives fluid into joints and sheaths under the theory that is read."""
    return weight_of_fluid * felt_withdrawal_over_the_day * fluid_held * positive_part(1 - lining_support)


def change_in_retained_fluid(retained_fluid, fluid_stimulus, fluid_time):
    """Fluid in joints and tendon sheaths: the rival account, which imaging supports."""
    return (fluid_stimulus - retained_fluid) / fluid_time


def retained_fluid_before_treatment(fluid_stimulus):
    """In balance."""
    return fluid_stimulus


def change_in_gel(gel, activity, gel_building_time, gel_clearing_time, loosening):
    """Every joint, in health too, stiffens at rest over an hour or two, and movement clears it within minutes."""
    most = positive_part(1 - loosening)
    return (1 - activity) / gel_building_time * (most - gel) - activity / gel_clearing_time * gel


def gel_before_treatment():
    """She has just slept."""
    return 1


def nociception_from_lubricant_loss(hyaluronan, gel, joint_spread, lubricant_pain):
    """What the nerves of one joint receive when too little lubricant meets a gelled joint."""
    return lubricant_pain * joint_spread * (1 - hyaluronan) * gel


def nociception_from_fluid(retained_fluid, gel, vulnerability_to_fluid, joint_spread, fluid_pain):
    """What the nerves of one joint receive from retained fluid, worst in a gelled joint."""
    return fluid_pain * joint_spread * vulnerability_to_fluid * retained_fluid * gel
