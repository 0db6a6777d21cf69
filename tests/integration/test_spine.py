"""The examples, from bytes to trends: every figure against the files by another route."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.settings import Settings
from orchestration.warehouse.connection import open_reader
from orchestration.warehouse.dictionary import meaning_of
from orchestration.warehouse.relations import relations

EXAMPLES = Path(__file__).parents[2] / "examples"
CAPTURES = ["2026-09-17", "2026-09-27", "2026-10-02", "2026-10-04", "2026-10-05"]
LETTER = EXAMPLES / "letters" / "694-VP-NC_2023-11-28.md"
COLUMNS = ["TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"]


def ask(settings: Settings, sql: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    with open_reader(settings.current) as connection:
        return connection.execute(sql, parameters).fetchall()


def capture(day: str) -> tuple[dict[str, Any], dict[str, Any]]:
    folder = EXAMPLES / "portal"
    body = json.loads((folder / f"national_{day}.json").read_text(), parse_float=Decimal, parse_int=Decimal)
    return body, json.loads((folder / f"national_{day}.meta.json").read_text())


def cutoff_of(meta: dict[str, Any]) -> str:
    return meta.get("captured_at") or meta["captured_before"]


@pytest.mark.parametrize("day", CAPTURES)
def test_every_value_of_a_national_capture_is_there(loaded: Settings, day: str) -> None:
    body, meta = capture(day)
    rows = ask(
        loaded,
        "select unit_id, indicator_id, score from observations where source = 'portal' and level = 'province' "
        "and cutoff_at = ?::timestamptz and snapshot_id like 'portal.VN.%'",
        [cutoff_of(meta)],
    )
    expected = {
        (row["departmentCode"], indicator): value
        for row in body["data"]["evaluation"]
        for indicator, value in {"TOTAL": row["totalScore"], **row["groupScores"]}.items()
    }
    assert len(expected) == 34 * 7
    assert {(unit, indicator): score for unit, indicator, score in rows} == expected


def test_bounds_are_kept_as_bounds(loaded: Settings) -> None:
    rows = ask(loaded, "select observed_precision, count(*) from snapshots where source = 'portal' group by 1")
    assert dict(rows) == {"exact": 3, "bounds": 3}
    bounds = ask(
        loaded,
        "select observed_after::varchar, observed_at::varchar, cutoff_at = observed_at from snapshots "
        "where observed_after is not null and snapshot_id like 'portal.VN.%' order by cutoff_at",
    )
    assert bounds == [
        ("2026-10-02 00:00:00+07", "2026-10-02 23:15:02+07", True),
        ("2026-10-02 23:15:02+07", "2026-10-04 14:00:30+07", True),
    ]


def letter_cells() -> dict[tuple[str, str], str]:
    """The two tables of the letter, read with a regular expression instead of the product's reader."""
    rows = re.findall(r"^(\d+)\t([^\t]+)\t(.+)$", LETTER.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        (name, column): cell
        for _, name, cells in rows
        for column, cell in zip(COLUMNS, cells.split("\t"), strict=True)
    }


def test_every_value_of_the_letter_is_there(loaded: Settings) -> None:
    cells = letter_cells()
    assert len(cells) == 135
    rows = ask(
        loaded,
        """
        select n.name, o.indicator_id, o.rate_pct, o.raw_text
        from observations as o join unit_names as n using (unit_id)
        where o.source = 'letter' and o.level in ('agency', 'district')
        """,
    )
    held = {(name, indicator): (rate, raw) for name, indicator, rate, raw in rows if (name, indicator) in cells}
    expected = {
        key: Decimal(cell.removesuffix("%").replace(",", ".")) for key, cell in cells.items()
    }
    assert {key: rate for key, (rate, _) in held.items()} == expected
    assert held[("UBND thành phố Đông Hà", "MDHL")] == (Decimal(100), "100%")
    assert held[("Sở Tài chính", "TTTT")][0] == 0


