"""Wrist: a full sheath presses on the nerve of the hand (carpal tunnel), or catches a tendon (trigger finger)."""

from .words import exp


def crowding(retained_fluid, thickening):
    """How much fluid and thickened lining fill the narrow sheaths of the wrist and the fingers, 0 in health."""
    return retained_fluid + thickening


def crowding_ratio(crowding, risk_by_crowding):
    """How many times as often as without tablets a nerve is pressed or a tendon catches, today."""
    return 1 + risk_by_crowding * crowding


def change_in_carpal_tunnel_load(usual_carpal_tunnel_rate, crowding_ratio):
    """What adds up day by day to her risk: it only ever grows."""
    return usual_carpal_tunnel_rate * crowding_ratio


def carpal_tunnel_load_before_treatment():
    """Counted from the first day."""
    return 0


def carpal_tunnel_risk(carpal_tunnel_load):
    """The chance that she has had carpal tunnel syndrome since the first day."""
    return 1 - exp(-carpal_tunnel_load)
