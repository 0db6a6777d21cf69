// Tables that sort, search and show long lists piece by piece.

const ROWS_AT_ONCE = 100;

/**
 * A table. columns: {key, title, value(row) → sort value, cell(row) → node or text, numeric, first (descending first)}.
 * options: caption, search(row) → text, sortBy, descending, rowHeader (key), id.
 */
function table(columns, rows, options = {}) {
  const state = { sortBy: options.sortBy ?? null, descending: options.descending ?? false, wanted: "", limit: ROWS_AT_ONCE };
  const body = el("tbody"), tally = el("p", { class: "tally", role: "status" }), more = el("button", { type: "button", class: "more" });
  const headings = columns.map((column) => heading(column, state, draw));
  const grid = el("table", { id: options.id }, options.caption && el("caption", {}, options.caption),
    el("thead", {}, el("tr", {}, headings)), body);
  more.addEventListener("click", () => { state.limit += ROWS_AT_ONCE; draw(); });

  function draw() {
    const found = rows.filter((row) => !state.wanted || plain(options.search(row)).includes(state.wanted));
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
  return el("div", { class: "table" }, options.search && searchBox(state, draw, tally), scroller, more);
}

function heading(column, state, draw) {
  const kind = column.numeric ? "number" : null;
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
    const attributes = { class: [column.numeric && "number", column.cellClass?.(row)].filter(Boolean).join(" ") || null, style: column.cellStyle?.(row) };
    return column.key === options.rowHeader
      ? el("th", { ...attributes, scope: "row" }, column.cell(row)) : el("td", attributes, column.cell(row));
  }));
}

function searchBox(state, draw, tally) {
  const id = freshId("search");
  return el("div", { class: "search" }, el("label", { for: id }, say("search")),
    el("input", { id, type: "search", placeholder: say("searchName"), autocomplete: "off", oninput: (event) => {
      state.wanted = plain(event.target.value.trim());
      state.limit = ROWS_AT_ONCE;
      draw();
    } }), tally);
}
