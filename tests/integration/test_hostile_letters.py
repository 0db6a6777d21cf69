"""Bad and hostile documents from end to end: each has one clear reason, and the run goes on.

All of them are taken in beside the real letter by one run of the command, whose time and memory are
measured with those of its children; the letter must load.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from orchestration.settings import Settings, read_settings
from orchestration.warehouse.connection import open_reader
from tests.letterforge import LetterSpec, to_docx, to_html, to_pdf, to_xlsx
from tests.letterforge.bare import docx_of, paragraph, pdf_of_objects, pdf_stream, zip_of
from tests.letterforge.letter694 import letter_694

ROOT = Path(__file__).parents[2]
LETTER = (ROOT / "examples" / "letters" / "694-VP-NC_2023-11-28.md").read_bytes()
MAX_SECONDS = 60.0
MAX_MEGABYTES = 1700  # the PDF reader's child may have 1536
EXPECTED_ROWS = 140
SECRET = "root:x:0:0"


def encrypted_pdf() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(80, 700, "UBND")
    canvas.save()
    return buffer.getvalue()


def broken_pdf() -> bytes:
    return to_pdf(letter_694())[:20_000]


def ten_thousand_pages() -> bytes:
    count = 10_000
    kids = " ".join(f"{at} 0 R" for at in range(4, 4 + count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>"
    return pdf_of_objects([
        b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
        pdf_stream(b"BT ET"), *[page] * count,
    ])


def nested_flate_pdf() -> bytes:
    """A few kilobytes of stream that unpack to two gigabytes."""
    once = zlib.compressobj(1)
    packed = b"".join([*(once.compress(bytes(2**20)) for _ in range(1700)), once.flush()])
    stream = zlib.compress(packed, 1)
    body = f"<</Length {len(stream)}/Filter[/FlateDecode/FlateDecode]>>\nstream\n".encode() + stream + b"\nendstream"
    return pdf_of_objects([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>", body,
    ])


def docx_bomb() -> bytes:
    return docx_of(paragraph("x"), {"styles": "<a>" + " " * (400 * 2**20) + "</a>"})


def xxe(target: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{target}">]>'


def docx_with_xxe() -> bytes:
    source = io.BytesIO(to_docx(letter_694()))
    return repacked(source, "word/document.xml", lambda xml: xml.replace(
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>", xxe("file:///etc/passwd")).replace(
        "<w:body>", "<w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p>"))


def xlsx_with_xxe() -> bytes:
    source = io.BytesIO(to_xlsx(letter_694()))
    return repacked(source, "xl/workbook.xml", lambda xml: xxe("file:///etc/passwd") + xml[xml.index("<workbook"):])


def repacked(source: io.BytesIO, part: str, change: Callable[[str], str]) -> bytes:
    with zipfile.ZipFile(source) as package:
        parts: dict[str, bytes | str] = {name: package.read(name) for name in package.namelist()}
    before = bytes(parts[part]).decode() if isinstance(parts[part], bytes) else str(parts[part])
    parts[part] = change(before)
    assert parts[part] != before
    return zip_of(parts)


def with_part(payload: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(payload)) as package:
        parts: dict[str, bytes | str] = {one: package.read(one) for one in package.namelist()}
    return zip_of(parts | {name: content})


def lineless() -> bytes:
    """The letter's words in a PDF without a single ruled line: tables set by blanks alone."""
    spec = letter_694()
    text = "\n\n".join([
        spec.superior, spec.issuer, spec.number_line, spec.date_line, *spec.subject,
        *(" ".join(row) for table in spec.tables for row in (*table.headings, *table.rows)),
    ])
    return to_pdf(LetterSpec(body=tuple(text.split("\n\n")), subject=("V/v công khai Bộ chỉ số",)))


def html_with_entity() -> bytes:
    """HTML knows no external entities: the text stays what it is, and this page is no letter."""
    return (xxe("file:///etc/passwd") + "<html><body><p>&e;</p></body></html>").encode()


def html_with_scripts() -> bytes:
    page = to_html(letter_694()).decode()
    return page.replace("<body>", "<body onload='steal()'><script>document.write('94,99')</script>"
                        "<iframe src='file:///etc/passwd'></iframe><img src=x onerror='steal()'>").encode()


