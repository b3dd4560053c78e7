"""Small words: counts, lengths of time, and lists, as one says them."""


def length(days: int) -> str:
    """A length of time: "2 years", "1 month", "10 days"."""
    for size, unit in ((365.25, "year"), (365.25 / 12, "month"), (7, "week")):
        amount = round(days / size, 1)
        if amount >= 2 or amount == 1:
            return count(f"{amount:g}", unit)
    return count(days, "day")


def count(amount: int | str, noun: str) -> str:
    """An amount with its noun: "1 woman", "2 women"."""
    many = {"woman": "women"}.get(noun, noun + "s")
    return f"{amount} {noun if str(amount) == '1' else many}"


def listed(texts: list[str]) -> str:
    """Texts in a row: "a, b and c"."""
    return texts[0] if len(texts) == 1 else ", ".join(texts[:-1]) + " and " + texts[-1]
