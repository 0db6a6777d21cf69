"""The portal's polite client: one question at a time, with pauses, bounded retries and a circuit.

Belongs here: when the portal is asked. Does not belong here: which questions (`plan`), how one
exchange is bounded (`exchange`), keeping the answers (`fetch`).

Manners: at least `spacing_s` between the end of an answer and the next question, `scope_pause_s`
before another province; four retries at most, for a broken transport or a 5xx only; a wait that
the portal states is kept; a no (401, 403, 429, a web page, a redirect) opens the circuit.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from orchestration.landing.archive import utc_now
from orchestration.portal.circuit import Circuit
from orchestration.portal.exchange import Answer, Exchange, ExchangeFailed, Limits
from orchestration.portal.plan import PlannedRequest
from orchestration.portal.verdict import Blocked, Taken, TryAgain, judge
from orchestration.readings import Refused


@dataclass(frozen=True, slots=True)
class Manners:
    """How the portal is asked; seconds. Pauses grow by up to `jitter` of themselves, never shrink."""

    spacing_s: float = 0.4
    scope_pause_s: float = 2.5
    jitter: float = 0.25
    max_retries: int = 4
    first_backoff_s: float = 2
    longest_backoff_s: float = 60
    patience_s: float = 300  # a stated wait up to this is waited out; a longer one ends the run


@dataclass(frozen=True, slots=True)
class Waiting:
    """The client is about to wait before it asks again, and why."""

    seconds: float
    vi: str
    en: str


class TooLate(Exception):
    """The instant has passed until which the question was to be put."""


class NoAnswer(Refused):
    """A question got no usable answer within its retries; another question may."""


class PortalClient:
    """Asks one portal. `clock`, `sleep` and `chance` (0 ≤ x < 1) are given by tests."""

    def __init__(
        self,
        base_url: str,
        circuit: Circuit,
        contact: str | None = None,
        manners: Manners | None = None,
        limits: Limits | None = None,
        clock: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.base_url = base_url
        self.circuit = circuit
        self.manners = manners or Manners()
        self.clock = clock
        self._exchange = Exchange(base_url, contact, limits, clock)
        self._sleep = sleep
        self._chance = chance
        self._last_scope: str | None = None
        self._last_ended_at: datetime | None = None

    def answers(self, request: PlannedRequest, before: datetime | None = None) -> Iterator[Answer | Waiting]:
        """Ask until the portal has answered; yields each answer as it comes, the failed ones too.

        The caller keeps each answer before asking for the next: only then is it judged here. The
        last one yielded is the answer. Raises `CircuitOpen` when the portal says no, `NoAnswer`
        when the retries are used up, `TooLate` rather than ask at or after the instant `before`.
        """
        for retries in range(self.manners.max_retries + 1):
            self.circuit.require_closed()
            self._keep_distance(request.scope_unit_id)
            if before is not None and self.clock() >= before:
                raise TooLate
            try:
                answer = self._ask(request)
            except ExchangeFailed as failed:
                trouble, wait_s = failed, self._backoff(retries)
            else:
                yield answer
                verdict = judge(answer)
                if isinstance(verdict, Taken):
                    return
                trouble, wait_s = _not_answered(answer), self._wait_after(verdict, request, answer, retries)
            if not trouble.is_passing or retries == self.manners.max_retries:
                raise _no_answer(request, trouble)
            yield _waiting(wait_s, retries + 1, self.manners.max_retries, trouble)
            self._sleep(wait_s)

    def close(self) -> None:
        """Let go of the connection."""
        self._exchange.close()

    def _ask(self, request: PlannedRequest) -> Answer:
        try:
            return self._exchange.post(request.path, request.payload)
        finally:
            self._last_scope, self._last_ended_at = request.scope_unit_id, self.clock()

    def _keep_distance(self, scope: str) -> None:
        if self._last_ended_at is None:
            return
        pause_s = self.manners.spacing_s if scope == self._last_scope else self.manners.scope_pause_s
        passed_s = (self.clock() - self._last_ended_at).total_seconds()
        left_s = self._jittered(pause_s) - max(0.0, passed_s)
        if left_s > 0:
            self._sleep(left_s)

    def _wait_after(
        self, verdict: TryAgain | Blocked, request: PlannedRequest, answer: Answer, retries: int
    ) -> float:
        """Seconds to wait before asking again; opens the circuit for a no or a long stated wait."""
        until = verdict.until if isinstance(verdict, Blocked) else verdict.not_before
        if isinstance(verdict, TryAgain) and until is None:
            return self._backoff(retries)
        cause = verdict.cause if isinstance(verdict, Blocked) else "unavailable"
        stated_s = None if until is None else (until - self.clock()).total_seconds()
        # the stated wait binds every process, and the next run if this one dies while it waits
        opened = self.circuit.open(cause, request.name, f"HTTP {answer.status}", until)
        if stated_s is None or stated_s > self.manners.patience_s or retries == self.manners.max_retries:
            raise opened
        return max(0.0, stated_s) + self.manners.spacing_s

    def _backoff(self, retries: int) -> float:
        return self._jittered(min(self.manners.longest_backoff_s, self.manners.first_backoff_s * 2**retries))

    def _jittered(self, seconds: float) -> float:
        return seconds * (1 + self.manners.jitter * self._chance())


def _not_answered(answer: Answer) -> ExchangeFailed:
    if answer.status < 500:
        return ExchangeFailed(
            f"Cổng xin chờ rồi hãy hỏi tiếp (HTTP {answer.status}).",
            f"The portal asks to wait before asking on (HTTP {answer.status}).",
        )
    return ExchangeFailed(
        f"Cổng báo lỗi (HTTP {answer.status}).", f"The portal reported a failure (HTTP {answer.status})."
    )


def _waiting(seconds: float, number: int, most: int, trouble: ExchangeFailed) -> Waiting:
    return Waiting(
        seconds,
        f"{trouble.vi} Hỏi lại sau {seconds:.0f} giây (lần {number}/{most}).",
        f"{trouble.en} Asking again in {seconds:.0f} s ({number} of {most}).",
    )


def _no_answer(request: PlannedRequest, trouble: ExchangeFailed) -> NoAnswer:
    return NoAnswer(
        request.name,
        f"{trouble.vi} Hãy kiểm tra mạng và trang của Cổng; lần chạy sau sẽ hỏi tiếp phần còn thiếu.",
        f"{trouble.en} Check the network and the portal's page; the next run asks for what is missing.",
    )
