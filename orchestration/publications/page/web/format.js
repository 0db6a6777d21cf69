// How figures, times and names are written. No figure is computed here.

const MINUS = "\u2212", DASH = "–";
const collators = { vi: new Intl.Collator("vi", { numeric: true }), en: new Intl.Collator("vi", { numeric: true }) };
const numberFormats = {};

function written(value, digits) {
  const key = language() + digits;
  numberFormats[key] ??= new Intl.NumberFormat(language() === "vi" ? "vi-VN" : "en-GB",
    { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 4) });
  return numberFormats[key].format(value).replace("-", MINUS);
}

/** A score or rate, two decimals or as many as were published; a dash where there is none. */
const score = (value) => (value === null || value === undefined ? DASH : written(value, 2));

/** A maximum or a count. */
const whole = (value) => (value === null || value === undefined ? DASH : written(value, 0));

/** A change with its sign; zero is said, nothing is a dash. */
function change(value) {
  if (value === null || value === undefined) return DASH;
  return (value > 0 ? "+" : "") + written(value, 2);
}

const direction = (value) => (value > 0 ? "up" : value < 0 ? "down" : value === 0 ? "same" : "none");
const arrow = (value) => ({ up: "▲", down: "▼", same: "", none: "" })[direction(value)];

/** "05/10/2026 14:00" from "2026-10-05T14:00", which is the time in Viet Nam. */
function instant(text) {
  if (!text) return DASH;
  return `${day(text)} ${text.slice(11, 16)}`;
}
const day = (text) => (text ? `${text.slice(8, 10)}/${text.slice(5, 7)}/${text.slice(0, 4)}` : DASH);

/** The cutoff of a set of figures; with ≤ where only the latest possible instant is known. */
const cutoffOf = (source) => (source.observed_after ? "≤ " : "") + instant(source.cutoff_at);

/** The same in a sentence. */
const cutoffSaid = (source) => (source.observed_after ? say("atLatest", instant(source.cutoff_at)) : instant(source.cutoff_at));

/** "2026-10-05T14:00" as the number charts use; read as if UTC so that no time zone shifts it. */
const moment = (text) => Date.parse(`${text}Z`);

const ROMAN = ["I", "II", "III", "IV"];
function periodName(type, start) {
  const year = start.slice(0, 4), month = Number(start.slice(5, 7));
  if (type === "year") return `${say("year")} ${year}`;
  if (type === "half") return `${say("half")} ${month < 7 ? ROMAN[0] : ROMAN[1]}/${year}`;
  if (type === "quarter") return `${say("quarter")} ${ROMAN[Math.floor((month - 1) / 3)]}/${year}`;
  return `${say("month")} ${month}/${year}`;
}

/** The same, as short as an axis needs it: "10/2026", "IV/2026", "2026". */
const periodShort = (type, start) => periodName(type, start).replace(/^\D*?\s(?=[\dIV]+(\/|$))/, "");

/** A name without the office before it, for charts and headings: "Quảng Trị". */
const shortName = (name) => name.replace(/^UBND\s+(tỉnh|thành phố|TP\.?)\s+/i, "");

/** A unit's name without its province behind it, where the province is said above: "Sở Nội vụ - tỉnh Gia Lai". */
const ownName = (name, scopeName) => {
  const own = name.replace(/\s+-\s+(tỉnh|thành phố|TP\.?)\s+(.+)$/i, (whole, kind, place) => (plain(place) === plain(shortName(scopeName)) ? "" : whole));
  return own || name;
};

const byName = (a, b) => collators[language()].compare(a, b);

/** A text as people type it: no marks, no capitals; đ becomes d. */
const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
