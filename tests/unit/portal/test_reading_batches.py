"""Batches as they come: asked twice, in pages, mixed up, for another province, with gaps."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from portal_answers import (
    GIA_LAI,
    GROUP_ENDPOINTS,
    NATION_ASKED,
    NATIONAL,
    NOON,
    PHU_THO,
    answered,
    asked,
    capture,
    landed,
    plain,
    request,
    sample,
    written,
)

from orchestration.landing.records import Record
from orchestration.periods import Period
from orchestration.portal.reading import read_portal_batch
from orchestration.readings import Note, Reading, Refused

GIA_LAI_ID = "019d2be3-6a85-74ec-a346-6489e82ae4c7"
QUANG_TRI_ID = "019d2be3-6a88-732b-8b20-29251b1ac762"
LATER = NOON + timedelta(seconds=20)


def refused(answers: list[tuple[Record, bytes]]) -> Refused:
    with pytest.raises(Refused) as caught:
        read_portal_batch(answers)
    return caught.value


def changed(payload: bytes, change: Callable[[Any], object]) -> bytes:
    tree = plain(payload)
    change(tree["data"])
    return written(tree)


def notes_of(reading: Reading, rule: str) -> list[Note]:
    return [note for note in reading.notes if note.rule == rule]


def score_of(reading: Reading, unit: str, indicator: str) -> Decimal | None:
    found = [
        seen.score
        for seen in reading.observations
        if (seen.unit_id, seen.indicator_id) == (unit, indicator)
    ]
    assert len(found) == 1
    return found[0]


def phu_tho_summary() -> bytes:
    """A service-results answer for Phú Thọ with the six units of the samples; totals invented."""
    tree = plain(capture(GIA_LAI)[1])
    rows = plain(sample("dossier-digitized"))["data"]["evaluation"]
    tree["data"]["overview"] |= {"departmentName": "UBND tỉnh Phú Thọ", "departmentCode": "H44"}
    tree["data"]["evaluation"] = [
        {
            **{key: row[key] for key in ("departmentId", "departmentName", "departmentCode")},
            "totalScore": 50 + index, "ratio": 50 + index, "scoreDelta": None,
            "childGroup": "AGENCY" if row["departmentLevel"] == "PROVINCE" else "COMMUNE",
        }
        for index, row in enumerate(rows)
    ]
    return written(tree)


def whole_batch(**facts: Any) -> list[tuple[Record, bytes]]:
    """Service-results before and after the six groups, as a scheduled run lands them."""
    summary = phu_tho_summary()
    answers = [answered("service-results", summary, name="H44.service-results.before", **facts)]
    answers += [answered(endpoint, sample(endpoint), **facts) for endpoint in GROUP_ENDPOINTS]
    after = {"captured_at": LATER, **facts}
    return [*answers, answered("service-results", summary, name="H44.service-results.after", **after)]


# --- one snapshot from many answers ------------------------------------------------------------


def test_a_whole_batch_is_one_snapshot() -> None:
    batch = whole_batch(cutoff_at=datetime(2026, 9, 26, 9, 0, tzinfo=UTC))
    reading = read_portal_batch(batch)
    assert reading.scope_unit_id == "H44"
    assert reading.period == Period("year", date(2026, 1, 1))
    assert reading.cutoff_at == datetime(2026, 9, 26, 9, 0, tzinfo=UTC)
    assert (reading.observed_at, reading.observed_after) == (LATER, None)
    assert len(reading.record_ids) == 8
    assert reading.sha256 in {record.sha256 for record, _ in batch}
    assert not reading.is_mixed_refresh
    # the 232 values of the groups and the seven totals; the radar's four stand back
    assert len(reading.observations) == 232 + 7
    assert score_of(reading, "H44", "CKMB") == Decimal("7.96")
    assert score_of(reading, "H44.03", "TOTAL") == 51
    keys = {(seen.portal_id, seen.indicator_id) for seen in reading.observations}
    assert len(keys) == len(reading.observations)


def test_the_order_of_the_answers_does_not_matter() -> None:
    batch = whole_batch()
    assert read_portal_batch(batch) == read_portal_batch(batch[::-1])


def test_a_refresh_in_the_middle_is_told_by_the_second_answer() -> None:
    batch = whole_batch()
    moved = changed(phu_tho_summary(), lambda data: data["evaluation"][1].update(totalScore=51.5))
    batch[-1] = answered("service-results", moved, name="H44.service-results.after", captured_at=LATER)
    reading = read_portal_batch(batch)
    assert reading.is_mixed_refresh
    (note,) = notes_of(reading, "mixed_refresh")
    assert (note.severity, note.place) == ("warning", "service-results")
    assert score_of(reading, "H44.03", "TOTAL") == Decimal("51.5")


def test_the_second_answer_is_told_by_its_name_when_the_times_are_equal() -> None:
    moved = changed(phu_tho_summary(), lambda data: data["evaluation"][1].update(totalScore=51.5))
    before = answered("service-results", phu_tho_summary(), name="a.service-results.before")
    after = answered("service-results", moved, name="a.service-results.after")
    for batch in ([before, after], [after, before]):
        assert score_of(read_portal_batch(batch), "H44.03", "TOTAL") == Decimal("51.5")


def test_an_unknown_field_that_moves_is_no_refresh() -> None:
    stamped = changed(phu_tho_summary(), lambda data: data.update(generatedAt="05:00:20"))
    batch = whole_batch()
    batch[-1] = answered("service-results", stamped, name="x.after", captured_at=LATER)
    reading = read_portal_batch(batch)
    assert not reading.is_mixed_refresh
    (note,) = notes_of(reading, "unknown_fields")
    assert (note.severity, note.place) == ("info", "service-results#/data/generatedAt")


def test_unknown_fields_of_all_answers_make_one_note() -> None:
    batch = [
        answered(endpoint, changed(sample(endpoint), lambda data: data.update(version=2)))
        for endpoint in GROUP_ENDPOINTS
    ]
    (note,) = notes_of(read_portal_batch(batch), "unknown_fields")
    assert all(f"{endpoint}#/data/version" in note.vi for endpoint in GROUP_ENDPOINTS)


def test_endpoints_may_list_different_units() -> None:
    batch = [answer for answer in whole_batch() if answer[0].name != "transparency"]
    fewer = changed(sample("transparency"), lambda data: data["evaluation"].pop(3))
    reading = read_portal_batch([*batch, answered("transparency", fewer)])
    assert len(reading.units) == 7
    indicators = {seen.indicator_id for seen in reading.observations if seen.unit_id == "H44.08"}
    assert "CKMB" not in indicators
    assert {"TOTAL", "TDGQ", "MDHL", "MDSH"} <= indicators


def test_a_metric_that_is_not_there_is_noted_and_not_zero() -> None:
    fewer = changed(sample("dossier-digitized"), lambda data: data["evaluation"][2]["metrics"].pop(5))
    reading = read_portal_batch([answered("dossier-digitized", fewer)])
    (note,) = notes_of(reading, "missing_metric")
    assert note.indicator_id == "CITIZEN_DATA_CONNECTED_FORMALITY"
    assert "1 units" in note.en
    of_unit = {seen.indicator_id for seen in reading.observations if seen.unit_id == "H44.07"}
    assert "CITIZEN_DATA_CONNECTED_FORMALITY" not in of_unit
    assert "ELECTRONIC_CERTIFIED_COPY" in of_unit


# --- pages -------------------------------------------------------------------------------------


def page(number: int, rows: slice, of: int = 6) -> tuple[Record, bytes]:
    def cut(data: Any) -> None:
        data["evaluation"] = data["evaluation"][rows]
        data["pagination"] |= {"total": of, "currentPage": number, "pageSize": 4, "totalPages": 2}

    payload = changed(sample("dossier-digitized"), cut)
    asks = asked("dossier-digitized", currentPage=number, pageSize=4)
    return answered("dossier-digitized", payload, request=asks, name=f"dossier-digitized.page-{number}")


def test_pages_make_one_list() -> None:
    reading = read_portal_batch([page(2, slice(4, 6)), page(1, slice(0, 4))])
    whole = read_portal_batch([answered("dossier-digitized", sample("dossier-digitized"))])
    values = {(seen.unit_id, seen.indicator_id, seen.score) for seen in reading.observations}
    assert values == {(seen.unit_id, seen.indicator_id, seen.score) for seen in whole.observations}
    assert len(reading.observations) == len(whole.observations) == 7 * 8
    places = {seen.unit_id: (seen.locator, seen.row) for seen in reading.observations
              if seen.indicator_id == "MDSH"}
    assert places["H44"] == ("dossier-digitized#/data/overview/totalScore", None)
    assert places["H44.03"] == ("dossier-digitized#/data/evaluation/{row}/totalScore", 1)
    assert places["H44.101"] == ("dossier-digitized?currentPage=2#/data/evaluation/{row}/totalScore", 1)
    assert reading.notes == []


def test_a_page_that_is_missing_is_noted() -> None:
    (note,) = notes_of(read_portal_batch([page(1, slice(0, 4))]), "incomplete_children")
    assert "6 units" in note.en
    assert "4 came" in note.en


def test_a_unit_on_two_pages_is_refused() -> None:
    wrong = refused([page(1, slice(0, 4)), page(2, slice(3, 6))])
    assert wrong.place == "dossier-digitized?currentPage=2#/data/evaluation/0/departmentId"


def test_a_page_that_was_not_asked_for_is_refused() -> None:
    record, _ = page(2, slice(4, 6))
    _, payload = page(1, slice(0, 4))
    wrong = refused([(landed(payload, **record.model_dump(include={"request", "captured_at"})), payload)])
    assert wrong.place == "dossier-digitized?currentPage=2#/data/pagination/currentPage"


# --- another province, another period ----------------------------------------------------------


def test_a_summary_for_another_province_is_refused() -> None:
    asks = request("service-results", {"timeType": "year", "year": 2026, "rootDepartmentId": QUANG_TRI_ID})
    wrong = refused([answered("service-results", capture(GIA_LAI)[1], request=asks)])
    assert wrong.place == "service-results#/data/overview/departmentCode"
    assert "H21" in wrong.vi
    assert "H50" in wrong.vi


def test_children_of_another_province_are_refused_even_where_the_province_is_unknown() -> None:
    def disguise(data: Any) -> None:
        data["overview"]["departmentCode"] = "H50"

    payload = changed(capture(GIA_LAI)[1], disguise)
    asks = request("service-results", {"timeType": "year", "year": 2026, "rootDepartmentId": "new-id"})
    wrong = refused([answered("service-results", payload, request=asks)])
    assert wrong.place == "service-results#/data/evaluation/0/departmentCode"


def test_a_province_beyond_the_reference_list_is_read_by_its_own_code() -> None:
    asks = request("service-results", {"timeType": "year", "year": 2026, "rootDepartmentId": "new-id"})
    reading = read_portal_batch([answered("service-results", capture(GIA_LAI)[1], request=asks)])
    assert reading.scope_unit_id == "H21"


@pytest.mark.parametrize("endpoint", GROUP_ENDPOINTS)
def test_a_group_answer_for_another_province_is_refused(endpoint: str) -> None:
    asks = asked(endpoint, rootDepartmentId=GIA_LAI_ID)
    wrong = refused([answered(endpoint, sample(endpoint), request=asks)])
    assert wrong.place.startswith(f"{endpoint}#/data/")
    assert wrong.place.endswith("/departmentId")


def test_a_province_answer_to_the_national_request_is_refused() -> None:
    asks = request("service-results", NATION_ASKED)
    wrong = refused([answered("service-results", capture(GIA_LAI)[1], request=asks)])
    assert wrong.place == "service-results#/data/evaluation/0/groupScores"


def test_a_national_answer_that_names_one_province_is_refused() -> None:
    record, payload = capture(NATIONAL[-1])
    named = changed(payload, lambda data: data["overview"].update(departmentCode="H50"))
    assert refused([(record, named)]).place == "service-results#/data/overview/departmentCode"


def test_answers_of_two_periods_or_scopes_are_refused() -> None:
    month = asked("transparency", timeType="month", month=8)
    first = answered("dossier-digitized", sample("dossier-digitized"))
    wrong = refused([first, answered("transparency", sample("transparency"), request=month)])
    assert "transparency" in wrong.place
    assert "period" in wrong.en
    assert "scope" in refused([first, capture(NATIONAL[-1])]).en


def test_answers_of_two_cutoffs_are_refused() -> None:
    batch = [
        answered(endpoint, sample(endpoint), cutoff_at=NOON + timedelta(days=day))
        for day, endpoint in enumerate(("transparency", "dossier-digitized"))
    ]
    assert refused(batch).place == "/cutoff_at"


def recoded(row: int, code: str) -> bytes:
    """The progress of the sample with another code on one child."""
    return changed(
        sample("dvc-progress-tree"), lambda data: data["children"][row].update(departmentCode=code)
    )


def test_two_codes_of_one_unit_are_refused() -> None:
    other = recoded(0, "H44.99")
    batch = [answered("dossier-digitized", sample("dossier-digitized")), answered("dvc-progress-tree", other)]
    assert refused(batch).place.endswith("#/data/children/0/departmentCode")


def test_one_code_of_two_units_is_refused() -> None:
    doubled = recoded(1, "H44.01")
    place = refused([answered("dvc-progress-tree", doubled)]).place
    assert place == "dvc-progress-tree#/data/children/1/departmentCode"


def test_a_province_among_its_own_children_is_refused() -> None:
    own_id = changed(sample("transparency"), lambda data: data["evaluation"][4].update(departmentId=PHU_THO))
    place = refused([answered("transparency", own_id)]).place
    assert place == "transparency#/data/evaluation/4/departmentId"
    place = refused([answered("dvc-progress-tree", recoded(3, "H44"))]).place
    assert place == "dvc-progress-tree#/data/children/3/departmentCode"


def test_the_old_long_form_of_a_code_is_the_same_code() -> None:
    def lengthen(data: Any) -> None:
        data["evaluation"][0]["departmentCode"] = "000.00.00.H20"

    record, payload = capture(NATIONAL[-1])
    reading = read_portal_batch([(record, changed(payload, lengthen))])
    assert score_of(reading, "H20", "TOTAL") == Decimal("68.11")


# --- who is an agency and who a commune --------------------------------------------------------


def test_tells_that_disagree_are_noted_and_the_first_counts() -> None:
    batch = whole_batch()
    swapped = changed(phu_tho_summary(), lambda data: data["evaluation"][0].update(childGroup="COMMUNE"))
    batch[-1] = answered("service-results", swapped, name="x.after", captured_at=LATER)
    reading = read_portal_batch(batch)
    (note,) = notes_of(reading, "unit_level_disagreement")
    assert note.unit_id == "H44.01"
    assert {unit.unit_id: unit.level for unit in reading.units}["H44.01"] == "commune"


def test_a_unit_without_any_known_tell_is_refused() -> None:
    def disguise(data: Any) -> None:
        data["evaluation"][2] |= {"departmentType": "PARTY", "departmentLevel": "OTHER"}

    wrong = refused([answered("transparency", changed(sample("transparency"), disguise))])
    assert wrong.place == "transparency#/data/evaluation/2"
    assert "PARTY" in wrong.vi


def test_a_single_code_from_elsewhere_is_noted() -> None:
    strange = recoded(5, "H21.101")
    (note,) = notes_of(read_portal_batch([answered("dvc-progress-tree", strange)]), "unit_code_outside_scope")
    assert note.unit_id == "H21.101"


# --- the request is the only witness of the period ----------------------------------------------


@pytest.mark.parametrize(
    ("endpoint", "changes", "period"),
    [
        ("transparency", {}, Period("year", date(2026, 1, 1))),
        ("transparency", {"timeType": "quarter", "quarter": 3}, Period("quarter", date(2026, 7, 1))),
        ("transparency", {"timeType": "month", "month": 8}, Period("month", date(2026, 8, 1))),
        ("handling-satisfaction", {}, Period("year", date(2026, 1, 1))),
        ("handling-satisfaction", {"fromDate": "2026-07-01", "toDate": "2026-09-30"},
         Period("quarter", date(2026, 7, 1))),
        ("handling-satisfaction", {"fromDate": "2026-02-01", "toDate": "2026-02-28"},
         Period("month", date(2026, 2, 1))),
        ("handling-satisfaction",
         {"fromDate": None, "toDate": None, "timeType": "month", "year": 2026, "month": 8},
         Period("month", date(2026, 8, 1))),
    ],
)
def test_the_period_is_the_one_asked_for(endpoint: str, changes: dict[str, Any], period: Period) -> None:
    asks = asked(endpoint, **changes)
    assert read_portal_batch([answered(endpoint, sample(endpoint), request=asks)]).period == period


@pytest.mark.parametrize(
    ("endpoint", "changes", "key"),
    [
        ("transparency", {"timeType": "week"}, "/timeType"),
        ("transparency", {"timeType": None}, ""),
        ("transparency", {"year": None}, ""),
        ("transparency", {"year": "2026"}, "/year"),
        ("transparency", {"year": 26}, "/year"),
        ("transparency", {"year": True}, "/year"),
        ("transparency", {"timeType": "quarter"}, ""),
        ("transparency", {"timeType": "quarter", "quarter": 5}, "/quarter"),
        ("transparency", {"timeType": "month", "month": 0}, "/month"),
        ("transparency", {"timeType": "year", "month": 3}, ""),
        ("transparency", {"timeType": "month", "month": 3, "quarter": 1}, ""),
        ("transparency", {"rootDepartmentId": None}, ""),
        ("transparency", {"departmentType": "ADMINISTRATIVE_UNIT"}, ""),
        ("transparency", {"departmentType": "MINISTRY", "rootDepartmentId": None}, "/departmentType"),
        ("transparency", {"formalityId": "2.000815"}, "/formalityId"),
        ("dossier-digitized", {"formalityID": "2.000815"}, "/formalityID"),
        ("handling-satisfaction", {"toDate": "2026-09-30"}, ""),
        ("handling-satisfaction", {"toDate": None}, ""),
        ("handling-satisfaction", {"fromDate": "2026-13-01"}, ""),
        ("handling-satisfaction", {"fromDate": "01/01/2026"}, "/fromDate"),
        ("handling-satisfaction", {"timeType": "year"}, ""),
    ],
)
def test_a_request_that_names_no_comparable_period_is_refused(
    endpoint: str, changes: dict[str, Any], key: str
) -> None:
    wrong = refused([answered(endpoint, sample(endpoint), request=asked(endpoint, **changes))])
    assert wrong.place == f"{endpoint}#/request/payload{key}"


@pytest.mark.parametrize(
    ("broken", "key"),
    [
        (None, "path"),
        ({}, "path"),
        ({"path": "/api/v1/reporting/formalities", "status": 201}, "path"),
        ({"path": 7, "status": 201}, "path"),
        ({**asked("transparency"), "payload": None}, "payload"),
        ({**asked("transparency"), "payload": "year"}, "payload"),
        ({**asked("transparency"), "status": 403}, "status"),
        ({**asked("transparency"), "status": None}, "status"),
    ],
)
def test_a_record_that_tells_no_request_is_refused(broken: dict[str, Any] | None, key: str) -> None:
    wrong = refused([answered("transparency", sample("transparency"), request=broken)])
    assert wrong.place == f"transparency#/request/{key}"


def test_an_answer_without_a_capture_time_is_refused() -> None:
    wrong = refused([answered("transparency", sample("transparency"), captured_at=None)])
    assert wrong.place == "/captured_at"
    assert "meta.json" in wrong.vi


def test_a_period_that_begins_after_the_capture_is_refused() -> None:
    asks = asked("transparency", timeType="month", month=10)
    wrong = refused([answered("transparency", sample("transparency"), request=asks)])
    assert "2026-month-10" in wrong.en


def test_a_period_begins_at_midnight_in_vietnam() -> None:
    asks = asked("transparency", timeType="month", month=10)
    eve = datetime(2026, 9, 30, 17, 0, tzinfo=UTC)
    answer = answered("transparency", sample("transparency"), request=asks, captured_at=eve)
    assert read_portal_batch([answer]).period == Period("month", date(2026, 10, 1))


def test_bounds_of_any_answer_bound_the_snapshot() -> None:
    first = answered("dossier-digitized", sample("dossier-digitized"))
    times = {"captured_after": NOON - timedelta(hours=3), "captured_before": NOON + timedelta(hours=1)}
    second = answered("transparency", sample("transparency"), captured_at=None, **times)
    reading = read_portal_batch([first, second])
    assert reading.observed_after == NOON - timedelta(hours=3)
    assert reading.observed_at == reading.cutoff_at == NOON + timedelta(hours=1)


def test_a_refusal_names_the_answer_and_the_field() -> None:
    batch = whole_batch()

    def write_as_text(data: Any) -> None:
        data["evaluation"][2]["metrics"][1]["score"] = "0"

    broken = changed(sample("transparency"), write_as_text)
    batch[1] = answered("transparency", broken)
    assert refused(batch).place == "transparency#/data/evaluation/2/metrics/1/score"


def test_an_empty_batch_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at least one"):
        read_portal_batch([])


# --- the country with its group endpoints -------------------------------------------------------


def national_groups() -> tuple[Record, bytes]:
    """A group endpoint asked for the country: the provinces are its children. Values invented."""
    rows = json.loads(capture(NATIONAL[-1])[1])["data"]["evaluation"][:3]

    def lift(data: Any) -> None:
        data["parent"] |= {"departmentId": None, "departmentName": "Cả nước", "departmentCode": None}
        data["children"] = [
            {**child, **{key: row[key] for key in ("departmentId", "departmentName", "departmentCode")},
             "level": "PROVINCE"}
            for child, row in zip(data["children"], rows, strict=False)
        ]

    payload = changed(sample("formality-online-payment-tree"), lift)
    asks = request("formality-online-payment-tree", {**NATION_ASKED, "currentPage": 1, "pageSize": 100})
    instant = capture(NATIONAL[-1])[0].captured_at
    return answered("formality-online-payment-tree", payload, request=asks, captured_at=instant)


def test_in_the_country_the_group_scores_of_the_summary_stand() -> None:
    reading = read_portal_batch([capture(NATIONAL[-1]), national_groups()])
    assert reading.scope_unit_id == "VN"
    assert score_of(reading, "H20", "TTTT") == Decimal("6.37")
    assert score_of(reading, "VN", "TTTT") == Decimal("6.67")
    assert {unit.level for unit in reading.units} == {"country", "province"}
    keys = [(seen.portal_id, seen.indicator_id) for seen in reading.observations]
    assert len(keys) == len(set(keys)) == 34 * 7 + 5 + 1 + 4 * 4


def test_without_the_summary_the_country_takes_the_groups_as_they_come() -> None:
    reading = read_portal_batch([national_groups()])
    assert score_of(reading, "H20", "TTTT") == 0
    assert PHU_THO not in {seen.portal_id for seen in reading.observations}
