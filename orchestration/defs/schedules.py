"""Jobs, and when they run by themselves.

Belongs here: which assets a job takes, and the clock. Does not belong here: the assets. All jobs run
in one process: the warehouse has one writer, so more processes would only wait for each other.

Every schedule is stopped until a person starts it: from then on this machine asks the portal.
"""

import dagster as dg

from orchestration.defs.assets import landed_archive
from orchestration.defs.portal import closing_snapshot, closing_wanted, portal_snapshot
from orchestration.defs.resources import Installation
from orchestration.defs.sources import landed_sources
from orchestration.periods import VIETNAM

_FETCHED = dg.AssetSelection.assets(portal_snapshot, closing_snapshot, landed_sources)
_BUILT = dg.AssetSelection.all() - dg.AssetSelection.assets(landed_archive) - _FETCHED

replay_archive = dg.define_asset_job(
    "replay_archive",
    selection=dg.AssetSelection.all() - _FETCHED,
    executor_def=dg.in_process_executor,
    description="Nạp lại một thư mục lưu trữ rồi dựng, kiểm tra, công bố. | Land an archive folder and the "
    "inbox, then build, check and publish. The folder is the op config of landed_archive.",
)

refresh_warehouse = dg.define_asset_job(
    "refresh_warehouse",
    selection=_BUILT,
    executor_def=dg.in_process_executor,
    description="Nhận hộp thư, dựng, kiểm tra, công bố. | Land the inbox, then build, check and publish "
    "what landing holds.",
)

take_cutoff = dg.define_asset_job(
    "take_cutoff",
    selection=_BUILT | dg.AssetSelection.assets(portal_snapshot),
    executor_def=dg.in_process_executor,
    description="Lấy số liệu mốc chốt từ Cổng rồi dựng, kiểm tra, công bố. | Fetch one day's cutoff from the "
    "portal, then build, check and publish. The partition is the cutoff's date.",
)

take_closed_periods = dg.define_asset_job(
    "take_closed_periods",
    selection=_BUILT | dg.AssetSelection.assets(closing_snapshot),
    executor_def=dg.in_process_executor,
    description="Lấy lại kỳ đã đóng khi đến lượt. | Take the closed periods whose turn it is, then build, check "
    "and publish; what changed stands in revisions.",
)

FETCHING_JOBS = (take_cutoff.name, take_closed_periods.name)


@dg.schedule(
    name="daily_cutoff", job=take_cutoff, cron_schedule="0 16 * * *", execution_timezone="Asia/Ho_Chi_Minh",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="16h hằng ngày, giờ Việt Nam: lấy số liệu từ Cổng. | Daily at 16:00 in Vietnam: fetches from the "
    "portal. A tick that comes late inside the window takes the snapshot; later, the cutoff is missed.",
)  # fmt: skip
def daily_cutoff(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """One run for the cutoff of the tick's own day in Vietnam."""
    day = context.scheduled_execution_time.astimezone(VIETNAM).date().isoformat()
    return dg.RunRequest(run_key=day, partition_key=day)


@dg.schedule(
    name="closed_periods", job=take_closed_periods, cron_schedule="30 8 * * *",
    execution_timezone="Asia/Ho_Chi_Minh", default_status=dg.DefaultScheduleStatus.STOPPED,
    description="8h30 hằng ngày: lấy kỳ vừa đóng vào ngày thứ 1, 2, 3, 5, 8, 13, 21, 34, 55. | Daily at 08:30: "
    "takes the newest closed periods on the falling rhythm; most days nothing is due.",
)  # fmt: skip
def closed_periods(
    context: dg.ScheduleEvaluationContext, installation: Installation
) -> dg.RunRequest | dg.SkipReason:
    """One run when a closed period's turn has come."""
    due = closing_wanted(installation.settings()).periods
    if not due:
        return dg.SkipReason("Chưa kỳ nào đến lượt. / No closed period is due.")
    day = context.scheduled_execution_time.astimezone(VIETNAM).date().isoformat()
    return dg.RunRequest(run_key=f"{day} {', '.join(map(str, due))}")


cutoff_watch = dg.ScheduleDefinition(
    name="cutoff_watch",
    job=refresh_warehouse,
    cron_schedule="15 18 * * *",
    execution_timezone="Asia/Ho_Chi_Minh",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="18h15 hằng ngày: dựng lại và kiểm tra mốc chốt hôm nay đã có. | Daily at 18:15, when the window "
    "has closed: builds, and checks that today's cutoff is there, also when the 16:00 tick never came.",
)
