"""`chiso766 units`: the units of other provinces, for a person to confirm.

Belongs here: options, words and exit codes. Does not belong here: reading letters, or the lists'
rules (`reference`).
"""

from __future__ import annotations

from pathlib import Path

import click

from orchestration.commands.outcome import REFUSED, progress, stop
from orchestration.landing.durable import write_durably
from orchestration.letters.readers import read_letter
from orchestration.letters.reading import unknown_units
from orchestration.parcels import documents_of, label
from orchestration.readings import Refused
from orchestration.reference.local import use_local_lists
from orchestration.reference.proposals import as_csv, is_plausible, proposed_row
from orchestration.settings import Settings


@click.group()
def units() -> None:
    """The lists of units: what a letter names that they do not hold."""


@units.command()
@click.argument("letter", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path),
              help="Where to write the proposal [reference/proposed-<letter>.csv].")  # fmt: skip
@click.pass_obj
def propose(settings: Settings, letter: Path, out: Path | None) -> None:
    """Write the units that LETTER names and nobody knows as rows for reference/units.csv.

    A person completes them: the source and, where it is empty, the level; another spelling of a known unit
    belongs in reference/unit_aliases.csv. Then: chiso766 build.
    """
    use_local_lists(settings.reference)
    target = out or settings.reference / f"proposed-{label(letter.stem)}.csv"
    try:
        with progress(quiet=False) as report:
            report(letter.name)
            document = next(documents_of(letter, letter.name))
            if document.payload is None:
                raise document.refused or Refused(letter.name, "Không đọc được tệp.", "The file cannot be read.")
            found = unknown_units(read_letter(document.payload, letter.name))
    except Refused as refused:
        stop(f"{refused.place}: {refused.vi}\n{refused.en}", REFUSED)
    rows = [
        proposed_row(unit.name, unit.level, unit.province_id, unit.place, unit.nearest)
        for unit in found if is_plausible(unit.name)
    ]
    if not rows:
        click.echo("Mọi đơn vị trong văn bản đều đã có trong danh mục. / Every unit of the letter is known.")
        return
    write_durably(target, as_csv(rows).encode("utf-8-sig"))
    click.echo(
        f"{len(rows)} tên chưa có trong danh mục, đã ghi vào {target}. Hãy xem từng dòng, điền cột source (và level), "
        f"chuyển sang {settings.reference}/units.csv hoặc unit_aliases.csv, rồi chạy «chiso766 build».\n"
        f"{len(rows)} names are not on the lists; they are in {target}. Look at each row, fill in its source (and "
        f"level), move it to {settings.reference}/units.csv or unit_aliases.csv, and run `chiso766 build`."
    )
