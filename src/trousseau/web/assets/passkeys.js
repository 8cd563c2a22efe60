// A passkey that was refused, unknown or cancelled is told in the page's own words, not in the console.
export function passkeys() {
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const line = document.querySelector("[data-passkey-error]");
    if (line) line.hidden = false;
  });
}
