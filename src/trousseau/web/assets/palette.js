// Ctrl-K: a dialog with one field; the server answers, arrows choose, Enter goes.
const WAIT = 110;

export function palette() {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const field = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const told = dialog.querySelector("[role=status]");
  let chosen = -1;
  let timer = 0;
  let asked = 0;

  const options = () => [...list.querySelectorAll("[data-url]")];
  const go = (option) => location.assign(option.dataset.url);
  const choose = (index) => {
    const all = options();
    chosen = all.length ? (index + all.length) % all.length : -1;
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (chosen >= 0) all[chosen].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", chosen >= 0 ? all[chosen].id : "");
  };
  const ask = async () => {
    const mine = ++asked;
    const answer = await fetch(`${dialog.dataset.url}?q=${encodeURIComponent(field.value)}`, {
      headers: { "HX-Request": "true" },
    });
    if (mine !== asked || !answer.ok) return;
    list.innerHTML = await answer.text();
    const none = list.querySelector(".hits-none");
    told.textContent = none ? none.textContent.trim() : "";
    choose(0);
  };
  const show = (event) => {
    event.preventDefault();
    if (dialog.open) return;
    field.value = "";
    dialog.showModal();
    ask();
  };

  for (const opener of document.querySelectorAll("[data-palette]")) opener.addEventListener("click", show);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") show(event);
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      choose(chosen + step);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      go(options()[chosen]);
    } else if (event.key === "Escape") {
      event.preventDefault(); // a search field would only empty itself
      dialog.close();
    }
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-url]");
    if (option) go(option);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
