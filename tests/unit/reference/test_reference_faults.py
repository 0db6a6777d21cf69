"""Each way a reference file can be wrong is refused, with its file and line."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from orchestration.reference.registry import (
    Unit,
    read_indicator_labels,
    read_indicators,
    read_lineage,
    read_methodologies,
    read_score_bands,
    read_unit_aliases,
    read_unit_counts,
    read_units,
)
from orchestration.reference.tables import ReferenceDataError

Read = Callable[[Path], object]

H50 = Unit(unit_id="H50", name="UBND tỉnh Quảng Trị", level="province", parent_id="VN", source="s")
UNITS = "unit_id,portal_id,name,level,parent_id,valid_from,valid_to,source,note\nVN,,Cả nước,country,,,,s,\n"
ALIASES = "unit_id,alias,kind,valid_from,valid_to,source\n"
LINEAGE = "old_unit_id,new_unit_id,effective_date,kind,is_date_confirmed,source,note\n"
INDICATORS = (
    "indicator_id,parent_id,position,decision_code,name_vi,name_en,max_score,applies_to_communes,"
    "quantity_unit,formula,full_score_at_pct,formula_status,source\n"
)
LABELS = "label,indicator_id,kind,source\n"
METHODOLOGIES = "methodology_id,source,valid_from,valid_to,what_changed_vi,what_changed_en,reference\n"
COUNTS = "unit_id,agencies,communes,as_of,source\n"
BANDS = "lower_pct,band_vi,band_en,source\n"


def aliases(path: Path) -> object:
    return read_unit_aliases(path, [H50])


def lineage(path: Path) -> object:
    return read_lineage(path, {"H50", "H49"})


def labels(path: Path) -> object:
    return read_indicator_labels(path, {"CKMB", "TDGQ"})


def counts(path: Path) -> object:
    return read_unit_counts(path, {"H50"})


@pytest.mark.parametrize(("read", "text", "line", "problem"), [
    (read_units, "", 1, "the columns must be unit_id"),
    (read_units, UNITS.replace("portal_id", "portal"), 1, "the columns must be"),
    (read_units, UNITS + "H50,,Quảng Trị,province,VN,,,s\n", 3, "8 cells, not 9"),
    (read_units, UNITS + "H50,,Quảng Trị,province,VN,,,,\n", 3, "source is empty"),
    (read_units, UNITS + "H50,,,province,VN,,,s,\n", 3, "name is empty"),
    (read_units, UNITS + "H50,,Qua\u0309ng Trị,province,VN,,,s,\n", 3, "name is not NFC"),
    (read_units, UNITS + "H50,, Quảng Trị,province,VN,,,s,\n", 3, "blanks around it"),
    (read_units, UNITS + "H50,,Quảng Trị,tỉnh,VN,,,s,\n", 3, "level is 'tỉnh', not one of"),
    (read_units, UNITS + "H50,,Quảng Trị,province,H5,,,s,\n", 3, "parent_id 'H5' is not known"),
    (read_units, UNITS + "H50,,Quảng Trị,province,,,,s,\n", 3, "the country, and only it"),
    (read_units, UNITS + "a,,A,agency,b,,,s,\nb,,B,agency,a,,,s,\n", 3, "its own ancestor"),
    (read_units, UNITS + "VN,,Nước,country,,,,s,\n", 3, "unit_id VN stands on line 2 already"),
    (read_units, UNITS + "a,1,A,agency,VN,,,s,\nb,1,B,agency,VN,,,s,\n", 4, "portal_id 1 stands"),
    (read_units, UNITS + "a,,A,agency,VN,1/7/2025,,s,\n", 3, "not a date like 2025-07-01"),
    (read_units, UNITS + "a,,A,agency,VN,2025-07-01,2025-06-30,s,\n", 3, "is later than valid_to"),
    (aliases, ALIASES + "H51,Quảng Trị,alias,,,s\n", 2, "unit_id 'H51' is not known"),
    (aliases, ALIASES + "H50,UBND tỉnh Quảng Trị,alias,,,s\n", 2, "name in units.csv already"),
    (aliases, ALIASES + "H50,QT,nick,,,s\n", 2, "kind is 'nick', not one of official, alias, ocr"),
    (aliases, ALIASES + "H50,QT,alias,,2025-07-01,s\nH50,QT,ocr,2025-07-01,,s\n", 3, "that of line 2"),
    (lineage, LINEAGE + "H50,H99,2025-07-01,merged,true,s,\n", 2, "new_unit_id 'H99' is not known"),
    (lineage, LINEAGE + "H50,H49,,merged,true,s,\n", 2, "effective_date is empty"),
    (lineage, LINEAGE + "H50,H49,,merged,,s,\n", 2, "is_date_confirmed is empty"),
    (read_indicators, INDICATORS + "A,,1,,a,a,-1,,points,,,unknown,s\n", 2, "not a number from 0"),
    (read_indicators, INDICATORS + "A,,1,,a,a,NaN,,points,,,unknown,s\n", 2, "not a number from 0"),
    (read_indicators, INDICATORS + 'A,,1,,a,a,"1,5",,points,,,unknown,s\n', 2, "not a number"),
    (read_indicators, INDICATORS + "A,,²,,a,a,1,,points,,,unknown,s\n", 2, "not a whole number"),
    (read_indicators, INDICATORS + "A,,1,,a,a,1,yes,points,,,unknown,s\n", 2, "not one of true, false"),
    (read_indicators, INDICATORS + "A,B,1,,a,a,1,,points,,,unknown,s\n", 2, "parent_id 'B'"),
    (labels, LABELS + "Tiến độ,TDG,heading,s\n", 2, "indicator_id 'TDG' is not known"),
    (labels, LABELS + "A,CKMB,heading,s\nA,TDGQ,ocr,s\n", 3, "label A stands on line 2 already"),
    (read_methodologies, METHODOLOGIES + "m,portal,,,v,e,\n", 2, "reference is empty"),
    (read_methodologies, METHODOLOGIES + "m,web,,,v,e,r\n", 2, "source is 'web', not one of letter"),
    (read_methodologies, METHODOLOGIES + "m,portal,,,v,e,r\nn,portal,2026-01-01,,v,e,r\n", 3, "overlaps"),
    (counts, COUNTS + "H50,17,,2026-10-01,s\n", 2, "communes is empty"),
    (counts, COUNTS + "H50,17,78,,s\n", 2, "as_of is empty"),
    (read_score_bands, BANDS + "50,a,a,s\n80,b,b,s\n0,c,c,s\n", 3, "must fall from row to row"),
    (read_score_bands, BANDS + "50,a,a,s\n", 2, "the last band must begin at 0"),
])
def test_fault(tmp_path: Path, read: Read, text: str, line: int, problem: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReferenceDataError) as caught:
        read(path)
    assert problem in caught.value.problem
    assert str(caught.value).startswith(f"table.csv, line {line}: ")


def test_a_spreadsheets_csv_is_read(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes(b"\xef\xbb\xbf" + UNITS.replace("\n", "\r\n").encode())
    assert [unit.name for unit in read_units(path)] == ["Cả nước"]


@pytest.mark.parametrize(("content", "problem"), [
    (UNITS.encode("utf-16"), "line 1: not UTF-8"),
    (UNITS.encode() + b'a,"b\n', "line 3: not a CSV"),
    (UNITS.encode() + b"a,\xe9\n", "line 1: not UTF-8"),
])
def test_other_files_are_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "units.csv"
    path.write_bytes(content)
    with pytest.raises(ReferenceDataError, match=problem):
        read_units(path)


def test_the_line_is_that_of_the_file_though_cells_run_over_lines(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text(UNITS + 'a,,A,agency,VN,,,s,"two\nlines"\nb,,B,agency,x,,,s,\n', encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=r"^units.csv, line 5: parent_id 'x'"):
        read_units(path)


def test_empty_cells_are_unknown_and_not_zero(tmp_path: Path) -> None:
    path = tmp_path / "indicators.csv"
    path.write_text(INDICATORS + "A,,1,,a,a,,,points,,,unknown,s\nB,A,2,,b,b,0,false,points,,,unknown,s\n")
    unknown, zero = read_indicators(path)
    assert (unknown.max_score, unknown.applies_to_communes) == (None, None)
    assert (zero.max_score, zero.applies_to_communes) == (Decimal(0), False)
