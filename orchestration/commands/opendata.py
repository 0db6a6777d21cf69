"""`chiso766 export` and `chiso766 dictionary`: open data and what its columns mean.

Belongs here: options, words and exit codes. Does not belong here: the files (`publications.opendata`).
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from orchestration.commands.outcome import as_json, need_published, progress
from orchestration.landing.durable import write_durably
from orchestration.publications.opendata import export as opendata
from orchestration.publications.opendata.columns import open_relations
from orchestration.publications.opendata.dictionary import dictionary as dictionary_of
from orchestration.publications.opendata.package import NO_LICENCE
from orchestration.settings import Settings
from orchestration.warehouse.connection import open_reader


@click.command()
@click.option("--licence", default=NO_LICENCE, show_default=True,
              help="Giấy phép / identifier of the licence, e.g. CC-BY-4.0.")  # fmt: skip
@as_json
@click.pass_obj
def export(settings: Settings, licence: str, as_json: bool) -> None:
    """Write open data: Parquet, CSV, CSV for Excel, datapackage.json, dictionary, changelog."""
    need_published(settings)
    with progress(as_json) as report:
        done = opendata.export(settings.current, settings.published, licence, report)
    if as_json:
        told = {"folder": str(done.folder), "relations": done.relation_count, "files": done.file_count,
                "bytes": done.byte_count, "parquet_only": done.parquet_only}  # fmt: skip
        click.echo(json.dumps(told))
        return
    click.echo(f"{done.folder}: {done.relation_count} bảng / relations, {done.file_count} tệp / files, "
               f"{done.byte_count} byte")  # fmt: skip
    if done.parquet_only:
        click.echo(f"Chỉ có Parquet vì quá lớn / Parquet alone, too big for CSV: {', '.join(done.parquet_only)}")


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Default: print it.")
@click.pass_obj
def dictionary(settings: Settings, out: Path | None) -> None:
    """The data dictionary as markdown, from the comments in the published file."""
    need_published(settings)
    with open_reader(settings.current) as connection:
        text = dictionary_of(open_relations(connection))
    if out is None:
        click.echo(text)
    else:
        write_durably(out.absolute(), text.encode())
        click.echo(out)
