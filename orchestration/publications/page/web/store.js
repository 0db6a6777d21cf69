// Data that arrives as scripts: what is here, what is awaited, and tables unpacked.

const chapters = new Map();
const awaited = new Map();
let edition = null;

/** Data files call this with their name, the edition they belong to, and what they hold. */
window.chiso = {
  take(name, itsEdition, content) {
    edition ??= itsEdition;
    if (itsEdition !== edition) return refuse(name, "newEdition");
    chapters.set(name, content);
    awaited.get(name)?.resolve(content);
  },
};

/** The content of a data file, loaded when first asked for. */
function chapter(name) {
  if (chapters.has(name)) return Promise.resolve(chapters.get(name));
  if (!awaited.has(name)) awaited.set(name, load(name));
  return awaited.get(name).promise;
}

function load(name) {
  const waiting = {};
  waiting.promise = new Promise((resolve, reject) => Object.assign(waiting, { resolve, reject }));
  const script = el("script", { src: `data/${name}.js` });
  script.addEventListener("error", () => refuse(name, "missingFile"));
  document.head.append(script);
  return waiting;
}

function refuse(name, word) {
  const waiting = awaited.get(name);
  awaited.delete(name);
  waiting?.reject(new Error(word));
}

/** The rows of a packed table as objects. */
function unpacked({ columns, words, rows }) {
  const lists = columns.map((column) => words[column]);
  return rows.map((row) => {
    const record = {};
    columns.forEach((column, place) => {
      const value = row[place];
      record[column] = lists[place] && value !== null ? lists[place][value] : value;
    });
    return record;
  });
}

const grouped = (rows, key) => {
  const groups = new Map();
  for (const row of rows) {
    const value = row[key];
    if (groups.has(value)) groups.get(value).push(row); else groups.set(value, [row]);
  }
  return groups;
};

const keyed = (rows, key) => new Map(rows.map((row) => [row[key], row]));
const start = () => chapters.get("start");
const GROUPS = ["CKMB", "TDGQ", "CLGQ", "TTTT", "MDHL", "MDSH"];
const indicator = (id) => start().indicators.find((one) => one.indicator_id === id);
const indicatorName = (id) => indicator(id)?.[language() === "vi" ? "name_vi" : "name_en"] || id;
const reasonText = (code) => start().reasons.find((one) => one.break_reason === code)?.[`text_${language()}`] || say(code);
