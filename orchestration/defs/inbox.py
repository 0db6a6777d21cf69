"""The inbox in Dagster: letters landed and filed as assets, and the sensor that starts a run for each.

Belongs here: when a run is started, and for which file. Does not belong here: which files are
whole, and where they go afterwards (`orchestration.inbox`).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace

import dagster as dg

from orchestration import inbox, pipeline
from orchestration.defs.display import markdown_table
from orchestration.defs.resources import Installation
from orchestration.intake import Taken, outcomes_of
from orchestration.landing.archive import Landing, utc_now
from orchestration.landing.records import Receipt
from orchestration.settings import Settings

OWNERS = ["team:chiso766"]
MAX_RUNS_PER_TICK = 20
CELL_LENGTH = 600


class LetterConfig(dg.Config):
    """Which file of the inbox a run is for; without a path, every whole file there."""

    path: str = ""
    sha256: str = ""


@dg.asset(group_name="landing", owners=OWNERS, kinds={"file"})
def landed_inbox(
    context: dg.AssetExecutionContext, config: LetterConfig, installation: Installation
) -> dg.MaterializeResult[None]:
    """Công văn đặt trong hộp nhận, đưa vào kho gốc. | Letters that somebody put into the inbox, landed.

    A file still being written is left for the next run.
    """
    settings = installation.settings()
    taken = [one for _, documents in _take(context, config, settings) for one in documents]
    for one in taken:
        if one.refused:
            context.log.warning(f"{one.origin}: {one.refused.vi} / {one.refused.en}")
    arrived = pipeline.arrived_of(taken)
    return dg.MaterializeResult(metadata={
        "new": len(arrived.new), "known": len(arrived.known), "refused": len(arrived.refused),
        "documents": dg.MetadataValue.json([one.origin for one in taken]),
    })


@dg.asset(group_name="landing", owners=OWNERS, kinds={"file"}, deps=[dg.AssetKey("published_file")])
def filed_inbox(
    context: dg.AssetExecutionContext, config: LetterConfig, installation: Installation
) -> dg.MaterializeResult[None]:
    """Công văn đã xử lý, chuyển vào done/ hoặc khu cách ly. | Letters dealt with, moved out of the inbox.

    Loaded ones lie in `inbox/done/<date>/`, refused ones in the quarantine with `reason.md`.
    """
    settings = installation.settings()
    taken = _take(context, config, settings)
    filed = inbox.file_inbox(settings, taken, utc_now())
    moves = [(one.path, one.target or "để lại / left") for one in filed]
    return dg.MaterializeResult(metadata={
        "filed": sum(one.target is not None for one in filed),
        "left": sum(one.target is None for one in filed),
        "outcomes": dg.MetadataValue.md(_outcome_table(settings, taken)),
        "files": dg.MetadataValue.md(markdown_table(["tệp / file", "nơi đến / moved to"], moves, CELL_LENGTH)),
    })


take_in_letter = dg.define_asset_job(
    "take_in_letter",
    selection=dg.AssetSelection.groups("core", "rules", "marts", "published")
    | dg.AssetSelection.assets(landed_inbox, filed_inbox),
    executor_def=dg.in_process_executor,
    description="Nhận một công văn trong hộp nhận, dựng, kiểm tra, công bố, rồi chuyển tệp đi. | Land one letter "
    "of the inbox, build, check, publish, then file it. Without config: every whole file of the inbox.",
)


@dg.sensor(
    name="inbox_sensor",
    job=take_in_letter,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Mỗi công văn mới trong hộp nhận được một lượt chạy. | One run for each new document in the "
    "inbox, once nobody has written to it for some seconds. The run's key is the sha256 of the document.",
)
def inbox_sensor(context: dg.SensorEvaluationContext, installation: Installation) -> dg.SensorResult:
    """Look at the inbox; ask for a run for every document that has rested."""
    settings = installation.settings()
    now = utc_now().timestamp()
    watched, wanted = inbox.keep_watch(_remembered(context.cursor), inbox.look(settings.inbox), now)
    requests: dict[str, dg.RunRequest] = {}
    sights = {path: watched[path].sight for path in wanted[:MAX_RUNS_PER_TICK]}
    for one in inbox.waiting_among(settings.inbox, sights):
        if one.sha256 not in requests:
            requests[one.sha256] = _request(settings, one, watched[one.path].asked)
            watched[one.path].asked += 1
            watched[one.path].asked_at = now
    cursor = json.dumps({path: asdict(one) for path, one in watched.items()}, ensure_ascii=False)
    if requests:
        return dg.SensorResult(run_requests=list(requests.values()), cursor=cursor)
    waiting = f"{len(watched)} tệp đang chờ ở {settings.inbox}. / {len(watched)} files wait there."
    return dg.SensorResult(skip_reason=waiting, cursor=cursor)


def _request(settings: Settings, one: inbox.Waiting, asked: int) -> dg.RunRequest:
    """A new document's run has its hash as key; one dropped again, or left behind, has a key of its own."""
    is_known = Landing(settings.landing).holds(Receipt(kind="letter", name=one.path).identity(one.sha256))
    again = f":{one.sight.inode}:{one.sight.mtime_ns}:{asked}" if asked or is_known else ""
    config = LetterConfig(path=one.path, sha256=one.sha256)
    return dg.RunRequest(
        run_key=one.sha256 + again,
        run_config=dg.RunConfig(ops={"landed_inbox": config, "filed_inbox": config}),
        tags={"chiso766/letter": one.path, "chiso766/sha256": one.sha256[:12]},
    )


def _take(
    context: dg.AssetExecutionContext, config: LetterConfig, settings: Settings
) -> list[tuple[inbox.Waiting, list[Taken]]]:
    if config.path:
        waiting: Sequence[inbox.Waiting] = inbox.named(settings.inbox, config.path, config.sha256)
        if not waiting:
            context.log.warning(f"{config.path}: không còn ở đó hoặc đã đổi / no longer there, or changed")
    else:
        waiting = inbox.whole_files(settings.inbox)
    return inbox.take_inbox(settings, waiting, context.log.info)


def _outcome_table(settings: Settings, taken: Iterable[tuple[inbox.Waiting, list[Taken]]]) -> str:
    # told as they stand in the warehouse: they were landed a few steps ago
    landed = (replace(one, is_new=True) for _, documents in taken for one in documents)
    outcomes = outcomes_of(settings, landed)
    rows = [
        (one.origin, one.status, " ".join(one.snapshot_ids),
         " ".join(f"{reason.vi} / {reason.en}" for reason in one.reasons))
        for one in outcomes
    ]
    return markdown_table(["tài liệu / document", "status", "snapshots", "lý do / reason"], rows, CELL_LENGTH)


def _remembered(cursor: str | None) -> dict[str, inbox.Watched]:
    """What the last look left behind; nothing when there was none, or it is of another version."""
    try:
        return {
            path: inbox.Watched(inbox.Sight(**told.pop("sight")), **told)
            for path, told in json.loads(cursor or "{}").items()
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}
