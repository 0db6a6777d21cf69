"""The six group endpoints: every value of the samples, by another route and by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from portal_answers import GROUP_ENDPOINTS, PHU_THO, answered, at, plain, sample

from orchestration.portal.reading import read_portal_batch
from orchestration.readings import Observation, Reading

GROUP = dict(zip(GROUP_ENDPOINTS, ("CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"), strict=True))

# the portal's counters as indicators: id, numerator, denominator
COUNTERS = {
    "dvc-progress-tree": [
        ("ON_TIME_DOSSIERS", "totalOnTime", "totalReceived"),
        ("OVERDUE_DOSSIERS", "totalOverdue", "totalReceived"),
        ("COMPLETED_DOSSIERS", "totalCompleted", "totalReceived"),
        ("AVG_PROCESSING_DAYS", "avgProcessingDays", None),
    ],
    "provide-online-tree": [
        ("FULL_ONLINE_SERVICES", "fullCount", "authorityCount"),
        ("PARTIAL_ONLINE_SERVICES", "partialCount", "authorityCount"),
        ("SERVICES_WITH_ONLINE_DOSSIERS", "onlineDossierCount", "onlineServiceTotal"),
        ("ONLINE_CHANNEL_DOSSIERS", "channelOnlineSum", "channelTotalSum"),
        ("DIRECT_CHANNEL_DOSSIERS", "channelDirectSum", "channelTotalSum"),
        ("POSTAL_CHANNEL_DOSSIERS", "channelPostalSum", "channelTotalSum"),
        ("ONLINE_ON_TIME_DOSSIERS", "onlineOnTimeSum", None),
        ("ONLINE_OVERDUE_DOSSIERS", "onlineOverdueSum", None),
    ],
    "formality-online-payment-tree": [
        ("ONLINE_PAYMENT_DOSSIERS", "totalDossierOnlinePaymentSuccess", "totalDossierFinancialObligation"),
        ("ONLINE_PAYMENT_PROCEDURES", "totalDossierOnlineFormalityPaymentSuccess", "totalFeeFormality"),
        ("FEE_PROCEDURES_WITH_DOSSIERS", "totalFeeDossierFormality", "totalFeeFormality"),
        ("FEE_PROCEDURES_WITH_DOSSIERS_DISTINCT", "totalFeeDossierFormalityDistinct", "totalFeeFormality"),
    ],
    "handling-satisfaction": [
        ("PETITIONS_RECEIVED", "totalPetitions", None),
        ("PETITIONS_CLASSIFIED", "classifiedPetitions", "totalPetitions"),
        ("DOSSIERS_RECEIVED", "totalDossiers", None),
    ],
}

Value = tuple[Any, Any, Any, Any, Any, Any]  # score, max, rate, numerator, denominator, flag


def nodes(endpoint: str) -> Iterator[dict[str, Any]]:
    """The root and the children of a sample, by the plain route."""
    data = plain(sample(endpoint))["data"]
    yield data["overview"] if "overview" in data else data["parent"]
    yield from data["evaluation"] if "evaluation" in data else data["children"]


# the three metrics that the transparency endpoint repeats from the province on each of its units
KEPT_BY_PROVINCES = ("PUBLISH_ON_TIME", "PUBLIC_UPDATE_ON_TIME", "PUBLIC_CONTENT_FULL")


def expected_values(endpoint: str) -> dict[tuple[str, str], Value]:
    """Every value of a sample by unit and indicator, found without the product's code."""
    found: dict[tuple[str, str], Value] = {}
    repeated = [metric for metric in next(nodes(endpoint)).get("metrics", []) if metric["code"] in KEPT_BY_PROVINCES]
    for row, node in enumerate(nodes(endpoint)):
        unit = node["departmentId"]
        score, most = ("score", "maxScore") if "score" in node else ("totalScore", "totalMaxScore")
        found[unit, GROUP[endpoint]] = (node[score], node[most], node["ratio"], None, None, None)
        for metric in node.get("metrics", []):
            keys = ("score", "maxScore", "ratio", "numerator", "denominator")
            value = tuple(metric[key] for key in keys)
            flag = "PROVINCE_VALUE" if row and metric in repeated else metric.get("dataQualityStatus")
            found[unit, metric["code"]] = (*value, flag)
        for indicator, numerator, denominator in COUNTERS.get(endpoint, []):
            if numerator in node:
                of = node[denominator] if denominator else None
                found[unit, indicator] = (None, None, None, node[numerator], of, None)
    return found


def value_of(seen: Observation) -> Value:
    return (
        seen.score, seen.max_score, seen.rate_pct, seen.numerator, seen.denominator, seen.quality_flag,
    )


@pytest.fixture(scope="module")
def whole() -> Reading:
    """The six samples as one batch."""
    return read_portal_batch([answered(endpoint, sample(endpoint)) for endpoint in GROUP_ENDPOINTS])


def test_every_value_of_the_six_samples(whole: Reading) -> None:
    expected: dict[tuple[str, str], Value] = {}
    for endpoint in GROUP_ENDPOINTS:
        expected |= expected_values(endpoint)
    found = {(str(seen.portal_id), seen.indicator_id): value_of(seen) for seen in whole.observations}
    assert found == expected
    assert len(whole.observations) == len(expected) == 232


