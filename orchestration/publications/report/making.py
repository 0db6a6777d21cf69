"""Making the report of a province: every format asked for, each file whole or not there.

Belongs here: file names and the order of the work. Does not belong here: words, formats.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from orchestration.landing.durable import write_durably
from orchestration.publications.annex.making import Made, stem_of
from orchestration.publications.figures import Chosen, choose
from orchestration.publications.pdf import NoPdf, to_pdf
from orchestration.publications.provinces import provinces_of
from orchestration.publications.report.content import Report, report_of
from orchestration.publications.report.figures import report_figures
from orchestration.publications.report.files import to_docx, to_markdown, to_text
from orchestration.settings import Settings

FORMATS = ("docx", "pdf", "md", "txt")


def make_report(current: Path, chosen: Chosen, folder: Path, formats: Collection[str]) -> tuple[Report, Made]:
    """Write `<province>_<cutoff>_<source>_bao-cao.*`; returns the report too."""
    report, made = report_of(report_figures(current, chosen)), Made()
    stem = folder / f"{stem_of(chosen)}_bao-cao"
    for kind in (kind for kind in FORMATS if kind in formats):
        try:
            content = _content(report, kind)
        except NoPdf as problem:
            made.problems.append(str(problem))
            continue
        path = stem.with_name(f"{stem.name}.{kind}")
        write_durably(path, content)
        made.paths.append(path)
    return report, made


def make_newest_reports(settings: Settings, formats: Collection[str] = ("docx", "txt")) -> Made:
    """The report on the newest cutoff of each province, in `published/report`."""
    made = Made()
    for province in provinces_of(settings):
        chosen = choose(settings.current, province)
        _, one = make_report(settings.current, chosen, settings.published / "report", formats)
        made.paths += one.paths
        made.problems += one.problems
    return made


def _content(report: Report, kind: str) -> bytes:
    if kind == "pdf":
        return to_pdf(to_docx(report))
    return to_docx(report) if kind == "docx" else (
        to_markdown(report) if kind == "md" else to_text(report)
    ).encode()  # fmt: skip
