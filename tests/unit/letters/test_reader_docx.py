"""DOCX: what a person sees in Word is what is read, in its order."""

from __future__ import annotations

import pytest

from orchestration.letters.blocks import Letter, Paragraph, Table
from orchestration.letters.readers import docx
from tests.letterforge import LetterSpec, TableSpec, to_docx
from tests.letterforge.bare import cell, docx_of, paragraph, table, w

RATES = table(("STT", "Tên", "Tỷ lệ"), ("1", "Sở Y tế", "94,22"))


def shown(letter: Letter) -> list[object]:
    """Paragraphs as texts, tables as rows of texts."""
    return [
        block.text if isinstance(block, Paragraph)
        else [[one.text for one in row.cells] for row in block.rows]
        for block in letter.blocks
    ]


def read(body: str, **more: str) -> list[object]:
    return shown(docx.read(docx_of(body, more)))


def run(text: str, properties: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_paragraphs_and_tables_come_in_the_order_of_the_document() -> None:
    body = paragraph("Trước") + RATES + paragraph("Giữa") + RATES + paragraph("Sau")
    rates = [["STT", "Tên", "Tỷ lệ"], ["1", "Sở Y tế", "94,22"]]
    assert read(body) == ["Trước", rates, "Giữa", rates, "Sau"]


def test_the_letterhead_is_paragraphs_and_the_annex_a_table() -> None:
    spec = LetterSpec(number="694/VP-NC", tables=(TableSpec((("STT", "Tên", "Điểm"),), (("1", "Sở", "5"),)),))
    letter = docx.read(to_docx(spec))
    assert [paragraph.text for paragraph in letter.paragraphs()][:6] == [
        "UBND TỈNH QUẢNG TRỊ", "VĂN PHÒNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Số: 694/VP-NC", "V/v công khai kết quả đánh giá Bộ chỉ số",
    ]
    assert len(list(letter.tables())) == 1


def test_decomposed_letters_and_odd_blanks_are_made_plain() -> None:
    assert read(paragraph("So\u0302\u0301  ho\u0301a\u00a0ho\u0302\u0300 so\u031b\u200b")) == ["Số hóa hồ sơ"]


def test_cells_merged_across_and_down_are_repeated() -> None:
    body = table(
        (cell(paragraph("STT"), '<w:vMerge w:val="restart"/>'), cell(paragraph("Nhóm"), '<w:gridSpan w:val="2"/>')),
        (cell(paragraph(), "<w:vMerge/>"), "Điểm", "Tỷ lệ"),
        ("1", "5,8", "48,3"),
    )
    assert read(body) == [[["STT", "Nhóm", "Nhóm"], ["STT", "Điểm", "Tỷ lệ"], ["1", "5,8", "48,3"]]]


def test_a_column_that_no_row_ends_at_is_no_column() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    body = table(
        ("STT", cell(paragraph("Tên"), wide), "Tỷ lệ"), ("1", cell(paragraph("Sở Y tế"), wide), "94,22"),
    )
    assert read(body) == [[["STT", "Tên", "Tỷ lệ"], ["1", "Sở Y tế", "94,22"]]]


def test_a_row_with_too_few_cells_stays_short() -> None:
    assert read(table(("STT", "Tên", "A"), ("1", "Sở", "5"), ("2", "6"))) == [
        [["STT", "Tên", "A"], ["1", "Sở", "5"], ["2", "6"]]
    ]


def test_a_nested_table_of_figures_is_found_in_its_frame() -> None:
    frame = table((cell(paragraph("Phụ lục") + RATES + paragraph()), "Ghi chú bên lề"))
    assert read(frame) == ["Phụ lục", [["STT", "Tên", "Tỷ lệ"], ["1", "Sở Y tế", "94,22"]], "Ghi chú bên lề"]


def test_automatic_numbers_are_read_as_they_show() -> None:
    numbering = w("numbering", (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
    ))
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    rows = [(cell(paragraph(properties=listed)), name, "5") for name in ("Sở Y tế", "Sở Nội vụ", "Sở Tư pháp")]
    assert read(table(("STT", "Tên", "A"), *rows), numbering=numbering) == [[
        ["STT", "Tên", "A"], ["1", "Sở Y tế", "5"], ["2", "Sở Nội vụ", "5"], ["3", "Sở Tư pháp", "5"],
    ]]


def test_levels_of_a_list_count_under_one_another_and_styles_carry_lists() -> None:
    numbering = w("numbering", (
        '<w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    ))
    styles = w("styles", (
        '<w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Own"><w:basedOn w:val="Base"/></w:style>'
    ))

    def item(text: str, level: int) -> str:
        return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')

    body = (
        paragraph("một", properties='<w:pStyle w:val="Own"/>') + item("hai", 1) + item("ba", 1) + item("bốn", 2)
        + item("năm", 0) + item("sáu", 1)
    )
    assert read(body, numbering=numbering, styles=styles) == [
        "I. một", "I.a) hai", "I.b) ba", "- bốn", "II. năm", "II.a) sáu",
    ]


def test_tracked_insertions_show_and_deletions_do_not() -> None:
    body = paragraph(
        "Tỷ lệ ", "<w:del><w:r><w:delText>93,1</w:delText></w:r></w:del>",
        "<w:ins><w:r><w:t>94,22</w:t></w:r></w:ins>", run("95", "<w:strike/>"), run("96", "<w:vanish/>"),
        run("%", '<w:strike w:val="0"/>'),
    )
    assert read(body) == ["Tỷ lệ 94,22%"]


def test_content_controls_links_and_fields_show_their_text() -> None:
    body = (
        "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>" + paragraph("Số: ",
        "<w:sdt><w:sdtContent><w:r><w:t>694</w:t></w:r></w:sdtContent></w:sdt>", "<w:r><w:noBreakHyphen/></w:r>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>", "<w:hyperlink><w:r><w:t>VP</w:t></w:r></w:hyperlink>")
        + RATES + "</w:sdtContent></w:sdt>"
    )
    assert read(body) == ["Số: 694-VP", [["STT", "Tên", "Tỷ lệ"], ["1", "Sở Y tế", "94,22"]]]


def test_a_footnote_mark_is_no_digit_of_the_figure() -> None:
    styles = w("styles", (
        '<w:style w:styleId="Mark"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    ))
    marked = cell(paragraph("94,2", run("1", '<w:vertAlign w:val="superscript"/>')))
    styled = cell(paragraph("35", run("2", '<w:rStyle w:val="Mark"/>')))
    noted = cell(paragraph("7", '<w:r><w:footnoteReference w:id="2"/></w:r>'))
    footnotes = w("footnotes", (
        f'<w:footnote w:type="separator" w:id="0">{paragraph("---")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("Chưa đủ số liệu.")}</w:footnote>'
    ))
    body = table(("STT", "Tên", "A", "B", "C"), ("1", "Sở", marked, styled, noted))
    assert read(body, styles=styles, footnotes=footnotes) == [
        [["STT", "Tên", "A", "B", "C"], ["1", "Sở", "94,2¹", "35²", "7"]], "Chưa đủ số liệu.",
    ]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    inside = f"<w:txbxContent>{paragraph('Trong khung')}</w:txbxContent>"
    body = paragraph("Ngoài", f"<w:r><AlternateContent><Choice><w:drawing><x>{inside}</x></w:drawing></Choice>"
                              f"<Fallback><w:pict>{inside}</w:pict></Fallback></AlternateContent></w:r>")
    assert read(body) == ["Ngoài", "Trong khung"]


def test_pictures_and_embedded_objects_are_told() -> None:
    body = paragraph("Chữ", "<w:r><w:drawing><blip/></w:drawing></w:r>", "<w:r><w:object/></w:r>")
    (warning,) = docx.read(docx_of(body)).warnings
    assert warning.startswith("2 hình ảnh hoặc đối tượng nhúng")


def test_word_in_strict_form_reads_the_same() -> None:
    strict = docx_of(RATES, document=(
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">'
        f"<w:body>{RATES}</w:body></w:document>"
    ))
    assert shown(docx.read(strict)) == [[["STT", "Tên", "Tỷ lệ"], ["1", "Sở Y tế", "94,22"]]]


def test_an_old_font_keeps_the_letter_it_writes_as_a_soft_hyphen() -> None:
    old = paragraph("KÕt qu¶ ®¸nh gi¸ chÊt l", "<w:r><w:softHyphen/></w:r>", "îng cña tØnh n¨m 2023")
    assert read(old) == ["KÕt qu¶ ®¸nh gi¸ chÊt l\u00adîng cña tØnh n¨m 2023"]
    assert read(paragraph("chất", "<w:r><w:softHyphen/></w:r>", "lượng")) == ["chấtlượng"]


@pytest.mark.parametrize("depth", [2, 8])
def test_tables_in_tables_are_opened(depth: int) -> None:
    body = RATES
    for _ in range(depth - 1):
        body = table((cell(body + paragraph()),))
    assert isinstance(docx.read(docx_of(body)).blocks[0], Table)
