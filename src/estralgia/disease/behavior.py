"""Behavior: pain decides about tablets, and so about the balance of benefit and harm. Chances here; dice elsewhere."""

from .words import choose, exp, logistic


def in_pain(worst_pain_yesterday, pain_that_matters):
    """Whether yesterday's worst pain was at least moderate."""
    return choose(worst_pain_yesterday >= pain_that_matters, 1, 0)


def missing_chance(
    usual_missing, missing_spread, missing_trait, in_pain, missing_by_pain, tablet_missed, missing_again
):
    """The chance that today's tablet is missed: a habit of hers, likelier in pain and after a missed day."""
    return logistic(
        usual_missing + missing_spread * missing_trait + missing_by_pain * in_pain + missing_again * tablet_missed
    )


def stopping_rate(usual_stopping, stopping_by_pain, in_pain):
    """The rate at which she stops the tablets for good."""
    return usual_stopping * exp(stopping_by_pain * in_pain)


def dose_taken(prescribed_dose, tablet_missed, stopped):
    """What she swallows today."""
    return prescribed_dose * (1 - tablet_missed) * (1 - stopped)
