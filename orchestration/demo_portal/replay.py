"""Captures served again, byte for byte.

Belongs here: a folder of captures as an answer to the very questions that got them. Does not
belong here: the invented answers; a portal serves one or the other, never a mixture.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from orchestration.periods import VIETNAM


@dataclass(frozen=True, slots=True)
class _Capture:
    day: date
    file: Path


class Replay:
    """The captures of a folder: `<name>.json` beside `<name>.meta.json`, in it or in `portal/`."""

    def __init__(self, folder: Path) -> None:
        self._captures: dict[str, list[_Capture]] = {}
        for meta in sorted((*folder.glob("*.meta.json"), *folder.glob("portal/*.meta.json"))):
            told = json.loads(meta.read_text(encoding="utf-8"))
            request = told["request"]
            seen = datetime.fromisoformat(told.get("captured_at") or told["captured_before"])
            capture = _Capture(
                seen.astimezone(VIETNAM).date(), meta.with_name(meta.name.replace(".meta", ""))
            )
            self._captures.setdefault(_key(request["path"], request["payload"]), []).append(capture)

    def answer(self, path: str, payload: Any, day: date) -> bytes | None:
        """The newest capture of this very question made by `day`; None when there is none."""
        made = [capture for capture in self._captures.get(_key(path, payload), []) if capture.day <= day]
        return max(made, key=lambda capture: capture.day).file.read_bytes() if made else None


def _key(path: str, payload: Any) -> str:
    return json.dumps([path, payload], sort_keys=True)
