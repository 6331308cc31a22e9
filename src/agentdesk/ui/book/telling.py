"""Says things at a field only when they have changed: the style is worked out anew each time something is said."""

from agentdesk.ui.widgets.field import Framed

_TOLD = "told"


def tell(field: Framed, text: str, role: str = "text3") -> None:
    """The calm line below a field; an error that stands there goes."""
    if field.property(_TOLD) != [text, role] or field.error:
        field.setProperty(_TOLD, [text, role])
        field.hint(text, role)


def tell_wrong(field: Framed, text: str) -> None:
    """What is wrong with a field; nothing takes it back."""
    if field.error != text:
        field.wrong(text)
