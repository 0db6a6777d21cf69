"""Main trends of the index 766, from the published file: a marimo notebook.

    marimo run notebooks/trends.py            # a page on 127.0.0.1
    marimo edit notebooks/trends.py           # with the code
    python notebooks/trends.py                # as a script: prints what the charts are drawn from

It opens `$CHISO766_HOME/published/current.duckdb` read-only, so it never stands in the way of a run.
Needs the extra `notebook`: pip install "chiso766[notebook]".
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Chỉ số 766: xu hướng")


@app.cell
def _():
    import os
    from pathlib import Path

    import altair as alt
    import duckdb
    import marimo as mo

    # a chart writes numbers as its readers do: 61,40
    vietnamese = {"number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]}}
    return Path, alt, duckdb, mo, os, vietnamese


@app.cell
def _(mo):
    mo.md("""
    # Chỉ số 766: xu hướng

    Đọc từ tệp đã công bố, chỉ đọc. Đường chỉ nối những lần chốt so sánh được; điểm rỗng là số tạm tính.
    """)
    return


@app.cell
def _(Path, duckdb, os):
    current = Path(os.environ.get("CHISO766_HOME") or "var") / "published" / "current.duckdb"
    if not current.exists():
        raise SystemExit(f"Chưa có {current}; hãy chạy `make run`. / {current} is not there yet; run `make run`.")
    warehouse = duckdb.connect(str(current.resolve()), read_only=True)
    _ = warehouse.execute("set timezone = 'Asia/Ho_Chi_Minh'")
    return (warehouse,)


@app.cell
def _(mo, os, warehouse):
    provinces = dict(
        warehouse.execute(
            "select distinct unit_name, unit_id from trends_by_cutoff "
            "where level = 'province' and scope_unit_id = 'VN' order by unit_name"
        ).fetchall()
    )
    asked = (os.environ.get("CHISO766_PROVINCES") or "H50").split(",")[0]
    chosen = next((name for name, code in provinces.items() if code == asked), next(iter(provinces), None))
    province = mo.ui.dropdown(provinces, value=chosen, label="Tỉnh, thành phố")
    province
    return (province,)


@app.cell
def _(province, warehouse):
    # within one period, at each cutoff; the country's median beside the province; a line never crosses a break
    totals = warehouse.execute(
        """
        select cutoff_at::timestamp as cutoff_at, value::double as score, cohort_median::double as median,
               delta::double as delta, rank, cohort_size, break_reason,
               case maturity
                   when 'provisional' then 'tạm tính' when 'closed' then 'đã khóa kỳ' else maturity
               end as status,
               count_if(not comparable and break_reason <> 'first_observation') over (order by cutoff_at) as stretch
        from trends_by_cutoff
        where unit_id = $unit and indicator_id = 'TOTAL' and scope_unit_id = 'VN' and period_type = 'year'
        order by cutoff_at
        """,
        {"unit": province.value},
    ).df()
    groups = warehouse.execute(
        """
        select t.cutoff_at::timestamp as cutoff_at, i.name_vi as "group", t.value::double as score,
               100 * t.value / i.max_score as share_pct,
               count_if(not t.comparable and t.break_reason <> 'first_observation') over (
                   partition by t.indicator_id order by t.cutoff_at
               ) as stretch
        from trends_by_cutoff as t
        inner join indicators as i on i.indicator_id = t.indicator_id and i.kind = 'group'
        where t.unit_id = $unit and t.scope_unit_id = 'VN' and t.period_type = 'year'
        order by t.cutoff_at
        """,
        {"unit": province.value},
    ).df()
    return groups, totals


@app.cell
def _(warehouse):
    # who moved most at the newest cutoff; only changes that may be compared
    movers = warehouse.execute(
        """
        select unit_name, value::double as score, delta::double as delta, rank, rank_change
        from trends_by_cutoff
        where indicator_id = 'TOTAL' and level = 'province' and scope_unit_id = 'VN' and period_type = 'year'
        qualify cutoff_at = max(cutoff_at) over () and delta is not null
        order by delta desc, unit_id
        """
    ).df()
    return (movers,)


@app.cell
def _(alt, mo, totals, vietnamese):
    _axis = alt.X("cutoff_at:T", title="Thời điểm chốt", axis=alt.Axis(format="%d/%m", labelOverlap=True))
    _height = alt.Y("score:Q", title="Điểm", scale=alt.Scale(zero=False), axis=alt.Axis(format=".1f"))
    _told = [
        alt.Tooltip("cutoff_at:T", title="Chốt", format="%d/%m/%Y %H:%M"),
        alt.Tooltip("score:Q", title="Điểm", format=".2f"),
        alt.Tooltip("delta:Q", title="Tăng, giảm", format="+.2f"), alt.Tooltip("rank:Q", title="Hạng"),
        alt.Tooltip("status:N", title="Tình trạng"), alt.Tooltip("break_reason:N", title="Không so sánh vì"),
    ]
    _line = alt.Chart(totals).mark_line(color="#0072B2").encode(_axis, _height, detail="stretch:N")
    _points = alt.Chart(totals).mark_point(color="#0072B2", size=60, opacity=1).encode(
        _axis, _height, tooltip=_told,
        fill=alt.condition("datum.status == 'tạm tính'", alt.value("white"), alt.value("#0072B2")),
    )
    _median = alt.Chart(totals).mark_line(strokeDash=[4, 4], color="gray").encode(
        _axis, alt.Y("median:Q"), detail="stretch:N"
    )
    total_chart = (
        (_median + _line + _points)
        .properties(title="Tổng điểm (nét đứt: trung vị các tỉnh)", width=560)
        .configure(locale=vietnamese)
    )
    mo.vstack([mo.md("## Tổng điểm qua các lần chốt"), total_chart])
    return (total_chart,)


@app.cell
def _(alt, groups, mo, vietnamese):
    group_chart = (
        alt.Chart(groups)
        .mark_line(point=True)
        .encode(
            alt.X("cutoff_at:T", title=None, axis=alt.Axis(format="%d/%m", labelOverlap=True, tickCount=4)),
            alt.Y("share_pct:Q", title="% điểm tối đa"),
            alt.Facet("group:N", columns=3, title=None),
            detail="stretch:N",
            tooltip=[
                alt.Tooltip("cutoff_at:T", title="Chốt", format="%d/%m/%Y %H:%M"),
                alt.Tooltip("score:Q", title="Điểm", format=".2f"),
                alt.Tooltip("share_pct:Q", title="% điểm tối đa", format=".1f"),
            ],
        )
        .properties(width=170, height=110, title="Sáu nhóm, phần trăm điểm tối đa")
        .configure(locale=vietnamese)
    )
    mo.vstack([mo.md("## Sáu nhóm chỉ số"), group_chart])
    return (group_chart,)


@app.cell
def _(alt, mo, movers, vietnamese):
    mover_chart = (
        alt.Chart(movers)
        .mark_bar()
        .encode(
            alt.X("delta:Q", title="Tăng, giảm từ lần chốt trước (điểm)", axis=alt.Axis(format=".1f")),
            alt.Y("unit_name:N", sort="-x", title=None, axis=alt.Axis(labelLimit=220)),
            color=alt.condition("datum.delta >= 0", alt.value("#0072B2"), alt.value("#D55E00")),
            tooltip=[
                alt.Tooltip("unit_name:N", title="Tỉnh"), alt.Tooltip("score:Q", title="Điểm", format=".2f"),
                alt.Tooltip("delta:Q", title="Tăng, giảm", format="+.2f"), alt.Tooltip("rank:Q", title="Hạng"),
                alt.Tooltip("rank_change:Q", title="Đổi hạng", format="+d"),
            ],
        )
        .properties(width=420, title="Ai lên, ai xuống ở lần chốt mới nhất")
        .configure(locale=vietnamese)
    )
    mo.vstack([mo.md("## Các tỉnh, thành phố"), mover_chart])
    return (mover_chart,)


@app.cell
def _(groups, mo, movers, totals):
    if mo.app_meta().mode == "script":
        for _name, _frame in (("totals", totals), ("groups", groups), ("movers", movers)):
            print(f"# {_name}: {len(_frame)} rows")
            print(_frame.to_string(index=False, max_rows=12))
    return


if __name__ == "__main__":
    app.run()
