// The province: now, the way there, what moved it, what is left, what to look at, what was received.

/** The province asked for; else the one looked at before, the home province, any. */
function provinceEntry(unitId) {
  const entries = start().provinces;
  return [unitId, recalled("province"), start().home].map((id) => entries.find((one) => one.unit_id === id)).find(Boolean) || entries[0];
}

async function provinceView(unitId, seriesFile) {
  const entry = provinceEntry(unitId);
  if (!entry) return el("p", {}, say("nothing"));
  keep("province", entry.unit_id);
  const province = await chapter(entry.file);
  const chosen = province.series.find((one) => one.file === seriesFile) || province.series[0];
  const data = await chapter(chosen.file);
  const series = { ...chosen, points: points(unpacked(data.points)), sources: keyed(unpacked(data.sources), "snapshot_id"),
    contributions: data.contributions ? unpacked(data.contributions) : [], gaps: data.gaps ? unpacked(data.gaps) : [] };
  return el("article", { class: "province" },
    provinceChoices(entry, province, chosen), provinceHead(entry, series), groupsNow(series),
    pathCharts(series), movedChart(series), gapsTable(series), periodsPart(province, chosen),
    findingsPart(province, series),
    calendarOf(province));
}

function provinceChoices(entry, province, chosen) {
  return el("div", { class: "choices" },
    choice(say("chooseProvince"), start().provinces.map((one) => [one.unit_id, `${shortName(one.name)} (${one.unit_id})`]), entry.unit_id,
      (unit) => { location.hash = `#/tinh/${unit}`; }),
    choice(say("choosePeriod"), province.series.map((one) => [one.file, `${periodName(one.period_type, one.period_start)}, ${say(one.source)}`]), chosen.file,
      (file) => { location.hash = `#/tinh/${entry.unit_id}/${file}`; }));
}

function provinceHead(entry, series) {
  const last = series.points.at(-1), total = last.by.TOTAL, source = series.sources.get(last.snapshot_id);
  return el("header", { class: "lead" },
    el("p", { class: "kicker" }, `${periodName(series.period_type, series.period_start)}, ${say(series.source)} `, maturityTag(last.maturity)),
    el("h1", {}, shortName(entry.name)),
    total ? headline(total) : el("p", { class: "standfirst" }, `${say("noTotal")}.`),
    el("p", { class: "byline" }, `${say("cutoff")}: ${cutoffSaid(source)}. `, sourceButton(source, total?.source_locator)));
}

function headline(total) {
  const before = total.previous_cutoff_at && total.delta !== null ? say("sinceCutoff", day(total.previous_cutoff_at)) : "";
  return el("div", { class: "figures" },
    el("div", { class: "figure" }, el("p", { class: "label" }, say("total")),
      el("p", { class: "big", id: "total-now" }, score(total.value), el("small", {}, ` /${whole(total.max_score)}`)),
      el("p", {}, changeMark(total.delta, total.break_reason), " ", before || reasonText(total.break_reason))),
    el("div", { class: "figure" }, el("p", { class: "label" }, say("rank")),
      el("p", { class: "big", id: "rank-now" }, whole(total.rank), el("small", {}, ` /${whole(total.cohort_size)}`)),
      el("p", {}, total.rank_change === null ? "" : [rankMark(total.rank_change), " ", total.rank_change === 0 ? say("rankSame") : `${say("sinceCutoff", day(total.previous_cutoff_at))}`])),
    el("div", { class: "figure" }, el("p", { class: "label" }, say("median")),
      el("p", { class: "big light", id: "median-now" }, score(total.cohort_median)),
      el("p", { class: "quiet" }, say("provinceCount", whole(total.cohort_size)))));
}

function groupsNow(series) {
  const last = series.points.at(-1);
  const rows = GROUPS.map((id) => {
    const now = last.by[id], maximum = now?.max_score ?? indicator(id).max_score;
    return el("tr", { "data-indicator": id },
      el("th", { scope: "row" }, indicatorName(id), el("span", { class: "code" }, id)),
      el("td", { class: "bar" }, now?.value !== undefined && now.value !== null && now.value_kind === "score" ? bulletBar(now.value, maximum, now.cohort_size > 1 ? now.cohort_median : null) : el("span", { class: "quiet" }, say("notPublished"))),
      el("td", { class: "number strong" }, score(now?.value), el("small", {}, ` /${whole(maximum)}`)),
      el("td", { class: "number" }, now ? changeMark(now.delta, now.break_reason) : ""),
      el("td", { class: "number rank" }, now?.rank ? [say("rankOf", whole(now.rank), whole(now.cohort_size)), " ", rankMark(now.rank_change)] : ""));
  });
  const isRanked = GROUPS.some((id) => last.by[id]?.rank);
  return section("groups", say("sixGroups"), `${say("sixGroupsNote")}${isRanked ? ` ${say("medianNote")}` : ""}`,
    el("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": say("sixGroups") }, el("table", { class: "groups" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("indicator")), el("th", { scope: "col" }, el("span", { class: "hidden" }, say("medianHere"))),
        ["score", "delta", "rank"].map((key) => el("th", { scope: "col", class: "number" }, say(key))))),
      el("tbody", {}, rows))));
}

