"""The letter 694/VP-NC as blocks to paint, and its figures as typed in the example file.

The file is split here by its tabs alone, without the product's own reader, so that a test compares
two routes. Does not belong here: drawing (`paint`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from tests.scanforge.paint import Block, Grid, PageBreak, Text

SOURCE = Path(__file__).parents[2] / "examples" / "letters" / "694-VP-NC_2023-11-28.md"
USABLE_MM = 165.0
WIDTHS_MM = {
    "wide": (12.0, 58.0, 19.0, 19.0, 19.0, 19.0, 19.0),
    "narrow": (USABLE_MM / 7,) * 7,
}
Layout = Literal["wide", "narrow"]


def tables() -> list[list[list[str]]]:
    """The annex's two tables, header row first, every cell as typed: 19 and 10 rows of 7."""
    found: list[list[list[str]]] = []
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if cells[0] == "STT":
            found.append([])
        if len(cells) == 7:
            found[-1].append(cells)
    return found


def annexes(layout: Layout = "wide") -> list[Block]:
    """The two annex tables with captions and cutoff lines, each on a page of its own."""
    agencies, districts = tables()
    widths = WIDTHS_MM[layout]
    cutoff = Text("* Thời điểm chốt số liệu: 16h ngày 23/11/2023.", italic=True)
    return [
        Text("Phụ lục 1", size_pt=14, bold=True, align="center"),
        Text(
            "KẾT QUẢ ĐÁNH GIÁ CHẤT LƯỢNG GIẢI QUYẾT THEO CƠ CHẾ MỘT CỬA, MỘT CỬA LIÊN THÔNG "
            "CỦA CÁC CƠ QUAN, ĐƠN VỊ CẤP TỈNH NĂM 2023", bold=True, align="center",
        ),
        Text(
            "(Kèm theo Công văn số: 694/VP-NC ngày 28 tháng 11 năm 2023 của Văn phòng UBND tỉnh)",
            italic=True, align="center",
        ),
        Grid(agencies, widths), cutoff, PageBreak(),
        Text(
            "KẾT QUẢ ĐÁNH GIÁ CHẤT LƯỢNG GIẢI QUYẾT TTHC THEO CƠ CHẾ MỘT CỬA, MỘT CỬA LIÊN "
            "THÔNG CỦA UBND CẤP HUYỆN TRÊN ĐỊA BÀN TỈNH NĂM 2023", bold=True, align="center",
        ),
        Text(
            "(Kèm theo Công văn số 694/VP-NC ngày 28 tháng 11 năm 2023 của Văn phòng UBND tỉnh)",
            italic=True, align="center",
        ),
        Grid(districts, widths), cutoff,
    ]


def front_page() -> list[Block]:
    """The letter's first page: head in two columns, subject, scores of the province."""
    head = [
        ["UBND TỈNH QUẢNG TRỊ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["VĂN PHÒNG", "Độc lập - Tự do - Hạnh phúc"],
        ["Số: 694/VP-NC", "Quảng Trị, ngày 28 tháng 11 năm 2023"],
        ["V/v công khai kết quả đánh giá Bộ chỉ số phục vụ người dân và doanh nghiệp trên địa bàn tỉnh", ""],
    ]
    body = SOURCE.read_text(encoding="utf-8").replace("**", "").replace("*", "").splitlines()
    first, last = body.index("Kính gửi:"), body.index("Nguyễn Cảnh Hưng")
    lines = [line for line in body[first:last + 1] if line.strip()]
    return [Grid(head, (70.0, 95.0), ruled=False, align="center"), *(Text(line) for line in lines)]


def one_page() -> list[Block]:
    """Head, subject and the districts' annex on one page: a letter that is read in seconds."""
    return [front_page()[0], *annexes()[6:]]


def whole_letter(layout: Layout = "wide") -> list[Block]:
    """The front page, then the annexes."""
    return [*front_page(), PageBreak(), *annexes(layout)]
