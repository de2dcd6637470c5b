"""Registration in figures: for the bureau exactly, for the public without small cells."""

SMALL = 3  # fewer people than this are not told apart in public


def public(number: int) -> str:
    """A number of people as everybody may read it."""
    return f"不足 {SMALL} 人" if number < SMALL else str(number)
