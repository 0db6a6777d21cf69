"""`chiso766 portal`: whether the portal may be asked, and a person's word that it may again.

Belongs here: showing the circuit and the latest runs, closing the circuit. Does not belong here: the
circuit's rules (`orchestration.portal.circuit`).
"""

from __future__ import annotations

import getpass
import json
import os
from typing import Any

import click

from orchestration import fetching
from orchestration.commands.outcome import WRONG_USE, as_json, stop
from orchestration.commands.telling_fetch import run_line
from orchestration.portal.circuit import CircuitOpen, Opening
from orchestration.readings import Refused
from orchestration.settings import Settings

RUNS_SHOWN = 10
OPENINGS_SHOWN = 5


@click.group()
def portal() -> None:
    """Whether the portal may be asked now, and why not."""


@portal.command()
@as_json
@click.pass_obj
def status(settings: Settings, as_json: bool) -> None:
    """The circuit, who closed it before, and the latest fetches. Asks the portal nothing."""
    circuit = fetching.circuit_of(settings)
    try:
        opening, openings = circuit.opening(), circuit.openings()
    except Refused as refused:
        stop(f"{refused.place}: {refused.vi}\n{refused.place}: {refused.en}", WRONG_USE)
    runs = fetching.runs_of(settings)[-RUNS_SHOWN:]
    if as_json:
        told: dict[str, Any] = {
            "portal_url": settings.portal_url, "is_open": opening is not None,
            "openings": [each.model_dump(mode="json") for each in openings],
            "runs": [run.model_dump(mode="json") for run in runs],
        }  # fmt: skip
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"Cổng / portal: {settings.portal_url}")
    if opening is None:
        click.echo("Được phép hỏi. / The portal may be asked.")
    else:
        stopped = CircuitOpen(circuit.path, opening)
        click.echo(f"{stopped.vi}\n{stopped.en}")
    for each in openings[-OPENINGS_SHOWN:]:
        click.echo(f"  {_opening_line(each)}")
    click.echo("\nLần lấy gần đây / latest runs:" if runs else "\nChưa lấy lần nào. / Nothing was fetched yet.")
    for run in reversed(runs):
        click.echo(f"  {run_line(run)}")


@portal.command()
@click.option("--who", default=None, help="Who takes the decision; default: the user of this machine.")
@as_json
@click.pass_obj
def resume(settings: Settings, who: str | None, as_json: bool) -> None:
    """Let fetches ask again, after a person found out why the portal refused. Your name is kept."""
    name = who or os.environ.get("SUDO_USER") or getpass.getuser()
    try:
        closed = fetching.circuit_of(settings).resume(name)
    except Refused as refused:
        stop(f"{refused.place}: {refused.vi}\n{refused.place}: {refused.en}", WRONG_USE)
    if as_json:
        click.echo(json.dumps({"closed": closed and closed.model_dump(mode="json")}, ensure_ascii=False))
    elif closed is None:
        click.echo("Không có gì đang bị ngắt. / Nothing was open.")
    else:
        click.echo(
            f"{name} đã cho hỏi lại Cổng. Chạy lại `chiso766 fetch` để lấy tiếp.\n"
            f"{name} lets the portal be asked again. Run `chiso766 fetch` to go on."
        )


def _opening_line(opening: Opening) -> str:
    ended = "vẫn mở / still open" if opening.closed_at is None else (
        f"{opening.closed_by} cho hỏi lại / closed {opening.closed_at:%Y-%m-%d %H:%M}Z"
    )
    if opening.closed_at is None and opening.until is not None:
        ended = f"tự hết / ends by itself {opening.until:%Y-%m-%d %H:%M}Z"
    return f"{opening.opened_at:%Y-%m-%d %H:%M}Z {opening.cause} ({opening.detail}) {opening.request}: {ended}"
