"""The Dagster code location `chiso766`, assembled.

Belongs here: putting together what `orchestration.defs` defines; nothing else.
"""

import dagster as dg

from orchestration.defs.assets import landed_archive, published_file, warehouse
from orchestration.defs.inbox import filed_inbox, inbox_sensor, landed_inbox, take_in_letter
from orchestration.defs.publications import annex_documents, open_data, reports
from orchestration.defs.resources import Installation
from orchestration.defs.schedules import daily_cutoff, refresh_warehouse, replay_archive

defs = dg.Definitions(
    assets=[
        landed_archive,
        landed_inbox,
        warehouse,
        published_file,
        filed_inbox,
        annex_documents,
        open_data,
        reports,
    ],
    jobs=[
        replay_archive,
        refresh_warehouse,
        take_in_letter,
    ],
    schedules=[
        daily_cutoff,
    ],
    sensors=[
        inbox_sensor,
    ],
    resources={"installation": Installation()},
    executor=dg.in_process_executor,
)
