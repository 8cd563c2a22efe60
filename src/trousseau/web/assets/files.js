// Say which file was chosen, in the page's own words.
export function files() {
  const say = (input) => {
    const pick = input.closest(".file-pick");
    if (!pick || !input.files.length) return;
    pick.classList.add("chosen");
    pick.querySelector("[data-file-name]").textContent = Array.from(input.files, (file) => file.name).join(", ");
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches?.(".file-pick input")) say(event.target);
  });
  // Coming back by the browser's history, the field may still hold its file.
  addEventListener("pageshow", () => document.querySelectorAll(".file-pick input").forEach(say));
}
