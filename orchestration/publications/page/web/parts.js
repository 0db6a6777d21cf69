// Parts that more than one view shows: values in words, findings, the calendar, small pictures.

const VALUE_COLUMNS = ["TOTAL", ...GROUPS];

/** Rows of one cutoff under one unit: {cutoff_at, …, by: {indicator → row}}. */
function points(rows) {
  return [...grouped(rows, "cutoff_at").values()].map((values) => ({
    cutoff_at: values[0].cutoff_at, snapshot_id: values[0].snapshot_id, maturity: values[0].maturity,
    by: Object.fromEntries(values.map((value) => [value.indicator_id, value])),
  }));
}

const maturityTag = (maturity) => el("span", { class: `tag ${maturity}`, title: maturity === "provisional" ? say("provisionalNote") : null }, say(maturity));

/** A bar as long as the share of the maximum, with the median as a mark. Lengths are geometry, not figures. */
function bulletBar(value, maximum, median) {
  const share = (part) => `${Math.max(0, Math.min(100, 100 * part / maximum))}%`;
  return el("span", { class: "bullet", "aria-hidden": "true" },
    value !== null && el("span", { class: "bullet-value", style: { width: share(value) } }),
    median !== null && median !== undefined && el("span", { class: "bullet-median", style: { left: share(median) } }));
}

const FINDINGS_AT_ONCE = 6;

/** The first of the findings; the rest, where there are many, folded. */
function findingsList(rows) {
  if (!rows.length) return el("p", { class: "quiet" }, say("noFindings"));
  const list = (some) => el("ul", { class: "findings" }, some.map(oneFinding));
  const rest = rows.slice(FINDINGS_AT_ONCE);
  return [list(rows.slice(0, FINDINGS_AT_ONCE)), rest.length > 0 && el("details", {}, el("summary", {}, say("moreFindings", whole(rest.length))), list(rest))];
}

const oneFinding = (row) => el("li", { class: row.severity },
  el("span", { class: "tag" }, say(row.severity)), " ",
  row.unit_name && el("b", {}, `${row.unit_name}: `), row[`text_${language()}`],
  row.cutoff_at && el("time", { datetime: row.cutoff_at }, ` ${day(row.cutoff_at)}`));

const DAY = 86_400_000;

/** Months of days, Monday first; a day says by form and letter, not by colour alone, what happened. */
function calendar(rows) {
  const days = keyed(rows, "day"), months = monthsBetween(rows[0].day, rows.at(-1).day);
  const seen = new Set(months.filter((month) => rows.some((row) => row.day.startsWith(month))));
  return el("div", { class: "calendar" }, months.filter((month) => seen.has(month)).map((month) => calendarMonth(month, days)));
}

const calendarLegend = () => el("ul", { class: "legend" }, Object.entries(DAY_MARKS).map(([status, mark]) =>
  el("li", {}, el("span", { class: `day ${status}`, "aria-hidden": "true" }, mark), say(status))));

const DAY_MARKS = { taken: "●", missed: "○", refused: "✕" };

function monthsBetween(first, last) {
  const months = [];
  for (let [year, month] = first.split("-").map(Number); ; month += 1) {
    if (month > 12) { month = 1; year += 1; }
    const text = `${year}-${String(month).padStart(2, "0")}`;
    if (text > last.slice(0, 7)) return months;
    months.push(text);
  }
}

function calendarMonth(month, days) {
  const first = new Date(`${month}-01T00:00Z`), blank = (first.getUTCDay() + 6) % 7, cells = [];
  for (let at = first; at.toISOString().startsWith(month); at = new Date(at.getTime() + DAY)) {
    cells.push(calendarDay(at.toISOString().slice(0, 10), days));
  }
  return el("div", { class: "month" }, el("h3", {}, periodName("month", `${month}-01`)),
    el("div", { class: "days" }, Array.from({ length: blank }, () => el("span", {})), cells));
}

function calendarDay(date, days) {
  const found = days.get(date), number = String(Number(date.slice(8)));
  if (!found) return el("span", { class: "day" }, number);
  const told = `${day(date)}: ${say(found.status)}, ${found.sources.split(",").map((one) => say(one)).join(", ")}${found.status === "taken" ? `, ${instant(found.cutoff_at)}` : ""}`;
  return el("span", { class: `day ${found.status}`, title: told, role: "img", "aria-label": told }, number, el("i", { "aria-hidden": "true" }, DAY_MARKS[found.status]));
}

/** Rows by which way they went, for a table's filter. */
const wayFilter = () => ({ label: say("delta"), value: (row) => say(WAYS[direction(row.by.TOTAL?.delta)]) });
const WAYS = { up: "risers", down: "fallers", same: "unmoved", none: "notCompared" };

/** The columns total, six groups of a league; `outOf`: the heading names the maximum. */
function valueColumns(ids, outOf = true) {
  return ids.map((id) => ({
    key: id, numeric: true, descendingFirst: true, title: [id === "TOTAL" ? say("total") : indicatorName(id), outOf && el("small", {}, ` /${whole(indicator(id).max_score)}`)],
    value: (row) => row.by[id]?.value ?? null,
    cell: (row) => score(row.by[id]?.value),
    cellClass: () => (id === "TOTAL" ? "strong" : null),
  }));
}
