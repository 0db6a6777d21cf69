"""A letter as markdown: pipe tables, whose cells have no line breaks."""

from __future__ import annotations

from tests.letterforge.spec import MOTTO, LetterSpec, TableSpec


def to_markdown(spec: LetterSpec) -> bytes:
    """The letter as UTF-8 markdown; merged cells are written out, line breaks become blanks."""
    parts = [
        f"{spec.superior}\n{spec.issuer}", "\n".join(MOTTO), spec.number_line, spec.date_line,
        "\n".join(spec.subject), *spec.paragraphs(),
        "\n".join(["Nơi nhận:", *spec.recipients]), spec.signer, *map(_annex, spec.tables),
    ]
    return "\n\n".join(parts).encode()


def _annex(spec: TableSpec) -> str:
    heading, *rows = (f"| {' | '.join(map(_cell, row))} |" for row in spec.grid())
    table = "\n".join([heading, "|" + " --- |" * spec.width, *rows])
    parts = [*(f"**{text}**" for text in spec.title), spec.caption, table, spec.note]
    return "\n\n".join(part for part in parts if part)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
