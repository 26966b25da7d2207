// Acronyms: the first of each in a page opens the glossary, wherever it stands. Without script, the glossary is at the foot of every page.
(() => {
  "use strict";
  const { $, all } = window.cordee;
  const main = $("main[data-sigles]");
  if (!main) return;
  const one = new RegExp(`(?<![\\p{L}\\p{N}/])(${main.dataset.sigles})(?![\\p{L}\\p{N}/])`, "u");
  // What is pressed, typed, announced or a title keeps its own meaning.
  const CLOSED = "a, button, label, legend, summary, select, textarea, code, svg, script, h1, h2, h3, h4, .visually-hidden, [role=status], [aria-live]";

  const isShown = (node) => !node.checkVisibility || node.checkVisibility();

  // In a form, what is being typed stays: the glossary opens beside it.
  function link(term, beside) {
    const opened = Object.assign(document.createElement("a"), { className: "sigle", href: `/aide/glossaire/#${term.toLowerCase().replaceAll(" ", "-")}` });
    opened.append(Object.assign(document.createElement("abbr"), { textContent: term }));
    if (!beside) return opened;
    Object.assign(opened, { target: "_blank", rel: "noopener" });
    opened.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: " (glossaire, nouvel onglet)" }));
    return opened;
  }

  // The rest of a text after its acronym is a node of its own: the walk comes to it next.
  function openAll(root) {
    const seen = new Set(all(".sigle abbr", main).map((abbr) => abbr.textContent));
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode;
      const found = one.exec(text.data);
      if (!found || text.parentElement.closest(CLOSED) || !isShown(text.parentElement)) continue;
      const rest = text.splitText(found.index);
      rest.splitText(found[1].length);
      if (seen.has(found[1])) { walk.currentNode = rest; continue; }
      seen.add(found[1]);
      const opened = link(found[1], Boolean(text.parentElement.closest("form")));
      rest.replaceWith(opened);
      walk.currentNode = opened.querySelector("abbr").firstChild;
    }
    root.normalize();
  }

  openAll(main);
  document.addEventListener("htmx:afterSettle", (event) => { if (main.contains(event.detail.target)) openAll(event.detail.target); });
})();
