"""Running a foreign program that may be missing, hang, or leave helpers behind.

Belongs here: its process group, its end. Does not belong here: which program, what for (`pdf`, `preview`).
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress

SAID_CHARACTERS = 500


def run_alone(command: Sequence[str], seconds: float) -> str:
    """Run it in a process group of its own, so that its helpers end with it; returns the last it said.

    Raises `subprocess.TimeoutExpired` when it does not finish in time.
    """
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors="replace", start_new_session=True,
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=seconds)
    finally:
        _end_group(process)
    return said[-SAID_CHARACTERS:].strip()


def _end_group(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
