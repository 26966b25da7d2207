// What this phone keeps: questionnaires begun, waiting for the network, sent.
(async () => {
  "use strict";
  const { $ } = window.cordee;
  const SAID = { filling: "commencé", waiting: "attend le réseau", conflict: "deux réponses à choisir", closed: "clos, vos réponses sont restées ici", sent: "envoyé" };
  let kept = [];
  try { kept = await keeper.all(); } catch { return; }
  if (!kept.length) return;
  const rows = kept.map((record) => {
    const row = document.createElement("li");
    row.append(Object.assign(document.createElement("a"), { href: record.url, textContent: record.title, className: "row-title" }));
    const told = record.state === "sent" ? `envoyé ${record.receipt.said}, reçu ${record.receipt.number}` : SAID[record.state];
    row.append(Object.assign(document.createElement("span"), { className: "why", textContent: told }));
    return row;
  });
  $("[data-kept-list]").replaceChildren(...rows);
  $("[data-kept-here]").hidden = false;
  if (navigator.onLine) keeper.sendWaiting().catch(() => {});
})();
