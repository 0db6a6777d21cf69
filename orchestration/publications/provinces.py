"""Which provinces publications are made for.

Belongs here: `CHISO766_PROVINCES` → codes that have figures. Does not belong here: their figures.
"""

from __future__ import annotations

from orchestration.settings import Settings
from orchestration.warehouse.connection import open_reader

_ALL = """
    select u.unit_id from units as u
    where u.level = 'province' and u.unit_id in (select o.unit_id from observations as o)
    order by u.unit_id
"""


def provinces_of(settings: Settings) -> list[str]:
    """The codes asked for; every province with figures where all are asked for; those without left out."""
    with open_reader(settings.current) as connection:
        known = [code for (code,) in connection.execute(_ALL).fetchall()]
    return known if "all" in settings.provinces else [code for code in settings.provinces if code in known]
