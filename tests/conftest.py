"""What holds for every test; the rules themselves stand in tests/strictness.py."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")

pytest_plugins = ["tests.strictness", "tests.side_by_side", "tests.practice_airline", "tests.postgres"]
