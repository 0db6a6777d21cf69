"""Opening the warehouse: one writer behind a lock of our own, any number of readers elsewhere.

Belongs here: locks, connections, and closing them whatever happens. DuckDB's own lock is a POSIX
one that any open()+close() of the file in the same process silently drops, so nobody may hash or
copy the work file while the writer has it open, and a second lock on a separate file stands guard.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

# Files in this format are read by 1.5, whichever engine wrote them: older BI drivers still carry it.
STORAGE_VERSION = "v1.5.0"
# A block of values, and what one thread works through. A cutoff of the whole country has 92,928 values in each kind of
# period: with DuckDB's own 122,880 it would be half a block, written by one thread, twice.
ROW_GROUP_SIZE = 61_440
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
LOCK_WAIT_SECONDS = 120.0
# What DuckDB raises when it breaks itself: its connection answers nothing afterwards.
BROKEN = (duckdb.InternalException, duckdb.FatalException)


class WarehouseBusy(RuntimeError):
    """Another process is writing and did not finish in time."""


def work_file(work: Path) -> Path:
    """The writer's database inside its folder."""
    return work / "chiso766.duckdb"


@contextmanager
def writer_lock(work: Path, wait_seconds: float = LOCK_WAIT_SECONDS) -> Iterator[None]:
    """Hold the right to write; raises `WarehouseBusy` when another holds it for too long."""
    work.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(work / "warehouse.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _wait_for_lock(descriptor, wait_seconds)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def open_writer(work: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The one read-write connection; closed cleanly, its log folded into the file.

    The caller holds `writer_lock`. Transactions are the caller's; what is open when an error
    leaves the block is rolled back.
    """
    path = str(work_file(work))
    connection = duckdb.connect(config={**CONFIG, "temp_directory": f"{path}.tmp"})
    try:
        name = path.replace("'", "''")
        options = f"row_group_size {ROW_GROUP_SIZE}, storage_version '{STORAGE_VERSION}'"
        connection.execute(f"attach '{name}' as chiso766 ({options})")
        connection.execute("use chiso766; set timezone = 'Asia/Ho_Chi_Minh'")
        yield connection
        connection.execute("checkpoint")
    finally:
        connection.close()


@contextmanager
def open_reader(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to a published file; the symlink is resolved first."""
    connection = duckdb.connect(str(path.resolve(strict=True)), read_only=True, config=CONFIG)
    try:
        connection.execute("set timezone = 'Asia/Ho_Chi_Minh'")
        yield connection
    finally:
        connection.close()


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing."""
    connection.execute("begin")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        connection.execute("reset disabled_optimizers")  # `joins_as_written` could not: it was aborted
        raise
    connection.execute("commit")


@contextmanager
def joins_as_written(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Join in the order of the text, the right side in memory.

    DuckDB plans by how many rows it believes a table has, and believes that one made in the same transaction has none.
    """
    connection.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")
    try:
        yield
    finally:
        with suppress(duckdb.Error):  # aborted: `transaction` does it
            connection.execute("reset disabled_optimizers")


def _wait_for_lock(descriptor: int, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                raise WarehouseBusy(
                    "Tiến trình khác đang ghi kho dữ liệu; hãy đợi rồi chạy lại. / "
                    "Another process is writing the warehouse; wait for it and run again."
                ) from error
            time.sleep(0.1)
