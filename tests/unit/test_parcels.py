"""What people hand over: names, sizes and archives that mean harm, and the documents among them."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration import parcels
from orchestration.parcels import Document, documents_in, is_document_name, label
from tests.letterforge.bare import docx_of, paragraph, zip_of


def found(*paths: Path) -> dict[str, Document]:
    return {document.origin: document for document in documents_in(paths)}


def reason(document: Document) -> str:
    assert document.payload is None
    assert document.refused is not None
    assert document.refused.vi != document.refused.en
    return document.refused.en


def archive(folder: Path, parts: dict[str, bytes | str], name: str = "a.zip") -> Path:
    (folder / name).write_bytes(zip_of(parts))
    return folder / name


def test_files_folders_and_archives_give_their_documents(tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "b.md").write_text("b")
    (tmp_path / "in" / "sub" / "c.md").write_text("c")
    archive(tmp_path / "in", {"d/một.md": "d", "e.docx": docx_of(paragraph("e"))})
    (tmp_path / "one.docx").write_bytes(docx_of(paragraph("Word files are zips, too")))
    documents = found(tmp_path / "in", tmp_path / "one.docx")
    assert list(documents) == ["in/a.zip/một.md", "in/a.zip/e.docx", "in/b.md", "in/sub/c.md", "one.docx"]
    assert documents["in/a.zip/một.md"].payload == b"d"
    assert documents["in/a.zip/một.md"].name == "một.md"
    assert all(document.payload for document in documents.values())


def test_half_files_hidden_ones_and_links_are_no_documents(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "secret.md").write_text("not in the folder")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.md").write_text("x")
    for name in ("~$letter.docx", "a.pdf.part", "b.tmp", ".hidden.md", "Thumbs.db", "c.crdownload", "d.md~"):
        (inside / name).write_text("half")
    (inside / "link.md").symlink_to(tmp_path / "secret.md")
    (inside / "folder").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(inside / "pipe.md")
    (inside / "whole.md").write_text("whole")
    assert list(found(inside)) == ["in/whole.md"]


def test_a_pipe_named_by_hand_does_not_wait_for_ever(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert "no plain file" in reason(found(tmp_path / "pipe.md")["pipe.md"])


def test_names_of_members_are_labels_and_nothing_is_written(tmp_path: Path) -> None:
    names = ["../../../escape.md", "/etc/passwd.md", "..\\..\\windows.md", "a/../../b.md", "C:\\x\\y.md"]
    path = archive(tmp_path, dict.fromkeys(names, "text"))
    before = sorted(tmp_path.parent.rglob("*"))
    documents = found(path)
    assert sorted(tmp_path.parent.rglob("*")) == before
    assert {document.name for document in documents.values()} == {
        "escape.md", "passwd.md", "windows.md", "b.md", "y.md"}


@given(st.text(min_size=1, max_size=400))
def test_a_label_is_one_bearable_line_without_a_path(name: str) -> None:
    made = label(name)
    assert made.isprintable()
    assert 0 < len(made) <= parcels.MAX_LABEL
    assert not set(made) & set("/\\")
    assert made not in (".", "..")


def test_a_bomb_is_not_unpacked_and_the_rest_is(tmp_path: Path) -> None:
    path = archive(tmp_path, {"bomb.txt": bytes(100 * 1024 * 1024), "good.md": "good"})
    assert path.stat().st_size < 200_000
    documents = found(path)
    assert "unpacks to more than is safe" in reason(documents["a.zip/bomb.txt"])
    assert documents["a.zip/good.md"].payload == b"good"


def test_the_sizes_an_archive_states_are_not_believed(tmp_path: Path) -> None:
    """The directory says 10 bytes, the stream gives 80 MB."""
    raw = zip_of({"x.txt": bytes(80 * 1024 * 1024)})
    size = struct.pack("<I", 80 * 1024 * 1024)
    (tmp_path / "a.zip").write_bytes(raw.replace(size, struct.pack("<I", 10)))
    document = found(tmp_path / "a.zip")["a.zip/x.txt"]
    assert document.payload is None or len(document.payload) <= 10


def test_all_members_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcels, "MAX_UNPACKED_BYTES", 1000)
    documents = found(archive(tmp_path, {f"{at}.md": os.urandom(300) for at in range(5)}))
    refused = [origin for origin, document in documents.items() if document.refused]
    assert refused == ["a.zip/3.md", "a.zip/4.md"]


def test_too_many_members_refuse_the_archive(tmp_path: Path) -> None:
    path = archive(tmp_path, {f"{at}.md": "x" for at in range(parcels.MAX_MEMBERS + 1)})
    assert "501 files" in reason(found(path)["a.zip"])


def test_archives_in_archives_and_locked_members_are_refused_by_name(tmp_path: Path) -> None:
    path = archive(tmp_path, {"inner.zip": zip_of({"x.md": "x"}), "good.md": "good"})
    documents = found(path)
    assert "archive inside an archive" in reason(documents["a.zip/inner.zip"])
    assert documents["a.zip/good.md"].payload == b"good"
    locked = bytearray(zip_of({"x.md": "x"}))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    assert "protected by a password" in reason(found(tmp_path / "locked.zip")["locked.zip/x.md"])


@pytest.mark.parametrize("cut", [10, 60, 200])
def test_a_broken_archive_is_refused(tmp_path: Path, cut: int) -> None:
    raw = zip_of({"x.md": os.urandom(500)}, zipfile.ZIP_STORED)
    (tmp_path / "a.zip").write_bytes(raw[:-cut])
    assert "damaged" in reason(found(tmp_path / "a.zip")["a.zip"])


def test_a_member_whose_bytes_were_changed_is_refused(tmp_path: Path) -> None:
    raw = bytearray(zip_of({"x.md": b"the figures are 94,22"}, zipfile.ZIP_STORED))
    raw[raw.index(b"94,22")] = ord("8")
    (tmp_path / "a.zip").write_bytes(raw)
    assert "damaged" in reason(found(tmp_path / "a.zip")["a.zip/x.md"])


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    for name in ("huge.pdf", "huge.zip"):
        with open(tmp_path / name, "wb") as file:
            file.write(b"PK\x03\x04" if name.endswith("zip") else b"%PDF")
            file.truncate(2_000_000_000)
        assert "over the limit" in reason(found(tmp_path / name)[name])


def test_a_file_nobody_may_read_has_its_reason(tmp_path: Path) -> None:
    assert "cannot be opened" in reason(found(tmp_path / "gone.md")["gone.md"])


def test_an_open_document_is_not_taken_for_an_archive(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<x/>")
    (tmp_path / "a.odt").write_bytes(buffer.getvalue())
    assert list(found(tmp_path / "a.odt")) == ["a.odt"]


def test_ordinary_names_are_documents() -> None:
    assert all(map(is_document_name, ("694.pdf", "Công văn số 12.DOCX", "a.part.pdf", "tmp", "x~y.md")))