def test_the_letters_own_scores_and_dates(loaded: Settings) -> None:
    rows = ask(
        loaded,
        "select indicator_id, score, max_score from observations where source = 'letter' and unit_id = 'H50'",
    )
    assert {row[0]: row[1:] for row in rows} == {
        "CKMB": (Decimal("12.2"), 18), "TDGQ": (Decimal("18.5"), 20), "CLGQ": (Decimal("5.8"), 12),
        "MDSH": (Decimal("15.5"), 22), "MDHL": (Decimal(18), 18),
    }  # fmt: skip
    head = ask(
        loaded,
        "select document_number, document_date::varchar, cutoff_at::varchar, maturity, period_start::varchar "
        "from snapshots where source = 'letter'",
    )
    assert head == [("694/VP-NC", "2023-11-28", "2023-11-23 16:00:00+07", "official", "2023-01-01")]
    absent = ask(
        loaded, "select indicator_id from coverage where unit_id = 'H50' and source = 'letter' and reason is not null"
    )
    assert absent == [("TTTT",)]


def test_damaged_captions_are_findings_and_no_document(loaded: Settings) -> None:
    texts = [row[0] for row in ask(loaded, "select text_vi from findings where rule = 'annex_caption_differs'")]
    assert len(texts) == 2
    assert any("341/VP-NC" in text for text in texts)
    assert any("28 tháng 4" in text for text in texts)


def independent_totals(code: str) -> list[Decimal]:
    totals = []
    for day in CAPTURES:
        body, _ = capture(day)
        totals += [row["totalScore"] for row in body["data"]["evaluation"] if row["departmentCode"] == code]
    return totals


def greatest_riser() -> str:
    codes = [row["departmentCode"] for row in capture(CAPTURES[0])[0]["data"]["evaluation"]]
    return max(codes, key=lambda code: independent_totals(code)[-1] - independent_totals(code)[0])


@pytest.mark.parametrize("code", ["H50", greatest_riser()])
def test_trend_against_the_files(loaded: Settings, code: str) -> None:
    totals = independent_totals(code)
    ranks = []
    for day in CAPTURES:
        rows = capture(day)[0]["data"]["evaluation"]
        mine = next(row["totalScore"] for row in rows if row["departmentCode"] == code)
        ranks.append(1 + sum(row["totalScore"] > mine for row in rows))
    held = ask(
        loaded,
        "select value, delta, rank, rank_change, cohort_size from trends_by_cutoff where unit_id = ? and "
        "indicator_id = 'TOTAL' and scope_unit_id = 'VN' order by cutoff_at",
        [code],
    )
    expected = [
        (
            total,
            None if index == 0 else total - totals[index - 1],
            ranks[index],
            None if index == 0 else ranks[index - 1] - ranks[index],
            34,
        )
        for index, total in enumerate(totals)
    ]
    assert held == expected


def test_the_national_line_is_not_drawn_across_its_change_of_base(loaded: Settings) -> None:
    rows = ask(
        loaded,
        "select value, delta, break_reason from trends_by_cutoff where unit_id = 'VN' and indicator_id = 'TOTAL' "
        "order by cutoff_at limit 3",
    )
    assert rows == [
        (Decimal("56.56"), None, "first_observation"),
        (Decimal("61.56"), None, "base_changed"),
        (Decimal("61.51"), Decimal("-0.05"), None),
    ]


def test_a_changed_spelling_is_a_name_and_not_a_unit(loaded: Settings) -> None:
    for code in ("H05", "H49"):
        assert ask(loaded, "select count(*) from units where unit_id = ?", [code]) == [(1,)]
        seen = ask(
            loaded, "select count(*) from unit_names where unit_id = ? and first_seen is not null", [code]
        )
        assert seen[0][0] >= 2
        assert ask(loaded, "select count(*) from trends_by_cutoff where unit_id = ? and indicator_id = 'TOTAL' "
                           "and scope_unit_id = 'VN' and comparable", [code]) == [(4,)]  # fmt: skip


