"""History: what a woman went through before the tablets, and how much more strongly her tissue answers for it."""


def answer_by_history(
    chemotherapy, chemotherapy_factor, taxane, taxane_factor, hormone_therapy, hormone_therapy_factor,
    tamoxifen_years, tamoxifen_factor, usual_history,
):  # fmt: skip
    """How strongly tissue answers after earlier treatment, beside the mean of all women."""
    by_chemotherapy = (1 + (chemotherapy_factor - 1) * chemotherapy) * (1 + (taxane_factor - 1) * taxane)
    by_hormones = 1 + (hormone_therapy_factor - 1) * hormone_therapy
    by_tamoxifen = 1 + tamoxifen_factor * tamoxifen_years
    return by_chemotherapy * by_hormones * by_tamoxifen / usual_history
