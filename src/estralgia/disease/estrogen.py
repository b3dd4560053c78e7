"""Estrogen: after menopause estrone and estradiol are made from androgens by aromatase, and turn into each other."""

from .words import daily_wave, exp


def own_estrone(bmi, usual_bmi, usual_estrone, estrone_bmi_slope, estrone_spread, estrone_trait):
    """Her own estrone without a drug: higher with body mass, since fat carries the enzyme."""
    return usual_estrone * exp(estrone_bmi_slope * (bmi - usual_bmi) + estrone_spread * estrone_trait)


def recent_menopause_factor(years_since_menopause, recent_menopause_rise, recent_menopause_time):
    """The ovary falls silent over about two years after the last period."""
    return 1 + recent_menopause_rise * exp(-years_since_menopause / recent_menopause_time)


def own_estradiol(
    bmi, usual_bmi, usual_estradiol, estradiol_bmi_slope, estradiol_spread, estradiol_trait, recent_menopause_factor
):
    """Her own estradiol without a drug, by body mass and time since menopause."""
    personal = estradiol_bmi_slope * (bmi - usual_bmi) + estradiol_spread * estradiol_trait
    return usual_estradiol * recent_menopause_factor * exp(personal)


def androstenedione(androgen_production, androgen_clearance, rhythm_size, rhythm_peak, time_of_day):
    """The androgen from the adrenal glands, with its morning peak; aromatase inhibitors leave it alone."""
    return androgen_production / androgen_clearance * (1 + rhythm_size * daily_wave(time_of_day, rhythm_peak))


def sulfation(
    own_estrone, own_estradiol, estrone_clearance, estradiol_clearance, estrone_to_sulfate, estradiol_to_sulfate
):
    """Estrone sulfate that she makes in a day without a drug."""
    from_estrone = estrone_to_sulfate * estrone_clearance * own_estrone
    return from_estrone + estradiol_to_sulfate * estradiol_clearance * own_estradiol


def aromatized_share(
    own_estrone, own_estradiol, estrone_clearance, estradiol_clearance, sulfation,
    estradiol_to_estrone, sulfate_to_estrone, androgen_production,
):  # fmt: skip
    """The share of androstenedione that becomes estrone: what her own estrone implies, given all the other paths."""
    other_paths = estradiol_to_estrone * estradiol_clearance * own_estradiol + sulfate_to_estrone * sulfation
    return (estrone_clearance * own_estrone - other_paths) / androgen_production


def conversion_strength(
    own_estrone, own_estradiol, estrone_clearance, estradiol_clearance, sulfation,
    estrone_to_estradiol, sulfate_to_estradiol, direct_share,
):  # fmt: skip
    """How readily she turns estrone into estradiol, beside the usual woman: what her own estradiol implies."""
    usual = estrone_to_estradiol * estrone_clearance * own_estrone + sulfate_to_estradiol * sulfation
    return (1 - direct_share) * estradiol_clearance * own_estradiol / usual


def change_in_estrone(
    estrone, estradiol, estrone_sulfate, androstenedione, androgen_clearance, aromatized_share, aromatase_activity,
    estrone_clearance, estradiol_clearance, sulfate_clearance, estradiol_to_estrone, sulfate_to_estrone, estrone_volume,
):  # fmt: skip
    """Made from androstenedione by aromatase, and regained from estradiol and from the sulfate."""
    made = aromatized_share * androgen_clearance * androstenedione * aromatase_activity
    regained = (
        estradiol_to_estrone * estradiol_clearance * estradiol
        + sulfate_to_estrone * sulfate_clearance * estrone_sulfate
    )
    return (made + regained - estrone_clearance * estrone) / estrone_volume


def change_in_estradiol(
    estradiol, estrone, estrone_sulfate, aromatase_activity, own_estradiol, direct_share, conversion_strength,
    estrone_clearance, estradiol_clearance, sulfate_clearance, estrone_to_estradiol, sulfate_to_estradiol,
    estradiol_volume,
):  # fmt: skip
    """Made from estrone and its sulfate, and directly from testosterone, by aromatase too."""
    direct = direct_share * estradiol_clearance * own_estradiol * aromatase_activity
    converted = (
        estrone_to_estradiol * estrone_clearance * estrone + sulfate_to_estradiol * sulfate_clearance * estrone_sulfate
    )
    return (direct + conversion_strength * converted - estradiol_clearance * estradiol) / estradiol_volume


def change_in_estrone_sulfate(
    estrone_sulfate, estrone, estradiol, estrone_clearance, estradiol_clearance, sulfate_clearance,
    estrone_to_sulfate, estradiol_to_sulfate, sulfate_volume,
):  # fmt: skip
    """The large, slow store."""
    made = estrone_to_sulfate * estrone_clearance * estrone + estradiol_to_sulfate * estradiol_clearance * estradiol
    return (made - sulfate_clearance * estrone_sulfate) / sulfate_volume


def estrone_before_treatment(own_estrone):
    """Her own level."""
    return own_estrone


def estradiol_before_treatment(own_estradiol):
    """Her own level."""
    return own_estradiol


def estrone_sulfate_before_treatment(sulfation, sulfate_clearance):
    """What she makes in balance with what she clears."""
    return sulfation / sulfate_clearance


def estradiol_ratio(estradiol, own_estradiol):
    """Estradiol relative to her own level without a drug."""
    return estradiol / own_estradiol
