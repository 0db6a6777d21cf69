"""A landing of years is read by the day: what is asked for comes whole, the rest is not opened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orchestration.landing.archive import Damaged, Landing
from orchestration.landing.records import Receipt

FIRST = datetime(2026, 12, 30, 23, 50, tzinfo=UTC)


def landing_of_days(root: Path, count: int) -> tuple[Landing, list[str]]:
    """One letter a day at ten to midnight UTC."""
    now = FIRST
    landing = Landing(root, lambda: now)
    ids = []
    for day in range(count):
        now = FIRST + timedelta(days=day)
        ids.append(landing.land(f"letter {day}".encode(), Receipt(kind="letter", name=f"{day}.md")).record.record_id)
    return landing, ids


def names(records: list) -> list[str]:
    return [record.name for record in records]


def test_records_lie_in_the_folder_of_their_day(tmp_path: Path) -> None:
    landing_of_days(tmp_path, 3)
    folders = sorted(str(path.parent.relative_to(tmp_path)) for path in tmp_path.glob("records/*/*/*.json"))
    assert folders == ["records/2026/12-30", "records/2026/12-31", "records/2027/01-01"]


def test_what_came_earlier_is_not_opened(tmp_path: Path) -> None:
    landing, _ = landing_of_days(tmp_path, 4)
    (first,) = (tmp_path / "records" / "2026" / "12-30").iterdir()
    first.write_text("no record at all")
    assert names(landing.records(since=FIRST + timedelta(days=2))) == ["2.md", "3.md"]
    with pytest.raises(Damaged):
        landing.records()


def test_news_comes_with_the_days_beside_it(tmp_path: Path) -> None:
    landing, ids = landing_of_days(tmp_path, 6)
    assert landing.records_with_news(set(ids)) == []
    assert names(landing.records_with_news(set(ids) - {ids[4]})) == ["3.md", "4.md", "5.md"]
    assert names(landing.records_with_news(set(ids), also=[FIRST])) == ["0.md", "1.md"]
    assert names(landing.records_with_news(set())) == names(landing.records())


def test_records_of_earlier_versions_are_found_read_and_known(tmp_path: Path) -> None:
    _landing, _ = landing_of_days(tmp_path, 1)
    (path,) = tmp_path.glob("records/*/*/*.json")
    path.rename(tmp_path / "records" / "2026" / path.name)
    again = Landing(tmp_path)
    assert names(again.records(since=FIRST + timedelta(days=9))) == ["0.md"]
    assert names(again.records_with_news(set())) == ["0.md"]
    assert not again.land(b"letter 0", Receipt(kind="letter", name="0.md")).is_new
    assert [damage for damage in again.verify() if damage] == []


def test_a_file_of_a_killed_write_is_no_record(tmp_path: Path) -> None:
    landing, _ = landing_of_days(tmp_path, 1)
    (tmp_path / "records" / "2026" / "12-30" / ".half.json.1234.tmp").write_text("{")
    assert names(landing.records()) == ["0.md"]
