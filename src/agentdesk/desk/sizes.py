"""The sizes that text and controls can have, in percent: all that a start has to know before its first window."""

SIZES = (100, 125, 150, 175, 200)
