// Charts: options come from the server (<script type="application/json">), colours are tokens resolved in the theme of
// the moment. `<div class="chart" data-chart="#options" data-label="…">`, its table in a `.chart-table` right after it,
// and buttons anywhere: `data-chart-table="#chart"` (show the table) and `data-chart-png="#chart"` (save a picture).
import { BarChart, CustomChart, LineChart, ScatterChart, TreemapChart } from "echarts/charts";
import {
  AriaComponent, DatasetComponent, GraphicComponent, GridComponent, MarkAreaComponent, MarkLineComponent,
  MarkPointComponent, TooltipComponent, VisualMapComponent,
} from "echarts/components";
import * as echarts from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

echarts.use([
  BarChart, CustomChart, LineChart, ScatterChart, TreemapChart, AriaComponent, DatasetComponent, GraphicComponent,
  GridComponent, MarkAreaComponent, MarkLineComponent, MarkPointComponent, TooltipComponent, VisualMapComponent,
  LabelLayout, SVGRenderer,
]);

const still = matchMedia("(prefers-reduced-motion: reduce)");
const drawn = new Map();

/** The value of a token in the theme shown now, as the browser resolves it. */
function resolver() {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.hidden = true;
  const known = new Map();
  const resolve = (name) => {
    if (!known.has(name)) {
      probe.style.color = `var(${name})`;
      known.set(name, getComputedStyle(probe).color);
    }
    return known.get(name);
  };
  return { resolve, done: () => probe.remove() };
}

/** A copy of the options with "--ink" replaced by the colour it stands for now. */
function coloured(value, resolve) {
  if (typeof value === "string") return /^--[a-z0-9-]+$/.test(value) ? resolve(value) : value;
  if (Array.isArray(value)) return value.map((item) => coloured(item, resolve));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, coloured(item, resolve)]));
  }
  return value;
}

const digits = new Intl.NumberFormat(document.documentElement.lang || "en", { maximumFractionDigits: 3 });

/** A figure in the language of the page, with our minus; other things as they are. */
function figure(value) {
  return typeof value === "number" ? digits.format(value).replace("-", "−") : value;
}

/** Names under columns that must all be shown are turned where the chart is too narrow for them. */
function turned(axis, width) {
  const crowded = axis.type === "category" && axis.axisLabel?.interval === 0 && width < 45 * axis.data?.length;
  return crowded ? { ...axis, axisLabel: { ...axis.axisLabel, rotate: 60, lineHeight: 11 } } : axis;
}

/** What every chart has: our type, no movement where none is wanted, tooltips that the policy allows. */
function house(options, resolve, width) {
  const { tooltip, xAxis, yAxis, ...rest } = options;
  const font = getComputedStyle(document.body).fontFamily.replaceAll('"', "'"); // quoted again inside an attribute
  return {
    animation: !still.matches,
    animationDuration: 350,
    aria: { enabled: true, decal: { show: false } },
    textStyle: { fontFamily: font, fontSize: 11, color: resolve("--secondary") },
    ...rest,
    ...(xAxis && { xAxis: spoken(xAxis).map((axis) => turned(axis, width)) }),
    ...(yAxis && { yAxis: spoken(yAxis) }),
    ...(tooltip && {
      tooltip: {
        backgroundColor: resolve("--sheet"),
        borderColor: resolve("--line-strong"),
        textStyle: { color: resolve("--ink"), fontSize: 12, fontFamily: font },
        padding: [8, 12],
        confine: true,
        valueFormatter: figure,
        ...tooltip,
        renderMode: "richText",
      },
    }),
  };
}

/** The numbers of value axes as the reader's language writes them; "{value} %" with its own space before the sign. */
function spoken(axes) {
  const french = document.documentElement.lang === "fr";
  const write = new Intl.NumberFormat(french ? "fr-FR" : "en-GB", { maximumFractionDigits: 6 });
  const told = (form, value) => (value < 0 ? "\u2212" : "") + form.replace("{value}", write.format(Math.abs(value)));
  return [axes ?? []].flat().map((axis) => {
    if (axis.type !== "value") return axis;
    const form = (axis.axisLabel?.formatter ?? "{value}").replace(/\s*%$/, french ? "\u00a0%" : "%");
    return { ...axis, axisLabel: { ...axis.axisLabel, formatter: (value) => told(form, value) } };
  });
}

function paint(element) {
  const source = document.querySelector(element.dataset.chart);
  if (!source) return;
  const { resolve, done } = resolver();
  const raw = coloured(JSON.parse(source.textContent), resolve);
  const options = house(raw, resolve, element.clientWidth);
  done();
  const chart = echarts.getInstanceByDom(element) ?? echarts.init(element, null, { renderer: "svg" });
  chart.setOption(options, { notMerge: true });
  element.setAttribute("role", "img");
  if (element.dataset.label) element.setAttribute("aria-label", element.dataset.label);
  drawn.set(element, chart);
  element.dispatchEvent(new CustomEvent("chart:drawn", { bubbles: true, detail: { chart, echarts, resolve: tokens } }));
}

/** Resolve one token now; for the scripts that draw on top of a chart. */
export function tokens(name) {
  const { resolve, done } = resolver();
  const value = resolve(name);
  done();
  return value;
}

export function draw(root) {
  for (const [element, chart] of drawn) {
    if (!element.isConnected) {
      chart.dispose();
      drawn.delete(element);
    }
  }
  for (const element of root.querySelectorAll("[data-chart]")) {
    if (drawn.has(element)) continue;
    paint(element);
    sizes.observe(element);
  }
}

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) if (target.clientWidth) drawn.get(target)?.resize();
});
const repaint = () => [...drawn.keys()].forEach(paint);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
addEventListener("beforeprint", () => drawn.forEach((chart) => chart.resize()));

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-chart-table], [data-chart-png]");
  if (!button) return;
  const element = document.querySelector(button.dataset.chartTable ?? button.dataset.chartPng);
  if (!element) return;
  if (button.dataset.chartTable) {
    element.hidden = !element.hidden;
    button.setAttribute("aria-pressed", String(element.hidden));
    if (!element.hidden) drawn.get(element)?.resize();
  } else {
    save(element, button.dataset.name ?? "trousseau");
  }
});

/** Our type as a style to put inside a picture, which may load nothing by itself. */
async function typeface() {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (!(rule instanceof CSSFontFaceRule)) continue;
      const file = rule.style.getPropertyValue("src").match(/url\("?([^")]+)/)[1];
      const blob = await (await fetch(new URL(file, sheet.href))).blob();
      const data = await new Promise((done) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result);
        reader.readAsDataURL(blob);
      });
      return `<style>@font-face{font-family:Inter;font-weight:100 900;src:url(${data})}</style>`;
    }
  }
  return "";
}

/** A picture of the chart, twice its size, on the sheet's colour. */
async function save(element, name) {
  const markup = drawn.get(element).renderToSVGString().replace(/(<svg[^>]*>)/, `$1${await typeface()}`);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = element.clientWidth * 2;
  canvas.height = element.clientHeight * 2;
  const context = canvas.getContext("2d");
  context.fillStyle = tokens("--sheet");
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const link = document.createElement("a");
  link.download = `${name}.png`;
  link.href = canvas.toDataURL("image/png");
  link.click();
}
