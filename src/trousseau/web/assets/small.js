// Small things: copy a link, open and close a dialog, send a form when a choice changes.
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
}
