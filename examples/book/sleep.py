"""Sleep: night sweats break it."""


def change_in_broken_sleep(broken_sleep, felt_withdrawal_over_the_day, broken_sleep_time):
    """Nights get worse within weeks."""
    return (felt_withdrawal_over_the_day - broken_sleep) / broken_sleep_time


def broken_sleep_before_treatment(felt_withdrawal_over_the_day):
    """In balance."""
    return felt_withdrawal_over_the_day
