"""The operator's commands beside a service: `agentdesk serve token ...` and `... webhook ...`.

Several go in one process, since each start takes a second or two.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_EACH = """
import contextlib, io, json, sys
from agentdesk.cli import main
said = []
for one in json.loads(sys.argv[1]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(one)
    said.append([code, out.getvalue(), err.getvalue()])
print(json.dumps(said))
"""


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def token(self) -> str:
        """The one that it gave."""
        assert self.code == 0, self.err
        return self.out.split()[-1]


def commands(data: Path, *calls: Sequence[str], options: Sequence[str] = ()) -> list[Said]:
    """Each of `agentdesk serve OPTIONS CALL`, in turn; on a file only while the service is not running."""
    shared = ["serve", "--data", str(data), "--key-file", str(data / "keys"), *options]
    asked = json.dumps([[*shared, *call] for call in calls])
    done = subprocess.run([sys.executable, "-c", _EACH, asked], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [Said(*one) for one in json.loads(done.stdout)]


def new_token(data: Path, name: str, role: str = "agent", options: Sequence[str] = ()) -> str:
    """A token for an agent of this name."""
    return new_tokens(data, {name: role}, options)[name]


def new_tokens(data: Path, agents: dict[str, str], options: Sequence[str] = ()) -> dict[str, str]:
    """Tokens for agents of these names and roles."""
    calls = [("token", "add", name, "--role", role) for name, role in agents.items()]
    return {name: said.token for name, said in zip(agents, commands(data, *calls, options=options), strict=True)}
