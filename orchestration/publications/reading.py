"""The published file as the page reads it: named questions, answered as plain tables.

Belongs here: running `sql/publications/…` read-only and handing on columns and rows. Does not belong
here: computing any figure (the SQL's), or how a table is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration.publications.figures import statement

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns, in the order the question gives them."""

    columns: tuple[str, ...]
    rows: Sequence[Row]

    def values(self, *columns: str) -> list[Row]:
        """These columns of every row."""
        places = [self.columns.index(column) for column in columns]
        return [tuple(row[place] for place in places) for row in self.rows]

    def without(self, *columns: str) -> Table:
        """The same rows without some columns."""
        kept = [place for place, column in enumerate(self.columns) if column not in columns]
        return Table(
            tuple(self.columns[place] for place in kept), [tuple(row[place] for place in kept) for row in self.rows]
        )

    def groups(self, *columns: str) -> Iterator[tuple[Row, Table]]:
        """The rows of each combination of these columns, as tables without them; the first met comes first."""
        parted: dict[Row, list[Row]] = {}
        for key, row in zip(self.values(*columns), self.rows, strict=True):
            parted.setdefault(key, []).append(row)
        for key, rows in parted.items():
            yield key, Table(self.columns, rows).without(*columns)

    def where(self, column: str, wanted: frozenset[Any]) -> Table:
        """The rows whose column holds one of the wanted values."""
        place = self.columns.index(column)
        return Table(self.columns, [row for row in self.rows if row[place] in wanted])

    def records(self) -> list[dict[str, Any]]:
        """Each row as a mapping; for small tables."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def stacked(tables: Sequence[Table]) -> Table:
    """Tables of the same columns, one under the other; at least one."""
    return Table(tables[0].columns, [row for table in tables for row in table.rows])


# How a type is written for a page: instants as the clock in Vietnam shows them, numbers as plain numbers
# (sixteen digits hold every published decimal without loss).
WRITTEN = {
    "TIMESTAMP WITH TIME ZONE": "strftime({0}, '%Y-%m-%dT%H:%M') as {0}",
    "DATE": "strftime({0}, '%Y-%m-%d') as {0}",
    "DECIMAL": "{0}::double as {0}",
}


def ask(connection: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> Table:
    """The answer of `sql/publications/<name>.sql` in text, numbers and truth values; see `WRITTEN`."""
    answer = connection.sql(statement(name), params=parameters or None)
    kinds = ((column, str(kind).partition("(")[0]) for column, kind in zip(answer.columns, answer.types, strict=True))
    written = [WRITTEN[kind].format(column) for column, kind in kinds if kind in WRITTEN]
    shown = answer.project(f"* replace ({', '.join(written)})") if written else answer
    return Table(tuple(shown.columns), shown.fetchall())
