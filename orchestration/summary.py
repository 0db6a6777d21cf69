"""What a run tells a person at its end, and what `status` shows.

Belongs here: choosing which published figures are told, and the words. Does not belong here:
computing any figure; each one is selected from the published file.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any

from rich.console import Console
from rich.status import Status

from orchestration.pipeline import Arrived, Built, page_of
from orchestration.settings import Settings
from orchestration.warehouse.checks import CheckResult
from orchestration.warehouse.connection import open_reader

# The longest period of which there is a total, its newest; from the national answer where that is there.
TRENDS = """
    with totals as (
        select t.*, s.observed_precision
        from trends_by_cutoff as t
        join snapshots as s on s.snapshot_id = t.snapshot_id
        where t.unit_id = $unit and t.indicator_id = 'TOTAL' and t.source = 'portal'
    ),

    told as (
        select period_type, period_start, scope_unit_id
        from totals
        order by
            list_position(['year', 'half', 'quarter', 'month'], period_type), period_start desc, scope_unit_id <> 'VN'
        limit 1
    )

    select cutoff_at, observed_precision, value, delta, rank, rank_change, cohort_size, period_type
    from totals join told using (period_type, period_start, scope_unit_id)
    order by cutoff_at
"""
PERIODS_VI = {"year": "năm", "half": "sáu tháng", "quarter": "quý", "month": "tháng"}
# What says the same of several snapshots is told once, with how often.
FINDINGS = """
    select severity, rule, coalesce(unit_name, '') as unit_name, text_vi, count(*) as times
    from findings where severity <> 'info'
    group by severity, rule, unit_name, text_vi
    order by severity, rule, max(cutoff_at), unit_name, text_vi limit 8
