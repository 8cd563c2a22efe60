// Joining two people on the map by dragging from one to the other: the page's own form is filled in and sent, so that
// what is refused is said there as it is without script.
export function connecting(cy, place, data, say) {
  const buttons = [...document.querySelectorAll("[data-draw]")];
  let kind = "";
  let from = null;
  let over = null;

  function mode(wanted) {
    kind = wanted;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.draw === wanted));
    place.classList.toggle("drawing", Boolean(wanted));
    cy.autoungrabify(Boolean(wanted));
    cy.userPanningEnabled(!wanted);
  }
  for (const button of buttons) {
    button.addEventListener("click", () => mode(kind === button.dataset.draw ? "" : button.dataset.draw));
  }
  place.addEventListener("keydown", ({ key }) => key === "Escape" && mode(""));

  cy.on("tapstart", "node", ({ target, position }) => {
    if (!kind) return;
    from = target;
    over = null;
    cy.add([
      { group: "nodes", data: { id: "ghost" }, classes: "ghost", position: { ...position } },
      { group: "edges", data: { id: "ghost-tie", source: target.id(), target: "ghost", width: 2 }, classes: "tie supposed" },
    ]);
  });
  cy.on("tapdrag", ({ target, position }) => {
    if (!from) return;
    cy.getElementById("ghost").position({ ...position });
    over = target !== cy && target.isNode?.() && target !== from ? target : null;
  });
  cy.on("tapend", () => {
    if (!from) return;
    cy.remove("#ghost, #ghost-tie");
    const [by, on] = [from, over];
    from = null;
    if (!on) return;
    const form = document.querySelector("#map-draw");
    form.elements.from.value = by.id();
    form.elements.to.value = on.id();
    form.elements.kind.value = kind;
    say("");
    form.requestSubmit();
  });
  return () => Boolean(kind);
}
