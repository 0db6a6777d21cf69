"""The portal's snapshots in Dagster: one partition per daily cutoff, and the closed periods.

Belongs here: the partition, the two fetching assets, what ops see of a fetch, the check that the newest
due cutoff is loaded. Does not belong here: fetching itself (`orchestration.fetching`), schedules.

A partition's key is the cutoff's own date: the cutoff of key 2026-11-23 is 16:00 on 23 November in
Vietnam. The portal shows only the present, so a partition past its window stays unfilled for ever.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import dagster as dg

from orchestration import fetching
from orchestration.defs.assets import OWNERS, published_file
from orchestration.defs.display import Metadata, markdown_table
from orchestration.defs.resources import Installation
from orchestration.fetching import Fetched
from orchestration.landing.archive import utc_now
from orchestration.periods import VIETNAM, Period
from orchestration.portal.cutoffs import CUTOFF_WINDOW
from orchestration.portal.fetch import FetchResult
from orchestration.portal.plan import Plan, Proof, Province, choose_provinces, first_page_name, question_names
from orchestration.portal.progress import FetchEvent
from orchestration.portal.runs import FetchBusy, GapReason, RunLog
from orchestration.portal.wanted import Wanted, cutoff_of_day
from orchestration.readings import Refused
from orchestration.settings import Settings
from orchestration.warehouse.connection import open_reader

PORTAL_POOL = "portal"
FIRST_CUTOFF = "2026-11-01"

# From midnight to midnight, so that a key is the date of the cutoff inside it; one day ahead of what
# Dagster calls complete, so that today's cutoff can be taken today.
cutoff_days = dg.DailyPartitionsDefinition(FIRST_CUTOFF, timezone="Asia/Ho_Chi_Minh", end_offset=1)

# Only what may pass by itself is tried again: a portal that does not answer. What has landed is kept.
RETRIES = dg.RetryPolicy(max_retries=2, delay=300, backoff=dg.Backoff.EXPONENTIAL)


@dg.asset(
    key="portal_snapshot", group_name="landing", owners=OWNERS, kinds={"json"}, partitions_def=cutoff_days,
    pool=PORTAL_POOL, retry_policy=RETRIES,
)  # fmt: skip
def portal_snapshot(
    context: dg.AssetExecutionContext, installation: Installation
) -> dg.MaterializeResult[None]:
    """Số liệu của Cổng tại mốc chốt 16h. | The portal's answers of one day's cutoff, landed.

    One question at a time with polite pauses; killed and started again, it goes on where it was.
    """
    settings = installation.settings()
    wanted = Wanted(_provinces(settings), cutoff_of_day(date.fromisoformat(context.partition_key)))
    return _fetch(context, settings, wanted)


@dg.asset(
    key="closing_snapshot", group_name="landing", owners=OWNERS, kinds={"json"}, pool=PORTAL_POOL,
    retry_policy=RETRIES,
)  # fmt: skip
def closing_snapshot(
    context: dg.AssetExecutionContext, installation: Installation
) -> dg.MaterializeResult[None]:
    """Số liệu của kỳ đã đóng, lấy thưa dần. | The newest closed month, quarter and year, when it is their turn.

    The portal rewrites a closed period for weeks: it is taken 1, 2, 3, 5, 8, 13, 21, 34 and 55 days after.
    """
    settings = installation.settings()
    return _fetch(context, settings, closing_wanted(settings))


@dg.asset_check(asset=published_file, description="The newest cutoff whose window has passed was taken whole.")
def newest_due_cutoff_is_loaded(installation: Installation) -> dg.AssetCheckResult:
    """Not freshness: a run that loaded an old cutoff is fresh and still leaves the newest one missing."""
    settings = installation.settings()
    due = newest_due(utc_now())
    with open_reader(settings.current) as connection:
        first = connection.execute("select min(cutoff_at) from core.cutoff_log").fetchall()[0][0]
        found = connection.execute(
            "select outcome, text_vi || ' / ' || text_en from core.cutoff_log where cutoff_at = ?", [due]
        ).fetchall()
    outcome, text = found[0] if found else ("missed", f"Không có dòng nào của {due}. / Nothing tells of {due}.")
    is_before_first = first is None or due < first
    return dg.AssetCheckResult(
        passed=is_before_first or outcome == "taken",
        severity=dg.AssetCheckSeverity.ERROR,
        description="Chưa có mốc chốt nào theo lịch. / Nothing was scheduled yet." if is_before_first else text,
        metadata={"cutoff_at": due.isoformat(), "outcome": "none scheduled" if is_before_first else outcome},
    )


def newest_due(now: datetime) -> datetime:
    """The newest daily cutoff whose window has passed at `now`."""
    today = cutoff_of_day(now.astimezone(VIETNAM).date())
    return today if now >= today + CUTOFF_WINDOW else today - timedelta(days=1)


def closing_wanted(settings: Settings) -> Wanted:
    """The closed periods whose turn it is."""
    return fetching.closing_wanted(settings, Wanted(_provinces(settings)), utc_now())


def _provinces(settings: Settings) -> tuple[Province, ...]:
    return choose_provinces(",".join(settings.provinces))


def _fetch(context: dg.AssetExecutionContext, settings: Settings, wanted: Wanted) -> dg.MaterializeResult[None]:
    try:
        plans = fetching.plan_fetch(settings, wanted, utc_now())
        fetched = fetching.fetch(settings, plans, _Log(context, plans), clock=utc_now)
    except Refused as refused:
        # another fetch will have ended by the next try; a cutoff to come will not have come
        is_busy = isinstance(refused, FetchBusy)
        raise dg.Failure(f"{refused.vi} / {refused.en}", allow_retries=is_busy) from refused
    metadata = _metadata(fetched)
    _require_taken(fetched, metadata)
    return dg.MaterializeResult(metadata=metadata)


def _require_taken(fetched: Fetched, metadata: Metadata) -> None:
    """Fail where the snapshot is not what the partition promises; its metadata stays with the failure."""
    missed = next((result for result in fetched.results if result.ended == "missed"), None)
    if missed is not None:
        raise dg.Failure(missed_sentence(missed), metadata=metadata, allow_retries=False)
    stopped = next((result.stopped for result in fetched.results if result.stopped is not None), None)
    if stopped is not None:
        may_pass = fetched.circuit is None
        raise dg.Failure(f"{stopped.vi} / {stopped.en}", metadata=metadata, allow_retries=may_pass)


def missed_sentence(result: FetchResult) -> str:
    """Why a cutoff stays empty, and that this is right."""
    cutoff = result.log.cutoff_at
    stated = "" if cutoff is None else f"{cutoff.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
    hours = CUTOFF_WINDOW.total_seconds() / 3600
    return (
        f"Mốc chốt {stated} đã lỡ: quá cửa sổ {hours:g} giờ. Cổng chỉ cho xem hiện tại nên không lấy bù; phân vùng để "
        f"trống, bảng coverage ghi lý do. / The cutoff {stated} is missed: its window of {hours:g} h has passed. The "
        "portal shows only the present, so it is never filled later; coverage tells why."
    )


def _metadata(fetched: Fetched) -> Metadata:
    sessions = [result.session for result in fetched.results]
    seconds = sum(((s.finished_at or s.started_at) - s.started_at).total_seconds() for s in sessions)
    late = [fetching.lateness(result.log) for result in fetched.results]
    return {
        "planned": sum(result.log.planned for result in fetched.results),
        "missing": sum(len(result.log.gaps) for result in fetched.results),
        "requests": sum(session.asked for session in sessions),
        "already_landed": sum(session.already_landed for session in sessions),
        "unchanged": sum(session.unchanged for session in sessions),
        "refused": sum(session.refused for session in sessions),
        "mixed_refresh": ", ".join(batch for result in fetched.results for batch in result.log.mixed_batches) or "–",
        "bytes": sum(session.bytes_received for session in sessions),
        "duration_s": round(seconds, 1),
        "late_minutes": max((round(each.total_seconds() / 60) for each in late if each), default=0),
        "ended": ", ".join(result.ended for result in fetched.results) or "nothing due",
        "taken": dg.MetadataValue.md(_taken_table(fetched.results)),
    }


def _taken_table(results: Iterable[FetchResult]) -> str:
    """For each run, scope by period: how many of the planned answers are there, and why others are not."""
    return "\n\n".join(f"**{result.log.run_id}**\n\n{_taken_of(result.log)}" for result in results)


def _taken_of(log: RunLog) -> str:
    missing: dict[tuple[str, str], dict[str, GapReason]] = defaultdict(dict)
    for gap in log.gaps:
        period = str(Period(gap.period_type, gap.period_start))
        # a missing further page leaves its whole question unanswered
        missing[gap.scope_unit_id, period].setdefault(first_page_name(gap.request), gap.reason)
    rows = [
        [scope, *(_cell(scope, period, log.proof, missing[scope, period]) for period in log.periods)]
        for scope in log.scopes
    ]
    return markdown_table(["", *log.periods], rows)


def _cell(scope: str, period: str, proof: Proof, missing: dict[str, GapReason]) -> str:
    planned = len(question_names(scope, period, proof))
    reasons = ", ".join(f"{count} {reason}" for reason, count in Counter(missing.values()).items())
    return f"{planned - len(missing)}/{planned}" + (f" ({reasons})" if reasons else "")


class _Log:
    """Tells a run's progress to the run's log: one line a scope, and whatever went wrong."""

    def __init__(self, context: dg.AssetExecutionContext, plans: Iterable[Plan]) -> None:
        self._context = context
        self._scopes = {request.name: request.scope_unit_id for plan in plans for request in plan.requests}
        self._scope = ""

    def __call__(self, event: FetchEvent) -> None:
        if event.vi:
            self._context.log.warning(f"[{event.kind}] {event.subject}: {event.vi} / {event.en}")
        scope = self._scopes.get(event.subject, self._scope)
        if scope != self._scope:
            self._scope = scope
            self._context.log.info(f"{scope}: {event.done}/{event.planned}")