const LABELLED = 12; // up to so many points say their value themselves

function pathCharts(series) {
  const totals = series.points.filter((point) => point.by.TOTAL).map((point) => ({ ...point.by.TOTAL, source: series.sources.get(point.snapshot_id) }));
  if (!totals.length) return null;
  const told = (point) => [`${cutoffOf(point.source)} · ${say(point.maturity)}`, `${say("score")}: ${score(point.value)} (${change(point.delta)})`,
    `${say("rank")}: ${whole(point.rank)}/${whole(point.cohort_size)}`, isCut(point) && cutReason(point)].filter(Boolean);
  const ranks = totals.map((point) => ({ ...point, break_reason: point.break_reason || (point.rank_change === null ? "cohortChanged" : null) }));
  const line = (name, points, value, axis, height, id, figures) => el("div", {}, el("h3", {}, name), chart({ name, height, id, figures, options: (width) => ({
    grid: { left: 8, right: 24, top: 28, bottom: 8, containLabel: true }, xAxis: timeAxis(width, totals), yAxis: axis(),
    tooltip: { trigger: "item", ...tooltip((found) => found.data?.point && told(found.data.point)) },
    series: [labelled(seriesLine(name, points, value), name === say("total") ? score : whole, name !== say("total"))],
  }) }));
  return section("path", say("path"), [say("pathNote"), onScreen(say("hoverHint"))], el("div", { class: "pair" },
    line(say("total"), totals, (point) => point.value, () => valueAxis({ axisLabel: { ...axisText(), formatter: (one) => written(one, 1) } }), 280, "chart-path", pathTable(totals)),
    line(say("rankPath"), ranks, (point) => point.rank, () => valueAxis({ inverse: true, minInterval: 1, min: (range) => Math.max(1, range.min - 2), max: (range) => range.max + 2 }), 280, "chart-rank")));
}

/** The line with each figure at its point, where there are few enough to read. */
function labelled(line, told, turned) {
  const points = line.data.filter((one) => one.point), places = labelPlaces(points.map((one) => one.value[1]), turned);
  points.forEach((one, place) => { one.label = places[place]; });
  return { ...line, label: { show: points.length <= LABELLED, distance: 8, color: colour("ink"), fontSize: 12,
    textBorderColor: colour("paper"), textBorderWidth: 4, formatter: (one) => (one.value[1] === null ? "" : told(one.value[1])) } };
}

function pathTable(totals) {
  return table([
    { key: "cutoff", title: say("cutoff"), value: (row) => row.cutoff_at, cell: (row) => cutoffOf(row.source) },
    { key: "score", title: say("score"), numeric: true, value: (row) => row.value, cell: (row) => score(row.value) },
    { key: "delta", title: say("delta"), numeric: true, value: (row) => row.delta, cell: (row) => changeMark(row.delta, row.break_reason) },
    { key: "rank", title: say("rank"), numeric: true, value: (row) => row.rank, cell: (row) => whole(row.rank) },
    { key: "change", title: say("rankChange"), numeric: true, value: (row) => row.rank_change, cell: (row) => rankMark(row.rank_change) },
    { key: "maturity", title: say("maturity"), cell: (row) => maturityTag(row.maturity) },
    { key: "source", title: say("source"), cell: (row) => sourceButton(row.source, row.source_locator) },
  ], totals, { id: "path-table", label: say("path"), sortBy: "cutoff", descending: true });
}

