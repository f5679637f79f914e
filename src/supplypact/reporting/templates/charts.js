"use strict";
// Draws the charts of the page from the data beside it, in the colours of the present theme.
(() => {
  const read = new Map();
  const specOf = (place) => {
    const id = place.closest("[data-charts]")?.dataset.charts ?? "charts";
    if (!read.has(id)) read.set(id, JSON.parse(document.getElementById(id).textContent));
    return read.get(id)[place.id];
  };
  const root = document.documentElement;
  const drawn = new Map();
  const number = new Intl.NumberFormat(root.lang, { maximumFractionDigits: 1 });

  const coloured = (value, style) => {
    if (typeof value === "string") return value.startsWith("--") ? style.getPropertyValue(value).trim() : value;
    if (Array.isArray(value)) return value.map((each) => coloured(each, style));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, coloured(each, style)]));
  };

  const tooltip = (unit, style) => ({
    renderMode: "richText",
    confine: true,
    backgroundColor: style.getPropertyValue("--card").trim(),
    borderColor: style.getPropertyValue("--line").trim(),
    textStyle: { color: style.getPropertyValue("--fg").trim(), fontSize: 12 },
    valueFormatter: (value) => (value === undefined || value === null ? "–" : `${number.format(Array.isArray(value) ? value.at(-1) : value)} ${unit}`),
  });

  const draw = (place) => {
    if (drawn.has(place) || !place.clientWidth) return;
    const style = getComputedStyle(root);
    const { option, unit } = specOf(place);
    const full = coloured(option, style);
    const base = full.baseOption ?? full;
    full.media?.push({ option: base });  // wide again after it was narrow
    if (base.xAxis?.axisLabel.formatter === "year") base.xAxis.axisLabel.formatter = String;
    if (base.tooltip) Object.assign(base.tooltip, tooltip(unit, style));
    base.animation = false;
    base.backgroundColor = "transparent";
    base.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
    const chart = echarts.init(place, null, { renderer: "svg" });
    chart.setOption(full);
    drawn.set(place, chart);
  };

  const hintAtMore = () => document.querySelectorAll(".scroll").forEach((each) => {
    each.previousElementSibling.hidden = each.scrollWidth <= each.clientWidth + 1;
  });
  const drawAll = () => {
    document.querySelectorAll(".chart").forEach(draw);
    hintAtMore();
  };
  const redraw = () => {
    drawn.forEach((chart) => chart.dispose());
    drawn.clear();
    drawAll();
  };
  const dark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";

  const button = document.getElementById("theme");
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    redraw();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  document.querySelectorAll("details").forEach((each) => each.addEventListener("toggle", drawAll));
  document.addEventListener("shown", drawAll);
  new ResizeObserver(() => {
    drawn.forEach((chart) => chart.resize());
    hintAtMore();
  }).observe(document.body);

  let before;
  addEventListener("beforeprint", () => {
    before = root.dataset.theme;
    root.dataset.theme = "light";
    document.querySelectorAll("details.more").forEach((each) => (each.open = true));
    redraw();
  });
  addEventListener("afterprint", () => {
    if (before) root.dataset.theme = before;
    else delete root.dataset.theme;
    redraw();
  });

  drawAll();
  root.dataset.ready = "yes";
})();
