"""Contributions and movers: exact to the last decimal, and nothing counted across a break."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import sqlglot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import GROUPS, reading, six, value, warehouse
from sqlglot import exp
from test_spine import ask, capture

from orchestration.settings import Settings
from orchestration.warehouse.relations import relations

BEFORE = six("60", "10", "16", "8", "6", "10", "10")
AFTER = six("61.5", "12", "16", "7.5", "6", "10", "10")
SUMS = (
    "select kind, snapshot_id, unit_id, indicator_id, level, any_value(delta), sum(contribution), count(*) "
    "from contributions group by all"
)


def parts(connection: duckdb.DuckDBPyConnection, condition: str) -> dict[str | None, Decimal]:
    return dict(connection.execute(
        f"select coalesce(part_indicator_id, part_unit_id), contribution from contributions where {condition}"
    ).fetchall())  # fmt: skip


def test_the_parts_of_every_change_in_the_examples_add_up_exactly(loaded: Settings) -> None:
    rows = ask(loaded, SUMS)
    assert len(rows) > 150
    assert [row for row in rows if row[5] != row[6]] == []
    assert {row[0] for row in rows} == {"by_indicator", "by_unit"}


def test_ninh_binhs_jump_is_its_transparency_group(loaded: Settings) -> None:
    """Against the files: CKMB 8 -> 12.73 from 4 to 5 October, the total by less."""
    before, after = (
        next(row for row in capture(day)[0]["data"]["evaluation"] if row["departmentCode"] == "H42")
        for day in ("2026-10-04", "2026-10-05")
    )
    held = ask(
        loaded,
        "select part_indicator_id, contribution, delta from contributions where unit_id = 'H42' and "
        "kind = 'by_indicator' and indicator_id = 'TOTAL' and snapshot_id like '%20261005%'",
    )
    assert {name: change for name, change, _ in held} == {
        group: after["groupScores"][group] - before["groupScores"][group] for group in GROUPS
    }
    assert {delta for *_, delta in held} == {after["totalScore"] - before["totalScore"]}


def test_the_nations_mean_is_moved_by_its_provinces(loaded: Settings) -> None:
    held = ask(
        loaded,
        "select part_unit_id, contribution, is_remainder, delta from contributions where kind = 'by_unit' and "
        "unit_id = 'VN' and level = 'province' and indicator_id = 'TOTAL' and snapshot_id like '%20260927%'",
    )
    assert len([row for row in held if not row[2]]) == 34
    means = [
        round(sum(row["totalScore"] for row in capture(day)[0]["data"]["evaluation"]) / 34, 4)
        for day in ("2026-09-17", "2026-09-27")
    ]
    assert [round(mean, 2) for mean in means] == [Decimal("61.55"), Decimal("61.56")]
    assert {delta for *_, delta in held} == {means[1] - means[0]}
    assert sum(row[1] for row in held) == means[1] - means[0]


def test_a_group_is_explained_by_its_components_and_rounding_is_named(tmp_path: Path) -> None:
    def transparency(group: str, *components: str) -> dict[str, object]:
        names = ("PUBLISH_ON_TIME", "PUBLIC_UPDATE_ON_TIME", "PUBLIC_CONTENT_FULL", "DOSSIER_SYNC")
        maxima = ("6", "4", "2", "6")
        scored = zip(names, components, maxima, strict=True)
        return {"CKMB": group, **{name: value(name, score, max_score=most) for name, score, most in scored}}

    with warehouse(
        tmp_path,
        reading("2026-10-04", {"H50": transparency("8.00", "0", "0", "2", "6")}),
        reading("2026-10-05", {"H50": transparency("9.51", "1.25", "0", "2", "6")}),
    ) as connection:
        rows = connection.execute(
            "select part_indicator_id, contribution, is_remainder from contributions order by 1 nulls last"
        ).fetchall()
    assert rows == [
        ("DOSSIER_SYNC", Decimal(0), False), ("PUBLIC_CONTENT_FULL", Decimal(0), False),
        ("PUBLIC_UPDATE_ON_TIME", Decimal(0), False), ("PUBLISH_ON_TIME", Decimal("1.25"), False),
        (None, Decimal("0.26"), True),
    ]  # fmt: skip


def test_a_component_that_is_missing_on_one_side_is_in_the_remainder(tmp_path: Path) -> None:
    def content(group: str, full: str | None) -> dict[str, object]:
        return {"CKMB": group, "PUBLIC_CONTENT_FULL": value("PUBLIC_CONTENT_FULL", full, max_score="2")}

    sync = value("DOSSIER_SYNC", "5", max_score="6")
    with warehouse(
        tmp_path,
        reading("2026-10-04", {"H50": content("10", "2") | {"DOSSIER_SYNC": sync}}),
        reading("2026-10-05", {"H50": content("9", "1.5")}),
    ) as connection:
        found = parts(connection, "indicator_id = 'CKMB'")
    assert found == {"PUBLIC_CONTENT_FULL": Decimal("-0.5"), None: Decimal("-0.5")}


def test_a_total_that_lacks_a_group_is_not_explained(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2026-10-04", {"H50": BEFORE}),
        reading("2026-10-05", {"H50": AFTER | {"CKMB": None}}),
    ) as connection:
        assert parts(connection, "indicator_id = 'TOTAL'") == {}


def test_the_mean_of_another_cohort_is_not_explained(tmp_path: Path) -> None:
    with warehouse(
        tmp_path,
        reading("2026-10-04", {"H50": BEFORE, "H05": BEFORE}),
        reading("2026-10-05", {"H50": AFTER, "H01": BEFORE}),
    ) as connection:
        assert parts(connection, "kind = 'by_unit'") == {}
        assert parts(connection, "kind = 'by_indicator' and unit_id = 'H50' and contribution <> 0") == {
            "CKMB": Decimal(2),
            "CLGQ": Decimal("-0.5"),
        }


POINTS = st.decimals(min_value=0, max_value=10, places=2)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.lists(POINTS, min_size=6, max_size=6), POINTS, POINTS), min_size=2, max_size=7))
def test_parts_add_up_whatever_is_published(
    tmp_path_factory: object, rows: list[tuple[list[Decimal], Decimal, Decimal]]
) -> None:
    codes = ("H01", "H05", "H12", "H13", "H17", "H50", "H49")
    before = {code: six(str(first), *map(str, groups)) for code, (groups, first, _) in zip(codes, rows, strict=False)}
    after = {code: six(str(last), *map(str, groups)) for code, (groups, _, last) in zip(codes, rows, strict=False)}
    folder = tmp_path_factory.mktemp("parts")
    with warehouse(folder, reading("2026-10-04", before), reading("2026-10-05", after)) as connection:
        sums = connection.execute(SUMS).fetchall()
    assert [row for row in sums if row[5] != row[6]] == []
    assert {row[0] for row in sums} == {"by_indicator", "by_unit"}


def series(tmp_path: Path, *totals: str | None, mixed: int | None = None) -> dict[str, object]:
    readings = [
        reading(f"2026-10-{day:02d}", {"H50": {"TOTAL": total}}, is_mixed_refresh=day == mixed)
        for day, total in enumerate(totals, 1)
    ]
    with warehouse(tmp_path, *readings) as connection:
        columns = "direction, since_cutoff_at::date::varchar as since, streak_length, streak_delta, break_reason"
        cursor = connection.execute(f"select {columns} from movers where unit_id = 'H50'")
        names = [column[0] for column in cursor.description]
        (row,) = cursor.fetchall()
    return dict(zip(names, row, strict=True))


def test_a_streak_starts_where_the_direction_turned(tmp_path: Path) -> None:
    assert series(tmp_path, "60", "59", "60", "61", "61.5") == {
        "direction": "rose", "since": "2026-10-02", "streak_length": 3, "streak_delta": Decimal("2.5"),
        "break_reason": None,
    }  # fmt: skip


def test_standing_still_is_a_direction(tmp_path: Path) -> None:
    found = series(tmp_path, "60", "61", "61", "61")
    assert (found["direction"], found["since"], found["streak_length"]) == ("unchanged", "2026-10-02", 2)


def test_a_break_ends_a_streak(tmp_path: Path) -> None:
    found = series(tmp_path, "60", "61", None, "62", "63")
    assert (found["direction"], found["since"], found["streak_delta"]) == ("rose", "2026-10-04", Decimal(1))


def test_nothing_is_said_of_what_cannot_be_compared(tmp_path: Path) -> None:
    found = series(tmp_path, "60", "61", None)
    assert (found["direction"], found["since"], found["streak_length"]) == (None, None, 0)
    assert found["break_reason"] == "value_missing"


def test_a_mixed_snapshot_neither_moves_nor_breaks_a_streak(tmp_path: Path) -> None:
    found = series(tmp_path, "60", "61", "70", "62", mixed=3)
    assert (found["direction"], found["streak_length"], found["streak_delta"]) == ("rose", 2, Decimal(2))


def test_quang_tri_has_risen_since_2_october(loaded: Settings) -> None:
    assert ask(
        loaded,
        "select direction, since_cutoff_at::date::varchar, streak_length, streak_delta, value, rank from movers "
        "where unit_id = 'H50' and indicator_id = 'TOTAL'",
    ) == [("rose", "2026-10-02", 2, Decimal("0.55"), Decimal("61.40"), 22)]


def test_lists_are_unfolded_beside_nothing_that_a_join_found() -> None:
    """DuckDB 2.0.0 fails on a joined column repeated by an unnest ("dict-surviving cache"), on some data only."""
    unfolded = []
    for relation in relations():
        tree = sqlglot.parse_one(relation.sql, dialect="duckdb")
        named = {cte.alias: cte.this for cte in tree.find_all(exp.CTE)}
        for select in tree.find_all(exp.Select):
            if any(one.find(exp.Explode, exp.Unnest) for one in select.expressions):
                source = named[select.args["from_"].this.name]
                unfolded.append((relation.name, select.args.get("joins"), source.args.get("joins")))
                assert source.args.get("group") or source.args.get("joins") is None, relation.name
    assert {name for name, *_ in unfolded} == {"indicator_parts", "unit_parts", "known_periods"}
    assert all(not joins for _, joins, _ in unfolded)