def test_every_view_works_attached_under_another_name(loaded: Settings) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{loaded.current.resolve()}' as other (read_only)")
        for relation in relations():
            count = connection.execute(f"select count(*) from other.{relation.qualified}").fetchall()
            assert count[0][0] >= 0
        assert connection.execute("select count(*) from other.league_table").fetchall()[0][0] > 34


def test_every_column_is_commented_in_both_languages(loaded: Settings) -> None:
    rows = ask(
        loaded,
        "select schema_name, table_name, column_name, comment from duckdb_columns() where not internal",
    )
    assert len(rows) > 250
    assert [row for row in rows if not row[3] or " | " not in row[3]] == []
    tables = ask(
        loaded,
        "select comment from duckdb_tables() where not internal union all "
        "select comment from duckdb_views() where not internal",
    )
    assert all(comment and " | " in comment for (comment,) in tables)


def test_the_dictionary_explains_nothing_that_is_not_there() -> None:
    import csv

    from orchestration.warehouse.relations import sql_folder

    known = {relation.qualified for relation in relations()} | {"*"}
    with open(sql_folder() / "dictionary.csv", encoding="utf-8", newline="") as file:
        entries = [(row["relation"], row["column"]) for row in csv.DictReader(file)]
    assert len(entries) == len(set(entries))
    assert {relation for relation, _ in entries} <= known
    assert meaning_of(relations()[0], "code_version").label_vi


FIXED = {
    "units": "unit_id, name, level, parent_id, valid_from, valid_to, source",
    "unit_names": "unit_id, name, first_seen, last_seen",
    "unit_lineage": "old_unit_id, new_unit_id, effective_date, kind, source",
    "indicators": "indicator_id, parent_id, name_vi, name_en, max_score, applies_to_communes, formula, formula_status",
    "methodologies": "methodology_id, source, valid_from, valid_to, what_changed_vi, what_changed_en",
    "snapshots": "snapshot_id, source, scope_unit_id, period_type, period_start, period_end, cutoff_at, "
    "observed_after, observed_at, observed_precision, maturity, methodology_id, document_number, document_date, sha256",
    "observations": "snapshot_id, unit_id, indicator_id, score, max_score, rate_pct, numerator, denominator, "
    "quality_flag, source_locator, raw_text",
    "observation_history": "unit_id, indicator_id, period_type, period_start, known_from, known_to",
    "trends_by_cutoff": "unit_id, indicator_id, period_type, period_start, value, previous_value, delta, cutoff_at, "
    "previous_cutoff_at, rank, cohort_size, previous_rank, rank_change, comparable, break_reason",
    "trends_by_period": "unit_id, indicator_id, period_type, period_start, value, previous_value, delta, cutoff_at, "
    "previous_cutoff_at, rank, cohort_size, previous_rank, rank_change, comparable, break_reason, change_on_year",
    "league_table": "unit_id, rank, total, ckmb, tdgq, clgq, tttt, mdhl, mdsh, ckmb_rank, mdsh_rank",
    "contributions": "unit_id, indicator_id, delta, contribution",
    "point_gaps": "unit_id, indicator_id, gap, cases_to_next_point, cases_to_full_score",
    "coverage": "source, period_start, cutoff_at, unit_id, indicator_id, status, reason",
    "revisions": "unit_id, indicator_id, first_value, previous_value, latest_value, changed_at",
    "reconciliation": "kind, value, other_value, difference, agrees",
    "findings": "rule, severity, unit_id, indicator_id, snapshot_id, text_vi",
    "loads": "snapshot_id, row_count, loaded_at, code_version",
    "movers": "unit_id, indicator_id, direction, since_cutoff_at, streak_length",
    "latest": "unit_id, indicator_id, value, delta, rank",
    "province_scorecard": "unit_id, total, rank, rank_change, delta, worst_group_id, worst_gap",
}


def test_the_names_that_others_rely_on_are_there(loaded: Settings) -> None:
    for relation, columns in FIXED.items():
        ask(loaded, f"select {columns} from {relation} limit 0")
    ask(loaded, "select count(*) from vi.trends_by_cutoff")
