"""The schema `vi`: every relation of the analysts again, with Vietnamese column names.

    select "Tên đơn vị", "Tổng điểm" from vi.league_table

The names are the labels of `sql/dictionary.csv`, the views are made from them at every build; nothing
is written twice. Belongs here: making and commenting those views. Does not belong here: what columns
mean (`dictionary`), or any figure: a view of `vi` only renames.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import duckdb

from orchestration.warehouse.dictionary import meaning_of
from orchestration.warehouse.relations import Relation, relations

SCHEMA = "vi"


class AmbiguousLabel(ValueError):
    """Two columns of one relation carry the same Vietnamese label."""


def translated_relations() -> tuple[Relation, ...]:
    """The relations that have a Vietnamese twin: those of the analysts."""
    return tuple(relation for relation in relations() if relation.schema == "main")


def translate_views(connection: duckdb.DuckDBPyConnection) -> int:
    """Make every view of `vi` anew, with its comments; returns how many. The caller opens the transaction."""
    connection.execute(f"create schema if not exists {SCHEMA}")
    for relation in translated_relations():
        described = connection.execute(f"describe {relation.qualified}").fetchall()
        connection.execute(translation(relation, [column for column, *_ in described]))
    return len(translated_relations())


def translation(relation: Relation, columns: Sequence[str]) -> str:
    """The statements that make one view and comment it; raises `AmbiguousLabel`."""
    labels = {column: meaning_of(relation, column).label_vi for column in columns}
    _prove_unique(relation, labels)
    view = f"{SCHEMA}.{relation.name}"
    selected = ", ".join(f"{column} as {_identifier(label)}" for column, label in labels.items())
    comments = [
        f"comment on column {view}.{_identifier(label)} is {_text(meaning_of(relation, column).comment)}"
        for column, label in labels.items()
    ]
    return ";\n".join(
        [
            f"create or replace view {view} as select {selected} from {relation.qualified}",  # noqa: S608
            f"comment on view {view} is {_text(relation.comment)}",
            *comments,
        ]
    )


def _prove_unique(relation: Relation, labels: dict[str, str]) -> None:
    """DuckDB's names differ by more than capitals, and so must these."""
    counts = Counter(label.casefold() for label in labels.values())
    doubled = {column: label for column, label in labels.items() if counts[label.casefold()] > 1}
    if doubled:
        raise AmbiguousLabel(f"{relation.qualified}: {doubled}: give one a label of its own in sql/dictionary.csv")


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
