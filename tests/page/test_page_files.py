"""The files of the page: small, closed to the network, harmless whatever the data says, replaced whole."""

from __future__ import annotations

import hashlib
import json
import os
import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from conftest import rewritten
from hypothesis import given
from hypothesis import strategies as st

from orchestration.cli import main
from orchestration.publications.page import make_page
from orchestration.publications.page.data_files import as_script, harmless, packed
from orchestration.publications.page.shell import LIBRARY
from orchestration.publications.reading import Table, ask
from orchestration.settings import Settings

TEXTS = st.text() | st.sampled_from(["</script><script>alert(1)//", "<!--", "]]>", "\u2028", "&lt;", "\\u003c"])


@given(st.recursive(TEXTS | st.none() | st.integers() | st.booleans(), lambda inner: st.lists(inner)))
def test_no_text_breaks_out_of_a_data_file(content: object) -> None:
    written = as_script(content)
    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written) == content


@given(st.text())
def test_a_key_is_never_a_path(key: str) -> None:
    name = harmless(key)
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", name)
    assert ".." not in name
    assert name == harmless(key)


ROWS = st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.none() | st.text(), st.none() | st.integers()))


@given(ROWS)
def test_a_packed_table_says_the_same(rows: list[tuple[object, ...]]) -> None:
    told = json.loads(as_script(packed(Table(("few", "many", "number"), rows))))
    for place, row in enumerate(told["rows"]):
        for column, value, expected in zip(told["columns"], row, rows[place], strict=True):
            words = told["words"].get(column)
            assert (words[value] if words and value is not None else value) == expected
    assert len(told["rows"]) == len(rows)


def test_values_are_written_without_loss(tmp_path: Path) -> None:
    """Every decimal of four places that a score can have comes back as it was."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'Asia/Ho_Chi_Minh'")
        connection.execute(
            "create view indicators as select 0 as indicator_id, 0 as parent_id, (n / 10000)::decimal(9, 4) as kind, "
            "timestamptz '2026-10-05 07:00:30+00' as name_vi, date '2026-01-01' as name_en, true as max_score "
            "from range(0, 1000000, 37) as r (n)"
        )
        told = ask(connection, "page/indicators")
        exact = [row[0] for row in connection.execute("select kind from indicators").fetchall()]
    read = json.loads(as_script([row[0] for row in told.values("kind")]), parse_float=Decimal)
    assert [Decimal(number) for number in read] == exact
    assert told.rows[0][3:] == ("2026-10-05T14:00", "2026-01-01", True)


def test_the_page_is_small_and_whole(index: Path) -> None:
    sizes = {path: path.stat().st_size for path in index.parent.rglob("*") if path.is_file()}
    assert sum(sizes.values()) < 3_000_000
    assert sizes[index] < 4_000
    named = re.findall(r'(?:src|href)="([^"#]+)"', index.read_text(encoding="utf-8"))
    local = [name for name in named if not name.startswith("data:")]
    assert f"assets/{LIBRARY}" in local
    assert all((index.parent / name).is_file() for name in local)


def test_nothing_of_ours_names_an_address(index: Path) -> None:
    for path in [index, *index.parent.glob("assets/page-*")]:
        found = re.findall(r"https?://[^\s\"']+", path.read_text(encoding="utf-8"))
        assert found == [], path


def test_the_policy_forbids_the_network(index: Path) -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', index.read_text(encoding="utf-8"))
    rules = dict(rule.strip().split(" ", 1) for rule in policy.replace("&#x27;", "'").split(";"))
    assert rules["default-src"] == rules["connect-src"] == rules["form-action"] == "'none'"
    assert rules["script-src"] == "'self' file:"


def test_every_data_file_is_of_one_edition(index: Path) -> None:
    heads = {path.read_text(encoding="utf-8").split(",", 2)[1] for path in (index.parent / "data").glob("*.js")}
    assert len(heads) == 1


def test_a_remade_page_takes_the_old_ones_place(loaded: Settings, tmp_path: Path) -> None:
    first = make_page(loaded.current, tmp_path)
    before = first.parent.resolve()
    again = make_page(loaded.current, tmp_path)
    assert again == first == tmp_path / "page" / "index.html"
    assert again.parent.resolve() != before
    assert (before / "index.html").is_file()  # for those who still read it


def test_a_page_that_cannot_be_made_leaves_the_old_one(loaded: Settings, tmp_path: Path) -> None:
    index = make_page(loaded.current, tmp_path)
    whole = index.read_bytes()
    broken = rewritten(loaded.current, tmp_path, "drop view main.coverage")
    with pytest.raises(Exception, match="coverage"):
        make_page(broken, tmp_path)
    assert index.read_bytes() == whole
    assert [path.name for path in tmp_path.glob(".page-*") if path.is_dir()] == [os.readlink(tmp_path / "page")]


def test_the_command_says_where_the_page_is(loaded: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHISO766_HOME", str(loaded.home))
    told = CliRunner().invoke(main, ["page", "--json"])
    assert told.exit_code == 0
    assert Path(json.loads(told.stdout)["page"]).is_file()


def test_the_command_needs_something_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHISO766_HOME", str(tmp_path))
    assert CliRunner().invoke(main, ["page"]).exit_code == 6


@pytest.mark.parametrize(
    "vendored", ["orchestration/publications/page/web/vendor/" + LIBRARY, "tests/page/vendor/axe-4.14.1.min.js"]
)
def test_foreign_code_is_the_one_on_record(vendored: str) -> None:
    root = Path(__file__).parents[2]
    record = (root / "docs" / "decisions" / "0007-page.md").read_text(encoding="utf-8")
    assert hashlib.sha256((root / vendored).read_bytes()).hexdigest() in record
