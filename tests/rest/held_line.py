"""A line to the airline that holds back the answers to orders until it is told to let them go."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

LONGEST = 60  # seconds
_KEPT = ("content-type", "x-request-id", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "date")


class HeldLine:
    """`arrived` is set once an order is made and nobody has heard; `let_go` passes the answer on."""

    def __init__(self, upstream: str) -> None:
        self.arrived, self._free = threading.Event(), threading.Event()
        self._http = httpx.Client(base_url=upstream, timeout=LONGEST)
        line = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self) -> None:
                line.pass_on(self)

            do_GET = do_POST = pass_on

            def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
                """The test's output is for the test."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def let_go(self) -> None:
        self._free.set()

    def pass_on(self, asked: BaseHTTPRequestHandler) -> None:
        body = asked.rfile.read(int(asked.headers.get("content-length", 0)))
        headers = {name: value for name, value in asked.headers.items() if name.lower() not in ("host", "connection")}
        answer = self._http.request(asked.command, asked.path, content=body, headers=headers)
        if (asked.command, asked.path) == ("POST", "/air/orders"):
            self.arrived.set()
            self._free.wait(LONGEST)
        asked.send_response_only(answer.status_code)
        for name in _KEPT:
            if name in answer.headers:
                asked.send_header(name, answer.headers[name])
        asked.send_header("content-length", str(len(answer.content)))
        asked.end_headers()
        asked.wfile.write(answer.content)

    def close(self) -> None:
        self.let_go()
        self.server.shutdown()
        self.server.server_close()
        self._http.close()


@contextmanager
def held_line(upstream: str) -> Iterator[HeldLine]:
    line = HeldLine(upstream)
    serving = threading.Thread(target=line.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    serving.start()
    try:
        yield line
    finally:
        line.close()
        serving.join()
