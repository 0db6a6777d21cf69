"""Text PDF: words where they stand, tables as they are ruled, and text layers one must not trust."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from orchestration.letters.blocks import Letter, Paragraph, Table
from orchestration.letters.readers import pdf
from orchestration.letters.readers.limits import NeedsOcr
from orchestration.readings import Refused
from tests.letterforge import LetterSpec, TableSpec, to_pdf
from tests.letterforge.bare import pdf_of, pdf_of_objects, pdf_stream
from tests.letterforge.fonts import vietnamese_fonts

HEADING = ("STT", "Tên đơn vị", "Tiến độ (%)", "Số hóa (%)")
Draw = Callable[[Canvas], None]


def drawn(*pages: Draw, **options: Any) -> bytes:
    """A PDF whose pages are drawn by hand, in 12 pt, y counted from the bottom."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    for draw in pages:
        canvas.setFont(vietnamese_fonts().regular, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def said(*texts: tuple[float, float, str]) -> Draw:
    def draw(canvas: Canvas) -> None:
        for x, y, text in texts:
            canvas.drawString(x, y, text)
    return draw


def texts(letter: Letter) -> list[str]:
    return [paragraph.text for paragraph in letter.paragraphs()]


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def units(count: int, name: str = "Sở Y tế") -> tuple[tuple[str, ...], ...]:
    return tuple((str(at), name, f"{at},5", "100") for at in range(1, count + 1))


def grid(canvas: Canvas, xs: list[float], ys: list[float]) -> None:
    canvas.setLineWidth(0.5)
    canvas.grid(xs, ys)


def test_a_letterhead_in_two_columns_is_read_column_by_column() -> None:
    letter = pdf.read_here(drawn(said(
        (80, 780, "ỦY BAN NHÂN DÂN"), (255, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (80, 764, "TỈNH QUẢNG TRỊ"), (300, 764, "Độc lập - Tự do - Hạnh phúc"),
        (80, 730, "Số: 694/VP-NC"), (300, 730, "Quảng Trị, ngày 28 tháng 11 năm 2023"),
        (80, 715, "V/v công khai kết quả"),
        (250, 670, "Kính gửi: Các cơ quan"),
    )))
    assert texts(letter) == [
        "ỦY BAN NHÂN DÂN\nTỈNH QUẢNG TRỊ", "Số: 694/VP-NC", "V/v công khai kết quả",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        "Quảng Trị, ngày 28 tháng 11 năm 2023", "Kính gửi: Các cơ quan",
    ]


def test_a_list_mark_and_its_indented_text_stay_together() -> None:
    letter = pdf.read_here(drawn(said(
        (80, 700, "-"), (130, 700, "Công khai minh bạch: 12,2/18 điểm"),
        (80, 684, "-"), (130, 684, "Tiến độ giải quyết: 18,5/20 điểm"),
    )))
    assert texts(letter) == ["- Công khai minh bạch: 12,2/18 điểm", "- Tiến độ giải quyết: 18,5/20 điểm"]


def test_a_table_over_pages_is_one_with_its_repeated_headings_and_page_numbers_dropped() -> None:
    spec = TableSpec((HEADING,), units(80), note="* Ghi chú")
    letter = pdf.read_here(to_pdf(LetterSpec(tables=(spec,))))
    (table,) = letter.tables()
    found = rows(table)
    pages = [row.page for row in table.rows]
    assert letter.page_count == pages[-1] == 4
    assert [row for row in found if row[0] != "STT"] == [list(row) for row in spec.rows]
    assert found.count(list(HEADING)) == len(set(pages)) == 3
    assert not [text for text in texts(letter) if text.isdigit()]


def test_tables_with_a_paragraph_or_other_columns_between_stay_two() -> None:
    parted = LetterSpec(tables=(
        TableSpec((HEADING,), units(2), title=("Phụ lục 1",)), TableSpec((HEADING,), units(3), title=("Phụ lục 2",)),
        TableSpec((HEADING[:3],), tuple(row[:3] for row in units(1))),
    ))
    letter = pdf.read_here(to_pdf(parted))
    assert [len(table.rows) for table in letter.tables()] == [3, 4, 2]


def test_a_row_cut_by_the_page_is_put_together_and_told() -> None:
    """Wherever the break falls: between two rows, or after any line of one."""
    told = []
    for length in range(4, 16):
        long_name = "\n".join(f"dòng {at}" for at in range(length))
        spec = TableSpec((HEADING,), units(12, long_name))
        letter = pdf.read_here(to_pdf(LetterSpec(tables=(spec,)), split_rows=True, top=True))
        (table,) = letter.tables()
        whole = [row for row in rows(table) if row[0] != "STT"]
        assert whole == [list(row) for row in spec.rows], length
        told += letter.warnings
    assert len(told) >= 6
    assert all(warning.startswith("dòng bảng bị ngắt sang đầu trang 3") for warning in told)


def test_a_cut_row_whose_parts_are_not_sure_is_left_in_two_for_the_annex_to_refuse() -> None:
    """A figure in both parts, or the number in the lower one: nothing is guessed, nothing is lost."""
    def part(first: tuple[str, ...], second: tuple[str, ...]) -> list[list[str]]:
        def draw(cells: tuple[str, ...], top: float, bottom: float, *others: float) -> Draw:
            def on_page(canvas: Canvas) -> None:
                canvas.setLineWidth(0.5)
                for x in (80, 120, 260, 340):
                    canvas.line(x, bottom, x, top)
                for y in others:
                    canvas.line(80, y, 340, y)
                for x, text in zip((85, 125, 265), cells, strict=True):
                    canvas.drawString(x, (top + bottom) / 2, text)
            return on_page

        def above(canvas: Canvas) -> None:
            draw(("1", "Sở Y tế", "50"), 140, 100, 140, 100)(canvas)
            draw(first, 100, 60)(canvas)

        (table,) = pdf.read_here(drawn(above, draw(second, 780, 740, 740))).tables()
        return rows(table)

    assert part(("2", "Sở Lao động,", "94,2"), ("", "TB&XH", "")) == [
        ["1", "Sở Y tế", "50"], ["2", "Sở Lao động,\nTB&XH", "94,2"]]
    assert part(("2", "Sở Nội vụ", "94,"), ("", "", "22"))[1:] == [["2", "Sở Nội vụ", "94,"], ["", "", "22"]]
    assert part(("", "Sở Lao động,", "94,2"), ("2", "TB&XH", ""))[1:] == [
        ["", "Sở Lao động,", "94,2"], ["2", "TB&XH", ""]]


def _row_cut_open(canvas: Canvas, cells: tuple[str, ...], top: float, bottom: float, *closed: float) -> None:
    """A row whose borders are thin boxes, as browsers print them, closed only at the heights `closed`."""
    xs = (80, 120, 260, 340)
    for x in xs:
        canvas.rect(x, bottom, 0.75, top - bottom, stroke=0, fill=1)
    for y in closed:
        canvas.rect(xs[0], y, xs[-1] - xs[0], 0.75, stroke=0, fill=1)
    for x, text in zip(xs, cells, strict=False):
        canvas.drawString(x + 5, (top + bottom) / 2, text)


def test_a_row_cut_open_in_a_table_that_a_browser_printed_is_not_lost() -> None:
    def above(canvas: Canvas) -> None:
        _row_cut_open(canvas, ("1", "Sở Y tế", "50"), 140, 100, 140, 100)
        _row_cut_open(canvas, ("2", "Sở Lao động,", "94,2"), 100, 60)

    def below(canvas: Canvas) -> None:
        _row_cut_open(canvas, ("", "TB&XH", ""), 780, 740, 740)
        _row_cut_open(canvas, ("3", "Sở Nội vụ", "7"), 740, 700, 700)

    letter = pdf.read_here(drawn(above, below))
    (table,) = letter.tables()
    assert rows(table) == [["1", "Sở Y tế", "50"], ["2", "Sở Lao động,\nTB&XH", "94,2"], ["3", "Sở Nội vụ", "7"]]
    assert not texts(letter)


def test_the_blank_margin_of_a_cut_row_does_not_part_the_table() -> None:
    """A section row, then nothing but the upper margin of the next row, then the page break."""
    def above(canvas: Canvas) -> None:
        _row_cut_open(canvas, ("1", "Sở Y tế", "50"), 140, 100, 140, 100)
        canvas.drawString(85, 85, "II. Cấp huyện")
        for x in (80, 340):
            canvas.rect(x, 80, 0.75, 20, stroke=0, fill=1)
        _row_cut_open(canvas, ("", "", ""), 80, 72, 80)

    def below(canvas: Canvas) -> None:
        _row_cut_open(canvas, ("2", "Sở Nội vụ", "7"), 780, 740, 740)

    (table,) = pdf.read_here(drawn(above, below)).tables()
    assert rows(table) == [["1", "Sở Y tế", "50"], ["II. Cấp huyện"] * 3, ["2", "Sở Nội vụ", "7"]]


def test_turned_headings_are_read_in_their_own_direction() -> None:
    def draw(canvas: Canvas) -> None:
        grid(canvas, [80, 120, 160, 200], [600, 680, 700, 720])
        for x, text in ((95, "Tiến độ"), (135, "Số hóa")):
            canvas.saveState()
            canvas.translate(x, 610)
            canvas.rotate(90)
            canvas.drawString(0, 0, text)
            canvas.restoreState()
        for x, text in ((170, "STT"),):
            canvas.drawString(x, 640, text)
        for x, top, bottom in ((90, "1", "4"), (130, "2", "5"), (170, "3", "6")):
            canvas.drawString(x, 685, top)
            canvas.drawString(x, 705, bottom)

    (table,) = pdf.read_here(drawn(draw)).tables()
    assert rows(table) == [["4", "5", "6"], ["1", "2", "3"], ["Tiến độ", "Số hóa", "STT"]]


def test_a_page_turned_by_its_rotation_reads_as_it_shows() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        canvas.translate(0, -A4[0])
        grid(canvas, [80, 120, 260, 320], [460, 480, 500])
        for y, line in ((485, ("1", "Sở Y tế", "94,22")), (465, ("2", "Sở Nội vụ", "0"))):
            for x, text in zip((85, 125, 265), line, strict=True):
                canvas.drawString(x, y, text)

    (table,) = pdf.read_here(drawn(draw)).tables()
    assert rows(table) == [["1", "Sở Y tế", "94,22"], ["2", "Sở Nội vụ", "0"]]


def test_a_small_raised_digit_is_no_digit_of_the_figure() -> None:
    def draw(canvas: Canvas) -> None:
        grid(canvas, [80, 120, 200], [680, 700, 720])
        said((85, 705, "1"), (125, 705, "94,2"), (85, 685, "2"), (125, 685, "35,1"))(canvas)
        canvas.setFont(vietnamese_fonts().regular, 7)
        canvas.drawString(125 + canvas.stringWidth("94,2", vietnamese_fonts().regular, 12), 710, "1")

    (table,) = pdf.read_here(drawn(draw)).tables()
    assert rows(table) == [["1", "94,2¹"], ["2", "35,1"]]


def test_text_printed_twice_for_boldness_is_read_once() -> None:
    twice = [(x + shift, 700, text) for shift in (0, 0.3) for x, text in ((80, "Tỷ lệ 94,22 và 11,11"),)]
    assert texts(pdf.read_here(drawn(said(*twice)))) == ["Tỷ lệ 94,22 và 11,11"]


def test_a_frame_around_text_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(40, 40, 500, 760)
        canvas.line(40, 400, 540, 400)
        said((80, 700, "Phụ lục 1"), (80, 300, "* Ghi chú 1"))(canvas)
        grid(canvas, [80, 120, 200], [500, 520, 540])
        said((85, 525, "STT"), (125, 525, "Điểm"), (85, 505, "1"), (125, 505, "5,8"))(canvas)

    letter = pdf.read_here(drawn(draw))
    shown = [block.text if isinstance(block, Paragraph) else rows(block) for block in letter.blocks]
    assert shown == ["Phụ lục 1", [["STT", "Điểm"], ["1", "5,8"]], "* Ghi chú 1"]


def test_an_owners_password_alone_hinders_no_reader() -> None:
    payload = drawn(said((80, 700, "Số: 694/VP-NC")), encrypt=encryption(user=""))
    assert texts(pdf.read(payload)) == ["Số: 694/VP-NC"]


def test_a_password_to_open_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        pdf.read(drawn(said((80, 700, "Số: 694/VP-NC")), encrypt=encryption(user="mật khẩu")))
    assert "mật khẩu" in refused.value.vi


def encryption(user: str) -> Any:
    from reportlab.lib.pdfencrypt import StandardEncryption
    return StandardEncryption(user, ownerPassword="chủ", strength=128)


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, *A4)


def test_pages_that_are_pictures_are_named() -> None:
    with pytest.raises(NeedsOcr) as needs:
        pdf.read(drawn(said((80, 700, "Số: 694/VP-NC")), picture, picture))
    assert (needs.value.pages, needs.value.page_count, needs.value.why) == ((2, 3), 3, "no text")


def test_a_scanners_own_text_behind_its_picture_is_not_trusted() -> None:
    def scanned(canvas: Canvas) -> None:
        canvas.drawString(80, 700, "Sở Y tế 94,22")
        picture(canvas)

    with pytest.raises(NeedsOcr) as needs:
        pdf.read_here(drawn(scanned))
    assert (needs.value.pages, needs.value.why) == ((1,), "text hidden behind a picture")


def test_a_blank_page_needs_no_ocr() -> None:
    letter = pdf.read_here(drawn(said((80, 700, "Số: 694/VP-NC")), lambda canvas: None))
    assert (texts(letter), letter.page_count) == (["Số: 694/VP-NC"], 2)


def test_text_whose_font_names_no_characters_needs_ocr() -> None:
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/"
        b"CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
    )
    payload = pdf_of(b"BT /F1 12 Tf 80 700 Td <0011002200330044> Tj ET", "<</Font<</F1 5 0 R>>>>", (font,))
    with pytest.raises(NeedsOcr) as needs:
        pdf.read(payload)
    assert needs.value.why == "unreadable text layer"


