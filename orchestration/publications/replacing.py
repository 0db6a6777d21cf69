"""Replacing a whole folder in one step: readers see the old one or the new one, never half of either.

Belongs here: filling a hidden folder and pointing a symlink at it. Does not belong here: what is in
it. Single files go through `landing.durable.write_durably`.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.landing.durable import sync_folder


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """A new empty folder to fill; where the block ends well, `target` is it from then on.

    The folder before is kept for those who still read it, until the next replacement. Raises
    `NotADirectoryError` where something that is not ours stands at `target`.
    """
    if target.exists() and not target.is_symlink():
        raise NotADirectoryError(f"{target} không phải do chương trình tạo; hãy chuyển đi. / is not ours; move it.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        fresh = target.with_name(f".{target.name}-{uuid.uuid4().hex[:12]}")
        fresh.mkdir()
        try:
            yield fresh
            _sync_all(fresh)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        before = target.resolve() if target.is_symlink() else None
        _point(target, fresh)
        _forget(target, {fresh, before})


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """One replacement of a folder at a time; the next one waits."""
    descriptor = os.open(target.with_name(f".{target.name}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _point(target: Path, folder: Path) -> None:
    link = target.with_name(f".{target.name}.next")
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    os.replace(link, target)
    sync_folder(target.parent)


def _forget(target: Path, kept: set[Path | None]) -> None:
    """Remove older folders, and those a crash left half filled."""
    for path in target.parent.glob(f".{target.name}-*"):
        if path not in kept:
            shutil.rmtree(path, ignore_errors=True)


def _sync_all(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
