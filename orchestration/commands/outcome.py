"""How a command speaks and leaves: progress, the summary, sentences for errors, exit codes.

Belongs here: what every command shares. Does not belong here: any one command, or what a summary
says (`orchestration.summary`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console

from orchestration import pipeline, summary
from orchestration.settings import Settings

CHECK_FAILED, WRONG_USE, REFUSED, DAMAGED, BUSY, NOTHING_PUBLISHED = 1, 2, 3, 4, 5, 6
CIRCUIT_OPEN, MISSED, UNANSWERED, INTERRUPTED = 7, 8, 9, 130

messages = Console(stderr=True, highlight=False)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object for programs.")


def progress(quiet: bool) -> Any:
    """A line that says what is being worked on; nothing where nobody watches."""
    return summary.Progress(None if quiet else messages)


def conclude(
    settings: Settings, arrived: pipeline.Arrived, built: pipeline.Built, published: Path | None, as_json: bool,
    *, also: Mapping[str, Any] | None = None, code: int = 0,
) -> None:  # fmt: skip
    """Say what happened, and leave with the code that says it to programs.

    `also` stands first in the JSON; `code` is what an earlier station says, behind a failed check only.
    """
    told = {**(also or {}), **summary.of_run(settings, arrived, built, published)}
    click.echo(json.dumps(told, ensure_ascii=False, default=str) if as_json else summary.run_text(told))
    if built.blocking_failures:
        sys.exit(CHECK_FAILED)
    if code:
        sys.exit(code)
    if told["refused"]:
        sys.exit(REFUSED)


def need_published(settings: Settings) -> None:
    """Stop where there is nothing to look at yet."""
    if not settings.current.exists():
        stop(
            f"Chưa có gì được công bố ở {settings.published}; hãy chạy `make run` hoặc `chiso766 run`.\n"
            f"Nothing is published in {settings.published} yet; run `make run` or `chiso766 run`.",
            NOTHING_PUBLISHED,
        )


def stop(message: str, code: int) -> NoReturn:
    """Leave with a sentence."""
    messages.print(message, markup=False)
    sys.exit(code)
