// Making elements. Text only ever enters as text: nothing of the data is read as HTML.

/** el("td", {class: "x", onclick: f}, "text", child, …); null and false are left out. */
function el(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "style") for (const [property, to] of Object.entries(value)) element.style.setProperty(property, to);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

let lastId = 0;
const freshId = (stem) => `${stem}-${++lastId}`;

/** A change as a mark of its own: arrow, sign and colour say the same, so none is needed alone. */
function changeMark(value, reason) {
  if (value === null || value === undefined) {
    return reason && reason !== "first_observation"
      ? el("span", { class: "break", tabindex: "0", title: reasonText(reason), "aria-label": reasonText(reason) }, "⌿")
      : el("span", { class: "change none", title: reason && reasonText(reason) }, DASH);
  }
  return el("span", { class: `change ${direction(value)}` }, arrow(value) && el("i", { "aria-hidden": "true" }, arrow(value)), change(value));
}

/** A change of rank: +2 is two places up. */
function rankMark(value) {
  if (value === null || value === undefined) return el("span", { class: "change none" }, "");
  const words = value === 0 ? say("rankSame") : say(value > 0 ? "rankUp" : "rankDown", Math.abs(value));
  return el("span", { class: `change ${direction(value)}`, title: words },
    arrow(value) && el("i", { "aria-hidden": "true" }, arrow(value)), value === 0 ? "=" : String(Math.abs(value)),
    el("span", { class: "hidden" }, ` ${words}`));
}

/** A choice among few; calls back with the value. */
function choice(label, options, chosen, onchange) {
  const id = freshId("choice");
  return el("label", { class: "choice", for: id }, el("span", {}, label),
    el("select", { id, onchange: (event) => onchange(event.target.value) },
      options.map(([value, text]) => el("option", { value, selected: value === chosen }, text))));
}

/** What only helps at a screen; paper leaves it out. */
const onScreen = (text) => el("span", { class: "on-screen" }, ` ${text}`);

/** A part of a view with its heading; `note` says what is shown. */
function section(id, title, note, ...children) {
  return el("section", { id, "aria-labelledby": `${id}-title` },
    el("h2", { id: `${id}-title` }, title), note && el("p", { class: "note" }, note), ...children);
}
