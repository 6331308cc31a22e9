"""Nothing that a process has in memory is written to a core, or read by another program of the same user."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="prctl and /proc are Linux's")

_WINDOW = "from agentdesk import app, options; app.main(options.DeskOptions(data))"  # ends for want of a display
_SERVICE = (
    "from agentdesk import serve, options; serve.main(options.ServeOptions(data, tls_key=data))"  # no certificate
)
_THEN = """
import ctypes, os, pathlib, resource, sys
data = pathlib.Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
{way}
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)
os.abort()
"""


@pytest.mark.parametrize("way", [_WINDOW, _SERVICE], ids=["window", "service"])
def test_a_process_that_dies_leaves_no_core(way: str, tmp_path: Path) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    command = [sys.executable, "-c", _THEN.format(way=way), str(tmp_path)]
    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == -6, done.stderr
    assert done.stdout.splitlines()[-1] == "(0, 0) 0"
    assert not list(tmp_path.glob("core*"))
