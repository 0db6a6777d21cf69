"""The data dictionary as markdown, from the comments that stand in the database.

Belongs here: laying it out. Does not belong here: what anything means (`sql/dictionary.csv` and the
head of each file in `sql/marts`).
"""

from __future__ import annotations

from collections.abc import Iterable

from orchestration.publications.opendata.columns import OpenRelation

_HEAD = """# Từ điển số liệu / Data dictionary

Tệp này được tạo từ chú thích trong cơ sở dữ liệu; đừng sửa tay. / Generated from the comments in the
database; do not edit. `chiso766 dictionary --out docs/dictionary.md`

Trong DuckDB / inside DuckDB: `select column_name, comment from duckdb_columns() where table_name = 'trends_by_cutoff'`
"""


def dictionary(relations: Iterable[OpenRelation]) -> str:
    """One section a relation, one row a column."""
    listed = list(relations)
    contents = "\n".join(f"- [`{one.name}`](#{one.name}): {_cell(one.description_vi)}" for one in listed)
    return "\n".join([_HEAD, contents, "", *map(_section, listed)])


def _section(relation: OpenRelation) -> str:
    rows = (
        f"| `{column.name}` | {column.data_type} | {_cell(column.label_vi)}: {_cell(column.description_vi)} "
        f"| {_cell(column.description_en)} |"
        for column in relation.columns
    )
    return "\n".join([
        f"## {relation.name}", "", _cell(relation.description_vi), "", _cell(relation.description_en), "",
        "| cột / column | kiểu / type | nghĩa | meaning |", "|---|---|---|---|", *rows, "",
    ])  # fmt: skip


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
