"""A letter as a portal publishes it: a page around it, with the scripts and styles such pages have."""

from __future__ import annotations

from html import escape

from tests.letterforge.spec import MOTTO, LetterSpec, TableSpec


def to_html(spec: LetterSpec, encoding: str = "utf-8") -> bytes:
    """The letter as an HTML page; characters that `encoding` lacks become references."""
    parts = [
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="{encoding}"><title>Cổng thông tin</title>',
        "<style>td { border: 1px solid #000 }</style><script>var figures = '<td>99,99</td>';</script></head>",
        "<body><noscript>Hãy bật JavaScript</noscript><div class='content'>",
        _layout([
            ([spec.superior, spec.issuer], list(MOTTO)),
            ([spec.number_line, *spec.subject], [spec.date_line]),
        ]),
        *(f"<p>{_text(text)}</p>" for text in spec.paragraphs()),
        _layout([(["Nơi nhận:", *spec.recipients], ["CHÁNH VĂN PHÒNG", spec.signer])]),
        *map(_annex, spec.tables),
        "</div></body></html>",
    ]
    return "\n".join(parts).encode(encoding, "xmlcharrefreplace")


def _layout(rows: list[tuple[list[str], list[str]]]) -> str:
    cells = ("".join(f"<td>{''.join(f'<p>{_text(line)}</p>' for line in cell)}</td>" for cell in row)
             for row in rows)
    return f"<table border=0>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def _annex(spec: TableSpec) -> str:
    headings = {row: "" for row in range(len(spec.headings))}
    for cell in spec.heading_cells():
        headings[cell.row] += f'<th rowspan="{cell.rows}" colspan="{cell.columns}">{_text(cell.text)}</th>'
    rows = (
        f'<td colspan="{spec.width}">{_text(row[0])}</td>' if len(row) == 1
        else "".join(f"<td>{_text(text)}</td>" for text in row)
        for row in spec.rows
    )
    return (
        "".join(f"<p><b>{_text(text)}</b></p>" for text in (*spec.title, spec.caption) if text)
        + f"<table border=1><thead>{''.join(f'<tr>{row}</tr>' for row in headings.values())}</thead>"
        + f"<tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"
        + (f"<p><i>{_text(spec.note)}</i></p>" if spec.note else "")
    )


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
