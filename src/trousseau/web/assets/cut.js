// The cut under the Pareto curve: a range input that the keyboard moves, a line on the chart that the pointer drags, one
// sentence that both change. The steps come from the server: [customers, per cent of sales, sentence].
const shown = new WeakMap();

export function cuts() {
  document.addEventListener("chart:drawn", ({ target, detail }) => {
    const box = target.closest("[data-cut]");
    if (box) attach(box, detail);
  });
}

function attach(box, { chart, resolve }) {
  const steps = JSON.parse(document.querySelector(box.dataset.cut).textContent);
  const input = box.querySelector('input[type="range"]');
  const says = box.querySelector("output");
  const known = shown.get(input) ?? { last: Number(input.value) };
  const move = (customers, byDrag = false) => {
    const at = nearest(steps, customers, known.last);
    known.last = steps[at][0];
    input.value = known.last;
    input.setAttribute("aria-valuetext", steps[at][2]);
    says.value = steps[at][2];
    line(chart, steps, at, resolve, move, byDrag);
  };
  known.move = move;
  if (!shown.has(input)) {
    input.addEventListener("input", () => shown.get(input).move(Number(input.value)));
    new ResizeObserver(() => requestAnimationFrame(() => shown.get(input).move(Number(input.value)))).observe(chart.getDom());
  }
  shown.set(input, known);
  move(Number(input.value));
}

/** The index of the step nearest to a number of customers; one customer more or less always leaves the step it was on. */
function nearest(steps, customers, last) {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle][0] < customers) low = middle + 1;
    else high = middle;
  }
  if (steps[low][0] === customers || low === 0) return low;
  const closer = customers - steps[low - 1][0] <= steps[low][0] - customers ? low - 1 : low;
  if (steps[closer][0] !== last) return closer;
  return customers > last ? low : low - 1;
}

/** The brass line, its handle and the area left of it; while it is dragged its own line is left to the pointer. */
function line(chart, steps, at, resolve, move, byDrag) {
  const [customers] = steps[at];
  chart.setOption({ series: [{ id: "cut", data: [[0, 0], ...steps.slice(0, at + 1).map(([k, share]) => [k, share])] }] });
  if (byDrag) return;
  const [x, top] = chart.convertToPixel("grid", [customers, 100]);
  const [, bottom] = chart.convertToPixel("grid", [customers, 0]);
  const brass = resolve("--brass");
  chart.setOption({
    graphic: [{
      id: "handle", type: "group", x, y: 0, draggable: "horizontal", cursor: "ew-resize", z: 20,
      ondrag() { move(chart.convertFromPixel("grid", [this.x, bottom])[0], true); },
      ondragend() { move(chart.convertFromPixel("grid", [this.x, bottom])[0]); },
      children: [
        { type: "rect", shape: { x: -12, y: top, width: 24, height: bottom - top }, style: { fill: "transparent" } },
        { type: "line", shape: { x1: 0, y1: top, x2: 0, y2: bottom }, style: { stroke: brass, lineWidth: 1.5 } },
        { type: "rect", shape: { x: -6, y: (top + bottom) / 2 - 11, width: 12, height: 22, r: 3 }, style: { fill: resolve("--sheet"), stroke: brass, lineWidth: 1.5 } },
        { type: "line", shape: { x1: -2, y1: (top + bottom) / 2 - 5, x2: -2, y2: (top + bottom) / 2 + 5 }, style: { stroke: brass } },
        { type: "line", shape: { x1: 2, y1: (top + bottom) / 2 - 5, x2: 2, y2: (top + bottom) / 2 + 5 }, style: { stroke: brass } },
      ],
    }],
  });
}
