"""Real answers of the six group endpoints: Phú Thọ, year 2026, cut to six children, as one reading.

Belongs here: making a reading of the fixtures the way a fetch would. Does not belong here: expectations.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from orchestration.landing.records import Record
from orchestration.portal.reading import read_portal_batch
from orchestration.readings import Reading

SAMPLES = Path(__file__).parents[1] / "fixtures" / "portal" / "groups"
PROVINCE = "019d2be3-6a88-732b-8b17-b68020c8553a"


@cache
def phu_tho() -> Reading:
    """Captured at noon on 26 September 2026."""
    return read_portal_batch([_answer(path) for path in sorted(SAMPLES.glob("*.sample.json"))])


def _answer(path: Path) -> tuple[Record, bytes]:
    endpoint, payload = path.name.removesuffix(".sample.json"), path.read_bytes()
    period: dict[str, Any] = {"timeType": "year", "year": 2026}
    if endpoint == "handling-satisfaction":
        period = {"fromDate": "2026-01-01", "toDate": "2026-12-31"}
    asked = {**period, "rootDepartmentId": PROVINCE, "currentPage": 1, "pageSize": 200}
    record = Record.model_validate({
        "kind": "portal", "name": endpoint, "record_id": hashlib.sha256(payload).hexdigest()[:24],
        "sha256": hashlib.sha256(payload).hexdigest(), "size_bytes": len(payload),
        "received_at": datetime(2026, 9, 26, 5, 0, tzinfo=UTC), "captured_at": datetime(2026, 9, 26, 5, 0, tzinfo=UTC),
        "request": {
            "method": "POST", "path": f"/api/v1/reporting/evaluation/{endpoint}", "payload": asked, "status": 201,
        },
    })  # fmt: skip
    return record, payload
