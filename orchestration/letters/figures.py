"""What was read of one part of a letter.

Belongs here: the shape that the readers of parts (`annex`, `province`) fill and `reading` joins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from orchestration.readings import Note, Observation, UnitSighting


@dataclass(frozen=True, slots=True)
class Figures:
    """Values, the units they are of, and what a person should look at."""

    observations: list[Observation] = field(default_factory=list)
    units: list[UnitSighting] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        """Take over everything `other` holds."""
        self.observations.extend(other.observations)
        self.units.extend(other.units)
        self.notes.extend(other.notes)


def joined(parts: Iterable[Figures]) -> Figures:
    """All parts as one, in order."""
    whole = Figures()
    for part in parts:
        whole.add(part)
    return whole
