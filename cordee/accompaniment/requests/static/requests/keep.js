// A public form has no account to keep its draft: what is typed stays on this device until it has left, and comes back with the page.
(() => {
  "use strict";
  const KEY = "cordee.request";
  const SKIPPED = ["csrfmiddlewaretoken", "operation", "consent", "website"];
  const store = {
    read() { try { return JSON.parse(localStorage.getItem(KEY) || "null"); } catch { return null; } },
    write(pairs) { try { localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), pairs })); return true; } catch { return false; } },
    drop() { try { localStorage.removeItem(KEY); } catch { /* nothing was kept */ } },
  };
  const DAY = 24 * 3600 * 1000;
  const say = (form, text) => { const line = form.querySelector("[data-draft-status]"); if (line) line.textContent = text; };
  const typed = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !SKIPPED.includes(name));

  function restore(form, pairs) {
    for (const box of form.querySelectorAll("input[type=checkbox], input[type=radio]")) {
      if (!SKIPPED.includes(box.name)) box.checked = pairs.some(([name, value]) => name === box.name && value === box.value);
    }
    for (const [name, value] of pairs) {
      const input = form.elements[name];
      if (input && "value" in input && !["checkbox", "radio", "file"].includes(input.type)) input.value = value;
    }
    say(form, "Votre saisie, gardée sur cet appareil, est revenue dans cette page.");
  }

  // The request has left: nothing of it stays on a device that others may use.
  if (document.querySelector("[data-kept-done]")) { store.drop(); return; }
  const form = document.querySelector("form[data-kept-here]");
  if (!form) return;
  const kept = store.read();
  // A page that came back with sentences shows what was just sent: it is the fresher one.
  const judged = form.querySelector("[aria-invalid=true], .is-invalid") || document.querySelector(".notice");
  if (kept && Date.now() - kept.at < DAY && !judged) restore(form, kept.pairs);
  if (kept && Date.now() - kept.at >= DAY) store.drop();

  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const safe = store.write(typed(form));
      say(form, !navigator.onLine && safe ? "Réseau perdu : votre saisie est gardée sur cet appareil. Envoyez-la au retour du réseau." : "");
    }, 400);
  });
  addEventListener("offline", () => say(form, store.write(typed(form)) ? "Réseau perdu : votre saisie est gardée sur cet appareil. Envoyez-la au retour du réseau." : "Réseau perdu : gardez cette page ouverte, votre saisie n'est que sur cet écran."));
  addEventListener("online", () => say(form, "Réseau revenu : vous pouvez envoyer votre demande."));
})();
