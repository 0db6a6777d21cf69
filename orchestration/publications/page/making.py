"""Making the page: data files, then the shell, in a new folder that takes the old one's place.

Belongs here: the order of the work and the swap. Does not belong here: any content.
"""

from __future__ import annotations

from pathlib import Path

from orchestration.publications.page.chapters import Chapters
from orchestration.publications.page.data_files import DataFiles
from orchestration.publications.page.shell import write_shell
from orchestration.publications.replacing import replaced_folder
from orchestration.warehouse.connection import open_reader

HOME_PROVINCE = "H50"


def make_page(current: Path, published: Path, home: str = HOME_PROVINCE) -> Path:
    """Make `published/page/` from the published file `current`; returns its `index.html`.

    `home` is the province shown first; where the file has no figures of it, the first that has some.
    A reader sees the page before or this one, never a mixture. Raises `FileNotFoundError` when
    nothing is published yet.
    """
    page = published / "page"
    with replaced_folder(page) as folder, open_reader(current) as connection:
        edition = connection.execute("select build_id from published").fetchall()[0][0]
        first = Chapters(connection, DataFiles(folder / "data", edition)).write(home)
        write_shell(folder, first["files"])
    return page / "index.html"
