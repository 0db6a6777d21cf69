"""DOCX → PDF through LibreOffice, where it is installed.

Belongs here: starting it safely: a profile of its own, a time limit, no network needed, nothing left
behind. Does not belong here: what the document says. The document is one we made ourselves.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from orchestration.publications.programs import run_alone

PROGRAMS = ("soffice", "libreoffice")
TIME_LIMIT_SECONDS = 90
MOST_BYTES = 50_000_000


class NoPdf(RuntimeError):
    """LibreOffice is missing or did not make a PDF; the message says what to do."""


def to_pdf(docx: bytes, seconds: float = TIME_LIMIT_SECONDS) -> bytes:
    """The document as PDF. Raises `NoPdf`."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise NoPdf(
            "Chưa cài LibreOffice nên không tạo được PDF; tệp DOCX vẫn dùng được (cài: apt-get install "
            "libreoffice-writer-nogui). / LibreOffice is not installed, so there is no PDF; the DOCX is good."
        )
    with tempfile.TemporaryDirectory(prefix="chiso766-pdf-") as name:
        folder = Path(name)
        source = folder / "document.docx"
        source.write_bytes(docx)
        said = _convert(program, source, folder, seconds)
        made = source.with_suffix(".pdf")
        if not made.is_file() or made.stat().st_size > MOST_BYTES:
            raise NoPdf(
                f"LibreOffice không tạo được PDF; tệp DOCX vẫn dùng được. / LibreOffice made no PDF: {said}"
            )
        return made.read_bytes()


def _convert(program: str, source: Path, folder: Path, seconds: float) -> str:
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--convert-to", "pdf", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    try:
        return run_alone(command, seconds)
    except subprocess.TimeoutExpired as error:
        raise NoPdf(
            f"LibreOffice không xong sau {seconds:.0f} giây nên bị dừng; tệp DOCX vẫn dùng được. / "
            f"LibreOffice did not finish in {seconds:.0f} s and was stopped; the DOCX is good."
        ) from error
