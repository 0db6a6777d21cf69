"""What a person hands over → documents: single files, folders of them, zip archives.

Belongs here: finding the documents and their bytes, whatever hostile names and sizes they come
with. Does not belong here: what a document says, landing it (`intake`), the drop folder (`inbox`).

Nothing is ever unpacked to disk: a member of an archive is read into memory within limits, and its
name is a label and never a path. No symbolic link inside a folder is followed.
"""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from orchestration.landing.archive import MAX_PAYLOAD_BYTES
from orchestration.landing.records import Receipt
from orchestration.landing.replay import description_of, found_capture, is_description
from orchestration.readings import Refused

MEGABYTE: Final = 1024 * 1024
MAX_ARCHIVE_BYTES: Final = 256 * MEGABYTE
MAX_MEMBERS: Final = 500
MAX_UNPACKED_BYTES: Final = 512 * MEGABYTE
MAX_RATIO: Final = 200  # text packs 10 times, an empty scan perhaps 100 times
RATIO_COUNTS_FROM_BYTES: Final = MEGABYTE
CHUNK_BYTES: Final = 256 * 1024
MAX_FILES: Final = 10_000
MAX_LABEL: Final = 120

UNFINISHED_SUFFIXES: Final = (".part", ".tmp", ".crdownload", ".filepart", ".download", ".partial", ".swp")
"""What programs add to the name of a file that they are still writing."""
NOT_DOCUMENTS: Final = ("thumbs.db", "desktop.ini", ".ds_store")


@dataclass(frozen=True, slots=True)
class Document:
    """One document handed over: its bytes, or why it has none.

    `name` is its file name, made harmless; `origin` says where it lay ("tháng 11.zip/694.pdf");
    `receipt` is given for a capture of a portal that lay beside its description (`x.csv`, `x.meta.json`);
    anything else is a letter. `sha256` is given where somebody has hashed a file whose bytes are not given.
    """

    name: str
    origin: str
    payload: bytes | None = None
    refused: Refused | None = None
    sha256: str | None = None
    receipt: Receipt | None = None


def documents_in(paths: Iterable[Path]) -> Iterator[Document]:
    """The documents of files, folders and zip archives, in the order of their names, one at a time."""
    for path in paths:
        if not path.is_dir():
            yield from documents_of(path, path.name)
            continue
        try:
            for file in files_in(path):
                yield from documents_of(file, str(file.relative_to(path.parent)))
        except Refused as refused:
            yield Document(label(path.name), path.name, refused=refused)


def files_in(folder: Path, without: Path | None = None) -> Iterator[Path]:
    """The plain files under a folder, by name; no links, no hidden ones, none that is still being written.

    The folder `without` is left out.

    Raises `Refused` when there are more than any delivery of letters has.
    """
    count = 0
    for base, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and Path(base, name) != without)
        for name in sorted(names):
            path = Path(base, name)
            if is_document_name(name) and stat.S_ISREG(path.lstat().st_mode):
                count += 1
                if count > MAX_FILES:
                    raise _too_many_files(folder)
                yield path


def is_document_name(name: str) -> bool:
    """Whether a file of this name may be a whole document: not hidden, not another program's half."""
    folded = name.casefold()
    is_other = folded in NOT_DOCUMENTS or folded.startswith((".", "~$", "~wrl"))
    return not is_other and not folded.endswith((*UNFINISHED_SUFFIXES, "~"))


def documents_of(path: Path, origin: str) -> Iterator[Document]:
    """The one document that a file is, or those inside it when it is a zip archive."""
    if is_description(path.name):
        return
    try:
        if description_of(path).exists():
            yield _capture(path, origin)
        elif _is_archive(path):
            yield from _members(path, origin)
        else:
            yield Document(label(path.name), origin, _read_file(path))
    except Refused as refused:
        yield Document(label(path.name), origin, refused=refused)
    except OSError as error:
        yield Document(label(path.name), origin, refused=_not_readable(path, error))


def _capture(path: Path, origin: str) -> Document:
    found = found_capture(path)
    payload = None if found.refused else _read_file(path)
    return Document(label(path.name), origin, payload, found.refused, receipt=found.receipt)


def label(name: str) -> str:
    """A name as it may be shown and kept: its last part, NFC, one line, of a bearable length."""
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(sign if sign.isprintable() else "_" for sign in unicodedata.normalize("NFC", last)).strip()
    if len(kept) > MAX_LABEL:
        stem, ending = os.path.splitext(kept)
        kept = stem[: MAX_LABEL - len(ending[:10])] + ending[:10]
    return kept if kept.strip(".") else "document"


