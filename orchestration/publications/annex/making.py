"""Making the annex of a province at a cutoff: every format asked for, each file whole or not there.

Belongs here: file names and the order of the work. Does not belong here: tables, formats.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from orchestration.landing.durable import write_durably
from orchestration.periods import VIETNAM
from orchestration.publications.annex.comparison import comparison
from orchestration.publications.annex.files import to_docx, to_xlsx
from orchestration.publications.annex.results import results
from orchestration.publications.annex.words import Reference, reference_of
from orchestration.publications.figures import Chosen, choose, newest_editions
from orchestration.publications.pdf import NoPdf, to_pdf
from orchestration.publications.provinces import provinces_of
from orchestration.publications.shapes import Table
from orchestration.settings import Settings

FORMATS = ("docx", "xlsx", "pdf")
_UNSAFE = re.compile(r"[^A-Za-z0-9.]+")


@dataclass(slots=True)
class Made:
    """The files that were made, and what could not be, in sentences."""

    paths: list[Path] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def make_annex(chosen: Chosen, reference: Reference, folder: Path, formats: Collection[str]) -> Made:
    """Write `<province>_<cutoff>_<source>_phu-luc.*`, and `…_so-sanh.*` where anything can be compared."""
    made = Made()
    stem = stem_of(chosen)
    kinds = (
        ("phu-luc", "Phụ lục kết quả đánh giá", results(chosen)),
        ("so-sanh", "So sánh kết quả đánh giá", comparison(chosen)),
    )
    for kind, title, tables in kinds:
        if tables:
            _write(made, folder / f"{stem}_{kind}", f"{title} {chosen.province_name}", tables, reference, formats)
        else:
            made.problems.append(
                "Không có lần chốt trước trong kỳ để so sánh. / No earlier cutoff in the period to compare with."
            )
    return made


def make_newest_annexes(settings: Settings, formats: Collection[str] = ("docx", "xlsx")) -> Made:
    """The annexes of each province's newest letter and newest answer of the portal, in `published/annex`."""
    made = Made()
    for province in provinces_of(settings):
        for edition in newest_editions(settings.current, province):
            chosen = choose(settings.current, province, edition.cutoff_at, edition.source, edition.period_type)
            folder = settings.published / "annex"
            one = make_annex(chosen, reference_of(chosen), folder, formats)
            made.paths += one.paths
            made.problems += [f"{stem_of(chosen)}: {problem}" for problem in one.problems]
    return made


def stem_of(chosen: Chosen) -> str:
    """What the files of an edition are called; nothing of it can leave the folder."""
    at = f"{chosen.edition.cutoff_at.astimezone(VIETNAM):%Y-%m-%dT%H%M}"
    parts = (chosen.province_id, at, chosen.edition.source, chosen.edition.period_type)
    return "_".join(_UNSAFE.sub("-", part).lstrip(".") for part in parts)


def _write(
    made: Made, stem: Path, title: str, tables: list[Table], reference: Reference, formats: Collection[str]
) -> None:
    docx = to_docx(tables, reference, title)
    for kind in (kind for kind in FORMATS if kind in formats):
        try:
            content = {"docx": lambda: docx, "pdf": lambda: to_pdf(docx),
                       "xlsx": lambda: to_xlsx(tables, reference, title)}[kind]()  # fmt: skip
        except NoPdf as problem:
            made.problems.append(str(problem))
            continue
        path = stem.with_name(f"{stem.name}.{kind}")
        write_durably(path, content)
        made.paths.append(path)
