"""The demo portal over HTTP, on this machine only.

Belongs here: connections, the order of faults, the record of what was asked, the control paths.
Does not belong here: what the answers say (`answers`) and what a fault does (`faults`).

    POST   /_demo/faults   {"kind": "429", "times": 2, ...}   add a fault
    DELETE /_demo/faults                                       no more faults
    POST   /_demo/today    {"date": "2026-10-06"}              the portal's day
    GET    /_demo/asked                                        the questions put so far
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from orchestration.demo_portal.answers import answer
from orchestration.demo_portal.faults import QUESTION_FAULTS, REFRESH, REPLY_FAULTS, Fault, Reply
from orchestration.demo_portal.parts import encoded
from orchestration.demo_portal.questions import NotUnderstood, understand
from orchestration.demo_portal.replay import Replay
from orchestration.periods import VIETNAM

LARGEST_REQUEST = 64 * 1024
INVENTED = "demo portal; invented figures"
REPLAYED = "demo portal; captures replayed"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question put to the portal: the faults that struck it, who asked, over which connection."""

    path: str
    payload: Any
    faults: tuple[str, ...]
    user_agent: str
    connection: int


class _Plight:
    """A fault and how often it has met a request it matches."""

    def __init__(self, fault: Fault) -> None:
        self.fault, self.met = fault, 0

    def strikes(self, path: str) -> bool:
        """Whether the fault strikes this request; counts it."""
        if self.fault.match not in path:
            return False
        self.met += 1
        struck = self.met - self.fault.skip
        return struck > 0 and (self.fault.times == 0 or struck <= self.fault.times)


class DemoPortal:
    """A portal at `url`. As a context manager it serves in the background until left."""

    def __init__(
        self,
        port: int = 0,
        today: date | None = None,
        replay: Path | None = None,
        faults: Iterable[Fault] = (),
    ) -> None:
        self.today = today
        self.asked: list[Asked] = []
        self._replay = Replay(replay) if replay else None
        self._plights = [_Plight(fault) for fault in faults]
        self._refreshes = 0
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), self)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def serve(self) -> None:
        """Answer until `close` is called from another thread, or the process is interrupted."""
        self._server.serve_forever(poll_interval=0.02)

    def close(self) -> None:
        """Stop answering; a drip under way ends."""
        self._server.is_closing.set()
        self._server.shutdown()
        self._server.server_close()

    def inject(self, fault: Fault) -> None:
        """Let a fault strike from the next request on."""
        with self._lock:
            self._plights.append(_Plight(fault))

    def clear_faults(self) -> None:
        """No more faults; what a refresh changed stays changed."""
        with self._lock:
            self._plights.clear()

    def reply(self, path: str, payload: Any, user_agent: str = "", connection: int = 0) -> Reply:
        """The reply to one question, faults included."""
        with self._lock:
            faults = [plight.fault for plight in self._plights if plight.strikes(path)]
            self._refreshes += sum(fault.kind == REFRESH for fault in faults)
            struck_by = tuple(fault.kind for fault in faults)
            self.asked.append(Asked(path, payload, struck_by, user_agent, connection))
            day = self._day()
        reply = self._answer(path, payload, day, faults)
        for fault in faults:
            if fault.kind in REPLY_FAULTS:
                reply = REPLY_FAULTS[fault.kind](reply, fault)
        return reply

    def _answer(self, path: str, payload: Any, day: date, faults: list[Fault]) -> Reply:
        if self._replay is not None:
            captured = self._replay.answer(path, payload, day)
            return _reply(201, captured, REPLAYED) if captured else _not_understood("no capture of this", 404)
        try:
            question = understand(path, payload, day)
        except NotUnderstood as error:
            return _not_understood(str(error), 400)
        for fault in faults:
            if fault.kind in QUESTION_FAULTS:
                question = QUESTION_FAULTS[fault.kind](question, fault)
        return _reply(201, answer(question), INVENTED)

    def _day(self) -> date:
        today = self.today or datetime.now(VIETNAM).date()
        return today + timedelta(days=self._refreshes)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], portal: DemoPortal) -> None:
        self.portal = portal
        self.is_closing = threading.Event()
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away: being killed is what some clients are for."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        """Answer a question of the API, or do what `/_demo/` is told."""
        try:
            payload = json.loads(self._body())
        except (ValueError, RecursionError):
            self._send(_not_understood("the body is not JSON", 400))
            return
        if self.path.startswith("/_demo/"):
            self._send(self._control(payload))
        else:
            asker = self.headers.get("User-Agent", "")
            self._send(self.server.portal.reply(self.path, payload, asker, self.client_address[1]))

    def do_DELETE(self) -> None:
        if self.path == "/_demo/faults":
            self.server.portal.clear_faults()
        self._send(_reply(200, b"{}", INVENTED))

    def do_GET(self) -> None:
        if self.path == "/_demo/asked":
            asked = [asdict(question) for question in list(self.server.portal.asked)]
            self._send(_reply(200, encoded({"asked": asked}), INVENTED))
        else:
            self._send(_not_understood("the portal is asked by POST", 404))

    def log_message(self, format: str, *args: Any) -> None:
        """Be quiet: what was asked is kept in `DemoPortal.asked`."""

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "0")
        size = int(length) if length.isdecimal() else 0
        if size > LARGEST_REQUEST:
            self.close_connection = True
            return b""
        return self.rfile.read(size)

    def _control(self, payload: Any) -> Reply:
        portal = self.server.portal
        try:
            if self.path == "/_demo/faults":
                portal.inject(Fault(**payload))
            elif self.path == "/_demo/today":
                portal.today = date.fromisoformat(payload["date"])
            else:
                return _not_understood("no such control", 404)
        except (TypeError, ValueError, KeyError) as error:
            return _not_understood(str(error), 400)
        return _reply(200, b"{}", INVENTED)

    def _send(self, reply: Reply) -> None:
        closing = self.server.is_closing
        closing.wait(reply.delay_s)
        if reply.sent is not None:
            self.close_connection = True
        # a client that has gone away is no fault of ours
        with suppress(OSError):
            if reply.drip_head_s or reply.drip_body_s:
                self._drip(_head(reply), reply.drip_head_s)
                self._drip(reply.body, reply.drip_body_s)
            elif reply.sent != -1:
                self.wfile.write(_head(reply) + reply.body[: reply.sent])

    def _drip(self, content: bytes, seconds: float) -> None:
        if not seconds:
            self.wfile.write(content)
            return
        for byte in content:
            if self.server.is_closing.wait(seconds):
                return
            self.wfile.write(bytes([byte]))


def _head(reply: Reply) -> bytes:
    headers = {**reply.headers, "Content-Length": str(len(reply.body)), "Date": formatdate(usegmt=True)}
    lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _reply(status: int, body: bytes, kind: str) -> Reply:
    return Reply(status, body, {"Content-Type": "application/json; charset=utf-8", "X-Demo": kind})


def _not_understood(why: str, status: int) -> Reply:
    body = encoded({"code": "NOT_UNDERSTOOD", "data": None, "message": f"demo portal: {why}"})
    return replace(_reply(status, body, INVENTED))
