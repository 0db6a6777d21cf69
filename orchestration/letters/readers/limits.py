"""How large a document may be, and the other way out of a reader: a page that is only a picture.

Belongs here: the limits that readers of digital formats share, counted in one place, and the
sentences that refuse what is beyond them. Does not belong here: reading, or limits of one format.
"""

from __future__ import annotations

from orchestration.readings import Refused

MAX_BYTES = 32 * 1024 * 1024
MAX_PAGES = 200
MAX_CELLS = 200_000  # a table of every commune in the country, ten columns each, is 33,000
MAX_NESTED_TABLES = 8


class NeedsOcr(Exception):
    """A document whose pages must be read as pictures: no text layer, or one that is not text.

    `pages` are the 1-based numbers of those pages, of `page_count` in all; `why` says what is wrong
    with them ("no text", "text hidden behind a picture", "unreadable text layer").
    """

    def __init__(self, pages: tuple[int, ...], page_count: int, why: str) -> None:
        super().__init__(f"pages {pages} of {page_count}: {why}")
        self.pages, self.page_count, self.why = pages, page_count, why


class CellBudget:
    """Counts the cells of one document, so that no table may ask for more than a letter has."""

    def __init__(self, limit: int = MAX_CELLS) -> None:
        self._left = limit
        self._limit = limit

    def spend(self, cells: int, place: str) -> None:
        """Take `cells` from what is left; raises `Refused` when there are not so many."""
        self._left -= cells
        if self._left < 0:
            raise Refused(
                place,
                f"Tài liệu có hơn {self._limit} ô bảng, nhiều hơn mọi phụ lục của công văn. "
                "Hãy chỉ giữ lại phần phụ lục rồi nộp lại.",
                f"The document has more than {self._limit} table cells, more than any letter's annex. "
                "Keep only the annex and submit it again.",
            )


def refuse_oversized(payload: bytes, place: str, limit: int = MAX_BYTES) -> None:
    """Raise `Refused` for a file that is empty or larger than `limit` bytes."""
    if not payload:
        raise Refused(
            place,
            "Tệp rỗng, không có nội dung. Hãy xuất lại tài liệu rồi nộp lại.",
            "The file is empty. Export the document again and submit it.",
        )
    if len(payload) > limit:
        raise Refused(
            place,
            f"Tệp nặng {len(payload)} byte, quá giới hạn {limit} byte. "
            "Hãy tách phần phụ lục hoặc bỏ bớt hình ảnh rồi nộp lại.",
            f"The file has {len(payload)} bytes, more than the {limit} that are read. "
            "Split off the annex or remove pictures and submit it again.",
        )


def warning(vi: str, en: str) -> str:
    """A reader's warning, in both languages, as `Letter.warnings` keeps it."""
    return f"{vi} / {en}"
