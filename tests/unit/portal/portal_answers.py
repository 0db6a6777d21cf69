"""Real answers of the portal and the records they would have landed with; no product parser here."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from orchestration.landing.records import Record

ROOT = Path(__file__).parents[3]
CAPTURES = ROOT / "examples" / "portal"
SAMPLES = ROOT / "tests" / "fixtures" / "portal" / "groups"
NATIONAL = tuple(f"national_2026-{day}" for day in ("09-17", "09-27", "10-02", "10-04", "10-05"))
GIA_LAI = "gia-lai_2026-10-02"
PHU_THO = "019d2be3-6a88-732b-8b17-b68020c8553a"
GROUP_ENDPOINTS = (
    "transparency",
    "dvc-progress-tree",
    "provide-online-tree",
    "formality-online-payment-tree",
    "handling-satisfaction",
    "dossier-digitized",
)
NOON = datetime(2026, 9, 26, 5, 0, tzinfo=UTC)
NATION_ASKED = {"timeType": "year", "year": 2026, "departmentType": "ADMINISTRATIVE_UNIT"}


def capture(name: str) -> tuple[Record, bytes]:
    """A capture of `examples/` with the record made from its meta file."""
    payload = (CAPTURES / f"{name}.json").read_bytes()
    meta = json.loads((CAPTURES / f"{name}.meta.json").read_text(encoding="utf-8"))
    return landed(payload, name=name, **meta), payload


def sample(endpoint: str) -> bytes:
    """The real answer of a group endpoint for Phú Thọ, year 2026, cut to six children."""
    return (SAMPLES / f"{endpoint}.sample.json").read_bytes()


def landed(payload: bytes, *, name: str = "answer", **facts: Any) -> Record:
    """A record of `payload`, received long after it was captured."""
    sha256 = hashlib.sha256(payload).hexdigest()
    return Record.model_validate({
        "kind": "portal", "name": name, "record_id": f"{name}-{sha256[:8]}", "sha256": sha256,
        "received_at": datetime(2026, 11, 23, tzinfo=UTC), "size_bytes": len(payload), **facts,
    })


def asked(endpoint: str, **changes: Any) -> dict[str, Any]:
    """The request of an endpoint for Phú Thọ, year 2026; a change to None leaves the key out."""
    payload: dict[str, Any] = {"timeType": "year", "year": 2026, "rootDepartmentId": PHU_THO}
    if endpoint == "handling-satisfaction":
        payload = {"fromDate": "2026-01-01", "toDate": "2026-12-31", "rootDepartmentId": PHU_THO}
    if endpoint != "service-results":
        payload |= {"currentPage": 1, "pageSize": 200}
    payload = {key: value for key, value in {**payload, **changes}.items() if value is not None}
    return request(endpoint, payload)


def request(endpoint: str, payload: dict[str, Any]) -> dict[str, Any]:
    """A recorded request that was answered with 201."""
    path = f"/api/v1/reporting/evaluation/{endpoint}"
    return {"method": "POST", "path": path, "payload": payload, "status": 201}


def answered(endpoint: str, payload: bytes, **facts: Any) -> tuple[Record, bytes]:
    """An answer to Phú Thọ's request, captured at noon unless told otherwise."""
    facts = {"name": endpoint, "request": asked(endpoint), "captured_at": NOON, **facts}
    return landed(payload, **facts), payload


def plain(payload: bytes) -> Any:
    """The JSON by the plain route, numbers exact."""
    return json.loads(payload, parse_float=Decimal, parse_int=Decimal)


def written(tree: Any) -> bytes:
    """A tree as the portal would send it."""
    return json.dumps(tree, ensure_ascii=False, default=float).encode()


def at(tree: Any, pointer: str) -> Any:
    """What a JSON pointer leads to."""
    for part in pointer.split("/")[1:]:
        tree = tree[int(part)] if isinstance(tree, list) else tree[part]
    return tree
