"""What runs are given: where this installation keeps its files.

Belongs here: Dagster resources. Does not belong here: what the environment's variables mean
(`orchestration.settings`).
"""

import os

import dagster as dg

from orchestration.settings import Settings, read_settings


class Installation(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The folders and choices of this installation, read from the environment when a run starts."""

    home: str | None = None

    def settings(self) -> Settings:
        """The environment's settings; `home`, where given, stands before `CHISO766_HOME`."""
        if self.home is None:
            return read_settings()
        return read_settings({**os.environ, "CHISO766_HOME": self.home})
