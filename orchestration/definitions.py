"""The Dagster code location `chiso766`, assembled.

Belongs here: putting together what `orchestration.defs` defines; nothing else.
"""

import dagster as dg

from orchestration.defs.assets import landed_archive, landed_inbox, published_file, warehouse
from orchestration.defs.publications import annex_documents, open_data, reports
from orchestration.defs.resources import Installation
from orchestration.defs.schedules import daily_cutoff, refresh_warehouse, replay_archive

defs = dg.Definitions(
    assets=[landed_archive, landed_inbox, warehouse, published_file, annex_documents, open_data, reports],
    jobs=[replay_archive, refresh_warehouse],
    schedules=[daily_cutoff],
    resources={"installation": Installation()},
    executor=dg.in_process_executor,
)
