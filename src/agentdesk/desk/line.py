"""The line to the upstream: says once that it is lost and once that it is back."""

from collections.abc import Awaitable
from typing import TypeVar

from agentdesk.desk.news import Board, LineBack, LineLost
from agentdesk.travel.errors import ConnectionLost, NeverSent, RefusedByUpstream

_T = TypeVar("_T")


class Line:
    """Shared by all who ask the upstream, so that trouble is told once and not by each."""

    def __init__(self, news: Board) -> None:
        self._news = news
        self.is_lost = False

    async def carrying(self, question: Awaitable[_T]) -> _T:
        """The answer to a question; whether one came says how the line is. Raises what the question raises."""
        try:
            answer = await question
        except (ConnectionLost, NeverSent):
            self.lost(asked=True)
            raise
        except RefusedByUpstream:
            self.works()
            raise
        self.works()
        return answer

    def lost(self, *, asked: bool = False) -> None:
        """`asked`: by somebody who waits for the answer."""
        if not self.is_lost:
            self.is_lost = True
            self._news.tell(LineLost(asked))

    def works(self) -> None:
        if self.is_lost:
            self.is_lost = False
            self._news.tell(LineBack())
