"""`chiso766 page`: the page for readers, made from the published file."""

from __future__ import annotations

import json

import click

from orchestration.commands.outcome import as_json, need_published
from orchestration.publications.page import make_page
from orchestration.settings import Settings


@click.command()
@as_json
@click.pass_obj
def page(settings: Settings, as_json: bool) -> None:
    """Make the page (published/page/index.html); open it in any browser, no server needed."""
    need_published(settings)
    index = make_page(settings.current, settings.published, settings.home_province)
    click.echo(json.dumps({"page": str(index)}) if as_json else f"Trang xem số liệu / the page: {index}")
