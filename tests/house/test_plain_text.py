"""Whatever an airline or an agent writes is only text in the window: Qt never guesses whether it is HTML."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument

from agentdesk.ui.widgets.tips import plain_tip

ROOT = Path(__file__).parents[2] / "src" / "agentdesk"
SOURCES = sorted((ROOT / "ui").rglob("*.py"))
LABELS = {"labels.py", "banner.py"}
"""Where labels are made, and told what their text is."""

PICTURES = {"paper_preview.py", "logo_field.py"}
"""Labels that only ever hold a picture."""

GUESSING = {"QMessageBox", "QTextBrowser", "setHtml", "insertHtml", "setMarkdown", "setWhatsThis", "appendHtml"}
MARKS = ("<b>", "<span", "<qt>", "<i>", "<p>", "<a ")


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield _name(node.func), node


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_fixed(node: ast.expr) -> bool:
    """A text that stands in the source, or one of two."""
    if isinstance(node, ast.IfExp):
        return _is_fixed(node.body) and _is_fixed(node.orelse)
    return isinstance(node, ast.Constant)


def _is_plain(node: ast.expr) -> bool:
    return _is_fixed(node) or (isinstance(node, ast.Call) and _name(node.func) == "plain_tip")


def _is_escaped(node: ast.expr) -> bool:
    """Whether a value may stand in HTML: escaped, itself made of escaped values, or a colour of the theme."""
    match node:
        case ast.Call(func=func):
            return _name(func) in ("escape", "hex")
        case ast.JoinedStr(values=values):
            return all(isinstance(one, ast.Constant) or _is_escaped(one) for one in values)
        case ast.FormattedValue(value=value):
            return _is_escaped(value)
        case _:
            return _is_fixed(node)


def _wrongs(source: str, name: str) -> list[str]:
    tree = ast.parse(source)
    found = [f"{call.lineno}: a tool tip that Qt may take for HTML" for called, call in _calls(tree)
             if called == "setToolTip" and not _is_plain(call.args[0])]  # fmt: skip
    if name not in LABELS | PICTURES:
        found += [f"{call.lineno}: a label whose text Qt guesses at" for called, call in _calls(tree)
                  if called == "QLabel"]  # fmt: skip
    used = {_name(node): node for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name)}
    found += [f"{used[one].lineno}: {one}" for one in sorted(GUESSING & used.keys())]
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and any(
            mark in str(one.value) for one in node.values if isinstance(one, ast.Constant) for mark in MARKS
        ):
            loose = [one for one in node.values if not isinstance(one, ast.Constant) and not _is_escaped(one)]
            found += [f"{one.lineno}: not escaped: {ast.unparse(one)}" for one in loose]
    return found


def test_no_text_of_the_window_is_guessed_at() -> None:
    wrong = {str(path.relative_to(ROOT)): _wrongs(path.read_text("utf-8"), path.name) for path in SOURCES}
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize(
    "line",
    [
        "w.setToolTip(name)",
        "w.setToolTip(f'{name} (C)')",
        "w = QLabel(name)",
        "QMessageBox.warning(w, name, name)",
        "w.setText(f'<b>{name}</b>')",
        "w.setText(f'<b>{escape(first)}</b> {name}')",
    ],
)
def test_what_would_be_guessed_at_is_found(line: str) -> None:
    assert _wrongs(line, "some.py")


@pytest.mark.parametrize("text", ["<b>Smith</b>", '<img src="file:///etc/passwd">', "a < b & c > d", "Zoë\u202e(C)"])
def test_a_tip_shows_every_letter(text: str) -> None:
    tip = plain_tip(text)
    if "<" not in tip:
        assert tip == text
        return
    document = QTextDocument()
    document.setHtml(tip)
    assert document.toPlainText() == text
