"""The time zone of this machine by its tz database name, where no window is there to ask the system."""

import os
from pathlib import Path
from zoneinfo import available_timezones

_LINK = Path("/etc/localtime")


def machine_zone(link: Path = _LINK) -> str:
    """'Europe/London'; 'UTC' where the machine does not say. The variable TZ wins."""
    named = os.environ.get("TZ", "").removeprefix(":")
    found = named or str(link.resolve()).rpartition("zoneinfo/")[2]
    return found if "/" in found and found in available_timezones() else "UTC"
