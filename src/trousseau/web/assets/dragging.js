// An account dragged onto another manager's row: the page's own form says so to the server, which shows what it costs.
const rowOf = (event) => event.target.closest?.("tr[data-manager]");

/** Let accounts be dropped on the rows of managers. */
export function dragging() {
  document.addEventListener("dragstart", (event) => {
    const account = event.target.closest?.("[data-account]");
    if (account) event.dataTransfer.setData("text/plain", account.dataset.account);
  });
  document.addEventListener("dragover", (event) => {
    if (rowOf(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const row = rowOf(event);
    const form = document.getElementById("dragged");
    const account = event.dataTransfer?.getData("text/plain") ?? "";
    if (!row || !form || !/^\d+$/.test(account)) return;
    event.preventDefault();
    form.elements.account.value = account;
    form.elements.manager.value = row.dataset.manager;
    form.submit();
  });
}
