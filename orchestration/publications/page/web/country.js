// The country: who stands where, the six groups side by side, province by group.

async function countryView(file) {
  const periods = start().country;
  const chosen = periods.find((one) => one.file === file) || periods[0];
  if (!chosen) return el("p", {}, say("nothing"));
  const data = await chapter(chosen.file);
  const now = unpacked(data.now), sources = keyed(unpacked(data.sources), "snapshot_id");
  const provinces = leagueRows(now.filter((row) => row.level === "province"));
  const source = sources.get(provinces[0]?.snapshot_id);
  const chosenUnit = recalled("province") || start().home;
  return el("article", { class: "country" },
    el("div", { class: "choices" }, choice(say("choosePeriod"), periods.map((one) => [one.file, `${periodName(one.period_type, one.period_start)}, ${say(one.source)}`]),
      chosen.file, (to) => { location.hash = `#/ca-nuoc/${to}`; })),
    el("header", { class: "lead" },
      el("p", { class: "kicker" }, `${periodName(chosen.period_type, chosen.period_start)}, ${say(chosen.source)} `, source && maturityTag(source.maturity)),
      el("h1", {}, say("country")), countryLine(now, provinces),
      el("p", { class: "byline" }, source && `${say("cutoff")}: ${cutoffSaid(source)}. `, sourceButton(source))),
    leagueTable(provinces, source, chosenUnit), smallMultiples(unpacked(data.path), provinces, chosenUnit), heatMap(provinces));
}

const leagueRows = (rows) => [...grouped(rows, "unit_id").values()].map((values) => ({
  unit_id: values[0].unit_id, name: values[0].unit_name, snapshot_id: values[0].snapshot_id, maturity: values[0].maturity,
  by: Object.fromEntries(values.map((value) => [value.indicator_id, value])),
}));

/** The median, and the country's own line where the source gives one, with its break. */
function countryLine(now, provinces) {
  const own = now.find((row) => row.level === "country" && row.indicator_id === "TOTAL");
  const median = provinces[0]?.by.TOTAL?.cohort_median;
  return el("div", { class: "figures" },
    el("div", { class: "figure" }, el("p", { class: "label" }, say("median")), el("p", { class: "big", id: "median-now" }, score(median)), el("p", {}, say("provinceCount", provinces.length))),
    own && el("div", { class: "figure" }, el("p", { class: "label" }, say("ownLine")), el("p", { class: "big light" }, score(own.value)),
      el("p", {}, changeMark(own.delta, own.break_reason), " ", own.break_reason ? reasonText(own.break_reason) : own.previous_cutoff_at ? say("sinceCutoff", day(own.previous_cutoff_at)) : "")));
}

function leagueTable(provinces, source, chosenUnit) {
  const columns = [
    { key: "rank", title: say("rank"), numeric: true, value: (row) => row.by.TOTAL?.rank, cell: (row) => whole(row.by.TOTAL?.rank) },
    { key: "moved", title: say("rankChange"), numeric: true, descendingFirst: true, value: (row) => row.by.TOTAL?.rank_change, cell: (row) => rankMark(row.by.TOTAL?.rank_change) },
    { key: "name", title: say("province"), value: (row) => shortName(row.name), cell: (row) => el("a", { href: `#/tinh/${row.unit_id}` }, shortName(row.name)) },
    ...valueColumns(["TOTAL"]),
    { key: "delta", title: say("delta"), numeric: true, descendingFirst: true, value: (row) => row.by.TOTAL?.delta, cell: (row) => changeMark(row.by.TOTAL?.delta, row.by.TOTAL?.break_reason) },
    ...valueColumns(GROUPS),
  ];
  return section("league", say("league"), [say("leagueNote", source ? cutoffOf(source) : DASH), ` ${say("sharedRank")}.`, onScreen(say("sortHint"))],
    table(columns, provinces, { id: "league-table", label: say("league"), sortBy: "rank", rowHeader: "name",
      search: (row) => `${row.name} ${row.unit_id}`, filters: [wayFilter()], rowClass: (row) => (row.unit_id === chosenUnit ? "chosen" : null) }));
}

/** Six panels, a line per province: the chosen one strong, the median dotted. */
function smallMultiples(path, provinces, chosenUnit) {
  const name = shortName(provinces.find((row) => row.unit_id === chosenUnit)?.name || "");
  const panels = GROUPS.map((id) => [id, path.filter((row) => row.indicator_id === id)]).filter(([, rows]) => rows.length);
  return section("multiples", say("smallMultiples"), say("smallMultiplesNote", name), el("div", { class: "multiples" }, panels.map(([id, rows]) =>
    el("div", {}, el("h3", {}, indicatorName(id), el("small", {}, ` /${whole(indicator(id).max_score)}`)),
      chart({ name: indicatorName(id), height: 170, id: `multiple-${id}`, options: () => panel(rows, chosenUnit) })))));
}

function panel(rows, chosenUnit) {
  const byUnit = grouped(rows, "unit_id"), medians = [...grouped(rows, "cutoff_at").values()].map((values) => values[0]);
  const line = (unit, values, style, extra) => ({
    type: "line", name: unit, showSymbol: false, silent: true, data: brokenLine(values, (row) => row.value), lineStyle: style, itemStyle: { color: style.color }, ...extra,
  });
  const quiet = { color: colour("line-strong"), width: 1, opacity: 0.4 };
  const chosen = byUnit.get(chosenUnit);
  return {
    grid: { left: 4, right: 62, top: 10, bottom: 4, containLabel: true },
    xAxis: endsAxis(medians), yAxis: valueAxis({ splitNumber: 3, boundaryGap: [0, 0] }),
    series: [
      ...[...byUnit].filter(([unit]) => unit !== chosenUnit).map(([unit, values]) => line(unit, values, quiet)),
      { ...line("median", medians.map((row) => ({ ...row, break_reason: null })), { color: colour("ink"), width: 2, type: [2, 3] }),
        data: medians.map((row) => [moment(row.cutoff_at), row.cohort_median]) },
      ...(chosen ? [line(chosenUnit, chosen, { color: colour("accent"), width: 3 }, {
        endLabel: { show: true, color: colour("accent"), fontWeight: 600, fontSize: 13, formatter: () => score(chosen.at(-1).value) } })] : []),
    ],
  };
}

/** Every cell carries its number; the shade says how near to the maximum. */
function heatMap(provinces) {
  const share = (row, id) => (row.by[id]?.value ?? null) === null ? null : row.by[id].value / indicator(id).max_score;
  const columns = [
    { key: "rank", title: say("rank"), numeric: true, value: (row) => row.by.TOTAL?.rank, cell: (row) => whole(row.by.TOTAL?.rank) },
    { key: "name", title: say("province"), value: (row) => shortName(row.name), cell: (row) => shortName(row.name) },
    ...valueColumns(GROUPS).map((column) => ({ ...column, cellClass: (row) => heatClass(share(row, column.key)) })),
  ];
  return section("heat", say("heat"), say("heatNote"),
    table(columns, provinces, { id: "heat-table", label: say("heat"), sortBy: "rank", rowHeader: "name" }),
    el("p", { class: "scale", "aria-hidden": "true" }, say("heatLow"), Array.from({ length: SHADES }, (_, shade) => el("span", { class: `heat heat-${shade}` })), say("heatHigh")));
}

const SHADES = 7;
const heatClass = (share) => (share === null ? "heat heat-none" : `heat heat-${Math.min(SHADES - 1, Math.floor(share * SHADES))}`);