"""
LOADED_LISTED = 12


class Progress:
    """A context that gives a report: a moving line where a person watches, nothing elsewhere."""

    def __init__(self, console: Console | None) -> None:
        self._console = console
        self._status: Status | None = None

    def __enter__(self) -> Any:
        if self._console is not None:
            self._status = self._console.status("…")
            self._status.start()
        return self._report

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def _report(self, what: str) -> None:
        if self._status is not None and self._console is not None:
            self._status.update(f"{what}")
            if not self._console.is_terminal:
                self._console.print(f"· {what}", markup=False)


def of_run(settings: Settings, arrived: Arrived, built: Built, published: Any) -> dict[str, Any]:
    """Everything a run has to say, as plain data."""
    refused = [{"name": r.record.name, "place": r.reason.place, "vi": r.reason.vi, "en": r.reason.en}
               for r in built.refusals]
    refused += [{"name": r.name, "place": r.place, "vi": r.vi, "en": r.en} for r in arrived.refused]
    told: dict[str, Any] = {
        "landed_new": list(arrived.new),
        "landed_known": len(arrived.known),
        "loaded": [{"name": n, "status": x.status, "snapshot_id": x.snapshot_id, "rows": x.row_count}
                   for n, x in built.loaded],
        "refused": refused,
        "failed_checks": [_failed(result) for result in built.checks if not result.passed],
        "check_count": len(built.checks),
        "is_blocked": bool(built.blocking_failures),
        "published": published and str(published),
        "quarantine": str(settings.quarantine),
    }
    return told | (status(settings) if settings.current.exists() else {})


def status(settings: Settings) -> dict[str, Any]:
    """What the published file says."""
    unit = settings.home_province
    with open_reader(settings.current) as connection:
        newest, snapshots, observations = connection.execute(
            "select newest_cutoff_at, snapshot_count, observation_count from published"
        ).fetchall()[0]
        trends = _rows(connection, TRENDS, {"unit": unit})
        names = connection.execute("select name from units where unit_id = ?", [unit]).fetchall()
        return {
            "current": str(settings.current),
            "page": str(page_of(settings)) if page_of(settings).exists() else None,
            "newest_cutoff_at": newest,
            "snapshot_count": snapshots,
            "observation_count": observations,
            "unit_id": unit,
            "unit_name": names[0][0] if names else unit,
            "trends": trends,
            "findings": _rows(connection, FINDINGS, {}),
            "finding_count": connection.execute("select count(*) from findings").fetchall()[0][0],
            "quarantined": sorted(path.name for path in settings.quarantine.glob("*/")),
        }


def run_text(told: dict[str, Any]) -> str:
    """The end of a run, for a person."""
    lines = [*_loaded_lines(told), *_refused_lines(told), *check_lines(told)]
    if "current" in told:
        lines += ["", status_text(told)]
    return "\n".join(lines)


def _trend_lines(told: dict[str, Any]) -> list[str]:
    name = f"{told['unit_name']} ({told['unit_id']})"
    if not told["trends"]:
        return [f"{name}: Cổng chưa cho tổng điểm nào / no total from the portal yet"]
    period = PERIODS_VI[told["trends"][0]["period_type"]]
    heading = "  thời điểm chốt       điểm    tăng giảm   hạng"
    return [f"{name}, tổng điểm {period} trên Cổng:", heading, *map(_trend_line, told["trends"])]


def status_text(told: dict[str, Any]) -> str:
    """What is published, for a person."""
    lines = [
        f"Thời điểm chốt mới nhất: {_instant(told['newest_cutoff_at'])} · {told['snapshot_count']} kỳ chụp, "
        f"{told['observation_count']} giá trị",
        "",
        *_trend_lines(told),
        "",
        f"Cần xem lại ({told['finding_count']}; tất cả ở bảng findings):",
        *map(_finding_line, told["findings"]),
    ]
    if told["quarantined"]:
        lines += ["", f"Trong khu cách ly: {', '.join(told['quarantined'])}"]
    lines += ["", f"Tệp DuckDB / the DuckDB file: {told['current']}",
              f'  mở / open:  duckdb -readonly "{told["current"]}"',
              "  hoặc / or:  .venv/bin/chiso766 query \"from league_table where unit_id = 'H50'\""]
    if told["page"]:
        lines += [f"Trang xem số liệu / the page, open it in any browser: {told['page']}"]
    return "\n".join(lines)


def _loaded_lines(told: dict[str, Any]) -> list[str]:
    if not told["loaded"]:
        known = f" ({told['landed_known']} tệp đã có)" if told["landed_known"] else ""
        changed = "Nothing new" if told["published"] is None else "Nothing loaded; published anew"
        return [f"Không có gì mới{known}, số liệu giữ nguyên. / {changed}."]
    lines = [
        f"  {item['name']}: " + (f"{item['rows']} giá trị" if item["status"] == "loaded" else
                                 f"nội dung đã có, như {item['snapshot_id']}")
        for item in told["loaded"]]
    more = told["loaded"][LOADED_LISTED:]
    values = sum(item["rows"] for item in more)
    rest = [f"  … và {len(more)} kỳ chụp nữa / and {len(more)} more: {values} giá trị"] if more else []
    return ["Đã nạp / loaded:", *lines[:LOADED_LISTED], *rest]


def _refused_lines(told: dict[str, Any]) -> list[str]:
    if not told["refused"]:
        return []
    return ["", f"Bị từ chối / refused (xem / see {told['quarantine']}):", *(
        f"  {item['name']} ({item['place']}): {item['vi']}\n      {item['en']}" for item in told["refused"])]


def check_lines(told: dict[str, Any]) -> list[str]:
    """What the checks said, for a person."""
    if not told["failed_checks"]:
        return [f"Kiểm tra / checks: {told['check_count']} đạt / passed"]
    verdict = "KHÔNG công bố / NOT published" if told["is_blocked"] else "vẫn công bố / published"
    return [f"Kiểm tra / checks: {verdict}", *(
        f"  [{item['severity']}] {item['name']}: {item['failing']} dòng / rows; {item['promise']}\n"
        f"      {item['sample']}" for item in told["failed_checks"])]


def _trend_line(row: dict[str, Any]) -> str:
    change = "       –" if row["delta"] is None else f"{row['delta']:+8.2f}"
    moved = "" if not row["rank_change"] else f" ({row['rank_change']:+d})"
    rank = "–" if row["rank"] is None else f"{row['rank']}/{row['cohort_size']}{moved}"
    value = "–" if row["value"] is None else f"{row['value']:.2f}"
    bound = "≤" if row["observed_precision"] == "bounds" else " "
    line = f"  {bound}{_instant(row['cutoff_at'])}  {value:>6}   {change}    {rank}"
    return line.replace(".", ",")


def _finding_line(row: dict[str, Any]) -> str:
    unit = f"{row['unit_name']}: " if row["unit_name"] else ""
    times = f" (×{row['times']})" if row["times"] > 1 else ""
    return f"  [{row['severity']}] {unit}{row['text_vi']}{times}"


def _instant(value: Any) -> str:
    return "–" if value is None else f"{value:%d/%m/%Y %H:%M}"


def _failed(result: CheckResult) -> dict[str, Any]:
    return {
        "name": result.check.name, "severity": result.check.severity, "failing": result.failing_count,
        "promise": result.check.promise,
        "sample": [dict(zip(result.columns, map(str, row), strict=True)) for row in result.sample],
    }  # fmt: skip


def _rows(connection: Any, sql: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, parameters) if parameters else connection.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
