// Small things: copy a link, open and close a dialog, send a form when a choice changes, show the tab one is on.
export function small() {
  document.addEventListener("click", async (event) => {
    const target = event.target.closest?.("[data-copy], [data-open], [data-close], [data-print]");
    if (!target) return;
    if (target.dataset.copy) {
      const source = document.querySelector(target.dataset.copy);
      source.select();
      await navigator.clipboard?.writeText(source.value).catch(() => document.execCommand("copy"));
      target.querySelector("span").textContent = target.dataset.copied;
    } else if (target.dataset.open) {
      document.querySelector(target.dataset.open)?.showModal();
    } else if ("close" in target.dataset) {
      target.closest("dialog")?.close();
    } else if ("print" in target.dataset) {
      window.print();
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-send]")) event.target.form.requestSubmit();
  });
  // A strip of tabs wider than a phone starts at the tab one is on.
  for (const current of document.querySelectorAll(".tabs [aria-current]")) {
    const strip = current.closest(".tabs");
    const beyond = current.getBoundingClientRect().right - strip.getBoundingClientRect().right;
    if (beyond > 0) strip.scrollLeft += beyond + 32;
  }
}
