// A questionnaire on a phone: one part at a time, each answer kept at once, sent when the network allows. Without this script, or where
// the browser keeps nothing (private browsing), the page goes from part to part by itself, with the server.
(() => {
  "use strict";
  const { $, all, announce } = window.cordee;
  const root = $("#questionnaire");
  if (!root || !globalThis.indexedDB) return;
  const outline = JSON.parse(root.dataset.outline);
  const url = root.dataset.url;
  const IDLE = 1500;
  let record = null;
  let step = root.dataset.step;
  let timer = 0;
  let keeping = 0; // answers on their way to what this phone keeps: the page shows what they open once they are kept

  const itemsOf = new Map(outline.sections.flatMap((section) => section.items.map((item) => [item.code, { section, item }])));
  const steps = () => all("section[data-step]", root);
  const sectionOf = (node) => outline.sections.find((one) => one.code === node.dataset.section);
  const questions = (node) => all("[data-item]", node).filter((one) => !one.closest("template"));
  const rowOf = (question) => { const block = question.closest("[data-block]"); return block ? Number(block.dataset.block) : null; };
  const say = (sentence) => { const line = $("[data-net]", root); line.hidden = !sentence; line.textContent = sentence; };

  // -- what is kept --------------------------------------------------------------------------------------------------------
  function drawnId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64; bytes[8] = (bytes[8] & 63) | 128;
    return [...bytes].map((byte, place) => ([4, 6, 8, 10].includes(place) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
  }

  // What the server knows (another device, or the page without script) and what this phone kept become one.
  async function begin() {
    const known = JSON.parse(root.dataset.answers);
    const revision = Number(root.dataset.revision);
    record = await keeper.get(url);
    const correcting = record?.state === "sent" && new URLSearchParams(location.search).has("corriger");
    if (!record || correcting) {
      record = { url, title: root.dataset.title, submission: revision ? root.dataset.submission : drawnId(), revision, response: Number(root.dataset.base), answers: known, base: keeper.copy(known), state: "filling", dirty: false };
      await keeper.put(record);
    } else if (revision > record.revision && record.state === "filling") {
      record = await keeper.change(url, (kept) => {
        const united = keeper.unite(kept.answers, known, kept.base || {}, kept.sent || []);
        Object.assign(kept, { answers: keeper.copy(united.answers), base: keeper.copy(known), revision, response: Number(root.dataset.base) });
        if (united.asked.length) Object.assign(kept, { state: "conflict", asked: united.asked, theirs: keeper.copy(known) });
      });
    }
  }

  // The one question that changed, so that another page of this phone loses nothing.
  async function keep(question) {
    const code = question.dataset.item;
    const row = rowOf(question);
    const answer = asked.read(question);
    const section = itemsOf.get(code).section.code;
    root.dataset.keeping = ++keeping;
    try {
      record = await keeper.change(url, (kept) => {
        const place = row === null ? kept.answers : blockOf(kept.answers, section, row);
        if (answer) place[code] = answer; else delete place[code];
        Object.assign(kept, { dirty: true, at: Date.now(), faults: null });
      });
      refresh();
    } finally {
      if (--keeping) root.dataset.keeping = keeping; else delete root.dataset.keeping;
    }
    later();
  }

  function blockOf(answers, section, row) {
    answers[section] ??= { rows: [] };
    while (answers[section].rows.length <= row) answers[section].rows.push({});
    return answers[section].rows[row];
  }

  function later() {
    clearTimeout(timer);
    if (root.dataset.channel === "server" || record.shared) timer = setTimeout(save, IDLE);
  }

  async function save() {
    clearTimeout(timer);
    if (!record?.dirty || record.state !== "filling" || !navigator.onLine) { tellNetwork(); return; }
    try { await follow(await keeper.send(url, false)); tellNetwork(); } catch { tellNetwork(true); }
  }

  function tellNetwork(failed) {
    if (record.state !== "filling") { say(""); return; }
    if (!navigator.onLine) say("Pas de réseau. Continuez : tout est gardé sur ce téléphone.");
    else if (failed) say("Le réseau répond mal. Continuez : tout est gardé sur ce téléphone.");
    else say(record.trouble || "");
  }

  // -- what is shown ---------------------------------------------------------------------------------------------------------
  function refresh() {
    const { sectionShown, itemShown } = conditions.reader(outline, record.answers);
    const parts = steps().filter((node) => node.dataset.section);
    const open = parts.filter((node) => sectionShown(sectionOf(node)));
    for (const node of parts) {
      node.dataset.skipped = open.includes(node) ? "" : "yes";
      $("[data-where]", node).textContent = `Partie ${open.indexOf(node) + 1} sur ${open.length}`;
      for (const question of questions(node)) {
        const { section, item } = itemsOf.get(question.dataset.item);
        const row = rowOf(question);
        question.hidden = !itemShown(section, item, row === null ? null : record.answers[section.code]?.rows[row] || {});
        judge(question, false, true);
        const clear = $("[data-clear]", question);
        if (clear) clear.hidden = !$("input:checked", question);
        const total = $("[data-total]", question);
        if (total) total.textContent = totalOf(question);
      }
    }
    drawTally(open);
  }

  function totalOf(question) {
    const sum = Object.values(asked.read(question)?.v || {}).map(conditions.decimal).filter((one) => one !== null).reduce((all_, one) => all_ + one, 0);
    return sum ? `Total : ${String(Number(sum.toFixed(4))).replace(".", ",")} %` : "";
  }

  function answerOf(question) {
    const { section, item } = itemsOf.get(question.dataset.item);
    const row = rowOf(question);
    return (row === null ? record.answers : record.answers[section.code]?.rows[row])?.[item.code];
  }

  // The sentence beside a question. `quiet`: only takes away what was mended, so that nobody is scolded while typing;
  // what was said when sending stays said.
  function judge(question, final, quiet) {
    const line = $("[data-fault]", question);
    if (quiet && line.hidden) return "";
    if (quiet) final = line.dataset.final === "yes"; else line.dataset.final = final ? "yes" : "";
    const sentence = question.hidden ? "" : record.faults?.[question.dataset.name] || faults.of(itemsOf.get(question.dataset.item).item, answerOf(question), final);
    line.textContent = sentence;
    line.hidden = !sentence;
    return sentence;
  }

  function drawTally(open) {
    const rows = open.map((node) => {
      const here = questions(node).filter((one) => !one.hidden);
      const done = here.filter((one) => { const answer = answerOf(one); return answer && (answer.s || !conditions.blank(answer.v)); }).length;
      const waits = here.filter((one) => faults.of(itemsOf.get(one.dataset.item).item, answerOf(one), true)).length;
      const row = document.createElement("li");
      const link = Object.assign(document.createElement("a"), { href: `?partie=${node.dataset.step}`, textContent: $("h1 [data-spoken]", node).textContent });
      link.dataset.to = node.dataset.step;
      const told = `${done} sur ${here.length} question${here.length > 1 ? "s" : ""}${waits ? ` · ${waits} à revoir` : ""}`;
      row.append(link, " ", Object.assign(document.createElement("span"), { className: "why", textContent: told }));
      return row;
    });
    $("[data-tally]", root).replaceChildren(...rows);
  }

  function fill() {
    for (const node of all("[data-model]", root)) fitBlocks(node, record.answers[node.closest("section").dataset.section]?.rows.length || 1);
    for (const question of steps().flatMap(questions)) asked.write(question, answerOf(question), record.names);
    refresh();
  }

  // -- blocks of a repeated part -----------------------------------------------------------------------------------------------
  function fitBlocks(model, count) {
    const form = model.closest("form");
    let blocks = all("[data-block]", form);
    for (; blocks.length > count; blocks = all("[data-block]", form)) blocks.at(-1).remove();
    for (let n = blocks.length; n < count; n += 1) {
      const holder = document.createElement("template");
      holder.innerHTML = model.innerHTML.replaceAll(".@.", `.${n}.`).replaceAll("\"@\"", `"${n}"`);
      model.before(holder.content);
      prepare(all("[data-block]", form).at(-1));
    }
    all("[data-block-number]", form).forEach((text, n) => { text.textContent = n + 1; });
    $("[data-rows]", form).value = count;
    $("[data-add-block]", form).disabled = count >= Number($("[data-add-block]", form).dataset.most);
  }

  async function changeBlocks(button) {
    const section = button.closest("section").dataset.section;
    const drop = button.hasAttribute("data-drop-block") ? Number(button.closest("[data-block]").dataset.block) : null;
    const count = all("[data-block]", button.form).length;
    record = await keeper.change(url, (kept) => {
      blockOf(kept.answers, section, count - 1);
      if (drop === null) kept.answers[section].rows.push({}); else kept.answers[section].rows.splice(drop, 1);
      kept.dirty = true;
    });
    fill();
    later();
    const last = all("[data-block]", $(`section[data-section="${section}"]`)).at(-1);
    (drop === null && last ? $("input, select, textarea", last) : $("[data-add-block]", $(`section[data-section="${section}"]`))).focus();
  }

  // -- from part to part ---------------------------------------------------------------------------------------------------------
  function show(wanted, quiet) {
    const target = $(`[data-panel="${wanted}"]`, root) || steps().find((node) => node.dataset.step === String(wanted)) || steps()[0];
    all("section[data-step], section[data-panel]", root).forEach((node) => { node.hidden = node !== target; });
    if (target.dataset.step) step = target.dataset.step;
    speechSynthesis?.cancel();
    if (quiet) return;
    const title = $("h1", target);
    scrollTo(0, 0);
    title.focus({ preventScroll: true });
  }

  function go(wanted) {
    history.pushState(null, "", `?partie=${wanted}`);
    show(wanted);
    if (Number(wanted)) keeper.change(url, (kept) => { kept.step = String(wanted); });
  }

  function walk(way) {
    const places = steps().filter((node) => node.dataset.skipped !== "yes").map((node) => node.dataset.step);
    go(places[places.indexOf(step) + way] || step);
  }

  function forward() {
    if (step === "0" && record.step) { go(record.step); return; }
    const wrong = questions($(`section[data-step="${step}"]`)).filter((one) => judge(one, false, false));
    if (wrong.length) lead(wrong[0]); else walk(1);
  }

  function lead(question) {
    const home = question.closest("section");
    if (home.hidden) go(home.dataset.step);
    $("input, textarea, select", question).focus();
    question.scrollIntoView({ block: "center" });
    announce($("[data-fault]", question).textContent);
  }

  async function finish() {
    const all_ = steps().filter((node) => node.dataset.skipped !== "yes").flatMap(questions);
    const wrong = all_.filter((one) => judge(one, true, false));
    if (wrong.length) { lead(wrong[0]); return; }
    record = await keeper.change(url, (kept) => { if (kept.state === "filling") kept.state = "waiting"; });
    await leave();
  }

  // What was pressed leaves now, or as soon as it can: by this page, by another of this phone, or by its worker.
  async function leave() {
    const worker = await navigator.serviceWorker?.getRegistration("/q/");
    worker?.sync?.register("envoi").catch(() => {});
    try { await follow(await keeper.send(url, true)); } catch { say(""); show("waiting"); }
  }

  async function follow(after) {
    if (!after) return;
    record = after;
    if (after.state === "sent") await thank();
    else if (after.state === "closed") close(after.why);
    else if (after.state === "conflict") drawConflict();
    else if (after.faults) mend();
    else fill();
  }

  // Nothing leaves any more, and nothing is lost.
  function close(why) {
    if (why) $("[data-panel=closed] [data-why]", root).textContent = why;
    $("[data-left]", root).hidden = !Object.keys(record.answers).length;
    say("");
    show("closed");
  }

  function mend() {
    const wrong = steps().flatMap(questions).filter((one) => judge(one, true, false));
    show(step, true);
    if (wrong.length) lead(wrong[0]);
  }

  async function thank() {
    $("[data-number]", root).textContent = record.receipt.number;
    $("[data-date]", root).textContent = record.receipt.said.replace(/^le /, "");
    say("");
    show("sent");
    for (const name of await globalThis.caches?.keys() || []) await (await caches.open(name)).delete(url, { ignoreSearch: true });
  }

  const blocksSaid = (count) => `${count} bloc${count > 1 ? "s" : ""}`;

  // -- two answers to one question --------------------------------------------------------------------------------------------------
  function drawConflict() {
    const cards = record.asked.map((code) => {
      const question = steps().flatMap(questions).find((one) => one.dataset.item === code && rowOf(one) === null);
      const box = Object.assign(document.createElement("fieldset"), { className: "difference-choice" });
      const title = question ? $(".question-label [data-spoken]", question).textContent : $("h1 [data-spoken]", $(`section[data-section="${CSS.escape(code)}"]`)).textContent;
      box.append(Object.assign(document.createElement("legend"), { className: "question-label", textContent: title }));
      for (const [side, label, answer] of [["mine", "Sur cet appareil", record.answers[code]], ["theirs", "Sur l'autre appareil", record.theirs[code]]]) {
        const card = Object.assign(document.createElement("label"), { className: "choice-card" });
        const said = Object.assign(document.createElement("span"), { textContent: question ? asked.words(question, answer) : blocksSaid(answer?.rows?.length || 0) });
        said.prepend(Object.assign(document.createElement("small"), { textContent: label }));
        card.append(Object.assign(document.createElement("input"), { type: "radio", className: "form-check-input", name: `choix:${code}`, value: side, checked: side === "mine" }), said);
        box.append(card);
      }
      return box;
    });
    $("[data-differences]", root).replaceChildren(...cards);
    show("conflict");
  }

  async function settle() {
    const chosen = new Set(record.asked.filter((code) => $(`[name="choix:${CSS.escape(code)}"]:checked`, root).value === "theirs"));
    const final = record.wasFinal;
    record = await keeper.change(url, (kept) => {
      for (const code of chosen) if (kept.theirs[code] === undefined) delete kept.answers[code]; else kept.answers[code] = keeper.copy(kept.theirs[code]);
      Object.assign(kept, { state: "filling", asked: null, theirs: null, wasFinal: false, dirty: true });
    });
    fill();
    if (final) await finish(); else { show(step); await save(); }
  }

  // -- leaving, coming back -------------------------------------------------------------------------------------------------------------
  async function askCode() {
    const body = JSON.stringify({ submission: record.submission, revision: record.revision, answers: record.answers });
    try {
      const answer = await fetch(`${url}code/`, { method: "POST", body, headers: { "Content-Type": "application/json" }, credentials: "omit" });
      const told = await answer.json();
      if (!answer.ok) { say(told.sentence || "Le code n'a pas pu être donné. Vos réponses restent sur ce téléphone."); return; }
      record = await keeper.change(url, (kept) => { Object.assign(kept, { shared: true, revision: told.revision, base: keeper.copy(kept.answers) }); });
      const place = $("[data-panel=pause] [data-code]", root);
      place.textContent = told.code;
      $("[data-go=code]", root).hidden = true;
      const coded = $("[data-coded]", root);
      coded.hidden = false;
      coded.focus();  // the button that had the hand is gone
      announce(`Votre code : ${[...told.code].join(" ")}`);
    } catch { say("Le code demande le réseau. Sans lui, vos réponses restent gardées sur ce téléphone."); }
  }

  function download() {
    const lines = steps().flatMap((node) => (node.dataset.section ? [$("h1 [data-spoken]", node).textContent, ...questions(node).filter((one) => !one.hidden).map((one) => `${$(".question-label [data-spoken]", one).textContent}\n    ${asked.words(one, answerOf(one))}`), ""] : []));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([[record.title, "", ...lines].join("\n")], { type: "text/plain;charset=utf-8" }));
    link.download = "mes-reponses.txt";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  async function forget() {
    await keeper.forget(url);
    location.replace(url);
  }

  // -- photos ----------------------------------------------------------------------------------------------------------------------------
  const HEAVY = 25 * 1024 * 1024;

  // A photo of a phone weighs ten times what is read of it; smaller, it leaves even by a poor network, and without its place and hour.
  async function lighter(file) {
    if (!file.type.startsWith("image/") || file.size < 400 * 1024) return file;
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, 2000 / Math.max(picture.width, picture.height));
      const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const made = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.85); });
      return made && made.size < file.size ? new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
    } catch { return file; }
  }

  async function join(input) {
    const question = input.closest("[data-item]");
    const said = $("[data-upload-said]", question);
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    said.textContent = "Préparation du fichier…";
    const light = await lighter(file);
    if (light.size > HEAVY) { said.textContent = `Ce fichier pèse ${Math.round(light.size / 1e6)} Mo, il en faut 25 au plus : choisissez une photo moins lourde. Le reste de vos réponses est gardé.`; return; }
    const place = await keeper.keepFile(url, light, light.name);
    record = await keeper.change(url, (kept) => { kept.names = { ...kept.names, [place]: light.name }; kept.trouble = ""; });
    const before = asked.read(question)?.v || [];
    asked.write(question, { ...asked.read(question), v: [...before, place] }, record.names);
    said.textContent = "Fichier gardé sur ce téléphone. Il part avec vos réponses.";
    await keep(question);
  }

  // -- listening, larger letters ---------------------------------------------------------------------------------------------------------
  function listen(button) {
    const node = button.closest("[data-item]");
    const choices = all(".choice-card span, .small-choice span, .line label, .special span", node).map((one) => one.textContent.trim());
    const text = [...all("[data-spoken]", node).map((one) => one.textContent.trim()), ...new Set(choices)].join(". ");
    const said = new SpeechSynthesisUtterance(text);
    said.lang = "fr-FR";
    said.rate = 0.9;
    speechSynthesis.cancel();
    speechSynthesis.speak(said);
  }

  function prepare(node) {
    if ("speechSynthesis" in window) all("[data-listen]", node).forEach((button) => { button.hidden = false; });
  }

  // -- what the person does ----------------------------------------------------------------------------------------------------------------
  const ACTS = {
    next: forward, back: () => walk(-1), pause: () => show("pause"), resume: () => show(step), code: askCode, send: finish,
    retry: leave, download, forget, settle, again: forget,
    reopen: async () => { record = await keeper.change(url, (kept) => { kept.state = "filling"; }); fill(); show(steps().at(-1).dataset.step); },
  };

  function exclusive(input) {
    const question = input.closest("[data-item]");
    if (input.hasAttribute("data-special") && input.checked) all("[data-special]", question).filter((one) => one !== input).forEach((one) => { one.checked = false; });
    if (!input.hasAttribute("data-special") && !input.dataset.more) all("[data-special]", question).forEach((one) => { one.checked = false; });
    if (input.matches("select[data-option]") && input.value) all("select[data-option]", question).filter((one) => one !== input && one.value === input.value).forEach((one) => { one.value = ""; });
  }

  let busy = false;
  async function act(button) {
    if (busy) return;
    busy = true;
    try {
      if (button.matches("[data-add-block], [data-drop-block]")) await changeBlocks(button);
      else await ACTS[button.dataset.go]();
    } finally { busy = false; }
  }

  function clear(button) {
    const question = button.closest("[data-item]");
    all("input:checked", question).forEach((one) => { one.checked = false; });
    keep(question);
  }

  function listenToPage() {
    root.addEventListener("input", (event) => {
      const question = event.target.closest("[data-item]");
      if (!question || event.target.matches("[data-upload]")) return;
      exclusive(event.target);
      keep(question);
    });
    root.addEventListener("change", (event) => { if (event.target.matches("[data-upload]")) join(event.target); });
    root.addEventListener("focusout", (event) => { const question = event.target.closest("[data-item]"); if (question && event.target.matches("input, textarea") && event.target.value) judge(question, false, false); });
    root.addEventListener("submit", (event) => { if (event.target.matches("[data-plain]")) return; event.preventDefault(); const button = event.submitter || $("[data-go]", event.target); act(button); });
    root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-go], [data-listen], [data-clear], [data-to]");
      if (!button || (button.type === "submit" && button.form)) return;
      event.preventDefault();
      if (button.matches("[data-listen]")) listen(button);
      else if (button.matches("[data-clear]")) clear(button);
      else if (button.dataset.to) go(button.dataset.to);
      else act(button);
    });
    addEventListener("popstate", () => { if (record.state === "filling") show(new URLSearchParams(location.search).get("partie") || 0); });
    addEventListener("online", () => { if (record.state === "waiting") leave(); else save(); });
    addEventListener("offline", () => tellNetwork());
    document.addEventListener("visibilitychange", async () => {
      if (document.visibilityState === "hidden") { save(); return; }
      await follow(await keeper.get(url));
    });
  }

  async function install() {
    if (!navigator.serviceWorker) return;
    try {
      await navigator.serviceWorker.register(root.dataset.worker, { scope: "/q/" });
      const store = await caches.open("cordee-questionnaires");
      const parts = all("link[rel=stylesheet], link[rel=icon]").map((one) => one.href).concat(all("script[src]").map((one) => one.src));
      const page = $("[data-panel=closed]:not([hidden])", root) ? [] : [url];  // what is closed is not kept
      await Promise.all([...parts, ...page].map(async (part) => { if (!(await store.match(part))) await store.add(part); }));
      navigator.storage?.persist?.();
      root.dataset.ready = "yes";
    } catch { /* an old browser, or no room: the page works, it only needs the network to be opened again */ }
  }

  async function start() {
    try { await begin(); } catch { return; }
    prepare(root);
    root.dataset.scripted = "";
    all("[data-here]", root).forEach((node) => { node.hidden = false; });
    listenToPage();
    fill();
    step = new URLSearchParams(location.search).get("partie") || step;
    if (Object.keys(record.answers).length) $("[data-step=\"0\"] [data-go=next]", root).textContent = "Reprendre le questionnaire";
    if (root.dataset.step === "closed") { if (record.state === "waiting") record = await keeper.change(url, (kept) => { kept.state = "closed"; }); close(""); }
    else if (record.state === "filling") { show(step, true); tellNetwork(); if (record.faults) mend(); else if (record.dirty) save(); }
    else if (record.state === "waiting") { show("waiting", true); leave(); }
    else await follow(record);
    await install();
  }

  start();
})();
