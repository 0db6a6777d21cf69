"""The schema `vi`: the analysts' relations with Vietnamese column names, made from the dictionary."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from decimal import Decimal

import duckdb
import pytest
from test_duckdb15 import PYTHON, QUESTION
from test_spine import ask

from orchestration.settings import Settings
from orchestration.warehouse.dictionary import meaning_of
from orchestration.warehouse.relations import relations
from orchestration.warehouse.vietnamese import AmbiguousLabel, translated_relations, translation

QUANG_TRI = (
    'select "Tên đơn vị", "Tổng điểm", "Hạng", "Số hóa hồ sơ" from {}vi.league_table '
    'where "Mã đơn vị" = \'H50\' order by "Thời điểm chốt" desc limit 1'
)
EXPECTED = [("UBND tỉnh Quảng Trị", Decimal("61.40"), 22, Decimal("10.06"))]


def test_every_relation_of_the_analysts_says_the_same_in_vietnamese(loaded: Settings) -> None:
    assert {relation.schema for relation in translated_relations()} == {"main"}
    for relation in translated_relations():
        count = "select count(*), count(distinct t) from {} as t"
        assert ask(loaded, count.format(f"vi.{relation.name}")) == ask(loaded, count.format(relation.qualified))
        columns = [name for name, *_ in ask(loaded, f"describe vi.{relation.name}")]
        assert len({name.casefold() for name in columns}) == len(columns)
    assert ask(loaded, QUANG_TRI.format("")) == EXPECTED


def test_it_answers_when_attached_under_another_name(loaded: Settings) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{loaded.current.resolve()}' as kho (read_only)")
        assert connection.execute(QUANG_TRI.format("kho.")).fetchall() == EXPECTED


def test_the_older_engine_reads_it(loaded: Settings) -> None:
    names = [f"vi.{relation.name}" for relation in translated_relations()]
    asked = subprocess.run(
        [str(PYTHON), "-c", QUESTION, str(loaded.current.resolve()), *names],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    assert "vi.observations 1509" in asked.stdout


def test_columns_carry_the_dictionarys_comments(loaded: Settings) -> None:
    observations = next(relation for relation in relations() if relation.qualified == "main.observations")
    assert ask(
        loaded,
        "select comment from duckdb_columns() where schema_name = 'vi' and table_name = 'observations' "
        "and column_name = 'Tỷ lệ (%)'",
    ) == [(meaning_of(observations, "rate_pct").comment,)]


def test_two_columns_with_one_label_stop_the_build() -> None:
    relation = next(relation for relation in relations() if relation.qualified == "main.units")
    with pytest.raises(AmbiguousLabel, match="a label of its own"):
        translation(relation, ["unit_id", "record_id", "record_ids"])


def test_a_quote_in_a_label_or_a_comment_stays_a_name() -> None:
    relation = next(relation for relation in relations() if relation.qualified == "core.overview_bases")
    with duckdb.connect() as connection:
        connection.execute(
            "create schema core; create schema vi; create table core.overview_bases (overview_score int)"
        )
        connection.execute(translation(replace(relation, description_en="the country's"), ["overview_score"]))
        assert connection.execute('select "Điểm ""Cả nước""" from vi.overview_bases').fetchall() == []
