// Forms: drafts that are never lost, a submit that leaves once, lists that are ticked, long acts that tell where they stand.
(() => {
  "use strict";
  const { $, all, kept, csrf, announce } = window.cordee;
  const hour = () => new Date().toLocaleTimeString("fr-FR", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Paris" }).replace(":", "\u00a0h\u00a0");

  // -- drafts: <form data-draft-url="…"> -------------------------------------------------------------------------------
  const IDLE = 2000;
  const actor = () => document.body.dataset.actor || "";
  const draftKey = (url) => `draft:${actor()}:${url}`;

  // Everything typed, except files, passwords and the token.
  function typed(form) {
    return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && form.elements[name]?.type !== "password");
  }

  function statusLine(form) {
    let line = $("[data-draft-status]", form);
    if (!line) {
      line = Object.assign(document.createElement("p"), { className: "why draft-status" });
      line.dataset.draftStatus = "";
      line.setAttribute("role", "status");
      form.append(line);
    }
    return line;
  }

  const post = (url, pairs) => fetch(url, { method: "POST", body: new URLSearchParams(pairs), headers: { "X-CSRFToken": csrf() }, credentials: "same-origin", keepalive: true });

  async function saveDraft(form) {
    clearTimeout(form.draftTimer);
    if (!form.draftDirty || form.dataset.sending) return;
    form.draftDirty = false;
    const url = form.dataset.draftUrl;
    const pairs = typed(form);
    try {
      const answer = await post(url, pairs);
      if (!answer.ok) throw new Error(String(answer.status));
      kept.drop(draftKey(url));
      delete form.dataset.unsaved;
      statusLine(form).textContent = `Brouillon gardé à ${hour()}`;
    } catch (failure) {
      keepHere(form, url, pairs, failure instanceof TypeError);
    }
  }

  function keepHere(form, url, pairs, offline) {
    const safe = kept.set(draftKey(url), JSON.stringify(pairs));
    if (safe) delete form.dataset.unsaved;
    const cause = offline ? "Réseau perdu" : "Le brouillon n'a pas pu partir";
    statusLine(form).textContent = safe ? `${cause} : votre saisie est gardée ici et partira seule au retour du réseau` : `${cause} : gardez cette page ouverte, votre saisie n'est que sur cet écran`;
  }

  // On the way back of the network, and on opening any page: what was kept here leaves, if the same person is there.
  async function sendKept() {
    for (const key of kept.keys(`draft:${actor()}:`)) {
      const url = key.slice(`draft:${actor()}:`.length);
      const form = all("form[data-draft-url]").find((one) => one.dataset.draftUrl === url);
      try {
        const answer = await post(url, JSON.parse(kept.get(key)));
        if (answer.status >= 500) return;
        kept.drop(key);
        if (form && answer.ok) statusLine(form).textContent = `Réseau revenu : brouillon gardé à ${hour()}`;
      } catch { return; }
    }
  }

  // A page reloaded without network shows again what had been typed.
  function restoreKept(form) {
    const stored = kept.get(draftKey(form.dataset.draftUrl));
    if (!stored) return;
    const pairs = JSON.parse(stored);
    const boxes = all("input[type=checkbox], input[type=radio]", form);
    boxes.forEach((box) => { box.checked = pairs.some(([name, value]) => name === box.name && value === box.value); });
    for (const [name, value] of pairs) {
      const input = form.elements[name];
      if (input && "value" in input && !["checkbox", "radio", "hidden"].includes(input.type)) input.value = value;
    }
    statusLine(form).textContent = "Votre saisie, gardée sur cet appareil, est revenue dans cette page";
  }

  // -- what was typed and not saved ---------------------------------------------------------------------------------------
  function onInput(event) {
    const form = event.target.form;
    if (!form || form.method !== "post") return;
    if (form.matches("[data-guard], [data-draft-url]")) form.dataset.unsaved = "";
    if (!form.dataset.draftUrl) return;
    form.draftDirty = true;
    clearTimeout(form.draftTimer);
    form.draftTimer = setTimeout(() => saveDraft(form), IDLE);
  }

  function warnBeforeLeaving(event) {
    if ($("form[data-unsaved]:not([data-sending])")) event.preventDefault();
  }

  // -- one submit only ------------------------------------------------------------------------------------------------------
  const PAUSE = 10000;

  function onSubmit(event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sending) { event.preventDefault(); return; }
    if (!navigator.onLine) { event.preventDefault(); waitForNetwork(form); return; }
    if (form.matches("[data-forget]")) kept.keys(`draft:${actor()}:`).forEach(kept.drop);
    clearTimeout(form.draftTimer);
    form.dataset.sending = "1";
    // After the browser has read the name of the button that was pressed.
    setTimeout(() => setButtons(form, true), 0);
    setTimeout(() => release(form), PAUSE);
  }

  // Without network the browser would leave this page for its own: here, what was typed stays under the eyes.
  function waitForNetwork(form) {
    if (form.dataset.draftUrl) keepHere(form, form.dataset.draftUrl, typed(form), true);
    statusLine(form).textContent = `Réseau perdu : rien n'est parti, votre saisie reste ${form.dataset.draftUrl ? "gardée sur cet appareil" : "sur cet écran"}. Au retour du réseau, pressez de nouveau le bouton.`;
    statusLine(form).scrollIntoView({ block: "center" });
  }

  function setButtons(form, busy) {
    [...form.elements].filter((element) => element.type === "submit" && element.dataset.why === undefined).forEach((button) => {
      if (busy && !button.disabled) { button.disabled = true; button.dataset.busy = ""; sayBusy(button); }
      if (!busy && "busy" in button.dataset) { button.disabled = false; delete button.dataset.busy; sayReady(button); }
    });
  }

  // An act that takes more than a second says so on its own button.
  function sayBusy(button) {
    if (!button.dataset.busyLabel) return;
    button.dataset.readyLabel = button.textContent;
    button.textContent = button.dataset.busyLabel;
    announce(button.dataset.busyLabel);
  }

  function sayReady(button) { if (button.dataset.readyLabel) button.textContent = button.dataset.readyLabel; }

  function release(form) { delete form.dataset.sending; setButtons(form, false); }

  // -- lists: tick all, act on what is ticked ---------------------------------------------------------------------------------
  const rowsOf = (form) => all("input[type=checkbox][data-row]", document).filter((box) => box.form === form);

  function tally(form) {
    const rows = rowsOf(form);
    const ticked = rows.filter((box) => box.checked).length;
    [...form.elements].filter((element) => element.matches("[data-select-all]")).forEach((every) => {
      every.checked = ticked > 0 && ticked === rows.length;
      every.indeterminate = ticked > 0 && ticked < rows.length;
    });
    form.classList.toggle("idle", ticked === 0);
    all("[data-selected-count]", form).forEach((text) => { text.textContent = ticked ? `${ticked} ligne${ticked > 1 ? "s sélectionnées" : " sélectionnée"}` : "Aucune ligne sélectionnée"; });
    all("[data-needs-selection]", form).forEach((button) => { button.disabled = ticked === 0; });
  }

  function onTick(event) {
    const box = event.target;
    if (!box.form?.matches("[data-bulk]")) return;
    if (box.matches("[data-select-all]")) rowsOf(box.form).forEach((row) => { row.checked = box.checked; });
    tally(box.form);
  }

  // -- a long list of boxes, narrowed as one types -------------------------------------------------------------------------------
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  function setUpCheckList(list) {
    const search = $("[data-narrow]", list);
    const options = all("[data-option]", list);
    const said = $("[data-tally]", list);
    const count = () => { const n = options.filter((option) => $("input", option).checked).length; said.textContent = n ? `${n} coché${n > 1 ? "s" : ""}` : ""; };
    search.hidden = false;
    search.addEventListener("input", () => {
      const wanted = plain(search.value.trim());
      options.forEach((option) => { option.hidden = !plain(option.textContent).includes(wanted); });
    });
    // Enter narrows; it must not send the form.
    search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    list.addEventListener("change", count);
    count();
  }

  // -- text areas that grow (where the style sheet cannot do it) ------------------------------------------------------------------
  function grow(area) {
    if (CSS.supports("field-sizing", "content")) return;
    area.rows = Math.min(24, Math.max(3, area.value.split("\n").length + 1));
  }

  // -- long acts: <div data-progress-url="…"> ---------------------------------------------------------------------------------------
  async function follow(row) {
    let pause = 1000;
    try {
      const answer = await fetch(row.dataset.progressUrl, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      const { done, total, label, state, url } = await answer.json();
      const bar = $("progress", row);
      if (total) { bar.max = total; bar.value = done; $("[data-progress-figure]", row).textContent = `${done.toLocaleString("fr")} sur ${total.toLocaleString("fr")}`; }
      $("[data-progress-label]", row).textContent = label;
      if (state !== "running") { finish(row, bar, label, url); return; }
    } catch { pause = 5000; }
    if (row.isConnected) setTimeout(() => follow(row), pause);
  }

  function finish(row, bar, label, url) {
    bar.hidden = $("[data-progress-figure]", row).hidden = true;
    delete row.dataset.progressUrl;
    announce(label);
    if ("progressHere" in row.dataset) { location.reload(); return; }
    if (!url) return;
    const link = Object.assign(document.createElement("a"), { href: url, textContent: label });
    $("[data-progress-label]", row).replaceChildren(link);
  }

  // -- start, and again after each swap ------------------------------------------------------------------------------------------------
  function setUp(root) {
    all("form[data-bulk]").forEach(tally);
    const fresh = (selector) => all(selector, root).filter((node) => !node.ready && (node.ready = true));
    fresh("[data-check-list]").forEach(setUpCheckList);
    fresh("textarea[data-autosize]").forEach(grow);
    fresh("[data-progress-url]").forEach(follow);
    fresh("form[data-draft-url]").forEach(restoreKept);
  }

  document.addEventListener("input", onInput);
  document.addEventListener("input", (event) => { if (event.target.matches("textarea[data-autosize]")) grow(event.target); });
  document.addEventListener("change", onTick);
  document.addEventListener("focusout", (event) => { if (event.target.form?.dataset.draftUrl) saveDraft(event.target.form); });
  document.addEventListener("submit", onSubmit);
  document.addEventListener("htmx:afterRequest", (event) => { const form = event.detail.elt?.closest?.("form"); if (form) { release(form); delete form.dataset.unsaved; } });
  document.addEventListener("htmx:afterSettle", (event) => setUp(event.detail.target || document));
  addEventListener("pageshow", () => all("form[data-sending]").forEach(release));
  addEventListener("beforeunload", warnBeforeLeaving);
  addEventListener("online", sendKept);
  setUp(document);
  if (navigator.onLine) sendKept();
})();
