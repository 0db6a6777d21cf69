"""What breaks while landing, loading or publishing: the next run is whole, nothing is lost, analysts never notice."""

from __future__ import annotations

import errno
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration import pipeline
from orchestration.landing.archive import Damaged, Landing
from orchestration.landing.records import Receipt
from orchestration.settings import Settings, read_settings
from orchestration.warehouse import publish as publishing
from orchestration.warehouse.connection import WarehouseBusy, open_reader, work_file, writer_lock
from tests.integration.invented import reading, six, warehouse

ROOT = Path(__file__).parents[2]
LETTERS = ROOT / "examples" / "letters"
LETTER = LETTERS / "694-VP-NC_2023-11-28.md"
SEED = int(os.environ.get("CHISO766_FAULT_SEED", "766"))
KILLS = int(os.environ.get("CHISO766_FAULT_KILLS", "3"))

RUN = """
import sys
from pathlib import Path
from orchestration import pipeline
from orchestration.settings import read_settings
settings = read_settings({"CHISO766_HOME": sys.argv[1]})
print("ready", flush=True)
pipeline.land_archive(settings, Path(sys.argv[2]))
print("landed", flush=True)
built = pipeline.build_warehouse(settings)
print("built", flush=True)
pipeline.publish_warehouse(settings, built)
print("published", flush=True)
"""


def run_pipeline(settings: Settings) -> pipeline.Built:
    pipeline.land_archive(settings, LETTERS)
    built = pipeline.build_warehouse(settings)
    pipeline.publish_warehouse(settings, built)
    return built


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """What an undisturbed run of the letters makes."""
    settings = read_settings({"CHISO766_HOME": str(tmp_path_factory.mktemp("whole"))})
    run_pipeline(settings)
    return settings


def contents(settings: Settings) -> list[tuple[object, ...]]:
    """What analysts see: every value with its snapshot."""
    with open_reader(settings.current) as connection:
        return connection.execute(
            "select snapshot_id, unit_id, indicator_id, score, rate_pct from observations order by all"
        ).fetchall()


