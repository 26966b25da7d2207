// The year's screen: what the parts of a split total, as one types. Without this script the same rule is told on saving.
(() => {
  "use strict";
  const splits = new Map();
  for (const input of document.querySelectorAll("input[data-split]")) {
    const name = input.dataset.split;
    splits.set(name, [...(splits.get(name) || []), input]);
  }

  const value = (input) => Number.parseFloat(input.value.replace(/[\s\u00a0\u202f%]/g, "").replace(",", "."));
  const said = (number) => String(Math.round(number * 100) / 100).replace(".", ",");

  function sentence(parts) {
    if (!parts.length) return "Total : rien pour l'instant. Les parts font 100\u00a0%, ou restent toutes vides.";
    const total = Math.round(parts.reduce((sum, part) => sum + part, 0) * 100) / 100;
    if (total === 100) return "Total : 100\u00a0%, le compte est bon.";
    const gap = said(Math.abs(100 - total));
    return `Total : ${said(total)}\u00a0%, ${total < 100 ? `il manque ${gap}\u00a0%` : `${gap}\u00a0% de trop`}.`;
  }

  for (const inputs of splits.values()) {
    const line = Object.assign(document.createElement("p"), { className: "why split-total" });
    line.setAttribute("role", "status");
    const last = inputs[inputs.length - 1];
    last.closest("fieldset").append(line);
    const tell = () => {
      const parts = inputs.map(value).filter((part) => !Number.isNaN(part));
      line.textContent = sentence(parts);
      line.classList.toggle("ok", parts.reduce((sum, part) => sum + part, 0) === 100);
    };
    inputs.forEach((input) => input.addEventListener("input", tell));
    tell();
  }
})();
