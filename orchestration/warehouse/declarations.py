"""What a relation promises of its rows, declared in the head of its own SQL file and turned into checks.

    -- key: snapshot_id, unit_id, detail?     one row per key; a part is never null unless marked `?`
    -- required: source, cutoff_at            never null
    -- within: rank 1..cohort_size, gap 0..   never below the lower bound, never above the upper one
    -- scope: whole                           one snapshot cannot be looked at without all the others

Belongs here: reading the declarations and writing their queries. Does not belong here: running them
(`checks`), and promises that need a query of their own (`sql/checks`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

WORDS = ("key", "required", "within", "scope")
# A constant beside the join: DuckDB skips the blocks of every other cutoff before it joins anything.
NOT_YET_PROVEN = "(select r.* from {relation} as r inner join core.snapshots_to_check as k on {matches}{since})"
_BOUND = r"-?\d+(?:\.\d+)?|[a-z_]\w*|"
_RANGE = re.compile(rf"(?P<column>\w+) (?P<lower>{_BOUND})\.\.(?P<upper>{_BOUND})")


@dataclass(frozen=True, slots=True)
class Range:
    """A column and its bounds: numbers or other columns, empty where it is open."""

    column: str
    lower: str
    upper: str

    @property
    def broken(self) -> str:
        """The condition of a row that lies outside; null lies nowhere and breaks nothing."""
        sides = [(self.lower, "<"), (self.upper, ">")]
        return " or ".join(f"{self.column} {sign} {bound}" for bound, sign in sides if bound)

    @property
    def promise(self) -> str:
        """In words, for whoever reads the check."""
        return f"{self.column} lies within {self.lower}..{self.upper}"


@dataclass(frozen=True, slots=True)
class Declared:
    """The promises of one relation."""

    relation: str
    key: tuple[str, ...] = ()
    nullable: frozenset[str] = frozenset()
    required: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()
    is_whole: bool = False

    def not_yet_proven(self) -> Declared | None:
        """The same promises for the snapshots to check only; None where the key does not name the snapshot.

        Such a key may clash with a row of another snapshot, so it is looked for everywhere.
        """
        if self.is_whole or "snapshot_id" not in self.key:
            return None
        both = ("snapshot_id", "cutoff_at") if "cutoff_at" in self.required else ("snapshot_id",)
        matches = " and ".join(f"k.{column} = r.{column}" for column in both)
        since = " where r.cutoff_at >= getvariable('checks_from')" if "cutoff_at" in both else ""
        return replace(self, relation=NOT_YET_PROVEN.format(relation=self.relation, matches=matches, since=since))

    def key_query(self) -> str:
        """The keys that stand on more than one row, or on a row that lacks a part of its key."""
        columns = ", ".join(self.key)
        conditions = " or ".join(["count(*) > 1", *self._lacking()])
        return f"select {columns}, count(*) as row_count from {self.relation} group by {columns} having {conditions}"  # noqa: S608

    def look_query(self) -> str:
        """A row where `key_query` or `values_query` has any: both promises held to each row in one pass."""
        key, broken = ", ".join(self.key), " or ".join(self._broken())
        conditions = " or ".join(["count(*) > 1", *self._lacking(), f"bool_or({broken})"])
        return f"select {key} from {self.relation} group by {key} having {conditions} limit 1"  # noqa: S608

    def key_promise(self) -> str:
        """In words, for whoever reads the check."""
        return f"One row per {', '.join(self.key)}."

    def values_query(self) -> str:
        """The rows that lack a required value or hold one outside its bounds, and which promise that breaks."""
        broken = self._broken()
        case = " ".join(f"when {condition} then '{text}'" for condition, text in broken.items())
        return f"select case {case} end as broken, * from {self.relation} where {' or '.join(broken)}"  # noqa: S608

    def _lacking(self) -> list[str]:
        return [f"{column} is null" for column in self.key if column not in self.nullable]

    def _broken(self) -> dict[str, str]:
        """The conditions of a row that breaks a promise, each with which it breaks."""
        broken = {f"{column} is null": f"{column} is missing" for column in self.required}
        return broken | {bounds.broken: f"not so: {bounds.promise}" for bounds in self.ranges}

    def values_promise(self) -> str:
        """In words, for whoever reads the check."""
        required = [f"{', '.join(self.required)}: never null"] if self.required else []
        return "; ".join([*required, *(bounds.promise for bounds in self.ranges)]) + "."


def declared_in(relation: str, head: list[str]) -> Declared:
    """The promises in a head comment; raises `ValueError` for one that cannot be read."""
    found: dict[str, list[str]] = {word: [] for word in WORDS}
    for line in head:
        word, _, rest = line.partition(": ")
        if word in WORDS:
            found[word] += [part.strip() for part in rest.split(",")]
    return Declared(
        relation,
        key=tuple(part.removesuffix("?") for part in found["key"]),
        nullable=frozenset(part.removesuffix("?") for part in found["key"] if part.endswith("?")),
        required=tuple(found["required"]),
        ranges=tuple(_range(relation, part) for part in found["within"]),
        is_whole="whole" in found["scope"],
    )


def is_declaration(line: str) -> bool:
    """Whether a line of a head comment is a promise and not prose."""
    return line.startswith(tuple(f"{word}: " for word in WORDS))


def _range(relation: str, text: str) -> Range:
    match = _RANGE.fullmatch(text)
    if match is None or not (match["lower"] or match["upper"]):
        raise ValueError(f"{relation}: cannot read the range {text!r} (write `column lower..upper`)")
    return Range(match["column"], match["lower"], match["upper"])
