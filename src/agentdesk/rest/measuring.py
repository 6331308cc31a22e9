"""What the service counts of itself, for Prometheus: calls, how long they took, what is under way."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

_STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 130.0)  # seconds


class Measures:
    """Counters of one process. Routes are named as they are documented, never with anybody's ids."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._calls = Counter("agentdesk_calls", "Calls answered", labels, registry=self._registry)
        self._seconds = Histogram(
            "agentdesk_call_seconds", "Time to the answer", ("method", "route"), buckets=_STEPS, registry=self._registry
        )

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One call; a route of "" is an address where there is nothing."""
        named = route or "none"
        self._calls.labels(method, named, str(status)).inc()
        self._seconds.labels(method, named).observe(seconds)

    def watch(self, name: str, what: str, read: Callable[[], float]) -> None:
        """A gauge that is read when asked for."""
        Gauge(f"agentdesk_{name}", what, registry=self._registry).set_function(read)

    def told(self) -> bytes:
        return generate_latest(self._registry)


def measures(counts: Measures) -> APIRouter:
    """`GET /metrics`, without a token: it tells no more than how busy the service is."""
    router = APIRouter(include_in_schema=False)

    async def metrics() -> Response:
        return Response(counts.told(), media_type=CONTENT_TYPE_LATEST)

    router.add_api_route("/metrics", metrics)
    return router
