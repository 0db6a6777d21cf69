"""The zip package that DOCX and XLSX files are, opened as if it were hostile.

Belongs here: what must hold before any part is read (size, number of parts, no password, no macros),
and how parts link to one another. Does not belong here: what the parts say.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from lxml import etree

from orchestration.letters.readers.limits import refuse_oversized
from orchestration.letters.readers.markup import MAX_XML_BYTES, parse_xml
from orchestration.readings import Refused

OLE_MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")
MAX_PARTS: Final = 2_000
MAX_UNPACKED_BYTES: Final = 256 * 1024 * 1024  # pictures included; they are never unpacked
MAX_RATIO: Final = 250
SMALL_PART_BYTES: Final = 1024 * 1024  # below this no ratio makes a bomb
CONTENT_TYPES: Final = "[Content_Types].xml"
_UNPACK_ERRORS = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError,
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link: the last word of its type ("styles"), and the name of a part or an outside address."""

    id: str
    kind: str
    target: str
    is_external: bool


class Package:
    """An opened package. `place` names the file in refusals ("tệp DOCX").

    Raises `Refused` for a file that is too large, unpacks to too much, needs a password, carries
    macros, is an old .doc or .xls, or is no zip package at all.
    """

    def __init__(self, payload: bytes, place: str) -> None:
        self.place = place
        refuse_oversized(payload, place)
        _refuse_ole(payload, place)
        self._zip = _open_zip(payload, place)
        _refuse_bomb(self._zip.infolist(), place)
        self._refuse_macros()

    def part(self, name: str) -> bytes:
        """The bytes of a part; raises `Refused` when it is missing or damaged."""
        if not self._has(name):
            raise _broken(self.place, f"no part {name}")
        size = self._zip.getinfo(name).file_size
        if size > MAX_XML_BYTES:
            raise _bloated(self.place, f"{name}: {size} bytes")
        try:
            return self._zip.read(name)
        except _UNPACK_ERRORS as error:
            raise _broken(self.place, f"{name}: {error}") from error

    def xml(self, name: str) -> etree._Element:
        """The root element of an XML part; raises `Refused` when it is missing, damaged or hostile."""
        return parse_xml(self.part(name), f"{self.place}, {name}")

    def relationships(self, part: str = "") -> list[Relationship]:
        """The links of a part, or of the package itself for ""."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        return [_relationship(link, folder) for link in self.xml(listing)] if self._has(listing) else []

    def main_part(self) -> str:
        """The name of the part that holds the document itself."""
        for link in self.relationships():
            if link.kind == "officeDocument" and not link.is_external:
                return link.target
        raise _broken(self.place, "no main document")

    def related(self, part: str, kind: str) -> etree._Element | None:
        """The root of the first part of a kind that `part` links to, or None."""
        for link in self.relationships(part):
            if link.kind == kind and not link.is_external and self._has(link.target):
                return self.xml(link.target)
        return None

    def _has(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def _refuse_macros(self) -> None:
        has_code = any(name.lower().endswith("vbaproject.bin") for name in self._zip.namelist())
        if has_code or b"macroEnabled" in self.part(CONTENT_TYPES):
            raise Refused(
                self.place,
                "Tệp có chứa macro nên không được mở. Hãy lưu lại dưới dạng .docx hoặc .xlsx không có "
                "macro rồi nộp lại.",
                "The file contains macros and is not opened. Save it as .docx or .xlsx without macros "
                "and submit it again.",
            )


def _open_zip(payload: bytes, place: str) -> zipfile.ZipFile:
    # counted before the directory is read: a million empty parts fit in the size limit
    if payload.count(b"PK\x01\x02") > 2 * MAX_PARTS:
        raise _bloated(place, f"more than {MAX_PARTS} parts")
    try:
        return zipfile.ZipFile(io.BytesIO(payload))
    except _UNPACK_ERRORS as error:
        raise _broken(place, str(error)) from error


def _refuse_bomb(parts: list[zipfile.ZipInfo], place: str) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise _password(place)
    if len(parts) > MAX_PARTS:
        raise _bloated(place, f"{len(parts)} parts")
    if len({part.filename for part in parts}) != len(parts):
        raise _broken(place, "two parts of one name")
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise _bloated(place, f"more than {MAX_UNPACKED_BYTES} bytes unpacked")
    for part in parts:
        if part.file_size > SMALL_PART_BYTES and part.file_size > MAX_RATIO * part.compress_size:
            raise _bloated(place, f"{part.filename}: {part.compress_size} → {part.file_size} bytes")


def _relationship(link: etree._Element, folder: str) -> Relationship:
    target, is_external = link.get("Target", ""), link.get("TargetMode") == "External"
    if not is_external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relationship(link.get("Id", ""), link.get("Type", "").rpartition("/")[2], target, is_external)


def _refuse_ole(payload: bytes, place: str) -> None:
    if not payload.startswith(OLE_MAGIC):
        return
    if "EncryptedPackage".encode("utf-16-le") in payload:
        raise _password(place)
    raise Refused(
        place,
        "Tệp ở định dạng Office cũ (.doc, .xls). Hãy lưu lại dưới dạng .docx hoặc .xlsx rồi nộp lại.",
        "The file is in the old Office format (.doc, .xls). Save it as .docx or .xlsx and submit it again.",
    )


def _password(place: str) -> Refused:
    return Refused(
        place,
        "Tệp được bảo vệ bằng mật khẩu. Hãy bỏ mật khẩu rồi nộp lại.",
        "The file is protected by a password. Remove the password and submit it again.",
    )


def _broken(place: str, what: str) -> Refused:
    return Refused(
        place,
        f"Tệp bị hỏng, không mở được ({what}). Hãy mở bằng Word hoặc Excel, lưu lại rồi nộp lại.",
        f"The file is damaged and cannot be opened ({what}). Open it in Word or Excel, save it again "
        "and submit it.",
    )


def _bloated(place: str, what: str) -> Refused:
    return Refused(
        place,
        f"Tệp nén bung ra lớn hơn mọi công văn ({what}), có thể là bom nén, nên không được đọc. "
        "Hãy chỉ giữ lại phần phụ lục rồi lưu thành tệp mới.",
        f"The file unpacks to more than any letter ({what}), perhaps a zip bomb, and is not read. "
        "Keep only the annex and save it as a new file.",
    )
