// What is typed or photographed where the network fails: kept on this device, sent later, once. <form data-outgoing="La note">
// The form bears the key of its operation (`operation`): the server knows what it already received.
(() => {
  "use strict";
  const { $, all, csrf, announce } = window.cordee;
  if (!globalThis.indexedDB) return;
  const NAME = "cordee-outgoing";
  const PATIENCE = 60000;
  const PROBE = 4000;
  const ENTRANCE = "/comptes/";
  const actor = () => document.body.dataset.actor || "";
  let opened = null;

  // -- what is kept --------------------------------------------------------------------------------------------------------
  function open() {
    opened ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("forms", { keyPath: "operation" });
      asked.onsuccess = () => { asked.result.onversionchange = () => { asked.result.close(); opened = null; }; resolve(asked.result); };
      asked.onerror = asked.onblocked = () => { opened = null; reject(asked.error); };
    });
    return opened;
  }

  async function act(mode, work) {
    const base = await open();
    return new Promise((resolve, reject) => {
      const round = base.transaction("forms", mode);
      const asked = work(round.objectStore("forms"));
      round.oncomplete = () => resolve(asked?.result);
      round.onerror = round.onabort = () => reject(round.error);
    });
  }

  const put = (record) => act("readwrite", (rows) => rows.put(record));
  const drop = (operation) => act("readwrite", (rows) => rows.delete(operation));
  const mine = async () => ((await act("readonly", (rows) => rows.getAll())) || []).filter((one) => one.actor === actor());

  function drawnId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64; bytes[8] = (bytes[8] & 63) | 128;
    return [...bytes].map((byte, place) => ([4, 6, 8, 10].includes(place) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
  }

  // -- what is said --------------------------------------------------------------------------------------------------------
  function say(sentence, level, url, drops) {
    $("[data-outgoing-said]")?.remove();
    if (!sentence) return;
    const box = Object.assign(document.createElement("div"), { className: `notice ${level}` });
    box.dataset.outgoingSaid = "";
    box.append(Object.assign(document.createElement("p"), { className: "notice-title", textContent: sentence }));
    if (url) box.append(Object.assign(document.createElement("a"), { href: url, textContent: "Rouvrir la page" }));
    if (drops) box.append(dropButton(drops));
    $("#page-messages").append(box);
    box.scrollIntoView({ block: "center" });
    announce(sentence);
  }

  function dropButton(operation) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet btn-small", textContent: "Effacer cette saisie de l'appareil" });
    button.addEventListener("click", async () => { await drop(operation); say(""); });
    return button;
  }

  // -- keeping -------------------------------------------------------------------------------------------------------------
  async function keep(form) {
    const pairs = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && !(value instanceof File && !value.size));
    const operation = form.elements.operation.value || drawnId();
    const what = form.dataset.outgoing;
    try {
      await put({ operation, actor: actor(), url: form.action || location.href, what, pairs, at: Date.now() });
    } catch {
      say("Réseau perdu, et cet appareil ne peut rien garder : laissez cette page ouverte, puis recommencez au retour du réseau.", "warn");
      return;
    }
    form.reset();
    delete form.dataset.unsaved;
    form.elements.operation.value = drawnId();
    say(`Réseau perdu. ${what} : c'est gardé sur cet appareil et partira seul au retour du réseau.`, "info");
  }

  // A phone may believe that it has a network: one small request tells.
  async function reachable() {
    if (!navigator.onLine) return false;
    try { await fetch($("script[src*='outgoing']").src, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout?.(PROBE) }); return true; } catch { return false; }
  }

  async function onSubmit(event) {
    const form = event.target;
    if (!form.matches("form[data-outgoing]") || form.dataset.reached) { delete form.dataset.reached; return; }
    event.preventDefault();
    event.stopPropagation();
    if (form.dataset.asking) return;
    form.dataset.asking = "1";
    const there = await reachable();
    delete form.dataset.asking;
    if (!there) { await keep(form); return; }
    form.dataset.reached = "1";
    form.requestSubmit(event.submitter);
  }

  // -- sending -------------------------------------------------------------------------------------------------------------
  async function send(record) {
    const body = new FormData();
    record.pairs.forEach(([name, value]) => body.append(name, value));
    body.set("operation", record.operation);
    const answer = await fetch(record.url, { method: "POST", body, headers: { "X-CSRFToken": csrf() }, credentials: "same-origin", signal: AbortSignal.timeout?.(PATIENCE) });
    if (answer.redirected && new URL(answer.url).pathname.startsWith(ENTRANCE)) return "entrance";
    if (answer.ok && answer.redirected) { await drop(record.operation); return "sent"; }
    if (answer.status >= 500 || answer.status === 429 || answer.status === 403) return "later";
    await put({ ...record, refused: true });
    return "refused";
  }

  async function sendKept() {
    if (!actor() || !navigator.onLine) return;
    for (const record of (await mine()).sort((one, other) => one.at - other.at)) {
      try {
        const what = record.refused ? "refused" : await send(record);
        if (what === "sent") say(`C'est parti : ${record.what.toLowerCase()}, ce que cet appareil gardait est enregistré.`, "ok");
        else if (what === "refused") say(`${record.what} : ce que cet appareil gardait n'a pas pu être enregistré. Rouvrez la page pour le reprendre.`, "warn", record.url, record.operation);
        else return;
      } catch { return; }
    }
  }

  // A page whose kept form was refused finds its words again; the files are chosen afresh.
  async function restore(form) {
    const record = (await mine()).find((one) => one.refused && one.url === (form.action || location.href));
    if (!record) return;
    for (const [name, value] of record.pairs) {
      const input = form.elements[name];
      if (typeof value !== "string" || name === "operation" || !input) continue;
      if ("value" in input && !["checkbox", "radio", "file"].includes(input.type)) input.value = value;
      all(`input[type=checkbox][name="${name}"], input[type=radio][name="${name}"]`, form).forEach((box) => { box.checked = box.value === value; });
    }
    await drop(record.operation);
    say("Votre saisie, gardée sur cet appareil, est revenue dans cette page : relisez-la, puis enregistrez-la.", "info");
  }

  async function start() {
    for (const form of all("form[data-outgoing]")) await restore(form);
    await sendKept();
  }

  document.addEventListener("submit", onSubmit, true);
  addEventListener("online", sendKept);
  start();
})();