def test_every_locator_leads_to_its_value(whole: Reading) -> None:
    trees = {endpoint: plain(sample(endpoint)) for endpoint in GROUP_ENDPOINTS}
    for seen in whole.observations:
        endpoint, _, pointer = seen.locator.partition("#")
        value = at(trees[endpoint], pointer.replace("{row}", str(seen.row)))
        assert value == (seen.numerator if seen.max_score is None else seen.score)


def by_hand(whole: Reading, unit: str, indicator: str) -> tuple[str, ...]:
    seen = next(
        seen for seen in whole.observations if (seen.unit_id, seen.indicator_id) == (unit, indicator)
    )
    return tuple(str(value) for value in value_of(seen))


@pytest.mark.parametrize(
    ("unit", "indicator", "values"),
    [
        ("H44", "CKMB", "7.96 18 44.22 None None None"),
        ("H44", "DOSSIER_SYNC", "6 6 100 475053 475053 TEMP_NATIONAL_REPORT_DENOMINATOR"),
        ("H44.101", "DOSSIER_SYNC", "6 6 100 4757 4757 TEMP_NATIONAL_REPORT_DENOMINATOR"),
        ("H44.101", "PUBLIC_CONTENT_FULL", "1.96 2 97.75 87 89 PROVINCE_VALUE"),
        ("H44", "PETITION_CLASSIFICATION_TTHC", "None 0 72.46 413 570 None"),
        ("H44.08", "DOSSIER_RECEIVING_SATISFACTION", "4.49 6 67.41 755 1120 None"),
        ("H44", "ELECTRONIC_CERTIFIED_COPY", "2 2 100 None None None"),
        ("H44.08", "CITIZEN_DATA_CONNECTED_FORMALITY", "0.46 2 23.08 9 39 None"),
        ("H44", "TDGQ", "17.68 20 88.42 None None None"),
        ("H44.100", "TDGQ", "17.86 20 89.28 None None None"),
        ("H44.100", "OVERDUE_DOSSIERS", "None None None 885 8253 None"),
        ("H44", "COMPLETED_DOSSIERS", "None None None 490441 597918 None"),
        ("H44", "AVG_PROCESSING_DAYS", "None None None 4.1 None None"),
        ("H44.101", "CLGQ", "6.4 12 53.33 None None None"),
        ("H44", "POSTAL_CHANNEL_DOSSIERS", "None None None 0 597894 None"),
        ("H44.101", "ONLINE_PAYMENT_DOSSIERS", "None None None 3384 3804 None"),
        ("H44.01", "TTTT", "0 10 0 None None None"),
        ("H44", "PETITIONS_CLASSIFIED", "None None None 570 570 None"),
    ],
)
def test_values_typed_by_hand(whole: Reading, unit: str, indicator: str, values: str) -> None:
    assert by_hand(whole, unit, indicator) == tuple(values.split())


def test_counts_of_one_level_are_not_invented_for_the_other(whole: Reading) -> None:
    units_of: dict[str, set[str | None]] = {}
    for seen in whole.observations:
        units_of.setdefault(seen.indicator_id, set()).add(seen.unit_id)
    assert units_of["COMPLETED_DOSSIERS"] == {"H44"}
    assert "H44" not in units_of["OVERDUE_DOSSIERS"]
    assert units_of["FULL_ONLINE_SERVICES"] == {"H44"}


def test_units_without_a_code_get_it_from_their_siblings(whole: Reading) -> None:
    codes = {seen.portal_id: seen.unit_id for seen in whole.observations if seen.indicator_id == "CKMB"}
    expected = {node["departmentId"]: node["departmentCode"] for node in nodes("dossier-digitized")}
    assert codes == expected
    assert whole.scope_unit_id == "H44"


def test_units_are_sighted_once_with_their_level(whole: Reading) -> None:
    sighted = [(unit.unit_id, unit.level, unit.parent_id) for unit in whole.units]
    assert sighted == [
        ("H44", "province", "VN"),
        ("H44.01", "agency", "H44"),
        ("H44.03", "agency", "H44"),
        ("H44.07", "agency", "H44"),
        ("H44.08", "agency", "H44"),
        ("H44.100", "commune", "H44"),
        ("H44.101", "commune", "H44"),
    ]


@pytest.mark.parametrize("endpoint", ["transparency", "handling-satisfaction"])
def test_alone_an_endpoint_without_codes_leaves_them_open(endpoint: str) -> None:
    reading = read_portal_batch([answered(endpoint, sample(endpoint))])
    assert reading.scope_unit_id == "H44"
    children = [seen for seen in reading.observations if seen.portal_id != PHU_THO]
    assert children
    assert {seen.unit_id for seen in children} == {None}
    levels = [(unit.unit_id, unit.level) for unit in reading.units]
    assert levels == [("H44", "province"), *[(None, "agency")] * 4, *[(None, "commune")] * 2]


def test_lists_cut_short_are_noted(whole: Reading) -> None:
    notes = {note.place: note.en for note in whole.notes if note.rule == "incomplete_children"}
    assert set(notes) == {
        "transparency#/data/pagination/total",
        "handling-satisfaction#/data/pagination/total",
        "dossier-digitized#/data/pagination/total",
    }
    assert all("163" in text and " 6 " in text for text in notes.values())
    assert len(whole.notes) == 3
