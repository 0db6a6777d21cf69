"""`chiso766 ingest` and `chiso766 inbox`: what is told of each document, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from orchestration.cli import main
from orchestration.settings import Settings
from tests.letterforge import to_docx
from tests.letterforge.bare import zip_of
from tests.letterforge.letter694 import letter_694

ROOT = Path(__file__).parents[2]
LETTER = (ROOT / "examples" / "letters" / "694-VP-NC_2023-11-28.md").read_text(encoding="utf-8")


def command(settings: Settings, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments), env={"CHISO766_HOME": str(settings.home)})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.stdout


def told(settings: Settings, *arguments: str) -> tuple[int, dict[str, Any]]:
    code, output = command(settings, *arguments, "--json")
    return code, {document["origin"]: document for document in json.loads(output)["documents"]}


def test_every_outcome_has_its_word(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "1.md").write_text(LETTER, encoding="utf-8")
    (folder / "2.docx").write_bytes(to_docx(letter_694()))
    (folder / "3.zip").write_bytes(zip_of({
        "a/corrected.md": LETTER.replace("94,22", "95,22"), "b/budget.md": "V/v dự toán ngân sách năm 2024",
        "c/again.md": LETTER,
    }))
    code, documents = told(settings, "ingest", str(folder))
    assert code == 3
    assert {origin: document["status"] for origin, document in documents.items()} == {
        "in/1.md": "loaded", "in/2.docx": "same_as", "in/3.zip/corrected.md": "revision",
        "in/3.zip/budget.md": "refused", "in/3.zip/again.md": "known",
    }
    assert documents["in/2.docx"]["snapshot_ids"] == documents["in/1.md"]["snapshot_ids"]
    (reason,) = documents["in/3.zip/budget.md"]["reasons"]
    assert "không phải công văn" in reason["vi"]
    assert "no letter on the 766 index" in reason["en"]


def test_a_second_time_all_is_known_and_what_was_refused_before_is_no_failure(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "bad.md").write_text("V/v dự toán ngân sách năm 2024", encoding="utf-8")
    (tmp_path / "good.md").write_text(LETTER, encoding="utf-8")
    assert command(settings, "ingest", str(tmp_path / "bad.md"))[0] == 3
    code, documents = told(settings, "ingest", str(tmp_path / "good.md"))
    assert (code, documents["good.md"]["status"]) == (0, "loaded")
    code, documents = told(settings, "ingest", str(tmp_path / "good.md"))
    assert (code, documents["good.md"]["status"]) == (0, "known")
    code, documents = told(settings, "ingest", str(tmp_path / "bad.md"))
    assert (code, documents["bad.md"]["status"]) == (3, "refused")


def test_people_are_told_in_both_languages(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "694.md").write_text(LETTER, encoding="utf-8")
    code, output = command(settings, "ingest", str(tmp_path / "694.md"))
    assert code == 0
    assert "694.md: đã nạp / loaded: letter.H50.year-2023" in output
    assert "140 giá trị" in output


def test_wrong_use_is_exit_code_two(settings: Settings, tmp_path: Path) -> None:
    assert command(settings, "ingest")[0] == 2
    assert command(settings, "ingest", str(tmp_path / "missing.md"))[0] == 2


def test_the_inbox_command_takes_and_files(settings: Settings) -> None:
    code, output = command(settings, "inbox", "--rest", "0")
    assert code == 0
    assert "no document" in output
    (settings.inbox / "694.md").write_text(LETTER, encoding="utf-8")
    code, documents = told(settings, "inbox", "--rest", "0.05")
    assert (code, documents["694.md"]["status"]) == (0, "loaded")
    assert [path.name for path in settings.inbox.rglob("*.md")] == ["694.md"]
    assert not (settings.inbox / "694.md").exists()
