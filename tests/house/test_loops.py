"""Under qasync a second event loop inside a coroutine kills other tasks; no source of ours may start one."""

import ast
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src" / "agentdesk"

STATIC_DIALOGS = {
    "QMessageBox": {"about", "aboutQt", "critical", "information", "question", "warning"},
    "QFileDialog": {
        "getExistingDirectory",
        "getExistingDirectoryUrl",
        "getOpenFileName",
        "getOpenFileNames",
        "getOpenFileUrl",
        "getOpenFileUrls",
        "getSaveFileName",
        "getSaveFileUrl",
    },
    "QInputDialog": {"getDouble", "getInt", "getItem", "getMultiLineText", "getText"},
    "QColorDialog": {"getColor"},
    "QFontDialog": {"getFont"},
}
LOOPS = {"exec", "exec_", "processEvents", "qWait", "qWaitFor"}
LOOSE_TASKS = {"create_task", "ensure_future"}


def nested_loops(source: str) -> list[str]:
    """What starts a second loop in this source, as `line: words`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Attribute):
            continue
        owner = node.value.id if isinstance(node.value, ast.Name) else ""
        if node.attr in LOOPS or node.attr in STATIC_DIALOGS.get(owner, ()):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def loose_tasks(source: str) -> list[str]:
    """Tasks made without an owner in this source, as `line: words`."""
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Attribute) and node.attr in LOOSE_TASKS)
        or (isinstance(node, ast.ImportFrom) and {name.name for name in node.names} & LOOSE_TASKS)
    ]


def _modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def _named(module: Path) -> str:
    return module.relative_to(SOURCES).as_posix()


@pytest.mark.parametrize("module", _modules(SOURCES), ids=_named)
def test_no_second_event_loop(module: Path) -> None:
    assert nested_loops(module.read_text("utf-8")) == [], "use open() and await the answer (ui/asking.py)"


# errands.py is where background work is given its owner.
@pytest.mark.parametrize("module", [m for m in _modules(SOURCES / "ui") if m.name != "errands.py"], ids=_named)
def test_no_task_without_an_owner(module: Path) -> None:
    assert loose_tasks(module.read_text("utf-8")) == [], "run an errand (ui/errands.py): a loose task can be collected"


@pytest.mark.parametrize(
    "source",
    [
        "dialog.exec()",
        "menu.exec_(place)",
        "QMessageBox.question(self, 'a', 'b')",
        "QFileDialog.getSaveFileName(self)",
        "QInputDialog.getText(self, 'a', 'b')",
        "QApplication.processEvents()",
        "QTest.qWait(3)",
        "start = QDialog().exec",
    ],
)
def test_second_loop_is_found(source: str) -> None:
    assert nested_loops(source)


@pytest.mark.parametrize(
    "source", ["asyncio.create_task(work())", "loop.create_task(work())", "from asyncio import ensure_future"]
)
def test_loose_task_is_found(source: str) -> None:
    assert loose_tasks(source)


@pytest.mark.parametrize(
    "source", ["dialog.open()", "await asyncio.sleep(0)", "executor.submit(work)", "question(self)"]
)
def test_harmless_source_is_let_pass(source: str) -> None:
    assert not nested_loops(source)
    assert not loose_tasks(source)
