"""What is handed out, as Dagster assets downstream of the published file.

Belongs here: which publication stands on what, and what Dagster shows of it. Does not belong here:
making any of it (`orchestration.publications`). The published file exists only when the blocking
checks passed, so nothing here can show a figure that failed one; each publication replaces the one
before in one step, so a failure leaves the old one standing.
"""

from collections.abc import Sequence
from pathlib import Path

import dagster as dg

from orchestration.defs.assets import OWNERS, published_file
from orchestration.defs.resources import Installation
from orchestration.publications.annex.making import make_newest_annexes
from orchestration.publications.opendata.changelog import changelog
from orchestration.publications.opendata.export import export
from orchestration.publications.page.making import make_page
from orchestration.publications.pdf import NoPdf, to_pdf
from orchestration.publications.preview import NoPicture, as_markdown, first_page_png, page_png
from orchestration.publications.report.making import make_newest_reports
from orchestration.warehouse.connection import open_reader

CHANGELOG_CHARACTERS = 4000


@dg.asset(group_name="published", deps=[published_file], owners=OWNERS, kinds={"parquet", "csv"})
def open_data(context: dg.AssetExecutionContext, installation: Installation) -> dg.MaterializeResult[None]:
    """Số liệu mở: Parquet, CSV, gói dữ liệu, từ điển, nhật ký. | Open data with its data package."""
    settings = installation.settings()
    done = export(settings.current, settings.published, report=context.log.info)
    with open_reader(settings.current) as connection:
        news = changelog(connection)
    return dg.MaterializeResult(metadata={
        "path": dg.MetadataValue.path(done.folder),
        "relations": done.relation_count,
        "files": done.file_count,
        "bytes": done.byte_count,
        "parquet_only": ", ".join(done.parquet_only) or "–",
        "changelog": dg.MetadataValue.md(news[:CHANGELOG_CHARACTERS]),
    })  # fmt: skip


@dg.asset(group_name="published", deps=[published_file], owners=OWNERS, kinds={"word", "excel"})
def annex_documents(
    context: dg.AssetExecutionContext, installation: Installation
) -> dg.MaterializeResult[None]:
    """Phụ lục công văn và bảng so sánh của từng tỉnh. | The annexes of each province's letter, DOCX and XLSX."""
    settings = installation.settings()
    made = make_newest_annexes(settings)
    for problem in made.problems:
        context.log.info(problem)
    listed = "\n".join(f"- `{path.name}`" for path in made.paths)
    return dg.MaterializeResult(metadata={
        "path": dg.MetadataValue.path(settings.published / "annex"),
        "files": len(made.paths),
        "listed": dg.MetadataValue.md(listed),
        **_preview_of(context, made.paths),
    })  # fmt: skip


@dg.asset(group_name="published", deps=[published_file], owners=OWNERS, kinds={"word"})
def reports(context: dg.AssetExecutionContext, installation: Installation) -> dg.MaterializeResult[None]:
    """Báo cáo một trang cho lãnh đạo. | One page for the head of the office, DOCX and text for a chat."""
    settings = installation.settings()
    made = make_newest_reports(settings)
    texts = [path for path in made.paths if path.suffix == ".txt"]
    shown = {"text": dg.MetadataValue.text(texts[-1].read_text(encoding="utf-8"))} if texts else {}
    context.log.info(f"{len(made.paths)} files")
    return dg.MaterializeResult(metadata={
        "path": dg.MetadataValue.path(settings.published / "report"), "files": len(made.paths), **shown,
        **_preview_of(context, made.paths),
    })  # fmt: skip


@dg.asset(group_name="published", deps=[published_file], owners=OWNERS, kinds={"html"})
def public_page(context: dg.AssetExecutionContext, installation: Installation) -> dg.MaterializeResult[None]:
    """Trang công khai, mở thẳng từ tệp. | The page that needs no server and no network."""
    settings = installation.settings()
    index = make_page(settings.current, settings.published, settings.home_province)
    files = [path for path in index.parent.rglob("*") if path.is_file()]
    context.log.info(f"{index}")
    return dg.MaterializeResult(metadata={
        "path": dg.MetadataValue.path(index),
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
        "preview": _first_view(context, index),
    })  # fmt: skip


def _preview_of(context: dg.AssetExecutionContext, paths: Sequence[Path]) -> dict[str, dg.MarkdownMetadataValue]:
    """The picture of the last document among them."""
    documents = [path for path in paths if path.suffix == ".docx"]
    return {"preview": _picture(context, documents[-1].read_bytes(), documents[-1].name)} if documents else {}


def _first_view(context: dg.AssetExecutionContext, index: Path) -> dg.MarkdownMetadataValue:
    """The page as a reader first sees it; a sentence where no browser can draw it."""
    try:
        return dg.MetadataValue.md(as_markdown(page_png(index), index.name))
    except NoPicture as problem:
        context.log.info(str(problem))
        return dg.MetadataValue.md(str(problem))


def _picture(context: dg.AssetExecutionContext, docx: bytes, name: str) -> dg.MarkdownMetadataValue:
    """The first page as a picture; a sentence where no program can draw it."""
    try:
        return dg.MetadataValue.md(as_markdown(first_page_png(to_pdf(docx)), name))
    except NoPdf as problem:
        context.log.info(str(problem))
        return dg.MetadataValue.md(str(problem))
