"""What goes wrong on the way: bad files, crashes, repeats, rebuilds, and publishing under readers."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from orchestration import loading, pipeline
from orchestration.cli import main
from orchestration.landing.archive import Landing
from orchestration.settings import Settings
from orchestration.warehouse import checks as checks_module
from orchestration.warehouse.checks import Check
from orchestration.warehouse.connection import WarehouseBusy, open_reader, work_file, writer_lock
from orchestration.warehouse.publish import PublishFailed, publish, published_files
from orchestration.warehouse.relations import relations

EXAMPLES = Path(__file__).parents[2] / "examples"
LETTER = (EXAMPLES / "letters" / "694-VP-NC_2023-11-28.md").read_text(encoding="utf-8")
VOLATILE = ("loaded_at", "built_at", "received_at")


def everything(settings: Settings) -> dict[str, list[str]]:
    """Every row of every analysts' view, without the times at which they were written."""
    with open_reader(settings.current) as connection:
        return {
            relation.name: sorted(
                map(str, connection.execute(
                    f"select columns(lambda c: c not in {VOLATILE}) from {relation.qualified}"
                ).fetchall())
            )
            for relation in relations()
            if relation.schema == "main"
        }  # fmt: skip


def run_examples(settings: Settings) -> pipeline.Built:
    pipeline.land_archive(settings, EXAMPLES)
    built = pipeline.build_warehouse(settings)
    pipeline.publish_warehouse(settings, built)
    return built


def test_rebuilding_from_landing_gives_the_same_warehouse(settings: Settings) -> None:
    run_examples(settings)
    before = everything(settings)
    shutil.rmtree(settings.work)
    shutil.rmtree(settings.published)
    built = pipeline.build_warehouse(settings)
    pipeline.publish_warehouse(settings, built)
    assert everything(settings) == before
    assert len(before["observations"]) == 1509


def test_running_again_changes_nothing(settings: Settings) -> None:
    run_examples(settings)
    arrived = pipeline.land_archive(settings, EXAMPLES)
    built = pipeline.build_warehouse(settings)
    assert arrived.new == ()
    assert len(arrived.known) == 7
    assert built.loaded == []
    assert pipeline.publish_warehouse(settings, built) is None
    assert len(published_files(settings.published)) == 1


BAD_LETTERS = {
    "empty.md": b"",
    "budget.md": "Số: 12/STC-NS\n\nV/v dự toán ngân sách năm 2024\n\nKính gửi: UBND các huyện".encode(),
    "unknown-agency.md": LETTER.replace("Sở Ngoại vụ", "Sở Vũ trụ").encode(),
    "two-marks.md": LETTER.replace("94,22", "1.500,5").encode(),
    "not-a-number.md": LETTER.replace("95,75", "Ð35").encode(),
    "six-cells.md": LETTER.replace("33,3\t96,45", "96,45").encode(),
}
BAD_CAPTURES = {
    "truncated": b'{"code": "OK", "data": {"overview"',
    "html": b"<html><title>Request Rejected</title></html>",
    "empty": b"",
    "error": b'{"code": "ERROR", "message": "no", "data": null}',
}


def bad_archive(folder: Path) -> Path:
    shutil.copytree(EXAMPLES, folder)
    for name, payload in BAD_LETTERS.items():
        (folder / "letters" / name).write_bytes(payload)
    meta = (folder / "portal" / "national_2026-10-05.meta.json").read_text()
    for name, payload in BAD_CAPTURES.items():
        (folder / "portal" / f"{name}.json").write_bytes(payload)
        (folder / "portal" / f"{name}.meta.json").write_text(meta)
    (folder / "portal" / "no-meta.json").write_text("{}")
    with open(folder / "letters" / "huge.pdf", "wb") as file:
        file.truncate(1_000_000_000)
    return folder


def test_bad_input_is_refused_by_name_and_the_rest_loads(settings: Settings, tmp_path: Path) -> None:
    arrived = pipeline.land_archive(settings, bad_archive(tmp_path / "archive"))
    built = pipeline.build_warehouse(settings)
    assert pipeline.publish_warehouse(settings, built) is not None
    assert {reason.name for reason in arrived.refused} == {"huge.pdf", "no-meta.json"}
    refused = {refusal.record.name: refusal.reason for refusal in built.refusals}
    assert set(refused) == set(BAD_LETTERS) | {f"{name}.json" for name in BAD_CAPTURES}
    assert "Sở Vũ trụ" in refused["unknown-agency.md"].vi
    assert "1.500,5" in refused["two-marks.md"].vi
    for reason in refused.values():
        assert reason.place
        assert reason.vi != reason.en
    with open_reader(settings.current) as connection:
        assert connection.execute("select count(*) from observations").fetchall() == [(1509,)]
        told = connection.execute("select evidence from findings where rule = 'refused'").fetchall()
        proven = [connection.execute(evidence).fetchall() for (evidence,) in told]
    assert len(told) == len(refused)
    assert {len(rows) for rows in proven} == {1}
    folders = list(settings.quarantine.iterdir())
    assert len(folders) == len(refused) + 2
    assert all((folder / "reason.md").read_text(encoding="utf-8").count("Not loaded") == 1 for folder in folders)


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("utf16.md", LETTER.encode("utf-16")),
        ("crlf.md", LETTER.replace("\n", "\r\n").encode()),
    ],
)
def test_the_same_letter_in_other_clothes_is_the_same_content(
    settings: Settings, tmp_path: Path, name: str, payload: bytes
) -> None:
    run_examples(settings)
    (tmp_path / name).write_bytes(payload)
    pipeline.land_letters(settings, [tmp_path / name])
    built = pipeline.build_warehouse(settings)
    assert [loaded.status for _, loaded in built.loaded] == ["same_as"]
    assert built.loaded[0][1].snapshot_id.startswith("letter.H50.year-2023")


