"""The `chiso766` command.

Belongs here: options, words and exit codes. Does not belong here: any work; `pipeline` does it.

Exit codes: 0 done · 1 a blocking check failed, nothing was published · 2 wrong use · 3 something was
refused and lies in quarantine, the rest is done · 4 the archive is damaged · 5 another process is
writing or fetching · 6 nothing is published yet · 7 the portal refused, the circuit is open · 8 a cutoff was
missed · 9 the portal did not answer · 130 interrupted.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
import duckdb

from orchestration import pipeline, summary
from orchestration.commands import letters, sources, units
from orchestration.commands.annex import annex
from orchestration.commands.fetch import fetch
from orchestration.commands.opendata import dictionary, export
from orchestration.commands.outcome import BUSY, DAMAGED, as_json, conclude, need_published, progress, stop
from orchestration.commands.page import page
from orchestration.commands.portal import portal
from orchestration.commands.report import report
from orchestration.commands.review import review
from orchestration.landing.archive import Damage, Landing
from orchestration.reference.tables import ReferenceDataError
from orchestration.settings import Settings, read_settings
from orchestration.warehouse.checks import EngineBroke
from orchestration.warehouse.connection import WarehouseBusy, open_reader


class Command(click.Group):
    """Turns the errors a user can do something about into a sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except WarehouseBusy as error:
            stop(str(error), BUSY)
        except EngineBroke as error:
            stop(str(error), 1)
        except ReferenceDataError as error:
            stop(f"Danh mục tham chiếu có lỗi, hãy sửa rồi chạy lại. / A reference list is wrong; mend it and run "
                 f"again.\n{error.path}, dòng / line {error.line}: {error.problem}", 2)


@click.group(cls=Command, help=__doc__.split("\n\n")[0] + " Vietnam's index 766, kept as history.")
@click.version_option(package_name="chiso766")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Everything lies under $CHISO766_HOME (default ./var)."""
    ctx.obj = read_settings()


@main.command()
@click.option("--archive", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="A folder of captures (portal/) and letters (letters/) to replay.")  # fmt: skip
@as_json
@click.pass_obj
def run(settings: Settings, archive: Path | None, as_json: bool) -> None:
    """Land, build, check and publish; ends with a summary."""
    with progress(as_json) as report:
        arrived = pipeline.land_archive(settings, archive, report) if archive else pipeline.Arrived()
        built = pipeline.build_warehouse(settings, report)
        published = pipeline.publish_for_readers(settings, built, report)
    conclude(settings, arrived, built, published, as_json)


@main.command()
@click.option("--full", is_flag=True, help="Throw the work file away first and load all of landing.")
@click.option("--check-all", is_flag=True, help="Run every check on everything, not only on new snapshots.")
@as_json
@click.pass_obj
def build(settings: Settings, full: bool, check_all: bool, as_json: bool) -> None:
    """Bring the warehouse up to what landing holds, and publish it when the checks pass."""
    with progress(as_json) as report:
        built = pipeline.build_warehouse(settings, report, from_nothing=full, check_all=check_all)
        published = pipeline.publish_for_readers(settings, built, report)
    conclude(settings, pipeline.Arrived(), built, published, as_json)


@main.command()
@as_json
@click.pass_obj
def publish(settings: Settings, as_json: bool) -> None:
    """Publish the warehouse as built, if its blocking checks pass."""
    with progress(as_json) as report:
        built = pipeline.build_warehouse(settings, report)
        published = pipeline.publish_for_readers(settings, built, report)
    conclude(settings, pipeline.Arrived(), built, published, as_json)


@main.command()
@as_json
@click.pass_obj
def status(settings: Settings, as_json: bool) -> None:
    """What is published, the newest cutoffs, and what lies in quarantine."""
    need_published(settings)
    told = summary.status(settings)
    click.echo(json.dumps(told, ensure_ascii=False, default=str) if as_json else summary.status_text(told))


@main.command()
@click.argument("sql")
@as_json
@click.pass_obj
def query(settings: Settings, sql: str, as_json: bool) -> None:
    """Run one SQL query on the published file (read-only).

    For example: chiso766 query "from league_table where unit_id = 'H50'"
    """
    need_published(settings)
    try:
        with open_reader(settings.current) as connection:
            if as_json:
                cursor = connection.execute(sql)
                names = [column[0] for column in cursor.description or ()]
                rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
                click.echo(json.dumps(rows, ensure_ascii=False, default=str))
            else:
                click.echo(str(connection.sql(sql)))
    except duckdb.Error as error:
        stop(f"Câu lệnh SQL không chạy được. / The query does not run.\n{error}", 2)


@main.command()
@as_json
@click.pass_obj
def doctor(settings: Settings, as_json: bool) -> None:
    """Re-hash everything that was received and say whether it still holds."""
    results = list(Landing(settings.landing).verify())
    damaged = [result for result in results if isinstance(result, Damage)]
    if as_json:
        told = {"records": len(results), "damaged": [str(damage.path) for damage in damaged]}
        click.echo(json.dumps(told))
    else:
        click.echo(f"{len(results)} bản ghi đã kiểm tra / records verified, {len(damaged)} hỏng / damaged")
        for damage in damaged:
            click.echo(f"  {damage.problem}")
    if damaged:
        sys.exit(DAMAGED)


for command in (
    annex,
    dictionary,
    export,
    fetch,
    letters.inbox,
    letters.ingest,
    page,
    portal,
    report,
    review,
    sources.sources,
    units.units,
):
    main.add_command(command)
