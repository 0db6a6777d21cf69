"""Hypothesis strategies for invented annex tables: any names, figures, blanks, sections, merged headings.

Belongs here: what a random letter may hold. Does not belong here: formats, or the real letter.
"""

from __future__ import annotations

from hypothesis import strategies as st

from tests.letterforge.spec import TableSpec

_WORDS = (
    "Sở", "Ban", "Xã", "Phường", "Đặc khu", "Hướng", "Hóa", "Hoà", "Đakrông", "Triệu", "Thủy", "Quý", "Cồn",
    "Cỏ", "Gio", "Linh", "Tư pháp", "Nội vụ", "Y tế", "Công", "Thương", "và", "Dân tộc", "TB&XH", "PTNT",
    "Nghĩa", "Ngoại", "Vĩnh", "Ủy", "Ẩm", "Ỷ", "Ơn", "Ưng", "đảo", "(mới)", "QL<KKT>",
)
_GROUPS = ("Tiến độ (%)", "Số hóa hồ sơ (%)", "Mức độ hài lòng", "Công khai", "Thanh toán (%)", "Trực tuyến",
           "Dịch vụ công")
_PARTS = ("Điểm", "Tỷ lệ")
_BLANKS = ("", "", "-", "–")


def names() -> st.SearchStrategy[str]:
    """A unit's name of one to seven words, some of them on a second line."""
    words = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=7)
    return st.tuples(words, st.integers(0, 9)).map(
        lambda drawn: " ".join(drawn[0]) if drawn[1] else "\n".join(drawn[0])
    )


def figures() -> st.SearchStrategy[str]:
    """A figure from 0 to 100 as letters write it, with none to two decimals, or with its own "%"."""
    number = st.tuples(st.integers(0, 10_000), st.integers(0, 2), st.sampled_from(("", "", "", "%")))
    return number.map(lambda drawn: _written(*drawn))


def table_specs(max_rows: int = 60) -> st.SearchStrategy[TableSpec]:
    """A table of 3 to 9 columns and 1 to `max_rows` rows, with one heading row or two."""
    # the size is drawn first: lists of unsaid length are short, and short tables cross no page
    sizes = st.tuples(st.integers(3, 9), st.integers(1, max_rows))
    return sizes.flatmap(lambda size: st.builds(
        _table, st.just(size[0]), st.booleans(),
        st.lists(_row(size[0]), min_size=size[1], max_size=size[1]), st.sets(st.integers(0, max_rows - 1)),
    ))


def _row(width: int) -> st.SearchStrategy[tuple[str, ...]]:
    cell = st.one_of(figures(), figures(), st.sampled_from(_BLANKS))
    return st.tuples(names(), *[cell] * (width - 2))


def _table(width: int, is_grouped: bool, rows: list[tuple[str, ...]], sections: set[int]) -> TableSpec:
    body: list[tuple[str, ...]] = []
    for at, row in enumerate(rows):
        if at in sections and at % 7 == 3:
            body.append((f"KHỐI {at}",))
        body.append((str(at + 1), *row))
    return TableSpec(_headings(width, is_grouped), tuple(body), title=("KẾT QUẢ ĐÁNH GIÁ NĂM 2024",))


def _headings(width: int, is_grouped: bool) -> tuple[tuple[str, ...], ...]:
    measures = _GROUPS[: width - 2]
    if not is_grouped or width == 3:
        return (("STT", "Tên đơn vị", *measures),)
    groups = [measures[at // 2] for at in range(width - 2)]
    parts = [_PARTS[at % 2] if groups.count(groups[at]) > 1 else groups[at] for at in range(width - 2)]
    return ("STT", "Tên đơn vị", *groups), ("STT", "Tên đơn vị", *parts)


def _written(hundredths: int, places: int, sign: str) -> str:
    text = f"{round(hundredths / 100, places):.{places}f}".replace(".", ",")
    return text + sign
