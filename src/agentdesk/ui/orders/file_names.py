"""Names of files made of what an airline has said: never a path, never hidden, never steering."""

_LONGEST = 80


def file_name(stem: str, suffix: str) -> str:
    """'itinerary-4QK7ZB', 'pdf' -> 'itinerary-4QK7ZB.pdf'. What is no letter, digit, '-' or '_' becomes a '-'."""
    kept = "".join(one if one.isalnum() or one in "-_" else "-" for one in stem)[:_LONGEST]
    return f"{kept.strip('-') or 'paper'}.{suffix}"
