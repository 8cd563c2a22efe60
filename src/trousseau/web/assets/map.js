// The map of people, on its own page only: cards on a canvas (Cytoscape) laid out in layers (dagre), moved and joined by
// dragging or by keys. The list beside it says and does the same without this script; the element's id keeps Cytoscape
// from adding a style element of its own, which the page's policy would refuse.
import dagre from "@dagrejs/dagre";
import cytoscape from "cytoscape";
import { CARD, cards, palette } from "./mapcards.js";
import { connecting } from "./mapdraw.js";

const STEP = 20;
const WIDEST = 4;
const LEGIBLE = 0.35;
const STROKES = { 1: 1.25, 2: 2.25, 3: 4 };

/** Boss → those of their reports who have no reports and no other boss, where they are too many for one row. */
function stacks(data) {
  const bosses = new Set(data.lines.map((line) => line.from));
  const above = new Map();
  for (const { from, to } of data.lines) above.set(to, [...(above.get(to) ?? []), from]);
  const below = new Map();
  for (const [to, [from, ...others]] of above) {
    if (!bosses.has(to) && !others.length) below.set(from, [...(below.get(from) ?? []), to]);
  }
  return [...below].filter(([, ids]) => ids.length > WIDEST);
}

/** Layered places for everyone, for whom nobody was put elsewhere; many reports of one boss stand in a block. */
function layered(data) {
  const graph = new dagre.graphlib.Graph().setGraph({ rankdir: "TB", nodesep: 26, ranksep: 62 });
  graph.setDefaultEdgeLabel(() => ({}));
  const [across1, down1] = [CARD.width + 22, CARD.height + 22];
  const blocks = stacks(data).map(([boss, ids]) => ({ boss, ids, across: ids.length > 8 ? 3 : 2 }));
  const stacked = new Set(blocks.flatMap(({ ids }) => ids));
  for (const one of data.people) if (!stacked.has(one.id)) graph.setNode(one.id, { width: CARD.width, height: CARD.height });
  for (const { boss, ids, across } of blocks) {
    const rows = Math.ceil(ids.length / across);
    graph.setNode(`block:${boss}`, { width: across * across1 - 22, height: rows * down1 - 22 });
    graph.setEdge(boss, `block:${boss}`, { weight: 4 });
  }
  for (const line of data.lines) if (!stacked.has(line.to)) graph.setEdge(line.from, line.to, { weight: line.dotted ? 1 : 4 });
  dagre.layout(graph);
  for (const { boss, ids, across } of blocks) {
    const { x, y, width, height } = graph.node(`block:${boss}`);
    ids.forEach((id, at) => {
      const place = {
        x: x - width / 2 + CARD.width / 2 + (at % across) * across1, y: y - height / 2 + CARD.height / 2 + Math.floor(at / across) * down1,
      };
      graph.setNode(id, place);
    });
  }
  const joined = new Set(data.lines.flatMap((line) => [line.from, line.to]));
  const lone = data.people.filter((one) => !joined.has(one.id));
  const places = new Map(data.people.filter((one) => joined.has(one.id)).map(({ id }) => [id, graph.node(id)]));
  const bottom = Math.max(-124, ...[...places.values()].map(({ y }) => y)) + 124;
  const left = Math.min(...[...places.values()].map(({ x }) => x), 1e6) % 1e6;
  const across = Math.max(4, Math.ceil(Math.sqrt(lone.length * 2)));
  // People whose boss nobody told fill rows below the others, instead of one endless row.
  lone.forEach((one, at) => {
    places.set(one.id, { x: left + (at % across) * (CARD.width + 26), y: bottom + Math.floor(at / across) * 124 });
  });
  return places;
}

/** The server's places name the upper left corner of a card, the canvas its middle. */
const middle = ([x, y]) => ({ x: x + CARD.width / 2, y: y + CARD.height / 2 });
const corner = ({ x, y }) => [Math.round((x - CARD.width / 2) * 10) / 10, Math.round((y - CARD.height / 2) * 10) / 10];

function elements(data) {
  const places = layered(data);
  const nodes = data.people.map((one) => {
    const at = one.place ? middle(one.place) : places.get(one.id);
    return { group: "nodes", data: { ...one }, position: { x: at.x, y: at.y } };
  });
  const lines = data.lines.map((one) => ({
    data: { id: `r:${one.to}:${one.from}`, source: one.from, target: one.to }, classes: one.dotted ? "line dotted" : "line",
  }));
  const ties = data.ties.map((one) => ({
    data: { id: `i:${one.from}:${one.to}`, source: one.from, target: one.to, width: STROKES[one.strength] },
    classes: one.supposed ? "tie supposed" : "tie",
  }));
  return [...nodes, ...lines, ...ties];
}

