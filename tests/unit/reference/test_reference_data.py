"""What the reference files say, against the facts they were taken from."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from orchestration.reference.names import unit_key
from orchestration.reference.registry import (
    DATA,
    TABLES,
    Dated,
    Unit,
    load_indicator_labels,
    load_indicators,
    load_lineage,
    load_methodologies,
    load_score_bands,
    load_unit_aliases,
    load_unit_counts,
    load_units,
    reference_csv,
)

ROOT = Path(__file__).parents[3]
CAPTURES = sorted((ROOT / "examples/portal").glob("national_2026-*[0-9].json"))
GROUP_SAMPLES = ROOT / "tests/fixtures/portal/groups"
UNITS = {unit.unit_id: unit for unit in load_units()}
INDICATORS = {indicator.indicator_id: indicator for indicator in load_indicators()}


def rows_of(name: str) -> list[dict[str, str]]:
    with reference_csv(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def captured_provinces() -> list[dict[str, object]]:
    return [row for path in CAPTURES for row in json.loads(path.read_bytes())["data"]["evaluation"]]


@pytest.mark.parametrize("name", TABLES)
def test_every_row_cites_its_source(name: str) -> None:
    citation = "reference" if name == "methodologies" else "source"
    rows = rows_of(name)
    assert rows
    assert all(row[citation].strip() for row in rows)


def test_there_is_no_other_table() -> None:
    assert {path.stem for path in DATA.glob("*.csv")} == set(TABLES)
    with pytest.raises(KeyError, match="no reference table"):
        reference_csv("../units")


def test_units_by_level() -> None:
    assert Counter(unit.level for unit in UNITS.values()) == {
        "country": 1, "province": 34 + 1, "agency": 18 + 7, "district": 10, "commune": 78,
    }
    assert UNITS["VN"].name == "Cả nước"
    assert {unit.parent_id for unit in UNITS.values()} == {None, "VN", "H50"}


def test_provinces_are_those_of_the_captures_by_code_and_id() -> None:
    captured = {(row["departmentCode"], row["departmentId"]) for row in captured_provinces()}
    listed = {(u.unit_id, u.portal_id) for u in UNITS.values() if u.level == "province" and u.portal_id}
    assert len(captured) == 34
    assert listed == captured


def test_every_spelling_in_the_captures_is_a_known_one() -> None:
    known = {(alias.unit_id, alias.alias) for alias in load_unit_aliases()}
    known |= {(unit.unit_id, unit.name) for unit in UNITS.values()}
    assert {(row["departmentCode"], row["departmentName"]) for row in captured_provinces()} <= known


def test_communes_of_the_new_quang_tri() -> None:
    communes = Counter(unit.name.split()[1] for unit in UNITS.values() if unit.level == "commune")
    assert communes == {"xã": 69, "phường": 8, "đặc": 1}
    old = [u for u in UNITS.values() if u.level == "commune" and "tỉnh Quảng Trị" in (u.note or "")]
    assert len(old) == 37


def test_no_agency_runs_across_its_merger() -> None:
    for name in ("so-tai-chinh", "so-xay-dung", "so-khoa-hoc-va-cong-nghe", "so-noi-vu"):
        before, after = UNITS[f"H50~{name}"], UNITS[f"H50~{name}-2025"]
        assert before.name == after.name
        assert (before.valid_to, after.valid_from) == (date(2025, 2, 28), date(2025, 3, 1))
    agencies = [unit for unit in UNITS.values() if unit.level == "agency"]
    names = [agency.name for agency in agencies if agency.is_valid_on(date(2025, 4, 1))]
    assert len(names) == len(set(names)) == 13


def test_districts_end_with_june_2025() -> None:
    districts = [unit for unit in UNITS.values() if unit.level == "district"]
    assert {district.valid_to for district in districts} == {date(2025, 6, 30)}


def test_no_two_units_of_one_parent_and_day_share_a_key() -> None:
    spelled: list[tuple[str, Unit, Dated]] = [(unit.name, unit, unit) for unit in UNITS.values()]
    spelled += [(alias.alias, UNITS[alias.unit_id], alias) for alias in load_unit_aliases()]
    for day in (date(2023, 11, 23), date(2025, 4, 1), date(2025, 8, 1), date(2026, 10, 5)):
        owner: dict[tuple[str | None, str], str] = {}
        for text, unit, dated in spelled:
            if unit.is_valid_on(day) and dated.is_valid_on(day):
                key = (unit.parent_id, unit_key(text).replace(" ", ""))
                assert owner.setdefault(key, unit.unit_id) == unit.unit_id


def test_lineage_of_quang_tri() -> None:
    lineage = load_lineage()
    steps = [step for step in lineage if step.old_unit_id != step.new_unit_id]
    assert Counter((step.kind, step.is_date_confirmed) for step in steps) == {
        ("merged", False): 10, ("merged", True): 1, ("enlarged", False): 2, ("absorbed_function", False): 2,
        ("split", True): 35, ("ended", True): 2,
    }
    assert {s.new_unit_id for s in lineage if s.old_unit_id == "H50~thanh-pho-dong-ha"} == {
        "H50~phuong-dong-ha", "H50~phuong-nam-dong-ha",
    }
    assert {s.old_unit_id for s in lineage if s.new_unit_id == "H50~so-noi-vu-2025" != s.old_unit_id} == {
        "H50~so-noi-vu", "H50~so-lao-dong-thuong-binh-va-xa-hoi",
    }


def test_the_provincial_merger_breaks_every_series_that_keeps_its_id() -> None:
    day = date(2025, 7, 1)
    enlarged = {s.old_unit_id for s in load_lineage() if s.kind == "enlarged" and s.effective_date == day}
    goes_on = {
        unit.unit_id for unit in UNITS.values()
        if unit.parent_id == "H50" and unit.is_valid_on(date(2025, 6, 30)) and unit.is_valid_on(day)
    }
    assert enlarged == goes_on | {"H50"}


def test_a_lineage_step_leaves_from_and_arrives_at_units_of_that_day() -> None:
    for step in load_lineage():
        if step.effective_date:
            assert UNITS[step.new_unit_id].is_valid_on(step.effective_date)
            assert UNITS[step.old_unit_id].valid_to is None or (
                UNITS[step.old_unit_id].valid_to == step.effective_date - timedelta(days=1)
            )


def test_six_groups_make_a_hundred_points() -> None:
    groups = {i.indicator_id: i.max_score for i in INDICATORS.values() if i.parent_id == "TOTAL"}
    assert groups == {"CKMB": 18, "TDGQ": 20, "CLGQ": 12, "TTTT": 10, "MDHL": 18, "MDSH": 22}
    assert sum(filter(None, groups.values())) == INDICATORS["TOTAL"].max_score == 100


def test_known_maxima_of_components_make_their_group_and_never_more() -> None:
    sums: dict[str | None, Decimal] = {}
    for indicator in INDICATORS.values():
        if indicator.max_score is not None:
            sums[indicator.parent_id] = sums.get(indicator.parent_id, Decimal(0)) + indicator.max_score
    assert "CLGQ" not in sums  # its components' maxima are unknown, which is not zero
    for group_id in ("CKMB", "TDGQ", "TTTT", "MDHL", "MDSH"):
        assert sums[group_id] == INDICATORS[group_id].max_score


def test_positions_show_each_group_before_its_components() -> None:
    in_order = sorted(INDICATORS.values(), key=lambda indicator: indicator.position)
    assert [i.position for i in in_order] == list(range(1, 43))
    seen: set[str | None] = {None}
    for indicator in in_order:
        assert indicator.parent_id in seen
        seen.add(indicator.indicator_id)


def test_only_petition_classifications_are_out_of_zero() -> None:
    zero = {i.indicator_id for i in INDICATORS.values() if i.max_score == 0}
    assert zero == {"PETITION_CLASSIFICATION_TTHC", "PETITION_CLASSIFICATION_STAFF"}
    assert {INDICATORS[name].formula_status for name in zero} == {"watch_only"}


def sample_nodes(endpoint: str) -> list[dict[str, object]]:
    data = json.loads((GROUP_SAMPLES / f"{endpoint}.sample.json").read_bytes())["data"]
    root, children = ("overview", "evaluation") if "overview" in data else ("parent", "children")
    return [data[root], *data[children]]


@pytest.mark.parametrize(("endpoint", "group_id"), [
    ("transparency", "CKMB"), ("handling-satisfaction", "MDHL"), ("dossier-digitized", "MDSH"),
])
def test_metrics_of_the_portal_are_listed_with_their_name_and_maximum(endpoint: str, group_id: str) -> None:
    published = {
        (metric["code"], metric["name"], Decimal(str(metric["maxScore"])))
        for node in sample_nodes(endpoint) for metric in node["metrics"]  # type: ignore[attr-defined]
    }
    listed = {
        (i.indicator_id, i.name_vi, i.max_score) for i in INDICATORS.values()
        if i.parent_id == group_id and i.max_score is not None
    }
    assert listed == published


@pytest.mark.parametrize("endpoint", ["transparency", "handling-satisfaction", "dossier-digitized"])
def test_a_verified_threshold_reproduces_the_published_scores(endpoint: str) -> None:
    checked = 0
    for node in sample_nodes(endpoint):
        for metric in node["metrics"]:  # type: ignore[attr-defined]
            indicator = INDICATORS[metric["code"]]
            if indicator.formula_status == "verified" and metric["denominator"]:
                assert indicator.max_score is not None
                assert indicator.full_score_at_pct is not None
                rate = Decimal(metric["numerator"]) / metric["denominator"] * 100
                score = min(Decimal(1), rate / indicator.full_score_at_pct) * indicator.max_score
                assert abs(score - Decimal(str(metric["score"]))) < Decimal("0.0051")
                checked += 1
    assert checked >= 13


def test_a_verified_formula_of_a_component_has_maximum_and_threshold() -> None:
    for indicator in INDICATORS.values():
        if indicator.formula_status == "verified" and indicator.parent_id not in (None, "TOTAL"):
            assert indicator.formula
            assert indicator.max_score
            assert indicator.full_score_at_pct in (80, 90, 100)


def test_labels_name_every_group() -> None:
    named = {label.indicator_id for label in load_indicator_labels() if label.kind == "heading"}
    assert named == {"TOTAL", "CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"}


def test_methodologies_break_between_2025_and_2026() -> None:
    basis = {
        (m.source, year): m.methodology_id
        for m in load_methodologies() for year in (2023, 2025, 2026) if m.is_valid_on(date(year, 10, 16))
    }
    assert basis == {
        ("letter", 2023): "letter-2022", ("letter", 2025): "letter-2022", ("letter", 2026): "letter-2026",
        ("portal_legacy", 2023): "portal_legacy-2022", ("portal_legacy", 2025): "portal_legacy-2022",
        ("portal", 2026): "portal-2026",
        ("provincial_system", 2023): "provincial_system", ("provincial_system", 2025): "provincial_system",
        ("provincial_system", 2026): "provincial_system",
    }


def test_unit_counts_of_the_audit() -> None:
    counts = load_unit_counts()
    assert (len(counts), sum(c.agencies for c in counts), sum(c.communes for c in counts)) == (34, 521, 3322)
    assert {c.as_of for c in counts} == {date(2026, 9, 28), date(2026, 9, 30), date(2026, 10, 1)}


@pytest.mark.parametrize(("score", "word"), [
    ("90.45", "Xuất sắc"), ("90", "Xuất sắc"), ("83.61", "Tốt"), ("79.99", "Khá"), ("64.09", "Trung bình"),
    ("57", "Trung bình"), ("43", "Yếu"), ("0", "Yếu"),
])
def test_bands_agree_with_the_labels_met_in_print(score: str, word: str) -> None:
    assert next(band.band_vi for band in load_score_bands() if band.lower_pct <= Decimal(score)) == word
