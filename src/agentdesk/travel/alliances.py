"""Which airline belongs to which alliance: the members by their IATA codes."""

from collections.abc import Iterable

_MEMBERS = {
    "Oneworld": "AA AS AT AY BA CX FJ IB JL MH QF QR RJ UL WY",
    "SkyTeam": "AF AM AR CI DL GA KE KL KQ ME MF MU RO SK SV UX VN VS",
    "Star Alliance": "A3 AC AI AV BR CA CM ET LH LO LX MS NH NZ OS OU OZ SA SN SQ TG TK TP UA ZH",
}
"""As the alliances named their full members in July 2025: Fiji Airways and Oman Air had joined Oneworld, SAS had gone
to SkyTeam, ITA Airways had left it (australianfrequentflyer.com.au, flytrippers.com). Joinings only announced then
(Hawaiian, ITA Airways) are left out: an airline that is missing hides nothing, one too many promises what is not so.
"""

ALLIANCE_OF = {code: name for name, codes in _MEMBERS.items() for code in codes.split()}
"""The alliance's name by airline code; airlines outside are missing."""


def alliance_of_all(carriers: Iterable[tuple[str, str]]) -> str:
    """The one alliance that sells or flies each of the flights; "" when there is none.

    A flight is its marketing and its operating airline's code.
    """
    shared: set[str] | None = None
    for sold_by, flown_by in carriers:
        here = {ALLIANCE_OF[code] for code in (sold_by, flown_by) if code in ALLIANCE_OF}
        shared = here if shared is None else shared & here
    return min(shared) if shared else ""