def _read_file(path: Path) -> bytes:
    """The bytes of a plain file within the archive's limit; never waits for a pipe or a device."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise _no_plain_file(path)
        if facts.st_size > MAX_PAYLOAD_BYTES:
            raise _too_large(path.name, facts.st_size)
        payload = file.read(MAX_PAYLOAD_BYTES + 1)
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise _too_large(path.name, len(payload))
    return payload


def _is_archive(path: Path) -> bool:
    """Whether a file is a zip of documents; Word, Excel and OpenDocument files are zips of their own parts."""
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return False
        start = file.read(4)
    if start not in (b"PK\x03\x04", b"PK\x05\x06"):
        return False
    if path.stat().st_size > MAX_ARCHIVE_BYTES:
        raise _too_large(path.name, path.stat().st_size, MAX_ARCHIVE_BYTES)
    try:
        with zipfile.ZipFile(path) as archive:
            names = {info.filename.casefold() for info in archive.infolist()[: MAX_MEMBERS + 1]}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RecursionError) as error:
        if path.suffix.casefold() == ".zip":
            raise _broken(path.name, error) from error
        return False  # a damaged Word file is for its reader to refuse
    return not names & {"[content_types].xml", "mimetype"}


def _members(path: Path, origin: str) -> Iterator[Document]:
    with zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > MAX_MEMBERS:
            raise _too_many(path.name, len(infos))
        left = MAX_UNPACKED_BYTES
        for info in sorted(infos, key=lambda one: one.filename):
            if _is_aside(info.filename):
                continue
            document = _member(archive, info, origin, left)
            left -= len(document.payload or b"")
            yield document


def _is_aside(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "__MACOSX" in parts or not parts or not is_document_name(parts[-1])


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, origin: str, left: int) -> Document:
    name = label(info.filename)
    where = f"{origin}/{name}"
    try:
        return Document(name, where, _unpacked(archive, info, where, left))
    except Refused as refused:
        return Document(name, where, refused=refused)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        return Document(name, where, refused=_broken(where, error))


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, left: int) -> bytes:
    """A member's bytes, counted as they come: what the archive says of its sizes is not believed."""
    if info.flag_bits & 0x1:
        raise _locked(where)
    limit = min(MAX_PAYLOAD_BYTES, left, max(RATIO_COUNTS_FROM_BYTES, info.compress_size * MAX_RATIO))
    found = bytearray()
    with archive.open(info) as member:
        while chunk := member.read(CHUNK_BYTES):
            found += chunk
            if len(found) > limit:
                raise _bomb(where)
    if found[:4] == b"PK\x03\x04" and not _is_office(bytes(found)):
        raise _nested(where)
    return bytes(found)


def _is_office(payload: bytes) -> bool:
    return b"[Content_Types].xml" in payload or payload[30:38] == b"mimetype"


def _refused(place: str, vi: str, en: str) -> Refused:
    return Refused(label(place), vi, en)


def _too_large(place: str, size: int, limit: int = MAX_PAYLOAD_BYTES) -> Refused:
    return _refused(
        place,
        f"Tệp có {size} byte, quá giới hạn {limit // MEGABYTE} MB. Tách phần công văn và phụ lục ra rồi nạp lại.",
        f"The file has {size} bytes, over the limit of {limit // MEGABYTE} MB. Cut out the letter and its annex "
        "and take that in.",
    )


def _too_many_files(folder: Path) -> Refused:
    return _refused(
        folder.name,
        f"Thư mục có hơn {MAX_FILES} tệp, nhiều hơn mọi đợt công văn. Hãy chỉ đúng thư mục chứa công văn.",
        f"The folder has more than {MAX_FILES} files, more than any delivery of letters. Name the folder of "
        "letters itself.",
    )


def _too_many(place: str, count: int) -> Refused:
    return _refused(
        place,
        f"Tệp nén chứa {count} tệp, quá giới hạn {MAX_MEMBERS}. Hãy chia thành nhiều tệp nén rồi nạp lại.",
        f"The archive holds {count} files, over the limit of {MAX_MEMBERS}. Split it and take it in again.",
    )


def _bomb(place: str) -> Refused:
    return _refused(
        place,
        "Tệp trong tệp nén phình ra quá lớn so với giới hạn an toàn nên không được giải nén. Hãy gửi riêng tệp này.",
        "A file of the archive unpacks to more than is safe and was not unpacked. Send that file by itself.",
    )


def _nested(place: str) -> Refused:
    return _refused(
        place,
        "Tệp nén nằm trong tệp nén không được mở. Hãy giải nén rồi nạp các tệp bên trong.",
        "An archive inside an archive is not opened. Unpack it and take in the files inside.",
    )


def _locked(place: str) -> Refused:
    return _refused(
        place,
        "Tệp trong tệp nén được bảo vệ bằng mật khẩu. Hãy bỏ mật khẩu rồi nạp lại.",
        "The file in the archive is protected by a password. Remove the password and take it in again.",
    )


def _broken(place: str, error: Exception) -> Refused:
    return _refused(
        place,
        f"Tệp nén bị hỏng, không mở được ({type(error).__name__}). Hãy nén lại rồi nạp lại.",
        f"The archive is damaged and cannot be opened ({type(error).__name__}). Pack it again and take it in.",
    )


def _no_plain_file(path: Path) -> Refused:
    return _refused(
        path.name,
        "Đây không phải tệp thông thường nên không được đọc. Hãy chép tài liệu thành tệp rồi nạp lại.",
        "This is no plain file and is not read. Copy the document to a file and take that in.",
    )


def _not_readable(path: Path, error: OSError) -> Refused:
    return _refused(
        path.name,
        f"Không mở được tệp ({error.strerror}). Hãy kiểm tra quyền đọc rồi nạp lại.",
        f"The file cannot be opened ({error.strerror}). Check who may read it and take it in again.",
    )