def xlsx_with_links() -> bytes:
    link = '<Relationship Id="x9" Target="externalLinks/externalLink1.xml" Type="{}"/></Relationships>'.format(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink")
    return repacked(io.BytesIO(to_xlsx(letter_694())), "xl/_rels/workbook.xml.rels",
                    lambda xml: xml.replace("</Relationships>", link))


def xlsx_with_formulas() -> bytes:
    """A figure that the workbook never worked out: whoever opens it sees another one than is stored."""
    book = load_workbook(io.BytesIO(to_xlsx(letter_694())))
    book["Phụ lục 1"]["C6"] = '=WEBSERVICE("http://x")'
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "encrypted.pdf": (encrypted_pdf, "mật khẩu", "password"),
    "broken.pdf": (broken_pdf, "hỏng", "damaged"),
    "10000-pages.pdf": (ten_thousand_pages, "hơn 200 trang", "more than 200 pages"),
    "bomb.pdf": (nested_flate_pdf, "giới hạn", "beyond the limits"),
    "bomb.docx": (docx_bomb, "bom nén", "zip bomb"),
    "xxe.docx": (docx_with_xxe, "DOCTYPE", "DOCTYPE"),
    "xxe.xlsx": (xlsx_with_xxe, "DOCTYPE", "DOCTYPE"),
    "formulas.xlsx": (xlsx_with_formulas, "công thức chưa được tính", "formula that was never calculated"),
    "links.xlsx": (xlsx_with_links, "liên kết", "figures from other files"),
    "macros.docx": (
        lambda: with_part(to_docx(letter_694()), "word/vbaProject.bin", b"\xd0\xcf\x11\xe0 AutoOpen"),
        "macro", "contains macros"),
    "xxe.html": (html_with_entity, "không phải công văn", "no letter on the 766 index"),
    "lineless.pdf": (lineless, "không có bảng", "it has no table"),
    "budget.md": (
        lambda: "UBND TỈNH QUẢNG TRỊ\nSỞ TÀI CHÍNH\n\nSố: 12/STC-NS\n\nV/v dự toán ngân sách năm 2024\n\n"
                "Kính gửi: UBND các huyện\n\nSTT\tĐơn vị\tDự toán\n1\tSở Y tế\t94,22\n".encode(),
        "không phải công văn", "no letter on the 766 index"),
    "english.md": (
        lambda: b"PEOPLE'S COMMITTEE\n\nNo: 694/VP-NC\n\nQuang Tri, 28 November 2023\n\n"
                b"Re: disclosure of results\n\nNo\tUnit\tOn time (%)\n1\tDepartment of Justice\t94.22\n",
        "không phải công văn", "no letter on the 766 index"),
    "empty.pdf": (lambda: b"", "Tệp rỗng", "The file is empty"),
}


LOADED: dict[str, Callable[[], bytes]] = {"scripts.html": html_with_scripts}
"""Not dangerous to us: nothing in them is run or followed, and the letter in them is the letter."""


@dataclass(frozen=True)
class Run:
    """What one run over all of them said, and what it took."""

    settings: Settings
    code: int
    documents: dict[str, dict[str, Any]]
    seconds: float
    megabytes: int


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("in")
    makers = {name: make for name, (make, _, _) in REFUSED.items()} | LOADED
    for name, make in makers.items():
        (folder / name).write_bytes(make())
    (folder / "zz-694.md").write_bytes(LETTER)
    home = tmp_path_factory.mktemp("home")
    settings = read_settings({"CHISO766_HOME": str(home)})
    started = time.monotonic()
    command = [sys.executable, "-m", "orchestration", "ingest", "--json", str(folder)]
    environment = {**os.environ, "CHISO766_HOME": str(home), "PYTHONPATH": str(ROOT)}
    with open(home / "told.json", "wb") as output:
        child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    told = json.loads((home / "told.json").read_bytes())
    documents = {document["name"]: document for document in told["documents"]}
    return Run(settings, child.returncode, documents, time.monotonic() - started, usage.ru_maxrss // 1024)


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_document_has_one_clear_reason(run: Run, name: str) -> None:
    _, vi, en = REFUSED[name]
    assert run.documents[name]["status"] == "refused"
    (reason,) = run.documents[name]["reasons"]
    assert reason["place"]
    assert reason["vi"] != reason["en"]
    assert vi in reason["vi"]
    assert en in reason["en"]
    assert SECRET not in json.dumps(run.documents[name])
    (text,) = run.settings.quarantine.glob(f"{name}-*/reason.md")
    assert reason["vi"] in text.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LOADED)
def test_what_is_active_in_a_letter_is_left_alone_and_the_letter_read(run: Run, name: str) -> None:
    assert run.documents[name]["status"] in ("loaded", "same_as")
    assert run.documents[name]["snapshot_ids"] == run.documents["zz-694.md"]["snapshot_ids"]


def test_the_run_goes_on_within_its_time_and_memory(run: Run) -> None:
    assert run.code == 3
    assert run.seconds < MAX_SECONDS
    assert run.megabytes < MAX_MEGABYTES
    with open_reader(run.settings.current) as connection:
        assert connection.execute("select count(*) from observations").fetchall() == [(EXPECTED_ROWS,)]
        refused = connection.execute("select count(*) from findings where rule = 'refused'").fetchall()
    assert refused == [(len(REFUSED),)]
