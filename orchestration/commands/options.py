"""Options that the commands of publications share: a province, a cutoff, formats.

Belongs here: words on the command line → values. Does not belong here: looking anything up.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click

from orchestration.periods import VIETNAM


class Cutoff(click.ParamType):  # type: ignore[type-arg]
    """"2023-11-23T16:00" (Vietnam time where no zone is given) or a day, "2023-11-23"."""

    name = "cutoff"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime | date:
        """The instant or the day."""
        if isinstance(value, date):
            return value
        try:
            if len(value) == len("2023-11-23"):
                return date.fromisoformat(value)
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"«{value}»: ghi / write 2023-11-23T16:00 hoặc / or 2023-11-23", param, ctx)
        return moment.astimezone(VIETNAM) if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


class Formats(click.ParamType):  # type: ignore[type-arg]
    """Names of formats with commas between them."""

    name = "formats"

    def __init__(self, known: tuple[str, ...]) -> None:
        self.known = known

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The formats, each once."""
        asked = tuple(dict.fromkeys(part.strip().lower() for part in str(value).split(",") if part.strip()))
        if not asked or set(asked) - set(self.known):
            self.fail(f"«{value}»: hãy chọn trong / choose from {', '.join(self.known)}", param, ctx)
        return asked


province = click.option("--province", "province_id", help="Mã tỉnh / code of the province (default: the first of "
                        "CHISO766_PROVINCES).")  # fmt: skip
cutoff = click.option("--cutoff", type=Cutoff(), help="2023-11-23T16:00, giờ Việt Nam / Vietnam time, or a day "
                      "(default: the newest).")  # fmt: skip
source = click.option("--source", type=click.Choice(["letter", "portal", "portal_legacy", "provincial_system"]),
                      help="Nguồn / source, where one cutoff has several.")  # fmt: skip
period_type = click.option("--period", "period_type", type=click.Choice(["year", "half", "quarter", "month"]),
                           help="Loại kỳ / kind of period, where one cutoff has several.")  # fmt: skip
