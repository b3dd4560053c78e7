"""Unmasking, a rival of withdrawal: missing estradiol brings out joint disease that was there, and hurts no other."""

from ..words import exp, positive_part, power


def hidden_disease(clustering_trait, hidden_spread, age, usual_age, hidden_by_age):
    """Joint disease that she hardly feels, 1 in the usual woman: with the joints that already hurt, and with age."""
    return exp(hidden_spread * clustering_trait + hidden_by_age * (age - usual_age))


def unmasked(felt_lack, felt_lack_half, unmasking_strength):
    """How far the lack of estradiol takes away what kept it silent; it is lacked the same at any age."""
    ratio = power(positive_part(felt_lack) / felt_lack_half, 2)
    return unmasking_strength * ratio / (1 + ratio)


def withdrawal(hidden_disease, unmasked):
    """What tissue answers to is her own disease, as far as it is laid bare, and nothing adapts."""
    return hidden_disease * unmasked
