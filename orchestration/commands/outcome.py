"""How a command speaks and leaves: progress, the summary, sentences for errors, exit codes.

Belongs here: what every command shares. Does not belong here: any one command, or what a summary
says (`orchestration.summary`).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console

from orchestration import pipeline, summary
from orchestration.settings import Settings

CHECK_FAILED, REFUSED, DAMAGED, BUSY, NOTHING_PUBLISHED = 1, 3, 4, 5, 6

messages = Console(stderr=True, highlight=False)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object for programs.")


def progress(quiet: bool) -> Any:
    """A line that says what is being worked on; nothing where nobody watches."""
    return summary.Progress(None if quiet else messages)


def conclude(
    settings: Settings, arrived: pipeline.Arrived, built: pipeline.Built, published: Path | None, as_json: bool
) -> None:
    """Say what happened, and leave with the code that says it to programs."""
    told = summary.of_run(settings, arrived, built, published)
    click.echo(json.dumps(told, ensure_ascii=False, default=str) if as_json else summary.run_text(told))
    if built.blocking_failures:
        sys.exit(CHECK_FAILED)
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
