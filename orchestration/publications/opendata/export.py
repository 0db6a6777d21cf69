"""The whole open data folder: written beside the old one, then put in its place in one step.

    published/opendata/datapackage.json, README.md, CHANGELOG.md, dictionary.md
    published/opendata/parquet/<relation>.parquet    exact types; cut by year where big
    published/opendata/csv/<relation>.csv            for programs
    published/opendata/excel/<relation>.csv          for a person's Excel
    published/parquet                                the Parquet files, under the name analysts know

Belongs here: which files there are. Does not belong here: how any of them is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from orchestration.publications.opendata.changelog import changelog
from orchestration.publications.opendata.columns import OpenRelation, open_relations
from orchestration.publications.opendata.dictionary import dictionary
from orchestration.publications.opendata.files import (
    MOST_CSV_ROWS,
    take_rows,
    write_csv,
    write_excel_csv,
    write_parquet,
)
from orchestration.publications.opendata.package import NO_LICENCE, descriptor
from orchestration.publications.replacing import replaced_folder
from orchestration.warehouse.connection import open_reader

_README = """# Số liệu mở / Open data

- `parquet/`: mọi bảng, đúng kiểu dữ liệu / every relation with exact types
- `csv/`: cho chương trình, dấu chấm thập phân, giờ ISO / for programs
- `excel/`: cho Excel tiếng Việt, dấu phẩy thập phân / for Excel in Vietnamese
- `datapackage.json`: kiểu, nghĩa, nguồn, SHA-256 của từng tệp / types, meanings, sources, hashes
- `dictionary.md`, `CHANGELOG.md`

Trống là không công bố, không phải 0. Ô chữ mở đầu như một công thức có thêm dấu nháy đơn trong tệp CSV. /
Empty means not published, never zero. In the CSV files a text that begins like a formula has an apostrophe
before it.
"""

_DEMO = """**SỐ LIỆU MINH HỌA, KHÔNG PHẢI SỐ LIỆU THẬT**: {count} kỳ chụp lấy từ cổng minh họa (`snapshots.is_demo`).
Không dùng để báo cáo. / **Not real figures**: {count} snapshots come from a demo portal. Do not report them.

"""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    folder: Path
    relation_count: int
    file_count: int
    byte_count: int
    parquet_only: tuple[str, ...]


def export(
    current: Path, published: Path, licence: str = NO_LICENCE, report: Callable[[str], None] = lambda _: None
) -> Exported:
    """Write `published/opendata` from the published database; the old folder stays until the new is whole."""
    target = published / "opendata"
    with open_reader(current) as connection, replaced_folder(target) as folder:
        relations = open_relations(connection)
        for kind in ("parquet", "csv", "excel"):
            (folder / kind).mkdir()
        for relation in relations:
            report(relation.name)
            rows = take_rows(connection, relation)
            write_parquet(connection, relation, rows, folder / "parquet")
            if relation.row_count <= MOST_CSV_ROWS:
                write_csv(connection, relation, rows, folder / "csv" / f"{relation.name}.csv")
                write_excel_csv(connection, relation, rows, folder / "excel" / f"{relation.name}.csv")
        _write(folder / "README.md", _warning(connection) + _README)
        _write(folder / "dictionary.md", dictionary(relations))
        _write(folder / "CHANGELOG.md", changelog(connection))
        package = descriptor(connection, folder, relations, licence)
        _write(folder / "datapackage.json", json.dumps(package, ensure_ascii=False, indent=1) + "\n")
    _name_parquet(published)
    return _told(target, relations)


def _warning(connection: duckdb.DuckDBPyConnection) -> str:
    """What stands above everything where a demo portal gave figures."""
    (invented,) = connection.execute("select demo_count from published").fetchall()[0]
    return _DEMO.format(count=invented) if invented else ""


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _name_parquet(published: Path) -> None:
    """`published/parquet`, a way into the folder that is replaced; made once, never moved."""
    link = published / "parquet"
    if not link.is_symlink():
        link.symlink_to(Path("opendata") / "parquet")


def _told(target: Path, relations: list[OpenRelation]) -> Exported:
    files = [path for path in target.resolve().rglob("*") if path.is_file()]
    left = tuple(relation.name for relation in relations if relation.row_count > MOST_CSV_ROWS)
    return Exported(target, len(relations), len(files), sum(path.stat().st_size for path in files), left)
