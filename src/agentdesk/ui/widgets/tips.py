"""Tool tips that are only text: Qt takes one that has a tag on its first line for HTML, whoever wrote it."""

from html import escape


def plain_tip(text: str) -> str:
    """The text as a tool tip that shows it letter by letter. Without a "<" Qt shows it so anyway, and it stays."""
    return f'<span style="white-space:pre-wrap">{escape(text)}</span>' if "<" in text else text
