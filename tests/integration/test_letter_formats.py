"""The real letter in every format it may come in: the same figures, and one snapshot in the warehouse."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from orchestration import pipeline
from orchestration.intake import outcomes_of
from orchestration.landing.archive import Landing
from orchestration.landing.records import Receipt
from orchestration.letters.readers import read_letter
from orchestration.letters.reading import read_letter_record
from orchestration.parcels import documents_in
from orchestration.settings import Settings
from orchestration.warehouse.connection import open_reader
from tests.letterforge import LetterSpec, to_docx, to_html, to_markdown, to_pdf, to_xlsx
from tests.letterforge.letter694 import letter_694
from tests.unit.letters.letter_samples import LETTER_694, rates_694

FORMATS: dict[str, Callable[[LetterSpec], bytes]] = {
    "md": to_markdown,
    "docx": to_docx,
    "pdf": to_pdf,
    "narrow.pdf": lambda spec: to_pdf(spec, "narrow"),
    "cut.pdf": lambda spec: to_pdf(spec, "narrow", split_rows=True, top=True),
    "xlsx": to_xlsx,
    "text.xlsx": lambda spec: to_xlsx(spec, typed=False),
    "html": to_html,
}
PAGES = 3  # what the letter has on paper, where the format has no pages
SECONDS_A_PAGE = 1.0
CUTOFF = datetime(2023, 11, 23, 9, tzinfo=UTC)


def cpu_seconds() -> float:
    """Of this process and of its children: what a reader costs, however busy the machine is."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


@pytest.mark.parametrize("ending", FORMATS)
def test_every_figure_name_cutoff_and_head_in_every_format(tmp_path: Path, ending: str) -> None:
    payload = FORMATS[ending](letter_694())
    record = Landing(tmp_path).land(payload, Receipt(kind="letter", name=f"694.{ending}")).record
    started = cpu_seconds()
    (reading,) = read_letter_record(record, payload)
    seconds = cpu_seconds() - started
    pages = read_letter(payload, record.name).page_count if ending.endswith("pdf") else PAGES
    assert seconds / pages < SECONDS_A_PAGE

    assert (reading.document_number, reading.document_date) == ("694/VP-NC", date(2023, 11, 28))
    assert (reading.cutoff_at, reading.scope_unit_id, str(reading.period)) == (CUTOFF, "H50", "2023")
    found = {(o.unit_id, o.indicator_id): o.rate_pct for o in reading.observations if o.max_score is None}
    expected = {(unit, indicator): rate for _, _, unit, indicator, rate in rates_694()}
    assert len(expected) == 135
    assert found == expected
    assert len({unit for unit, _ in found}) == 27
    scores = {o.indicator_id: (o.score, o.max_score) for o in reading.observations if o.max_score is not None}
    assert scores == {
        "CKMB": (Decimal("12.2"), Decimal(18)), "TDGQ": (Decimal("18.5"), Decimal(20)),
        "CLGQ": (Decimal("5.8"), Decimal(12)), "MDSH": (Decimal("15.5"), Decimal(22)),
        "MDHL": (Decimal(18), Decimal(18)),
    }


def corrected() -> LetterSpec:
    """The letter with one figure put right."""
    spec = letter_694()
    first, *others = spec.tables
    rows = tuple(tuple(cell.replace("94,22", "95,22") for cell in row) for row in first.rows)
    return replace(spec, tables=(replace(first, rows=rows), *others))


def take(settings: Settings, folder: Path, name: str, payload: bytes) -> tuple[str, tuple[str, ...]]:
    (folder / name).write_bytes(payload)
    taken, _ = pipeline.land_documents(settings, documents_in([folder / name]))
    built = pipeline.build_warehouse(settings)
    assert not built.blocking_failures
    pipeline.publish_warehouse(settings, built)
    (outcome,) = outcomes_of(settings, taken)
    assert outcome.reasons == ()
    return outcome.status, outcome.snapshot_ids


def test_the_same_letter_in_other_formats_is_one_snapshot_and_a_correction_is_a_revision(
    settings: Settings, tmp_path: Path
) -> None:
    status, first = take(settings, tmp_path, "694.md", LETTER_694.read_bytes())
    assert status == "loaded"
    for ending in ("docx", "pdf", "cut.pdf", "xlsx", "html"):
        payload = FORMATS[ending](letter_694())
        assert (ending, *take(settings, tmp_path, f"694.{ending}", payload)) == (ending, "same_as", first)
    status, second = take(settings, tmp_path, "corrected.docx", to_docx(corrected()))
    assert status == "revision"
    assert take(settings, tmp_path, "corrected.pdf", to_pdf(corrected())) == ("same_as", second)

    with open_reader(settings.current) as connection:
        assert connection.execute("select count(*) from snapshots").fetchall() == [(2,)]
        assert connection.execute(
            "select unit_id, indicator_id, kind, first_value::varchar, latest_value::varchar from revisions"
        ).fetchall() == [("H50~so-tu-phap", "TDGQ", "corrected_document", "94.2200", "95.2200")]
        assert connection.execute(
            "select value::varchar from trends_by_cutoff where unit_id = 'H50~so-tu-phap' and indicator_id = 'TDGQ'"
        ).fetchall() == [("95.2200",)]
