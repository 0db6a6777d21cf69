"""Invented counts: what a unit received, finished, put online, was asked, in a period, by a day.

Belongs here: numbers that a unit's code, a period and a day fully determine, and that move a
little from day to day. Does not belong here: points (`points`) and the form of answers.
"""

from __future__ import annotations

import hashlib
import struct
from datetime import date, timedelta
from typing import NamedTuple

from orchestration.demo_portal.units import DemoUnit
from orchestration.periods import Period

DAYS_BETWEEN_TURNS = 14
# the portal goes on rewriting a closed period for about two months
STILL_REWRITTEN = timedelta(days=60)
_DRAWS = struct.Struct("32H")


class Figures(NamedTuple):
    """Counts of one unit (or a sum of units) in one period; `day_sum` is processing days × 100."""

    received: int
    on_time: int
    completed: int
    day_sum: int
    results: int
    digitized: int
    reused: int
    citizen_dossiers: int
    citizen_procedures: int
    procedures: int
    petitions: int
    about_rules: int
    about_staff: int
    petitions_on_time: int
    petitions_satisfied: int
    paid_online: int
    payable: int
    fee_procedures_paid: int
    fee_procedures_used: int
    fee_procedures: int
    services: int
    services_full: int
    services_partial: int
    online_services_used: int
    online_services: int
    channel_online: int
    channel_direct: int
    online_on_time: int


class Publicity(NamedTuple):
    """A province's procedures published and updated; the portal repeats them on its units."""

    procedures: int
    published_on_time: int
    updated: int
    updated_on_time: int
    complete: int


def figures_of(unit: DemoUnit, period: Period, day: date) -> Figures:
    """The counts of one agency or commune in `period`, as they stand on `day`."""
    draw = _draws(f"{unit.code}|{period}", _last_moved(period, day))
    size = _draws(f"{unit.code}|size", 0)
    received = int(_yearly_dossiers(unit, size[0]) * _elapsed_share_of_year(period, day))
    on_time = _part(received, 0.70, 0.99, draw[0])
    online = _part(received, 0.75, 1.0, draw[1])
    payable = _part(received, 0.2, 0.7, draw[2])
    petitions = int(received * 0.002 * size[1])
    procedures = 3 + int(60 * size[2])
    return Figures(
        received=received,
        on_time=on_time,
        completed=_part(received, 0.7, 0.95, draw[4]),
        day_sum=int(received * (100 + 900 * draw[5])),
        results=_part(received, 0.3, 0.95, draw[6]),
        digitized=_part(received, 0.1, 0.6, draw[7]),
        reused=_part(received, 0.0, 0.6, draw[8]),
        citizen_dossiers=_part(received, 0.3, 1.0, draw[9]),
        citizen_procedures=_part(procedures, 0.0, 0.6, draw[10]),
        procedures=procedures,
        petitions=petitions,
        about_rules=_part(petitions, 0.5, 0.9, draw[11]),
        about_staff=_part(petitions, 0.0, 0.1, draw[12]),
        petitions_on_time=_part(petitions, 0.2, 1.0, draw[13]),
        petitions_satisfied=_part(petitions, 0.1, 0.9, draw[14]),
        paid_online=_part(payable, 0.4, 1.0, draw[15]),
        payable=payable,
        channel_online=online,
        channel_direct=received - online,
        online_on_time=_part(online, 0.8, 0.99, draw[20]),
        **_services(size, draw),
    )


def _services(size: list[float], draw: list[float]) -> dict[str, int]:
    services = 2 + int(40 * size[3])
    full = _part(services, 0.1, 0.6, draw[3])
    fee_procedures = 1 + int(20 * size[4])
    return {
        "fee_procedures_paid": _part(fee_procedures, 0.1, 0.6, draw[16]),
        "fee_procedures_used": _part(fee_procedures, 0.1, 0.6, draw[17]),
        "fee_procedures": fee_procedures,
        "services": services,
        "services_full": full,
        "services_partial": _part(services - full, 0.1, 0.8, draw[18]),
        "online_services_used": _part(3 * services, 0.1, 0.7, draw[19]),
        "online_services": 3 * services,
    }


def publicity_of(province: DemoUnit, period: Period, day: date) -> Publicity:
    """The published procedures of a province in `period`, as they stand on `day`."""
    draw = _draws(f"{province.code}|publicity|{period}", _last_moved(period, day))
    procedures = 40 + int(120 * draw[0])
    updated = _part(procedures, 0.6, 1.0, draw[1])
    return Publicity(
        procedures=procedures,
        published_on_time=_part(procedures, 0.0, 0.9, draw[2]),
        updated=updated,
        updated_on_time=_part(updated, 0.1, 0.9, draw[3]),
        complete=_part(procedures, 0.8, 1.0, draw[4]),
    )


def summed(units: list[Figures]) -> Figures:
    """The counts of a province, or of the country, from those of its parts."""
    return Figures(*(sum(column) for column in zip(*units, strict=True)))


def drift(key: str, day: date) -> float:
    """A number from 0 to 1 that `key` and `day` determine, near that of the day before."""
    return _draws(key, day.toordinal())[0]


def _draws(key: str, day: int) -> list[float]:
    """32 numbers from 0 to 1: mostly the key's own, for a fifth moving between fortnightly turns."""
    turn, passed = divmod(day, DAYS_BETWEEN_TURNS)
    share = passed / DAYS_BETWEEN_TURNS
    rows = zip(_hashed(key), _hashed(f"{key}|{turn}"), _hashed(f"{key}|{turn + 1}"), strict=True)
    return [(0.8 * own + 0.2 * (here + (there - here) * share)) / 65536 for own, here, there in rows]


def _hashed(key: str) -> tuple[int, ...]:
    return _DRAWS.unpack(hashlib.blake2b(key.encode(), digest_size=64).digest())


def _part(whole: int, least: float, most: float, draw: float) -> int:
    return int(whole * (least + (most - least) * draw))


def _yearly_dossiers(unit: DemoUnit, draw: float) -> float:
    least, most = (100, 40_000) if unit.kind == "agency" else (800, 8_000)
    return least + (most - least) * draw**3


def _elapsed_share_of_year(period: Period, day: date) -> float:
    passed = (min(day, period.end) - period.start).days + 1
    return max(0, passed) / 365


def _last_moved(period: Period, day: date) -> int:
    return min(day, period.end + STILL_REWRITTEN).toordinal()
