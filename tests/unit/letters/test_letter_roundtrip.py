"""Random letters in the layout of 694/VP-NC: what was written is what is read.

Figures, dates, numbers and cutoffs are invented; names are real ones, since only known units load.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from letter_samples import rates_694, readings

from orchestration.periods import VIETNAM, period_of
from orchestration.reference.registry import load_units

MAXIMA = {"CKMB": 18, "TDGQ": 20, "CLGQ": 12, "TTTT": 10, "MDHL": 18, "MDSH": 22}
WORDS = {
    "CKMB": "Chỉ số Công khai minh bạch", "TDGQ": "Chỉ số Tiến độ giải quyết",
    "CLGQ": "Dịch vụ công trực tuyến", "TTTT": "Thanh toán trực tuyến", "MDHL": "Mức độ hài lòng",
    "MDSH": "Số hóa hồ sơ",
}
UNITS = {unit.unit_id: unit for unit in load_units()}
OF_694 = [(unit_id, UNITS[unit_id].name) for unit_id in dict.fromkeys(line[2] for line in rates_694())]
PROVINCES = [(unit.unit_id, unit.name.upper()) for unit in load_units()
             if unit.level == "province" and "~" not in unit.unit_id]

Rates = dict[str, Decimal | None]


@dataclass(frozen=True)
class Invented:
    """A letter before it is written."""

    province: tuple[str, str]
    number: int
    signed: date
    cutoff: datetime
    scores: dict[str, Decimal]
    agencies: dict[tuple[str, str], Rates]
    districts: dict[tuple[str, str], Rates]


def comma(number: Decimal) -> str:
    return str(number).replace(".", ",")


@st.composite
def tables(draw: st.DrawFn, units: list[tuple[str, str]]) -> dict[tuple[str, str], Rates]:
    groups = draw(st.lists(st.sampled_from(list(WORDS)), min_size=1, max_size=6, unique=True))
    rate = st.none() | st.decimals(0, 100, places=2) | st.integers(0, 100).map(Decimal)
    rows = draw(st.lists(st.sampled_from(units), min_size=1, max_size=9, unique=True))
    return {unit: {group: draw(rate) for group in groups} for unit in rows}


@st.composite
def letters(draw: st.DrawFn) -> Invented:
    cutoff = draw(st.datetimes(datetime(2023, 1, 2), datetime(2024, 12, 31)).map(
        lambda moment: moment.replace(minute=0, second=0, microsecond=0, tzinfo=VIETNAM)))
    home = ("H50", "UBND TỈNH QUẢNG TRỊ")
    # only this province's units are known, so only its letters have tables
    layout = draw(st.sampled_from(["both tables", "agencies", "districts", "points alone"]))
    province = draw(st.sampled_from(PROVINCES)) if layout == "points alone" else home
    return Invented(
        province, draw(st.integers(1, 9999)),
        cutoff.date() + timedelta(days=draw(st.integers(0, 40))), cutoff,
        {group: draw(st.decimals(0, maximum, places=1)) for group, maximum in MAXIMA.items()
         if group == "CKMB" or draw(st.booleans())},
        draw(tables(OF_694[:18])) if layout in ("both tables", "agencies") else {},
        draw(tables(OF_694[18:])) if layout in ("both tables", "districts") else {},
    )


def written(letter: Invented, cell_of_none: str, bar: str) -> str:
    day = f"ngày {letter.signed.day:02} tháng {letter.signed.month:02} năm {letter.signed.year}"
    parts = [
        f"{letter.province[1]}\nVĂN PHÒNG", f"Số: **{letter.number}** /VP-NC", f"Tỉnh lỵ, {day}",
        "V/v công khai kết quả\nđánh giá Bộ chỉ số", "Kính gửi: Các cơ quan",
        "\n".join(f"- {WORDS[group]}: {comma(score)}/{MAXIMA[group]} điểm"
                  for group, score in letter.scores.items()),
        f"* Thời điểm chốt số liệu: {letter.cutoff:%H}h ngày {letter.cutoff:%d/%m/%Y}.",
    ]
    for owner, rows in (("CÁC CƠ QUAN CẤP TỈNH", letter.agencies), ("UBND CẤP HUYỆN", letter.districts)):
        if rows:
            groups = list(next(iter(rows.values())))
            lines = [["STT", "Tên cơ quan/ đơn vị", *(f"{WORDS[group]} (%)" for group in groups)]]
            for at, ((_, name), rates) in enumerate(rows.items(), 1):
                figures = [rates[group] for group in groups]
                lines.append([str(at), name, *(cell_of_none if f is None else comma(f) for f in figures)])
            edge = "|" if bar == "|" else ""
            parts += [f"PHỤ LỤC\nKẾT QUẢ CỦA {owner} NĂM {letter.cutoff.year}",
                      "\n".join(f"{edge}{bar.join(line)}{edge}" for line in lines)]
    return "\n\n".join(parts) + "\n"


@given(
    letters(), st.sampled_from(["", "-", "–"]), st.sampled_from(["\t", "|"]), st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["NFC", "NFD"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_is_written_is_what_is_read(
    letter: Invented, none: str, bar: str, line_end: str, form: str, encoding: str
) -> None:
    text = unicodedata.normalize(form, written(letter, none, bar))  # type: ignore[arg-type]
    (found,) = readings(text.replace("\n", line_end).encode(encoding))
    home = letter.province[0]
    assert (found.scope_unit_id, found.document_number, found.document_date) == (
        home, f"{letter.number}/VP-NC", letter.signed)
    assert (found.cutoff_at, found.period) == (letter.cutoff, period_of("year", letter.cutoff.year))
    points = {o.indicator_id: (o.score, o.max_score) for o in found.observations if o.unit_id == home}
    assert points == {group: (score, Decimal(MAXIMA[group])) for group, score in letter.scores.items()}
    rates = {(o.unit_id, o.indicator_id): o.rate_pct for o in found.observations if o.max_score is None}
    assert rates == {
        (unit_id, group): rate
        for rows in (letter.agencies, letter.districts)
        for (unit_id, _), of_unit in rows.items() for group, rate in of_unit.items()
    }
