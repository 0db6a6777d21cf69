"""The stations as Dagster assets: landing, every SQL relation with its checks, the published file.

Belongs here: which asset stands on which, and which pipeline function makes it. Does not belong
here: how anything is made (`orchestration.pipeline`). One file of `sql/` is one asset; what it reads,
its description and its checks come from the SQL itself.
"""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from orchestration import pipeline
from orchestration.defs.display import check_result, preview_relations
from orchestration.defs.resources import Installation
from orchestration.warehouse.checks import Check, checks
from orchestration.warehouse.relations import Relation, relations

GROUPS = {"core": "core", "rules": "rules", "main": "marts"}
OWNERS = ["team:chiso766"]
WRITER_POOL = "duckdb_writer"


class ArchiveConfig(dg.Config):
    """Which archive folder a run replays; relative to the folder Dagster was started in."""

    folder: str = "examples"


# what `defs.inbox`, `defs.sources` and `defs.portal` land; named here because it stands on this module
LANDED = [
    dg.AssetKey(name)
    for name in ("landed_archive", "landed_inbox", "landed_sources", "portal_snapshot", "closing_snapshot")
]


def asset_key(qualified: str) -> dg.AssetKey:
    """The key of a relation: its schema, then its name."""
    return dg.AssetKey(qualified.split("."))


@dg.asset(group_name="landing", owners=OWNERS, kinds={"file"})
def landed_archive(
    context: dg.AssetExecutionContext, config: ArchiveConfig, installation: Installation
) -> dg.MaterializeResult[None]:
    """Kho lưu gốc nạp từ thư mục lưu trữ. | Every capture and letter of an archive folder, landed."""
    folder = Path(config.folder)
    if not folder.is_dir():
        raise dg.Failure(f"Không có thư mục {folder.absolute()}. / No such folder: {folder.absolute()}")
    arrived = pipeline.land_archive(installation.settings(), folder, context.log.info)
    return _landed(context, arrived)


def _landed(context: dg.AssetExecutionContext, arrived: pipeline.Arrived) -> dg.MaterializeResult[None]:
    for reason in arrived.refused:
        context.log.warning(f"refused: {reason}")
    return dg.MaterializeResult(
        metadata={"new": len(arrived.new), "known": len(arrived.known), "refused": len(arrived.refused)}
    )


def _spec(relation: Relation, known: set[str]) -> dg.AssetSpec:
    reads = sorted(relation.reads & known)
    is_base_table = not reads and not relation.is_view
    landed = LANDED if is_base_table else []
    return dg.AssetSpec(
        asset_key(relation.qualified),
        deps=[*(asset_key(name) for name in reads), *landed],
        description=f"{relation.description_vi}\n\n{relation.description_en}",
        group_name=GROUPS[relation.schema],
        kinds={"duckdb", "sql"},
        owners=OWNERS,
    )


def _check_spec(check: Check) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        check.name,
        asset=asset_key(check.relation),
        description=check.promise,
        blocking=check.severity == "error",
    )


_KNOWN = {relation.qualified for relation in relations()}


@dg.multi_asset(
    specs=[_spec(relation, _KNOWN) for relation in relations()],
    check_specs=[_check_spec(check) for check in checks()],
    pool=WRITER_POOL,
)
def warehouse(
    context: dg.AssetExecutionContext, installation: Installation
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Build every relation from landing and run every check."""
    settings = installation.settings()
    built = pipeline.build_warehouse(settings, context.log.info)
    for refusal in built.refusals:
        context.log.warning(f"refused: {refusal.record.name}: {refusal.reason.vi} / {refusal.reason.en}")
    shown = preview_relations(settings.work, relations())
    for relation in relations():
        yield dg.MaterializeResult(
            asset_key=asset_key(relation.qualified), metadata=shown[relation.qualified]
        )
    for result in built.checks:
        yield check_result(result, asset_key(result.check.relation))


@dg.asset(
    group_name="published",
    deps=[asset_key(relation.qualified) for relation in relations() if relation.schema == "main"],
    owners=OWNERS,
    kinds={"duckdb"},
    pool=WRITER_POOL,
)
def published_file(
    context: dg.AssetExecutionContext, installation: Installation
) -> dg.MaterializeResult[None]:
    """Tệp DuckDB cho người phân tích. | The DuckDB file analysts open; never one that failed a check.

    It builds once more (nothing to load when the relations were just built), so that what is
    published is what was checked, also when this asset is materialised alone.
    """
    settings = installation.settings()
    built = pipeline.build_warehouse(settings, context.log.info)
    if built.blocking_failures:
        names = ", ".join(result.check.name for result in built.blocking_failures)
        raise dg.Failure(
            f"Không công bố vì kiểm tra không đạt: {names}. / Not published, checks failed: {names}"
        )
    fresh = pipeline.publish_warehouse(settings, built, context.log.info)
    path = fresh or settings.current.resolve(strict=True)
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(path), "is_new": fresh is not None})
