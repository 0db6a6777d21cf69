"""The SQL files: one relation each, ordered by what they read, built together, proven to answer.

    sql/core/*.sql     tables, and the keyed views the marts stand on   (schema core)
    sql/marts/*.sql    the views analysts use                           (schema main)
    sql/load/*.sql     the statements that load one reading
    sql/checks/*.sql   queries that return the failing rows

Every file is plain SQL: `.read` it in the duckdb command line and it does what it does here.
Belongs here: finding, ordering and running them. Does not belong here: what they say.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from itertools import takewhile
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import exp

from orchestration.warehouse.connection import transaction
from orchestration.warehouse.declarations import Declared, declared_in, is_declaration

SCHEMAS = {"core": "core", "rules": "rules", "marts": "main"}


@dataclass(frozen=True, slots=True)
class Relation:
    """One SQL file that makes one table or view."""

    schema: str
    name: str
    sql: str
    is_view: bool
    description_vi: str  # the head comment's `-- vi:` line
    description_en: str  # the rest of the head comment
    reads: frozenset[str]  # qualified names of the relations its query reads
    declared: Declared  # what it promises of its rows

    @property
    def qualified(self) -> str:
        """Schema and name, as SQL writes them."""
        return f"{self.schema}.{self.name}"

    @property
    def comment(self) -> str:
        """As it stands in the database: Vietnamese, then English."""
        return f"{self.description_vi} | {self.description_en}"


def sql_folder() -> Path:
    """Where the SQL files lie: beside the package in a checkout, inside it in a wheel."""
    inside = Path(__file__).parents[1] / "_sql"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "sql"


def head_comment(sql: str) -> list[str]:
    """The comment lines a file opens with, without their dashes."""
    lines = takewhile(lambda line: line.startswith("--"), sql.splitlines())
    return [line.removeprefix("--").strip() for line in lines]


def relations(root: Path | None = None) -> tuple[Relation, ...]:
    """Every relation, each after those it reads."""
    return _relations_in(root or sql_folder())


@cache
def _relations_in(root: Path) -> tuple[Relation, ...]:
    found = [
        parse_relation(schema, path.stem, path.read_text(encoding="utf-8"))
        for folder, schema in SCHEMAS.items()
        for path in sorted((root / folder).glob("*.sql"))
    ]
    by_name = {relation.qualified: relation for relation in found}
    # sorted: the same order in every process
    graph = {name: sorted(relation.reads & by_name.keys()) for name, relation in by_name.items()}
    return tuple(by_name[name] for name in TopologicalSorter(graph).static_order())


def parse_relation(schema: str, name: str, sql: str) -> Relation:
    """Read one file; raises `ValueError` when it does not make the relation its name promises."""
    statements = [statement for statement in sqlglot.parse(sql, dialect="duckdb") if statement]
    created = [statement for statement in statements if isinstance(statement, exp.Create)]
    if len(created) != 1 or _target(created[0]) != f"{schema}.{name}":
        raise ValueError(f"sql for {schema}.{name} must create exactly that relation")
    reads = _tables_read(created[0]) - {f"{schema}.{name}"}
    is_view = created[0].kind == "VIEW"
    declared = declared_in(f"{schema}.{name}", head_comment(sql))
    head = [line for line in head_comment(sql) if not is_declaration(line)]
    vietnamese = " ".join(line.removeprefix("vi: ") for line in head if line.startswith("vi: "))
    english = " ".join(line for line in head if not line.startswith("vi: "))
    if not (vietnamese and english):
        raise ValueError(f"sql for {schema}.{name} opens without a description (`-- vi: …`, then English)")
    return Relation(schema, name, sql, is_view, vietnamese, english, frozenset(reads), declared)


def build_relations(connection: duckdb.DuckDBPyConnection) -> int:
    """Make every table that is missing and every view anew, in one transaction; returns how many."""
    with transaction(connection):
        connection.execute("create schema if not exists core; create schema if not exists rules")
        for relation in relations():
            connection.execute(relation.sql)
        prove_views(connection)
    return len(relations())


def prove_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Bind every view: DuckDB accepts a view over nothing until somebody asks it."""
    for relation in relations():
        if relation.is_view:
            connection.execute(f"select * from {relation.qualified} limit 0")  # noqa: S608


def load_statements(name: str) -> str:
    """The text of `sql/load/<name>.sql`."""
    return (sql_folder() / "load" / f"{name}.sql").read_text(encoding="utf-8")


def _target(create: exp.Create) -> str:
    table = create.this.this if isinstance(create.this, exp.Schema) else create.this
    return f"{table.db}.{table.name}"


def _tables_read(create: exp.Create) -> set[str]:
    if create.expression is None:
        return set()
    query = create.expression
    local = {cte.alias_or_name for cte in query.find_all(exp.CTE)}
    return {
        f"{table.db or 'main'}.{table.name}"
        for table in query.find_all(exp.Table)
        if table.name and not (not table.db and table.name in local)
    }