@pytest.mark.parametrize(("text", "is_trusted"), [
    ("The provincial office publishes the results of the quality index for every department. " * 4, True),
    ("Van phong UBND tinh cong khai ket qua danh gia Bo chi so phuc vu nguoi dan. " * 4, True),
    ("Wkh surylqfldo riilfh sxeolvkhv wkh uhvxowv ri wkh txdolwb lqgha iru hyhub ghsduwphqw " * 4, False),
])
def test_letters_shifted_to_others_are_in_no_language(text: str, is_trusted: bool) -> None:
    lines = [(40.0, 780.0 - 14 * at, text[start:start + 80]) for at, start in enumerate(range(0, len(text), 80))]
    if is_trusted:
        assert len(texts(pdf.read_here(drawn(said(*lines))))) == 1
    else:
        with pytest.raises(NeedsOcr):
            pdf.read_here(drawn(said(*lines)))


def pages_of(count: int) -> bytes:
    kids = " ".join(f"{number} 0 R" for number in range(3, count + 3))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    tree = f"<</Type/Pages/Kids[{kids}]/Count 1>>".encode()  # a count that lies
    return pdf_of_objects([b"<</Type/Catalog/Pages 2 0 R>>", tree, *[page] * count])


@pytest.mark.parametrize(("payload", "words"), [
    pytest.param(b"", "Tệp rỗng", id="empty"),
    pytest.param(b"%PDF-1.4\n" + bytes(range(256)) * 200, "bị hỏng", id="garbage"),
    pytest.param(to_pdf(LetterSpec())[:9000], "bị hỏng", id="cut off"),
    pytest.param(pages_of(10_000), "hơn 200 trang", id="10,000 pages"),
    pytest.param(pages_of(0), "không có nội dung", id="no page"),
    pytest.param(pdf_of_objects([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"]),
                 "không có nội dung", id="pages in a circle"),
    pytest.param(pdf_of(b"/X Do", "<</XObject<</X 5 0 R>>>>", (pdf_stream(
        b"/X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"),)),
        "không có nội dung", id="a form that draws itself"),
    pytest.param(pdf_of(b"0 0 m 9 9 l S " * 25_000), "25000 nét vẽ", id="a drawing"),
])
def test_a_bad_pdf_is_refused_with_one_sentence(payload: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        pdf.read(payload)
    assert words in refused.value.vi
    assert refused.value.en
