"""An HTTP adapter whose connection can be cut when an exchange outlives its allowance.

Belongs here: the one thing `requests` has no setting for, a limit on the whole exchange. Its
timeouts bound each wait for a byte, so a server that drips one byte at a time is never late.
Does not belong here: what is asked, and what becomes of a cut exchange (`exchange`).
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class Deadline:
    """Whether the exchange was cut."""

    def __init__(self) -> None:
        self.has_passed = False


class DeadlineAdapter(HTTPAdapter):
    """One connection at a time, without retries of its own, cut at the deadline."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Build the pools on connections that report the socket they talk through."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _reporting_pools(self._watch)

    @contextmanager
    def deadline(self, seconds: float) -> Iterator[Deadline]:
        """Within the block, cut the connection after `seconds`; the deadline then `has_passed`."""
        deadline = Deadline()
        timer = threading.Timer(seconds, self._cut, [deadline])
        timer.daemon = True
        timer.start()
        try:
            yield deadline
        finally:
            timer.cancel()

    def _watch(self, connected: socket.socket) -> None:
        self._socket = connected

    def _cut(self, deadline: Deadline) -> None:
        deadline.has_passed = True
        if self._socket is not None:
            # the plain socket's own shutdown: a TLS socket's would pull the ground from under a read
            # in the other thread; OSError when the far side was faster
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _reporting_pools(watch: Callable[[socket.socket], None]) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            watch(self.sock)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            # the handshake is part of the exchange and can drip as well
            connected = super()._new_conn()
            watch(connected)
            return connected

        def connect(self) -> None:
            super().connect()
            watch(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