function look(colours, pictures) {
  return [
    { selector: "node", style: {
      shape: "rectangle", width: CARD.width + CARD.beside * 2, height: CARD.height + 4, "background-opacity": 0,
      "background-image": (node) => pictures.get(node.id()), "background-fit": "contain", "overlay-color": colours("--focus"),
    } },
    { selector: "node:selected", style: { "overlay-opacity": 0.12 } },
    { selector: "node.ghost", style: { width: 1, height: 1, "background-image": "none", events: "no" } },
    { selector: ".line", style: {
      "curve-style": "taxi", "taxi-direction": "downward", "taxi-turn": "50%", width: 1.25, "line-color": colours("--line-strong"),
      "target-endpoint": "0 -31", "source-endpoint": "0 31", events: "no",
    } },
    { selector: ".line.dotted", style: { "line-style": "dashed", "line-dash-pattern": [2, 3] } },
    { selector: ".tie", style: {
      "curve-style": "unbundled-bezier", "control-point-distances": (edge) => (edge.source().position("x") <= edge.target().position("x") ? 34 : -34),
      "control-point-weights": 0.5, width: "data(width)", "line-color": colours("--bar"), "target-arrow-shape": "triangle",
      "target-arrow-color": colours("--bar"), "arrow-scale": 0.9, "target-distance-from-node": 1,
      "source-endpoint": (edge) => end(edge, edge.source(), edge.target()), "target-endpoint": (edge) => end(edge, edge.target(), edge.source()),
    } },
    { selector: ".supposed", style: { "line-style": "dashed", "line-dash-pattern": [6, 4] } },
    { selector: ".faint", style: { opacity: 0.28 } },
    { selector: "edge.way", style: { "line-color": colours("--brass"), "target-arrow-color": colours("--brass"), "z-index": 9 } },
    { selector: ".out", style: { display: "none" } },
  ];
}

/** Where a tie meets a card: on the side that looks at the other, beside the middle, which is the line of command's. */
function end(edge, here, there) {
  const across = there.position("x") - here.position("x");
  const down = there.position("y") - here.position("y");
  if (here.hasClass("ghost")) return "0 0";
  const side = CARD.height / 2;
  if (Math.abs(down) < CARD.height) return `${Math.sign(across) * (CARD.width / 2)} 0`;
  return `${across < 0 ? -38 : 38} ${down < 0 ? -side : side}`;
}

