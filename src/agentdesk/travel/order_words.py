"""What an order is found by: its words without accents and case, in their own script and in Latin letters.

A text is found when each of its words begins some word of the order; the order of words does not matter.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from anyascii import anyascii

from agentdesk.travel.orders import Order

_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[^\W_]+(?:['’.\-/_][^\W_]+)+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]")
"""Japanese, Chinese and Korean, where a part of a name is not parted from the next by a space."""


def folded(text: str) -> str:
    """Small letters without marks, in their own script: "Müller" -> "muller"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(one for one in apart if not unicodedata.combining(one))).casefold()


def words_asked(text: str) -> tuple[tuple[str, ...], ...]:
    """What must be found: of each word typed one of its forms, as it is and in Latin letters where those differ.

    "O'Neill Łukasz ord_00" -> (("o",), ("neill",), ("łukasz", "lukasz"), ("ord00",)).
    """
    found: dict[tuple[str, ...], None] = {}
    for word in _WORD.findall(folded(text).replace("_", "")):
        forms = dict.fromkeys((word, *_WORD.findall(in_latin(word))[:1]))
        found[tuple(forms)] = None
    return tuple(found)


def words_of(order: Order, own_reference: str = "", note: str = "") -> frozenset[str]:
    """Every word by which an order is found."""
    return frozenset(word for text in _texts(order, own_reference, note) for word in _words(text))


def _texts(order: Order, own_reference: str, note: str) -> Iterator[str]:
    kind, parted, rest = order.id.rpartition("_")  # what all ids begin with would find every order
    yield from ((kind + rest, rest) if parted else (rest,))
    yield from (order.reference, own_reference, note)
    yield from (code for _, code in order.references)
    yield from (one.full_name for one in order.passengers)
    yield from (one.number for one in order.tickets)
    for part in order.slices:
        yield f"{part.origin.iata}-{part.destination.iata}"
        for flight in part.flights:
            yield from (flight.origin.iata, flight.destination.iata)
        yield from (part.origin.city, part.destination.city)


@lru_cache(4096)
def name_words(name: str) -> tuple[str, ...]:
    """Who somebody is by name: its words in Latin letters, joined where a hyphen or apostrophe parts them, sorted.

    Each of them is a word by which an order with that passenger is found: "Anne-Marie O'Neill" -> ("annemarie",
    "oneill").
    """
    joined = _JOINED.sub(lambda found: "".join(_WORD.findall(found.group())), in_latin(name))
    return tuple(sorted(_WORD.findall(joined)))


@lru_cache(4096)  # airports, cities and many names come again
def _words(text: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for form in dict.fromkeys((folded(text), in_latin(text))):
        found |= dict.fromkeys(_WORD.findall(form))
        found |= dict.fromkeys("".join(_WORD.findall(one)) for one in _JOINED.findall(form))
        found |= dict.fromkeys(_tails(form))
    return tuple(found)


def in_latin(text: str) -> str:
    """In Latin letters: "Иванов" -> "ivanov", "Łukasz" -> "lukasz"; each word apart from the next."""
    return " ".join(anyascii(unicodedata.normalize("NFC", word)) for word in text.split()).casefold()


def _tails(text: str) -> Iterable[str]:
    """Of words without spaces every end, so that any part of them is found: 山田太郎 by 太郎."""
    for word in _WORD.findall(text):
        if _UNSPACED.search(word):
            yield from (word[start:] for start in range(1, len(word)))
