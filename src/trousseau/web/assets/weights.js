// Weights that always add up to 100: `<form data-weights>` with a range `[data-weight]` beside the field of each.
// Moving one shares what it leaves among the others in their proportions, in whole points by largest remainders; a field
// whose lock is pressed keeps its weight. Without script the fields are proportions, which the server turns into shares.
const number = (field) => Math.max(0, Number.parseFloat(field.value.replace(",", ".")) || 0);

/** Whole points that add up to `total`, in the proportions of `parts`; alike where all are 0. */
function shared(parts, total) {
  const sum = parts.reduce((all, part) => all + part, 0);
  const exact = parts.map((part) => (sum ? (part / sum) * total : total / parts.length));
  const whole = exact.map(Math.floor);
  const order = exact.map((_, at) => at).sort((a, b) => exact[b] - whole[b] - (exact[a] - whole[a]));
  for (let left = total - whole.reduce((all, one) => all + one, 0), at = 0; left > 0; left -= 1, at += 1) {
    whole[order[at]] += 1;
  }
  return whole;
}

function pieces(form) {
  return Array.from(form.querySelectorAll("[data-weight]"), (slider) => {
    const place = slider.closest(".weight-fields");
    const field = place.querySelector("input:not([type=range])");
    return { slider, field, lock: place.querySelector("[data-lock]") };
  }).filter(({ field }) => !field.closest("fieldset").querySelector("select").matches(":has(option[value='']:checked)"));
}

function set(all, values) {
  all.forEach(({ slider, field }, at) => {
    slider.value = values[at];
    field.value = values[at];
  });
}

function move(form, target) {
  const all = pieces(form);
  const moved = all.find(({ slider, field }) => slider === target || field === target);
  if (!moved) return;
  const held = (piece) => piece !== moved && piece.lock?.getAttribute("aria-pressed") === "true";
  const free = all.filter((piece) => piece !== moved && !held(piece));
  const kept = all.filter(held).reduce((sum, { field }) => sum + Math.round(number(field)), 0);
  const most = Math.max(0, 100 - kept);
  const value = free.length ? Math.min(most, Math.round(number(target))) : most;
  const rest = shared(free.map(({ field }) => number(field)), most - value);
  set(all, all.map((piece) => (piece === moved ? value : held(piece) ? Math.round(number(piece.field)) : rest[free.indexOf(piece)])));
}

export function weights() {
  for (const form of document.querySelectorAll("form[data-weights]")) {
    const all = pieces(form);
    if (!all.length) continue;
    set(all, shared(all.map(({ field }) => number(field)), 100));
    for (const piece of form.querySelectorAll("[data-weight], [data-lock]")) piece.hidden = false;
    form.addEventListener("input", ({ target }) => target.matches("[data-weight]") && move(form, target));
    form.addEventListener("change", ({ target }) => target.name?.startsWith("weight-") && move(form, target));
    form.addEventListener("click", ({ target }) => {
      const lock = target.closest("[data-lock]");
      if (lock) lock.setAttribute("aria-pressed", String(lock.getAttribute("aria-pressed") !== "true"));
    });
  }
}
