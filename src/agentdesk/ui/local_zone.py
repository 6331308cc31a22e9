"""The agent's own time zone by its tz database name."""

from PySide6.QtCore import QTimeZone


def local_zone() -> str:
    """'Europe/London'; 'UTC' where the system does not say."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    return name if "/" in name else "UTC"
