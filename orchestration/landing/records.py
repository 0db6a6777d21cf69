"""What is known of one arrival: what was asked, what came back, and when.

Belongs here: the record's shape and its identity. The record is the commit mark of a landing: a
payload without one was never received.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, model_validator

Kind = Literal["letter", "portal", "portal_legacy", "review"]


class Receipt(BaseModel):
    """One arrival, before it lands.

    `captured_at` is the instant of receipt where it is known; else `captured_after` and
    `captured_before` bound it; else (a letter dropped in a folder) all are None and the landing's
    own clock counts. `cutoff_at` is the scheduled cutoff a live request was made for. `batch_id`
    joins the responses of one attempt at one snapshot. A review, the sheet in which a person confirmed
    doubtful cells, names the letter's sha256 and the person.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    name: str
    request: dict[str, Any] | None = None
    status: int | None = None
    headers: dict[str, str] | None = None
    captured_at: AwareDatetime | None = None
    captured_after: AwareDatetime | None = None
    captured_before: AwareDatetime | None = None
    cutoff_at: AwareDatetime | None = None
    batch_id: str | None = None
    origin: str | None = None
    note: str | None = None
    reviewed_sha256: str | None = None
    reviewer: str | None = None

    @model_validator(mode="after")
    def _time_is_exact_or_bounded(self) -> Receipt:
        bounds = (self.captured_after, self.captured_before)
        if self.captured_at is not None and any(bounds):
            raise ValueError("captured_at and captured_after/captured_before exclude one another")
        if (bounds[0] is None) != (bounds[1] is None):
            raise ValueError("captured_after and captured_before go together")
        if bounds[0] and bounds[1] and bounds[0] > bounds[1]:
            raise ValueError("captured_after is later than captured_before")
        return self

    @model_validator(mode="after")
    def _review_names_letter_and_person(self) -> Receipt:
        if (self.kind == "review") != bool(self.reviewed_sha256 and self.reviewer):
            raise ValueError("a review, and nothing else, has reviewed_sha256 and reviewer")
        return self

    def identity(self, sha256: str) -> str:
        """The record's id: the same arrival, told twice, is one record.

        A letter is its bytes, under whatever name it comes; a review its bytes, its letter and its
        person; a response is its bytes, its request and its time.
        """
        facts: dict[str, Any] = {"kind": self.kind, "sha256": sha256}
        if self.kind == "review":
            facts |= {"letter": self.reviewed_sha256, "reviewer": self.reviewer}
        elif self.kind != "letter":
            times = (self.captured_at, self.captured_after, self.captured_before, self.cutoff_at)
            facts["request"] = self.request
            facts["times"] = [time and time.astimezone(UTC).isoformat() for time in times]
            facts["batch_id"] = self.batch_id
        canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:24]


class Record(Receipt):
    """A receipt that has landed: `received_at` is the landing's clock, `sha256` the payload's."""

    record_id: str
    received_at: AwareDatetime
    sha256: str
    size_bytes: int

    @property
    def observed_at(self) -> datetime:
        """When the content was seen: exactly, or the later bound, or when it landed."""
        return self.captured_at or self.captured_before or self.received_at
