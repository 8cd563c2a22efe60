// A value function edited on its drawing: `<div data-anchors="LOW HIGH">` holds the drawing and the fields of its anchors.
// Handles are dragged; a double click adds an anchor where there is a free pair of fields, dragging one out below or
// above the drawing takes it away. The fields stay the truth: they are typed into, and all a keyboard needs.
const EDGE = 2;
const OUT = 24;

function pairs(box) {
  return Array.from(box.querySelectorAll(".anchor"), (anchor) => {
    const [points, figure] = anchor.querySelectorAll("input");
    return { points, figure };
  });
}

const read = (field) => Number.parseFloat(field.value.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".").replace("\u2212", "-"));

/** A figure in steps that the eye can tell apart. */
function write(field, value, step) {
  const text = String(Number((Math.round(value / step) * step).toFixed(Math.max(0, -Math.log10(step)))));
  field.value = document.documentElement.lang === "fr" ? text.replace(".", ",") : text;
}

function edit(box) {
  const svg = box.querySelector("svg");
  const line = svg?.querySelector("polyline");
  if (!line) return;
  const scale = box.hasAttribute("data-percent") ? 100 : 1;
  const [low, high] = box.dataset.anchors.split(" ").map((end) => Number(end) * scale);
  const { width, height } = svg.viewBox.baseVal;
  const step = 10 ** (Math.floor(Math.log10(high - low)) - 2);
  const across = (figure) => ((figure - low) / (high - low)) * width;
  const down = (points) => height - EDGE - ((height - 2 * EDGE) * points) / 100;

  function draw() {
    const known = pairs(box).filter(({ points, figure }) => Number.isFinite(read(points)) && Number.isFinite(read(figure)));
    known.sort((a, b) => read(a.figure) - read(b.figure));
    svg.querySelectorAll("circle").forEach((old) => old.remove());
    if (!known.length) return;
    const spots = known.map(({ points, figure }) => [across(read(figure)), down(read(points))]);
    const whole = [[0, spots[0][1]], ...spots, [width, spots.at(-1)[1]]];
    line.setAttribute("points", whole.map((spot) => spot.join(",")).join(" "));
    known.forEach((pair, at) => {
      const handle = document.createElementNS(svg.namespaceURI, "circle");
      handle.setAttribute("cx", spots[at][0]);
      handle.setAttribute("cy", spots[at][1]);
      handle.setAttribute("r", 5);
      handle.addEventListener("pointerdown", (event) => drag(event, pair));
      svg.append(handle);
    });
  }

  function spot(event) {
    const frame = svg.getBoundingClientRect();
    const x = ((event.clientX - frame.left) / frame.width) * width;
    const y = ((event.clientY - frame.top) / frame.height) * height;
    return { x, y, out: event.clientY < frame.top - OUT || event.clientY > frame.bottom + OUT };
  }

  function place(pair, { x, y }) {
    write(pair.figure, low + (Math.min(width, Math.max(0, x)) / width) * (high - low), step);
    write(pair.points, Math.min(100, Math.max(0, (100 * (height - EDGE - y)) / (height - 2 * EDGE))), 1);
  }

  function drag(event, pair) {
    event.preventDefault();
    const follow = (moved) => {
      const where = spot(moved);
      if (where.out) pair.figure.value = pair.points.value = "";
      else place(pair, where);
      draw();
    };
    const end = () => {
      removeEventListener("pointermove", follow);
      box.querySelector("select")?.dispatchEvent(new Event("change", { bubbles: true }));
    };
    addEventListener("pointermove", follow);
    addEventListener("pointerup", end, { once: true });
  }

  svg.addEventListener("dblclick", (event) => {
    const free = pairs(box).find(({ points, figure }) => !points.value && !figure.value);
    if (!free) return;
    place(free, spot(event));
    draw();
  });
  box.addEventListener("input", draw);
  box.classList.add("editable");
  draw();
}

export function anchors() {
  document.querySelectorAll("[data-anchors]").forEach(edit);
}
