// Tables that sort, search and show long lists piece by piece.

const ROWS_AT_ONCE = 100;

/**
 * A table. columns: {key, title, value(row) → sort value, cell(row) → node or text, numeric, descendingFirst}.
 * options: caption, search(row) → text, filters: [{label, value(row) → text}], sortBy, descending, rowHeader (key), id.
 */
function table(columns, rows, options = {}) {
  const state = { sortBy: options.sortBy ?? null, descending: options.descending ?? false, wanted: "", chosen: new Map(), limit: ROWS_AT_ONCE };
  const body = el("tbody"), tally = el("p", { class: "tally", role: "status" }), more = el("button", { type: "button", class: "more" });
  const headings = columns.map((column) => heading(column, state, draw, options));
  const grid = el("table", { id: options.id }, options.caption && el("caption", {}, options.caption),
    el("thead", {}, el("tr", {}, headings)), body);
  more.addEventListener("click", () => { state.limit += ROWS_AT_ONCE; draw(); });

  function draw() {
    const found = rows.filter((row) => isWanted(row, state, options));
    const ordered = sorted(found, columns.find((column) => column.key === state.sortBy), state.descending);
    const shown = ordered.slice(0, state.limit);
    body.replaceChildren(...shown.map((row) => tableRow(columns, row, options)));
    if (!shown.length) body.append(el("tr", {}, el("td", { colspan: columns.length, class: "empty" }, say("noMatch"))));
    columns.forEach((column, place) => markSorted(headings[place], column, state));
    tally.textContent = options.search ? say("shown", shown.length, rows.length) : "";
    more.hidden = ordered.length <= state.limit;
    more.textContent = say("more", Math.min(ROWS_AT_ONCE, ordered.length - state.limit));
  }

  draw();
  const scroller = el("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": options.label || options.caption || say("values") }, grid);
  watchEdges(scroller);
  return el("div", { class: "table" }, options.search && searchBox(rows, state, draw, tally, options), scroller, more);
}

const isWanted = (row, state, options) => (!state.wanted || plain(options.search(row)).includes(state.wanted))
  && [...state.chosen].every(([filter, value]) => filter.value(row) === value);

/** Whether there is more to the right, so that the style can show it. */
function watchEdges(scroller) {
  const look = () => scroller.classList.toggle("goes-on", scroller.scrollLeft + scroller.clientWidth < scroller.scrollWidth - 8);
  scroller.addEventListener("scroll", look, { passive: true });
  new ResizeObserver(look).observe(scroller);
}

function heading(column, state, draw, options) {
  const kind = column.numeric ? "number" : column.key === options.rowHeader ? "name" : null;
  if (!column.value) return el("th", { scope: "col", class: kind }, column.title);
  return el("th", { scope: "col", class: kind },
    el("button", { type: "button", onclick: () => {
      state.descending = state.sortBy === column.key ? !state.descending : Boolean(column.descendingFirst);
      state.sortBy = column.key;
      draw();
    } }, column.title));
}

function markSorted(cell, column, state) {
  const isSorted = state.sortBy === column.key;
  if (isSorted) cell.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
  else cell.removeAttribute("aria-sort");
}

/** Rows by one column; what is not there comes last whichever way. */
function sorted(rows, column, descending) {
  if (!column) return rows;
  const turn = descending ? -1 : 1;
  return [...rows].sort((left, right) => {
    const a = column.value(left), b = column.value(right);
    if (a === null || a === undefined) return b === null || b === undefined ? 0 : 1;
    if (b === null || b === undefined) return -1;
    return turn * (typeof a === "string" ? byName(a, b) : a - b);
  });
}

function tableRow(columns, row, options) {
  return el("tr", { class: options.rowClass?.(row) }, columns.map((column) => {
    const isName = column.key === options.rowHeader;
    const attributes = { class: [column.numeric && "number", isName && "name", column.cellClass?.(row)].filter(Boolean).join(" ") || null,
      "data-title": typeof column.title === "string" ? column.title : null };
    return el(isName ? "th" : "td", { ...attributes, scope: isName ? "row" : null }, column.cell(row));
  }));
}

function searchBox(rows, state, draw, tally, options) {
  const id = freshId("search");
  return el("div", { class: "search" }, el("label", { for: id }, say("search")),
    el("input", { id, type: "search", placeholder: say("searchName"), autocomplete: "off", oninput: (event) => {
      state.wanted = plain(event.target.value.trim());
      state.limit = ROWS_AT_ONCE;
      draw();
    } }),
    (options.filters || []).map((filter) => filterChoice(rows, filter, state, draw)), tally);
}

/** A choice among the values there are; where there is but one, no choice. */
function filterChoice(rows, filter, state, draw) {
  const values = [...new Set(rows.map(filter.value))].filter(Boolean).sort(byName), id = freshId("filter");
  if (values.length < 2) return null;
  return el("span", { class: "filter" }, el("label", { for: id }, filter.label), el("select", { id, onchange: (event) => {
    if (event.target.value) state.chosen.set(filter, event.target.value); else state.chosen.delete(filter);
    state.limit = ROWS_AT_ONCE;
    draw();
  } }, el("option", { value: "" }, say("all")), values.map((value) => el("option", { value }, value))));
}
