// Documents: what was received, when, with which hash; and the values of one, as they stand in it.

async function documentsView(snapshotId) {
  const data = await chapter("documents"), sources = unpacked(data.sources);
  const wanted = sources.find((one) => one.snapshot_id === snapshotId && data.files[snapshotId]);
  if (wanted) return documentView(wanted, data.files[snapshotId]);
  return el("article", { class: "documents" },
    el("header", { class: "lead" }, el("h1", {}, say("documentsTitle")), el("p", { class: "standfirst" }, say("documentsNote"))),
    table([
      { key: "number", title: say("number"), value: sourceName, cell: (row) => [el("b", {}, row.document_number || say("capture")), el("br"), el("small", {}, say(row.source), row.document_date && `, ${say("dated", day(row.document_date))}`)] },
      { key: "scope", title: say("scope"), value: (row) => row.scope_name, cell: (row) => shortName(row.scope_name) },
      { key: "period", title: say("period"), value: (row) => row.period_start + row.period_type, cell: (row) => periodName(row.period_type, row.period_start) },
      { key: "cutoff", title: say("cutoff"), value: (row) => row.cutoff_at, descendingFirst: true, cell: (row) => el("time", { datetime: row.cutoff_at }, cutoffOf(row)) },
      { key: "received", title: say("received"), value: (row) => row.observed_at, descendingFirst: true, cell: (row) => instant(row.observed_at) },
      { key: "maturity", title: say("maturity"), value: (row) => say(row.maturity), cell: (row) => [maturityTag(row.maturity), row.is_superseded && el("span", { class: "tag" }, say("superseded")), row.is_mixed_refresh && el("span", { class: "tag" }, say("mixed"))] },
      { key: "hash", title: "SHA-256", cell: (row) => el("button", { type: "button", class: "source", onclick: () => showSource(row) }, el("span", { class: "hidden" }, "SHA-256 "), el("code", {}, `${row.sha256.slice(0, 10)}…`)) },
      { key: "values", title: say("values"), cell: (row) => (data.files[row.snapshot_id]
        ? el("a", { href: `#/van-ban/${encodeURIComponent(row.snapshot_id)}` }, say("see"))
        : el("button", { type: "button", class: "source", onclick: () => showSource(row) }, say("ask"))) },
    ], sources, { id: "documents-table", label: say("documentsTitle"), sortBy: "cutoff", descending: true,
      filters: [
        { label: say("kind"), value: (row) => say(row.source) }, { label: say("scope"), value: (row) => shortName(row.scope_name) },
        { label: say("period"), value: (row) => periodName(row.period_type, row.period_start) }, { label: say("maturity"), value: (row) => say(row.maturity) },
      ],
      search: (row) => `${sourceName(row)} ${row.scope_name} ${row.sha256} ${instant(row.cutoff_at)} ${row.document_subject || ""}` }));
}

async function documentView(source, file) {
  const values = unpacked((await chapter(file)).values);
  const tables = [...grouped(values, "table_number")];
  return el("article", { class: "document" },
    el("p", { class: "crumb" }, el("a", { href: "#/van-ban" }, `‹ ${say("backToList")}`)),
    el("header", { class: "lead" },
      el("p", { class: "kicker" }, `${periodName(source.period_type, source.period_start)}, ${say(source.source)} `, maturityTag(source.maturity)),
      el("h1", {}, source.document_number ? `${say(source.source)} ${source.document_number}` : `${say("capture")} ${instant(source.cutoff_at)}`),
      source.document_subject && el("p", { class: "standfirst" }, source.document_subject),
      el("p", { class: "byline" }, `${shortName(source.scope_name)}. ${say("cutoff")}: ${cutoffSaid(source)}. ${say("received")}: ${instant(source.observed_at)}. `, sourceButton(source))),
    tables.map(([number, rows]) => documentTable(number, rows, source.source === "letter")));
}

/** One table of the document: its rows and columns in its own order, its own digits. */
function documentTable(number, rows, isLetter) {
  const isGrid = number !== null;
  const title = isGrid ? say("tableNumber", number) : isLetter ? say("provinceScores") : say("values");
  const id = freshId("values");
  return section(id, title, isLetter ? say("asPublished") : null, isGrid || !isLetter ? gridOf(rows, title, isLetter) : listOf(rows, title));
}

/** The source's own text; where it keeps none, the number stood there plainly ("35"). */
const asWritten = (row) => row.raw_text ?? written(row.score ?? row.rate_pct, 0);

function gridOf(rows, title, isLetter) {
  const ids = isLetter ? [...new Set([...rows].sort((a, b) => a.column_number - b.column_number).map((row) => row.indicator_id))]
    : VALUE_COLUMNS.filter((id) => rows.some((row) => row.indicator_id === id)).concat([...new Set(rows.map((row) => row.indicator_id))].filter((id) => !VALUE_COLUMNS.includes(id)));
  const lines = [...grouped(rows, "unit_id").values()].map((values) => ({ unit_id: values[0].unit_id, name: values[0].unit_name, number: values[0].row_number, by: Object.fromEntries(values.map((value) => [value.indicator_id, value])) }));
  return table([
    isLetter && { key: "number", title: "STT", numeric: true, value: (row) => row.number, cell: (row) => whole(row.number) },
    { key: "name", title: say("unit"), value: (row) => row.name, cell: (row) => row.name },
    ...ids.map((id) => ({ key: id, numeric: true, descendingFirst: true, title: `${indicatorName(id)}${isLetter ? " (%)" : ""}`, value: (row) => row.by[id]?.score ?? row.by[id]?.rate_pct ?? null,
      cell: (row) => (row.by[id] ? el("span", { title: row.by[id].source_locator }, isLetter ? asWritten(row.by[id]) : score(row.by[id].score ?? row.by[id].rate_pct)) : DASH) })),
  ].filter(Boolean), lines, { label: title, rowHeader: "name", sortBy: isLetter ? "number" : null, search: (row) => `${row.name} ${row.unit_id}` });
}

function listOf(rows, title) {
  return table([
    { key: "name", title: say("indicator"), cell: (row) => indicatorName(row.indicator_id) },
    { key: "value", title: say("value"), numeric: true, cell: (row) => asWritten(row) },
    { key: "maximum", title: say("maximum"), numeric: true, cell: (row) => whole(row.max_score) },
    { key: "place", title: say("place"), cell: (row) => row.source_locator },
  ], [...rows].sort((a, b) => a.row_number - b.row_number), { label: title, rowHeader: "name" });
}
