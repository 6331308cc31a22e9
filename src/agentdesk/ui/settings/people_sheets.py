"""What the agent is asked before somebody is erased, or orders go by themselves; and what came of it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from agentdesk.travel.people import ErasurePlan, ErasureReport, Fate
from agentdesk.ui.people_words import (
    NOT_OURS,
    STAYS_PROOF,
    born_words,
    copy_words,
    fate_words,
    overwritten_words,
    place_words,
    reason_words,
)
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.labels import label
from agentdesk.ui.widgets.scroll_pane import ScrollPane
from agentdesk.ui.widgets.sheet import Sheet

_HIGHEST = 380  # pixels of the list
_TO_COME = {Fate.STAYS: "Stays", Fate.BLANKED: "Stays for others, without this person", Fate.GOES: "Goes"}
_DONE = {Fate.STAYS: "Has stayed", Fate.BLANKED: "Has stayed for others, without this person", Fate.GOES: "Has gone"}
_AGAIN = "Whoever brings an older backup back has to erase again."


def erase_sheet(parent: QWidget, theme: Theme, plan: ErasurePlan) -> Sheet:
    """What goes, what stays and why; the deed is there only where something may go."""
    may_go = any(one.fate is not Fate.STAYS for one in plan.places)
    deed = Button(theme, "Erase for good" if may_go else "Nothing may go yet", kind="destructive_final", icon="trash-2")
    deed.setEnabled(may_go)
    who = f"{plan.person.name}, {born_words(plan.person.born)}"
    text = "This cannot be taken back." if may_go else "Each of these is still needed."
    sheet = Sheet(parent, theme, f"Erase {who}?", back="Keep", deed=deed, text=text)
    _fill(sheet, theme, plan, _TO_COME, [STAYS_PROOF, NOT_OURS] if may_go else [])
    return sheet


def report_sheet(parent: QWidget, theme: Theme, report: ErasureReport) -> Sheet:
    """What has gone and what has stayed; the deed copies it."""
    plan = report.plan
    deed = Button(theme, "Copy the report", icon="copy")
    text = overwritten_words(report.overwritten)
    rest = ", but for what is still needed" if plan.of(Fate.STAYS) else ""
    sheet = Sheet(parent, theme, f"{plan.person.name} is erased{rest}", back="Close", deed=deed, text=text)
    _fill(sheet, theme, plan, _DONE, [NOT_OURS])
    return sheet


def keep_sheet(parent: QWidget, theme: Theme, months: int, orders: int) -> Sheet:
    """How many orders a new rule lets go at once."""
    years = f"{months // 12} {'year' if months == 12 else 'years'}"
    deed = Button(theme, f"Keep for {years}", kind="destructive_final" if orders else "primary")
    now = (
        f"Up to {orders:,} {'order' if orders == 1 else 'orders'} of now go at once, others when their time comes."
        if orders
        else "No order is that old now; each goes when its time comes."
    )
    text = f"{now} That cannot be taken back. What the law has you keep longer, export or back up before."
    title = f"Keep orders for {years} after the last flight?"
    return Sheet(parent, theme, title, back="As it was", deed=deed, text=text)


def report_text(report: ErasureReport) -> str:
    """The same for the files of the agency; it names the person, so it is nobody else's."""
    plan = report.plan
    lines = [f"Erased on {report.at:%Y-%m-%d %H:%M} UTC: {plan.person.name}, {born_words(plan.person.born)}"]
    lines += [f"- {place_words(one)}: {fate_words(one)}" for one in plan.places]
    lines += [overwritten_words(report.overwritten), STAYS_PROOF, NOT_OURS]
    lines += [f"- Still names them, and cannot be changed: {copy_words(one)}" for one in plan.copies]
    return "\n".join([*lines, _AGAIN]) + "\n"


def _fill(sheet: Sheet, theme: Theme, plan: ErasurePlan, heads: Mapping[Fate, str], after: Sequence[str]) -> None:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 8, 0)
    column.setSpacing(4)
    for fate, head in heads.items():
        own = plan.of(fate)
        if own:
            column.addWidget(_head(theme, head))
        for one in own:
            why = f": {reason_words(one.reason)}" if one.reason is not None else ""
            column.addWidget(label(theme, f"{place_words(one)}{why}", "body", wraps=True))
    if plan.copies:
        column.addWidget(_head(theme, "Copies that name them and cannot be changed"))
        for copy in plan.copies:
            column.addWidget(label(theme, copy_words(copy), "body", "warn", wraps=True))
        column.addWidget(label(theme, _AGAIN, "small", "text2", wraps=True))
    for words in after:
        line = label(theme, words, "small", "text2", wraps=True)
        line.setContentsMargins(0, 8, 0, 0)
        column.addWidget(line)
    column.addStretch(1)
    pane = ScrollPane()
    pane.setWidget(inside)
    pane.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    pane.setAccessibleName("What goes and what stays")
    pane.setMaximumHeight(_HIGHEST)
    sheet.body.addWidget(pane)


def _head(theme: Theme, words: str) -> QWidget:
    head = label(theme, words, "body_strong")
    head.setContentsMargins(0, 8, 0, 0)
    return head
