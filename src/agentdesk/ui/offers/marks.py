"""The offers marked for comparison: up to four, one for each journey, kept with the tab."""

from collections.abc import Mapping

from agentdesk.travel.offers import Offer
from agentdesk.ui.book.tab import Tab

MOST = 4
_LOOK = "offers.marked"


class Marks:
    """Ids in the order in which they were marked."""

    def __init__(self, tab: Tab) -> None:
        self._tab = tab

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(one for one in self._tab.draft.look(_LOOK).split() if one)

    def holds(self, offer: Offer) -> bool:
        return offer.id in self.ids

    def offers(self, known: Mapping[str, Offer]) -> list[Offer]:
        """Those that are still there."""
        return [known[one] for one in self.ids if one in known]

    def toggle(self, offer: Offer, known: Mapping[str, Offer], *, exact: bool) -> bool:
        """Mark it or take it out; another fare of marked flights takes their place, or takes them out if not `exact`.

        False when there are four already.
        """
        marked = self.offers(known)
        same = next((one for one in marked if one.journey_key == offer.journey_key), None)
        if same is not None and (same.id == offer.id or not exact):
            self.put([one.id for one in marked if one.id != same.id])
        elif same is not None:
            self.put([offer.id if one.id == same.id else one.id for one in marked])
        elif len(marked) >= MOST:
            return False
        else:
            self.put([*(one.id for one in marked), offer.id])
        return True

    def put(self, ids: list[str]) -> None:
        self._tab.fold(self._tab.draft.with_look(_LOOK, " ".join(ids)))
