"""The inbox: only whole files are taken, each goes where it belongs, and nothing is ever lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orchestration import inbox, pipeline
from orchestration.landing.archive import Landing
from orchestration.settings import Settings

ROOT = Path(__file__).parents[2]
LETTER = (ROOT / "examples" / "letters" / "694-VP-NC_2023-11-28.md").read_text(encoding="utf-8")
NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)  # already the 24th in Vietnam
DAY = "2026-11-24"


def drop(settings: Settings, path: str, content: str | bytes = LETTER) -> Path:
    target = settings.inbox / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode() if isinstance(content, str) else content)
    return target


def whole(settings: Settings, meanwhile: Callable[[], None] = lambda: None) -> list[str]:
    return sorted(one.path for one in inbox.whole_files(settings.inbox, 1, lambda _: meanwhile()))


def take_all(settings: Settings) -> dict[str, Path | None]:
    """One run: land, build, publish, file."""
    waiting = inbox.whole_files(settings.inbox, 0, lambda _: None)
    taken = inbox.take_inbox(settings, waiting, pipeline.silent)
    built = pipeline.build_warehouse(settings)
    pipeline.publish_warehouse(settings, built)
    return {one.path: one.target for one in inbox.file_inbox(settings, taken, NOW)}


def everything_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() or path.is_symlink()}


def test_a_file_being_written_is_not_whole(settings: Settings) -> None:
    growing, replaced = drop(settings, "growing.md"), drop(settings, "replaced.md")
    drop(settings, "still/quiet.md")
    drop(settings, "firefox.pdf", b"")
    drop(settings, "firefox.pdf.part", b"%PDF half")
    drop(settings, "~$word.docx")

    def meanwhile() -> None:
        with open(growing, "a") as file:
            file.write("more")
        facts = replaced.stat()
        replaced.unlink()
        drop(settings, "replaced.md")
        os.utime(replaced, ns=(facts.st_atime_ns, facts.st_mtime_ns + 1))

    assert whole(settings, meanwhile) == ["still/quiet.md"]
    assert whole(settings) == ["growing.md", "replaced.md", "still/quiet.md"]


def test_an_empty_file_may_be_a_copy_about_to_begin(settings: Settings) -> None:
    path = drop(settings, "empty.pdf", b"")
    assert whole(settings) == []
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 120))
    assert whole(settings) == ["empty.pdf"]


def test_links_are_not_followed_and_stay(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.md").write_text(LETTER, encoding="utf-8")
    settings.inbox.mkdir(parents=True)
    (settings.inbox / "link.md").symlink_to(tmp_path / "secret" / "a.md")
    (settings.inbox / "folder").symlink_to(tmp_path / "secret")
    assert take_all(settings) == {}
    assert Landing(settings.landing).records() == []
    assert everything_in(settings.inbox) == {"link.md", "folder"}


def test_each_file_goes_where_its_outcome_sends_it(settings: Settings) -> None:
    drop(settings, "tháng 11/694.md")
    drop(settings, "ngân sách.md", "Số: 12/STC-NS\n\nV/v dự toán ngân sách năm 2024\n\nKính gửi: UBND các huyện")
    moved = take_all(settings)
    assert moved["tháng 11/694.md"] == settings.inbox / "done" / DAY / "694.md"
    refused = moved["ngân sách.md"]
    assert refused is not None
    assert refused.parent.parent == settings.quarantine
    assert everything_in(settings.inbox) == {f"done/{DAY}/694.md"}
    assert len(everything_in(settings.quarantine)) == 2
    text = (refused.parent / "reason.md").read_text(encoding="utf-8")
    assert "không phải công văn" in text
    assert "no letter on the 766 index" in text


def test_a_file_beyond_the_limit_is_quarantined_whole(settings: Settings) -> None:
    path = drop(settings, "huge.pdf", b"%PDF-1.7")
    os.truncate(path, 100 * 1024 * 1024)
    target = take_all(settings)["huge.pdf"]
    assert target is not None
    assert target.stat().st_size == 100 * 1024 * 1024
    assert everything_in(settings.inbox) == set()
    assert [folder.name for folder in settings.quarantine.iterdir()] == [target.parent.name]


def test_names_that_collide_are_kept_apart_and_the_same_bytes_are_kept_once(settings: Settings) -> None:
    drop(settings, "a/694.md")
    drop(settings, "b/694.md", LETTER.replace("94,22", "95,22"))
    take_all(settings)
    drop(settings, "c/694.md")
    take_all(settings)
    assert everything_in(settings.inbox) == {f"done/{DAY}/694.md", f"done/{DAY}/694 (2).md"}
    kept = {path.read_text(encoding="utf-8") for path in (settings.inbox / "done" / DAY).iterdir()}
    assert len(kept) == 2
    assert LETTER in kept


def test_a_file_replaced_after_landing_stays_for_the_next_run(settings: Settings) -> None:
    path = drop(settings, "694.md")
    waiting = inbox.whole_files(settings.inbox, 0, lambda _: None)
    taken = inbox.take_inbox(settings, waiting, pipeline.silent)
    pipeline.build_warehouse(settings)
    path.write_text("another document", encoding="utf-8")
    assert [one.target for one in inbox.file_inbox(settings, taken, NOW)] == [None]
    assert path.read_text() == "another document"


def test_a_file_replaced_in_the_instant_of_moving_is_put_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = drop(settings, "694.md")
    waiting = inbox.whole_files(settings.inbox, 0, lambda _: None)
    taken = inbox.take_inbox(settings, waiting, pipeline.silent)
    pipeline.build_warehouse(settings)
    move, calls = inbox._move_to, list[Path]()

    def race(source: Path, target: Path) -> None:
        if not calls:
            path.write_text("another document", encoding="utf-8")
        calls.append(target)
        move(source, target)

    monkeypatch.setattr(inbox, "_move_to", race)
    assert [one.target for one in inbox.file_inbox(settings, taken, NOW)] == [None]
    assert path.read_text() == "another document"
    assert everything_in(settings.inbox) == {"694.md"}


@pytest.mark.parametrize("step", ["landed", "built", "linked"])
def test_a_kill_at_any_step_loses_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Killed after landing, after building, or with the file in both places: the next run ends it."""
    path = drop(settings, "694.md")
    waiting = inbox.whole_files(settings.inbox, 0, lambda _: None)
    taken = inbox.take_inbox(settings, waiting, pipeline.silent)
    if step != "landed":
        pipeline.build_warehouse(settings)
    if step == "linked":
        with monkeypatch.context() as killed:
            def die(*_: object) -> None:
                raise KeyboardInterrupt
            killed.setattr(Path, "unlink", die)
            with pytest.raises(KeyboardInterrupt):
                inbox.file_inbox(settings, taken, NOW)
        assert everything_in(settings.inbox) == {"694.md", f"done/{DAY}/694.md"}
    assert path.exists()
    assert take_all(settings) == {"694.md": settings.inbox / "done" / DAY / "694.md"}
    assert everything_in(settings.inbox) == {f"done/{DAY}/694.md"}
    assert len(Landing(settings.landing).records()) == 1


