// A meeting at the keyboard: figures choose in the column where one stands, the first column has the hand when a question opens.
(() => {
  "use strict";
  const { $, all, announce } = window.cordee;
  const first = $("[data-voice] :checked") || $("[data-voice] input, [data-voice] textarea, [data-voice] select");
  first?.focus();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=text], textarea, select, input:not([type])")) return;
    const column = event.target.closest("[data-voice]") || $("[data-voice]");
    const choice = column && /^[1-9]$/.test(event.key) && all("input[type=radio], input[type=checkbox]", column)[Number(event.key) - 1];
    if (!choice) return;
    event.preventDefault();
    choice.checked = choice.type === "radio" || !choice.checked;
    choice.focus();
    announce(choice.closest("label").textContent.trim());
  });
})();
