"""A paper as PDF."""

from statistics import median
from time import perf_counter

from agentdesk.papers.pdf import TypstPapers
from tests.papers.orders import paper, the_family


def itinerary(runs: int = 11) -> float:
    """The median of milliseconds for a family's itinerary."""
    papers, content, times = TypstPapers(), paper(the_family()), []
    for _ in range(runs):
        started = perf_counter()
        assert papers.pdf(content).startswith(b"%PDF")
        times.append((perf_counter() - started) * 1000)
    return median(times)
