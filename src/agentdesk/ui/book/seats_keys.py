"""The keys of the seats, as the page and F1 tell them."""

from agentdesk.ui.book.page import KeyHelp

KEYS = (
    KeyHelp("← →", "Row before, row behind"),
    KeyHelp("↑ ↓", "Seat beside"),
    KeyHelp("Home End", "First, last seat of the row"),
    KeyHelp("Enter", "Take the seat, or give it back"),
    KeyHelp("Del", "Give the seat back"),
    KeyHelp("Tab, Shift+Tab", "Next, previous passenger"),
    KeyHelp("PgDn PgUp", "Next, previous flight"),
    KeyHelp("T", "Seat the party together at the lowest price, on all flights"),
    KeyHelp("Shift+T", "Seat the party as close together as can be, on all flights"),
    KeyHelp("C", "Copy the seats to the next flight"),
    KeyHelp("W A", "Next window, next aisle seat"),
    KeyHelp("G", "Nearest seat that will do"),
    KeyHelp("B", "Copy the bags to all"),
    KeyHelp("Ctrl+Z", "Undo"),
    KeyHelp("Esc, F6", "Leave the map"),
)
