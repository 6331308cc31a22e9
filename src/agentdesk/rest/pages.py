"""A page to try the calls at, with everything it needs from us, and what the service tells of itself."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_TYPES = {"html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
_FILES = ("swagger-ui-bundle.js", "swagger-ui.css", "start.js")


def pages(read: Callable[[str], bytes]) -> APIRouter:
    """The documentation; `read` gives a file of the program's resources."""
    router = APIRouter(include_in_schema=False)

    def show(name: str) -> Callable[[], Response]:
        def answer() -> Response:
            headers = {"Content-Security-Policy": _PAGE_POLICY, "Cache-Control": "no-cache"}
            return Response(read(f"rest/{name}"), media_type=_TYPES[name.rpartition(".")[2]], headers=headers)

        return answer

    router.add_api_route("/docs", show("docs.html"))
    for name in _FILES:
        router.add_api_route(f"/docs/{name}", show(name))
    return router
