"""The data dictionary: what every relation and column means, written once, pushed into the database.

`sql/dictionary.csv` names each column once (relation `*`), because one name means one thing
everywhere; a row for one relation overrides it. A relation's own description is the comment at the
head of its file. Belongs here: reading the dictionary and writing the comments.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

import duckdb

from orchestration.warehouse.relations import Relation, relations, sql_folder


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """One column: its Vietnamese label and its description in both languages."""

    label_vi: str
    description_vi: str
    description_en: str

    @property
    def comment(self) -> str:
        """As it stands in the database: `Nhãn: mô tả | English`."""
        return f"{self.label_vi}: {self.description_vi} | {self.description_en}"


class UndocumentedColumn(KeyError):
    """A column that no row of the dictionary explains."""


@cache
def _dictionary() -> dict[tuple[str, str], ColumnMeaning]:
    with open(sql_folder() / "dictionary.csv", encoding="utf-8", newline="") as file:
        return {
            (row["relation"], row["column"]): ColumnMeaning(
                row["label_vi"], row["description_vi"], row["description_en"]
            )
            for row in csv.DictReader(file)
        }


def meaning_of(relation: Relation, column: str) -> ColumnMeaning:
    """What a column means in a relation; raises `UndocumentedColumn`."""
    entries = _dictionary()
    found = entries.get((relation.qualified, column)) or entries.get(("*", column))
    if found is None:
        raise UndocumentedColumn(f"sql/dictionary.csv does not explain {relation.qualified}.{column}")
    return found


def write_comments(connection: duckdb.DuckDBPyConnection) -> None:
    """Comment every relation and every column of it."""
    columns = connection.execute(
        "select schema_name || '.' || table_name, column_name from duckdb_columns() "
        "where not internal and database_name = current_database()"
    ).fetchall()
    by_relation: dict[str, list[str]] = {}
    for relation_name, column in columns:
        by_relation.setdefault(relation_name, []).append(column)
    statements = [
        statement
        for relation in relations()
        for statement in _comments(relation, by_relation[relation.qualified])
    ]
    connection.execute(";".join(statements))


def _comments(relation: Relation, columns: list[str]) -> list[str]:
    kind = "view" if relation.is_view else "table"
    return [
        f"comment on {kind} {relation.qualified} is {_quoted(relation.comment)}",
        *(
            f"comment on column {relation.qualified}.{column} is {_quoted(meaning_of(relation, column).comment)}"
            for column in columns
        ),
    ]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
