"""One relation → Parquet, CSV, and CSV for Excel, written by DuckDB itself.

Belongs here: how values look in each format. Three readers, three forms: programs take Parquet (exact
types) or CSV (points, ISO instants with their zone, empty is null); a person's Excel takes the third
(Vietnamese headings, decimal comma, semicolons, a byte-order mark, which is how it knows UTF-8).

A text that a spreadsheet would run as a formula gets an apostrophe before it in both CSVs; numbers,
negative ones too, and texts that are nothing but a number stay as they are. Parquet keeps the text.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from orchestration.publications.opendata.columns import OpenColumn, OpenRelation, quoted

BIG_ROWS = 2_000_000  # from here on Parquet is cut into a folder for each year
MOST_CSV_ROWS = 1_000_000  # what a spreadsheet holds; more goes out as Parquet alone
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_WHOLE = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")
_PLAIN_NUMBER = r"[-+]?[0-9]+([.,][0-9]+)*%?|[-+]"
_FORMULA_START = r"[=+\-@\t\r\n＝＋－＠]"


def frictionless_type(data_type: str) -> str:
    """The field type of a DuckDB type in the Table Schema; raises `ValueError` for one not foreseen."""
    if data_type.endswith("[]"):
        return "array"
    base = data_type.partition("(")[0]
    known = {"VARCHAR": "string", "BOOLEAN": "boolean", "DATE": "date", "DECIMAL": "number", "DOUBLE": "number",
             "FLOAT": "number", "TIMESTAMP WITH TIME ZONE": "datetime"}  # fmt: skip
    if base in known:
        return known[base]
    if _WHOLE.fullmatch(base):
        return "integer"
    raise ValueError(f"open data has no form for the type {data_type}")


def take_rows(connection: duckdb.DuckDBPyConnection, relation: OpenRelation) -> str:
    """Where the rows to write stand: asked for once and put in order, so that the same data are the same
    bytes; a big relation is streamed as it comes."""
    name = f"main.{quoted(relation.name)}"
    if relation.row_count >= BIG_ROWS:
        return name
    connection.execute(f"create or replace temp table rows_taken as from {name} order by all")
    return "temp.rows_taken"


def write_parquet(
    connection: duckdb.DuckDBPyConnection, relation: OpenRelation, rows: str, folder: Path
) -> None:
    """`folder/<relation>.parquet`, or `folder/<relation>/period_year=…/` where it is big."""
    names = {column.name for column in relation.columns}
    if relation.row_count >= BIG_ROWS and "period_start" in names:
        dated = f"select *, year(period_start) as period_year from {rows}"  # noqa: S608
        options = "partition_by (period_year), filename_pattern 'part_{i}'"
        _copy(connection, dated, folder / relation.name, f"format parquet, compression zstd, {options}")
        return
    path = folder / f"{relation.name}.parquet"
    _copy(connection, f"from {rows}", path, "format parquet, compression zstd")


def write_csv(
    connection: duckdb.DuckDBPyConnection, relation: OpenRelation, rows: str, path: Path
) -> None:
    """For programs: UTF-8, comma, points, ISO instants."""
    selected = _select(relation, rows, _for_programs, lambda column: column.name)
    _copy(connection, selected, path, "format csv, header true")


def write_excel_csv(
    connection: duckdb.DuckDBPyConnection, relation: OpenRelation, rows: str, path: Path
) -> None:
    """For a person: Vietnamese headings and numbers, semicolons, a byte-order mark."""
    plain = path.with_suffix(".part")
    selected = _select(relation, rows, _for_people, _heading_of(relation))
    _copy(connection, selected, plain, "format csv, header true, delimiter ';'")
    with open(path, "wb") as file, open(plain, "rb") as written:
        file.write(BYTE_ORDER_MARK)
        shutil.copyfileobj(written, file)
    plain.unlink()


def _select(
    relation: OpenRelation, rows: str, form: Callable[[OpenColumn], str], heading: Callable[[OpenColumn], str]
) -> str:
    shown = ", ".join(f"{form(column)} as {quoted(heading(column))}" for column in relation.columns)
    return f"select {shown} from {rows}"  # noqa: S608


def _for_programs(column: OpenColumn) -> str:
    name, kind = quoted(column.name), frictionless_type(column.data_type)
    if kind == "datetime":
        return _iso(name)
    if kind == "array":
        return f"to_json({name})::varchar"
    return _harmless(name) if kind == "string" else name


def _for_people(column: OpenColumn) -> str:
    name, kind = quoted(column.name), frictionless_type(column.data_type)
    if kind == "datetime":
        return f"strftime({name}, '%d/%m/%Y %H:%M:%S')"
    if kind == "date":
        return f"strftime({name}, '%d/%m/%Y')"
    if kind == "number":
        return f"replace(regexp_replace({name}::varchar, '(\\.[0-9]*?)0+$', '\\1').rtrim('.'), '.', ',')"
    if kind == "boolean":
        return f"case {name} when true then 'có' when false then 'không' end"
    if kind == "integer":
        return name
    return _harmless(f"array_to_string({name}, ', ')" if kind == "array" else name)


def _iso(name: str) -> str:
    """With Vietnam's own zone written out; fractions of a second only where there are any."""
    whole, fraction = (f"strftime({name}, '%Y-%m-%dT%H:%M:%S{part}') || '+07:00'" for part in ("", ".%f"))
    return f"case when date_trunc('second', {name}) = {name} then {whole} else {fraction} end"


def _harmless(text: str) -> str:
    is_formula = f"regexp_matches({text}, '^{_FORMULA_START}') and not regexp_full_match({text}, '{_PLAIN_NUMBER}')"
    return f"case when {is_formula} then '''' || {text} else {text} end"


def _heading_of(relation: OpenRelation) -> Callable[[OpenColumn], str]:
    """A column's Vietnamese label; its name beside it where two columns share the label."""
    labels = [column.label_vi.casefold() for column in relation.columns]

    def heading(column: OpenColumn) -> str:
        is_shared = labels.count(column.label_vi.casefold()) > 1
        return f"{column.label_vi} ({column.name})" if is_shared else column.label_vi

    return heading


def _copy(connection: duckdb.DuckDBPyConnection, source: str, path: Path, options: str) -> None:
    target = str(path).replace("'", "''")
    connection.execute(f"copy ({source}) to '{target}' ({options})")
