// Where people stand on the map before anyone puts them elsewhere: in layers (dagre) where that can be read, else each
// below their boss in rows that wrap to the shape of the window; of very many, those at the top first.
import dagre from "@dagrejs/dagre";
import { CARD } from "./mapcards.js";

export const MANY = 60;
const ROOM = 21000;
const WIDEST = 4;
const READ = 1150;
const [GAP, RUN] = [24, 40];

/** Boss → their reports, each person below one boss only: the first of the line of command. */
export function under(lines) {
  const boss = new Map();
  for (const { from, to } of [...lines].sort((one, other) => one.dotted - other.dotted)) if (!boss.has(to)) boss.set(to, from);
  const below = new Map();
  for (const [to, from] of boss) below.set(from, [...(below.get(from) ?? []), to]);
  return below;
}

/** Someone and all above them. */
export function chain(lines, id) {
  const found = new Set([id]);
  for (const one of found) for (const { from, to } of lines) if (to === one) found.add(from);
  return [...found];
}

/** Who is shown first: everyone, or of very many as can be read: who decides and the top of the house, level by level. */
export function first(data, place) {
  if (data.people.length <= MANY) return data.people.map(({ id }) => id);
  const most = Math.max(8, Math.min(24, Math.round((place.clientWidth * place.clientHeight) / ROOM)));
  const below = under(data.lines);
  const led = new Set([...below.values()].flat());
  const size = (id) => (below.get(id)?.length ?? 0);
  const found = new Set(Object.keys(data.ways).flatMap((id) => chain(data.lines, id)));
  let level = data.people.map(({ id }) => id).filter((id) => !led.has(id) && size(id));
  while (level.length && found.size < most) {
    for (const id of level.sort((one, other) => size(other) - size(one)).slice(0, most - found.size)) found.add(id);
    level = level.flatMap((id) => below.get(id) ?? []);
  }
  return found.size ? [...found] : data.people.slice(0, most).map(({ id }) => id);
}

/** Places, and whether each hangs from a trunk at the left of their boss. */
export function layout(people, lines, shape) {
  if (people.length > MANY) return { places: wrapped(people, lines, shape), hung: true };
  const flat = layered({ people, lines });
  const xs = [...flat.values()].map(({ x }) => x);
  return Math.max(...xs) - Math.min(...xs) <= READ ? { places: flat, hung: false } : { places: wrapped(people, lines, shape), hung: true };
}

/** Boxes in rows, the highest first, as near to a shape as any width makes them. */
function packed(boxes, shape) {
  const area = boxes.reduce((sum, { width, height }) => sum + (width + GAP) * (height + RUN), 0);
  const widest = Math.max(...boxes.map(({ width }) => width));
  const order = [...boxes].sort((one, other) => other.height - one.height);
  const tried = [0.8, 1, 1.2, 1.4, 1.7, 2].map((more) => rows(order, Math.max(widest, Math.sqrt(area * shape) * more)));
  const far = ({ width, height }) => Math.max(width / shape, height);
  return tried.reduce((best, one) => (far(one) < far(best) ? one : best));
}

function rows(boxes, most) {
  const made = { width: 0, height: 0, at: [] };
  let [x, y, high] = [0, 0, 0];
  for (const box of boxes) {
    if (x && x + box.width > most) [x, y, high] = [0, y + high + RUN, 0];
    made.at.push({ box, x, y });
    high = Math.max(high, box.height);
    made.width = Math.max(made.width, x + box.width);
    x += box.width + GAP;
  }
  made.height = y + high;
  return made;
}

/** Everyone below their boss, in rows that wrap; who has neither boss nor reports by unit, after the others. */
function wrapped(people, lines, shape) {
  const below = under(lines);
  const led = new Set([...below.values()].flat());
  const places = new Map();
  const covered = new Set(people.filter(({ initials }) => initials).map(({ id }) => id));
  // Beside the card of whom nobody looks after stands so; what is below hangs from a line down the card's middle.
  const box = (id) => {
    const left = covered.has(id) ? 0 : CARD.beside - GAP / 2;
    const kids = below.get(id)?.map(box);
    if (!kids) return { id, left, width: left + CARD.width, height: CARD.height };
    const inner = packed(kids, shape);
    const indent = left + CARD.width / 2 + 14;
    return { id, left, inner, indent, width: Math.max(left + CARD.width, inner.width + indent), height: CARD.height + RUN + inner.height };
  };
  const put = ({ id, inner, left, indent = 0 }, x, y) => {
    if (id) places.set(id, { x: x + left + CARD.width / 2, y: y + CARD.height / 2 });
    for (const one of inner?.at ?? []) put(one.box, x + indent + one.x, y + (id ? CARD.height + RUN : 0) + one.y);
  };
  const roots = people.filter(({ id }) => !led.has(id));
  const lone = new Map();
  for (const { id, unit } of roots) if (!below.has(id)) lone.set(unit, [...(lone.get(unit) ?? []), box(id)]);
  const groups = [...lone.values()].map((boxes) => packed(boxes, shape)).map((inner) => ({ inner, width: inner.width, height: inner.height }));
  put({ inner: packed([...roots.filter(({ id }) => below.has(id)).map(({ id }) => box(id)), ...groups], shape) }, 0, 0);
  return places;
}

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

/** Layered places; many reports of one boss stand in a block. */
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

