"""The words of an annex: titles, the letter it belongs to, notes.

Belongs here: sentences of official letters. Does not belong here: tables (`results`, `comparison`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from orchestration.publications.figures import Chosen, Figure
from orchestration.publications.vietnamese import SCORE_PLACES, instant, long_day, period

BLANK = "……"
SUBJECTS = {
    "agency": "CÁC CƠ QUAN, ĐƠN VỊ CẤP TỈNH",
    "district": "UBND CẤP HUYỆN TRÊN ĐỊA BÀN TỈNH",
    "commune": "UBND CẤP XÃ TRÊN ĐỊA BÀN TỈNH",
}
_RATES_IN_LETTERS = {
    ("agency", "TDGQ"): "Tiến độ giải quyết đúng hạn",
    ("", "CLGQ"): "Dịch vụ công trực tuyến",
}
_SOURCES = {
    "portal": "Cổng Dịch vụ công quốc gia, dichvucong.gov.vn",
    "portal_legacy": "Cổng Dịch vụ công quốc gia (trước khi đổi mới)",
    "provincial_system": "Hệ thống thông tin giải quyết thủ tục hành chính của tỉnh",
}


NOT_REAL = "Số liệu minh họa, không phải số liệu thật"


@dataclass(frozen=True, slots=True)
class Reference:
    """The letter an annex is attached to; what is not known yet is left to be filled in."""

    issuer: str
    number: str | None = None
    day: date | None = None

    def parts(self) -> tuple[tuple[str, bool], ...]:
        """The caption in pieces: its words, and whether a piece is a field to fill in."""
        number = (self.number, False) if self.number else (f"{BLANK}/VP-{BLANK}", True)
        day = (long_day(self.day), False) if self.day else (f"ngày {BLANK} tháng {BLANK} năm {BLANK}", True)
        return (("(Kèm theo Công văn số ", False), number, (" ", False), day, (f" của {self.issuer})", False))

    def caption(self) -> str:
        """The caption in one piece."""
        return "".join(text for text, _ in self.parts())


def reference_of(chosen: Chosen, number: str | None = None, day: date | None = None) -> Reference:
    """The letter the figures came with, or the one that is being written."""
    issuer = "Văn phòng " + chosen.province_name.replace(" ", "\N{NO-BREAK SPACE}")
    if number or day:
        return Reference(issuer, number, day)
    return Reference(issuer, chosen.facts.document_number, chosen.facts.document_date)


def results_title(chosen: Chosen, level: str) -> tuple[str, ...]:
    """The title of a table of results, its lines as in the letters of the province."""
    return (
        *warning(chosen),
        "KẾT QUẢ ĐÁNH GIÁ CHẤT LƯỢNG GIẢI QUYẾT",
        "THEO CƠ CHẾ MỘT CỬA, MỘT CỬA LIÊN THÔNG",
        f"CỦA {SUBJECTS[level]} {period_words(chosen).upper()}",
    )


def warning(chosen: Chosen) -> tuple[str, ...]:
    """What stands above every title where a demo portal gave the figures."""
    return (NOT_REAL.upper(),) if chosen.facts.is_demo else ()


def rate_heading(level: str, figure: Figure) -> str:
    """What the letters of the province call a rate; they shorten some names of the index."""
    return _RATES_IN_LETTERS.get((level, figure.indicator_id)) or _RATES_IN_LETTERS.get(
        ("", figure.indicator_id), figure.indicator_name
    )


def period_words(chosen: Chosen) -> str:
    """The period of the figures."""
    return period(chosen.edition.period_type, chosen.edition.period_start)


def places_of(chosen: Chosen) -> int:
    """A letter is repeated in its own digits; the portal's scores all have their hundredths."""
    return 0 if chosen.edition.source == "letter" else SCORE_PLACES


def cutoff_notes(chosen: Chosen) -> list[str]:
    """The instant the figures speak for, how sure it is, and where they come from."""
    notes = [f"* Thời điểm chốt số liệu: {instant(chosen.edition.cutoff_at)}."]
    after = chosen.facts.observed_after
    if after is not None and chosen.edition.source != "letter":
        notes.append(
            f"* Không rõ giờ nhận chính xác: sau {instant(after)}, chậm nhất {instant(chosen.facts.observed_at)}."
        )
    if chosen.facts.is_provisional:
        notes.append(f"* Số liệu tạm tính: {period_words(chosen)} chưa kết thúc.")
    if chosen.facts.is_demo:
        notes.append("* Nguồn: cổng minh họa. KHÔNG phải số liệu thật, không dùng để báo cáo.")
    elif chosen.edition.source in _SOURCES:
        notes.append(f"* Nguồn: {_SOURCES[chosen.edition.source]}.")
    return notes
