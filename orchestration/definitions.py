"""The Dagster code location `chiso766`, assembled.

Belongs here: putting together what `orchestration.defs` defines; nothing else.
"""

import dagster as dg

from orchestration.defs.assets import landed_archive, published_file, warehouse
from orchestration.defs.inbox import filed_inbox, inbox_sensor, landed_inbox, take_in_letter
from orchestration.defs.resources import Installation
from orchestration.defs.schedules import daily_cutoff, refresh_warehouse, replay_archive
from orchestration.defs.sources import daily_sources, fetch_sources, landed_sources

defs = dg.Definitions(
    assets=[landed_archive, landed_inbox, warehouse, published_file, filed_inbox, landed_sources],
    jobs=[replay_archive, refresh_warehouse, take_in_letter, fetch_sources],
    schedules=[daily_cutoff, daily_sources],
    sensors=[inbox_sensor],
    resources={"installation": Installation()},
    executor=dg.in_process_executor,
)
