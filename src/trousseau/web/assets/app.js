// What every page does beyond its links and forms; charts are fetched only by the pages that have one.
import { anchors } from "./anchors.js";
import { arrows } from "./arrows.js";
import { cuts } from "./cut.js";
import { dragging } from "./dragging.js";
import { files } from "./files.js";
import { judging } from "./judging.js";
import { keys } from "./keys.js";
import { menus } from "./menus.js";
import { palette } from "./palette.js";
import { passkeys } from "./passkeys.js";
import { sliders } from "./slide.js";
import { small } from "./small.js";
import { weights } from "./weights.js";

anchors();
arrows();
cuts();
dragging();
files();
judging();
keys();
menus();
palette();
passkeys();
sliders();
small();
weights();

async function charts(root) {
  if (!root.querySelector?.("[data-chart]")) return;
  const { draw } = await import("./charts.js");
  draw(root);
}
charts(document);
// What htmx brings in may hold charts and menus of its own.
document.addEventListener("htmx:after:swap", () => charts(document));
