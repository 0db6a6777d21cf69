"""The contract: real answers keep it; every other form is refused at the right field."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from portal_answers import CAPTURES, GIA_LAI, GROUP_ENDPOINTS, NATIONAL, at, plain, sample, written

from orchestration.portal.contract import ENDPOINTS, GROUP_OF, Endpoint, parse_answer
from orchestration.portal.contract_json import MAX_ANSWER_BYTES, read_json
from orchestration.readings import Refused

LATEST = (CAPTURES / f"{NATIONAL[-1]}.json").read_bytes()


def refusal(payload: bytes, endpoint: Endpoint = "service-results", *, national: bool = True) -> Refused:
    """The refusal of a payload; it says in both languages what is wrong and what to do."""
    with pytest.raises(Refused) as caught:
        parse_answer(payload, endpoint, is_national=national)
    refused = caught.value
    assert refused.vi.endswith(".")
    assert refused.en.endswith(".")
    assert refused.vi.count(". ") + refused.vi.count("; ") >= 1, "nothing is said of what to do"
    return refused


def changed(change: Callable[[Any], object], payload: bytes = LATEST) -> bytes:
    """A real answer after `change` was made to its tree."""
    tree = plain(payload)
    change(tree)
    return written(tree)


def test_national_rows_keep_numbers_as_written() -> None:
    answer = parse_answer(LATEST, "service-results", is_national=True)
    row = next(row for row in answer.body.evaluation if row.department_code == "H50")
    assert (row.total_score, row.group_scores["CKMB"]) == (Decimal("61.4"), Decimal(8))
    assert str(row.group_scores["MDHL"]) == "10.66"
    assert answer.unknown_fields == ()


@pytest.mark.parametrize("endpoint", GROUP_ENDPOINTS)
def test_samples_keep_the_contract(endpoint: Endpoint) -> None:
    answer = parse_answer(sample(endpoint), endpoint, is_national=False)
    assert len(answer.body.rows) == 6
    assert answer.unknown_fields == ()


def test_province_answer_keeps_the_contract() -> None:
    payload = (CAPTURES / f"{GIA_LAI}.json").read_bytes()
    answer = parse_answer(payload, "service-results", is_national=False)
    assert len(answer.body.evaluation) == 149


@pytest.mark.parametrize(
    ("payload", "place", "words"),
    [
        (b"", "/", "empty"),
        (b" \n\t ", "/", "empty"),
        (b"\xef\xbb\xbf", "/", "empty"),
        (b"<html><title>Request Rejected</title></html>", "/", "HTML"),
        (b"  <!DOCTYPE html>", "/", "HTML"),
        (LATEST[:5000], "dòng 201, ", "breaks off"),
        (LATEST[:-1], "dòng ", "breaks off"),
        (LATEST + b"}", "dòng ", "not valid JSON"),
        (LATEST.decode().encode("utf-16"), "byte 0", "UTF-8"),
        (LATEST.replace("Đồng".encode(), b"\xd0\x6e"), "byte ", "UTF-8"),
        (b"[" * 100_000 + b"]" * 100_000, "/", "nested"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "/", "nested"),
        (b" " * (MAX_ANSWER_BYTES + 1), "/", "more than"),
        (b"[]", "/", "not a JSON object"),
        (b"null", "/", "not a JSON object"),
        (b"12", "/", "not a JSON object"),
        (b"{}", "/code", "did not answer OK"),
        (b'{"code":"ERROR","data":null,"message":"B\xe1\xba\xadn"}', "/code", '"ERROR"'),
        (b'{"code":"OK","message":"OK"}', "/data", "no data"),
        (b'{"code":"OK","data":null}', "/data", "an object"),
        (b'{"code":"OK","data":[]}', "/data", "an object"),
        (b'{"code":[[[[]]]],"data":{}}', "/code", "did not answer OK"),
    ],
)
def test_what_is_no_answer_is_refused(payload: bytes, place: str, words: str) -> None:
    refused = refusal(payload)
    assert refused.place.startswith(place)
    assert words in refused.en


def test_byte_order_mark_is_passed_over() -> None:
    assert parse_answer(b"\xef\xbb\xbf" + LATEST, "service-results", is_national=True) == parse_answer(
        LATEST, "service-results", is_national=True
    )


@pytest.mark.parametrize(
    ("text", "replacement", "pointer"),
    [
        ('"totalScore": 61.4,', '"totalScore": NaN,', "/data/evaluation/21/totalScore"),
        ('"totalScore": 61.4,', '"totalScore": Infinity,', "/data/evaluation/21/totalScore"),
        ('"totalScore": 61.4,', '"totalScore": -Infinity,', "/data/evaluation/21/totalScore"),
        ('"totalScore": 61.4,', '"totalScore": 6e999999999999999999,', "/data/evaluation/21/totalScore"),
        ('"totalScore": 61.4,', f'"totalScore": 61.{"4" * 40},', "/data/evaluation/21/totalScore"),
        ('"totalScore": 61.4,', f'"totalScore": {"9" * 5000},', "/data/evaluation/21/totalScore"),
        ('"totalScore": 61.4,', '"totalScore": 61.4, "totalScore": 61.5,', "/data/evaluation/21"),
        ('"growthPercent"', '"overview": {}, "growthPercent"', "/data"),
        ('"CKMB": 11.46', '"CKMB": 1, "CKMB": 11.46', "/data/evaluation/0/groupScores"),
    ],
)
def test_impossible_numbers_and_double_keys_are_refused(text: str, replacement: str, pointer: str) -> None:
    source = json.dumps(json.loads(LATEST), ensure_ascii=False)
    assert text in source
    assert refusal(source.replace(text, replacement, 1).encode()).place == pointer


def test_nested_double_keys_are_named_at_the_object_that_remains() -> None:
    with pytest.raises(Refused) as caught:
        read_json(b'{"a":{"b":{"c":1,"c":2}},"z":{}}')
    assert caught.value.place == "/a/b"


@pytest.mark.parametrize(
    ("bomb", "place", "words"),
    [
        (b"{" + b",".join(b'"k%d":0' % number for number in range(100_000)) + b"}", "/data", "100000 keys"),
        (b"{" + b'"a":0,' * 200_000 + b'"a":0}', "/data", "200001 keys"),
        (b'{"evaluation":[' + b"1," * 500_000 + b"1]}", "/data/overview", "missing"),
        (b'{"evaluation":[' + b"{}," * 400_000 + b"NaN]}", "/data/evaluation/400000", "NaN"),
        (b'{"x":' + b'{"y":' * 700 + b"[" + b"0," * 300_000 + b"NaN]" + b"}" * 701, "/data/x/y/y", "NaN"),
    ],
)
def test_a_hostile_answer_is_refused_at_little_cost(bomb: bytes, place: str, words: str) -> None:
    tracemalloc.start()
    try:
        refused = refusal(b'{"code":"OK","data":' + bomb + b"}")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refused.place.startswith(place)
    assert words in refused.en
    assert peak < 200 * 1024 * 1024


def test_a_list_beyond_all_measure_is_refused_as_one() -> None:
    refused = refusal(changed(put("/data/evaluation", [7] * 300_000)))
    assert (refused.place, "too long" in refused.en) == ("/data/evaluation", True)


def drop(pointer: str) -> Callable[[Any], object]:
    """Take the key at `pointer` out."""
    parent, _, key = pointer.rpartition("/")
    return lambda tree: at(tree, parent).pop(key)


def put(pointer: str, value: object) -> Callable[[Any], object]:
    """Write `value` at `pointer`."""
    parent, _, key = pointer.rpartition("/")

    def write(tree: Any) -> None:
        target = at(tree, parent)
        target[int(key) if isinstance(target, list) else key] = value

    return write


@pytest.mark.parametrize(
    "pointer",
    [
        "/data/overview", "/data/growthPercent", "/data/radar", "/data/donuts", "/data/evaluation",
        "/data/monthlyChart", "/data/dossierChart", "/data/overview/totalScore",
        "/data/overview/departmentCode", "/data/overview/totalMaxScore", "/data/radar/2/code",
        "/data/donuts/onlineDossier/1/value", "/data/evaluation/3/departmentId",
        "/data/evaluation/3/departmentCode", "/data/evaluation/3/departmentName",
        "/data/evaluation/3/totalScore", "/data/evaluation/3/ratio",
        "/data/evaluation/3/groupScores", "/data/evaluation/3/groupScores/CKMB",
        "/data/evaluation/33/groupScores/MDSH", "/data/monthlyChart/0/averageScore",
    ],
)
def test_missing_and_renamed_keys_are_refused(pointer: str) -> None:
    assert refusal(changed(drop(pointer))).place == pointer

    def rename(tree: Any) -> None:
        parent, _, key = pointer.rpartition("/")
        at(tree, parent)[f"{key}New"] = at(tree, parent).pop(key)

    refused = refusal(changed(rename))
    in_groups = pointer.rpartition("/")[0].endswith("groupScores")
    assert refused.place == (f"{pointer}New" if in_groups else pointer)
    assert in_groups or f'{pointer.rpartition("/")[2]}New' in refused.vi


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/data/evaluation/3/totalScore", "61.86"),
        ("/data/evaluation/3/totalScore", True),
        ("/data/evaluation/3/totalScore", False),
        ("/data/evaluation/3/totalScore", []),
        ("/data/evaluation/3/totalScore", {}),
        ("/data/evaluation/3/totalScore", -1),
        ("/data/evaluation/3/totalScore", 100.01),
        ("/data/evaluation/3/groupScores/CKMB", "8"),
        ("/data/evaluation/3/groupScores/CKMB", 18.01),
        ("/data/evaluation/3/groupScores/TDGQ", 20.5),
        ("/data/evaluation/3/groupScores/CLGQ", 13),
        ("/data/evaluation/3/groupScores/TTTT", 11),
        ("/data/evaluation/3/groupScores/MDHL", 19),
        ("/data/evaluation/3/groupScores/MDSH", 23),
        ("/data/evaluation/3/groupScores/MDSH", -0.01),
        ("/data/evaluation/3/groupScores", None),
        ("/data/evaluation/3/groupScores", [1, 2]),
        ("/data/evaluation/3/departmentId", None),
        ("/data/evaluation/3/departmentId", 7),
        ("/data/evaluation/3/departmentId", ""),
        ("/data/evaluation/3/departmentId", "../../etc/passwd"),
        ("/data/evaluation/3/departmentCode", None),
        ("/data/evaluation/3/departmentCode", "H50 "),
        ("/data/evaluation/3/departmentName", ""),
        ("/data/evaluation/3/departmentName", None),
        ("/data/evaluation/3/departmentName", "UBND\u0000"),
        ("/data/evaluation/3/departmentName", "U" * 501),
        ("/data/evaluation/3", None),
        ("/data/evaluation", {}),
        ("/data/evaluation", None),
        ("/data/evaluation", []),
        ("/data/overview", None),
        ("/data/overview/totalMaxScore", None),
        ("/data/radar/0/maxScore", 20),
        ("/data/radar/0/code", "ABCD"),
        ("/data/radar/1/code", "CKMB"),
        ("/data/overview/totalScore", 101),
    ],
)
def test_wrong_values_are_refused_at_their_field(pointer: str, value: object) -> None:
    place = refusal(changed(put(pointer, value))).place
    # an axis under another's code is told by the maximum that does not fit it
    assert place == ("/data/radar/1/maxScore" if pointer == "/data/radar/1/code" else pointer)


def test_an_unknown_group_is_refused_by_its_code() -> None:
    refused = refusal(changed(put("/data/evaluation/3/groupScores/XANH", 3)))
    assert refused.place == "/data/evaluation/3/groupScores/XANH"
    assert '"XANH"' in refused.vi
    assert "CKMB" in refused.en


def test_a_lone_surrogate_is_refused() -> None:
    payload = LATEST.replace("UBND tỉnh Quảng Trị".encode(), b"UBND \\ud800")
    assert refusal(payload).place == "/data/evaluation/21/departmentName"


def test_a_unit_given_twice_is_refused() -> None:
    payload = changed(lambda tree: tree["data"]["evaluation"].append(tree["data"]["evaluation"][7]))
    assert refusal(payload).place == "/data/evaluation/34/departmentId"


def test_null_scores_mean_not_evaluated() -> None:
    def empty(tree: Any) -> None:
        row = tree["data"]["evaluation"][3]
        row |= {"totalScore": None, "ratio": None, "groupScores": dict.fromkeys(row["groupScores"])}

    answer = parse_answer(changed(empty), "service-results", is_national=True)
    row = answer.body.evaluation[3]
    assert row.total_score is None
    assert set(row.group_scores.values()) == {None}


def test_unknown_fields_are_named_once_and_change_nothing() -> None:
    def add(tree: Any) -> None:
        tree["traceId"] = "x"
        tree["data"]["updatedAt"] = "2026-10-05"
        for row in tree["data"]["evaluation"]:
            row["rank"] = 1

    answer = parse_answer(changed(add), "service-results", is_national=True)
    assert answer.unknown_fields == ("/data/evaluation/{row}/rank", "/data/updatedAt", "/traceId")
    assert answer.body == parse_answer(LATEST, "service-results", is_national=True).body


def test_the_names_of_unknown_fields_can_always_be_written() -> None:
    payload = LATEST.replace(b'"code": "OK"', b'"\\ud800' + b"x" * 5000 + b'": 1, "code": "OK"', 1)
    (field,) = parse_answer(payload, "service-results", is_national=True).unknown_fields
    assert field.encode().startswith(b"/\\ud800xxx")
    assert len(field) < 120


def test_unknown_fields_do_not_hide_a_wrong_value() -> None:
    def add(tree: Any) -> None:
        tree["data"]["evaluation"][2] |= {"rank": 1, "totalScore": 1000}

    assert refusal(changed(add)).place == "/data/evaluation/2/totalScore"


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("other", GROUP_ENDPOINTS)
def test_the_answer_of_another_endpoint_is_refused(endpoint: Endpoint, other: Endpoint) -> None:
    if endpoint != other:
        assert refusal(sample(other), endpoint, national=False).place.startswith("/data/")


def test_a_national_answer_is_no_provinces_and_the_other_way_round() -> None:
    assert refusal(LATEST, national=False).place == "/data/evaluation/0/childGroup"
    payload = (CAPTURES / f"{GIA_LAI}.json").read_bytes()
    assert refusal(payload).place == "/data/evaluation/0/groupScores"


def change_of(endpoint: Endpoint, change: Callable[[Any], object]) -> str:
    """Where a changed sample is refused."""
    return refusal(changed(change, sample(endpoint)), endpoint, national=False).place


@pytest.mark.parametrize(
    ("endpoint", "pointer", "value"),
    [
        ("transparency", "/data/evaluation/2/metrics/1/code", "PUBLISHED_LATE"),
        ("transparency", "/data/evaluation/2/metrics/1/code", "PUBLISH_ON_TIME"),
        ("transparency", "/data/evaluation/2/metrics/1/score", 4.01),
        ("transparency", "/data/evaluation/2/metrics/1/numerator", "0"),
        ("transparency", "/data/overview/metrics/0/maxScore", None),
        ("transparency", "/data/evaluation/2/totalScore", 18.5),
        ("transparency", "/data/evaluation/2/metrics", None),
        ("transparency", "/data/pagination/total", "163"),
        ("handling-satisfaction", "/data/evaluation/0/totalPetitions", None),
        ("dossier-digitized", "/data/evaluation/5/departmentCode", 44),
        ("dvc-progress-tree", "/data/children/1/score", 20.01),
        ("dvc-progress-tree", "/data/children/1/totalReceived", "1840"),
        ("dvc-progress-tree", "/data/children/1/totalReceived", None),
        ("dvc-progress-tree", "/data/parent/totalScore", 21),
        ("provide-online-tree", "/data/children", []),
        ("provide-online-tree", "/data/parent/channelOnlineSum", -1),
        ("formality-online-payment-tree", "/data/children/4/totalFeeFormality", True),
    ],
)
def test_wrong_values_of_the_groups_are_refused(endpoint: Endpoint, pointer: str, value: object) -> None:
    assert change_of(endpoint, put(pointer, value)) == pointer


@pytest.mark.parametrize(
    ("endpoint", "pointer"),
    [
        ("transparency", "/data/pagination"),
        ("transparency", "/data/evaluation/2/departmentType"),
        ("handling-satisfaction", "/data/overview/classifiedPetitions"),
        ("dossier-digitized", "/data/evaluation/2/metrics/0/denominator"),
        ("dvc-progress-tree", "/data/children/2/score"),
        ("dvc-progress-tree", "/data/parent/totalCompleted"),
        ("provide-online-tree", "/data/parent/onlineServiceTotal"),
        ("formality-online-payment-tree", "/data/children/2/totalFeeDossierFormalityDistinct"),
    ],
)
def test_missing_keys_of_the_groups_are_refused(endpoint: Endpoint, pointer: str) -> None:
    assert change_of(endpoint, drop(pointer)) == pointer


def test_every_group_has_its_endpoint() -> None:
    assert set(GROUP_OF) == set(GROUP_ENDPOINTS)
    assert sorted(GROUP_OF.values()) == ["CKMB", "CLGQ", "MDHL", "MDSH", "TDGQ", "TTTT"]
