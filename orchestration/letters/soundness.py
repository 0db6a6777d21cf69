"""What must hold of a letter as a whole; a letter of which it does not is refused.

Belongs here: whether it is a letter on the index, all there, without doubt and without
contradiction. Does not belong here: faults of one row or cell (`rows`, `annex`), or what is only
told (`consistency`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orchestration.letters.blocks import Letter, Paragraph
from orchestration.letters.captions import cited_letter, is_annex_title, is_table_title
from orchestration.letters.figures import Figures
from orchestration.letters.grammar.plain import place_of, plain, shown, unaccented
from orchestration.letters.grammar.scores import SaidPoints
from orchestration.letters.held import Held
from orchestration.letters.sections import Sections
from orchestration.readings import Refused
from orchestration.reference.labels import find_indicator

_INDEX = re.compile(r"\b766/qd-ttg\b|\bbo chi so (?:chi dao|danh gia|phuc vu|766)")
_ALONE = re.compile(r"[0-9]{1,3}(?:,[0-9]+)?\s?%?")
_STRAY_FIGURES = 2  # one may be said alone; a row or a column outside its table is several
_STRAY_NUMBERS = 4  # whole ones, of which a page has some of its own
_ANNOUNCES_ANNEX = re.compile(r"phu luc (?:\w+ )?kem theo|kem theo phu luc|co phu luc|phu luc dinh kem")


def refuse_doubt(letter: Letter) -> None:
    """A cell with a dissenting reading waits for a person; nothing doubtful is loaded silently."""
    if any(cell.alternatives for table in letter.tables() for row in table.rows for cell in row.cells):
        raise Held(letter)


def refuse_other_document(sections: Sections, said: Sequence[SaidPoints]) -> None:
    """A letter on the index has a table of it, or points of it; an annex it announces must be there."""
    has_points = any(find_indicator(points.label) for points in said)
    if not sections.annexes and not has_points:
        raise _other_document(sections)
    missing = _annex_without_table(sections)
    if missing:
        words = shown(plain(missing.text))
        raise Refused(
            place_of(missing),
            f"Văn bản có phụ lục ({words}) nhưng không thấy bảng của phụ lục đó: tệp có thể bị cắt cụt,"
            " hãy nộp bản đầy đủ.",
            f"The letter has an annex ({words}) whose table is not there: the file may be cut off, submit"
            " the whole document.",
        )


def _other_document(sections: Sections) -> Refused:
    vi = ("Văn bản này không phải công văn công khai kết quả Bộ chỉ số 766: không có bảng hay điểm nào của"
          " các nhóm chỉ số.")
    en = "This document is no letter on the 766 index: it has no table and no points of its groups."
    table = next((one for one in sections.other_tables if one.rows), None)
    if table:  # perhaps one whose headings nobody knows
        first = shown(" | ".join(plain(cell.text) for cell in table.rows[0].cells))
        vi += f" Bảng bắt đầu bằng {first} không có cột nào mang tên một nhóm chỉ số."
        en += f" The table that begins with {first} has no column named after a group."
    return Refused("văn bản", vi, en)


def cites_index(letter: Letter) -> bool:
    """Whether a letter speaks of the index at all."""
    return any(_INDEX.search(unaccented(plain(paragraph.text))) for paragraph in letter.paragraphs())


def refuse_stray_figures(letter: Letter) -> None:
    """Figures that stand one after the other outside of every table are a row, or a table, not seen as one."""
    run: list[Paragraph] = []
    for block in (*letter.blocks, None):
        alone = [_ALONE.fullmatch(line) for line in block.text.splitlines()] if isinstance(block, Paragraph) else []
        if isinstance(block, Paragraph) and all(alone):
            run.append(block)
            continue
        if run:
            _refuse_stray(run)
        run = []


def _refuse_stray(run: Sequence[Paragraph]) -> None:
    numbers = [line for paragraph in run for line in paragraph.text.splitlines()]
    figures = [number for number in numbers if "," in number or "%" in number]
    if len(figures) < _STRAY_FIGURES and len(numbers) < _STRAY_NUMBERS:
        return
    words = shown("; ".join(numbers))
    raise Refused(
        place_of(run[0]),
        f"Các số {words} đứng ngoài mọi bảng: có thể một dòng hoặc cả bảng không có đường kẻ nên không nhận ra được."
        " Hãy kẻ khung đầy đủ cho bảng, hoặc nộp bản DOCX, XLSX.",
        f"The figures {words} stand outside of every table: perhaps a row, or a whole table, has no ruled lines."
        " Rule all of the table, or submit it as DOCX or XLSX.",
    )


def _annex_without_table(sections: Sections) -> Paragraph | None:
    """The words of an annex that no table follows."""
    left_over = [
        paragraph for paragraph in (sections.tail if sections.annexes else sections.body)
        if is_annex_title(paragraph) or is_table_title(paragraph) or cited_letter([paragraph])
    ]
    announced = [] if sections.annexes else [
        paragraph for paragraph in sections.body
        if _ANNOUNCES_ANNEX.search(unaccented(plain(paragraph.text)))
    ]
    return next(iter([*announced, *left_over]), None)


def refuse_empty(parts: Sequence[object]) -> None:
    """A letter of which no value could be loaded is no reading."""
    if not parts:
        raise Refused(
            "văn bản",
            "Không có giá trị nào của văn bản được nạp: các điểm nêu ra không thuộc nhóm chỉ số nào đã biết.",
            "No value of the letter could be loaded: its points are of no known group.",
        )


def refuse_repeated(figures: Figures) -> None:
    """Two figures for one unit and one indicator: nobody can tell which is meant."""
    seen: set[tuple[str | None, str]] = set()
    for observation in figures.observations:
        key = (observation.unit_id, observation.indicator_id)
        if key in seen:
            raise Refused(
                observation.locator.format(row=observation.row),
                f"Đơn vị {observation.unit_id} có hai giá trị của chỉ số {observation.indicator_id} cho"
                " cùng một thời điểm chốt: hãy đối chiếu các bảng với bản gốc.",
                f"Unit {observation.unit_id} has two values of {observation.indicator_id} for one cutoff:"
                " check the tables with the original.",
            )
        seen.add(key)
