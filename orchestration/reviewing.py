"""Letters that wait for a person: where their sheets lie, and how a filled one is taken in.

Belongs here: the quarantine and the landing as a review sees them. Does not belong here: what a sheet
looks like and says (`letters.review`), building and publishing (`pipeline`), or words on a screen
(`commands.review`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from orchestration.landing.archive import Landed, Landing
from orchestration.landing.quarantine import Reason, quarantine
from orchestration.landing.records import Receipt, Record
from orchestration.letters.held import Held
from orchestration.letters.ocr.review_sheet import PLACE, FilledSheet, read_sheet
from orchestration.letters.readers import read_letter
from orchestration.letters.readers.limits import MAX_BYTES, refuse_oversized
from orchestration.letters.review import SHEET_NAME, confirmed_letter, read_reviewed_letter, write_review
from orchestration.readings import Refused
from orchestration.reference.local import use_local_lists
from orchestration.settings import Settings

MAX_NAME = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A held letter: its name, its sheet, how many cells wait and how many are filled in so far."""

    name: str
    sheet: Path
    cells: int
    filled: int


def hold(settings: Settings, record: Record, payload: bytes, held: Held) -> Held:
    """Lay a letter with its review sheet into quarantine; returns `held` saying where the sheet is."""
    reason = Reason(record.name, held.place, held.vi, held.en)
    folder = quarantine(settings.quarantine, record.sha256, reason, payload)
    sheet = write_review(held.letter, payload, folder, record.name)
    told = held.with_sheet(str(sheet.relative_to(settings.home)))
    quarantine(settings.quarantine, record.sha256, Reason(record.name, told.place, told.vi, told.en), None)
    return told


def waiting(settings: Settings) -> list[Waiting]:
    """Every letter whose sheet waits in quarantine; a sheet that cannot be read counts no cells."""
    return [_waiting(sheet) for sheet in sorted(settings.quarantine.glob(f"*/{SHEET_NAME}"))]


def take_in(settings: Settings, sheet: Path, reviewer: str) -> Landed:
    """Land a filled sheet, once it is known that the letter will load with it.

    Raises `Refused` when the sheet is not whole, is of other bytes or of another reading than the
    letter gives now, was handed in before, or confirms what cannot be loaded. Then nothing lands.
    """
    use_local_lists(settings.reference)
    content = _content(sheet)
    filled = read_sheet(content)
    landing = Landing(settings.landing)
    records = landing.records()
    letter = _letter_of(records, filled)
    receipt = Receipt(
        kind="review", name=letter.name, reviewed_sha256=letter.sha256, reviewer=_name(reviewer)
    )
    _refuse_same(landing, records, filled)
    confirmed_letter(filled)  # what can be said without reading the pictures again is said first
    if read_letter(landing.payload(letter), letter.name) != filled.letter:
        raise _other_reading()
    tried = Record(
        **receipt.model_dump(), record_id="", received_at=letter.received_at, sha256="", size_bytes=len(content)
    )
    read_reviewed_letter(letter, tried, content)
    return landing.land(content, receipt)


def _waiting(sheet: Path) -> Waiting:
    try:
        filled = read_sheet(_content(sheet))
    except Refused:
        return Waiting(sheet.parent.name, sheet, 0, 0)
    held = Held(filled.letter)
    return Waiting(filled.name, sheet, held.count, len(filled.confirmations))


def _content(sheet: Path) -> bytes:
    try:
        with sheet.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refused(
            PLACE,
            f"Không mở được {sheet.name} ({error.strerror}); hãy kiểm tra đường dẫn.",
            f"{sheet.name} cannot be opened ({error.strerror}); check the path.",
        ) from error
    refuse_oversized(content, PLACE)
    return content


def _letter_of(records: list[Record], filled: FilledSheet) -> Record:
    for record in records:
        if record.kind == "letter" and record.sha256 == filled.sha256:
            return record
    raise Refused(
        PLACE,
        f"Phiếu này của một văn bản chưa từng được nhận (sha256 {filled.sha256[:12]}…); hãy nạp chính tệp đó"
        " bằng «chiso766 ingest» trước, hoặc chọn đúng phiếu.",
        f"The sheet is of a document that was never received (sha256 {filled.sha256[:12]}…); take in that"
        " very file with `chiso766 ingest` first, or choose the right sheet.",
    )


def _refuse_same(landing: Landing, records: list[Record], filled: FilledSheet) -> None:
    """The same confirmed texts again are no news, whoever hands them in."""
    for record in records:
        if record.kind != "review" or record.reviewed_sha256 != filled.sha256:
            continue
        earlier = read_sheet(landing.payload(record))
        if (earlier.letter, earlier.confirmations) == (filled.letter, filled.confirmations):
            raise Refused(
                PLACE,
                f"{record.reviewer} đã nộp đúng nội dung này lúc {record.received_at:%H:%M %d/%m/%Y} (UTC);"
                " không có gì để nạp thêm.",
                f"{record.reviewer} handed in the very same on {record.received_at:%Y-%m-%d %H:%M} UTC;"
                " there is nothing more to load.",
            )


def _name(reviewer: str) -> str:
    name = " ".join(reviewer.split())
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise Refused(
            PLACE,
            f"Cần tên người rà soát, 1-{MAX_NAME} ký tự: --by «Nguyễn Văn A».",
            f"The reviewer's name is needed, 1-{MAX_NAME} signs: --by 'Nguyễn Văn A'.",
        )
    return name


def _other_reading() -> Refused:
    return Refused(
        PLACE,
        "Máy nay đọc văn bản này khác với khi lập phiếu (phần mềm đã đổi, hoặc bản đọc trong phiếu bị sửa)."
        " Hãy chạy «chiso766 build» để có phiếu mới trong khu cách ly, rồi chép các giá trị đã điền sang.",
        "The letter is read otherwise now than when the sheet was made (the software changed, or the reading"
        " in the sheet was altered). Run `chiso766 build` for a new sheet in quarantine, and copy over what"
        " was filled in.",
    )
