"""The reference tables as typed rows, checked whole when first read.

Belongs here: what a row of each table means, and the rules between tables. Does not belong here:
the form of the files (`tables`), matching names (`names`) or headings (`labels`).

A null date is "not known" and bounds nothing; both ends of a span are inclusive. Lineage never
joins two series: it says why one must be broken. `read_*` takes any file and raises
`ReferenceDataError`; `load_*` gives the project's own, read once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, cast, get_args

from orchestration.readings import Level, Source
from orchestration.reference.local import local_csv, read_once
from orchestration.reference.tables import (
    Row,
    read_rows,
    require_known,
    require_separate_spans,
    require_unique,
)

DATA = Path(__file__).parent / "data"
TABLES = (
    "units", "unit_aliases", "unit_lineage", "unit_counts",
    "indicators", "indicator_labels", "methodologies", "score_bands",
)

UNIT_COLUMNS = (
    "unit_id", "portal_id", "name", "level", "parent_id", "valid_from", "valid_to", "source", "note",
)
ALIAS_COLUMNS = ("unit_id", "alias", "kind", "valid_from", "valid_to", "source")

AliasKind = Literal["official", "alias", "ocr"]
LabelKind = Literal["heading", "ocr", "code", "metric_name"]
LineageKind = Literal["merged", "split", "enlarged", "renamed", "absorbed_function", "ended"]
FormulaStatus = Literal["verified", "unverified", "fixed", "watch_only", "unknown"]
Quantity = Literal["points", "dossiers", "procedures", "petitions", "days"]


def reference_csv(name: str) -> Path:
    """The CSV of one of the `TABLES`, for set-based loading: UTF-8, header, an empty cell is null.

    Raises `KeyError` for any other name.
    """
    if name not in TABLES:
        raise KeyError(f"no reference table {name!r}; there are {', '.join(TABLES)}")
    return DATA / f"{name}.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A fact with the days it holds for, as far as they are known."""

    valid_from: date | None = None
    valid_to: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether `day` lies within the known bounds."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Dated):
    """A body that is evaluated. `unit_id` is its official code, else `<parent>~<slug>`."""

    unit_id: str
    portal_id: str | None = None
    name: str
    level: Level
    parent_id: str | None
    source: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAlias(Dated):
    """Another spelling of a unit: a full form, a short one, or what a scan made of it."""

    unit_id: str
    alias: str
    kind: AliasKind
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """What became of a unit.

    `merged`: one of several that became the new one; `split`: its ground went to several;
    `enlarged`: the new one is it and more; `renamed`: the same body; `absorbed_function`: only a
    task moved; `ended`: another kind of body serves the same ground. No date: not seen.
    """

    old_unit_id: str
    new_unit_id: str
    effective_date: date | None
    kind: LineageKind
    is_date_confirmed: bool
    source: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """The total, one of the six groups, or a component of a group.

    `max_score` None is unknown; 0 is published as "watched, not scored". `formula` gives the score
    where it is known (`formula_status` verified, unverified or fixed) and else only what is
    counted; `full_score_at_pct` is the rate from which the score is full, for a formula that rises
    evenly with the rate. `applies_to_communes` None is unknown. `position` is the order to show all
    indicators in, each group before its components.
    """

    indicator_id: str
    parent_id: str | None
    position: int
    decision_code: str | None
    name_vi: str
    name_en: str
    max_score: Decimal | None
    applies_to_communes: bool | None
    quantity_unit: Quantity
    formula: str | None
    full_score_at_pct: Decimal | None
    formula_status: FormulaStatus
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLabel:
    """A wording that stands for an indicator: a heading in letters, a code or a name of the portal."""

    label: str
    indicator_id: str
    kind: LabelKind
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Methodology(Dated):
    """How one kind of source counted in a span of time; scores of two methodologies do not compare."""

    methodology_id: str
    source: Source
    what_changed_vi: str
    what_changed_en: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCount:
    """How many agencies and communes a province was seen to have on a day."""

    unit_id: str
    agencies: int
    communes: int
    as_of: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBand:
    """The word for scores from `lower_pct` percent of the maximum up to the next band."""

    lower_pct: Decimal
    band_vi: str
    band_en: str
    source: str


def read_units(*paths: Path) -> tuple[Unit, ...]:
    """Units of one file or several together, each under a parent among them; only the country has none."""
    rows = [row for path in paths for row in read_rows(path, UNIT_COLUMNS)]
    require_unique(rows, "unit_id")
    require_unique(rows, "portal_id")
    require_known(rows, "parent_id", {row.cells["unit_id"] for row in rows})
    _require_country_at_the_root(rows)
    return tuple(_unit(row) for row in rows)


