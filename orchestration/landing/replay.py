"""An archive folder, replayed: captures and letters from files, landed as if they arrived now.

    portal/<name>.json with portal/<name>.meta.json     an answer as received, and what is known of it
    portal/<name>.csv with portal/<name>.meta.json      rows of the old portal, kept as a table
    letters/<any file>                                   a letter

Belongs here: finding the files, their limits, and their receipts. Does not belong here: reading them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from orchestration.landing.archive import MAX_PAYLOAD_BYTES
from orchestration.landing.records import Kind, Receipt
from orchestration.readings import Refused

META_FIELDS = ("request", "captured_at", "captured_after", "captured_before", "origin", "note")
CAPTURES = (".json", ".csv")
DESCRIPTION = ".meta.json"
MAX_META_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """A file to land, or why it cannot be: exactly one of `receipt` and `refused` is given."""

    path: Path
    receipt: Receipt | None = None
    refused: Refused | None = None


def find_archive(folder: Path) -> Iterator[Found]:
    """Every capture and letter of an archive folder, in the order of their names."""
    for path in _files(folder / "portal", CAPTURES):
        if not is_description(path.name):
            yield found_capture(path)
    for path in _files(folder / "letters", ("",)):
        yield found_letter(path)


def is_description(name: str) -> bool:
    """Whether a file of this name says what is known of a capture, rather than being one."""
    return name.endswith(DESCRIPTION)


def description_of(path: Path) -> Path:
    """Where a capture's description lies: `x.meta.json` beside `x.json` or `x.csv`."""
    return path.with_suffix(DESCRIPTION) if path.name.endswith(CAPTURES) else path.with_name(path.name + DESCRIPTION)


def found_letter(path: Path) -> Found:
    """A letter by hand or from a folder; refused unread when it is larger than any letter."""
    try:
        refuse_large(path)
    except Refused as refused:
        return Found(path, refused=refused)
    return Found(path, Receipt(kind="letter", name=path.name))


def refuse_large(path: Path) -> None:
    """Raise `Refused` for a file beyond the archive's limit, before a byte of it is read."""
    size = path.stat().st_size
    if size > MAX_PAYLOAD_BYTES:
        limit = MAX_PAYLOAD_BYTES // 1024**2
        raise Refused(
            path.name,
            f"Tệp có {size} byte, quá giới hạn {limit} MB. Tách phần công văn và phụ lục ra rồi nạp lại.",
            f"The file has {size} bytes, over the limit of {limit} MB. Cut out the letter and its annex and "
            "take that in.",
        )


def found_capture(path: Path) -> Found:
    """A capture with what its description says of it; refused where that is missing or wrong."""
    try:
        refuse_large(path)
        return Found(path, _receipt(path, description_of(path)))
    except Refused as refused:
        return Found(path, refused=refused)


def _receipt(path: Path, meta_path: Path) -> Receipt:
    try:
        if meta_path.stat().st_size > MAX_META_BYTES:
            raise ValueError("it is too large")
        meta = json.loads(meta_path.read_bytes())
        facts = {name: meta[name] for name in META_FIELDS if name in meta}
        request = facts.get("request") or {}
        service = (request.get("payload") or {}).get("service") or request.get("service")
        kind: Kind = "portal_legacy" if service else "portal"
        return Receipt(kind=kind, name=path.name, status=request.get("status"), **facts)
    except (OSError, ValueError, ValidationError, TypeError, AttributeError, RecursionError) as error:
        raise Refused(
            meta_path.name,
            f"Tệp mô tả {meta_path.name} thiếu hoặc sai ({error}). Cần request, và captured_at hoặc cả hai cận.",
            f"The description {meta_path.name} is missing or wrong ({error}). It needs request, and "
            "captured_at or both bounds.",
        ) from error


def _files(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        path for path in folder.rglob("*")
        if path.is_file() and path.name.endswith(endings) and not path.name.startswith(".")
    )
