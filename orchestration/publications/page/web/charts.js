// Charts: one way to draw, redrawn when the width, the theme or the paper changes.

const drawn = new Set();
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/**
 * A chart with the same figures as a table below it. options() is asked anew for each drawing, so that
 * colours follow the theme. `height` in pixels; `name` for those who do not see it.
 */
function chart({ name, height, options, figures, id }) {
  const canvas = el("div", { class: "canvas", id, role: "img", "aria-label": name, style: { height: `${height}px` } });
  drawn.add({ canvas, options, height, instance: null });
  return el("figure", { class: "chart" }, canvas,
    figures && el("details", {}, el("summary", {}, say("showTable")), figures));
}

/** Draw what stands in the document and forget what does not. */
function drawCharts() {
  for (const one of drawn) {
    if (!one.canvas.isConnected) {
      one.instance?.dispose();
      drawn.delete(one);
      continue;
    }
    one.instance ??= window.echarts.init(one.canvas, null, { renderer: "svg", useDirtyRect: false });
    one.instance.resize();
    one.instance.setOption({ ...common(), ...one.options(one.canvas.clientWidth) }, true);
    one.canvas.chart = one.instance;
  }
}

const common = () => ({
  useUTC: true,
  animation: false,
  textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("ink") },
});

/** A tooltip whose text is text: the box is an element, never HTML. */
const tooltip = (lines) => ({
  confine: true, transitionDuration: 0,
  backgroundColor: colour("paper"), borderColor: colour("line"), borderWidth: 1, padding: [8, 12],
  textStyle: { color: colour("ink"), fontSize: 13 }, extraCssText: "box-shadow:none;border-radius:2px",
  formatter: (found) => {
    const told = lines(found);
    return told ? el("div", { class: "tip" }, told.map((line, place) => el(place ? "div" : "b", {}, line))) : "";
  },
});

const axisText = () => ({ color: colour("ink-soft"), fontSize: 12 });

const DAY_MS = 24 * 3600 * 1000;

/** One cutoff, or the first and the last a day apart at least: otherwise an axis of days would have nothing to write. */
function areDaysApart(times) {
  const [first, last] = [times[0], times.at(-1)].map((point) => point && moment(point.cutoff_at));
  return times.length === 1 || last - first >= DAY_MS;
}

/** Time from the first to the last cutoff, with air at both ends for what is written on the points. */
const timeAxis = (width, times = []) => ({
  type: "time",
  minInterval: areDaysApart(times) ? DAY_MS : undefined, // what is written are days: none twice
  min: times.length > 1 ? (range) => range.min - (range.max - range.min) * 0.06 : undefined,
  max: times.length > 1 ? (range) => range.max + (range.max - range.min) * 0.06 : undefined,
  splitNumber: Math.max(2, Math.floor(width / 160)),
  axisLine: { lineStyle: { color: colour("line") } },
  axisTick: { show: false },
  axisLabel: { ...axisText(), hideOverlap: true, formatter: (value) => dayMonth(value) },
  splitLine: { show: false },
});

/** Only the first and the last instant are written: small charts beside each other share their time. */
const endsAxis = (times) => {
  const ends = [times[0], times.at(-1)].map((point) => moment(point.cutoff_at));
  return {
    ...timeAxis(0), min: ends[0], max: ends[1],
    axisLabel: { ...axisText(), customValues: ends[0] === ends[1] ? [ends[0]] : ends, formatter: (value) => dayMonth(value) },
  };
};

const dayMonth = (value) => {
  const [, month, date] = new Date(value).toISOString().slice(0, 10).split("-");
  return `${date}/${month}`;
};

const valueAxis = (extra) => ({
  type: "value", scale: true, splitNumber: 4, boundaryGap: ["10%", "10%"],
  axisLabel: { ...axisText(), formatter: (value) => written(value, 0) },
  splitLine: { lineStyle: { color: colour("line"), width: 1 } },
  ...extra,
});

/** Whether the way from the point before may be drawn as a line. */
const isCut = (point) => Boolean(point.break_reason || point.missed_between);

/** Points cut where they must not be joined: at a break the line ends and starts anew. */
function brokenLine(points, value) {
  const line = [];
  points.forEach((point, place) => {
    if (place && isCut(point)) line.push([moment(point.cutoff_at) - 1, null]);
    line.push({ value: [moment(point.cutoff_at), value(point)], point, ...(point.maturity === "provisional" ? hollow() : {}) });
  });
  return line;
}

const hollow = () => ({ itemStyle: { color: colour("paper"), borderColor: colour("accent"), borderWidth: 2 } });

const cutReason = (point) => (point.break_reason ? reasonText(point.break_reason) : say("missedBetween", whole(point.missed_between)));

/** A mark in each gap of the line, with the reason; quiet where it is only that nobody looked. */
const breakMarks = (points) => points.flatMap((point, place) => (place && isCut(point) ? [{
  xAxis: (moment(points[place - 1].cutoff_at) + moment(point.cutoff_at)) / 2, name: cutReason(point), label: { show: false },
  lineStyle: { color: colour(point.break_reason ? "warn" : "line-strong") },
}] : []));

/** One series: a point is hollow while its period is open, and the line dashed where any is. */
function seriesLine(name, points, value) {
  const marks = breakMarks(points);
  return {
    type: "line", name, data: brokenLine(points, value), connectNulls: false,
    symbol: "circle", symbolSize: points.length > 60 ? 3 : 8,
    lineStyle: { color: colour("accent"), width: 2.5, type: points.some((point) => point.maturity === "provisional") ? [6, 4] : "solid" },
    itemStyle: { color: colour("accent"), borderColor: colour("accent"), borderWidth: 2 },
    markLine: marks.length ? {
      symbol: "none", data: marks, lineStyle: { type: "dotted", width: 2 },
      tooltip: { formatter: (mark) => el("div", { class: "tip" }, mark.name) },
    } : undefined,
  };
}

/** Where each point's figure stands so that no line runs through it; turned: the axis has its least at the top. */
function labelPlaces(values, turned = false) {
  const step = (from, to) => (from === undefined || to === undefined || from === null || to === null ? 0 : Math.sign(to - from) * (turned ? -1 : 1));
  return values.map((value, place) => {
    const came = step(values[place - 1], value), goes = step(value, values[place + 1]);
    if (came < 0 && goes >= 0) return { position: "bottom" };
    return { position: "top", offset: [goes > 0 && place ? -18 : goes < 0 && came < 0 ? 18 : 0, 0] };
  });
}