def _unit(row: Row) -> Unit:
    start, end = row.span()
    return Unit(
        unit_id=row.text("unit_id"), portal_id=row.optional_text("portal_id"), name=row.text("name"),
        level=cast(Level, row.one_of("level", get_args(Level))), parent_id=row.optional_text("parent_id"),
        valid_from=start, valid_to=end, source=row.text("source"), note=row.optional_text("note"),
    )


def _require_country_at_the_root(rows: Sequence[Row]) -> None:
    parents = {row.cells["unit_id"]: row.cells["parent_id"] for row in rows}
    for row in [row for row in rows if row.cells["level"] == "country"][1:]:
        raise row.fault("there is a country on the list already")
    for row in rows:
        if (row.cells["level"] == "country") != (not row.cells["parent_id"]):
            raise row.fault("the country, and only it, has no parent_id")
        above, climbed = row.cells["unit_id"], 0
        while above := parents[above]:
            climbed += 1
            if climbed > len(parents):
                raise row.fault(f"{row.cells['unit_id']} is its own ancestor")


def read_unit_aliases(path: Path, units: Sequence[Unit], *more: Path) -> tuple[UnitAlias, ...]:
    """Further spellings of the units given; one unit's same spelling never twice on one day."""
    rows = [row for one in (path, *more) for row in read_rows(one, ALIAS_COLUMNS)]
    names = {unit.unit_id: unit.name for unit in units}
    require_known(rows, "unit_id", names)
    for row in rows:
        if row.cells["alias"] == names[row.text("unit_id")]:
            raise row.fault(f"{row.cells['alias']!r} is the unit's name in units.csv already")
    require_separate_spans(rows, lambda row: (row.cells["unit_id"], row.cells["alias"]))
    return tuple(_unit_alias(row) for row in rows)


def _unit_alias(row: Row) -> UnitAlias:
    start, end = row.span()
    return UnitAlias(
        unit_id=row.text("unit_id"), alias=row.text("alias"),
        kind=cast(AliasKind, row.one_of("kind", get_args(AliasKind))),
        valid_from=start, valid_to=end, source=row.text("source"),
    )


def read_lineage(path: Path, unit_ids: Collection[str]) -> tuple[Lineage, ...]:
    """Predecessors and successors among known units; a date that is not given is not confirmed."""
    rows = read_rows(path, ("old_unit_id", "new_unit_id", "effective_date", "kind",
                            "is_date_confirmed", "source", "note"))
    require_unique(rows, "old_unit_id", "new_unit_id", "effective_date", "kind")
    require_known(rows, "old_unit_id", unit_ids)
    require_known(rows, "new_unit_id", unit_ids)
    return tuple(_lineage(row) for row in rows)


def _lineage(row: Row) -> Lineage:
    day, is_confirmed = row.optional_day("effective_date"), row.flag("is_date_confirmed")
    if is_confirmed and day is None:
        raise row.fault("is_date_confirmed is true, but effective_date is empty")
    return Lineage(
        old_unit_id=row.text("old_unit_id"), new_unit_id=row.text("new_unit_id"), effective_date=day,
        kind=cast(LineageKind, row.one_of("kind", get_args(LineageKind))),
        is_date_confirmed=is_confirmed, source=row.text("source"), note=row.optional_text("note"),
    )


def read_indicators(path: Path) -> tuple[Indicator, ...]:
    """Indicators, each under a parent of the same file and at a position of its own."""
    rows = read_rows(path, ("indicator_id", "parent_id", "position", "decision_code", "name_vi", "name_en",
                            "max_score", "applies_to_communes", "quantity_unit", "formula",
                            "full_score_at_pct", "formula_status", "source"))
    require_unique(rows, "indicator_id")
    require_unique(rows, "position")
    require_known(rows, "parent_id", {row.cells["indicator_id"] for row in rows})
    return tuple(_indicator(row) for row in rows)


def _indicator(row: Row) -> Indicator:
    return Indicator(
        indicator_id=row.text("indicator_id"), parent_id=row.optional_text("parent_id"),
        position=row.count("position"), decision_code=row.optional_text("decision_code"),
        name_vi=row.text("name_vi"), name_en=row.text("name_en"), max_score=row.optional_number("max_score"),
        applies_to_communes=row.optional_flag("applies_to_communes"),
        quantity_unit=cast(Quantity, row.one_of("quantity_unit", get_args(Quantity))),
        formula=row.optional_text("formula"), full_score_at_pct=row.optional_number("full_score_at_pct"),
        formula_status=cast(FormulaStatus, row.one_of("formula_status", get_args(FormulaStatus))),
        source=row.text("source"),
    )


