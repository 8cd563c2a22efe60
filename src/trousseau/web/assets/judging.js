// Judging by keys: 1 to 5 choose a level of the criterion that has the focus, 0 says “I cannot judge”.
export function judging() {
  const form = document.querySelector("[data-judging]");
  form?.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, button, input:not([type=radio])")) return;
    const scale = event.target.closest("fieldset");
    const value = event.key === "0" ? "none" : event.key;
    const level = [...(scale?.querySelectorAll("input[type=radio]") ?? [])].find((one) => one.value === value);
    if (!level) return;
    event.preventDefault();
    level.checked = true;
    // An end of the scale asks for words; else on to the next criterion, or to the button.
    const end = value === "1" || value === "5";
    const next = scale.nextElementSibling;
    (end ? scale.querySelector("textarea") : next?.querySelector("input[type=radio], button"))?.focus();
  });
}
