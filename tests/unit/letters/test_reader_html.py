"""HTML: what a browser would show is what is read; nothing of the page runs."""

from __future__ import annotations

import pytest

from orchestration.letters.blocks import Letter, Paragraph
from orchestration.letters.readers import html
from orchestration.readings import Refused

RATES = "<table><tr><th>STT<th>Tên<th>Tỷ lệ</tr><tr><td>1<td>Sở Y tế<td>94,22</tr></table>"
FOUND = [["STT", "Tên", "Tỷ lệ"], ["1", "Sở Y tế", "94,22"]]


def shown(letter: Letter) -> list[object]:
    return [
        block.text if isinstance(block, Paragraph)
        else [[one.text for one in row.cells] for row in block.rows]
        for block in letter.blocks
    ]


def read(page: str | bytes) -> list[object]:
    return shown(html.read(page.encode() if isinstance(page, str) else page))


def test_paragraphs_tables_and_line_breaks_come_in_order() -> None:
    page = f"<h1>Phụ&nbsp;lục 1</h1>Chữ <b>đậm</b>\n và <i>nghiêng</i><br>dòng hai{RATES}<p>Sau<ul><li>một<li>hai</ul>"
    assert read(page) == ["Phụ lục 1", "Chữ đậm và nghiêng\ndòng hai", FOUND, "Sau", "một", "hai"]


def test_entities_are_read_as_the_characters_they_are() -> None:
    assert read("<p>Ti&#7871;n &#273;&#x1ED9; &amp; k&ecirc;t qu&#7843;</p>") == ["Tiến độ & kêt quả"]


def test_what_nobody_reads_on_the_page_is_left_out() -> None:
    page = (
        "<title>T</title><style>p{}</style><script>document.write('99')</script><noscript>bật lên</noscript>"
        "<p>Tỷ lệ <s>93</s> <del>92</del> 94,22<span style='display: none'>95</span><span hidden>96</span></p>"
        "<!-- 97 --><select><option>98</select><textarea>99</textarea>"
    )
    assert read(page) == ["Tỷ lệ 94,22"]


def test_a_raised_digit_is_no_digit_of_the_figure() -> None:
    assert read("<table><tr><td>1<td>94,2<sup>1</sup></table>") == [[["1", "94,2¹"]]]


def test_cells_merged_across_and_down_are_repeated() -> None:
    page = (
        "<table><thead><tr><th rowspan=2>STT<th rowspan=2>Tên<th colspan=2>Tiến độ</tr><tr><th>Điểm<th>Tỷ lệ</thead>"
        "<tr><td>1<td>Sở<td>5<td rowspan=0>6</tr><tr><td>2<td>Ban<td>7</tr></table>"
    )
    assert read(page) == [[
        ["STT", "Tên", "Tiến độ", "Tiến độ"], ["STT", "Tên", "Điểm", "Tỷ lệ"],
        ["1", "Sở", "5", "6"], ["2", "Ban", "7", "6"],
    ]]


def test_a_row_with_too_few_cells_stays_short() -> None:
    assert read("<table><tr><td>1<td>Sở<td>5<tr><td>2<td>6</table>") == [[["1", "Sở", "5"], ["2", "6"]]]


def test_a_foot_written_first_is_shown_last() -> None:
    page = "<table><tfoot><tr><td>3<td>Cộng<td>7</tfoot><tr><td>1<td>Sở<td>5</table>"
    assert read(page) == [[["1", "Sở", "5"], ["3", "Cộng", "7"]]]


def test_tables_that_lay_out_the_page_are_opened() -> None:
    page = f"<table><tr><td>Danh mục<td><p>Phụ lục</p>{RATES}<p>* Ghi chú</p><tr><td colspan=2>Chân trang</table>"
    assert read(page) == ["Danh mục", "Phụ lục", FOUND, "* Ghi chú", "Chân trang"]


def test_a_caption_is_a_paragraph_above_its_table() -> None:
    assert read("<table><caption>Phụ lục 1</caption><tr><td>1<td>5</table>") == ["Phụ lục 1", [["1", "5"]]]


def test_blocks_know_their_line_of_the_source() -> None:
    page = "<html>\n<body>\n<p>Phụ lục</p>\n" + RATES.replace("</tr>", "</tr>\n")
    letter = html.read(page.encode())
    (table,) = letter.tables()
    assert [paragraph.line for paragraph in letter.paragraphs()] == [3]
    assert [row.line for row in table.rows] == [4, 5]


@pytest.mark.parametrize("payload", [
    "<p>Số hóa hồ sơ</p>".encode(),
    b"\xef\xbb\xbf" + "<p>Số hóa hồ sơ</p>".encode(),
    "\ufeff<p>Số hóa hồ sơ</p>".encode("utf-16-le"),
    "\ufeff<p>Số hóa hồ sơ</p>".encode("utf-16-be"),
    '<meta charset="utf-8"><p>Số hóa hồ sơ</p>'.encode(),
    b'<meta http-equiv=Content-Type content="text/html; charset=windows-1258"><p>'
    + "S\u00f4\u0301 h\u00f3a h\u00f4\u0300 s\u01a1".encode("windows-1258") + b"</p>",
    b'<meta charset=us-ascii><p>S&#7889; h&oacute;a h&#7891; s&#417;</p>',
])
def test_the_encoding_is_the_marked_or_declared_one_else_utf_8(payload: bytes) -> None:
    assert read(payload) == ["Số hóa hồ sơ"]


def test_an_encoding_other_than_declared_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        html.read(b"<meta charset=windows-1252><p>\x81\x8d</p>")
    assert "windows-1252" in refused.value.vi


def test_a_page_made_by_scripts_alone_is_refused_with_advice() -> None:
    with pytest.raises(Refused) as refused:
        html.read(b"<html><body><div id=app></div><script>render()</script></body></html>")
    assert "in ra PDF" in refused.value.vi
