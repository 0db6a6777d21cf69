// Where a figure comes from: a button that says it in short, and a box that says it in full.

/** "Nguồn: Cổng Dịch vụ công quốc gia, 05/10/2026 14:00". place: where the value stands in it. */
function sourceButton(source, place) {
  if (!source) return null;
  return el("button", { type: "button", class: "source", onclick: () => showSource(source, place) },
    el("span", {}, `${say("source")}: `), sourceName(source), `, ${cutoffOf(source)}`);
}

const sourceName = (source) => source.is_demo ? say("demoPortal") : (source.document_number ? `${say(source.source)} ${source.document_number}` : say(source.source));

function showSource(source, place) {
  const box = document.getElementById("source");
  const facts = [
    [say("document"), sourceName(source) + (source.document_date ? ` ${say("dated", day(source.document_date))}` : "")],
    [say("scope"), source.scope_name],
    [say("period"), periodName(source.period_type, source.period_start)],
    [say("cutoff"), cutoffOf(source)],
    [say("received"), source.observed_after
      ? say("between", instant(source.observed_after), instant(source.observed_at)) : instant(source.observed_at)],
    [say("maturity"), say(source.maturity) + (source.is_mixed_refresh ? `; ${say("mixed")}` : "")],
    [say("basis"), source[`methodology_${language()}`]],
    [say("place"), place],
    ["SHA-256", el("code", {}, source.sha256)],
    [say("query"), el("code", {}, `from observations where snapshot_id = '${source.snapshot_id}'`)],
  ];
  box.replaceChildren(
    el("h2", { id: "source-title" }, say("source")),
    el("dl", {}, facts.filter(([, told]) => told).map(([name, told]) => [el("dt", {}, name), el("dd", {}, told)])),
    el("form", { method: "dialog" }, el("button", {}, say("close"))));
  box.showModal();
}
