"""Bookings whose tabs were closed: kept as drafts for a while, and brought back in the order they went."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from agentdesk.desk.ports import Drafts
from agentdesk.travel.booking import Draft

_CLOSED = "closed"  # the look of a closed draft: which closing it was, counted up
_MOST = 20
_BEHIND = 10_000  # closed drafts stand behind the open ones


class ClosedBookings:
    """The last twenty, newest last. Older ones are forgotten, and so is a tab in which nothing was begun."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._closed: list[Draft] = []
        self._forgotten: list[str] = []
        self._count = 0

    def __len__(self) -> int:
        return len(self._closed)

    def take_up(self, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
        """Remember the closed ones of all that was kept; the open ones. What nobody knows the outcome of is open."""
        closed = [one for one in drafts if one.look(_CLOSED) and not _is_unsettled(one)]
        self._closed = sorted(closed, key=lambda one: int(one.look(_CLOSED)))
        self._count = int(self._closed[-1].look(_CLOSED)) if self._closed else 0
        ids = {one.id for one in closed}
        return tuple(_opened(one) for one in drafts if one.id not in ids)

    def keep(self, draft: Draft) -> None:
        """In memory at once; `store` afterwards."""
        if _is_untouched(draft):
            self._forgotten.append(draft.id)
            return
        self._count += 1
        self._closed.append(draft.with_look(_CLOSED, str(self._count)))
        gone, self._closed = self._closed[:-_MOST], self._closed[-_MOST:]
        self._forgotten += [old.id for old in gone]

    async def store(self, draft_id: str) -> None:
        """Keep on disk that this one is closed, if it still is, and forget what is to be forgotten."""
        draft = next((one for one in self._closed if one.id == draft_id), None)
        if draft is not None:
            await self._drafts.save(draft, _BEHIND + int(draft.look(_CLOSED)))
        while self._forgotten:
            await self._drafts.remove(self._forgotten.pop())

    async def drop(self, named: Callable[[Draft], bool]) -> None:
        """Those can never be brought back."""
        gone = [one.id for one in self._closed if named(one)]
        self._closed = [one for one in self._closed if one.id not in gone]
        for draft_id in gone:
            await self._drafts.remove(draft_id)

    def bring_back(self) -> Draft | None:
        """The one closed last; whoever opens it saves it as open."""
        return _opened(self._closed.pop()) if self._closed else None


def _opened(draft: Draft) -> Draft:
    return replace(draft, looks=tuple(one for one in draft.looks if one[0] != _CLOSED))


def _is_unsettled(draft: Draft) -> bool:
    return bool(draft.attempt) and not draft.order_id


def _is_untouched(draft: Draft) -> bool:
    form, begun = draft.form, draft.search is not None or draft.offer is not None or bool(draft.attempt)
    return not begun and not any(leg.destination or leg.date for leg in form.legs) and form.adults == 1
