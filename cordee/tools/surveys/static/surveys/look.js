// Larger letters, on any page of questionnaires; this phone remembers.
(() => {
  "use strict";
  const { $, kept, announce } = window.cordee;
  const button = $("[data-larger]");

  function paint(larger) {
    document.body.classList.toggle("larger", larger);
    button.setAttribute("aria-pressed", String(larger));
    $("span", button).textContent = larger ? "Écrire moins gros" : "Écrire plus gros";
  }

  button.hidden = false;
  paint(kept.get("larger") === "yes");
  button.addEventListener("click", () => {
    const larger = !document.body.classList.contains("larger");
    kept.set("larger", larger ? "yes" : "no");
    paint(larger);
    announce(larger ? "Lettres plus grandes" : "Lettres de taille habituelle");
  });
})();
