"""`chiso766 review`: the letters that wait for a person, and taking in what a person confirmed.

Belongs here: options, words and exit codes. Does not belong here: any work; `reviewing` does it.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from orchestration import pipeline, reviewing
from orchestration.commands.outcome import REFUSED, as_json, conclude, progress, stop
from orchestration.readings import Refused
from orchestration.settings import Settings


@click.group()
def review() -> None:
    """Scanned letters with cells that were not read for certain: see them, confirm them."""


@review.command(name="list")
@as_json
@click.pass_obj
def list_(settings: Settings, as_json: bool) -> None:
    """The letters that wait, and where their sheets and pages lie."""
    found = reviewing.waiting(settings)
    if as_json:
        told = [{"name": one.name, "sheet": str(one.sheet), "cells": one.cells, "filled": one.filled}
                for one in found]
        click.echo(json.dumps(told, ensure_ascii=False))
    elif not found:
        click.echo("Không có văn bản nào chờ xác nhận. / No letter waits for a person.")
    for one in [] if as_json else found:
        click.echo(f"{one.name}: {one.filled}/{one.cells} ô đã điền / cells filled in")
        click.echo(f"  phiếu / sheet: {one.sheet}")
        click.echo(f"  ảnh bên chữ / page beside text: {one.sheet.with_name('review.html')}")


@review.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "reviewer", required=True, metavar="NAME", help="Who looked at the pictures.")
@as_json
@click.pass_obj
def apply(settings: Settings, file: Path, reviewer: str, as_json: bool) -> None:
    """Take in a filled sheet, load its letter and publish. Nothing is loaded from half a sheet."""
    try:
        with progress(as_json) as report:
            report(file.name)
            landed = reviewing.take_in(settings, file, reviewer)
            arrived = pipeline.Arrived(new=(landed.record.name,))
            built = pipeline.build_warehouse(settings, report)
            published = pipeline.publish_for_readers(settings, built, report)
    except Refused as refused:
        stop(f"{refused.place}: {refused.vi}\n{refused.en}", REFUSED)
    conclude(settings, arrived, built, published, as_json)