/** The way from the value before to the value now, one step per group. */
function movedChart(series) {
  const parts = series.contributions;
  if (!series.points.at(-1).by.TOTAL) return null;
  if (!parts.length) return section("moved", say("moved"), say("nothingMoved"));
  const [{ previous_value, value, previous_cutoff_at, cutoff_at }] = parts;
  const name = (part) => (part.is_remainder ? say("remainder") : indicatorName(part.part_indicator_id));
  const steps = [
    { name: `${say("before")} (${day(previous_cutoff_at)})`, from: previous_value, to: previous_value, told: score(previous_value) },
    ...parts.map((part) => ({ name: name(part), from: part.starts_at, to: part.ends_at, told: change(part.contribution), part })),
    { name: `${say("now")} (${day(cutoff_at)})`, from: value, to: value, told: score(value) },
  ];
  const lowest = Math.min(...steps.map((step) => Math.min(step.to, step.from)));
  const highest = Math.max(...steps.map((step) => Math.max(step.to, step.from)));
  const air = Math.max(0.05, (highest - lowest) * 0.08);
  return section("moved", say("moved"), say("movedNote", instant(previous_cutoff_at), instant(cutoff_at)), chart({
    name: say("moved"), id: "chart-moved", height: 16 + steps.length * 34, options: (width) => waterfall(steps, lowest - air, highest + air, width),
    figures: table([
      { key: "name", title: say("indicator"), cell: (row) => row.name },
      { key: "told", title: say("delta"), numeric: true, cell: (row) => row.told },
    ], steps, { id: "moved-table", rowHeader: "name", label: say("moved") }),
  }));
}

/** Each part from where the one before it ends; what was and what is now are marks, since the axis has no zero. */
function waterfall(steps, low, high, width) {
  const paint = (step) => (step.part.contribution > 0 ? colour("up") : step.part.contribution < 0 ? colour("down") : colour("line-strong"));
  const told = { show: true, position: "right", distance: 8, color: colour("ink"), fontSize: 13, formatter: (one) => steps[one.dataIndex].told };
  return {
    grid: { left: 8, right: 64, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: "value", min: low, max: high, axisLabel: { show: false }, splitLine: { show: false } },
    yAxis: { type: "category", inverse: true, data: steps.map((step) => step.name), axisLine: { show: false }, axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: colour("line") } },
      axisLabel: { fontSize: 13, color: colour("ink"), width: Math.min(260, width * 0.42), overflow: "break", lineHeight: 15 } },
    tooltip: { trigger: "item", ...tooltip((found) => steps[found.dataIndex] && [steps[found.dataIndex].name, steps[found.dataIndex].told]) },
    series: [
      { type: "bar", stack: "way", silent: true, itemStyle: { color: "transparent" }, data: steps.map((step) => (step.part ? Math.min(step.from, step.to) : "-")) },
      { type: "bar", stack: "way", barWidth: 16, barMinHeight: 2, label: told,
        data: steps.map((step) => (step.part ? { value: Math.abs(step.part.contribution), itemStyle: { color: paint(step) } } : "-")) },
      { type: "line", symbol: "rect", symbolSize: [4, 22], lineStyle: { width: 0 }, itemStyle: { color: colour("ink") }, label: { ...told, fontWeight: 600 },
        data: steps.map((step) => (step.part ? "-" : step.to)) },
    ],
  };
}

function gapsTable(series) {
  const gaps = series.gaps.filter((row) => row.kind === "group");
  if (!gaps.length) return null;
  const name = (row) => indicatorName(row.indicator_id);
  const behind = (row) => series.gaps.filter((one) => one.parent_id === row.indicator_id && (one.text_vi || one.cases_to_next_point));
  const told = (row) => [row, ...behind(row)].map(onePoint).filter(Boolean);
  const isKnown = gaps.some((row) => told(row).length);
  return section("gaps", say("gaps"), isKnown ? say("gapsNote") : `${say("gapsNote")} ${say("gapsUnknown")}`, table([
    { key: "name", title: say("indicator"), value: name, cell: name },
    { key: "score", title: say("score"), numeric: true, value: (row) => row.score, cell: (row) => [score(row.score), el("small", {}, ` /${whole(row.max_score)}`)] },
    { key: "bar", title: el("span", { class: "hidden" }, say("maximum")), cell: (row) => bulletBar(row.score, row.max_score), cellClass: () => "bar" },
    { key: "gap", title: say("gap"), numeric: true, descendingFirst: true, value: (row) => row.gap, cell: (row) => score(row.gap), cellClass: () => "strong" },
    isKnown && { key: "next", title: say("onePoint"), cell: (row) => {
      const lines = told(row);
      return lines.length ? lines.map((text) => el("div", {}, text)) : el("span", { class: "quiet" }, say("onePointUnknown"));
    } },
  ].filter(Boolean), gaps, { id: "gaps-table", sortBy: "gap", descending: true, rowHeader: "name", label: say("gaps") }));
}

