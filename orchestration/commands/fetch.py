"""`chiso766 fetch`: ask the portal for a cutoff, then build, check and publish.

Belongs here: its options, and which exit code says what happened. Does not belong here: fetching
(`orchestration.fetching`), the words (`telling_fetch`).
"""

from __future__ import annotations

import json
import sys
from typing import Any, get_args

import click

from orchestration import fetching, pipeline
from orchestration.commands.outcome import (
    BUSY,
    CIRCUIT_OPEN,
    INTERRUPTED,
    MISSED,
    REFUSED,
    UNANSWERED,
    WRONG_USE,
    as_json,
    conclude,
    messages,
    progress,
    stop,
)
from orchestration.commands.telling_fetch import Watching, fetched_as_data, fetched_text, plan_as_data, plan_text
from orchestration.fetching import Fetched
from orchestration.portal.plan import OPEN_PERIOD_TYPES, Plan, Proof, choose_provinces
from orchestration.portal.runs import FetchBusy
from orchestration.portal.wanted import Wanted, cutoff_named, periods_named
from orchestration.readings import Refused
from orchestration.settings import Settings


@click.command()
@click.option("--cutoff", default="now", show_default=True, help="now, a day (its 16:00), or an instant.")
@click.option("--period", "periods", multiple=True,
              help="month, quarter, year (open now), or a given one: 2026-09, 2026-Q3, 2025. Repeatable.")  # fmt: skip
@click.option("--provinces", help="Codes with commas, or all. Default: $CHISO766_PROVINCES.")
@click.option("--closing", is_flag=True, help="The closed periods whose turn it is (1, 2, 3, 5, 8 … days after).")
@click.option("--proof", type=click.Choice(get_args(Proof)), default="before_and_after", show_default=True,
              help="Whether service-results is asked around the groups, to prove one refresh.")  # fmt: skip
@click.option("--plan", "only_plan", is_flag=True, help="Show what would be asked; ask nothing.")
@click.option("--no-build", is_flag=True, help="Only land; build and publish nothing.")
@as_json
@click.pass_obj
def fetch(
    settings: Settings, cutoff: str, periods: tuple[str, ...], provinces: str | None, closing: bool, proof: Proof,
    only_plan: bool, no_build: bool, as_json: bool,
) -> None:  # fmt: skip
    """Ask the portal, land every answer, then build, check and publish.

    A fetch that was ended (Ctrl-C, a crash, the circuit) is run again with the same words: what has
    landed is not asked for again.
    """
    try:
        wanted = _wanted(settings, cutoff, periods, provinces, proof)
        plans = fetching.plan_fetch(settings, fetching.closing_wanted(settings, wanted) if closing else wanted)
        _show(settings, plans, only_plan, as_json)
        if only_plan:
            return
        fetched = _watch(settings, plans, as_json)
    except FetchBusy as busy:
        stop(f"{busy.vi}\n{busy.en}", BUSY)
    except Refused as refused:
        stop(f"{refused.place}: {refused.vi}\n{refused.place}: {refused.en}", WRONG_USE)
    except KeyboardInterrupt:
        stop(
            "Đã ngắt. Những gì đã nhận còn nguyên; chạy lại cùng lệnh để lấy tiếp phần còn lại.\n"
            "Interrupted. What was received is kept; run the same command again to go on.",
            INTERRUPTED,
        )
    _finish(settings, fetched, no_build, as_json)


def _wanted(
    settings: Settings, cutoff: str, periods: tuple[str, ...], provinces: str | None, proof: Proof
) -> Wanted:
    kinds, given = periods_named(periods)
    return Wanted(
        provinces=choose_provinces(provinces or ",".join(settings.provinces)),
        cutoff_at=cutoff_named(cutoff),
        period_types=kinds if periods else OPEN_PERIOD_TYPES,
        periods=given,
        proof=proof,
    )


def _show(settings: Settings, plans: list[Plan], only_plan: bool, as_json: bool) -> None:
    manners = fetching.manners_of(settings)
    if as_json and only_plan:
        click.echo(json.dumps({"plans": [plan_as_data(plan, manners) for plan in plans]}, default=str))
        return
    for plan in plans:
        text = plan_text(plan, manners, settings.portal_url)
        if only_plan:
            click.echo(text)
        elif not as_json:
            messages.print(text, markup=False, soft_wrap=True)
    if not plans and not as_json:
        click.echo("Không có kỳ nào đến lượt lấy. / Nothing is due to be fetched.")


def _watch(settings: Settings, plans: list[Plan], as_json: bool) -> Fetched:
    if as_json:
        return fetching.fetch(settings, plans, lambda event: None)
    with Watching(messages, plans) as watching:
        return fetching.fetch(settings, plans, watching)


def _finish(settings: Settings, fetched: Fetched, no_build: bool, as_json: bool) -> None:
    told = fetched_as_data(fetched)
    if not as_json:
        click.echo(fetched_text(fetched))
    code = exit_code(fetched)
    if no_build:
        if as_json:
            click.echo(json.dumps({"fetched": told}, ensure_ascii=False, default=str))
        sys.exit(code)
    with progress(as_json) as report:
        built = pipeline.build_warehouse(settings, report)
        published = pipeline.publish_for_readers(settings, built, report)
    also: dict[str, Any] = {"fetched": told}
    conclude(settings, pipeline.Arrived(), built, published, as_json, also=also, code=code)


def exit_code(fetched: Fetched) -> int:
    """What the fetch itself says to programs; 0 when everything planned was taken."""
    if fetched.circuit is not None:
        return CIRCUIT_OPEN
    if fetched.is_missed:
        return MISSED
    if fetched.is_unanswered:
        return UNANSWERED
    return REFUSED if any(result.ended != "complete" for result in fetched.results) else 0
