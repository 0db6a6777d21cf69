"""Jobs, and when they run by themselves.

Belongs here: which assets a job takes, and the clock. Does not belong here: the assets. All jobs run
in one process: the warehouse has one writer, so more processes would only wait for each other.
"""

import dagster as dg

from orchestration.defs.assets import landed_archive
from orchestration.defs.sources import landed_sources

replay_archive = dg.define_asset_job(
    "replay_archive",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets(landed_sources),
    executor_def=dg.in_process_executor,
    description="Nạp lại một thư mục lưu trữ rồi dựng, kiểm tra, công bố. | Land an archive folder and the "
    "inbox, then build, check and publish. The folder is the op config of landed_archive.",
)

refresh_warehouse = dg.define_asset_job(
    "refresh_warehouse",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets(landed_archive, landed_sources),
    executor_def=dg.in_process_executor,
    description="Nhận hộp thư, dựng, kiểm tra, công bố. | Land the inbox, then build, check and publish "
    "what landing holds.",
)

daily_cutoff = dg.ScheduleDefinition(
    name="daily_cutoff",
    job=refresh_warehouse,
    cron_schedule="0 16 * * *",
    execution_timezone="Asia/Ho_Chi_Minh",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="16h hằng ngày, giờ Việt Nam. Chưa tự lấy số liệu từ cổng: chỉ dựng từ kho gốc và hộp nhận. "
    "| Daily at 16:00 Vietnam time. It does NOT fetch from the portal yet: it only takes up what landing and "
    "the inbox hold. Stopped until somebody starts it.",
)