def test_a_file_landed_but_not_built_stays(settings: Settings) -> None:
    drop(settings, "694.md")
    pipeline.build_warehouse(settings)
    waiting = inbox.whole_files(settings.inbox, 0, lambda _: None)
    taken = inbox.take_inbox(settings, waiting, pipeline.silent)
    assert [one.target for one in inbox.file_inbox(settings, taken, NOW)] == [None]
    assert everything_in(settings.inbox) == {"694.md"}


def test_without_hard_links_files_are_copied_whole_first(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    drop(settings, "694.md")
    target = take_all(settings)["694.md"]
    assert target is not None
    assert target.read_text(encoding="utf-8") == LETTER
    assert everything_in(settings.inbox) == {f"done/{DAY}/694.md"}


def test_a_path_that_leaves_the_inbox_names_nothing(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text(LETTER, encoding="utf-8")
    drop(settings, "694.md")
    (waiting,) = inbox.whole_files(settings.inbox, 0, lambda _: None)
    assert inbox.named(settings.inbox, "694.md", waiting.sha256) == [waiting]
    for path in ("../../outside.md", str(tmp_path / "outside.md"), "694.md/..", ""):
        assert inbox.named(settings.inbox, path, waiting.sha256) == []
    assert inbox.named(settings.inbox, "694.md", "0" * 64) == []


def test_a_watch_asks_once_then_again_only_after_long(settings: Settings) -> None:
    sight = inbox.Sight(10, 1, 1)
    watched, wanted = inbox.keep_watch({}, {"a": sight}, 100.0)
    assert wanted == []
    watched, wanted = inbox.keep_watch(watched, {"a": sight}, 104.0)
    assert wanted == []
    watched, wanted = inbox.keep_watch(watched, {"a": inbox.Sight(11, 2, 1)}, 106.0)
    assert wanted == []
    asked_at = []
    for now in range(110, 5000, 10):
        watched, wanted = inbox.keep_watch(watched, {"a": inbox.Sight(11, 2, 1)}, float(now))
        if wanted:
            asked_at.append(now)
            watched["a"].asked, watched["a"].asked_at = watched["a"].asked + 1, float(now)
    assert asked_at == [120, 1020, 1920]
    assert inbox.keep_watch(watched, {}, 6000.0) == ({}, [])
