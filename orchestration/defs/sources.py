"""Letters from the web pages of the catalogue: the asset, its job and its clock.

Belongs here: when they are asked. Does not belong here: asking (`orchestration.sources`).
"""

import dagster as dg

from orchestration.defs.display import markdown_table
from orchestration.defs.resources import Installation
from orchestration.sources.catalogue import read_catalogue
from orchestration.sources.download import Downloader
from orchestration.sources.fetch import SourceFetch

OWNERS = ["team:chiso766"]
CELL_LENGTH = 300


@dg.asset(group_name="landing", owners=OWNERS, kinds={"web"})
def landed_sources(
    context: dg.AssetExecutionContext, installation: Installation
) -> dg.MaterializeResult[None]:
    """Công văn lấy từ các trang trong sources.toml. | Letters from the pages listed in sources.toml, landed.

    Without a catalogue nothing is asked.
    """
    settings = installation.settings()
    path = settings.home / "sources.toml"
    if not path.exists():
        context.log.info(f"Không có {path}, không hỏi gì. / No {path}, nothing is asked.")
        return dg.MaterializeResult(metadata={"asked": 0, "new": 0, "refused": 0})
    run = SourceFetch(settings, Downloader(settings.contact or None))
    asked = list(run.run(read_catalogue(path), context.log.info))
    for one in asked:
        if one.refused:
            context.log.warning(f"{one.url}: {one.refused.vi} / {one.refused.en}")
    rows = [(one.source, one.url, one.word, one.refused.vi if one.refused else "") for one in asked]
    columns = ["nguồn / source", "địa chỉ / address", "kết quả / outcome", "lý do / reason"]
    return dg.MaterializeResult(metadata={
        "asked": len(asked), "new": sum(one.word == "new" for one in asked),
        "refused": sum(one.refused is not None for one in asked),
        "addresses": dg.MetadataValue.md(markdown_table(columns, rows, CELL_LENGTH)),
    })


fetch_sources = dg.define_asset_job(
    "fetch_sources",
    selection=dg.AssetSelection.groups("core", "rules", "marts", "published")
    | dg.AssetSelection.assets(landed_sources),
    executor_def=dg.in_process_executor,
    description="Lấy công văn từ các trang trong sources.toml, rồi dựng, kiểm tra, công bố. | Ask the pages of "
    "sources.toml for letters, then build, check and publish.",
)

daily_sources = dg.ScheduleDefinition(
    name="daily_sources",
    job=fetch_sources,
    cron_schedule="30 6 * * *",
    execution_timezone="Asia/Ho_Chi_Minh",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="6h30 hằng ngày, giờ Việt Nam. | Daily at 06:30 Vietnam time. Stopped until somebody starts it.",
)
