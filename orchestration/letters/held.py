"""A letter that waits for a person: read, but with cells on which its readings differ.

Belongs here: the way out of reading such a letter takes. Does not belong here: which cells are
doubtful (`ocr.doubt`), or how a person is asked (`review`).
"""

from __future__ import annotations

from orchestration.letters.blocks import Letter
from orchestration.letters.grammar.plain import shown
from orchestration.letters.ocr.doubt import doubtful_cells
from orchestration.readings import Refused


class Held(Refused):
    """A letter of which nothing is loaded until its doubtful cells are confirmed, all of them.

    `sheet` is where the review sheet lies, in words; empty as long as there is none.
    """

    def __init__(self, letter: Letter, sheet: str = "") -> None:
        doubts = doubtful_cells(letter)
        first, count = shown(doubts[0].cell.text), len(doubts)
        super().__init__(
            f"bảng {doubts[0].place.table}, hàng {doubts[0].place.row}",
            f"Có {count} ô đọc từ ảnh chưa chắc chắn, trước hết là {first}; cả văn bản được giữ lại. Hãy điền"
            f" phiếu rà soát {sheet} (danh sách: «chiso766 review list») rồi chạy «chiso766 review apply PHIẾU"
            " --by TÊN».",
            f"{count} cells read from the picture are uncertain, the first {first}; the whole letter is held."
            f" Fill in the review sheet {sheet} (list: `chiso766 review list`) and run `chiso766 review apply"
            " SHEET --by NAME`.",
        )
        self.letter, self.count = letter, count

    def with_sheet(self, sheet: str) -> Held:
        """The same, saying where the review sheet lies."""
        return Held(self.letter, sheet)
