// The map of people, on its own page only: cards on a canvas (Cytoscape) laid out in layers (dagre), moved and joined by
// dragging or by keys. The list beside it says and does the same without this script; the element's id keeps Cytoscape
// from adding a style element of its own, which the page's policy would refuse.
import cytoscape from "cytoscape";
import { CARD, cards, palette } from "./mapcards.js";
import { connecting } from "./mapdraw.js";
import { MANY, chain, first, layout, under } from "./maplayout.js";

const STEP = 20;
const STROKES = { 1: 1.25, 2: 2.25, 3: 4 };

/** The server's places name the upper left corner of a card, the canvas its middle. */
const middle = ([x, y]) => ({ x: x + CARD.width / 2, y: y + CARD.height / 2 });
const corner = ({ x, y }) => [Math.round((x - CARD.width / 2) * 10) / 10, Math.round((y - CARD.height / 2) * 10) / 10];

function elements(data) {
  const nodes = data.people.map((one) => ({ group: "nodes", data: { ...one }, position: one.place ? middle(one.place) : { x: 0, y: 0 } }));
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
    { selector: "node[more]", style: {
      label: "data(more)", "text-valign": "bottom", "text-margin-y": 4, "font-size": 12, "font-weight": 600, "font-family": getComputedStyle(document.body).fontFamily,
      color: colours("--secondary"),
    } },
    { selector: "node:selected", style: { "overlay-opacity": 0.12 } },
    { selector: "node.ghost", style: { width: 1, height: 1, "background-image": "none", events: "no" } },
    { selector: ".line", style: {
      "curve-style": "taxi", "taxi-direction": "downward", "taxi-turn": "50%", width: 1.25, "line-color": colours("--line-strong"),
      "target-endpoint": "0 -31", "source-endpoint": "0 31", events: "no",
    } },
    { selector: ".line.hung", style: { "taxi-turn": "-14px" } },
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
  const seen = new Map(data.people.map((one) => [one.id, one.place]));
  const everyone = data.people.map(({ id }) => id);
  const tree = under(data.lines);
  let shown = new Set(first(data, place));

  /** Show some people and lay them out for the window, but whom somebody put elsewhere. */
  function arrange(wanted) {
    shown = new Set(wanted);
    const people = data.people.filter(({ id }) => shown.has(id));
    const { places, hung } = layout(people, data.lines.filter(({ from, to }) => shown.has(from) && shown.has(to)), place.clientWidth / place.clientHeight);
    cy.batch(() => cy.nodes().forEach((node) => {
      const id = node.id();
      node.toggleClass("out", !shown.has(id));
      if (shown.has(id) && !seen.get(id)) node.position(places.get(id));
      const folded = tree.get(id)?.filter((below) => !shown.has(below)).length;
      if (folded) node.data("more", data.words.below.replace("{n}", folded));
      else node.removeData("more");
    }));
    cy.edges(".line").toggleClass("hung", hung);
    fit();
  }

  /** Unfold some people, with who they report to. */
  const reveal = (ids) => {
    const more = ids.flatMap((id) => chain(data.lines, id)).filter((id) => !shown.has(id));
    if (more.length) arrange([...shown, ...more]);
  };
  arrange(shown);
  const folding = shown.size < everyone.length;
  place.ready = true;

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
  cy.on("tap", "node", ({ target }) => !stop() && open(target));
  cy.on("tap", ({ target }) => target === cy && show());

  /** What someone's card opens: who is folded below them, and the way to them. */
  function open(node) {
    reveal(tree.get(node.id()) ?? []);
    show(data.ways[node.id()], node.id());
  }

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
    reveal(found.people);
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
    reveal([node.id()]);
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
    } else if (event.key === "Enter" && node.length) open(node);
    else if (event.key === "Escape") show();
    else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? "in" : "out");
  });

  function zoom(how) {
    if (how === "all") return shown.size < everyone.length ? arrange(everyone) : fit();
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
    const lets = (one) => wanted.every(([name, value]) => (one[name] || "none") === value);
    const left = new Set(data.people.filter(lets).map(({ id }) => id));
    for (const row of document.querySelectorAll("[data-person]")) row.hidden = !left.has(row.dataset.person);
    if (data.people.length > MANY) return arrange(wanted.length ? left : first(data, place));
    cy.nodes().forEach((node) => node.toggleClass("out", !left.has(node.id())));
    return fit();
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
  if (folding) say(data.words.folded.replace("{n}", shown.size));
  if (data.answer) show(data.answer);
}

const place = document.querySelector("[data-map]");
if (place) document.fonts.ready.then(() => live(place));
