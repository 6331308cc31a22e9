"""A paper as PDF."""

from statistics import median
from time import perf_counter

from agentdesk.desk.paper_content import CancellationNote, HoldConfirmation, Paper, Receipt
from agentdesk.papers.pdf import TypstPapers
from tests.papers.orders import called_off, on_hold, paper, the_family


def itinerary(runs: int = 11) -> float:
    """The median of milliseconds for a family's itinerary."""
    return _taken(TypstPapers(), paper(the_family()), "en", runs)


def slowest(runs: int = 5) -> float:
    """The longest such median among the papers of a family in every language."""
    papers = TypstPapers()
    trip, held, ended = paper(the_family()), paper(on_hold()), paper(called_off())
    contents: tuple[Paper, ...] = (
        Receipt(trip, "balance"),
        HoldConfirmation(held, "America/New_York", holds_seats=False),
        CancellationNote(ended, ended.total, ended.total, "balance", (), ended.issued_at),
    )
    return max(_taken(papers, content, code, runs) for content in contents for code, _ in papers.languages)


def _taken(papers: TypstPapers, content: Paper, language: str, runs: int) -> float:
    times = []
    for _ in range(runs):
        started = perf_counter()
        assert papers.pdf(content, language=language).startswith(b"%PDF")
        times.append((perf_counter() - started) * 1000)
    return median(times)
