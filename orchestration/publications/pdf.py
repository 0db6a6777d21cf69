"""DOCX → PDF through LibreOffice, where it is installed.

Belongs here: starting it safely: a profile of its own, a time limit, no network needed, nothing left
behind. Does not belong here: what the document says. The document is one we made ourselves.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

TIME_LIMIT_SECONDS = 90
MOST_BYTES = 50_000_000


class NoPdf(RuntimeError):
    """LibreOffice is missing or did not make a PDF; the message says what to do."""


def to_pdf(docx: bytes, seconds: float = TIME_LIMIT_SECONDS) -> bytes:
    """The document as PDF. Raises `NoPdf`."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
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
    """Run it in a process group of its own, so that its helpers end with it."""
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--convert-to", "pdf", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors="replace", start_new_session=True,
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise NoPdf(
            f"LibreOffice không xong sau {seconds:.0f} giây nên bị dừng; tệp DOCX vẫn dùng được. / "
            f"LibreOffice did not finish in {seconds:.0f} s and was stopped; the DOCX is good."
        ) from error
    finally:
        _end_group(process)
    return said[-500:].strip()


def _end_group(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
