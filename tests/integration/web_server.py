"""A web site of a province on the loopback, for tests: pages, documents, and misbehaviour."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """`pages` maps a path to what answers it; `asked` is every request that arrived."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.port = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


def answer(body: bytes = b"", status: int = 200, **headers: str) -> Answer:
    """A plain answer; with an `ETag` it is also not modified for whoever has it."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}

    def send(handler: BaseHTTPRequestHandler) -> None:
        is_known = "ETag" in told and handler.headers.get("If-None-Match") == told["ETag"]
        handler.send_response(304 if is_known else status)
        for name, value in told.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0" if is_known else str(len(body)))
        handler.end_headers()
        if not is_known:
            handler.wfile.write(body)
    return send


@contextmanager
def serve() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            site.pages.get(self.path, answer(b"not here", 404))(self)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
