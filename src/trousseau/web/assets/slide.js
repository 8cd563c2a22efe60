// Sliders that set the field beside them, and follow it: `<input type="range" data-sets="#field">`.
export function sliders() {
  document.addEventListener("input", ({ target }) => {
    if (target.dataset?.sets) {
      document.querySelector(target.dataset.sets).value = target.value;
    } else if (target.id) {
      const slider = document.querySelector(`[data-sets="#${CSS.escape(target.id)}"]`);
      if (slider) slider.value = target.value;
    }
  });
}
