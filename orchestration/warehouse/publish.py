"""Publishing: a cleanly closed copy under a new name, proven, then one symlink moved.

Readers never meet a lock, a half-load, or a log that belongs to another file: the work file is
closed first, copied by a child process (reading it here would drop the writer's lock), opened
read-only to prove it, and only then does `current.duckdb` point to it. A reader that has an older
file open keeps it until it lets go.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.landing.durable import sync_folder
from orchestration.warehouse.connection import open_reader, work_file

KEPT_FILES = 3
PUBLISHED_NAME = re.compile(r"chiso766_(?P<cutoff>[0-9TZ]+|empty)-(?P<number>\d{6})\.duckdb")


class PublishFailed(RuntimeError):
    """The copy could not be made or did not hold; the published file is still the one before."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a database file holds: enough to see whether two of them say the same."""

    load_count: int
    observation_count: int
    refusal_count: int
    newest_cutoff: str
    build_id: str


def edition_of(connection: duckdb.DuckDBPyConnection) -> Edition:
    """The edition of an open database; raises `duckdb.Error` when it is not a warehouse."""
    row = connection.execute(
        """
        select
            (select count(*) from core.loads),
            (select count(*) from core.observations),
            (select count(*) from core.refusals),
            (select coalesce(strftime(max(cutoff_at) at time zone 'UTC', '%Y%m%dT%H%M%SZ'), 'empty')
             from core.snapshots),
            (select build_id from core.build)
        """
    ).fetchall()[0]
    return Edition(*row)


def published_edition(current: Path) -> Edition | None:
    """The edition analysts see now; None when nothing (readable) is published."""
    if not current.exists():
        return None
    try:
        with open_reader(current) as connection:
            return edition_of(connection)
    except duckdb.Error:
        return None


def publish(work: Path, published: Path) -> Path:
    """Copy the closed work file into `published` and point `current.duckdb` at the copy.

    The caller holds the writer's lock and has no connection open. Returns the new file. Raises
    `PublishFailed`, leaving the published file as it was.
    """
    source = work_file(work)
    if source.with_name(source.name + ".wal").exists():
        raise PublishFailed(f"{source} was not closed cleanly (a .wal lies beside it); run `chiso766 build`")
    published.mkdir(parents=True, exist_ok=True)
    staged = published / ".publishing.duckdb"
    try:
        _copy_in_child(source, staged)
        edition = _prove(staged)
        target = published / _next_name(published, edition.newest_cutoff)
        os.replace(staged, target)
    finally:
        staged.unlink(missing_ok=True)
    _point(published / "current.duckdb", target)
    _forget_old(published, target)
    return target


def published_files(published: Path) -> list[Path]:
    """The published databases, oldest first."""
    named = [path for path in published.glob("chiso766_*.duckdb") if PUBLISHED_NAME.fullmatch(path.name)]
    return sorted(named, key=_number)


def _copy_in_child(source: Path, staged: Path) -> None:
    copied = subprocess.run(["cp", "--", str(source), str(staged)], capture_output=True, text=True, check=False)
    if copied.returncode:
        raise PublishFailed(f"cannot copy {source} to {staged.parent}: {copied.stderr.strip()}")
    subprocess.run(["sync", str(staged)], check=True)


def _prove(staged: Path) -> Edition:
    """Open the copy as an analyst would and compare what it holds with its own ledger."""
    with open_reader(staged) as connection:
        edition = edition_of(connection)
        told = connection.execute(
            "select coalesce(sum(observation_count), 0) from core.build"
        ).fetchall()[0][0]
    if told != edition.observation_count:
        raise PublishFailed(f"the copy holds {edition.observation_count} observations, the build told {told}")
    return edition


def _next_name(published: Path, cutoff: str) -> str:
    numbers = [_number(path) for path in published_files(published)]
    return f"chiso766_{cutoff}-{max(numbers, default=0) + 1:06d}.duckdb"


def _number(path: Path) -> int:
    match = PUBLISHED_NAME.fullmatch(path.name)
    return int(match["number"]) if match else 0


def _point(link: Path, target: Path) -> None:
    fresh = link.with_name(".current.next")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target.name)
    os.replace(fresh, link)
    sync_folder(link.parent)


def _forget_old(published: Path, newest: Path) -> None:
    for path in published_files(published)[:-KEPT_FILES]:
        if path != newest:
            path.unlink()