function live(place) {
  const data = JSON.parse(document.querySelector(place.dataset.map).textContent);
  const notice = document.querySelector("#map-notice");
  const answer = document.querySelector("#map-answer");
  const editable = Boolean(document.querySelector("#map-erase"));
  let colours = palette();
  place.replaceChildren();
  place.classList.add("live");
  const cy = cytoscape({
    container: place, elements: elements(data), style: look(colours, cards(data.people, colours)), minZoom: 0.05, maxZoom: 2.5,
    autoungrabify: !editable, boxSelectionEnabled: false, textureOnViewport: data.people.length > 120, hideEdgesOnViewport: data.people.length > 400,
    pixelRatio: "auto", layout: { name: "preset" },
  });
  const fit = () => {
    cy.fit(cy.elements(":visible"), 16);
    if (cy.zoom() > 1.1) cy.zoom({ level: 1.1, renderedPosition: { x: place.clientWidth / 2, y: place.clientHeight / 2 } });
    if (cy.zoom() > 1.05) cy.center();
  };
  fit();
  if (cy.zoom() < LEGIBLE) {
    // Too many to read at once: begin with who decides, the whole is one button away.
    const deciders = cy.nodes().filter((node) => node.id() in data.ways);
    cy.zoom({ level: LEGIBLE + 0.15, renderedPosition: { x: place.clientWidth / 2, y: place.clientHeight / 2 } });
    cy.center(deciders.length ? deciders.first() : cy.nodes().first());
  }
  place.ready = true;

  const seen = new Map(data.people.map((one) => [one.id, one.place]));
  const say = (text, mine) => {
    notice.textContent = text;
    notice.classList.toggle("told", Boolean(mine));
    if (!mine) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = data.words.mine;
    button.addEventListener("click", mine, { once: true });
    notice.append(button);
  };

  /** Tell the server where someone stands; who was slower is told, and shown where the other put them. */
  async function move(node, to = corner(node.position())) {
    const [x, y] = to;
    const before = seen.get(node.id());
    const body = new URLSearchParams({ person: node.id(), x, y, ...(before && { seen_x: before[0], seen_y: before[1] }) });
    const token = document.querySelector("#map-erase [name=csrfmiddlewaretoken]").value;
    try {
      const given = await fetch(data.place, { method: "POST", body, headers: { "X-CSRFToken": token } });
      const told = await given.json();
      if (told.place) {
        seen.set(node.id(), told.place);
        node.position(middle(told.place));
      }
      if (given.status === 409) return say(told.text, () => move(node, to));
      return say(given.ok ? data.words.moved : told.text);
    } catch {
      return say(data.words.lost);
    }
  }

  const stop = editable ? connecting(cy, place, data, say) : () => false;
  cy.on("dragfree", "node", ({ target }) => stop() || move(target));
  cy.on("tap", "node", ({ target }) => !stop() && show(data.ways[target.id()], target.id()));
  cy.on("tap", ({ target }) => target === cy && show());

  /** Answer a question: the sentence, and on the map who it names. */
  function show(found, chosen) {
    answer.textContent = found?.sentence ?? "";
    cy.elements().removeClass("faint way");
    for (const row of document.querySelectorAll("[data-person]")) row.classList.toggle("chosen", row.dataset.person === chosen);
    for (const asked of document.querySelectorAll("[data-ask]")) {
      asked.toggleAttribute("aria-current", asked.dataset.ask === found?.name);
      if (asked.dataset.ask === found?.name) asked.setAttribute("aria-current", "true");
    }
    if (!found) return;
    const named = new Set(found.people);
    cy.nodes().filter((node) => !named.has(node.id())).addClass("faint");
    cy.edges().addClass("faint");
    if (found.name === "blocks") {
      const weighed = cy.edges(".tie").filter((edge) => named.has(edge.source().id()));
      weighed.union(weighed.targets()).removeClass("faint");
    }
    if (found.name !== "path") return;
    found.people.slice(1).forEach((on, at) => {
      const by = found.people[at];
      const tie = cy.edges(`[id = "i:${by}:${on}"]`);
      const step = tie.length ? tie : cy.edges(`[id = "r:${by}:${on}"], [id = "r:${on}:${by}"]`);
      step.removeClass("faint").addClass("way");
    });
  }

  document.addEventListener("click", (event) => {
    const asked = event.target.closest?.("[data-ask], [data-to]");
    if (!asked || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { ask, to } = asked.dataset;
    if (to && !data.ways[to]) {
      event.preventDefault();
      select(cy.getElementById(to));
      return;
    }
    event.preventDefault();
    show(ask ? data.answers[ask] : data.ways[to], to);
    if (to) select(cy.getElementById(to));
  });

  function select(node) {
    if (!node.length) return;
    cy.nodes().unselect();
    node.select();
    const box = node.renderedBoundingBox();
    if (box.x1 < 0 || box.y1 < 0 || box.x2 > place.clientWidth || box.y2 > place.clientHeight) cy.center(node);
    for (const row of document.querySelectorAll("[data-person]")) row.classList.toggle("chosen", row.dataset.person === node.id());
    say(data.words.selected.replace("{name}", node.data("name")));
  }

  let waiting = 0;
  place.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const node = cy.nodes(":selected").first();
    if (way && node.length && editable) {
      event.preventDefault();
      const far = event.shiftKey ? STEP * 5 : STEP;
      node.position({ x: node.position("x") + way[0] * far, y: node.position("y") + way[1] * far });
      clearTimeout(waiting);
      waiting = setTimeout(() => move(node), 500);
    } else if (way) {
      event.preventDefault();
      cy.panBy({ x: -way[0] * 60, y: -way[1] * 60 });
    } else if (event.key === "Enter" && node.length) show(data.ways[node.id()], node.id());
    else if (event.key === "Escape") show();
    else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? "in" : "out");
  });

  function zoom(how) {
    if (how === "all") return fit();
    return cy.zoom({ level: cy.zoom() * (how === "in" ? 1.25 : 0.8), renderedPosition: { x: place.clientWidth / 2, y: place.clientHeight / 2 } });
  }
  for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => zoom(button.dataset.zoom));
  for (const tools of document.querySelectorAll("[data-map-tools]")) tools.hidden = false;

  document.querySelector("[data-map-png]")?.addEventListener("click", ({ currentTarget }) => {
    const link = document.createElement("a");
    link.href = cy.png({ full: true, scale: 2, bg: colours("--sheet"), maxWidth: 12000, maxHeight: 12000 });
    link.download = `${currentTarget.dataset.name}.png`;
    link.click();
  });

  const filters = document.querySelector("[data-map-filters]");
  function filter() {
    const wanted = [...new FormData(filters)].filter(([, value]) => value);
    cy.nodes().forEach((node) => {
      node.toggleClass("out", !wanted.every(([name, value]) => (node.data(name) || "none") === value));
    });
    const shown = new Set(cy.nodes(":visible").map((node) => node.id()));
    for (const row of document.querySelectorAll("[data-person]")) row.hidden = !shown.has(row.dataset.person);
    fit();
  }
  filters.querySelector("[type=submit]").hidden = !new FormData(filters).values().some(Boolean);
  filters.addEventListener("change", filter);
  if (new FormData(filters).values().some(Boolean)) filter();

  const themed = () => {
    colours = palette();
    cy.style(look(colours, cards(data.people, colours)));
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", themed);
  new MutationObserver(themed).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  if (data.answer) show(data.answer);
}

const place = document.querySelector("[data-map]");
if (place) document.fonts.ready.then(() => live(place));