def start(settings: Settings, home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(home), str(LETTERS)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


def kill_in(settings: Settings, home: Path, station: str, chance: random.Random) -> None:
    """Start a run and kill it some moment after it reached a station."""
    process = start(settings, home)
    assert process.stdout is not None
    with process:
        while process.stdout.readline().strip() != station:
            assert process.poll() is None
        time.sleep(chance.uniform(0, 0.6))
        process.send_signal(signal.SIGKILL)


@pytest.mark.parametrize("station", ["ready", "landed", "built"])
def test_killed_at_any_moment_the_next_run_is_whole(whole: Settings, tmp_path: Path, station: str) -> None:
    home = tmp_path / "home"
    settings = read_settings({"CHISO766_HOME": str(home)})
    chance = random.Random(f"{SEED}-{station}")
    for _ in range(max(1, KILLS // 3)):
        kill_in(settings, home, station, chance)
        assert all(damage is None for damage in Landing(settings.landing).verify())
        if settings.current.exists():
            assert contents(settings) == contents(whole)
    run_pipeline(settings)
    assert contents(settings) == contents(whole)
    assert not list(settings.published.glob(".publishing*"))


def test_a_kill_inside_a_load_leaves_no_half_snapshot(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from tests.integration.invented import reading, six, warehouse\n"
        "from orchestration.warehouse import load\n"
        "values = {'H05': six('60', '10', '10', '10', '10', '10', '10')}\n"
        "connection = warehouse(Path(sys.argv[1]), reading('2026-10-05', values))\n"
        "load.STEPS = load.STEPS[:4]\n"
        "real = load.load_statements\n"
        "def dying(name):\n"
        "    if name == 'ledger':\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return real(name)\n"
        "load.load_statements = dying\n"
        "load.load_reading(connection, reading('2026-10-06', values), 'killed')\n"
    )
    ran = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    with duckdb.connect(str(tmp_path / "invented.duckdb")) as connection:
        counts = connection.execute(
            "select (select count(*) from core.snapshots), (select count(*) from core.observations), "
            "(select count(*) from core.loads), (select count(*) from core.snapshot_pairs)"
        ).fetchone()
    assert counts == (1, 7, 1, 1)


def no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_while_landing_leaves_nothing_half(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    landing = Landing(settings.landing)
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_space)
        with pytest.raises(OSError, match="No space left"):
            landing.land(b"answer", Receipt(kind="letter", name="a.md"))
    assert not [path for path in settings.landing.rglob("*") if path.is_file()]
    assert landing.land(b"answer", Receipt(kind="letter", name="a.md")).is_new


def test_a_full_disk_while_publishing_keeps_the_file_before(whole: Settings, tmp_path: Path) -> None:
    """The copy is cut by a limit on file size, as a full disk would cut it."""
    published = tmp_path / "published"
    first = publishing.publish(whole.work, published)

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))

    script = (
        "import signal, sys\nfrom pathlib import Path\nfrom orchestration.warehouse.publish import *\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try:\n    publish(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except PublishFailed as error:\n    print(error); sys.exit(7)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(whole.work), str(published)],
        cwd=ROOT, capture_output=True, text=True, preexec_fn=small_files,
    )  # fmt: skip
    assert ran.returncode == 7, ran.stderr
    assert "cannot copy" in ran.stdout
    assert (published / "current.duckdb").resolve() == first
    assert [path.name for path in published.iterdir() if path.name.startswith(".")] == []
    publishing.publish(whole.work, published)
    assert (published / "current.duckdb").resolve() != first


def half_payload(landing: Landing) -> None:
    payload = next(landing.root.glob("payloads/*/*.gz"))
    payload.write_bytes(payload.read_bytes()[: payload.stat().st_size // 2])


def no_payload(landing: Landing) -> None:
    next(landing.root.glob("payloads/*/*.gz")).unlink()


@pytest.mark.parametrize("damage", [half_payload, no_payload])
def test_a_damaged_archive_is_told_and_never_loaded(settings: Settings, damage: Callable[[Landing], None]) -> None:
    pipeline.land_letters(settings, [LETTER])
    damage(Landing(settings.landing))
    assert [found is None for found in Landing(settings.landing).verify()] == [False]
    with pytest.raises(Damaged):
        pipeline.build_warehouse(settings)
    with duckdb.connect(str(work_file(settings.work)), read_only=True) as connection:
        assert connection.execute("select count(*) from core.observations").fetchall() == [(0,)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_an_error(settings: Settings) -> None:
    settings.landing.mkdir(parents=True)
    settings.landing.chmod(0o500)
    with pytest.raises(PermissionError):
        pipeline.land_letters(settings, [LETTER])


def test_permission_refused_while_publishing_keeps_the_file_before(
    whole: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = tmp_path / "published"
    first = publishing.publish(whole.work, published)

    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as denied:
        denied.setattr(os, "replace", refused)
        with pytest.raises(PermissionError):
            publishing.publish(whole.work, published)
    assert (published / "current.duckdb").resolve() == first
    assert publishing.published_edition(published / "current.duckdb") is not None


def test_a_work_file_of_garbage_is_made_anew(whole: Settings, settings: Settings) -> None:
    settings.work.mkdir(parents=True)
    work_file(settings.work).write_bytes(random.Random(SEED).randbytes(50_000))
    built = run_pipeline(settings)
    assert built.was_rebuilt
    assert contents(settings) == contents(whole)


def test_a_second_writer_waits_and_then_says_who_is_in_the_way(settings: Settings) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom orchestration.warehouse.connection import writer_lock\n"
        "with writer_lock(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(30)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(settings.work)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "held"
        with pytest.raises(WarehouseBusy), writer_lock(settings.work, wait_seconds=0.3):
            pass
        other.kill()
        other.wait()
        with writer_lock(settings.work, wait_seconds=5):
            pass


def test_readers_stay_open_while_it_is_published_twenty_times(tmp_path: Path) -> None:
    values = {"H05": six("60", "10", "10", "10", "10", "10", "10")}
    warehouse(tmp_path, reading("2026-10-05", values)).close()
    work = tmp_path / "work"
    work.mkdir()
    (tmp_path / "invented.duckdb").rename(work_file(work))
    published = tmp_path / "published"
    publishing.publish(work, published)
    current = published / "current.duckdb"
    script = (
        "import sys\nfrom pathlib import Path\nfrom orchestration.warehouse.connection import open_reader\n"
        "print('reading', flush=True)\n"
        "for _ in range(60):\n"
        "    with open_reader(Path(sys.argv[1])) as c:\n"
        "        assert c.execute('select count(*) from observations').fetchall() == [(7,)]\n"
    )
    with (
        open_reader(current) as held_open,
        subprocess.Popen([sys.executable, "-c", script, str(current)], stdout=subprocess.PIPE, cwd=ROOT) as reader,
    ):
        assert reader.stdout is not None
        reader.stdout.readline()
        for _ in range(20):
            publishing.publish(work, published)
            assert held_open.execute("select count(*) from observations").fetchall() == [(7,)]
        assert reader.wait(timeout=60) == 0
    assert len(publishing.published_files(published)) == publishing.KEPT_FILES
