"""`chiso766 report`: one page for the head of the office.

Belongs here: options, words and exit codes. Does not belong here: the report (`publications.report`).
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click

from orchestration.commands import options
from orchestration.commands.outcome import as_json, need_published, stop
from orchestration.publications.figures import NoSuchFigures, choose
from orchestration.publications.report.files import to_text
from orchestration.publications.report.making import FORMATS, make_report
from orchestration.settings import Settings


@click.command()
@options.province
@options.cutoff
@options.source
@options.period_type
@click.option("--format", "formats", type=options.Formats(FORMATS), default="docx,txt", show_default=True,
              help="docx, pdf, md, txt.")  # fmt: skip
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Default: published/report.")
@as_json
@click.pass_obj
def report(
    settings: Settings, province_id: str | None, cutoff: datetime | date | None, source: str | None,
    period_type: str | None, formats: tuple[str, ...], out: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Make the one-page report: score, rank, what moved, who is lowest, what to do; and print it as text.

    Bản txt dưới 2.000 ký tự, gửi thẳng được vào tin nhắn. / The txt is under 2,000 characters, fit for a chat.
    """
    need_published(settings)
    try:
        chosen = choose(settings.current, province_id or settings.home_province, cutoff, source, period_type)
    except NoSuchFigures as error:
        stop(str(error), 2)
    told, made = make_report(settings.current, chosen, out or settings.published / "report", formats)
    if as_json:
        answer = {"files": [str(path) for path in made.paths], "problems": made.problems, "text": to_text(told)}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    click.echo(to_text(told))
    for line in (*made.paths, *made.problems):
        click.echo(line, err=True)
