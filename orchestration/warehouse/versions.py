"""The version that stands beside every load: the package's, and a digest of whatever decides a value.

Belongs here: knowing when the warehouse was built by other code or other reference lists, so that
it is rebuilt from landing rather than mended.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import duckdb

from orchestration.reference.local import local_files, read_once
from orchestration.warehouse.relations import sql_folder

PACKAGE = Path(__file__).parents[1]


@read_once
def code_version() -> str:
    """For example `0.1.0+3f9c2a7be014`; the part after the plus moves with readers, lists and tables."""
    digest = hashlib.sha256(duckdb.__version__.encode())  # what it hashes, only the same engine hashes alike
    for path in [*_deciding_files(), *local_files()]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return f"{version('chiso766')}+{digest.hexdigest()[:12]}"


@cache
def views_version() -> str:
    """A digest of views, rules, checks, the dictionary and what writes it: when it moves, they are published anew."""
    digest = hashlib.sha256((sql_folder() / "dictionary.csv").read_bytes())
    for name in ("dictionary.py", "relations.py", "vietnamese.py"):
        digest.update((PACKAGE / "warehouse" / name).read_bytes())
    for folder in ("core", "rules", "marts", "checks"):
        for path in sorted((sql_folder() / folder).glob("*.sql")):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _deciding_files() -> list[Path]:
    readers = [PACKAGE / "readings.py", PACKAGE / "periods.py"]
    folders = (
        *(PACKAGE / "letters").rglob("*.py"),
        *(PACKAGE / "portal").glob("*.py"),
        *(PACKAGE / "reference").rglob("*.py"),
        *(PACKAGE / "reference").rglob("*.csv"),
        *(sql_folder() / "load").glob("*.sql"),
        *(path for path in (sql_folder() / "core").glob("*.sql")),
    )
    return sorted([*readers, *folders])
