"""PDF needs a program that may be missing, fail or hang: the annex never waits for it, nor fails with it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from orchestration.publications import pdf
from orchestration.publications.pdf import NoPdf, to_pdf


def program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setattr(pdf.shutil, "which", lambda name: str(path) if name == "soffice" else None)


def test_without_the_program_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf.shutil, "which", lambda _: None)
    with pytest.raises(NoPdf, match="Chưa cài LibreOffice"):
        to_pdf(b"PK")


def test_a_program_that_hangs_is_stopped_with_its_helpers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, f"sleep 60 &\necho $! > {tmp_path}/helper\nwait", monkeypatch)
    began = time.monotonic()
    with pytest.raises(NoPdf, match="bị dừng"):
        to_pdf(b"PK", seconds=1)
    assert time.monotonic() - began < 10
    helper = int((tmp_path / "helper").read_text())
    status = Path(f"/proc/{helper}/status")
    assert not status.exists() or "Z (zombie)" in status.read_text()


def test_a_program_that_makes_nothing_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "echo source file could not be loaded", monkeypatch)
    with pytest.raises(NoPdf, match="source file could not be loaded"):
        to_pdf(b"PK")


def test_each_conversion_has_a_profile_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, f'echo "$1" >> {tmp_path}/profiles; printf %%PDF- > "$(dirname "$8")/document.pdf"', monkeypatch)
    assert to_pdf(b"PK") == to_pdf(b"PK") == b"%PDF-"
    profiles = (tmp_path / "profiles").read_text().split()
    assert len(set(profiles)) == 2
    assert all(not Path(profile.partition("file://")[2]).exists() for profile in profiles)