def read_indicator_labels(path: Path, indicator_ids: Collection[str]) -> tuple[IndicatorLabel, ...]:
    """Wordings of known indicators; the same wording never stands for two."""
    rows = read_rows(path, ("label", "indicator_id", "kind", "source"))
    require_unique(rows, "label")
    require_known(rows, "indicator_id", indicator_ids)
    return tuple(
        IndicatorLabel(
            label=row.text("label"), indicator_id=row.text("indicator_id"),
            kind=cast(LabelKind, row.one_of("kind", get_args(LabelKind))), source=row.text("source"),
        )
        for row in rows
    )


def read_methodologies(path: Path) -> tuple[Methodology, ...]:
    """Methodologies; those of one source never hold on the same day."""
    rows = read_rows(path, ("methodology_id", "source", "valid_from", "valid_to",
                            "what_changed_vi", "what_changed_en", "reference"), citation="reference")
    require_unique(rows, "methodology_id")
    require_separate_spans(rows, lambda row: row.cells["source"])
    return tuple(_methodology(row) for row in rows)


def _methodology(row: Row) -> Methodology:
    start, end = row.span()
    return Methodology(
        methodology_id=row.text("methodology_id"),
        source=cast(Source, row.one_of("source", get_args(Source))), valid_from=start, valid_to=end,
        what_changed_vi=row.text("what_changed_vi"), what_changed_en=row.text("what_changed_en"),
        reference=row.text("reference"),
    )


def read_unit_counts(path: Path, unit_ids: Collection[str]) -> tuple[UnitCount, ...]:
    """Counts of agencies and communes, one a province and day."""
    rows = read_rows(path, ("unit_id", "agencies", "communes", "as_of", "source"))
    require_unique(rows, "unit_id", "as_of")
    require_known(rows, "unit_id", unit_ids)
    return tuple(_unit_count(row) for row in rows)


def _unit_count(row: Row) -> UnitCount:
    return UnitCount(
        unit_id=row.text("unit_id"), agencies=row.count("agencies"), communes=row.count("communes"),
        as_of=row.day("as_of"), source=row.text("source"),
    )


def read_score_bands(path: Path) -> tuple[ScoreBand, ...]:
    """Bands from the highest down to 0, so that every score has one."""
    rows = read_rows(path, ("lower_pct", "band_vi", "band_en", "source"))
    for upper, lower in pairwise(rows):
        if lower.number("lower_pct") >= upper.number("lower_pct"):
            raise lower.fault("lower_pct must fall from row to row")
    if rows and rows[-1].number("lower_pct") != 0:
        raise rows[-1].fault("the last band must begin at 0")
    return tuple(
        ScoreBand(lower_pct=row.number("lower_pct"), band_vi=row.text("band_vi"),
                  band_en=row.text("band_en"), source=row.text("source"))
        for row in rows
    )


@read_once
def load_units() -> tuple[Unit, ...]:
    """The project's units, and this installation's own."""
    return read_units(*list_files("units"))


@read_once
def load_unit_aliases() -> tuple[UnitAlias, ...]:
    """The project's spellings of units, and this installation's own."""
    path, *more = list_files("unit_aliases")
    return read_unit_aliases(path, load_units(), *more)


def list_files(name: str) -> list[Path]:
    """The files that make one of the `TABLES`: the project's, then this installation's own."""
    own = local_csv(name)
    return [reference_csv(name), *([own] if own else [])]


@read_once
def load_lineage() -> tuple[Lineage, ...]:
    """The project's predecessors and successors."""
    return read_lineage(reference_csv("unit_lineage"), _unit_ids())


@read_once
def load_unit_counts() -> tuple[UnitCount, ...]:
    """The expected numbers of agencies and communes."""
    return read_unit_counts(reference_csv("unit_counts"), _unit_ids())


@cache
def load_indicators() -> tuple[Indicator, ...]:
    """The total, the six groups and their components."""
    return read_indicators(reference_csv("indicators"))


@cache
def load_indicator_labels() -> tuple[IndicatorLabel, ...]:
    """The wordings that stand for indicators."""
    known = {indicator.indicator_id for indicator in load_indicators()}
    return read_indicator_labels(reference_csv("indicator_labels"), known)


@cache
def load_methodologies() -> tuple[Methodology, ...]:
    """The bases of calculation, by source and time."""
    return read_methodologies(reference_csv("methodologies"))


@cache
def load_score_bands() -> tuple[ScoreBand, ...]:
    """The words for levels of score, highest first."""
    return read_score_bands(reference_csv("score_bands"))


def _unit_ids() -> frozenset[str]:
    return frozenset(unit.unit_id for unit in load_units())
