// Answers arrived; what this phone still holds of them is sent, or shown again.
(async () => {
  "use strict";
  const { $ } = window.cordee;
  const url = $("[data-url]").dataset.url;
  let kept = null;
  try { kept = await keeper.get(url); } catch { return; }
  if (kept?.state === "waiting") { try { kept = await keeper.send(url, true); } catch { /* the network is gone again: it stays kept */ } }
  $("[data-unsent]").hidden = !kept || kept.state === "sent" || !kept.dirty;
})();
