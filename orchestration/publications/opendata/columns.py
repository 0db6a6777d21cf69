"""The relations and columns of the published file as it describes itself.

Belongs here: asking the database for its relations, columns, types and comments. Does not belong
here: writing files.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

_COLUMNS = """
    select c.table_name, c.column_name, c.data_type, c.comment
    from duckdb_columns() as c
    where c.schema_name = 'main' and c.database_name = current_database() and not c.internal
    order by c.table_name, c.column_index
"""
_RELATIONS = """
    select view_name, comment from duckdb_views()
    where schema_name = 'main' and database_name = current_database() and not internal
    union all
    select table_name, comment from duckdb_tables()
    where schema_name = 'main' and database_name = current_database() and not internal
    order by 1
"""


@dataclass(frozen=True, slots=True)
class OpenColumn:
    """A column; `comment` is "Nhãn: mô tả | English"."""

    name: str
    data_type: str
    comment: str

    @property
    def label_vi(self) -> str:
        """What a person calls it."""
        return self.comment.partition(": ")[0]

    @property
    def description_vi(self) -> str:
        """What it means, in Vietnamese."""
        return self.comment.partition(": ")[2].rpartition(" | ")[0]

    @property
    def description_en(self) -> str:
        """What it means, in English."""
        return self.comment.rpartition(" | ")[2]


@dataclass(frozen=True, slots=True)
class OpenRelation:
    """A relation of the schema `main`; `comment` is Vietnamese | English."""

    name: str
    comment: str
    columns: tuple[OpenColumn, ...]
    row_count: int

    @property
    def description_vi(self) -> str:
        """What its rows are, in Vietnamese."""
        return self.comment.partition(" | ")[0]

    @property
    def description_en(self) -> str:
        """What its rows are, in English."""
        return self.comment.partition(" | ")[2]


def open_relations(connection: duckdb.DuckDBPyConnection) -> list[OpenRelation]:
    """Every relation analysts use, with what the database says of it."""
    columns: dict[str, list[OpenColumn]] = {}
    for relation, name, data_type, comment in connection.execute(_COLUMNS).fetchall():
        columns.setdefault(relation, []).append(OpenColumn(name, data_type, comment or ""))
    return [
        OpenRelation(name, comment or "", tuple(columns[name]), _count(connection, name))
        for name, comment in connection.execute(_RELATIONS).fetchall()
    ]


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    answer = connection.execute(f"select count(*) from main.{quoted(name)}").fetchall()  # noqa: S608
    return int(answer[0][0])
