// Agencies, communes, districts: each level a cohort of its own, who moves, and the whole list.

async function unitsView(scope, wanted) {
  const scopes = start().units;
  const entry = scopes.find((one) => one.unit_id === scope) || scopes.find((one) => one.unit_id === start().home) || scopes[0];
  if (!entry) return el("p", {}, say("nothing"));
  const data = await chapter(entry.file);
  const cohorts = unitCohorts(unpacked(data.rows));
  const chosen = cohorts.find((one) => one.key === wanted) || cohorts[0];
  const source = keyed(unpacked(data.sources), "snapshot_id").get(chosen.rows[0].snapshot_id);
  const movers = data.movers ? unpacked(data.movers).filter((row) => row.level === chosen.level && row.source === chosen.source && row.period_type === chosen.period_type) : [];
  const findings = unpacked(data.findings).filter((row) => row.snapshot_id === source.snapshot_id);
  return el("article", { class: "units" },
    el("div", { class: "choices" },
      choice(say("chooseProvince"), scopes.map((one) => [one.unit_id, `${shortName(one.name)} (${whole(one.unit_count)})`]), entry.unit_id, (to) => { location.hash = `#/don-vi/${to}`; }),
      choice(say("chooseLevel"), cohorts.map((one) => [one.key, `${say(one.level)} (${whole(one.rows.length)}), ${periodName(one.period_type, one.period_start)}, ${say(one.source)}`]), chosen.key,
        (to) => { location.hash = `#/don-vi/${entry.unit_id}/${to}`; })),
    el("header", { class: "lead" },
      el("p", { class: "kicker" }, `${periodName(chosen.period_type, chosen.period_start)}, ${say(chosen.source)} `, maturityTag(source.maturity)),
      el("h1", {}, `${shortName(entry.name)}: ${say(chosen.level).toLowerCase()}`),
      el("p", { class: "standfirst" }, say(chosen.isRate ? "rates" : "scores")),
      el("p", { class: "byline" }, `${say("cutoff")}: ${cutoffSaid(source)}. `, sourceButton(source))),
    moversPart(movers, chosen, entry.name), unitsTable(chosen, entry.name),
    findings.length > 0 && section("findings", say("findings"), null, findingsList(findings)));
}

function unitCohorts(rows) {
  const cohorts = new Map();
  for (const row of rows) {
    const key = [row.level, row.source, row.period_type, row.period_start].join("_");
    if (!cohorts.has(key)) cohorts.set(key, { key, level: row.level, source: row.source, period_type: row.period_type, period_start: row.period_start, values: [] });
    cohorts.get(key).values.push(row);
  }
  return [...cohorts.values()].map((cohort) => ({ ...cohort, rows: leagueRows(cohort.values),
    isRate: cohort.values.every((row) => row.value_kind === "rate_pct" || row.value === null),
    ids: VALUE_COLUMNS.filter((id) => cohort.values.some((row) => row.indicator_id === id)) }));
}

function moversPart(movers, cohort, scopeName) {
  if (!cohort.ids.includes("TOTAL")) return null;
  if (!movers.length) return section("movers", say("movers"), say("noMovers"));
  const list = (direction, word) => el("div", {}, el("h3", {}, say(word)), el("ol", { class: "movers" }, movers.filter((row) => row.direction === direction).map((row) =>
    el("li", {}, el("span", {}, ownName(row.unit_name, scopeName), el("small", {}, ` ${say("since", day(row.since_cutoff_at))}, ${say("streak", row.streak_length)}`)),
      el("span", { class: "number" }, score(row.value), " ", changeMark(row.delta))))));
  return section("movers", say("movers"), null, el("div", { class: "pair" }, list("rose", "risers"), list("fell", "fallers")));
}

function unitsTable(cohort, scopeName) {
  const isRanked = cohort.ids.includes("TOTAL"), isCompared = cohort.values.some((row) => row.delta !== null || row.break_reason !== "first_observation");
  const columns = [
    isRanked && { key: "rank", title: say("rank"), numeric: true, value: (row) => row.by.TOTAL?.rank, cell: (row) => whole(row.by.TOTAL?.rank) },
    isRanked && isCompared && { key: "moved", title: say("rankChange"), numeric: true, descendingFirst: true, value: (row) => row.by.TOTAL?.rank_change, cell: (row) => rankMark(row.by.TOTAL?.rank_change) },
    { key: "name", title: say("unit"), value: (row) => row.name, cell: (row) => [ownName(row.name, scopeName), !row.unit_id.includes("~") && el("span", { class: "code" }, row.unit_id)] },
    ...valueColumns(cohort.ids.filter((id) => id === "TOTAL"), !cohort.isRate),
    isRanked && isCompared && { key: "delta", title: say("delta"), numeric: true, descendingFirst: true, value: (row) => row.by.TOTAL?.delta, cell: (row) => changeMark(row.by.TOTAL?.delta, row.by.TOTAL?.break_reason) },
    ...valueColumns(cohort.ids.filter((id) => id !== "TOTAL"), !cohort.isRate).map((column) => ({ ...column, title: cohort.isRate ? [column.title, " (%)"] : column.title })),
  ].filter(Boolean);
  return section("list", say(isRanked ? "league" : "unitList"), isRanked ? `${say("sharedRank")}.` : null, table(columns, cohort.rows,
    { id: "units-table", label: say(cohort.level), sortBy: isRanked ? "rank" : "name", rowHeader: "name", search: (row) => `${row.name} ${row.unit_id}`, filters: isCompared && isRanked ? [wayFilter()] : [] }));
}
