"""`datapackage.json`: what each file holds, of which types, with which hash, from which sources.

Belongs here: the Frictionless descriptor (specs.frictionlessdata.io, version 1). Does not belong
here: writing the data.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from orchestration.publications.opendata.columns import OpenColumn, OpenRelation
from orchestration.publications.opendata.files import frictionless_type
from orchestration.warehouse.declarations import Declared, declared_in
from orchestration.warehouse.relations import head_comment, relations

NO_LICENCE = "notspecified"
MEDIA_TYPES = {".csv": "text/csv", ".parquet": "application/vnd.apache.parquet"}
_SOURCES = {
    "portal": {"title": "Cổng Dịch vụ công quốc gia, Bộ chỉ số phục vụ người dân, doanh nghiệp (766/QĐ-TTg)",
               "path": "https://dichvucong.gov.vn/danh-gia-chat-luong-phuc-vu"},
    "portal_legacy": {"title": "Cổng Dịch vụ công quốc gia trước khi đổi mới (2022-2025)",
                      "path": "https://dichvucong.gov.vn"},
    "provincial_system": {"title": "Hệ thống thông tin giải quyết thủ tục hành chính của tỉnh"},
}  # fmt: skip


def descriptor(
    connection: duckdb.DuckDBPyConnection, folder: Path, relations: Iterable[OpenRelation], licence: str
) -> dict[str, Any]:
    """The package of the files that lie in `folder`; every one is read once more for its hash."""
    newest, build_id = connection.execute(
        "select strftime(newest_cutoff_at, '%Y-%m-%dT%H:%M:%S') || '+07:00', build_id from published"
    ).fetchall()[0]
    return {
        "profile": "data-package",
        "name": "chiso766",
        "id": build_id,
        "title": "Bộ chỉ số phục vụ người dân, doanh nghiệp (766/QĐ-TTg): số liệu và xu hướng",
        "description": "Số liệu đúng như nguồn công bố và xu hướng so sánh được. Trống là không công bố, không phải "
        "0. / Values as published and trends that may be compared. Empty means not published, never zero.",
        "version": newest or "0",
        "licenses": [_licence(licence)],
        "sources": _sources(connection),
        "resources": [
            resource for relation in relations for resource in _resources(folder, relation)
        ],
    }


def schema(relation: OpenRelation) -> dict[str, Any]:
    """The Table Schema: the columns, and the key where the relation declares one without gaps."""
    declared = _declared().get(relation.name)
    required = set(declared.required) | (set(declared.key) - declared.nullable) if declared else set()
    described: dict[str, Any] = {"fields": [field(column, column.name in required) for column in relation.columns]}
    if declared and declared.key and not declared.nullable:
        described["primaryKey"] = list(declared.key)
    return described


def field(column: OpenColumn, is_required: bool) -> dict[str, Any]:
    """A column as a field of the Table Schema."""
    constraints = {"constraints": {"required": True}} if is_required else {}
    return {
        "name": column.name,
        "type": frictionless_type(column.data_type),
        "title": column.label_vi,
        "description": column.description_vi,
        "description_en": column.description_en,
        **constraints,
    }


@cache
def _declared() -> dict[str, Declared]:
    """What each analysts' relation promises of its rows, by its name."""
    return {
        relation.name: declared_in(relation.qualified, head_comment(relation.sql))
        for relation in relations() if relation.schema == "main"
    }  # fmt: skip


def sha256_of(path: Path) -> str:
    """The hash of a file, read in pieces."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _resources(folder: Path, relation: OpenRelation) -> list[dict[str, Any]]:
    found = [folder / "csv" / f"{relation.name}.csv", folder / "parquet" / f"{relation.name}.parquet",
             *sorted((folder / "parquet" / relation.name).rglob("*.parquet"))]  # fmt: skip
    return [_resource(folder, path, relation) for path in found if path.is_file()]


def _resource(folder: Path, path: Path, relation: OpenRelation) -> dict[str, Any]:
    place = path.relative_to(folder).as_posix()
    described = {
        "name": place.lower().replace("/", "-").replace("=", "-").replace(".", "-"),
        "path": place,
        "title": relation.description_vi,
        "description": relation.description_en,
        "format": path.suffix.removeprefix("."),
        "mediatype": MEDIA_TYPES[path.suffix],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_of(path)}",
        "schema": schema(relation),
    }
    if path.suffix == ".csv":
        described |= {"profile": "tabular-data-resource", "encoding": "utf-8"}
    return described


def _licence(name: str) -> dict[str, str]:
    if name != NO_LICENCE:
        return {"name": name}
    return {
        "name": NO_LICENCE,
        "title": "Số liệu do cơ quan nhà nước công bố; nơi phát hành chưa chọn giấy phép. / Published by public "
        "bodies; whoever hands this on has not chosen a licence yet.",
    }


def _sources(connection: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    kinds = connection.execute("select distinct source from snapshots order by source").fetchall()
    letters = connection.execute(
        "select distinct document_number, document_date, scope_unit_id from snapshots "
        "where source = 'letter' order by document_date, document_number"
    ).fetchall()
    named = [_SOURCES[kind] for (kind,) in kinds if kind in _SOURCES]
    return named + [
        {"title": f"Công văn {number or 'không rõ số'}"
                  + (f" ngày {day:%d/%m/%Y}" if day else "") + f" ({scope})"}
        for number, day, scope in letters
    ]  # fmt: skip
