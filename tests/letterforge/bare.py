"""Files put together by hand, for what no library writes: odd, damaged and hostile ones.

Belongs here: the least that makes a DOCX, an XLSX or a PDF. Does not belong here: whole letters.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HELVETICA = "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def zip_of(parts: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of named parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def docx_of(body: str, more: Mapping[str, str] | None = None, **replaced: bytes | str) -> bytes:
    """A DOCX whose body is `body` (w:p, w:tbl …); `more` names further parts by their kind ("styles").

    `replaced` gives other content for the part "document" or "types".
    """
    document = f'<w:document xmlns:w="{_W}" xmlns:r="{_OFFICE}"><w:body>{body}</w:body></w:document>'
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": replaced.get("types", _TYPES),
        "_rels/.rels": _links({"officeDocument": "word/document.xml"}),
        "word/document.xml": replaced.get("document", document),
    }
    for kind, content in (more or {}).items():
        parts[f"word/{kind}.xml"] = content
    parts["word/_rels/document.xml.rels"] = _links({kind: f"{kind}.xml" for kind in more or {}})
    return zip_of(parts)


def w(name: str, content: str) -> str:
    """A root element of a Word part, with its namespace."""
    return f'<w:{name} xmlns:w="{_W}">{content}</w:{name}>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A Word paragraph of runs, each given as text or as ready XML."""
    made = (run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(made)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A Word table of cells, each given as text or as ready XML ("<w:tc>…")."""
    made = (
        "".join(cell if cell.startswith("<w:tc>") else f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row)
        for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in made)}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    """A Word table cell of ready paragraphs."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def xlsx_of(rows: str, after_rows: str = "", before_rows: str = "", **more: bytes | str) -> bytes:
    """An XLSX with one sheet "S" of ready rows.

    `more` may give "strings" (si elements), "styles" (inner XML), "links" (of the workbook), "types".
    """
    workbook = f'<workbook xmlns="{_S}" xmlns:r="{_OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="sheet"/>'
    sheet = f'<worksheet xmlns="{_S}">{before_rows}<sheetData>{rows}</sheetData>{after_rows}</worksheet>'
    links = "".join(
        f'<Relationship Id="{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, kind, target in (
            ("sheet", "worksheet", "sheet.xml"), ("strings", "sharedStrings", "strings.xml"),
            ("styles", "styles", "styles.xml"),
        )
    )
    return zip_of({
        "[Content_Types].xml": more.get("types", _TYPES),
        "_rels/.rels": _links({"officeDocument": "xl/workbook.xml"}),
        "xl/workbook.xml": f"{workbook}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relationships(links + str(more.get("links", ""))),
        "xl/sheet.xml": sheet,
        "xl/strings.xml": f'<sst xmlns="{_S}">{more.get("strings", "")!s}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{_S}">{more.get("styles", "")!s}</styleSheet>',
    })


def pdf_of(content: bytes, resources: str = _HELVETICA, more: tuple[bytes, ...] = ()) -> bytes:
    """A PDF of one page that draws `content`; `more` are further objects, the first one is 5 0."""
    return pdf_of_objects([
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources {resources}/Contents 4 0 R>>".encode(),
        pdf_stream(content), *more,
    ])


def pdf_stream(content: bytes, entries: str = "", filters: int = 1) -> bytes:
    """A stream object, compressed `filters` times."""
    for _ in range(filters):
        content = zlib.compress(content, 9)
    head = f"<</Length {len(content)}/Filter[{'/FlateDecode' * filters}]{entries}>>\nstream\n"
    return head.encode() + content + b"\nendstream"


def pdf_of_objects(objects: list[bytes], trailer: str = "") -> bytes:
    """A PDF file of numbered objects, the first of which is its catalog."""
    body, offsets = b"%PDF-1.5\n", []
    for number, one in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    index = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    tail = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{index}"
        f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(body)}\n%%EOF"
    )
    return body + tail.encode()


def _links(targets: Mapping[str, str]) -> str:
    return _relationships("".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    ))


def _relationships(links: str) -> str:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{links}</Relationships>'
