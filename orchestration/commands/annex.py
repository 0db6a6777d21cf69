"""`chiso766 annex`: the annex of the monthly letter.

Belongs here: options, words and exit codes. Does not belong here: the annex (`publications.annex`).
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path

import click

from orchestration.commands import options
from orchestration.commands.outcome import as_json, need_published, stop
from orchestration.publications.annex.making import FORMATS, make_annex
from orchestration.publications.annex.words import reference_of
from orchestration.publications.figures import NoSuchFigures, choose
from orchestration.settings import Settings

_NUMBER = re.compile(r"[0-9]{1,6}[A-Za-z]?/[\w&-]{1,40}")


@click.command()
@options.province
@options.cutoff
@options.source
@options.period_type
@click.option("--format", "formats", type=options.Formats(FORMATS), default="docx,xlsx", show_default=True,
              help="docx, xlsx, pdf.")  # fmt: skip
@click.option("--number", help="Số công văn đang soạn / number of the letter being written, e.g. 694/VP-NC.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Ngày công văn / its date, 2023-11-28.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Default: published/annex.")
@as_json
@click.pass_obj
def annex(
    settings: Settings, province_id: str | None, cutoff: datetime | date | None, source: str | None,
    period_type: str | None, formats: tuple[str, ...], number: str | None, day: datetime | None,
    out: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Make the annex of a province's letter (Decree 30/2020), and the comparison with the cutoff before.

    Số và ngày công văn chưa biết thì để ô trống để điền. / Number and date that are not known yet are
    left as fields to fill in.
    """
    need_published(settings)
    if number and not _NUMBER.fullmatch(number):
        stop(f"Số công văn «{number}» phải có dạng 694/VP-NC. / The number must look like 694/VP-NC.", 2)
    try:
        chosen = choose(settings.current, province_id or settings.home_province, cutoff, source, period_type)
    except NoSuchFigures as error:
        stop(str(error), 2)
    reference = reference_of(chosen, number, day.date() if day else None)
    made = make_annex(chosen, reference, out or settings.published / "annex", formats)
    if as_json:
        told = {"files": [str(path) for path in made.paths], "problems": made.problems,
                "cutoff_at": chosen.edition.cutoff_at, "source": chosen.edition.source}  # fmt: skip
        click.echo(json.dumps(told, ensure_ascii=False, default=str))
        return
    for path in made.paths:
        click.echo(path)
    for problem in made.problems:
        click.echo(problem, err=True)
