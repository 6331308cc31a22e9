"""All of the payment page that is shown while nothing is sent: both ways, what is bought, what must be said before."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from agentdesk.travel.booking import Draft, Way
from agentdesk.travel.fees import NoFee
from agentdesk.travel.money import Money
from agentdesk.travel.offers import Offer
from agentdesk.ui.book import payment_words
from agentdesk.ui.book.paying import Deed, Open, Paying
from agentdesk.ui.book.payment_bought import Bought
from agentdesk.ui.book.payment_options import Options
from agentdesk.ui.book.payment_records import Records, fee_of
from agentdesk.ui.book.payment_terms import Terms
from agentdesk.ui.theme import Theme, polish
from agentdesk.ui.widgets.banner import Banner
from agentdesk.ui.widgets.labels import IconLabel, label

_DEEDS = {
    Deed.SEARCH_AGAIN: "Search again",
    Deed.PICK_AGAIN: "Pick again",
    Deed.PASSENGERS: "Go to the field",
    Deed.BARE_HOLD: "Hold without seats and bags",
    Deed.PAY_NOW: "Pay now instead",
    Deed.HOLD: "Hold it instead",
    Deed.ANYWAY: "Go on anyway",
}


class SellingView(QWidget):
    """Shows a draft and a state; says what the agent chooses, types or wants done about trouble."""

    chosen = Signal(Way)
    edited = Signal(str, str, str)  # fee, own reference, note
    pressed = Signal()  # the deed of the trouble that is shown
    looked = Signal()  # the order that it is about is to be shown

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trouble, self._risks, self._left_out = Banner(theme), Banner(theme), Banner(theme)
        self._options, self._terms = Options(theme), Terms(theme)
        self._bought, self._records = Bought(theme), Records(theme)
        self._price_icon = IconLabel(theme, "", 16, "good")
        self._price_words = label(theme, "", "body", "good")
        self._trouble.pressed.connect(self.pressed)
        self._trouble.looked.connect(self.looked)
        self._options.chosen.connect(self.chosen)
        self._records.edited.connect(self.edited)
        self._lay_out(theme)

    def show_draft(self, draft: Draft, offer: Offer, state: Paying, *, may_hold: bool) -> None:
        """All of it; `may_hold` is whether the offer can be held by now."""
        cards = self._options.cards
        cards[Way.PAY].show_lines(payment_words.pay_lines(draft, offer), possible=True)
        why_not = (payment_words.Said("zap", "text2", payment_words.no_hold(offer)),)
        cards[Way.HOLD].show_lines(payment_words.hold_lines(draft, offer) if may_hold else why_not, possible=may_hold)
        self._options.show_way(draft.way)
        self._options.setEnabled(isinstance(state, Open))
        self._records.setEnabled(isinstance(state, Open))
        self._terms.show_draft(draft, offer)
        self.show_records(draft)
        self._show_flags(draft, offer)
        self._show_trouble(state, may_hold=may_hold)

    def show_records(self, draft: Draft) -> None:
        """What was typed, and what it comes to."""
        self._records.show_draft(draft)
        self._bought.show_draft(draft, right_fee(draft))

    def say_price(self, icon: str, role: str, text: str) -> None:
        """How fresh the price is, beside the title."""
        self._price_icon.show_icon(icon, role)
        self._price_words.setText(text)
        self._price_words.setProperty("role", role)
        polish(self._price_words)

    def take(self, way: Way) -> None:
        self._options.take(way)

    def _show_trouble(self, state: Paying, *, may_hold: bool) -> None:
        if not isinstance(state, Open) or state.trouble is None:
            self._trouble.hide()
            return
        said, deed = state.trouble.said, _DEEDS.get(state.trouble.deed, "")
        if state.trouble.deed is Deed.HOLD and not may_hold:
            deed = ""
        request = f" Request id {said.request_id}." if said.request_id else ""
        sentence = f"{said.what} {said.safe} {said.next}{request}"
        if self._trouble.sentence != sentence:
            look, text = state.trouble.look, f"{said.safe} {said.next}{request}"
            self._trouble.say(said.kind, said.what, text, deed, icon=said.icon, look=look)
            self.say_price("", "text2", "")  # how fresh a price was is no comfort beside it

    def _show_flags(self, draft: Draft, offer: Offer) -> None:
        risks = payment_words.risks(offer)
        if risks:
            self._risks.say("warn", "Tell the customer first.", f"{'; '.join(risks)}.")
        else:
            self._risks.hide()
        if draft.leaves_extras_out and payment_words.extras(draft):
            strong = f"{payment_words.left_out(draft, offer)} left out."
            said = "This airline holds the flights alone. The picks stay here and are bought if you pay now."
            self._left_out.say("warn", strong, said)
        else:
            self._left_out.hide()

    def _lay_out(self, theme: Theme) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(theme, "Payment", "title"))
        head.addWidget(self._price_icon)
        head.addWidget(self._price_words)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        parts = (self._trouble, self._risks, self._options, self._left_out)
        for part in (*parts, self._terms.how, self._bought, self._terms.before, self._records):
            column.addWidget(part)


def right_fee(draft: Draft) -> Money | None:
    """The fee as far as it is one."""
    try:
        return fee_of(draft)
    except NoFee:
        return None
