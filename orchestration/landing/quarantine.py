"""The quarantine: for each arrival that could not be loaded, a folder a person can open.

    quarantine/<name>-<first of sha256>/reason.md     what is wrong, where, what to do (Vietnamese, English)
    quarantine/<name>-<first of sha256>/<file>        the bytes, where they are of a size to copy

Belongs here: writing and clearing those folders. What is refused is decided by the readers; the
landing keeps the bytes whatever happens here.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from orchestration.landing.durable import write_durably


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something lies in quarantine."""

    name: str
    place: str
    vi: str
    en: str


def quarantine(folder: Path, sha256: str, reason: Reason, payload: bytes | None) -> Path:
    """Write the folder of one refused arrival, and return it; twice the same as once."""
    target = folder_of(folder, reason.name, sha256)
    if payload is not None:
        write_durably(target / _safe(reason.name), payload)
    text = (
        f"# {reason.name}\n\n"
        f"**Không nạp được** ({reason.place}): {reason.vi}\n\n"
        f"**Not loaded** ({reason.place}): {reason.en}\n\n"
        "Sau khi sửa, chạy `chiso766 ingest <tệp>`; nếu đã bổ sung danh mục tham chiếu, chạy `chiso766 build`.\n"
        "Once mended, run `chiso766 ingest <file>`; if a reference list was completed, run `chiso766 build`.\n"
    )
    write_durably(target / "reason.md", text.encode())
    return target


def release(folder: Path, name: str, sha256: str) -> None:
    """Take an arrival out of quarantine once it has loaded."""
    target = folder_of(folder, name, sha256)
    if target.is_dir():
        shutil.rmtree(target)


def folder_of(folder: Path, name: str, sha256: str) -> Path:
    """Where one arrival lies; the name is made harmless first."""
    return folder / f"{_safe(name)[:80]}-{sha256[:8]}"


def kept_file(folder: Path, name: str, sha256: str) -> Path:
    """Where the bytes of one refused arrival lie."""
    return folder_of(folder, name, sha256) / _safe(name)


def _safe(name: str) -> str:
    """A file name that stays in its folder whatever the sender called it."""
    cleaned = re.sub(r"[^\w.()-]+", "_", Path(name).name).lstrip(".")
    return "document" if cleaned in ("", "reason.md") else cleaned[:120]
