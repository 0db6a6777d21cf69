"""The inbox: a folder where people drop letters, and where each goes once it has been dealt with.

    inbox/<anything>/<letter>          dropped; taken when it is whole and has rested
    inbox/done/<date>/<letter>         loaded, or known already
    quarantine/<letter>-<sha256>/      refused, with reason.md

Belongs here: which files are whole, and filing them afterwards. Does not belong here: landing and
building (`intake`, `pipeline`), or when to look (`defs.inbox`, `commands.letters`).

Nothing is lost: the landing keeps the bytes before a file is moved; a file is moved only while it
is still the one that was landed, never onto another, and one that was killed on the way is simply
found again. No symbolic link is followed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from orchestration.intake import Outcome, Taken, outcomes_of, take_in
from orchestration.landing.durable import sync_folder
from orchestration.landing.quarantine import Reason, kept_file, quarantine
from orchestration.parcels import UNFINISHED_SUFFIXES, Document, documents_of, files_in, label
from orchestration.periods import VIETNAM
from orchestration.settings import Settings

DONE: Final = "done"
REST_SECONDS: Final = 5.0
EMPTY_REST_SECONDS: Final = 60.0
ASK_AGAIN_SECONDS: Final = 900.0
MAX_ASKED: Final = 3
MAX_SAME_NAMES: Final = 1000
CHUNK_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sight:
    """A file as it was seen: equal sights mean that nobody has written to it in between."""

    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A whole file in the inbox: its path inside it, how it was seen, the sha256 of its bytes."""

    path: str
    sight: Sight
    sha256: str


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a file of the inbox went; None where it stayed, because it changed or is not judged yet."""

    path: str
    target: Path | None


def look(inbox: Path) -> dict[str, Sight]:
    """The files that may be documents, by their path inside the inbox; what was filed is left out."""
    if not inbox.is_dir():
        return {}
    found = [path for path in files_in(inbox, without=inbox / DONE) if not _is_being_fetched(path)]
    return {str(path.relative_to(inbox)): sight for path in found if (sight := _seen(path))}


def rested(before: Mapping[str, Sight], now: Mapping[str, Sight]) -> dict[str, Sight]:
    """The files that nobody has touched between two looks; an empty one may be a copy about to begin."""
    old = (time.time() - EMPTY_REST_SECONDS) * 1e9
    return {
        path: sight for path, sight in now.items()
        if before.get(path) == sight and (sight.size or sight.mtime_ns < old)
    }


def whole_files(
    inbox: Path, rest_seconds: float = REST_SECONDS, sleep: Callable[[float], None] = time.sleep
) -> list[Waiting]:
    """The files that are whole: unchanged between two looks `rest_seconds` apart."""
    before = look(inbox)
    if not before:
        return []
    sleep(rest_seconds)
    return waiting_among(inbox, rested(before, look(inbox)))


def waiting_among(inbox: Path, sights: Mapping[str, Sight]) -> list[Waiting]:
    """The files of `sights` that are still as they were seen, with their hashes."""
    found = []
    for path, sight in sights.items():
        sha256 = _sha256(inbox / path)
        if sha256 is not None and _seen(inbox / path) == sight:
            found.append(Waiting(path, sight, sha256))
    return found


def named(inbox: Path, path: str, sha256: str) -> list[Waiting]:
    """The one file of that path and content, if it (still) waits in the inbox; `path` is not trusted."""
    sight = look(inbox).get(path)
    return [one for one in waiting_among(inbox, {path: sight} if sight else {}) if one.sha256 == sha256]


@dataclass(slots=True)
class Watched:
    """A file that somebody keeps an eye on: how it looks, since when, and what was asked for it."""

    sight: Sight
    since: float
    asked: int = 0
    asked_at: float = 0.0


def keep_watch(
    watched: Mapping[str, Watched], sights: Mapping[str, Sight], now: float,
    rest_seconds: float = REST_SECONDS,
) -> tuple[dict[str, Watched], list[str]]:
    """What to remember until the next look, and which files have rested and want a run now.

    A file wants one run; another one only when it still lies there `ASK_AGAIN_SECONDS` later, as
    after a run that was killed, and `MAX_ASKED` in all. `now` is in seconds.
    """
    known, wanted = {}, []
    for path, sight in sights.items():
        one = watched.get(path)
        one = one if one is not None and one.sight == sight else Watched(sight, now)
        rest = rest_seconds if sight.size else EMPTY_REST_SECONDS
        is_due = one.asked == 0 or now - one.asked_at >= ASK_AGAIN_SECONDS
        if now - one.since >= rest and is_due and one.asked < MAX_ASKED:
            wanted.append(path)
        known[path] = one
    return known, wanted


def take_inbox(
    settings: Settings, waiting: Iterable[Waiting], report: Callable[[str], None]
) -> list[tuple[Waiting, list[Taken]]]:
    """Land the documents of each whole file: one, or those of an archive."""
    return [(one, take_in(settings, _documents(settings.inbox, one), report)) for one in waiting]


def file_inbox(
    settings: Settings, taken: Iterable[tuple[Waiting, list[Taken]]], now: datetime
) -> list[Filed]:
    """Once the warehouse is built: move each file to where its outcome sends it."""
    return [file_away(settings, one, outcomes_of(settings, documents), now) for one, documents in taken]


def _documents(inbox: Path, waiting: Waiting) -> Iterator[Document]:
    for document in documents_of(inbox / waiting.path, waiting.path):
        is_whole_file = document.origin == waiting.path
        yield replace(document, sha256=waiting.sha256) if is_whole_file else document


def file_away(
    settings: Settings, waiting: Waiting, outcomes: Collection[Outcome], now: datetime
) -> Filed:
    """Move one file to where its outcome sends it; twice the same as once.

    It stays where it is when it has no outcome yet, or is no longer the file that was taken in.
    """
    source = settings.inbox / waiting.path
    is_judged = bool(outcomes) and all(outcome.status != "not_built" for outcome in outcomes)
    if not is_judged or _seen(source) != waiting.sight:
        return Filed(waiting.path, None)
    if all(outcome.status == "refused" for outcome in outcomes):
        moved = _move(source, _quarantined(settings, waiting, outcomes))
    else:
        moved = _move(source, settings.inbox / DONE / f"{now.astimezone(VIETNAM):%Y-%m-%d}" / source.name)
    if _sha256(moved) != waiting.sha256:  # replaced in the instant of moving: another document
        _put_back(moved, source)
        return Filed(waiting.path, None)
    return Filed(waiting.path, moved)


def _quarantined(settings: Settings, waiting: Waiting, outcomes: Collection[Outcome]) -> Path:
    """Where a refused file belongs in the quarantine, its reason written there first."""
    name = label(Path(waiting.path).name)
    reasons = [reason for outcome in outcomes for reason in outcome.reasons]
    places = "; ".join(dict.fromkeys(reason.place for reason in reasons))
    vi, en = (" ".join(dict.fromkeys(texts)) for texts in (
        (reason.vi for reason in reasons), (reason.en for reason in reasons)))
    quarantine(settings.quarantine, waiting.sha256, Reason(name, places, vi, en), None)
    return kept_file(settings.quarantine, name, waiting.sha256)


def _move(source: Path, wanted: Path) -> Path:
    """Move a file to `wanted`, or to a like name that is free there; returns where it is."""
    wanted.parent.mkdir(parents=True, exist_ok=True)
    for number in range(1, MAX_SAME_NAMES):
        target = wanted if number == 1 else wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
        if _is_same(source, target):  # an earlier move was killed halfway
            source.unlink()
            return target
        try:
            _move_to(source, target)
        except FileExistsError:
            continue
        sync_folder(wanted.parent)
        return target
    raise FileExistsError(f"{wanted.parent} holds {MAX_SAME_NAMES} files named {wanted.name}")


def _move_to(source: Path, target: Path) -> None:
    """In one step where the file system links; else copied whole first. Never onto another file."""
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        with open(target, "xb") as copy, open(source, "rb") as original:
            shutil.copyfileobj(original, copy, CHUNK_BYTES)
            copy.flush()
            os.fsync(copy.fileno())
    source.unlink()


def _is_same(source: Path, target: Path) -> bool:
    if not target.is_file() or target.is_symlink() or target.stat().st_size != source.stat().st_size:
        return False
    return _sha256(target) == _sha256(source)


def _put_back(moved: Path, source: Path) -> None:
    try:
        _move_to(moved, source)
    except FileExistsError:
        _move(moved, source)


def _is_being_fetched(path: Path) -> bool:
    """Whether a program keeps its half of the download beside the name it will have."""
    return any(path.with_name(path.name + suffix).exists() for suffix in UNFINISHED_SUFFIXES)


def _seen(path: Path) -> Sight | None:
    """A plain file as it is now; None when it is gone or is something else."""
    try:
        facts = path.lstat()
    except OSError:
        return None
    return Sight(facts.st_size, facts.st_mtime_ns, facts.st_ino) if stat.S_ISREG(facts.st_mode) else None


def _sha256(path: Path) -> str | None:
    """The sha256 of a plain file; None when it is gone, is a link, or may not be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return None
    with open(descriptor, "rb") as file:
        digest = hashlib.sha256()
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
