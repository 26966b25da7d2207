// Answers kept on this device, and their way to the server. Shared by the page and by its worker: no page is touched here.
// One record for each questionnaire, under its address; a photo waits beside it until it can leave.
globalThis.keeper = (() => {
  "use strict";
  const NAME = "cordee-questionnaires";
  const PATIENCE = 30000;
  let opened = null;

  function open() {
    opened ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("responses", { keyPath: "url" });
        asked.result.createObjectStore("files", { keyPath: "id", autoIncrement: true });
      };
      asked.onsuccess = () => { asked.result.onversionchange = () => { asked.result.close(); opened = null; }; resolve(asked.result); };
      asked.onerror = asked.onblocked = () => { opened = null; reject(asked.error); };
    });
    return opened;
  }

  // One act on one store; its result is told once it is really kept.
  async function act(store, mode, work) {
    const base = await open();
    return new Promise((resolve, reject) => {
      const round = base.transaction(store, mode);
      let result;
      work(round.objectStore(store), (value) => { result = value; });
      round.oncomplete = () => resolve(result);
      round.onerror = round.onabort = () => reject(round.error);
    });
  }

  const read = (store, key) => act(store, "readonly", (rows, give) => { rows.get(key).onsuccess = (event) => give(event.target.result); });
  const all = () => act("responses", "readonly", (rows, give) => { rows.getAll().onsuccess = (event) => give(event.target.result); });
  const get = (url) => read("responses", url);
  const put = (record) => act("responses", "readwrite", (rows) => rows.put(record));
  const forget = (url) => act("responses", "readwrite", (rows) => rows.delete(url));

  // Two pages of one phone may write at once: each reads what is there and changes only its own part.
  const change = (url, work) => act("responses", "readwrite", (rows, give) => {
    rows.get(url).onsuccess = (event) => {
      const record = event.target.result;
      if (record) { work(record); rows.put(record); }
      give(record);
    };
  });

  const keepFile = (url, blob, name) => act("files", "readwrite", (rows, give) => { rows.add({ url, blob, name }).onsuccess = (event) => give(`here:${event.target.result}`); });

  // A base keeps two names of one object as one object: what must not follow a change is copied.
  const copy = (value) => JSON.parse(JSON.stringify(value ?? {}));

  // -- what differs ------------------------------------------------------------------------------------------------------
  const plain = (value) => JSON.stringify(value ?? null, (_, one) => (one && typeof one === "object" && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one));
  const same = (one, other) => plain(one) === plain(other);

  // Two devices: what only one of them changed is taken from it; what both changed is asked. `base`: what both started from;
  // `sent`: states of mine that may have reached the server without my knowing it.
  function unite(mine, theirs, base, sent) {
    const answers = {};
    const asked = [];
    for (const code of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
      const [here, there] = [mine[code], theirs[code]];
      const theirsIsOld = same(here, there) || [base, ...sent].some((state) => same(state[code], there));
      if (!theirsIsOld && !same(base[code], here)) asked.push(code);
      const chosen = theirsIsOld || asked.includes(code) ? here : there;
      if (chosen !== undefined) answers[code] = chosen;
    }
    return { answers, asked };
  }

  // -- the way to the server ----------------------------------------------------------------------------------------------
  // One at a time for one questionnaire, in all pages of this device, where the browser can.
  const alone = (url, work) => (navigator.locks ? navigator.locks.request(`cordee:${url}`, work) : work());

  async function call(address, options) {
    return fetch(address, { ...options, credentials: "omit", cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
  }

  const held = (value) => (Array.isArray(value) ? value.flatMap(held) : value && typeof value === "object" ? Object.values(value).flatMap(held) : typeof value === "string" && value.startsWith("here:") ? [value] : []);
  const renamed = (value, before, after) => (Array.isArray(value) ? value.map((one) => renamed(one, before, after)).filter((one) => one !== "") : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamed(one, before, after)])) : value === before ? after : value);

  async function sendFiles(record) {
    for (const place of held(record.answers)) {
      const file = await read("files", Number(place.slice(5)));
      let id = "";
      if (file) {
        const body = new FormData();
        body.append("submission", record.submission);
        body.append("file", file.blob, file.name);
        const answer = await call(`${record.url}fichier/`, { method: "POST", body });
        if (!answer.ok && answer.status !== 413 && answer.status !== 422) throw new Error(String(answer.status));
        const told = await answer.json();
        id = told.id || "";
        record.names = { ...record.names, ...(id ? { [id]: file.name } : {}) };
        if (!id) record.trouble = told.sentence;
      }
      await change(record.url, (kept) => { kept.answers = renamed(kept.answers, place, id); kept.names = record.names; kept.trouble = record.trouble; });
      await act("files", "readwrite", (rows) => rows.delete(Number(place.slice(5))));
    }
  }

  // Sends what is kept. `final`: the person pressed « Envoyer ». Answers the record, after.
  const send = (url, final) => alone(url, async () => {
    let record = await get(url);
    if (!record || !["filling", "waiting"].includes(record.state)) return record;
    if (final) await change(url, (kept) => { kept.state = "waiting"; });
    await sendFiles(record);
    record = await change(url, (kept) => { kept.sent = [...(kept.sent || []).slice(-4), copy(kept.answers)]; });
    const body = JSON.stringify({ submission: record.submission, revision: record.revision, base: record.response || 0, answers: record.answers, final });
    const answer = await call(`${url}reponse/`, { method: "PUT", body, headers: { "Content-Type": "application/json" } });
    return take(url, record, answer, final);
  });

  async function take(url, record, answer, final) {
    if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
    const told = await answer.json();
    if (answer.status === 409) return differ(url, told, final);
    return change(url, (kept) => {
      if (answer.ok && told.receipt) Object.assign(kept, { state: "sent", receipt: told.receipt, answers: {}, sent: [], base: {}, dirty: false });
      else if (answer.ok) Object.assign(kept, { revision: told.revision, base: copy(record.answers), dirty: !same(kept.answers, record.answers) });
      else if (answer.status === 422) Object.assign(kept, { state: "filling", faults: told.faults });
      else if (answer.status === 413 || answer.status === 400) Object.assign(kept, { state: "filling", trouble: told.sentence });
      else Object.assign(kept, { state: "closed", why: told.sentence });
    });
  }

  async function differ(url, told, final) {
    const kept = await change(url, (mine) => {
      const united = unite(mine.answers, told.answers, mine.base || {}, mine.sent || []);
      Object.assign(mine, { revision: told.revision, response: told.base, base: copy(told.answers), answers: copy(united.answers), dirty: true, state: final && !united.asked.length ? "waiting" : "filling", wasFinal: final });
      if (united.asked.length) Object.assign(mine, { state: "conflict", asked: united.asked, theirs: copy(told.answers) });
    });
    if (kept.state === "conflict") return kept;
    kept.again = true;
    return kept;
  }

  // Again as long as two devices could be brought together without asking anybody.
  async function sendThrough(url, final) {
    for (let turn = 0; turn < 4; turn += 1) {
      const record = await send(url, final);
      if (!record?.again) return record;
    }
    return get(url);
  }

  async function sendWaiting() {
    for (const record of (await all()).filter((one) => one.state === "waiting")) await sendThrough(record.url, true);
  }

  return { all, get, put, change, copy, forget, keepFile, unite, same, send: sendThrough, sendWaiting };
})();
