"""The Dagster code location `chiso766`, assembled.

Belongs here: putting together what `orchestration.defs` defines; nothing else.
"""

import dagster as dg

from orchestration.defs.alerting import failed_check, failed_run
from orchestration.defs.assets import landed_archive, published_file, warehouse
from orchestration.defs.inbox import filed_inbox, inbox_sensor, landed_inbox, take_in_letter
from orchestration.defs.portal import closing_snapshot, newest_due_cutoff_is_loaded, portal_snapshot
from orchestration.defs.publications import annex_documents, open_data, public_page, reports
from orchestration.defs.resources import Installation
from orchestration.defs.schedules import (
    closed_periods,
    cutoff_watch,
    daily_cutoff,
    refresh_warehouse,
    replay_archive,
    take_closed_periods,
    take_cutoff,
)
from orchestration.defs.sources import daily_sources, fetch_sources, landed_sources

defs = dg.Definitions(
    assets=[
        landed_archive,
        landed_inbox,
        landed_sources,
        portal_snapshot,
        closing_snapshot,
        warehouse,
        published_file,
        filed_inbox,
        annex_documents,
        open_data,
        public_page,
        reports,
    ],
    asset_checks=[newest_due_cutoff_is_loaded],
    jobs=[
        replay_archive,
        refresh_warehouse,
        take_cutoff,
        take_closed_periods,
        take_in_letter,
        fetch_sources,
    ],
    schedules=[
        daily_cutoff,
        closed_periods,
        cutoff_watch,
        daily_sources,
    ],
    sensors=[
        inbox_sensor,
        failed_run,
        failed_check,
    ],
    resources={"installation": Installation()},
    executor=dg.in_process_executor,
)
