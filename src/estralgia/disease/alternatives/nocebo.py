"""Nocebo, a rival of withdrawal: fear that symptoms feed is felt in joints and nerves; estradiol plays no part."""


def withdrawal(watching, negative_expectation, nocebo_strength):
    """What tissue and nerves answer to is how she watches herself and what she fears, with a drug or without."""
    return nocebo_strength * negative_expectation * watching
