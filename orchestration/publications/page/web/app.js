// The page as a whole: which view the address asks for, language, theme, paper.

const VIEWS = {
  "tinh": ["province", (parts) => provinceView(parts[0], parts[1])],
  "ca-nuoc": ["country", (parts) => countryView(parts[0])],
  "don-vi": ["units", (parts) => unitsView(parts[0], parts[1])],
  "van-ban": ["documents", (parts) => documentsView(parts[0])],
};
let asked = 0;

async function show() {
  const [name, ...parts] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const chosen = VIEWS[name] ? name : "tinh", turn = ++asked;
  navigation(chosen);
  const main = document.getElementById("main");
  main.setAttribute("aria-busy", "true");
  let view;
  try {
    view = await VIEWS[chosen][1](VIEWS[name] ? parts : []);
  } catch (error) {
    view = el("p", { class: "failed", role: "alert" }, WORDS[error.message] ? say(error.message) : `${say("failed")} (${error.message})`);
  }
  if (turn !== asked) return;
  main.replaceChildren(view);
  main.removeAttribute("aria-busy");
  document.title = [view.querySelector("h1")?.textContent, "Chỉ số 766"].filter(Boolean).join(" – ");
  drawCharts();
  if (turn === 1) performance.mark("first-view");
}

function navigation(chosen) {
  document.getElementById("chapters").replaceChildren(el("ul", {}, Object.entries(VIEWS).map(([name, [word]]) =>
    el("li", {}, el("a", { href: `#/${name}`, "aria-current": name === chosen ? "page" : null }, say(word))))));
}

const THEMES = ["auto", "light", "dark"];

function applyTheme(theme) {
  document.documentElement.dataset.theme = theme;
  document.getElementById("theme").textContent = say(`theme${theme[0].toUpperCase()}${theme.slice(1)}`);
}

function applyLanguage() {
  document.documentElement.lang = language();
  document.getElementById("language").textContent = language() === "vi" ? "English" : "Tiếng Việt";
  document.getElementById("language").lang = language() === "vi" ? "en" : "vi";
  for (const element of document.querySelectorAll("[data-word]:not(#theme)")) element.textContent = say(element.dataset.word);
  document.getElementById("chapters").setAttribute("aria-label", say("parts"));
  applyTheme(document.documentElement.dataset.theme || "auto");
  warnOfInvented();
  colophon();
}

/** Above everything, also on paper: figures of a demo portal must never pass for real ones. */
function warnOfInvented() {
  const one = start()?.edition, strip = document.getElementById("invented");
  strip.hidden = !one?.demo_count;
  strip.textContent = strip.hidden ? "" : say("invented", whole(one.demo_count), whole(one.snapshot_count));
}

function colophon() {
  const one = start()?.edition;
  document.getElementById("colophon").replaceChildren(
    el("p", {}, say("colophon")),
    one ? el("p", {}, say("built", instant(one.built_at), whole(one.snapshot_count), whole(one.observation_count), instant(one.newest_cutoff_at))) : "",
    el("p", {}, say("licence"), ` chiso766 ${one?.code_version || ""}`));
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});

document.getElementById("language").addEventListener("click", () => {
  spoken = language() === "vi" ? "en" : "vi";
  keep("language", spoken);
  applyLanguage();
  show();
});

document.getElementById("theme").addEventListener("click", () => {
  const theme = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
  keep("theme", theme);
  applyTheme(theme);
  drawCharts();
});

/** On paper: the width of the sheet, in ink; back again afterwards. */
function onPaper(isPaper) {
  document.documentElement.classList.toggle("paper", isPaper);
  drawCharts();
}

let resizing = 0;
window.addEventListener("resize", () => { cancelAnimationFrame(resizing); resizing = requestAnimationFrame(drawCharts); });
window.addEventListener("beforeprint", () => onPaper(true));
window.addEventListener("afterprint", () => onPaper(false));
window.addEventListener("hashchange", async () => { await show(); window.scrollTo(0, 0); document.getElementById("main").focus({ preventScroll: true }); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawCharts);

document.documentElement.dataset.theme = THEMES.includes(recalled("theme")) ? recalled("theme") : "auto";
document.addEventListener("DOMContentLoaded", () => { applyLanguage(); show(); });
