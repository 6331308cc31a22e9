"""A paper goes straight to a queue of a real CUPS, started for the test alone, and arrives there as it left."""

import getpass
import grp
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from agentdesk.papers.pdf import TypstPapers
from agentdesk.ui.orders.printing import send_pdf
from tests.needs import needs
from tests.papers.orders import paper, the_family

QUEUE = "desk"
_SETTINGS = """
Listen {root}/cups.sock
LogLevel warn
Browsing Off
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_FILES = """
ServerRoot {root}
ServerBin /usr/lib/cups
DataDir /usr/share/cups
RequestRoot {root}/spool
TempDir {root}/spool/tmp
CacheDir {root}/cache
StateDir {root}/state
AccessLog {root}/access.log
ErrorLog {root}/error.log
PageLog {root}/page.log
User {user}
Group {group}
"""


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Where the queue's printer listens: what it is sent is what would be printed."""
    needs("cups")
    # a short path, since a socket's has little room; as root, where the user lp may come, unlike some /tmp
    with TemporaryDirectory(prefix="cups-", dir="/run" if os.geteuid() == 0 else None) as folder:
        root = Path(folder)
        for name in ("spool/tmp", "cache", "state"):
            (root / name).mkdir(parents=True)
        os.chmod(root, 0o755)
        is_root = os.geteuid() == 0
        user = "lp" if is_root else getpass.getuser()
        group = "lp" if is_root else grp.getgrgid(os.getegid()).gr_name
        (root / "cupsd.conf").write_text(_SETTINGS.format(root=root))
        (root / "cups-files.conf").write_text(_FILES.format(root=root, user=user, group=group))
        command = ["/usr/sbin/cupsd", "-f", "-c", str(root / "cupsd.conf"), "-s", str(root / "cups-files.conf")]
        monkeypatch.setenv("CUPS_SERVER", str(root / "cups.sock"))
        with (
            socket.create_server(("127.0.0.1", 0)) as listens,
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as daemon,
        ):
            try:
                _until(lambda: (root / "cups.sock").exists(), root)
                queue = [
                    "/usr/sbin/lpadmin",
                    "-p",
                    QUEUE,
                    "-E",
                    "-v",
                    f"socket://127.0.0.1:{listens.getsockname()[1]}/?waiteof=false",
                    "-m",
                    "raw",
                ]
                subprocess.run(queue, check=True, capture_output=True)
                yield listens
            finally:
                daemon.terminate()
                daemon.wait(20)


def _until(fact: object, root: Path) -> None:
    assert callable(fact)
    end = time.monotonic() + 15
    while not fact():
        log = root / "error.log"
        assert time.monotonic() < end, log.read_text() if log.exists() else "no log"
        time.sleep(0.05)


def test_a_paper_arrives_at_the_printer_as_the_pdf_it_is(printer: socket.socket) -> None:
    pdf = TypstPapers().pdf(paper(the_family()), language="de")
    assert send_pdf(QUEUE, "Itinerary IXK4SC", pdf) == ""
    printer.settimeout(20)
    job, _ = printer.accept()
    with job:
        job.settimeout(20)
        came = b"".join(iter(lambda: job.recv(65_536), b""))
    assert came == pdf


def test_a_queue_that_is_gone_says_so(printer: socket.socket) -> None:
    assert "does not exist" in send_pdf("nowhere", "Itinerary", b"%PDF-1.7")
    printer.setblocking(False)
    with pytest.raises(BlockingIOError):
        printer.accept()
