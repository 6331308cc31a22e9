"""What a support call wants to know of this installation, in a text that names no customer and no secret."""

import platform
import sys
from collections.abc import Mapping, Sequence

from agentdesk.desk.redacting import scrubbed


def diagnostics(facts: Mapping[str, str], lines: Sequence[str]) -> str:
    """Facts one a line, then the newest lines of the log as they stand there: redacted when they were written."""
    known = {
        "Python": platform.python_version(),
        "System": f"{platform.system()} {platform.release()} {platform.machine()}",
        "Built": "as a program" if getattr(sys, "frozen", False) else "from source",
        **facts,
    }
    told = [f"{name}: {scrubbed(value)}" for name, value in known.items()]
    log = [scrubbed(line) for line in lines] or ["nothing"]
    return "\n".join(["AgentDesk, for a support call", *told, "", "Logged last:", *log, ""])
