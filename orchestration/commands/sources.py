"""`chiso766 sources`: letters from the web pages of the catalogue.

Belongs here: options, words and exit codes. Does not belong here: the work (`sources.fetch`).
"""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Sequence

import click

from orchestration import pipeline, summary
from orchestration.commands.outcome import CHECK_FAILED, REFUSED, as_json, progress, stop
from orchestration.intake import Outcome, outcomes_of
from orchestration.readings import Refused
from orchestration.settings import Settings
from orchestration.sources.catalogue import read_catalogue
from orchestration.sources.download import Downloader
from orchestration.sources.fetch import SPACING_S, Asked, Manners, Planned, SourceFetch, Word, circuit_of

WORDS: dict[Word, str] = {
    "new": "mới / new", "known": "đã có / known", "unchanged": "không đổi / unchanged",
    "page": "trang danh sách / page", "not_due": "chưa đến hạn hỏi lại / not due", "refused": "TỪ CHỐI / REFUSED",
    "failed": "KHÔNG LẤY ĐƯỢC / FAILED", "closed": "ĐANG NGỪNG HỎI / CLOSED",
}


@click.group()
def sources() -> None:
    """Letters from the web: the pages listed in sources.toml."""


@sources.command()
@click.option("--plan", is_flag=True, help="Say what would be asked, and ask nothing.")
@click.option("--allow-loopback", is_flag=True, hidden=True)
@click.option("--spacing", default=SPACING_S, hidden=True)
@as_json
@click.pass_obj
def fetch(settings: Settings, plan: bool, allow_loopback: bool, spacing: float, as_json: bool) -> None:
    """Ask the pages of the catalogue for letters, then build, check and publish.

    Only hosts of the catalogue are asked, one request at a time; what has not changed is not sent again.
    """
    try:
        catalogue = read_catalogue(settings.home / "sources.toml")
    except Refused as refused:
        stop(f"{refused.place}: {refused.vi}\n{refused.en}", 2)
    downloader = Downloader(settings.contact or None, allow_loopback=allow_loopback)
    run = SourceFetch(settings, downloader, Manners(spacing_s=spacing))
    if plan:
        planned = list(run.plan(catalogue))
        click.echo(json.dumps(list(map(_plan_told, planned)), ensure_ascii=False) if as_json else _plan_text(planned))
        return
    with progress(as_json) as report:
        asked = list(run.run(catalogue, report))
        taken = [one.taken for one in asked if one.taken]
        built = pipeline.build_warehouse(settings, report)
        published = pipeline.publish_for_readers(settings, built, report)
    outcomes = {one.origin: one for one in outcomes_of(settings, taken)}
    told = summary.of_run(settings, pipeline.arrived_of(taken), built, published)
    told |= {"asked": [_told(one, outcomes.get(one.url)) for one in asked]}
    click.echo(json.dumps(told, ensure_ascii=False, default=str) if as_json else _text(told["asked"]))
    if built.blocking_failures:
        sys.exit(CHECK_FAILED)
    if any(one.refused for one in asked) or any(one.status == "refused" for one in outcomes.values()):
        sys.exit(REFUSED)


@sources.command()
@click.argument("host")
@click.pass_obj
def resume(settings: Settings, host: str) -> None:
    """Let HOST be asked again, once you know why it refused."""
    closed = circuit_of(settings.home, host.lower()).resume(getpass.getuser())
    click.echo(
        f"{host} không bị ngừng hỏi. / {host} was not closed." if closed is None
        else f"Được hỏi lại {host}. / {host} may be asked again."
    )


def _told(asked: Asked, outcome: Outcome | None) -> dict[str, object]:
    reasons = [asked.refused] if asked.refused else list(outcome.reasons) if outcome else []
    return {
        "source": asked.source, "url": asked.url, "word": asked.word,
        "status": outcome.status if outcome else None,
        "snapshot_ids": list(outcome.snapshot_ids) if outcome else [],
        "reasons": [{"place": one.place, "vi": one.vi, "en": one.en} for one in reasons],
    }


def _text(asked: Sequence[dict[str, object]]) -> str:
    lines = []
    for one in asked:
        word: Word = one["word"]  # type: ignore[assignment]
        status = f", {one['status']}" if one["status"] else ""
        lines.append(f"[{one['source']}] {one['url']}: {WORDS[word]}{status}")
        lines += [f"    {reason['vi']}\n    {reason['en']}" for reason in one["reasons"]]  # type: ignore[attr-defined]
    return "\n".join(lines or ["Danh mục nguồn trống. / The catalogue is empty."])


def _plan_told(planned: Planned) -> dict[str, object]:
    return {"source": planned.source, "url": planned.url, "is_conditional": planned.is_conditional,
            "closed": planned.closed.en if planned.closed else None}


def _plan_text(planned: Sequence[Planned]) -> str:
    lines = [
        f"[{one.source}] GET {one.url}" + (" (nếu đã đổi / if changed)" if one.is_conditional else "")
        + (f"\n    {one.closed.vi}\n    {one.closed.en}" if one.closed else "")
        for one in planned
    ]
    return "\n".join([*lines, f"{len(planned)} yêu cầu, chưa hỏi gì. / requests; nothing was asked."])
