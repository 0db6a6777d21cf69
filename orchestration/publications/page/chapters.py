"""What each data file holds: a province, one of its periods, the country, units, documents.

Belongs here: which answers go into which file, so that a view loads only what it shows. Does not
belong here: the questions (`sql/publications/page/`), the form of a file (`data_files`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from orchestration.publications.page.data_files import DataFiles, packed
from orchestration.publications.reading import Row, Table, ask, stacked

DOCUMENTS_WITH_VALUES = 60
PERIOD = ("source", "period_type", "period_start")
SHORT = {"year": "nam", "half": "nua-nam", "quarter": "quy", "month": "thang"}

NOTHING = {"units": {"snapshot_id": "", "level": ""}, "contributions": {"snapshot_id": ""}}
Beside = dict[str, dict[Row, Table]]  # what stands beside a series: question → unit and period → rows


class Chapters:
    """Writes every data file of the page from one open published file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, files: DataFiles) -> None:
        self._connection = connection
        self._files = files
        self._sources = self._ask("sources")
        self._findings = self._ask("findings")
        self._now = self._ask("country_now")

    def write(self, home: str) -> dict[str, Any]:
        """Write all files; returns what the first view needs: its files' names, in order."""
        provinces = self._provinces()
        chosen = home if home in provinces else next(iter(provinces), "")
        start = self._files.write("start", "", {
            "edition": self._ask("edition").records()[0],
            "home": chosen,
            "indicators": self._ask("indicators").records(),
            "reasons": self._ask("break_reasons").records(),
            "provinces": list(provinces.values()),
            "country": self._country(),
            "units": self._units(),
            "documents": self._documents(),
        })  # fmt: skip
        first = provinces.get(chosen)
        return {"home": chosen, "files": [start, *([first["file"], first["first_series"]] if first else [])]}

    def _ask(self, name: str, **parameters: Any) -> Table:
        return ask(self._connection, f"page/{name}", **parameters)

    def _sources_of(self, table: Table) -> dict[str, Any]:
        ids = frozenset(row[0] for row in table.values("snapshot_id"))
        return packed(self._sources.where("snapshot_id", ids))

    def _provinces(self) -> dict[str, dict[str, Any]]:
        """Each province's entry in the list, its own files written; keyed by its code."""
        series = dict(self._ask("province_series").groups("unit_id"))
        beside = {
            "contributions": dict(self._contributions().groups("unit_id", *PERIOD)),
            "gaps": dict(self._ask("gaps").groups("unit_id", *PERIOD)),
        }
        about = {
            "calendar": dict(self._ask("calendar").groups("scope_unit_id")),
            "periods": dict(self._ask("province_periods").groups("unit_id")),
        }
        return {
            unit_id: self._province(unit_id, name, series[(unit_id,)], beside, about)
            for unit_id, name in self._ask("provinces").values("unit_id", "name")
            if (unit_id,) in series
        }

    def _province(
        self, unit_id: str, name: str, table: Table, beside: Beside, about: Beside
    ) -> dict[str, Any]:
        series = [self._series(unit_id, key, part, beside) for key, part in _newest_first(table)]
        content = {
            "unit_id": unit_id,
            "name": name,
            "series": series,
            "findings": packed(self._findings.where("about_unit_id", frozenset({unit_id, "VN"}))),
            "periods": packed(about["periods"][(unit_id,)]),
            "calendar": {
                scope: packed(about["calendar"][(scope,)]) for scope in ("VN", unit_id) if (scope,) in about["calendar"]
            },
        }
        file = self._files.write("province", unit_id, content)
        return {"unit_id": unit_id, "name": name, "file": file, "first_series": series[0]["file"]}

    def _series(self, unit_id: str, key: Row, table: Table, beside: Beside) -> dict[str, Any]:
        source, period_type, period_start = key
        found = {name: parts[(unit_id, *key)] for name, parts in beside.items() if (unit_id, *key) in parts}
        file = self._files.write("series", _named(unit_id, key), {
            "points": packed(table), "sources": self._sources_of(table),
            **{name: packed(part) for name, part in found.items()},
        })  # fmt: skip
        return {"file": file, "source": source, "period_type": period_type, "period_start": period_start}

    def _country(self) -> list[dict[str, Any]]:
        """The periods of the country view, newest first, each with its file."""
        paths = dict(self._ask("country_path").groups(*PERIOD))
        return [
            {"source": key[0], "period_type": key[1], "period_start": key[2],
             "file": self._files.write("country", _named("VN", key), {
                 "now": packed(now), "path": packed(paths[key]), "sources": self._sources_of(now)})}
            for key, now in self._now.groups(*PERIOD)
            if key in paths
        ]  # fmt: skip

    def _units(self) -> list[dict[str, Any]]:
        """The provinces whose units are known, each with its file."""
        names: dict[str, str] = dict(self._ask("provinces").values("unit_id", "name"))
        movers = dict(self._ask("movers").groups("scope_unit_id"))
        return [
            {"unit_id": scope, "name": names.get(scope, scope),
             "unit_count": len(set(table.values("unit_id"))),
             "file": self._files.write("units", scope, {
                 "rows": packed(table), "sources": self._sources_of(table),
                 "movers": packed(movers[(scope,)]) if (scope,) in movers else None,
                 "findings": packed(self._findings.where("scope_unit_id", frozenset({scope})))})}
            for (scope,), table in self._newest_units().groups("scope_unit_id")
        ]  # fmt: skip

    def _newest_units(self) -> Table:
        """The newest state of every level below a province, snapshot by snapshot: quick in a long history."""
        newest = self._ask("units_newest").values("snapshot_id", "level")
        return self._stacked("units", [{"snapshot_id": snapshot, "level": level} for snapshot, level in newest])

    def _contributions(self) -> Table:
        """What moved the totals at the newest cutoff of each period."""
        newest = dict.fromkeys(row[0] for row in self._now.values("snapshot_id"))
        return self._stacked("contributions", [{"snapshot_id": snapshot} for snapshot in newest])

    def _stacked(self, name: str, asked: list[dict[str, Any]]) -> Table:
        """The answers to one question asked of several snapshots, under each other; of none, an empty one."""
        return stacked([self._ask(name, **one) for one in asked] or [self._ask(name, **NOTHING[name])])

    def _documents(self) -> str:
        """The list of everything received; letters and the newest answers with their values."""
        with_values = list(self._documents_shown())
        files = {
            snapshot: self._files.write("document", str(number), {
                "values": packed(self._ask("document_values", snapshot_id=snapshot))})
            for number, snapshot in enumerate(with_values, 1)
        }  # fmt: skip
        return self._files.write("documents", "", {"sources": packed(self._sources), "files": files})

    def _documents_shown(self) -> Iterator[str]:
        answers = 0
        for snapshot, source in self._sources.values("snapshot_id", "source"):
            answers += source != "letter"
            if source == "letter" or answers <= DOCUMENTS_WITH_VALUES:
                yield snapshot


def _newest_first(table: Table) -> list[tuple[Row, Table]]:
    """A province's periods: the one observed last first, the year before its quarters and months."""

    def order(found: tuple[Row, Table]) -> tuple[str, bool, str]:
        (_, period_type, period_start), part = found
        return max(row[0] for row in part.values("cutoff_at")), period_type == "year", period_start

    return sorted(table.groups(*PERIOD), key=order, reverse=True)


def _named(unit_id: str, key: Row) -> str:
    source, period_type, period_start = key
    return f"{unit_id}-{source.replace('_', '-')}-{SHORT.get(period_type, period_type)}-{period_start}"
