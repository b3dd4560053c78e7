"""Behavior: pain decides about tablets, and so about the balance of benefit and harm. Chances here; dice elsewhere."""

from .words import choose, logistic, positive_part, power


def missing_chance(
    usual_missing, missing_spread, missing_trait, worst_pain_yesterday, missing_by_pain, tablet_missed, missing_again
):
    """The chance that today's tablet is missed: a habit of hers, likelier in pain and after a missed day."""
    habit = usual_missing + missing_spread * missing_trait
    return logistic(habit + missing_by_pain * worst_pain_yesterday + missing_again * tablet_missed)


def change_in_accustomed_pain(accustomed_pain, worst_pain, accustoming_time):
    """The pain that she is used to follows the pain that she has, over a year."""
    return (worst_pain - accustomed_pain) / accustoming_time


def accustomed_pain_before_treatment(worst_pain):
    """She is used to what she has."""
    return worst_pain


def reason_to_stop(
    worst_pain_yesterday, accustomed_pain, joint_stopping, bearable_pain, stopping_steepness, stopping_power
):
    """The rate at which joints make her stop tablets: they hurt much, and more than she is used to."""
    hurts = logistic(stopping_steepness * (worst_pain_yesterday - bearable_pain))
    risen = power(positive_part(worst_pain_yesterday - accustomed_pain), stopping_power)
    return joint_stopping * hurts * risen


def joint_stopping_rate(reason_to_stop, stopped):
    """The rate at which she stops the first tablets for her joints."""
    return (1 - stopped) * reason_to_stop


def other_stopping_rate(usual_stopping, stopped):
    """The rate at which she stops for any other reason before the planned end."""
    return (1 - stopped) * usual_stopping


def stopped(stopped_for_joints, stopped_otherwise):
    """Whether she has stopped the first tablets for good, for any reason; the planned end is the prescription's."""
    return 1 - (1 - stopped_for_joints) * (1 - stopped_otherwise)


def change_in_time_since_stopping(stopped_for_joints):
    """A day more with every day since her joints made her stop."""
    return stopped_for_joints


def time_since_stopping_before_treatment():
    """She has not stopped."""
    return 0


def second_due(stopped_for_joints, time_since_stopping, wash_out, second_planned):
    """Whether the second tablets have begun: she stopped for her joints, and the wash-out is over."""
    return choose(wash_out > time_since_stopping, 0, stopped_for_joints * second_planned)


def second_stopping_rate(second_due, stopped_again, reason_to_stop, usual_stopping):
    """The rate at which she stops the second tablets too, for her joints or otherwise."""
    return second_due * (1 - stopped_again) * (reason_to_stop + usual_stopping)


def on_second(second_due, stopped_again):
    """Whether she takes the second tablets."""
    return second_due * (1 - stopped_again)


def dose_taken(prescribed_dose, second_dose, tablet_missed, stopped, on_second):
    """What she swallows today: the first tablets until she stops, or the second."""
    return (prescribed_dose * (1 - stopped) + second_dose * on_second) * (1 - tablet_missed)


def tablets_today(taking_tablets, stopped, on_second):
    """Whether she takes tablets these days, with a drug or without: a day that is missed changes nothing of it."""
    return taking_tablets * (1 - stopped) + on_second
