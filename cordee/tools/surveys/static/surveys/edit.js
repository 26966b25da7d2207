// The editor of questionnaires: moving by keyboard, and conditions that offer only what fits. Everything works without it.
(() => {
  "use strict";
  const { $, all, csrf } = window.cordee;

  // -- Alt + arrow on a line of the plan moves it ----------------------------------------------------------------------------
  function onArrow(event) {
    const link = event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key) && event.target.closest("[data-moves]");
    if (!link) return;
    event.preventDefault();
    const values = { csrfmiddlewaretoken: csrf(), geste: event.key === "ArrowUp" ? "monter" : "descendre", partie: link.dataset.moves };
    const page = $("#editeur");
    window.htmx.ajax("POST", page.dataset.gestures, { source: page, target: "#editeur", select: "#editeur", swap: "outerHTML", values })
      .then(() => document.getElementById(link.id)?.focus());
  }

  // -- « Entrée » in the last line of choices asks for another one ------------------------------------------------------------
  function onEnter(event) {
    const line = event.key === "Enter" && event.target.matches("input[type=text], input:not([type])") && event.target.closest("[data-line]");
    if (!line || !event.target.value) return;
    event.preventDefault();
    const following = line.nextElementSibling;
    if (following) { $("input:not([type=hidden]), select", following)?.focus(); return; }
    $("[data-adds]", line.closest("fieldset"))?.click();
  }

  // -- a line of a condition: the answers of its question, or a value -----------------------------------------------------------
  const BY_CHOICE = ["is", "is_not"];
  const BY_VALUE = ["at_least", "at_most"];

  function narrow(line) {
    const [item, how, choice, value] = ["item", "how", "choice", "value"].map((name) => $(`[name$="-${name}"]`, line));
    if (!item || !choice) return;
    const wanted = `${item.value}:`;
    all("optgroup", choice).forEach((group) => {
      group.hidden = group.disabled = Boolean(item.value) && !all("option", group).some((option) => option.value.startsWith(wanted));
    });
    if (choice.value && !choice.value.startsWith(wanted)) choice.value = "";
    choice.closest(".field").hidden = !BY_CHOICE.includes(how.value);
    value.closest(".field").hidden = !BY_VALUE.includes(how.value);
  }

  function onChange(event) {
    const line = event.target.closest(".edit-conditions [data-line]");
    if (!line) return;
    // The list of all answers also says the question.
    if (event.target.name.endsWith("-choice") && event.target.value) {
      const item = $("[name$='-item']", line);
      if (!item.value) item.value = event.target.value.split(":")[0];
    }
    narrow(line);
  }

  const setUp = () => all(".edit-conditions [data-line]").forEach(narrow);
  // Before the form sends itself: a line half chosen waits for its answer.
  function waitForAnswer(event) {
    const changed = event.detail.triggeringEvent?.target;
    const line = event.target.id === "piece" && changed?.closest?.(".edit-conditions [data-line]");
    if (!line || event.detail.triggeringEvent.type !== "change") return;
    const [how, choice, value] = ["how", "choice", "value"].map((name) => $(`[name$="-${name}"]`, line));
    if ((BY_CHOICE.includes(how.value) && !choice.value) || (BY_VALUE.includes(how.value) && !value.value)) event.preventDefault();
  }

  document.addEventListener("keydown", onArrow);
  document.addEventListener("keydown", onEnter);
  document.addEventListener("change", onChange, true);
  document.addEventListener("htmx:confirm", waitForAnswer);
  document.addEventListener("htmx:afterSettle", setUp);
  setUp();
})();
