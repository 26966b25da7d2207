// The search box: proposals under it while one types, and arrows to walk through what was found. The form works without it.
(() => {
  "use strict";
  const { $, all } = window.cordee;
  const box = $("#recherche");
  const panel = $("#propositions");

  const links = (root) => all("a", root);

  function close() {
    if (!panel) return;
    panel.replaceChildren();
    box.removeAttribute("aria-describedby");
  }

  // Arrows go from the box to the first link, then from one to the next; up from the first goes back to the box.
  function walk(event, input, root) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const found = links(root);
    const place = found.indexOf(document.activeElement);
    if (!found.length || (document.activeElement !== input && place < 0)) return;
    const next = place + step;
    if (place < 0 && step < 0) return;
    event.preventDefault();
    (next < 0 ? input : found[Math.min(next, found.length - 1)]).focus();
  }

  function onKey(event) {
    const results = $("[data-found]");
    if (panel && panel.contains(event.target) && event.key === "Escape") { close(); box.focus(); return; }
    if (event.target === box && event.key === "Escape") {
      if (panel.childElementCount) { event.preventDefault(); close(); } else box.blur();
      return;
    }
    if (panel && (event.target === box || panel.contains(event.target))) walk(event, box, panel);
    else if (results) walk(event, $("[data-found-box]"), results);
  }

  // A slow answer never replaces a newer one (hx-sync); an emptied box shows nothing.
  function onInput() { if (!box.value.trim()) close(); }

  function late(event) {
    if (event.detail.target === panel && (!box.value.trim() || !document.activeElement.closest(".find"))) event.detail.shouldSwap = false;
  }

  if (!box || !panel) return;
  document.addEventListener("keydown", onKey);
  box.addEventListener("input", onInput);
  document.addEventListener("htmx:beforeSwap", late);
  document.addEventListener("click", (event) => { if (!event.target.closest(".find")) close(); });
  document.addEventListener("focusin", (event) => { if (!event.target.closest(".find")) close(); });
})();
