"""Other sheets of an order: a change that breaks the trip, the end of an open outcome, a text for who can do more."""

from urllib.parse import quote as percent

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from agentdesk.travel.actions import Action, Possible, Whom, ask_text
from agentdesk.travel.change_harm import ChangeHarm
from agentdesk.travel.orders import Order
from agentdesk.ui.orders.change_words import harms, headline
from agentdesk.ui.orders.deed_words import why_not
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.field import Field
from agentdesk.ui.widgets.labels import IconLabel, label
from agentdesk.ui.widgets.sheet import Sheet

_TEXT_HEIGHT = 220

ASKS: dict[Action, str] = {
    Action.PAY: "Ask whether it can still be paid",
    Action.RELEASE: "Ask for the release",
    Action.CANCEL: "Ask for the cancellation",
    Action.ACCEPT_CHANGE: "Ask about the change",
    Action.CHANGE_FLIGHTS: "Ask for other flights",
    Action.ADD_BAGS: "Ask for more bags",
}


def accept_sheet(over: QWidget, theme: Theme, harm: ChangeHarm, order: Order) -> Sheet:
    """Before times are accepted that break the trip or lose what was bought."""
    title = "Accept a trip that cannot be flown as it is?" if harm.breaks_the_trip else "Accept, and lose the seats?"
    text = f"{headline(harm, order)}. An acceptance cannot be taken back."
    go = Button(theme, "Accept all the same", kind="destructive_final")
    sheet = Sheet(over, theme, title, back="Do not accept", deed=go, text=text)
    for one in harms(harm, order):
        if one.role in ("bad", "warn"):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(IconLabel(theme, one.icon, 16, one.role))
            row.addWidget(label(theme, one.text, "body", wraps=True), 1)
            sheet.body.addLayout(row)
    return sheet


def giving_up_sheet(over: QWidget, theme: Theme, told: list[str]) -> Sheet:
    """Only what Duffel's support has said can end an open outcome; what is typed of that is put into `told`."""
    close = Button(theme, "Close it, it was not done", kind="destructive_final")
    close.setEnabled(False)
    text = (
        "Only Duffel's support can say so; call them with the copied ids. If it is done anew and the first one shows "
        "up after all, it was done twice. Duffel is asked once more before this is closed."
    )
    sheet = Sheet(over, theme, "Close it: it was not done", back="Keep looking", deed=close, text=text)
    field = Field(theme, "Who said so, and when", hint="Kept in the note of this order")

    def typed(text: str) -> None:
        told.append(text.strip())
        close.setEnabled(len(text.strip()) > 2)

    field.edited.connect(typed)
    sheet.body.addWidget(field)
    return sheet


def ask_sheet(over: QWidget, theme: Theme, order: Order, can: Possible, *, request_id: str = "") -> Sheet:
    """What cannot be done here: who can, and a text to copy or mail, which the agent may change first."""
    whom = {Whom.DUFFEL: "Duffel's support", Whom.AIRLINE: order.owner.name}.get(can.whom, "whoever can do it")
    go = Button(theme, "Copy the text", kind="primary", icon="copy")
    mail = Button(theme, "Mail", icon="mail")
    mail.setToolTip("A mail with this text in your mail program; it leaves when you send it")
    title, text = ASKS[can.action], f"{why_not(can)} This is a text for {whom}; it names no traveller."
    sheet = Sheet(over, theme, title, back="Back", deed=go, text=text, others=(mail,))
    edit = QPlainTextEdit(ask_text(order, can.action, request_id=request_id))
    edit.setFont(theme.font("body"))
    edit.setAccessibleName("Text to send")
    edit.setTabChangesFocus(True)
    edit.setFixedHeight(_TEXT_HEIGHT)
    go.clicked.connect(lambda: QGuiApplication.clipboard().setText(edit.toPlainText()))
    mail.clicked.connect(lambda: QDesktopServices.openUrl(mail_url(f"Order {order.reference}", edit.toPlainText())))
    sheet.body.addWidget(edit)
    return sheet


def mail_url(subject: str, body: str) -> QUrl:
    """A mail to nobody yet (RFC 6068): line ends are CRLF, all else is percent-encoded."""
    lines = body.replace("\r\n", "\n").replace("\n", "\r\n")
    return QUrl(f"mailto:?subject={percent(subject)}&body={percent(lines)}", QUrl.ParsingMode.StrictMode)
