// A question of the page as an answer, and back. The server reads its forms by the same names (answering/reading.py).
window.asked = (() => {
  "use strict";
  const { $, all } = window.cordee;
  const LONG = { comment: 1, target: 1, observed: 1, proof: 1, feasibility: 1 };
  const trimmed = (text) => text.replace(/\r\n/g, "\n").trim();

  function figure(typed) {
    const text = trimmed(typed);
    const bare = text.replace(/[\s\u00a0\u202f€%]/g, "").replace(",", ".").replace("\u2212", "-");
    return /^-?\d+(\.\d+)?$/.test(bare) ? bare : text;
  }

  const own = (node, selector) => all(selector, node).filter((one) => !one.dataset.more && !one.hasAttribute("data-special"));
  const isFilled = (value) => (Array.isArray(value) ? value.length : typeof value === "object" ? Object.keys(value).length : value) ? true : false;

  const READ = {
    radio: (node) => own(node, "input[type=radio]").find((one) => one.checked)?.value || "",
    checks: (node) => own(node, "input[type=checkbox]").filter((one) => one.checked).map((one) => one.value),
    ranks: (node) => own(node, "select[data-option]").filter((one) => one.value).sort((a, b) => a.value - b.value).map((one) => one.dataset.option),
    shares: (node) => Object.fromEntries(own(node, "input[data-option]").map((one) => [one.dataset.option, figure(one.value)]).filter(([, value]) => value)),
    rows: (node) => Object.fromEntries(own(node, "input[data-row]").filter((one) => one.checked).map((one) => [one.dataset.row, one.value])),
    figure: (node) => figure(own(node, "input")[0].value),
    text: (node) => trimmed(own(node, "input, textarea")[0].value),
  };
  const HOW = { single: "radio", level: "radio", three: "radio", multiple: "checks", file: "checks", ranking: "ranks", shares: "shares", matrix: "rows", number: "figure", money: "figure" };

  function read(node) {
    const answer = {};
    const value = READ[HOW[node.dataset.kind] || "text"](node);
    const special = $("[data-special]:checked", node);
    if (typeof value === "string" && value.startsWith("~")) answer.s = value.slice(1);
    else if (isFilled(value)) answer.v = value;
    if (special) answer.s = special.value;
    for (const more of all("[data-more]", node)) {
      const said = trimmed(more.value);
      const name = more.dataset.more;
      if (said) answer[name] = name === "proof" ? [said] : name === "feasibility" ? Number(said) : said;
    }
    return Object.keys(answer).length ? answer : null;
  }

  const french = (value) => String(value ?? "").replace(".", ",");
  const WRITE = {
    radio: (node, value, answer) => own(node, "input[type=radio]").forEach((one) => { one.checked = one.value === (answer.s ? `~${answer.s}` : value); }),
    checks: (node, value) => own(node, "input[type=checkbox]").forEach((one) => { one.checked = (value || []).includes(one.value); }),
    ranks: (node, value) => own(node, "select[data-option]").forEach((one) => { const rank = (value || []).indexOf(one.dataset.option); one.value = rank < 0 ? "" : String(rank + 1); }),
    shares: (node, value) => own(node, "input[data-option]").forEach((one) => { one.value = french(value?.[one.dataset.option]); }),
    rows: (node, value) => own(node, "input[data-row]").forEach((one) => { one.checked = value?.[one.dataset.row] === one.value; }),
    figure: (node, value) => { own(node, "input")[0].value = french(value); },
    text: (node, value) => { own(node, "input, textarea")[0].value = value ?? ""; },
  };

  // A field that the person is in is left alone: what they type is newer than anything kept.
  function write(node, answer, names) {
    const given = answer || {};
    if (node.contains(document.activeElement) && document.activeElement.matches("input[type=text], textarea, input:not([type])")) return;
    if (node.dataset.kind === "file") received(node, given.v || [], names || {});
    WRITE[HOW[node.dataset.kind] || "text"](node, given.v, given);
    all("[data-special]", node).forEach((one) => { one.checked = one.value === given.s; });
    all("[data-more]", node).forEach((one) => { const said = given[one.dataset.more]; one.value = Array.isArray(said) ? said.join(", ") : said ?? ""; });
  }

  function received(node, ids, names) {
    const list = $("[data-received]", node);
    if (!list) return;
    const known = all("input", list).map((one) => one.value);
    for (const id of ids.filter((one) => !known.includes(one))) {
      const row = document.createElement("li");
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", className: "form-check-input", name: node.dataset.name, value: id, checked: true });
      const name = Object.assign(document.createElement("span"), { textContent: names[id] || (id.startsWith("here:") ? "Photo gardée sur ce téléphone" : "Fichier reçu") });
      label.append(box, " ", name);
      row.append(label);
      list.append(row);
    }
    all("li", list).forEach((row) => { if (!ids.includes($("input", row).value)) row.remove(); });
  }

  // -- an answer in words: for what is downloaded, and for two answers to choose from ---------------------------------------------
  const SPECIAL = { na: "Sans objet", unknown: "Je ne sais pas", declined: "Je préfère ne pas répondre" };

  function words(node, answer) {
    if (!answer) return "Pas de réponse";
    const named = (code) => all("input, option", node).find((one) => one.value === code)?.closest("label, option")?.textContent.trim() || code;
    const line = (code) => $(`[data-option="${CSS.escape(code)}"]`, node)?.closest(".line")?.querySelector("label").textContent.trim() || code;
    let said = answer.s ? SPECIAL[answer.s] : answer.v ?? "";
    if (!answer.s && Array.isArray(said)) said = said.map(node.dataset.kind === "ranking" ? line : named).join(", ");
    else if (!answer.s && typeof said === "object") said = Object.entries(said).map(([key, value]) => (node.dataset.kind === "shares" ? `${line(key)} : ${french(value)} %` : named(value))).join(", ");
    else if (!answer.s && HOW[node.dataset.kind] === "radio") said = named(said);
    return [said, ...Object.keys(LONG).filter((name) => answer[name]).map((name) => String(answer[name]))].filter(Boolean).join("\n") || "Pas de réponse";
  }

  return { read, write, words, figure };
})();
