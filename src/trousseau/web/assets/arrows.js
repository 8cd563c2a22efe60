// A grid whose cells open: arrows move from link to link, Home and End to the ends of a row; only one is in the tab order.
export function arrows() {
  const cells = (grid) => [...grid.querySelectorAll("tr")].map((row) => [...row.querySelectorAll("td > a")]).filter((row) => row.length);
  const settle = (grid) => cells(grid).flat().forEach((one, at) => (one.tabIndex = at ? -1 : 0));
  document.querySelectorAll("[data-arrows]").forEach(settle);
  document.addEventListener("focusin", (event) => {
    const grid = event.target.matches?.("td > a") && event.target.closest("[data-arrows]");
    if (grid) cells(grid).flat().forEach((one) => (one.tabIndex = one === event.target ? 0 : -1));
  });
  document.addEventListener("keydown", (event) => {
    const grid = event.target.closest?.("[data-arrows]");
    if (!grid || event.ctrlKey || event.metaKey || event.altKey || !event.target.matches("td > a")) return;
    const rows = cells(grid);
    const row = rows.findIndex((one) => one.includes(event.target));
    const column = rows[row].indexOf(event.target);
    const to = {
      ArrowRight: rows[row][column + 1], ArrowLeft: rows[row][column - 1], ArrowDown: rows[row + 1]?.[column],
      ArrowUp: rows[row - 1]?.[column], Home: rows[row][0], End: rows[row].at(-1),
    }[event.key];
    if (!to) return;
    event.preventDefault();
    to.focus();
  });
  // What opens under the grid takes the focus; closed again, the cell has it back.
  document.addEventListener("htmx:after:swap", () => document.querySelector("#white-editor [autofocus]")?.focus());
}
