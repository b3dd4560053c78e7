"""Function: what pain and stiffness take away."""

from .words import smaller


def hand_pain(pain, is_hand):
    """Pain of a joint of the hand; elsewhere zero."""
    return is_hand * pain


def leg_pain(pain, is_leg):
    """Pain of a joint of the leg; elsewhere zero."""
    return is_leg * pain


def grip_ratio(worst_hand_pain, thickening, grip_loss_by_pain, grip_loss_by_thickening):
    """Grip strength relative to her own without pain or swelling."""
    return 1 / (1 + grip_loss_by_pain * worst_hand_pain + grip_loss_by_thickening * thickening)


def walking_ratio(worst_leg_pain, walking_loss):
    """Walking speed relative to her own without pain."""
    return 1 / (1 + walking_loss * worst_leg_pain)


def sleep_quality(average_pain, sleep_loss):
    """Sleep relative to her own without pain."""
    return 1 / (1 + sleep_loss * average_pain)


def pain_interference(average_pain, interference_by_pain):
    """How much pain gets in the way of the day, 0 to 10."""
    return interference_by_pain * average_pain


def pain_severity(average_pain, worst_pain, severity_by_worst):
    """Pain as the mean of several questions, of which one asks for the worst."""
    return average_pain + severity_by_worst * (worst_pain - average_pain)


def disability(average_pain, stiffness_on_waking, disability_by_pain, disability_by_stiffness, greatest_disability):
    """How much of daily life has become hard, 0 to 3."""
    hard = disability_by_pain * average_pain + disability_by_stiffness * stiffness_on_waking
    return smaller(hard, greatest_disability)
