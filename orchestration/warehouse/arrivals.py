"""What became of landed records in the warehouse: loaded, the same as another, a revision, refused.

Belongs here: asking the ledger. Does not belong here: loading, or telling a person.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from orchestration.warehouse.connection import open_writer, work_file, writer_lock

Fate = Literal["loaded", "same_as", "revision", "refused"]

# A letter of several cutoffs has several rows; a later build may say otherwise than an earlier one.
FATES = """
    with versions as (
        select
            snapshot_key,
            row_number() over (
                partition by source, scope_key, period_type, period_start, cutoff_at, level order by snapshot_key
            ) > 1 as is_revision
        from core.snapshot_versions
    ),
    revised as (select snapshot_key, bool_or(is_revision) as is_revision from versions group by snapshot_key),
    loads as (select unnest(record_ids) as record_id, snapshot_key, status, row_count from core.loads)
    select
        l.record_id,
        case when l.status = 'loaded' and coalesce(r.is_revision, false) then 'revision' else l.status end as fate,
        s.snapshot_id,
        l.row_count,
        '' as place,
        '' as vi,
        '' as en
    from loads as l
    inner join core.snapshots as s on s.snapshot_key = l.snapshot_key
    left join revised as r on r.snapshot_key = l.snapshot_key
    where list_contains($records, l.record_id)
    union all
    select record_id, 'refused', '', 0, place, reason_vi, reason_en
    from core.refusals
    where list_contains($records, record_id)
    order by record_id, snapshot_id
"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one reading of a record became; a refusal has its reason and no snapshot."""

    record_id: str
    fate: Fate
    snapshot_id: str
    row_count: int
    place: str
    vi: str
    en: str


def arrivals_of(work: Path, record_ids: Collection[str]) -> dict[str, list[Arrival]]:
    """What the last build made of each of these records; one that it never met is not in the answer."""
    found: dict[str, list[Arrival]] = {}
    if not record_ids or not work_file(work).exists():
        return found
    with writer_lock(work), open_writer(work) as connection:
        for row in connection.execute(FATES, {"records": list(record_ids)}).fetchall():
            found.setdefault(row[0], []).append(Arrival(*row))
    return found
