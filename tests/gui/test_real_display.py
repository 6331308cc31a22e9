"""The display that tests of a real window stand on: keys arrive, and a screen reader reads what is shown."""

import subprocess
import sys
import time

from tests.display import real_display
from tests.needs import SYSTEM_PYTHON, needs

PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication, QLineEdit
app = QApplication(["echo"])
app.setApplicationName("EchoDesk")
field = QLineEdit()
field.setAccessibleName("Origin")
field.setWindowTitle("Echo window")
field.returnPressed.connect(lambda: (print(field.text(), flush=True), app.quit()))
field.show()
print("shown", flush=True)
sys.exit(app.exec())
"""

READER = """
import gi, sys, time
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi
for _ in range(200):
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(number)
        if program and program.get_name() == "EchoDesk" and program.get_child_count():
            node = program.get_child_at_index(0)
            print(node.get_role_name(), node.get_name())
            sys.exit(0)
    time.sleep(0.05)
sys.exit(1)
"""


def test_keys_arrive_in_a_real_window_and_its_names_are_read() -> None:
    needs("atspi")
    with (
        real_display() as env,
        subprocess.Popen([sys.executable, "-c", PROGRAM], env=env, stdout=subprocess.PIPE, text=True) as program,
    ):
        assert program.stdout is not None
        try:
            assert program.stdout.readline() == "shown\n"
            read = subprocess.run([SYSTEM_PYTHON, "-c", READER], env=env, capture_output=True, text=True, check=True)
            assert "Origin" in read.stdout
            find = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "Echo window"]
            window = subprocess.run(
                find, env=env, capture_output=True, text=True, check=True, timeout=10
            ).stdout.split()[0]
            subprocess.run(["xdotool", "windowactivate", "--sync", window], env=env, check=True, timeout=10)
            time.sleep(0.1)
            subprocess.run(["xdotool", "type", "LHR"], env=env, check=True)
            subprocess.run(["xdotool", "key", "Return"], env=env, check=True)
            assert program.stdout.readline() == "LHR\n"
        finally:
            program.kill()
