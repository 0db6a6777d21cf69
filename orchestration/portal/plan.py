"""The requests of one run, named before any of them is made.

Belongs here: which questions a cutoff or a closed period takes, in which order, with which
payloads, under which batch. Pure: no clock, no network, no disk. Does not belong here: asking
(`client`), keeping (`fetch`), reading the answers (`contract`, `reading`).

A batch is one attempt at one snapshot: one scope (the country or a province), one period. How
many requests a cutoff of three open periods takes for the 34 provinces depends on the proof that
each province's snapshot is one refresh of the portal:

    none               3 national + 34 × 3 × 6 groups                       = 615
    before             the same + the province's service-results (children) = 717
    before_and_after   the same + service-results again after the groups    = 819

`before_and_after` is the default. The first service-results is wanted anyway (only it tells the
units' totals), so the proof costs 102 requests, and it spans the few seconds of one batch: a
refresh spoils one province, which is then taken again. A national service-results before and
after would cost 3 requests in place of the 102, but spans half an hour, spoils all 34 provinces
at once when it changes, and never shows a unit below the province.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Literal

from orchestration.periods import VIETNAM, Period, PeriodType, period_containing
from orchestration.readings import Refused
from orchestration.reference.registry import load_units

API = "/api/v1/reporting/evaluation/"
SERVICE_RESULTS = "service-results"
NATION = "VN"

# Page sizes as the portal's own pages ask for them.
GROUP_PAGE_SIZES = {
    "transparency": 200,
    "dvc-progress-tree": 100,
    "provide-online-tree": 200,
    "formality-online-payment-tree": 100,
    "handling-satisfaction": 200,
    "dossier-digitized": 200,
}
OPEN_PERIOD_TYPES: tuple[PeriodType, ...] = ("month", "quarter", "year")

# Six answers took peers 9,3 s on 26/09/2026, their own pauses of 0,4 s included.
TYPICAL_ANSWER_S = 1.45

_PAGE = ".page-"

Proof = Literal["none", "before", "before_and_after"]
RunKind = Literal["cutoff", "now", "closing"]


@dataclass(frozen=True, slots=True)
class Province:
    """A province as the portal knows it: official code, `departmentId`, name."""

    unit_id: str
    portal_id: str
    name: str


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """One question to the portal. `name` is unique in its batch; `payload` is the JSON body.

    `portal_id` is the `departmentId` whose answer this must be (None for the whole country).
    """

    name: str
    endpoint: str
    path: str
    payload: dict[str, Any]
    batch_id: str
    scope_unit_id: str
    portal_id: str | None
    period: Period
    page: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """The requests of one run, batch after batch.

    `run_id` names the run: the same run asked for twice has the same id, and so the same batches.
    `cutoff_at` is the scheduled instant; None when the run takes what is there now.
    """

    run_id: str
    kind: RunKind
    asked_at: datetime
    cutoff_at: datetime | None
    proof: Proof
    requests: tuple[PlannedRequest, ...]

    def batches(self) -> Iterator[tuple[PlannedRequest, ...]]:
        """The requests of one snapshot at a time, in the order of the plan."""
        for _, batch in groupby(self.requests, key=lambda request: request.batch_id):
            yield tuple(batch)

    def counts(self) -> dict[str, int]:
        """How many requests go to each endpoint, in the order of first use."""
        return dict(Counter(request.endpoint for request in self.requests))

    def scopes(self) -> tuple[str, ...]:
        """The units asked for, in the order of the plan, each once."""
        return tuple(dict.fromkeys(request.scope_unit_id for request in self.requests))

    def periods(self) -> tuple[Period, ...]:
        """The periods asked for, in the order of the plan, each once."""
        return tuple(dict.fromkeys(request.period for request in self.requests))

    def estimated_minutes(self, spacing_s: float, scope_pause_s: float) -> float:
        """How long the run takes when the portal answers as fast as it usually does."""
        changes_of_scope = len(list(groupby(request.scope_unit_id for request in self.requests))) - 1
        seconds = len(self.requests) * (spacing_s + TYPICAL_ANSWER_S)
        return (seconds + max(changes_of_scope, 0) * scope_pause_s) / 60


def plan_cutoff(
    provinces: Sequence[Province],
    cutoff_at: datetime,
    period_types: Iterable[PeriodType] = OPEN_PERIOD_TYPES,
    proof: Proof = "before_and_after",
) -> Plan:
    """Everything one scheduled cutoff asks for: the periods open at `cutoff_at`, nation first."""
    periods = _open_periods(period_types, cutoff_at)
    stamp = _stamp(cutoff_at)
    run_id = cutoff_at.astimezone(VIETNAM).strftime("%Y-%m-%dT%H%M%S%z")
    requests = tuple(_requests(provinces, periods, stamp, proof))
    return Plan(run_id, "cutoff", cutoff_at, cutoff_at, proof, requests)


def plan_now(
    provinces: Sequence[Province],
    asked_at: datetime,
    period_types: Iterable[PeriodType] = OPEN_PERIOD_TYPES,
    proof: Proof = "before_and_after",
) -> Plan:
    """The periods open at `asked_at`, taken outside the schedule: they belong to no cutoff."""
    periods = _open_periods(period_types, asked_at)
    stamp = f"now-{_stamp(asked_at)}"
    return Plan(stamp, "now", asked_at, None, proof, tuple(_requests(provinces, periods, stamp, proof)))


def plan_period(
    period: Period,
    provinces: Sequence[Province],
    asked_at: datetime,
    proof: Proof = "before_and_after",
) -> Plan:
    """One given period, closed or open, as the portal shows it at `asked_at`.

    Raises `Refused` for a period that has not begun or that the portal does not publish.
    """
    if period.start > asked_at.astimezone(VIETNAM).date():
        raise Refused(
            str(period),
            f"Kỳ này chưa bắt đầu (từ {period.start:%d/%m/%Y}). Hãy chọn kỳ đang diễn ra hoặc đã qua.",
            f"This period has not begun (it starts on {period.start}). Choose a current or past one.",
        )
    kind: RunKind = "closing" if asked_at >= period.closes_at else "now"
    stamp = f"{kind}-{_stamp(asked_at)}"
    requests = tuple(_requests(provinces, (period,), stamp, proof))
    return Plan(f"{kind}-{period}-{_stamp(asked_at)}", kind, asked_at, None, proof, requests)


def choose_provinces(setting: str) -> tuple[Province, ...]:
    """The provinces of `CHISO766_PROVINCES`: codes with commas ("H50,H21"), or "all".

    Raises `Refused` naming a code that is not one of the 34.
    """
    known = {province.unit_id: province for province in all_provinces()}
    if setting.strip().lower() == "all":
        return tuple(known.values())
    codes = tuple(dict.fromkeys(code.strip().upper() for code in setting.split(",") if code.strip()))
    unknown = [code for code in codes if code not in known]
    if unknown or not codes:
        listed = ", ".join(unknown) or "(…)"
        raise Refused(
            "CHISO766_PROVINCES",
            f"Không có tỉnh, thành phố nào mang mã {listed}. Hãy dùng mã như H50, nhiều mã cách nhau "
            "bằng dấu phẩy, hoặc all cho cả nước.",
            f"No province has the code {listed}. Use codes such as H50, several with commas, or all.",
        )
    return tuple(known[code] for code in codes)


def all_provinces() -> tuple[Province, ...]:
    """The provinces that the portal evaluates now, by code."""
    found = (
        Province(unit.unit_id, unit.portal_id, unit.name)
        for unit in load_units()
        if unit.level == "province" and unit.portal_id and unit.valid_to is None
    )
    return tuple(sorted(found, key=lambda province: province.unit_id))


def retaken(batch: Sequence[PlannedRequest], attempt: int) -> tuple[PlannedRequest, ...]:
    """The same questions as the `attempt`-th try at the snapshot (1-based)."""
    return tuple(replace(request, batch_id=f"{base_of(request.batch_id)}.{attempt}") for request in batch)


def base_of(batch_id: str) -> str:
    """The batch without its attempt number: what all tries at one snapshot share."""
    return batch_id.rpartition(".")[0]


def attempt_of(batch_id: str) -> int:
    """Which try at the snapshot a batch is (1-based); 0 for a batch that no plan made."""
    attempt = batch_id.rpartition(".")[2]
    return int(attempt) if attempt.isdecimal() and attempt.isascii() else 0


@dataclass(frozen=True, slots=True)
class BatchName:
    """What a batch's id says: scope and period as text, the run's stamp, the attempt (1-based)."""

    scope_unit_id: str
    period: str
    stamp: str
    attempt: int


def batch_name(batch_id: str) -> BatchName | None:
    """Read an id that a plan gave; None for any other."""
    parts = batch_id.split(".")
    attempt = attempt_of(batch_id)
    return BatchName(parts[0], parts[1], parts[2], attempt) if len(parts) == 4 and attempt else None


def stamp_of(kind: RunKind, asked_at: datetime, cutoff_at: datetime | None) -> str:
    """What the batches of one run have in common in their ids."""
    return _stamp(cutoff_at) if cutoff_at is not None else f"{kind}-{_stamp(asked_at)}"


def question_names(scope_unit_id: str, period: str, proof: Proof) -> dict[str, str]:
    """The first-page questions of one snapshot: their endpoints, by their names."""
    stem = f"{scope_unit_id}.{period}."
    if scope_unit_id == NATION:
        return {stem + SERVICE_RESULTS: SERVICE_RESULTS}
    names = {f"{stem}{SERVICE_RESULTS}.before": SERVICE_RESULTS} if proof != "none" else {}
    names |= {stem + endpoint: endpoint for endpoint in GROUP_PAGE_SIZES}
    return names | ({f"{stem}{SERVICE_RESULTS}.after": SERVICE_RESULTS} if proof == "before_and_after" else {})


def page_of(request: PlannedRequest, page: int) -> PlannedRequest:
    """The same question for a further page."""
    payload = {**request.payload, "currentPage": page}
    return replace(request, name=f"{request.name}{_PAGE}{page}", payload=payload, page=page)


def first_page_name(name: str) -> str:
    """The name of the question whose further page a request of this name asks for."""
    return name.partition(_PAGE)[0]


def _open_periods(period_types: Iterable[PeriodType], instant: datetime) -> tuple[Period, ...]:
    today = instant.astimezone(VIETNAM).date()
    return tuple(period_containing(kind, today) for kind in period_types)


def _requests(
    provinces: Sequence[Province], periods: Sequence[Period], stamp: str, proof: Proof
) -> Iterator[PlannedRequest]:
    for period in periods:
        _require_published(period)
        yield _national(period, stamp)
    for province in provinces:
        for period in periods:
            yield from _provincial(province, period, stamp, proof)


def _require_published(period: Period) -> None:
    if period.type not in OPEN_PERIOD_TYPES:
        raise Refused(
            str(period),
            "Cổng không công bố kết quả 6 tháng. Hãy chọn kỳ tháng, quý hoặc năm.",
            "The portal publishes no half-years. Choose a month, a quarter or a year.",
        )


def _national(period: Period, stamp: str) -> PlannedRequest:
    payload = {**_time(period), "departmentType": "ADMINISTRATIVE_UNIT"}
    return PlannedRequest(
        f"{NATION}.{period}.{SERVICE_RESULTS}",
        SERVICE_RESULTS,
        API + SERVICE_RESULTS,
        payload,
        f"{NATION}.{period}.{stamp}.1",
        NATION,
        None,
        period,
    )


def _provincial(province: Province, period: Period, stamp: str, proof: Proof) -> Iterator[PlannedRequest]:
    def ask(endpoint: str, payload: dict[str, Any], suffix: str = "") -> PlannedRequest:
        return PlannedRequest(
            f"{province.unit_id}.{period}.{endpoint}{suffix}",
            endpoint,
            API + endpoint,
            payload,
            f"{province.unit_id}.{period}.{stamp}.1",
            province.unit_id,
            province.portal_id,
            period,
        )

    root = {"rootDepartmentId": province.portal_id}
    if proof != "none":
        yield ask(SERVICE_RESULTS, {**_time(period), **root}, ".before")
    for endpoint, page_size in GROUP_PAGE_SIZES.items():
        when = _dates(period) if endpoint == "handling-satisfaction" else _time(period)
        yield ask(endpoint, {**when, **root, "currentPage": 1, "pageSize": page_size})
    if proof == "before_and_after":
        yield ask(SERVICE_RESULTS, {**_time(period), **root}, ".after")


def _time(period: Period) -> dict[str, Any]:
    asked: dict[str, Any] = {"timeType": period.type, "year": period.start.year}
    return asked if period.type == "year" else {**asked, period.type: period.number}


def _dates(period: Period) -> dict[str, Any]:
    # this one endpoint is asked by dates, not by period
    return {"fromDate": period.start.isoformat(), "toDate": period.end.isoformat()}


def _stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