def test_a_letter_that_corrects_another_is_a_revision(settings: Settings, tmp_path: Path) -> None:
    run_examples(settings)
    (tmp_path / "corrected.md").write_text(LETTER.replace("94,22", "95,22"), encoding="utf-8")
    pipeline.land_letters(settings, [tmp_path / "corrected.md"])
    built = pipeline.build_warehouse(settings)
    pipeline.publish_warehouse(settings, built)
    with open_reader(settings.current) as connection:
        revised = connection.execute(
            "select unit_id, indicator_id, first_value::varchar, latest_value::varchar from revisions "
            "where kind = 'corrected_document'"
        ).fetchall()
        current = connection.execute(
            "select value::varchar from trends_by_cutoff where unit_id = 'H50~so-tu-phap' "
            "and indicator_id = 'TDGQ'"
        ).fetchall()
    assert revised == [("H50~so-tu-phap", "TDGQ", "94.2200", "95.2200")]
    assert current == [("95.2200",)]


def test_two_letters_with_one_number_and_two_dates_are_held(settings: Settings, tmp_path: Path) -> None:
    run_examples(settings)
    other = LETTER.replace("ngày **28** tháng **11**", "ngày **12** tháng **12**").replace("94,22", "93,11")
    (tmp_path / "other.md").write_text(other, encoding="utf-8")
    pipeline.land_letters(settings, [tmp_path / "other.md"])
    built = pipeline.build_warehouse(settings)
    assert "số 694/VP-NC" in built.refusals[0].reason.vi
    assert "28/11/2023" in built.refusals[0].reason.vi


def test_a_value_is_never_rounded(settings: Settings, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "portal", tmp_path / "portal")
    capture = tmp_path / "portal" / "national_2026-10-05.json"
    capture.write_text(capture.read_text().replace('"CKMB": 11.46', '"CKMB": 11.460004', 1))
    pipeline.land_archive(settings, tmp_path)
    built = pipeline.build_warehouse(settings)
    assert [refusal.record.name for refusal in built.refusals] == ["national_2026-10-05.json"]
    assert "more than four decimals for CKMB" in built.refusals[0].reason.en


def test_damage_is_found(settings: Settings) -> None:
    run_examples(settings)
    landing = Landing(settings.landing)
    victim = next((settings.landing / "payloads").rglob("*.gz"))
    victim.write_bytes(victim.read_bytes()[:-20])
    assert len([damage for damage in landing.verify() if damage]) == 1
    result = CliRunner().invoke(main, ["doctor"], env={"CHISO766_HOME": str(settings.home)})
    assert result.exit_code == 4
    assert "1 hỏng" in result.output


def test_a_payload_without_its_record_was_never_received(settings: Settings) -> None:
    run_examples(settings)
    record = next((settings.landing / "records").rglob("*.json"))
    record.unlink()
    assert len(Landing(settings.landing).records()) == 6
    pipeline.land_archive(settings, EXAMPLES)
    assert len(Landing(settings.landing).records()) == 7


def test_a_failing_check_blocks_publishing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = Check("planted", "select 'wrong row' as what", "main.observations", "error", "Nothing is wrong.")
    monkeypatch.setattr(checks_module, "checks", lambda: (planted,))
    pipeline.land_archive(settings, EXAMPLES)
    built = pipeline.build_warehouse(settings)
    assert [result.sample for result in built.blocking_failures] == [(("wrong row",),)]
    assert pipeline.publish_warehouse(settings, built) is None
    assert not settings.current.exists()


def test_the_last_three_are_kept_and_an_open_reader_is_not_disturbed(settings: Settings) -> None:
    run_examples(settings)
    with open_reader(settings.current) as reader:
        for _ in range(4):
            with writer_lock(settings.work):
                publish(settings.work, settings.published)
        assert reader.execute("select count(*) from observations").fetchall() == [(1509,)]
    names = [path.name for path in published_files(settings.published)]
    assert [name[-14:-7] for name in names] == ["-000003", "-000004", "-000005"]
    assert settings.current.resolve().name == names[-1]


