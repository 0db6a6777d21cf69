"""How often Python looks for circular garbage while a great many records are made.

Belongs here: that one setting, for a while. Records, trees of JSON and lists of them are freed when the last
name for them goes; the collector only walks through them, again and again, and finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects between two looks; Python's own 700 make a third of the time of reading a national cutoff.
SELDOM = 50_000


@contextmanager
def collected_seldom() -> Iterator[None]:
    """Look for circular garbage seldom, for a while; what there is of it goes at the next look, as ever."""
    young, *older = gc.get_threshold()
    gc.set_threshold(SELDOM if 0 < young < SELDOM else young, *older)
    try:
        yield
    finally:
        gc.set_threshold(young, *older)
