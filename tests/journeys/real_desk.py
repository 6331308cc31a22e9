"""The program as its own process in a real window: real keys go in, a screen reader tells what is shown."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests.display import real_display
from tests.needs import SYSTEM_PYTHON, needs

PATIENCE = 20  # seconds a fact may take on a busy machine
FROM_SOURCE = (sys.executable, "-X", "faulthandler", "-m", "agentdesk")
# The display's own bus would start a keyring that nobody unlocks.
_NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


class RealDesk:
    """What a person at the machine has: a keyboard, and what the screen reader says."""

    def __init__(self, env: dict[str, str], reader: "subprocess.Popen[str]") -> None:
        self._env, self._reader = env, reader

    @property
    def display(self) -> str:
        """The name of its screen."""
        return self._env["DISPLAY"]

    # --- the keyboard

    def key(self, *keys: str) -> None:
        """Press keys as xdotool names them: "Tab", "ctrl+Return"."""
        self._xdotool("key", "--delay", "15", *keys)

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "15", text)

    def activate(self) -> None:
        """Bring the window to the front, as the window manager does at the start."""
        found = self._xdotool("search", "--sync", "--onlyvisible", "--name", "AgentDesk").split()
        self._xdotool("windowactivate", "--sync", found[-1])

    def _xdotool(self, *arguments: str) -> str:
        command = ["xdotool", *arguments]
        run = subprocess.run(command, env=self._env, check=True, capture_output=True, text=True, timeout=PATIENCE)
        return run.stdout

    # --- the screen reader

    def names(self) -> list[str]:
        return list(self._ask("names"))

    def until_focus(self, name: str) -> None:
        """Wait until the keyboard is at what has this name."""
        self._ask("wait_focus", name, PATIENCE)

    def has_focus(self, name: str) -> bool:
        """Whether the keyboard is at what has this name, or comes there within a moment."""
        return bool(self._ask("has_focus", name))

    def wait(self, name: str, seconds: float = PATIENCE) -> str:
        """Wait until something of this name is shown ("Pay *" for its beginning); its whole name."""
        return str(self._ask("wait", name, seconds))

    def hear(self, sentence: str, seconds: float = PATIENCE) -> str:
        """Wait until the program has announced something ("First *" for its beginning); the whole sentence."""
        return str(self._ask("hear", sentence, seconds))

    def read(self, field: str) -> str:
        return str(self._ask("read", field))

    def write(self, field: str, text: str) -> None:
        assert self._ask("write", field, text), f"{field} took no text"

    def press(self, button: str) -> None:
        assert self._ask("press", button), f"{button} could not be pressed"

    def choose(self, box: str, letters: str, *, beside: str, key: str) -> None:
        """Choose by first letters, from the field beside it: Qt lets no screen reader move into a box of choices."""
        assert self._ask("go_to", beside), f"{beside} did not take the keyboard"
        self.key(key)
        assert self.has_focus(box)
        self.type(letters)

    def take(self, row: str) -> None:
        """Make a row of a list the current one."""
        self._ask("take", row)

    def _ask(self, *question: object) -> object:
        assert self._reader.stdin is not None
        assert self._reader.stdout is not None
        self._reader.stdin.write(json.dumps(question) + "\n")
        self._reader.stdin.flush()
        line = self._reader.stdout.readline()
        assert line, "the screen reader ended"
        said = json.loads(line)
        assert "answer" in said, said["trouble"]
        return said["answer"]


@contextmanager
def real_desk(
    data: Path,
    upstream: str,
    program: Sequence[str] = FROM_SOURCE,
    *,
    started: Callable[[dict[str, str]], object] = lambda _env: None,
) -> Iterator[RealDesk]:
    """AgentDesk on a display of its own, at the question about the keyring.

    `program` is what starts it; `started` is told the environment as soon as its process is born.
    """
    needs("xvfb", "atspi")
    reader = [SYSTEM_PYTHON, str(Path(__file__).with_name("screen_reader.py"))]
    command = [*program, "--data", str(data), "--upstream", upstream]
    with (
        real_display() as display,
        subprocess.Popen(command, env=(env := display | _NO_KEYRING)) as desk,
        nullcontext(started(env)),
        subprocess.Popen(reader, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as eyes,
    ):
        try:
            one = RealDesk(env, eyes)
            one.wait("This session only")
            one.activate()
            yield one
            assert desk.poll() is None, f"the program ended with {desk.returncode}"
        except AssertionError as trouble:
            trouble.add_note(f"the program's exit code: {desk.poll()}")
            raise
        finally:
            eyes.kill()
            desk.kill()