/** What one more point takes, in the warehouse's own sentence; in English from its count. */
function onePoint(row) {
  if (language() === "vi") return row.text_vi;
  return row.cases_to_next_point ? say("onePointCases", indicatorName(row.indicator_id), whole(row.cases_to_next_point)) : null;
}

/** Period by period of the kind shown, every source: the last value of each, and why it is not compared. */
function periodsPart(province, chosen) {
  const rows = unpacked(province.periods).filter((row) => row.period_type === chosen.period_type);
  const periods = [...grouped(rows.map((row) => ({ ...row, key: row.source + row.period_start })), "key").values()].map(onePeriod);
  if (periods.length < 2) return null;
  const own = periods.filter((row) => row.source === chosen.source && row.by.TOTAL?.value > 0);
  return section("periods", say("periods"), say("periodsNote"), own.length > 2 && periodsChart(own), periodsTable(periods));
}

const onePeriod = (values) => ({ ...values[0], by: Object.fromEntries(values.map((value) => [value.indicator_id, value])) });

function periodsChart(periods) {
  const totals = periods.map((row) => ({ ...row.by.TOTAL, cutoff_at: `${row.period_start}T00:00` }));
  const told = (point) => [`${periodName(point.period_type, point.period_start)} · ${say(point.maturity)}`,
    `${say("score")}: ${score(point.value)} (${change(point.delta)})`, isCut(point) && cutReason(point)].filter(Boolean);
  return chart({ name: say("periods"), height: 240, id: "chart-periods", options: () => ({
    grid: { left: 8, right: 24, top: 28, bottom: 8, containLabel: true }, yAxis: valueAxis(),
    xAxis: { ...timeAxis(0, totals), axisLabel: { ...axisText(), hideOverlap: true, customValues: totals.map((point) => moment(point.cutoff_at)),
      formatter: (at) => periodShort(totals[0].period_type, new Date(at).toISOString()) } },
    tooltip: { trigger: "item", ...tooltip((found) => found.data?.point && told(found.data.point)) },
    series: [labelled(seriesLine(say("total"), totals, (point) => point.value), score, false)],
  }) });
}

function periodsTable(periods) {
  const ids = VALUE_COLUMNS.filter((id) => periods.some((row) => (row.by[id]?.value ?? null) !== null));
  const reason = (row) => (row.by.TOTAL || row).break_reason;
  return table([
    { key: "period", title: say("period"), value: (row) => row.period_start, descendingFirst: true, cell: (row) => [periodName(row.period_type, row.period_start), el("br"), el("small", {}, say(row.source))] },
    ...valueColumns(ids.filter((id) => id === "TOTAL"), false),
    { key: "delta", title: say("delta"), numeric: true, descendingFirst: true, value: (row) => row.by.TOTAL?.delta, cell: (row) => changeMark(row.by.TOTAL?.delta) },
    { key: "rank", title: say("rank"), numeric: true, value: (row) => row.by.TOTAL?.rank, cell: (row) => whole(row.by.TOTAL?.rank) },
    ...valueColumns(ids.filter((id) => id !== "TOTAL"), false),
    { key: "maturity", title: say("maturity"), value: (row) => say(row.maturity), cell: (row) => maturityTag(row.maturity) },
    periods.some(reason) && { key: "reason", title: say("reason"), cell: (row) => el("small", {}, reason(row) && reasonText(reason(row))) },
  ].filter(Boolean), periods, { id: "periods-table", label: say("periods"), sortBy: "period", descending: true, rowHeader: "period" });
}

/** The findings of what is shown, then, folded, those of the province's other periods and sources. */
function findingsPart(province, series) {
  const isShown = (row) => !row.snapshot_id || series.sources.has(row.snapshot_id);
  const own = unpacked(province.findings).filter((row) => row.about_unit_id === province.unit_id || (row.severity !== "info" && isShown(row)));
  const others = own.filter((row) => !isShown(row));
  return section("findings", say("findings"), null, findingsList(own.filter(isShown)),
    others.length > 0 && el("details", {}, el("summary", {}, say("otherFindings", others.length)), findingsList(others)));
}

function calendarOf(province) {
  const scopes = Object.entries(province.calendar);
  if (!scopes.length) return null;
  return section("calendar", say("calendar"), say("calendarNote"), el("div", { class: "scopes" }, scopes.map(([scope, rows]) => el("div", {},
    el("h3", { class: "scope" }, scope === "VN" ? say("country") : shortName(province.name)), calendar(unpacked(rows))))), calendarLegend());
}
