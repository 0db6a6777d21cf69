"""This installation's own units and spellings, beside those of the project.

    $CHISO766_HOME/reference/units.csv           further units, as orchestration/reference/data/units.csv
    $CHISO766_HOME/reference/unit_aliases.csv    further spellings, of the project's units or of these

Belongs here: which folder holds them, and forgetting what was read when they change. Does not belong
here: what a row means, or whether it is sound (`registry`).

They add, they never replace: a unit of the project cannot be said otherwise here. A change moves the
code version, so the warehouse is rebuilt from landing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

LISTS: Final = ("units", "unit_aliases")

_Value = TypeVar("_Value")
_folder: Path | None = None
_seen: tuple[tuple[str, str], ...] = ()
_forget: list[Callable[[], None]] = []


def read_once(load: Callable[[], _Value]) -> Callable[[], _Value]:
    """Like `functools.cache`, for what stands on the lists: read anew when they have changed."""
    cached = cache(load)
    _forget.append(cached.cache_clear)
    return cached


def use_local_lists(folder: Path | None) -> None:
    """From now on the lists in `folder` count, too; called before every build and reading."""
    global _folder, _seen  # one installation is served at a time, and the lists are read in many places
    seen = _digests(folder)
    if (folder if seen else None, seen) == (_folder, _seen):
        return
    _folder, _seen = (folder if seen else None), seen
    for forget in _forget:
        forget()


def local_csv(name: str) -> Path | None:
    """The installation's own file of one of the `LISTS`; None when there is none."""
    if _folder is None or name not in LISTS or not (_folder / f"{name}.csv").is_file():
        return None
    return _folder / f"{name}.csv"


def local_files() -> list[Path]:
    """Every such file in use."""
    return [path for name in LISTS if (path := local_csv(name))]


def _digests(folder: Path | None) -> tuple[tuple[str, str], ...]:
    if folder is None:
        return ()
    files = ((name, folder / f"{name}.csv") for name in LISTS)
    return tuple((name, hashlib.sha256(path.read_bytes()).hexdigest()) for name, path in files if path.is_file())