def test_an_unclean_work_file_is_not_published(settings: Settings) -> None:
    run_examples(settings)
    work_file(settings.work).with_name("chiso766.duckdb.wal").write_bytes(b"left by a crash")
    with pytest.raises(PublishFailed, match="not closed cleanly"):
        publish(settings.work, settings.published)


def test_a_second_writer_waits_and_then_says_so(settings: Settings) -> None:
    with (
        writer_lock(settings.work),
        pytest.raises(WarehouseBusy, match="Another process"),
        writer_lock(settings.work, wait_seconds=0.2),
    ):
        pass


def test_the_published_file_is_in_the_format_duckdb_1_5_reads(loaded: Settings) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{loaded.current.resolve()}' as wh (read_only)")
        tags = connection.execute("select tags from duckdb_databases() where database_name = 'wh'").fetchall()
    assert tags[0][0]["storage_version"].startswith("v1.5")


def test_settings_for_a_home_elsewhere(settings: Settings) -> None:
    assert replace(settings, home=Path("/elsewhere")).current == Path("/elsewhere/published/current.duckdb")


def run_command(settings: Settings, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments), env={"CHISO766_HOME": str(settings.home)})
    return result.exit_code, result.output


def test_the_command_runs_and_says_what_it_found(settings: Settings) -> None:
    code, output = run_command(settings, "run", "--archive", str(EXAMPLES))
    assert code == 0
    assert "UBND tỉnh Quảng Trị (H50)" in output
    assert "61,40      +0,41    22/34 (-1)" in output
    code, output = run_command(settings, "run", "--archive", str(EXAMPLES))
    assert code == 0
    assert "Nothing new." in output


def test_the_command_answers_programs(settings: Settings) -> None:
    run_command(settings, "run", "--archive", str(EXAMPLES))
    code, output = run_command(settings, "query", "--json", "select count(*) as n from observations")
    assert (code, json.loads(output)) == (0, [{"n": 1509}])
    code, output = run_command(settings, "status", "--json")
    assert json.loads(output)["trends"][-1]["rank"] == 22
    assert run_command(settings, "doctor", "--json") == (0, '{"records": 7, "damaged": []}\n')


def test_the_commands_exit_codes(settings: Settings, tmp_path: Path) -> None:
    code, output = run_command(settings, "status")
    assert code == 6
    assert "make run" in output
    (tmp_path / "bad.md").write_bytes(BAD_LETTERS["unknown-agency.md"])
    code, output = run_command(settings, "ingest", str(tmp_path / "bad.md"))
    assert code == 3
    assert "Sở Vũ trụ" in output
    code, output = run_command(settings, "query", "select nothing from nowhere")
    assert code == 2


def breaking(real, *times: int):
    """What breaks the engine the given times it is called (counted from 1), and else does what it does."""
    calls = 0

    def call(*args, **more):
        nonlocal calls
        calls += 1
        if calls in times:
            raise duckdb.InternalException("INTERNAL Error: dict-surviving join: no dictionary\nStack Trace: …")
        return real(*args, **more)

    return call


@pytest.mark.parametrize("station", ["a load", "the checks", "both"])
def test_a_build_goes_on_where_the_engine_broke(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, station: str
) -> None:
    pipeline.land_archive(settings, EXAMPLES)
    if station != "the checks":
        monkeypatch.setattr(loading, "load_readings", breaking(loading.load_readings, 4))
    if station != "a load":
        monkeypatch.setattr(pipeline, "run_checks", breaking(pipeline.run_checks, 1))
    said: list[str] = []
    built = pipeline.build_warehouse(settings, said.append)
    assert sum("DuckDB broke" in one for one in said) == (2 if station == "both" else 1)
    assert not built.blocking_failures
    assert pipeline.publish_warehouse(settings, built) is not None
    gone_on = everything(settings)
    monkeypatch.undo()
    pipeline.publish_warehouse(settings, pipeline.build_warehouse(settings, from_nothing=True))
    assert everything(settings) == gone_on
    assert len({name for name, _ in built.loaded}) == len(built.loaded)


def test_an_engine_that_breaks_every_time_publishes_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.land_archive(settings, EXAMPLES)
    monkeypatch.setattr(loading, "load_readings", breaking(loading.load_readings, *range(1, 100)))
    with pytest.raises(checks_module.EngineBroke, match=r"hỏng.*broke on build; .*dict-surviving join: no dictionary$"):
        pipeline.build_warehouse(settings)
    assert not settings.current.exists()
    monkeypatch.undo()
    assert pipeline.publish_warehouse(settings, pipeline.build_warehouse(settings)) is not None
