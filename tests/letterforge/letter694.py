"""The letter 694/VP-NC of the examples as a `LetterSpec`, split by its tabs and blank lines alone.

Does not belong here: the product's own reader of text; tests compare two routes.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from tests.letterforge.spec import LetterSpec, TableSpec

SOURCE = Path(__file__).parents[2] / "examples" / "letters" / "694-VP-NC_2023-11-28.md"


@cache
def letter_694() -> LetterSpec:
    """The whole letter, the scan's errors kept as they are."""
    text = SOURCE.read_text(encoding="utf-8").replace("**", "").replace("(*", "(").replace("*)", ")")
    blocks = [block.strip("\n") for block in text.split("\n\n") if block.strip("\n")]
    (head, motto, number, place, subject, to, addressees, opening, first, scores, second, order,
     copies_to, copies, signer) = blocks[:15]
    superior, issuer = head.splitlines()
    assert motto.splitlines()[0].startswith("CỘNG HÒA")
    assert (to, copies_to) == ("Kính gửi:", "Nơi nhận:")
    return LetterSpec(
        superior=superior, issuer=issuer, number=number.removeprefix("Số: ").replace(" ", ""),
        place=place.partition(",")[0], day=date(2023, 11, 28), subject=tuple(subject.splitlines()),
        addressees=tuple(addressees.splitlines()), body=(opening, first), scores=tuple(scores.splitlines()),
        closing=(second, order), recipients=tuple(copies.splitlines()), signer=signer,
        tables=tuple(_tables(blocks[15:])),
    )


def _tables(blocks: list[str]) -> list[TableSpec]:
    found = []
    above: list[str] = []
    for at, block in enumerate(blocks):
        if "\t" in block:
            heading, *rows = (tuple(line.split("\t")) for line in block.splitlines())
            *title, caption = above
            found.append(TableSpec((heading,), tuple(rows), tuple(title), caption, blocks[at + 1].strip()))
            above = []
        elif not block.startswith("* Thời điểm"):
            above.append(block)
    return found
